"""Progress of a discovery: what is being read of each connection, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from rich.console import RenderableType
from rich.text import Text

from aigov_connectors.cli.show.layout import Column, columns, line
from aigov_connectors.cli.show.text import counted, listed_names
from aigov_connectors.cli.show.words import STATUS_STYLE, STATUS_WORDS
from aigov_connectors.events import (
    CheckpointUnusable,
    ConnectionFinished,
    ConnectionReadAgain,
    ConnectionStarted,
    ConnectionTakenOver,
    Event,
    GapFound,
    PageRead,
    ReadFinished,
    ReadStarted,
)
from aigov_connectors.inventory import ConnectionStatus

__all__ = ["ProgressState", "progress_line", "progress_view"]


@dataclass(slots=True)
class _Connection:
    vendor: str
    resources: int | None
    """How many are read; None where a run before has read them."""
    ended: set[str] = field(default_factory=set)
    reading: dict[str, tuple[int, int | None]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    gaps: int = 0
    status: ConnectionStatus | None = None


_READS_SHOWN = 2


class ProgressState:
    """What the events have told so far, by connection."""

    def __init__(self) -> None:
        self.connections: dict[str, _Connection] = {}

    def apply(self, event: Event) -> None:
        """Take one event in."""
        match event:
            case ConnectionStarted(name, vendor, resources):
                self.connections[name] = _Connection(vendor, len(resources))
            case ConnectionTakenOver(connection):
                self.connections[connection.name] = _Connection(connection.vendor, None)
            case ReadStarted(name, resource):
                self.connections[name].reading.setdefault(resource, (0, None))
            case PageRead(name, resource, rows, total):
                self.connections[name].reading[resource] = (rows, total)
                self.connections[name].rows[resource] = rows
            case ReadFinished(name, receipt):
                self.connections[name].reading.pop(receipt.resource, None)
                self.connections[name].ended.add(receipt.resource)
            case GapFound(name, _):
                self.connections[name].gaps += 1
            case ConnectionFinished(connection, _, _):
                self.connections[connection.name].status = connection.status
                self.connections[connection.name].reading.clear()


def progress_view(state: ProgressState) -> RenderableType:
    """One line per connection, for a display that is drawn again and again."""
    layout = [
        Column(keep_whole=True),
        Column(keep_whole=True),
        Column(right=True, keep_whole=True),
        Column(right=True, keep_whole=True),
        Column(share=1, keep_whole=True),
    ]
    return columns(layout, [_row(name, one) for name, one in state.connections.items()])


def _row(name: str, one: _Connection) -> list[str | Text]:
    if one.status is None:
        mark = line(("reading", "cyan"))
    else:
        mark = line((STATUS_WORDS[one.status], STATUS_STYLE[one.status]))
    return [
        mark,
        name,
        *(
            ("taken over", "")
            if one.resources is None
            else (
                f"{len(one.ended)} of {one.resources} resources",
                counted(sum(one.rows.values()), "record"),
            )
        ),
        _now(one),
    ]


def _now(one: _Connection) -> str:
    if one.status is not None:
        return counted(one.gaps, "gap") if one.gaps else ""
    busiest = sorted(one.reading.items(), key=lambda item: -item[1][0])
    return listed_names((_reading(*item) for item in busiest), limit=_READS_SHOWN)


def _reading(resource: str, counts: tuple[int, int | None]) -> str:
    rows, total = counts
    words = resource.replace("_", " ")
    return f"{words} {rows:,}{f' of {total:,}' if total else ''}" if rows else words


def progress_line(event: Event) -> Text | None:
    """The event as a line for a log; None where it says too little for one."""
    match event:
        case ConnectionStarted(name, vendor, resources):
            return line(f"{name}: reading {counted(len(resources), 'resource')} of {vendor}")
        case ConnectionTakenOver(connection):
            return line(f"{connection.name}: taken over from a run that was not done")
        case ConnectionReadAgain(name, why):
            return line(f"{name}: not taken over: {why}")
        case CheckpointUnusable(why):
            return line(f"checkpoint: {why}")
        case ReadFinished(name, receipt):
            end = "" if receipt.complete else f", not all: {receipt.why}"
            what = receipt.resource.replace("_", " ")
            return line(f"{name}: {what}: {counted(receipt.rows, 'record')}{end}")
        case GapFound(name, gap):
            return line(f"{name}: not read: {gap.subject} ({gap.reason})")
        case ConnectionFinished(connection, _, gaps):
            status = STATUS_WORDS[connection.status]
            return line(f"{connection.name}: {status}, {counted(gaps, 'gap')}")
        case _:
            return None
