"""Backup plans by the jobs that they ran: an effect without its setting."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.ninjaone.json_values import JSON_VALUES
from tests.ninjaone.tenant import NOW, PLACE, Tenant, answering, catalogue, collected, origin

from aigov_connectors import assess
from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    Collection,
    DecisionKind,
    Deployment,
    GapReason,
    Outcome,
)
from aigov_connectors.ninjaone.normalize import BackupLog, deployments_from_backups
from aigov_connectors.ninjaone.normalize.backups import FEATURE, MOST_PLANS
from aigov_connectors.ninjaone.wire import BackupJobWire
from aigov_connectors.testing import make_inventory


def plans(collection: Collection) -> dict[str, Deployment]:
    return {one.source_object.name: one for one in collection.deployments if one.feature == FEATURE}


def log() -> BackupLog:
    return BackupLog(
        tenant_id="acme", since=NOW.replace(year=2025), organization_of=lambda device: None
    )


async def test_a_plan_that_ran_copies_by_itself_as_far_as_that_can_be_told() -> None:
    collection = await collected(Tenant())
    found = plans(collection)
    assert set(found) == {"Nightly image", "Old files", "(a plan without a name)"}
    nightly = found["Nightly image"]
    assert (nightly.enabled, nightly.autonomy) == (True, Autonomy.FULLY_AUTONOMOUS)
    assert (nightly.basis, nightly.decisions) == (Basis.INFERRED, (DecisionKind.COLLECT_DATA,))
    assert {one.name: one.value for one in nightly.settings} == {
        "planType": "IMAGE",
        "jobStatus": "CANCELED: 1, COMPLETED: 1, FAILED: 1",
    }
    reach = {
        one.organization: one.endpoints
        for one in collection.reaches
        if one.deployment == nightly.key
    }
    # Two jobs of one device; and a device that is not listed, at the organization that it names.
    assert reach == {"1": 1, "2": 1}


async def test_a_plan_that_ran_long_ago_may_be_gone() -> None:
    found = plans(await collected(Tenant()))
    assert found["Old files"].enabled is None
    assert found["(a plan without a name)"].enabled is None


async def test_jobs_and_checks_are_counted_and_a_job_without_a_time_leaves_it_open() -> None:
    collection = await collected(Tenant())
    counted = {
        (one.action, one.outcome): one.count
        for one in collection.decisions
        if one.feature == FEATURE
    }
    assert counted == {
        (DecisionKind.COLLECT_DATA, Outcome.SUCCEEDED): 1,
        (DecisionKind.COLLECT_DATA, Outcome.FAILED): 1,
        (DecisionKind.COLLECT_DATA, Outcome.UNKNOWN): 1,
        (DecisionKind.INFORM, Outcome.SUCCEEDED): 1,
    }
    assert all(one.complete for one in collection.decisions if one.feature == FEATURE)
    undated = answering({"results": [{"jobId": "j5"}, {"jobId": "j6", "jobStartTime": 1767180000}]})
    collection = await collected(Tenant({"/v2/backup/jobs": undated}))
    assert not any(one.complete for one in collection.decisions if one.feature == FEATURE)


async def test_what_jobs_leave_open_is_said_and_nothing_is_found_wrong() -> None:
    collection = await collected(Tenant())
    (gap,) = (one for one in collection.gaps if one.features == (FEATURE,))
    assert gap.reason is GapReason.INCONCLUSIVE
    failed = assess(make_inventory(collection)).failed
    assert not [one for one in failed if one.subject.feature == FEATURE]


async def test_a_tenant_without_backup_proves_nothing() -> None:
    empty = answering({"results": []})
    refused = answering({"resultCode": "FAILURE"}, 403)
    for answer, reason in ((empty, GapReason.INCONCLUSIVE), (refused, GapReason.DENIED)):
        collection = await collected(Tenant({"/v2/backup/jobs": answer}))
        (gap,) = (one for one in collection.gaps if one.resource == "backup_jobs")
        assert (gap.reason, gap.features) == (reason, (FEATURE,))
        assert not plans(collection)


def test_a_tenant_that_names_a_plan_per_device_is_pooled() -> None:
    counted = log()
    for number in range(MOST_PLANS + 20):
        row = {"jobId": str(number), "planName": f"plan {number}", "deviceId": number}
        counted.add(BackupJobWire.model_validate(row), origin=origin())
    said = list(
        deployments_from_backups(
            counted, entry=catalogue()["backup_plan"], place=PLACE, organizations=(), whole=True
        )
    )
    assert len(said) == MOST_PLANS + 1
    assert len({one.deployment.key for one in said}) == len(said)


KEYS = ("planName", "planType", "jobStatus", "jobStartTime", "organizationId", "deviceId")


@given(rows=st.lists(st.dictionaries(st.sampled_from(KEYS), JSON_VALUES), max_size=4))
def test_anything_at_any_key_gives_a_statement(rows: list[dict[str, object]]) -> None:
    counted = log()
    for number, row in enumerate(rows):
        counted.add(BackupJobWire.model_validate({"jobId": str(number), **row}), origin=origin())
        counted.add_check(BackupJobWire.model_validate({"jobId": str(number), **row}))
    said = deployments_from_backups(
        counted, entry=catalogue()["backup_plan"], place=PLACE, organizations={"1"}, whole=True
    )
    assert len(list(said)) <= len(rows)
