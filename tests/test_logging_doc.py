"""The table of events, the code that writes them and the page that tells of them agree."""

from __future__ import annotations

import ast
import importlib.util
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

import aigov_connectors
from aigov_connectors.logs import EVENTS, Log

ROOT = Path(__file__).parents[1]
PACKAGE = Path(aigov_connectors.__file__).parent
WRITERS = {"write", "_emit"}


def _written() -> Iterator[tuple[str, str, set[str]]]:
    """Event, level and fields of every call that writes one."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr not in WRITERS or len(node.args) < 2:
                continue
            level, name = node.args[:2]
            if isinstance(level, ast.Attribute) and isinstance(name, ast.Constant):
                fields = {one.arg for one in node.keywords if one.arg is not None}
                yield str(name.value), level.attr, fields


def test_every_event_that_is_written_stands_in_the_table() -> None:
    table = {one.name: one for one in EVENTS}
    written = list(_written())
    assert {name for name, _, _ in written} == set(table)
    for name, level, fields in written:
        one = table[name]
        assert logging.getLevelName(one.level) == level, name
        bound = {"vendor", "connection"} if one.logger.endswith(".http") else set()
        assert fields | bound == set(one.fields), name


def test_nothing_is_logged_past_the_table() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.name == "logs.py":
            continue
        text = path.read_text("utf-8")
        assert "logging.getLogger(" not in text or "testing" in path.parts, path
        assert "structlog.get_logger(" not in text, path


def test_the_page_is_made_of_the_table() -> None:
    spec = importlib.util.spec_from_file_location("made", ROOT / "scripts" / "logging_doc.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    kept = (ROOT / "docs" / "logging.md").read_text("utf-8")
    assert kept == module.page(), "python scripts/logging_doc.py --write docs/logging.md"


def test_standard_logging_gets_name_and_fields(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(structlog, "is_configured", lambda: False)  # whoever ran before us
    caplog.set_level(logging.DEBUG, logger="aigov_connectors")
    Log("aigov_connectors.http").write(logging.INFO, "page.read", rows=3, total=None)
    (record,) = caplog.records
    assert record.getMessage() == "page.read rows=3"
    assert record.aigov == {"rows": 3}  # type: ignore[attr-defined]
