"""`discover --resume`: what is taken over, what is not, and how that is said."""

from __future__ import annotations

import asyncio
import json
import signal
from datetime import timedelta

import pytest

from aigov_connectors.cli.resuming import span
from aigov_connectors.errors import TransportError
from aigov_connectors.inventory import ConnectionStatus
from aigov_connectors.store import CheckpointFile


@pytest.fixture
def two(estate, monkeypatch):
    """A second tool beside the first, which is down until a test mends it."""
    monkeypatch.setenv("AIGOV_CONNECTORS_OTHER_API_TOKEN", "hunter2-of-acme")
    with estate.config.open("a") as file:
        file.write(
            '\n[[connections]]\nname = "other"\nvendor = "acme"\n'
            'base_url = "https://other.acme.example"\n'
        )

    async def down(into):
        if into.place.connection == "other":
            raise TransportError("GET /policies: no answer")

    estate.script.collecting = down
    return estate


@pytest.fixture
def half(two, command):
    """A run that could not read the second tool, which is up again."""
    assert command("discover").code == 3
    two.script.collecting = None
    return two


def _left(estate):
    return sorted(one.name for one in estate.folder.iterdir() if "unfinished" in one.name)


def test_the_rest_is_read_and_the_summary_says_what_was_taken_over(half, command) -> None:
    assert _left(half) == ["aigov-snapshot.json.unfinished"]

    done = command("discover", "--resume")

    assert done.code == 0
    assert "Taken over: read by a run before that was not done: main (" in done.out
    assert {one.status for one in half.snapshot().inventory.connections} == {
        ConnectionStatus.COMPLETED
    }
    assert "main: taken over from a run that was not done" in done.err
    assert _left(half) == []


def test_with_a_store_and_without_a_file_the_checkpoint_lies_beside_the_store(two, command) -> None:
    place = ("--store", "runs.db", "--output", "-")
    assert command("discover", *place).code == 3
    assert _left(two) == ["runs.db.unfinished"]
    two.script.collecting = None

    done = command("discover", "--resume", *place)

    assert (done.code, _left(two)) == (0, [])
    assert "Taken over: " in done.err
    assert len(json.loads(done.out)["inventory"]["connections"]) == 2


def test_where_nothing_was_left_undone_that_is_said(estate, command) -> None:
    done = command("discover", "--resume")
    assert done.code == 0
    assert "Taken over: nothing; no connection was left by a run that was not done" in done.out
    assert "Taken over" not in command("discover").out


def test_the_limit_can_be_chosen_and_is_said(half, command) -> None:
    done = command("discover", "--resume-within", "0s")
    assert done.code == 0
    assert "Read again: main: it was read 0 min ago, and the limit is 0 min" in done.out


def test_what_the_keyboard_interrupted_is_gone_on_from(two, command, monkeypatch) -> None:
    is_kept = asyncio.Event()
    keep = CheckpointFile.keep

    def keep_and_say(self, *given):
        keep(self, *given)
        is_kept.set()

    monkeypatch.setattr(CheckpointFile, "keep", keep_and_say)

    async def pressed(into):
        if into.place.connection == "other":
            await is_kept.wait()
            signal.raise_signal(signal.SIGINT)
            await asyncio.sleep(30)

    two.script.collecting = pressed
    assert command("discover").code == 130
    two.script.collecting = None

    done = command("discover", "--resume", "--quiet")

    assert done.code == 0
    (main, other) = two.snapshot().inventory.connections
    assert main.finished_at < two.snapshot().inventory.started_at < other.started_at


def test_a_deadline_is_gone_on_from(two, command) -> None:
    async def slow(into):
        if into.place.connection == "other":
            await asyncio.sleep(30)

    two.script.collecting = slow
    assert command("discover", "--deadline", "0.3").code == 3
    two.script.collecting = None

    assert "Taken over: " in command("discover", "--resume").out


def test_a_damaged_checkpoint_is_said_and_everything_is_read(half, command) -> None:
    (half.folder / "aigov-snapshot.json.unfinished").write_bytes(b"spoilt" * 999)

    done = command("discover", "--resume")

    assert done.code == 0
    words = " ".join(done.out.split())
    assert "Checkpoint: aigov-snapshot.json.unfinished is damaged; it was set aside as" in words
    assert _left(half) == ["aigov-snapshot.json.unfinished.damaged"]


def test_the_log_says_it_too(half, command) -> None:
    done = command("discover", "--resume", "--quiet", "--log-json")
    events = [json.loads(row) for row in done.err.splitlines()]
    (taken,) = [one for one in events if one["event"] == "connection.taken_over"]
    assert (taken["connection"], taken["age_seconds"] >= 0) == ("main", True)


def test_a_run_that_writes_no_file_has_nothing_to_go_on_from(estate, command) -> None:
    done = command("discover", "--resume", "--output", "-")
    assert (done.code, done.out) == (2, "")
    assert "nothing to go on from" in done.err


def test_the_summary_still_fits_its_screen(half, command) -> None:
    assert len(command("discover", "--resume").out.splitlines()) <= 41


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("90m", timedelta(minutes=90)),
        ("6h", timedelta(hours=6)),
        ("1.5D", timedelta(hours=36)),
        ("45s", timedelta(seconds=45)),
    ],
)
def test_a_span_is_written_as_people_write_it(text, meant) -> None:
    assert span(text) == meant


@pytest.mark.parametrize("text", ["6", "h", "-1h", "6 hours", "1e3h", ""])
def test_what_is_no_span_is_an_error_of_usage(estate, command, text) -> None:
    done = command("discover", "--resume-within", text)
    assert done.code == 2
    assert "no span of time" in " ".join(done.err.replace("│", " ").split())
