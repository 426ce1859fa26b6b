"""Progress: what the events of a run amount to, and how they look."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from rich.console import Console

from aigov_connectors.cli.progress import following
from aigov_connectors.cli.show.progress import ProgressState, progress_view
from aigov_connectors.events import (
    ConnectionFinished,
    ConnectionStarted,
    Event,
    GapFound,
    PageRead,
    ReadFinished,
    ReadStarted,
)
from aigov_connectors.inventory import Connection, ConnectionStatus, Gap, GapReason, ReadReceipt

NOW = datetime(2026, 11, 23, tzinfo=UTC)
GAP = Gap(
    connection="s1",
    vendor="acme",
    resource="policies",
    subject="policy of \x1b[2Jsite",
    reason=GapReason.DENIED,
    remedy="Ask.",
)
EVENTS: tuple[Event, ...] = (
    ConnectionStarted("s1", "acme", ("sites", "agents", "policies")),
    ReadStarted("s1", "sites"),
    ReadStarted("s1", "agents"),
    ReadStarted("s1", "policies"),
    PageRead("s1", "sites", 40, 40),
    ReadFinished("s1", ReadReceipt(resource="sites", rows=40, complete=True)),
    PageRead("s1", "agents", 2000, 17368),
    GapFound("s1", GAP),
)
END = ConnectionFinished(
    Connection(
        name="s1",
        vendor="acme",
        tenant_id="t",
        host="h",
        status=ConnectionStatus.FAILED,
        started_at=NOW,
        finished_at=NOW,
    ),
    3,
    1,
)


def shown(*events: Event, width: int = 100) -> str:
    state = ProgressState()
    for event in events:
        state.apply(event)
    console = Console(file=io.StringIO(), width=width)
    with console.capture() as capture:
        console.print(progress_view(state))
    return capture.get()


def test_a_connection_is_one_line_that_says_how_far_it_is() -> None:
    (text,) = shown(*EVENTS).splitlines()
    assert text.split("  ")[:2] == ["reading", "s1"]
    for words in ("1 of 3 resources", "2,040 records", "agents 2,000 of 17,368 and policies"):
        assert words in text


def test_the_end_is_its_status_and_its_gaps() -> None:
    (text,) = shown(*EVENTS, END).splitlines()
    assert "FAILED" in text
    assert "1 gap" in text


def test_a_narrow_terminal_cuts_and_never_wraps() -> None:
    assert len(shown(*EVENTS, width=60).splitlines()) == 1


def test_a_terminal_is_drawn_and_left_clean_and_a_pipe_gets_lines() -> None:
    drawn = io.StringIO()
    terminal = Console(file=drawn, force_terminal=True, width=100, color_system=None)
    with following(terminal, quiet=False) as tell:
        for event in EVENTS:
            tell(event)
    assert "agents 2,000" in drawn.getvalue()
    assert "\x1b[2J" not in drawn.getvalue()
    lines = io.StringIO()
    with following(Console(file=lines, width=100), quiet=False) as tell:
        for event in (*EVENTS, END):
            tell(event)
    assert lines.getvalue().splitlines() == [
        "s1: reading 3 resources of acme",
        "s1: sites: 40 records",
        "s1: not read: policy of \N{REPLACEMENT CHARACTER}[2Jsite (denied)",
        "s1: FAILED, 1 gap",
    ]


def test_quiet_says_nothing() -> None:
    stream = io.StringIO()
    with following(Console(file=stream, force_terminal=True), quiet=True) as tell:
        tell(EVENTS[0])
    assert stream.getvalue() == ""
