"""How a disturbed discovery is held against the undisturbed one, in the words of the matrix."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.faults.columns import Column, resources_of
from tests.faults.endings import COMPLETE, LOUD, MOVED, TOLD, UNSURE
from tests.faults.estate import Run, complaints, differences, read
from tests.faults.matrix import Row

from aigov_connectors.inventory import Coverage, Gap, Inventory, Reach, ScopeLevel

# Where and why: a page, an object, a request, or the vendor's own count against ours.
_NAMES_ITS_PLACE = re.compile(
    r"page \d+|\{\w+\}|vendor told \d+|record of|\b(GET|POST) /\S+: |of \d+ were not read"
)
_MOST_MOVED = 12

_CALM: dict[tuple[str, tuple[str, ...]], Inventory] = {}


async def calm(columns: Sequence[Column]) -> Inventory:
    """What is read where nothing happens to these columns."""
    vendor, resources = columns[0].vendor, resources_of(columns)
    if (vendor, resources) not in _CALM:
        undisturbed = await read(vendor=vendor, resources=resources)
        _CALM[vendor, resources] = undisturbed.inventory
    return _CALM[vendor, resources]


def rows_of(inventory: Inventory, resource: str) -> int:
    return sum(one.receipt.rows for one in inventory.receipts if one.receipt.resource == resource)


def warnings(inventory: Inventory) -> list[str]:
    return [text for one in inventory.connections for text in one.warnings]


def outcome(row: Row, column: Column, undisturbed: Inventory, run: Run) -> str:
    """How the run ended for a column, in the words of the matrix."""
    told = [
        one
        for one in complaints(undisturbed, run.inventory)
        if one.resource == column.resource and column.words in one.says
    ]
    # What is inconclusive mostly follows from another column's trouble.
    doubts = [one for one in told if one.says.startswith("gap inconclusive")]
    told = [one for one in told if one not in doubts]
    if any(_NAMES_ITS_PLACE.search(one.says) for one in told):
        return LOUD
    before, after = (rows_of(one, column.resource) for one in (undisturbed, run.inventory))
    if told:
        return f"it says too little: {told}"
    if doubts and row.cell(column) == UNSURE:
        return UNSURE
    if before == after and row.cell(column) != MOVED:
        return TOLD if any(column.path in one for one in warnings(run.inventory)) else COMPLETE
    if abs(before - after) <= _MOST_MOVED and row.cell(column) == MOVED:
        return MOVED
    return f"{before} rows became {after} in silence"


def missed(undisturbed: Inventory, run: Run) -> set[str]:
    """Features that lost a deployment or whom one reaches, and that no gap of this run names.

    Deployments are told apart by their keys, so that one more does not make up for one less.
    """
    now = run.inventory
    standing = {_said(gap) for gap in undisturbed.gaps}
    named = {feature for gap in now.gaps if _said(gap) not in standing for feature in gap.features}
    kept = {one.key: one for one in now.deployments}
    lost = {one.feature for one in undisturbed.deployments if one.key not in kept}
    rows = {(row.deployment, row.client) for row in now.deployment_clients}
    for row in undisturbed.deployment_clients:
        one = kept.get(row.deployment)
        # "Unknown" says it itself; "all" reaches whoever is listed.
        if (
            one is not None
            and one.reach is Reach.LISTED
            and (row.deployment, row.client) not in rows
        ):
            lost.add(one.feature)
    return lost - named


def claimed(undisturbed: Inventory, run: Run) -> set[str]:
    """Settings that claim to list all whom they reach, and do not name one, or name fewer devices.

    What organizations and groups hold themselves cannot reach another: there a gap is enough.
    """
    wide = {ScopeLevel.TENANT, ScopeLevel.ACCOUNT}
    sure = {
        one.key: one
        for one in run.inventory.deployments
        if one.reach is Reach.LISTED and one.scope.level in wide
    }
    rows = {(row.deployment, row.client): row.endpoints for row in run.inventory.deployment_clients}
    found: set[str] = set()
    for row in undisturbed.deployment_clients:
        if row.deployment in sure:
            now = rows.get((row.deployment, row.client), 0)
            if (row.deployment, row.client) not in rows or (
                None not in (now, row.endpoints) and now != row.endpoints
            ):
                found.add(row.deployment)
    return found


def _said(gap: Gap) -> tuple[object, ...]:
    return (gap.resource, gap.subject, gap.reason, gap.detail, gap.features)


async def hold(row: Row, columns: tuple[Column, ...]) -> None:
    """Let one fault come to these columns, and hold what is read to what the matrix says."""
    vendor, resources = columns[0].vendor, resources_of(columns)
    undisturbed = await calm(columns)

    run = await read(row.faults(columns), vendor=vendor, timeout=row.timeout, resources=resources)

    assert run.fired >= len(columns), "the fault did not come"
    ended = {column.title: outcome(row, column, undisturbed, run) for column in columns}
    assert ended == {column.title: row.cell(column) for column in columns}
    if set(ended.values()) == {COMPLETE}:
        assert complaints(undisturbed, run.inventory) == []
        assert differences(undisturbed, run.inventory) == {}
    if MOVED not in ended.values():
        assert missed(undisturbed, run) == set()
    # Logins are refused on purpose, and reads that are asked for by POST.
    assert set(run.refused_writes) <= {path for method, _, path in run.passed if method == "POST"}


def more_is_known(undisturbed: Inventory, run: Run) -> list[Coverage]:
    """Figures of a connection that are better than without the trouble."""
    before = {row.connection: row for row in undisturbed.coverage if row.client is None}
    return [
        row
        for row in run.inventory.coverage
        if row.client is None
        and (
            row.features_determined > before[row.connection].features_determined
            or row.resources_read > before[row.connection].resources_read
        )
    ]
