"""`discover --store` keeps a run and judges it beside the one before; `store` looks after them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from aigov_connectors.errors import TransportError
from aigov_connectors.store import open_store


@pytest.fixture
def twice(estate, command):
    """Two runs in a store that the configuration names, the second with a read that failed."""
    with estate.config.open("a") as file:
        file.write('\n[store]\nurl = "runs.db"\n')
    assert command("discover").code == 0
    rules = estate.script

    async def refused(into):
        into.gap("rules", "rules", "failed", detail="GET /rules: 500")

    rules.collecting = refused
    command("discover")
    return open_store("runs.db")


def test_a_run_is_kept_where_the_configuration_says(twice, estate) -> None:
    first, second = twice.runs()

    assert twice.load(second.id) == estate.snapshot()
    assert first.connections == ("main",)


def test_a_run_is_kept_where_the_command_line_says(estate, command) -> None:
    done = command("discover", "--store", "other.db")

    (run,) = open_store("other.db").runs()
    assert f"Run: {run.id}" in done.out


def test_the_rules_that_look_back_see_the_run_before(twice) -> None:
    first, second = (twice.load(row.id).assessment for row in twice.runs())

    assert first.compared_with is None
    assert second.compared_with == first.assessed_at
    assert "coverage-fell" in {one.rule for one in second.findings}


@pytest.mark.parametrize(
    ("place", "hint"), [(("--store", "runs.db"), ": aigov-connectors diff\n"), ((), "\n")]
)
def test_what_is_worse_than_in_the_run_before_is_said_at_once(estate, command, place, hint) -> None:
    async def refused(into):
        into.gap("rules", "rules", "failed", detail="GET /rules: 500")

    first = command("discover", *place)
    estate.script.collecting = refused
    second = command("discover", *place)
    third = command("discover", *place)

    said = "Drift: 1 connection was seen less of than in the run before"
    assert f"{said}{hint}" in second.out
    assert "Drift" not in first.out + third.out


def test_a_store_that_cannot_be_opened_is_said_before_anything_is_read(estate, command) -> None:
    async def never(into):
        raise TransportError("this must not be read")

    estate.script.collecting = never

    done = command("discover", "--store", "nowhere/runs.db")

    assert done.code == 2
    assert "nowhere/runs.db cannot be opened" in done.err
    assert not (estate.folder / "aigov-snapshot.json").exists()


def test_runs_are_listed_newest_first(twice, command) -> None:
    out = command("store", "runs").out
    first, second = (row.id for row in twice.runs())

    assert out.index(second) < out.index(first)
    assert [row["id"] for row in json.loads(command("store", "runs", "--json").out)] == [
        second,
        first,
    ]


def test_an_empty_store_says_how_to_fill_it(estate, command) -> None:
    open_store("empty.db")

    assert "discover --store" in command("store", "runs", "--store", "empty.db").out


def test_a_whole_store_is_verified_and_a_damaged_one_is_named(twice, command) -> None:
    assert command("store", "verify").code == 0
    with closing(sqlite3.connect("runs.db")) as connection:
        connection.execute("DROP TRIGGER aigov_chunks_append_only")
        connection.execute("UPDATE aigov_chunks SET body = x'00' WHERE size > 3000")
        connection.commit()

    done = command("store", "verify")

    assert done.code == 3
    assert "Damaged" in done.out
    assert json.loads(command("store", "verify", "--json").out)["problems"]


def test_pruning_says_what_would_go_and_then_takes_it(twice, command) -> None:
    options = ("--days", "0", "--months", "0", "--last", "1")

    assert "Would take out 1 run" in command("store", "prune", "--dry-run", *options).out
    assert len(twice.runs()) == 2
    assert "Took out 1 run" in command("store", "prune", *options).out
    assert "Nothing to take out; 1 run kept" in command("store", "prune", *options).out


def test_without_a_store_it_is_said_how_to_name_one(estate, command) -> None:
    done = command("store", "runs")

    assert done.code == 2
    assert "[store] url" in done.err


def test_a_password_in_the_place_is_shown_nowhere(estate, command) -> None:
    place = "postgresql://someone:sentinel-password@127.0.0.1:1/runs"

    done = command("store", "runs", "--store", place)

    assert done.code == 2
    assert "sentinel-password" not in done.out + done.err


def test_other_commands_take_a_run_of_the_store_for_a_file(twice, command) -> None:
    first, second = (row.id for row in twice.runs())

    assert command("findings", "--full", first).out == command("findings", "--full", "previous").out
    assert command("findings", second, "--json").out == command("findings", "--json").out
    missing = command("findings", "nothing")
    assert missing.code == 2
    assert "no run" in missing.err


def test_a_file_that_is_not_there_is_no_run(twice, command) -> None:
    assert "cannot be read" in command("findings", "nowhere.json").err


def test_every_command_that_reads_a_run_takes_the_store_by_the_same_word(
    estate, command, tmp_path
) -> None:
    place = f"{tmp_path / 'kept.db'}"
    for _ in range(2):
        assert command("discover", "--quiet", "--store", place).code == 0
    first = command("store", "runs", "--store", place, "--json").out
    oldest = json.loads(first)[-1]["id"]
    estate.config.unlink()
    (tmp_path / "aigov-snapshot.json").unlink()
    for what in (
        ("findings", "--full"),
        ("clients",),
        ("risk",),
        ("chains",),
        ("report", "--output", "-"),
        ("export", "ndjson"),
        ("explain", "unattended-script"),
    ):
        done = command(*what, "--store", place)
        assert done.code == 0, (what, done.err)
        if what[0] != "explain":
            assert command(*what, oldest, "--store", place).code == 0, what
    assert command("findings").code == 2
    assert f"--store {place}" in command("findings", "--store", place).out


def test_a_run_of_the_store_of_a_named_configuration(estate, command, tmp_path) -> None:
    with estate.config.open("a") as file:
        file.write('\n[store]\nurl = "kept.db"\n')
    assert command("discover", "--quiet").code == 0
    other = tmp_path / "elsewhere.toml"
    estate.config.rename(other)
    (tmp_path / "aigov-snapshot.json").unlink()
    assert command("findings", "latest").code == 2
    assert command("findings", "latest", "--config", f"{other}").code == 0
