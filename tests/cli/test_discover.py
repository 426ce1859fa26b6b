"""`discover`: the snapshot, the summary, the streams, and every exit code."""

from __future__ import annotations

import json
import os
import signal
import stat
import time

import jsonschema
import pytest

from aigov_connectors.errors import AuthenticationError, PermissionDeniedError
from aigov_connectors.inventory import ConnectionStatus, GapReason
from aigov_connectors.snapshot import Snapshot, json_schema


def test_the_summary_answers_in_order_what_was_seen_what_acts_what_is_open_what_next(
    estate, command
) -> None:
    done = command("discover")
    assert done.code == 0
    places = [
        done.out.index(title)
        for title in (
            "Looked at",
            "Acts without a person's approval",
            "Could not be told",
            "Next",
            "Snapshot: aigov-snapshot.json",
        )
    ]
    assert places == sorted(places)


def test_the_summary_fits_one_screen_and_its_width(estate, command, monkeypatch) -> None:
    for width in (80, 100, 140):
        monkeypatch.setenv("COLUMNS", str(width))
        lines = command("discover").out.splitlines()
        assert 20 <= len(lines) <= 41
        assert max(map(len, lines)) <= width
        assert all(line == line.rstrip() for line in lines)


def test_a_policy_with_two_features_is_one_line_and_three_alike_policies_are_one(
    estate, command
) -> None:
    out = command("discover").out
    acting = " ".join(out[out.index("Acts without") : out.index("Could not")].split())
    assert acting.count("kills and quarantines files on suspicious verdicts") == 1
    assert "4 clients: kills and quarantines files" in acting
    assert "4 site policies" in acting
    assert "high AI 132 4 clients" in acting
    assert "high rules 187 5 clients" in acting


def test_both_coverage_figures_stand_before_any_count(estate, command) -> None:
    out = command("discover").out
    assert "1 of 2" in out
    assert "3 of 4 (1)" in out
    assert out.index("of 4") < out.index("Acts without")


def test_a_wide_summary_and_a_narrow_one_say_the_rights_in_words(
    estate, command, monkeypatch
) -> None:
    assert "proven read-only" in command("discover").out
    monkeypatch.setenv("COLUMNS", "60")
    assert "credential proven read-only" in command("discover").out


def test_the_snapshot_is_for_its_owner_alone(estate, command) -> None:
    command("discover", "--quiet")
    mode = (estate.folder / "aigov-snapshot.json").stat().st_mode
    assert os.name != "posix" or stat.S_IMODE(mode) == 0o600


def test_json_on_standard_output_is_the_published_schema_and_people_read_the_other_stream(
    estate, command
) -> None:
    done = command("discover", "--json", "--output", "-")
    jsonschema.validate(json.loads(done.out), json_schema())
    assert "Looked at" in done.err
    assert not (estate.folder / "aigov-snapshot.json").exists()


def test_json_with_a_file_gives_both(estate, command) -> None:
    done = command("discover", "--json", "--output", "kept.json", "--quiet")
    assert Snapshot.from_json(done.out) == estate.snapshot("kept.json")
    assert done.err == ""


def test_quiet_says_nothing(estate, command) -> None:
    done = command("discover", "--quiet")
    assert (done.out, done.err) == ("", "")


def test_progress_in_a_pipe_is_lines_without_escapes(estate, command) -> None:
    done = command("discover")
    assert "main: reading 2 resources of acme" in done.err
    assert "main: not read: policy of site Harbor Dental (denied)" in done.err
    assert "\x1b" not in done.err + done.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 0),
        (["--fail-on", "high"], 1),
        (["--fail-on", "critical"], 0),
        (["--min-coverage", "90"], 3),
        (["--min-coverage", "10"], 0),
        (["--min-coverage", "50", "--min-known", "10"], 0),
        (["--min-known", "90"], 3),
        (["--min-coverage", "90", "--fail-on", "high"], 3),
        (["--connection", "other"], 2),
        (["--resource", "tickets"], 2),
        (["--client", "Nobody"], 2),
        (["--fail-on", "dreadful"], 2),
        (["--output", "no/such/folder/x.json"], 2),
        (["--config", "missing.toml"], 2),
        (["--no-such-option"], 2),
    ],
)
def test_exit_codes(estate, command, arguments, code) -> None:
    assert command("discover", "--quiet", *arguments).code == code


def test_a_failed_connection_is_incomplete_and_its_problem_is_said(estate, command) -> None:
    estate.script.opening = AuthenticationError("GET /me: 401", hint="Make a new token.")
    done = command("discover", "--fail-on", "low")
    assert done.code == 3
    assert "FAILED" in done.out
    assert "aigov-connectors check" in done.out
    assert estate.snapshot().inventory.connections[0].status is ConnectionStatus.FAILED


def test_a_credential_that_can_write_is_said_beside_the_connections(estate, command) -> None:
    from dataclasses import replace

    from aigov_connectors.inventory import CredentialRights

    estate.script.rights = replace(
        estate.script.rights, rights=CredentialRights.CAN_WRITE, because="it may edit policies"
    )
    out = command("discover").out
    assert "CAN WRITE" in out
    assert "it may edit policies" in out[: out.index("Acts without")]


def test_a_deadline_keeps_what_was_read_and_is_incomplete(estate, command) -> None:
    import asyncio

    async def hang(into) -> None:
        await asyncio.sleep(30)

    estate.script.collecting = hang
    begun = time.monotonic()
    assert command("discover", "--quiet", "--deadline", "0.05").code == 3
    assert time.monotonic() - begun < 10
    assert estate.snapshot().inventory.connections[0].status is ConnectionStatus.INTERRUPTED


@pytest.mark.skipif(os.name != "posix", reason="raises a POSIX signal")
def test_ctrl_c_keeps_what_was_read(estate, command) -> None:
    import asyncio

    async def pressed(into) -> None:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(30)

    estate.script.collecting = pressed
    done = command("discover")
    assert done.code == 130
    inventory = estate.snapshot().inventory
    assert inventory.connections[0].status is ConnectionStatus.INTERRUPTED
    assert {gap.reason for gap in inventory.gaps} >= {GapReason.INTERRUPTED}
    assert "Interrupted: this is what was read until then." in done.out


@pytest.mark.skipif(os.name != "posix", reason="raises a POSIX signal")
def test_an_interrupted_run_does_not_take_the_place_of_a_whole_one(estate, command) -> None:
    import asyncio

    assert command("discover", "--quiet").code == 0
    whole = (estate.folder / "aigov-snapshot.json").read_text()

    async def pressed(into) -> None:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(30)

    estate.script.collecting = pressed
    done = command("discover")
    assert done.code == 130
    assert "Snapshot: aigov-snapshot.interrupted.json" in done.out
    assert (estate.folder / "aigov-snapshot.json").read_text() == whole
    kept = Snapshot.load(estate.folder / "aigov-snapshot.interrupted.json")
    assert kept.inventory.connections[0].status is ConnectionStatus.INTERRUPTED


def test_one_client_only_leaves_the_others_out_of_the_snapshot(estate, command) -> None:
    assert command("discover", "--quiet", "--client", "lakeside clinic").code == 0
    text = (estate.folder / "aigov-snapshot.json").read_text()
    assert "Lakeside Clinic" in text
    assert "Dune Hotel" not in text


def test_a_resource_that_was_left_out_is_a_gap_not_an_absence(estate, command) -> None:
    assert command("discover", "--resource", "rules").code == 0
    gaps = estate.snapshot().inventory.gaps
    assert any(gap.resource == "policies" and "left out" in gap.detail for gap in gaps)


def test_an_unexpected_error_is_one_sentence_without_its_text(estate, command, monkeypatch) -> None:
    from aigov_connectors.cli import discover

    def crash(*_, **__):
        token = "hunter2-local"  # noqa: F841 - a local that a trace must not show
        raise ZeroDivisionError("hunter2-text")

    monkeypatch.setattr(discover, "configuration", crash)
    done = command("discover")
    assert done.code == 70
    assert "unexpected ZeroDivisionError" in done.err
    assert "Traceback" not in done.err
    traced = command("--debug", "discover")
    assert traced.code == 70
    assert "in crash" in traced.err
    assert "hunter2" not in done.err + traced.err


def test_an_error_of_ours_has_its_remedy(estate, command) -> None:
    estate.config.unlink()
    done = command("discover", "--config", "missing.toml")
    assert done.err.splitlines()[0].startswith("Error: the configuration missing.toml cannot be")
    assert "  -> " in done.err


def test_logs_are_json_lines_on_request(estate, command) -> None:
    import structlog

    async def warn(into) -> None:
        structlog.get_logger("acme").warning("acme.odd", path="/x")

    estate.script.collecting = warn
    done = command("discover", "--quiet", "--log-json")
    (told,) = [json.loads(line) for line in done.err.splitlines() if "acme.odd" in line]
    assert told["level"] == "warning"
    assert told["path"] == "/x"
    assert "warning: acme.odd path=/x" in command("discover", "--quiet").err


def test_no_secret_reaches_any_stream_or_file(estate, command) -> None:
    estate.script.opening = PermissionDeniedError("GET /me: 403")
    texts = [command("discover"), command("--verbose", "discover", "--log-json"), command("check")]
    told = "".join(done.out + done.err for done in texts)
    assert "hunter2" not in told + (estate.folder / "aigov-snapshot.json").read_text()


def test_the_log_as_json_lines_is_alone_on_its_stream(estate, command) -> None:
    done = command("discover", "--json", "--log-json")
    told = [json.loads(line) for line in done.err.splitlines()]
    names = [one["event"] for one in told]
    assert names[0] == "connection.started"
    assert names[-1] == "connection.finished"
    assert "gap.found" in names
    Snapshot.from_json(done.out)
    wrong = command("discover", "--log-json", "--config", "missing.toml")
    (said,) = [json.loads(line) for line in wrong.err.splitlines()]
    assert (wrong.code, said["event"], bool(said["remedy"])) == (2, "command.failed", True)


def test_a_snapshot_in_no_file_is_not_looked_for_in_the_usual_one(estate, command) -> None:
    told = command("discover", "--json").err
    assert "aigov-connectors findings FILE" in told
    assert "Snapshot:" not in told


def test_a_summary_for_one_client_shows_its_own_coverage(estate, command) -> None:
    out = command("discover", "--client", "Lakeside Clinic").out
    assert "2 of 2" in out
    assert "3 of 4" in out
    assert "known (all)" not in out
    lowest = ("discover", "--quiet", "--min-coverage", "70")
    assert command(*lowest, "--client", "Lakeside Clinic").code == 0
    assert command(*lowest, "--client", "Harbor Dental").code == 3


@pytest.mark.parametrize("name", ["discover", "check"])
def test_what_the_configuration_gets_wrong_ends_both_before_a_request(
    estate, command, name
) -> None:
    estate.script.opening = AssertionError("it was opened")
    estate.config.write_text(
        estate.config.read_text().replace("msp.acme.example", "elsewhere.example")
    )
    done = command(name)
    assert (done.code, done.out) == (2, "")
    assert "is not a host of Acme Shield" in done.err


def test_a_reader_who_has_seen_enough_does_not_change_the_answer(
    estate, command, monkeypatch
) -> None:
    from aigov_connectors.cli import discover

    def gone(*_, **__):
        raise BrokenPipeError

    monkeypatch.setattr(discover, "show_summary", gone)
    assert command("discover", "--fail-on", "high").code == 1
    assert command("discover").code == 0


def test_a_list_that_ended_early_is_said_once_and_not_as_raw_log(estate, command) -> None:
    import structlog

    async def warn(into) -> None:
        structlog.get_logger("acme").warning("read.gap", method="GET", path_template="/x")

    estate.script.collecting = warn
    assert "read.gap" not in command("discover").err
    assert "read.gap" in command("--verbose", "discover").err
    assert '"event": "read.gap"' in command("discover", "--log-json").err


def test_a_status_in_capitals_breaks_no_name_of_a_vendor(estate, command, monkeypatch) -> None:
    estate.script.opening = AuthenticationError("GET /me: 401", hint="Make a new token.")
    for width in range(70, 110, 3):
        monkeypatch.setenv("COLUMNS", str(width))
        words = command("discover").out.split()
        assert "FAILED" in " ".join(words)
        assert {"Acme", "main"} <= set(words)


def test_a_credential_that_ends_soon_is_told(estate, command) -> None:
    from dataclasses import replace

    estate.script.rights = replace(estate.script.rights, warnings=("the token expires in 6 days",))
    assert "soon  main: the token expires in 6 days" in command("discover").out
