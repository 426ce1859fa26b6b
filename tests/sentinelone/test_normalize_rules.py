"""What a custom rule sets off follows from the rule, and from the policy where its alert lands."""

from __future__ import annotations

from typing import Any

import pytest
from tests.sentinelone.console import Console, collected, policy, refusal, rows, whole_console

from aigov_connectors.inventory import Collection, Deployment, GapReason

RULE: dict[str, Any] = {
    "id": "501",
    "name": "Encoded PowerShell",
    "status": "Active",
    "queryType": "events",
    "scope": "account",
    "scopeId": ["a1"],
    "accountId": "a1",
    "treatAsThreat": "UNDEFINED",
    "networkQuarantine": False,
    "expired": False,
    "reachedLimit": False,
    "creator": "SECRET-PERSON",
    "s1ql": "SECRET-QUERY",
}


async def read(*rules: dict[str, Any], **answers: Any) -> Collection:
    known = {**whole_console(), "/cloud-detection/rules": rows(*rules)}
    known.update({"/" + name.replace("_", "/"): value for name, value in answers.items()})
    return await collected(Console(known))


async def stated(rule: dict[str, Any], **answers: Any) -> dict[str, Deployment]:
    """Deployments of one rule, by level and id of their scope."""
    found = await read({**RULE, **rule}, **answers)
    return {
        f"{one.scope.level}:{one.scope.id}": one
        for one in found.deployments
        if one.source_object.kind == "rule"
    }


async def test_a_rule_that_only_alerts_informs_and_waits_for_an_analyst() -> None:
    (one,) = (await stated({})).values()
    assert (one.feature, one.enabled) == ("sentinelone.star_active_response", True)
    assert (one.autonomy, one.gate.kind) == ("advisory", "pre_approval")
    assert one.decisions == ("inform",)
    assert one.breakdown == ()


async def test_a_rule_that_isolates_acts_whatever_the_policy_says() -> None:
    (one,) = (await stated({"networkQuarantine": True})).values()
    assert (one.autonomy, one.gate.kind) == ("fully_autonomous", "none")
    assert one.decisions == ("isolate_endpoint",)


async def test_an_alert_that_becomes_a_threat_acts_where_the_policy_protects() -> None:
    found = await stated({"treatAsThreat": "Malicious"})
    assert {key: one.autonomy for key, one in found.items()} == {
        "account:a1": "fully_autonomous",
        "group:g3": "advisory",
    }
    part = found["account:a1"].breakdown[0]
    assert (part.dimension, part.value, part.autonomy) == (
        "confidence",
        "malicious",
        "fully_autonomous",
    )
    assert found["account:a1"].decisions == ("contain_file",)


async def test_scopes_whose_policy_has_the_same_mode_are_told_together() -> None:
    found = await read({**RULE, "treatAsThreat": "Suspicious"})
    reach = {
        one.scope.id: {
            r.organization: r.endpoints for r in found.reaches if r.deployment == one.key
        }
        for one in found.deployments
        if one.source_object.kind == "rule"
    }
    # The account detects, the site s2 protects, and its group g3 detects again.
    assert reach == {"a1": {"s1": 2, "s2": 1, "s4": 0}, "s2": {"s2": 1}}


async def test_a_policy_that_may_not_be_read_leaves_its_scope_open() -> None:
    found = await stated({"treatAsThreat": "Malicious"}, sites_s2_policy=refusal(4030010))
    assert found["site:s2"].autonomy == "unknown"
    assert found["site:s2"].decisions == ("contain_file",)
    assert found["account:a1"].autonomy == "fully_autonomous"


async def test_where_no_policy_may_be_read_a_rule_stands_at_its_own_scope() -> None:
    refused = {f"sites_{one}_policy": refusal(4030010) for one in ("s1", "s2", "s4")}
    found = await stated({"treatAsThreat": "Malicious"}, **refused, groups_g3_policy=refusal(1))
    assert set(found) == {"account:a1"}
    assert found["account:a1"].autonomy == "unknown"


async def test_a_mode_that_nobody_knows_is_unknown() -> None:
    odd = {"data": policy(mitigationMode="contain_and_review")}
    found = await stated({"treatAsThreat": "Malicious"}, sites_s2_policy=odd)
    assert found["site:s2"].autonomy == "unknown"


async def test_a_policy_whose_depth_contradicts_its_mode_leaves_it_open() -> None:
    odd = {"data": policy(mitigationMode="protect", autoMitigationAction="mitigation.none")}
    found = await stated({"treatAsThreat": "Malicious"}, sites_s2_policy=odd)
    assert (found["site:s2"].autonomy, found["site:s2"].basis) == ("unknown", "inferred")
    assert "autoMitigationAction" in [one.name for one in found["site:s2"].settings]
    assert found["account:a1"].autonomy == "fully_autonomous"


async def test_what_the_policy_does_with_a_threat_follows_its_depth_and_its_isolation() -> None:
    deep = {"data": policy(autoMitigationAction="mitigation.rollbackThreat")}
    found = await stated({"treatAsThreat": "Malicious"}, sites_s2_policy=deep)
    assert found["account:a1"].decisions == ("contain_file",)
    assert found["site:s2"].decisions == (
        "contain_file",
        "remediate_endpoint",
        "roll_back_endpoint",
    )
    assert found["group:g3"].autonomy == "advisory"
    cut = {"data": policy(networkQuarantineOn=True)}
    found = await stated({"treatAsThreat": "Malicious"}, sites_s2_policy=cut)
    assert found["site:s2"].decisions == ("contain_file", "isolate_endpoint")
    assert found["site:s2"].basis == "inferred"
    names = [one.name for one in found["site:s2"].settings]
    assert {"autoMitigationAction", "networkQuarantineOn"} <= set(names)


async def test_how_far_a_policy_that_only_detects_would_go_makes_no_difference() -> None:
    deep = {"data": policy(networkQuarantineOn=True, mitigationMode="detect")}
    found = await stated({"treatAsThreat": "Malicious"}, sites_s2_policy=deep)
    one = found["site:s2"]
    assert (one.autonomy, one.decisions) == ("advisory", ("contain_file", "inform"))
    assert "networkQuarantineOn" not in [row.name for row in one.settings]


async def test_a_depth_that_nobody_knows_is_at_least_what_protect_does() -> None:
    odd = {"data": policy(autoMitigationAction="mitigation.everything")}
    found = await stated({"treatAsThreat": "Malicious"}, sites_s2_policy=odd)
    assert (found["site:s2"].autonomy, found["site:s2"].basis) == ("fully_autonomous", "inferred")
    assert found["site:s2"].decisions == ("contain_file",)


async def test_the_case_of_words_makes_no_difference() -> None:
    loud = {"data": policy(mitigationMode="PROTECT")}
    found = await stated({"treatAsThreat": "MALICIOUS", "status": "ACTIVE"}, sites_s2_policy=loud)
    assert {key: (one.autonomy, one.enabled) for key, one in found.items()} == {
        "account:a1": ("fully_autonomous", True),
        "group:g3": ("advisory", True),
    }


@pytest.mark.parametrize(
    "change",
    [
        {"status": "Disabled"},
        {"status": "Draft"},
        {"status": "Deleted"},
        {"expired": True},
        {"reachedLimit": True},
    ],
)
async def test_a_rule_that_is_not_active_is_stated_as_off(change: dict[str, Any]) -> None:
    (one,) = (await stated({"networkQuarantine": True, **change})).values()
    assert one.enabled is False
    assert one.autonomy == "fully_autonomous"


@pytest.mark.parametrize("status", ["Activating", "Paused", None])
async def test_a_status_without_a_meaning_leaves_it_open(status: str | None) -> None:
    (one,) = (await stated({"networkQuarantine": True, "status": status})).values()
    assert one.enabled is None


async def test_spelling_of_a_threat_level_does_not_matter() -> None:
    found = await stated({"treatAsThreat": "MALICIOUS"})
    assert found["account:a1"].autonomy == "fully_autonomous"


@pytest.mark.parametrize("change", [{"treatAsThreat": "Critical"}, {"networkQuarantine": None}])
async def test_what_a_response_means_is_unknown_where_no_table_says(change: dict[str, Any]) -> None:
    (one,) = (await stated(change)).values()
    assert one.autonomy == "unknown"


async def test_a_first_seen_rule_is_a_feature_of_its_own() -> None:
    (one,) = (await stated({"queryType": "uebafirstseen"})).values()
    assert (one.feature, one.decisions) == ("sentinelone.ueba_first_seen", ("inform",))
    (acting,) = (await stated({"queryType": "uebafirstseen", "networkQuarantine": True})).values()
    assert (acting.feature, acting.autonomy) == ("sentinelone.ueba_first_seen", "fully_autonomous")


async def test_a_rule_of_a_group_follows_the_policy_of_its_site() -> None:
    found = await stated(
        {"scope": "group", "scopeId": ["g1"], "siteId": "s1", "treatAsThreat": "Malicious"}
    )
    (key,) = found
    assert (key, found[key].autonomy) == ("group:g1", "fully_autonomous")


async def test_a_rule_of_a_site_that_has_ended_reaches_nobody() -> None:
    assert await stated({"scope": "site", "scopeId": ["s3"], "siteId": "s3"}) == {}


async def test_a_rule_of_a_scope_that_was_not_listed_has_an_unknown_reach() -> None:
    rule = {"scope": "site", "scopeId": ["s99"], "siteId": "s99", "networkQuarantine": True}
    (one,) = (await stated(rule)).values()
    assert (one.reach, one.autonomy) == ("unknown", "fully_autonomous")


async def test_levels_of_which_no_rule_came_are_not_called_empty() -> None:
    found = await read(RULE)
    (gap,) = (one for one in found.gaps if one.resource == "custom_rules")
    assert gap.reason is GapReason.INCONCLUSIVE
    assert "global, site, group" in gap.subject
    assert "account" not in gap.subject


async def test_neither_query_nor_author_is_kept() -> None:
    assert "SECRET" not in (await read(RULE)).model_dump_json()


@pytest.mark.parametrize("word", ["global", "tenant", "multi-site", None])
async def test_ids_of_one_scope_state_a_rule_once(word: str | None) -> None:
    rule = {"scope": word, "scopeId": ["s1", "s2"], "networkQuarantine": True}
    found = await read({**RULE, **rule})
    (one,) = (one for one in found.deployments if one.source_object.kind == "rule")
    assert (one.scope.level, one.autonomy) == ("tenant", "fully_autonomous")
    # What is told in no known word is somewhere, and not everywhere.
    assert one.reach == ("listed" if word in ("global", "tenant") else "unknown")
    assert not [gap for gap in found.gaps if gap.resource == "statement"]


async def test_a_rule_of_a_scope_in_no_known_word_is_not_set_against_policies() -> None:
    rule = {"scope": None, "scopeId": None, "accountId": None, "treatAsThreat": "Malicious"}
    (one,) = (await stated(rule)).values()
    assert (one.reach, one.autonomy) == ("unknown", "unknown")


@pytest.mark.parametrize(
    ("change", "enabled"),
    [
        ({"expirationMode": "Temporary", "expiration": "2020-01-01T00:00:00Z"}, False),
        ({"expirationMode": "Temporary", "expiration": "2099-01-01T00:00:00Z"}, True),
        ({"expirationMode": "Temporary"}, None),
        ({"expirationMode": "Permanent", "expiration": None}, True),
        ({}, None),
        ({"expired": True, "expirationMode": "Permanent"}, False),
    ],
)
async def test_whether_the_time_of_a_rule_is_over_is_told_by_its_date_or_left_open(
    change: dict[str, Any], enabled: bool | None
) -> None:
    (one,) = (await stated({"expired": None, **change})).values()
    assert one.enabled is enabled
    if "2020" in str(change):
        assert "expiration" in [each.name for each in one.settings]
