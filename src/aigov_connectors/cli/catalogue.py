"""`catalogue`, `vendors`, `schema`: what the library knows before it has read anything."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aigov_connectors import registry
from aigov_connectors.catalogue import FeatureEntry, VendorCatalogue
from aigov_connectors.cli.configuration import configuration_if_any
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.show.catalogue import catalogue_view, questions_view
from aigov_connectors.cli.show.vendors import vendors_view
from aigov_connectors.cli.terminal import Terminal, show
from aigov_connectors.connector import ConnectorInfo
from aigov_connectors.credentials import variable_name
from aigov_connectors.inventory.documented import field_texts
from aigov_connectors.snapshot import json_schema

__all__ = ["catalogue", "schema", "vendors"]


def catalogue(
    vendor: str | None,
    terminal: Terminal,
    *,
    only_open: bool = False,
    file: Path | None = None,
    as_json: bool = False,
) -> ExitCode:
    """Show the features of one vendor or all; `only_open` those that a person has to attest.

    A valid attestation in the configuration, where one is found, closes its feature.

    Raises:
        ConfigurationError: there is no such vendor, or the configuration does not fit.
    """
    names = registry.vendors() if vendor is None else (vendor,)
    catalogues = [registry.catalogue(name) for name in names]
    if only_open:
        attested = _attested(file)
        catalogues = [_open_part(one, attested) for one in catalogues]
    if as_json:
        terminal.write_document(json.dumps([_document(one) for one in catalogues], indent=2))
    else:
        view = questions_view if only_open else catalogue_view
        show(terminal.out, view(catalogues))
    return ExitCode.DONE


def vendors(vendor: str | None, terminal: Terminal, *, as_json: bool = False) -> ExitCode:
    """Show what each vendor, or the one, needs for a connection that can only read.

    Raises:
        ConfigurationError: there is no such vendor.
    """
    names = registry.vendors() if vendor is None else (vendor,)
    infos = [registry.load(name) for name in names]
    if as_json:
        terminal.write_document(json.dumps([_vendor(one) for one in infos], indent=2))
    else:
        found = {one.vendor: registry.origin(one.vendor) for one in infos}
        origins = {vendor: of for vendor, of in found.items() if of is not None}
        show(terminal.out, vendors_view(infos, origins=origins))
    return ExitCode.DONE


def schema(terminal: Terminal) -> ExitCode:
    """Print the JSON Schema of a snapshot."""
    terminal.write_document(json.dumps(json_schema(), indent=2))
    return ExitCode.DONE


def _attested(file: Path | None) -> frozenset[str]:
    config = configuration_if_any(file)
    if config is None:
        return frozenset()
    today = datetime.now(UTC).date()
    return frozenset(
        one.feature for one in config.attestations if one.client is None and one.is_valid_on(today)
    )


def _open_part(catalogue: VendorCatalogue, attested: frozenset[str]) -> VendorCatalogue:
    features = tuple(one for one in catalogue.features if not one.read and one.id not in attested)
    return catalogue.model_copy(update={"features": features})


def _document(catalogue: VendorCatalogue) -> dict[str, Any]:
    return {
        "vendor": catalogue.vendor,
        "name": catalogue.name,
        "updated": catalogue.updated.isoformat(),
        "features": [_feature(one) for one in catalogue.features],
    }


def _feature(entry: FeatureEntry) -> dict[str, Any]:
    return {
        **entry.feature.model_dump(mode="json", exclude={"attest"}),
        "read": list(entry.read),
        "attest": entry.attest,
    }


def _vendor(info: ConnectorInfo) -> dict[str, Any]:
    return {
        "vendor": info.vendor,
        "name": info.name,
        "connector": registry.origin(info.vendor),
        "hosts": list(info.hosts),
        "regions": dict(info.regions),
        "secrets": [
            {
                "name": one.name,
                "description": one.description,
                "required": one.required,
                "variable": variable_name("<connection>", one.name).replace(
                    "_CONNECTION_", "<CONNECTION>"
                ),
            }
            for one in info.secrets
        ],
        "options": _options(info),
        "resources": list(info.resources),
        "least_privilege": info.least_privilege,
    }


def _options(info: ConnectorInfo) -> Sequence[dict[str, Any]]:
    texts = field_texts(info.options)
    return [
        {
            "name": name,
            "description": option.description or texts.get(name),
            "default": option.default,
        }
        for name, option in info.options.model_fields.items()
    ]
