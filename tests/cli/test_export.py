"""`export`: the formats by name, to a file, a folder or standard output, for its owner alone."""

from __future__ import annotations

import json
import stat
import sys

import pytest

from aigov_connectors.export import table_names

FILE = "aigov-snapshot.json"


@pytest.mark.parametrize("wanted", ["ndjson", "sarif", "ocsf", "cyclonedx"])
def test_a_format_goes_to_standard_output_and_to_a_file_alike(snapshot, command, estate, wanted):
    told = command("export", wanted)
    assert (told.code, told.err) == (0, "")
    written = command("export", wanted, FILE, "--output", "out.txt")
    assert (written.code, written.out) == (0, "")
    assert "out.txt" in written.err
    assert (estate.folder / "out.txt").read_bytes().decode() == told.out
    for row in told.out.splitlines() if wanted in ("ndjson", "ocsf") else [told.out]:
        json.loads(row)


def test_the_tables_go_into_a_folder(snapshot, command, estate) -> None:
    assert command("export", "csv", "--output", "tables").code == 0
    made = {one.name for one in (estate.folder / "tables").iterdir()}
    assert made == {f"{name}.csv" for name in table_names()}
    assert command("export", "csv", "--output", "tables").code == 0, "once more"


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of another kind")
def test_what_is_written_is_for_its_owner_alone(snapshot, command, estate) -> None:
    command("export", "csv", "--output", "tables")
    folder = estate.folder / "tables"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o600}


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_link_in_the_way_is_replaced_and_never_followed(snapshot, command, estate) -> None:
    elsewhere = estate.folder / "precious.txt"
    elsewhere.write_text("kept")
    folder = estate.folder / "tables"
    folder.mkdir()
    (folder / "gaps.csv").symlink_to(elsewhere)
    assert command("export", "csv", "--output", "tables").code == 0
    assert elsewhere.read_text() == "kept"
    assert not (folder / "gaps.csv").is_symlink()


def test_one_table_may_go_to_standard_output(snapshot, command) -> None:
    told = command("export", "csv", "--table", "clients")
    assert told.code == 0
    assert told.out.startswith("id,name,kind,")
    assert "Lakeside Clinic" in told.out


def test_one_client_is_all_that_its_export_names(snapshot, command) -> None:
    told = command("export", "ndjson", "--client", "lakeside clinic")
    assert told.code == 0
    assert "Lakeside Clinic" in told.out
    assert "Cedar Farm" not in told.out
    assert "Dune Hotel" not in told.out


def test_an_earlier_run_tells_what_is_new(snapshot, command, estate) -> None:
    told = json.loads(command("export", "sarif", "--previous", FILE).out)
    assert {one["baselineState"] for one in told["runs"][0]["results"]} == {"unchanged"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("csv",),
        ("csv", "--table", "secrets"),
        ("sarif", "--table", "clients"),
        ("csv", "--output", FILE),
        ("sarif", "--output", "no/such/folder.sarif"),
        ("sarif", "--output", "."),
        ("sarif", "--client", "Nobody"),
        ("sarif", "nothing.json"),
        ("pdf",),
    ],
)
def test_what_does_not_fit_is_a_usage_error(snapshot, command, arguments) -> None:
    done = command("export", *arguments)
    assert done.code == 2
    assert done.out == ""
    assert done.err
