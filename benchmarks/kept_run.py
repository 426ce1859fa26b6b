"""Keeping a large run: what it costs to store, load, compare, show and export it.

    aigov-connectors demo --clients 500 --devices 50000 --limit-factor 1000 --output big.json
    python benchmarks/kept_run.py big.json [--store PLACE] [--json FILE]
    python benchmarks/kept_run.py --discover [--clients 500] [--devices 50000]

Without a file a run of 500 clients and 50,000 devices is made up: as many settings, rows of reach,
facts and days of decisions as a large estate has. Each step and each command runs in a fresh
process, whose peak of memory is that of the step alone. Ends with 1 where a gate is missed.

With `--discover` the run is read instead: the simulators of every vendor in one process, their
rate limits widened so that they do not count, and `discover --store` twice in another.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

Facts = dict[str, Any]

MOST_MEGABYTES = 300
LIMIT_FACTOR = 1000  # of `--discover`: the vendors' own limits would be most of the time

FORMATS = ("csv", "ndjson", "sarif", "ocsf", "cyclonedx")


@dataclass(frozen=True)
class Place:
    """Where the steps find what `prepare` made; `store` may be a database elsewhere."""

    folder: Path
    store: str

    @property
    def first(self) -> Path:
        """The run as a snapshot file."""
        return self.folder / "first.json"

    @property
    def second(self) -> Path:
        """The run of the next day, of which some settings changed."""
        return self.folder / "second.json"


# Steps in code ----------------------------------------------------------------------------------


def prepare(place: Place, given: Path | None) -> Facts:
    """Make the runs that are kept, and say how large the first is."""
    from aigov_connectors.snapshot import Snapshot
    from aigov_connectors.store import open_store

    made = import_module("made_up")  # beside this file
    run = made.made_up() if given is None else Snapshot.load(given)
    run.save(place.first)
    # Each in a store of its own: loading a document of that size would be the peak of every step.
    for name, changed, days in (("first", None, 0), ("second", 20, 1), ("unchanged", 20, 2)):
        kept = run if changed is None else made.next_day(run, changed=changed, days=days)
        open_store(f"{place.folder / name}.db").add(kept)
        if name == "second":
            kept.save(place.second)
    inventory = run.inventory
    return {
        "megabytes of JSON": round(place.first.stat().st_size / 1e6, 1),
        "clients": len(inventory.clients),
        "settings": len(inventory.deployments),
        "rows of reach": len(inventory.deployment_clients),
        "facts": len(inventory.evidence),
        "decision rows": len(inventory.decisions),
        "findings": len(run.assessment.findings) + len(run.assessment.passes),
    }


def add(place: Place, name: str) -> Facts:
    """Keep one run."""
    from aigov_connectors.store import open_store

    source = open_store(f"{place.folder / name}.db")
    run = source.load(source.find("latest"))
    store = open_store(place.store)
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


def load(place: Place) -> Facts:
    """Load the last run of the store."""
    from aigov_connectors.store import open_store

    store = open_store(place.store)
    with _timed() as told:
        store.load(store.find("latest"))
    return told


def load_file(place: Place) -> Facts:
    """Load the snapshot file."""
    from aigov_connectors.snapshot import Snapshot

    with _timed() as told:
        Snapshot.load(place.first)
    return told


def save_file(place: Place) -> Facts:
    """Write the snapshot file again, and see that it is the same."""
    from aigov_connectors.snapshot import Snapshot

    run = Snapshot.load(place.first)
    again = place.folder / "again.json"
    with _timed() as told:
        run.save(again)
    return {**told, "the same bytes": _digest(again) == _digest(place.first)}


def judge(place: Place) -> Facts:
    """Assess the run."""
    from aigov_connectors.rules import assess
    from aigov_connectors.snapshot import Snapshot

    run = Snapshot.load(place.first)
    with _timed() as told:
        judged = assess(run.inventory)
    return {**told, "findings": len(judged.findings) + len(judged.passes)}


def verify(place: Place) -> Facts:
    """Compute every digest again."""
    from aigov_connectors.store import open_store

    store = open_store(place.store)
    with _timed() as told:
        found = store.verify()
    return {**told, "problems": len(found.problems)}


def serve(arguments: argparse.Namespace) -> None:
    """Serve until a line comes; say how to connect, and at the end what it cost."""
    from aigov_connectors.cli.serve import configuration_text
    from aigov_connectors.credentials import variable_name
    from aigov_connectors.sandbox import sandbox

    with sandbox(
        clients=arguments.clients, devices=arguments.devices, limit_factor=LIMIT_FACTOR
    ) as box:
        parted = ((key.rpartition("."), value) for key, value in box.secrets.items())
        secrets = {variable_name(name, field): value for (name, _, field), value in parted}
        _say({"configuration": configuration_text(box), "secrets": secrets})
        sys.stdin.readline()
    used = resource.getrusage(resource.RUSAGE_SELF)
    _say({"CPU seconds": round(used.ru_utime + used.ru_stime, 1), "peak megabytes": _peak(used)})


@contextmanager
def _timed() -> Iterator[Facts]:
    told: Facts = {}
    start, used = time.perf_counter(), time.process_time()
    yield told
    told["seconds"] = round(time.perf_counter() - start, 2)
    told["CPU seconds"] = round(time.process_time() - used, 2)


STEPS: dict[str, Callable[[Place], Facts]] = {
    "keep it": lambda place: add(place, "first"),
    "keep the next day": lambda place: add(place, "second"),
    "keep a day without news": lambda place: add(place, "unchanged"),
    "verify the store": verify,
    "load it": load,
    "load the file": load_file,
    "write the file": save_file,
    "assess": judge,
}


# Commands ---------------------------------------------------------------------------------------


def commands(run: str, earlier: str) -> dict[str, list[str]]:
    """What people do with a kept run; `run` and `earlier` are files, or runs of the store."""
    return {
        "findings": ["findings", run],
        "risk": ["risk", run],
        "chains": ["chains", run],
        "clients": ["clients", run],
        "diff": ["diff", earlier, run],
        "report": ["report", run, "--output", "report.html"],
        "report --previous": ["report", run, "--previous", earlier, "--output", "since.html"],
        **{
            f"export {form}": ["export", form, run, "--output", f"exported-{form}"]
            for form in FORMATS
        },
    }


def for_one_client(run: str, client: str) -> dict[str, list[str]]:
    """What is made for one client."""
    return {
        "findings --client": ["findings", run, "--client", client],
        "report --client": ["report", run, "--client", client, "--output", "client.html"],
        "export csv --client": [
            *("export", "csv", run, "--client", client),
            *("--output", "exported-client"),
        ],
    }


def told_by(
    command: Sequence[str], *, folder: Path, environment: Mapping[str, str] | None = None
) -> Facts:
    """Run a command of ours to its end, in a process of its own."""
    arguments = [sys.executable, "-m", "aigov_connectors", *command]
    began = time.perf_counter()
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(  # noqa: S603
            arguments,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    told: Facts = {
        "seconds": round(time.perf_counter() - began, 1),
        "CPU seconds": round(used.ru_utime + used.ru_stime, 1),
        "peak megabytes": _peak(used),
    }
    if process.returncode:
        words = (folder / "said.txt").read_text(encoding="utf-8", errors="replace")
        told["failed"] = f"exit code {process.returncode}: {words[-300:]}"
    return told


def _peak(used: resource.struct_rusage) -> int:
    return round(used.ru_maxrss / 1024)


def _digest(path: Path) -> str:
    import hashlib

    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _say(told: Facts) -> None:
    print(json.dumps(told), flush=True)


# All together -----------------------------------------------------------------------------------


def kept(arguments: argparse.Namespace, place: Place) -> Iterator[tuple[str, Facts]]:
    """Every step and every command, one after the other; the first only makes the runs."""
    for step in ("prepare", *STEPS):
        command = [sys.executable, __file__, "--step", step]
        command += ["--folder", f"{place.folder}", "--store", place.store]
        if arguments.file is not None:
            command.append(f"{arguments.file.absolute()}")
        done = subprocess.run(command, check=True, capture_output=True)  # noqa: S603
        yield step, json.loads(done.stdout)
    toml = f"[store]\nurl = {json.dumps(place.store)}\n"
    (place.folder / "aigov-connectors.toml").write_text(toml, encoding="utf-8")
    with place.first.open("rb") as stream:
        client = _first_client(stream.read(1 << 22).decode("utf-8", "ignore"))
    by_file = commands(place.first.name, place.second.name) | for_one_client("first.json", client)
    by_store = commands("latest", "previous") | for_one_client("latest", client)
    for where, those in (("file", by_file), ("store", by_store)):
        for name, command in those.items():
            yield f"{name} ({where})", told_by(command, folder=place.folder)


def _first_client(text: str) -> str:
    """The name of some client, without reading the run: this process stays small."""
    start = text.index('"clients":[') + len('"clients":[')
    found: str = json.JSONDecoder().raw_decode(text, start)[0]["name"]
    return found


def discovered(arguments: argparse.Namespace, place: Place) -> Iterator[tuple[str, Facts]]:
    """Read the simulators twice into a store: the second run goes on from the first."""
    sizes = [f"--clients={arguments.clients}", f"--devices={arguments.devices}"]
    command = [sys.executable, __file__, "--step", "serve", *sizes]
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin is not None  # noqa: S101
        assert server.stdout is not None  # noqa: S101
        told = json.loads(server.stdout.readline())
        (place.folder / "aigov-connectors.toml").write_text(told["configuration"], "utf-8")
        for name in ("discover --store", "discover --store again"):
            run = ["discover", "--quiet", "--store", place.store, "--output", "read.json"]
            yield name, told_by(run, folder=place.folder, environment=told["secrets"])
        server.stdin.close()
        yield "simulators", json.loads(server.stdout.readline())


NOT_GATED = {"prepare", "simulators"}


def missed(step: str, told: Facts) -> str | None:
    """Which gate a step missed, in words."""
    if "failed" in told:
        return str(told["failed"])
    if step not in NOT_GATED and told["peak megabytes"] > MOST_MEGABYTES:
        return f"more than {MOST_MEGABYTES} MB"
    if told.get("problems") or told.get("the same bytes") is False:
        return "what was written is not what is read"
    return None


def main() -> int:
    """Run every step in a process of its own, and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--store")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--discover", action="store_true")
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--devices", type=int, default=50_000)
    parser.add_argument("--step", choices=["prepare", "serve", *STEPS], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step == "serve":
        serve(arguments)
        return 0
    if arguments.step is not None:
        place = Place(arguments.folder, arguments.store)
        is_first = arguments.step == "prepare"
        told = prepare(place, arguments.file) if is_first else STEPS[arguments.step](place)
        _say({**told, "peak megabytes": _peak(resource.getrusage(resource.RUSAGE_SELF))})
        return 0
    with tempfile.TemporaryDirectory() as name:
        place = Place(Path(name), arguments.store or f"{Path(name) / 'runs.db'}")
        results: dict[str, Facts] = {}
        for step, told in (discovered if arguments.discover else kept)(arguments, place):
            results[step] = told
            words = missed(step, told)
            print(
                f"{step:<28}{json.dumps(told)}{f'  MISSED: {words}' if words else ''}", flush=True
            )
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(results, indent=2), encoding="utf-8")
    worst = max(told["peak megabytes"] for step, told in results.items() if step not in NOT_GATED)
    failed = [step for step, told in results.items() if missed(step, told)]
    print(
        f"highest peak: {worst} MB (gate: {MOST_MEGABYTES}); missed: {', '.join(failed) or 'none'}"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
