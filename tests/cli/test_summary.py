"""A summary of six tools still fits one screen, and tells of each of them."""

from datetime import date

import pytest
from rich.console import Console

from aigov_connectors.cli.discover import _ROOMS, _SCREEN_LINES, show_summary
from aigov_connectors.cli.show.summary import Room, summary
from aigov_connectors.cli.terminal import Terminal
from aigov_connectors.inventory import (
    ConnectionStatus,
    DecisionKind,
    Gap,
    GapReason,
    GovernanceQuestion,
    VendorAnswer,
)
from aigov_connectors.rules import assess
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.testing import (
    make_collection,
    make_connection,
    make_deployment,
    make_feature,
    make_inventory,
    make_organization,
)

TOOLS = ("alpha.desk", "beta.desk", "gamma.desk", "delta.guard", "epsilon.ops", "zeta.ops")
NAMES = dict.fromkeys(TOOLS, "A Vendor of a Longer Name")
CONNECTIONS = tuple(f"northwind-{tool.partition('.')[0]}" for tool in TOOLS)
STEPS = [("aigov-connectors findings", "why, what to change")] * 3


def _collection(vendor: str):
    name = f"northwind-{vendor.partition('.')[0]}"
    desk = make_feature("desk", vendor=vendor, decisions=(DecisionKind.ROUTE_TICKET,))
    guard = make_feature("guard", vendor=vendor)
    hidden = make_feature("hidden", vendor=vendor, attest="Look.")
    return make_collection(
        connection=make_connection(name, vendor=vendor),
        features=(desk, guard, hidden),
        organizations=[
            make_organization(str(number), f"Client of the longer names {number}", vendor=vendor)
            for number in range(12)
        ],
        deployments=[
            make_deployment(
                feature,
                connection=name,
                source=str(number),
                source_name=f"A setting of a rather long name {number}",
            )
            for feature in (desk, guard)
            for number in range(2)
        ],
        gaps=[
            Gap(
                connection=name,
                vendor=vendor,
                resource="feature" if reason is GapReason.NOT_EXPOSED else "policies",
                subject=f"what {vendor} {reason} of a long story",
                reason=reason,
                remedy="Grant the right that is named in the manual of the vendor, and look again.",
                features=(hidden.id,) if reason is GapReason.NOT_EXPOSED else (),
            )
            for reason in GapReason
        ],
        vendor_answers=[
            VendorAnswer(
                vendor=vendor,
                question=question,
                answer="Nothing found.",
                found=False,
                date=date(2026, 8, 20),
            )
            for question in GovernanceQuestion
        ],
    )


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    inventory = make_inventory(*map(_collection, TOOLS))
    return Snapshot(inventory=inventory, assessment=assess(inventory))


def _shown(snapshot: Snapshot, width: int) -> str:
    console = Console(width=width, force_terminal=False)
    terminal = Terminal(out=console, err=console)
    with console.capture() as captured:
        show_summary(snapshot, terminal, next_steps=STEPS)
    return captured.get()


@pytest.mark.parametrize("width", [80, 100, 140])
def test_six_tools_fit_one_screen(snapshot, width) -> None:
    text = _shown(snapshot, width)
    assert len(text.splitlines()) <= _SCREEN_LINES
    words = " ".join(text.split())
    for told in (*CONNECTIONS, "Acts without", "training with clients' data", "not shown", "Next"):
        assert told in words


def _drawn(snapshot: Snapshot, *, width: int, room: Room) -> list[str]:
    console = Console(width=width, force_terminal=False)
    view = summary(snapshot, width=width, rows=3, vendor_names=NAMES, next_steps=STEPS, room=room)
    with console.capture() as captured:
        console.print(view)
    return captured.get().splitlines()


def test_the_vendor_is_told_where_there_is_room(snapshot) -> None:
    for width, told in ((140, 6), (76, 0)):
        lines = _drawn(snapshot, width=width, room=Room.WIDE)
        assert sum("A Vendor of a Longer Name" in one for one in lines) == told


def test_a_tight_summary_is_shorter_and_drops_no_count(snapshot) -> None:
    wide, tight = (_drawn(snapshot, width=100, room=room) for room in (Room.WIDE, Room.TIGHT))
    assert len(tight) < len(wide)
    for count in ("6 features that no API shows", "6 on training with clients' data"):
        assert count in " ".join(" ".join(tight).split())


def test_rooms_go_from_the_wide_to_the_tight() -> None:
    assert [room for room, _, _ in _ROOMS] == [Room.WIDE, Room.TIGHT]
    assert all(most >= least for _, most, least in _ROOMS)


@pytest.mark.parametrize("width", [80, 100])
def test_one_that_failed_among_six_has_its_line_and_the_screen_still_holds(snapshot, width) -> None:
    first, *others = snapshot.inventory.connections
    failed = first.model_copy(update={"status": ConnectionStatus.FAILED})
    inventory = snapshot.inventory.model_copy(update={"connections": (failed, *others)})
    text = _shown(snapshot.model_copy(update={"inventory": inventory}), width)
    assert len(text.splitlines()) <= _SCREEN_LINES
    (line,) = (one for one in text.splitlines() if "FAILED" in one)
    assert first.name in line
