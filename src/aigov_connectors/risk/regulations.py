"""The regulations that are known, and what a client's context makes of a risk."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from aigov_connectors.inventory import ClientContext, DecisionKind, Exact, IsoDate
from aigov_connectors.risk.span import Span

__all__ = ["NONE", "Regulation", "context_factor", "known_regulations", "regulation_named"]

NONE = "none"
"""The word that says: under no regulation. No word at all leaves it open."""

REGULATED = 1.25
CHANGE_CONTROLLED = 1.1
CRITICALITY = {"low": 0.8, "normal": 1.0, "high": 1.25, "critical": 1.5}
HIGHEST_CONTEXT = REGULATED * CHANGE_CONTROLLED * max(CRITICALITY.values())

# What changes neither a system nor how someone is served is no change to control.
_NO_CHANGE = frozenset({DecisionKind.INFORM, DecisionKind.DRAFT_CONTENT, DecisionKind.COLLECT_DATA})


class Regulation(Exact):
    """One regulation, and whether it asks that changes are controlled."""

    name: str
    """As the configuration names it."""
    full_name: str
    also: tuple[str, ...] = ()
    changes: bool
    because: str
    source: str


class _File(Exact):
    checked: IsoDate
    regulations: tuple[Regulation, ...]


@cache
def known_regulations() -> tuple[Regulation, ...]:
    """The regulations that are known, in the order of the data file."""
    text = (files(__package__) / "regulations.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    for one in table["regulations"]:
        one["also"] = tuple(one.get("also", ()))
    table["regulations"] = tuple(Regulation(**one) for one in table["regulations"])
    return _File(**table).regulations


def regulation_named(word: str) -> Regulation | None:
    """Find a regulation by any of its names, whatever the case of the letters."""
    folded = word.strip().casefold()
    for one in known_regulations():
        if folded in {name.casefold() for name in (one.name, one.full_name, *one.also)}:
            return one
    return None


def context_factor(context: ClientContext, decision: DecisionKind) -> Span:
    """What the client's context multiplies a risk by; a span where the context is not told.

    Regulated clients count 1.25 times; where changes must be controlled, decisions that change
    something 1.1 times; criticality from 0.8 to 1.5. A criticality that is not told is normal:
    it is the MSP's own ranking, not a fact that somebody could look up.
    """
    factor = Span.of(CRITICALITY[context.criticality or "normal"])
    words = {word.strip().casefold() for word in context.regulations}
    if words - {NONE}:
        factor *= Span.of(REGULATED)
    elif not words:
        factor *= Span(least=1.0, most=REGULATED)
    if decision in _NO_CHANGE:
        return factor
    controlled = _is_change_controlled(context)
    if controlled:
        factor *= Span.of(CHANGE_CONTROLLED)
    elif controlled is None:
        factor *= Span(least=1.0, most=CHANGE_CONTROLLED)
    return factor


def _is_change_controlled(context: ClientContext) -> bool | None:
    """What the configuration says; else whether a regulation asks for it, None if not known."""
    if context.change_control is not None:
        return context.change_control
    words = [word for word in context.regulations if word.strip().casefold() != NONE]
    if not words:
        return False if context.regulations else None
    known = [regulation_named(word) for word in words]
    if any(one is not None and one.changes for one in known):
        return True
    return None if None in known else False
