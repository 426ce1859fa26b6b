"""The audit log by the words of its templates, and who is behind a line."""

from __future__ import annotations

from typing import Any

import pytest
from tests.sentinelone.console import (
    Console,
    agent,
    collected,
    refusal,
    rows,
    threat,
    whole_console,
)
from tests.sentinelone.quiet import COMMANDS

from aigov_connectors.inventory import Collection, DecisionKind
from aigov_connectors.sentinelone.normalize.activities import Telling, meanings_of
from aigov_connectors.sentinelone.wire_automation import ActivityTypeWire

TYPES = [
    {
        "id": 2024,
        "action": "Quarantined",
        "descriptionTemplate": "{{ file }} quarantined by policy",
    },
    {"id": 2014, "action": "Quarantine", "descriptionTemplate": "{{ u }} issued a command"},
    {"id": 2030, "action": "Analyst Verdict Changed", "descriptionTemplate": "{{ u }} changed"},
    {"id": 3002, "action": "Added", "descriptionTemplate": "Cloud added the hash to blocklist"},
    {"id": 27, "action": "User Logged In", "descriptionTemplate": "{{ u }} logged in"},
]
ALL_TYPES: dict[str, Any] = {"activities/types": {"data": [*TYPES, *COMMANDS]}}
CHANGED = "{{ username }} turned off policy inheritance for {{ site_name }}."
NO_ROLES = {"data": {"id": "1", "scope": "account", "scopeRoles": []}}


def line(kind: int, number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "activityType": kind,
        "createdAt": "2026-09-30T11:02:04.000000Z",
        "siteId": "s1",
        "userId": None,
        "threatId": None,
        "primaryDescription": "SECRET-TEXT",
        "data": {"username": "SECRET-PERSON", "computerName": "SECRET-HOST"},
        **more,
    }


async def read(*lines: dict[str, Any], **answers: Any) -> tuple[Collection, Console]:
    asked = Console(
        {
            **whole_console(),
            "/activities/types": {"data": TYPES},
            "/activities": rows(*lines),
            **{"/" + name: value for name, value in answers.items()},
        }
    )
    return await collected(asked), asked


@pytest.mark.parametrize(
    ("words", "telling", "action"),
    [
        ("was killed by policy", Telling.BY_POLICY, DecisionKind.CONTAIN_FILE),
        ("was remediated by policy", Telling.BY_POLICY, DecisionKind.REMEDIATE_ENDPOINT),
        ("was rolled back by policy", Telling.BY_POLICY, DecisionKind.ROLL_BACK_ENDPOINT),
        ("network-quarantined by policy", Telling.BY_POLICY, DecisionKind.ISOLATE_ENDPOINT),
        (
            "issued a disconnect from network command",
            Telling.COMMAND,
            DecisionKind.ISOLATE_ENDPOINT,
        ),
        ("changed the analyst verdict", Telling.VERDICT, DecisionKind.INFORM),
    ],
)
def test_a_type_is_known_by_its_words(words: str, telling: Telling, action: DecisionKind) -> None:
    one = ActivityTypeWire(id="1", action="X", description_template=words)
    assert (meanings_of([one])["1"].telling, meanings_of([one])["1"].action) == (telling, action)


@pytest.mark.parametrize(
    "words",
    [
        "issued an unquarantine command",
        "logged in",
        "reconnect",
        "Hash removed from blocklist",
        "deleted the hash from the blacklist",
        "Policy quarantine settings changed by policy manager",
    ],
)
def test_other_types_are_not_counted(words: str) -> None:
    assert meanings_of([ActivityTypeWire(id="1", action=None, description_template=words)]) == {}


async def test_only_the_types_that_count_are_asked_for() -> None:
    _, asked = await read()
    (request,) = (one for one in asked.requests if one.url.path.endswith("/activities"))
    assert set(request.url.params["activityTypes"].split(",")) == {"2014", "2024", "2030", "3002"}


async def test_a_command_names_the_person_whom_the_threat_does_not() -> None:
    detected = threat(mitigationStatus=[{"action": "quarantine", "status": "success"}])
    detected["agentDetectionInfo"]["agentMitigationMode"] = "detect"
    found, _ = await read(line(2014, 1, userId="11", threatId="9001"), threats=rows(detected))
    assert [one.initiator for one in found.decisions] == ["person"]
    assert [one.count for one in found.decisions] == [1], "one deed, told twice, is one"


@pytest.mark.parametrize("known", [rows({"id": "12"}), refusal(4030010)], ids=["one", "unread"])
async def test_what_a_service_user_does_is_not_known_to_be_a_persons(known: Any) -> None:
    lines = [
        line(2014, 1, userId="12", threatId="9001"),
        line(2030, 2, userId="12", threatId="9001", data={"newAnalystVerdict": "false_positive"}),
        line(3002, 3, userId="12"),
    ]
    detected = threat(mitigationStatus=[{"action": "quarantine", "status": "success"}])
    detected["agentDetectionInfo"]["agentMitigationMode"] = "detect"
    found, _ = await read(*lines, threats=rows(detected), **{"service-users": known})
    assert [(one.feature, one.initiator) for one in found.decisions] == [
        ("sentinelone.static_ai", "unknown")
    ]
    found, _ = await read(*lines, threats=refusal(4030010), **{"service-users": known})
    assert {(one.action, one.initiator, one.human_verdict) for one in found.decisions} == {
        ("contain_file", "unknown", "unknown"),
        ("inform", "unknown", "unknown"),
    }


async def test_a_person_is_known_only_beside_all_service_users() -> None:
    found, _ = await read(
        line(2014, 1, userId="11", threatId="9001"),
        threats=refusal(4030010),
        **{"service-users": refusal(4030010)},
    )
    assert [one.initiator for one in found.decisions] == ["unknown"]


async def test_an_id_that_no_list_of_users_has_is_not_known_to_be_a_persons() -> None:
    found, _ = await read(line(2014, 1, userId="4711", threatId="9001"), threats=refusal(4030010))
    assert [one.initiator for one in found.decisions] == ["unknown"]


async def test_what_the_threats_tell_is_not_counted_again() -> None:
    found, _ = await read(line(2024, 1, threatId="9001"))
    assert [(one.feature, one.count) for one in found.decisions] == [("sentinelone.static_ai", 1)]


async def test_without_threats_the_log_tells_of_them() -> None:
    found, _ = await read(
        line(2024, 1, threatId="9001"),
        line(2014, 2, userId="11", threatId="9002"),
        line(2030, 3, userId="11", threatId="9001", data={"newAnalystVerdict": "false_positive"}),
        threats=refusal(4030010),
    )
    told = {(one.action, one.initiator, one.human_verdict) for one in found.decisions}
    assert told == {
        ("contain_file", "machine", "unknown"),
        ("contain_file", "person", "unknown"),
        ("inform", "person", "rejected"),
    }


async def test_a_hash_that_the_cloud_blocks_is_auto_immune_at_work() -> None:
    found, _ = await read(
        line(3002, 1, data={"username": "Cloud"}),
        line(3002, 2, userId="11"),
        line(3002, 3, data={"username": "SECRET-PERSON"}),  # named, and without an id
    )
    immune = [one for one in found.decisions if one.feature == "sentinelone.auto_immune"]
    assert [(one.initiator, one.count) for one in immune] == [("machine", 1)]


async def test_a_command_of_somebody_named_without_an_id_is_not_the_machines() -> None:
    found, _ = await read(line(2014, 1, threatId="9002"), threats=refusal(4030010))
    assert [one.initiator for one in found.decisions] == ["unknown"]
    found, _ = await read(line(2014, 1, threatId="9002", data={}), threats=refusal(4030010))
    assert [one.initiator for one in found.decisions] == ["machine"]


@pytest.mark.parametrize("deed", ["remediate", "rollback", "network_quarantine"])
async def test_without_the_log_what_a_command_may_have_done_is_nobodys(deed: str) -> None:
    done = threat(mitigationStatus=[{"action": deed, "status": "success"}])
    found, _ = await read(threats=rows(done), **ALL_TYPES)
    assert [one.initiator for one in found.decisions] == ["machine"]
    found, _ = await read(threats=rows(done), activities=refusal(4030010), **ALL_TYPES)
    assert [one.initiator for one in found.decisions] == ["unknown"]
    killed = threat(mitigationStatus=[{"action": "kill", "status": "success"}])
    found, _ = await read(threats=rows(killed), activities=refusal(4030010))
    assert [one.initiator for one in found.decisions] == ["machine"], "Protect kills in any case"


@pytest.mark.parametrize("deed", ["remediate", "rollback", "network_quarantine"])
async def test_a_log_that_is_empty_to_a_caller_of_unknown_rights_proves_nothing(deed: str) -> None:
    done = threat(mitigationStatus=[{"action": deed, "status": "success"}])
    found, _ = await read(threats=rows(done), user=NO_ROLES, **ALL_TYPES)
    assert [one.initiator for one in found.decisions] == ["unknown"]


async def test_no_changes_shown_to_a_caller_of_unknown_rights_are_a_gap() -> None:
    edited = {"id": 9, "action": "", "descriptionTemplate": CHANGED}
    types = {"activities/types": {"data": [*TYPES, edited]}}
    for user, told in ((whole_console()["/user"], False), (NO_ROLES, True)):
        found, _ = await read(user=user, **types)
        subjects = {one.subject for one in found.gaps if one.resource == "activities"}
        assert ("changes of settings" in subjects) is told


@pytest.mark.parametrize(
    ("deed", "named"),
    [
        ("remediate", "remediate endpoint"),
        ("rollback", "roll back endpoint"),
        ("network_quarantine", "isolate endpoint"),
    ],
)
async def test_commands_of_which_no_type_is_known_are_not_held_to_be_none(
    deed: str, named: str
) -> None:
    done = threat(mitigationStatus=[{"action": deed, "status": "success"}])
    found, _ = await read(line(2024, 1), threats=rows(done))
    assert [one.initiator for one in found.decisions] == ["unknown"]
    (gap,) = (one for one in found.gaps if one.subject.startswith("commands of people"))
    assert (gap.reason, gap.features) == ("inconclusive", ())
    assert named in gap.subject
    assert "contain" not in gap.subject, "of this there is a type"


async def test_a_line_that_cannot_be_read_leaves_the_counts_incomplete() -> None:
    found, _ = await read(line(3002, 1, data={}), {"id": {"odd": 2}, "activityType": 3002})
    immune = [one for one in found.decisions if one.feature == "sentinelone.auto_immune"]
    assert [(one.count, one.complete) for one in immune] == [(1, False)]


async def test_a_console_with_other_words_makes_a_gap_and_not_silence() -> None:
    asked = Console({**whole_console(), "/activities/types": {"data": [TYPES[-1]]}})
    found = await collected(asked)
    assert [one.reason for one in found.gaps if one.resource == "activities"] == ["inconclusive"]
    assert "/activities" not in asked.paths


async def test_nothing_of_a_line_but_counts_is_kept() -> None:
    found, _ = await read(
        line(3002, 1), line(2024, 2, threatId="9001"), agents=rows(agent(1, "s1", "g1"))
    )
    assert "SECRET" not in found.model_dump_json()
