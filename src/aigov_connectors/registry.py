"""Which vendors there are: every folder with a `connector.py`, and the entry points of others.

A vendor's id is its dotted folder path. Nothing of a vendor is imported until it is asked for.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from importlib.resources import files
from importlib.resources.abc import Traversable

from aigov_connectors.catalogue import VendorCatalogue, load_catalogue
from aigov_connectors.connector import ConnectorInfo
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.logs import Log

__all__ = ["ENTRY_POINT_GROUP", "catalogue", "load", "vendors"]

ENTRY_POINT_GROUP = "aigov_connectors.connectors"
_PACKAGE = "aigov_connectors"

_log = Log("aigov_connectors.registry")


@cache
def vendors() -> tuple[str, ...]:
    """The ids of all vendors, sorted; imports none of them."""
    return tuple(sorted({*_own(), *_foreign()}))


@cache
def load(vendor: str) -> ConnectorInfo:
    """Import one vendor and give its `ConnectorInfo`.

    Raises:
        ConfigurationError: there is no such vendor; the hint lists those that there are.
        TypeError: an entry point does not lead to a `ConnectorInfo`.
    """
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
def catalogue(vendor: str) -> VendorCatalogue:
    """The catalogue of one vendor.

    Raises:
        ConfigurationError: there is no such vendor.
        ValueError: its catalogue does not have the shape of one.
    """
    return load_catalogue(load(vendor).package)


def _checked(vendor: str, info: object) -> ConnectorInfo:
    if not isinstance(info, ConnectorInfo) or info.vendor != vendor:
        raise TypeError(f"the connector of {vendor} is no ConnectorInfo of that name")
    return info


@cache
def _own() -> frozenset[str]:
    return frozenset(_folders(files(_PACKAGE), ()))


@cache
def _foreign() -> dict[str, EntryPoint]:
    """Connectors of other packages; a name that exists here keeps ours, with a warning."""
    found: dict[str, EntryPoint] = {}
    for entry in entry_points(group=ENTRY_POINT_GROUP):
        if entry.name in _own() or entry.name in found:
            _log.write(
                logging.WARNING, "connector.refused", vendor=entry.name, entry_point=entry.value
            )
            continue
        found[entry.name] = entry
    return found


def _folders(folder: Traversable, path: tuple[str, ...]) -> Iterator[str]:
    if path and folder.joinpath("connector.py").is_file():
        yield ".".join(path)
    for child in folder.iterdir():
        if child.is_dir() and not child.name.startswith(("_", ".")):
            yield from _folders(child, (*path, child.name))
