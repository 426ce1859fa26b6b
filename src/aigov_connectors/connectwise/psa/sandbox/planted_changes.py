"""What is planted of changes: records whose `_info` tells of somebody else than most."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from aigov_connectors.connectwise.psa.sandbox.planted import (
    BOARDS,
    RULE_IDENTITY,
    SERVICE_DESK,
    VENDOR,
)
from aigov_connectors.sandbox.planted import ExpectedChange


class Edit(NamedTuple):
    """Who changed a record, and how many days ago."""

    by: str
    days: int


_EDITS: Mapping[tuple[str, int], Edit] = MappingProxyType(
    {
        # The script's action was put in by a program, two days ago.
        ("action", 310): Edit("zofiqapi", 2),
        ("workflow", 32): Edit("mlee", 5),
        # An identifier that is no member's names nobody.
        ("event", 73): Edit(RULE_IDENTITY, 9),
        ("board", SERVICE_DESK): Edit("rpatel", 12),
    }
)


def edited(kind: str, number: int) -> Edit:
    """Return who changed a record last; most of them jdoe, long ago."""
    return _EDITS.get((kind, number), Edit("jdoe", 200))


def expected() -> tuple[ExpectedChange, ...]:
    """Return which changes must be told."""
    return (
        _told("Summary tells of disk space in Disk alert auto-fix", "310", "program"),
        _told("Waiting for five days in Stale tickets", "141", "person"),
        _told("Ticket of the credit union in Bank first", None, None),
        _told(BOARDS[SERVICE_DESK], "143", "person"),
    )


def _told(name: str, by: str | None, kind: Literal["person", "program"] | None) -> ExpectedChange:
    return ExpectedChange(VENDOR, name, "object", by=by, kind=kind, basis="observed")
