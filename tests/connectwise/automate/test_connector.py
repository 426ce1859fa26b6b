"""A whole reading: rights, refusals, what stays unknown, and what never leaves the process."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.connectwise.automate.tenant import (
    CONNECTION,
    VENDOR,
    catalogue,
    client_of,
    read,
    secrets_of,
    tenant,
)
from tests.tenants import QUICK

from aigov_connectors import registry
from aigov_connectors.cli.demo import demo_config
from aigov_connectors.clock import SystemClock
from aigov_connectors.connectwise.automate.collect import Reading
from aigov_connectors.connectwise.automate.connection import ConnectWiseAutomateConnector
from aigov_connectors.connectwise.automate.connector import ConnectWiseAutomateOptions
from aigov_connectors.connectwise.automate.wire import GroupWire, UpdatePolicyWire
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    ConnectionStatus,
    CredentialRights,
    DecisionKind,
    GapReason,
    Initiator,
    Inventory,
    Reach,
    SourceKind,
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


def test_everything_is_read_and_the_login_only_reads(whole: Inventory) -> None:
    (connection,) = whole.connections
    assert connection.status is ConnectionStatus.COMPLETED
    assert connection.rights is CredentialRights.PROVEN_READ_ONLY
    assert connection.rights_basis is Basis.INFERRED  # no document explains the words
    assert connection.vendor_version == "25.0.5.178"
    assert {one.receipt.resource for one in whole.receipts} == set(registry.load(VENDOR).resources)
    assert all(one.receipt.complete for one in whole.receipts)
    assert not [gap for gap in whole.gaps if gap.reason is GapReason.FAILED]


def test_clients_have_their_computers_and_their_id_in_the_psa(
    box: Sandbox, whole: Inventory
) -> None:
    clients = {client.name: client for client in whole.clients if client.members}
    assert "Tamarack Wealth Partners" in clients  # by its alias; the tool calls it otherwise
    assert "Nordlicht Logistik" not in clients
    assert clients["Lakeside Clinic"].endpoints is not None
    linked = [one for one in whole.clients if one.members]
    assert len(linked) == len(box.world.clients) - 1


def test_reach_is_counted_by_the_members_of_a_group(whole: Inventory) -> None:
    (staged,) = (
        one
        for one in whole.deployments
        if one.source_object.name == "Servers - staged" and one.scope.level == "tenant"
    )
    rows = whole.clients_by_deployment[staged.key]
    assert {row.endpoints for row in rows} >= {2}
    assert sum(row.endpoints or 0 for row in rows) < 240
    (everywhere,) = (one for one in whole.deployments if one.source_object.id == "88")
    assert everywhere.reach is Reach.LISTED
    assert len(whole.clients_by_deployment[everywhere.key]) == 29


def test_tickets_that_a_monitor_opened_are_its_reach(whole: Inventory) -> None:
    (fix,) = (one for one in whole.deployments if one.source_object.id == "monitor:513")
    (row,) = whole.clients_by_deployment[fix.key]
    assert row.tickets is not None
    assert row.window is not None
    assert (row.window.end - row.window.start).days == 30


def test_runs_are_told_apart_by_what_started_them(whole: Inventory) -> None:
    runs = [one for one in whole.decisions if one.action is DecisionKind.RUN_SCRIPT]
    assert {one.initiator for one in runs} == {
        Initiator.RULE,
        Initiator.AI,
        Initiator.MACHINE,
        Initiator.UNKNOWN,
    }
    assert not any(one.complete for one in runs)  # a few computers, and this moment
    alerts = [one for one in whole.decisions if one.feature == f"{VENDOR}.monitor_alerts"]
    told = [one for one in alerts if one.action is DecisionKind.INFORM]
    assert told
    assert all(one.complete for one in told)


def test_who_keeps_monitors_quiet_is_told_apart(whole: Inventory) -> None:
    quiet = [
        (one.feature.rpartition(".")[2], one.initiator)
        for one in whole.decisions
        if one.action is DecisionKind.CHANGE_CONFIGURATION and one.client is not None
    ]
    assert sorted(quiet) == [
        ("api_integrations", Initiator.MACHINE),
        ("asio_agents", Initiator.AI),
        ("monitor_alerts", Initiator.PERSON),
    ]


def test_a_monitor_that_only_changed_its_state_is_looked_for_at_its_computer(
    whole: Inventory,
) -> None:
    assert [one for one in whole.deployments if one.source_object.id == "monitor:540"]
    with tenant(["deny:path=/v1/MonitorHistory"]) as box:
        without = read(box)
    assert not [one for one in without.deployments if one.source_object.id == "monitor:540"]
    (gap,) = (one for one in without.gaps if one.resource == "monitor_history")
    assert f"{VENDOR}.monitor_autofix" in gap.features


def test_that_there_is_no_list_of_monitors_is_said(whole: Inventory) -> None:
    (gap,) = (one for one in whole.gaps if one.resource == "computer_monitors")
    assert gap.reason is GapReason.NOT_EXPOSED
    assert f"{VENDOR}.monitor_autofix" in gap.features


def test_more_computers_are_looked_at_where_that_is_asked(box: Sandbox, whole: Inventory) -> None:
    def looked(inventory: Inventory) -> int:
        return sum(
            one.receipt.requests
            for one in inventory.receipts
            if one.receipt.resource == "script_history"
        )

    more = read(box, sample_computers=2)
    assert (looked(whole), looked(more)) == (29, 58)


def test_two_runs_say_the_same(box: Sandbox, whole: Inventory) -> None:
    again = read(box)
    assert again.deployments == whole.deployments
    assert again.decisions == whole.decisions
    assert [gap.id for gap in again.gaps] == [gap.id for gap in whole.gaps]


def test_no_secret_no_person_and_no_host_is_kept(box: Sandbox, whole: Inventory) -> None:
    text = whole.to_json()
    for word in (SECRET_MARK, secrets_of(box)["client_id"], "jdoe", "mlee", "Springfield"):
        assert word not in text
    assert not [one for one in box.world.endpoints if one.hostname in text]


def test_a_login_that_can_write_is_told(box: Sandbox) -> None:
    (connection,) = read(box, "writer").connections
    assert connection.rights is CredentialRights.CAN_WRITE
    assert "ScheduledScriptsUpdate" in (connection.rights_because or "")


def test_a_class_that_sees_little_is_a_gap_for_each_list(box: Sandbox) -> None:
    inventory = read(box, "narrow")
    denied = {gap.resource: gap for gap in inventory.gaps if gap.reason is GapReason.DENIED}
    assert set(denied) == {"clients", "locations", "groups"}
    assert "shorter without a word" in (denied["clients"].detail or "")
    assert len([one for one in inventory.clients if one.members]) == 5
    empty = {gap.resource for gap in inventory.gaps if gap.reason is GapReason.INCONCLUSIVE}
    assert "third_party_update_policies" not in empty  # it is not empty


def test_what_is_refused_leaves_the_rest_and_says_less(box: Sandbox) -> None:
    inventory = read(box, "blind")
    denied = {gap.resource for gap in inventory.gaps if gap.reason is GapReason.DENIED}
    assert denied == {"approval_policies", "scripts", "script_details", "user_classes"}
    by_feature = {one.feature.rpartition(".")[2] for one in inventory.deployments}
    assert "patch_approval" not in by_feature
    scripts = [one for one in inventory.deployments if one.feature.endswith("scheduled_scripts")]
    # Without the scripts nobody can say that the user is not asked, and so how far one goes.
    schedules = [one for one in scripts if one.source_object.kind is SourceKind.TASK]
    assert {one.gate.kind.value for one in schedules} == {"unknown"}
    assert {one.autonomy for one in schedules} == {Autonomy.UNKNOWN}
    # What a policy runs around an installation is told by the policy alone.
    (around,) = (one for one in scripts if one not in schedules)
    assert (around.gate.kind.value, around.basis) == ("none", Basis.INFERRED)
    programs = [one for one in inventory.deployments if one.source_object.id.startswith("user:")]
    assert {one.rights for one in programs} == {CredentialRights.CANNOT_TELL}
    assert {one.autonomy for one in programs} == {Autonomy.UNKNOWN}


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("bad-secret", "credential was not accepted"),
        ("bad-client-id", "credential was not accepted"),
        ("person", "second factor"),
    ],
)
def test_what_is_wrong_with_a_login_is_named(box: Sandbox, kind: str, words: str) -> None:
    inventory = read(box, kind)
    (connection,) = inventory.connections
    assert connection.status is ConnectionStatus.FAILED
    refused = [gap.detail for gap in inventory.gaps if gap.resource in ("computers", "tickets")]
    assert len(refused) == 2
    assert all(words in (detail or "") for detail in refused)


async def test_a_check_asks_each_resource(box: Sandbox) -> None:
    config = demo_config(box)
    for kind, refused in (("reader", 0), ("blind", 4)):
        secrets = MappingSecrets({CONNECTION: secrets_of(box, kind)})
        (one,) = await check(config, secrets=secrets, retry=QUICK)
        assert len(one.resources) == len(registry.load(VENDOR).resources)
        assert sum(probe.problem is not None for probe in one.resources) == refused


async def test_a_plan_names_every_resource_and_counts_the_clients(box: Sandbox) -> None:
    async with client_of(box) as client:
        options = ConnectWiseAutomateOptions(sample_computers=2)
        connector = ConnectWiseAutomateConnector(
            client, own_name="svc", options=options, clock=SystemClock()
        )
        planned = {one.resource: one for one in await connector.plan()}
    assert set(planned) == set(registry.load(VENDOR).resources)
    assert planned["clients"].rows == 29
    assert sum(planned["script_history"].requests.values()) == 1
    assert "58 of them at most" in planned["script_history"].because


def test_ids_of_another_psa_are_an_option(box: Sandbox) -> None:
    inventory = read(box, external_ids="")
    assert inventory.deployments


async def test_a_token_that_ends_in_mid_run_is_renewed_once_for_all() -> None:
    with tenant(options={"connectwise.automate.expires_in": 1}) as box:
        inventory = read(box)
    (connection,) = inventory.connections
    assert connection.status is ConnectionStatus.COMPLETED


@pytest.mark.parametrize(
    "fault",
    ["drop:every=7", "server-error:every=9", "cut:every=11", "html:every=13", "empty:every=17",
     "duplicate:every=5,path=/v1/Computers", "rate-limit-silent:every=60", "expire:every=40",
     "content-type:every=3", "gzip:every=2"],
)  # fmt: skip
def test_a_bad_day_gives_the_same_inventory_or_says_what_is_missing(
    fault: str, whole: Inventory
) -> None:
    with tenant([fault]) as box:
        inventory = read(box)
    known = {one.id for one in whole.gaps}
    loud = [gap for gap in inventory.gaps if gap.id not in known]
    same = [
        (one.key.rpartition("/")[0], one.autonomy, one.enabled) for one in inventory.deployments
    ] == [(one.key.rpartition("/")[0], one.autonomy, one.enabled) for one in whole.deployments]
    assert loud or same
    assert loud or inventory.decisions == whole.decisions


def test_one_broken_computer_costs_one_gap() -> None:
    with tenant(["broken-record:every=1,times=1,path=/v1/Computers"]) as box:
        inventory = read(box)
    (gap,) = (one for one in inventory.gaps if one.subject.startswith("one record of computers"))
    assert gap.reason is GapReason.FAILED
    (connection,) = inventory.connections
    assert connection.status is ConnectionStatus.COMPLETED


def test_a_login_that_does_not_say_whether_it_is_a_programs_is_a_gap() -> None:
    with tenant(options={"connectwise.automate.untold_logins": True}) as box:
        inventory = read(box)
    (gap,) = (one for one in inventory.gaps if one.subject == "which logins are programs")
    assert gap.reason is GapReason.INCONCLUSIVE
    assert "IsIntegrator was not sent for" in (gap.detail or "")
    assert f"{VENDOR}.third_party_ai" in gap.features
    assert not [one for one in inventory.deployments if one.source_object.id.startswith("user:")]


def test_a_switch_of_its_own_user_class_is_observed() -> None:
    with tenant(options={"connectwise.automate.own_class": 31}) as box:
        inventory = read(box)
    (connection,) = inventory.connections
    assert connection.rights is CredentialRights.CAN_WRITE
    assert connection.rights_basis is Basis.OBSERVED
    shown = {one.id: one.fact.pointer for one in inventory.evidence}
    assert {shown[one] for one in connection.rights_evidence} == {
        "/Permissions/ManageRemoteCommands"
    }


def test_a_right_to_write_at_one_client_is_found() -> None:
    with tenant(options={"connectwise.automate.writes_at": 3}) as box:
        (connection,) = read(box).connections
    assert connection.rights is CredentialRights.CAN_WRITE
    assert (connection.rights_because or "").startswith("at a client, ")


def test_rights_at_clients_that_are_refused_prove_nothing() -> None:
    with tenant(["deny:path=/v1/Permissions/Clients/"]) as box:
        (connection,) = read(box).connections
    assert connection.rights is CredentialRights.CANNOT_TELL


AROUND = {
    "maintenance_modes": "/v1/Computers/MaintenanceModes",
    "monitor_history": "/v1/MonitorHistory",
    "script_details": "/v2/Scripts/",
}


@pytest.mark.parametrize("fault", ["server-error", "html", "deny"])
def test_what_surrounds_monitors_and_scripts_is_loud_where_it_cannot_be_read(fault: str) -> None:
    with tenant([f"{fault}:every=1,path={path}" for path in AROUND.values()]) as box:
        inventory = read(box)
    for resource in AROUND:
        gaps = [gap for gap in inventory.gaps if gap.resource == resource]
        assert {gap.reason for gap in gaps} <= {GapReason.FAILED, GapReason.DENIED}
        assert f"{VENDOR}.monitor_autofix" in {feature for gap in gaps for feature in gap.features}


BELOW = {
    "alert_suspensions": ("MonitorAlertSuspensions", "monitor_alerts"),
    "command_history": ("CommandHistory", "third_party_ai"),
    "effective_patching": ("EffectivePatchingPolicy", "automatic_reboot"),
}


def test_what_is_asked_of_a_computer_is_loud_where_it_cannot_be_read(whole: Inventory) -> None:
    paths = [f"/v1/Computers/101/{path}" for path, _ in BELOW.values()]
    with tenant([f"cut:every=1,path={path}" for path in paths]) as box:
        inventory = read(box)
    for resource, (_, feature) in BELOW.items():
        (gap,) = (one for one in inventory.gaps if one.resource == resource)
        assert gap.reason is GapReason.FAILED
        assert f"{VENDOR}.{feature}" in gap.features
        assert len(gap.clients) == 1
    assert [one.key for one in inventory.deployments] == [one.key for one in whole.deployments]


def test_a_policy_that_runs_a_script_around_an_installation_is_read(whole: Inventory) -> None:
    (around,) = (
        one
        for one in whole.deployments
        if one.source_object.id == "updates:22" and one.feature.endswith("scheduled_scripts")
    )
    shown = {one.name: one.value for one in around.settings}
    assert (shown["After RunScript"], shown["WindowStart"]) == (True, "02:00:00")
    assert "Before RunScript" not in shown
    assert len(whole.clients_by_deployment[around.key]) == 29


def test_a_server_that_leaves_out_a_key_has_one_gap_for_it() -> None:
    into = Into()
    reading: Any = Reading.__new__(Reading)
    reading._into, reading._catalogue = into, catalogue()
    sent = [{"PolicyId": 1}, {"PolicyId": 2, "ScriptOptions": None}, {"PolicyId": 3}]
    reading._updates = [(UpdatePolicyWire.model_validate(row), None) for row in sent]
    groups = [{"Id": 8}, {"Id": 9, "ComputersAutoJoinSearch": None}]
    reading._group_rows = [(GroupWire.model_validate(row), None) for row in groups]
    reading._say_what_is_not_told()
    assert [(features, detail) for features, detail in into.gaps] == [
        ((f"{VENDOR}.daytime_patching",),
         "DaytimePatchingOptions was not sent as it is described for 3 of 3"),
        ((f"{VENDOR}.scheduled_scripts",),
         "ScriptOptions was not sent as it is described for 2 of 3"),
        ((f"{VENDOR}.group_auto_join",),
         "ComputersAutoJoinSearch was not sent as it is described for 1 of 2"),
    ]  # fmt: skip


class Into:
    """Keeps what would be gaps."""

    def __init__(self) -> None:
        self.gaps: list[tuple[tuple[str, ...], str]] = []

    def gap(self, *_: object, features: tuple[str, ...], detail: str, remedy: str) -> None:
        """Keep one."""
        assert remedy
        self.gaps.append((features, detail))
