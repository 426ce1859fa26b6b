"""Findings that come back: what runs before the two that are compared had told already.

Two runs show that a finding is new in the later; whether it had been there, and was resolved, only
a longer memory shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from aigov_connectors.inventory import Verdict
from aigov_connectors.rules import Finding, Topic

__all__ = ["Remembered", "remembered"]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What failed in runs before the two."""

    runs: int
    """How many were looked at."""
    failed: Mapping[str, datetime]
    """Identity of a finding to the end of the latest of them that told it."""


def remembered(runs: Iterable[tuple[datetime, Iterable[Finding]]]) -> Remembered:
    """Note which findings failed in earlier runs, given as their ends and their findings.

    One run is looked at after the other, so that many can be read without holding them. What was
    waived had failed all the same.
    """
    count = 0
    failed: dict[str, datetime] = {}
    for end, findings in runs:
        count += 1
        for one in findings:
            if one.verdict is Verdict.FAIL and one.topic is not Topic.DRIFT:
                failed[one.identity] = max(end, failed.get(one.identity, end))
    return Remembered(count, failed)
