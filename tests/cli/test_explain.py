"""`explain`: a rule or a finding, so that a person can act on it and answer for it."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

from aigov_connectors.rules import shipped_rules


@pytest.mark.parametrize("rule", shipped_rules(), ids=lambda rule: rule.id)
def test_every_rule_is_explained_without_a_snapshot(estate, command, rule) -> None:
    done = command("explain", rule.id)

    assert done.code == 0
    assert rule.title in done.out
    for label in ("pass", "undetermined", "why", "remedy", "control"):
        assert f"  {label} " in done.out


def acting(command) -> dict:
    command("discover", "--quiet")
    document = json.loads(command("findings", "--json").out)
    return next(one for one in document["findings"] if one["evidence"] and one["clients"])


def test_a_finding_is_explained_from_why_to_the_way_back(estate, command) -> None:
    finding = acting(command)

    out = " ".join(command("explain", finding["identity"]).out.split())
    document = json.loads(command("explain", finding["identity"], "--json").out)

    for words in (finding["because"], finding["remedy"], "stop it now", "undo it", "sha256:"):
        assert " ".join(words.split()) in out
    assert finding["clients"][0]["name"] in out
    assert document["finding"] == finding
    assert {one["id"] for one in document["evidence"]} == set(finding["evidence"])


def test_the_beginning_of_an_identity_is_enough(estate, command) -> None:
    finding = acting(command)

    assert finding["title"] in command("explain", finding["identity"][:10]).out


def test_what_does_not_exist_ends_with_a_hint(estate, command) -> None:
    command("discover", "--quiet")

    done = command("explain", "unattended-scripts")
    few = command("explain", "a")

    assert (done.code, few.code) == (2, 2)
    assert "unattended-script" in done.err


def test_references_never_say_that_anybody_complies(estate, command) -> None:
    out = command("explain", acting(command)["identity"]).out

    assert "never a statement that anybody complies" in " ".join(out.split())
    assert out.count("complies") == 1


def test_what_stands_on_the_screen_is_enough_to_ask_for_an_explanation(estate, command) -> None:
    command("discover", "--quiet")
    digits = re.findall(r"explain\s+([0-9a-f]{8})", command("findings").out)
    brief = command("findings", "--brief").out

    assert digits
    for one in digits:
        assert command("explain", one).code == 0
        assert one in brief


def test_words_of_what_it_is_about_are_enough_where_one_finding_has_them(estate, command) -> None:
    command("discover", "--quiet")
    every = json.loads(command("findings", "--json", "--verdict", "all").out)["findings"]
    names = Counter(one["subject"]["name"] for one in every)
    alone = next(
        one
        for one in every
        if sum(one["subject"]["name"] in name for name in names.elements()) == 1
    )
    several = next(name for name, count in names.items() if count > 1)

    assert alone["rule"] in command("explain", alone["subject"]["name"].upper()).out
    done = command("explain", several)
    assert done.code == 2
    assert "findings are about" in done.err
