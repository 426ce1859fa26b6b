"""Where commands get a run that was kept, and the clients in it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from aigov_connectors.cli.configuration import configuration_if_any
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import Client, Inventory
from aigov_connectors.snapshot import Pool, Snapshot
from aigov_connectors.store import open_store

__all__ = ["NOT_COMPARED", "care_of_limits", "load_snapshot", "load_with_earlier", "named_client"]

NOT_COMPARED = ("decisions", "vendor_answers")
"""Lists that no comparison looks at; the first is most of a large run."""


def load_snapshot(file: Path, *, without: Iterable[str] = (), pool: Pool | None = None) -> Snapshot:
    """Read a snapshot file; a name that is no file may be a run of the configured store.

    `without` and `pool` are those of `Snapshot.load`.

    Raises:
        ConfigurationError: there is none, or it is not a snapshot.
        StoreError: the store of the configuration cannot be read.
    """
    if not file.exists() and file.name == f"{file}" and not file.suffix:
        kept = _kept(file.name, without, pool)
        if kept is not None:
            return kept
    try:
        return Snapshot.load(file, without=without, pool=pool)
    except OSError as error:
        raise ConfigurationError(
            f"the snapshot {file} cannot be read: {error.strerror}",
            hint="Make one with aigov-connectors discover, or aigov-connectors demo.",
        ) from error
    except ValueError as error:
        raise ConfigurationError(
            f"{file} is not a snapshot that this version reads",
            hint="Make a new one with aigov-connectors discover.",
        ) from error


def load_with_earlier(file: Path, earlier: Path | None) -> tuple[Snapshot, Snapshot | None]:
    """Read a run whole, and an earlier one as far as it is compared; what is equal is held once.

    Raises:
        ConfigurationError, StoreError: as for `load_snapshot`.
    """
    if earlier is None:
        return load_snapshot(file), None
    pool = Pool()
    return load_snapshot(file, pool=pool), load_snapshot(earlier, without=NOT_COMPARED, pool=pool)


def _kept(run: str, without: Iterable[str], pool: Pool | None) -> Snapshot | None:
    """The run of the configured store with this id, or a beginning of one; None if there is no
    store.
    """
    config = configuration_if_any(None)
    if config is None or config.store is None:
        return None
    store = open_store(config.store.url.get_secret_value())
    return store.load(store.find(run), without=without, pool=pool)


def care_of_limits(inventory: Inventory) -> str | None:
    """What to mind before a run is handed to a client that it was limited to when it was read."""
    if not inventory.limited_to:
        return None
    return (
        "Care: this run was limited to some clients when it was read. It does not know the names of"
        " the others, so that none could be hidden where the text of a shared setting tells one."
        " Make what a client is given from a run that holds everyone."
    )


def named_client(inventory: Inventory, wanted: str) -> Client:
    """Find a client by name or id.

    Raises:
        ConfigurationError: there is none; the hint names those that sound alike.
    """
    for client in inventory.clients:
        if wanted == client.id or wanted.casefold() == client.name.casefold():
            return client
    for client in inventory.clients:
        if wanted in client.also_known_as:
            return client
    names = [client.name for client in inventory.clients]
    near = difflib.get_close_matches(wanted, names, n=3, cutoff=0.4)
    raise ConfigurationError(
        f"no client is named {wanted!r}",
        hint=f"Did you mean: {', '.join(near)}?" if near else f"Clients: {', '.join(names)}.",
    )
