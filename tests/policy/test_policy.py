"""Thresholds and lines of the oversight policy."""

from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from aigov_connectors.inventory import (
    Autonomy,
    Client,
    ClientContext,
    DecisionKind,
    Dimension,
    Operator,
)
from aigov_connectors.policy import (
    DEFAULT_POLICY,
    OversightLine,
    Permission,
    Policy,
    Threshold,
)
from aigov_connectors.testing import make_part

ALONE = Autonomy.FULLY_AUTONOMOUS


@pytest.mark.parametrize(
    ("operator", "value", "part", "holds"),
    [
        (Operator.EQ, "malicious", "malicious", True),
        (Operator.EQ, "malicious", "suspicious", False),
        (Operator.GE, "suspicious", "malicious", True),
        (Operator.GT, "suspicious", "suspicious", False),
        (Operator.LE, "suspicious", "informational", True),
        (Operator.NE, "suspicious", "malicious", True),
        (Operator.GE, "suspicious", "a word nobody knows", None),
    ],
)
def test_words_compare_along_their_scale(operator, value, part, holds) -> None:
    threshold = Threshold(dimension=Dimension.CONFIDENCE, operator=operator, value=value)
    assert threshold.holds_for(make_part(part, ALONE)) is holds


@pytest.mark.parametrize(
    ("operator", "value", "part", "holds"),
    [
        (Operator.LE, 50, 50, True),
        (Operator.LE, 50, 51, False),
        (Operator.LE, 50, "many", None),
        (Operator.LE, 50, True, None),
        (Operator.LE, 50, None, None),
    ],
)
def test_numbers_compare_as_numbers_and_nothing_else_does(operator, value, part, holds) -> None:
    threshold = Threshold(dimension=Dimension.ENDPOINTS, operator=operator, value=value)
    found = threshold.holds_for(make_part(part, ALONE, dimension=Dimension.ENDPOINTS))
    assert found is holds


@pytest.mark.parametrize(
    ("operator", "value", "holds"),
    [
        (Operator.LE, 10, True),
        (Operator.LE, 5, True),
        (Operator.LT, 5, None),
        (Operator.GT, 5, False),
    ],
)
def test_a_part_that_is_a_range_lies_within_or_outside_or_across(operator, value, holds) -> None:
    threshold = Threshold(dimension=Dimension.ENDPOINTS, operator=operator, value=value)
    part = make_part(5, ALONE, dimension=Dimension.ENDPOINTS, operator=Operator.LE)
    assert threshold.holds_for(part) is holds


@pytest.mark.parametrize("operator", [Operator.LE, Operator.EQ])
def test_a_part_of_which_no_number_is_told_is_neither_within_nor_outside(operator) -> None:
    threshold = Threshold(dimension=Dimension.ENDPOINTS, operator=Operator.LE, value=10)
    part = make_part("few", ALONE, dimension=Dimension.ENDPOINTS, operator=operator)
    assert threshold.holds_for(part) is None


def test_another_dimension_or_none_cannot_be_compared() -> None:
    threshold = Threshold(dimension=Dimension.SEVERITY, operator=Operator.EQ, value="high")
    assert threshold.holds_for(make_part("malicious", ALONE)) is None
    assert threshold.holds_for(None) is None


def test_a_word_off_the_scale_is_refused() -> None:
    with pytest.raises(ValidationError, match="informational, suspicious, malicious"):
        Threshold(dimension=Dimension.CONFIDENCE, operator=Operator.EQ, value="severe")


def test_the_first_matching_line_counts() -> None:
    lines = (
        OversightLine(name="first", allowed=Permission.WITH_VETO_WINDOW),
        OversightLine(name="second", allowed=Permission.ALONE),
    )
    ruling = Policy(lines=lines).ruling(DecisionKind.RUN_SCRIPT, None, None)
    assert (ruling.permission, ruling.line) == (Permission.WITH_VETO_WINDOW, "first")


def test_lines_that_agree_need_no_threshold_to_be_known() -> None:
    when = Threshold(dimension=Dimension.CONFIDENCE, operator=Operator.EQ, value="malicious")
    lines = (
        OversightLine(name="first", when=when, allowed=Permission.ALONE),
        OversightLine(name="second", allowed=Permission.ALONE),
    )
    assert Policy(lines=lines).ruling(DecisionKind.RUN_SCRIPT, None, None).permission is (
        Permission.ALONE
    )


def test_lines_that_disagree_on_an_unknown_part_give_no_permission() -> None:
    ruling = DEFAULT_POLICY.ruling(DecisionKind.CONTAIN_FILE, None, None)
    assert ruling.permission is None


def test_what_no_line_speaks_of_needs_approval() -> None:
    ruling = Policy(lines=()).ruling(DecisionKind.RUN_SCRIPT, None, None)
    assert ruling.permission is Permission.AFTER_APPROVAL


def test_a_threshold_that_nobody_checked_is_not_met() -> None:
    when = Threshold(dimension=Dimension.CONFIDENCE, operator=Operator.GE, value="malicious")
    policy = Policy(lines=(OversightLine(name="sure", when=when, allowed=Permission.ALONE),))

    whole = policy.ruling(DecisionKind.ISOLATE_ENDPOINT, None, None)
    met, missed = (
        policy.ruling(DecisionKind.ISOLATE_ENDPOINT, make_part(word, ALONE), None)
        for word in ("malicious", "suspicious")
    )

    assert (whole.permission, whole.line) == (None, "sure / no line speaks of it")
    assert (met.permission, missed.permission) == (Permission.ALONE, Permission.AFTER_APPROVAL)


THRESHOLDS = st.builds(
    Threshold,
    dimension=st.just(Dimension.CONFIDENCE),
    operator=st.sampled_from(list(Operator)),
    value=st.sampled_from(["informational", "suspicious", "malicious"]),
)
PARTS = st.none() | st.sampled_from(["informational", "suspicious", "malicious", "odd"])


@given(
    st.lists(st.tuples(st.none() | THRESHOLDS, st.sampled_from(list(Permission))), max_size=5),
    PARTS,
)
def test_a_ruling_is_what_every_truth_of_the_open_thresholds_agrees_on(
    told: list[tuple[Threshold | None, Permission]], word: str | None
) -> None:
    part = None if word is None else make_part(word, ALONE)
    lines = tuple(
        OversightLine(name=f"{number}", when=when, allowed=allowed)
        for number, (when, allowed) in enumerate(told)
    )
    known = [True if one.when is None else one.when.holds_for(part) for one in lines]
    every = [(True, False) if one is None else (one,) for one in known]
    answers = {first_of(lines, truths) for truths in product(*every)}

    ruling = Policy(lines=lines).ruling(DecisionKind.RUN_SCRIPT, part, None)

    assert ruling.permission is (answers.pop() if len(answers) == 1 else None)


def first_of(lines: Sequence[OversightLine], truths: Sequence[bool]) -> Permission:
    held = (one.allowed for one, holds in zip(lines, truths, strict=True) if holds)
    return next(held, Permission.AFTER_APPROVAL)


@pytest.mark.parametrize(
    ("line", "concerned"),
    [
        ({"clients": ("Lakeside Clinic",)}, True),
        ({"clients": ("lakeside-clinic",)}, True),
        ({"clients": ("Another",)}, False),
        ({"industries": ("HEALTHCARE",)}, True),
        ({"regulations": ("gdpr",)}, False),
        ({"regulations": ("HIPAA Security Rule",)}, True),
        ({"regulations": ("hipaa",), "clients": ("Another",)}, False),
    ],
)
def test_a_line_may_speak_of_some_clients_only(line, concerned) -> None:
    client = Client(
        id="lakeside-clinic",
        name="Lakeside Clinic",
        context=ClientContext(industry="healthcare", regulations=("HIPAA",)),
    )
    one = OversightLine(name="some", allowed=Permission.ALONE, **line)
    assert one.concerns(DecisionKind.RUN_SCRIPT, client) is concerned
    assert not one.concerns(DecisionKind.RUN_SCRIPT, None)


def test_the_digest_names_the_policy() -> None:
    assert DEFAULT_POLICY.digest == Policy().digest
    assert DEFAULT_POLICY.digest != Policy(lines=()).digest
