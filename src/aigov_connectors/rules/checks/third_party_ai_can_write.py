"""AI of another vendor that works in this tool may only read.

Fail: a program that is known to be AI of another vendor (an API member, an app inside a screen, an
MCP server) has a right to change things here.
Pass: its rights were read, and they only let it look.
Undetermined: it is known for AI by its name alone, which is no evidence; or its rights, or whether
it is on, could not be read.
Why: what it does by itself is set in its own product, where this tool's rights and rules do not
reach; whoever talks it over, or takes its key, writes to every client's tickets.
Remedy: give it a role that only reads what it needs; state what it does alone, and have a person
confirm what it writes.
"""

from __future__ import annotations

from aigov_connectors.inventory import (
    Basis,
    CredentialRights,
    Deployment,
    Severity,
    Verdict,
)
from aigov_connectors.rules.competence import is_program_of_others
from aigov_connectors.rules.model import DeploymentRule, Judgement, View
from aigov_connectors.rules.uses import CHANGING, may_act
from aigov_connectors.rules.words import settings_words

_SURE = frozenset({Basis.OBSERVED, Basis.ATTESTED})
_ELSEWHERE = "what it does by itself is set in its own product"
_HOW_TO_TELL = (
    "Look in the vendor's console what this program is and which rights it has; attest what it"
    " does by itself."
)


def evaluate(deployment: Deployment, view: View) -> Judgement | None:
    """Judge the rights of one program of another vendor."""
    if not is_program_of_others(deployment, view.feature):
        return None
    rights = deployment.rights or _guessed(deployment)
    if rights is None:
        return None
    shown = settings_words(deployment)
    what = f"{view.feature.name}, {deployment.source_object.name}{f' ({shown})' if shown else ''},"
    if rights is CredentialRights.PROVEN_READ_ONLY:
        return Judgement(Verdict.PASS, f"{what} may only read.")
    does, but, verdict = "may write", "", Verdict.UNDETERMINED
    if rights is CredentialRights.CANNOT_TELL:
        does, but = "may perhaps write", "; its rights could not be told"
    elif deployment.enabled is None:
        but = " if it is on, which could not be told"
    elif deployment.basis not in _SURE:
        but = "; that it is AI is concluded from what it is called"
    else:
        verdict = Verdict.FAIL
    return Judgement(
        verdict,
        f"{what} {does}{but}; {_ELSEWHERE}.",
        does=f"{does}; {_ELSEWHERE}",
        severity=Severity.MEDIUM,
        remedy=None if verdict is Verdict.FAIL else _HOW_TO_TELL,
    )


def _guessed(deployment: Deployment) -> CredentialRights | None:
    """Where no rights are stated: what may act may write; what only shows something needs none."""
    acts = may_act(deployment) and not CHANGING.isdisjoint(deployment.decisions)
    return CredentialRights.CANNOT_TELL if acts else None


RULE = DeploymentRule(
    id="third-party-ai-can-write",
    title="AI of another vendor may write",
    severity=Severity.MEDIUM,
    remedy="Give it a role that only reads what it needs, and state what it does by itself.",
    evaluate=evaluate,
)
