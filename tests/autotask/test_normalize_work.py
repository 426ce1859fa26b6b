"""What was done to tickets, by whom; an unknown word is never a guess."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.autotask.rows import (
    CATALOGUE,
    DAY,
    NOW,
    PERSON,
    PLACE,
    SINCE,
    SYNC,
    SYSTEM,
    THREAD,
    desk,
    log_of,
    only,
    ticket,
)
from tests.inventory.builders import origin

from aigov_connectors.autotask.normalize import (
    Sample,
    TagCount,
    deployments_from_effects,
    deployments_from_moods,
    deployments_from_tags,
    unknown_modules,
)
from aigov_connectors.autotask.normalize.reach import Homes
from aigov_connectors.autotask.normalize.untold import doubts_of_deeds
from aigov_connectors.autotask.normalize.work import ELSEWHERE, kind_of
from aigov_connectors.autotask.wire import (
    DeletedTicketWire,
    HistoryWire,
    ModulesWire,
    NoteWire,
    NotificationWire,
)
from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    DecisionKind,
    GateKind,
    HumanVerdict,
    Initiator,
    Reach,
)


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


@pytest.mark.parametrize("alert", [None, "a-1"])
def test_a_completion_by_a_person_counts_for_no_automation(alert: str | None) -> None:
    log = log_of()
    row = ticket(
        completedDate="2026-11-06T08:00:00", completedByResourceID=PERSON, rmmAlertID=alert
    )
    log.add(row, origin=origin())
    assert DecisionKind.CLOSE_TICKET not in {one.action for one in log.counter.stats(complete=True)}


@pytest.mark.parametrize(
    ("by", "alert", "feature", "initiator"),
    [
        (SYSTEM, None, "rule_effects", Initiator.RULE),
        (SYNC, None, "api_integrations", Initiator.MACHINE),
        (THREAD, None, "third_party_ai", Initiator.AI),
        (SYNC, "a-1", "alert_closing", Initiator.MACHINE),
        (THREAD, "a-1", "third_party_ai", Initiator.AI),  # the alert is another program's
        (SYSTEM, "a-1", "rule_effects", Initiator.RULE),
    ],
)
def test_a_completion_counts_for_who_made_it(
    by: int, alert: str | None, feature: str, initiator: Initiator
) -> None:
    log = log_of()
    row = ticket(
        completedDate="2026-11-06T08:00:00",
        completedByResourceID=by,
        creatorResourceID=SYNC if alert else PERSON,
        rmmAlertID=alert,
    )
    log.add(row, origin=origin())
    (closing,) = (
        one for one in log.counter.stats(complete=True) if one.action is DecisionKind.CLOSE_TICKET
    )
    assert (closing.feature, closing.initiator) == (f"autotask.{feature}", initiator)
    assert bool(log.closed) is (feature == "alert_closing")


@pytest.mark.parametrize(("by", "is_whole"), [(None, True), (SYSTEM, False)])
def test_what_is_done_by_who_is_not_told_is_no_rules_and_a_gap_tells_it(
    by: int | None, is_whole: bool
) -> None:
    log = log_of(is_whole=is_whole)
    log.add(ticket(completedDate="2026-11-06T08:00:00", completedByResourceID=by), origin=origin())
    rows = [HistoryWire(id=1, date=SINCE + DAY, action="Queue Changed", resource_id=by)]
    log.add_history(rows, Sample(1, "1"), origin=origin())
    log.add_deleted(DeletedTicketWire(id=1, deleted_by=by, deleted=NOW))
    assert not log.counter.stats(complete=True)
    assert not log.sampled.stats(complete=False)
    (doubt,) = doubts_of_deeds(log.untold)
    assert doubt.detail.startswith("1 changes, 1 completions and 1 deletions by who is not told")
    assert doubt.features is None  # it may have been anybody's


def test_who_acts_in_a_persons_name_did_it_and_not_the_person() -> None:
    log = log_of()
    row = ticket(creatorResourceID=PERSON, impersonatorCreatorResourceID=THREAD)
    log.add(row, origin=origin())
    log.add(ticket(2), origin=origin())
    note = {"id": 1, "ticketID": 2, "creatorResourceID": PERSON}
    note |= {"impersonatorCreatorResourceID": THREAD}
    log.add_note(NoteWire.model_validate(note), origin=origin())
    assert log.touched_by(THREAD) == {"1": 2}
    (opened,) = log.counter.stats(complete=True)
    assert (opened.feature, opened.initiator) == ("autotask.third_party_ai", Initiator.AI)


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


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("Queue Changed", "moved"),
        ("Primary Resource Changed", "moved"),
        ("Priority Changed", "prioritized"),
        ("Status Changed", "changed"),
        ("Description Changed", "changed"),
        ("Edited", "changed"),
        ("Created", ELSEWHERE),
        ("Complete Date", ELSEWHERE),
        ("Completed By", ELSEWHERE),
        ("Checklist Item Completed", "changed"),
        ("Change Request: Other Resource Approver(s) Added", "changed"),
        ("Something new", None),
        (None, None),
    ],
)
def test_a_change_is_named_by_its_action(action: str | None, kind: str | None) -> None:
    assert kind_of(action) == kind


def test_history_tells_machines_apart_and_what_people_undid() -> None:
    log = log_of()
    log.add(ticket(9), origin=origin())
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


@pytest.mark.parametrize(
    ("name", "later", "verdict", "undone"),
    [
        ("Queue Changed", "queue changed ", HumanVerdict.REJECTED, True),
        ("Queue Changed", "Resource Added", HumanVerdict.NOT_REVIEWED, False),
        ("Priority Changed", "Completed By", HumanVerdict.NOT_REVIEWED, False),
        ("Contact Changed", "Due Date Changed", HumanVerdict.NOT_REVIEWED, False),
        ("Status Changed", "Status Changed", HumanVerdict.UNKNOWN, None),
        ("Edited", "Due Date Changed", HumanVerdict.UNKNOWN, None),
        ("Queue Changed", "Edited", HumanVerdict.UNKNOWN, None),
        ("Edited", None, HumanVerdict.NOT_REVIEWED, False),
    ],
)
def test_only_the_same_field_changed_by_a_person_overrides_a_rule(
    name: str, later: str | None, verdict: HumanVerdict, undone: bool | None
) -> None:
    log = log_of()
    rows = [HistoryWire(id=1, date=SINCE + DAY, action=name, resource_id=SYSTEM)]
    if later is not None:
        rows += [HistoryWire(id=2, date=SINCE + 2 * DAY, action=later, resource_id=PERSON)]
    log.add_history(rows, Sample(9, "1"), origin=origin())
    (told,) = log.sampled.stats(complete=False)
    assert (told.human_verdict, told.reversed) == (verdict, undone)


def test_a_change_under_a_name_that_is_not_known_is_told() -> None:
    log = log_of()
    by_whom = ((SYSTEM, "Ticket Merged"), (SYNC, None), (SYSTEM, "Ticket Merged"), (PERSON, "New"))
    rows = [
        HistoryWire(id=number, date=SINCE + DAY, action=action, resource_id=by)
        for number, (by, action) in enumerate(by_whom)
    ]
    log.add_history(rows, Sample(9, "1"), origin=origin())
    assert not log.sampled.stats(complete=False)
    (doubt,) = doubts_of_deeds(log.untold)
    assert doubt.resource == "ticket_history"
    assert doubt.detail == "3 changes are called: Ticket Merged (2), (no name) (1)"


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


def mail(number: int = 1, **fields: Any) -> NotificationWire:
    row = {
        "id": number,
        "ticketID": 1,
        "companyID": 1,
        "templateName": "Received",
        "notificationSentTime": "2026-11-05T08:00:00",
        "recipientEmailAddress": "someone@acme.example",
    }
    return NotificationWire.model_validate(row | fields)


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({}, True),
        ({"initiatingResourceID": SYSTEM}, True),  # nobody listed, as in the history
        ({"initiatingResourceID": PERSON}, False),
        ({"initiatingContactID": 8}, False),
        ({"templateName": ""}, False),
        ({"templateName": "", "initiatingResourceID": SYSTEM}, False),
        ({"recipientEmailAddress": "x@beech.example"}, False),  # somebody else's
        ({"companyID": 9}, False),
    ],
)
def test_mail_counts_where_a_template_went_to_the_client_and_nobody_started_it(
    fields: dict[str, Any], counts: bool
) -> None:
    log = log_of()
    log.add_notification(mail(**fields), origin=origin())
    assert bool(log.effects.counts) is counts
    assert bool(log.counter.stats(complete=True)) is counts
    assert not log.untold.mails


def test_a_mail_that_a_program_started_is_the_programs_with_or_without_a_template() -> None:
    log = log_of()
    log.add(ticket(1), origin=origin())
    for number, template in ((1, ""), (2, "Reply")):
        row = mail(number, templateName=template, initiatingResourceID=THREAD)
        log.add_notification(row, origin=origin())
    (told,) = log.counter.stats(complete=True)
    assert (told.feature, told.initiator) == ("autotask.third_party_ai", Initiator.AI)
    assert (told.action, told.count) == (DecisionKind.REPLY_TO_PERSON, 2)
    assert log.touched_by(THREAD) == {"1": 1}
    assert not log.effects.counts


def test_companies_that_share_a_domain_each_get_their_mail() -> None:
    where = desk()
    branch = where.organizations["2"].model_copy(update={"domains": ("acme.example",)})
    where.organizations["2"] = branch
    log = log_of(where)
    for company in (1, 2):
        log.add_notification(mail(companyID=company), origin=origin())
    assert dict(log.effects.counts) == {("mail", "1"): 1, ("mail", "2"): 1}


def test_a_mail_of_which_it_is_not_told_who_got_it_is_told() -> None:
    where = desk()
    where.organizations["2"] = where.organizations["2"].model_copy(update={"domains": ()})
    log = log_of(where)
    addresses = ("x@mail.example", "x@beech.example", None)
    for number, address in enumerate(addresses):
        log.add_notification(
            mail(number, companyID=2, recipientEmailAddress=address), origin=origin()
        )
    log.add_notification(
        mail(9, initiatingResourceID=PERSON, recipientEmailAddress=None), origin=origin()
    )
    assert not log.effects.counts
    (doubt,) = doubts_of_deeds(log.untold)
    assert (doubt.resource, doubt.detail.split()[0]) == ("notifications", "3")


def test_a_deletion_counts_for_who_made_it() -> None:
    log = log_of()
    for number, by in ((1, SYNC), (2, PERSON)):
        log.add_deleted(DeletedTicketWire(id=number, deleted_by=by, deleted=NOW))
    log.add_deleted(DeletedTicketWire(id=3, deleted_by=SYNC, deleted=SINCE - DAY))
    told = {(one.feature, one.initiator) for one in log.counter.stats(complete=True)}
    assert told == {("autotask.api_integrations", Initiator.MACHINE)}


def test_a_program_reaches_tickets_and_each_of_them_once() -> None:
    log = log_of()
    done = {"completedDate": "2026-11-06T08:00:00", "completedByResourceID": THREAD}
    for number in (2, 1):  # in any order
        log.add(ticket(number, creatorResourceID=THREAD, **done), origin=origin())
    log.add(ticket(3), origin=origin())
    for number, home in enumerate((1, 1, 2, 3, 3, 4)):
        row = {"id": number, "ticketID": home, "noteType": 3, "creatorResourceID": THREAD}
        log.add_note(NoteWire.model_validate(row), origin=origin())
    rows = [HistoryWire(id=1, date=SINCE + DAY, action="Priority Changed", resource_id=THREAD)]
    log.add_history(rows, Sample(1, "1"), origin=origin())
    assert log.touched_by(THREAD) == {"1": 3}
    assert log.touched_by(SYNC) == {}


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 99)), unique_by=lambda one: one[0]))
def test_homes_of_tickets_are_found_in_any_order(pairs: list[tuple[int, int]]) -> None:
    homes = Homes()
    for number, client in pairs:
        homes.touch(client % 3, homes.add(number, client))
    for number, client in pairs * 2:
        place = homes.find(number)
        assert place is not None
        homes.touch(client % 3, place)
    assert [homes.of(number) for number, _ in pairs] == [str(client) for _, client in pairs]
    assert homes.of(10**9 + 1) is None
    assert homes.of(None) is None
    assert homes.touched == Counter((client % 3, str(client)) for _, client in pairs)
