"""Chains in the comparison of two runs: what came, went, is held less, reaches more."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from rich.console import Console
from tests.drift.estate import FEATURE, ONE, TWO, snapshot, told, unread

from aigov_connectors.cli.show.drift import drift_view
from aigov_connectors.drift import Aspect, Cause, Direction, Move, diff
from aigov_connectors.inventory import (
    ApprovalGate,
    Basis,
    Chain,
    ChainStep,
    ConnectionStatus,
    DecisionKind,
    Gap,
    GapReason,
    GateKind,
    Reach,
)
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.testing import make_deployment, make_evidence

FIRST = make_deployment(FEATURE, source="1", source_name="alert workflow")
LAST = make_deployment(FEATURE, source="2", source_name="board rule")
PROOF = make_evidence("/link", "called")


def chain(
    *,
    gate: GateKind = GateKind.NONE,
    doubt: str | None = None,
    clients: Iterable[str] = ("one",),
    decisions: tuple[DecisionKind, ...] = (DecisionKind.RUN_SCRIPT,),
    reach: Reach = Reach.LISTED,
) -> Chain:
    """The workflow opens a ticket, the board's rule runs a script."""
    return Chain(
        id="c1",
        steps=(
            ChainStep(
                deployment=FIRST.key,
                link="opens tickets",
                evidence=(PROOF.id,),
                gate=gate,
                doubt=doubt,
            ),
            ChainStep(deployment=LAST.key, gate=GateKind.NONE),
        ),
        weakest_gate=ApprovalGate(kind=gate),
        clients=tuple(clients),
        decisions=decisions,
        basis=Basis.OBSERVED if doubt is None else Basis.INFERRED,
        reach=reach,
    )


def run(*chains: Chain, **more: object) -> Snapshot:
    made = snapshot(FIRST, LAST, evidence=(PROOF,), rules=(), **more)  # type: ignore[arg-type]
    ids = {one.name: one.id for one in made.inventory.clients}
    known = {"one": ids.get("One", "one"), "two": ids.get("Two", "two")}
    named = tuple(
        one.model_copy(update={"clients": tuple(known[each] for each in one.clients)})
        for one in chains
    )
    inventory = made.inventory.model_copy(update={"chains": named})
    return made.model_copy(update={"inventory": inventory})


@pytest.mark.parametrize(
    ("before", "after", "move", "direction"),
    [
        ((), (chain(),), Move.APPEARED, Direction.WORSE),
        ((chain(),), (), Move.GONE, Direction.BETTER),
        ((), (chain(gate=GateKind.PRE_APPROVAL),), Move.APPEARED, Direction.UNCLEAR),
        ((chain(gate=GateKind.PRE_APPROVAL),), (), Move.GONE, Direction.UNCLEAR),
        ((chain(doubt="on which board is not told"),), (), Move.GONE, Direction.UNCLEAR),
        ((chain(gate=GateKind.PRE_APPROVAL),), (chain(),), Move.FELL, Direction.WORSE),
        ((chain(),), (chain(gate=GateKind.VETO_WINDOW),), Move.ROSE, Direction.BETTER),
        ((chain(),), (chain(gate=GateKind.UNKNOWN),), Move.HIDDEN, Direction.UNSEEN),
        ((chain(gate=GateKind.UNKNOWN),), (chain(),), Move.REVEALED, Direction.SEEN),
        ((chain(),), (chain(clients=("one", "two")),), Move.ROSE, Direction.WORSE),
        ((chain(clients=("one", "two")),), (chain(),), Move.FELL, Direction.BETTER),
        ((chain(doubt="a link is concluded"),), (chain(),), Move.REVEALED, Direction.SEEN),
        ((chain(),), (chain(doubt="a link is concluded"),), Move.HIDDEN, Direction.UNSEEN),
        (
            (chain(),),
            (chain(decisions=(DecisionKind.CLOSE_TICKET,)),),
            Move.CHANGED,
            Direction.UNCLEAR,
        ),
    ],
)
def test_what_became_of_a_chain(
    before: tuple[Chain, ...], after: tuple[Chain, ...], move: Move, direction: Direction
) -> None:
    (change,) = diff(run(*before), run(*after)).changes

    assert (change.aspect, change.move, change.direction) == (Aspect.CHAIN, move, direction)
    assert change.subject.name == "alert workflow > board rule"


@pytest.mark.parametrize(
    "blind",
    [
        {"gaps": (unread(),)},
        {"status": ConnectionStatus.FAILED},
        {
            "gaps": (
                Gap(
                    connection="acme-one",
                    vendor="acme",
                    resource="chains",
                    subject="chains beyond the first 500",
                    reason=GapReason.TRUNCATED,
                    remedy="Read fewer connections.",
                ),
            )
        },
    ],
    ids=["a step was refused", "a tool was not read", "not all ways were followed"],
)
def test_a_chain_that_could_not_be_seen_is_never_gone_nor_new(blind: dict[str, object]) -> None:
    hidden = told(run(chain()), run(**blind), Aspect.CHAIN)
    assert [each[1:] for each in hidden] == [("hidden", "unseen", "visibility")]

    shown = told(run(**blind), run(chain()), Aspect.CHAIN)
    assert [each[1:] for each in shown] == [("revealed", "seen", "visibility")]


def test_clients_that_a_step_can_no_longer_be_told_to_reach_have_not_left() -> None:
    before = run(chain(clients=("one", "two")))
    after = run(chain(reach=Reach.UNKNOWN, clients=("one",)))

    moved = [each[1:3] for each in told(before, after, Aspect.CHAIN)]
    assert moved == [("hidden", "unseen")]


def test_an_unknown_reach_lets_nobody_join_a_chain() -> None:
    listed = run(chain(clients=("one",)))
    unknown = run(chain(reach=Reach.UNKNOWN, clients=("one", "two")))

    (lost,) = diff(listed, unknown).changes
    assert (lost.move, lost.direction) == (Move.HIDDEN, Direction.UNSEEN)
    assert lost.cause is Cause.VISIBILITY
    assert (lost.before, lost.after) == ("1 client", "perhaps 2 clients")
    assert "now reaches" not in lost.because
    (back,) = diff(unknown, listed).changes
    assert (back.move, back.direction) == (Move.REVEALED, Direction.SEEN)
    assert "no longer reaches" not in back.because


def test_clients_of_a_reach_that_is_unknown_in_both_runs_tell_neither_more_nor_less() -> None:
    fewer = run(chain(reach=Reach.UNKNOWN, clients=("one",)))
    more = run(chain(reach=Reach.UNKNOWN, clients=("one", "two")))

    for before, after in ((fewer, more), (more, fewer)):
        (change,) = diff(before, after).changes
        assert (change.move, change.direction) == (Move.CHANGED, Direction.UNCLEAR)
        assert change.cause is Cause.VISIBILITY
        assert ", a chain, perhaps " in change.because


def test_chains_of_which_nothing_was_shown_or_hidden_are_not_said_to_be_visible_now() -> None:
    few, many = (
        run(
            *(
                chain(reach=Reach.UNKNOWN, clients=clients).model_copy(update={"id": f"c{number}"})
                for number in range(3)
            )
        )
        for clients in (("one",), ("one", "two"))
    )
    console = Console(width=200)
    with console.capture() as captured:
        console.print(drift_view(diff(few, many), {}))

    words = " ".join(captured.get().split())
    assert "3 changed; " in words
    assert "visible" not in words


def test_a_chain_that_only_the_catalogue_reads_is_no_drift() -> None:
    (change,) = [
        one
        for one in diff(run(), run(chain(), catalogue="sha256:01")).changes
        if one.aspect is Aspect.CHAIN
    ]
    assert (change.cause.value, change.direction) == ("catalogue_update", Direction.UNCLEAR)


def test_the_same_chain_is_no_change() -> None:
    assert diff(run(chain()), run(chain())).changes == ()


def test_the_estate_has_both_clients() -> None:
    assert {ONE.name, TWO.name} == {one.name for one in run().inventory.clients}
