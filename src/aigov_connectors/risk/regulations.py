"""What a client's context makes of a risk, its regulations among it."""

from __future__ import annotations

from aigov_connectors.inventory import ClientContext, DecisionKind
from aigov_connectors.policy.regulations import (
    Regulation,
    known_regulations,
    regulation_named,
    regulations_of,
)
from aigov_connectors.risk.span import Span

__all__ = ["Regulation", "context_factor", "known_regulations", "regulation_named"]

REGULATED = 1.25
CHANGE_CONTROLLED = 1.1
CRITICALITY = {"low": 0.8, "normal": 1.0, "high": 1.25, "critical": 1.5}
HIGHEST_CONTEXT = REGULATED * CHANGE_CONTROLLED * max(CRITICALITY.values())

# What changes neither a system nor how someone is served is no change to control.
_NO_CHANGE = frozenset({DecisionKind.INFORM, DecisionKind.DRAFT_CONTENT, DecisionKind.COLLECT_DATA})


def context_factor(context: ClientContext, decision: DecisionKind) -> Span:
    """What the client's context multiplies a risk by; a span where the context is not told.

    Regulated clients count 1.25 times; where changes must be controlled, decisions that change
    something 1.1 times; criticality from 0.8 to 1.5. A criticality that is not told is normal:
    it is the MSP's own ranking, not a fact that somebody could look up.
    """
    factor = Span.of(CRITICALITY[context.criticality or "normal"])
    if regulations_of(context):
        factor *= Span.of(REGULATED)
    elif not context.regulations:
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
    words = regulations_of(context)
    if not words:
        return False if context.regulations else None
    known = [regulation_named(word) for word in words]
    if any(one is not None and one.changes for one in known):
        return True
    return None if None in known else False
