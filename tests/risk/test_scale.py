"""The formula: bounded, published, and never lower for less oversight."""

import re
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigov_connectors.inventory import (
    LEGAL_GATES,
    ApprovalGate,
    Autonomy,
    Availability,
    ClientContext,
    DecisionKind,
    Deployment,
    GateKind,
    Provision,
)
from aigov_connectors.risk import RiskLevel, Span, level_of
from aigov_connectors.risk.regulations import context_factor, known_regulations, regulation_named
from aigov_connectors.risk.scale import FROM, IMPACT, aggravation, deficit, score
from aigov_connectors.testing import make_deployment

SPANS = st.tuples(st.floats(0, 10), st.floats(0, 10)).map(
    lambda two: Span(least=min(two), most=max(two))
)
CONTEXTS = st.builds(
    ClientContext,
    regulations=st.lists(
        st.sampled_from(["HIPAA", "gdpr", "none", "A rule of our own"]), max_size=3
    ).map(tuple),
    criticality=st.sampled_from([None, "low", "normal", "high", "critical"]),
    change_control=st.sampled_from([None, True, False]),
)


def gate(kind: GateKind, *, self_approved: bool | None = None) -> ApprovalGate:
    return ApprovalGate(kind=kind, self_approved=self_approved)


def test_every_decision_has_an_impact_and_every_legal_pair_a_deficit() -> None:
    assert set(IMPACT) == set(DecisionKind)
    for autonomy, kinds in LEGAL_GATES.items():
        for kind, decision in product(kinds, DecisionKind):
            assert 0 < deficit(autonomy, gate(kind), decision).most <= 1


PUBLISHED = {
    "inform": "inform",
    "draft": "draft_content",
    "rewrite inventory data": "normalize_data",
    "route": "route_ticket",
    "prioritize": "prioritize_ticket",
    "change a ticket": "change_ticket",
    "collect data": "collect_data",
    "close a ticket": "close_ticket",
    "admit": "admit_device",
    "refuse": "refuse_device",
    "remove a device": "remove_device",
    "withhold a patch": "withhold_patch",
    "block execution": "block_execution",
    "reply to a person": "reply_to_person",
    "approve a patch": "approve_patch",
    "contain a file": "contain_file",
    "change a document": "modify_document",
    "restart an endpoint": "restart_endpoint",
    "isolate": "isolate_endpoint",
    "remediate an endpoint": "remediate_endpoint",
    "install software": "install_software",
    "change configuration": "change_configuration",
    "switch detection off": "disable_detection",
    "run a script": "run_script",
    "roll an endpoint back": "roll_back_endpoint",
}


def test_the_published_table_has_every_decision_with_the_impact_that_is_used() -> None:
    text = (Path(__file__).parents[2] / "docs" / "risk.md").read_text(encoding="utf-8")
    heads, _, cells = (
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.partition("**Impact**")[2].strip().split("\n\n")[1].splitlines()
    )
    told = {
        DecisionKind(PUBLISHED[words]): Span.of(float(head))
        for head, cell in zip(heads, cells, strict=True)
        for words in re.split(r", | or ", cell)
    }
    assert told == {one: IMPACT[one] for one in DecisionKind if one is not DecisionKind.UNKNOWN}


@pytest.mark.parametrize("decision", DecisionKind)
@pytest.mark.parametrize("self_approved", [True, False, None])
def test_less_oversight_never_lowers_the_deficit(self_approved, decision) -> None:
    asked = gate(GateKind.PRE_APPROVAL, self_approved=self_approved)
    ladder = [
        deficit(Autonomy.ADVISORY, asked, decision),
        deficit(Autonomy.SEMI_AUTONOMOUS, gate(GateKind.VETO_WINDOW), decision),
        deficit(Autonomy.FULLY_AUTONOMOUS, gate(GateKind.POST_REVIEW), decision),
        deficit(Autonomy.FULLY_AUTONOMOUS, gate(GateKind.NONE), decision),
    ]

    for one, next_one in pairwise(ladder):
        assert one.least <= next_one.least
        assert one.most <= next_one.most


def test_detection_that_stands_switched_off_is_held_back_by_nobody() -> None:
    off = DecisionKind.DISABLE_DETECTION
    assert deficit(Autonomy.ADVISORY, gate(GateKind.NOT_APPLICABLE), off) == Span.of(1)
    assert deficit(Autonomy.ADVISORY, gate(GateKind.UNKNOWN), off) == Span(least=0.1, most=1)


@pytest.mark.parametrize("decision", DecisionKind)
def test_what_is_not_known_spans_all_that_it_can_be(decision) -> None:
    unknown = deficit(Autonomy.UNKNOWN, gate(GateKind.UNKNOWN), decision)

    for autonomy, kinds in LEGAL_GATES.items():
        for kind in kinds:
            known = deficit(autonomy, gate(kind), decision)
            assert unknown.least <= known.least <= known.most <= unknown.most


@given(SPANS, SPANS, SPANS, SPANS, st.integers(0, 3), st.floats(0, 5))
def test_a_factor_that_grows_never_lowers_the_score(one, two, three, four, which, more) -> None:
    factors = [one, two, three, four]
    grown = list(factors)
    grown[which] = Span(least=grown[which].least + more, most=grown[which].most + more)

    before, after = score(*factors), score(*grown)

    assert before.least <= after.least
    assert before.most <= after.most


@given(CONTEXTS, st.sampled_from(list(DecisionKind)))
def test_a_score_lies_between_0_and_100(context: ClientContext, decision: DecisionKind) -> None:
    worst = make_deployment(informs=False).model_copy(
        update={
            "rollback": Provision(state=Availability.NOT_AVAILABLE),
            "override": Provision(state=Availability.NOT_AVAILABLE),
        }
    )

    found = score(
        IMPACT[decision], Span.of(1), aggravation(worst), context_factor(context, decision)
    )

    assert 0 <= found.least <= found.most <= 100


def test_the_worst_that_there_is_scores_100() -> None:
    worst: Deployment = make_deployment(informs=False).model_copy(
        update={
            "rollback": Provision(state=Availability.NOT_AVAILABLE),
            "override": Provision(state=Availability.NOT_AVAILABLE),
        }
    )
    context = ClientContext(regulations=("HIPAA",), criticality="critical")
    script = DecisionKind.RUN_SCRIPT

    found = score(IMPACT[script], Span.of(1), aggravation(worst), context_factor(context, script))

    assert found == Span.of(100)


@pytest.mark.parametrize(
    ("words", "changes", "factor"),
    [
        (("HIPAA",), None, Span.of(1.25 * 1.1)),
        (("gdpr",), None, Span.of(1.25)),
        (("gdpr",), True, Span.of(1.25 * 1.1)),
        (("none",), None, Span.of(1)),
        (("HIPAA",), False, Span.of(1.25)),
        ((), None, Span(least=1, most=1.25 * 1.1)),
        (("A rule of our own",), None, Span(least=1.25, most=1.25 * 1.1)),
        (("none", "GLBA"), None, Span.of(1.25 * 1.1)),
    ],
)
def test_a_context_that_is_not_told_is_a_span(words, changes, factor) -> None:
    context = ClientContext(regulations=words, change_control=changes)

    found = context_factor(context, DecisionKind.RUN_SCRIPT)

    assert (found.least, found.most) == pytest.approx((factor.least, factor.most))


def test_change_control_bears_on_changes_alone() -> None:
    context = ClientContext(regulations=("SOX",))

    assert context_factor(context, DecisionKind.INFORM) == Span.of(1.25)


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_higher_score_never_has_a_lower_level(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert level_of(low).rank <= level_of(high).rank


def test_levels_begin_where_the_table_says() -> None:
    for level in RiskLevel:
        assert level_of(FROM[level]) is level
    assert level_of(34.9) is RiskLevel.MEDIUM


def test_a_regulation_is_found_by_any_of_its_names() -> None:
    found = regulation_named(" sarbanes-oxley ")

    assert found is not None
    assert found.name == "SOX"
    assert regulation_named("nothing of the kind") is None
    names = [n.casefold() for one in known_regulations() for n in (one.name, *one.also)]
    assert len(names) == len(set(names))
