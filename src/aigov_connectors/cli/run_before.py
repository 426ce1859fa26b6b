"""Which run of a store another is compared with where none is named."""

from __future__ import annotations

from aigov_connectors.cli.show.text import counted, listed_names
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import Inventory
from aigov_connectors.inventory.rows import lists_of
from aigov_connectors.rules import Assessment
from aigov_connectors.store import RunId, RunRow, Store

__all__ = ["run_before"]

_NAMED = 4  # clients or resources named in an error
_BUT_CLIENTS = (
    *(name for name in lists_of(Inventory) if name != "clients"),
    *(f"assessment/{name}" for name in lists_of(Assessment)),
)


def run_before(store: Store, after: str) -> RunId:
    """The newest run before `after` that holds everyone, or was limited as `after` was.

    Raises:
        ConfigurationError: there is none; the error says which there are.
        StoreError: no run is named so, or one cannot be read.
    """
    end = store.find(after)
    rows = store.runs()
    at = [one.id for one in rows].index(end)
    mine, earlier = rows[at], rows[:at]
    limits = _limits(_head(store, mine)) if mine.limited else None
    for one in reversed(earlier):
        if not one.limited or (
            limits is not None and _is_alike(mine, one) and _limits(_head(store, one)) == limits
        ):
            return one.id
    if not earlier:
        raise ConfigurationError(
            f"the store {store.name} holds no run before that one",
            hint="Run discover --store again, or name two snapshot files.",
        )
    last = earlier[-1]
    raise ConfigurationError(
        f"the store {store.name} holds {counted(len(earlier), 'run')} before that one, and none"
        f" that looked at the same or at everything: {mine.id} {_words(store, mine)}, the one"
        f" before, {last.id}, {_words(store, last)}",
        hint=f"aigov-connectors diff {last.id} {mine.id} compares what both of them looked at.",
    )


def _is_alike(one: RunRow, other: RunRow) -> bool:
    return (one.some_clients, one.some_resources) == (other.some_clients, other.some_resources)


def _head(store: Store, run: RunRow) -> Inventory:
    return store.load(run.id, without=_BUT_CLIENTS).inventory


def _limits(inventory: Inventory) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(inventory.limited_to), frozenset(inventory.limited_resources)


def _words(store: Store, run: RunRow) -> str:
    if not run.limited:
        return "holds everything"
    inventory = _head(store, run)
    known = inventory.client_by_id
    clients = [known[one].name if one in known else one for one in inventory.limited_to]
    held = {"clients": clients, "resources": inventory.limited_resources}
    told = [
        f"{what} ({listed_names(names, limit=_NAMED)})" for what, names in held.items() if names
    ]
    return f"is limited to {' and '.join(told)}"
