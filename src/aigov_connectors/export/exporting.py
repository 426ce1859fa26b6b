"""Formats by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from aigov_connectors.export.cyclonedx import cyclonedx_parts
from aigov_connectors.export.model import ExportFormat, Part, Run
from aigov_connectors.export.ndjson import ndjson_parts
from aigov_connectors.export.ocsf import ocsf_parts
from aigov_connectors.export.sarif import sarif_parts
from aigov_connectors.export.tables import csv_parts

__all__ = ["export"]

_EXPORTERS: dict[ExportFormat, Callable[[Run], Iterator[Part]]] = {
    ExportFormat.CSV: csv_parts,
    ExportFormat.NDJSON: ndjson_parts,
    ExportFormat.SARIF: sarif_parts,
    ExportFormat.OCSF: ocsf_parts,
    ExportFormat.CYCLONEDX: cyclonedx_parts,
}


def export(wanted: ExportFormat, run: Run) -> Iterator[Part]:
    """The files of an export, each with its text in pieces; CSV has one for each table."""
    return _EXPORTERS[wanted](run)
