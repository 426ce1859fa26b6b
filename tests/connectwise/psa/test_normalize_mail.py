"""What a mailbox decides, as far as its rules were read."""

from __future__ import annotations

from typing import Any

import pytest
from tests.connectwise.psa.tenant import read, tenant
from tests.connectwise.psa.test_normalize import CATALOGUE, PLACE, desk
from tests.inventory.builders import origin

from aigov_connectors.connectwise.psa.normalize import deployments_from_email_connector
from aigov_connectors.connectwise.psa.wire import EmailConnectorWire, ParsingRuleWire
from aigov_connectors.inventory import Autonomy, Basis, DecisionKind, GateKind, Statement


def mailbox(*rules: dict[str, Any], is_whole: bool = True, **row: Any) -> Statement:
    (one,) = deployments_from_email_connector(
        EmailConnectorWire.model_validate({"id": 1, **row}),
        [(ParsingRuleWire.model_validate({"id": 5, **rule}), origin()) for rule in rules],
        is_whole=is_whole,
        origin=origin(),
        entry=CATALOGUE["email_parsing"],
        place=PLACE,
        desk=desk(),
    )
    return one


def test_a_mailbox_only_opens_tickets_where_all_its_rules_are_known() -> None:
    known, unread = (mailbox(is_whole=is_whole).deployment for is_whole in (True, False))
    assert (known.autonomy, known.gate.kind) == (Autonomy.ADVISORY, GateKind.NOT_APPLICABLE)
    assert (unread.autonomy, unread.gate.kind) == (Autonomy.UNKNOWN, GateKind.UNKNOWN)
    assert unread.basis is Basis.INFERRED


def test_what_is_known_of_a_mailbox_counts_beside_what_is_not() -> None:
    found = mailbox(is_whole=False, priorityOverride={"id": 6, "name": "High"}).deployment
    assert found.autonomy is Autonomy.FULLY_AUTONOMOUS
    assert found.decisions == (DecisionKind.PRIORITIZE_TICKET, DecisionKind.UNKNOWN)


def test_an_answer_by_machine_is_a_reply_to_a_person_unless_it_never_answers() -> None:
    answers = mailbox(responseEmailForNew="We are on it, Jane").deployment
    assert (answers.autonomy, answers.basis) == (Autonomy.FULLY_AUTONOMOUS, Basis.INFERRED)
    assert answers.decisions == (DecisionKind.REPLY_TO_PERSON,)
    assert "Jane" not in str(answers)
    both = mailbox(responseEmailForNew="x", priorityOverride={"id": 6}).deployment
    assert both.basis is Basis.INFERRED
    never = mailbox(responseEmailForNew="We are on it", neverRespondFlag=True).deployment
    assert never.autonomy is Autonomy.ADVISORY


def test_an_answer_to_every_further_mail_is_one_too() -> None:
    answers = mailbox(responseEmailForExisting="Thanks, Jane", noResponseFlag=True).deployment
    assert (answers.autonomy, answers.basis) == (Autonomy.FULLY_AUTONOMOUS, Basis.INFERRED)
    assert answers.decisions == (DecisionKind.REPLY_TO_PERSON,)
    # What this flag holds back is not documented: it is shown, and nothing is concluded from it.
    assert ("noResponseFlag", True) in [(one.name, one.value) for one in answers.settings]
    assert "Jane" not in str(answers)
    never = mailbox(responseEmailForExisting="Thanks", neverRespondFlag=True).deployment
    assert never.autonomy is Autonomy.ADVISORY


@pytest.mark.parametrize("never", [1, 0, "yes", "false", "maybe", None, {}, [True]])
def test_a_flag_that_is_no_bool_leaves_open_whether_the_mailbox_answers(never: object) -> None:
    alone = mailbox(responseEmailForNew="Thanks, Jane", neverRespondFlag=never).deployment
    assert (alone.enabled, alone.autonomy, alone.gate.kind, alone.basis) == (
        None,
        Autonomy.UNKNOWN,
        GateKind.UNKNOWN,
        Basis.INFERRED,
    )
    assert alone.decisions == (DecisionKind.REPLY_TO_PERSON,)
    assert "neverRespondFlag" in [one.name for one in alone.settings]
    assert "Jane" not in str(alone)

    beside = mailbox(
        responseEmailForNew="Thanks", neverRespondFlag=never, priorityOverride={"id": 6}
    ).deployment
    assert beside.autonomy is Autonomy.FULLY_AUTONOMOUS
    assert beside.decisions == (DecisionKind.PRIORITIZE_TICKET, DecisionKind.UNKNOWN)

    silent = mailbox(neverRespondFlag=never).deployment  # nothing is set that it could answer
    assert silent.autonomy is Autonomy.ADVISORY


@pytest.mark.parametrize("never", [{}, {"neverRespondFlag": False}])
def test_a_flag_that_is_off_or_not_sent_holds_no_answer_back(never: dict[str, Any]) -> None:
    found = mailbox(responseEmailForNew="Thanks", **never).deployment
    assert found.autonomy is Autonomy.FULLY_AUTONOMOUS
    assert found.decisions == (DecisionKind.REPLY_TO_PERSON,)


@pytest.mark.parametrize("refused", ["", "/61/parsingRules"])
def test_rules_that_are_refused_leave_open_what_the_mailbox_decides(refused: str) -> None:
    with tenant(
        [f"deny:vendor=connectwise.psa,path=/system/emailConnectors/1/parsingStyles{refused}"]
    ) as box:
        inventory = read(box)
    found = {
        one.source_object.id: one.autonomy
        for one in inventory.deployments
        if one.source_object.id.startswith("emailConnector")
    }
    assert found["emailConnector:1"] is Autonomy.UNKNOWN
