"""What every test shares: the line that says whether real vendor bodies were read."""

from __future__ import annotations

import os
from collections import Counter

import pytest

SAMPLES_VARIABLE = "AIGOV_CONNECTORS_SAMPLES"
SAMPLE_RESULT = "vendor sample"
SAMPLE_DEVIATION = "vendor sample deviation"
"""Names of the properties by which the samples tests report, one per body and per deviation."""


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what was read of the vendor samples: silence would look like success."""
    if not os.environ.get(SAMPLES_VARIABLE):
        terminalreporter.write_line(f"vendor samples: not run ({SAMPLES_VARIABLE} is not set)")
        return
    told = [
        (name, str(value))
        for report in terminalreporter.stats.get("passed", [])
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
    ]
    results = Counter(value for name, value in told if name == SAMPLE_RESULT)
    said = ", ".join(f"{count} bodies {result}" for result, count in results.most_common())
    terminalreporter.write_line(f"vendor samples: {said or 'none passed'}")
    deviations = dict.fromkeys(value for name, value in told if name == SAMPLE_DEVIATION)
    if deviations:
        hint = "" if config.option.verbose > 0 else " (-v lists them)"
        terminalreporter.write_line(
            f"vendor samples: {len(deviations)} departures from the vendor's description{hint}"
        )
    if config.option.verbose > 0:
        for deviation in deviations:
            terminalreporter.write_line(f"  {deviation}")
