"""The formula of a risk, as published: impact of the action, times the deficit of oversight.

    score = 100 * impact / 5 * deficit * aggravation / 1.331 * context / 2.0625

Every factor is a number or, where something could not be told, a span from the least to the most
that it can be; so is the score. More autonomy, a gate removed or a heavier context never lowers
it. Nothing here is a probability: the score orders what to look at first.
"""

from __future__ import annotations

from enum import StrEnum

from aigov_connectors.inventory import (
    ApprovalGate,
    Autonomy,
    Availability,
    DecisionKind,
    Deployment,
    GateKind,
)
from aigov_connectors.risk.regulations import HIGHEST_CONTEXT
from aigov_connectors.risk.span import Span

__all__ = [
    "ANY_AGGRAVATION",
    "IMPACT",
    "RiskLevel",
    "aggravation",
    "deficit",
    "held_back",
    "held_by_oneself",
    "level_of",
    "score",
]

HIGHEST_IMPACT = 5

IMPACT: dict[DecisionKind, Span] = {
    DecisionKind.INFORM: Span.of(0.5),
    DecisionKind.DRAFT_CONTENT: Span.of(0.5),
    DecisionKind.COLLECT_DATA: Span.of(1),
    DecisionKind.NORMALIZE_DATA: Span.of(0.5),
    DecisionKind.ROUTE_TICKET: Span.of(1),
    DecisionKind.PRIORITIZE_TICKET: Span.of(1),
    DecisionKind.CHANGE_TICKET: Span.of(1),
    DecisionKind.CLOSE_TICKET: Span.of(2),
    DecisionKind.REPLY_TO_PERSON: Span.of(3),
    DecisionKind.ADMIT_DEVICE: Span.of(2),
    DecisionKind.REFUSE_DEVICE: Span.of(2),
    DecisionKind.REMOVE_DEVICE: Span.of(2),
    DecisionKind.APPROVE_PATCH: Span.of(3),
    DecisionKind.WITHHOLD_PATCH: Span.of(2),
    DecisionKind.INSTALL_SOFTWARE: Span.of(4),
    DecisionKind.RESTART_ENDPOINT: Span.of(3),
    DecisionKind.CHANGE_CONFIGURATION: Span.of(4),
    DecisionKind.BLOCK_EXECUTION: Span.of(2),
    DecisionKind.CONTAIN_FILE: Span.of(3),
    DecisionKind.MODIFY_DOCUMENT: Span.of(3),
    DecisionKind.ISOLATE_ENDPOINT: Span.of(4),
    DecisionKind.DISABLE_DETECTION: Span.of(4),
    DecisionKind.REMEDIATE_ENDPOINT: Span.of(4),
    DecisionKind.RUN_SCRIPT: Span.of(5),
    DecisionKind.ROLL_BACK_ENDPOINT: Span.of(5),
    DecisionKind.UNKNOWN: Span(least=0.5, most=5),
}
"""What a decision can do to a client, from a notice (0.5) to anything a script can do (5)."""

ASKED_FIRST = 0.1
SELF_APPROVED = 0.5
STOPPABLE = 0.5
REVIEWED = 0.8
NOBODY = 1.0

_WORSE = 1.1
_FACTORS = 3
HIGHEST_AGGRAVATION = _WORSE**_FACTORS

_DEFICIT: dict[tuple[Autonomy, GateKind], Span] = {
    (Autonomy.SEMI_AUTONOMOUS, GateKind.VETO_WINDOW): Span.of(STOPPABLE),
    (Autonomy.SEMI_AUTONOMOUS, GateKind.UNKNOWN): Span(least=STOPPABLE, most=NOBODY),
    (Autonomy.FULLY_AUTONOMOUS, GateKind.POST_REVIEW): Span.of(REVIEWED),
    (Autonomy.FULLY_AUTONOMOUS, GateKind.NONE): Span.of(NOBODY),
    (Autonomy.FULLY_AUTONOMOUS, GateKind.UNKNOWN): Span(least=REVIEWED, most=NOBODY),
}
_OPEN = Span(least=ASKED_FIRST, most=NOBODY)
_HELD_BACK: dict[GateKind, Span] = {
    GateKind.PRE_APPROVAL: Span.of(ASKED_FIRST),
    GateKind.VETO_WINDOW: Span.of(STOPPABLE),
    GateKind.POST_REVIEW: Span.of(REVIEWED),
    GateKind.UNKNOWN: _OPEN,
}
ANY_AGGRAVATION = Span(least=1, most=HIGHEST_AGGRAVATION)
"""Of what is done where no setting of ours stands for it."""

_WORSENS: dict[Availability, Span] = {
    Availability.AVAILABLE: Span.of(1),
    Availability.NOT_AVAILABLE: Span.of(_WORSE),
    Availability.UNKNOWN: Span(least=1, most=_WORSE),
}
_UNTOLD = {True: Span.of(1), False: Span.of(_WORSE), None: Span(least=1, most=_WORSE)}


class RiskLevel(StrEnum):
    """A score in a word."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for `low`, up to 3 for `critical`."""
        return list(RiskLevel).index(self)


FROM: dict[RiskLevel, float] = {
    RiskLevel.LOW: 0,
    RiskLevel.MEDIUM: 15,
    RiskLevel.HIGH: 35,
    RiskLevel.CRITICAL: 60,
}
"""The least score of each level."""


def level_of(number: float) -> RiskLevel:
    """The word for a score."""
    return max((level for level in RiskLevel if number >= FROM[level]), key=lambda one: one.rank)


def deficit(autonomy: Autonomy, gate: ApprovalGate, decision: DecisionKind) -> Span:
    """How much of a person's oversight is missing, from 0 (all of it is there) to 1 (none).

    Asked first: 0.1, or 0.5 where those who approve are seen to approve what is their own.
    A veto window: 0.5. Review afterwards: 0.8. Nobody: 1; also where detection stands switched off.
    """
    if autonomy is Autonomy.UNKNOWN:
        return _OPEN
    if decision is DecisionKind.DISABLE_DETECTION and gate.kind is not GateKind.PRE_APPROVAL:
        # It lasts, and nobody is asked each time: that it acts by nothing holds nothing back.
        return _OPEN if gate.kind is GateKind.UNKNOWN else Span.of(NOBODY)
    if autonomy is Autonomy.ADVISORY:
        return Span.of(SELF_APPROVED if gate.self_approved else ASKED_FIRST)
    return _DEFICIT[autonomy, gate.kind]


def held_back(weakest: GateKind) -> Span:
    """How much of a person's oversight is missing on a path, by its weakest gate; see `deficit`."""
    return _HELD_BACK.get(weakest, Span.of(NOBODY))


def held_by_oneself(*, others: Span) -> Span:
    """The same of a path that none hold but people who approve what is their own.

    `others` is what the path comes to without them: another person may be on it, unseen.
    """
    return Span(least=min(SELF_APPROVED, others.least), most=min(SELF_APPROVED, others.most))


def aggravation(deployment: Deployment) -> Span:
    """What makes it worse, 1.1 times each: no way back, no way to stop it, nobody is told."""
    return (
        _WORSENS[deployment.rollback.state]
        * _WORSENS[deployment.override.state]
        * _UNTOLD[deployment.informs]
    )


def score(impact: Span, missing: Span, worse: Span, context: Span) -> Span:
    """Put the factors together; from 0 to 100."""
    scale = 100 / (HIGHEST_IMPACT * HIGHEST_AGGRAVATION * HIGHEST_CONTEXT)
    whole = impact * missing * worse * context * Span.of(scale)
    least, most = (min(100.0, round(one, 1)) for one in (whole.least, whole.most))
    return Span(least=least, most=most)
