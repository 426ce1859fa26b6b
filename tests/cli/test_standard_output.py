"""Output that cannot be written, or that nobody reads on: a sentence, and never 1 or 70."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from aigov_connectors import Snapshot, assess
from aigov_connectors.testing import (
    make_collection,
    make_deployment,
    make_feature,
    make_inventory,
)

FULL = Path("/dev/full")
PROGRAM = (sys.executable, "-m", "aigov_connectors")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("run") / "run.json"
    feature = make_feature("scripts")
    many = tuple(make_deployment(feature, source=f"{one}") for one in range(150))
    inventory = make_inventory(make_collection(features=(feature,), deployments=many))
    Snapshot(inventory=inventory, assessment=assess(inventory)).save(file)
    return file


@pytest.mark.skipif(not FULL.exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("command", ["report {} --output -", "export ndjson {}", "findings {}"])
def test_a_full_disk_is_said_and_ends_with_2(run: Path, command: str) -> None:
    with FULL.open("w") as full:
        done = subprocess.run(  # noqa: S603 - our own command
            [*PROGRAM, *(f"{run}" if one == "{}" else one for one in command.split())],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, "cannot be written: No space left" in done.stderr) == (2, True)
    assert "unexpected" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="a pipe that is closed early, as `head` does it")
def test_a_reader_that_has_seen_enough_ends_nothing_with_1(run: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [*PROGRAM, "export", "csv", f"{run}", "--table", "findings"]
    with os.fdopen(writing, "w") as pipe:
        done = subprocess.run(  # noqa: S603 - our own command
            command, stdout=pipe, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (0, "")
