"""What programs may do, what was done and by whom, and what hints at AI."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.connectwise.automate.building import (
    ADVISORY,
    NOW,
    ORIGIN,
    PLACE,
    SINCE,
    UNKNOWN,
)
from tests.connectwise.automate.tenant import catalogue

from aigov_connectors.connectwise.automate.normalize import (
    AlertLog,
    PatchLog,
    Programs,
    RunLog,
    deployments_from_integrator,
    organization_from,
    possible_ai_flags,
    product_of,
    programs_from,
    rights_from,
)
from aigov_connectors.connectwise.automate.normalize.scripts import runnable
from aigov_connectors.connectwise.automate.wire import (
    AlertWire,
    AuditWire,
    ClientWire,
    CommandHistoryWire,
    PatchHistoryWire,
    RunningScriptWire,
    ScriptDetailsWire,
    ScriptHistoryWire,
    ScriptWire,
    UserClassWire,
    UserWire,
)
from aigov_connectors.inventory import (
    Autonomy,
    CredentialRights,
    Initiator,
    Outcome,
    Statement,
)

ACTS = (
    *("ScriptEdit", "ScheduledScriptsUpdate", "ManageRemoteCommands", "GroupsScheduleScript"),
    *("PatchManagerUpdate", "ManageScheduleClientScripts", "SQLScriptFunctions"),
    *("DatabaseExecute", "SuperAdmin"),
)


def script_open_to(classes: object, editors: object = (33,)) -> ScriptWire:
    return ScriptWire.model_validate({"Id": "8", "Permission": classes, "EditPermission": editors})


def integrator(
    name: str,
    *granted: str,
    classes_read: bool = True,
    locked: bool = False,
    runs_scripts: bool = False,
    classes: object = ({"UserClassId": 31},),
    open_to: object = (33,),
    scripts_tell: bool = True,
    **told: Any,
) -> list[Statement]:
    told = {"ClientRead": True, **told}
    user = UserWire.model_validate(
        {
            "UserId": 21,
            "Name": name,
            "IsIntegrator": True,
            "IsLocked": locked,
            "UserClasses": classes,
        }
    )
    row = UserClassWire(
        id="31",
        permissions={**dict.fromkeys(ACTS, False), **dict.fromkeys(granted, True), **told},
    )
    access = [{"UserClassId": 31, "CanExecute": runs_scripts, "CanEdit": True}]
    script = {"ScriptId": 9, "UserClassAccessSettings": access}
    runs = RunLog(tenant_id="t", programs=Programs(), since=SINCE)
    return list(
        deployments_from_integrator(
            user,
            origin=ORIGIN,
            classes={"31": (row, ORIGIN)} if classes_read else {},
            details={"9": (ScriptDetailsWire.model_validate(script), ORIGIN)},
            scripts={"8": (script_open_to(open_to), ORIGIN)},
            scripts_tell=scripts_tell,
            catalogue=catalogue(),
            place=PLACE,
            runs=runs,
        )
    )


@pytest.mark.parametrize(
    ("name", "granted", "feature", "autonomy", "rights"),
    [
        ("zofiq-svc", ("ScriptEdit",), "asio_agents", UNKNOWN, CredentialRights.CAN_WRITE),
        ("rallied", ("ManageRemoteCommands",), "third_party_ai", UNKNOWN,
         CredentialRights.CAN_WRITE),
        ("backupsync", ("ScheduledScriptsUpdate",), "api_integrations", UNKNOWN,
         CredentialRights.CAN_WRITE),
        ("rallied", (), "third_party_ai", ADVISORY, CredentialRights.PROVEN_READ_ONLY),
        ("rallied", ("ManageAudits",), "third_party_ai", UNKNOWN, CredentialRights.CANNOT_TELL),
    ],
)  # fmt: skip
def test_what_a_program_does_by_itself_stays_unknown(
    name: str, granted: tuple[str, ...], feature: str, autonomy: Autonomy, rights: CredentialRights
) -> None:
    (one,) = integrator(name, *granted)
    deployment = one.deployment
    assert deployment.feature == f"connectwise.automate.{feature}"
    assert (deployment.autonomy, deployment.rights) == (autonomy, rights)


@pytest.mark.parametrize(
    "told", [{"ScriptEdit": None}, {"ScriptEdit": 1}, {"ClientEdit": "yes"}, {"SuperAdmin": "no"}]
)
def test_a_right_that_is_no_switch_proves_nothing(told: dict[str, Any]) -> None:
    (one,) = integrator("rallied", **told)
    assert (one.deployment.autonomy, one.deployment.rights) == (
        UNKNOWN,
        CredentialRights.CANNOT_TELL,
    )


def test_a_program_whose_rights_are_told_in_part_may_run_scripts() -> None:
    assert integrator("backupsync") == []
    (one,) = integrator("backupsync", ScriptEdit=None)
    assert one.deployment.rights is CredentialRights.CANNOT_TELL


@pytest.mark.parametrize("classes", [None, [], "31", [{"UserClassId": 31}, "33"], [{"Name": "W"}]])
def test_a_program_whose_classes_are_told_in_part_may_have_others(classes: object) -> None:
    (one,) = integrator("backupsync", classes=classes)
    assert one.deployment.rights is CredentialRights.CANNOT_TELL


def test_whichever_answer_came_first_the_same_script_is_the_witness() -> None:
    access = [{"UserClassId": 31, "CanExecute": True}]
    sent = ({"ScriptId": one, "UserClassAccessSettings": access} for one in (904, 903))
    read = {str(one["ScriptId"]): ScriptDetailsWire.model_validate(one) for one in sent}
    for order in (["903", "904"], ["904", "903"]):
        found = runnable(["31"], {one: (read[one], ORIGIN) for one in order}, {})
        assert found is not None
        assert found[1].fact.object_id == "903"


def test_a_program_whose_class_a_script_lets_run_it_is_said() -> None:
    (one,) = integrator("spoolwatch", runs_scripts=True)
    deployment = one.deployment
    assert (deployment.autonomy, deployment.rights) == (UNKNOWN, CredentialRights.CANNOT_TELL)
    assert ("scripts that it may run", 1) in {(s.name, s.value) for s in deployment.settings}
    (known,) = integrator("rallied", runs_scripts=True)
    assert known.deployment.autonomy is UNKNOWN  # a class that only reads would be advisory


@pytest.mark.parametrize("name", ["rallied", "spoolwatch"])
def test_a_script_that_nothing_else_runs_may_be_run_by_the_class_it_is_open_to(name: str) -> None:
    (one,) = integrator(name, open_to=(33, 31))
    deployment = one.deployment
    assert (deployment.autonomy, deployment.rights) == (UNKNOWN, CredentialRights.CANNOT_TELL)
    assert ("scripts that it may run", 1) in {(s.name, s.value) for s in deployment.settings}
    assert ("8", "/Permission/1", 31) in {
        (proof.fact.object_id, proof.fact.pointer, proof.fact.value) for proof in one.evidence
    }


@pytest.mark.parametrize("name", ["rallied", "reportbot"])
def test_nobody_may_only_look_where_not_every_script_tells_whom_it_is_open_to(name: str) -> None:
    (one,) = integrator(name, scripts_tell=False)
    assert (one.deployment.autonomy, one.deployment.rights) == (
        UNKNOWN,
        CredentialRights.CANNOT_TELL,
    )


@pytest.mark.parametrize(
    ("classes", "editors", "told"),
    [
        ((31, 33), (33,), True),
        ((31,), (), False),
        ((), (33,), False),
        (None, (33,), False),
        ("31,33", (33,), False),
        ((31, None), (33,), False),
        ((31, {"Id": 33}), (33,), False),
    ],
)
def test_a_script_tells_whom_it_is_open_to_by_naming_classes(
    classes: object, editors: object, told: bool
) -> None:
    assert script_open_to(classes, editors).tells_classes is told


def test_a_program_that_may_only_read_and_is_nobodys_ai_is_not_said() -> None:
    assert integrator("reportbot") == []
    assert integrator("threadmill", "ReportRead") == []
    (unread,) = integrator("reportbot", classes_read=False)
    assert unread.deployment.rights is CredentialRights.CANNOT_TELL
    (locked,) = integrator("rewstprod", "ScriptEdit", locked=True)
    assert locked.deployment.enabled is False


@pytest.mark.parametrize(
    ("name", "feature"),
    [
        ("zofiqapi", "asio_agents"),
        ("cw-rpa", "asio_agents"),
        ("rewst", "third_party_ai"),
        ("threadbot", "third_party_ai"),
        ("threadneedle", None),
        ("carpaint", None),
        (None, None),
    ],
)
def test_a_product_is_known_by_a_word_that_stands_alone(
    name: str | None, feature: str | None
) -> None:
    found = product_of(catalogue(), name)
    assert (found[0] if found else None) == feature


@pytest.mark.parametrize(
    ("words", "rights"),
    [
        (["ClientRead", "ClientsShowAll", "ServerStatus"], CredentialRights.PROVEN_READ_ONLY),
        (["Client Read", "Clients.ShowAll"], CredentialRights.PROVEN_READ_ONLY),
        (["ClientRead", "ScriptEdit"], CredentialRights.CAN_WRITE),
        (["SuperAdmin"], CredentialRights.CAN_WRITE),
        (["ShowPasswords"], CredentialRights.CAN_WRITE),
        (["ManageScheduleClientScripts"], CredentialRights.CAN_WRITE),
        (["ClientRead", "Something"], CredentialRights.CANNOT_TELL),
        ([], CredentialRights.CANNOT_TELL),
    ],
)
def test_rights_are_proven_only_where_each_word_is_understood(
    words: list[str], rights: CredentialRights
) -> None:
    assert rights_from(words)[0] is rights


def test_runs_count_for_what_started_them() -> None:
    users = {
        "21": (UserWire(id="21", name="zofiq-svc", is_integrator=True), ORIGIN),
        "23": (UserWire(id="23", name="Backup", is_integrator=True), ORIGIN),
        "20": (UserWire(id="20", name="own", is_integrator=True), ORIGIN),
        "12": (UserWire(id="12", name="jdoe"), ORIGIN),
    }
    programs = programs_from(users, catalogue=catalogue(), own="own")
    assert programs.features == {"zofiq-svc": "asio_agents", "backup": "api_integrations"}
    log = RunLog(tenant_id="t", programs=programs, since=SINCE)
    log.belongs(scheduled={"1", "3"}, monitored={"2", "3"})
    for number, (script, user, state) in enumerate(
        (("1", "jdoe", "Success"), ("2", None, "Failure"), ("3", "x", "Success"),
         ("9", "zofiq-svc", "Information"), ("9", "jdoe", "Success"), ("1", "BACKUP", "Success"))
    ):  # fmt: skip
        row = ScriptHistoryWire(
            id=str(number), script_id=script, user=user, state=state, history_date=NOW
        )
        log.ran(row, client="1", computer="4")
    old = ScriptHistoryWire(id="o", script_id="1", history_date=SINCE - timedelta(1))
    log.ran(old, client="1", computer="4")
    for source, name in (("Monitor", "x"), ("User", "zofiq-svc"), ("User", "jdoe"), (None, None)):
        running = RunningScriptWire(id="1", source_type=source, source_name=name, start_date=NOW)
        log.running(running, client="2")
    log.changed(AuditWire(id="1", user_id="21", action="Script Edited", date_created=NOW))
    log.changed(AuditWire(id="2", user_id="12", action="Script Edited", date_created=NOW))
    log.changed(AuditWire(id="3", user_id="21", action="Login", date_created=NOW))
    counted = {
        (one.feature.rpartition(".")[2], one.initiator, one.outcome, one.count)
        for one in log.counter.stats(complete=False)
    }
    assert counted == {
        ("scheduled_scripts", Initiator.UNKNOWN, Outcome.SUCCEEDED, 1),
        ("monitor_autofix", Initiator.UNKNOWN, Outcome.FAILED, 1),
        ("asio_agents", Initiator.AI, Outcome.UNKNOWN, 1),
        ("api_integrations", Initiator.MACHINE, Outcome.SUCCEEDED, 1),
        ("monitor_autofix", Initiator.RULE, Outcome.PENDING, 1),
        ("asio_agents", Initiator.AI, Outcome.PENDING, 1),
        ("asio_agents", Initiator.AI, Outcome.SUCCEEDED, 1),
    }
    assert log.where("ZOFIQ-svc") == {"1", "2"}


def test_a_run_that_is_under_way_counts_once_though_two_lists_show_it() -> None:
    log = RunLog(tenant_id="t", programs=Programs(), since=SINCE)
    log.belongs(scheduled={"903"}, monitored=set())
    running = {"id": "1", "script_id": "903", "computer_id": "4711"}
    log.running(RunningScriptWire(**running, source_type="Schedule", start_date=NOW), client="12")
    for script, status, computer in (
        *(("903", "Running", "4711"), ("903", "Running", "4712"), ("903", "Done", "4711")),
    ):
        row = ScriptHistoryWire(id="5", script_id=script, status=status, history_date=NOW)
        log.ran(row, client="12", computer=computer)
    counted = {(one.initiator, one.outcome): one.count for one in log.counter.stats(complete=False)}
    assert counted == {
        (Initiator.RULE, Outcome.PENDING): 1,
        (Initiator.UNKNOWN, Outcome.PENDING): 1,
        (Initiator.UNKNOWN, Outcome.UNKNOWN): 1,
    }


def test_alerts_and_installations_of_the_time_looked_at_are_counted() -> None:
    alerts, patches = AlertLog(tenant_id="t", since=SINCE), PatchLog(tenant_id="t", since=SINCE)
    for at in (NOW, SINCE - timedelta(days=1), None):
        alerts.add(AlertWire(id="1", client_id="1", alert_date=at))
        for operation in ("Installation", "Uninstallation", None):
            row = PatchHistoryWire(action_date=at, operation=operation, result="Failed")
            patches.add(row)
    assert [one.count for one in alerts.counter.stats(complete=True)] == [1]
    ((count, outcome),) = ((o.count, o.outcome) for o in patches.counter.stats(complete=True))
    assert (count, outcome) == (1, Outcome.FAILED)


@pytest.mark.parametrize(
    ("external", "psa", "links"),
    [
        ("250", "connectwise.psa", (("connectwise.psa", "250"),)),
        ("0", "connectwise.psa", ()),
        ("", "connectwise.psa", ()),
        (None, "connectwise.psa", ()),
        ("250", "", ()),
    ],
)
def test_a_clients_id_in_the_psa_is_a_link(
    external: str | None, psa: str, links: tuple[tuple[str, str], ...]
) -> None:
    row = ClientWire.model_validate({"Id": "1", "Name": "A", "ExternalId": external})
    found = organization_from(row, place=PLACE, endpoints=3, psa=psa)
    assert (found.links, found.name, found.endpoints) == (links, "A", 3)


def test_commands_are_counted_where_a_program_sent_them() -> None:
    programs = Programs({"rallied": "third_party_ai"}, {"21": "rallied"}, {"rallied"})
    runs = RunLog(tenant_id="t", programs=programs, since=SINCE)
    for user, when in (("Rallied", NOW), ("jdoe", NOW), (None, NOW), ("rallied", None)):
        runs.commanded(CommandHistoryWire(id="1", user=user, date_executed=when), client="1")
    (one,) = runs.counter.stats(complete=False)
    assert (one.feature, one.initiator) == ("connectwise.automate.third_party_ai", Initiator.AI)
    assert (one.organization, one.outcome, one.count) == ("1", Outcome.UNKNOWN, 1)
    assert runs.where("rallied") == {"1"}


def test_of_the_flags_those_are_kept_that_may_be_ai() -> None:
    flags: dict[str, Any] = {
        "AiScriptAssistant": True,
        "EnableAI": False,
        "SidekickEnabled": "on",
        "ChatBotEnabled": 1,
        "TicketSentiment": None,
        "generativeHelp": {"x": 1},
        "Odd name with AI": True,
        "CopilotToken": "hush",
        **dict.fromkeys(("Mail", "Maintain", "EmailV2", "GenerateReport", "Retail"), True),
    }
    unknown = possible_ai_flags(flags, origin=ORIGIN, place=PLACE)
    assert {one.pointer: one.value for one in unknown.settings} == {
        "/AiScriptAssistant": True,
        "/EnableAI": False,
        "/SidekickEnabled": "on",
        "/ChatBotEnabled": 1,
        "/TicketSentiment": None,
        "/generativeHelp": None,
        "/Odd name with AI": True,
        "/CopilotToken": None,
    }
    assert "hush" not in repr(unknown)


def test_a_change_of_a_flag_shows_though_its_value_is_not_kept() -> None:
    def digest_of(value: object) -> str:
        (one,) = possible_ai_flags({"generativeHelp": value}, origin=ORIGIN, place=PLACE).settings
        return one.digest

    assert digest_of({"on": True}) != digest_of({"on": False})
