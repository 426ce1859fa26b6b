"""Who let a change go on: an approval that a program gave is none by people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from tests.autotask.database import database, read
from tests.autotask.odd import Change, Rows, odd
from tests.autotask.rows import (
    CATALOGUE,
    NOW,
    OTHER,
    PERSON,
    PLACE,
    SINCE,
    SYSTEM,
    THREAD,
    actors,
    desk,
    log_of,
    picklists,
    ticket,
)
from tests.inventory.builders import origin

from aigov_connectors import assess
from aigov_connectors.autotask.normalize import Sample, Votes, deployments_from_votes
from aigov_connectors.autotask.normalize.openings import Hand, Opening, opening_of
from aigov_connectors.autotask.sandbox.planted import MACHINE_APPROVED_AT
from aigov_connectors.autotask.wire import ApprovalWire, ChangeTicketWire, HistoryWire
from aigov_connectors.inventory import (
    ActorKind,
    Autonomy,
    Basis,
    Deployment,
    GateKind,
    HumanVerdict,
    Initiator,
    Inventory,
    Statement,
)
from aigov_connectors.sandbox import Sandbox

_APPROVED, _REQUESTED = 2, 1
_SET = "Change Request: Change Approval Status Changed"
_AI = 29682913
"""Thread, an AI vendor's program of the sandbox."""
_RULE = 4


def vote(number: int = 1, **fields: Any) -> ApprovalWire:
    return ApprovalWire.model_validate({"id": number, "ticketID": 5, **fields})


def yes(resource: int, number: int = 1) -> ApprovalWire:
    return vote(number, resourceID=resource, isApproved=True)


def hand(*who: Initiator) -> Hand:
    proof = origin().evidence(object_id="1", pointer="/action", value=_SET)
    return Hand("1", proof, set(who))


@pytest.mark.parametrize(
    ("rows", "touched", "is_approved", "opening"),
    [
        ([yes(PERSON)], None, True, Opening.PEOPLE),
        ([vote(contactID=8, isApproved=True)], None, True, Opening.PEOPLE),
        # The tool itself sets the state after the votes.
        ([yes(PERSON)], hand(Initiator.RULE), True, Opening.PEOPLE),
        ([vote(contactID=8)], None, False, Opening.PEOPLE),
        ([yes(PERSON), yes(THREAD, 2)], None, True, Opening.NOT_TOLD),
        ([yes(PERSON)], hand(Initiator.AI), True, Opening.NOT_TOLD),
        ([yes(THREAD)], None, True, Opening.PROGRAM),
        ([yes(THREAD)], None, False, Opening.NOT_TOLD),
        ([yes(THREAD)], None, None, Opening.NOT_TOLD),
        ([yes(999)], None, True, Opening.NOT_TOLD),
        ([yes(999)], hand(Initiator.RULE), True, Opening.NOT_TOLD),
        ([], hand(Initiator.RULE), True, Opening.PROGRAM),
        ([], hand(Initiator.MACHINE), None, Opening.NOT_TOLD),
        ([], None, True, Opening.NOT_TOLD),
        ([vote(resourceID=THREAD, isApproved=False)], None, False, Opening.PEOPLE),
    ],
)
def test_a_change_is_let_go_by_whoever_agreed_alone(
    rows: list[ApprovalWire], touched: Hand | None, is_approved: bool | None, opening: Opening
) -> None:
    assert opening_of(rows, touched, is_approved=is_approved, actors=actors()) is opening


def stated(*rows: ApprovalWire, status: int = _APPROVED, held: bool = True) -> Statement:
    found, log = Votes(actors(), picklists()), log_of()
    found.rows += [(row, origin()) for row in rows]
    found.tickets[5] = ChangeTicketWire(id=5, company_id=1, creator=OTHER, change_status=status)
    if held:
        log.add(ticket(5), origin=origin())
    entry = CATALOGUE["change_approval"]
    (one,) = deployments_from_votes(found, log=log, entry=entry, place=PLACE, desk=desk())
    return one


def test_a_programs_vote_alone_opens_the_gate_that_it_shows() -> None:
    one = stated(yes(THREAD)).deployment
    assert (one.autonomy, one.gate.kind) == (Autonomy.FULLY_AUTONOMOUS, GateKind.NONE)
    assert (one.gate.claims, one.basis) == (GateKind.PRE_APPROVAL, Basis.INFERRED)
    assert [who.kind for who in one.gate.approvers] == [ActorKind.PROGRAM]


def test_an_own_approval_is_told_whoever_else_may_have_approved() -> None:
    found, log = Votes(actors(), picklists()), log_of()
    found.rows += [(row, origin()) for row in (yes(OTHER), yes(THREAD, 2))]
    found.tickets[5] = ChangeTicketWire(id=5, company_id=1, creator=OTHER, change_status=_APPROVED)
    log.approvers_set["1"] = {5}
    entry = CATALOGUE["change_approval"]
    (one,) = deployments_from_votes(found, log=log, entry=entry, place=PLACE, desk=desk())
    gate = one.deployment.gate
    assert (gate.kind, gate.self_approved) == (GateKind.UNKNOWN, True)
    settings = {each.name: each.value for each in one.deployment.settings}
    assert settings["changes whose approvers a program or a rule set (sampled)"] == 1


def test_only_tickets_of_the_window_are_reached_and_older_ones_are_told() -> None:
    assert stated(yes(PERSON)).tickets == {"1": 1}
    older = stated(vote(resourceID=PERSON), status=_REQUESTED, held=False)
    assert older.tickets == {"1": 0}
    settings = {one.name: one.value for one in older.deployment.settings}
    assert settings["tickets voted on, of before"] == 1


def test_the_vote_of_a_program_is_counted_as_its_own() -> None:
    found = Votes(actors(), picklists())
    found.tickets[5] = ChangeTicketWire(id=5, company_id=1)
    for number, who in enumerate((PERSON, THREAD, 999), start=1):
        fields = {"resourceID": who, "approveRejectDateTime": "2026-11-05T08:00:00"}
        found.rows.append((vote(number, isApproved=True, **fields), origin()))
    log = log_of()
    found.count(log.counter)
    told = {(one.initiator, one.human_verdict) for one in log.counter.stats(complete=True)}
    assert told == {
        (Initiator.PERSON, HumanVerdict.CONFIRMED),
        (Initiator.AI, HumanVerdict.UNKNOWN),
        (Initiator.UNKNOWN, HumanVerdict.UNKNOWN),
    }


def changed(action: str, who: int) -> HistoryWire:
    at = (SINCE + (NOW - SINCE) / 2).isoformat()
    return HistoryWire.model_validate({"id": 9, "date": at, "action": action, "resourceID": who})


@pytest.mark.parametrize("who", [THREAD, SYSTEM])
def test_who_sets_the_state_of_an_approval_in_a_history_is_noted(who: int) -> None:
    log = log_of()
    log.add(ticket(5), origin=origin())
    log.add_history([changed(_SET, who)], Sample(5, "1"), origin=origin())
    assert set(log.approval_hands) == {5}
    # The tool sets it after each vote: that is no effect of a rule.
    assert not log.effects.counts
    assert bool(log.sampled.stats(complete=False)) is (who == THREAD)


@pytest.mark.parametrize(
    "action",
    [
        "Change Request: Other Resource Approver(s) Added",
        "Change Request: Change Advisory Board Changed",
        "Checklist Item Completed",
        "Checklist Item Created",
    ],
)
def test_what_a_rule_does_to_approvers_and_checklists_is_an_effect(action: str) -> None:
    log = log_of()
    log.add(ticket(5), origin=origin())
    log.add_history([changed(action, SYSTEM)], Sample(5, "1"), origin=origin())
    assert log.effects.counts == {("changed", "1"): 1}
    assert bool(log.approvers_set) is action.startswith("Change Request")


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with database() as running:
        yield running


@pytest.fixture(scope="module")
def whole(box: Sandbox) -> Inventory:
    return read(box)


def approvals(found: Inventory) -> dict[str, Deployment]:
    return {
        one.scope.name: one for one in found.deployments if one.feature.endswith("change_approval")
    }


def kinds(one: Deployment) -> set[GateKind]:
    return {gate.kind for gate in (one.gate, *(part.gate for part in one.breakdown))}


def verdicts(found: Inventory, rule: str) -> dict[str, str]:
    keys = {one.key: one.scope.name for one in approvals(found).values()}
    return {
        keys[one.subject.key]: one.verdict.value
        for one in assess(found).findings
        if one.rule == rule and one.subject.key in keys
    }


def of(rows: Rows, name: str) -> bool:
    return bool(rows) and name in rows[0]


def by_all(rows: Rows, who: int) -> Rows:
    return [{**row, "resourceID": who} if row.get("resourceID") else row for row in rows]


def silent(rows: Rows) -> Rows:
    return [row for row in rows if row.get("contactID")]


def set_by(who: int) -> Change:
    def add(rows: Rows) -> Rows:
        last = rows[-1:] and {**rows[-1], "id": rows[-1]["id"] * 1000, "action": _SET}
        return [*rows, {**last, "resourceID": who}] if last else rows

    return add


def names(found: Iterable[str]) -> list[str]:
    return sorted(found)


def test_changes_that_an_ai_vendors_program_approves_have_no_gate(
    box: Sandbox, whole: Inventory
) -> None:
    found = odd(box, {"TicketChangeRequestApprovals": lambda rows: by_all(rows, _AI)})
    for name, one in approvals(found).items():
        assert GateKind.NONE in kinds(one), name
        assert {who.kind for who in one.gate.approvers} == {ActorKind.PROGRAM}
    clients = names(approvals(whole))
    assert verdicts(found, "gate-opens-by-itself") == dict.fromkeys(clients, "fail")
    assert verdicts(found, "missing-approval-gate") == dict.fromkeys(clients, "fail")
    assert verdicts(whole, "gate-opens-by-itself") == {MACHINE_APPROVED_AT: "fail"}


def test_changes_that_are_approved_without_a_vote_are_approved_by_who_is_not_told(
    box: Sandbox, whole: Inventory
) -> None:
    found = approvals(odd(box, {"TicketChangeRequestApprovals": silent}))
    assert names(found) == names(approvals(whole))
    for one in found.values():
        assert GateKind.UNKNOWN in kinds(one)
        assert GateKind.NONE not in kinds(one)


def test_a_rule_that_sets_the_state_where_nobody_voted_is_no_gate(box: Sandbox) -> None:
    found = odd(box, {"TicketChangeRequestApprovals": silent, "TicketHistory": set_by(_RULE)})
    seen = [one for one in approvals(found).values() if GateKind.NONE in kinds(one)]
    assert seen
    assert all(one.gate.claims is GateKind.PRE_APPROVAL for one in seen)


def test_a_program_that_sets_the_state_beside_people_leaves_the_gate_open(
    box: Sandbox, whole: Inventory
) -> None:
    found = approvals(odd(box, {"TicketHistory": set_by(_AI)}))
    for name in approvals(whole):
        assert GateKind.UNKNOWN in kinds(found[name])


def test_votes_before_the_window_explain_changes_that_were_approved_then(
    box: Sandbox, whole: Inventory
) -> None:
    # Only who asks by ticket is told of them.
    windows: list[int] = []

    def old(rows: Rows) -> Rows:
        windows.append(len(rows))
        return silent(rows) if len(windows) == 1 else rows

    found = odd(box, {"TicketChangeRequestApprovals": old})
    assert len(windows) > 1
    for name, one in approvals(whole).items():
        assert approvals(found)[name].gate.kind is one.gate.kind
        assert name == MACHINE_APPROVED_AT or one.gate.kind is GateKind.PRE_APPROVAL


def test_no_client_has_more_tickets_with_changes_than_tickets(whole: Inventory) -> None:
    for one in approvals(whole).values():
        (row,) = whole.clients_by_deployment[one.key]
        every = [
            each.tickets
            for other in whole.deployments
            if other.feature.endswith("category_defaults")
            for each in whole.clients_by_deployment[other.key]
            if each.client == row.client
        ]
        assert row.tickets is not None
        assert row.tickets <= sum(count or 0 for count in every)
