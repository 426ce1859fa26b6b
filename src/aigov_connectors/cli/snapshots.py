"""Where commands get a run that was kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from aigov_connectors.cli.configuration import configuration_if_any
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import Inventory
from aigov_connectors.snapshot import Pool, Snapshot
from aigov_connectors.store import open_store

__all__ = [
    "DEFAULT_FILE",
    "NOT_COMPARED",
    "NOWHERE",
    "RunPlace",
    "care_of_limits",
    "load_snapshot",
    "load_with_earlier",
]

DEFAULT_FILE = Path("aigov-snapshot.json")
"""What `discover` writes, and what is read where nothing is named."""

NOT_COMPARED = ("decisions", "vendor_answers")
"""Lists that no comparison looks at; the first is most of a large run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPlace:
    """Where runs are found that are no files: what `--store` and `--config` say."""

    store: str | None = None
    config: Path | None = None

    def options(self) -> tuple[str, ...]:
        """The same for another command."""
        named = {"--store": self.store, "--config": self.config}
        return tuple(word for key, value in named.items() if value for word in (key, f"{value}"))


NOWHERE = RunPlace()


def load_snapshot(
    file: Path,
    *,
    place: RunPlace = NOWHERE,
    without: Iterable[str] = (),
    pool: Pool | None = None,
) -> Snapshot:
    """Read a snapshot file; a name that is no file may be a run of the store.

    Where a store is named and no file is, the last run that it holds is read. `without` and
    `pool` are those of `Snapshot.load`.

    Raises:
        ConfigurationError: there is none, or it is not a snapshot.
        StoreError: the store of the configuration cannot be read.
    """
    if place.store is not None and file == DEFAULT_FILE:
        file = Path(_LATEST)
    if not file.exists() and file.name == f"{file}" and not file.suffix:
        kept = _kept(file.name, place, without, pool)
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


def load_with_earlier(
    file: Path, earlier: Path | None, *, place: RunPlace = NOWHERE
) -> tuple[Snapshot, Snapshot | None]:
    """Read a run whole, and an earlier one as far as it is compared; what is equal is held once.

    Raises:
        ConfigurationError, StoreError: as for `load_snapshot`.
    """
    if earlier is None:
        return load_snapshot(file, place=place), None
    pool = Pool()
    before = load_snapshot(earlier, place=place, without=NOT_COMPARED, pool=pool)
    return load_snapshot(file, place=place, pool=pool), before


_LATEST = "latest"


def _kept(run: str, place: RunPlace, without: Iterable[str], pool: Pool | None) -> Snapshot | None:
    """The run of the store with this id, or a beginning of one; None if there is no store."""
    url = place.store
    if url is None:
        config = configuration_if_any(place.config)
        if config is None or config.store is None:
            return None
        url = config.store.url.get_secret_value()
    store = open_store(url)
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
