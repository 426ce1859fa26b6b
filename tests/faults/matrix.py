"""The fault matrix: what happens to whom, and how each case has to end.

A row is a fault and its schedule, a column is a vendor and a way of reading. The cells are what
the tests hold every discovery to, and what `docs/reliability.md` shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

COMPLETE = "complete"
"""As if nothing had happened."""
MOVED = "as it stood"
"""The list itself changed while it was read: each row once, and none that was there throughout
is missing."""
LOUD = "loud"
"""A gap and a receipt that name the read, the page where there is one, and the cause."""
NONE = "-"
"""No such thing can happen there."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One way of reading at one vendor, and the list that stands for it."""

    vendor: str
    style: str
    path: str
    resource: str
    skip: int = 1
    """Requests that pass first: the fault comes in the middle of a list."""
    alone: bool = False
    """Whether everything else depends on it, so that it needs runs of its own."""

    @property
    def title(self) -> str:
        """How the table calls it."""
        return f"{self.vendor}: {self.style}"


COLUMNS = (
    Column(vendor="sentinelone", style="cursor", path="/agents", resource="agents"),
    Column(vendor="sentinelone", style="settings", path="/sites/", resource="policies"),
    Column(vendor="ninjaone", style="last id", path="/devices-detailed", resource="devices"),
    Column(
        vendor="ninjaone",
        style="server-held cursor",
        path="/queries/policy-overrides",
        resource="policy_overrides",
    ),
    Column(vendor="ninjaone", style="older than", path="/activities", resource="activities"),
    Column(vendor="ninjaone", style="one page", path="/tasks", resource="tasks", skip=0),
    Column(vendor="ninjaone", style="settings", path="/policies/", resource="policy_conditions"),
    Column(
        vendor="ninjaone",
        style="login",
        path="/ws/oauth/token",
        resource="organizations",
        skip=0,
        alone=True,
    ),
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
    """How it ends, where `but` says nothing else."""
    but: Mapping[str, str] = field(default_factory=dict)
    """Vendor or style or title of a column to how it ends there."""

    def cell(self, column: Column) -> str:
        """How it has to end there."""
        for name in (column.title, column.style, column.vendor):
            if name in self.but:
                return self.but[name]
        return self.cells

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


_LISTS_ONLY = {"settings": NONE, "one page": NONE, "login": NONE}


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
    *_both("the page before once more", "duplicate", but=_LISTS_ONLY),
    *_both(
        "the cursor before once more", "repeat-cursor", but={"ninjaone": NONE, "settings": NONE}
    ),
    Row(title="wrong Content-Type", fault="content-type", lasting=True),
    Row(title="packed though not agreed", fault="gzip", lasting=True),
    Row(title="every answer late", fault="slow:seconds=0.01", lasting=True),
    Row(title="a trickle", fault="drip:seconds=0.001", lasting=True),
    Row(title="a trickle past the time-out", fault="drip:seconds=0.05", timeout=0.5),
    Row(
        title="a trickle past the time-out",
        fault="drip:seconds=0.01",
        timeout=0.1,
        lasting=True,
        cells=LOUD,
    ),
    Row(
        title="larger than the cap",
        fault="oversize:megabytes=3",
        cells=LOUD,
        but={"server-held cursor": COMPLETE},  # it begins anew in any case, and that heals
    ),
    Row(
        title="a compressed bomb",
        fault="bomb:megabytes=3",
        cells=LOUD,
        but={"server-held cursor": COMPLETE},  # it begins anew in any case, and that heals
    ),
    Row(title="a record of another shape", fault="broken-record", cells=LOUD, but=_LISTS_ONLY),
    Row(
        title="the list grows while it is read",
        fault="grow",
        cells=MOVED,
        but={**_LISTS_ONLY, "cursor": LOUD, "server-held cursor": NONE},
    ),
    Row(
        title="the list shrinks while it is read",
        fault="shrink",
        cells=MOVED,
        but={**_LISTS_ONLY, "server-held cursor": NONE},
    ),
    Row(
        title="the token ends in mid-run",
        fault="expire",
        apart=True,
        but={"login": NONE, "sentinelone": LOUD},
    ),
    Row(
        title="every token ends at once",
        fault="expire",
        lasting=True,
        apart=True,
        cells=LOUD,
        but={"login": NONE},
    ),
)


def runs(row: Row) -> Iterator[tuple[Column, ...]]:
    """The columns of a row in groups that can share one discovery."""
    groups: dict[tuple[str, str], list[Column]] = {}
    for column in COLUMNS:
        if row.cell(column) != NONE:
            alone = column.style if row.apart or column.alone else ""
            groups.setdefault((column.vendor, alone), []).append(column)
    yield from map(tuple, groups.values())


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
