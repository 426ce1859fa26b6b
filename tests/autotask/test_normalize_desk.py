"""What the desk presets, alerts, tags and approves; nothing that is sent breaks a statement."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.autotask.rows import (
    CATALOGUE,
    OTHER,
    PERSON,
    PLACE,
    SYNC,
    THREAD,
    actors,
    desk,
    log_of,
    only,
    picklists,
    ticket,
)
from tests.inventory.builders import origin

from aigov_connectors.autotask.normalize import (
    Actors,
    Desk,
    Queues,
    TagCount,
    Votes,
    deployments_from_alerts,
    deployments_from_category,
    deployments_from_program,
    deployments_from_tags,
    deployments_from_votes,
    deployments_from_webhook,
    unknown_modules,
)
from aigov_connectors.autotask.wire import (
    ApprovalWire,
    CategoryDefaultsWire,
    CategoryWire,
    ChangeTicketWire,
    ModulesWire,
    QueueMemberWire,
    ResourceWire,
    TagWire,
    WebhookWire,
)
from aigov_connectors.inventory import (
    LEGAL_GATES,
    ActorKind,
    Autonomy,
    Basis,
    DecisionKind,
    GateKind,
    Reach,
    Statement,
)


@pytest.mark.parametrize("number", ["0", 0, "", -1, None])
def test_what_stands_for_no_alert_is_none(number: Any) -> None:
    log = log_of()
    log.add(ticket(1, rmmAlertID=number, createDate="2026-11-05T08:00:00"), origin=origin())
    assert not log.opened


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
    ("rows", "is_whole", "enabled"),
    [
        ([(True, False), (True, True)], True, None),
        ([(True, True), (False, False), (False, None)], True, False),
        ([(True, True), (False, False)], False, None),  # the others may be given
        ([(True, None)], True, None),
        ([(None, None), (True, True)], True, None),
    ],
)
def test_tags_tell_what_may_be_given_and_not_whether_it_is(
    rows: list[tuple[bool | None, bool | None]], is_whole: bool, enabled: bool | None
) -> None:
    tags = TagCount()
    tags.is_whole = is_whole
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


def votes(*rows: dict[str, Any], creator: int | None = PERSON) -> list[Statement]:
    found = Votes(actors(), picklists())
    for number, fields in enumerate(rows, start=1):
        row = ApprovalWire.model_validate({"id": number, "ticketID": 5, **fields})
        found.rows.append((row, origin()))
    found.tickets[5] = ChangeTicketWire(id=5, company_id=1, creator=creator)
    entry = CATALOGUE["change_approval"]
    return list(deployments_from_votes(found, log=log_of(), entry=entry, place=PLACE, desk=desk()))


@pytest.mark.parametrize(
    ("rows", "creator", "own"),
    [
        ([{"resourceID": PERSON, "isApproved": True}], PERSON, True),
        ([{"resourceID": OTHER, "isApproved": True}], PERSON, False),
        ([{"resourceID": PERSON, "isApproved": False}], PERSON, None),
        ([{"resourceID": PERSON, "isApproved": None}], PERSON, None),
        ([{"contactID": 8, "isApproved": True}], PERSON, None),
        ([{"resourceID": PERSON, "isApproved": True}], None, None),
        (
            [
                {"resourceID": OTHER, "isApproved": True},
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


def test_a_vote_of_whom_no_list_shows_proves_no_second_person() -> None:
    nobody_knows = {"resourceID": 999, "isApproved": True}
    for rows in ([nobody_knows], [nobody_knows, {"resourceID": OTHER, "isApproved": True}]):
        (found,) = votes(*rows)
        every = (found.deployment.gate, *(part.gate for part in found.deployment.breakdown))
        assert {gate.self_approved for gate in every} == {None}


def test_approvers_are_ids_and_clients_are_end_users() -> None:
    (found,) = votes(
        {"resourceID": OTHER, "isApproved": True}, {"contactID": 8, "isApproved": None}
    )
    told = [(one.kind, one.id) for one in found.deployment.gate.approvers]
    assert told == [(ActorKind.PERSON, str(OTHER)), (ActorKind.END_USER, None)]
    assert set(found.reach) == {"1"}


def test_votes_on_tickets_that_were_not_found_say_nothing() -> None:
    found = Votes(actors(), picklists())
    found.rows.append((ApprovalWire(id=1, ticket_id=6, resource_id=1, is_approved=True), origin()))
    entry = CATALOGUE["change_approval"]
    assert not list(
        deployments_from_votes(found, log=log_of(), entry=entry, place=PLACE, desk=desk())
    )
    assert found.wanted == [6]


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
