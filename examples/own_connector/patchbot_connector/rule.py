"""Rings of regulated clients ask before they patch.

Fail: a ring approves patches by itself for a client under a regulation.
Pass: it asks, or the client is said to be under none.
Undetermined: the mode of the ring is unknown, or nobody said what the client is under.
Why: our contracts promise regulated clients a person's approval.
Remedy: set the ring to "ask".
Source: our own service description, chapter 4.
"""

from aigov_connectors.inventory import (
    Autonomy,
    DecisionKind,
    Deployment,
    Severity,
    Verdict,
)
from aigov_connectors.plugin import DeploymentRule, Judgement, View


def evaluate(deployment: Deployment, view: View) -> Judgement | None:
    """Judge one ring for one client."""
    if DecisionKind.APPROVE_PATCH not in deployment.decisions:
        return None
    name = deployment.source_object.name
    if deployment.autonomy is Autonomy.UNKNOWN:
        return Judgement(Verdict.UNDETERMINED, f"How {name} approves could not be told.")
    if not deployment.acts:
        return Judgement(Verdict.PASS, f"{name} asks first.")
    # No client, or no word on what it is under, is not "none": what nobody told is not fine.
    told = view.client.context.regulations if view.client else ()
    if not told:
        words = f"{name} approves by itself, and what its client is under was not told."
        return Judgement(Verdict.UNDETERMINED, words)
    regulations = [one for one in told if one != "none"]
    if regulations:
        under = " and ".join(regulations)
        return Judgement(Verdict.FAIL, f"{name} approves by itself for a client under {under}.")
    return Judgement(Verdict.PASS, f"The client of {name} is under no regulation.")


RULE = DeploymentRule(
    id="night-patching",
    title="A regulated client's ring patches without asking",
    severity=Severity.HIGH,
    remedy='Set the ring to "ask".',
    evaluate=evaluate,
)
