"""`policy`: what findings are judged by is on show, with or without lines of one's own."""

from __future__ import annotations

import json

from aigov_connectors.policy import DEFAULT_LINES, DEFAULT_POLICY

OWN = """
[[oversight.lines]]
name = "isolation alone when sure"
decisions = ["isolate_endpoint"]
when = { dimension = "confidence", operator = "ge", value = "malicious" }
allowed = "alone"
clients = ["Lakeside Clinic"]
"""
WAIVER = """
[[waivers]]
rule = "unattended-script"
owner = "role:owner"
reason = "tested monthly"
until = 2999-01-01
"""


def test_without_a_configuration_the_lines_that_ship_are_shown(estate, command) -> None:
    estate.config.unlink()
    done = command("policy")
    assert done.code == 0
    assert "no line of your own" in done.out
    for one in DEFAULT_LINES:
        assert one.name in done.out
    assert done.out.count("(ships)") == len(DEFAULT_LINES)


def test_own_lines_stand_first_and_waivers_below(estate, command) -> None:
    with estate.config.open("a") as file:
        file.write(OWN + WAIVER)
    out = command("policy").out
    assert out.index("isolation alone when sure  (yours)") < out.index(DEFAULT_LINES[0].name)
    assert "Lakeside Clinic" in out
    assert "by role:owner until 2999-01-01: tested monthly" in out


def test_json_has_the_digest_that_assessments_name(estate, command) -> None:
    document = json.loads(command("policy", "--json").out)
    assert document["digest"] == DEFAULT_POLICY.digest


def test_a_configuration_that_does_not_fit_is_said(estate, command) -> None:
    estate.config.write_text("connections = 3\n")
    assert command("policy").code == 2
    assert command("catalogue", "--open").code == 2


def test_whose_policy_judged_is_said_where_it_judges(estate, command) -> None:
    assert "oversight policy that ships" in " ".join(command("discover").out.split())
    assert "Judged by: The oversight policy that ships" in command("findings", "--full").out
    with estate.config.open("a") as file:
        file.write(OWN)
    assert "oversight policy configured" in " ".join(command("discover").out.split())
    assert "Judged by: The oversight policy configured" in command("findings", "--full").out


def test_a_line_that_never_counts_is_named_with_its_place_in_the_file(estate, command) -> None:
    dead = (
        '\n[[oversight.lines]]\nname = "too late"\ndecisions = ["isolation"]\nallowed = "alone"\n'
    )
    first = '\n[[oversight.lines]]\nname = "ask"\ndecisions = ["containment"]\n'
    with estate.config.open("a") as file:
        file.write(f'{first}allowed = "after_approval"\n{dead}')
    written = estate.config.read_text().splitlines()
    place = [n for n, row in enumerate(written, 1) if row == "[[oversight.lines]]"][-1]

    out = " ".join(command("policy").out.split())
    document = json.loads(command("policy", "--json").out)

    assert f"2 too late (line {place} of the file): never counts" in out
    assert [one["kind"] for one in document["problems"]] == ["unreachable"]


def test_a_waiver_that_covers_nothing_is_named_with_its_place_and_by_the_run(
    estate, command
) -> None:
    with estate.config.open("a") as file:
        file.write(
            '\n[[waivers]]\nrule = "unattended-scripts"\nowner = "lead"\nreason = "known"\n'
            "until = 2999-01-01\n"
        )
    written = estate.config.read_text().splitlines()
    place = next(n for n, row in enumerate(written, 1) if row == "[[waivers]]")

    out = " ".join(command("policy").out.split())
    document = json.loads(command("policy", "--json").out)
    told = " ".join(command("discover").out.split())

    assert f"waiver 1, unattended-scripts (line {place} of the file): names the rule" in out
    assert [(one["kind"], one["part"]) for one in document["problems"]] == [
        ("unknown_rule", "waiver")
    ]
    assert "Policy: waiver 1 (unattended-scripts) names the rule" in told
    assert "(perhaps “unattended-script”), so it covers nothing. See" in told


def test_a_regulation_that_nobody_knows_is_named_with_its_place_in_the_file(
    estate, command
) -> None:
    with estate.config.open("a") as file:
        file.write('\n[[clients]]\nname = "New Clinic"\nregulations = ["HIPPA"]\n')
    written = estate.config.read_text().splitlines()
    heads = [n for n, row in enumerate(written, 1) if row == "[[clients]]"]

    out = " ".join(command("policy").out.split())

    assert (
        f"client {len(heads)}, New Clinic (line {heads[-1]} of the file): names the regulation"
        in out
    )
    assert "perhaps “HIPAA”" in out
