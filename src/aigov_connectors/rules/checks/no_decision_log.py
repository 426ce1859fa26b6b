"""What acts by itself leaves a trace that can be read.

Pass: decisions of the feature were found in the vendor's log.
Undetermined: the log was read and names none of the feature, or no log could be read. Either the
feature did nothing in that time, or what it does is not told apart from the rest. Low: nothing is
known to be wrong, and a read log without an entry is no proof of a missing log.
A feature that is decided by a setting which also decides one whose decisions were found is passed
over: a log books the deed on one of them. Another setting of the same policy is no such. One answer
per feature; the time looked at is the connection's `lookback_days`.
Why: a decision that nobody can find again can be neither explained to a client nor corrected.
Remedy: look in the vendor's console whether the feature's actions are logged under a name of their
own; grant the right to read the log; read a longer time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from aigov_connectors.inventory import Deployment, Inventory, Severity, SourceKind, Verdict
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import InventoryRule, Judged, Topic
from aigov_connectors.rules.uses import Answer, judged, surely_acts, uses


def evaluate(inventory: Inventory, policy: Policy) -> Iterator[Judged]:
    """Judge each feature that changes something by itself; the policy has no say in it."""
    logged: Counter[tuple[str, str]] = Counter()
    for row in inventory.decisions:
        logged[row.tenant_id, row.feature] += row.count
        logged[row.tenant_id, row.vendor] += row.count
    booked = {
        (_source(one), shown)
        for one in inventory.deployments
        if logged[one.tenant_id, one.feature]
        for shown in one.evidence
    }
    for use in uses(inventory):
        own = logged[use.tenant_id, use.feature.id]
        every = logged[use.tenant_id, use.feature.vendor]
        apart = tuple(one for one in use.deployments if own or booked.isdisjoint(_decided_by(one)))
        if not apart:
            continue
        answer = _answer(own=own, every=every, sure=any(map(surely_acts, apart)))

        def same(_: Deployment, answer: Answer = answer) -> Answer:
            return answer

        yield judged(replace(use, deployments=apart), inventory, same)


def _decided_by(deployment: Deployment) -> Iterator[tuple[tuple[str, SourceKind, str], str]]:
    """The field that its source object decides it by, which is told first; none where none is."""
    return ((_source(deployment), shown) for shown in deployment.evidence[:1])


def _source(deployment: Deployment) -> tuple[str, SourceKind, str]:
    return deployment.tenant_id, deployment.source_object.kind, deployment.source_object.id


def _answer(*, own: int, every: int, sure: bool) -> Answer:
    acts = "acts by itself" if sure else "may act by itself"
    if own:
        return Answer(Verdict.PASS, why=f"{acts}; {own:,} of its decisions were found.")
    if every:
        why = f"{acts}; none of the {every:,} decisions in the vendor's log is its own."
    else:
        why = f"{acts}; no decision was found: the vendor's log shows none, or could not be read."
    return Answer(Verdict.UNDETERMINED, Severity.LOW, why)


RULE = InventoryRule(
    id="no-decision-log",
    title="Acts, or may, and no log of its decisions was found",
    topic=Topic.CONTROL,
    severity=Severity.LOW,
    remedy="Look whether its actions are logged under a name of their own; grant the right to read"
    " the log, or read a longer time.",
    evaluate=evaluate,
)
