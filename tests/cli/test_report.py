"""`report`: one file, for everyone or for one client, and an earlier run to compare with."""

from __future__ import annotations

import stat
import sys

import pytest


def test_a_report_is_written_where_it_is_wanted(estate, command) -> None:
    command("discover", "--quiet")

    done = command("report", "--output", "mine.html")

    text = (estate.folder / "mine.html").read_text(encoding="utf-8")
    assert done.code == 0
    assert done.out == ""
    assert "mine.html" in done.err
    assert text.startswith("<!doctype html>")
    assert "Harbor Dental" in text
    assert "What changed" not in text


def test_the_report_of_a_client_has_its_own_file_and_no_other_name(estate, command) -> None:
    command("discover", "--quiet")

    done = command("report", "--client", "lakeside clinic")

    text = (estate.folder / "aigov-report-lakeside-clinic.html").read_text(encoding="utf-8")
    assert done.code == 0
    assert "Lakeside Clinic alone" in done.err
    assert [name for name in ("Harbor Dental", "Cedar Farm", "Dune Hotel") if name in text] == []


def test_an_earlier_run_tells_what_changed(estate, command) -> None:
    command("discover", "--quiet", "--output", "before.json")
    estate.script.rule_name = "Disk very full"
    command("discover", "--quiet")

    assert command("report", "--previous", "before.json", "--output", "-").code == 0
    out = command("report", "--previous", "before.json", "--output", "-").out
    assert "What changed" in out
    assert out.startswith("<!doctype html>")


@pytest.mark.skipif(sys.platform == "win32", reason="no POSIX permissions")
def test_only_its_owner_reads_it(estate, command) -> None:
    command("discover", "--quiet")
    command("report")
    assert stat.S_IMODE((estate.folder / "aigov-report.html").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--client", "Lakeside Clinik"), "Lakeside Clinic"),
        (("--previous", "nowhere.json"), "nowhere.json"),
        (("--output", "no/such/folder/report.html"), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(estate, command, arguments, said) -> None:
    command("discover", "--quiet")
    done = command("report", *arguments)
    assert done.code == 2
    assert said in done.err
