"""How much an inventory tells of whom it is about: everyone, the clients it was limited to, or one.

Every screen, page and gate counts by this, so that two of them never say two things of one run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median_low
from typing import TYPE_CHECKING

from aigov_connectors.inventory.gap import Coverage
from aigov_connectors.inventory.vocabulary import ConnectionStatus

if TYPE_CHECKING:
    from aigov_connectors.inventory.inventory import Inventory

__all__ = ["Covered", "added", "clients_covered", "coverage_rows", "covered"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """What was read and is known of one connection, or of several added up.

    `read` and `known_of_all` hold for every client that it is counted for. `known` is what is known
    of the one client, of the median client of a whole run, and of each chosen client at least.
    """

    read: int
    resources: int
    known: int
    known_of_all: int
    features: int


def clients_covered(inventory: Inventory, client: str | None = None) -> tuple[str, ...]:
    """Ids of the clients that the figures are about: `client`, or the limits; empty is everyone."""
    return inventory.limited_to if client is None else (client,)


def coverage_rows(inventory: Inventory, client: str | None = None) -> tuple[Coverage, ...]:
    """The rows that count: those of the clients, or for everyone those of the connections.

    Of a run that was limited, a connection that was not read counts as a whole: whom it serves
    nobody knows. One that was read and shows none of them has no row.
    """
    wanted = clients_covered(inventory, client)
    if not wanted:
        return tuple(row for row in inventory.coverage if row.client is None)
    found = [row for row in inventory.coverage if row.client in wanted]
    if client is None:
        shown = {row.connection for row in found}
        unread = {
            one.name
            for one in inventory.connections
            if one.status is not ConnectionStatus.COMPLETED and one.name not in shown
        }
        found += [
            row for row in inventory.coverage if row.client is None and row.connection in unread
        ]
    return tuple(found)


def covered(inventory: Inventory, client: str | None = None) -> Mapping[str, Covered]:
    """The figures of each connection, by its name, of which there is anything to count.

    One client whose settings were refused leaves little that is known of all: one figure alone
    would hide either that client or the others, hence `known` beside `known_of_all`.
    """
    rows: dict[str, list[Coverage]] = {}
    for row in coverage_rows(inventory, client):
        rows.setdefault(row.connection, []).append(row)
    found = {name: _least(mine) for name, mine in rows.items()}
    if clients_covered(inventory, client):
        return found
    return {name: _of_everyone(one, name, inventory) for name, one in found.items()}


def _least(rows: Iterable[Coverage]) -> Covered:
    rows = tuple(rows)
    known = min(row.features_determined for row in rows)
    return Covered(
        read=min(row.resources_read for row in rows),
        resources=rows[0].resources_total,
        known=known,
        known_of_all=known,
        features=rows[0].features_total,
    )


def _of_everyone(whole: Covered, connection: str, inventory: Inventory) -> Covered:
    told = [
        row.features_determined
        for row in inventory.coverage
        if row.connection == connection and row.client is not None
    ]
    return Covered(
        read=whole.read,
        resources=whole.resources,
        known=median_low(told) if told else whole.known,
        known_of_all=whole.known_of_all,
        features=whole.features,
    )


def added(figures: Iterable[Covered]) -> Covered:
    """Of several connections together; of none all are 0."""
    many = tuple(figures)
    return Covered(
        read=sum(one.read for one in many),
        resources=sum(one.resources for one in many),
        known=sum(one.known for one in many),
        known_of_all=sum(one.known_of_all for one in many),
        features=sum(one.features for one in many),
    )
