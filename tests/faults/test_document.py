"""`docs/reliability.md` shows the cells that are tested, and no others."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.faults.script import ROOT, script

DOCUMENT = ROOT / "docs/reliability.md"


def test_the_document_is_what_the_script_writes(tmp_path: Path) -> None:
    copy = tmp_path / "reliability.md"
    shutil.copy(DOCUMENT, copy)

    assert script("fault_matrix").main(["--write", str(copy)]) == 0
    assert copy.read_text("utf-8") == DOCUMENT.read_text("utf-8"), (
        "run: python scripts/fault_matrix.py --write docs/reliability.md"
    )


def test_a_document_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="has no"):
        script("fault_matrix").written_into("# Another document")
