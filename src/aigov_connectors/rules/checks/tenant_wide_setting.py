"""One setting that acts does not serve clients under different regulations.

Fail: a deployment that changes something by itself reaches clients under regulations that differ.
Low: each of them may well allow it; the point is that nobody decided it for each.
Pass: the clients that it reaches, as far as they are under any, are under the same regulations.
Undetermined: it acts, whom it reaches is not known, and the clients of the connection are under
regulations that differ; or it may act, and reaches such clients. Low.
Clients under no regulation are no difference. Where the configuration names no regulations of the
clients concerned, or a setting reaches one client only, the rule says nothing.
Why: a change made for one client changes all of them, and the evidence that one auditor asks for
names the clients of another.
Remedy: give the clients under a regulation a policy or a site setting of their own.
Source: NIST AI RMF 1.0 MAP 3.3; CIS Controls v8.1 3.12; GDPR article 32; SOC 2 C1.1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    Client,
    Confidence,
    Deployment,
    Inventory,
    Reach,
    Severity,
    Verdict,
)
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import (
    Control,
    InventoryRule,
    Judged,
    Judgement,
    Subject,
    SubjectKind,
    Topic,
)
from aigov_connectors.rules.uses import CHANGING
from aigov_connectors.rules.words import listed


def evaluate(inventory: Inventory, policy: Policy) -> Iterator[Judged]:
    """Judge each deployment that changes something by itself; the policy has no say in it."""
    for one in inventory.deployments:
        if one.enabled is False or one.shadowed_by is not None:
            continue
        if one.autonomy is Autonomy.ADVISORY or CHANGING.isdisjoint(one.decisions):
            continue
        if one.evidence and (judged := _judged(one, inventory)) is not None:
            yield judged


def _judged(deployment: Deployment, inventory: Inventory) -> Judged | None:
    rows = inventory.clients_by_deployment.get(deployment.key, ())
    reached = [inventory.client_by_id[row.client] for row in rows]
    guessed = deployment.reach is Reach.UNKNOWN
    if guessed and not reached:
        tenant = (deployment.vendor, deployment.tenant_id)
        reached = [
            client
            for client in inventory.clients
            if any((member.vendor, member.tenant_id) == tenant for member in client.members)
        ]
    groups = Counter(_words(client) for client in reached if client.context.regulations)
    if not groups or len(reached) < 2:
        return None
    name = inventory.feature_by_id[deployment.feature].name
    what = f"{name}, set by {deployment.source_object.name},"
    sure = deployment.enabled is not None and deployment.autonomy is not Autonomy.UNKNOWN
    if len(groups) < 2:
        judgement = Judgement(
            Verdict.PASS, f"{what} reaches no clients under regulations that differ."
        )
    elif guessed or not sure:
        judgement = Judgement(
            Verdict.UNDETERMINED,
            f"{what} may act on clients under different regulations ({_shown(groups)});"
            f" {'whom it reaches' if guessed else 'whether it acts'} could not be told.",
            does="may act on clients under different regulations",
            severity=Severity.LOW,
        )
    else:
        judgement = Judgement(
            Verdict.FAIL,
            f"{what} acts by itself on clients under different regulations: {_shown(groups)}.",
            does="acts by itself on clients under different regulations",
            severity=Severity.LOW,
        )
    return Judged(
        subject=Subject(
            kind=SubjectKind.DEPLOYMENT,
            key=deployment.key,
            name=f"{name}, {deployment.source_object.name}",
            connection=deployment.connection,
            feature=deployment.feature,
        ),
        connection=inventory.connection_by_name.get(deployment.connection),
        overall=_with(judgement, deployment),
        per_client=_rows(judgement, deployment, () if guessed else reached),
        confidence=Confidence.HIGH if deployment.basis is Basis.OBSERVED else Confidence.MEDIUM,
    )


def _rows(
    judgement: Judgement, deployment: Deployment, clients: Iterable[Client]
) -> dict[str, Judgement]:
    """Those under a regulation are concerned."""
    return {one.id: _with(judgement, deployment) for one in clients if one.context.regulations}


def _with(judgement: Judgement, deployment: Deployment) -> Judgement:
    return replace(judgement, evidence=deployment.evidence)


def _words(client: Client) -> str:
    return listed(sorted(client.context.regulations))


def _shown(groups: Counter[str]) -> str:
    return listed(f"{words} ({count})" for words, count in sorted(groups.items()))


RULE = InventoryRule(
    id="tenant-wide-setting",
    title="One setting for clients under different regulations",
    topic=Topic.CONTROL,
    severity=Severity.LOW,
    remedy="Give the clients under a regulation a policy or a site setting of their own.",
    controls=(
        Control(framework="NIST AI RMF 1.0", identifier="MAP 3.3"),
        Control(framework="CIS Controls v8.1", identifier="3.12"),
        Control(framework="GDPR", identifier="32"),
        Control(framework="SOC 2 TSC", identifier="C1.1"),
    ),
    evaluate=evaluate,
)
