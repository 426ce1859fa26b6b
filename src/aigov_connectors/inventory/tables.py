"""Plain rows for CSV, SQL and data frames, made from any exact model's own fields."""

from __future__ import annotations

import json
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter

from aigov_connectors.inventory.base import Json, JsonScalar

if TYPE_CHECKING:
    from aigov_connectors.inventory.inventory import Inventory

__all__ = ["TABLES", "columns_of", "rows_of", "tables_of"]

TABLES = (
    "connections",
    "clients",
    "features",
    "deployments",
    "deployment_clients",
    "decisions",
    "chains",
    "unknown_settings",
    "change_records",
    "attestations",
    "vendor_answers",
    "evidence",
    "gaps",
    "receipts",
    "coverage",
)
"""The lists of an inventory, in the order in which they are told."""


def tables_of(inventory: Inventory) -> dict[str, list[dict[str, JsonScalar]]]:
    """Every list of the inventory as rows; nested models become `outer_inner` columns."""
    return {name: rows_of(getattr(inventory, name)) for name in TABLES}


def rows_of(items: tuple[Any, ...]) -> list[dict[str, JsonScalar]]:
    """One row per item, which is a model or a pydantic dataclass.

    Nested models are spread over columns, lists become JSON text.

    The columns are those of the model, the same in every run; what an item lacks is None.
    """
    if not items:
        return []
    kind: Any = type(items[0])
    return [
        _row(kind, row) for row in TypeAdapter(list[kind]).dump_python(list(items), mode="json")
    ]


def columns_of(kind: Any) -> list[str]:
    """The columns of a table of such items, also where there is none of them."""
    return list(_row(kind, None))


def _row(model: Any, values: dict[str, Json] | None) -> dict[str, JsonScalar]:
    row: dict[str, JsonScalar] = {}
    for name, inner in _fields(model).items():
        value = None if values is None else values[name]
        if inner is not None:
            nested = _row(inner, value)
            row.update({f"{name}_{column}": cell for column, cell in nested.items()})
        elif isinstance(value, list | dict):
            row[name] = json.dumps(value, ensure_ascii=False)
        else:
            row[name] = value
    return row


@cache
def _fields(model: Any) -> dict[str, type[BaseModel] | None]:
    """The fields of a model, each with the model that it holds, if it holds one."""
    return {name: _model_of(one.annotation) for name, one in model.__pydantic_fields__.items()}


def _model_of(annotation: object) -> type[BaseModel] | None:
    """The model of a field that holds one, or one or None; a list of them is a value."""
    for kind in (annotation, *_alternatives(annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def _alternatives(annotation: object) -> tuple[object, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else ()
