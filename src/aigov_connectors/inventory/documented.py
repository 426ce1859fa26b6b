"""The texts under the fields of a class, for the published schema and for nothing else.

pydantic can read them too, but does so when a class is made: a quarter of the time that importing
this library took.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

__all__ = ["described", "field_texts"]


def described(
    kind: type[Any], core_schema: CoreSchema, handler: GetJsonSchemaHandler
) -> JsonSchemaValue:
    """Give the JSON Schema of a class with the texts under its fields as descriptions."""
    schema = handler(core_schema)
    fields = handler.resolve_ref_schema(schema).get("properties", {})
    for name, text in field_texts(kind).items():
        if name in fields:
            fields[name].setdefault("description", text)
    return schema


def field_texts(kind: type[Any]) -> dict[str, str]:
    """Field name to the text under it, those of the classes that it is made from included."""
    found: dict[str, str] = {}
    for one in reversed(kind.__mro__):
        if one.__module__.partition(".")[0] not in {"builtins", "pydantic", "typing"}:
            found.update(_own_texts(one))
    return found


def _own_texts(kind: type[Any]) -> dict[str, str]:
    try:
        source = inspect.getsource(kind)
    except (OSError, TypeError):
        return {}  # a program that was shipped without its source
    (definition,) = ast.parse(textwrap.dedent(source)).body
    body = definition.body if isinstance(definition, ast.ClassDef) else []
    return {
        field.target.id: inspect.cleandoc(below.value.value)
        for field, below in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(below, ast.Expr)
        and isinstance(below.value, ast.Constant)
        and isinstance(below.value.value, str)
    }
