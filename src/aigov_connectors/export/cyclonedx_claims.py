"""Findings as CycloneDX declares them: claims about services, evidence, and the standards meant."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from aigov_connectors.controls import Framework, shipped_frameworks
from aigov_connectors.export.cyclonedx_refs import (
    claim_ref,
    connection_ref,
    evidence_ref,
    requirement_ref,
    subject_ref,
)
from aigov_connectors.export.naming import named, stamp
from aigov_connectors.export.proof import request_of
from aigov_connectors.inventory import Confidence, Evidence, Verdict
from aigov_connectors.rules import Finding
from aigov_connectors.snapshot import Snapshot

__all__ = ["declarations", "remarks", "standards"]

_ASSESSOR = "assessor:aigov-connectors"
_SCORES = {Confidence.HIGH: 1.0, Confidence.MEDIUM: 0.7, Confidence.LOW: 0.4}


def declarations(snapshot: Snapshot) -> dict[str, Any]:
    """Assessor, attestations, claims and evidence; the last two as they are asked for."""
    inventory, judged = snapshot.inventory, snapshot.assessment
    findings = (*judged.findings, *judged.passes)
    told = [one for one in findings if one.verdict is not Verdict.UNDETERMINED]
    deployments = {one.key for one in inventory.deployments}
    known = inventory.evidence_by_id
    used = {name for one in told for name in one.evidence if name in known}
    return {
        "assessors": [
            {
                "bom-ref": _ASSESSOR,
                "thirdParty": False,
                "organization": {"name": "aigov-connectors"},
            }
        ],
        "attestations": list(_attestations(findings)),
        "claims": (_claim(one, deployments, known.keys()) for one in told),
        "evidence": (_evidence(one) for one in inventory.evidence if one.id in used),
    }


def remarks(snapshot: Snapshot) -> Iterator[dict[str, Any]]:
    """What could not be told, as annotations: about a service, or a whole connection."""
    inventory = snapshot.inventory
    moment = stamp(snapshot.assessment.assessed_at)
    deployments = {one.key for one in inventory.deployments}
    for one in snapshot.assessment.undetermined:
        yield _remark(
            one.identity, subject_ref(one, deployments), moment, f"{one.title}: {one.because}"
        )
    for gap in inventory.gaps:
        text = f"Not read: {gap.subject} ({gap.reason.value}). {gap.remedy}"
        yield _remark(gap.id, connection_ref(gap.connection), moment, text)


def standards() -> list[dict[str, Any]]:
    """The frameworks that ship, with their controls in the words of this library."""
    return [_standard(one) for one in shipped_frameworks()]


def _standard(framework: Framework) -> dict[str, Any]:
    return {
        "bom-ref": f"standard:{named('framework', framework.framework)}",
        "name": framework.framework,
        "version": framework.version,
        "description": f"{framework.source} {framework.note}".strip(),
        "requirements": [
            {
                "bom-ref": requirement_ref(framework.framework, one.identifier),
                "identifier": one.identifier,
                "title": one.words,
            }
            for one in framework.controls
        ],
    }


def _claim(finding: Finding, deployments: set[str], known: Iterable[str]) -> dict[str, Any]:
    proofs = [evidence_ref(one) for one in finding.evidence if one in known]
    told: dict[str, Any] = {
        "bom-ref": claim_ref(finding),
        "target": subject_ref(finding, deployments),
        "predicate": f"Not so: {finding.title}",  # a title names the defect
        "reasoning": finding.because,
    }
    if proofs:
        told["evidence" if finding.verdict is Verdict.PASS else "counterEvidence"] = proofs
    return told


def _attestations(findings: Iterable[Finding]) -> Iterator[dict[str, Any]]:
    about: dict[str, dict[str, list[Finding]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        for control in finding.controls:
            about[control.framework][control.identifier].append(finding)
    shipped = {
        (one.framework, each.identifier) for one in shipped_frameworks() for each in one.controls
    }
    for framework in sorted(about):
        rows = [
            _map(framework, identifier, found)
            for identifier, found in sorted(about[framework].items())
            if (framework, identifier) in shipped
        ]
        if rows:
            yield {
                "summary": f"Evidence about {framework}; no statement that anybody complies.",
                "assessor": _ASSESSOR,
                "map": rows,
            }


def _map(framework: str, identifier: str, findings: list[Finding]) -> dict[str, Any]:
    counts = Counter(one.verdict for one in findings)
    told: dict[str, Any] = {
        "requirement": requirement_ref(framework, identifier),
        "conformance": {
            "rationale": f"{counts[Verdict.PASS]} findings support it,"
            f" {counts[Verdict.FAIL]} contradict it,"
            f" {counts[Verdict.UNDETERMINED]} could not be told."
        },
        "confidence": {"score": min(_SCORES[one.confidence] for one in findings)},
    }
    for name, verdict in (("claims", Verdict.PASS), ("counterClaims", Verdict.FAIL)):
        refs = sorted({claim_ref(one) for one in findings if one.verdict is verdict})
        if refs:
            told[name] = refs
    return told


def _evidence(evidence: Evidence) -> dict[str, Any]:
    fact = evidence.fact
    value = "absent" if fact.absent else json.dumps(fact.value, ensure_ascii=False)
    told: dict[str, Any] = {
        "bom-ref": evidence_ref(evidence.id),
        "description": f"{request_of(evidence)}, {fact.pointer}",
        "data": [
            {
                "name": fact.object_id or fact.path_template,
                "contents": {
                    "attachment": {
                        "contentType": "text/plain",
                        "content": f"{fact.pointer} = {value}\n{evidence.digest}",
                    }
                },
                "classification": "redacted setting",
            }
        ],
        "created": stamp(evidence.read_at),
        "author": {"name": "aigov-connectors"},
    }
    if fact.pointer:
        told["propertyName"] = fact.pointer
    return told


def _remark(identity: str, subject: str, moment: str, text: str) -> dict[str, Any]:
    return {
        "bom-ref": f"remark:{identity}",
        "subjects": [subject],
        "annotator": {"organization": {"name": "aigov-connectors"}},
        "timestamp": moment,
        "text": text,
    }
