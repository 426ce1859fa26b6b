"""Names that are loaded when asked for: three lists say them, and they must say the same."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

from aigov_connectors import registry

PACKAGES = [
    "aigov_connectors",
    "aigov_connectors._http",
    "aigov_connectors.inventory",
    *(f"aigov_connectors.{vendor}" for vendor in registry.vendors()),
]


def _shown_to_type_checkers(package: str) -> set[str]:
    tree = ast.parse(Path(str(import_module(package).__file__)).read_text("utf-8"))
    guarded = next(one for one in tree.body if isinstance(one, ast.If))
    assert ast.unparse(guarded.test) == "TYPE_CHECKING"
    own = [one for one in tree.body if isinstance(one, ast.ImportFrom) and one.module != "typing"]
    return {
        alias.asname or alias.name
        for one in (*guarded.body, *own)
        if isinstance(one, ast.ImportFrom)
        for alias in one.names
    } - {"lazily"}


@pytest.mark.parametrize("name", PACKAGES)
def test_what_type_checkers_see_is_what_there_is(name: str) -> None:
    package = import_module(name)
    assert set(package.__all__) == _shown_to_type_checkers(name)
    assert set(package.__all__) <= set(dir(package))
    for one in package.__all__:
        assert getattr(package, one) is not None
        assert one in vars(package), "what was asked for once is found at once"


@pytest.mark.parametrize("name", PACKAGES)
def test_a_name_that_nobody_defines_is_an_attribute_error(name: str) -> None:
    with pytest.raises(AttributeError, match=f"module '{name}' has no attribute 'nonsense'"):
        assert import_module(name).nonsense
