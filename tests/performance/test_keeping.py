"""Keeping and loading a run: memory for each row, with loose bounds that any machine keeps.

The tight figures are measured by `benchmarks/kept_run.py` and stand in docs/runs.md.
"""

from __future__ import annotations

import gc
import importlib.util
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aigov_connectors.inventory.rows import written
from aigov_connectors.snapshot import Pool, Snapshot

ROOT = Path(__file__).parents[2]


def benchmark(name: str) -> Any:
    """A benchmark as it is run: from its file."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def run() -> Snapshot:
    found: Snapshot = benchmark("made_up").made_up(clients=60, devices=6_000, days=30)
    return found


@pytest.fixture(scope="module")
def file(run: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "run.json"
    run.save(path)
    return path


def rows_of(run: Snapshot) -> int:
    inventory, judged = run.inventory, run.assessment
    return sum(
        map(
            len,
            (
                inventory.deployments,
                inventory.deployment_clients,
                inventory.decisions,
                inventory.evidence,
                judged.findings,
                judged.passes,
            ),
        )
    )


def memory_of(make: Callable[[], Any]) -> tuple[Any, int, int]:
    """What is made, the bytes that it holds, and those that were held beside it at the peak."""
    gc.collect()
    tracemalloc.start()
    try:
        made = make()
        peak = tracemalloc.get_traced_memory()[1]
        gc.collect()
        held = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    return made, held, peak - held


def test_a_file_takes_no_more_memory_than_what_it_says(file: Path, run: Snapshot) -> None:
    Snapshot.load(file)  # what is made once, such as validators, is none of the rows
    loaded, held, beside = memory_of(lambda: Snapshot.load(file))
    assert loaded == run
    size = file.stat().st_size
    assert size > 3_000_000
    assert held / rows_of(run) < 800  # bytes for each row: 500 now, 1,600 where nothing is shared
    assert beside < 6_500_000  # some pieces of the file and their rows, whatever its size


def test_an_earlier_run_beside_it_takes_little_more(file: Path) -> None:
    Snapshot.load(file)
    pool = Pool()
    first = Snapshot.load(file, pool=pool)
    earlier, held, _ = memory_of(lambda: Snapshot.load(file, without=("decisions",), pool=pool))
    assert earlier.inventory.decisions == ()
    assert earlier.inventory.deployments == first.inventory.deployments
    assert held < file.stat().st_size


def test_a_run_is_written_in_small_pieces(run: Snapshot) -> None:
    assert max(len(piece) for piece in written(run)) < 1 << 20


def test_the_benchmark_says_what_was_missed() -> None:
    kept_run = benchmark("kept_run")
    assert kept_run.missed("load it", {"peak megabytes": 250}) is None
    assert "300 MB" in kept_run.missed("load it", {"peak megabytes": 301})
    assert kept_run.missed("prepare", {"peak megabytes": 900}) is None
    assert kept_run.missed("report (file)", {"peak megabytes": 90, "failed": "exit code 2"})
    assert kept_run.missed("write the file", {"peak megabytes": 90, "the same bytes": False})


def test_the_benchmark_runs_a_command_and_measures_it(file: Path) -> None:
    # A new process counts as its own what the one that starts it holds, so a small one starts it.
    code = (
        "import json, pathlib, sys\n"
        "from tests.performance.test_keeping import benchmark\n"
        "file = pathlib.Path(sys.argv[1])\n"
        "told_by = benchmark('kept_run').told_by\n"
        "for name in (str(file), 'none.json'):\n"
        "    print(json.dumps(told_by(['chains', name], folder=file.parent)))\n"
    )
    command = [sys.executable, "-c", code, f"{file}"]
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, capture_output=True, text=True, check=True
    )
    told, failed = map(json.loads, done.stdout.splitlines())
    assert "failed" not in told
    assert 20 < told["peak megabytes"] < 300
    assert "exit code" in failed["failed"]
