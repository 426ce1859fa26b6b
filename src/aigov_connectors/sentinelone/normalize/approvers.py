"""Who may act on a threat: roles with a right to mitigate, as far as somebody holds them.

The vendor publishes no list of rights, so which right it is was concluded from its words; and a
right says who may approve, never who is to. So the roles stand beside a gate, as a setting with its
evidence, and no gate names them as its approvers. People appear as roles, never by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from aigov_connectors.inventory import (
    ActorKind,
    ApprovalGate,
    Evidence,
    GateKind,
    Setting,
    Statement,
)
from aigov_connectors.sentinelone.normalize.roles import RoleRead
from aigov_connectors.sentinelone.wire_automation import HolderWire

# Words of a page, and of a right on it (unsure); with the setting that lists who has the right.
_RIGHTS = {
    ActorKind.ANALYST: (("threat",), ("mitigat",), "roles.mayMitigate"),
    ActorKind.TECHNICIAN: (
        ("remoteops", "remote ops", "remotescripts", "remote scripts"),
        ("run", "execut"),
        "roles.mayRunScripts",
    ),
}
_SHOWN = 10
"""Roles that are listed by name; the rest is a number."""


@dataclass(slots=True)
class Holders:
    """Which roles are held by anybody; None while not everybody was read."""

    held: set[str] = field(default_factory=set)
    users_complete: bool = False
    service_users_complete: bool = False
    all_told: bool = True
    """False: somebody's roles, or one of them, could not be read."""

    def add(self, people: Iterable[HolderWire]) -> None:
        """Take a page of users or service users."""
        for one in people:
            if one.scope_roles is None or not all(role.role_id for role in one.scope_roles):
                self.all_told = False
            self.held.update(role.role_id for role in one.scope_roles or () if role.role_id)

    def may_hold(self, role_id: str) -> bool:
        """Whether a role can be held by somebody, as far as that is known."""
        everybody = self.users_complete and self.service_users_complete and self.all_told
        return role_id in self.held or not everybody


@dataclass(frozen=True, slots=True)
class Approvers:
    """Roles that may approve, by the kind of person that the catalogue names."""

    roles: dict[ActorKind, tuple[str, ...]]
    """Their names, or ids where they have none."""
    evidence: dict[ActorKind, tuple[Evidence, ...]]

    def beside(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """Tell who may approve where the catalogue says only what kind of person approves."""
        for statement in statements:
            deployment = statement.deployment
            gates = (deployment.gate, *(part.gate for part in deployment.breakdown))
            kinds = sorted({kind for gate in gates if (kind := self._kind(gate)) is not None})
            if not kinds:
                yield statement
                continue
            added = tuple(one for kind in kinds for one in self.evidence[kind])
            told = (Setting(name=_RIGHTS[one][2], value=_listed(self.roles[one])) for one in kinds)
            yield Statement(
                deployment=deployment.model_copy(
                    update={
                        "settings": (*deployment.settings, *told),
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
        return only.kind if unnamed and self.roles.get(only.kind) else None


def approvers_from_roles(
    roles: Iterable[tuple[RoleRead, str | None]], holders: Holders
) -> Approvers:
    """Find the roles that may mitigate threats, or run scripts; each comes with its name.

    Source: API 2.1, role schema (verified); which right is which is read from its words (unsure).
    """
    found: dict[ActorKind, list[str]] = {kind: [] for kind in _RIGHTS}
    evidence: dict[ActorKind, list[Evidence]] = {kind: [] for kind in _RIGHTS}
    for read, name in sorted(roles, key=lambda one: one[0].role_id):
        if not holders.may_hold(read.role_id):
            continue
        for kind, (pages, rights, _) in _RIGHTS.items():
            granted = _granted(read, pages, rights)
            if granted is not None:
                found[kind].append(name or read.role_id)
                evidence[kind].append(granted)
    return Approvers(
        {kind: tuple(names) for kind, names in found.items()},
        {kind: tuple(listed) for kind, listed in evidence.items()},
    )


def _listed(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _granted(read: RoleRead, pages: tuple[str, ...], rights: tuple[str, ...]) -> Evidence | None:
    """The first such right on such a page that is granted."""
    for number, page in enumerate(read.role.pages):
        if not _says(pages, page.identifier, page.name):
            continue
        for position, permission in enumerate(page.permissions or ()):
            right = _says(rights, permission.identifier, permission.title)
            if right and permission.value is True:
                return read.origin.evidence(
                    object_id=read.role_id,
                    pointer=f"/pages/{number}/permissions/{position}/value",
                    value=permission.value,
                )
    return None


def _says(words: tuple[str, ...], *told: str | None) -> bool:
    text = " ".join(one or "" for one in told).casefold()
    return any(word in text for word in words)
