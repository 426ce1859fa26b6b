"""A whole reading: rights, refusals, what stays unknown, and what never leaves the process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.connectwise.psa.tenant import CONNECTION, QUICK, VENDOR, read, secrets_of, tenant

from aigov_connectors import registry
from aigov_connectors.cli.demo import demo_config
from aigov_connectors.connectwise.psa.sandbox import directory
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.inventory import (
    Autonomy,
    ConnectionStatus,
    CredentialRights,
    GapReason,
    Initiator,
    Inventory,
    Reach,
)
from aigov_connectors.running.checking import check
from aigov_connectors.sandbox import SECRET_MARK, Sandbox


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with tenant() as running:
        yield running


@pytest.fixture(scope="module")
def whole(box: Sandbox) -> Inventory:
    return read(box)


def test_everything_is_read_and_the_keys_are_proven_to_read_only(whole: Inventory) -> None:
    (connection,) = whole.connections
    assert connection.status is ConnectionStatus.COMPLETED
    assert connection.rights is CredentialRights.PROVEN_READ_ONLY
    assert connection.tenant_id == "northwindridge"
    assert connection.vendor_version == "v2025.1.113245"
    assert {one.receipt.resource for one in whole.receipts} == set(registry.load(VENDOR).resources)
    assert not [gap for gap in whole.gaps if gap.reason is GapReason.FAILED]


def test_clients_are_companies_that_are_served(whole: Inventory) -> None:
    names = {client.name for client in whole.clients if client.members}
    assert "Lakeside Clinic" in names  # by its alias; the tool calls it otherwise
    assert not {"Cirrus Distribution", "Old Mill Bakery", "Pinecone Pottery"} & names


def test_what_a_company_is_and_has_agreed_on_hints_at_its_context(whole: Inventory) -> None:
    clients = {client.name: client for client in whole.clients}
    hints = {
        name: {
            (hint.source, hint.value) for member in clients[name].members for hint in member.hints
        }
        for name in ("Lakeside Clinic", "Wren & Partners Law", "Harborview Dental")
    }
    assert hints["Lakeside Clinic"] == {
        ("type", "Client"),
        ("market", "Healthcare"),
        ("agreement", "Managed Services"),
        ("country", "United States"),
    }
    assert hints["Wren & Partners Law"] == {
        ("type", "Client"),
        ("agreement", "Managed Services"),
        ("country", "United States"),
    }
    assert {hint for hint in hints["Harborview Dental"] if hint[0] == "country"} == {
        ("country", "United States"),
        ("country", "Canada"),
    }
    proofs = {one.id for one in whole.evidence}
    for client in whole.clients:
        for member in client.members:
            assert all(hint.evidence in proofs for hint in member.hints)


def test_reach_is_counted_in_tickets_of_the_window(whole: Inventory) -> None:
    (rule,) = (one for one in whole.deployments if one.source_object.name.endswith("Bank first"))
    (row,) = whole.clients_by_deployment[rule.key]
    assert whole.client_by_id[row.client].name == "Brightwater Credit Union"
    assert row.tickets is not None
    assert row.window is not None
    assert (row.window.end - row.window.start).days == 30
    (everybody,) = (one for one in whole.deployments if one.source_object.name.endswith("Welcome"))
    assert everybody.reach is Reach.ALL
    assert sum(one.tickets or 0 for one in whole.clients_by_deployment[everybody.key]) > 40


def test_tickets_of_projects_count_and_are_never_looked_at_more_closely(
    box: Sandbox, whole: Inventory
) -> None:
    receipts = {one.receipt.resource: one.receipt for one in whole.receipts}
    assert receipts["project_tickets"].rows > 3
    looked = {
        one.fact.object_id
        for one in whole.evidence
        if one.fact.path_template.endswith("/notes") and one.fact.object_id
    }
    assert not [number for number in looked if number.startswith("9000")]
    assert "project_tickets" not in {gap.resource for gap in whole.gaps}


def test_decisions_are_told_apart_by_who_took_them(whole: Inventory) -> None:
    closed = {one.initiator for one in whole.decisions if one.complete}
    assert closed >= {Initiator.RULE, Initiator.AI, Initiator.MACHINE}
    # What people do is filed under no automation.
    ours = {one.initiator for one in whole.decisions if not one.feature.endswith("time_approval")}
    assert Initiator.PERSON not in ours
    sampled = [one for one in whole.decisions if not one.complete]
    assert any(one.reversed for one in sampled)
    assert {one.feature for one in sampled} >= {f"{VENDOR}.workflow_rules"}


def test_what_an_integration_does_by_itself_stays_unknown(whole: Inventory) -> None:
    found = {
        one.source_object.name: (one.feature.rpartition(".")[2], one.autonomy, one.enabled)
        for one in whole.deployments
        if one.source_object.id.startswith("apiMember")
    }
    assert found == {
        "zofiqapi": ("zofiq_agents", Autonomy.UNKNOWN, True),
        "threadbot": ("third_party_ai", Autonomy.UNKNOWN, True),
        "juntoread": ("third_party_ai", Autonomy.ADVISORY, True),
        "rewstprod": ("third_party_ai", Autonomy.UNKNOWN, False),
        "backupsync": ("api_integrations", Autonomy.UNKNOWN, True),
        "threadneedle": ("api_integrations", Autonomy.UNKNOWN, True),
        "mizoapi": ("third_party_ai", Autonomy.UNKNOWN, True),
        "apiuser7": ("third_party_ai", Autonomy.UNKNOWN, True),
    }


def test_two_runs_say_the_same(box: Sandbox, whole: Inventory) -> None:
    again = read(box)
    assert again.deployments == whole.deployments
    assert again.decisions == whole.decisions
    assert [gap.id for gap in again.gaps] == [gap.id for gap in whole.gaps]


def test_no_secret_and_no_text_of_a_client_is_kept(box: Sandbox, whole: Inventory) -> None:
    text = whole.to_json()
    for word in (SECRET_MARK, secrets_of(box)["client_id"], "very slow again", "someone@client"):
        assert word not in text
    assert "mlee" not in text  # people are ids


def test_a_key_that_can_write_is_told(box: Sandbox) -> None:
    (connection,) = read(box, "writer").connections
    assert connection.rights is CredentialRights.CAN_WRITE
    assert "Service Desk > Service Tickets" in (connection.rights_because or "")


def test_clients_that_are_kept_from_the_role_are_not_everybody() -> None:
    with tenant([f"deny:vendor={VENDOR},path=/company/companies"]) as box:
        inventory = read(box)
    assert inventory.deployments
    assert Reach.ALL not in {one.reach for one in inventory.deployments}


@pytest.mark.parametrize(("member", "warned"), [(317, False), (141, True), (999, False)])
def test_keys_of_a_person_are_warned_about(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch, member: int, warned: bool
) -> None:
    told = directory.own_rights

    def of_somebody(*args: Any, **more: Any) -> Any:
        return [{**row, "member": {"id": member}} for row in told(*args, **more)]

    monkeypatch.setattr(directory, "own_rights", of_somebody)
    (connection,) = read(box).connections
    assert any("a person's role" in one for one in connection.warnings) is warned


def test_a_set_up_that_is_kept_from_the_role_is_a_gap_and_the_rest_is_read(box: Sandbox) -> None:
    inventory = read(box, "blind")
    (connection,) = inventory.connections
    assert connection.status is ConnectionStatus.COMPLETED
    denied = {gap.resource for gap in inventory.gaps if gap.reason is GapReason.DENIED}
    assert denied == {
        "workflows",
        "workflow_events",
        "workflow_actions",
        "workflow_fields",
        "notify_types",
        "api_members",
    }
    features = {one.feature for one in inventory.deployments}
    assert f"{VENDOR}.board_auto_assign" in features
    assert f"{VENDOR}.workflow_rules" not in features
    # Without the list of programs nobody can say that the rest are rules.
    assert {one.initiator for one in inventory.decisions} <= {Initiator.UNKNOWN}
    assert any(gap.resource == "security_roles" for gap in inventory.gaps)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("bad-secret", "so the keys are wrong"),
        ("bad-company", "knows no such company id"),
        ("bad-client-id", "clientId was not accepted"),
    ],
)
def test_what_is_wrong_with_a_credential_is_named(box: Sandbox, kind: str, words: str) -> None:
    inventory = read(box, kind)
    (connection,) = inventory.connections
    assert connection.status is ConnectionStatus.FAILED
    told = [gap.detail for gap in inventory.gaps if gap.resource in ("companies", "tickets")]
    assert len(told) == 2
    assert all(words in (detail or "") for detail in told)


async def test_a_check_asks_each_resource(box: Sandbox) -> None:
    config = demo_config(box)
    for kind, refused in (("inquire", 0), ("blind", 7)):
        secrets = MappingSecrets({CONNECTION: secrets_of(box, kind)})
        (one,) = await check(config, secrets=secrets, retry=QUICK)
        assert len(one.resources) == len(registry.load(VENDOR).resources)
        assert sum(probe.problem is not None for probe in one.resources) == refused


def test_statuses_of_clients_are_an_option(box: Sandbox) -> None:
    inventory = read(box, client_statuses=("Active", "Not Active"))
    assert "Old Mill Bakery" in {client.name for client in inventory.clients}


@pytest.mark.parametrize(
    "fault",
    ["drop:every=7", "server-error:every=9", "cut:every=11", "html:every=13", "empty:every=17",
     "duplicate:every=5,path=/service/tickets", "rate-limit-silent:every=60",
     "content-type:every=3", "gzip:every=2"],
)  # fmt: skip
def test_a_bad_day_gives_the_same_inventory_or_says_what_is_missing(
    fault: str, whole: Inventory
) -> None:
    with tenant([fault]) as box:
        inventory = read(box)
    loud = [gap for gap in inventory.gaps if gap.id not in {one.id for one in whole.gaps}]
    assert loud or inventory.deployments == whole.deployments
    assert loud or inventory.decisions == whole.decisions


def test_one_broken_ticket_costs_one_gap() -> None:
    with tenant(["broken-record:every=1,times=1,skip=1,path=/service/tickets"]) as box:
        inventory = read(box)
    (gap,) = (one for one in inventory.gaps if one.subject.startswith("one record of tickets"))
    assert gap.reason is GapReason.FAILED
    (connection,) = inventory.connections
    assert connection.status is ConnectionStatus.COMPLETED


def test_what_was_not_read_is_never_counted_as_no_tickets() -> None:
    with tenant([f"deny:vendor={VENDOR},path=/project/tickets"]) as box:
        inventory = read(box)
    told = [row for rows in inventory.clients_by_deployment.values() for row in rows]
    assert told
    assert {(row.tickets, row.window) for row in told} == {(None, None)}
    closed = [one for one in inventory.decisions if one.feature == f"{VENDOR}.auto_close"]
    assert not any(one.complete for one in closed)
    (gap,) = (one for one in inventory.gaps if one.subject.startswith("how many tickets"))
    assert gap.detail == ("not read to the end: project_tickets; no number of tickets is told")
    assert {f"{VENDOR}.workflow_rules", f"{VENDOR}.board_auto_assign"} <= set(gap.features)
    (denied,) = (one for one in inventory.gaps if one.resource == "project_tickets")
    assert denied.reason is GapReason.DENIED
    assert set(denied.features) == set(gap.features)
