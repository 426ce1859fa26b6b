"""The answer sheet fits the world that it speaks of, and does not move with the world's size."""

import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.sandbox.callers import Console, Instance

from aigov_connectors.sandbox import ALL_OF_CONNECTION, UNKNOWN_CLIENTS, Sandbox, sandbox
from aigov_connectors.sandbox.planted import Planted, together
from aigov_connectors.sandbox.vendors import vendor_sandboxes
from aigov_connectors.sandbox.world import build_world


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with sandbox(devices=400, limit_factor=math.inf) as running:
        yield running


def sheet(**world: int) -> Planted:
    return together(one.planted(build_world(**world)) for one in vendor_sandboxes())  # type: ignore[arg-type]


def test_it_depends_on_neither_devices_nor_seed() -> None:
    assert sheet(devices=400) == sheet(devices=3000, seed=99)


def test_as_many_findings_as_were_planted() -> None:
    """Of the first two vendors; the others count theirs in `tests/<vendor>`."""
    counted = {"sentinelone", "ninjaone"}
    every = (one for one in sheet().findings if one.vendor in counted)
    found = Counter((one.vendor, one.rule, one.verdict) for one in every)

    assert found == {
        ("sentinelone", "approver-approves-own-automation", "fail"): 1,
        ("sentinelone", "approver-approves-own-automation", "undetermined"): 2,
        ("sentinelone", "autonomous-containment", "fail"): 23,
        ("sentinelone", "autonomous-containment", "undetermined"): 10,
        ("sentinelone", "detection-switched-off", "fail"): 1,
        ("sentinelone", "detection-switched-off", "undetermined"): 1,
        ("sentinelone", "gate-without-named-approver", "undetermined"): 9,
        ("sentinelone", "missing-approval-gate", "fail"): 4,
        ("sentinelone", "missing-approval-gate", "undetermined"): 11,
        ("sentinelone", "no-decision-log", "undetermined"): 7,
        ("sentinelone", "no-rollback", "fail"): 1,
        ("sentinelone", "no-rollback", "undetermined"): 1,
        ("sentinelone", "not-exposed-not-attested", "undetermined"): 8,
        ("sentinelone", "override-unknown", "undetermined"): 1,
        ("sentinelone", "tenant-wide-setting", "fail"): 1,
        ("sentinelone", "tenant-wide-setting", "undetermined"): 1,
        ("sentinelone", "unknown-ai-switch", "undetermined"): 1,
        ("sentinelone", "client-data-may-train", "undetermined"): 1,
        ("sentinelone", "vendor-answer-missing", "fail"): 1,
        ("ninjaone", "unattended-script", "fail"): 6,
        ("ninjaone", "unattended-script", "undetermined"): 2,
        ("ninjaone", "missing-approval-gate", "fail"): 9,
        ("ninjaone", "missing-approval-gate", "undetermined"): 2,
        ("ninjaone", "patch-approval-without-staging-or-person", "fail"): 1,
        ("ninjaone", "patch-approval-without-staging-or-person", "undetermined"): 1,
        ("ninjaone", "attestation-stale", "fail"): 2,
        ("ninjaone", "autonomous-containment", "undetermined"): 2,
        ("ninjaone", "no-rollback", "undetermined"): 1,
        ("ninjaone", "override-unknown", "undetermined"): 1,
        ("ninjaone", "gate-without-named-approver", "undetermined"): 1,
        ("ninjaone", "tenant-wide-setting", "fail"): 2,
        ("ninjaone", "tenant-wide-setting", "undetermined"): 10,
        ("ninjaone", "not-exposed-not-attested", "undetermined"): 8,
        ("ninjaone", "own-credential-can-write", "undetermined"): 1,
        ("ninjaone", "client-data-may-train", "undetermined"): 1,
        ("ninjaone", "vendor-answer-missing", "fail"): 1,
    }


def test_every_named_client_is_one_of_the_worlds(box: Sandbox) -> None:
    names = {client.name for client in box.world.clients}

    for finding in box.planted.findings:
        if finding.clients != ALL_OF_CONNECTION and finding.clients != UNKNOWN_CLIENTS:
            assert set(finding.clients) <= names
            assert list(finding.clients) == sorted(set(finding.clients))
    assert len({client["name"] for client in box.clients}) == len(names)


def served_by_the_work(box: Sandbox) -> set[str]:
    """Names in NinjaOne's reports, alerts and tickets: statuses, products, automations."""
    instance = Instance(box).log_in()
    reports = {
        row[key]
        for path, key in (
            ("os-patches", "status"),
            ("software-patches", "status"),
            ("antivirus-status", "productName"),
        )
        for row in instance.get(f"/queries/{path}", pageSize=10_000).json()["results"]
    }
    alerts = instance.get("/alerts").json()
    reports |= {f"tickets from alerts, template {row.get('ticketTemplateId')}" for row in alerts}
    jobs = instance.get("/backup/jobs", pageSize=10_000).json()["results"]
    reports |= {row["planName"] for row in jobs}
    person = Instance(box).sign_in(box.secrets["northwind-ninja.refresh_token"])
    tickets: list[int] = []
    while len(tickets) < 10:
        asked = {"pageSize": 100, "lastCursorId": tickets[-1] if tickets else 0}
        run = person.http.post("/v2/ticketing/trigger/board/2/run", json=asked).json()
        tickets += [row["id"] for row in run["data"]]
    automations = {
        entry["automation"]["name"]
        for ticket in tickets
        for entry in person.get(f"/ticketing/ticket/{ticket}/log-entry", type="CONDITION").json()
        if "automation" in entry
    }
    return reports | automations


def served_beside_the_policies(console: Console) -> set[str]:
    """Names of SentinelOne's custom rules, upgrade policies and workflows."""
    asked: list[dict[str, str]] = [{}]
    for path, name in (("/sites", "siteIds"), ("/groups", "groupIds")):
        asked.append({name: ",".join(row["id"] for row in console.rows(path, limit=300))})
    rules = {row["name"] for one in asked for row in console.rows("/cloud-detection/rules", **one)}
    order = {"limit": "100", "skip": "0", "sortBy": "priority", "sortOrder": "asc"}
    upgrades = {
        row["name"]
        for level, path in (("account", "/accounts"), ("site", "/sites"))
        for scope in console.rows(path, limit=300)
        for system in ("macos", "windows")
        for row in console.get(
            "/upgrade-policy/policies",
            scopeLevel=level,
            scopeId=scope["id"],
            osType=system,
            **order,
        ).json()["data"]["policies"]
    }
    flows = console.get("/hyper-automate/api/public/workflows", limit=100, skip=0).json()["data"]
    return rules | upgrades | {row["workflow"]["name"] for row in flows}


def test_every_named_object_is_served(box: Sandbox) -> None:
    console, instance = Console(box), Instance(box).log_in()
    policies = instance.get("/policies").json()
    conditions = [
        row["displayName"]
        for policy in policies
        for kind in ("windows-event", "custom-fields")
        for row in instance.get(f"/policies/{policy['id']}/condition/{kind}").json()
    ]
    served = {
        "sentinelone": {
            row["name"]
            for path in ("/accounts", "/sites", "/groups")
            for row in console.rows(path, limit=300)
        }
        | served_beside_the_policies(console),
        "ninjaone": {
            *conditions,
            *(row["name"] for row in policies),
            *(row["name"] for row in instance.get("/tasks").json()),
            *(row["name"] for row in instance.rows("/organizations", size=1000)),
            *served_by_the_work(box),
            "northwind-ninja",
        },
    }

    for finding in (one for one in box.planted.findings if one.vendor in served):
        for named in filter(None, (finding.source_object, finding.scope, finding.holder)):
            assert first_step(named.name) in served[finding.vendor]
    for look_alike in (one for one in box.planted.look_alikes if one.vendor in served):
        assert set(map(first_step, look_alike.names)) <= served[look_alike.vendor]


def first_step(name: str) -> str:
    """Of a chain, which is named after all of its steps, what stands in its vendor's tool."""
    return name.partition(" > ")[0]


def test_the_tools_spell_the_same_clients_their_own_way(box: Sandbox) -> None:
    sites = {row["name"] for row in Console(box).rows("/sites", limit=300)}
    organizations = {row["name"] for row in Instance(box).log_in().rows("/organizations", size=99)}

    assert {"LAKESIDE CLINIC, LLC", "QFS Accounting", "Default site"} <= sites
    assert {"Lakeside Clinic", "Quillfeather & Stone CPAs", "Unassigned"} <= organizations
    assert {"Harborview Dental", "Harborview Dental Lab"} <= sites & organizations
    assert "Driftwood Hotels" in sites - organizations
    assert "Foxglove Veterinary" in organizations - sites
    assert len(sites & organizations) > 30


def test_agents_that_differ_from_their_policy_are_those_planted(box: Sandbox) -> None:
    console = Console(box)
    policies = {
        group["id"]: answer.json()["data"]
        for group in console.rows("/groups", limit=300)
        if (answer := console.get(f"/groups/{group['id']}/policy")).status_code == 200
    }
    differing = Counter(
        (row["siteName"], row["mitigationMode"], row["mitigationModeSuspicious"])
        for row in console.rows("/agents", limit=1000)
        if (policy := policies.get(row["groupId"]))
        and (row["mitigationMode"], row["mitigationModeSuspicious"])
        != (policy["mitigationMode"], policy["mitigationModeSuspicious"])
    )

    assert differing == {
        ("Falconer Precision", "protect", "protect"): 3,
        ("Ironbell Insurance", "protect", "protect"): 4,
        ("Saltmarsh Holdings", "detect", "detect"): 2,
    }


def test_what_is_reached_is_counted(box: Sandbox) -> None:
    groups = {row["name"]: row for row in Console(box).rows("/groups", limit=300)}
    devices = Instance(box).log_in().rows("/devices", size=1000)

    expected = {(one.vendor, one.object_name): one.endpoints for one in box.planted.reached}
    assert groups["Executives"]["totalAgents"] == expected["sentinelone", "Executives"]
    overridden = [row for row in devices if row.get("policyId") == 36]
    assert len(overridden) == expected["ninjaone", "Disk nearly full"]


def test_the_answer_sheet_shares_nothing_with_the_reader() -> None:
    """The sandbox reads the documents on its own, so that it can disagree with the connector."""
    for one in vendor_sandboxes():
        folder = Path(str(sys.modules[type(one).__module__].__file__)).parent
        for path in folder.rglob("*.py"):
            text = path.read_text("utf-8")
            for part in ("wire", "normalize", "catalogue", "inventory", "client import"):
                assert f".{part}" not in text, path
