"""What the store says of its runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

__all__ = ["Added", "HistoryRead", "Pruned", "Retention", "RunId", "RunRow", "Verification"]

RunId = NewType("RunId", str)
"""Names a run by its end and its content, such as `20261123T064012Z-3fa2b1c9`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One run, as the list of runs shows it; times are aware UTC."""

    id: RunId
    started_at: datetime
    finished_at: datetime
    added_at: datetime
    schema_version: str
    library_version: str
    complete: bool
    """Whether every connection was read to its end."""
    limited: bool
    """Whether it holds some clients, or some resources only."""
    connections: tuple[str, ...]
    clients: int
    deployments: int
    failed: int
    """Findings that fail and are not waived."""
    undetermined: int
    some_clients: bool = False
    some_resources: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRead:
    """How far one resource of one connection was read in one run; times are aware UTC."""

    connection: str
    resource: str
    since: datetime
    until: datetime
    complete: bool
    """Whether everything between the two is known."""
    settings: str | None = None
    """What was read where, as `resuming.settings_mark` gives it; None where that was not kept."""
    run: RunId = RunId("")
    """The run that holds what was counted; empty before it is kept."""


@dataclass(frozen=True, slots=True)
class Added:
    """What keeping a run cost."""

    run: RunId
    is_new: bool
    """False where exactly this run was kept before."""
    chunks: int
    """Of how many chunks the run consists."""
    new_chunks: int
    new_bytes: int
    """Bytes of the new chunks as they are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Which runs are kept; the newest always is."""

    days: int = 30
    """Every run of so many days, counted back from the newest run."""
    months: int = 12
    """Beyond them the last run of each of so many calendar months: what auditors ask for."""
    last: int = 2
    """At least so many runs, however old, so that there is something to compare."""

    def __post_init__(self) -> None:
        if min(self.days, self.months) < 0 or self.last < 1:
            raise ValueError("days and months are at least 0, last is at least 1")

    def kept(self, runs: tuple[RunRow, ...]) -> frozenset[RunId]:
        """Which of the runs stay."""
        newest_first = sorted(runs, key=lambda run: (run.finished_at, run.id), reverse=True)
        kept = {run.id for run in newest_first[: self.last]}
        months: dict[tuple[int, int], RunId] = {}
        for run in newest_first:
            age = newest_first[0].finished_at - run.finished_at
            if age.days < self.days:
                kept.add(run.id)
            else:
                months.setdefault((run.finished_at.year, run.finished_at.month), run.id)
        kept.update(list(months.values())[: self.months])
        return frozenset(kept)


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was taken out."""

    runs: tuple[RunId, ...]
    chunks: int
    bytes: int
    """Bytes of the chunks as they were kept."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check of everything found."""

    runs: int
    chunks: int
    problems: tuple[str, ...]
    """In words, each with the run concerned where one is; empty is good."""
    damaged: tuple[RunId, ...] = ()
    """Runs that cannot be read as they were written."""
    loose_chunks: int = 0
    """Chunks that no run refers to; pruning takes them out, and nothing of ours leaves any."""
