"""What is planted of changes: one script that a program changed last, others by a person."""

from collections.abc import Mapping
from types import MappingProxyType

from aigov_connectors.connectwise.automate.sandbox.planted import VENDOR
from aigov_connectors.sandbox.planted import ExpectedChange

EDITORS: Mapping[int, str] = MappingProxyType({904: "zofiq-svc", 906: "gone-technician"})
"""Script to the login that changed it last; all others jdoe. The third left no login behind."""


def expected() -> tuple[ExpectedChange, ...]:
    """Return which changes must be told, of the schedules that run the scripts."""
    return (
        ExpectedChange(VENDOR, "Cleanup temp files (88)", "object", "12", "person", "inferred"),
        ExpectedChange(VENDOR, "Weekly reboot (89)", "object", "21", "program", "inferred"),
        ExpectedChange(VENDOR, "Remove old agent (91)", "object", None, None, "inferred"),
    )
