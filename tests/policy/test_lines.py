"""Whom and what a line of the oversight policy speaks of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from aigov_connectors.inventory import CONTAINMENT_DECISIONS, DecisionKind
from aigov_connectors.policy import GROUPS, OversightLine, Permission, Policy

ASK = Permission.AFTER_APPROVAL
ALONE = Permission.ALONE


def test_a_word_of_the_desk_stands_for_its_decisions() -> None:
    line = OversightLine.model_validate_json(
        '{"name": "x", "allowed": "alone", "decisions": ["containment", "run_script"]}'
    )

    assert set(line.decisions) == {*CONTAINMENT_DECISIONS, DecisionKind.RUN_SCRIPT}


def test_words_that_overlap_name_a_decision_once() -> None:
    line = OversightLine.model_validate_json(
        '{"name": "x", "allowed": "alone", "decisions": ["isolation", "containment"]}'
    )

    assert len(line.decisions) == len(set(line.decisions)) == len(CONTAINMENT_DECISIONS)


def test_a_word_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="decisions"):
        OversightLine.model_validate_json(
            '{"name": "x", "allowed": "alone", "decisions": ["contanment"]}'
        )


def test_no_group_has_the_name_of_a_decision() -> None:
    assert GROUPS.keys().isdisjoint(set(DecisionKind))


@pytest.mark.parametrize(
    ("vendors", "features", "feature", "concerned"),
    [
        ((), (), None, True),
        (("ninjaone",), (), "ninjaone.condition_script", True),
        (("ninja",), (), "ninjaone.condition_script", False),
        (("connectwise",), (), "connectwise.psa.workflow_rules", True),
        (("connectwise.psa",), (), "connectwise.automate.monitors", False),
        ((), ("ninjaone.ai_app",), "ninjaone.ai_app", True),
        ((), ("ninjaone.ai_app",), "ninjaone.ai_apps", False),
        (("ninjaone",), ("sentinelone.static_ai",), "sentinelone.static_ai", False),
        (("ninjaone",), (), None, False),
    ],
)
def test_a_line_may_be_about_a_vendor_or_a_feature(vendors, features, feature, concerned) -> None:
    line = OversightLine(name="x", allowed=ASK, vendors=vendors, features=features)

    assert line.concerns(DecisionKind.RUN_SCRIPT, None, feature) is concerned


def test_a_ruling_takes_the_line_of_the_vendor() -> None:
    lines = (
        OversightLine(name="ours", allowed=ALONE, vendors=("ninjaone",)),
        OversightLine(name="rest", allowed=ASK),
    )
    policy = Policy(lines=lines)

    there = policy.ruling(DecisionKind.RUN_SCRIPT, None, None, feature="ninjaone.condition_script")
    elsewhere = policy.ruling(DecisionKind.RUN_SCRIPT, None, None, feature="halopsa.x")

    assert (there.line, elsewhere.line) == ("ours", "rest")


@given(st.lists(st.sampled_from([*GROUPS, *DecisionKind]), max_size=6))
def test_any_words_give_decisions_in_a_fixed_order(words: list[str]) -> None:
    line = OversightLine(name="x", allowed=ASK, decisions=tuple(words))  # type: ignore[arg-type]

    again = OversightLine.model_validate_json(line.model_dump_json())
    assert again == line
