"""`attest`: questions, answers, and all the way from the file to rule, coverage and summary."""

from __future__ import annotations

import os
import stat
import sys
import tomllib
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigov_connectors.cli.attest import _append
from aigov_connectors.cli.show.attest import written
from aigov_connectors.config import load_config
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import Attestation

TODAY = datetime.now(UTC).date()
ANSWER = ("--feature", "acme.assistant", "--disabled", "--by", "role:security-lead")


def _rules(estate) -> dict[str, str]:
    """Rule to verdict, for what is said about the assistant."""
    assessment = estate.snapshot().assessment
    return {
        one.rule: one.verdict.value
        for one in (*assessment.findings, *assessment.passes)
        if one.subject.feature == "acme.assistant"
    }


def _known(estate) -> int:
    (row,) = (one for one in estate.snapshot().inventory.coverage if one.client is None)
    determined: int = row.features_determined
    return determined


def test_what_is_open_is_asked_for_each_connection(estate, command) -> None:
    done = command("attest")
    assert done.code == 0
    assert "main" in done.out
    assert "1 question open" in done.out
    assert "Ask whether the assistant is switched on." in done.out
    assert "acme.assistant" in done.out
    assert "Static engine" not in done.out


def test_on_and_off_at_once_is_no_answer(estate, command) -> None:
    for both in (("--enabled", "--disabled"), ("--disabled", "--enabled")):
        done = command("attest", "--feature", "acme.assistant", *both, "--by", "role:x")
        assert done.code == 2
        assert "not both" in done.err
        assert not done.out


def test_an_answer_is_a_table_to_paste(estate, command) -> None:
    done = command("attest", *ANSWER, "--until", "2099-01-01", "--document", 'minutes "7"')
    (table,) = tomllib.loads(done.out)["attestations"]
    assert table == {
        "feature": "acme.assistant",
        "enabled": False,
        "by": "role:security-lead",
        "on": TODAY,
        "until": date(2099, 1, 1),
        "document": 'minutes "7"',
    }
    assert len(load_config(estate.config).attestations) == 0


def test_from_the_answer_to_rule_coverage_and_summary(estate, command) -> None:
    assert command("discover").code == 0
    assert _rules(estate)["not-exposed-not-attested"] == "undetermined"
    before = _known(estate)

    assert command("attest", *ANSWER, "--append", str(estate.config)).code == 0
    assert "Nothing is open" in command("attest").out
    assert "not shown" not in command("discover").out
    assert _rules(estate) == {"not-exposed-not-attested": "pass", "attestation-stale": "pass"}
    assert _known(estate) == before + 1
    shown = command("findings", "--full", "--verdict", "pass", "--rule", "attestation-stale")
    assert "role:security-lead" not in shown.err
    assert "What role:security-lead attested of Assistant" in " ".join(shown.out.split())


def test_an_expired_answer_opens_the_question_again_and_is_named(estate, command) -> None:
    ended = TODAY - timedelta(days=1)
    given_on = (TODAY - timedelta(days=90)).isoformat()
    dates = ("--on", given_on, "--until", ended.isoformat())
    command("attest", *ANSWER, *dates, "--append", str(estate.config))
    command("discover")
    assert _rules(estate) == {
        "not-exposed-not-attested": "undetermined",
        "attestation-stale": "fail",
    }
    assert "1 question open" in command("attest").out
    evidence = command("findings", "--rule", "attestation-stale", "--show-evidence")
    assert "ATTESTED [[attestations]]" in evidence.out

    command("attest", *ANSWER, "--append", str(estate.config))  # stated anew
    command("discover")
    assert _rules(estate) == {"not-exposed-not-attested": "pass", "attestation-stale": "pass"}


def test_stated_anew_the_latest_counts(estate, command) -> None:
    earlier = (TODAY - timedelta(days=3)).isoformat()
    command("attest", *ANSWER, "--on", earlier, "--append", str(estate.config))
    anew = ("--feature", "acme.assistant", "--enabled", "--by", "role:security-lead")
    told = ("--autonomy", "advisory", "--gate", "pre_approval", "--approver", "role:lead")
    command("attest", *anew, *told, "--append", str(estate.config))
    command("discover")
    (one,) = (d for d in estate.snapshot().inventory.deployments if d.basis == "attested")
    assert one.enabled is True
    assert [actor.role for actor in one.gate.approvers] == ["lead"]


def test_an_answer_for_one_client_leaves_the_question_open(estate, command) -> None:
    command("attest", *ANSWER, "--client", "Elm School", "--append", str(estate.config))
    assert "1 question open" in command("attest").out


def test_open_questions_can_be_added_as_comments_to_fill_in(estate, command) -> None:
    before = load_config(estate.config)
    done = command("attest", "--append", str(estate.config))
    assert done.code == 0
    text = estate.config.read_text("utf-8")
    assert '# feature = "acme.assistant"' in text
    assert load_config(estate.config) == before
    filled = text.replace('"role:"', '"role:lead"')
    start = filled.index("# [[att")
    answer = filled[start:].replace("# [[", "[[").replace("\n# ", "\n")
    estate.config.write_text(filled[:start] + answer, encoding="utf-8")
    assert len(load_config(estate.config).attestations) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--feature", "acme.assistent", "--enabled", "--by", "me"), "acme.assistant"),
        (("--feature", "acme.assistant", "--by", "me"), "--enabled or --disabled"),
        (("--enabled", "--by", "me"), "--feature"),
        ((*ANSWER, "--gate", "none", "--autonomy", "advisory"), "contradicts itself"),
        ((*ANSWER, "--until", "2020-01-01"), "until lies before on"),
        ((*ANSWER, "--connection", "other"), "no connection 'other'"),
    ],
)
def test_answers_that_make_no_sense_are_usage_errors(estate, command, arguments, words) -> None:
    before = estate.config.read_bytes()
    done = command("attest", *arguments, "--append", str(estate.config))
    assert done.code == 2
    assert words in done.err
    assert estate.config.read_bytes() == before


@pytest.mark.parametrize(
    "before",
    [b"[[connections]\n", b"attestations = 3\n", b"\xff\n", b"[[attestations]]\nfeature = 'x'\n"],
)
def test_a_file_that_would_not_fit_is_left_as_it_was(estate, command, before, tmp_path) -> None:
    file = tmp_path / "other.toml"
    file.write_bytes(before)
    done = command("attest", *ANSWER, "--append", str(file))
    assert done.code == 2
    assert file.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_line_ends_links_and_modes_stay(estate, command, tmp_path) -> None:
    file = tmp_path / "real.toml"
    file.write_bytes(b"# first\r\n")
    link = tmp_path / "link.toml"
    if sys.platform != "win32":
        link.symlink_to(file)
        os.chmod(file, 0o640)
    else:
        link = file
    assert command("attest", *ANSWER, "--append", str(link)).code == 0
    content = file.read_bytes()
    assert content.startswith(b"# first\r\n\r\n[[attestations]]\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    if sys.platform != "win32":
        assert link.is_symlink()
        assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be written"):
        _append(tmp_path / "missing" / "a.toml", "# nothing\n")


words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@given(by=words, client=st.none() | words, document=st.none() | words)
def test_whatever_is_written_reads_back_as_it_was(by, client, document) -> None:
    attestation = Attestation(
        feature="acme.assistant",
        enabled=True,
        by=by,
        client=client,
        document=document,
        on=date(2026, 10, 1),
        until=date(2027, 10, 1),
    )
    (table,) = tomllib.loads(written(attestation))["attestations"]
    told = {name: value for name, value in attestation.model_dump().items() if value is not None}
    assert {"autonomy": "unknown", "gate": "unknown", **table} == told


def test_an_answer_that_expired_is_told_and_not_called_nobodys(estate, command) -> None:
    dates = ("--on", "2020-01-01", "--until", "2021-01-01", "--append", str(estate.config))
    assert command("attest", *ANSWER, *dates).code == 0
    asked = " ".join(command("attest").out.split())
    assert "off as of 2020-01-01, until 2021-01-01, by role:security-lead" in asked
    assert "1 question open" in asked
    assert command("discover", "--quiet").code == 0
    found = " ".join(command("findings", "--full").out.split())
    assert "expired on 2021-01-01" in found
    assert "and nobody has attested it." not in found
