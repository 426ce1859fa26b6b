"""The MSP's oversight policy: what may be decided alone, what needs a person, and the waivers.

Lines are read from the top; the first that matches a decision counts. A line may hold only above a
threshold (`when`); where a deployment does not split on that dimension, several lines are possible
and the answer is undetermined unless they agree.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any, Self

from pydantic import Field, model_validator

from aigov_connectors.inventory import (
    Autonomy,
    BreakdownPart,
    Client,
    DecisionKind,
    Dimension,
    Exact,
    IsoDate,
    JsonScalar,
    Operator,
)

__all__ = [
    "DEFAULT_LINES",
    "DEFAULT_POLICY",
    "OversightLine",
    "Permission",
    "Policy",
    "Ruling",
    "Threshold",
    "Waiver",
]

SCALES: dict[Dimension, tuple[str, ...]] = {
    Dimension.CONFIDENCE: ("informational", "suspicious", "malicious"),
    Dimension.SEVERITY: ("info", "low", "medium", "high", "critical"),
}
"""Words of a dimension from the least to the most; other dimensions are numbers or plain words."""

_COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQ: lambda one, other: bool(one == other),
    Operator.NE: lambda one, other: bool(one != other),
    Operator.LT: lambda one, other: bool(one < other),
    Operator.LE: lambda one, other: bool(one <= other),
    Operator.GT: lambda one, other: bool(one > other),
    Operator.GE: lambda one, other: bool(one >= other),
}


class Permission(StrEnum):
    """How far a decision may go without a person."""

    ALONE = "alone"
    WITH_VETO_WINDOW = "with_veto_window"
    AFTER_APPROVAL = "after_approval"

    def allows(self, autonomy: Autonomy) -> bool:
        """Whether a feature of this autonomy stays within the permission."""
        return autonomy in _ALLOWED[self]


_ALLOWED = {
    Permission.ALONE: frozenset(
        {Autonomy.ADVISORY, Autonomy.SEMI_AUTONOMOUS, Autonomy.FULLY_AUTONOMOUS}
    ),
    Permission.WITH_VETO_WINDOW: frozenset({Autonomy.ADVISORY, Autonomy.SEMI_AUTONOMOUS}),
    Permission.AFTER_APPROVAL: frozenset({Autonomy.ADVISORY}),
}


class Threshold(Exact):
    """When a line holds: `confidence ge malicious`, `endpoints le 10`."""

    dimension: Dimension
    operator: Operator
    value: JsonScalar

    @model_validator(mode="after")
    def _word_is_on_the_scale(self) -> Self:
        scale = SCALES.get(self.dimension)
        if scale is not None and self.value not in scale:
            raise ValueError(f"{self.dimension} knows {', '.join(scale)}, not {self.value!r}")
        return self

    def holds_for(self, part: BreakdownPart | None) -> bool | None:
        """Whether a part lies within the threshold; None where it does not split on it."""
        if part is None or part.dimension is not self.dimension:
            return None
        if part.operator is not Operator.EQ:
            return True if _same(part, self) else None
        scale = SCALES.get(self.dimension)
        one, other = part.value, self.value
        if scale is not None:
            if one not in scale:
                return None
            return _COMPARE[self.operator](scale.index(str(one)), scale.index(str(other)))
        if self.operator in (Operator.EQ, Operator.NE):
            return _COMPARE[self.operator](one, other)
        numbers = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (one, other))
        return _COMPARE[self.operator](one, other) if numbers else None

    def __str__(self) -> str:
        """As a person writes it: `confidence eq malicious`."""
        return f"{self.dimension} {self.operator} {self.value}"


class OversightLine(Exact):
    """One line of the policy."""

    name: str = Field(min_length=1)
    decisions: tuple[DecisionKind, ...] = ()
    """Empty means every decision."""
    when: Threshold | None = None
    allowed: Permission
    clients: tuple[str, ...] = ()
    """Names or ids of clients; empty means all of them."""
    industries: tuple[str, ...] = ()
    regulations: tuple[str, ...] = ()

    def concerns(self, decision: DecisionKind, client: Client | None) -> bool:
        """Whether the line speaks of this decision for this client, its threshold aside."""
        if self.decisions and decision not in self.decisions:
            return False
        if not (self.clients or self.industries or self.regulations):
            return True
        if client is None:
            return False
        context = client.context
        return (
            (not self.clients or bool({client.id, client.name} & set(self.clients)))
            and (
                not self.industries
                or _folded(context.industry or "") in map(_folded, self.industries)
            )
            and (
                not self.regulations
                or bool(
                    {_folded(one) for one in context.regulations}
                    & {_folded(one) for one in self.regulations}
                )
            )
        )


class Ruling(Exact):
    """What the policy says of one decision of one part of a deployment."""

    permission: Permission | None
    """None where several lines are possible and they disagree."""
    line: str
    """The name of the line, or of the lines that are possible."""


class Waiver(Exact):
    """A finding that someone accepts for a time; it stays visible, marked."""

    rule: str
    deployment: str | None = None
    feature: str | None = None
    connection: str | None = None
    client: str | None = None
    """Name or id; None covers all clients."""
    owner: str = Field(min_length=1)
    reason: str = Field(min_length=1)
    until: IsoDate

    def is_valid_on(self, day: date) -> bool:
        """Whether it still holds."""
        return day <= self.until


DEFAULT_LINES: tuple[OversightLine, ...] = (
    OversightLine(
        name="preventive blocks may act alone",
        decisions=(DecisionKind.BLOCK_EXECUTION,),
        allowed=Permission.ALONE,
    ),
    OversightLine(
        name="file containment may act alone on malicious verdicts",
        decisions=(DecisionKind.CONTAIN_FILE, DecisionKind.MODIFY_DOCUMENT),
        when=Threshold(dimension=Dimension.CONFIDENCE, operator=Operator.EQ, value="malicious"),
        allowed=Permission.ALONE,
    ),
    OversightLine(
        name="housekeeping, notices and drafts may act alone",
        decisions=(
            DecisionKind.INFORM,
            DecisionKind.DRAFT_CONTENT,
            DecisionKind.COLLECT_DATA,
            DecisionKind.NORMALIZE_DATA,
            DecisionKind.REMOVE_DEVICE,
            DecisionKind.REFUSE_DEVICE,
        ),
        allowed=Permission.ALONE,
    ),
    OversightLine(
        name="patches may be approved in stages that someone can stop",
        decisions=(DecisionKind.APPROVE_PATCH,),
        allowed=Permission.WITH_VETO_WINDOW,
    ),
    OversightLine(
        name="everything else needs a person's approval",
        allowed=Permission.AFTER_APPROVAL,
    ),
)
"""The lines that ship; a configuration's own lines are read before them."""


class Policy(Exact):
    """Oversight lines and waivers, as `assess` applies them."""

    lines: tuple[OversightLine, ...] = DEFAULT_LINES
    waivers: tuple[Waiver, ...] = ()

    @property
    def digest(self) -> str:
        """Names the policy, so that a change of it never reads as drift."""
        return "sha256:" + hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def ruling(
        self, decision: DecisionKind, part: BreakdownPart | None, client: Client | None
    ) -> Ruling:
        """What may be done alone; a decision that no line speaks of needs approval."""
        possible: list[OversightLine] = []
        for line in self.lines:
            if not line.concerns(decision, client):
                continue
            holds = True if line.when is None else line.when.holds_for(part)
            if holds is False:
                continue
            possible.append(line)
            if holds:
                break
        names = " / ".join(line.name for line in possible) or "no line speaks of it"
        permissions = {line.allowed for line in possible} or {Permission.AFTER_APPROVAL}
        agreed = permissions.pop() if len(permissions) == 1 else None
        return Ruling(permission=agreed, line=names)


DEFAULT_POLICY = Policy()
"""Used where no configuration says otherwise."""


def _same(part: BreakdownPart, threshold: Threshold) -> bool:
    return (part.operator, part.value) == (threshold.operator, threshold.value)


def _folded(word: str) -> str:
    return word.strip().casefold()
