"""A whole reading: rights, refusals, what stays unknown, and what never leaves the process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.halopsa.tenant import (
    CONNECTION,
    READING,
    VENDOR,
    read,
    read_altered,
    secrets_of,
    tenant,
)
from tests.tenants import QUICK

from aigov_connectors import registry
from aigov_connectors.cli.demo import demo_config
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.inventory import (
    Autonomy,
    ConnectionStatus,
    CredentialRights,
    DecisionKind,
    Deployment,
    GapReason,
    GateKind,
    HumanVerdict,
    Initiator,
    Inventory,
    MatchKind,
    Reach,
)
from aigov_connectors.running.checking import check
from aigov_connectors.running.planning import plan
from aigov_connectors.sandbox import SECRET_MARK, Sandbox
from aigov_connectors.testing import check_connector


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with tenant() as running:
        yield running


@pytest.fixture(scope="module")
def whole(box: Sandbox) -> Inventory:
    return read(box)


def named(inventory: Inventory, name: str, feature: str) -> Deployment:
    (found,) = (
        one
        for one in inventory.deployments
        if one.source_object.name == name and one.feature == f"{VENDOR}.{feature}"
    )
    return found


def test_everything_is_read_and_nothing_proves_that_it_cannot_write(whole: Inventory) -> None:
    (connection,) = whole.connections
    assert connection.status is ConnectionStatus.COMPLETED
    assert connection.rights is CredentialRights.CANNOT_TELL
    assert "agent 30" in (connection.rights_because or "")
    assert connection.rights_evidence
    assert connection.tenant_id == "northwind"
    assert connection.vendor_version == "2.196.14"
    assert {one.receipt.resource for one in whole.receipts} == set(registry.load(VENDOR).resources)
    assert not [gap for gap in whole.gaps if gap.reason is GapReason.FAILED]


def test_clients_bring_their_domains_and_hints(whole: Inventory) -> None:
    found = {member.name: member for one in whole.clients for member in one.members}
    assert "Old Mill Bakery" not in found
    lakeside = found["Lakeside Clinic"]
    assert lakeside.domains == ("lc00.example",)
    assert {(one.source, one.value) for one in lakeside.hints} == {
        ("type", "Customer"),
        ("agreement", "Managed Compliance"),
    }
    assert {one.evidence for one in lakeside.hints} <= {one.id for one in whole.evidence}
    assert not found["Unassigned"].domains
    (wren,) = (one for one in whole.clients if one.name == "Wren & Partners Law")
    assert {one.match for one in wren.members} == {MatchKind.ALIAS}


def test_reach_is_counted_in_tickets_of_the_window(whole: Inventory) -> None:
    rule = named(whole, "Close spam", "ticket_rules")
    rows = whole.clients_by_deployment[rule.key]
    assert rule.reach is Reach.ALL
    assert all(row.window is not None and row.tickets is not None for row in rows)
    everything = sum(row.tickets or 0 for row in rows)
    balanced = named(whole, "Incident", "load_balancing")
    of_type = sum(row.tickets or 0 for row in whole.clients_by_deployment[balanced.key])
    assert everything > of_type > 20


def test_what_is_limited_to_clients_reaches_them_alone(whole: Inventory) -> None:
    flow = named(whole, "Finance access", "workflow_automations")
    assert flow.reach is Reach.LISTED
    assert {
        whole.client_by_id[row.client].name for row in whole.clients_by_deployment[flow.key]
    } == {"Brightwater Credit Union", "Quillfeather & Stone CPAs"}
    assert named(whole, "Bank first", "ticket_rules").reach is Reach.UNKNOWN


def test_gates_are_paths(whole: Inventory) -> None:
    found = {
        name: named(whole, name, "workflow_automations")
        for name in ("Change control", "Finance access", "New starter", "Incident lifecycle")
    }
    assert {name: one.autonomy for name, one in found.items()} == {
        "Change control": Autonomy.FULLY_AUTONOMOUS,
        "Finance access": Autonomy.ADVISORY,
        "New starter": Autonomy.FULLY_AUTONOMOUS,
        "Incident lifecycle": Autonomy.FULLY_AUTONOMOUS,
    }
    assert found["Change control"].gate.claims is GateKind.PRE_APPROVAL
    assert [one.role for one in found["Finance access"].gate.approvers] == ["Finance board"]
    (path,) = (one.value for one in found["New starter"].settings if one.name == "path")
    assert path == "Requested > Urgent > Approved > Created"


def test_decisions_are_told_apart_by_who_took_them(whole: Inventory) -> None:
    by_feature: dict[str, set[Initiator]] = {}
    for one in whole.decisions:
        assert not one.complete  # of tickets a sample, of runs the latest
        by_feature.setdefault(one.feature.removeprefix(f"{VENDOR}."), set()).add(one.initiator)
    # What people do is the deed of no automation.
    assert by_feature["ticket_rules"] == {Initiator.RULE}
    by_rule = {one.action for one in whole.decisions if one.initiator is Initiator.RULE}
    # The rule that fires sets team and priority; a status that stays is no deed.
    assert by_rule == {
        DecisionKind.ROUTE_TICKET,
        DecisionKind.PRIORITIZE_TICKET,
        DecisionKind.RUN_SCRIPT,
    }
    assert any(
        (one.action, one.human_verdict) == (DecisionKind.CHANGE_TICKET, HumanVerdict.REJECTED)
        for one in whole.decisions
        if one.feature == f"{VENDOR}.ai_suggestions"
    )
    assert by_feature["third_party_ai"] == {Initiator.AI}
    assert by_feature["api_integrations"] == {Initiator.MACHINE}
    assert by_feature["ai_suggestions"] == {Initiator.AI, Initiator.PERSON}
    assert any(one.reversed for one in whole.decisions)
    verdicts = {one.human_verdict for one in whole.decisions if "suggestions" in one.feature}
    assert verdicts == {
        HumanVerdict.CONFIRMED,
        HumanVerdict.REJECTED,
        HumanVerdict.NOT_REVIEWED,
    }


def test_approvals_that_an_administrator_overrode_are_counted(whole: Inventory) -> None:
    process = named(whole, "Change approval", "approval_processes")
    (counted,) = (one for one in process.settings if one.name.startswith("admin_overridden"))
    assert isinstance(counted.value, int)
    assert counted.value > 0


def test_tickets_that_the_agent_may_not_see_are_a_gap(whole: Inventory) -> None:
    (gap,) = (one for one in whole.gaps if "teams in which" in one.subject)
    assert gap.reason is GapReason.INCONCLUSIVE
    assert "Executive Support" in (gap.detail or "")


def test_fields_that_the_msp_added_for_ai_are_a_gap(whole: Inventory) -> None:
    (gap,) = (one for one in whole.gaps if one.resource == "ticket_details")
    assert gap.reason is GapReason.INCONCLUSIVE
    assert (gap.detail or "").endswith("added: CFAISuggestedResolution")


def test_two_runs_say_the_same(box: Sandbox, whole: Inventory) -> None:
    again = read(box)
    assert again.deployments == whole.deployments
    assert again.decisions == whole.decisions
    assert [gap.id for gap in again.gaps] == [gap.id for gap in whole.gaps]


def test_no_secret_no_name_and_no_text_of_a_client_is_kept(box: Sandbox, whole: Inventory) -> None:
    text = whole.to_json()
    for word in (SECRET_MARK, secrets_of(box)["client_id"], "nobody here has to read", "Agent 9"):
        assert word not in text
    assert "@northwindridge.example" not in text
    assert "https://rmm.northwindridge.example" not in text  # of an address, host and path alone


def test_a_credential_that_can_write_is_told(box: Sandbox) -> None:
    (connection,) = read(box, "writer", scopes=["all"]).connections
    assert connection.rights is CredentialRights.CAN_WRITE


def test_that_it_can_only_read_is_proven_by_the_record_of_its_application_alone(
    box: Sandbox,
) -> None:
    """A token has no more scopes than it was asked for, whatever its application has."""
    for kind in ("narrow", "writer"):
        (connection,) = read(box, kind, scopes=list(READING)).connections
        assert connection.rights is CredentialRights.CANNOT_TELL

    def told(path: str, sent: Any) -> Any:
        if path == "/application":
            scopes = [{"name": one} for one in READING]
            return [{**row, "scopes": scopes} for row in sent]
        return sent

    (proven,) = read_altered(box, told, resources=["applications"]).connections
    assert proven.rights is CredentialRights.PROVEN_READ_ONLY


def test_a_configuration_that_is_kept_from_the_scopes_is_a_gap_and_the_rest_is_read(
    box: Sandbox,
) -> None:
    inventory = read(box, "narrow", scopes=list(READING))
    (connection,) = inventory.connections
    assert connection.status is ConnectionStatus.COMPLETED
    denied = {gap.resource for gap in inventory.gaps if gap.reason is GapReason.DENIED}
    assert {"control", "ticket_rules", "ai_suggestions", "runbooks", "applications"} <= denied
    assert not inventory.deployments
    assert {one.feature for one in inventory.decisions} >= {f"{VENDOR}.ticket_rules"}
    # Without agents and applications nobody can say who it was.
    assert {one.initiator for one in inventory.decisions} <= {
        Initiator.RULE,
        Initiator.MACHINE,
        Initiator.AI,
        Initiator.UNKNOWN,
    }


@pytest.mark.parametrize(
    ("kind", "words"), [("bad-secret", "id and secret"), ("narrow", "every scope")]
)
def test_what_is_wrong_with_a_credential_is_named(box: Sandbox, kind: str, words: str) -> None:
    inventory = read(box, kind)
    (connection,) = inventory.connections
    assert connection.status is ConnectionStatus.FAILED
    told = [gap.detail for gap in inventory.gaps if gap.subject in ("clients", "tickets")]
    assert len(told) == 2
    assert all(words in (detail or "") for detail in told)


async def test_a_check_asks_each_resource(box: Sandbox) -> None:
    config = demo_config(box)
    secrets = MappingSecrets({CONNECTION: secrets_of(box)})
    (one,) = await check(config, secrets=secrets, retry=QUICK)
    assert len(one.resources) == len(registry.load(VENDOR).resources)
    assert not [probe.problem for probe in one.resources if probe.problem]


async def test_a_plan_counts_before_anything_is_read(box: Sandbox) -> None:
    secrets = MappingSecrets({CONNECTION: secrets_of(box)})
    before = box.requests.count(VENDOR)
    (one,) = await plan(demo_config(box), secrets=secrets, retry=QUICK)
    assert box.requests.count(VENDOR) - before == 4  # where to sign in, a token, two counts
    rows = {each.resource: each for each in one.resources}
    assert set(rows) == set(registry.load(VENDOR).resources)
    assert rows["tickets"].rows
    assert rows["clients"].rows == 31


def test_soft_errors_and_empty_lists_are_no_absence() -> None:
    with tenant(["soft-error:every=1,path=/TicketRules"]) as box:
        inventory = read(box)
    (gap,) = (one for one in inventory.gaps if one.resource == "ticket_rules")
    assert gap.reason is GapReason.FAILED
    assert "inside a success" in (gap.detail or "")
    assert f"{VENDOR}.ticket_rules" in gap.features


async def test_the_suite_for_connectors_of_others_finds_nothing(box: Sandbox) -> None:
    problems = await check_connector(
        registry.load(VENDOR),
        base_url=box.base_url(VENDOR),
        secrets=secrets_of(box),
        options={"limit_factor": 1e6, "sample_tickets": 3, "client_details": 2},
        token_paths=("/auth/token", "/api/authinfo"),
        now=box.world.now,
    )
    assert not problems


def test_fewer_clients_may_be_asked_one_by_one(box: Sandbox) -> None:
    inventory = read(box, client_details=3)
    (gap,) = (one for one in inventory.gaps if one.resource == "client_details")
    assert gap.reason is GapReason.TRUNCATED
    members = [member for one in inventory.clients for member in one.members]
    assert len(members) == 30
    assert sum(bool(one.domains) for one in members) <= 3


@pytest.mark.parametrize(
    "fault",
    ["drop:every=7", "server-error:every=9", "cut:every=11", "html:every=13", "empty:every=17",
     "duplicate:every=5,path=/Tickets", "rate-limit-silent:every=60", "expire:every=25",
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
    with tenant(["broken-record:every=1,times=1,path=/api/Tickets"]) as box:
        inventory = read(box)
    (gap,) = (one for one in inventory.gaps if one.subject.startswith("one record of tickets"))
    assert gap.reason is GapReason.FAILED
    (connection,) = inventory.connections
    assert connection.status is ConnectionStatus.COMPLETED


@pytest.mark.parametrize("path", ["/ApprovalProcess$", "/ApprovalProcess/", "/TicketType"])
def test_an_approval_that_could_not_be_read_is_no_approval_that_holds(path: str) -> None:
    with tenant([f"deny:vendor={VENDOR},path={path}"]) as box:
        inventory = read(box)
    for name in ("Finance access", "Grant access", "Change control", "Deploy change"):
        (one,) = (one for one in inventory.deployments if one.source_object.name == name)
        assert (one.autonomy, one.gate.kind) == (Autonomy.UNKNOWN, GateKind.UNKNOWN)
        assert one.gate.claims is GateKind.PRE_APPROVAL
        assert one.feature in {feature for gap in inventory.gaps for feature in gap.features}


def test_rules_whose_details_are_denied_hide_none_and_are_gaps() -> None:
    with tenant([f"deny:vendor={VENDOR},path=/TicketRules/"]) as box:
        inventory = read(box)
    rules = [one for one in inventory.deployments if one.feature == f"{VENDOR}.ticket_rules"]
    assert len(rules) == 16
    assert not [one.shadowed_by for one in rules if one.shadowed_by]
    assert {one.reach for one in rules} == {Reach.UNKNOWN}
    gaps = [one for one in inventory.gaps if one.resource == "ticket_rules"]
    assert len(gaps) == 18  # of two rules of steps too, which their workflow tells


@pytest.mark.parametrize("path", ["/Workflow$", "/Workflow/", "/Outcome$", "/VirtualAgent/"])
def test_a_runbook_behind_a_button_is_unknown_where_something_else_may_start_it(
    path: str, whole: Inventory
) -> None:
    assert named(whole, "Collect diagnostics", "integration_runbooks").autonomy is (
        Autonomy.ADVISORY
    )
    with tenant([f"deny:vendor={VENDOR},path={path}"]) as box:
        inventory = read(box)
    found = named(inventory, "Collect diagnostics", "integration_runbooks")
    assert (found.autonomy, found.gate.kind) == (Autonomy.UNKNOWN, GateKind.UNKNOWN)
    assert found.feature in {feature for gap in inventory.gaps for feature in gap.features}


def test_an_approval_that_time_may_pass_by_keeps_its_claim(whole: Inventory) -> None:
    for name, feature in (
        ("Access review", "workflow_automations"),
        ("Extend access", "integration_runbooks"),
    ):
        found = named(whole, name, feature)
        gates = [found.gate, *(part.gate for part in found.breakdown)]
        assert found.autonomy is Autonomy.UNKNOWN
        assert GateKind.PRE_APPROVAL in {gate.claims for gate in gates}


def test_scopes_that_no_record_shows_are_a_warning(box: Sandbox) -> None:
    (connection,) = read(box, "narrow", scopes=list(READING)).connections
    assert [one for one in connection.warnings if "own application" in one]
    assert not connection.rights_evidence or "agent" in (connection.rights_because or "")
