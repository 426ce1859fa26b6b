"""The plan of a discovery, connection by connection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from aigov_connectors.cli.show.layout import Column, columns, indented, labelled, line, stacked
from aigov_connectors.cli.show.text import counted
from aigov_connectors.running.planning import ConnectionPlan

__all__ = ["plan_view", "span"]

_LAYOUT = (
    Column("resource", keep_whole=True),
    Column("rows", right=True, keep_whole=True),
    Column("requests", right=True, keep_whole=True),
    Column("at least", right=True, keep_whole=True),
    Column("counted as", share=1),
)
_MINUTE, _HOUR = 60, 3600


def plan_view(
    plans: Sequence[ConnectionPlan], *, vendor_names: Mapping[str, str]
) -> RenderableType:
    """A table for every connection, then the time of the slowest."""
    parts: list[RenderableType] = []
    for one in plans:
        vendor = vendor_names.get(one.vendor, one.vendor)
        title = line((one.connection, "bold"), f"  {vendor}  ", (one.host or "", "dim"))
        parts += [title, indented(_table(one) if one.problem is None else _problem(one)), Text()]
    return stacked(*parts, _sum(plans))


def span(seconds: float) -> str:
    """`under 1 s`, `42 s`, `3 min 20 s`, `2 h 5 min`."""
    whole = round(seconds)
    if whole < 1:
        return "under 1 s"
    if whole < _MINUTE:
        return f"{whole} s"
    if whole < _HOUR:
        return f"{whole // _MINUTE} min {whole % _MINUTE} s"
    return f"{whole // _HOUR} h {whole % _HOUR // _MINUTE} min"


def _table(one: ConnectionPlan) -> RenderableType:
    rows: list[tuple[str | Text, ...]] = [
        (
            each.resource.replace("_", " "),
            "not told" if each.rows is None else f"{each.rows:,}",
            _number(each.requests, counted=each.counted),
            _time(each.least_seconds, counted=each.counted),
            "the same" if before is not None and before.because == each.because else each.because,
        )
        for before, each in zip((None, *one.resources), one.resources, strict=False)
    ]
    total = line(("together", "bold"))
    counted = all(each.counted for each in one.resources)
    words = ""
    if one.more_requests is not None:
        few = "more request takes" if one.more_requests == 1 else "more requests take"
        words = f"{one.more_requests} {few} {span(one.more_seconds)} longer"
    time = _time(one.least_seconds, counted=counted)
    rows.append((total, "", _number(one.requests, counted=counted), time, words))
    return columns(_LAYOUT, rows)


def _number(requests: int, *, counted: bool) -> str:
    return f"{requests:,}" if counted else f"{requests:,} or more"


def _time(seconds: float, *, counted: bool) -> str:
    return span(seconds) if counted else f"{span(seconds)} or more"


def _problem(one: ConnectionPlan) -> RenderableType:
    rows: list[tuple[str, str | Text]] = [("not planned", line((one.problem or "", "bold red")))]
    if one.remedy:
        rows.append(("", line(("-> ", "cyan"), one.remedy)))
    return labelled(rows, width=12)


def _sum(plans: Sequence[ConnectionPlan]) -> Text:
    requests = sum(one.requests for one in plans)
    # Each vendor has limits of its own, and all connections are read side by side.
    longest = max((one.least_seconds for one in plans), default=0.0)
    broken = [one.connection for one in plans if one.problem is not None]
    is_whole = all(each.counted for one in plans for each in one.resources)
    time = _time(longest, counted=is_whole)
    words = f"At least {counted(requests, 'request')}; the limits alone take {time}"
    lacking = f"; not planned: {', '.join(broken)}" if broken else ""
    return line((f"{words}{lacking}.", "bold red" if broken else "bold"))
