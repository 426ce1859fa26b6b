"""The run before the one that is made: from the store, else the file whose place is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from aigov_connectors.cli.stored import NOT_COMPARED
from aigov_connectors.clock import SystemClock
from aigov_connectors.inventory import Inventory
from aigov_connectors.inventory.rows import lists_of
from aigov_connectors.resuming import KeptConnection, settings_mark
from aigov_connectors.rules import Assessment
from aigov_connectors.running.opening import Prepared
from aigov_connectors.snapshot import Pool, Snapshot
from aigov_connectors.store import Counted, History, RunId, Store

__all__ = ["Earlier"]

_JUDGED = tuple(f"assessment/{name}" for name in lists_of(Assessment))
_BUT_CLIENTS = tuple(name for name in Inventory.model_fields if name != "clients")


class Earlier:
    """Looks at the run before only when it is asked to: a large one takes room beside the new."""

    def __init__(
        self,
        store: Store | None,
        file: Path | None,
        *,
        connections: Iterable[Prepared] = (),
        kept: Iterable[KeptConnection | None] = (),
        now: datetime | None = None,
    ) -> None:
        """`connections` are those that the run reads; their history goes on where it was left.

        `kept` are readings that the run may take over: their history goes on where they took it up.
        """
        self._store = store
        self._file = file
        self._run = None if store is None else store.latest(whole=True)
        self._history = None
        if store is not None:
            counted = [
                Counted(
                    one.config.name,
                    one.info.counted,
                    timedelta(days=one.options.lookback_days),
                    settings_mark(
                        one.config.vendor, one.base_url, one.options.model_dump(mode="json")
                    ),
                )
                for one in connections
            ]
            self._history = History(store, counted, now=now or SystemClock().now())
            for one in kept:
                if one is not None:
                    since = one.binding.counted_since
                    self._history.read_before(
                        one.connection, counted_since=since, began=one.started_at
                    )

    @property
    def counted_since(self) -> Mapping[str, Mapping[str, datetime]]:
        """What need not be read again, as a discovery takes it."""
        return {} if self._history is None else self._history.counted_since

    @property
    def counted_for(self) -> Mapping[str, tuple[str, ...]]:
        """The scopes for which that holds, as a discovery takes it."""
        return {} if self._history is None else self._history.counted_for

    def completed(self, inventory: Inventory) -> Inventory:
        """The inventory of the new run with what was counted before.

        Raises:
            StoreError: the run that counted it cannot be read.
        """
        return inventory if self._history is None else self._history.completed(inventory)

    def clients(self) -> Inventory | None:
        """The run before with nothing but its clients, which keep their ids."""
        if self._store is not None and self._run is not None:
            return self._store.load(self._run, without=(*_BUT_CLIENTS, *_JUDGED)).inventory
        known = self._read()
        if known is None:
            return None
        empty: dict[str, tuple[()]] = {
            name: () for name in _BUT_CLIENTS if isinstance(getattr(known, name), tuple)
        }
        return known.model_copy(update=empty)

    def inventory(self, *, beside: Inventory) -> Inventory | None:
        """The run before, without what no comparison looks at; what it has in common with the new
        one is held once.
        """
        if self._store is not None and self._run is not None:
            left_out = (*NOT_COMPARED, *_JUDGED)
            pool = Pool.of(beside)
            return self._store.load(self._run, without=left_out, pool=pool).inventory
        known = self._read()
        return None if known is None else known.model_copy(update=dict.fromkeys(NOT_COMPARED, ()))

    def keep(self, snapshot: Snapshot) -> RunId | None:
        """Keep the new run in the store, if there is one.

        Raises:
            StoreError: it was not kept.
        """
        if self._store is None or self._history is None:
            return None
        return self._store.add(snapshot, reads=self._history.reads(snapshot.inventory))

    def _read(self) -> Inventory | None:
        """What the file holds, if it can be read; a file of another kind is no run before."""
        try:
            return None if self._file is None else Snapshot.load(self._file).inventory
        except (OSError, ValueError):
            return None
