"""kill -9 in the middle of a real run of the command; the next one goes on and says the same."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.resuming.runs import without_times

from aigov_connectors import Inventory, Snapshot
from aigov_connectors.cli.serve import configuration_text
from aigov_connectors.credentials import variable_name
from aigov_connectors.sandbox import Sandbox, sandbox
from aigov_connectors.store import open_store

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs a signal that cannot be caught")

STUCK = "slow:vendor=halopsa,skip=9,every=1,times=1,seconds=55"
"""The tenth question to HaloPSA waits, and the run is killed meanwhile; it never waits again."""


@pytest.fixture
def msp() -> Iterator[Sandbox]:
    with sandbox(
        clients=28,
        devices=240,
        activities=300,
        threats=60,
        limit_factor=1e4,
        vendors=("sentinelone", "halopsa"),
        faults=(STUCK,),
    ) as box:
        yield box


@pytest.fixture
def folder(msp: Sandbox, tmp_path: Path) -> Path:
    (tmp_path / "aigov-connectors.toml").write_text(configuration_text(msp))
    return tmp_path


def _command(msp: Sandbox, *arguments: str, store: str = "runs.db") -> dict[str, Any]:
    keys = [key.rpartition(".") for key in msp.secrets]
    secrets = {variable_name(one, field): msp.secrets[f"{one}.{field}"] for one, _, field in keys}
    return {
        "args": [
            sys.executable,
            *("-m", "aigov_connectors", "discover", "--log-json", "--store", store),
            *arguments,
        ],
        "env": {**os.environ, **secrets},
        "text": True,
    }


def _events(log: str) -> list[dict[str, Any]]:
    return [json.loads(row) for row in log.splitlines()]


def _comparable(inventory: Inventory) -> dict[str, Any]:
    """The inventory without times, and without what follows from them in evidence: a question
    that names a moment, the digest of an answer that does.
    """
    text = json.dumps(without_times(inventory))
    for one in inventory.evidence:
        text = text.replace(one.id, f"{one.fact.path_template} {one.fact.object_id}".strip('"'))
    told: dict[str, Any] = json.loads(text)
    for evidence in told["evidence"]:
        del evidence["digest"], evidence["fact"]["query"]
    return {**told, "evidence": sorted(told["evidence"], key=json.dumps)}


def test_a_killed_run_that_is_gone_on_from_equals_one_that_was_not_killed(
    msp: Sandbox, folder: Path
) -> None:
    killed = subprocess.Popen(
        **_command(msp), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert killed.stderr is not None
    finished: set[str] = set()
    for row in killed.stderr:
        event = json.loads(row)
        if event["event"] == "connection.finished":
            finished.add(event["connection"])
        if finished:
            break
    killed.send_signal(signal.SIGKILL)
    killed.stderr.close()
    assert killed.wait(timeout=30) == -signal.SIGKILL

    checkpoint = folder / "aigov-snapshot.json.unfinished"
    assert stat.S_IMODE(checkpoint.stat().st_mode) == 0o600
    assert not (folder / "aigov-snapshot.json").exists()
    left = b"".join(one.read_bytes() for one in folder.iterdir() if one.suffix != ".toml")
    assert not [key for key, secret in msp.secrets.items() if secret.encode() in left]

    resumed = subprocess.run(
        **_command(msp, "--resume"), cwd=folder, capture_output=True, timeout=300, check=False
    )
    events = _events(resumed.stderr)
    assert resumed.returncode == 0, resumed.stderr
    taken = {one["connection"] for one in events if one["event"] == "connection.taken_over"}
    assert taken >= finished  # on a slow machine more was kept than was told of before the kill
    assert {one["connection"] for one in events if one["event"] == "connection.started"} == {
        one["name"] for one in msp.connections
    } - taken
    assert "Taken over: read by a run before that was not done" in resumed.stdout
    assert [one.name for one in folder.iterdir() if "unfinished" in one.name] == []

    whole = subprocess.run(
        # A store of its own: with that of the others it would count fewer days itself.
        **_command(msp, "--output", "whole.json", store="whole.db"),
        cwd=folder,
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert whole.returncode == 0, whole.stderr
    first, second = (Snapshot.load(folder / name) for name in ("aigov-snapshot.json", "whole.json"))
    once, again = _comparable(first.inventory), _comparable(second.inventory)
    assert [name for name in once if once[name] != again[name]] == []
    store = open_store(f"{folder / 'runs.db'}")
    assert store.load(store.find("latest")) == first
    assert [one.identity for one in first.assessment.findings] == [
        one.identity for one in second.assessment.findings
    ]
