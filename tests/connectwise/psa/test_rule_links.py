"""What starts a workflow rule, and which other product it calls."""

from __future__ import annotations

import pytest
from tests.connectwise.psa.test_normalize import statements

from aigov_connectors.inventory import Basis, DecisionKind, GateKind, Link, LinkKind, Statement

SCRIPT = {"automateScript": {"id": 903, "name": "Cleanup"}}


def only(found: list[Statement]) -> Statement:
    (one,) = found
    return one


def shown(link: Link, of: Statement) -> list[str]:
    known = {one.id: one.fact.pointer for one in of.evidence}
    return [known[one] for one in link.evidence]


def test_a_script_of_an_action_calls_the_product_that_its_field_names() -> None:
    said = only(statements(SCRIPT))
    (link,) = said.deployment.leads_to

    assert (link.kind, link.key) == (LinkKind.PRODUCT, "connectwise.automate")
    assert (link.does, link.gate) == (DecisionKind.RUN_SCRIPT, GateKind.NONE)
    assert (link.place, link.named) == ("script:903", "Cleanup")
    assert shown(link, said) == ["/automateScript/name"]


def test_a_name_that_sounds_like_it_calls_nothing() -> None:
    said = only(statements({"notifyType": {"id": 9, "name": "Run Automate Script"}}))

    assert said.deployment.leads_to == ()


@pytest.mark.parametrize(
    ("condition", "basis"),
    [
        ("", Basis.OBSERVED),
        (" ", Basis.OBSERVED),
        ('Status = "New"', Basis.INFERRED),
        ('Summary contains "disk space"', Basis.INFERRED),
    ],
)
def test_it_surely_starts_from_its_board_only_without_a_condition(
    condition: str, basis: Basis
) -> None:
    said = only(statements(SCRIPT, condition=condition))
    (link,) = said.deployment.starts_from

    assert (link.kind, link.key) == (LinkKind.DESK, "connectwise.psa/acme/board:1")
    assert link.basis is basis
    assert shown(link, said) == ["/board/id", "/eventCondition"]


def test_an_empty_condition_was_sent() -> None:
    told = only(statements(SCRIPT, condition=""))
    (seen,) = [one.fact for one in told.evidence if one.fact.pointer == "/eventCondition"]

    assert (seen.value, seen.absent) == ("", False)


def test_a_rule_of_no_board_starts_from_every_board() -> None:
    (link,) = only(statements(SCRIPT, board=None)).deployment.starts_from

    assert link.key == "connectwise.psa/acme/board:*"


def test_a_rule_on_other_records_starts_from_no_ticket() -> None:
    said = only(statements(SCRIPT, tableType={"id": 7, "name": "Agreement"}))

    assert said.deployment.starts_from == ()
