"""A list that is refused is less sight, and never a change: no tool's joined lists make something
new, gone, better or worse, whichever of the two runs had been told less.
"""

from __future__ import annotations

import pytest
from tests.tenants import discovered, served

from aigov_connectors.drift import Cause, Change, Direction, Move, diff
from aigov_connectors.inventory import Inventory
from aigov_connectors.rules import assess
from aigov_connectors.sandbox import Fault
from aigov_connectors.snapshot import Snapshot

KINDS = {
    "connectwise.psa": "inquire",
    "connectwise.automate": "reader",
    "autotask": "reader",
    "halopsa": "reader",
    "ninjaone": "monitoring",
    "sentinelone": "account-viewer",
}
JOINED = (
    ("connectwise.psa", "/service/boards/"),
    ("connectwise.psa", "/system/apiMembers"),
    ("connectwise.psa", "/system/mySecurity"),
    ("connectwise.automate", "/v1/UserClasses"),
    ("connectwise.automate", "/v1/Permissions/"),
    ("connectwise.automate", "/v1/InternalMonitorResults"),
    ("connectwise.automate", "/v1/Scripting/ScriptSchedules"),
    ("autotask", "/Tickets/entityInformation"),
    ("autotask", "/Companies/entityInformation"),
    ("halopsa", "/TicketRules/"),
    ("halopsa", "/Application"),
    ("halopsa", "/Workflow"),
    ("ninjaone", "/policies/"),
    ("ninjaone", "/queries/antivirus-status"),
    ("sentinelone", "/groups"),
    ("sentinelone", "/users"),
)
"""Vendor, and the beginning of the addresses that are refused: lists by which others are read."""


class Runs:
    """What was read of each tool without a fault, once for all cases of it."""

    def __init__(self) -> None:
        self.whole: dict[str, Inventory] = {}

    def of(self, vendor: str) -> Inventory:
        if vendor not in self.whole:
            self.whole[vendor] = read(vendor)
        return self.whole[vendor]


def read(vendor: str, refused: str | None = None) -> Inventory:
    faults = () if refused is None else (f"deny:path={refused}",)
    with served(vendor, faults, activities=300) as box:
        return discovered(box, KINDS[vendor])


def compared(before: Inventory, after: Inventory) -> tuple[Change, ...]:
    return diff(
        *(Snapshot(inventory=one, assessment=assess(one)) for one in (before, after))
    ).changes


@pytest.fixture(scope="module")
def runs() -> Runs:
    return Runs()


def shown(changes: list[Change]) -> list[str]:
    return [
        f"{one.aspect} {one.move} {one.direction} {one.cause}: {one.because}" for one in changes
    ]


def test_every_tool_has_its_joined_lists() -> None:
    assert {vendor for vendor, _ in JOINED} == KINDS.keys()
    assert Fault.parse("deny:path=/groups").name == "deny"


@pytest.mark.parametrize(("vendor", "refused"), JOINED)
def test_a_refused_list_makes_nothing_new_gone_better_or_worse(
    runs: Runs, vendor: str, refused: str
) -> None:
    whole, less = runs.of(vendor), read(vendor, refused)
    assert less.gaps != whole.gaps
    for before, after, sight in (
        (whole, less, Direction.UNSEEN),
        (less, whole, Direction.SEEN),
    ):
        changes = compared(before, after)
        assert changes
        assert not shown([one for one in changes if one.cause is not Cause.VISIBILITY])
        judged = [one for one in changes if one.direction not in (sight, Direction.UNCLEAR)]
        assert not shown(judged)
        flat = [one for one in changes if one.move in (Move.APPEARED, Move.GONE)]
        assert not shown(flat)
