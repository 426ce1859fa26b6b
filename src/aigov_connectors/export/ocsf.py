"""OCSF 1.5.0, class 2003: one Compliance Finding a line, for each client that a finding concerns.

A finding that concerns nobody by name is one event without `tenant_uid`.

Source: https://schema.ocsf.io/1.5.0/classes/compliance_finding
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aigov_connectors.export.baseline import Compared, State, compared
from aigov_connectors.export.model import Part, Run
from aigov_connectors.export.naming import milliseconds, named, stamp
from aigov_connectors.export.proof import proof, request_of
from aigov_connectors.export.streaming import json_line
from aigov_connectors.inventory import Confidence, Deployment, Severity, Verdict
from aigov_connectors.policy import Waiver
from aigov_connectors.rules import Finding, FindingClient, SubjectKind

__all__ = ["ocsf_parts"]

_CLASS = 2003
_SEVERITY = {
    Severity.INFO: (1, "Informational"),
    Severity.LOW: (2, "Low"),
    Severity.MEDIUM: (3, "Medium"),
    Severity.HIGH: (4, "High"),
    Severity.CRITICAL: (5, "Critical"),
}
_CONFIDENCE = {
    Confidence.LOW: (1, "Low"),
    Confidence.MEDIUM: (2, "Medium"),
    Confidence.HIGH: (3, "High"),
}
_COMPLIANCE = {
    Verdict.PASS: (1, "Pass"),
    Verdict.FAIL: (3, "Fail"),
    Verdict.UNDETERMINED: (0, "Unknown"),
}
_ACTIVITY = {
    None: (1, "Create"),
    State.NEW: (1, "Create"),
    State.UNCHANGED: (2, "Update"),
    State.UPDATED: (2, "Update"),
    State.ABSENT: (3, "Close"),
}
_NEW, _SUPPRESSED, _RESOLVED = (1, "New"), (3, "Suppressed"), (4, "Resolved")
_RULE = 1  # type_id of an analytic
_PROOFS = 10  # pieces of evidence in an event: a collector cuts off what is too large


def ocsf_parts(run: Run) -> Iterator[Part]:
    """One part, an event a line."""
    yield Part("aigov-export.ocsf.ndjson", _lines(run))


def _lines(run: Run) -> Iterator[str]:
    deployments = {one.key: one for one in run.snapshot.inventory.deployments}
    for one in compared(run):
        rows: tuple[FindingClient | None, ...] = one.finding.clients or (None,)
        for row in rows:
            event = _event(one, row, run, deployments.get(one.finding.subject.key))
            yield f"{json_line(event)}\n"


def _event(
    one: Compared, row: FindingClient | None, run: Run, deployment: Deployment | None
) -> dict[str, Any]:
    finding, inventory = one.finding, run.snapshot.inventory
    asked = one.unseen is None
    verdict = (finding.verdict if row is None else row.verdict) if asked else Verdict.UNDETERMINED
    severity = finding.severity if row is None else row.severity
    waiver = finding.waiver or (None if row is None else row.waiver)
    activity, status = _ACTIVITY[one.state], _status(one.state, verdict, waiver)
    uid = named("finding", finding.identity, "" if row is None else row.id)
    message = finding.because
    if one.unseen is not None:
        message = f"This run could not look again: {one.unseen}. Before it said: {message}"
    known = inventory.evidence_by_id
    shown = [known[name] for name in finding.evidence if name in known]
    metadata: dict[str, Any] = {
        "version": "1.5.0",
        "uid": named("event", uid, stamp(inventory.finished_at)),
        "log_name": "aigov-connectors",
        "product": {
            "name": "aigov-connectors",
            "vendor_name": "aigov-connectors",
            "version": inventory.library_version,
        },
    }
    if row is not None:
        metadata["tenant_uid"] = row.id
    return {
        "activity_id": activity[0],
        "activity_name": activity[1],
        "category_uid": 2,
        "category_name": "Findings",
        "class_uid": _CLASS,
        "class_name": "Compliance Finding",
        "type_uid": _CLASS * 100 + activity[0],
        "type_name": f"Compliance Finding: {activity[1]}",
        "time": milliseconds(run.snapshot.assessment.assessed_at),
        "severity_id": _SEVERITY[severity][0],
        "severity": _SEVERITY[severity][1],
        "confidence_id": _CONFIDENCE[finding.confidence][0],
        "confidence": _CONFIDENCE[finding.confidence][1],
        "status_id": status[0],
        "status": status[1],
        "message": message,
        "metadata": metadata,
        "finding_info": {
            "uid": uid,
            "title": finding.title,
            "types": [finding.topic.value],
            "analytic": {
                "type_id": _RULE,
                "type": "Rule",
                "uid": finding.rule,
                "name": finding.rule,
            },
        },
        "compliance": _compliance(finding, verdict, waiver),
        "resources": [_resource(finding, deployment)],
        "evidences": [
            {"uid": each.id, "name": request_of(each), "data": proof(each)}
            for each in shown[:_PROOFS]
        ],
        "remediation": {"desc": finding.remedy},
        "unmapped": {"aigov_connectors": _unmapped(finding, row, deployment, len(shown))},
    }


def _status(state: State | None, verdict: Verdict, waiver: Waiver | None) -> tuple[int, str]:
    if state is State.ABSENT or verdict is Verdict.PASS:
        return _RESOLVED
    return _NEW if waiver is None else _SUPPRESSED


def _compliance(finding: Finding, verdict: Verdict, waiver: Waiver | None) -> dict[str, Any]:
    status = _COMPLIANCE[verdict]
    told: dict[str, Any] = {
        "control": finding.rule,
        "status_id": status[0],
        "status": status[1],
        "desc": "Evidence about the named requirements; never a statement that somebody complies.",
        "requirements": [f"{one.framework} {one.identifier}" for one in finding.controls],
        "standards": list(dict.fromkeys(one.framework for one in finding.controls)),
    }
    if waiver is not None:
        told["status_details"] = [
            f"Accepted by {waiver.owner} until {waiver.until}: {waiver.reason}"
        ]
    return told


def _resource(finding: Finding, deployment: Deployment | None) -> dict[str, Any]:
    subject = finding.subject
    kind = "AI or automation feature" if subject.kind is SubjectKind.DEPLOYMENT else subject.kind
    told: dict[str, Any] = {
        "uid": subject.key,
        "name": subject.name,
        "type": str(kind),
        "namespace": subject.connection,
    }
    if subject.feature is not None:
        told["labels"] = [subject.feature]
    if deployment is not None:
        told["data"] = {"scope": deployment.scope.model_dump(mode="json")}
    return told


def _unmapped(
    finding: Finding, row: FindingClient | None, deployment: Deployment | None, proofs: int
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "identity": finding.identity,
        "verdict": (finding if row is None else row).verdict.value,
        "gaps": list(finding.gaps),
        "evidence_left_out": max(0, proofs - _PROOFS),
    }
    if row is not None:
        told |= {"client": row.name, "endpoints": row.endpoints}
    if deployment is not None:
        told |= {
            "enabled": deployment.enabled,
            "autonomy": deployment.autonomy.value,
            "gate": deployment.gate.kind.value,
            "decisions": [one.value for one in deployment.decisions],
            "basis": deployment.basis.value,
        }
    return told
