"""The whole main job at size: one MSP, every connection, discover and assess, under rate limits.

    python benchmarks/whole_run.py [--clients 500] [--devices 50000] [--activities 200000]
                                   [--threats 200000] [--limit-factor 1] [--json FILE]

The simulators run in a process of their own and keep the vendors' limits; the discovery runs in
another fresh process, whose memory alone is measured. Printed: the time against the least that the
limits allow for the requests that were really sent, and the peak of the discovering process.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import IO, Any

Facts = dict[str, Any]

KNOWN_LIMITS = {
    "ninjaone": "aigov_connectors.ninjaone",
    "sentinelone": "aigov_connectors.sentinelone",
}
"""The vendors that are measured, and the module with the `LIMITS` of each."""

LONGEST_SHARE = 1.2
MOST_MEGABYTES = 300
HISTORY_DAYS = 120  # how far back the simulators go; all of it is read


def serve(arguments: argparse.Namespace) -> None:
    """Serve until a line comes; say where, and at the end what was asked."""
    from aigov_connectors.sandbox import sandbox

    with sandbox(
        clients=arguments.clients,
        devices=arguments.devices,
        activities=arguments.activities,
        threats=arguments.threats,
        limit_factor=arguments.limit_factor,
        vendors=KNOWN_LIMITS,
    ) as box:
        _say(
            {
                "connections": box.connections,
                "clients": box.clients,
                "attestations": box.attestations,
                "secrets": box.secrets,
            }
        )
        sys.stdin.readline()
        by_path: dict[str, dict[str, int]] = {}
        for (vendor, _, path), count in box.requests.by_path.items():
            paths = by_path.setdefault(vendor, {})
            paths[path] = paths.get(path, 0) + count
        refused = {vendor: box.requests.statuses(vendor, [429]) for vendor in by_path}
        in_flight = box.requests.most_in_flight
        _say({"by_path": by_path, "refused": refused, "most_in_flight": in_flight})


def read(arguments: argparse.Namespace) -> None:
    """Discover and assess what the first line of standard input describes."""
    from aigov_connectors import Config, assess, discover

    told = json.loads(sys.stdin.readline())
    options = {"limit_factor": arguments.limit_factor, "lookback_days": HISTORY_DAYS}
    if arguments.headroom is not None:
        options["headroom"] = arguments.headroom
    connections = [
        {
            **{key: one[key] for key in ("name", "vendor", "base_url")},
            **one["options"],
            **options,
        }
        for one in told["connections"]
    ]
    tables = {key: told[key] for key in ("clients", "attestations")}
    config = Config.model_validate({"connections": connections, **tables})
    secrets: dict[str, dict[str, str]] = {}
    for key, secret in told["secrets"].items():
        connection, _, field = key.rpartition(".")
        secrets.setdefault(connection, {})[field] = secret
    imported = _kilobytes("VmRSS")
    began = time.perf_counter()
    inventory = asyncio.run(discover(config, secrets=secrets))
    discovered = time.perf_counter()
    assessment = assess(inventory)
    assessed = time.perf_counter()
    used = resource.getrusage(resource.RUSAGE_SELF)
    _say(
        {
            "discover_s": discovered - began,
            "assess_s": assessed - discovered,
            "cpu_s": used.ru_utime + used.ru_stime,
            "imported_mb": imported / 1024,
            "peak_mb": _kilobytes("VmHWM") / 1024,
            "clients": len(inventory.clients),
            "deployments": len(inventory.deployments),
            "findings": len(assessment.findings),
            "seconds_by_vendor": {
                one.vendor: (one.finished_at - one.started_at).total_seconds()
                for one in inventory.connections
            },
            "rows": {
                f"{one.connection}.{one.receipt.resource}": one.receipt.rows
                for one in inventory.receipts
            },
            "incomplete": [
                f"{one.connection}.{one.receipt.resource}: {one.receipt.why}"
                for one in inventory.receipts
                if not one.receipt.complete
            ],
            "failed": sorted(
                {
                    f"{gap.connection}: {gap.subject}: {gap.detail}"
                    for gap in inventory.gaps
                    if gap.reason.value in ("failed", "interrupted")
                }
            ),
        }
    )


def least_seconds(by_path: Mapping[str, Mapping[str, int]], factor: float) -> dict[str, float]:
    """Tell for each vendor how long its limits, all of them used, hold up these requests."""
    found = {}
    for vendor, paths in by_path.items():
        limits = import_module(KNOWN_LIMITS[vendor]).LIMITS
        found[vendor] = replace(limits.scaled(factor), headroom=1.0).least_seconds(paths)
    return found


def measured(arguments: argparse.Namespace) -> Facts:
    """Run both processes once and put together what they say."""
    shared = [f"--limit-factor={arguments.limit_factor}"]
    if arguments.headroom is not None:
        shared.append(f"--headroom={arguments.headroom}")
    sizes = [
        f"--{name}={getattr(arguments, name)}"
        for name in ("clients", "devices", "activities", "threats")
    ]
    with _process("serve", *shared, *sizes) as server:
        told = _line(server.stdout)
        with _process("read", *shared) as reader:
            _send(reader.stdin, told)
            run = _line(reader.stdout)
        _send(server.stdin, {})
        asked = _line(server.stdout)
    least = least_seconds(asked["by_path"], arguments.limit_factor)
    requests = {vendor: sum(paths.values()) for vendor, paths in asked["by_path"].items()}
    return {
        **run,
        "arguments": {key: value for key, value in vars(arguments).items() if key != "json"},
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "requests": requests,
        "refused": asked["refused"],
        "most_in_flight": asked["most_in_flight"],
        "least_s": least,
    }


def table(run: Facts) -> Iterator[str]:
    """Yield the lines of the result in Markdown."""
    sizes = run["arguments"]
    slowest = max(run["least_s"].values())
    yield (
        f"{sizes['clients']:,} clients, {sizes['devices']:,} devices, {sizes['activities']:,}"
        f" activities, {sizes['threats']:,} threats; limits x {sizes['limit_factor']:g}, share used"
        f" {sizes['headroom'] or 'as by default'}; {run['cores']} cores, load {run['load']:.1f}"
    )
    yield ""
    yield "| vendor | requests | 429 | at once | least by its limits s | took s | ratio |"
    yield "|---|---|---|---|---|---|---|"
    for vendor, count in sorted(run["requests"].items()):
        least, took = run["least_s"][vendor], run["seconds_by_vendor"][vendor]
        yield (
            f"| {vendor} | {count:,} | {run['refused'][vendor]} | {run['most_in_flight'][vendor]}"
            f" | {least:.1f} | {took:.1f} | {_ratio(took, least)} |"
        )
    yield ""
    share = _ratio(run["discover_s"], slowest)
    yield "| | measured | gate |"
    yield "|---|---|---|"
    yield (
        f"| discover | {run['discover_s']:.1f} s = {share} of the least {slowest:.1f} s"
        f" | <= {LONGEST_SHARE:g} |"
    )
    yield f"| assess | {run['assess_s']:.1f} s | |"
    yield f"| CPU of the discovering process | {run['cpu_s']:.1f} s | |"
    yield (
        f"| peak memory of the discovering process | {run['peak_mb']:.0f} MB"
        f" ({run['imported_mb']:.0f} MB before the run) | < {MOST_MEGABYTES} MB |"
    )
    yield (
        f"| found | {run['clients']:,} clients, {run['deployments']:,} deployments,"
        f" {run['findings']:,} findings | |"
    )
    yield f"| rows read | {sum(run['rows'].values()):,} | |"
    yield f"| reads that failed or broke off | {len(run['failed'])} | 0 |"
    yield f"| reads with something refused, as planted | {len(run['incomplete'])} | |"


def _ratio(took: float, least: float) -> str:
    """Write a ratio; a run that no limit holds up has none."""
    return f"{took / least:.2f}" if least else "-"


def missed(run: Facts) -> list[str]:
    """Give the gates that this run missed."""
    checks = {
        "time": run["discover_s"] <= LONGEST_SHARE * max(run["least_s"].values()),
        "memory": run["peak_mb"] < MOST_MEGABYTES,
        "complete": not run["failed"],
    }
    return [name for name, good in checks.items() if not good]


def main() -> int:
    """Parse the command line and run; 1 where a gate is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("role", nargs="?", choices=["serve", "read"], help=argparse.SUPPRESS)
    parser.add_argument("--clients", type=int, default=500)
    parser.add_argument("--devices", type=int, default=50_000)
    parser.add_argument("--activities", type=int, default=200_000)
    parser.add_argument("--threats", type=int, default=200_000)
    parser.add_argument("--limit-factor", type=float, default=1.0)
    parser.add_argument("--headroom", type=float, help="as by default, if it is not told")
    parser.add_argument("--json", type=Path, help="append the run to this file as a line")
    arguments = parser.parse_args()
    if arguments.role is not None:
        {"serve": serve, "read": read}[arguments.role](arguments)
        return 0
    run = measured(arguments)
    if arguments.json is not None:
        with arguments.json.open("a", encoding="utf-8") as out:
            out.write(json.dumps(run) + "\n")
    print("\n".join(table(run)))
    for problem in (*run["incomplete"], *run["failed"]):
        print(f"- {problem}")
    gates = missed(run)
    print(f"\nmissed: {', '.join(gates) or 'nothing'}")
    return 1 if gates else 0


@contextmanager
def _process(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(Path(__file__).resolve()), *arguments]
    process = subprocess.Popen(  # noqa: S603 - this file, under our own interpreter
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield process
        process.wait(60)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def _say(facts: Facts) -> None:
    print(json.dumps(facts, default=str), flush=True)  # dates as ISO text


def _send(stream: IO[str] | None, facts: Facts) -> None:
    if stream is None:
        raise RuntimeError("the process has no standard input")
    stream.write(json.dumps(facts) + "\n")
    stream.flush()


def _line(stream: IO[str] | None) -> Facts:
    found = "" if stream is None else stream.readline()
    if not found:
        raise RuntimeError("the process ended without a word; its error is above")
    facts: Facts = json.loads(found)
    return facts


def _kilobytes(key: str) -> int:
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith(f"{key}:"):
            return int(line.split()[1])
    raise RuntimeError(f"/proc/self/status has no {key}")


if __name__ == "__main__":
    raise SystemExit(main())
