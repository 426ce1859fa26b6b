"""Patches, antivirus, jobs and alerts: effects counted raw, and what they leave open said."""

from __future__ import annotations

import json
from itertools import pairwise

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ninjaone.json_values import JSON_VALUES
from tests.ninjaone.tenant import (
    ANSWERS,
    NOW,
    PLACE,
    Answer,
    Tenant,
    answering,
    catalogue,
    collected,
    origin,
)

from aigov_connectors import assess
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
    AlertLog,
    AntivirusLog,
    PatchLog,
    deployments_from_alerts,
    deployments_from_antivirus,
    deployments_from_patches,
)
from aigov_connectors.ninjaone.wire import AlertWire, AntivirusStatusWire, PatchWire
from aigov_connectors.testing import make_inventory

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


async def test_a_status_is_an_effect_and_only_one_word_names_who_approved() -> None:
    collection = await collected(Tenant())
    ((id_, effect),) = named(collection, "os_patch_approval").items()  # no word for MANUAL, PENDING
    assert id_ == "os-patches/status:AUTO_APPROVED"
    assert (effect.autonomy.value, effect.gate.kind.value) == ("fully_autonomous", "none")
    assert (effect.enabled, effect.basis) == (None, Basis.INFERRED)  # it may be off by now
    assert effect.reach is Reach.UNKNOWN
    assert reach(collection, effect) == {"1": None}  # seen there


@pytest.mark.parametrize("status", ["AUTO_APPROVED", "PENDING", "MANUAL", "APPROVED"])
async def test_the_words_for_system_patches_are_not_lent_to_software(status: str) -> None:
    rows = [{"id": "p", "deviceId": 101, "status": status}]
    report = answering({"results": rows})
    collection = await collected(Tenant({"/v2/queries/software-patches": report}))
    assert named(collection, "third_party_patching") == {}
    (gap,) = (one for one in collection.gaps if one.subject.endswith("in software-patches"))
    assert f"{status}: 1" in (gap.detail or "")


@pytest.mark.parametrize("status", ["AUTO_APPROVED", "PENDING", "MANUAL", "APPROVED"])
async def test_one_patch_decides_nothing_about_a_client(status: str) -> None:
    rows = [{"id": "p", "deviceId": 101, "status": status}]
    report = answering({"results": rows})
    collection = await collected(Tenant({"/v2/queries/os-patches": report}))
    inventory = make_inventory(collection)
    assessment = assess(inventory)
    feature = "ninjaone.os_patch_approval"
    approval = "patch-approval-without-staging-or-person"
    told = [one for one in (*assessment.failed, *assessment.passes) if one.rule == approval]
    assert not [one for one in told if one.subject.feature == feature]
    (asked,) = (
        one
        for one in assessment.undetermined
        if one.rule == "not-exposed-not-attested" and one.subject.feature == feature
    )
    assert {one.id for one in asked.clients} == {one.id for one in inventory.clients}


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


@pytest.mark.parametrize("feature", ["os_patch_approval", "third_party_patching"])
async def test_the_statuses_leave_the_question_to_a_person(feature: str) -> None:
    collection = await collected(Tenant())
    (asked,) = (
        one
        for one in collection.gaps
        if one.features == (f"ninjaone.{feature}",) and one.reason is GapReason.NOT_EXPOSED
    )
    assert asked.organizations == ()  # of everyone


async def test_of_patches_that_were_not_read_none_is_said_to_wait() -> None:
    for answer, told in (
        (answering({"results": []}), "no patch waits"),
        (answering({"resultCode": "FAILURE"}, 403), "were not all read; activities: "),
        (answering({"results": [{"id": "1", "deviceId": 101}, 7]}), "so far: (none): 1"),
    ):
        collection = await collected(Tenant({"/v2/queries/os-patches": answer}))
        (gap,) = (one for one in collection.gaps if "os-patches" in one.subject)
        assert told in (gap.detail or "")


async def test_jobs_under_way_are_all_only_beside_all_activities() -> None:
    refused = {"/v2/activities": answering({"resultCode": "FAILURE"}, 403)}
    for instead, whole in (({}, True), (refused, False)):
        decisions = (await collected(Tenant(instead))).decisions
        (pending,) = (one for one in decisions if one.outcome is Outcome.PENDING)
        assert pending.complete is whole


async def test_alerts_and_patches_that_were_refused_leave_their_features_in_doubt() -> None:
    refused = answering({"resultCode": "FAILURE"}, 403)
    for path, feature in (
        ("alerts", "ticket_automation"),
        ("queries/os-patches", "os_patch_approval"),
        ("queries/software-patches", "third_party_patching"),
        ("devices-detailed", "integrated_edr"),
    ):
        collection = await collected(Tenant({f"/v2/{path}": refused}))
        denied = (one for one in collection.gaps if one.reason is GapReason.DENIED)
        assert f"ninjaone.{feature}" in {name for one in denied for name in one.features}


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


def alert(uid: str, template: int | None) -> AlertWire:
    return AlertWire.model_validate(
        {"uid": uid, "deviceId": 1, "sourceConfigUid": "c", "ticketTemplateId": template}
    )


def test_alerts_that_open_tickets_are_listed_with_what_opens_them() -> None:
    log = AlertLog(organization_of=lambda _: None)
    for one in (alert("b", 7), alert("a", 3), alert("c", 7), alert("d", None)):
        log.add(one, origin=origin())
    entry = CATALOGUE["ticket_automation"]
    said = tuple(
        deployments_from_alerts(log, entry=entry, place=PLACE, organizations=(), whole=True)
    )
    listed = log.listed(said)
    keys = {one.deployment.source_object.id: one.deployment.key for one in said}

    assert (listed.kind, listed.is_whole) == ("alert", False)
    assert {one.id: one.made_by for one in listed.objects} == {
        "a": keys["ticket-template:3"],
        "b": keys["ticket-template:7"],
        "c": keys["ticket-template:7"],
    }
    assert {one.evidence.fact.object_id for one in listed.objects} == {"a", "b", "c"}


async def test_alerts_show_templates_and_conditions_that_no_list_has() -> None:
    collection = await collected(Tenant())
    template = named(collection, "ticket_automation")["ticket-template:3"]
    assert template.reach is Reach.UNKNOWN  # the alerts of this moment are not all there are
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


async def test_no_webhook_is_counted_where_the_channels_were_not_read() -> None:
    tenant = Tenant(instead={"/v2/notification-channels": answering({}, 403)})
    collection = await collected(tenant, wanted=frozenset({"notification_channels"}))
    (gap,) = (one for one in collection.gaps if "webhook" in one.subject)
    assert "of type WEBHOOK" not in (gap.detail or "")


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


def broken_off(rows: list[dict[str, object]]) -> Answer:
    """A report of two pages, the second of which is refused."""

    def answer(request: httpx.Request) -> httpx.Response:
        if "cursor" in request.url.params:
            return httpx.Response(403, json={})
        cursor = {"name": "next", "offset": 0, "count": 2, "expires": NOW.timestamp() + 600}
        return httpx.Response(200, json={"cursor": cursor, "results": rows})

    return answer


def with_an_unreadable_device(request: httpx.Request) -> httpx.Response:
    rows = json.loads((ANSWERS / "devices-detailed.json").read_bytes())
    is_first = "after" not in request.url.params
    return httpx.Response(200, json=[*rows, {"id": {"odd": 1}}] if is_first else [])


PRODUCT = {"deviceId": 101, "productName": "Example AV", "productState": "ON"}
PATCH = {"id": "p", "deviceId": 101, "status": "AUTO_APPROVED"}
BACKUP = {
    "jobId": "1",
    "planName": "Nightly",
    "planType": "IMAGE",
    "jobStatus": "COMPLETED",
    "deviceId": 101,
}
REPORTS = {
    "/v2/queries/antivirus-status": (PRODUCT, "integrated_edr", "productState", "ON: 1"),
    "/v2/backup/jobs": (BACKUP, "backup_plan", "jobStatus", "COMPLETED: 1"),
    "/v2/queries/os-patches": (PATCH, "os_patch_approval", "patches", 1),
}


@pytest.mark.parametrize("path", REPORTS)
async def test_a_report_that_broke_off_tells_leasts_and_no_reach(path: str) -> None:
    row, feature, setting, told = REPORTS[path]
    devices = "/v2/devices-detailed"
    whole = answering({"results": [row]})
    for instead, is_whole in (
        ({path: whole}, True),
        ({path: broken_off([row])}, False),
        ({path: whole, devices: with_an_unreadable_device}, False),
    ):
        collection = await collected(Tenant(instead))
        (found,) = named(collection, feature).values()
        (said,) = (one.value for one in found.settings if one.name == setting)
        assert said == (told if is_whole else f"{told} or more")
        listed = is_whole and feature != "os_patch_approval"
        assert found.reach is (Reach.LISTED if listed else Reach.UNKNOWN)
        assert reach(collection, found) == {"1": 1 if listed else None}
        assert is_whole or any(f"ninjaone.{feature}" in one.features for one in collection.gaps)


async def test_a_device_that_lists_a_product_twice_is_one_endpoint() -> None:
    rows = [PRODUCT, {**PRODUCT, "productState": "OFF"}, PRODUCT]
    report = "/v2/queries/antivirus-status"
    collection = await collected(Tenant({report: answering({"results": rows})}))
    (found,) = named(collection, "integrated_edr").values()
    assert reach(collection, found) == {"1": 1}
    assert {one.value for one in found.settings} == {"Example AV", "OFF: 1, ON: 1"}


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
            whole=True,
        ),
        *deployments_from_antivirus(
            antivirus, entry=CATALOGUE["integrated_edr"], place=PLACE, organizations=(), whole=True
        ),
    ]
    for statement in statements:
        deployment = statement.deployment
        assert deployment.gate.kind in LEGAL_GATES[deployment.autonomy]
        assert (deployment.basis, deployment.reach) == (Basis.INFERRED, Reach.UNKNOWN)
        assert deployment.evidence
