"""Upgrade policies and network discovery as deployments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from aigov_connectors.catalogue import Label, VendorCatalogue
from aigov_connectors.inventory import (
    Evidence,
    Origin,
    Place,
    Reach,
    ScopeLevel,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.sentinelone.normalize.effective import ScopeKey
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.normalize.settings import all_on, weakest
from aigov_connectors.sentinelone.wire_automation import (
    NetworkDiscoveryWire,
    UpgradePoliciesWire,
    UpgradePolicyWire,
)

UpgradeKey = tuple[ScopeKey, str]
"""A scope and an operating system."""


@dataclass(frozen=True, slots=True)
class UpgradesRead:
    """The upgrade policies that one scope answered for one operating system."""

    policies: UpgradePoliciesWire
    origin: Origin


def deployments_from_upgrades(
    upgrades: Mapping[UpgradeKey, UpgradesRead],
    *,
    places: Places,
    place: Place,
    catalogue: VendorCatalogue,
) -> Iterator[Statement]:
    """State every upgrade policy at the scope that holds it; what is inherited is not repeated,
    unless the scope that it comes from was not read.

    A site that does not inherit for an operating system does not follow its account's policies,
    be it that it has none of its own. One that does not tell, or whose answer is missing, may. How
    many endpoints a policy installs on is not told by the vendor.

    Source: API 2.1, upgrade policy schema (verified).
    """
    stated: set[tuple[ScopeKey, str]] = set()
    for (key, system), read in sorted(upgrades.items()):
        above = any(
            of == system and outer != key and places.covers(outer, key) for outer, of in upgrades
        )
        if read.policies.is_inherited and above:
            continue
        following, perhaps = _following(key, system, upgrades, places)
        how, reach = places.said(key, dict.fromkeys(sorted(following)), perhaps=perhaps)
        # Ids are one list's: the same policy may come twice in it, and another in another list.
        for policy in {one.id: one for one in read.policies.policies}.values():
            source = f"upgrade:{policy.id}"
            if (key, policy.id) in stated:
                source = f"{source}:{system}"
            stated.add((key, policy.id))
            origin = read.origin
            yield _upgrade(
                policy, source, key, system, origin, how, reach, places, place, catalogue
            )


def _following(
    key: ScopeKey, system: str, upgrades: Mapping[UpgradeKey, UpgradesRead], places: Places
) -> tuple[set[str], set[str]]:
    """Organizations with a site that follows a scope, and those with one that may.

    An organization may have several sites, of which some have policies of their own.
    """
    level, _ = key
    told = upgrades[key, system].policies
    if level is ScopeLevel.SITE or told.policies_in_child_scope is False:
        return set(places.reach(key)), set()  # no scope below has policies, so none was asked
    found: set[str] = set()
    perhaps: set[str] = set()
    for site in places.tenancy.sites.values():
        at = (ScopeLevel.SITE, site.id)
        if not places.covers(key, at):
            continue
        read = upgrades.get((at, system))
        follows = None if read is None else read.policies.is_inherited
        if follows is None:
            perhaps.add(site.organization)
        elif follows:
            found.add(site.organization)
    return found, perhaps


def _upgrade(
    policy: UpgradePolicyWire,
    source: str,
    key: ScopeKey,
    system: str,
    origin: Origin,
    how: Reach,
    reach: Mapping[str, int | None],
    places: Places,
    place: Place,
    catalogue: VendorCatalogue,
) -> Statement:
    entry = catalogue["agent_auto_upgrade"]
    label = entry.label("isActive", policy.is_active)
    told: tuple[tuple[str, bool | None], ...] = (
        ("isActive", policy.is_active),
        ("allEndpoints", policy.all_endpoints),
        ("isScheduled", policy.is_scheduled),
    )
    evidence = _evidence(origin, policy.id, told)
    deployment = entry.deployment(
        place=place,
        scope=places.scope(key),
        source_object=SourceObject(
            kind=SourceKind.POLICY, id=source, name=policy.name or policy.id
        ),
        label=label,
        enabled=label.enabled,
        reach=how,
        settings=(
            *(Setting(name=name, value=value) for name, value in told),
            Setting(name="osType", value=system),
        ),
        evidence=evidence,
    )
    return Statement(deployment=deployment, evidence=evidence, reach=reach)


def deployments_from_discovery(
    settings: Mapping[str, tuple[NetworkDiscoveryWire, Origin]],
    *,
    places: Places,
    place: Place,
    catalogue: VendorCatalogue,
) -> Iterator[Statement]:
    """State for each account whether it takes new networks into its scans by itself.

    Source: API 2.1, network discovery settings schema (verified).
    """
    entry = catalogue["ranger_auto_deploy"]
    for account, (one, origin) in sorted(settings.items()):
        key = (ScopeLevel.ACCOUNT, account)
        labels: list[Label] = [
            entry.label("autoEnableNetworks", one.auto_enable_networks),
            entry.label("enabled", one.enabled),
        ]
        told = (("autoEnableNetworks", one.auto_enable_networks), ("enabled", one.enabled))
        evidence = _evidence(origin, account, told)
        scope, (how, reach) = places.scope(key), places.said(key)
        yield Statement(
            deployment=entry.deployment(
                place=place,
                scope=scope,
                source_object=SourceObject(
                    kind=SourceKind.SETTING,
                    id=f"network-discovery:{account}",
                    name=f"network discovery of {scope.name}",
                ),
                label=labels[0].model_copy(update={"basis": weakest(labels)}),
                enabled=all_on(label.enabled for label in labels),
                reach=how,
                settings=tuple(Setting(name=name, value=value) for name, value in told),
                evidence=evidence,
            ),
            evidence=evidence,
            reach=reach,
        )


def _evidence(
    origin: Origin, object_id: str, told: Iterable[tuple[str, bool | None]]
) -> tuple[Evidence, ...]:
    return tuple(
        origin.evidence(object_id=object_id, pointer=f"/{name}", value=value)
        for name, value in told
    )
