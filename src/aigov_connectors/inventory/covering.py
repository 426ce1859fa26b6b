"""How much two runs saw of the same connections: the two coverage figures, compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from aigov_connectors.inventory.client import Connection
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.inventory.gap import Coverage
from aigov_connectors.inventory.inventory import Inventory
from aigov_connectors.inventory.sight import organizations_of

__all__ = ["CoverageMove", "Figure", "coverage_moves"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A coverage figure: `part` of `whole` was read, determined or listed."""

    name: str
    part: int
    whole: int

    def below(self, other: Figure) -> bool:
        """Whether the share is smaller than another; of nothing, everything is covered."""
        mine, others = (
            (self.part, self.whole) if self.whole else (1, 1),
            (other.part, other.whole) if other.whole else (1, 1),
        )
        return mine[0] * others[1] < others[0] * mine[1]

    def __str__(self) -> str:
        """As a person says it: `9 of 12 resources read`."""
        return f"{self.part} of {self.whole} {self.name}"


@dataclass(frozen=True, slots=True)
class CoverageMove:
    """How one figure of one connection moved: for all of it, or only for some clients."""

    connection: Connection
    before: Figure
    after: Figure
    fell: bool
    clients: tuple[str, ...]
    """Ids of the clients whose own share moved the same way."""
    gaps: tuple[str, ...]
    """Ids of the gaps that only the run with less has; they are of that run."""


def coverage_moves(pair: Pair) -> Iterator[CoverageMove]:
    """Compare both figures of every connection that is in both runs, and of each of its clients."""
    before, after = _rows(pair.before), _rows(pair.after)
    for name in sorted(pair.before.connection_by_name.keys() & pair.after.connection_by_name):
        was, now = before[name], after[name]
        if None not in was or None not in now:
            continue
        if pair.is_otherwise_shown(connection := pair.after.connection_by_name[name]):
            yield from _by_customers(pair, connection)
            continue
        for at in range(2):
            whole = _moved(was[None][at], now[None][at])
            for fell in (True, False):
                clients = tuple(
                    sorted(
                        client
                        for client in was.keys() & now.keys()
                        if client is not None and _moved(was[client][at], now[client][at]) is fell
                    )
                )
                if whole is fell or (clients and whole is None):
                    less, more = (pair.after, pair.before) if fell else (pair.before, pair.after)
                    yield CoverageMove(
                        connection=pair.after.connection_by_name[name],
                        before=was[None][at],
                        after=now[None][at],
                        fell=fell,
                        clients=clients,
                        gaps=_only_in(less, more, name),
                    )


def _by_customers(pair: Pair, connection: Connection) -> Iterator[CoverageMove]:
    """Of a credential that is shown other parts: shares of features would be of other wholes."""
    place = connection.vendor, connection.tenant_id
    had, has = (organizations_of(one, *place) for one in (pair.before, pair.after))
    whole = len(had | has)
    before, after = (Figure("customers listed", len(one), whole) for one in (had, has))
    if (fell := _moved(before, after)) is not None:
        yield CoverageMove(
            connection=connection, before=before, after=after, fell=fell, clients=(), gaps=()
        )


def _moved(one: Figure, other: Figure) -> bool | None:
    """True where it fell, False where it rose, None where it stayed."""
    if other.below(one):
        return True
    return False if one.below(other) else None


def _rows(inventory: Inventory) -> dict[str, dict[str | None, tuple[Figure, Figure]]]:
    rows: dict[str, dict[str | None, tuple[Figure, Figure]]] = defaultdict(dict)
    for row in inventory.coverage:
        rows[row.connection][row.client] = _figures(row)
    return rows


def _figures(row: Coverage) -> tuple[Figure, Figure]:
    return (
        Figure("resources read", row.resources_read, row.resources_total),
        Figure("features determined", row.features_determined, row.features_total),
    )


def _only_in(inventory: Inventory, other: Inventory, connection: str) -> tuple[str, ...]:
    known = {gap.id for gap in other.gaps}
    return tuple(
        sorted(
            gap.id for gap in inventory.gaps if gap.connection == connection and gap.id not in known
        )
    )
