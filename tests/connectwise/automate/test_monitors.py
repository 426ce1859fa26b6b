"""What monitors come to: which run a script, which only tell somebody, and on whom."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.connectwise.automate.building import (
    ADVISORY,
    FULL,
    JSON,
    NOW,
    ORIGIN,
    PLACE,
    SINCE,
    UNKNOWN,
    estate,
)
from tests.connectwise.automate.tenant import catalogue

from aigov_connectors.connectwise.automate.normalize import (
    Monitors,
    Programs,
    ScriptDetails,
    Silences,
    TicketLog,
    deployments_from_monitors,
    deployments_from_sensor_check,
)
from aigov_connectors.connectwise.automate.wire import (
    MaintenanceModeWire,
    MonitorResultWire,
    MonitorStateWire,
    MonitorWire,
    ScriptDetailsWire,
    ScriptWire,
    SensorCheckWire,
    TicketWire,
)
from aigov_connectors.inventory import (
    LEGAL_GATES,
    Autonomy,
    Basis,
    DecisionKind,
    Initiator,
    Reach,
    Statement,
    Window,
)


def monitored(
    row: dict[str, Any],
    *,
    failed_on: tuple[str, ...] = ("101",),
    silences: Silences | None = None,
    details: ScriptDetails | None = None,
    asks: object = False,
) -> Statement:
    monitors = Monitors()
    full = {"MonitorId": 5, "Name": "Disk", **row}
    for computer in failed_on:
        result = {"Monitor": full, "ComputerId": computer}
        monitors.failed(MonitorResultWire.model_validate(result), ORIGIN)
    if not failed_on:
        monitors.listed(MonitorWire.model_validate(full), ORIGIN, computer="201")
    tickets = TicketLog(since=SINCE)
    tickets.add(TicketWire(id="1", client_id="1", monitor_id="5", start_date=NOW))
    tickets.add(TicketWire(id="2", client_id="1", monitor_id="0", start_date=NOW))
    tickets.window = Window(start=SINCE, end=NOW)
    (one,) = deployments_from_monitors(
        monitors,
        catalogue=catalogue(),
        place=PLACE,
        estate=estate(),
        tickets=tickets,
        silences=silences or Silences(tenant_id="t", since=SINCE),
        scripts={"9": (ScriptWire.model_validate({"Id": "9", "IsUserResponse": asks}), ORIGIN)},
        details=details or {},
    )
    return one


@pytest.mark.parametrize(
    ("row", "feature", "autonomy"),
    [
        ({"Script": {"Id": "9", "Name": "Fix"}}, "monitor_autofix", FULL),
        ({"Script": {"Id": "9"}}, "monitor_autofix", FULL),
        ({"Script": {"Id": "0", "Name": "none"}, "AlertAction": None}, "monitor_alerts", ADVISORY),
        ({"Script": {"Id": 0}, "AlertAction": {"Id": 0}}, "monitor_alerts", ADVISORY),
        ({"Script": {"Id": "0"}}, "monitor_alerts", UNKNOWN),
        ({"Script": {"Id": "", "Name": "Fix"}}, "monitor_autofix", UNKNOWN),
        (
            {"Script": None, "AlertAction": {"Name": "Default - Create Ticket"}},
            "monitor_alerts",
            ADVISORY,
        ),
        ({"AlertAction": {"Name": "Default - Create Ticket"}}, "monitor_alerts", UNKNOWN),
        ({"AlertAction": {"Name": "Run autofix"}}, "monitor_autofix", UNKNOWN),
        ({"AlertAction": {"Name": "Ticket and Auto-Fix"}}, "monitor_autofix", UNKNOWN),
        ({"AlertAction": {"Name": "Trunk lines"}}, "monitor_alerts", UNKNOWN),
        ({"AlertAction": {"Name": "LT - RunScript"}}, "monitor_autofix", UNKNOWN),
        ({"AlertAction": {"Name": "Auto_Fix"}}, "monitor_autofix", UNKNOWN),
        ({"AlertAction": {"Name": "Restart service"}}, "monitor_alerts", UNKNOWN),
        (
            {"Script": None, "AlertAction": {"Name": "Default - Send Email"}},
            "monitor_alerts",
            ADVISORY,
        ),
        ({"Script": None, "AlertAction": {"Name": "Restart service"}}, "monitor_alerts", UNKNOWN),
        (
            {"Script": None, "AlertAction": {"Name": "Email and restart service"}},
            "monitor_alerts",
            UNKNOWN,
        ),
        (
            {"Script": None, "AlertAction": {"Name": "SelfHeal then Ticket"}},
            "monitor_alerts",
            UNKNOWN,
        ),
        ({"Script": None, "AlertAction": {"Id": 9}}, "monitor_alerts", UNKNOWN),
        ({"Script": None, "AlertAction": {"Id": 0, "Name": "Odd"}}, "monitor_alerts", UNKNOWN),
        ({"Script": None, "AlertAction": "Default - Create Ticket"}, "monitor_alerts", UNKNOWN),
        ({"Script": None, "AlertAction": {}}, "monitor_alerts", UNKNOWN),
        ({"Script": None}, "monitor_alerts", UNKNOWN),
        ({"Script": 903, "AlertAction": None}, "monitor_autofix", UNKNOWN),
        ({"Script": "Cleanup", "AlertAction": None}, "monitor_autofix", UNKNOWN),
        ({"Script": [{"Id": 903}], "AlertAction": None}, "monitor_autofix", UNKNOWN),
        ({"Script": {}, "AlertAction": None}, "monitor_autofix", UNKNOWN),
        ({"AlertAction": None, "Script": None}, "monitor_alerts", ADVISORY),
        ({"AlertAction": None}, "monitor_alerts", UNKNOWN),
        ({"Script": {"Name": "Fix"}}, "monitor_autofix", UNKNOWN),
        ({"Script": {"Id": "904", "Name": "Of no list"}}, "monitor_autofix", UNKNOWN),
        ({"Name": "Auto-fix all"}, "monitor_alerts", UNKNOWN),
    ],
)
def test_a_monitor_acts_by_its_script_and_not_by_a_name(
    row: dict[str, Any], feature: str, autonomy: Autonomy
) -> None:
    deployment = monitored(row).deployment
    assert deployment.feature == f"connectwise.automate.{feature}"
    assert (deployment.autonomy, deployment.enabled) == (autonomy, True)


@pytest.mark.parametrize(
    ("asks", "autonomy", "shown"),
    [(False, FULL, False), (True, UNKNOWN, True), (None, UNKNOWN, True), ("x", UNKNOWN, True)],
)
def test_a_script_that_may_ask_the_user_leaves_open_how_far_its_monitor_goes(
    asks: object, autonomy: Autonomy, shown: bool
) -> None:
    deployment = monitored({"Script": {"Id": "9"}}, asks=asks).deployment
    assert deployment.autonomy is autonomy
    assert ("IsUserResponse" in {one.name for one in deployment.settings}) is shown


def test_what_may_be_a_script_is_a_question_for_a_rule() -> None:
    (asks,) = monitored({"Script": None, "AlertAction": {"Id": 9}}).deployment.decisions
    assert asks is DecisionKind.UNKNOWN
    (runs,) = monitored({"Script": 903, "AlertAction": None}).deployment.decisions
    assert runs is DecisionKind.RUN_SCRIPT


@pytest.mark.parametrize(
    ("script", "pointer", "value"),
    [
        ({"Id": 9, "Name": "Fix"}, "/Monitor/Script/Name", "Fix"),
        ({"Id": 9}, "/Monitor/Script/Id", "9"),
        (903, "/Monitor/Script", 903),
        ([{"Id": 903}], "/Monitor/Script", '[{"Id": 903}]'),
    ],
)
def test_evidence_shows_the_script_as_it_was_sent(
    script: object, pointer: str, value: object
) -> None:
    found = monitored({"Script": script})
    assert {each.fact.pointer: each.fact.value for each in found.evidence}[pointer] == value
    assert value in {each.value for each in found.deployment.settings if each.name == "Script"}


@pytest.mark.parametrize(
    ("targets", "affected", "reach", "clients"),
    [
        ({"Client": {"Id": "2"}}, [], "listed", {"2": 2}),
        ({"Location": {"Id": 31}}, [], "listed", {"1": None}),
        ({"Computer": {"Id": "202"}}, [], "listed", {"2": 1}),
        ({"Computer": {"Id": "999"}}, [], "unknown", {"1": None}),
        ({"GroupIds": [8]}, [], "listed", {"1": 1, "2": 1}),
        (None, [{"Id": "2"}], "listed", {"2": None}),
        ({}, [], "unknown", {"1": None}),
    ],
)
def test_a_monitor_reaches_its_targets_else_where_it_was_seen(
    targets: Any, affected: list[Any], reach: str, clients: dict[str, int | None]
) -> None:
    row = {"Targets": targets, "AffectedEntities": {"InternalMonitorAffectedClients": affected}}
    one = monitored(row)
    assert (one.deployment.reach, dict(one.reach)) == (Reach(reach), clients)
    assert dict(one.tickets) == {"1": 1}


def test_rows_of_a_computers_own_list_are_concluded_from() -> None:
    one = monitored({"Script": {"Id": "9", "Name": "Fix"}}, failed_on=()).deployment
    assert (one.basis, one.enabled, one.autonomy) == (Basis.INFERRED, None, FULL)
    row = {"Script": {"Id": "9"}, "LastChecked": "2026-11-19T00:00:00Z"}
    assert monitored(row, failed_on=()).deployment.enabled is True


def test_a_monitor_that_failed_and_is_listed_is_one() -> None:
    monitors = Monitors()
    row = MonitorWire(id="5", name="Disk")
    monitors.listed(row, ORIGIN, computer="201")
    monitors.failed(MonitorResultWire(monitor=row, computer_id="101"), ORIGIN)
    (seen,) = monitors
    assert (seen.failed, seen.computers) == (True, {"101", "201"})


def test_a_statistical_check_informs_and_whether_it_is_used_is_open() -> None:
    row = SensorCheckWire.model_validate({"Id": "1", "Name": "CPU", "SensorCheckType": "Trends"})
    entry = catalogue()["statistical_baselines"]
    (one,) = deployments_from_sensor_check(row, origin=ORIGIN, entry=entry, place=PLACE)
    assert (one.deployment.autonomy, one.deployment.enabled) == (ADVISORY, None)


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(sorted({
    "Name", "AlertAction", "Script", "ComparerSettings", "Interval", "LastChecked", "Targets",
    "AffectedEntities", "IsGlobalMonitor",
})), JSON))  # fmt: skip
def test_any_monitor_gives_a_statement(row: dict[str, Any]) -> None:
    one = monitored(row)
    assert one.deployment.gate.kind in LEGAL_GATES[one.deployment.autonomy]


def test_where_a_monitor_is_kept_quiet_is_shown_with_a_computer_that_proves_it() -> None:
    silences = Silences(tenant_id="t", since=SINCE)
    row = MaintenanceModeWire.model_validate({"ComputerID": 101, "TimeStart": NOW, "UserID": 12})
    told: Any = {"programs": Programs(), "people": {"12"}, "estate": estate()}
    silences.in_maintenance(row, ORIGIN, **told)
    silences.suspended("102", 3, ORIGIN)
    silences.suspended("201", 0, ORIGIN)

    found = monitored({}, failed_on=("101", "102"), silences=silences)
    shown = {one.name: one.value for one in found.deployment.settings}
    assert shown["computers in maintenance mode"] == 1
    assert shown["computers with suspended alerts"] == 1
    proofs = {one.fact.pointer: one.fact.value for one in found.evidence}
    assert (proofs["/ComputerID"], proofs[""]) == ("101", 3)
    elsewhere = monitored({}, failed_on=("201",), silences=silences).deployment.settings
    assert not [one for one in elsewhere if one.name.startswith("computers")]


@pytest.mark.parametrize(
    ("user", "feature", "initiator"),
    [
        (12, "monitor_alerts", Initiator.PERSON),
        (21, "third_party_ai", Initiator.AI),
        (99, "monitor_alerts", Initiator.UNKNOWN),
        (None, "monitor_alerts", Initiator.UNKNOWN),
    ],
)
def test_who_put_a_computer_into_maintenance_mode_is_counted(
    user: int | None, feature: str, initiator: Initiator
) -> None:
    silences = Silences(tenant_id="t", since=SINCE)
    programs = Programs({"rallied": "third_party_ai"}, {"21": "rallied"}, {"rallied"})
    told: Any = {"programs": programs, "people": {"12"}, "estate": estate()}
    for start in (NOW, SINCE - timedelta(days=1), None):
        sent = {"ComputerID": 201, "TimeStart": start, "UserID": user}
        silences.in_maintenance(MaintenanceModeWire.model_validate(sent), ORIGIN, **told)

    (one,) = silences.counter.stats(complete=False)
    assert (one.feature, one.initiator) == (f"connectwise.automate.{feature}", initiator)
    assert (one.organization, one.count) == ("2", 1)


def test_the_settings_of_its_script_are_shown() -> None:
    sent = {
        "ScriptId": 9,
        "UserClassAccessSettings": [
            {"UserClassId": 31, "Name": "Write", "CanExecute": True, "CanEdit": False},
            {"UserClassId": 33, "CanExecute": True, "CanEdit": True},
        ],
        "TicketEntrySettings": {"CloseTicketTrigger": {"Name": "When the script ends"}},
        "GlobalVariables": {"password": "hunter2"},
    }
    details = {"9": (ScriptDetailsWire.model_validate(sent), ORIGIN)}
    found = monitored({"Script": {"Id": "9", "Name": "Fix"}}, details=details)
    shown = {one.name: one.value for one in found.deployment.settings}
    assert shown["classes that may run the script"] == 2
    assert shown["classes that may change the script"] == 1
    assert shown["CloseTicketTrigger"] == "When the script ends"
    assert "hunter2" not in repr(details)
    (seen,) = {one.fact for one in found.evidence if one.fact.pointer == "/UserClassAccessSettings"}
    assert json.loads(str(seen.value)) == sent["UserClassAccessSettings"]  # as it was sent


@pytest.mark.parametrize(
    "access", [None, "all", [{"UserClassId": 31, "CanExecute": True}], [{}, "odd"]]
)
def test_classes_that_a_script_does_not_tell_are_not_counted(access: object) -> None:
    sent = {"ScriptId": 9, "UserClassAccessSettings": access}
    details = {"9": (ScriptDetailsWire.model_validate(sent), ORIGIN)}
    found = monitored({"Script": {"Id": "9", "Name": "Fix"}}, details=details)
    shown = {one.name for one in found.deployment.settings}
    assert "classes that may run the script" not in shown
    assert "UserClassAccessSettings" in shown


@pytest.mark.parametrize(
    ("targets", "affected"),
    [
        ({"GroupIds": [8, {"Id": 9}]}, [{"Id": "2"}]),
        ({"GroupIds": "8"}, [{"Id": "2"}]),
        ({}, [{"Id": "2"}, "Client 1"]),
        ({}, [{"Id": "2"}, {"Name": "Client 1"}]),
        ({}, "Client 1"),
    ],
)
def test_targets_that_are_told_in_part_leave_the_reach_open(targets: Any, affected: Any) -> None:
    row = {"Targets": targets, "AffectedEntities": {"InternalMonitorAffectedClients": affected}}
    one = monitored(row)
    assert (one.deployment.reach, dict(one.reach)) == (Reach.UNKNOWN, {"1": None})


def test_a_monitor_of_which_only_a_change_is_told_leads_to_its_computer() -> None:
    monitors = Monitors()
    for monitor, computer in ((5, 101), (6, 102), (6, 201), (None, 101), (7, None)):
        sent = {"MonitorId": monitor, "ComputerId": computer}
        monitors.changed(MonitorStateWire.model_validate(sent))
    monitors.listed(MonitorWire.model_validate({"MonitorId": 5}), ORIGIN, computer="101")
    assert monitors.unknown == {"6": "102"}
