"""The fault matrix: what happens to whom, and how each case has to end.

A row is a fault and its schedule, a column is a vendor and a way of reading. The cells are what
the tests hold every discovery to, and what `docs/reliability.md` shows. A new way of reading is
one entry of `COLUMNS`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.faults.columns import COLUMNS, Column
from tests.faults.endings import COMPLETE, LOUD, MOVED, NONE

# What can happen only where there is something that it can happen to.
_NOT_EVERYWHERE = frozenset(
    {"duplicate", "repeat-cursor", "broken-record", "grow", "shrink", "expire", "soft-error"}
)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One fault of the sandbox, with its schedule."""

    title: str
    fault: str
    """Name and options, as the sandbox takes them."""
    lasting: bool = False
    """From the first time on, not just once."""
    timeout: float = 30.0
    """Seconds that one answer may take in all."""
    apart: bool = False
    """Whether it would spread from one column to the others, so that each has a run of its own."""
    cells: str = COMPLETE
    """How it ends, where the column's `ends` say nothing else."""

    @property
    def name(self) -> str:
        """The fault's name."""
        return self.fault.partition(":")[0]

    def cell(self, column: Column) -> str:
        """How it has to end there."""
        if self.name in _NOT_EVERYWHERE and self.name not in column.bears:
            return NONE
        when = "lasting" if self.lasting else "once"
        return column.ends.get(f"{self.name} {when}", self.cells)

    def faults(self, columns: Sequence[Column]) -> list[str]:
        """The faults of a sandbox in which this happens to these columns."""
        colon = "," if ":" in self.fault else ":"
        often = "every=1" if self.lasting else "every=1,times=1"
        return [
            f"{self.fault}{colon}{often},skip={column.skip},path={column.path}"
            for column in columns
            if self.cell(column) != NONE
        ]

    @property
    def id(self) -> str:
        """What pytest calls it."""
        return f"{self.title}, {'lasting' if self.lasting else 'once'}"


def _both(title: str, fault: str, **options: Any) -> tuple[Row, Row]:
    """A trouble that heals when it comes once, and is told when it stays."""
    return (
        Row(title=title, fault=fault, **options),
        Row(title=title, fault=fault, lasting=True, cells=LOUD, **options),
    )


ROWS = (
    *_both("429 with Retry-After", "rate-limit"),
    *_both("429 without", "rate-limit-silent"),
    *_both("500", "server-error"),
    Row(title="500, three in a row", fault="server-error:burst=3"),
    *_both("503", "unavailable"),
    *_both("503 with a maintenance page", "maintenance"),
    Row(title="403", fault="deny", cells=LOUD),
    *_both("body dropped half-way", "drop"),
    *_both("JSON cut off in a 200", "cut"),
    *_both("a web page in a 200", "html"),
    *_both("no body in a 200", "empty"),
    *_both("the page before once more", "duplicate"),
    *_both("the cursor before once more", "repeat-cursor"),
    Row(title="an error inside a success", fault="soft-error", cells=LOUD),
    Row(title="an error inside a success", fault="soft-error", lasting=True, cells=LOUD),
    Row(title="wrong Content-Type", fault="content-type", lasting=True),
    Row(title="packed though not agreed", fault="gzip", lasting=True),
    Row(title="every answer late", fault="slow:seconds=0.01", lasting=True),
    Row(title="a trickle", fault="drip:seconds=0.001", lasting=True),
    Row(title="a trickle past the time-out", fault="drip:seconds=0.05", timeout=0.5),
    Row(
        title="a trickle past the time-out",
        fault="drip:seconds=0.025",
        timeout=0.25,
        lasting=True,
        cells=LOUD,
    ),
    Row(title="larger than the cap", fault="oversize:megabytes=3", cells=LOUD),
    Row(title="a compressed bomb", fault="bomb:megabytes=3", cells=LOUD),
    Row(title="a record of another shape", fault="broken-record", cells=LOUD),
    Row(title="the list grows while it is read", fault="grow", cells=MOVED),
    Row(title="the list shrinks while it is read", fault="shrink", cells=MOVED),
    Row(title="the token ends in mid-run", fault="expire", apart=True),
    Row(title="every token ends at once", fault="expire", lasting=True, apart=True, cells=LOUD),
)


def runs(row: Row) -> Iterator[tuple[Column, ...]]:
    """The columns of a row in groups that can share one discovery."""
    groups: dict[tuple[str, str], list[Column]] = {}
    for column in COLUMNS:
        if row.cell(column) != NONE:
            alone = column.style if row.apart or column.alone else ""
            groups.setdefault((column.vendor, alone), []).append(column)
    yield from map(tuple, groups.values())


Case = tuple[Row, tuple[Column, ...]]


def cases(*vendors: str) -> list[Case]:
    """Every fault with the columns of these vendors that one discovery tries it on."""
    return [(row, group) for row in ROWS for group in runs(row) if group[0].vendor in vendors]


def name_of(case: Case) -> str:
    """What pytest calls it."""
    row, group = case
    return f"{row.id}, {group[0].vendor}, {group[0].style}"


@dataclass(frozen=True, kw_only=True)
class Unreachable:
    """A vendor that cannot be talked to at all."""

    title: str
    says: str
    """What every gap of the connection names as the cause."""


UNREACHABLE = (
    Unreachable(title="the name server knows no such host", says="no such host"),
    Unreachable(
        title="a certificate that nobody vouches for",
        says="the vendor's certificate is not trusted",
    ),
    Unreachable(title="nobody listens at the port", says="no connection"),
    Unreachable(title="a server that accepts and says nothing", says="no complete answer in time"),
    Unreachable(
        title="a server that sends its head byte by byte", says="no complete answer in time"
    ),
    Unreachable(title="a server that hangs up without a word", says="the answer broke off"),
)
