"""NDJSON: one typed record a line, the run first; every list of the run is in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aigov_connectors.export.model import Part, Run
from aigov_connectors.export.naming import run_name
from aigov_connectors.export.records import RECORDS, records
from aigov_connectors.export.streaming import json_line
from aigov_connectors.inventory.tables import TABLES

__all__ = ["ndjson_parts"]


def ndjson_parts(run: Run) -> Iterator[Part]:
    """One part with everything; `type` says what a line is."""
    yield Part("aigov-export.ndjson", (f"{json_line(one)}\n" for one in _lines(run)))


def _lines(run: Run) -> Iterator[dict[str, Any]]:
    inventory, judged = run.snapshot.inventory, run.snapshot.assessment
    yield {
        "type": "run",
        "id": run_name(run.snapshot),
        **inventory.model_dump(mode="json", exclude=set(TABLES)),
        **judged.model_dump(mode="json", exclude={"findings", "passes"}),
    }
    for table, word in RECORDS.items():
        for record in records(getattr(inventory, table)):
            yield {"type": word, **record}
    for findings in (judged.findings, judged.passes):
        for record in records(findings):
            yield {"type": "finding", **record}
