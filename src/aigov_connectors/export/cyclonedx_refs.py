"""What the parts of a bill of materials are referred to by."""

from __future__ import annotations

from collections.abc import Container

from aigov_connectors.export.naming import named
from aigov_connectors.rules import Finding

__all__ = [
    "claim_ref",
    "connection_ref",
    "deployment_ref",
    "evidence_ref",
    "requirement_ref",
    "subject_ref",
]


def connection_ref(name: str) -> str:
    """The service of a connection."""
    return f"connection:{named('connection', name)}"


def deployment_ref(key: str) -> str:
    """The service of a deployment."""
    return f"deployment:{named('deployment', key)}"


def subject_ref(finding: Finding, deployments: Container[str]) -> str:
    """The service that a finding is about: its deployment, else its connection."""
    subject = finding.subject
    if subject.key in deployments:
        return deployment_ref(subject.key)
    return connection_ref(subject.connection)


def claim_ref(finding: Finding) -> str:
    """The claim of a finding."""
    return f"claim:{finding.identity}"


def evidence_ref(identity: str) -> str:
    """A piece of evidence."""
    return f"evidence:{identity}"


def requirement_ref(framework: str, identifier: str) -> str:
    """A control of a framework."""
    return f"requirement:{named('control', framework, identifier)}"
