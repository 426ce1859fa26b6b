"""The store as commands use it: named on the command line or in the configuration."""

from __future__ import annotations

from pathlib import Path

from aigov_connectors.cli.configuration import configuration_if_any
from aigov_connectors.cli.snapshots import load_snapshot
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.store import Store, open_store

__all__ = ["load_run", "require_store", "store_if_any", "store_url"]


def store_url(given: str | None, config: Path | None) -> str | None:
    """The place of `--store`, else that of the configuration; None where there is neither."""
    if given is not None:
        return given
    known = configuration_if_any(config)
    return None if known is None or known.store is None else known.store.url


def store_if_any(given: str | None, config: Path | None) -> Store | None:
    """Open the store, where one is named.

    Raises:
        ConfigurationError: it is of no kind that we know.
        StoreError: it cannot be opened.
    """
    url = store_url(given, config)
    return None if url is None else open_store(url)


def require_store(given: str | None, config: Path | None) -> Store:
    """Open the store.

    Raises:
        ConfigurationError: none is named, or it is of no kind that we know.
        StoreError: it cannot be opened.
    """
    store = store_if_any(given, config)
    if store is None:
        raise ConfigurationError(
            "there is no store of runs",
            hint='Name one with --store, or in the configuration: [store] url = "aigov-runs.db".',
        )
    return store


def load_run(name: str, store: Store | None) -> Snapshot:
    """A run: a snapshot file, or one of the store by its id, `latest` or `previous`.

    Raises:
        ConfigurationError: it is neither.
        StoreError: the store has no such run.
    """
    if Path(name).is_file():
        return load_snapshot(Path(name))
    if store is None:
        raise ConfigurationError(
            f"there is no snapshot {name}, and no store of runs",
            hint="Name a file that discover wrote, or the store with --store.",
        )
    return store.load(store.find(name))
