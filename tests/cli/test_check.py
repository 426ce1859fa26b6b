"""`check`: what is reachable, what the credential may do, what is missing."""

from __future__ import annotations

import json

from aigov_connectors.connector import Probe
from aigov_connectors.errors import AuthenticationError


def test_a_good_connection_shows_rights_warnings_and_what_it_cannot_read(estate, command) -> None:
    done = command("check")
    assert done.code == 0
    for words in (
        "main  Acme Shield  msp.acme.example",
        "yes, 9.1",
        "proven read-only: each right of its role only views",
        "the token expires in 6 days",
        "policies",
        "rules: GET /rules: 403",
        "-> Grant View on rules.",
        "1 connection checked; cannot read everything: main.",
    ):
        assert words in done.out


def test_a_broken_connection_is_an_answer_with_a_remedy(estate, command) -> None:
    estate.script.opening = AuthenticationError("GET /me: 401", hint="Make a new token.")
    done = command("check")
    assert done.code == 3
    assert "no: GET /me: 401" in done.out
    assert "-> Make a new token." in done.out
    assert "not reachable: main" in done.out


def test_json(estate, command) -> None:
    (one,) = json.loads(command("check", "--json").out)["connections"]
    assert one["rights"] == "proven_read_only"
    assert one["resources"][1] == {
        "resource": "rules",
        "problem": "GET /rules: 403",
        "remedy": "Grant View on rules.",
        "not_asked": None,
    }


def test_an_unknown_connection_is_a_usage_error(estate, command) -> None:
    assert command("check", "--connection", "other").code == 2


def test_a_configuration_without_connections_says_what_to_do(estate, command) -> None:
    estate.config.write_text("")
    done = command("check")
    assert done.code == 2
    assert "aigov-connectors vendors" in done.err


def test_one_cause_is_one_row_and_has_one_hint(estate, command) -> None:
    names = ("rules", "policies", "sites", "agents")
    estate.script.probes = tuple(Probe(one, f"GET /{one}: 403", "Give it View.") for one in names)
    out = " ".join(command("check").out.split())
    assert out.count("Give it View.") == 1
    assert "rules, policies, sites and agents: GET /rules: 403, and alike" in out


def test_one_vendor_can_be_named_and_shared_options_stand_once(estate, command) -> None:
    done = command("vendors", "acme")
    assert done.code == 0
    assert "Acme Shield" in done.out
    assert done.out.count("lookback_days") == 1
    assert command("vendors", "--json", "acme").code == 0
