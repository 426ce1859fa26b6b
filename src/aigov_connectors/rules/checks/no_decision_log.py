"""What acts by itself leaves a trace that can be read.

Pass: decisions of the feature were found in the vendor's log.
Undetermined: the log was read and names none of the feature, or no log could be read. Either the
feature did nothing in that time, or what it does is not told apart from the rest. Low: nothing is
known to be wrong, and a read log without an entry is no proof of a missing log.
One answer per feature; the time looked at is the connection's `lookback_days`.
Why: a decision that nobody can find again can be neither explained to a client nor corrected.
Remedy: look in the vendor's console whether the feature's actions are logged under a name of their
own; grant the right to read the log; read a longer time.
Source: EU AI Act articles 12(1), 26(6); ISO/IEC 42001:2023 A.6.2.8; HIPAA 164.312(b).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from aigov_connectors.inventory import Deployment, Inventory, Severity, Verdict
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import Control, InventoryRule, Judged, Topic
from aigov_connectors.rules.uses import Answer, judged, uses


def evaluate(inventory: Inventory, policy: Policy) -> Iterator[Judged]:
    """Judge each feature that changes something by itself; the policy has no say in it."""
    logged: Counter[tuple[str, str]] = Counter()
    for row in inventory.decisions:
        logged[row.tenant_id, row.feature] += row.count
        logged[row.tenant_id, row.vendor] += row.count
    for use in uses(inventory):
        own = logged[use.tenant_id, use.feature.id]
        every = logged[use.tenant_id, use.feature.vendor]
        answer = _answer(own=own, every=every)

        def same(_: Deployment, answer: Answer = answer) -> Answer:
            return answer

        yield judged(use, inventory, same)


def _answer(*, own: int, every: int) -> Answer:
    if own:
        return Answer(Verdict.PASS, why=f"acts by itself; {own:,} of its decisions were found.")
    if every:
        why = f"acts by itself; none of the {every:,} decisions in the vendor's log is its own."
    else:
        why = "acts by itself; no log of decisions could be read."
    return Answer(Verdict.UNDETERMINED, Severity.LOW, why)


RULE = InventoryRule(
    id="no-decision-log",
    title="Acts by itself, and no log of its decisions was found",
    topic=Topic.CONTROL,
    severity=Severity.LOW,
    remedy="Look whether its actions are logged under a name of their own; grant the right to read"
    " the log, or read a longer time.",
    controls=(
        Control(framework="EU AI Act", identifier="12(1)"),
        Control(framework="EU AI Act", identifier="26(6)"),
        Control(framework="ISO/IEC 42001:2023", identifier="A.6.2.8"),
        Control(framework="HIPAA Security Rule", identifier="164.312(b)"),
        Control(framework="NIST SP 800-171 r2", identifier="3.3.1"),
        Control(framework="NIST SP 800-171 r2", identifier="3.3.2"),
        Control(framework="GLBA Safeguards Rule", identifier="314.4(c)(8)"),
        Control(framework="SOC 2 TSC", identifier="CC7.2"),
        Control(framework="CSA AICM", identifier="LOG-15"),
    ),
    evaluate=evaluate,
)
