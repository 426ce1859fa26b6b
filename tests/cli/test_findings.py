"""`findings`: grouped, gravest first, filtered, and never without what was not read."""

from __future__ import annotations

import json

import pytest

pytestmark = pytest.mark.usefixtures("snapshot")


def test_the_gravest_stand_first_and_each_says_why_for_whom_and_what_to_change(command) -> None:
    out = command("findings", "--full").out
    assert out.index("high  ") < out.index("Could not be told") < out.index("Not read")
    for label in ("set by", "because", "features", "clients", "remedy", "rule"):
        assert f"  {label} " in out
    assert "Cedar Farm (30 devices)" in out


def test_evidence_names_request_field_value_and_time(command) -> None:
    out = " ".join(command("findings", "--show-evidence").out.split())
    assert 'GET /policies/{id}, object 1, read 23 Nov 2026 06:40 UTC: /mode = "protect"' in out
    assert "/mode" not in command("findings", "--full").out


def test_a_client_sees_its_own_and_no_name_of_another(command) -> None:
    done = command("findings", "--full", "--client", "lakeside clinic")
    assert done.code == 0
    assert "Lakeside Clinic (12 devices)" in done.out
    assert "Cedar Farm" not in done.out
    assert "Harbor Dental" not in done.out
    assert "runs scripts" not in done.out  # the rule leaves that client out
    assert "Coverage for Lakeside Clinic" in done.out


def test_a_client_whose_policy_was_refused_is_not_called_fine(command) -> None:
    out = command(
        "findings", "--full", "--client", "Harbor Dental", "--rule", "autonomous-containment"
    ).out
    assert "Nothing matches for Harbor Dental, in what was read." in out
    assert "refused" in out
    assert "Grant the right Policy: View." in out


def test_a_misspelt_client_is_an_error_that_suggests(command) -> None:
    done = command("findings", "--full", "--client", "Lakeside Clinik")
    assert done.code == 2
    assert "Did you mean: Lakeside Clinic" in done.err


@pytest.mark.parametrize(
    ("arguments", "there", "not_there"),
    [
        (["--rule", "unattended-script"], "runs scripts", "kills and quarantines"),
        (["--vendor", "acme"], "runs scripts", "Nothing matches"),
        (["--min-severity", "critical"], "Nothing matches", "runs scripts"),
        (["--verdict", "fail"], "runs scripts", "Could not be told"),
        (["--verdict", "pass"], "Within the policy", "Acts further"),
        (["--verdict", "all"], "Within the policy", "Nothing matches"),
        (["--verdict", "fail", "--verdict", "pass"], "Within the policy", "Could not be told"),
    ],
)
def test_filters(command, arguments, there, not_there) -> None:
    done = command("findings", "--full", *arguments)
    assert done.code == 0
    assert there in done.out
    assert not_there not in done.out
    assert "Coverage" in done.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["nowhere.json"],
        ["--rule", "no-such-rule"],
        ["--vendor", "nobody"],
        ["--min-severity", "dreadful"],
        ["--verdict", "maybe"],
        ["aigov-connectors.toml"],
    ],
)
def test_what_cannot_match_is_a_usage_error_not_good_news(command, arguments) -> None:
    done = command("findings", "--full", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err


def test_json_carries_what_the_findings_rest_on_and_what_is_missing(command) -> None:
    document = json.loads(command("findings", "--json", "--client", "Lakeside Clinic").out)
    known = {one["id"] for one in document["evidence"]}
    assert {one for found in document["findings"] for one in found["evidence"]} <= known
    assert {row["name"] for found in document["findings"] for row in found["clients"]} == {
        "Lakeside Clinic"
    }
    assert document["gaps"]
    assert document["coverage"]
    assert "Cedar Farm" not in json.dumps(document)


def test_a_waived_finding_stays_visible_and_is_marked(estate, command) -> None:
    with estate.config.open("a") as file:
        file.write(
            '\n[[waivers]]\nrule = "unattended-script"\nowner = "role:owner"\n'
            'reason = "tested monthly"\nuntil = 2999-01-01\n'
        )
    summary = command("discover").out
    assert "runs scripts" not in summary
    assert "; 1 waived." in summary
    out = " ".join(command("findings", "--full").out.split())
    assert "runs scripts (waived)" in out
    assert "by role:owner until 2999-01-01: tested monthly" in out


def test_what_acts_too_far_stands_before_what_surrounds_it(command, snapshot) -> None:
    out = command("findings", "--full").out
    sections = ("Acts further than", "how far it acts alone", "whether it can be stopped")
    places = [out.index(title) for title in sections]
    assert places == sorted(places)
    beside = out[places[-1] :]
    assert "whether that can be undone is not known" in " ".join(beside.split())
    assert "kills and quarantines" not in beside


def test_the_summary_tells_of_control_in_one_line(command, estate) -> None:
    lines = command("discover").out.splitlines()
    assert len([one for one in lines if one.lstrip().startswith("control  ")]) == 1
    assert not [one for one in lines if "no way back" in one]


def test_what_is_well_has_no_remedy_and_no_defect_for_a_title(estate, command) -> None:
    out = command("findings", "--full", "--verdict", "pass").out
    passed = out[: out.index("Not read")]
    assert "ok  " in passed
    assert "  because  " in passed
    assert "  remedy  " not in passed


def test_an_open_question_says_how_to_find_out_not_what_to_switch_off(command) -> None:
    done = command(
        "findings", "--full", "--verdict", "undetermined", "--rule", "autonomous-containment"
    )
    text = " ".join(done.out.split())
    assert "Look in the vendor's console what it does by itself, and who is asked before." in text
    assert "Set the named part to detection" not in text


def test_json_for_a_client_carries_its_own_coverage(command, snapshot) -> None:
    (client,) = [one for one in snapshot.inventory.clients if one.name == "Lakeside Clinic"]
    document = json.loads(command("findings", "--json", "--client", "Lakeside Clinic").out)
    assert [row["client"] for row in document["coverage"]] == [client.id]


def test_the_gaps_beside_one_rule_are_those_that_were_to_be_read(command) -> None:
    everything = command("findings", "--full").out
    one_rule = command("findings", "--full", "--rule", "unattended-script").out
    assert "refused" in one_rule
    assert one_rule.count("remedy") < everything.count("remedy")


def test_brief_is_one_line_for_each_and_drops_nothing(command, estate) -> None:
    command("discover", "--quiet")
    out = command("findings", "--brief", "--verdict", "all").out
    lines = out.splitlines()
    for answer in ("fail", "open", "pass"):
        assert any(one.split()[1] == answer for one in lines)
    assert all(one.split()[0] in {"high", "medium", "low", "info", "gap"} for one in lines)
    assert lines[-1].startswith("gap ")
    full = command("findings", "--full", "--verdict", "all").out
    headed = [
        one for one in full.splitlines() if one.startswith(("high ", "medium ", "low ", "ok "))
    ]
    assert len(lines) - 1 == len(headed)
    assert any("rule Disk full in Servers: runs scripts" in one for one in lines)


def test_brief_of_nothing_says_so_and_still_counts_what_was_not_read(command, estate) -> None:
    command("discover", "--quiet")
    (only,) = command("findings", "--brief", "--min-severity", "critical").out.splitlines()
    assert only.startswith("gap ")
    assert "without --brief" in only
