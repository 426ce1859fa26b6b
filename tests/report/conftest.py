"""The fictitious MSP, read once; a large one made of it; and a browser where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.report.browser import Browser, chromium, open_browser

from aigov_connectors import Snapshot, assess, discover_sync
from aigov_connectors.cli.demo import demo_config, demo_secrets
from aigov_connectors.report import report_html
from aigov_connectors.sandbox import sandbox

SUMMARY = "report in a browser"
_seen: list[str] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say whether a browser looked at the report: silence would look like success."""
    skipped = [
        report
        for report in terminalreporter.stats.get("skipped", [])
        if SUMMARY in str(report.longrepr)
    ]
    if skipped:
        why = str(skipped[0].longrepr[-1]).partition(f"{SUMMARY}: ")[2]
        terminalreporter.write_line(f"{SUMMARY}: {len(skipped)} tests not run ({why})")
    elif _seen:
        terminalreporter.write_line(f"{SUMMARY}: looked at with {_seen[0]}")


@pytest.fixture(scope="session")
def demo() -> Snapshot:
    """A run over the fictitious MSP on all simulators, with its own judgement."""
    with sandbox(devices=400, activities=600, threats=80, limit_factor=1e4) as box:
        config = demo_config(box)
        inventory = discover_sync(config, secrets=demo_secrets(box.secrets))
    return Snapshot(inventory=inventory, assessment=assess(inventory, config.policy))


@pytest.fixture(scope="session")
def large_report(demo: Snapshot) -> str:
    """The report of 500 clients with 50,000 endpoints: each client a dozen times."""
    return report_html(widened(demo, clients=500, endpoints=100))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.skip(f"{SUMMARY}: no Chromium is installed")
    _seen.append(program)
    with open_browser(program) as found:
        yield found


def widened(snapshot: Snapshot, *, clients: int, endpoints: int) -> Snapshot:
    """Every client again and again under other names, with all that reaches it."""
    inventory = snapshot.inventory
    first = [one for one in inventory.clients if one.kind == "client"]
    copies: dict[str, list[str]] = {one.id: [one.id] for one in inventory.clients}
    every = [
        one.model_copy(update={"endpoints": endpoints}) if one in first else one
        for one in inventory.clients
    ]
    for number in range(clients - len(first)):
        one = first[number % len(first)]
        again = f"{one.id}-{number}"
        copies[one.id].append(again)
        every.append(one.model_copy(update={"id": again, "name": f"{one.name} {number + 2}"}))
    rows = tuple(
        replace(row, client=one)
        for row in inventory.deployment_clients
        for one in copies[row.client]
    )
    coverage = tuple(
        row if one is None else row.model_copy(update={"client": one})
        for row in inventory.coverage
        for one in (copies[row.client] if row.client else [None])
    )
    names = {one.id: one.name for one in every}
    judged = snapshot.assessment
    wide = {
        "findings": tuple(_widened(one, copies, names) for one in judged.findings),
        "passes": tuple(_widened(one, copies, names) for one in judged.passes),
    }
    return Snapshot(
        inventory=inventory.model_copy(
            update={
                "clients": tuple(every),
                "deployment_clients": rows,
                "coverage": coverage,
                "decisions": (),
            }
        ),
        assessment=judged.model_copy(update=wide),
    )


def _widened(finding, copies, names):
    rows = tuple(
        row.model_copy(update={"id": one, "name": names[one]})
        for row in finding.clients
        for one in copies[row.id]
    )
    return finding.model_copy(update={"clients": rows})
