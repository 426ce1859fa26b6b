"""Ways through a workflow, against all ways written out one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from aigov_connectors.sentinelone.normalize.workflow_graph import Kind, Way, reachable, ways

Edges = dict[str, tuple[tuple[str, bool], ...]]

NAMES = [str(number) for number in range(6)]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[dict[str, Kind], Edges]:
    """Up to six steps of any kind, joined at random: loops, dead ends, islands."""
    names = NAMES[: draw(st.integers(1, 6))]
    kinds = {name: draw(st.sampled_from(list(Kind))) for name in names}
    kinds["0"] = Kind.PASSES
    pair = st.tuples(st.sampled_from(names), st.booleans())
    edges = {name: tuple(draw(st.lists(pair, max_size=3))) for name in names}
    return kinds, edges


def every_way(edges: Edges, start: str = "0") -> Iterator[tuple[Way, tuple[bool, ...]]]:
    """All ways that pass no step twice, each with what stands on its edges."""
    stack: list[tuple[Way, tuple[bool, ...]]] = [((start,), ())]
    while stack:
        way, guards = stack.pop()
        yield way, guards
        for target, guarded in edges.get(way[-1], ()):
            if target not in way:
                stack.append(((*way, target), (*guards, guarded)))


def asks_somebody(way: Way, kinds: dict[str, Kind]) -> bool:
    return any(kinds[one] is Kind.ASKS for one in way[:-1])


def may_pass_unasked(way: Way, guards: tuple[bool, ...], kinds: dict[str, Kind]) -> bool:
    return all(kinds[one] is not Kind.ASKS or not guards[at] for at, one in enumerate(way[:-1]))


def is_plain(way: Way, kinds: dict[str, Kind]) -> bool:
    return not any(kinds[one] in (Kind.ASKS, Kind.UNKNOWN) for one in way[:-1])


@settings(max_examples=250, deadline=None)
@given(graphs())
def test_it_is_gated_only_if_every_way_to_what_acts_passes_a_person(
    graph: tuple[dict[str, Kind], Edges],
) -> None:
    kinds, edges = graph
    found = ways("0", kinds, edges)
    written_out = list(every_way(edges))
    acting = (Kind.ACTS, Kind.UNKNOWN)

    ungated = {way[-1] for way, _ in written_out if is_plain(way, kinds)}
    assert set(found.ungated) == {one for one in ungated if kinds[one] is Kind.ACTS}

    open_ends = {way[-1] for way, guards in written_out if may_pass_unasked(way, guards, kinds)}
    doubtful = {one for one in open_ends if kinds[one] in acting} - set(found.ungated)
    assert set(found.doubtful) == doubtful

    reached = {way[-1] for way, _ in written_out if kinds[way[-1]] in acting}
    assert set(found.gated) == reached - set(found.ungated) - doubtful
    for one in found.gated:
        assert all(asks_somebody(way, kinds) for way, _ in written_out if way[-1] == one)


@settings(max_examples=100, deadline=None)
@given(graphs())
def test_the_way_that_is_named_is_one_and_no_other_is_shorter(
    graph: tuple[dict[str, Kind], Edges],
) -> None:
    kinds, edges = graph
    for end, way in ways("0", kinds, edges).ungated.items():
        assert (way[0], way[-1]) == ("0", end)
        assert all(
            any(target == after for target, _ in edges[before]) for before, after in pairwise(way)
        )
        assert is_plain(way, kinds)
        others = [
            len(one) for one, _ in every_way(edges) if one[-1] == end and is_plain(one, kinds)
        ]
        assert len(way) == min(others)


@settings(max_examples=80, deadline=None)
@given(graphs())
def test_what_comes_after_a_step_is_what_a_way_leads_to(
    graph: tuple[dict[str, Kind], Edges],
) -> None:
    _, edges = graph
    after = {way[-1] for way, _ in every_way(edges) if len(way) > 1}
    assert reachable("0", edges) - {"0"} == after


def test_a_way_out_of_a_gate_on_which_nobody_answered_proves_nothing() -> None:
    kinds = {"0": Kind.PASSES, "1": Kind.ASKS, "2": Kind.ACTS}
    answered = ways("0", kinds, {"0": (("1", True),), "1": (("2", True),)})
    assert (list(answered.gated), list(answered.doubtful)) == (["2"], [])
    run_out = ways("0", kinds, {"0": (("1", True),), "1": (("2", False),)})
    assert (list(run_out.gated), list(run_out.doubtful)) == ([], ["2"])
