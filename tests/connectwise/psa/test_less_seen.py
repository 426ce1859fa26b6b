"""A refused list makes nothing look better: what hangs on it is not known, and no drift."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.connectwise.psa.tenant import VENDOR, read, tenant

from aigov_connectors.drift import Change, diff
from aigov_connectors.drift.model import Aspect, Cause, Direction
from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    DecisionKind,
    Deployment,
    GateKind,
    Inventory,
)
from aigov_connectors.rules import assess
from aigov_connectors.sandbox import Sandbox
from aigov_connectors.snapshot import Snapshot


@pytest.fixture(scope="module")
def seen() -> Iterator[Inventory]:
    with tenant() as running:
        yield read(running)


def less(*paths: str) -> Inventory:
    """Read the tenant with these lists refused."""
    running: Sandbox
    with tenant([f"deny:path={one}" for one in paths]) as running:
        return read(running)


def named(inventory: Inventory, name: str) -> Deployment:
    (one,) = (one for one in inventory.deployments if one.source_object.name == name)
    return one


def compared(before: Inventory, after: Inventory) -> list[Change]:
    snapshots = [Snapshot(inventory=one, assessment=assess(one)) for one in (before, after)]
    return list(diff(*snapshots).changes)


def nothing_got_better(changes: list[Change]) -> None:
    flattering = [one for one in changes if one.direction is Direction.BETTER]
    assert not [one.because for one in flattering]
    drifted = [one for one in changes if one.cause is Cause.DRIFT]
    assert not [one.because for one in drifted]


@pytest.mark.parametrize(
    "refused",
    ["/company/companies/statuses$", "/system/workflows$", "/system/workflows/events/actions$"],
)
def test_a_track_is_a_persons_only_where_all_was_read_that_may_attach_it(
    seen: Inventory, refused: str
) -> None:
    after = less(refused)
    leaving = named(after, "Leaving client")
    assert (leaving.autonomy, leaving.gate.kind) == (Autonomy.UNKNOWN, GateKind.UNKNOWN)
    assert leaving.basis is Basis.INFERRED
    assert DecisionKind.CHANGE_CONFIGURATION in leaving.decisions
    whole = named(seen, "Leaving client")
    assert (whole.autonomy, whole.gate.kind) == (Autonomy.ADVISORY, GateKind.PRE_APPROVAL)
    (gap,) = (
        one
        for one in after.gaps
        if f"{VENDOR}.tracks" in one.features and "GET" in (one.detail or "")
    )
    assert gap.resource


def test_a_track_that_a_status_attached_is_not_said_to_be_a_persons(seen: Inventory) -> None:
    after = less("/company/companies/statuses$")
    assert named(seen, "Nurturing").autonomy is Autonomy.FULLY_AUTONOMOUS
    assert named(after, "Nurturing").autonomy is Autonomy.UNKNOWN
    nothing_got_better(compared(seen, after))


def test_what_a_template_does_that_was_not_read_is_not_known(seen: Inventory) -> None:
    after = less("/service/templates$")
    applied = named(after, "New starter on Onboarding")
    assert applied.decisions == (DecisionKind.CHANGE_TICKET, DecisionKind.UNKNOWN)
    assert (applied.autonomy, applied.basis) == (Autonomy.FULLY_AUTONOMOUS, Basis.INFERRED)
    changes = compared(seen, after)
    nothing_got_better(changes)
    (moved,) = (
        one
        for one in changes
        if one.aspect is Aspect.DECISIONS and "New starter" in one.subject.name
    )
    assert (moved.direction, moved.cause) == (Direction.UNSEEN, Cause.VISIBILITY)


def test_who_acted_is_not_told_where_members_were_kept_from_the_role() -> None:
    """An empty list of members is none that could be read."""
    after = less("/system/info/members$")
    rules = [one for one in after.decisions if one.initiator == "rule"]
    assert not rules


def test_programs_that_open_tickets_are_known_though_the_companies_are_not(
    seen: Inventory,
) -> None:
    after = less("/company/companies$")
    for name in ("backupsync", "threadbot"):
        assert named(after, name).leads_to
        assert [one.key for one in named(after, name).leads_to] == [
            one.key for one in named(seen, name).leads_to
        ]
    for feature in ("api_integrations", "third_party_ai", "zofiq_agents", "workflow_rules"):
        (gap,) = (gap for gap in after.gaps if gap.resource == "companies")
        assert f"{VENDOR}.{feature}" in gap.features
    # One cause, one gap: that the tickets are nobody's needs no second.
    assert not [gap for gap in after.gaps if "no clients here" in gap.subject]
    better = [one for one in compared(seen, after) if one.direction is Direction.BETTER]
    assert not [one.because for one in better]


def test_tickets_of_others_are_told_in_words_that_hold() -> None:
    with tenant() as running:
        inventory = read(running, client_statuses=["Prospect"])
    (gap,) = (gap for gap in inventory.gaps if "no clients here" in gap.subject)
    assert "not in the list that was read" in (gap.detail or "")
    assert "any but Prospect" in (gap.detail or "")
