"""`chains`: each path step by step, and what shows it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.inventory.builders import evidence
from tests.inventory.chaining import alert, call, rule, runs
from tests.rules.checks.test_ungated_chain import estate

from aigov_connectors import Snapshot
from aigov_connectors.inventory import GateKind, Inventory
from aigov_connectors.rules import assess
from aigov_connectors.rules.checks.ungated_chain import RULE


@pytest.fixture
def inventory() -> Inventory:
    proof = evidence("https://psa.example/service/tickets")
    ungated = alert(call(evidence=(proof.id,)))
    asked = alert(call(evidence=(proof.id,), gate=GateKind.PRE_APPROVAL), source="asked")
    found = estate(ungated, asked, rule(runs()))
    return found.model_copy(update={"evidence": (*found.evidence, proof)})


@pytest.fixture
def file(inventory: Inventory, tmp_path: Path) -> str:
    path = tmp_path / "run.json"
    path.write_text(
        Snapshot(inventory=inventory, assessment=assess(inventory, rules=[RULE])).to_json()
    )
    return str(path)


def test_each_step_is_shown_with_what_shows_it(file: str, command) -> None:
    done = command("chains", file)

    assert done.code == 0
    assert "2 chains" in done.out
    assert "1 surely without a person in between, 1 that a person must approve" in done.out
    ungated, asked = done.out.split("a person must say yes", 1)
    assert "nobody is asked  runs scripts" in ungated
    flat = " ".join(ungated.split())
    assert "step 1 policy w" in flat
    assert "sends POST psa.example/service/tickets, board 2; nobody is asked" in flat
    assert "shown by sites/policy: mode" in flat
    assert "GET /sites/{site_id}/policy, object 1" not in flat
    assert "step 3 in rmm-1" in flat
    whole = " ".join(command("chains", file, "--full").out.split())
    assert "GET /sites/{site_id}/policy, object 1" in whole
    assert "Harbor and Lakeside" in flat or "Lakeside and Harbor" in flat
    assert "policy asked > policy r > rmm-1: runs scripts" in asked
    assert "step" not in asked


def test_one_client_is_shown_without_any_other(file: str, command) -> None:
    done = command("chains", file, "--client", "Lakeside")

    assert done.code == 0
    assert "Lakeside" in done.out
    assert "Harbor" not in done.out + command("chains", file, "--client", "Lakeside", "--json").out


def test_as_json_each_step_holds_its_evidence(file: str, command) -> None:
    document = json.loads(command("chains", file, "--json").out)

    steps = [step for chain in document for step in chain["steps"] if step["evidence"]]
    assert steps[0]["evidence"][0]["fact"]["value"] == "https://psa.example/service/tickets"


def test_where_nothing_leads_anywhere_it_says_so(tmp_path: Path, command) -> None:
    alone = estate(alert(), rule(runs(evidence=())))
    path = tmp_path / "run.json"
    path.write_text(Snapshot(inventory=alone, assessment=assess(alone, rules=[RULE])).to_json())

    assert "No link from tool to tool" in command("chains", str(path)).out


def test_a_finding_is_explained_with_its_path(file: str, inventory: Inventory, command) -> None:
    finding = next(
        one for one in assess(inventory, rules=[RULE]).findings if one.rule == "ungated-chain"
    )

    out = " ".join(command("explain", finding.identity, file).out.split())

    assert "The path" in out
    assert "step 3 in rmm-1" in out


def test_a_finding_shows_its_path(file: str, command) -> None:
    whole = " ".join(command("findings", "--full", file).out.split())
    brief = " ".join(command("findings", file, "--brief").out.split())

    assert "path No person approves on the way: policy w (edr-1) sends POST" in whole
    assert "policy w > policy r > rmm-1: runs scripts by way of 3 steps; 2 clients" in brief


def test_what_is_not_sure_is_told_with_what_would_settle_it(tmp_path: Path, command) -> None:
    doubted = estate(alert(call(place=None)), rule(runs()))
    path = tmp_path / "run.json"
    path.write_text(Snapshot(inventory=doubted, assessment=assess(doubted, rules=[RULE])).to_json())

    out = " ".join(command("chains", str(path)).out.split())

    assert "1 surely without a person in between, 1 to be settled" in out
    assert "perhaps nobody is asked" in out
    assert "not sure on which board is not told to settle Look at the request" in out


def test_ways_out_that_end_where_nothing_was_read_are_told(tmp_path: Path, command) -> None:
    looks = call("looked.example", request="GET /tickets")
    leads = alert(call("hooks.elsewhere.example"), looks, runs("autotask"), call("psa.example"))
    estate_ = estate(leads, rule())
    path = tmp_path / "run.json"
    path.write_text(Snapshot(inventory=estate_, assessment=assess(estate_, rules=[RULE])).to_json())

    out = " ".join(command("chains", str(path)).out.split())

    assert "Ways out that end unseen" in out
    assert "sends POST hooks.elsewhere.example/service/tickets, board 2" in out
    assert "No tool that was read answers there." in out
    assert "policy w (edr-1): calls autotask" in out
    assert "No connection to autotask was read. Add a connection to autotask" in out
    assert "looked.example" not in out
    assert out.count("psa.example") == 1  # in the chain, which was followed
