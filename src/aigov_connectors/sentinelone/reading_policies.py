"""What the policies in effect say, and what they leave open."""

from __future__ import annotations

from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.inventory import GapReason
from aigov_connectors.sentinelone.normalize import (
    AgentTally,
    EffectivePolicies,
    deployments_from_policy,
    settings_not_sent,
)
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.reading_automation import AutomationReading

__all__ = ["say_policies"]


def say_policies(
    into: CollectionBuilder,
    effective: EffectivePolicies,
    places: Places,
    *,
    agents: AgentTally | None,
    automation: AutomationReading,
    groups_complete: bool,
) -> None:
    """State every policy in effect, and what it leaves open; `agents` as in `EffectivePolicies`."""
    approvers, exclusions = automation.approvers, automation.exclusions
    not_sent: set[tuple[str, str]] = set()
    concerned: set[str] = set()
    for one in effective.decided():
        policy = one.read.policy
        apart = agents.apart(policy, one.spots) if agents is not None else ()
        overrides, overridden = automation.overrides(one, places)
        at = (one.scope.level, one.scope.id)
        how, reach = places.said(at, one.reach, perhaps=one.perhaps)
        statements = deployments_from_policy(
            policy,
            origin=one.read.origin,
            object_id=one.object_id,
            place=into.place,
            scope=one.scope,
            source=one.source,
            reach=reach,
            how=how,
            catalogue=into.catalogue,
            agents_apart=apart,
            exclusions=exclusions.looks(one, places.tenancy) if exclusions else (),
            overrides=overrides,
            overridden=overridden,
        )
        into.say(approvers.beside(statements))
        if missing := settings_not_sent(policy):
            not_sent.update(missing)
            concerned.update(reach)
    if not_sent:
        into.gap(
            "policies",
            "policy settings that the console does not send: "
            + ", ".join(sorted(setting for _, setting in not_sent)),
            GapReason.NOT_EXPOSED,
            detail="they are newer than this console's API, or not part of its edition",
            remedy="Look at the policy page of the console, and attest what it shows.",
            organizations=concerned,
            features=sorted(f"sentinelone.{feature}" for feature, _ in not_sent),
        )
    unplaced = effective.unplaced() if groups_complete else {}
    if unplaced:
        into.gap(
            "policies",
            f"policy of {sum(unplaced.values())} endpoints in groups that were not listed",
            GapReason.INCONCLUSIVE,
            detail="they are counted with no policy; the group may be new",
            organizations=unplaced,
        )
    if effective.unclear:
        named = sorted(scope for _, scope in effective.unclear)
        into.gap(
            "policies",
            f"where the policies of {len(named)} scopes are decided",
            GapReason.INCONCLUSIVE,
            detail="they do not say from where they inherit; each is stated at its own scope",
            features=(),
        )
