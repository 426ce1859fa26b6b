"""Print the fault matrix as Markdown, or write it into a document between its two marks.

    python scripts/fault_matrix.py
    python scripts/fault_matrix.py --write docs/reliability.md

The cells are those that `tests/faults/` holds every discovery to; nothing is run here.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.faults.columns import COLUMNS
from tests.faults.endings import LOUD
from tests.faults.matrix import ROWS, UNREACHABLE, Row

BEGIN = "<!-- written by scripts/fault_matrix.py: begin -->"
END = "<!-- written by scripts/fault_matrix.py: end -->"


def tables() -> str:
    """The matrix and the list of what cannot be reached, as Markdown."""
    head = ["fault", "comes", *(f"{one.vendor}<br>{one.style}" for one in COLUMNS)]
    matrix = _table(head, (_cells(row) for row in ROWS))
    head = ["a vendor that cannot be reached", "its connection", "every gap says", "the others"]
    unreachable = _table(head, ([one.title, LOUD, one.says, "whole"] for one in UNREACHABLE))
    return f"{matrix}\n\n{unreachable}"


def written_into(document: str) -> str:
    """The document with the tables of today between its marks.

    Raises:
        ValueError: the marks are not there.
    """
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the document has no {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{tables()}\n\n{END}{after}"


def _cells(row: Row) -> list[str]:
    comes = "and stays" if row.lasting else "once"
    return [row.title, comes, *(row.cell(column) for column in COLUMNS)]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do it; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--write", type=Path, help="the document to bring up to date")
    file: Path | None = parser.parse_args(arguments).write
    if file is None:
        print(tables())
    else:
        text = written_into(file.read_text(encoding="utf-8"))
        file.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
