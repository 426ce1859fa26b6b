"""The layers hold: who may import whom, checked on the import graph itself.

The contracts of import-linter (in pyproject.toml) name layers; what a wildcard cannot say stands
here: vendors ignore each other, and the simulators do not borrow the readings that they test.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import grimp
import pytest

import aigov_connectors

PACKAGE = "aigov_connectors"
ROOT = Path(aigov_connectors.__file__).parent

PURE_PARTS = {"normalize", "inventory", "rules", "wire"}
"""Names of modules or packages, at any depth, that only compute."""

IMPURE = {"httpx", "tenacity", "keyring", "asyncio"}

READINGS = {"wire", "normalize", "catalogue", "inventory"}
"""What a simulator must not import: it would agree with the library by construction."""

MAY_START_SIMULATORS = {"sandbox", "cli", "testing"}
"""The extra `sandbox` is optional: nothing else may reach for it."""

Imports = Iterator[tuple[str, str]]
"""Pairs: importer, imported."""


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(PACKAGE, include_external_packages=True, cache_dir=None)


def vendor_packages() -> list[str]:
    """Return the dotted names of the folders that hold a `connector.py`, the core's own apart."""
    return [
        ".".join((PACKAGE, *found.parent.relative_to(ROOT).parts))
        for found in sorted(ROOT.rglob("connector.py"))
        if found.parent != ROOT
    ]


def _parts(module: str) -> set[str]:
    return set(module.split(".")[1:]) if _is_inside(module, PACKAGE) else set()


def _is_inside(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def _imports(graph: grimp.ImportGraph) -> Imports:
    for importer in sorted(graph.modules):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            yield importer, imported


def intrusions(graph: grimp.ImportGraph, vendor: str) -> list[tuple[str, str]]:
    """Imports of a vendor's modules by anybody else."""
    return [
        (importer, imported)
        for importer, imported in _imports(graph)
        if _is_inside(imported, vendor) and not _is_inside(importer, vendor)
    ]


def stray_http(graph: grimp.ImportGraph) -> list[tuple[str, str]]:
    """Imports of httpx by anything but the HTTP package."""
    return [
        (importer, imported)
        for importer, imported in _imports(graph)
        if imported == "httpx" and not _is_inside(importer, f"{PACKAGE}._http")
    ]


def impurities(graph: grimp.ImportGraph) -> list[tuple[str, str]]:
    """Imports of network, secrets or the event loop by modules that only compute."""
    return [
        (importer, imported)
        for importer, imported in _imports(graph)
        if _parts(importer) & PURE_PARTS
        if imported in IMPURE or _is_inside(imported, f"{PACKAGE}._http")
    ]


def borrowings(graph: grimp.ImportGraph) -> list[tuple[str, str]]:
    """Imports of the library's readings by a simulator; the command of that name is none."""
    return [
        (importer, imported)
        for importer, imported in _imports(graph)
        if "sandbox" in _parts(importer) and _parts(imported) & READINGS
        if "cli" not in _parts(importer)
    ]


def dependence_on_simulators(graph: grimp.ImportGraph) -> list[tuple[str, str]]:
    """Imports of a simulator by the library proper."""
    return [
        (importer, imported)
        for importer, imported in _imports(graph)
        if "sandbox" in _parts(imported) and not _parts(importer) & MAY_START_SIMULATORS
    ]


CHECKS: list[Callable[[grimp.ImportGraph], list[tuple[str, str]]]] = [
    stray_http,
    impurities,
    borrowings,
    dependence_on_simulators,
]


@pytest.mark.parametrize("vendor", vendor_packages())
def test_nobody_imports_a_vendor_but_itself(vendor: str, graph: grimp.ImportGraph) -> None:
    assert intrusions(graph, vendor) == []


@pytest.mark.parametrize("check", CHECKS)
def test_the_layers_hold(
    check: Callable[[grimp.ImportGraph], list[tuple[str, str]]], graph: grimp.ImportGraph
) -> None:
    assert check(graph) == []


@pytest.mark.parametrize(
    ("importer", "imported", "check"),
    [
        ("acme.client", "httpx", stray_http),
        ("acme.normalize", "httpx", impurities),
        ("acme.normalize.policies", "aigov_connectors._http.read", impurities),
        ("rules.checks.one", "keyring", impurities),
        ("inventory.merge", "asyncio", impurities),
        ("acme.sandbox.app", "aigov_connectors.acme.wire", borrowings),
        ("sandbox.world", "aigov_connectors.inventory", borrowings),
        ("discovering", "aigov_connectors.sandbox", dependence_on_simulators),
        ("other.client", "aigov_connectors.acme.wire", lambda g: intrusions(g, f"{PACKAGE}.acme")),
        ("registry", "aigov_connectors.acme", lambda g: intrusions(g, f"{PACKAGE}.acme")),
    ],
)
def test_a_planted_import_is_found(
    importer: str, imported: str, check: Callable[[grimp.ImportGraph], list[tuple[str, str]]]
) -> None:
    graph = grimp.ImportGraph()
    graph.add_import(importer=f"{PACKAGE}.{importer}", imported=imported)
    assert check(graph) == [(f"{PACKAGE}.{importer}", imported)]


def test_importing_the_library_loads_no_vendor_no_simulator_and_no_command() -> None:
    code = f"import sys, {PACKAGE}; print('\\n'.join(sys.modules))"
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    unwanted = {*vendor_packages(), f"{PACKAGE}.sandbox", f"{PACKAGE}.cli", "starlette", "typer"}
    assert set(done.stdout.split()) & unwanted == set()
