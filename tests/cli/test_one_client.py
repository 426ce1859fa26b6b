"""Every command means the same by "for one client", whether the run or its view was limited."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest

from aigov_connectors.inventory import (
    Origin,
    Reach,
    Scope,
    ScopeLevel,
    SourceKind,
    SourceObject,
    Statement,
    UnknownSetting,
)

ORIGIN = Origin(
    vendor="acme",
    tenant_id="acme.example",
    method="GET",
    path_template="/rules",
    query=(),
    read_at=datetime(2026, 11, 23, 6, 40, tzinfo=UTC),
    digest="sha256:0",
)
CLIENTS = ("Lakeside Clinic", "Harbor Dental", "Elm School")


@pytest.fixture(autouse=True)
def overnight(estate):
    """Two rules whose reach is not shown, one of them seen at Elm School; and an unknown switch."""

    async def collecting(into) -> None:
        into.say([_rule(into, "seen", {"5": 50}), _rule(into, "unseen", {})])

    estate.script.collecting = collecting


def _rule(into, source: str, seen: dict[str, int]) -> Statement:
    entry = into.catalogue["scripts"]
    proof = ORIGIN.evidence(object_id=source, pointer="/on", value=True)
    strange = ORIGIN.evidence(object_id="system", pointer="/aiAutoDispatch", value=True)
    switch = UnknownSetting(
        vendor="acme",
        tenant_id="acme.example",
        source_object=SourceObject(kind=SourceKind.SETTING, id="system", name="system"),
        pointer="/aiAutoDispatch",
        type="bool",
        digest="sha256:2",
        value=True,
        evidence=(strange.id,),
    )
    return Statement(
        deployment=entry.deployment(
            place=into.place,
            scope=Scope(level=ScopeLevel.TENANT, id="t", name="all"),
            source_object=SourceObject(kind=SourceKind.RULE, id=source, name=f"Overnight {source}"),
            label=entry.label("scripts", "some"),
            enabled=True,
            reach=Reach.UNKNOWN,
            settings=(),
            evidence=(proof,),
        ),
        evidence=(proof, strange),
        reach=seen,
        unknown_settings=(switch,),
    )


ASKED = (
    ("findings", "--json"),
    ("findings", "--json", "--verdict", "all"),
    ("findings", "--full"),
    ("findings", "--brief"),
    ("findings", "--full", "--rule", "unknown-ai-switch"),
    ("findings", "--full", "--rule", "own-credential-can-write"),
    ("findings", "--full", "--rule", "autonomous-containment", "--verdict", "all"),
    ("risk", "--json"),
    ("risk",),
    ("chains", "--json"),
    ("chains",),
)


@pytest.mark.parametrize("name", CLIENTS)
def test_a_run_for_a_client_says_what_a_whole_run_says_of_it(command, name) -> None:
    assert command("discover", "--quiet", "--output", "whole.json").code == 0
    assert command("discover", "--quiet", "--client", name, "--output", "one.json").code == 0
    for what, *how in ASKED:
        of_whole = command(what, "whole.json", "--client", name, *how)
        assert of_whole.code == 0, of_whole.err
        assert command(what, "one.json", "--client", name, *how) == of_whole, (what, how)


def test_what_is_only_perhaps_there_is_told_as_that(command) -> None:
    assert command("discover", "--quiet", "--output", "whole.json").code == 0

    def answers(name: str) -> dict[str, str]:
        told = command("findings", "whole.json", "--client", name, "--json", "--verdict", "all").out
        return {
            one["subject"]["name"].partition(", ")[2]: one["verdict"]
            for one in json.loads(told)["findings"]
            if one["rule"] == "unattended-script"
        }

    assert answers("Elm School")["Overnight seen"] == "fail"
    for name in ("Lakeside Clinic", "Harbor Dental"):
        assert answers(name)["Overnight seen"] == "undetermined"
        assert answers(name)["Overnight unseen"] == "undetermined"


def test_a_switch_of_the_whole_tenant_stays_in_a_run_for_one_client(command) -> None:
    assert command("discover", "--quiet", "--client", "Harbor Dental").code == 0
    told = command("findings", "--full", "--rule", "unknown-ai-switch")
    assert told.code == 0
    assert "aiAutoDispatch" in told.out


def test_what_may_fail_somewhere_does_not_fail_a_run_for_one_client(command) -> None:
    schedule = ("discover", "--quiet", "--resource", "policies", "--fail-on", "high")
    assert command(*schedule).code == 1
    assert command(*schedule, "--client", "Elm School").code == 1
    assert command(*schedule, "--client", "Harbor Dental").code == 0


@pytest.mark.parametrize("asked", [("report", "--output", "-"), ("export", "ndjson")])
def test_who_hands_out_a_limited_run_is_told_what_it_cannot_hide(command, asked) -> None:
    what, *how = asked
    for of_whom in ((), ("--client", "Elm School")):
        assert command("discover", "--quiet", *of_whom).code == 0
        told = command(what, *how, "--client", "Elm School")
        assert told.code == 0, told.err
        assert ("Care: this run was limited" in told.err) is bool(of_whom)


def _coverage(told: str) -> str:
    return next(one for one in told.splitlines() if one.startswith("Coverage"))


def test_a_run_for_a_client_counts_what_is_known_of_that_client_everywhere(command) -> None:
    done = command("discover", "--client", "Elm School", "--output", "one.json")
    plain = _coverage(command("findings", "one.json").out)
    asked = _coverage(command("findings", "one.json", "--client", "Elm School").out)

    assert plain == asked
    read, known = re.findall(r"(\d+ of \d+) (?:resources|features)", plain)
    assert re.search(rf"{read} +{known}", done.out)
    full = [
        _coverage(command("findings", "one.json", "--full", *how).out)
        for how in ((), ("--client", "Elm School"))
    ]
    assert full[0] == full[1]
    documents = [
        json.loads(command("findings", "one.json", "--json", *how).out)["coverage"]
        for how in ((), ("--client", "Elm School"))
    ]
    assert documents[0] == documents[1]


def test_a_run_for_several_says_for_whom_at_least(command) -> None:
    chosen = ("--client", "Elm School", "--client", "Harbor Dental")
    assert command("discover", "--quiet", *chosen, "--output", "two.json").code == 0

    assert "for each of 2 clients, at least:" in _coverage(command("findings", "two.json").out)
