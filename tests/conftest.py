"""What every test shares: the line that says whether real vendor bodies were read."""

from __future__ import annotations

import os
import tomllib
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

from aigov_connectors import registry, trust
from aigov_connectors.rules import registry as rules_registry

# A busy machine is slow, not wrong: how long an example takes proves nothing here.
settings.register_profile(
    "shared-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("shared-machine")

SAMPLES_VARIABLE = "AIGOV_CONNECTORS_SAMPLES"
SAMPLE_RESULT = "vendor sample"
SAMPLE_DEPARTURE = "vendor sample departure"
"""Names of the properties by which the samples tests report, one per body and per departure."""


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what was read of the vendor samples: silence would look like success."""
    if not os.environ.get(SAMPLES_VARIABLE):
        terminalreporter.write_line(f"vendor samples: not run ({SAMPLES_VARIABLE} is not set)")
        return
    told = [
        (name, str(value))
        for outcome in ("passed", "skipped")
        for report in terminalreporter.stats.get(outcome, [])
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
    ]
    results = Counter(value for name, value in told if name == SAMPLE_RESULT)
    said = ", ".join(f"{count} bodies {result}" for result, count in results.most_common())
    terminalreporter.write_line(f"vendor samples: {said or 'none passed'}")
    departures = dict.fromkeys(value for name, value in told if name == SAMPLE_DEPARTURE)
    if departures:
        hint = "" if config.option.verbose > 0 else " (-v lists them)"
        terminalreporter.write_line(
            f"vendor samples: {len(departures)} departures from the vendor's description{hint}"
        )
    if config.option.verbose > 0:
        for departure in departures:
            terminalreporter.write_line(f"  {departure}")


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """The command configures structlog for its process, which is that of the tests here."""
    yield
    structlog.reset_defaults()


OWN_CONNECTOR = Path(__file__).parents[1] / "examples" / "own_connector"


@pytest.fixture
def patchbot(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The example package with a connector and a rule, as if it were installed."""
    project = tomllib.loads((OWN_CONNECTOR / "pyproject.toml").read_text())["project"]
    points = EntryPoints(
        EntryPoint(name=name, value=value, group=group)
        for group, entries in project["entry-points"].items()
        for name, value in entries.items()
    )
    monkeypatch.syspath_prepend(str(OWN_CONNECTOR))
    for module in (registry, rules_registry, trust):
        monkeypatch.setattr(module, "entry_points", lambda group: points.select(group=group))
    _forget()
    yield
    _forget()


def _forget() -> None:
    for cached in (registry._loaded, registry._catalogued, registry._foreign):
        cached.cache_clear()
    rules_registry._found.cache_clear()
