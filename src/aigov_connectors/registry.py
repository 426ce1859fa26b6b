"""Which vendors there are: every folder with a `connector.py`, and the entry points of others.

A vendor's id is its dotted folder path. Nothing of a vendor is imported until it is asked for.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable

from aigov_connectors.catalogue import VendorCatalogue, load_catalogue
from aigov_connectors.connector import ConnectorInfo
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.logs import Log
from aigov_connectors.trust import CONNECTORS_GROUP, Plugin

__all__ = ["ENTRY_POINT_GROUP", "catalogue", "load", "origin", "secret_names", "vendors"]

ENTRY_POINT_GROUP = CONNECTORS_GROUP
_PACKAGE = "aigov_connectors"

_log = Log("aigov_connectors.registry")


def vendors() -> tuple[str, ...]:
    """The ids of all vendors that may be used here, sorted; imports none of them.

    `aigov_connectors.trust.only_plugins` tells whose connectors may.
    """
    allowed = (name for name, plugin in _foreign().items() if plugin.is_allowed)
    return tuple(sorted({*_own(), *allowed}))


def load(vendor: str) -> ConnectorInfo:
    """Import one vendor and give its `ConnectorInfo`.

    Raises:
        ConfigurationError: there is no such vendor, and the hint lists those that there are; or
            its connector is of a package that is not allowed, and nothing was imported.
        TypeError: an entry point does not lead to a `ConnectorInfo`.
    """
    plugin = None if vendor in _own() else _foreign().get(vendor)
    if plugin is not None and not plugin.is_allowed:
        raise ConfigurationError(
            f"the connector for the vendor {vendor!r} is of {plugin.origin}, which is not allowed",
            hint=f'Where it may be used, name it: plugins = ["{plugin.distribution}"].',
        )
    return _loaded(vendor)


def catalogue(vendor: str) -> VendorCatalogue:
    """The catalogue of one vendor.

    Raises:
        ConfigurationError: there is no such vendor, or its connector is not allowed.
        ValueError: its catalogue does not have the shape of one.
    """
    return _catalogued(load(vendor).package)


def origin(vendor: str) -> str | None:
    """The package and version from which a vendor's connector comes; None for ours."""
    plugin = None if vendor in _own() else _foreign().get(vendor)
    return None if plugin is None else plugin.origin


def secret_names(vendor: str) -> tuple[str, ...]:
    """The vendor's own words for its secrets; none for a vendor of another package or of nobody.

    Those of another package are known where its connector is opened: no code of it runs before.
    """
    return tuple(one.name for one in _loaded(vendor).secrets) if vendor in _own() else ()


@cache
def _loaded(vendor: str) -> ConnectorInfo:
    if vendor in _own():
        return _checked(vendor, import_module(f"{_PACKAGE}.{vendor}.connector").CONNECTOR)
    foreign = _foreign()
    if vendor in foreign:
        return _checked(vendor, foreign[vendor].load())
    raise ConfigurationError(
        f"there is no connector for the vendor {vendor!r}",
        hint=f"Known vendors: {', '.join(vendors())}.",
    )


@cache
def _catalogued(package: str) -> VendorCatalogue:
    return load_catalogue(package)


def _checked(vendor: str, info: object) -> ConnectorInfo:
    if not isinstance(info, ConnectorInfo) or info.vendor != vendor:
        raise TypeError(f"the connector of {vendor} is no ConnectorInfo of that name")
    return info


@cache
def _own() -> frozenset[str]:
    return frozenset(_folders(files(_PACKAGE), ()))


@cache
def _foreign() -> dict[str, Plugin]:
    """Connectors of other packages; a name that exists here keeps ours, with a warning."""
    found: dict[str, Plugin] = {}
    for entry in entry_points(group=ENTRY_POINT_GROUP):
        if entry.name in _own() or entry.name in found:
            _log.write(
                logging.WARNING, "connector.refused", vendor=entry.name, entry_point=entry.value
            )
            continue
        found[entry.name] = Plugin(entry)
    return found


def _folders(folder: Traversable, path: tuple[str, ...]) -> Iterator[str]:
    if path and folder.joinpath("connector.py").is_file():
        yield ".".join(path)
    for child in folder.iterdir():
        if child.is_dir() and not child.name.startswith(("_", ".")):
            yield from _folders(child, (*path, child.name))
