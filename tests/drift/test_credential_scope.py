"""A credential that is shown less of a tool: nothing of it is gone, new, better or worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from tests.tenants import discovered, served

from aigov_connectors import assess
from aigov_connectors.drift import Aspect, Change, Direction, diff
from aigov_connectors.inventory import Inventory
from aigov_connectors.snapshot import Snapshot

KEPT = {Direction.UNSEEN, Direction.SEEN, Direction.UNCLEAR}


@pytest.fixture(scope="module")
def runs() -> Iterator[tuple[Inventory, Inventory]]:
    """The whole account, and one site of it."""
    with served("sentinelone") as box:
        yield discovered(box, "account-viewer"), discovered(box, "site-viewer")


def changes(one: Inventory, other: Inventory) -> list[Change]:
    before, after = (Snapshot(inventory=each, assessment=assess(each)) for each in (one, other))
    return list(diff(before, after).changes)


def test_the_scope_is_told(runs):
    account, site = runs
    assert [one.split()[0] for one in account.connections[0].scope] == ["account", "account"]
    assert [one.split()[0] for one in site.connections[0].scope] == ["site"]


@pytest.mark.parametrize("widened", [False, True], ids=["narrowed", "widened"])
@pytest.mark.parametrize("told", [True, False], ids=["scope told", "scope not told"])
def test_another_scope_makes_nothing_better_or_worse(runs, told, widened):
    one, other = runs
    if not told:
        one, other = (
            each.model_copy(
                update={
                    "connections": tuple(
                        row.model_copy(update={"scope": None}) for row in each.connections
                    )
                }
            )
            for each in runs
        )
    found = changes(other, one) if widened else changes(one, other)
    loud = [each.because for each in found if each.direction not in KEPT]
    assert loud == []
    words = Counter(
        word
        for each in found
        for word in ("no longer (", "is a new client")
        if word in each.because
    )
    assert not words
    less = Direction.SEEN if widened else Direction.UNSEEN
    assert {each.direction for each in found if each.aspect is Aspect.CLIENT} <= {less}


def test_the_change_of_scope_itself_is_told(runs):
    account, site = runs
    (told,) = [each for each in changes(account, site) if each.aspect is Aspect.SCOPE]
    assert told.direction is Direction.UNSEEN
    assert account.connections[0].scope[0] in told.because


def test_a_token_that_sees_less_is_no_better_coverage(runs):
    account, site = runs
    coverage = [each for each in changes(account, site) if each.aspect is Aspect.COVERAGE]
    assert [each.because for each in coverage if each.direction is Direction.SEEN] == []
