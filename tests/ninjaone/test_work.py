"""Patches, antivirus, jobs and alerts: effects counted raw, and what they leave open said."""

from __future__ import annotations

from itertools import pairwise

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ninjaone.json_values import JSON_VALUES
from tests.ninjaone.tenant import PLACE, Answer, Tenant, answering, catalogue, collected, origin

from aigov_connectors.inventory import (
    LEGAL_GATES,
    Basis,
    Collection,
    DecisionKind,
    Deployment,
    GapReason,
    Outcome,
    Reach,
)
from aigov_connectors.ninjaone.normalize import (
    AntivirusLog,
    PatchLog,
    deployments_from_antivirus,
    deployments_from_patches,
)
from aigov_connectors.ninjaone.wire import AntivirusStatusWire, PatchWire

CATALOGUE = catalogue()


def named(collection: Collection, feature: str) -> dict[str, Deployment]:
    return {
        one.source_object.id: one
        for one in collection.deployments
        if one.feature == f"ninjaone.{feature}"
    }


def reach(collection: Collection, deployment: Deployment) -> dict[str, int | None]:
    return {
        one.organization: one.endpoints
        for one in collection.reaches
        if one.deployment == deployment.key
    }


async def test_a_status_is_kept_raw_and_only_two_words_leave_no_doubt() -> None:
    collection = await collected(Tenant())
    found = named(collection, "os_patch_approval")
    told = {id_: (one.autonomy.value, one.gate.kind.value, one.basis) for id_, one in found.items()}
    assert told == {
        "os-patches/status:AUTO_APPROVED": ("fully_autonomous", "none", Basis.INFERRED),
        "os-patches/status:MANUAL": ("unknown", "unknown", Basis.INFERRED),
        "os-patches/status:PENDING": ("advisory", "pre_approval", Basis.INFERRED),
    }  # APPROVED stands on a device that is not managed
    assert reach(collection, found["os-patches/status:MANUAL"]) == {"1": None}
    assert named(collection, "third_party_patching") == {}  # FAILED is no way of approval


async def test_what_the_statuses_leave_open_is_said_with_the_counts() -> None:
    collection = await collected(Tenant())
    details = {
        one.subject: one.detail or ""
        for one in collection.gaps
        if one.subject.startswith("how policies approve")
    }
    os_patches = details["how policies approve what stands in os-patches"]
    assert "SOMETHING_NEW: 1" in os_patches
    assert "approve patch by a user: 1" in os_patches
    assert "withhold patch without a user: 1" in os_patches
    assert "(none): 1" in details["how policies approve what stands in software-patches"]


async def test_an_unclear_status_leaves_the_question_to_a_person() -> None:
    collection = await collected(Tenant())
    (asked,) = (
        one
        for one in collection.gaps
        if one.features == ("ninjaone.os_patch_approval",) and one.reason is GapReason.NOT_EXPOSED
    )
    assert {"1", "2"}.isdisjoint(asked.organizations)  # their patches tell it
    (other,) = (
        one
        for one in collection.gaps
        if one.features == ("ninjaone.third_party_patching",)
        and one.reason is GapReason.NOT_EXPOSED
    )
    assert other.organizations == ()


async def test_an_installation_is_counted_once() -> None:
    installed = {
        "activityType": "PATCH_MANAGEMENT",
        "statusCode": "PATCH_MANAGEMENT_INSTALLED",
        "activityTime": 1767190000.0,
        "deviceId": 101,
        "id": 5,
    }
    activities = answering({"activities": [installed]})

    def again(request: httpx.Request) -> httpx.Response:
        is_first = "olderThan" not in request.url.params
        return (activities if is_first else answering({"activities": []}))(request)

    for report, expected in ((None, 3), ({}, 1)):
        instead: dict[str, Answer] = {"/v2/activities": again}
        if report is not None:
            instead["/v2/queries/os-patch-installs"] = answering(report, 403)
        collection = await collected(Tenant(instead))
        counted = [
            one for one in collection.decisions if one.action is DecisionKind.INSTALL_SOFTWARE
        ]
        assert sum(one.count for one in counted) == expected


async def test_a_product_is_named_with_its_endpoints_and_what_it_does_is_unknown() -> None:
    collection = await collected(Tenant())
    (product,) = named(collection, "integrated_edr").values()
    assert (product.source_object.name, product.enabled) == ("Example Antivirus", None)
    assert product.autonomy.value == "unknown"
    assert {one.name: one.value for one in product.settings}["productState"] == "OFF: 1, ON: 1"
    assert reach(collection, product) == {"1": 2}
    threats = [one for one in collection.decisions if one.feature == product.feature]
    assert {one.action for one in threats} == {DecisionKind.CONTAIN_FILE, DecisionKind.UNKNOWN}
    assert any("without a name" in one.subject for one in collection.gaps)


async def test_alerts_show_templates_and_conditions_that_no_list_has() -> None:
    collection = await collected(Tenant())
    template = named(collection, "ticket_automation")["ticket-template:3"]
    assert (template.autonomy.value, template.gate.kind.value) == ("advisory", "not_applicable")
    assert any(
        one.resource == "feature" and "1 conditions" in (one.detail or "")
        for one in collection.gaps
    )


async def test_only_what_is_under_way_counts_as_pending() -> None:
    pending = [
        one for one in (await collected(Tenant())).decisions if one.outcome is Outcome.PENDING
    ]
    assert [(one.feature, one.count) for one in pending] == [("ninjaone.scheduled_task", 1)]


async def test_the_webhook_cannot_be_read_and_that_is_said() -> None:
    (gap,) = (one for one in (await collected(Tenant())).gaps if "webhook" in one.subject)
    assert (gap.reason, gap.features) == (GapReason.NOT_EXPOSED, ())
    assert "1 notification channels of type WEBHOOK" in (gap.detail or "")


async def test_the_reports_are_read_one_after_another() -> None:
    tenant = Tenant()
    await collected(tenant)
    reports = [path for path in tenant.paths() if path.startswith("/v2/queries/")]
    # Each report stands together: first page, then the end.
    assert [path for path, after in pairwise(reports) if path == after] == (
        list(dict.fromkeys(path for path in reports if reports.count(path) > 1))
    )


@pytest.mark.parametrize("report", ["os-patches", "antivirus-status"])
async def test_a_refused_report_is_one_gap_and_no_more(report: str) -> None:
    collection = await collected(Tenant({f"/v2/queries/{report}": answering({}, 403)}))
    denied = [one for one in collection.gaps if one.reason is GapReason.DENIED]
    assert [one.resource for one in denied] == [report.replace("-", "_")]


async def test_nothing_of_files_or_people_is_kept() -> None:
    text = (await collected(Tenant())).model_dump_json()
    assert "hush" not in text
    assert "file.exe" not in text


ROWS = st.dictionaries(
    st.sampled_from(["id", "deviceId", "status", "productName", "productState", "installedAt"]),
    JSON_VALUES,
)


@given(st.lists(ROWS, max_size=4))
def test_any_rows_give_legal_statements(rows: list[dict[str, object]]) -> None:
    patches = PatchLog(organization_of=str)
    antivirus = AntivirusLog(organization_of=str)
    for row in rows:
        whole = {**row, "id": "p", "deviceId": 7}
        patches.add(PatchWire.model_validate(whole), origin=origin())
        antivirus.add(AntivirusStatusWire.model_validate(whole), origin=origin())
    statements = [
        *deployments_from_patches(
            patches,
            entry=CATALOGUE["os_patch_approval"],
            place=PLACE,
            report="os-patches",
            organizations=(),
        ),
        *deployments_from_antivirus(
            antivirus, entry=CATALOGUE["integrated_edr"], place=PLACE, organizations=()
        ),
    ]
    for statement in statements:
        deployment = statement.deployment
        assert deployment.gate.kind in LEGAL_GATES[deployment.autonomy]
        assert (deployment.basis, deployment.reach) == (Basis.INFERRED, Reach.UNKNOWN)
        assert deployment.evidence
