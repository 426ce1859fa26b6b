"""Every format fits the standard's own schema, tells everything, and is the same every time."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from hypothesis import given
from hypothesis import strategies as st
from ocsf_json_schema import (  # type: ignore[import-untyped]
    OcsfJsonSchemaEmbedded,
    get_ocsf_schema,
)
from tests.drift.estate import FEATURE, snapshot, unread

from aigov_connectors.export import ExportFormat, Run, export, table_names
from aigov_connectors.export.tables import csv_parts, guarded
from aigov_connectors.inventory import Autonomy, GapReason, GateKind, Verdict
from aigov_connectors.inventory.tables import TABLES
from aigov_connectors.policy import DEFAULT_LINES, Policy, Waiver
from aigov_connectors.testing import make_deployment, make_evidence

SARIF_SCHEMA = Path(__file__).with_name("sarif-2.1.0.schema.json")


def texts(wanted: ExportFormat, run: Run) -> dict[str, str]:
    return {part.name: "".join(part.pieces) for part in export(wanted, run)}


def text(wanted: ExportFormat, run: Run) -> str:
    (only,) = texts(wanted, run).values()
    return only


def events(run: Run) -> list[dict[str, Any]]:
    return [json.loads(row) for row in text(ExportFormat.OCSF, run).splitlines()]


def log(run: Run) -> dict[str, Any]:
    (only,) = json.loads(text(ExportFormat.SARIF, run))["runs"]
    assert isinstance(only, dict)
    return only


def _run(*, days: int = 0, waivers: tuple[Waiver, ...] = (), acting: bool = True, **more: Any):
    autonomy = Autonomy.FULLY_AUTONOMOUS if acting else Autonomy.ADVISORY
    gate = GateKind.NONE if acting else GateKind.PRE_APPROVAL
    made = make_deployment(
        FEATURE, autonomy=autonomy, gate=gate, evidence=(make_evidence(value="x"),)
    )
    policy = Policy(lines=DEFAULT_LINES, waivers=waivers)
    return snapshot(
        made,
        reach={made.key: {"1": 3, "2": 4}},
        evidence=(make_evidence(value="x"),),
        policy=policy,
        days=days,
        **more,
    )


@pytest.fixture(scope="module", params=["whole", "small", "beside an earlier one"])
def run(request: pytest.FixtureRequest) -> Run:
    if request.param == "whole":
        return Run(request.getfixturevalue("whole"))
    if request.param == "small":
        return Run(_run())
    return Run(_run(days=1, acting=False), _run())


def test_sarif_fits_the_schema_of_oasis(run) -> None:
    schema = json.loads(SARIF_SCHEMA.read_text("utf-8"))
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    document = json.loads(text(ExportFormat.SARIF, run))
    assert [f"{one.json_path}: {one.message}" for one in validator.iter_errors(document)] == []


def test_cyclonedx_fits_its_strict_schema(run) -> None:
    document = text(ExportFormat.CYCLONEDX, run)
    assert JsonStrictValidator(SchemaVersion.V1_7).validate_str(document) is None


def test_every_reference_of_cyclonedx_leads_somewhere(run) -> None:
    bom = json.loads(text(ExportFormat.CYCLONEDX, run))
    refs = Counter(_bom_refs(bom))
    assert [ref for ref, count in refs.items() if count > 1] == []
    assert set(_links(bom)) - refs.keys() == set()


def _bom_refs(value: Any):
    if isinstance(value, dict):
        if "bom-ref" in value:
            yield value["bom-ref"]
        for inner in value.values():
            yield from _bom_refs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _bom_refs(inner)


def _links(bom: dict[str, Any]):
    declared = bom["declarations"]
    for claim in declared["claims"]:
        yield claim["target"]
        yield from (*claim.get("evidence", ()), *claim.get("counterEvidence", ()))
    for attestation in declared["attestations"]:
        yield attestation["assessor"]
        for row in attestation["map"]:
            yield row["requirement"]
            yield from (*row.get("claims", ()), *row.get("counterClaims", ()))
    for remark in bom["annotations"]:
        yield from remark["subjects"]
    for composition in bom["compositions"]:
        yield from composition["assemblies"]
    for dependency in bom["dependencies"]:
        yield from (dependency["ref"], *dependency["dependsOn"])


def test_ocsf_fits_the_schema_of_its_class(run) -> None:
    schema = OcsfJsonSchemaEmbedded(get_ocsf_schema("1.5.0")).get_class_schema("compliance_finding")
    validator = jsonschema.validators.validator_for(schema)(schema)
    every = events(run)
    # Whole estates have thousands that are alike: each rule and verdict, and some of the rest.
    kinds = {(one["compliance"]["control"], one["compliance"]["status_id"]): one for one in every}
    chosen = [*kinds.values(), *every[::397]]
    problems = [f"{p.json_path}: {p.message}" for one in chosen for p in validator.iter_errors(one)]
    assert problems == []


@pytest.mark.parametrize("wanted", ExportFormat)
def test_the_same_run_gives_the_same_text(wanted) -> None:
    assert texts(wanted, Run(_run(), _run())) == texts(wanted, Run(_run(), _run()))


def test_ndjson_holds_every_record_once(whole) -> None:
    rows = [json.loads(row) for row in text(ExportFormat.NDJSON, Run(whole)).splitlines()]
    counts = Counter(row["type"] for row in rows)
    judged = whole.assessment
    assert rows[0]["type"] == "run"
    assert counts.pop("finding") == len(judged.findings) + len(judged.passes)
    held = {name: len(getattr(whole.inventory, name)) for name in TABLES}
    assert sum(counts.values()) == 1 + sum(held.values())
    assert (counts["deployment"], counts["gap"]) == (held["deployments"], held["gaps"])


def test_every_table_is_there_with_its_rows(whole) -> None:
    files = texts(ExportFormat.CSV, Run(whole))
    assert tuple(files) == tuple(f"{name}.csv" for name in table_names())
    for name in TABLES:
        header, *rows = csv.reader(io.StringIO(files[f"{name}.csv"], newline=""))
        assert header
        assert len(rows) == len(getattr(whole.inventory, name)), name
        assert {len(row) for row in rows} <= {len(header)}
    every = (*whole.assessment.findings, *whole.assessment.passes)
    rows_of_clients = files["finding_clients.csv"].count("\r\n") - 1
    assert rows_of_clients == sum(len(finding.clients) for finding in every)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_no_text_is_a_formula_and_none_is_lost(cell: str) -> None:
    kept = guarded(cell)
    assert not kept.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert kept in (cell, f"'{cell}")


@pytest.mark.parametrize("evil", ['=HYPERLINK("http://x")', "+1", "-2+3", "@SUM(A1)", "\tx", "\rx"])
def test_what_a_vendor_sends_is_never_computed(evil: str) -> None:
    made = make_deployment(FEATURE, evidence=(make_evidence(value=evil),))
    run = Run(snapshot(made, evidence=(make_evidence(value=evil),)))
    parts = {part.name: "".join(part.pieces) for part in csv_parts(run)}
    rows = list(csv.DictReader(io.StringIO(parts["evidence.csv"], newline="")))
    assert f"'{evil}" in {row["fact_value"] for row in rows}


def test_a_number_stays_a_number() -> None:
    made = make_deployment(FEATURE, evidence=(make_evidence(value=-5),))
    run = Run(snapshot(made, evidence=(make_evidence(value=-5),)))
    parts = {part.name: "".join(part.pieces) for part in csv_parts(run)}
    rows = csv.DictReader(io.StringIO(parts["evidence.csv"], newline=""))
    assert "-5" in {row["fact_value"] for row in rows}


def test_what_failed_passed_and_could_not_be_told_are_three_kinds_of_results(whole) -> None:
    results = log(Run(whole))["results"]
    judged = whole.assessment
    kinds = Counter(one["kind"] for one in results)
    assert kinds["pass"] == len(judged.passes)
    assert kinds["open"] == len(judged.undetermined) > 0
    assert {one["level"] for one in results if one["kind"] != "fail"} == {"none"}
    assert {one["level"] for one in results if one["kind"] == "fail"} <= {
        "error",
        "warning",
        "note",
    }


def test_what_was_not_read_is_told_in_every_document(whole) -> None:
    subjects = {gap.subject for gap in whole.inventory.gaps}
    assert subjects
    for wanted in (ExportFormat.SARIF, ExportFormat.CYCLONEDX, ExportFormat.NDJSON):
        document = text(wanted, Run(whole))
        missing = {
            one for one in subjects if json.dumps(one, ensure_ascii=False)[1:-1] not in document
        }
        assert missing == set(), wanted


def test_a_result_refers_to_its_rule_and_to_the_controls_of_the_frameworks(whole) -> None:
    told = log(Run(whole))
    rules = told["tool"]["driver"]["rules"]
    for result in told["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        for taxon in result["taxa"]:
            framework = told["taxonomies"][taxon["toolComponent"]["index"]]
            assert framework["name"] == taxon["toolComponent"]["name"]
            assert framework["taxa"][taxon["index"]]["id"] == taxon["id"]
    assert any(result["taxa"] for result in told["results"])


def _states(before, after) -> dict[str, tuple[str, str]]:
    return {
        one["ruleId"]: (one["kind"], one["baselineState"])
        for one in log(Run(after, before))["results"]
        if one["ruleId"] == "autonomous-containment"
    }


RULE = "autonomous-containment"


def test_a_result_is_new_as_before_or_otherwise() -> None:
    nothing = snapshot()
    assert _states(nothing, _run(days=1)) == {RULE: ("fail", "new")}
    assert _states(_run(), _run(days=1)) == {RULE: ("fail", "unchanged")}
    assert _states(_run(), _run(days=1, acting=False)) == {RULE: ("pass", "updated")}
    assert _states(_run(), snapshot(days=1)) == {RULE: ("fail", "absent")}


def test_what_nobody_could_look_at_again_is_not_gone() -> None:
    blind = snapshot(gaps=(unread(GapReason.FAILED),), days=1)
    assert _states(_run(), blind) == {RULE: ("open", "updated")}
    told = [one for one in events(Run(blind, _run())) if one["compliance"]["control"] == RULE]
    assert {one["activity_name"] for one in told} == {"Update"}
    assert {one["compliance"]["status"] for one in told} == {"Unknown"}


def test_a_finding_keeps_its_fingerprint_from_run_to_run() -> None:
    prints = [
        {
            one["partialFingerprints"]["aigovConnectorsFinding/v1"]
            for one in log(Run(run))["results"]
        }
        for run in (_run(), _run(days=30))
    ]
    assert prints[0] == prints[1]


def _waiver(client: str | None) -> Waiver:
    return Waiver(
        rule=RULE,
        client=client,
        owner="role:security lead",
        reason="watched at night",
        until=date(2030, 1, 1),
    )


def test_a_waiver_suppresses_a_result_and_says_who_answers_for_it() -> None:
    (result,) = [
        one for one in log(Run(_run(waivers=(_waiver(None),))))["results"] if one["ruleId"] == RULE
    ]
    (suppression,) = result["suppressions"]
    assert suppression["kind"] == "external"
    assert suppression["justification"] == "watched at night (role:security lead, until 2030-01-01)"


def test_a_waiver_for_one_client_of_two_leaves_the_result_open() -> None:
    run = Run(_run(waivers=(_waiver("One"),)))
    (result,) = [one for one in log(run)["results"] if one["ruleId"] == RULE]
    assert "suppressions" not in result
    waived = {
        one["metadata"]["tenant_uid"]: one["status"]
        for one in events(run)
        if one["compliance"]["control"] == RULE
    }
    assert waived == {"acme/tenant/1": "Suppressed", "acme/tenant/2": "New"}


def test_a_client_is_a_tenant_of_the_collector(whole) -> None:
    tenants = {one["metadata"].get("tenant_uid") for one in events(Run(whole))}
    assert {one.id for one in whole.inventory.clients if one.kind == "client"} <= tenants


def test_nobody_is_said_to_comply(whole) -> None:
    bom = json.loads(text(ExportFormat.CYCLONEDX, Run(whole)))
    rows = [row for one in bom["declarations"]["attestations"] for row in one["map"]]
    assert rows
    assert not any("score" in row["conformance"] for row in rows)


def test_claims_count_evidence_for_and_against(whole) -> None:
    claims = json.loads(text(ExportFormat.CYCLONEDX, Run(whole)))["declarations"]["claims"]
    judged = (*whole.assessment.findings, *whole.assessment.passes)
    verdicts = Counter(one.verdict for one in judged)
    assert len(claims) == verdicts[Verdict.FAIL] + verdicts[Verdict.PASS]
