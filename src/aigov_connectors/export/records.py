"""The models of a run as plain records, a few at a time: a large run has hundreds of thousands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar, get_args

from pydantic import TypeAdapter

from aigov_connectors.inventory import Inventory
from aigov_connectors.inventory.tables import TABLES

__all__ = ["RECORDS", "batches", "kind_of", "records"]

AnyItem = TypeVar("AnyItem")

_BATCH = 500  # items at a time: no list of all of them is ever held twice

_SINGULAR = {
    "deployments": "deployment",
    "deployment_clients": "deployment_client",
    "decisions": "decision",
    "vendor_answers": "vendor_answer",
    "unknown_settings": "unknown_setting",
    "evidence": "evidence",
    "coverage": "coverage",
}

RECORDS = {table: _SINGULAR.get(table, table.removesuffix("s")) for table in TABLES}
"""The lists of an inventory to the word for one of its items."""


def batches(items: Sequence[AnyItem]) -> Iterator[Sequence[AnyItem]]:
    """The items in their order, some at a time."""
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def kind_of(table: str) -> Any:
    """The class of the items of a list of the inventory."""
    return get_args(Inventory.model_fields[table].annotation)[0]


def records(items: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """Each item as JSON would have it."""
    if not items:
        return
    kind: Any = type(items[0])
    dump = TypeAdapter(list[kind]).dump_python
    for some in batches(items):
        yield from dump(list(some), mode="json")
