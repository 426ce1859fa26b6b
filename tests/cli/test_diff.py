"""`diff`: two files or two runs of a store, what got worse first, nothing unseen called better."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.drift.estate import FEATURE, ONE, TWO, snapshot, unread

from aigov_connectors.drift import Drift
from aigov_connectors.inventory import Autonomy, GapReason, Setting
from aigov_connectors.rules import shipped_rules
from aigov_connectors.snapshot import Snapshot
from aigov_connectors.store import open_store
from aigov_connectors.testing import make_deployment, make_evidence, make_organization


def _run(
    mode: str, autonomy: Autonomy, *, days: int = 0, clients=(ONE, TWO), **changes
) -> Snapshot:
    made = make_deployment(FEATURE, autonomy=autonomy, evidence=(make_evidence(value=mode),))
    made = made.model_copy(update={"settings": (Setting(name="mode", value=mode),)})
    proof = make_evidence(value=mode)
    return snapshot(made, evidence=(proof,), organizations=clients, days=days, **changes)


CALM = _run("detect", Autonomy.ADVISORY)
WILD = _run("protect", Autonomy.FULLY_AUTONOMOUS, days=1)
BLIND = snapshot(gaps=(unread(GapReason.FAILED),), days=2)
ONE_RULE = tuple(rule for rule in shipped_rules() if rule.id == "autonomous-containment")
ASKS, ACTS, UNTOLD = (
    _run(mode, autonomy, rules=ONE_RULE, days=days)
    for days, (mode, autonomy) in enumerate(
        (
            ("detect", Autonomy.ADVISORY),
            ("protect", Autonomy.FULLY_AUTONOMOUS),
            ("new", Autonomy.UNKNOWN),
        )
    )
)
"""Three runs of which one rule tells everything that there is to tell."""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    runs = {"calm": CALM, "wild": WILD, "blind": BLIND, "asks": ASKS, "acts": ACTS}
    for name, run in {**runs, "untold": UNTOLD}.items():
        run.save(tmp_path / f"{name}.json")
    return tmp_path


@pytest.fixture
def kept(files: Path) -> Path:
    store = open_store(f"{files / 'runs.db'}")
    for run in (CALM, WILD, BLIND):
        store.add(run)
    return files / "runs.db"


def test_what_got_worse_stands_first_with_both_states(files, command) -> None:
    done = command("diff", "calm.json", "wild.json")

    words = " ".join(done.out.split())
    assert done.code == 0
    assert words.index("Worse") < words.index("Quarantine, policy 1: fully autonomous, gate none;")
    assert "it was advisory, gate pre approval." in words
    assert "clients One and Two" in words


def test_what_could_not_be_seen_is_never_called_better(files, command) -> None:
    out = command("diff", "wild.json", "blind.json").out

    assert "Less is known: none of this is an improvement" in out
    assert "Better" not in out


def test_two_runs_that_agree_say_so(files, command) -> None:
    out = command("diff", "calm.json", "calm.json").out

    assert "no change; 1 setting as before" in out


@pytest.mark.parametrize(
    ("before", "after", "fail_on", "code"),
    [
        ("calm", "wild", "never", 0),
        ("asks", "acts", "worse", 1),
        ("acts", "asks", "worse", 0),
        ("asks", "untold", "worse", 3),
        ("acts", "untold", "worse", 3),
        ("untold", "acts", "worse", 0),
        ("calm", "wild", "worse", 3),  # what acts now brings questions that nobody answers
        ("wild", "calm", "any", 1),
        ("calm", "calm", "any", 0),
        ("wild", "blind", "worse", 3),
    ],
)
def test_the_exit_code_tells_a_schedule_what_happened(
    files, command, before, after, fail_on, code
) -> None:
    assert command("diff", f"{before}.json", f"{after}.json", "--fail-on", fail_on).code == code


def test_json_is_the_drift_itself(files, command) -> None:
    done = command("diff", "calm.json", "wild.json", "--json")

    drift = Drift.from_json(done.out)
    assert drift.worse
    assert json.loads(done.out)["changes"][0]["direction"] == "worse"


def test_a_client_sees_only_its_own(files, command) -> None:
    for name in ("--client=One", "--client=acme/tenant/1"):
        out = command("diff", "calm.json", "wild.json", name).out
        assert "Quarantine, policy 1" in out
        assert "Two" not in out
    document = command("diff", "calm.json", "wild.json", "--client", "One", "--json").out
    assert "acme/tenant/2" not in document
    assert "Two" not in document


def test_a_client_that_only_one_run_has_can_be_asked_for(files, command) -> None:
    three = make_organization("3", "Three")
    _run("protect", Autonomy.FULLY_AUTONOMOUS, clients=(ONE, TWO, three)).save("three.json")

    came = command("diff", "wild.json", "three.json", "--client", "Three").out
    went = command("diff", "three.json", "wild.json", "--client", "Three").out

    assert "Three is a new client" in came
    assert "Three is a client no longer" in went


def test_less_than_a_severity_is_left_out(files, command) -> None:
    all_of_it = Drift.from_json(command("diff", "calm.json", "wild.json", "--json").out)
    grave = Drift.from_json(
        command("diff", "calm.json", "wild.json", "--json", "--min-severity", "high").out
    )

    assert 0 < len(grave.changes) < len(all_of_it.changes)


def test_less_seen_than_before_is_below_no_severity(files, command) -> None:
    narrow = make_deployment(FEATURE)
    snapshot(narrow).save("whole.json")
    snapshot(narrow, gaps=(unread(feature="acme.other"),), days=1).save("partly.json")
    asked = ("diff", "whole.json", "partly.json", "--fail-on", "worse")

    for least in ("medium", "high", "critical"):
        done = command(*asked, "--min-severity", least)
        assert done.code == 3
        assert "Less is known" in done.out


def test_what_asked_first_and_is_no_longer_known_is_below_no_severity(files, command) -> None:
    done = command("diff", "asks.json", "untold.json", "--min-severity", "critical")

    assert "Less is known" in done.out
    assert "Nothing that was seen differs" not in done.out


def test_what_a_severity_leaves_out_is_counted(files, command) -> None:
    done = command("diff", "acts.json", "asks.json", "--min-severity", "critical")

    assert "2 changes below critical left out by --min-severity" in done.out
    assert "Nothing of critical severity or above differs." in done.out
    assert "Nothing that was seen differs" not in done.out


def test_two_runs_of_one_minute_are_told_apart_by_the_second(files, command) -> None:
    later = CALM.inventory.finished_at + timedelta(seconds=20)
    inventory = CALM.inventory.model_copy(update={"finished_at": later})
    CALM.model_copy(update={"inventory": inventory}).save("soon.json")

    out = command("diff", "calm.json", "soon.json").out

    assert "1 Nov 2026 06:02:00 UTC -> 1 Nov 2026 06:02:20 UTC" in out


def test_a_run_of_one_client_is_compared_for_that_client_and_says_so_once(files, command) -> None:
    WILD.only(["One"]).save("part.json")

    done = command("diff", "wild.json", "part.json", "--fail-on", "worse")

    words = " ".join(done.out.split())
    assert "This run was limited to clients (One)" in words
    assert words.count("limited to") == 1
    assert "less known" not in words  # the sentence says it: nothing that was seen is less known
    assert "no change; " in words
    assert "no longer visible" not in words
    assert "resolved" not in words
    assert done.code == 3  # of the others nothing is known now


def test_a_client_that_a_limited_run_left_out_is_not_new_in_the_next(files, command) -> None:
    WILD.only(["One"]).save("part.json")

    done = command("diff", "part.json", "wild.json", "--client", "Two", "--fail-on", "worse")

    assert "is new" not in done.out
    assert "The run before was limited to clients (others)" in " ".join(done.out.split())
    assert "This run was limited" not in done.out
    assert done.code == 0
    assert command("diff", "wild.json", "part.json", "--client", "Two", "--fail-on", "worse").code


def test_without_names_the_last_two_runs_of_the_store_are_compared(kept, command) -> None:
    last = command("diff", "--store", f"{kept}").out
    named = command("diff", "previous", "latest", "--store", f"{kept}").out

    assert last == named
    assert "2 Nov 2026 06:02 UTC -> 3 Nov 2026 06:02 UTC" in last


def test_a_run_and_a_file_may_be_compared(kept, command) -> None:
    first = open_store(f"{kept}").runs()[0].id

    out = command("diff", first[:14], "wild.json", "--store", f"{kept}").out

    assert "it was advisory" in " ".join(out.split())


def test_one_name_is_the_earlier_run(kept, command) -> None:
    first = open_store(f"{kept}").runs()[0].id

    assert "1 Nov 2026 06:02 UTC -> 3 Nov" in command("diff", first, "--store", f"{kept}").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "two runs are needed"),
        (("calm.json",), "two runs are needed"),
        (("calm.json", "nowhere.json"), "no snapshot nowhere.json"),
        (("calm.json", "wild.json", "--client", "Nobody"), "no client is named"),
        (("--store", "mysql://x"), "no store is of the kind"),
    ],
)
def test_what_cannot_be_compared_is_said(files, command, arguments, says) -> None:
    done = command("diff", *arguments)

    assert done.code == 2
    assert says in done.err


def test_a_store_with_one_run_has_nothing_to_compare(files, command) -> None:
    open_store("one.db").add(CALM)

    done = command("diff", "--store", "one.db")

    assert done.code == 2
    assert "holds no run before that one" in done.err


def test_a_finding_that_returns_is_told_from_a_new_one_by_the_runs_before(files, command) -> None:
    store = open_store(f"{files / 'runs.db'}")
    for days, mode in enumerate(("protect", "detect", "protect")):
        acts = Autonomy.FULLY_AUTONOMOUS if mode == "protect" else Autonomy.ADVISORY
        store.add(_run(mode, acts, days=days))

    back = " ".join(command("diff", "--store", "runs.db").out.split())
    mine = " ".join(command("diff", "--store", "runs.db", "--client", "One").out.split())
    two = " ".join(command("diff", "calm.json", "wild.json").out.split())

    assert "is back: it was resolved, and was last told on 1 Nov 2026." in back
    assert "is back" in mine
    assert "whether a new finding had been resolved before is not known" not in back
    assert "is back" not in two
    assert "whether a new finding had been resolved before is not known" in two


def test_runs_limited_alike_are_compared_without_names(files, command) -> None:
    store = open_store("one.db")
    for run in (CALM, WILD):
        store.add(run.only(["One"]))

    done = command("diff", "--store", "one.db")

    assert done.code == 0, done.err
    assert "Quarantine, policy 1" in done.out


def test_a_run_for_another_client_between_them_is_passed_over(files, command) -> None:
    store = open_store("one.db")
    runs = (CALM.only(["One"]), WILD.only(["Two"]), BLIND.only(["One"]))
    for run in runs:
        store.add(run)
    first, _, last = store.runs()

    plain = command("diff", "--store", "one.db", "--json")

    assert plain == command("diff", first.id, last.id, "--store", "one.db", "--json")


@pytest.mark.parametrize(
    ("later", "says"), [(WILD.only(["Two"]), "clients (Two)"), (WILD, "holds everything")]
)
def test_runs_limited_otherwise_are_named_with_the_command_that_compares_them(
    files, command, later, says
) -> None:
    store = open_store("one.db")
    for run in (CALM.only(["One"]), later):
        store.add(run)
    first, last = store.runs()

    done = command("diff", "--store", "one.db")

    words = " ".join(done.err.split())
    assert done.code == 2
    assert "1 run before that one" in words
    assert "is limited to clients (One)" in words
    assert says in words
    assert f"diff {first.id} {last.id}" in words
    assert command("diff", first.id, last.id, "--store", "one.db").code == 0
