"""One setting that acts does not serve clients under different regulations.

Fail: a deployment that changes something by itself reaches clients under regulations that differ.
Low: each of them may well allow it; the point is that nobody decided it for each.
Pass: the clients that it reaches, as far as they are under any, are under the same regulations.
Undetermined: it acts, whom it reaches is not known, and the clients of the connection are under
regulations that differ, whichever of them it is known to reach; or it may act, and reaches such
clients; or the inventory is limited to some clients, and others may be reached besides. Low.
What the oversight policy lets act alone is passed over. One answer per object that sets something,
with its features. Clients under no regulation are no difference. Where the configuration names no
regulations of the clients concerned, or a setting reaches one client only, the rule says nothing;
nor where whom it reaches is not known and the regulations are alike.
Why: a change made for one client changes all of them, and the evidence that one auditor asks for
names the clients of another.
Remedy: give the clients under a regulation a policy or a site setting of their own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    Client,
    Confidence,
    Deployment,
    Inventory,
    Reach,
    Severity,
    SourceKind,
    Verdict,
)
from aigov_connectors.inventory.concern import ONE_CLIENTS
from aigov_connectors.policy import Policy
from aigov_connectors.policy.regulations import regulations_of
from aigov_connectors.rules.model import (
    InventoryRule,
    Judged,
    Judgement,
    Subject,
    SubjectKind,
    Topic,
)
from aigov_connectors.rules.oversight import parts_on
from aigov_connectors.rules.reaching import Served, depends_on_the_client
from aigov_connectors.rules.uses import CHANGING, surely_acts
from aigov_connectors.rules.words import listed

_GRAVEST = (Verdict.FAIL, Verdict.UNDETERMINED, Verdict.PASS)


def evaluate(inventory: Inventory, policy: Policy) -> Iterator[Judged]:
    """Judge each object that sets what changes something by itself and needs a person for it."""
    objects: dict[tuple[str, str, SourceKind, str], list[Deployment]] = defaultdict(list)
    served = Served(inventory)
    for one in inventory.deployments:
        if one.enabled is False or one.shadowed_by is not None or not one.evidence:
            continue
        if one.autonomy is Autonomy.ADVISORY:
            continue
        if _needs_a_person(one, inventory, policy, served):
            source = one.source_object
            objects[one.vendor, one.tenant_id, source.kind, source.id].append(one)
    for _, together in sorted(objects.items()):
        answers = [
            found for one in together if (found := _found(one, inventory, served)) is not None
        ]
        if answers:
            yield _judged(answers, inventory)


@dataclass(frozen=True, slots=True)
class _Found:
    """What is said of one deployment, before those of its source object are put together."""

    deployment: Deployment
    verdict: Verdict
    groups: Counter[str]
    clients: tuple[Client, ...] = ()
    """Those under a regulation; none where whom it reaches could not be told."""
    is_left_out: bool = False
    """Whether others whom it may reach are left out of the inventory."""


def _needs_a_person(
    deployment: Deployment, inventory: Inventory, policy: Policy, served: Served
) -> bool:
    """Whether the policy does not let all of it act alone, at one client at least."""
    rows = inventory.clients_by_deployment.get(deployment.key, ())
    reached = tuple(inventory.client_by_id[row.client] for row in rows)
    if depends_on_the_client(deployment, policy):
        reached = served.whom_it_may_reach(deployment, policy)
    for decision in CHANGING.intersection(deployment.decisions):
        for part in parts_on(deployment, decision):
            autonomy = deployment.autonomy if part is None else part.autonomy
            if autonomy is Autonomy.ADVISORY:
                continue
            asked = Autonomy.FULLY_AUTONOMOUS if autonomy is Autonomy.UNKNOWN else autonomy
            for client in reached or (None,):
                permission = policy.ruling(
                    decision, part, client, feature=deployment.feature
                ).permission
                if permission is None or not permission.allows(asked):
                    return True
    return False


def _found(deployment: Deployment, inventory: Inventory, served: Served) -> _Found | None:
    rows = inventory.clients_by_deployment.get(deployment.key, ())
    reached = [inventory.client_by_id[row.client] for row in rows]
    guessed = deployment.reach is Reach.UNKNOWN
    if guessed:  # those that are known to be reached may not be all
        reached = list(served.at(deployment.vendor, deployment.tenant_id))
    under = tuple(client for client in reached if regulations_of(client.context))
    groups = Counter(map(_words, under))
    if inventory.limited_to and len(groups) < 2 and _may_reach_others(deployment):
        told = () if guessed else under
        is_open = guessed or bool(groups)
        return _Found(deployment, Verdict.UNDETERMINED, groups, told, True) if is_open else None
    if not groups or len(reached) < 2:
        return None
    if len(groups) < 2 and guessed:
        return None  # all that the tenant serves, as far as is known, are alike: nothing to tell
    if len(groups) < 2:
        verdict = Verdict.PASS
    elif guessed or not surely_acts(deployment):
        verdict = Verdict.UNDETERMINED
    else:
        verdict = Verdict.FAIL
    return _Found(deployment, verdict, groups, () if guessed else under)


def _may_reach_others(deployment: Deployment) -> bool:
    """Whether it stands where several clients may be under it."""
    return deployment.reach is not Reach.LISTED or deployment.scope.level not in ONE_CLIENTS


def _judged(answers: Sequence[_Found], inventory: Inventory) -> Judged:
    gravest = min((one.verdict for one in answers), key=_GRAVEST.index)
    alike = [one for one in answers if one.verdict is gravest]
    features = sorted({one.deployment.feature for one in alike})
    names = listed(inventory.feature_by_id[one].name for one in features)
    first = alike[0].deployment
    judgement = _judgement(gravest, f"{names}, set by {first.source_object.name},", alike)
    proofs = dict.fromkeys(proof for one in alike for proof in one.deployment.evidence)
    judgement = replace(judgement, evidence=tuple(proofs))
    concerned = {client.id for one in alike for client in one.clients}
    observed = all(one.deployment.basis is Basis.OBSERVED for one in alike)
    return Judged(
        subject=Subject(
            kind=SubjectKind.DEPLOYMENT,
            key=min(one.deployment.key for one in answers),
            name=f"{names}, {first.source_object.name}",
            connection=first.connection,
            feature=features[0] if len(features) == 1 else None,
        ),
        connection=inventory.connection_by_name.get(first.connection),
        overall=judgement,
        per_client=dict.fromkeys(sorted(concerned), judgement),
        confidence=Confidence.HIGH if observed else Confidence.MEDIUM,
    )


def _judgement(verdict: Verdict, what: str, alike: Sequence[_Found]) -> Judgement:
    several = len({one.deployment.feature for one in alike}) > 1
    groups = max((one.groups for one in alike), key=len)
    if verdict is Verdict.PASS:
        reach = "reach" if several else "reaches"
        return Judgement(verdict, f"{what} {reach} no clients under regulations that differ.")
    if verdict is Verdict.FAIL:
        does = "acts by itself on clients under different regulations"
        deed = "act by themselves" + does.removeprefix("acts by itself") if several else does
        return Judgement(verdict, f"{what} {deed}: {_shown(groups)}.", does, Severity.LOW)
    does = "may act on clients under different regulations"
    guessed = any(one.deployment.reach is Reach.UNKNOWN for one in alike)
    acts = "they act" if several else "it acts"
    whom = "whom they reach" if several else "whom it reaches"
    if any(one.is_left_out for one in alike):
        told = f"{what} {does}: {whom} besides is left out, since only some clients were asked for."
        return Judgement(verdict, told, does, Severity.LOW)
    return Judgement(
        verdict,
        f"{what} {does} ({_shown(groups)}); {whom if guessed else f'whether {acts}'}"
        " could not be told.",
        does,
        Severity.LOW,
    )


def _words(client: Client) -> str:
    return listed(sorted(regulations_of(client.context)))


def _shown(groups: Counter[str]) -> str:
    return listed(f"{words} ({count})" for words, count in sorted(groups.items()))


RULE = InventoryRule(
    id="tenant-wide-setting",
    title="One setting for clients under different regulations",
    topic=Topic.CONTROL,
    severity=Severity.LOW,
    remedy="Give the clients under a regulation a policy or a site setting of their own.",
    evaluate=evaluate,
)
