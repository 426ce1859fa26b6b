"""The model's closed words as people say them, and the colours that go with them."""

from __future__ import annotations

from collections.abc import Iterable

from aigov_connectors.inventory import (
    ConnectionStatus,
    CredentialRights,
    DefaultState,
    FeatureFunction,
    GapReason,
    Severity,
    SourceKind,
    Technique,
    Verdict,
)

__all__ = [
    "CREDENTIAL_WORDS",
    "DEFAULT_WORDS",
    "FUNCTION_WORDS",
    "REASON_WORDS",
    "RIGHTS_STYLE",
    "RIGHTS_WORDS",
    "SEVERITY_STYLE",
    "SOURCE_WORDS",
    "STATUS_STYLE",
    "STATUS_WORDS",
    "TECHNIQUE_WORDS",
    "VERDICT_WORDS",
    "technique_words",
]

SEVERITY_STYLE = {
    Severity.CRITICAL: "bold white on red",
    Severity.HIGH: "bold red",
    Severity.MEDIUM: "yellow",
    Severity.LOW: "cyan",
    Severity.INFO: "dim",
}

STATUS_WORDS = {
    ConnectionStatus.COMPLETED: "read",
    ConnectionStatus.FAILED: "FAILED",
    ConnectionStatus.INTERRUPTED: "INTERRUPTED",
}
STATUS_STYLE = {
    ConnectionStatus.COMPLETED: "green",
    ConnectionStatus.FAILED: "bold red",
    ConnectionStatus.INTERRUPTED: "bold yellow",
}

RIGHTS_WORDS = {
    CredentialRights.PROVEN_READ_ONLY: "proven read-only",
    CredentialRights.CAN_WRITE: "CAN WRITE",
    CredentialRights.CANNOT_TELL: "cannot tell",
}
CREDENTIAL_WORDS = {
    CredentialRights.PROVEN_READ_ONLY: "credential proven read-only",
    CredentialRights.CAN_WRITE: "credential CAN WRITE",
    CredentialRights.CANNOT_TELL: "cannot tell whether the credential can write",
}
RIGHTS_STYLE = {
    CredentialRights.PROVEN_READ_ONLY: "green",
    CredentialRights.CAN_WRITE: "bold red",
    CredentialRights.CANNOT_TELL: "yellow",
}

REASON_WORDS = {
    GapReason.FAILED: "failed",
    GapReason.DENIED: "refused",
    GapReason.TRUNCATED: "cut short",
    GapReason.INTERRUPTED: "not reached",
    GapReason.INCONCLUSIVE: "inconclusive",
    GapReason.UNLICENSED: "not licensed",
    GapReason.NOT_EXPOSED: "not shown by the API",
}
"""In the order in which a person should look at them."""

SOURCE_WORDS = {
    SourceKind.POLICY: ("policy", "policies"),
    SourceKind.RULE: ("rule", "rules"),
    SourceKind.WORKFLOW: ("workflow", "workflows"),
    SourceKind.SCRIPT: ("script", "scripts"),
    SourceKind.TASK: ("task", "tasks"),
    SourceKind.INTEGRATION: ("integration", "integrations"),
    SourceKind.SETTING: ("setting", "settings"),
    SourceKind.ATTESTATION: ("attestation", "attestations"),
}

FUNCTION_WORDS = {
    FeatureFunction.CLASSIFICATION: "classifies",
    FeatureFunction.DETECTION: "detects",
    FeatureFunction.AUTOMATION: "automates",
    FeatureFunction.PREDICTION: "predicts",
    FeatureFunction.CONTENT_GENERATION: "writes",
    FeatureFunction.UNKNOWN: "unknown",
}

TECHNIQUE_WORDS = {
    Technique.RULE_BASED: "rules",
    Technique.MACHINE_LEARNING: "machine learning",
    Technique.GENERATIVE: "generative AI",
    Technique.UNKNOWN: "unknown",
}
"""What decides by rules alone is not called AI."""


def technique_words(techniques: Iterable[Technique]) -> str:
    """`machine learning, generative AI`; that more is unknown adds nothing to what is known."""
    every = tuple(techniques)
    known = [one for one in every if one is not Technique.UNKNOWN]
    return ", ".join(TECHNIQUE_WORDS[one] for one in known or every)


DEFAULT_WORDS = {
    DefaultState.ON: "on",
    DefaultState.OFF: "off",
    DefaultState.UNKNOWN: "unknown",
}

VERDICT_WORDS = {
    Verdict.FAIL: "Acts further than the policy allows",
    Verdict.UNDETERMINED: "Could not be told",
    Verdict.PASS: "Within the policy",
}
