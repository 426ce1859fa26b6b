"""Keeping a large run: what it costs to store, load and compare it, in time, room and memory.

    aigov-connectors demo --clients 500 --devices 50000 --limit-factor 1000 --output big.json
    python benchmarks/kept_run.py big.json [--store PLACE] [--json FILE]

Without a file a run of 500 clients and 50,000 devices is made up: as many settings, rows of reach,
facts and days of decisions as a large estate has. Each step runs in a fresh process, whose peak of
memory is that of the step alone.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

Facts = dict[str, Any]

MOST_MEGABYTES = 300
CLIENTS, DEVICES, DAYS = 500, 50_000, 90
SETTINGS_PER_CLIENT = 14


def made_up() -> Any:
    """A run of a large estate that nobody has read."""
    from aigov_connectors.inventory import (
        Autonomy,
        DecisionKind,
        DecisionStats,
        HumanVerdict,
        Initiator,
        Outcome,
    )
    from aigov_connectors.rules import assess
    from aigov_connectors.snapshot import Snapshot
    from aigov_connectors.testing import (
        make_collection,
        make_deployment,
        make_evidence,
        make_feature,
        make_inventory,
        make_organization,
    )

    features = [
        make_feature(f"feature_{at}", decisions=(kind,))
        for at, kind in enumerate(list(DecisionKind)[:SETTINGS_PER_CLIENT])
    ]
    organizations = [
        make_organization(f"{at}", f"Client {at}", endpoints=DEVICES // CLIENTS)
        for at in range(CLIENTS)
    ]
    deployments, evidence = [], []
    reach: dict[str, dict[str, int | None]] = {}
    for client in range(CLIENTS):
        for at, feature in enumerate(features):
            proofs = [
                make_evidence(f"/data/{at}/{field}/{client}", f"mode-{(client + at) % 5}")
                for field in ("mode", "gate")
            ]
            evidence += proofs
            one = make_deployment(
                feature,
                source=f"{client}",
                source_name=f"policy of client {client}",
                autonomy=list(Autonomy)[(client + at) % 4],
                evidence=tuple(proofs),
            )
            deployments.append(one)
            reach[one.key] = {f"{client}": DEVICES // CLIENTS}
    for feature in features:  # and one setting of each feature that reaches everyone
        one = make_deployment(feature, source="all", autonomy=Autonomy.FULLY_AUTONOMOUS)
        deployments.append(one)
        reach[one.key] = {each.vendor_id: DEVICES // CLIENTS for each in organizations}
    decisions = [
        DecisionStats(
            vendor="acme",
            tenant_id="tenant",
            feature=features[at].id,
            organization=f"{client}",
            day=date(2026, 8, 1) + timedelta(days=day),
            action=features[at].decisions[0],
            initiator=Initiator.MACHINE,
            outcome=Outcome.SUCCEEDED,
            human_verdict=HumanVerdict.NOT_REVIEWED,
            count=1 + (client + day + at) % 9,
            complete=True,
        )
        for client in range(CLIENTS)
        for day in range(DAYS)
        for at in range(4)
    ]
    inventory = make_inventory(
        make_collection(
            features=features,
            organizations=organizations,
            deployments=deployments,
            reach=reach,
            decisions=decisions,
            evidence=evidence,
        )
    )
    return Snapshot(inventory=inventory, assessment=assess(inventory))


def next_day(run: Any, *, changed: int, days: int) -> Any:
    """The same estate some days later: read again, and so many settings changed."""
    from aigov_connectors.inventory import ApprovalGate, Autonomy, GateKind
    from aigov_connectors.rules import assess
    from aigov_connectors.snapshot import Snapshot

    day = timedelta(days=days)
    inventory = run.inventory
    deployments = list(inventory.deployments)
    acting = [at for at, one in enumerate(deployments) if one.autonomy is Autonomy.ADVISORY]
    for at in acting[:changed]:
        deployments[at] = deployments[at].model_copy(
            update={
                "autonomy": Autonomy.FULLY_AUTONOMOUS,
                "gate": ApprovalGate(kind=GateKind.NONE),
                "breakdown": (),
                "settings": (),
            }
        )
    later = inventory.model_copy(
        update={
            "started_at": inventory.started_at + day,
            "finished_at": inventory.finished_at + day,
            "deployments": tuple(deployments),
            "evidence": tuple(
                one.model_copy(update={"read_at": one.read_at + day}) for one in inventory.evidence
            ),
        }
    )
    return Snapshot(inventory=later, assessment=assess(later))


def prepare(folder: Path, given: Path | None) -> Facts:
    """Make the runs that are kept, and say how large the first is."""
    from aigov_connectors.snapshot import Snapshot
    from aigov_connectors.store import open_store

    run = made_up() if given is None else Snapshot.load(given)
    run.save(folder / "first.json")
    # Each in a store of its own: loading a document of that size would be the peak of every step.
    for name, changed, days in (("first", None, 0), ("second", 20, 1), ("unchanged", 20, 2)):
        kept = run if changed is None else next_day(run, changed=changed, days=days)
        open_store(f"{folder / name}.db").add(kept)
    inventory = run.inventory
    return {
        "megabytes of JSON": round((folder / "first.json").stat().st_size / 1e6, 1),
        "clients": len(inventory.clients),
        "settings": len(inventory.deployments),
        "rows of reach": len(inventory.deployment_clients),
        "facts": len(inventory.evidence),
        "decision rows": len(inventory.decisions),
        "findings": len(run.assessment.findings) + len(run.assessment.passes),
    }


def add(place: str, folder: Path, name: str) -> Facts:
    """Keep one run."""
    from aigov_connectors.store import open_store

    source = open_store(f"{folder / name}.db")
    run = source.load(source.find("latest"))
    store = open_store(place)
    before = store.size()
    with _timed() as told:
        added = store.added(run)
    return {
        **told,
        "chunks": added.chunks,
        "new chunks": added.new_chunks,
        "new kilobytes": round(added.new_bytes / 1e3),
        "store grew by kilobytes": round((store.size() - before) / 1e3),
    }


def load(place: str, folder: Path) -> Facts:
    """Load the last run."""
    from aigov_connectors.store import open_store

    store = open_store(place)
    with _timed() as told:
        store.load(store.find("latest"))
    return told


def compare(place: str, folder: Path) -> Facts:
    """Load the first run and the changed one, without their decisions, and compare them."""
    from aigov_connectors.drift import diff
    from aigov_connectors.store import open_store

    store = open_store(place)
    first, second = (row.id for row in store.runs()[:2])
    with _timed() as loading:
        before, after = store.load_two(first, second, without=("decisions",))
    with _timed() as told:
        drift = diff(before, after)
    return {
        "CPU seconds to load both": loading["CPU seconds"],
        **told,
        "changes": len(drift.changes),
    }


def verify(place: str, folder: Path) -> Facts:
    """Compute every digest again."""
    from aigov_connectors.store import open_store

    store = open_store(place)
    with _timed() as told:
        found = store.verify()
    return {**told, "problems": len(found.problems)}


@contextmanager
def _timed() -> Iterator[Facts]:
    told: Facts = {}
    start, used = time.perf_counter(), time.process_time()
    yield told
    told["seconds"] = round(time.perf_counter() - start, 2)
    told["CPU seconds"] = round(time.process_time() - used, 2)


STEPS: dict[str, Callable[[str, Path], Facts]] = {
    "add": lambda place, folder: add(place, folder, "first"),
    "add changed": lambda place, folder: add(place, folder, "second"),
    "add unchanged": lambda place, folder: add(place, folder, "unchanged"),
    "load": load,
    "compare": compare,
    "verify": verify,
}


def main() -> int:
    """Run every step in a process of its own, and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--store")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--step", choices=["prepare", *STEPS], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step is not None:
        told = (
            prepare(arguments.folder, arguments.file)
            if arguments.step == "prepare"
            else STEPS[arguments.step](arguments.store, arguments.folder)
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({**told, "peak megabytes": round(peak)}))
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        place = arguments.store or f"{folder / 'runs.db'}"
        results: dict[str, Facts] = {}
        for step in ("prepare", *STEPS):
            command = [sys.executable, __file__, "--step", step, "--folder", name, "--store", place]
            if arguments.file is not None:
                command.append(f"{arguments.file}")
            done = subprocess.run(command, check=True, capture_output=True)  # noqa: S603
            results[step] = json.loads(done.stdout)
            print(f"{step:<14}", json.dumps(results[step]))
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(results, indent=2))
    worst = max(told["peak megabytes"] for step, told in results.items() if step != "prepare")
    print(f"highest peak: {worst} MB (of {MOST_MEGABYTES})")
    return 0 if worst <= MOST_MEGABYTES else 1


if __name__ == "__main__":
    sys.exit(main())
