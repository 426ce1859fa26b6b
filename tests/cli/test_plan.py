"""`discover --plan`: what it would read and how long at least, without reading."""

from __future__ import annotations

import json

import pytest

from aigov_connectors.cli.show.plan import span
from aigov_connectors.errors import AuthenticationError


def test_a_plan_is_a_table_with_a_total_and_keeps_no_snapshot(estate, command) -> None:
    done = command("discover", "--plan")
    assert done.code == 0
    rows = [line.split() for line in done.out.splitlines()]
    assert ["policies", "901", "901", "1", "min", "30", "s", "one", "for", "each"] in rows
    assert rows[3][:7] == ["rules", "not", "told", "1", "under", "1", "s"]
    assert ["together", "902", "1", "min", "30", "s"] in rows
    assert "At least 902 requests; the limits alone take 1 min 30 s." in done.out
    assert sorted(file.name for file in estate.folder.iterdir()) == ["aigov-connectors.toml"]


def test_json(estate, command) -> None:
    (one,) = json.loads(command("discover", "--plan", "--json").out)["connections"]
    assert (one["requests"], one["least_seconds"]) == (902, 90.0)
    assert [each["resource"] for each in one["resources"]] == ["policies", "rules"]
    assert one["resources"][1]["rows"] is None


def test_a_selection_of_resources_is_planned_alone(estate, command) -> None:
    done = command("discover", "--plan", "--json", "--resource", "rules")
    (one,) = json.loads(done.out)["connections"]
    assert (one["requests"], one["least_seconds"]) == (1, 0.0)


def test_a_broken_connection_is_an_answer_with_a_remedy(estate, command) -> None:
    estate.script.opening = AuthenticationError("GET /me: 401", hint="Make a new token.")
    done = command("discover", "--plan")
    assert done.code == 3
    assert "not planned" in done.out
    assert "-> Make a new token." in done.out


def test_a_configuration_without_connections_says_what_to_do(estate, command) -> None:
    estate.config.write_text("")
    assert command("discover", "--plan").code == 2


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "under 1 s"),
        (59.4, "59 s"),
        (59.6, "1 min 0 s"),
        (3599.7, "1 h 0 min"),
        (7500, "2 h 5 min"),
    ],
)
def test_a_span_reads_well(seconds, words) -> None:
    assert span(seconds) == words
