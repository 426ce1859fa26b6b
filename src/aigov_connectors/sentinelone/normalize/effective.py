"""Which policy is in effect where, and at which scope that is decided.

A policy object is the effective one of the scope that was asked; `inheritedFrom` says where it
comes from. A policy is stated once, at the scope that decides it; scopes that only inherit state
nothing, and a policy that no site and no group follows is in effect nowhere and is not stated.

Where the deciding scope itself may not be read (the account above a token of one site), the
answers of those who inherit from it show its effect: one statement at the deciding scope, with the
evidence of the first of them, if their answers agree; if not, one for each of them at its own
scope.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from aigov_connectors.inventory import Origin, Scope, ScopeLevel, SourceKind, SourceObject
from aigov_connectors.redaction import digest
from aigov_connectors.sentinelone.normalize.agents import AgentTally, Spot
from aigov_connectors.sentinelone.normalize.settings import fold
from aigov_connectors.sentinelone.normalize.tenancy import Group, Site, Tenancy
from aigov_connectors.sentinelone.wire import POLICY_KEYS_NOT_READ, PolicyWire

ScopeKey = tuple[ScopeLevel, str]


@dataclass(frozen=True, slots=True)
class PolicyRead:
    """A policy as one scope answered it."""

    policy: PolicyWire
    origin: Origin


@dataclass(frozen=True, slots=True)
class EffectivePolicy:
    """One policy, where it is decided, and whom it reaches."""

    read: PolicyRead
    object_id: str
    """The scope whose answer `read` is."""
    scope: Scope
    source: SourceObject
    reach: Mapping[str, int | None]
    """Organizations with their endpoints; None where not all endpoints could be counted."""
    spots: frozenset[Spot]
    """Sites and groups whose endpoints follow it."""
    followers: Mapping[ScopeKey, Mapping[str, int | None]]
    """Each site and each group with a policy of its own that follows it, with its reach."""
    perhaps: frozenset[str]
    """Organizations with a site below that did not answer, and that may follow it too."""


@dataclass(slots=True)
class _Followers:
    """Who follows one deciding scope."""

    answers: list[tuple[ScopeKey, PolicyRead]] = field(default_factory=list)
    """Scopes whose own answers show it, by the order of their ids."""
    reach: dict[ScopeKey, dict[str, int | None]] = field(default_factory=lambda: defaultdict(dict))
    """By the follower, so that followers who disagree can be stated apart."""
    spots: dict[ScopeKey, set[Spot]] = field(default_factory=lambda: defaultdict(set))


class EffectivePolicies:
    """Resolves inheritance over everything that was read."""

    def __init__(
        self,
        tenancy: Tenancy,
        policies: Mapping[ScopeKey, PolicyRead],
        agents: AgentTally | None,
    ) -> None:
        """`agents` is None where not all endpoints were counted."""
        self._tenancy = tenancy
        self._policies = policies
        self._endpoints = None if agents is None else agents.by_spot()
        self._spots: dict[str, list[Spot]] = defaultdict(list)
        for spot in self._endpoints or ():
            self._spots[spot[0]].append(spot)
        self.unclear: set[ScopeKey] = set()
        """Scopes whose policy does not say where it comes from; stated at their own scope."""

    def inherited_from(self, level: ScopeLevel) -> set[str]:
        """Ids of the accounts (or of the tenant) from which something inherits."""
        found = (self._decided(key) for key in self._askers())
        return {one[1] for one in found if one is not None and one[0] is level}

    def decided(self) -> Iterator[EffectivePolicy]:
        """Every policy in effect, in the order of scopes from the top down, then ids."""
        deciding = self._follow()
        for key in sorted(deciding, key=lambda one: (_DEPTH[one[0]], one[1])):
            yield from self._state(key, deciding[key])

    def unplaced(self) -> dict[str, int]:
        """Endpoints per organization whose group was not listed: nobody knows their policy."""
        found: dict[str, int] = {}
        for site in self._sites():
            for spot in self._spots[site.id]:
                if spot[1] not in self._tenancy.groups and self._endpoints is not None:
                    count = found.get(site.organization, 0) + self._endpoints[spot]
                    found[site.organization] = count
        return found

    # Inheritance -----------------------------------------------------------------------------

    def _sites(self) -> list[Site]:
        return [self._tenancy.sites[key] for key in sorted(self._tenancy.sites)]

    def _own_groups(self) -> list[Group]:
        groups = self._tenancy.groups
        return [groups[key] for key in sorted(groups) if groups[key].inherits is not True]

    def _askers(self) -> Iterator[ScopeKey]:
        yield from ((ScopeLevel.SITE, site.id) for site in self._sites())
        yield from ((ScopeLevel.GROUP, group.id) for group in self._own_groups())

    def _decided(self, key: ScopeKey) -> ScopeKey | None:
        """The scope that decides for a scope; None where its policy was not read."""
        read = self._policies.get(key)
        if read is None:
            return None
        word = read.policy.inherited_from
        if word is None and "inherited_from" in read.policy.model_fields_set:
            return key
        above = self._above(key, fold(word)) if isinstance(word, str) else None
        if above is None:
            self.unclear.add(key)
            return key
        return above

    def _above(self, key: ScopeKey, word: str) -> ScopeKey | None:
        level, own = key
        tenant = (ScopeLevel.TENANT, self._tenancy.tenant_id)
        if word == "global" and level is not ScopeLevel.TENANT:
            return tenant
        site = own
        if level is ScopeLevel.GROUP:
            site = self._tenancy.groups[own].site_id
        if word == "site" and level is ScopeLevel.GROUP:
            above = (ScopeLevel.SITE, site)
            return (self._decided(above) or above) if above in self._policies else above
        if word == "account" and level in (ScopeLevel.GROUP, ScopeLevel.SITE):
            account = self._tenancy.sites[site].account_id
            if account is None:
                return None
            above = (ScopeLevel.ACCOUNT, account)
            return (self._decided(above) or above) if above in self._policies else above
        return None

    # Reach -----------------------------------------------------------------------------------

    def _follow(self) -> dict[ScopeKey, _Followers]:
        found: dict[ScopeKey, _Followers] = defaultdict(_Followers)
        own = {group.id: group for group in self._own_groups()}
        for site in self._sites():
            key = (ScopeLevel.SITE, site.id)
            decided = self._decided(key)
            if decided is not None:
                self._add(found[decided], key, site, self._spots_of(site, own))
        for group in own.values():
            key = (ScopeLevel.GROUP, group.id)
            decided = self._decided(key)
            if decided is not None:
                site = self._tenancy.sites[group.site_id]
                self._add(found[decided], key, site, [(site.id, group.id)])
        return found

    def _spots_of(self, site: Site, own: Mapping[str, Group]) -> list[Spot]:
        """Where endpoints follow the site's policy: listed groups but for those with their own."""
        listed = self._tenancy.groups
        return [spot for spot in self._spots[site.id] if spot[1] in listed and spot[1] not in own]

    def _add(self, to: _Followers, key: ScopeKey, site: Site, spots: list[Spot]) -> None:
        to.answers.append((key, self._policies[key]))
        to.spots[key].update(spots)
        count = None
        if self._endpoints is not None and self._tenancy.groups_complete:
            count = sum(self._endpoints[spot] for spot in spots)
        to.reach[key][site.organization] = count

    # Stating ---------------------------------------------------------------------------------

    def _state(self, key: ScopeKey, followers: _Followers) -> Iterator[EffectivePolicy]:
        own = self._policies.get(key)
        answers = [(key, own)] if own is not None else followers.answers
        if own is None:
            # An account that inherits from a tenant that may not be read is the nearest witness.
            answers = [*self._accounts_below(key), *answers]
        everybody = [one for one, _ in followers.answers]
        if len({_effect(read.policy) for _, read in answers}) == 1:
            yield self._policy(key, *answers[0], followers, everybody)
            return
        for follower, read in followers.answers:
            yield self._policy(follower, follower, read, followers, [follower])

    def _accounts_below(self, key: ScopeKey) -> list[tuple[ScopeKey, PolicyRead]]:
        if key[0] is not ScopeLevel.TENANT:
            return []
        return [
            (one, self._policies[one])
            for one in sorted(self._policies)
            if one[0] is ScopeLevel.ACCOUNT and self._decided(one) == key
        ]

    def _policy(
        self,
        key: ScopeKey,
        asked: ScopeKey,
        read: PolicyRead,
        followers: _Followers,
        members: list[ScopeKey],
    ) -> EffectivePolicy:
        level, scope_id = key
        scope = self._tenancy.scope(level, scope_id)
        reach: dict[str, int | None] = {}
        for member in members:
            for organization, count in followers.reach[member].items():
                before = reach.get(organization, 0)
                reach[organization] = None if count is None or before is None else before + count
        return EffectivePolicy(
            read=read,
            object_id=asked[1],
            scope=scope,
            source=policy_object(key, scope),
            reach=dict(sorted(reach.items())),
            spots=frozenset(spot for member in members for spot in followers.spots[member]),
            followers={member: followers.reach[member] for member in members},
            perhaps=self._perhaps(key),
        )

    def _perhaps(self, key: ScopeKey) -> frozenset[str]:
        level, scope_id = key
        if level not in (ScopeLevel.TENANT, ScopeLevel.ACCOUNT):
            return frozenset()
        return frozenset(
            site.organization
            for site in self._tenancy.sites.values()
            if (ScopeLevel.SITE, site.id) not in self._policies
            and (level is ScopeLevel.TENANT or site.account_id in (scope_id, None))
        )


def policy_object(key: ScopeKey, scope: Scope) -> SourceObject:
    """Name the policy of a scope."""
    level, scope_id = key
    return SourceObject(
        kind=SourceKind.POLICY, id=f"{level}:{scope_id}", name=f"{level} policy {scope.name}"
    )


def _effect(policy: PolicyWire) -> str:
    """Tell policies apart by what is read of them: scopes differ in keys of no effect."""
    sent = policy.model_dump(by_alias=True, exclude_unset=True, exclude={"inherited_from"})
    return digest({key: sent[key] for key in sent if f"/{key}" not in POLICY_KEYS_NOT_READ})


_DEPTH = {
    ScopeLevel.TENANT: 0,
    ScopeLevel.ACCOUNT: 1,
    ScopeLevel.SITE: 2,
    ScopeLevel.GROUP: 3,
}
