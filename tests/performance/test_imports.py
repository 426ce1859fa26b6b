"""What an import costs: one client loads its own vendor and nothing of the rest of the library;
a connector, before it is opened, not even the client."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from aigov_connectors.registry import vendors

PACKAGE = "aigov_connectors"

# What only a discovery, a judgement or the command needs; `inventory` itself is a table of names.
NOT_FOR_A_CLIENT = (
    "catalogue",
    "cli",
    "collecting",
    "config",
    "connector",
    "credentials",
    "events",
    "inventory.feature",
    "inventory.inventory",
    "keeping",
    "normalizing",
    "policy",
    "registry",
    "running",
    "rules",
    "sandbox",
    "snapshot",
)
NOT_FOR_AN_IMPORT = ("keyring", "starlette", "structlog", "tomllib", "typer")


def _run(code: str, *, compiled: Path | None = None) -> list[str]:
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(compiled)} if compiled else None
    if environment:
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    return done.stdout.split()


@pytest.mark.parametrize("vendor", vendors())
def test_a_client_loads_its_own_vendor_alone(vendor: str) -> None:
    loaded = _run(f"import sys, {PACKAGE}.{vendor}.client; print('\\n'.join(sys.modules))")
    others = [one for one in vendors() if one != vendor]
    unwanted = {f"{PACKAGE}.{name}" for name in (*NOT_FOR_A_CLIENT, *others)}
    for own in ("connection", "connector", "normalize", "plan", "sandbox"):
        unwanted.add(f"{PACKAGE}.{vendor}.{own}")
    assert unwanted.isdisjoint(loaded)
    assert set(NOT_FOR_AN_IMPORT).isdisjoint(loaded)


@pytest.mark.parametrize("vendor", vendors())
def test_a_connector_loads_what_names_it_and_what_it_opens_is_there(vendor: str) -> None:
    loaded = _run(f"import sys, {PACKAGE}.{vendor}.connector; print('\\n'.join(sys.modules))")
    later = {"catalogue", "collecting", "inventory.feature", "inventory.inventory", "wire"}
    unwanted = {f"{PACKAGE}.{name}" for name in later}
    for own in ("client", "connection", "normalize", "plan", "sandbox", "wire"):
        unwanted.add(f"{PACKAGE}.{vendor}.{own}")
    assert unwanted.isdisjoint(loaded)
    assert callable(import_module(f"{PACKAGE}.{vendor}.connection").open_connection)


def _text(module: Path) -> str:
    return module.read_text("utf-8")


def test_annotations_of_models_are_compiled_once() -> None:
    """Kept as text, each would be compiled again at every import; see `aigov_connectors.wire`."""
    package = Path(str(import_module(PACKAGE).__file__)).parent
    models = [
        *package.rglob("wire*.py"),
        *package.rglob("wire/*.py"),
        *(one for one in package.joinpath("inventory").glob("*.py") if "(Exact):" in _text(one)),
    ]
    assert len(models) > len(vendors())
    later = "\nfrom __future__ import annotations\n"
    assert not [one.name for one in models if later in _text(one)]


def test_the_seat_in_the_yardstick_loads_no_more_than_a_client() -> None:
    """It is loaded while the clock runs."""
    adapter = Path(__file__).parents[2] / "benchmarks" / "bench_adapter.py"
    code = f"import runpy, sys; runpy.run_path({str(adapter)!r}); print('\\n'.join(sys.modules))"
    loaded = _run(code)
    assert {f"{PACKAGE}.{name}" for name in (*NOT_FOR_A_CLIENT, *vendors())}.isdisjoint(loaded)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
@pytest.mark.parametrize(
    "module", ["ninjaone.client", "sentinelone.client", "sentinelone.connector"]
)
def test_a_module_costs_little_beside_its_libraries(module: str, tmp_path: Path) -> None:
    """Gate: twice the time of httpx and pydantic, and 15 MB; here half as much again for a busy
    machine. Compiled, as an installed package is."""

    def cost(statement: str) -> tuple[float, int]:
        seconds, kilobytes = _run(
            f"import time; began = time.process_time(); {statement}\n"
            "print(time.process_time() - began)\n"
            "lines = open('/proc/self/status').read().splitlines()\n"
            "print(next(line.split()[1] for line in lines if line.startswith('VmRSS')))",
            compiled=tmp_path,
        )
        return float(seconds), int(kilobytes)

    statements = ("import httpx, pydantic", f"import {PACKAGE}.{module}")
    for one in statements:
        cost(one)
    rounds = [[cost(one) for one in statements] for _ in range(4)]
    floor, ours = (min(each) for each in zip(*rounds, strict=True))
    assert ours[0] < 1.5 * 2 * floor[0]
    assert ours[1] - floor[1] < 1.5 * 15 * 1024
