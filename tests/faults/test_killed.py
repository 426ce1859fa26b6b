"""A run that is killed or interrupted leaves what was there before, or what it read: never less."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.faults.command import Place, place_for, wait_for_requests
from tests.faults.estate import VENDORS, WORLD

from aigov_connectors import assess
from aigov_connectors.inventory import ConnectionStatus, GapReason
from aigov_connectors.sandbox import Sandbox, sandbox
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.testing import make_inventory

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends POSIX signals")

# Slow enough that the run is still under way whenever the signal comes.
SLOW = "slow:every=1,seconds=0.5,skip=25"


@pytest.fixture(scope="module")
def slow() -> Iterator[Sandbox]:
    with sandbox(**{**WORLD, "faults": [SLOW], "vendors": VENDORS}) as box:
        yield box


@pytest.fixture
def place(slow: Sandbox, tmp_path: Path) -> Place:
    return place_for(slow, tmp_path)


def started(place: Place, slow: Sandbox, *arguments: str):
    before = slow.requests.count()
    process = place.start("discover", *arguments)
    wait_for_requests(slow, before + 20)
    return process


def test_kill_9_in_mid_run_leaves_the_old_snapshot_whole(place: Place, slow: Sandbox) -> None:
    place.snapshot.write_text(_old_snapshot())
    before = place.snapshot.read_bytes()

    process = started(place, slow)
    process.kill()
    process.communicate(timeout=30)

    assert process.returncode == -signal.SIGKILL
    assert place.snapshot.read_bytes() == before
    assert Snapshot.load(place.snapshot).inventory.library_version == "0.0.0"
    left = {path.name for path in place.folder.iterdir()}
    checkpoint = {"aigov-snapshot.json.unfinished", "aigov-snapshot.json.unfinished-journal"}
    assert left - checkpoint == {"aigov-connectors.toml", "aigov-snapshot.json"}


def test_a_draft_that_a_killed_run_left_is_no_snapshot(place: Place) -> None:
    place.snapshot.write_text(_old_snapshot())
    draft = place.folder / f".{place.snapshot.name}.abc123.part"
    draft.write_text(_old_snapshot()[:200])

    code, out, err = place.run("findings")

    assert code == 0, err
    assert "abc123" not in out + err
    code, _, err = place.run("findings", str(draft))
    assert code == 2
    assert "Traceback" not in err


def test_ctrl_c_keeps_what_was_read_and_exits_with_130(place: Place, slow: Sandbox) -> None:
    process = started(place, slow)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert process.returncode == 130, err.decode()
    assert "Traceback" not in err.decode()
    inventory = Snapshot.load(place.snapshot).inventory
    states = {one.status for one in inventory.connections}
    assert ConnectionStatus.INTERRUPTED in states
    assert GapReason.INTERRUPTED in {gap.reason for gap in inventory.gaps}
    assert "Interrupted" in out.decode()


def _old_snapshot() -> str:
    inventory = make_inventory().model_copy(update={"library_version": "0.0.0"})
    return Snapshot(inventory=inventory, assessment=assess(inventory)).to_json()
