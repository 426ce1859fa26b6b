"""A whole reading: rights, refusals, what stays unknown, and what never leaves the process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from tests.autotask.database import CONNECTION, VENDOR, database, read, secrets_of
from tests.tenants import QUICK

from aigov_connectors import assess, registry
from aigov_connectors.cli.demo import demo_config
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
from aigov_connectors.running.planning import plan
from aigov_connectors.sandbox import SECRET_MARK, Sandbox


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with database() as running:
        yield running


@pytest.fixture(scope="module")
def whole(box: Sandbox) -> Inventory:
    return read(box)


def test_everything_is_read_and_the_api_user_is_proven_to_read_only(whole: Inventory) -> None:
    (connection,) = whole.connections
    assert connection.status is ConnectionStatus.COMPLETED
    assert connection.rights is CredentialRights.PROVEN_READ_ONLY
    assert connection.tenant_id == "123456"
    assert connection.vendor_version == "2026.3.118"
    assert {one.receipt.resource for one in whole.receipts} == set(registry.load(VENDOR).resources)
    assert not [gap for gap in whole.gaps if gap.reason is GapReason.FAILED]


def test_clients_are_customers_and_the_msp_itself(whole: Inventory) -> None:
    found = {client.name: client for client in whole.clients if client.members}
    assert "Lakeside Clinic" in found  # by its alias; the tool calls it otherwise
    assert found["Northwind Ridge IT"].kind == "own"
    others = {"Cirrus Distribution", "Old Mill Bakery", "Pinecone Pottery", "Sample Company Inc"}
    assert not others & set(found)


def test_hints_and_domains_come_with_the_clients(whole: Inventory) -> None:
    (client,) = (one for one in whole.clients if one.name == "Redfern Pediatrics")
    (member,) = client.members
    assert member.domains == ("redfernpediatrics.example",)
    assert {(hint.source, hint.value) for hint in member.hints} == {
        ("type", "Customer"),
        ("market", "Healthcare"),
        ("classification", "Premium"),
        ("agreement", "Recurring Service"),
    }


def test_reach_is_counted_in_tickets_of_the_window(whole: Inventory) -> None:
    (intake,) = (one for one in whole.deployments if one.source_object.name == "Alert intake")
    rows = whole.clients_by_deployment[intake.key]
    assert intake.reach is Reach.ALL
    told = {whole.client_by_id[row.client].name: row.tickets for row in rows}
    assert {name for name, count in told.items() if count} == {
        "Copperline Electric",
        "Gullwing Auto Group",
    }
    assert all(row.window and (row.window.end - row.window.start).days == 30 for row in rows)


def test_no_program_reaches_more_tickets_than_a_client_had(whole: Inventory) -> None:
    presets = [one for one in whole.deployments if one.feature.endswith("y_defaults")]
    had: Counter[str] = Counter()
    for one in presets:
        for row in whole.clients_by_deployment[one.key]:
            had[row.client] += row.tickets or 0
    programs = [one for one in whole.deployments if one.source_object.id.startswith("resource:")]
    reached = whole.clients_by_deployment
    rows = [row for one in programs for row in reached.get(one.key, ())]
    assert len(rows) >= 4
    assert all(0 < (row.tickets or 0) <= had[row.client] for row in rows)


def test_decisions_are_told_apart_by_who_took_them(whole: Inventory) -> None:
    counted = {one.initiator for one in whole.decisions if one.complete}
    assert counted >= {Initiator.PERSON, Initiator.RULE, Initiator.AI, Initiator.MACHINE}
    sampled = [one for one in whole.decisions if not one.complete]
    assert {one.feature for one in sampled} >= {f"{VENDOR}.rule_effects"}
    assert any(one.reversed for one in sampled)


def test_what_another_program_completes_is_not_closed_by_the_tool_of_the_alert(
    whole: Inventory,
) -> None:
    (closing,) = (one for one in whole.deployments if one.feature == f"{VENDOR}.alert_closing")
    rows = whole.clients_by_deployment[closing.key]
    assert {whole.client_by_id[row.client].name for row in rows} == {"Copperline Electric"}
    by = {one.initiator for one in whole.decisions if one.feature == closing.feature}
    assert by == {Initiator.MACHINE}


def test_what_a_program_does_by_itself_stays_unknown(whole: Inventory) -> None:
    found = {
        one.source_object.name.partition("@")[0]: (
            one.feature.rpartition(".")[2],
            one.autonomy,
            one.enabled,
        )
        for one in whole.deployments
        if one.source_object.id.startswith("resource:")
    }
    unknown = Autonomy.UNKNOWN
    assert found == {
        "svc-ai-dispatch": ("api_integrations", unknown, True),
        "thread": ("third_party_ai", unknown, True),
        "dattormm": ("api_integrations", unknown, True),
        "rewst": ("third_party_ai", unknown, False),
        "threadneedle": ("api_integrations", unknown, True),
    }


def test_two_runs_say_the_same(box: Sandbox, whole: Inventory) -> None:
    again = read(box)
    assert again.deployments == whole.deployments
    assert again.decisions == whole.decisions
    assert [gap.id for gap in again.gaps] == [gap.id for gap in whole.gaps]


def test_no_secret_and_no_text_of_a_client_is_kept(box: Sandbox, whole: Inventory) -> None:
    text = whole.to_json()
    words = (
        SECRET_MARK,
        secrets_of(box)["integration_code"],
        "very slow again",
        "someone@",
        "about the invoice",
        "call me first",
    )
    for word in words:
        assert word not in text
    assert "mlee" not in text  # people are ids


def test_a_user_that_can_write_is_told(box: Sandbox) -> None:
    (connection,) = read(box, "admin").connections
    assert connection.rights is CredentialRights.CAN_WRITE
    assert "Company" in (connection.rights_because or "")


def test_what_the_level_forbids_is_a_gap_and_the_rest_is_read(box: Sandbox) -> None:
    inventory = read(box, "blind")
    (connection,) = inventory.connections
    assert connection.status is ConnectionStatus.COMPLETED
    denied = {gap.resource for gap in inventory.gaps if gap.reason is GapReason.DENIED}
    assert denied == {"resources", "ticket_history", "webhooks", "picklists"}
    doubted = [gap for gap in inventory.gaps if f"{VENDOR}.rule_effects" in gap.features]
    assert {gap.resource for gap in doubted} == {"picklists", "resources", "ticket_history"}
    features = {one.feature.rpartition(".")[2] for one in inventory.deployments}
    assert {"category_defaults", "automatic_tagging", "change_approval"} <= features
    # Without the list of people nobody can say that the rest are rules.
    assert "api_integrations" not in features
    effects = [one for one in inventory.deployments if one.feature.endswith("rule_effects")]
    assert [one.source_object.name for one in effects] == ["workflow rules: mail to clients"]
    assert {one.initiator for one in inventory.decisions if one.action != "reply_to_person"} == {
        Initiator.UNKNOWN,  # nor whose votes those on changes are
        Initiator.MACHINE,
    }
    assert any("completions" in (gap.detail or "") for gap in doubted)  # by who is not told


def test_a_part_that_may_not_be_seen_is_no_proof_of_absence(box: Sandbox) -> None:
    inventory = read(box, "restricted")
    (gap,) = (one for one in inventory.gaps if one.resource == "tickets")
    assert gap.reason is GapReason.DENIED
    assert "a part of Tickets only" in (gap.detail or "")
    rows = [row for each in inventory.clients_by_deployment.values() for row in each]
    assert all(row.window is None for row in rows)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("bad-secret", "the API user was not accepted"),
        ("bad-code", "the API user was not accepted"),
        ("bad-user", "no zone knows the user name"),
    ],
)
def test_what_is_wrong_with_a_credential_is_named(box: Sandbox, kind: str, words: str) -> None:
    inventory = read(box, kind)
    (connection,) = inventory.connections
    assert connection.status is ConnectionStatus.FAILED
    told = [gap for gap in inventory.gaps if gap.resource in ("companies", "tickets")]
    assert len(told) == 2
    assert all(words in (gap.detail or "") for gap in told)
    assert all("Known causes" in gap.remedy or "key of the API user" in gap.remedy for gap in told)


async def test_a_check_asks_each_resource(box: Sandbox) -> None:
    config = demo_config(box)
    for kind, refused in (
        ("reader", set()),
        ("blind", {"resources", "webhooks", "ticket_history"}),
    ):
        secrets = MappingSecrets({CONNECTION: secrets_of(box, kind)})
        (one,) = await check(config, secrets=secrets, retry=QUICK)
        assert len(one.resources) == len(registry.load(VENDOR).resources)
        found = {probe.resource for probe in one.resources if probe.problem is not None}
        assert found == refused


async def test_a_plan_counts_and_promises_no_more_than_is_read(box: Sandbox) -> None:
    secrets = MappingSecrets({CONNECTION: secrets_of(box)})
    (told,) = await plan(demo_config(box), secrets=secrets, retry=QUICK)
    assert {one.resource for one in told.resources} == set(registry.load(VENDOR).resources)
    before = box.requests.count(VENDOR)
    read(box)
    assert told.requests <= box.requests.count(VENDOR) - before + 5
    tickets = next(one for one in told.resources if one.resource == "tickets")
    assert tickets.rows


def test_types_of_clients_are_an_option(box: Sandbox) -> None:
    inventory = read(box, client_types=("Customer", "Prospect"))
    assert "Pinecone Pottery" in {client.name for client in inventory.clients}


def test_a_sample_is_as_large_as_it_is_asked_for(box: Sandbox) -> None:
    inventory = read(box, sample_tickets=5)
    (receipt,) = (r.receipt for r in inventory.receipts if r.receipt.resource == "ticket_history")
    assert receipt.rows == 5


@pytest.mark.parametrize(
    ("others", "without"),
    [
        (5_920, {"ticket_history"}),
        (
            5_965,
            {
                "tickets",
                "ticket_notes",
                "notifications",
                "change_approvals",
                "deleted_tickets",
                "ticket_history",
            },
        ),
    ],
)
def test_where_the_hour_runs_out_the_rest_is_left_and_said(others: int, without: set[str]) -> None:
    with database(limit_factor=1, options={"autotask.others": others}) as box:
        inventory = read(box, limit_factor=1, headroom=0.6)
        assert others + box.requests.count(VENDOR) < 6_005
    (connection,) = inventory.connections
    assert connection.status is ConnectionStatus.COMPLETED
    told = {gap.resource for gap in inventory.gaps if "requests" in (gap.detail or "")}
    told |= {gap.resource for gap in inventory.gaps if "no ticket to look" in (gap.detail or "")}
    assert told == without


def test_where_the_hour_is_used_up_the_connection_says_so() -> None:
    with database(limit_factor=1, options={"autotask.others": 6_000}) as box:
        inventory = read(box, limit_factor=1)
    (connection,) = inventory.connections
    assert connection.status is ConnectionStatus.FAILED
    assert all(
        "left to other integrations" in (gap.detail or "")
        for gap in inventory.gaps
        if gap.resource == "tickets"
    )


@pytest.mark.parametrize(
    "fault",
    ["drop:every=7", "server-error:every=9", "cut:every=11", "html:every=13", "empty:every=17",
     "duplicate:every=5,path=/Tickets", "rate-limit-silent:every=60",
     "content-type:every=3", "gzip:every=2"],
)  # fmt: skip
def test_a_bad_day_gives_the_same_inventory_or_says_what_is_missing(
    fault: str, whole: Inventory
) -> None:
    with database([fault]) as box:
        inventory = read(box)
    if any(gap.reason in (GapReason.FAILED, GapReason.TRUNCATED) for gap in inventory.gaps):
        return
    assert inventory.deployments == whole.deployments


def test_the_answers_of_this_vendor_alone_are_those_on_the_sheet(
    box: Sandbox, whole: Inventory
) -> None:
    found = {(one.rule, one.verdict) for one in assess(whole).findings}
    assert {(one.rule, one.verdict) for one in box.planted.findings} - found <= {
        # Without the configuration's regulations nothing is said of them.
        ("tenant-wide-setting", "fail"),
        ("tenant-wide-setting", "undetermined"),
    }
