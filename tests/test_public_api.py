"""What outsiders rely on: public names, and the shape of the published schema."""

import ast
import json
from pathlib import Path

import pytest

import aigov_connectors
from aigov_connectors import plugin
from aigov_connectors.snapshot import json_schema

PACKAGE = Path(aigov_connectors.__file__).parent
GOLDEN = Path(__file__).parent / "golden" / "snapshot-1.schema.json"


@pytest.mark.parametrize("module", [aigov_connectors, plugin], ids=lambda one: one.__name__)
def test_public_names_are_sorted_and_there(module) -> None:
    # Classes first, then functions, each in order: as ruff sorts `__all__`.
    assert len(set(module.__all__)) == len(module.__all__)
    for name in module.__all__:
        assert getattr(module, name) is not None


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_every_module_says_what_it_is(path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def test_the_published_schema_did_not_change_by_accident() -> None:
    """Changed on purpose: see the rule in `inventory/versions.py`, then write the file anew with

    aigov-connectors schema > tests/golden/snapshot-1.schema.json
    """
    assert json_schema() == json.loads(GOLDEN.read_text(encoding="utf-8"))
