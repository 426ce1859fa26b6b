"""The store as commands use it: named on the command line or in the configuration."""

from __future__ import annotations

from pathlib import Path

from aigov_connectors.cli.configuration import configuration_if_any
from aigov_connectors.cli.snapshots import NOT_COMPARED, load_snapshot
from aigov_connectors.config import Config
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.snapshot import Pool, Snapshot
from aigov_connectors.store import Store, open_store

__all__ = ["NOT_COMPARED", "load_two", "require_store", "store_if_any", "store_of"]


def store_of(given: str | None, config: Config | None) -> Store | None:
    """Open the store of `--store`, else that of the configuration; None where there is neither.

    Raises:
        ConfigurationError: it is of no kind that we know.
        StoreError: it cannot be opened.
    """
    if given is not None:
        return open_store(given)
    kept = None if config is None else config.store
    return None if kept is None else open_store(kept.url.get_secret_value())


def store_if_any(given: str | None, config: Path | None) -> Store | None:
    """`store_of` with the configuration of a command, if there is one."""
    return store_of(given, None if given is not None else configuration_if_any(config))


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


def load_two(before: str, after: str, store: Store | None) -> tuple[Snapshot, Snapshot]:
    """Two runs to compare, each a snapshot file, or one of the store by its id, `latest` or
    `previous`; those of the store come without what no comparison looks at.

    Raises:
        ConfigurationError: one is neither.
        StoreError: the store has no such run.
    """
    if store is not None and not any(Path(name).is_file() for name in (before, after)):
        return store.load_two(store.find(before), store.find(after), without=NOT_COMPARED)
    pool = Pool()
    return _load(before, store, pool), _load(after, store, pool)


def _load(name: str, store: Store | None, pool: Pool) -> Snapshot:
    if Path(name).is_file():
        return load_snapshot(Path(name), without=NOT_COMPARED, pool=pool)
    if store is None:
        raise ConfigurationError(
            f"there is no snapshot {name}, and no store of runs",
            hint="Name a file that discover wrote, or the store with --store.",
        )
    return store.load(store.find(name), without=NOT_COMPARED, pool=pool)
