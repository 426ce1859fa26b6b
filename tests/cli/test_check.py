"""`check`: what is reachable, what the credential may do, what is missing."""

from __future__ import annotations

import json

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
