"""What the caller's roles allow: proven to be reading only, writing too, or not to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aigov_connectors.inventory import Basis, CredentialRights, Evidence, Origin
from aigov_connectors.sentinelone.wire import PermissionWire, RoleWire

_VIEW = "view"
_NAMED = 3  # rights that are named in the sentence; the evidence holds all


@dataclass(frozen=True, slots=True)
class RoleRead:
    """A role, and where it was read."""

    role: RoleWire
    origin: Origin
    role_id: str


@dataclass(frozen=True, slots=True)
class RightsFound:
    """What the roles say together."""

    rights: CredentialRights
    because: str
    evidence: tuple[Evidence, ...]
    basis: Basis = Basis.OBSERVED


@dataclass(frozen=True, slots=True)
class _Granted:
    permission: PermissionWire
    title: str
    evidence: Evidence


def rights_from_roles(roles: Sequence[RoleRead]) -> RightsFound:
    """Say what all roles of a caller allow together; the most that one of them grants counts.

    Proven read-only only where every granted right is of the type `view`; any other type can
    write; a granted right without a type, a right of which it is not told whether it is granted,
    or a page or right that cannot be read leaves it open.

    Source: API 2.1, role schema (verified); that `view` is the type of rights that only show is
    concluded from its name (unsure), so the sentence says what the proof rests on, any other word
    counts as writing, and either answer is inferred.
    """
    granted = [one for role in roles for one in _granted(role)]
    writing = [one for one in granted if one.permission.type and not _is_view(one.permission)]
    if writing:
        named = ", ".join(one.title for one in writing[:_NAMED])
        more = f" and {len(writing) - _NAMED} more" if len(writing) > _NAMED else ""
        return RightsFound(
            CredentialRights.CAN_WRITE,
            f"the role grants more than viewing: {named}{more}",
            tuple(one.evidence for one in writing),
            Basis.INFERRED,
        )
    silent = [one for one in granted if not one.permission.type]
    if silent or not granted or not all(one.role.is_whole for one in roles):
        return RightsFound(
            CredentialRights.CANNOT_TELL,
            "the role does not tell the type of every right that it grants",
            tuple(one.evidence for one in silent),
        )
    return RightsFound(
        CredentialRights.PROVEN_READ_ONLY,
        f"the console gives all {len(granted)} rights that the role grants the type view",
        tuple(one.evidence for one in granted),
        Basis.INFERRED,
    )


def _granted(read: RoleRead) -> list[_Granted]:
    found = []
    for number, page in enumerate(read.role.pages):
        for position, permission in enumerate(page.permissions or ()):
            if permission.value is not True:
                continue
            name = permission.title or permission.identifier or "a right without a name"
            evidence = read.origin.evidence(
                object_id=read.role_id,
                pointer=f"/pages/{number}/permissions/{position}/type",
                value=permission.type,
                absent=permission.type is None,
            )
            title = f"{page.name}: {name}" if page.name else name
            found.append(_Granted(permission, title, evidence))
    return found


def _is_view(permission: PermissionWire) -> bool:
    return (permission.type or "").casefold() == _VIEW
