"""The run before as a new run is judged beside it: lean, and it tells the same as the whole one."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from tests.drift.test_properties import QUICK, snapshots

from aigov_connectors.cli.demo import demo_config, demo_secrets
from aigov_connectors.cli.earlier import Earlier
from aigov_connectors.drift import diff
from aigov_connectors.inventory import ApprovalGate, Autonomy, GateKind, Inventory
from aigov_connectors.rules import DriftRule, assess, shipped_rules
from aigov_connectors.running import discovering
from aigov_connectors.sandbox import sandbox
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.store import open_store

LOOKING_BACK = tuple(rule for rule in shipped_rules() if isinstance(rule, DriftRule))


def lean(before: Snapshot, *, beside: Inventory) -> Snapshot:
    """The earlier run as the command takes it from its store."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"{Path(folder) / 'runs.db'}")
        store.add(before)
        inventory = Earlier(store, None).inventory(beside=beside)
    assert inventory is not None
    return before.model_copy(update={"inventory": inventory})


@QUICK
@given(snapshots(), snapshots())
def test_the_lean_run_compares_as_the_whole_one(before: Snapshot, after: Snapshot) -> None:
    known = lean(before, beside=after.inventory)
    assert diff(known, after) == diff(before, after)
    judged = [
        assess(after.inventory, previous=one.inventory, rules=LOOKING_BACK)
        for one in (known, before)
    ]
    assert judged[0] == judged[1]


@pytest.fixture(scope="module")
def msp() -> Snapshot:
    with sandbox(clients=28, devices=300, limit_factor=1000) as box:
        inventory = discovering.discover_sync(demo_config(box), secrets=demo_secrets(box.secrets))
    return Snapshot(inventory=inventory, assessment=assess(inventory))


def moved(run: Snapshot) -> Snapshot:
    """The run with much otherwise: lists are shorter, and every third setting acts."""
    inventory = run.inventory
    deployments = [
        one.model_copy(
            update={
                "autonomy": Autonomy.FULLY_AUTONOMOUS,
                "gate": ApprovalGate(kind=GateKind.NONE),
                "breakdown": (),
                "settings": (),
            }
        )
        if at % 3 == 0
        else one
        for at, one in enumerate(inventory.deployments)
    ]
    changed = inventory.model_copy(
        update={
            "deployments": tuple(deployments),
            "chains": inventory.chains[::2],
            "unknown_settings": inventory.unknown_settings[::2],
            "change_records": inventory.change_records[::2],
            "gaps": inventory.gaps[::2],
            "evidence": inventory.evidence[::2],
            "deployment_clients": tuple(
                one for at, one in enumerate(inventory.deployment_clients) if at % 5
            ),
        }
    )
    return Snapshot(inventory=changed, assessment=assess(changed))


@pytest.mark.parametrize("is_later", [True, False])
def test_so_does_that_of_a_whole_msp(msp: Snapshot, *, is_later: bool) -> None:
    before, after = (msp, moved(msp)) if is_later else (moved(msp), msp)
    known = lean(before, beside=after.inventory)
    assert known.inventory.decisions == ()
    assert diff(before, after).changes
    assert diff(known, after) == diff(before, after)
    judged, whole = (assess(after.inventory, previous=one.inventory) for one in (known, before))
    assert judged == whole
    assert {one.rule for one in whole.findings} & {"autonomy-rose", "unknown-switch-appeared"}


def test_what_both_runs_hold_is_held_once(msp: Snapshot) -> None:
    known = lean(msp, beside=msp.inventory).inventory
    for name in ("clients", "deployment_clients", "chains", "gaps"):
        pairs = zip(getattr(known, name), getattr(msp.inventory, name), strict=True)
        mine = [one is other for one, other in pairs]
        assert sum(mine) > 0.8 * len(mine), name
