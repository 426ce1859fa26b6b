"""CSV: every list of the run as a table that a spreadsheet opens and takes for nothing else.

RFC 4180, UTF-8. A text that a spreadsheet would compute gets an apostrophe before it; numbers stay
numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from aigov_connectors.export.model import Part, Run
from aigov_connectors.export.records import batches, kind_of
from aigov_connectors.inventory import JsonScalar
from aigov_connectors.inventory.tables import TABLES, columns_of, rows_of
from aigov_connectors.rules import Finding

__all__ = ["csv_parts", "guarded", "table_names"]

_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a cell begins that a spreadsheet computes; the last four are their wide forms."""

_PER_CLIENT = (
    "finding",
    "rule",
    "subject_key",
    "client",
    "client_name",
    "verdict",
    "severity",
    "endpoints",
    "waiver_owner",
    "waiver_reason",
    "waiver_until",
)

Row = dict[str, JsonScalar]


def table_names() -> tuple[str, ...]:
    """The tables that there are."""
    return (*TABLES, "findings", "finding_clients")


def csv_parts(run: Run) -> Iterator[Part]:
    """One part for each table; a table without rows is its header."""
    for name in table_names():
        yield Part(f"{name}.csv", _text(*_table(run, name)))


def guarded(text: str) -> str:
    """The text as a cell that is read and never computed."""
    return f"'{text}" if text.startswith(_ACTIVE) else text


def _table(run: Run, name: str) -> tuple[Sequence[str], Iterator[Row]]:
    judged = run.snapshot.assessment
    findings = (*judged.findings, *judged.passes)
    if name == "finding_clients":
        return _PER_CLIENT, _per_client(findings)
    if name == "findings":
        return columns_of(Finding), _rows(findings)
    return columns_of(kind_of(name)), _rows(getattr(run.snapshot.inventory, name))


def _rows(items: Sequence[Any]) -> Iterator[Row]:
    for some in batches(items):
        yield from rows_of(tuple(some))


def _per_client(findings: Sequence[Finding]) -> Iterator[Row]:
    for finding in findings:
        for row in finding.clients:
            waiver = row.waiver or finding.waiver
            yield {
                "finding": finding.identity,
                "rule": finding.rule,
                "subject_key": finding.subject.key,
                "client": row.id,
                "client_name": row.name,
                "verdict": row.verdict.value,
                "severity": row.severity.value,
                "endpoints": row.endpoints,
                "waiver_owner": waiver.owner if waiver else None,
                "waiver_reason": waiver.reason if waiver else None,
                "waiver_until": waiver.until.isoformat() if waiver else None,
            }


def _text(columns: Sequence[str], rows: Iterator[Row]) -> Iterator[str]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[column]) for column in columns])
        if buffer.tell() > 1 << 16:
            yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _cell(value: JsonScalar) -> str | int | float | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # No spreadsheet reads a NUL, and no UTF-8 holds half of a pair.
        readable = value.replace("\0", "")
        if not readable.isascii():
            readable = readable.encode("utf-8", "replace").decode()
        return guarded(readable)
    return value
