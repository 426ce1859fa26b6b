"""The example configurations fit, and their page tells what they make of the sandbox."""

from __future__ import annotations

import importlib.util
from collections import Counter, defaultdict
from pathlib import Path
from types import ModuleType

import pytest
from tests.export.estate import reading

from aigov_connectors.config import Config
from aigov_connectors.inventory import DecisionKind, Verdict
from aigov_connectors.rules import Finding, shipped_rules
from aigov_connectors.running.opening import prepare
from aigov_connectors.snapshot import Snapshot

ROOT = Path(__file__).parents[1]


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "configurations_doc", ROOT / "scripts" / "configurations_doc.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCRIPT = _script()
CONFIGS: dict[str, Config] = SCRIPT.configurations()


@pytest.fixture(scope="module")
def runs() -> dict[str, Snapshot]:
    return {name: reading().snapshot(config) for name, config in CONFIGS.items()}


def test_the_figures_of_the_page_are_those_of_the_sandbox(runs) -> None:
    told = SCRIPT.FILE.read_text("utf-8")
    assert SCRIPT.page(runs) == told, "python scripts/configurations_doc.py --write"


def test_every_file_is_told_of() -> None:
    assert {f"{name}.toml" for name in CONFIGS} == {
        one.name for one in SCRIPT.FOLDER.glob("*.toml")
    }


@pytest.mark.parametrize("name", CONFIGS)
def test_a_configuration_fits_and_its_lines_count(name: str) -> None:
    config = CONFIGS[name]
    assert config.policy_problems == ()
    assert len(prepare(config)) == len({one.vendor for one in config.connections}) == 6
    assert {one.rule for one in config.waivers} <= {rule.id for rule in shipped_rules()}


@pytest.mark.parametrize("name", CONFIGS)
def test_every_client_and_connection_that_is_named_is_in_the_estate(name: str, runs) -> None:
    config, inventory = CONFIGS[name], runs[name].inventory
    assert {one.name for one in config.connections} == set(inventory.connection_by_name)
    found = {one.name for one in inventory.clients if one.members}
    assert {one.name for one in config.clients} <= found
    assert {one.feature for one in config.attestations} <= set(inventory.feature_by_id)


@pytest.mark.parametrize("name", CONFIGS)
def test_every_waiver_covers_something(name: str, runs) -> None:
    findings = runs[name].assessment.findings
    used = {one.waiver for one in findings} | {
        row.waiver for one in findings for row in one.clients
    }
    assert set(CONFIGS[name].waivers) <= used


def _of(run: Snapshot, rule: str) -> list[Finding]:
    return [one for one in run.assessment.failed if one.rule == rule]


OVERSIGHT = (
    "autonomous-containment",
    "missing-approval-gate",
    "reply-without-preview",
    "routing-by-machine-without-review",
    "suggestion-applied-automatically",
    "unattended-script",
)
"""Rules that ask the oversight policy what may act alone. The others ask what is told of the
clients, what is attested and what is waived, and find as much under any policy."""


@pytest.mark.parametrize("name", ["pragmatic", "co-managed-finance"])
def test_what_goes_too_far_for_another_policy_goes_too_far_for_the_strict_one(
    name: str, runs
) -> None:
    strict, other = (
        {(one.rule, one.subject.key) for rule in OVERSIGHT for one in _of(run, rule)}
        for run in (runs["health-care"], runs[name])
    )
    assert other
    assert not sorted(other - strict)
    assert strict - other, "the strict one allows less"


def test_a_policy_that_allows_containment_by_machine_is_the_mildest(runs) -> None:
    counts = {name: sum(len(_of(run, rule)) for rule in OVERSIGHT) for name, run in runs.items()}
    assert min(counts, key=lambda name: counts[name]) == "pragmatic"


def test_the_pragmatic_one_lets_containment_act_and_still_finds_what_no_policy_makes_safe(
    runs,
) -> None:
    run = runs["pragmatic"]
    assert _of(run, "autonomous-containment") == []
    assert _of(runs["health-care"], "autonomous-containment")
    for rule in ("gate-opens-by-itself", "anonymous-user-can-trigger-ai", "reply-without-preview"):
        assert _of(run, rule), rule
    told = [len(each.assessment.undetermined) for each in runs.values()]
    assert told[2] == max(told), "thresholds, and regulations that differ"


def _answers(run: Snapshot, source: str) -> dict[bool, set[Verdict]]:
    """What is said of the containment by a setting, by whether the client is under GLBA."""
    told: dict[bool, set[Verdict]] = {True: set(), False: set()}
    for one in (*run.assessment.findings, *run.assessment.passes):
        if one.rule == "autonomous-containment" and one.subject.name.endswith(source):
            for row in one.clients:
                client = run.inventory.client_by_id[row.id]
                told["GLBA" in client.context.regulations].add(row.verdict)
    return told


def test_the_incident_plan_counts_at_the_banks_and_where_the_verdict_is_known(runs) -> None:
    run = runs["co-managed-finance"]
    rule = _answers(run, ", Encoded PowerShell from Office")
    assert rule[True] == {Verdict.PASS}
    assert Verdict.FAIL in rule[False]
    quarantine = _answers(run, "Network quarantine, site policy Brightwater Credit Union")
    assert quarantine[True] == {Verdict.UNDETERMINED}


def _isolating(run: Snapshot) -> dict[Verdict, set[str]]:
    """Clients of the findings on containment by settings that isolate endpoints."""
    isolates = {
        one.key
        for one in run.inventory.deployments
        if DecisionKind.ISOLATE_ENDPOINT in one.decisions
    }
    found: dict[Verdict, set[str]] = defaultdict(set)
    for one in run.assessment.findings:
        if one.rule == "autonomous-containment" and one.subject.key in isolates:
            for row in one.clients:
                found[row.verdict].add(row.name)
    return found


def test_isolation_fails_for_the_strict_wherever_it_happens_and_is_open_at_the_clinic(runs) -> None:
    run = runs["health-care"]
    found = _isolating(run)
    assert len(found[Verdict.FAIL]) == 5
    regulated = {one.name for one in run.inventory.clients if one.context.regulations}
    assert not found[Verdict.FAIL] & regulated
    assert found[Verdict.UNDETERMINED] == {"Redfern Pediatrics"} <= regulated


def test_what_isolates_without_an_incident_plan_fails(runs) -> None:
    rows = [
        (row.name, row.verdict)
        for one in runs["co-managed-finance"].assessment.findings
        if one.subject.name.endswith(", Isolate on mass encryption")
        and one.rule == "autonomous-containment"
        for row in one.clients
    ]
    assert rows == [("Granite Hollow Machining", Verdict.FAIL)]


def test_no_credential_can_write_and_two_could_not_be_told(runs) -> None:
    for run in runs.values():
        told = Counter(
            one.verdict
            for one in (*run.assessment.findings, *run.assessment.passes)
            if one.rule == "own-credential-can-write"
        )
        assert told[Verdict.FAIL] == 0
        assert told[Verdict.UNDETERMINED] == 2


def test_who_is_silent_about_the_clients_sees_no_mix_of_them(runs) -> None:
    for name, run in runs.items():
        clients = run.inventory.clients
        regulations = {each for one in clients for each in one.context.regulations}
        assert bool(_of(run, "tenant-wide-setting")) is (len(regulations) > 1), name


def test_an_attestation_is_judged_too(runs) -> None:
    (found,) = _of(runs["pragmatic"], "gate-without-named-approver")
    assert "attestation of role:patch lead" in found.because


def test_the_script_that_one_client_accepts_is_open_for_the_next(runs) -> None:
    rows = [
        row
        for one in runs["co-managed-finance"].assessment.findings
        if one.rule == "unattended-script"
        for row in one.clients
    ]
    assert {row.name for row in rows if row.waiver} == {"Ironbell Insurance"}
    assert any(row.waiver is None and row.verdict is Verdict.FAIL for row in rows)


def test_vendors_and_credentials_are_judged_alike_whatever_the_policy(runs) -> None:
    for rule in ("vendor-answer-missing", "own-credential-can-write"):
        said = {
            tuple(sorted(one.subject.key for one in run.assessment.findings if one.rule == rule))
            for run in runs.values()
        }
        assert len(said) == 1, rule
