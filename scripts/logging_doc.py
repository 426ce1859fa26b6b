"""Writes the documentation of the log from the table in `aigov_connectors.logs`.

python scripts/logging_doc.py --write docs/logging.md
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator
from pathlib import Path

from aigov_connectors.logs import EVENTS

_BEFORE = """# What is logged

Named events with plain fields. No field is ever a header, a query string, a body, a name of a
person, or anything that came from a secret. This page is made by `scripts/logging_doc.py`.

The library configures neither structlog nor `logging`:

- a program that has configured structlog gets the events there, with what it has bound;
- otherwise they go to the standard logger of the same name, which is silent until somebody
  listens. The fields are then in the record as `record.aigov`, a dictionary.

`run_id` is bound to every event of one discovery (`Discovery.run_id`), so that the runs of one
process can be told apart.

## With standard logging

```python
import logging

logging.basicConfig(level=logging.INFO)
logging.getLogger("aigov_connectors").setLevel(logging.DEBUG)   # each request and page
```

## With structlog

```python
import structlog

structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,   # brings run_id
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.JSONRenderer(),
    ]
)
```

On the command line `--verbose` shows every event, and `discover --log-json` writes JSON lines;
both go to standard error.

## Events
"""


def page() -> str:
    """The whole page."""
    return _BEFORE + "\n".join(_rows()) + "\n"


def _rows() -> Iterator[str]:
    yield ""
    yield "| event | level | logger | says | fields |"
    yield "| --- | --- | --- | --- | --- |"
    for one in EVENTS:
        fields = ", ".join(f"`{name}`" for name in one.fields)
        level = logging.getLevelName(one.level).lower()
        yield f"| `{one.name}` | {level} | `{one.logger}` | {one.says} | {fields} |"


def main() -> None:
    """Write the page, or print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path)
    chosen = parser.parse_args()
    if chosen.write is None:
        print(page(), end="")
    else:
        chosen.write.write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
