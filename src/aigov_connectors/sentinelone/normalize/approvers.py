"""Who may act on a threat: the roles with more than viewing, as far as somebody holds them.

They stand as approvers where an analyst acts. People appear as roles, never by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from aigov_connectors.inventory import Actor, ActorKind, ApprovalGate, Evidence, GateKind, Statement
from aigov_connectors.sentinelone.normalize.roles import RoleRead
from aigov_connectors.sentinelone.wire_automation import HolderWire

_VIEW = "view"
# Pages by the words of their identifier or name: the vendor publishes no list of them (unsure).
_PAGES = {ActorKind.ANALYST: ("threat",), ActorKind.TECHNICIAN: ("remoteops", "remote ops")}


@dataclass(slots=True)
class Holders:
    """Which roles are held by anybody; None while not everybody was read."""

    held: set[str] = field(default_factory=set)
    users_complete: bool = False
    service_users_complete: bool = False

    def add(self, people: Iterable[HolderWire]) -> None:
        """Take a page of users or service users."""
        for one in people:
            self.held.update(role.role_id for role in one.scope_roles if role.role_id)

    def may_hold(self, role_id: str) -> bool:
        """Whether a role can be held by somebody, as far as that is known."""
        everybody = self.users_complete and self.service_users_complete
        return role_id in self.held or not everybody


@dataclass(frozen=True, slots=True)
class Approvers:
    """Named approvers by the kind of person that the catalogue names."""

    actors: dict[ActorKind, tuple[Actor, ...]]
    evidence: dict[ActorKind, tuple[Evidence, ...]]

    def named(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """Put the roles where the catalogue says only what kind of person approves."""
        for statement in statements:
            deployment = statement.deployment
            gates = (deployment.gate, *(part.gate for part in deployment.breakdown))
            kinds = {kind for gate in gates if (kind := self._kind(gate)) is not None}
            if not kinds:
                yield statement
                continue
            added = tuple(one for kind in sorted(kinds) for one in self.evidence[kind])
            yield Statement(
                deployment=deployment.model_copy(
                    update={
                        "gate": self._gate(deployment.gate),
                        "breakdown": tuple(
                            part.model_copy(update={"gate": self._gate(part.gate)})
                            for part in deployment.breakdown
                        ),
                        "evidence": (*deployment.evidence, *(one.id for one in added)),
                    }
                ),
                evidence=(*statement.evidence, *added),
                reach=statement.reach,
                exceptions=statement.exceptions,
                unknown_settings=statement.unknown_settings,
            )

    def _kind(self, gate: ApprovalGate) -> ActorKind | None:
        if gate.kind is not GateKind.PRE_APPROVAL or len(gate.approvers) != 1:
            return None
        only = gate.approvers[0]
        unnamed = only.id is None and only.role is None
        return only.kind if unnamed and self.actors.get(only.kind) else None

    def _gate(self, gate: ApprovalGate) -> ApprovalGate:
        kind = self._kind(gate)
        return gate if kind is None else gate.model_copy(update={"approvers": self.actors[kind]})


def approvers_from_roles(
    roles: Iterable[tuple[RoleRead, str | None]], holders: Holders
) -> Approvers:
    """Find the roles that may act on threats, or run scripts; each comes with its name.

    Source: API 2.1, role schema (verified); which page is which is read from its words (unsure).
    """
    actors: dict[ActorKind, list[Actor]] = {kind: [] for kind in _PAGES}
    evidence: dict[ActorKind, list[Evidence]] = {kind: [] for kind in _PAGES}
    for read, name in sorted(roles, key=lambda one: one[0].role_id):
        if not holders.may_hold(read.role_id):
            continue
        for kind, words in _PAGES.items():
            granted = _granted(read, words)
            if granted is not None:
                actors[kind].append(Actor(kind=ActorKind.ROLE, id=read.role_id, role=name))
                evidence[kind].append(granted)
    return Approvers(
        {kind: tuple(found) for kind, found in actors.items()},
        {kind: tuple(found) for kind, found in evidence.items()},
    )


def _granted(read: RoleRead, words: tuple[str, ...]) -> Evidence | None:
    """The first right on such a page that is granted and is more than viewing."""
    for number, page in enumerate(read.role.pages):
        told = f"{page.identifier or ''} {page.name or ''}".casefold()
        if not any(word in told for word in words):
            continue
        for position, permission in enumerate(page.permissions):
            kind = (permission.type or "").casefold()
            if permission.value is True and kind not in ("", _VIEW):
                return read.origin.evidence(
                    object_id=read.role_id,
                    pointer=f"/pages/{number}/permissions/{position}/type",
                    value=permission.type,
                )
    return None
