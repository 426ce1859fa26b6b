"""Gates as ways through a graph: who is asked between a start and a step that acts.

A workflow is gated only if every way from a start to a step that acts passes a person. Where a step
cannot be read (a snippet, an unknown type, a step that is missing), it may ask and it may act: a
way through it proves neither.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Kind", "Way", "Ways", "passage", "reachable", "ways"]

Way = tuple[str, ...]
"""Ids of steps from a start to the step in question, both included."""


class Kind(StrEnum):
    """What a step does, as far as gates are concerned."""

    PASSES = "passes"
    """Nothing to somebody else: it decides where to go, fetches, waits, tells."""
    ASKS = "asks"
    """A person must say yes before it goes on."""
    ACTS = "acts"
    UNKNOWN = "unknown"
    """It may ask, and it may act."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Steps that act or may act, with a shortest way to each, by the order of finding."""

    ungated: Mapping[str, Way]
    """Steps that act, and nobody is asked on this way."""
    doubtful: Mapping[str, Way]
    """Steps that may act, or that act behind a step that may or may not ask."""
    gated: Mapping[str, Way]
    """Steps that act or may act, and somebody is asked on every way."""


def ways(
    start: str, kinds: Mapping[str, Kind], edges: Mapping[str, Collection[tuple[str, bool]]]
) -> Ways:
    """Sort what is reached from one start.

    Args:
        start: id of the first step.
        kinds: of every step that an edge leads to.
        edges: step to the steps that follow; with each, whether a person who is asked in the step
            really stands before this way out of it (not where time runs out, for instance).
    """
    sure = _walk(start, kinds, edges, stops={Kind.ASKS, Kind.UNKNOWN})
    unasked = _walk(start, kinds, edges, stops={Kind.ASKS}, trusting=False)
    everything = _walk(start, kinds, edges, stops=())
    ungated = {one: way for one, way in sure.items() if kinds[one] is Kind.ACTS}
    doubtful = {
        one: way
        for one, way in unasked.items()
        if kinds[one] in (Kind.ACTS, Kind.UNKNOWN) and one not in ungated
    }
    gated = {
        one: way
        for one, way in everything.items()
        if kinds[one] in (Kind.ACTS, Kind.UNKNOWN) and one not in unasked
    }
    return Ways(ungated, doubtful, gated)


def passage(
    start: str, kinds: Mapping[str, Kind], edges: Mapping[str, Collection[tuple[str, bool]]]
) -> Mapping[str, bool | None]:
    """Tell of every step that is reached whether it is reached with nobody asked.

    None where a step before it may ask. See `ways` for the arguments.
    """
    sure = _walk(start, kinds, edges, stops={Kind.ASKS, Kind.UNKNOWN})
    unasked = _walk(start, kinds, edges, stops={Kind.ASKS}, trusting=False)
    everything = _walk(start, kinds, edges, stops=())
    return {one: True if one in sure else None if one in unasked else False for one in everything}


def reachable(start: str, edges: Mapping[str, Collection[tuple[str, bool]]]) -> frozenset[str]:
    """Every step that comes after `start`, which is one of them only where a way leads back."""
    seen: set[str] = set()
    open_ends = [start]
    while open_ends:
        for target, _ in edges.get(open_ends.pop(), ()):
            if target not in seen:
                seen.add(target)
                open_ends.append(target)
    return frozenset(seen)


def _walk(
    start: str,
    kinds: Mapping[str, Kind],
    edges: Mapping[str, Collection[tuple[str, bool]]],
    *,
    stops: Collection[Kind],
    trusting: bool = True,
) -> dict[str, Way]:
    """Walk breadth first; a step of a kind in `stops` is reached, and not passed.

    Without `trusting`, a way out of a step that asks is followed where nobody stands before it.
    """
    found: dict[str, Way] = {start: (start,)}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        stopped = kinds[here] in stops
        for target, guarded in edges.get(here, ()):
            leaks = not trusting and kinds[here] is Kind.ASKS and not guarded
            if target in found or (stopped and not leaks):
                continue
            found[target] = (*found[here], target)
            queue.append(target)
    return found
