"""Who did what to a ticket, and whether a person undid it; what is not told counts for nobody."""

from __future__ import annotations

from typing import Any

import pytest
from tests.halopsa.rows import SINCE, STATUSES, desk

from aigov_connectors.halopsa.normalize import Actors, History, Statuses, TicketLog
from aigov_connectors.halopsa.wire import ActionWire, ApprovalWire, TicketDetailWire
from aigov_connectors.inventory import (
    DecisionKind,
    DecisionStats,
    HumanVerdict,
    Initiator,
    Outcome,
)

Row = dict[str, Any]
ROUTED, RANKED = DecisionKind.ROUTE_TICKET, DecisionKind.PRIORITIZE_TICKET
CHANGED, CLOSED = DecisionKind.CHANGE_TICKET, DecisionKind.CLOSE_TICKET
RULE: Row = {"new_matched_rule_id": 14}
PERSON: Row = {"who_agentid": 9}
PROGRAM: Row = {"who_agentid": 30}
DONE = Outcome.SUCCEEDED


def history(statuses: Statuses = STATUSES) -> History:
    actors = Actors(people={9}, programs={30}, applications={"a1": True, "a2": False})
    return History(tenant_id="acme", actors=actors, statuses=statuses, since=SINCE)


def counted(*rows: Row, into: History | None = None) -> tuple[DecisionStats, ...]:
    found = into or history()
    told = [
        ActionWire.model_validate({"id": at, "datetime": f"2026-11-05T0{at}:00:00", **row})
        for at, row in enumerate(rows)
    ]
    found.add_actions(told, organization="100", log=TicketLog(desk=desk(), since=SINCE))
    return found.counter.stats(complete=False)


@pytest.mark.parametrize(
    ("row", "initiator", "feature"),
    [
        ({"actionby_application_id": "a1"}, Initiator.AI, "third_party_ai"),
        ({"actionby_application_id": "a2", **RULE}, Initiator.MACHINE, "api_integrations"),
        (RULE, Initiator.RULE, "ticket_rules"),
        ({**PERSON, **RULE}, Initiator.RULE, "ticket_rules"),
        ({**PERSON, "new_rule_ids": "14,17"}, Initiator.RULE, "ticket_rules"),
        ({**PERSON, "new_matched_rule_id": 0, "new_rule_ids": "14"}, Initiator.RULE,
         "ticket_rules"),
        (PROGRAM, Initiator.MACHINE, "api_integrations"),
        ({"actionby_agent_id": 30, "new_rule_ids": "0"}, Initiator.MACHINE, "api_integrations"),
    ],
)  # fmt: skip
def test_who_did_it_is_the_application_then_the_rule_then_the_agent(
    row: Row, initiator: Initiator, feature: str
) -> None:
    (one,) = counted({**row, "new_team": "NOC"})
    assert (one.initiator, one.feature, one.action) == (initiator, f"halopsa.{feature}", ROUTED)


@pytest.mark.parametrize("who", [PERSON, {**PERSON, "new_rule_ids": ""}, {"actionby_agent_id": 9}])
def test_what_a_person_does_counts_for_no_automation(who: Row) -> None:
    into = history()
    assert not counted({**who, "new_team": "NOC", "new_status": 9}, into=into)
    assert not into.untold


@pytest.mark.parametrize(
    "who", [{"actionby_application_id": "a3"}, {"who_agentid": 77}, {}], ids=repr
)
def test_a_deed_of_nobody_that_is_known_is_counted_for_nobody_but_told(who: Row) -> None:
    into = history()
    assert not counted({**who, "new_team": "NOC"}, {**who, "note": "text"}, into=into)
    assert into.untold == 1


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"old_status": 9, "new_status": 9}, []),
        ({"old_status": 2, "new_status": 9}, [(CLOSED, DONE)]),
        ({"old_status": 9, "new_status": 2}, [(CHANGED, DONE)]),
        ({"old_status": 0, "new_status": 9}, [(CLOSED, DONE)]),
        ({"new_status": 9}, [(CLOSED, Outcome.UNKNOWN)]),
        ({"old_status": 2, "new_status": 77}, [(DecisionKind.UNKNOWN, DONE)]),
        ({"old_status": 2, "new_status": 0}, []),
    ],
    ids=repr,
)
def test_only_another_status_than_before_is_a_change(
    sent: Row, expected: list[tuple[DecisionKind, Outcome]]
) -> None:
    assert [(one.action, one.outcome) for one in counted({**RULE, **sent})] == expected


def test_the_status_before_is_known_from_the_action_before() -> None:
    first: Row = {**PERSON, "old_status": 0, "new_status": 2}
    (one,) = counted(first, {**RULE, "new_status": 2}, {**RULE, "new_status": 9})
    assert (one.action, one.outcome, one.count) == (CLOSED, DONE, 1)


@pytest.mark.parametrize(
    ("deed", "later", "reversed"),
    [
        ({"new_team": "NOC"}, {**PERSON, "new_team": "Desk"}, True),
        ({"new_team": "NOC"}, {**PERSON, "new_team": "noc"}, False),
        ({"new_team": "NOC"}, {**PERSON, "new_agent": 9}, False),
        ({"new_team": "NOC"}, {**PROGRAM, "new_team": "Desk"}, False),
        ({"new_team": "NOC"}, {"new_team": "Desk"}, None),
        ({"new_priority": 1}, {**PERSON, "new_priority": 2}, True),
        ({"old_status": 2, "new_status": 9}, {**PERSON, "old_status": 9, "new_status": 1}, True),
        ({"old_status": 2, "new_status": 9}, {**PERSON, "old_status": 9, "new_status": 77}, None),
        ({"old_status": 2, "new_status": 9}, {"old_status": 9, "new_status": 1}, None),
        ({"old_status": 2, "new_status": 1}, {**PERSON, "old_status": 1, "new_status": 9}, False),
        ({"old_status": 2, "new_status": 1}, {**PERSON, "old_status": 1, "new_status": 2}, True),
        ({"new_status": 9}, {**PERSON, "new_status": 1}, None),
    ],
    ids=repr,
)
def test_work_that_goes_on_undoes_nothing(deed: Row, later: Row, reversed: bool | None) -> None:
    (one,) = (one for one in counted({**RULE, **deed}, later) if one.initiator is Initiator.RULE)
    assert one.reversed is reversed


@pytest.mark.parametrize(
    ("alone", "sent", "initiator", "verdict"),
    [
        (True, {"applied": True, "dismissed": False}, Initiator.AI, HumanVerdict.NOT_REVIEWED),
        (True, {"applied": True, "dismissed": True}, Initiator.AI, HumanVerdict.REJECTED),
        (True, {"applied": True}, Initiator.AI, HumanVerdict.UNKNOWN),
        (False, {"applied": True, "dismissed": False}, Initiator.PERSON, HumanVerdict.CONFIRMED),
        (False, {"applied": True, "dismissed": True}, Initiator.PERSON, HumanVerdict.REJECTED),
        (None, {"applied": True, "dismissed": False}, Initiator.UNKNOWN, HumanVerdict.UNKNOWN),
        (None, {"applied": True, "dismissed": True}, Initiator.UNKNOWN, HumanVerdict.REJECTED),
        (True, {"applied": False, "dismissed": False}, Initiator.AI, HumanVerdict.NOT_REVIEWED),
        (True, {"applied": False, "dismissed": True}, Initiator.AI, HumanVerdict.REJECTED),
        (True, {"applied": False}, Initiator.AI, HumanVerdict.UNKNOWN),
        (True, {}, Initiator.AI, HumanVerdict.UNKNOWN),
        (True, {"dismissed": True}, Initiator.AI, HumanVerdict.REJECTED),
    ],
    ids=repr,
)
def test_a_suggestion_that_was_dismissed_was_rejected_even_where_it_applied_itself(
    alone: bool | None, sent: Row, initiator: Initiator, verdict: HumanVerdict
) -> None:
    into = history()
    row = TicketDetailWire.model_validate(
        {
            "id": 1,
            "ai_suggestions": [
                {"id": 1, "suggestion_id": 3, "applied_date": "2026-11-05T08:00:00", **sent}
            ],
            "dateoccurred": "2026-11-05T08:00:00",
        }
    )
    into.add_suggestions(row, organization="100", applies={3: alone})
    (one,) = into.counter.stats(complete=False)
    assert (one.initiator, one.human_verdict) == (initiator, verdict)
    changed = {True: CHANGED, False: DecisionKind.INFORM, None: DecisionKind.UNKNOWN}
    assert one.action is changed[sent.get("applied")]


@pytest.mark.parametrize(
    ("sent", "initiator"),
    [
        ({"agent_id": 9}, Initiator.PERSON),
        ({"agent_id": 30}, Initiator.MACHINE),
        ({"agent_id": 77}, Initiator.UNKNOWN),
        ({"agent_id": 0, "user_id": 5}, Initiator.PERSON),
        ({}, Initiator.UNKNOWN),
    ],
    ids=repr,
)
def test_an_approval_is_a_persons_where_the_agent_is_known_to_be_one(
    sent: Row, initiator: Initiator
) -> None:
    into = history()
    row = ApprovalWire.model_validate({"dateapproved": "2026-11-05T08:00:00", **sent})
    into.add_approvals([row], organization="100")
    (one,) = into.counter.stats(complete=False)
    assert one.initiator is initiator


@pytest.mark.parametrize("date", ["1900-01-01T00:00:00", None, ""])
def test_whoever_was_asked_and_gave_no_answer_yet_decided_nothing(date: str | None) -> None:
    into = history()
    told = {"agent_id": 9, "approval_process_id": 2, "datetime": "2026-11-05T08:00:00"}
    row = ApprovalWire.model_validate({**told, "dateapproved": date})
    into.add_approvals([row, ApprovalWire.model_validate(told)], organization="100")
    assert not into.counter.stats(complete=False)
    assert into.unanswered == {2: 2}
