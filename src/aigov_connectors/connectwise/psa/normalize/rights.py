"""What a role may do, read from its rows: the caller's own, and those of programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from aigov_connectors.connectwise.psa.wire import RoleWire, SecurityWire
from aigov_connectors.inventory import CredentialRights, Evidence, Origin, Setting
from aigov_connectors.normalizing.observed import observed

__all__ = ["Right", "Roles", "is_told", "rights_from", "writing"]

_TICKETS = "service tickets"
_TICKET_FUNCTIONS = frozenset(
    {_TICKETS, "close service tickets", "resource scheduling", "merge tickets", "project tickets"}
)
_VERBS = ("edit", "add", "delete")
_NOT_GRANTED = (None, "None")
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Right:
    """One right by which a program can write."""

    shown: Setting
    evidence: Evidence
    tickets: bool
    """Whether it lets the program write to tickets."""


def rights_from(rows: Sequence[SecurityWire]) -> tuple[CredentialRights, str]:
    """Say what the caller may do, and why that is known.

    Source: ConnectWise PSA API 2025.1, MySecurity (verified): a level is None, My or All.
    """
    if not rows:
        return CredentialRights.CANNOT_TELL, "the list of the role's rights is empty"
    able = [row for row in rows if writing(row)]
    if able:
        named = ", ".join(_function(row) for row in able[:_MOST_NAMED])
        more = f" and {len(able) - _MOST_NAMED} more" if len(able) > _MOST_NAMED else ""
        return CredentialRights.CAN_WRITE, f"its role may add, edit or delete: {named}{more}"
    if not all(map(is_told, rows)):
        return CredentialRights.CANNOT_TELL, "some of the role's rights are not told"
    return (
        CredentialRights.PROVEN_READ_ONLY,
        f"its role may inquire and nothing else, in {len(rows)} functions",
    )


def writing(row: SecurityWire) -> bool:
    """Whether a row lets its holder add, edit or delete something."""
    return any(level not in _NOT_GRANTED for level in _levels(row))


@dataclass(slots=True)
class Roles:
    """What was read of the roles of programs."""

    settings: dict[int, tuple[Sequence[SecurityWire], Origin]] = field(default_factory=dict)
    """Role to its rights."""
    whole: set[int] = field(default_factory=set)
    """Roles whose rights were read to the end, without a row that could not be read."""
    listed: dict[int, tuple[RoleWire, Origin]] = field(default_factory=dict)
    """Role to its row in the list of roles."""

    def right_to_write(self, role: int | None) -> Right | None:
        """What lets a role write, as it was read; None where nothing read does.

        A right to write to tickets stands for all others.

        Source: ConnectWise PSA API 2025.1, SecurityRole.adminFlag and SecurityRoleSetting
        (verified): a level is None, My or All.
        """
        if role is None:
            return None
        row, origin = self.listed.get(role, (None, None))
        if row is not None and origin is not None and row.admin_flag is True:
            return Right(*observed(origin, row, "admin_flag", object_id=str(row.id)), tickets=True)
        rows, origin = self.settings.get(role, ((), None))
        able = sorted(filter(writing, rows), key=lambda one: not _is_of_tickets(one))
        if not able or origin is None:
            return None
        right = able[0]
        verb = next(one for one in _VERBS if getattr(right, f"{one}_level") not in _NOT_GRANTED)
        level, seen = observed(origin, right, f"{verb}_level", object_id=str(right.id))
        shown = Setting(name=f"{right.module_function_name} {verb}", value=level.value)
        return Right(shown, seen, tickets=_is_of_tickets(right))

    def reads_only(self, role: int | None) -> bool:
        """Whether every right of a role was told, and none lets it write.

        A role whose row of service tickets did not come was not told whole; nor one of which
        nobody says whether it is an administrator's.
        """
        row, _ = self.listed.get(role or 0, (None, None))
        rows, _ = self.settings.get(role or 0, ((), None))
        return (
            role in self.whole
            and row is not None
            and row.admin_flag is False
            and any((one.module_function_name or "").casefold() == _TICKETS for one in rows)
            and all(level == "None" for one in rows for level in _levels(one))
        )


def _is_of_tickets(row: SecurityWire) -> bool:
    return (row.module_function_name or "").casefold() in _TICKET_FUNCTIONS


def is_told(row: SecurityWire) -> bool:
    """Whether a row names the level of everything that can be granted by it."""
    return None not in _levels(row)


def _levels(row: SecurityWire) -> tuple[str | None, str | None, str | None]:
    return row.add_level, row.edit_level, row.delete_level


def _function(row: SecurityWire) -> str:
    return f"{row.module_name or 'module'} > {row.module_function_name or 'function'}"
