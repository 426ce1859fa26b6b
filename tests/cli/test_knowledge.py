"""`catalogue`, `vendors`, `schema`, and the command without its extra."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import jsonschema
import pytest

from aigov_connectors import registry


def test_the_catalogue_says_what_is_read_and_what_a_person_must_tell(estate, command) -> None:
    out = command("catalogue").out
    assert "Acme Shield  4 features: 3 read, 1 to attest (as of 2026-11-01)" in out
    assert "generative AI" in out
    assert "rules" in out


def test_what_decides_by_rules_is_not_called_ai(estate, command) -> None:
    (line,) = [one for one in command("catalogue").out.splitlines() if "Rules that run" in one]
    assert "AI" not in line


def test_open_questions_come_with_a_form_and_end_when_attested(estate, command) -> None:
    out = command("catalogue", "--open").out
    assert "Ask whether the assistant is switched on." in out
    assert "[[attestations]]" in out
    assert "Static engine" not in out
    with estate.config.open("a") as file:
        file.write(
            '\n[[attestations]]\nfeature = "acme.assistant"\nenabled = false\n'
            'by = "role:owner"\non = 2026-01-01\n'
        )
    assert "Nothing is open" in command("catalogue", "--open").out


def test_catalogue_json(estate, command) -> None:
    (one,) = json.loads(command("catalogue", "--json", "--open").out)
    assert [each["id"] for each in one["features"]] == ["acme.assistant"]


def test_vendors_say_the_least_rights_and_the_variables(estate, command) -> None:
    out = command("vendors").out
    for words in ("Settings > Users > Add: role Viewer.", "AIGOV_CONNECTORS_ACME_ACME_API_TOKEN"):
        assert words in out
    (one,) = json.loads(command("vendors", "--json").out)
    assert one["secrets"][0]["variable"] == "AIGOV_CONNECTORS_<CONNECTION>_API_TOKEN"


@pytest.mark.parametrize("vendor", registry.vendors())
def test_every_real_vendor_can_be_shown(command, vendor) -> None:
    assert command("catalogue", vendor).code == 0
    assert vendor in command("vendors").out


def test_the_schema_is_a_schema(command) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(command("schema").out))


def test_an_unknown_vendor_is_a_usage_error_that_names_those_there_are(command) -> None:
    done = command("catalogue", "nobody")
    assert done.code == 2
    assert "Known vendors" in done.err


def test_help_and_version_end_well(command) -> None:
    for arguments in (["--help"], ["discover", "--help"], ["demo", "-h"]):
        done = command(*arguments)
        assert done.code == 0
        assert "\x1b" not in done.out
    assert command("--version").out.startswith("aigov-connectors 0")


@pytest.mark.parametrize("missing", ["typer", "rich"])
def test_without_the_extra_one_sentence_says_what_to_install(missing) -> None:
    code = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from aigov_connectors.cli import main; sys.exit(main(['demo']))"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter, our own text
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "pip install 'aigov-connectors[cli]'" in done.stderr


def test_a_reader_that_has_seen_enough_is_no_error(estate, snapshot) -> None:
    done = subprocess.run(  # noqa: S602 - our own text; a shell makes the pipe
        f"{sys.executable} -m aigov_connectors schema | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "{\n"
    assert done.stderr == ""


@pytest.mark.skipif(os.name != "posix", reason="a pipe of a POSIX shell")
def test_a_reader_that_has_seen_enough_of_findings_is_no_finding(estate, snapshot) -> None:
    """Pages of text through the console, which ends a process with 1 if it is let."""
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "aigov_connectors", "findings", "--verdict", "all"],
            stdout=write,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(write)
    assert (done.returncode, done.stderr) == (0, "")
