"""Who decides what, for whom, and what stays unknown; an unknown word is never a guess."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.inventory.builders import origin

from aigov_connectors import registry
from aigov_connectors.autotask.normalize import (
    Actors,
    Desk,
    Picklists,
    Queues,
    Sample,
    TagCount,
    TicketLog,
    Votes,
    access_of,
    deployments_from_alerts,
    deployments_from_category,
    deployments_from_effects,
    deployments_from_moods,
    deployments_from_panel,
    deployments_from_program,
    deployments_from_tags,
    deployments_from_votes,
    deployments_from_webhook,
    entity_key,
    is_client,
    organization_from,
    product_of,
    rights_from,
    unknown_modules,
    with_agreements,
)
from aigov_connectors.autotask.normalize.reach import Homes
from aigov_connectors.autotask.normalize.work import kind_of
from aigov_connectors.autotask.sandbox.metadata import singular
from aigov_connectors.autotask.sandbox.shapes import COLUMNS
from aigov_connectors.autotask.wire import (
    ApprovalWire,
    CategoryDefaultsWire,
    CategoryWire,
    ChangeTicketWire,
    CompanyWire,
    DeletedTicketWire,
    EntityInfoWire,
    FieldsWire,
    HistoryWire,
    ModulesWire,
    NoteWire,
    NotificationWire,
    PanelWire,
    QueueMemberWire,
    ResourceWire,
    TagWire,
    TicketWire,
    WebhookWire,
)
from aigov_connectors.inventory import (
    LEGAL_GATES,
    ActorKind,
    Autonomy,
    Basis,
    CredentialRights,
    DecisionKind,
    GateKind,
    HumanVerdict,
    Initiator,
    Organization,
    Place,
    Reach,
    Statement,
    Window,
)

CATALOGUE = registry.catalogue("autotask")
PLACE = Place(connection="at", tenant_id="77")
SINCE = datetime(2026, 11, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 20, tzinfo=UTC)
DAY = timedelta(days=1)
PERSON, SYSTEM, SYNC, THREAD = 101, 4, 201, 202
LISTS = {
    ("Resources", "licenseType"): {1: "Professional", 7: "API User"},
    ("Companies", "companyType"): {1: "Customer", 3: "Prospect"},
    ("Companies", "marketSegmentID"): {9: "Healthcare"},
    ("Tickets", "queueID"): {50: "Level I"},
    ("Tickets", "apiVendorID"): {4: "Datto RMM"},
    ("TicketNotes", "noteType"): {13: "Workflow Rule Note - Task", 3: "Task Notes"},
}


def picklists(lists: dict[tuple[str, str], dict[int, str]] | None = None) -> Picklists:
    found = Picklists()
    for (entity, name), values in (LISTS if lists is None else lists).items():
        told = [{"value": str(value), "label": label} for value, label in values.items()]
        fields = [{"name": name, "picklistValues": told}]
        found.learn(entity, FieldsWire.model_validate({"fields": fields}))
    return found


def actors(*, is_whole: bool = True) -> Actors:
    found = Actors(is_whole=is_whole)
    for number, user, license_type in (
        (PERSON, "mlee", 1),
        (SYNC, "sync@x.example", 7),
        (THREAD, "thread@x.example", 7),
    ):
        row = ResourceWire.model_validate(
            {"id": number, "userName": user, "licenseType": license_type, "isActive": True}
        )
        found.learn(row, origin=origin(), picklists=picklists(), catalogue=CATALOGUE)
    return found


def desk(*, window: bool = True) -> Desk:
    found = Desk()
    for number, name in ((1, "Acme"), (2, "Beech")):
        found.organizations[str(number)] = Organization(
            vendor="autotask",
            tenant_id="77",
            vendor_id=str(number),
            name=name,
            domains=(f"{name.lower()}.example",),
        )
    if window:
        found.window = Window(start=SINCE, end=NOW)
    return found


def log_of(where: Desk | None = None, *, is_whole: bool = True) -> TicketLog:
    return TicketLog(
        tenant_id="77",
        actors=actors(is_whole=is_whole),
        desk=where or desk(),
        picklists=picklists(),
        since=SINCE,
    )


def ticket(number: int = 1, **fields: Any) -> TicketWire:
    told: dict[str, Any] = {
        "id": number,
        "companyID": 1,
        "ticketCategory": 7,
        "createDate": "2026-11-05T08:00:00",
        "lastActivityDate": "2026-11-06T08:00:00",
    }
    return TicketWire.model_validate({**told, **fields})


def only(statements: Any) -> Statement:
    (one,) = list(statements)
    found: Statement = one
    return found


# ---- Clients ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "served"),
    [
        ({"companyType": 1, "isActive": True}, True),
        ({"companyType": 3, "isActive": True}, False),
        ({"companyType": 1, "isActive": False}, False),
        ({"companyType": 1, "isActive": True, "isSample": True}, False),
        ({"companyType": 99, "isActive": True}, True),  # nobody knows what it is
        ({"id": 0, "companyType": 3, "isActive": False}, True),  # the MSP itself
    ],
)
def test_a_client_is_active_and_of_a_type_that_counts(fields: dict[str, Any], served: bool) -> None:
    row = CompanyWire.model_validate({"id": 5, **fields})
    assert is_client(row, picklists(), ("customer",)) is served


def test_a_company_tells_its_domain_and_hints_and_no_more() -> None:
    row = CompanyWire.model_validate(
        {
            "id": 5,
            "companyName": "Acme",
            "companyNumber": "N5",
            "companyType": 1,
            "marketSegmentID": 9,
            "classification": 4,
            "webAddress": "https://www.Acme.example:8443/home?x=1",
        }
    )
    found, evidence = organization_from(row, origin=origin(), place=PLACE, picklists=picklists())
    assert (found.name, found.handles, found.domains, found.kind) == (
        "Acme",
        ("N5",),
        ("acme.example",),
        "client",
    )
    assert [(one.source, one.value) for one in found.hints] == [
        ("type", "Customer"),
        ("market", "Healthcare"),
    ]
    assert [one.fact.value for one in evidence] == ["1 (Customer)", "9 (Healthcare)"]
    more = with_agreements(found, ["Recurring Service", "Recurring Service"])
    assert more.hints[-1].value == "Recurring Service"
    assert len(more.hints) == 3


@pytest.mark.parametrize("address", ["", None, "not a host", "mailto:x", "http://"])
def test_what_is_no_address_gives_no_domain(address: str | None) -> None:
    row = CompanyWire.model_validate({"id": 0, "companyName": "Us", "webAddress": address})
    found, _ = organization_from(row, origin=origin(), place=PLACE, picklists=picklists())
    assert found.domains == ()
    assert found.kind == "own"


# ---- Who acted --------------------------------------------------------------------------------


def test_programs_are_told_by_a_label_and_people_by_any_other() -> None:
    found = actors()
    assert found.people == {PERSON}
    assert {one: found.programs[one].feature for one in found.programs} == {
        SYNC: "api_integrations",
        THREAD: "third_party_ai",
    }
    assert [found.initiator(one) for one in (PERSON, SYNC, THREAD, SYSTEM, None)] == [
        Initiator.PERSON,
        Initiator.MACHINE,
        Initiator.AI,
        Initiator.RULE,
        Initiator.UNKNOWN,
    ]


def test_without_the_whole_list_nobody_is_called_a_rule() -> None:
    found = actors(is_whole=False)
    assert found.initiator(SYSTEM) is Initiator.UNKNOWN


def test_without_labels_nobody_is_called_a_person_or_a_program() -> None:
    found = Actors(is_whole=True)
    row = ResourceWire.model_validate({"id": 9, "userName": "api", "licenseType": 7})
    found.learn(row, origin=origin(), picklists=Picklists(), catalogue=CATALOGUE)
    assert found.unclear == {9}
    assert found.initiator(9) is Initiator.UNKNOWN


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("thread", "thread"),
        ("threadbot", "thread"),
        ("threadneedle", None),
        ("hooks.getthread", "getthread"),
        ("svc-ai-dispatch", None),
        ("svc-rewst", "rewst"),
        ("", None),
    ],
)
def test_a_product_is_known_by_a_word_that_stands_alone(text: str, product: str | None) -> None:
    assert product_of(CATALOGUE, None, text) == product


# ---- Tickets ----------------------------------------------------------------------------------


def test_a_ticket_counts_where_it_was_touched_in_the_window() -> None:
    where = desk()
    log = log_of(where)
    log.add(ticket(1), origin=origin())
    log.add(ticket(2, lastActivityDate="2026-10-05T08:00:00"), origin=origin())
    log.add(ticket(3, companyID=9), origin=origin())
    log.add(ticket(4, companyID=2, ticketCategory=None), origin=origin())
    assert dict(where.tickets) == {(7, "1"): 1, (None, "2"): 1}
    assert where.of_category(None) == {"1": 1, "2": 1}
    assert where.of_category(7) == {"1": 1}
    assert log.elsewhere == 1


@pytest.mark.parametrize(
    ("by", "alert", "feature", "initiator"),
    [
        (PERSON, None, "rule_effects", Initiator.PERSON),
        (SYSTEM, None, "rule_effects", Initiator.RULE),
        (SYNC, None, "api_integrations", Initiator.MACHINE),
        (THREAD, None, "third_party_ai", Initiator.AI),
        (SYNC, "a-1", "alert_closing", Initiator.MACHINE),
        (PERSON, "a-1", "rule_effects", Initiator.PERSON),
        (None, None, "rule_effects", Initiator.UNKNOWN),
    ],
)
def test_a_completion_counts_for_who_made_it(
    by: int | None, alert: str | None, feature: str, initiator: Initiator
) -> None:
    log = log_of()
    row = ticket(completedDate="2026-11-06T08:00:00", completedByResourceID=by, rmmAlertID=alert)
    log.add(row, origin=origin())
    (closing,) = (
        one for one in log.counter.stats(complete=True) if one.action is DecisionKind.CLOSE_TICKET
    )
    assert (closing.feature, closing.initiator) == (f"autotask.{feature}", initiator)


def test_openings_of_alerts_and_programs_inform() -> None:
    log = log_of()
    log.add(ticket(1, rmmAlertID="a", creatorResourceID=SYNC, apiVendorID=4), origin=origin())
    log.add(ticket(2, creatorResourceID=SYNC), origin=origin())
    log.add(ticket(3, creatorResourceID=PERSON), origin=origin())
    told = {one.feature: one.count for one in log.counter.stats(complete=True)}
    assert told == {"autotask.alert_tickets": 1, "autotask.api_integrations": 1}
    assert log.touched_by(SYNC) == {"1": 2}


def test_what_nobody_listed_completed_is_an_effect_of_rules() -> None:
    log, where = log_of(), desk()
    done = {"completedDate": "2026-11-06T08:00:00", "completedByResourceID": SYSTEM}
    log.add(ticket(1, **done), origin=origin())
    log.add(ticket(2, **done), origin=origin())
    entry = CATALOGUE["rule_effects"]
    found = only(deployments_from_effects(log.effects, entry=entry, place=PLACE, desk=where))
    one = found.deployment
    assert one.source_object.name == "workflow rules: tickets completed"
    assert (one.autonomy, one.gate.kind, one.enabled) == (
        Autonomy.FULLY_AUTONOMOUS,
        GateKind.NONE,
        True,
    )
    assert one.basis is Basis.INFERRED  # by whom rules act is not documented
    assert one.decisions == (DecisionKind.CLOSE_TICKET,)
    assert one.reach is Reach.UNKNOWN
    assert set(found.reach) == {"1"}
    assert one.settings[0].value == 2


def test_where_nothing_was_seen_nothing_is_said() -> None:
    where, log = desk(), log_of()
    entry = CATALOGUE["rule_effects"]
    assert not list(deployments_from_effects(log.effects, entry=entry, place=PLACE, desk=where))
    thermometer = CATALOGUE["service_thermometer"]
    assert not list(deployments_from_moods({}, entry=thermometer, place=PLACE, desk=where))
    tagging = CATALOGUE["automatic_tagging"]
    assert not list(deployments_from_tags(TagCount(), more={}, entry=tagging, place=PLACE))
    assert not list(unknown_modules(ModulesWire(), origin=origin(), place=PLACE))


# ---- History ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("Queue Changed", "moved"),
        ("Primary Resource Changed", "moved"),
        ("Priority Changed", "prioritized"),
        ("Status Changed", "changed"),
        ("Description Changed", "changed"),
        ("Edited", "changed"),
        ("Created", None),
        ("Complete Date", None),
        ("Completed By", None),
        ("Checklist Item Completed", None),
        ("Change Request: Other Resource Approver(s) Added", None),
        ("Something new", None),
        (None, None),
    ],
)
def test_a_change_is_named_by_its_action(action: str | None, kind: str | None) -> None:
    assert kind_of(action) == kind


def test_history_tells_machines_apart_and_what_people_undid() -> None:
    log = log_of()
    rows = [
        HistoryWire(id=1, date=SINCE - DAY, action="Queue Changed", resource_id=SYSTEM),
        HistoryWire(id=2, date=SINCE + DAY, action="Queue Changed", resource_id=SYSTEM),
        HistoryWire(id=3, date=SINCE + 2 * DAY, action="Queue Changed", resource_id=PERSON),
        HistoryWire(id=4, date=SINCE + 3 * DAY, action="Priority Changed", resource_id=SYNC),
        HistoryWire(id=5, date=None, action="Priority Changed", resource_id=SYSTEM),
    ]
    log.add_history(rows, Sample(9, "1"), origin=origin())
    told = {
        (one.feature, one.action, one.human_verdict) for one in log.sampled.stats(complete=False)
    }
    assert told == {
        ("autotask.rule_effects", DecisionKind.ROUTE_TICKET, HumanVerdict.REJECTED),
        ("autotask.api_integrations", DecisionKind.PRIORITIZE_TICKET, HumanVerdict.NOT_REVIEWED),
    }
    assert dict(log.effects.counts) == {("moved", "1"): 1}
    assert log.touched_by(SYNC) == {"1": 1}
    assert not log.effects.at_once["moved"]


def test_what_comes_within_a_minute_of_the_opening_is_told() -> None:
    log, where = log_of(), desk()
    opened = SINCE + DAY
    for number, seconds in enumerate((4, 59, 3600)):
        rows = [
            HistoryWire(id=1, date=opened, action="Created", resource_id=PERSON),
            HistoryWire(
                id=2,
                date=opened + timedelta(seconds=seconds),
                action="Queue Changed",
                resource_id=SYSTEM,
            ),
        ]
        log.add_history(rows, Sample(number, "1"), origin=origin())
    entry = CATALOGUE["rule_effects"]
    found = only(deployments_from_effects(log.effects, entry=entry, place=PLACE, desk=where))
    assert [one.value for one in found.deployment.settings] == [3, 2]


def test_samples_are_the_latest_of_each_client_in_turn() -> None:
    log = log_of()
    for number in range(1, 21):
        log.add(ticket(number, companyID=1 + number % 2), origin=origin())
    assert log.samples(3) == [Sample(19, "2"), Sample(20, "1"), Sample(17, "2")] or log.samples(
        3
    ) == [Sample(20, "1"), Sample(19, "2"), Sample(18, "1")]
    assert len(log.samples(100)) == 16


# ---- Notes and mail ---------------------------------------------------------------------------


def test_a_note_counts_by_its_author_and_the_label_of_its_type() -> None:
    log = log_of()
    log.add(ticket(5), origin=origin())
    for number, fields in enumerate(
        (
            {"ticketID": 5, "noteType": 13, "creatorResourceID": SYSTEM},
            {"ticketID": 5, "noteType": 3, "creatorResourceID": SYSTEM},
            {"ticketID": 5, "noteType": 13, "creatorResourceID": PERSON},
            {"ticketID": 5, "noteType": 13, "creatorResourceID": SYNC},
            {"ticketID": 6, "noteType": 13, "creatorResourceID": SYSTEM},
            {"ticketID": 5, "noteType": 13, "createdByContactID": 8},
        ),
        start=1,
    ):
        log.add_note(NoteWire.model_validate({"id": number, **fields}), origin=origin())
    assert dict(log.effects.counts) == {("note", "1"): 1}
    assert log.touched_by(SYNC) == {"1": 1}


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({}, True),
        ({"initiatingResourceID": PERSON}, False),
        ({"initiatingContactID": 8}, False),
        ({"templateName": ""}, False),
        ({"recipientEmailAddress": "team@msp.example"}, False),
        ({"recipientEmailAddress": "x@beech.example"}, False),  # somebody else's
        ({"companyID": 9}, False),
    ],
)
def test_mail_counts_where_a_template_went_to_the_client_and_nobody_started_it(
    fields: dict[str, Any], counts: bool
) -> None:
    log = log_of()
    row = {
        "id": 1,
        "companyID": 1,
        "templateName": "Received",
        "notificationSentTime": "2026-11-05T08:00:00",
        "recipientEmailAddress": "someone@acme.example",
        **fields,
    }
    log.add_notification(NotificationWire.model_validate(row), origin=origin())
    assert bool(log.effects.counts) is counts
    assert bool(log.counter.stats(complete=True)) is counts


def test_a_deletion_counts_for_who_made_it() -> None:
    log = log_of()
    for number, by in ((1, SYNC), (2, PERSON)):
        log.add_deleted(DeletedTicketWire(id=number, deleted_by=by, deleted=NOW))
    log.add_deleted(DeletedTicketWire(id=3, deleted_by=SYNC, deleted=SINCE - DAY))
    told = {(one.feature, one.initiator) for one in log.counter.stats(complete=True)}
    assert told == {
        ("autotask.api_integrations", Initiator.MACHINE),
        ("autotask.rule_effects", Initiator.PERSON),
    }


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 99)), unique_by=lambda one: one[0]))
def test_homes_of_tickets_are_found_in_any_order(pairs: list[tuple[int, int]]) -> None:
    homes = Homes()
    for number, client in pairs:
        homes.add(number, client)
    assert [homes.of(number) for number, _ in pairs] == [str(client) for _, client in pairs]
    assert homes.of(10**9 + 1) is None
    assert homes.of(None) is None


# ---- Alerts, categories, tags -----------------------------------------------------------------


def test_opening_and_closing_of_alerts_are_two_statements() -> None:
    log, where = log_of(), desk()
    alert = {"rmmAlertID": "a", "apiVendorID": 4, "creatorResourceID": SYNC}
    log.add(ticket(1, **alert), origin=origin())
    done = {"completedDate": "2026-11-06T08:00:00", "completedByResourceID": SYNC}
    log.add(ticket(2, companyID=2, **alert, **done), origin=origin())
    opened, closed = deployments_from_alerts(
        log,
        opening=CATALOGUE["alert_tickets"],
        closing=CATALOGUE["alert_closing"],
        place=PLACE,
        desk=where,
        picklists=picklists(),
    )
    assert opened.deployment.autonomy is Autonomy.ADVISORY
    assert set(opened.reach) == {"1", "2"}
    assert closed.deployment.decisions == (DecisionKind.CLOSE_TICKET,)
    assert set(closed.reach) == {"2"}
    assert closed.deployment.basis is Basis.INFERRED
    assert {one.deployment.source_object.name for one in (opened, closed)} == {"Datto RMM"}


def category(
    defaults: dict[str, Any] | None, *, queues: Queues | None = None, **fields: Any
) -> list[Statement]:
    row = CategoryWire.model_validate({"id": 7, "name": "Alerts", "isActive": True, **fields})
    presets = None
    if defaults is not None:
        presets = CategoryDefaultsWire.model_validate({"id": 1, **defaults})
    where = desk()
    where.tickets[7, "1"] = 12
    return list(
        deployments_from_category(
            row,
            presets,
            origin=origin(),
            defaults_origin=None if presets is None else origin(),
            entry=CATALOGUE["category_defaults"],
            place=PLACE,
            desk=where,
            picklists=picklists(),
            queues=queues or Queues(),
            actors=actors(),
        )
    )


def test_a_category_acts_by_what_it_presets() -> None:
    (found,) = category({"queueID": 50, "priority": 2, "title": "x"})
    one = found.deployment
    assert (one.autonomy, one.gate.kind) == (Autonomy.FULLY_AUTONOMOUS, GateKind.NONE)
    assert one.decisions == (DecisionKind.ROUTE_TICKET, DecisionKind.PRIORITIZE_TICKET)
    assert one.reach is Reach.ALL
    assert found.tickets == {"1": 12}
    assert one.settings[0].value == "50 (Level I)"
    assert one.settings[1].value == 2  # a value without a label is shown as it is


def test_a_category_that_presets_nothing_only_sorts() -> None:
    (found,) = category({"queueID": None})
    assert found.deployment.autonomy is Autonomy.ADVISORY
    assert found.deployment.gate.kind is GateKind.NOT_APPLICABLE


def test_a_category_of_a_tenant_whose_clients_were_not_read_reaches_nobody_knows_whom() -> None:
    (found,) = deployments_from_category(
        CategoryWire.model_validate({"id": 7, "name": "Alerts", "isActive": True}),
        CategoryDefaultsWire.model_validate({"id": 1, "queueID": 50}),
        origin=origin(),
        defaults_origin=origin(),
        entry=CATALOGUE["category_defaults"],
        place=PLACE,
        desk=Desk(),
        picklists=picklists(),
        queues=Queues(),
        actors=Actors(),
    )
    assert found.deployment.reach is Reach.UNKNOWN


@pytest.mark.parametrize(
    ("is_whole", "members", "told"),
    [
        (True, ((PERSON, 50), (SYNC, 50), (SYNC, 50), (THREAD, 51), (99, 50)),
         {"people in the queue": 1, "programs in the queue": 1}),
        (True, (), {"people in the queue": 0, "programs in the queue": 0}),
        (False, ((PERSON, 50),), {}),
    ],
)  # fmt: skip
def test_who_works_the_queue_that_is_preset_is_told_only_if_all_of_it_was_read(
    is_whole: bool, members: tuple[tuple[int, int], ...], told: dict[str, int]
) -> None:
    queues = Queues()
    queues.is_whole = is_whole
    for number, (resource, queue) in enumerate(members):
        row = {"id": number, "resourceID": resource, "queueID": queue}
        queues.add(QueueMemberWire.model_validate(row), origin=origin())
    (found,) = category({"queueID": 50}, queues=queues)
    shown = {one.name: one.value for one in found.deployment.settings}
    assert {name: shown[name] for name in shown if "in the queue" in name} == told
    assert len(found.evidence) == 3 + sum(bool(count) for count in told.values())


def test_a_category_is_on_as_it_says() -> None:
    assert category({"queueID": 50}, isActive=False)[0].deployment.enabled is False
    assert category({"queueID": 50}, isActive=None)[0].deployment.enabled is None
    assert category(None) == []


@pytest.mark.parametrize(
    ("rows", "enabled"),
    [
        ([(True, False), (True, True)], None),
        ([(True, True), (False, False)], False),
        ([(True, None)], False),
    ],
)
def test_tags_tell_what_may_be_given_and_not_whether_it_is(
    rows: list[tuple[bool, bool | None]], enabled: bool | None
) -> None:
    tags = TagCount()
    for number, (active, excluded) in enumerate(rows):
        row = TagWire(id=number, is_active=active, is_excluded_from_automatic_tagging=excluded)
        tags.add(row, origin=origin())
    entry = CATALOGUE["automatic_tagging"]
    found = only(deployments_from_tags(tags, more={"tag aliases": 3}, entry=entry, place=PLACE))
    assert found.deployment.enabled is enabled
    assert found.deployment.autonomy is Autonomy.ADVISORY
    assert {one.name: one.value for one in found.deployment.settings}["tag aliases"] == 3


def test_modules_are_one_switch_whose_digest_tells_a_change() -> None:
    def told(*pairs: tuple[int, bool]) -> Any:
        rows = [{"key": key, "value": value} for key, value in pairs]
        wire = ModulesWire.model_validate({"modules": rows})
        ((unknown, proof),) = unknown_modules(wire, origin=origin(), place=PLACE)
        return unknown, proof

    one, proof = told((20, True), (5, True), (33, False))
    assert (one.pointer, one.type, one.value) == ("/modules", "list", None)
    assert proof.fact.value == "activated: 5, 20"
    assert told((5, True), (20, True), (33, False))[0].digest == one.digest
    assert told((5, True), (20, True), (33, True))[0].digest != one.digest


# ---- Programs ---------------------------------------------------------------------------------


def test_what_a_program_does_by_itself_stays_unknown() -> None:
    log, where, known = log_of(), desk(), actors()
    log.add(ticket(1, creatorResourceID=THREAD), origin=origin())
    for number, feature in ((SYNC, "api_integrations"), (THREAD, "third_party_ai")):
        found = only(
            deployments_from_program(
                known.programs[number], catalogue=CATALOGUE, place=PLACE, log=log, desk=where
            )
        )
        one = found.deployment
        assert one.feature == f"autotask.{feature}"
        assert one.autonomy is Autonomy.UNKNOWN
        assert one.enabled is True
        assert one.rights is CredentialRights.CANNOT_TELL
        assert set(found.reach) == ({"1"} if number == THREAD else set())


@pytest.mark.parametrize(
    ("url", "feature"),
    [
        ("https://hooks.getthread.com/x?key=secret", "third_party_ai"),
        ("https://crm.acme.example/in", "webhooks"),
        ("https://[broken", "webhooks"),
        (None, "webhooks"),
    ],
)
def test_a_hook_tells_where_records_go_by_host_alone(url: str | None, feature: str) -> None:
    row = WebhookWire.model_validate(
        {"id": 2, "name": "AI dispatcher", "webhookUrl": url, "isActive": True}
    )
    found = only(
        deployments_from_webhook(
            row,
            entity="TicketWebhooks",
            fields=2,
            origin=origin(),
            catalogue=CATALOGUE,
            place=PLACE,
        )
    )
    assert found.deployment.feature == f"autotask.{feature}"
    assert found.deployment.autonomy is Autonomy.ADVISORY
    assert "secret" not in repr(found)
    assert "AI dispatcher" not in found.deployment.source_object.name


def test_a_panel_is_known_by_its_host_and_not_by_its_title() -> None:
    for url, feature in (
        ("https://intranet.acme.example/copilot", "integration_panels"),
        ("https://inbox.getthread.com/p", "third_party_ai"),
    ):
        row = PanelWire.model_validate({"id": 1, "title": "AI Copilot", "referenceUrl": url})
        found = only(
            deployments_from_panel(
                row,
                entity="IntegrationVendorInsights",
                origin=origin(),
                catalogue=CATALOGUE,
                place=PLACE,
            )
        )
        assert found.deployment.feature == f"autotask.{feature}"
        assert found.deployment.enabled is None


# ---- Changes ----------------------------------------------------------------------------------


def votes(*rows: dict[str, Any], creator: int | None = PERSON) -> list[Statement]:
    found = Votes()
    for number, fields in enumerate(rows, start=1):
        row = ApprovalWire.model_validate({"id": number, "ticketID": 5, **fields})
        found.rows.append((row, origin()))
    found.tickets[5] = ChangeTicketWire(id=5, company_id=1, creator=creator)
    entry = CATALOGUE["change_approval"]
    return list(deployments_from_votes(found, entry=entry, place=PLACE, desk=desk()))


@pytest.mark.parametrize(
    ("rows", "creator", "own"),
    [
        ([{"resourceID": PERSON, "isApproved": True}], PERSON, True),
        ([{"resourceID": 102, "isApproved": True}], PERSON, False),
        ([{"resourceID": PERSON, "isApproved": False}], PERSON, None),
        ([{"resourceID": PERSON, "isApproved": None}], PERSON, None),
        ([{"contactID": 8, "isApproved": True}], PERSON, None),
        ([{"resourceID": PERSON, "isApproved": True}], None, None),
        (
            [
                {"resourceID": 102, "isApproved": True},
                {"resourceID": PERSON, "isApproved": True},
            ],
            PERSON,
            True,
        ),
    ],
)
def test_an_own_change_counts_where_its_own_vote_was_cast(
    rows: list[dict[str, Any]], creator: int | None, own: bool | None
) -> None:
    (found,) = votes(*rows, creator=creator)
    gate = found.deployment.gate
    assert gate.kind is GateKind.PRE_APPROVAL
    assert gate.self_approved is own


def test_approvers_are_ids_and_clients_are_end_users() -> None:
    (found,) = votes({"resourceID": 102, "isApproved": True}, {"contactID": 8, "isApproved": None})
    told = [(one.kind, one.id) for one in found.deployment.gate.approvers]
    assert told == [(ActorKind.PERSON, "102"), (ActorKind.END_USER, None)]
    assert set(found.reach) == {"1"}


def test_votes_on_tickets_that_were_not_found_say_nothing() -> None:
    found = Votes()
    found.rows.append((ApprovalWire(id=1, ticket_id=6, resource_id=1, is_approved=True), origin()))
    entry = CATALOGUE["change_approval"]
    assert not list(deployments_from_votes(found, entry=entry, place=PLACE, desk=desk()))
    assert found.wanted == [6]


# ---- Rights -----------------------------------------------------------------------------------


def info(name: str = "Ticket", **levels: Any) -> EntityInfoWire:
    told = {f"userAccessFor{deed}": 0 for deed in ("Create", "Update", "Delete")}
    told |= {"userAccessForQuery": 1}
    can = {f"can{deed}": True for deed in ("Create", "Update", "Delete")}
    return EntityInfoWire.model_validate({"name": name, **can, **told, **levels})


@pytest.mark.parametrize(
    ("entities", "rights"),
    [
        ([info()], CredentialRights.PROVEN_READ_ONLY),
        ([info(), info("Company", userAccessForUpdate=1)], CredentialRights.CAN_WRITE),
        ([info(userAccessForUpdate="Restricted")], CredentialRights.CAN_WRITE),
        ([info(userAccessForUpdate="None")], CredentialRights.PROVEN_READ_ONLY),
        ([info(userAccessForDelete=1, canDelete=False)], CredentialRights.PROVEN_READ_ONLY),
        ([info(userAccessForUpdate=None)], CredentialRights.CANNOT_TELL),
        ([info(userAccessForUpdate={})], CredentialRights.CANNOT_TELL),
        ([info(userAccessForUpdate=True)], CredentialRights.CANNOT_TELL),
        ([info(userAccessForUpdate=9)], CredentialRights.CANNOT_TELL),
        ([], CredentialRights.CANNOT_TELL),
    ],
)
def test_rights_are_proven_entity_by_entity(
    entities: list[EntityInfoWire], rights: CredentialRights
) -> None:
    assert rights_from(entities)[0] is rights


def test_what_may_be_seen_is_known_by_level_and_word() -> None:
    told = access_of(
        [
            info("Ticket", userAccessForQuery=2),
            info("Company", userAccessForQuery="All"),
            info("Tag", userAccessForQuery={}),
        ]
    )
    assert told == {"ticket": "restricted", "company": "all", "tag": None}


def test_an_entity_has_one_name_in_path_and_description() -> None:
    for entity in COLUMNS:
        assert entity_key(entity) == entity_key(singular(entity))
    assert len({entity_key(one) for one in COLUMNS}) == len(COLUMNS)


# ---- Whatever is sent -------------------------------------------------------------------------

VALUES: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers(-5, 60) | st.text(max_size=5) | st.lists(st.integers())
)


@settings(max_examples=100)
@given(
    presets=st.dictionaries(
        st.sampled_from(["queueID", "priority", "status", "sourceID", "workTypeID", "aiTriage"]),
        VALUES,
    ),
    active=VALUES,
    hook=st.fixed_dictionaries({}, optional={"webhookUrl": VALUES, "isActive": VALUES}),
    person=st.fixed_dictionaries(
        {}, optional={"userName": VALUES, "licenseType": VALUES, "isActive": VALUES}
    ),
)
def test_any_settings_give_legal_statements_with_evidence(
    presets: dict[str, Any], active: Any, hook: dict[str, Any], person: dict[str, Any]
) -> None:
    found = category(presets, isActive=active)
    row = WebhookWire.model_validate({"id": 1, **hook})
    found += deployments_from_webhook(
        row,
        entity="TicketWebhooks",
        fields=None,
        origin=origin(),
        catalogue=CATALOGUE,
        place=PLACE,
    )
    known = Actors()
    resource = ResourceWire.model_validate({"id": 1, **person})
    known.learn(resource, origin=origin(), picklists=picklists(), catalogue=CATALOGUE)
    for program in known.programs.values():
        found += deployments_from_program(
            program, catalogue=CATALOGUE, place=PLACE, log=log_of(), desk=desk()
        )
    for statement in found:
        one = statement.deployment
        assert one.gate.kind in LEGAL_GATES[one.autonomy]
        assert one.evidence
        assert set(one.evidence) <= {proof.id for proof in statement.evidence}
        assert isinstance(active, bool) or one.enabled in (None, True, False)
