"""Nothing goes further without a person than it did in the run before.

Fail: a deployment that is on goes further by itself than before, or a gate that held it is gone,
or it was switched on and acts; the sentence names the part and both states. High where the
oversight policy wants a person for it and it acts on endpoints or runs something, medium where the
policy wants one, low where the policy lets it act alone. Where whom it reaches is not known, the
policy is asked for everyone whom it may reach.
Pass: never said.
Undetermined: never said; what can no longer be told is in the rule's sisters.
Not asked where there is no run before, and passed over where no setting changed: then it is the
catalogue that reads the same setting in another way, and nobody changed anything.
Why: automation grows in small steps that nobody decides as a whole.
Remedy: find out who changed it and whether that was decided; else set it back.
"""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    BreakdownPart,
    Client,
    Confidence,
    DecisionKind,
    Deployment,
    Severity,
    Verdict,
)
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.inventory.levels import gate_step, in_force, level_step, parts_of
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import (
    DriftRule,
    Judged,
    Judgement,
    Subject,
    SubjectKind,
)
from aigov_connectors.rules.reaching import Served, depends_on_the_client
from aigov_connectors.rules.words import part_words

_GRAVE = frozenset(
    {
        DecisionKind.CONTAIN_FILE,
        DecisionKind.ISOLATE_ENDPOINT,
        DecisionKind.REMEDIATE_ENDPOINT,
        DecisionKind.ROLL_BACK_ENDPOINT,
        DecisionKind.RUN_SCRIPT,
        DecisionKind.INSTALL_SOFTWARE,
        DecisionKind.CHANGE_CONFIGURATION,
        DecisionKind.REPLY_TO_PERSON,
    }
)


def evaluate(pair: Pair, policy: Policy) -> Iterator[Judged]:
    """Judge each deployment that both runs have."""
    before, after = pair.deployments_before, pair.deployments_after
    served = Served(pair.after)
    for key in sorted(before.keys() & after.keys()):
        one, other = before[key], after[key]
        if in_force(other) is not True or not other.evidence:
            continue
        why = _why(one, other)
        if why is None or pair.settings_changed(one, other) is False:
            continue
        yield _judged(pair, policy, served, other, *why)


def _why(one: Deployment, other: Deployment) -> tuple[str, BreakdownPart | None] | None:
    """What goes further, in words, and the part of it; None where nothing does."""
    if in_force(one) is False and other.acts:
        return f"was off and is on: {_state(other)}", None
    before, after = parts_of(one), parts_of(other)
    for key in sorted(before.keys() & after.keys(), key=repr):
        was, now = before[key], after[key]
        if _further(was, now):
            return f"{part_words(now)} went from {_state(was)} to {_state(now)}", now
    if _further(one, other):
        return f"went from {_state(one)} to {_state(other)}", None
    return None


def _further(one: Deployment | BreakdownPart, other: Deployment | BreakdownPart) -> bool:
    if (level_step(one.autonomy, other.autonomy) or 0) > 0:
        return True
    same = one.autonomy is other.autonomy and other.autonomy is not Autonomy.ADVISORY
    return same and (gate_step(one.gate.kind, other.gate.kind) or 0) < 0


def _state(one: Deployment | BreakdownPart) -> str:
    autonomy, gate = (word.replace("_", " ") for word in (one.autonomy, one.gate.kind))
    return f"{autonomy} (gate {gate})"


def _judged(
    pair: Pair,
    policy: Policy,
    served: Served,
    deployment: Deployment,
    why: str,
    part: BreakdownPart | None,
) -> Judged:
    inventory = pair.after
    feature = inventory.feature_by_id[deployment.feature]
    name = f"{feature.name}, {deployment.source_object.name}"
    rows = inventory.clients_by_deployment.get(deployment.key, ())

    def judgement(client: Client | None) -> Judgement:
        return Judgement(
            Verdict.FAIL,
            f"{name}, {why}.",
            does="goes further without a person than in the run before",
            severity=_severity(policy, deployment, part, client),
            evidence=deployment.evidence,
        )

    per_client = {row.client: judgement(inventory.client_by_id[row.client]) for row in rows}
    answers = tuple(per_client.values()) or (judgement(None),)
    if depends_on_the_client(deployment, policy):
        others = served.whom_it_may_reach(deployment, policy)
        answers += tuple(judgement(one) for one in others if one.id not in per_client)
    return Judged(
        subject=Subject(
            kind=SubjectKind.DEPLOYMENT,
            key=deployment.key,
            name=name,
            connection=deployment.connection,
            feature=deployment.feature,
        ),
        connection=inventory.connection_by_name.get(deployment.connection),
        overall=max(answers, key=lambda one: (one.severity or Severity.LOW).rank),
        per_client=per_client,
        confidence=Confidence.HIGH if deployment.basis is Basis.OBSERVED else Confidence.MEDIUM,
    )


def _severity(
    policy: Policy, deployment: Deployment, part: BreakdownPart | None, client: Client | None
) -> Severity:
    autonomy = deployment.autonomy if part is None else part.autonomy
    parts = (part,) if part is not None else deployment.breakdown or (None,)
    demanded = False
    for decision in deployment.decisions:
        for one in parts:
            permission = policy.ruling(decision, one, client).permission
            demanded |= permission is None or not permission.allows(autonomy)
    if not demanded:
        return Severity.LOW
    return Severity.HIGH if _GRAVE.intersection(deployment.decisions) else Severity.MEDIUM


RULE = DriftRule(
    id="autonomy-rose",
    title="Goes further without a person than before",
    severity=Severity.MEDIUM,
    remedy="Find out who changed it and whether that was decided; else set it back.",
    evaluate=evaluate,
)
