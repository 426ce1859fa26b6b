"""No switch that the catalogue does not know appears between two runs.

Undetermined: a key that no catalogue knows is in the settings now, and was not in the run before,
although that run could have seen it. Medium where it is switched on, else low.
Pass: never said. Fail: never said.
Not asked where there is no run before, and passed over where the catalogue changed: a catalogue
that has forgotten a key makes no switch.
Why: this is how a vendor's new feature arrives, and mostly it arrives switched on.
Remedy: look in the vendor's release notes and console what it does, and report the key.
"""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.inventory import Severity, Verdict
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.policy import Policy
from aigov_connectors.rules.checks.unknown_ai_switch import evaluate as unknown_switches
from aigov_connectors.rules.model import DriftRule, Judged, Judgement, Topic

__all__ = ["RULE", "evaluate"]


def evaluate(pair: Pair, policy: Policy) -> Iterator[Judged]:
    """Judge the keys that only the later run has, as the rule on unknown switches tells them."""
    known = {one.subject.key for one in unknown_switches(pair.before, policy)}
    for one in unknown_switches(pair.after, policy):
        connection = one.connection
        if one.subject.key in known or connection is None:
            continue
        if pair.catalogue_changed(connection.vendor):
            continue
        if pair.sight_before.of_anything(connection.vendor, connection.tenant_id) is not None:
            continue
        told = one.overall
        judgement = Judgement(
            verdict=Verdict.UNDETERMINED,
            severity=told.severity,
            because=f"New since the run before: {told.because}",
            evidence=told.evidence,
        )
        yield Judged(
            subject=one.subject,
            connection=connection,
            overall=judgement,
            per_client=dict.fromkeys(one.per_client, judgement),
        )


RULE = DriftRule(
    id="unknown-switch-appeared",
    title="A new setting that no catalogue knows",
    topic=Topic.DRIFT,
    severity=Severity.LOW,
    remedy="Look in the vendor's release notes and console what it does, and report the key.",
    evaluate=evaluate,
)
