"""The benchmarks themselves: they run, and say what they measured."""

from __future__ import annotations

import importlib.util
import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from aigov_connectors.sandbox import sandbox

ROOT = Path(__file__).parents[2]


def _adapter() -> Any:
    """The adapter as the yardstick loads it: from its file."""
    spec = importlib.util.spec_from_file_location(
        "bench_adapter", ROOT / "benchmarks" / "bench_adapter.py"
    )
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pull = _adapter().pull

on_linux = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="memory is read from /proc"
)


@pytest.mark.parametrize(
    ("vendor", "collection"),
    [("halopsa", "halo_tickets"), ("ninjaone", "ninja_devices"), ("sentinelone", "s1_agents")],
)
async def test_the_adapter_hands_over_every_id_once(vendor: str, collection: str) -> None:
    ids: list[int | str] = []
    with sandbox(clients=30, devices=400, limit_factor=math.inf, vendors=[vendor]) as box:
        # The simulators want true credentials; the yardstick's server takes any.
        secrets = {key.rpartition(".")[2]: value for key, value in box.secrets.items()}
        await pull(collection, box.base_url(vendor), ids.extend, page_size=100, credentials=secrets)
    assert len(ids) == len(set(ids))
    assert len(ids) > 300


async def test_a_collection_that_is_not_read_is_an_error() -> None:
    with pytest.raises(ValueError, match="no adapter for the collection 'halo_assets'"):
        await pull("halo_assets", "http://127.0.0.1:1", lambda ids: None)


@on_linux
def test_the_whole_run_prints_its_gates_and_keeps_its_figures(tmp_path: Path) -> None:
    kept = tmp_path / "runs.jsonl"
    sizes = ["--clients=30", "--devices=400", "--activities=800", "--threats=100"]
    done = subprocess.run(  # noqa: S603 - our own script
        [
            sys.executable,
            str(ROOT / "benchmarks" / "whole_run.py"),
            *sizes,
            "--limit-factor=200",
            f"--json={kept}",
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    assert done.returncode in (0, 1), done.stderr
    assert "| discover |" in done.stdout
    run: dict[str, Any] = json.loads(kept.read_text("utf-8"))
    assert run["failed"] == []
    assert run["refused"] == dict.fromkeys(run["requests"], 0)
    assert run["peak_mb"] < 300
