"""The store: every run as it was, each thing in it once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from aigov_connectors.errors import StoreBusyError, StoreDamagedError, StoreError, StoreFullError
from aigov_connectors.snapshot import Pool, Snapshot
from aigov_connectors.store.database import Database, Session, text
from aigov_connectors.store.listing import insert_run, list_runs, root_of, time
from aigov_connectors.store.migrations import migrate
from aigov_connectors.store.model import (
    Added,
    HistoryRead,
    Pruned,
    Retention,
    RunId,
    RunRow,
    Verification,
)
from aigov_connectors.store.sections import Known, assembled, taken_apart
from aigov_connectors.store.tree import (
    TreeWriter,
    bodies_of,
    broken_chunks,
    reachable,
    sections_of,
    sizes,
)

__all__ = ["Store"]

_ROOT_DIGITS = 8  # of the root's digest, beside the second: enough to tell runs apart


class Store:
    """Runs in a database, append-only; see `open_store`.

    A run is a tree: its root names the sections, each section is a list of chunks, each chunk
    some rows, and everything is named by the digest of its content. What did not change since an
    earlier run is referred to and not written again.
    """

    def __init__(
        self, database: Database, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """Brings the tables of an older version forward.

        Raises:
            StoreError: the database cannot be used, or is of a newer version.
        """
        self._database = database
        self._now = now
        migrate(database)

    @property
    def name(self) -> str:
        """Where the store is, without a password."""
        return self._database.name

    def add(self, snapshot: Snapshot, *, reads: Iterable[HistoryRead] = ()) -> RunId:
        """Keep a run, and give its id; the same run twice is kept once.

        `reads` says how far back history was read, for `watermarks`.

        Raises:
            StoreError: it was not kept; what was kept before stays as it was.
        """
        return self.added(snapshot, reads=reads).run

    def added(self, snapshot: Snapshot, *, reads: Iterable[HistoryRead] = ()) -> Added:
        """`add`, with what it cost."""
        with self._database.writing() as session:
            writer = TreeWriter(session, known=self._known(session))
            root = writer.root({one.name: writer.section(one) for one in taken_apart(snapshot)})
            run = _named(snapshot, root)
            is_new = not any(session.rows("SELECT 1 FROM aigov_runs WHERE id = ?", (run,)))
            if is_new:
                insert_run(session, run, root, snapshot, added_at=self._now())
                _insert_reads(session, run, reads)
            return Added(run, is_new, writer.chunks, writer.new_chunks, writer.new_bytes)

    def runs(self) -> tuple[RunRow, ...]:
        """The runs that are kept, oldest first."""
        with self._database.reading() as session:
            return list_runs(session)

    def load(self, run: str, *, without: Iterable[str] = (), pool: Pool | None = None) -> Snapshot:
        """The run as it was; decisions and evidence in the order of a built inventory.

        `without` names lists that are not needed, such as `decisions` of the inventory or
        `assessment/findings`: they are neither read nor in the snapshot. Runs that are loaded with
        one `Pool` hold once what they have in common.

        Raises:
            StoreError: no such run is kept.
            StoreDamagedError: what is kept is not what was written.
        """
        with self._database.reading() as session:
            return _assembled(session, run, frozenset(without), None, pool)

    def load_two(
        self, before: str, after: str, *, without: Iterable[str] = ()
    ) -> tuple[Snapshot, Snapshot]:
        """Two runs to compare; what they have in common is decoded and held once.

        Raises:
            StoreError, StoreDamagedError: as for `load`.
        """
        known: Known = {}
        with self._database.reading() as session:
            first, second = (
                _assembled(session, run, frozenset(without), known) for run in (before, after)
            )
        return first, second

    def latest(self, *, before: str | None = None, whole: bool = False) -> RunId | None:
        """The newest run, or the newest before another; None where there is none.

        `whole` passes over runs that hold some clients only.
        """
        runs = [run for run in self.runs() if not (whole and run.limited)]
        if before is not None:
            known = [run.id for run in self.runs()]
            end = known.index(self.find(before))
            runs = [run for run in runs if run.id in known[:end]]
        return runs[-1].id if runs else None

    def find(self, name: str) -> RunId:
        """The run of an id, of the beginning of one, or `latest` or `previous`.

        Raises:
            StoreError: there is none, or more than one.
        """
        runs = self.runs()
        words = {"latest": runs[-1:], "previous": runs[-2:-1]}
        found = words.get(name) or [run for run in runs if name and run.id.startswith(name)]
        if len(found) == 1:
            return found[0].id
        raise StoreError(
            f"{'no run' if not found else 'more than one run'} in {self.name} is named {name!r}",
            hint="aigov-connectors store runs lists them.",
        )

    def prune(self, retention: Retention, *, dry_run: bool = False) -> Pruned:
        """Take out the runs that are not to be kept, and the chunks that only they had.

        Raises:
            StoreError: nothing was taken out.
        """
        open_session = self._database.reading if dry_run else self._database.writing
        with open_session() as session:
            runs = list_runs(session)
            kept = retention.kept(runs) if runs else frozenset()
            gone = tuple(run.id for run in runs if run.id not in kept)
            used = {digest for run in kept for digest in reachable(session, root_of(session, run))}
            loose = [row for row in sizes(session) if row[0] not in used]
            if not dry_run:
                for run in gone:
                    session.execute("DELETE FROM aigov_reads WHERE run = ?", (run,))
                    session.execute("DELETE FROM aigov_runs WHERE id = ?", (run,))
                for digest, _ in loose:
                    session.execute("DELETE FROM aigov_chunks WHERE digest = ?", (digest,))
        if loose and not dry_run:
            with suppress(
                StoreBusyError, StoreFullError
            ):  # what is free is used again all the same
                self._database.compact()
        return Pruned(gone, len(loose), sum(size for _, size in loose))

    def verify(self) -> Verification:
        """Read everything, compute every digest again, and follow every reference.

        Raises:
            StoreError: the database cannot be read at all.
        """
        problems = [f"the database: {one}" for one in self._database.check()]
        with self._database.reading() as session:
            chunks, broken = broken_chunks(session)
            used: set[str] = set()
            damaged: list[RunId] = []
            runs = list_runs(session)
            for run in runs:
                try:
                    root = root_of(session, run.id)
                    reached = reachable(session, root)
                    missing = reached - chunks
                    spoilt = reached & broken
                    used |= reached
                    if not run.id.endswith(root[:_ROOT_DIGITS]):
                        problems.append(f"{run.id}: its name is not that of its content")
                        damaged.append(run.id)
                except StoreDamagedError as error:
                    problems.append(f"{run.id}: {error}")
                    damaged.append(run.id)
                    continue
                if missing or spoilt:
                    problems.append(
                        f"{run.id}: {len(missing)} chunks missing, {len(spoilt)} damaged"
                    )
                    damaged.append(run.id)
        loose = len(chunks - used)
        if loose and not damaged:  # adding and pruning leave none, so something else was at work
            problems.append(f"{loose} chunks of no run: one was taken out, and not by pruning")
        return Verification(len(runs), len(chunks), tuple(problems), tuple(damaged), loose)

    def size(self) -> int:
        """How many bytes the store takes on disk."""
        return self._database.size()

    def watermarks(
        self, connection: str, *, before: datetime | None = None, settings: str | None = None
    ) -> dict[str, HistoryRead]:
        """How far the history of each resource of a connection is known without a hole.

        `before` leaves out what was read then or later: what was known at that moment. `settings`
        leaves out what was read elsewhere or by other options, under the name of the connection.

        `since` and `until` span everything that the runs in the store read completely and that
        hangs together with the latest such read, which is that of `run`; a resource that was never
        read whole is absent.
        """
        spans: dict[str, list[HistoryRead]] = defaultdict(list)
        with self._database.reading() as session:
            for run, resource, since, until, told in session.rows(
                "SELECT run, resource, since, until, settings FROM aigov_reads"
                " WHERE connection = ? AND complete = 1 ORDER BY until DESC, run DESC",
                (connection,),
            ):
                if before is not None and time(until) >= before:
                    continue
                mark = None if told is None else text(told)
                if settings is not None and mark != settings:
                    continue
                read = HistoryRead(
                    connection=connection,
                    resource=text(resource),
                    since=time(since),
                    until=time(until),
                    complete=True,
                    settings=mark,
                    run=RunId(text(run)),
                )
                spans[read.resource].append(read)
        return {resource: _hanging_together(reads) for resource, reads in sorted(spans.items())}

    def _known(self, session: Session) -> set[str]:
        """The chunks of the newest run: mostly those of the next."""
        runs = list_runs(session)
        return reachable(session, root_of(session, runs[-1].id)) if runs else set()


def _insert_reads(session: Session, run: RunId, reads: Iterable[HistoryRead]) -> None:
    for read in reads:
        session.execute(
            "INSERT INTO aigov_reads (run, connection, resource, since, until, complete, settings)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                run,
                read.connection,
                read.resource,
                read.since.astimezone(UTC).isoformat(),
                read.until.astimezone(UTC).isoformat(),
                int(read.complete),
                read.settings,
            ),
        )


def _named(snapshot: Snapshot, root: str) -> RunId:
    return RunId(f"{snapshot.inventory.finished_at:%Y%m%dT%H%M%SZ}-{root[:_ROOT_DIGITS]}")


def _assembled(
    session: Session,
    run: str,
    without: frozenset[str],
    known: Known | None,
    pool: Pool | None = None,
) -> Snapshot:
    sections = sections_of(session, root_of(session, run))

    def bodies(name: str) -> Iterator[bytes]:
        for section in sorted(sections) if name.endswith("/") else (name,):
            if section.startswith(name):
                yield from bodies_of(session, sections.get(section, []))

    try:
        return assembled(bodies, without=without, known=known, pool=pool)
    except (ValueError, KeyError) as error:
        raise StoreDamagedError(
            f"the run {run} cannot be put together", hint="See: store verify."
        ) from error


def _hanging_together(reads: Sequence[HistoryRead]) -> HistoryRead:
    """The latest read, from as early as those before it reach into what is known already."""
    latest = reads[0]
    since = latest.since
    for earlier in reads[1:]:
        if earlier.until >= since:
            since = min(since, earlier.since)
    return replace(latest, since=since)
