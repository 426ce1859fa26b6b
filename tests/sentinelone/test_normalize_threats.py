"""Threats become counted decisions: who acted, how it ended, what a person said of it."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sentinelone.console import LIVE_SITE, threat
from tests.sentinelone.test_wire import JSON

from aigov_connectors.inventory import (
    DecisionCounter,
    DecisionKind,
    DecisionStats,
    HumanVerdict,
    Initiator,
    Outcome,
)
from aigov_connectors.sentinelone.normalize import count_threats, tenancy_from_lists
from aigov_connectors.sentinelone.normalize.activities import Commands
from aigov_connectors.sentinelone.wire import SiteWire, ThreatWire

TENANCY = tenancy_from_lists(
    tenant_id="example.sentinelone.net",
    client_level="site",
    accounts=[],
    sites=[SiteWire.model_validate(LIVE_SITE)],
)
KILLED = [{"action": "kill", "status": "success"}, {"action": "quarantine", "status": "success"}]


def counted(
    *threats: dict[str, Any],
    commands: Commands = MappingProxyType({}),
    known: frozenset[DecisionKind] = frozenset(DecisionKind),
) -> tuple[tuple[DecisionStats, ...], int]:
    counter = DecisionCounter(vendor="sentinelone", tenant_id="example.sentinelone.net")
    read = [ThreatWire.model_validate(one) for one in threats]
    without_time = count_threats(read, counter, TENANCY, commands, known=known)
    return counter.stats(complete=True), without_time


def commanded(
    row: dict[str, Any], kind: DecisionKind, by: Initiator = Initiator.PERSON
) -> Commands:
    return {(str(row["id"]), kind): by}


def one(**info: Any) -> DecisionStats:
    (found,), _ = counted(threat(**info))
    return found


def test_killing_and_quarantining_a_file_is_one_decision() -> None:
    found = one(mitigationStatus=KILLED)
    assert found.count == 1
    assert (found.feature, found.organization) == ("sentinelone.static_ai", "s1")
    assert found.day == date(2026, 9, 30)
    assert (found.action, found.initiator) == (DecisionKind.CONTAIN_FILE, Initiator.MACHINE)
    assert (found.outcome, found.reversed) == (Outcome.SUCCEEDED, False)
    assert found.human_verdict is HumanVerdict.NOT_REVIEWED


def test_a_threat_on_which_nothing_was_done_informs() -> None:
    assert one().action is DecisionKind.INFORM
    assert one(mitigatedPreemptively=True).action is DecisionKind.BLOCK_EXECUTION


@pytest.mark.parametrize("sent", [None, {}, "kill", ["x"], [{}], [{"action": "shred"}]])
def test_what_was_done_is_not_nothing_where_it_is_not_told(sent: Any) -> None:
    assert one(mitigationStatus=sent).action is DecisionKind.UNKNOWN


def test_a_threat_that_was_mitigated_nobody_tells_how_did_more_than_inform() -> None:
    row = threat()
    row["threatInfo"]["mitigationStatus"] = "mitigated"
    (found,), _ = counted(row)
    assert found.action is DecisionKind.UNKNOWN
    row["threatInfo"]["mitigationStatus"] = "marked_as_benign"
    (found,), _ = counted(row)
    assert found.action is DecisionKind.INFORM


def test_what_an_unreadable_line_may_have_undone_is_not_known_to_stand() -> None:
    assert one(mitigationStatus=[*KILLED, "x"]).reversed is None
    undone = [*KILLED, {"action": "unquarantine", "status": "success"}, "x"]
    assert one(mitigationStatus=undone).reversed is True


@pytest.mark.parametrize(
    ("info", "feature"),
    [
        ({"detectionEngines": ["pre_execution_suspicious"]}, "static_ai_suspicious"),
        ({"detectionEngines": ["novel", {"key": "data_files"}]}, "behavioral_ai"),
        ({"detectionEngines": None, "classificationSource": "Cloud"}, "reputation"),
        ({"detectionEngines": 3, "classificationSource": "Engine"}, "auto_mitigation"),
        ({"initiatedBy": "star_active"}, "star_active_response"),
        ({"mitigationStatus": [{"action": "remove_macros"}]}, "macro_removal"),
        ({"mitigationStatus": [{"action": "network_quarantine"}]}, "network_quarantine"),
        ({"mitigationStatus": [{"action": "rollback"}]}, "auto_mitigation"),
    ],
)
def test_a_decision_belongs_to_the_feature_that_made_it(info: dict[str, Any], feature: str) -> None:
    assert one(**info).feature == f"sentinelone.{feature}"


@pytest.mark.parametrize(
    ("word", "initiator"),
    [
        ("agent_policy", Initiator.MACHINE),
        ("star_active", Initiator.RULE),
        ("console_api", Initiator.UNKNOWN),
        ("on_demand_scan", Initiator.UNKNOWN),
        ("multiple", Initiator.UNKNOWN),
        ("agentPolicy", Initiator.UNKNOWN),
        (None, Initiator.UNKNOWN),
    ],
)
def test_only_plain_words_name_who_acted(word: str | None, initiator: Initiator) -> None:
    assert one(initiatedBy=word, mitigationStatus=KILLED).initiator is initiator


def test_who_acted_on_an_endpoint_that_only_detects_is_not_known() -> None:
    row = threat(mitigationStatus=KILLED)
    row["agentDetectionInfo"]["agentMitigationMode"] = "detect"
    (found,), _ = counted(row)
    assert found.initiator is Initiator.UNKNOWN


DEEDS = ["kill", "remediate", "rollback", "network_quarantine"]


@pytest.mark.parametrize("deed", DEEDS)
def test_a_rule_that_began_a_threat_did_not_act_where_the_agent_only_detects(deed: str) -> None:
    row = threat(initiatedBy="star_active", mitigationStatus=[{"action": deed}])
    (acting,), _ = counted(row)
    assert acting.initiator is Initiator.RULE
    (unread,), _ = counted(row, known=frozenset())
    assert unread.initiator is (Initiator.RULE if deed == "kill" else Initiator.UNKNOWN)
    row["agentDetectionInfo"]["agentMitigationMode"] = "detect"
    (found,), _ = counted(row)
    assert found.initiator is Initiator.UNKNOWN
    assert found.feature == "sentinelone.star_active_response"


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("mode", ["protect", "detect"])
def test_a_person_who_declared_a_threat_is_not_known_to_have_done_the_rest(
    deed: str, mode: str
) -> None:
    row = threat(initiatedBy="star_manual", mitigationStatus=[{"action": deed}])
    row["agentDetectionInfo"]["agentMitigationMode"] = mode
    (found,), _ = counted(row)
    assert found.initiator is Initiator.UNKNOWN, "Protect acts on it by itself"
    assert one(initiatedBy="star_manual").initiator is Initiator.PERSON, "it is this that they did"


@pytest.mark.parametrize("confidence", ["suspicious", "Suspicious", "n/a", None])
def test_the_mode_of_a_threat_is_not_the_one_for_suspicions(confidence: str | None) -> None:
    found = one(confidenceLevel=confidence, mitigationStatus=KILLED)
    assert found.initiator is Initiator.UNKNOWN
    assert one(confidenceLevel=confidence).initiator is Initiator.MACHINE, "it detected by itself"


@pytest.mark.parametrize("word", ["agent_policy", "star_active", "console_api", None])
@pytest.mark.parametrize("mode", ["protect", "detect"])
def test_a_command_that_a_person_gave_tells_who_acted(word: str | None, mode: str) -> None:
    row = threat(initiatedBy=word, mitigationStatus=KILLED)
    row["agentDetectionInfo"]["agentMitigationMode"] = mode
    (alone,), _ = counted(row)
    (found,), _ = counted(row, commands=commanded(row, DecisionKind.CONTAIN_FILE))
    acted = alone.initiator is not Initiator.UNKNOWN
    assert found.initiator is (Initiator.UNKNOWN if acted else Initiator.PERSON), (
        "an agent that acts killed it before anybody commanded anything"
    )
    (other,), _ = counted(row, commands=commanded(row, DecisionKind.ISOLATE_ENDPOINT))
    assert other.initiator is alone.initiator


def test_a_command_that_no_person_is_known_to_have_given_leaves_it_open() -> None:
    row = threat(initiatedBy="console_api", mitigationStatus=KILLED)
    given = commanded(row, DecisionKind.CONTAIN_FILE, by=Initiator.UNKNOWN)
    (found,), _ = counted(row, commands=given)
    assert found.initiator is Initiator.UNKNOWN


@pytest.mark.parametrize(
    ("info", "verdict"),
    [
        ({"analystVerdict": "true_positive"}, HumanVerdict.CONFIRMED),
        ({"analystVerdict": "False positive"}, HumanVerdict.REJECTED),
        ({"analystVerdict": "suspicious"}, HumanVerdict.UNKNOWN),
        ({"mitigationStatus_": 1, "analystVerdict": None}, HumanVerdict.UNKNOWN),
    ],
)
def test_what_a_person_said_of_it(info: dict[str, Any], verdict: HumanVerdict) -> None:
    assert one(**info).human_verdict is verdict


def test_marked_as_benign_is_a_rejection() -> None:
    row = threat()
    row["threatInfo"]["mitigationStatus"] = "marked_as_benign"
    (found,), _ = counted(row)
    assert found.human_verdict is HumanVerdict.REJECTED


@pytest.mark.parametrize(
    ("statuses", "outcome"),
    [
        (("success", "failed"), Outcome.FAILED),
        (("success", "pending-reboot"), Outcome.PENDING),
        (("success", "partial"), Outcome.UNKNOWN),
        (("success", None), Outcome.UNKNOWN),
    ],
)
def test_the_worst_end_counts(statuses: tuple[str | None, ...], outcome: Outcome) -> None:
    done = [{"action": "quarantine", "status": status} for status in statuses]
    assert one(mitigationStatus=done).outcome is outcome


def test_an_undone_quarantine_is_reversed() -> None:
    undone = {"action": "unquarantine", "status": "success"}
    assert one(mitigationStatus=[*KILLED, undone]).reversed is True
    tried = {"action": "unquarantine", "status": "failed"}
    assert one(mitigationStatus=[*KILLED, tried]).reversed is False


def test_a_threat_of_a_site_that_is_no_customer_belongs_to_nobody() -> None:
    assert one(site="s99").organization is None


def test_threats_without_a_time_are_told_and_not_counted() -> None:
    assert counted(threat(createdAt=None)) == ((), 1)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(list(threat()["threatInfo"])), JSON), JSON)
def test_any_json_is_counted(info: dict[str, Any], mitigations: Any) -> None:
    row = threat(**info)
    row["mitigationStatus"] = mitigations
    found, without_time = counted(row)
    assert len(found) >= 1 - without_time
