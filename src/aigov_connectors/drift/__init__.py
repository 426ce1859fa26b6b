"""Drift: what changed between two runs, whose doing it was, and what nobody can say.

    from aigov_connectors.drift import diff

    for change in diff(before, after).worse:
        print(change.severity, change.because)

Pure: two snapshots in, one `Drift` out. Two things are kept apart everywhere. What is gone was
looked for; what is hidden could not be seen, and is never an improvement. And what was changed at
the vendor is not what our catalogue, our rules or the MSP's policy now say of it.
"""

from aigov_connectors.drift.comparing import diff
from aigov_connectors.drift.model import (
    MIRROR,
    Aspect,
    Cause,
    Change,
    Direction,
    Drift,
    Move,
    RunStamp,
)
from aigov_connectors.drift.reach import DEFAULT_TOLERANCE, Tolerance
from aigov_connectors.drift.returning import Remembered, remembered

__all__ = [
    "DEFAULT_TOLERANCE",
    "MIRROR",
    "Aspect",
    "Cause",
    "Change",
    "Direction",
    "Drift",
    "Move",
    "Remembered",
    "RunStamp",
    "Tolerance",
    "diff",
    "remembered",
]
