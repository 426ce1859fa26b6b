"""What an export is made of, and what it is made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from aigov_connectors.inventory import Client
from aigov_connectors.snapshot import Snapshot

__all__ = ["ExportFormat", "Part", "Run"]


class ExportFormat(StrEnum):
    """The formats, by the word that the command takes."""

    CSV = "csv"
    """Tables for spreadsheets: RFC 4180, UTF-8, no cell is taken for a formula."""
    NDJSON = "ndjson"
    """One typed record a line."""
    SARIF = "sarif"
    """SARIF 2.1.0: findings for viewers and gates."""
    OCSF = "ocsf"
    """OCSF 1.5.0, class 2003: one Compliance Finding a line, for a SIEM."""
    CYCLONEDX = "cyclonedx"
    """CycloneDX 1.7: services, claims and evidence as a bill of materials."""


@dataclass(frozen=True, slots=True)
class Run:
    """The run to export; `for_client` makes one that is about a single client."""

    snapshot: Snapshot
    previous: Snapshot | None = None
    """An earlier run, for the formats that tell what is new."""
    client: Client | None = None
    """Whom the export is limited to."""
    source: str = "aigov-snapshot.json"
    """The name of the file that holds the run, for readers that want to open it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an export."""

    name: str
    pieces: Iterable[str]
    """Its text in order, made when it is asked for; it can be read once."""
