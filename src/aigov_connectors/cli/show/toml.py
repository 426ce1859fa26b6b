"""Values as TOML, for text to paste into the configuration."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

__all__ = ["toml_table", "toml_value"]


def toml_table(name: str, values: Mapping[str, Any]) -> str:
    """A table of an array: `[[clients]]`, then short lines; None and {} are left out.

    A mapping becomes a line for each of its keys, `aliases.ninjaone = "12"`: an inline table may
    not be broken into several lines.
    """
    lines: list[str] = []
    for key, value in values.items():
        if isinstance(value, Mapping):
            lines += [f"{key}.{_key(inner)} = {toml_value(one)}" for inner, one in value.items()]
        elif value is not None:
            lines.append(f"{key} = {toml_value(value)}")
    return "\n".join([f"[[{name}]]", *lines, ""])


def toml_value(value: Any) -> str:
    """A value in TOML: text, numbers, truth values, days, lists and inline tables of them.

    Text of others is safe to print: what moves a cursor or turns the reading direction is escaped.
    """
    match value:
        case date():
            return value.isoformat()
        case Mapping():
            inside = (f"{toml_value(key)} = {toml_value(one)}" for key, one in value.items())
            return f"{{ {', '.join(inside)} }}"
        case list() | tuple():
            return f"[{', '.join(map(toml_value, value))}]"
        case str():
            return f'"{"".join(map(_escaped, value))}"'
        case _:
            return json.dumps(value)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else toml_value(name)


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    if "\ud800" <= character <= "\udfff":  # half a character, which TOML cannot hold
        return "\N{REPLACEMENT CHARACTER}"
    return f"\\U{ord(character):08X}"
