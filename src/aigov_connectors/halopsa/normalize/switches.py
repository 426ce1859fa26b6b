"""What a setting says: yes, no, or nothing that can be read; and what was sent instead.

What was not sent decides nothing here: it is told once, by `untold`. What was sent as something
else than the documents say is stated, with a label that no reading names.
"""

from __future__ import annotations

from pydantic import JsonValue

from aigov_connectors.halopsa.wire import given, number

__all__ = ["NOT_TOLD", "amount", "is_runbook", "names", "numbered", "strange", "switch"]

NOT_TOLD = "not told"
"""A value that no reading names: what it stands for is unknown."""
_NO_RUNBOOK = "00000000-0000-0000-0000-000000000000"


def is_runbook(id: str | None) -> bool:
    """Whether an id names a runbook."""
    return bool(id) and id != _NO_RUNBOOK


def switch(value: JsonValue) -> bool | None:
    """Whether something is on; None for what is no switch."""
    return value if isinstance(value, bool) else None


def amount(value: JsonValue) -> bool | None:
    """Whether a number, or a text that is one, is more than nothing; None for anything else."""
    return names(number(value))


def numbered(value: JsonValue) -> bool | None:
    """Whether a number of no documented meaning is another one than those for nothing."""
    found = number(value)
    return None if found is None else found not in (0, -1)


def names(value: float | None) -> bool | None:
    """Whether an id or an amount stands for something; None where it was not told."""
    return None if value is None else given(value)


def strange(value: JsonValue, read: bool | None) -> bool:
    """Whether something was sent that could not be read as what the documents say it is."""
    return value is not None and read is None
