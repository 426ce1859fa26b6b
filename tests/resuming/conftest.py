"""What is slow on purpose is quick here."""

from __future__ import annotations

from pathlib import Path

import pytest

from aigov_connectors import resuming


@pytest.fixture(autouse=True)
def quick_marks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Marks of credentials that cost nothing."""
    monkeypatch.setitem(resuming._SCRYPT, "n", 2)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where a checkpoint may lie; nothing else is in the folder."""
    return tmp_path / "nightly.unfinished"
