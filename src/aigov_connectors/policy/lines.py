"""One line of the oversight policy: which decisions, of whom, for whom, and how far they may go."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from types import MappingProxyType

from pydantic import Field, field_validator

from aigov_connectors.inventory import (
    CONTAINMENT_DECISIONS,
    Autonomy,
    Client,
    ClientContext,
    DecisionKind,
    Exact,
)
from aigov_connectors.policy.regulations import canonical_regulation
from aigov_connectors.policy.thresholds import Threshold

__all__ = ["GROUPS", "OversightLine", "Permission", "Ruling"]

GROUPS = MappingProxyType(
    {
        "containment": tuple(one for one in DecisionKind if one in CONTAINMENT_DECISIONS),
        "isolation": (DecisionKind.ISOLATE_ENDPOINT,),
        "remediation": (
            DecisionKind.REMEDIATE_ENDPOINT,
            DecisionKind.ROLL_BACK_ENDPOINT,
        ),
        "scripts": (DecisionKind.RUN_SCRIPT,),
        "patching": (
            DecisionKind.APPROVE_PATCH,
            DecisionKind.WITHHOLD_PATCH,
            DecisionKind.INSTALL_SOFTWARE,
        ),
        "devices": (
            DecisionKind.ADMIT_DEVICE,
            DecisionKind.REFUSE_DEVICE,
            DecisionKind.REMOVE_DEVICE,
        ),
        "ticketing": (
            DecisionKind.ROUTE_TICKET,
            DecisionKind.PRIORITIZE_TICKET,
            DecisionKind.CHANGE_TICKET,
            DecisionKind.CLOSE_TICKET,
        ),
        "replies": (DecisionKind.REPLY_TO_PERSON,),
    }
)
"""Words of a service desk for several decisions at once; they may stand among `decisions`."""


_DECISIONS = frozenset(one.value for one in DecisionKind)


class Permission(StrEnum):
    """How far a decision may go without a person."""

    ALONE = "alone"
    WITH_VETO_WINDOW = "with_veto_window"
    AFTER_APPROVAL = "after_approval"

    def allows(self, autonomy: Autonomy) -> bool:
        """Whether a feature of this autonomy stays within the permission."""
        return autonomy in _ALLOWED[self]

    @property
    def words(self) -> str:
        """As a person says it."""
        return _WORDS[self]


_ALLOWED = {
    Permission.ALONE: frozenset(
        {Autonomy.ADVISORY, Autonomy.SEMI_AUTONOMOUS, Autonomy.FULLY_AUTONOMOUS}
    ),
    Permission.WITH_VETO_WINDOW: frozenset({Autonomy.ADVISORY, Autonomy.SEMI_AUTONOMOUS}),
    Permission.AFTER_APPROVAL: frozenset({Autonomy.ADVISORY}),
}

_WORDS = {
    Permission.ALONE: "may act alone",
    Permission.WITH_VETO_WINDOW: "may act if someone can stop it in time",
    Permission.AFTER_APPROVAL: "only after a person's approval",
}


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
    vendors: tuple[str, ...] = ()
    """Vendor ids, such as `ninjaone`; `connectwise` is all of its products."""
    features: tuple[str, ...] = ()
    """Ids of the catalogue, such as `sentinelone.static_ai`."""

    @field_validator("decisions", mode="before")
    @classmethod
    def _words_of_a_desk(cls, decisions: object) -> object:
        """Let one word stand for several decisions: `containment`, `ticketing` (see `GROUPS`)."""
        if not isinstance(decisions, list | tuple):
            return decisions
        spelled: dict[object, None] = {}
        for one in decisions:
            known = isinstance(one, str) and one in _DECISIONS
            group = GROUPS.get(one) if isinstance(one, str) else None
            spelled |= dict.fromkeys(group or (DecisionKind(one) if known else one,))
        return tuple(spelled)

    @property
    def chooses_clients(self) -> bool:
        """Whether it speaks of some clients only."""
        return bool(self.clients or self.industries or self.regulations)

    def concerns(
        self, decision: DecisionKind, client: Client | None, feature: str | None = None
    ) -> bool:
        """Whether the line speaks of this decision for this client, its threshold aside.

        A line about some clients, vendors or features says nothing where those are not known.
        """
        if self.decisions and decision not in self.decisions:
            return False
        if not self.concerns_feature(feature):
            return False
        if not self.chooses_clients:
            return True
        return client is not None and self.concerns_client(client.names, client.context)

    def concerns_feature(self, feature: str | None) -> bool:
        """Whether the line speaks of this feature of the catalogue."""
        if not (self.vendors or self.features):
            return True
        if feature is None:
            return False
        return (not self.features or feature in self.features) and (
            not self.vendors or any(feature.startswith(f"{one}.") for one in self.vendors)
        )

    def concerns_client(self, names: Sequence[str | None], context: ClientContext) -> bool:
        """Whether the line speaks of a client of these names (or ids) in this context."""
        return (
            (not self.clients or not set(self.clients).isdisjoint(names))
            and (
                not self.industries
                or _folded(context.industry or "") in map(_folded, self.industries)
            )
            and (
                not self.regulations
                or not {canonical_regulation(one) for one in context.regulations}.isdisjoint(
                    map(canonical_regulation, self.regulations)
                )
            )
        )


class Ruling(Exact):
    """What the policy says of one decision of one part of a deployment."""

    permission: Permission | None
    """None where several lines are possible and they disagree."""
    line: str
    """The name of the line, or of the lines that are possible."""


def _folded(word: str) -> str:
    return word.strip().casefold()
