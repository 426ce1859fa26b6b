"""Oversight lines and waivers together, and what they say of one decision.

Lines are read from the top; the first that matches a decision counts. A line may hold only above a
threshold (`when`); where a deployment does not split on that dimension, several lines are possible
and the answer is undetermined unless they agree. What no line speaks of needs approval: where only
lines with such thresholds are left, that is possible too.
"""

from __future__ import annotations

import hashlib

from aigov_connectors.inventory import BreakdownPart, Client, DecisionKind, Exact
from aigov_connectors.policy.lines import OversightLine, Permission, Ruling
from aigov_connectors.policy.shipped import DEFAULT_LINES
from aigov_connectors.policy.waivers import Waiver

__all__ = ["DEFAULT_POLICY", "Policy"]

_NO_LINE = "no line speaks of it"


class Policy(Exact):
    """Oversight lines and waivers, as `assess` applies them."""

    lines: tuple[OversightLine, ...] = DEFAULT_LINES
    waivers: tuple[Waiver, ...] = ()

    @property
    def digest(self) -> str:
        """Names the policy, so that a change of it never reads as drift."""
        return "sha256:" + hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def tells_clients_apart(self, decision: DecisionKind, *, feature: str | None = None) -> bool:
        """Whether a line about some clients only may speak of this decision."""
        return any(
            line.chooses_clients
            and (not line.decisions or decision in line.decisions)
            and line.concerns_feature(feature)
            for line in self.lines
        )

    def ruling(
        self,
        decision: DecisionKind,
        part: BreakdownPart | None,
        client: Client | None,
        *,
        feature: str | None = None,
    ) -> Ruling:
        """What may be done alone; a decision that no line speaks of needs approval."""
        possible: list[tuple[str, Permission]] = []
        for line in self.lines:
            if not line.concerns(decision, client, feature):
                continue
            holds = True if line.when is None else line.when.holds_for(part)
            if holds is False:
                continue
            possible.append((line.name, line.allowed))
            if holds:
                break
        else:  # every threshold above may be missed
            possible.append((_NO_LINE, Permission.AFTER_APPROVAL))
        permissions = {allowed for _, allowed in possible}
        agreed = permissions.pop() if len(permissions) == 1 else None
        return Ruling(permission=agreed, line=" / ".join(name for name, _ in possible))


DEFAULT_POLICY = Policy()
"""Used where no configuration says otherwise."""
