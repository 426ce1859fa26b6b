"""What a role may do, read from its rows: the caller's own, and those of programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from aigov_connectors.connectwise.psa.wire import SecurityWire
from aigov_connectors.inventory import CredentialRights

__all__ = ["may_write_tickets", "rights_from", "writing"]

_TICKET_FUNCTIONS = frozenset(
    {"service tickets", "close service tickets", "resource scheduling", "merge tickets"}
)
_MOST_NAMED = 3


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
    if any(level is None for row in rows for level in _levels(row)):
        return CredentialRights.CANNOT_TELL, "some of the role's rights are not told"
    return (
        CredentialRights.PROVEN_READ_ONLY,
        f"its role may inquire and nothing else, in {len(rows)} functions",
    )


def writing(row: SecurityWire) -> bool:
    """Whether a row lets its holder add, edit or delete something."""
    return any(level not in (None, "None") for level in _levels(row))


def may_write_tickets(rows: Iterable[SecurityWire]) -> SecurityWire | None:
    """The row that lets its holder add or edit tickets; None where there is none."""
    for row in rows:
        name = (row.module_function_name or "").casefold()
        if name in _TICKET_FUNCTIONS and {row.add_level, row.edit_level} - {None, "None"}:
            return row
    return None


def _levels(row: SecurityWire) -> tuple[str | None, str | None, str | None]:
    return row.add_level, row.edit_level, row.delete_level


def _function(row: SecurityWire) -> str:
    return f"{row.module_name or 'module'} > {row.module_function_name or 'function'}"
