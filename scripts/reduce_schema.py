"""Reduce a JSON Schema of a standard to what a validator needs: no prose is kept.

    python scripts/reduce_schema.py sarif-schema-2.1.0.json > tests/export/sarif-2.1.0.schema.json

The rules of a standard are facts; its sentences are somebody's text, and tests do not need them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

_PROSE = ("description", "title", "$comment", "examples")
_VALUES = ("const", "enum", "default")
_NAMES_BELOW = ("properties", "definitions", "$defs", "patternProperties")
"""Keywords whose keys are names, among which `title` or `description` is a field."""


def reduced(schema: Any) -> Any:
    """The schema without its prose."""
    if isinstance(schema, list):
        return [reduced(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _kept(key, value) for key, value in schema.items() if key not in _PROSE}


def _kept(key: str, value: Any) -> Any:
    if key in _VALUES:
        return value
    if key in _NAMES_BELOW:
        return {name: reduced(one) for name, one in value.items()}
    return reduced(value)


def main(file: str) -> None:
    """Print the reduced schema."""
    print(json.dumps(reduced(json.loads(Path(file).read_text(encoding="utf-8"))), indent=1))


if __name__ == "__main__":
    main(sys.argv[1])
