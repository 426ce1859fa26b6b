"""Plain rows for CSV, SQL and data frames, made from any exact model's own fields."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pydantic import BaseModel

from aigov_connectors.inventory.base import Json, JsonScalar

if TYPE_CHECKING:
    from aigov_connectors.inventory.inventory import Inventory

__all__ = ["rows_of", "tables_of"]

_TABLES = (
    "connections",
    "clients",
    "features",
    "deployments",
    "deployment_clients",
    "decisions",
    "chains",
    "unknown_settings",
    "attestations",
    "vendor_answers",
    "evidence",
    "gaps",
    "receipts",
    "coverage",
)


def tables_of(inventory: Inventory) -> dict[str, list[dict[str, JsonScalar]]]:
    """Every list of the inventory as rows; nested models become `outer_inner` columns."""
    return {name: rows_of(getattr(inventory, name)) for name in _TABLES}


def rows_of(items: tuple[BaseModel, ...]) -> list[dict[str, JsonScalar]]:
    """One row per item; objects are spread over columns, lists become JSON text.

    All rows have all columns; what an item lacks is None.
    """
    rows = [_flat(item.model_dump(mode="json")) for item in items]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return [{column: row.get(column) for column in columns} for row in rows]


def _flat(value: dict[str, Json], prefix: str = "") -> dict[str, JsonScalar]:
    row: dict[str, JsonScalar] = {}
    for key, inner in value.items():
        if isinstance(inner, dict):
            row.update(_flat(inner, f"{prefix}{key}_"))
        elif isinstance(inner, list):
            row[prefix + key] = json.dumps(inner, ensure_ascii=False)
        else:
            row[prefix + key] = inner
    return row
