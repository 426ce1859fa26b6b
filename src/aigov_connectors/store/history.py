"""History over several runs: what an earlier run has counted is not read again, and not twice.

Only what is merely counted by day can go on like this (`ConnectorInfo.counted`). Whole days are
read again or carried over, never parts of them; and the last days are read again each time, since
people still judge and undo what happened in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from aigov_connectors.inventory import DecisionStats, GapReason, Inventory
from aigov_connectors.inventory.decision import decision_order
from aigov_connectors.store.model import HistoryRead, RunId
from aigov_connectors.store.store import Store

__all__ = ["GRACE", "Counted", "History", "carried_over", "counted_from"]

GRACE = timedelta(days=7)
"""How long a decision may still be judged or undone, and so is counted again."""

_CUT = frozenset({GapReason.DENIED, GapReason.FAILED, GapReason.TRUNCATED, GapReason.INTERRUPTED})


def counted_from(
    known: Mapping[str, HistoryRead],
    counted: Sequence[str],
    *,
    now: datetime,
    lookback: timedelta,
    grace: timedelta = GRACE,
) -> dict[str, datetime]:
    """From when on the counted resources of a connection are to be read; empty: all of it.

    Args:
        known: what `Store.watermarks` says of the connection.
        counted: its resources that are only counted; all of them are needed.
        now: when the reading begins.
        lookback: how far back a run is to know.
        grace: how much of what is known is read again.
    """
    marks = [known.get(resource) for resource in counted]
    found = [mark for mark in marks if mark is not None]
    edge = _edge(now, lookback)
    if not found or len(found) < len(marks) or any(mark.since > edge for mark in found):
        return {}
    start = _midnight((min(mark.until for mark in found) - grace).date())
    return dict.fromkeys(counted, start) if start > edge else {}


def carried_over(
    inventory: Inventory,
    earlier: Iterable[DecisionStats],
    tenant: tuple[str, str],
    *,
    oldest: date,
    since: date,
) -> Inventory:
    """The inventory with the days of a tenant that an earlier run counted and this one did not.

    Args:
        inventory: what was read.
        earlier: the decisions of the run that counted them.
        tenant: vendor and the vendor's tenant id.
        oldest: the first day that is carried over.
        since: the first day that was read again, and so is not.
    """
    # A feature of which older days were read is counted from another resource, and in full.
    whole = {
        row.feature
        for row in inventory.decisions
        if (row.vendor, row.tenant_id) == tenant and row.day < since
    }
    who = {
        (member.vendor, member.tenant_id, member.vendor_id): client.id
        for client in inventory.clients
        for member in client.members
    }
    carried = [
        replace(row, client=who.get((*tenant, row.organization or "")))
        for row in earlier
        if (row.vendor, row.tenant_id) == tenant
        and oldest <= row.day < since
        and row.feature not in whole
    ]
    decisions = sorted((*inventory.decisions, *carried), key=decision_order)
    return inventory.model_copy(update={"decisions": tuple(decisions)})


@dataclass(frozen=True, slots=True)
class Counted:
    """A connection of which some resources are only counted."""

    connection: str
    resources: tuple[str, ...]
    """Those of `ConnectorInfo.counted`."""
    lookback: timedelta
    """How far back a run is to know."""
    settings: str
    """What is read where: see `resuming.settings_mark`."""


class History:
    """How one run goes on from what the store knows; see `Store.watermarks`.

    Give `counted_since` and `counted_for` to the discovery, put the inventory through `completed`
    before it is assessed, and give `reads` of what was read to `Store.add`.
    """

    def __init__(self, store: Store, connections: Iterable[Counted], *, now: datetime) -> None:
        self._store = store
        self._connections = {one.connection: one for one in connections if one.resources}
        self._runs: dict[str, RunId] = {}
        self.counted_since: dict[str, dict[str, datetime]] = {}
        """Connection to resource to moment; a connection that must be read whole is absent."""
        self.counted_for: dict[str, tuple[str, ...]] = {}
        """Connection to the scope of the credential that counted what came before: to one that is
        shown other parts of the tool, older days of other clients are unknown."""
        for name, one in self._connections.items():
            self._go_on(name, *self._known(one, now=now))

    def read_before(
        self, connection: str, *, counted_since: Mapping[str, datetime], began: datetime
    ) -> None:
        """Go on for one connection as a run did that began to read it at a moment.

        What was read then can be taken over if `counted_since` is that of then afterwards; where
        the run with the days before is no longer kept, it is not.
        """
        one = self._connections.get(connection)
        if one is None:
            return
        since, run = self._known(one, now=began, before=began) if counted_since else ({}, None)
        if since == counted_since:
            self._go_on(connection, since, run)

    def _known(
        self, one: Counted, *, now: datetime, before: datetime | None = None
    ) -> tuple[dict[str, datetime], RunId | None]:
        """From when on a connection is to be read, and the run that has the days before."""
        known = self._store.watermarks(one.connection, before=before, settings=one.settings)
        since = counted_from(known, one.resources, now=now, lookback=one.lookback)
        runs = {known[resource].run for resource in one.resources if resource in known}
        return (since, runs.pop()) if since and len(runs) == 1 else ({}, None)

    def _go_on(self, connection: str, since: dict[str, datetime], run: RunId | None) -> None:
        self.counted_since.pop(connection, None)
        self._runs.pop(connection, None)
        self.counted_for.pop(connection, None)
        scope = None if run is None else self._scope(run, connection)
        if run is not None and scope is not None:
            self.counted_for[connection] = scope
            self.counted_since[connection] = since
            self._runs[connection] = run

    def _scope(self, run: RunId, connection: str) -> tuple[str, ...] | None:
        """What the credential was shown that counted; None where the vendor did not tell."""
        inventory = self._store.load(run, without=_BUT_CONNECTIONS).inventory
        read = inventory.connection_by_name.get(connection)
        return None if read is None else read.scope

    def completed(self, inventory: Inventory) -> Inventory:
        """The inventory with the days that were counted before and not read again.

        Raises:
            StoreError: the run that counted them cannot be read.
        """
        for connection in inventory.connections:
            run = self._runs.get(connection.name)
            if run is None or connection.scope != self.counted_for[connection.name]:
                continue  # read whole: see `Discovery`
            earlier = self._store.load(run, without=_BUT_DECISIONS).inventory.decisions
            lookback = self._connections[connection.name].lookback
            inventory = carried_over(
                inventory,
                earlier,
                (connection.vendor, connection.tenant_id),
                oldest=_edge(connection.started_at, lookback).date(),
                since=min(self.counted_since[connection.name].values()).date(),
            )
        return inventory

    def reads(self, inventory: Inventory) -> tuple[HistoryRead, ...]:
        """How far back the completed inventory knows the counted resources."""
        cut = {(gap.connection, gap.resource) for gap in inventory.gaps if gap.reason in _CUT}
        read: dict[tuple[str, str], bool] = {}
        for one in inventory.receipts:
            place = one.connection, one.receipt.resource
            read[place] = read.get(place, True) and one.receipt.complete
        return tuple(
            HistoryRead(
                connection=connection.name,
                resource=resource,
                since=_edge(connection.started_at, known.lookback),
                until=connection.started_at,
                complete=read.get((connection.name, resource), False)
                and (connection.name, resource) not in cut,
                settings=known.settings,
            )
            for connection in inventory.connections
            if (known := self._connections.get(connection.name)) is not None
            for resource in known.resources
        )


_BUT_DECISIONS = tuple(name for name in Inventory.model_fields if name != "decisions")


_BUT_CONNECTIONS = tuple(name for name in Inventory.model_fields if name != "connections")


def _edge(now: datetime, lookback: timedelta) -> datetime:
    """The first midnight from which whole days are known: the day before is known in part."""
    return _midnight((now - lookback).date() + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)
