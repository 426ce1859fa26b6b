"""Findings on what is not as it was in the run before name what they are about, on every screen."""

from __future__ import annotations

import json

import pytest
from tests.drift.estate import snapshot, switch, unread

from aigov_connectors.inventory import GapReason
from aigov_connectors.report import report_html
from aigov_connectors.snapshot import Snapshot

BEFORE = snapshot()
LATER = snapshot(
    unknown_settings=(switch("/data/aiTriageAutoCloseOn"),),
    gaps=(unread(GapReason.DENIED),),
    previous=BEFORE,
    days=1,
)
BLIND = snapshot(gaps=(unread(GapReason.FAILED),), previous=BEFORE, days=1)


@pytest.fixture(autouse=True)
def runs(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    LATER.save("later.json")
    BLIND.save("blind.json")


@pytest.mark.parametrize("shown", [(), ("--brief",), ("--show-evidence",)])
def test_a_new_setting_is_named_wherever_it_is_told(command, shown) -> None:
    asked = ("findings", "later.json", "--rule", "unknown-switch-appeared", *shown)
    words = " ".join(command(*asked).out.split())

    assert "New since the run before: The setting data/aiTriageAutoCloseOn (true)" in words


@pytest.mark.parametrize("shown", [(), ("--brief",)])
def test_the_connection_of_which_less_was_seen_is_named(command, shown) -> None:
    out = command("findings", "--full", "blind.json", "--rule", "coverage-fell", *shown).out

    assert "Of acme-one less was seen than in the run before" in " ".join(out.split())


def test_an_explanation_names_it_too(command) -> None:
    for file, rule, subject in (
        ("later.json", "unknown-switch-appeared", "aiTriageAutoCloseOn"),
        ("blind.json", "coverage-fell", "acme-one"),
    ):
        found = json.loads(command("findings", file, "--rule", rule, "--json").out)
        identity = found["findings"][0]["identity"]
        assert subject in command("explain", identity, file).out


@pytest.mark.parametrize("client", [None, "One"])
@pytest.mark.parametrize(
    ("run", "title", "name"),
    [
        (LATER, "A new setting that no catalogue knows", "data/aiTriageAutoCloseOn"),
        (BLIND, "Less was seen than in the run before", "acme-one"),
    ],
)
def test_the_report_names_it_too(run: Snapshot, title: str, name: str, client) -> None:
    findings = report_html(run, client=client).partition('id="findings"')[2]

    assert title in findings
    assert name in findings
