"""A list that is empty, short of a row or refused tells less, and never more or better: of the
desk and of the server, one list after the other.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.tenants import discovered, served

from aigov_connectors.drift import Cause, Direction, diff
from aigov_connectors.inventory import (
    ApprovalGate,
    Autonomy,
    CredentialRights,
    Deployment,
    GateKind,
    Inventory,
    Reach,
    Verdict,
)
from aigov_connectors.rules import assess
from aigov_connectors.sandbox import faults
from aigov_connectors.sandbox.asgi import Send, send_answer
from aigov_connectors.snapshot import Snapshot

PSA, AUTOMATE = "connectwise.psa", "connectwise.automate"
KINDS = {PSA: "inquire", AUTOMATE: "reader"}
EMPTY, SHORT = "empty", "broken-record"
CASES = (
    *((AUTOMATE, path, EMPTY) for path in (
        *("/v1/Clients$", "/v1/Computers$", "/v1/Groups$", "/v1/GroupComputers$"),
        *("/v1/Scripts$", "/v1/Scripting/ScriptSchedules$", "/v1/ApprovalPolicies$"),
        *("/v1/GroupPatchingPolicies$", "/v1/UserClasses$"),
    )),
    *((AUTOMATE, path, SHORT) for path in (
        *("/v1/Clients$", "/v1/Computers$", "/v1/GroupComputers$", "/v1/Scripts$"),
        *("/v1/GroupPatchingPolicies$", "/v1/UserClasses$"),
    )),
    *((PSA, path, EMPTY) for path in (
        *("/company/companies$", "/service/boards$", "/system/workflows/events$"),
        *("/system/apiMembers$", "/company/companies/statuses$"),
    )),
    *((PSA, path, SHORT) for path in (
        *("/company/companies$", "/service/boards$", "/service/tickets$"),
        *("/system/workflows/events$", "/system/apiMembers$"),
    )),
)  # fmt: skip
"""Vendor, the address of a list that others are held against, and how it comes. One that is refused
is held in `tests/drift/test_less_sight.py`."""


class Runs:
    """What was read of each tool without a fault, once for all cases of it."""

    def __init__(self) -> None:
        self._whole: dict[str, Snapshot] = {}

    def whole(self, vendor: str) -> Snapshot:
        if vendor not in self._whole:
            self._whole[vendor] = read(vendor)
        return self._whole[vendor]


def read(vendor: str, *told: str) -> Snapshot:
    with served(vendor, told, clients=28, activities=50) as box:
        inventory = discovered(box, KINDS[vendor])
    return Snapshot(inventory=inventory, assessment=assess(inventory))


@pytest.fixture(scope="module")
def runs() -> Runs:
    return Runs()


@pytest.fixture
def emptied(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the fault `empty` answer a list without rows, not without a body."""

    async def no_rows(_fault: object, _body: object, send: Send) -> None:
        await send_answer(send, 200, b"[]")

    monkeypatch.setitem(faults._INSTEAD, "empty", no_rows)


def known(one: Deployment) -> dict[str, object]:
    """What is known of a deployment; what is open is left out."""
    gate: ApprovalGate = one.gate
    told: dict[str, object] = {}
    if one.enabled is not None:
        told["enabled"] = one.enabled
    if one.autonomy is not Autonomy.UNKNOWN:
        told["autonomy"] = one.autonomy
    if gate.kind is not GateKind.UNKNOWN:
        told["gate"] = gate.kind
    if one.rights is CredentialRights.PROVEN_READ_ONLY:
        told["rights"] = one.rights
    return told


def surer(whole: Inventory, less: Inventory) -> Iterator[str]:
    """What the run that saw less claims to know, and the other one does not say."""
    before = {one.key: one for one in whole.deployments}
    for one in less.deployments:
        more = known(one)
        if one.key in before:
            more = {name: it for name, it in more.items() if known(before[one.key]).get(name) != it}
            if more:
                yield f"{one.source_object.name}: {more}"
            if one.reach is not Reach.UNKNOWN:
                had = reached(whole, one)
                for client, counts in reached(less, one).items():
                    if any(
                        it not in (None, was)
                        for it, was in zip(counts, had.pop(client, counts), strict=True)
                    ):
                        yield f"{one.source_object.name} reaches {counts} of client {client}"
                if had and one.reach is Reach.LISTED:
                    yield f"{one.source_object.name} is {one.reach}, and left out {sorted(had)}"
        elif more.keys() - {"enabled"}:
            yield f"{one.source_object.name} is new: {more}"


def reached(run: Inventory, one: Deployment) -> dict[str, tuple[int | None, ...]]:
    """Client, by what it is called at the end of its id, to its machines and tickets."""
    rows = (row for row in run.deployment_clients if row.deployment == one.key)
    return {row.client: (row.endpoints, row.tickets) for row in rows}


def better(whole: Snapshot, less: Snapshot) -> Iterator[str]:
    """Findings that are milder, or gone with their deployment still there, for having seen less."""
    there = {one.key for one in less.inventory.deployments}
    after = {(one.rule, one.subject.key): one for one in less.assessment.findings}
    for one in whole.assessment.findings:
        found = after.get((one.rule, one.subject.key))
        if found is None:
            # Of a setting for everybody, it counts those who are known to be a customer.
            is_told = one.verdict is not Verdict.PASS and one.rule != "tenant-wide-setting"
            if is_told and one.subject.key in there:
                yield f"{one.rule} says nothing of {one.subject.key}"
        elif found.verdict is Verdict.PASS is not one.verdict:
            yield f"{one.rule} passes {one.subject.key}"


def test_every_mode_is_a_fault_of_the_sandbox() -> None:
    assert {mode for _, _, mode in CASES} <= faults.FAULT_NAMES


@pytest.mark.usefixtures("emptied")
@pytest.mark.parametrize(("vendor", "path", "mode"), CASES)
def test_a_short_list_makes_nothing_surer_or_better(
    runs: Runs, vendor: str, path: str, mode: str
) -> None:
    whole, less = runs.whole(vendor), read(vendor, f"{mode}:path={path},every=1")

    assert {one.id for one in less.inventory.gaps} - {one.id for one in whole.inventory.gaps}
    assert list(surer(whole.inventory, less.inventory)) == []
    assert list(better(whole, less)) == []
    changes = diff(whole, less).changes
    assert [one.because for one in changes if one.direction is Direction.BETTER] == []
    assert [one.because for one in changes if one.cause is Cause.DRIFT] == []
