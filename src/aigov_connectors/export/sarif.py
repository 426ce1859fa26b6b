"""SARIF 2.1.0: one run, with every finding as a result that keeps its identity.

A pass is a result of the kind `pass`, what could not be told one of the kind `open`, and what was
not read is a notification: a viewer that shows nothing must not look like a clean estate.

Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from aigov_connectors.export.baseline import Compared, compared
from aigov_connectors.export.model import Part, Run
from aigov_connectors.export.naming import named, run_name, stamp
from aigov_connectors.export.proof import proof
from aigov_connectors.export.sarif_rules import LEVELS, RuleBook, rule_book
from aigov_connectors.export.streaming import json_pieces
from aigov_connectors.inventory import ConnectionStatus, Inventory, Verdict
from aigov_connectors.policy import Waiver
from aigov_connectors.rules import Finding, FindingClient

__all__ = ["sarif_parts"]

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_KINDS = {Verdict.FAIL: "fail", Verdict.PASS: "pass", Verdict.UNDETERMINED: "open"}


def sarif_parts(run: Run) -> Iterator[Part]:
    """One log with one run."""
    yield Part("aigov-export.sarif", json_pieces(_log(run)))


def _log(run: Run) -> dict[str, Any]:
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": iter([_run(run)])}


def _run(run: Run) -> dict[str, Any]:
    inventory = run.snapshot.inventory
    book = rule_book(run)
    whose = "all" if run.client is None else run.client.id
    told: dict[str, Any] = {
        "tool": {"driver": book.driver},
        "taxonomies": book.taxonomies,
        "automationDetails": {
            "id": f"aigov-connectors/{whose}/{stamp(inventory.finished_at)}",
            "guid": run_name(run.snapshot),
        },
        "invocations": [_invocation(inventory)],
        "artifacts": [{"location": {"uri": _uri(run.source)}, "roles": ["analysisTarget"]}],
        "properties": {
            "assessedAt": stamp(run.snapshot.assessment.assessed_at),
            "policyDigest": run.snapshot.assessment.policy_digest,
            "rulesDigest": run.snapshot.assessment.rules_digest,
            "coverage": [one.model_dump(mode="json") for one in inventory.coverage],
        },
        "results": (_result(one, run, book) for one in compared(run)),
    }
    if run.previous is not None:
        told["baselineGuid"] = run_name(run.previous)
    return told


def _invocation(inventory: Inventory) -> dict[str, Any]:
    """How the reading went; each gap is a notification."""
    return {
        "executionSuccessful": all(
            one.status is ConnectionStatus.COMPLETED for one in inventory.connections
        ),
        "startTimeUtc": stamp(inventory.started_at),
        "endTimeUtc": stamp(inventory.finished_at),
        "toolExecutionNotifications": [
            {
                "level": "warning",
                "message": {"text": f"{gap.subject}: {gap.reason.value}. {gap.remedy}"},
                "descriptor": {"id": f"gap/{gap.reason.value}"},
                "properties": {
                    "gap": gap.id,
                    "connection": gap.connection,
                    "resource": gap.resource,
                    "clients": list(gap.clients),
                },
            }
            for gap in inventory.gaps
        ],
    }


def _result(one: Compared, run: Run, book: RuleBook) -> dict[str, Any]:
    finding = one.finding
    kind = _KINDS[finding.verdict]
    text = finding.because
    if one.unseen is not None:
        text = f"This run could not look again: {one.unseen}. Before it said: {text}"
    told: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": book.index_of[finding.rule],
        "kind": kind,
        "level": LEVELS[finding.severity] if kind == "fail" else "none",
        "rank": 25.0 * finding.severity.rank,
        "message": {"text": text},
        "correlationGuid": named("finding", finding.identity),
        "partialFingerprints": {"aigovConnectorsFinding/v1": finding.identity},
        "locations": [_location(finding, run)],
        "taxa": [
            reference
            for control in finding.controls
            if (reference := book.taxon_of(control)) is not None
        ],
        "properties": _properties(finding, run.snapshot.inventory),
    }
    if one.state is not None:
        told["baselineState"] = one.state.value
    suppressions = list(_suppressions(finding))
    if suppressions:
        told["suppressions"] = suppressions
    return told


def _location(finding: Finding, run: Run) -> dict[str, Any]:
    """Where the setting stands; viewers that know only files are led to the run's own."""
    subject = finding.subject
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(run.source), "index": 0},
            "region": {"startLine": 1},
        },
        "logicalLocations": [
            {
                "name": subject.name,
                "fullyQualifiedName": f"{subject.connection}/{subject.key}",
                "kind": subject.kind.value,
            }
        ],
    }


def _properties(finding: Finding, inventory: Inventory) -> dict[str, Any]:
    known = inventory.evidence_by_id
    return {
        "topic": finding.topic.value,
        "severity": finding.severity.value,
        "confidence": finding.confidence.value,
        "remedy": finding.remedy,
        "feature": finding.subject.feature,
        "clients": [_client(row) for row in finding.clients],
        "controls": [one.model_dump(mode="json") for one in finding.controls],
        "evidence": [proof(known[one]) for one in finding.evidence if one in known],
        "gaps": list(finding.gaps),
    }


def _client(row: FindingClient) -> dict[str, Any]:
    return row.model_dump(mode="json")


def _suppressions(finding: Finding) -> Iterator[dict[str, Any]]:
    """What somebody accepts; a finding that is waived for some clients only stays open."""
    if not finding.is_waived:
        return
    rows: Iterable[Waiver | None] = (finding.waiver, *(row.waiver for row in finding.clients))
    for waiver in dict.fromkeys(one for one in rows if one is not None):
        yield {
            "kind": "external",
            "status": "accepted",
            "guid": named("waiver", waiver.model_dump_json()),
            "justification": f"{waiver.reason} ({waiver.owner}, until {waiver.until})",
            "properties": {"owner": waiver.owner, "until": waiver.until.isoformat()},
        }


def _uri(name: str) -> str:
    return quote(name)
