"""What is kept in a store, as a person reads it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.text import Text

from aigov_connectors.cli.show.layout import Column, columns, heading, indented, line, stacked
from aigov_connectors.cli.show.text import counted, listed_names, moment
from aigov_connectors.store import Pruned, RunRow, Verification

__all__ = ["pruned_view", "runs_view", "verification_view"]

_NAMED = 6
_MEGABYTE = 1_000_000


def runs_view(rows: Sequence[RunRow], *, name: str, size: int) -> RenderableType:
    """The runs under each other, in the order given."""
    head = heading("Runs", f"{counted(len(rows), 'run')} in {name}, {_bytes(size)}")
    if not rows:
        return stacked(head, line("None yet: aigov-connectors discover --store keeps one."))
    layout = [
        Column("run", keep_whole=True),
        Column("ended", keep_whole=True),
        Column("clients", right=True),
        Column("settings", right=True),
        Column("fail", right=True),
        Column("open", right=True),
        Column("", share=1),
    ]
    cells = [
        (
            row.id,
            moment(row.finished_at),
            f"{row.clients:,}",
            f"{row.deployments:,}",
            f"{row.failed:,}",
            f"{row.undetermined:,}",
            _remark(row),
        )
        for row in rows
    ]
    return stacked(head, Text(), columns(layout, cells))


def _remark(row: RunRow) -> str:
    told = {
        "not read to the end": not row.complete,
        "some clients only": row.some_clients,
        "some resources only": row.some_resources,
    }
    return ", ".join(words for words, holds in told.items() if holds)


def verification_view(found: Verification, *, name: str) -> RenderableType:
    """Whether everything is as it was written."""
    count = f"{counted(found.runs, 'run')} in {counted(found.chunks, 'chunk')}"
    if not found.problems:
        return line(("Whole", "bold green"), f": {name}, {count}, each as it was written.")
    return stacked(
        line(("Damaged", "bold red"), f": {name}, {count}."),
        *(indented(line(problem)) for problem in found.problems),
        line("Restore it from a backup; runs that are not named can still be read."),
    )


def pruned_view(pruned: Pruned, *, kept: int, foreseen: bool) -> RenderableType:
    """What went, or what would go."""
    if not pruned.runs and not pruned.chunks:
        return line(f"Nothing to take out; {counted(kept, 'run')} kept.")
    words = "Would take out" if foreseen else "Took out"
    left = kept - len(pruned.runs) if foreseen else kept
    what = f"{counted(len(pruned.runs), 'run')} and {_bytes(pruned.bytes)}"
    rows: list[RenderableType] = [line(f"{words} {what}; {counted(left, 'run')} kept.")]
    if pruned.runs:
        rows.append(indented(line(listed_names(pruned.runs, limit=_NAMED))))
    return stacked(*rows)


def _bytes(count: int) -> str:
    return f"{count / _MEGABYTE:,.1f} MB" if count >= _MEGABYTE / 10 else f"{count:,} bytes"
