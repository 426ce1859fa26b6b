"""Chains rated by the same formula: never lower with less oversight, and one effect once."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from tests.risk.test_rating import NAMES, ROUTE, SCRIPT, estate

from aigov_connectors.inventory import (
    ApprovalGate,
    Autonomy,
    Basis,
    Chain,
    ChainStep,
    ClientContext,
    DecisionKind,
    Deployment,
    GateKind,
    Inventory,
)
from aigov_connectors.policy import DEFAULT_POLICY
from aigov_connectors.risk import Rating, rate
from aigov_connectors.risk.span import Span
from aigov_connectors.rules import assess
from aigov_connectors.testing import make_deployment

LADDER = (
    GateKind.PRE_APPROVAL,
    GateKind.VETO_WINDOW,
    GateKind.POST_REVIEW,
    GateKind.NONE,
)
ALERT = make_deployment(
    ROUTE,
    autonomy=Autonomy.ADVISORY,
    gate=GateKind.NOT_APPLICABLE,
    source="workflow",
    source_name="alert workflow",
)
RUNS = make_deployment(SCRIPT, source="rule", source_name="board rule")
PROOF = RUNS.evidence


def chain(
    *steps: Deployment,
    into: str | None = None,
    gate: GateKind = GateKind.NONE,
    doubt: str | None = None,
    decisions: tuple[DecisionKind, ...] = (DecisionKind.RUN_SCRIPT,),
) -> Chain:
    last = () if into is None else (ChainStep(integration=into, gate=GateKind.NONE),)
    made = tuple(
        ChainStep(
            deployment=one.key,
            link="opens tickets" if one is not steps[-1] or into else None,
            gate=gate if at == 0 else GateKind.NONE,
            doubt=doubt if at == 0 else None,
            evidence=PROOF,
        )
        for at, one in enumerate(steps)
    )
    return Chain(
        id="-".join((*(one.source_object.id for one in steps), into or "")),
        steps=(*made, *last),
        weakest_gate=ApprovalGate(kind=gate),
        decisions=decisions,
        basis=Basis.OBSERVED if doubt is None else Basis.INFERRED,
    )


def inventory(
    *chains: Chain,
    deployments: Iterable[Deployment] = (ALERT, RUNS),
    contexts: dict[str, ClientContext] | None = None,
) -> Inventory:
    made = estate(*deployments, contexts=contexts)
    everyone = tuple(sorted(one.id for one in made.clients if one.name in NAMES))
    named = tuple(one.model_copy(update={"clients": everyone}) for one in chains)
    return made.model_copy(update={"chains": named})


def rated(made: Inventory) -> Rating:
    return rate(made, assess(made, DEFAULT_POLICY))


@pytest.mark.parametrize("lower", range(len(LADDER) - 1))
def test_a_gate_removed_never_lowers_a_chain(lower: int) -> None:
    scores = [
        rated(inventory(chain(ALERT, into="acme-one", gate=gate))).chain_risks[0].score
        for gate in LADDER
    ]
    assert scores[lower].least <= scores[lower + 1].least
    assert scores[lower].most <= scores[lower + 1].most


def test_who_approves_what_is_their_own_holds_a_chain_half() -> None:
    def missing(*, seen: bool | None, then: GateKind = GateKind.NONE) -> Span:
        gate = ApprovalGate(kind=GateKind.PRE_APPROVAL, self_approved=seen)
        asks = make_deployment(ROUTE, autonomy=Autonomy.ADVISORY, gate=gate, source="workflow")
        made = chain(asks, RUNS, gate=GateKind.PRE_APPROVAL)
        last = made.steps[-1].model_copy(update={"gate": then})
        made = made.model_copy(update={"steps": (*made.steps[:-1], last)})
        return rated(inventory(made, deployments=(asks, RUNS))).chain_risks[0].deficit

    assert missing(seen=None) == missing(seen=False) == Span.of(0.1)
    assert missing(seen=True) == Span.of(0.5)
    assert missing(seen=True, then=GateKind.PRE_APPROVAL) == Span.of(0.1)
    assert missing(seen=True, then=GateKind.UNKNOWN) == Span(least=0.1, most=0.5)


def test_a_heavier_context_never_lowers_a_chain() -> None:
    made = inventory(
        chain(ALERT, into="acme-one"),
        contexts={
            "Clinic": ClientContext(regulations=("HIPAA",), criticality="critical"),
            "Bakery": ClientContext(regulations=("none",), criticality="low"),
        },
    )
    names = {one.id: one.name for one in made.clients}
    by = {names[one.client]: one.score for one in rated(made).chain_risks}
    assert by["Clinic"].least > by["Bakery"].least


def test_a_chain_that_may_be_none_begins_at_nothing() -> None:
    sure, perhaps = (
        rated(inventory(chain(ALERT, into="acme-one", doubt=doubt))).chain_risks[0].score
        for doubt in (None, "on which board is not told")
    )
    assert perhaps.least == 0
    assert perhaps.most == sure.most


def test_an_effect_that_a_step_is_rated_for_is_not_counted_again() -> None:
    rating = rated(inventory(chain(ALERT, RUNS)))
    for one in rating.chain_risks:
        own = rating.by_place[RUNS.key, one.client]
        assert one.counted_at == RUNS.key
        assert one.score.least >= own.score.least
        assert one.adds == round(max(0.0, one.score.least - own.score.least), 1)


def test_what_no_setting_stands_for_is_added_whole() -> None:
    for one in rated(inventory(chain(ALERT, into="acme-one"))).chain_risks:
        assert one.counted_at is None
        assert one.adds == one.score.least > 0


def test_of_two_chains_with_one_end_the_gravest_counts() -> None:
    other = make_deployment(
        ROUTE,
        autonomy=Autonomy.ADVISORY,
        gate=GateKind.NOT_APPLICABLE,
        source="other",
    )
    rating = rated(
        inventory(
            chain(ALERT, into="acme-one"),
            chain(other, into="acme-one", gate=GateKind.VETO_WINDOW),
            deployments=(ALERT, other),
        )
    )
    added = [one.adds for one in rating.chain_risks]
    assert sorted(bool(one) for one in added) == [False] * 3 + [True] * 3


def test_chains_are_part_of_what_is_gravest_for_a_client() -> None:
    alone = rated(inventory(deployments=(ALERT,)))
    chained = rated(inventory(chain(ALERT, into="acme-one"), deployments=(ALERT,)))
    for one, other in zip(alone.clients, chained.clients, strict=True):
        assert other.highest.least > one.highest.least
        assert sum(other.chains.values()) == 1


def test_the_change_that_clears_most_may_be_to_break_a_link() -> None:
    rating = rated(inventory(chain(ALERT, into="acme-one"), deployments=(ALERT,)))
    (change,) = rating.changes
    assert change.source_object.id == "workflow"
    assert change.remedy.startswith("Break this link: alert workflow opens tickets.")
    assert change.link == "alert workflow opens tickets"
    assert len(change.chain_rows) == len(NAMES)
    assert change.share == 1


def test_a_chain_is_broken_where_most_is_cleared_and_counted_there_alone() -> None:
    rating = rated(inventory(chain(ALERT, RUNS)))
    (change,) = rating.changes
    assert change.source_object.id == "rule"
    weight = sum(one.score.least for one in rating.risks if one.deployment == RUNS.key)
    weight += sum(one.adds for one in rating.chain_risks)
    assert change.weight == pytest.approx(weight, abs=0.2)
    assert len(set(change.findings)) == len(change.findings)


def test_two_chains_through_one_step_are_broken_there() -> None:
    others = [
        make_deployment(
            ROUTE, autonomy=Autonomy.ADVISORY, gate=GateKind.NOT_APPLICABLE, source=name
        )
        for name in ("a", "b")
    ]
    made = inventory(
        *(chain(one, ALERT, into="acme-one") for one in others), deployments=(ALERT, *others)
    )
    (change,) = rated(made).changes
    assert change.source_object.id == "workflow"
    assert len({key for key, _ in change.chain_rows}) == 2


def test_one_client_is_told_its_own_weight_alone() -> None:
    rating = rated(inventory(chain(ALERT, into="acme-one"), deployments=(ALERT,)))
    client = rating.chain_risks[0].client
    (change,) = rating.changes_for(client)
    assert change.clients == (client,)
    assert {each for _, each in change.chain_rows} == {client}
    assert change.weight == rating.chain_by_place[change.chain_rows[0]].adds
