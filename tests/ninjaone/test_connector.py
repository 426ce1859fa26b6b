"""One reading of a whole tenant: what is said, what becomes a gap, what is never kept."""

from __future__ import annotations

import json
import re

import httpx
import pytest
from pydantic import SecretStr
from tests.ninjaone.tenant import (
    ANSWERS,
    BASE_URL,
    SECRET,
    Answer,
    Clock,
    Tenant,
    answering,
    catalogue,
    client,
    collected,
)

from aigov_connectors._http import NetworkOptions, RetryPolicy
from aigov_connectors.connector import Opening
from aigov_connectors.errors import AuthenticationError, ConfigurationError
from aigov_connectors.inventory import (
    Collection,
    CredentialRights,
    Deployment,
    Gap,
    GapReason,
    Reach,
)
from aigov_connectors.ninjaone.connection import NinjaOneConnector
from aigov_connectors.ninjaone.connector import CONNECTOR, RESOURCES, NinjaOneOptions


def deployments(collection: Collection, feature: str) -> dict[str, Deployment]:
    return {
        one.source_object.id: one
        for one in collection.deployments
        if one.feature == f"ninjaone.{feature}"
    }


def gaps(collection: Collection, resource: str) -> list[Gap]:
    return [one for one in collection.gaps if one.resource == resource]


def reach(collection: Collection, key: str) -> dict[str, int | None]:
    return {one.organization: one.endpoints for one in collection.reaches if one.deployment == key}


def connector(tenant: Tenant) -> NinjaOneConnector:
    return NinjaOneConnector(client(tenant), tenant_id="acme", options=NinjaOneOptions())


async def test_a_whole_tenant() -> None:
    collection = await collected(Tenant())
    scripts = deployments(collection, "condition_script")
    assert {name: (one.enabled, one.basis.value, one.informs) for name, one in scripts.items()} == {
        "policy:33/condition:c-spooler": (True, "inferred", False),
        "policy:33/condition:c-backup": (True, "inferred", True),
        "policy:34/condition:c-backup-34": (False, "observed", True),
        "c-disk": (True, "inferred", None),
    }
    assert reach(collection, scripts["policy:33/condition:c-spooler"].key) == {"1": 3, "2": 2}
    assert reach(collection, scripts["policy:33/condition:c-backup"].key) == {"1": 2}
    assert reach(collection, scripts["policy:34/condition:c-backup-34"].key) == {"1": 1, "2": 2}
    assert reach(collection, scripts["c-disk"].key) == {"2": None}
    admission = deployments(collection, "device_admission")
    assert [one.autonomy.value for one in admission.values()] == [
        "fully_autonomous",
        "advisory",
        "fully_autonomous",
        "unknown",
        "unknown",
    ]
    tasks = deployments(collection, "scheduled_task")
    assert [one.enabled for one in tasks.values()] == [True, False, None]
    assert {one.vendor_id: one.endpoints for one in collection.organizations} == {
        "1": 3,
        "2": 2,
        "3": 0,
        "4": 0,
        "5": 0,
    }
    assert {one.pointer for one in collection.unknown_settings} == {
        "/settings/aiAssistant",
        "/aiPatchTriage",
        "/summarizeWithAi",
        "/aiTriage",
    }
    assert all(one.complete for one in collection.decisions)
    told = [one for one in collection.decisions if one.feature != "ninjaone.ticket_automation"]
    # Activities, installs, threats, jobs; jobs of backups and a check of one.
    assert sum(one.count for one in told) == 7 + 3 + 2 + 1 + 3 + 1
    assert {receipt.resource for receipt in collection.receipts} == set(RESOURCES)
    assert all(receipt.complete for receipt in collection.receipts)


async def test_no_secret_no_person_and_no_host_name_is_kept() -> None:
    text = (await collected(Tenant())).model_dump_json()
    for word in ("hush", "HOST", "Sample Street", "A. Person", SECRET):
        assert word not in text


async def test_what_no_api_shows_is_said_every_time() -> None:
    collection = await collected(Tenant())
    (conditions,) = gaps(collection, "policy_conditions")
    assert conditions.reason is GapReason.INCONCLUSIVE
    assert conditions.features == ("ninjaone.condition_script",)
    subjects = {one.subject for one in gaps(collection, "feature")}
    assert {"scheduled automations inside policies", "NinjaOne AI app"} <= subjects


@pytest.mark.parametrize("answer", [answering({}, 403), answering([])])
@pytest.mark.parametrize("path", ["/v2/users", "/v2/user/roles"])
async def test_people_are_counted_only_where_they_were_read(path: str, answer: Answer) -> None:
    def said(collection: Collection) -> str:
        return "; ".join(
            one.detail or "" for one in collection.gaps if one.subject.startswith("who may approve")
        )

    wanted = frozenset({"users", "roles"})
    whole = said(await collected(Tenant(), wanted=wanted))
    part = said(await collected(Tenant(instead={path: answer}), wanted=wanted))
    assert "technicians are enabled" in whole
    assert "roles: " in whole
    assert ("technicians" in part, "roles" in part) == (path != "/v2/users", path == "/v2/users")
    assert part.endswith("what a role permits is not shown")


@pytest.mark.parametrize(
    ("resource", "path"),
    [
        ("users", "/v2/users"),
        ("roles", "/v2/user/roles"),
        ("scripts", "/v2/automation/scripts"),
        ("locations", "/v2/locations"),
        ("jobs", "/v2/jobs"),
        ("alerts", "/v2/alerts"),
        ("notification_channels", "/v2/notification-channels"),
        ("os_patches", "/v2/queries/os-patches"),
        ("software_patch_installs", "/v2/queries/software-patch-installs"),
        ("antivirus_threats", "/v2/queries/antivirus-threats"),
        ("integrity_check_jobs", "/v2/backup/integrity-check-jobs"),
    ],
)
async def test_an_empty_list_of_any_kind_proves_nothing(resource: str, path: str) -> None:
    body: object = {"results": []} if "queries" in path or "backup" in path else []
    tenant = Tenant(instead={path: answering(body)})
    collection = await collected(tenant, wanted=frozenset({resource}))
    assert path in tenant.paths()
    assert GapReason.INCONCLUSIVE in {one.reason for one in gaps(collection, resource)}


async def test_devices_with_conditions_of_their_own_put_their_organization_in_doubt() -> None:
    doubt = gaps(await collected(Tenant()), "policy_overrides")[0]
    assert doubt.organizations == ("1",)  # device 105 is out of service
    assert "devices: 1" in (doubt.detail or "")
    assert "organization" not in (doubt.detail or "")


async def test_endpoints_that_override_conditions_are_a_part_of_every_condition_they_escape() -> (
    None
):
    scripts = deployments(await collected(Tenant()), "condition_script")
    parts = scripts["policy:33/condition:c-spooler"].breakdown
    assert [(one.autonomy.value, one.endpoints) for one in parts] == [
        ("fully_autonomous", 4),
        ("unknown", 1),
    ]
    assert scripts["policy:33/condition:c-backup"].breakdown == ()  # device 102 has policy 34


async def test_switches_and_hosts_are_no_endpoints() -> None:
    rows = [
        {"id": 1, "organizationId": 1, "nodeClass": "WINDOWS_SERVER", "policyId": 33},
        {"id": 2, "organizationId": 1, "nodeClass": "NMS_SWITCH", "policyId": 33},
        {"id": 3, "organizationId": 2, "nodeClass": "VMWARE_VM_HOST", "policyId": 33},
    ]
    pages = iter([rows])
    tenant = Tenant(
        {"/v2/devices-detailed": lambda _: httpx.Response(200, json=next(pages, []))},
    )
    collection = await collected(tenant)
    counts = {one.vendor_id: one.endpoints for one in collection.organizations}
    assert (counts["1"], counts["2"]) == (1, 0)
    spooler = deployments(collection, "condition_script")["policy:33/condition:c-spooler"]
    assert reach(collection, spooler.key) == {"1": 1, "2": 0}


async def test_a_policy_that_does_not_show_what_is_above_it_is_a_gap_for_those_who_have_it() -> (
    None
):
    path = "/v2/policies/34/condition/windows-event"
    collection = await collected(Tenant({path: answering([])}))
    spooler = deployments(collection, "condition_script")["policy:33/condition:c-spooler"]
    assert spooler.reach is Reach.UNKNOWN
    (gap,) = (one for one in collection.gaps if "do not show" in one.subject)
    assert (gap.reason, gap.organizations) == (GapReason.INCONCLUSIVE, ("1", "2"))
    assert gap.features == ("ninjaone.condition_script",)


async def test_effects_under_ids_that_no_list_knows_are_one_gap_and_state_nothing() -> None:
    run = {"activityType": "CONDITION_ACTION", "statusCode": "COMPLETED", "deviceId": 101}
    rows = [
        {**run, "id": 9, "activityTime": 1767190000.0, "sourceConfigUid": "u-1", "sourceName": "A"},
        {**run, "id": 8, "activityTime": 1767190000.0, "sourceConfigUid": "u-2", "sourceName": "B"},
    ]
    pages = iter([rows])
    tenant = Tenant(
        {
            "/v2/activities": lambda _: httpx.Response(200, json={"activities": next(pages, [])}),
            "/v2/alerts": answering([{"uid": "a", "deviceId": 101, "sourceConfigUid": "u-3"}]),
        }
    )
    collection = await collected(tenant)
    assert {"u-1", "u-2"}.isdisjoint(deployments(collection, "condition_script"))
    (gap,) = (one for one in collection.gaps if one.subject.startswith("conditions that ran"))
    assert (gap.organizations, (gap.detail or "").split()[0]) == (("1",), "2")
    assert any("raise alerts, and may or may not" in one.subject for one in collection.gaps)


async def test_no_gap_names_an_organization_by_its_id() -> None:
    located = answering([{"id": 1, "organizationId": 77}])
    for one in (await collected(Tenant({"/v2/locations": located}))).gaps:
        assert not re.search(r"organi[sz]ations? \d", f"{one.subject} {one.detail}"), one


async def test_a_policy_that_may_not_be_read_is_a_gap_for_those_who_have_it() -> None:
    path = "/v2/policies/34/condition/windows-event"
    collection = await collected(Tenant({path: answering({"resultCode": "FAILURE"}, 403)}))
    denied = [one for one in collection.gaps if one.reason is GapReason.DENIED]
    assert [(one.subject, one.organizations) for one in denied] == [
        ("windows-event conditions of Servers - careful", ("1", "2"))
    ]
    receipt = next(one for one in collection.receipts if one.resource == "policy_conditions")
    assert not receipt.complete
    spooler = deployments(collection, "condition_script")["policy:33/condition:c-spooler"]
    assert spooler.reach is Reach.UNKNOWN, "the policy that was not read may inherit it"
    assert reach(collection, spooler.key) == {"1": None}, "some of the first may be below"


async def test_an_endpoint_of_which_no_policy_is_told_may_have_any_condition() -> None:
    rows = json.loads((ANSWERS / "devices-detailed.json").read_bytes())
    bare = {"id": 900, "organizationId": 2, "nodeClass": "MAC", "approvalStatus": "APPROVED"}
    switch = {**bare, "id": 901, "nodeClass": "NMS_SWITCH", "organizationId": 1}

    def devices(request: httpx.Request) -> httpx.Response:
        more = [] if "after" in request.url.params else [*rows, bare, switch]
        return httpx.Response(200, json=more)

    collection = await collected(Tenant({"/v2/devices-detailed": devices}))
    (gap,) = (one for one in collection.gaps if "no policy is told" in one.subject)
    assert (gap.organizations, gap.features) == (("2",), ("ninjaone.condition_script",))
    assert (gap.detail or "").startswith("1 endpoints")


async def test_where_policies_are_missing_in_the_list_any_condition_may_reach_more() -> None:
    rows = json.loads((ANSWERS / "policies.json").read_bytes())
    collection = await collected(Tenant({"/v2/policies": answering([*rows, "broken"])}))
    spooler = deployments(collection, "condition_script")["policy:33/condition:c-spooler"]
    assert spooler.reach is Reach.UNKNOWN
    assert set(reach(collection, spooler.key).values()) == {None}


@pytest.mark.parametrize("resource", ["devices-detailed", "organizations-detailed"])
async def test_without_devices_or_organizations_the_reach_is_unknown(resource: str) -> None:
    collection = await collected(Tenant({f"/v2/{resource}": answering({}, 403)}))
    scripts = deployments(collection, "condition_script")
    assert scripts["policy:33/condition:c-spooler"].reach is Reach.UNKNOWN
    assert any(one.reason is GapReason.DENIED for one in collection.gaps)
    assert all(one.endpoints is None for one in collection.organizations)


async def test_an_empty_list_proves_nothing() -> None:
    collection = await collected(Tenant({"/v2/tasks": answering([])}))
    (gap,) = gaps(collection, "tasks")
    assert (gap.reason, gap.features) == (GapReason.INCONCLUSIVE, ("ninjaone.scheduled_task",))


@pytest.mark.parametrize("kind", ["windows-event", "custom-fields"])
async def test_a_kind_of_condition_that_no_policy_shows_proves_nothing(kind: str) -> None:
    rows = json.loads((ANSWERS / "policies.json").read_bytes())
    paths = [f"/v2/policies/{one['id']}/condition/{kind}" for one in rows]
    collection = await collected(Tenant(dict.fromkeys(paths, answering([]))))
    (gap,) = (one for one in collection.gaps if one.subject == f"{kind} conditions")
    assert (gap.reason, gap.features) == (
        GapReason.INCONCLUSIVE,
        ("ninjaone.condition_script",),
    )


async def test_an_organization_that_the_list_hides_is_a_gap() -> None:
    collection = await collected(
        Tenant({"/v2/locations": answering([{"id": 1, "organizationId": 77}])})
    )
    (gap,) = gaps(collection, "organizations")
    assert "1 organizations" in (gap.detail or "")
    assert "77" not in (gap.detail or "")


async def test_a_broken_condition_costs_one_named_gap() -> None:
    path = "/v2/policies/34/condition/windows-event"
    collection = await collected(Tenant({path: answering([7])}))
    assert any("row 1" in one.subject for one in gaps(collection, "policy_conditions"))
    assert "policy:33/condition:c-spooler" in deployments(collection, "condition_script")


async def test_a_task_shown_twice_is_said_once() -> None:
    rows = [{"id": 8, "name": "A", "enabled": True}, {"id": 8, "name": "A", "enabled": False}]
    collection = await collected(Tenant({"/v2/tasks": answering(rows)}))
    assert len(deployments(collection, "scheduled_task")) == 1


async def test_a_selection_reads_nothing_else_and_says_so() -> None:
    tenant = Tenant()
    collection = await collected(tenant, wanted=frozenset({"tasks"}))
    assert set(tenant.paths()) == {"/ws/oauth/token", "/v2/tasks"}
    assert {one.resource for one in collection.gaps if one.reason is GapReason.INTERRUPTED} == (
        set(RESOURCES) - {"tasks"}
    )


async def test_conditions_without_policies_are_a_gap() -> None:
    collection = await collected(Tenant(), wanted=frozenset({"policy_conditions"}))
    (gap,) = gaps(collection, "policy_conditions")[:1]
    assert (gap.reason, gap.remedy) == (GapReason.INTERRUPTED, "Read policies too.")
    assert (gap.detail or "").endswith("the policies were not asked for")
    refused = await collected(Tenant({"/v2/policies": answering({}, 403)}))
    (gap,) = gaps(refused, "policy_conditions")[:1]
    assert (gap.detail or "").endswith("the policies were not read")


async def test_a_credential_that_is_no_longer_accepted_ends_the_reading() -> None:
    tenant = Tenant({"/v2/activities": answering({"error": "invalid_token"}, 401)})
    with pytest.raises(AuthenticationError):
        await collected(tenant)


async def test_decisions_that_were_not_all_read_are_a_sample() -> None:
    rows = [
        {"id": 500 - n, "activityTime": 1767200000.0, "statusCode": "NODE_MANUALLY_APPROVED"}
        for n in range(1000)
    ]
    tenant = Tenant({"/v2/activities": answering({"activities": rows})})  # the same page for ever
    collection = await collected(tenant)
    admitted = [one for one in collection.decisions if one.feature == "ninjaone.device_admission"]
    assert admitted
    assert not any(one.complete for one in admitted)
    assert any(one.reason is GapReason.TRUNCATED for one in gaps(collection, "activities"))


async def test_two_readings_agree() -> None:
    one, other = await collected(Tenant()), await collected(Tenant())
    assert one.deployments == other.deployments
    assert [gap.id for gap in one.gaps] == [gap.id for gap in other.gaps]


# Rights and probes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scope", "rights"),
    [
        ("monitoring", CredentialRights.CANNOT_TELL),
        (None, CredentialRights.CANNOT_TELL),
        ("monitoring control", CredentialRights.CAN_WRITE),
    ],
)
async def test_rights_rest_on_the_scope_that_was_granted(
    scope: str | None, rights: CredentialRights
) -> None:
    found = await connector(Tenant(scope=scope)).rights()
    assert found.rights is rights
    evidence, of_person = found.evidence
    assert of_person.fact.value == "monitoring offline_access"
    assert (evidence.fact.path_template, evidence.fact.pointer) == ("/ws/oauth/token", "/scope")
    assert (evidence.fact.value, evidence.fact.absent) == (scope, scope is None)


async def test_rights_are_known_even_where_organizations_are_not_shown() -> None:
    tenant = Tenant({"/v2/organizations": answering({}, 403)}, scope="management")
    assert (await connector(tenant).rights()).rights is CredentialRights.CAN_WRITE


async def test_rights_without_a_token_are_an_error() -> None:
    tenant = Tenant({"/ws/oauth/token": answering({"error": "invalid_client"}, 401)})
    with pytest.raises(AuthenticationError):
        await connector(tenant).rights()


async def test_a_probe_says_what_cannot_be_read_and_why() -> None:
    tenant = Tenant(
        {
            "/v2/users": answering({}, 403),
            "/v2/policies/33/condition/custom-fields": answering({}, 404),
        }
    )
    probes = {one.resource: one for one in await connector(tenant).probe()}
    assert tuple(probes) == RESOURCES
    assert {name for name, one in probes.items() if one.problem} == {"users", "policy_conditions"}
    assert "Monitoring" in (probes["users"].remedy or "")


# What the core knows without opening a connection ------------------------------------------------


@pytest.mark.parametrize(("tenant", "known_as"), [(None, "acme"), ("northern", "northern")])
async def test_the_tenant_is_named_by_option_or_connection(
    tenant: str | None, known_as: str
) -> None:
    opening = Opening(
        connection="acme",
        base_url=BASE_URL,
        options=NinjaOneOptions(tenant=tenant),
        secrets={"client_id": SecretStr("app"), "client_secret": SecretStr(SECRET)},
        network=NetworkOptions(),
        retry=RetryPolicy(),
        transport=Tenant(),
        clock=Clock(),
    )
    async with CONNECTOR.open(opening, catalogue()) as opened:
        assert opened.tenant_id == known_as


async def test_half_an_application_for_ticketing_is_refused() -> None:
    opening = Opening(
        connection="acme",
        base_url=BASE_URL,
        options=NinjaOneOptions(),
        secrets={
            "client_id": SecretStr("app"),
            "client_secret": SecretStr(SECRET),
            "ticketing_client_id": SecretStr("desk"),
        },
        network=NetworkOptions(),
        retry=RetryPolicy(),
        transport=Tenant(),
        clock=Clock(),
    )
    with pytest.raises(ConfigurationError, match="only one of ticketing_client_id"):
        async with CONNECTOR.open(opening, catalogue()):
            raise AssertionError


def test_what_is_promised_of_the_credential_is_what_is_known() -> None:
    """Which grant types there are depends on the platform: the machine's has none for people."""
    told = CONNECTOR.least_privilege
    assert "add a second application of the platform Web" in told
    named = {field.name for field in CONNECTOR.secrets}
    assert {"ticketing_client_id", "ticketing_client_secret"} <= named


def test_the_regions_are_hosts_of_the_vendor() -> None:
    (suffix,) = CONNECTOR.hosts
    assert all(url.endswith(suffix) for url in CONNECTOR.regions.values())
    required = {field.name for field in CONNECTOR.secrets if field.required}
    assert required == {"client_id", "client_secret"}
