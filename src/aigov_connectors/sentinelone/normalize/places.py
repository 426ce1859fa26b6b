"""Scopes by the words and ids of an object, and whom an object of a scope reaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from aigov_connectors.inventory import Reach, Scope, ScopeLevel
from aigov_connectors.sentinelone.normalize.agents import Spot
from aigov_connectors.sentinelone.normalize.effective import ScopeKey
from aigov_connectors.sentinelone.normalize.tenancy import Site, Tenancy

_LEVELS = {
    "global": ScopeLevel.TENANT,
    "tenant": ScopeLevel.TENANT,
    "account": ScopeLevel.ACCOUNT,
    "site": ScopeLevel.SITE,
    "group": ScopeLevel.GROUP,
}


@dataclass(frozen=True)
class Places:
    """Everything below one console, and how many endpoints stand where."""

    tenancy: Tenancy
    endpoints: Mapping[Spot, int] | None
    """None where not all endpoints were counted."""
    gone: frozenset[str] = frozenset()
    """Sites that have ended, and what stood in them."""

    def key(self, word: str | None, scope_id: str | None) -> ScopeKey | None:
        """Name a scope of the vendor's; None where its level is not a known word."""
        level = _LEVELS.get((word or "").casefold())
        if level is ScopeLevel.TENANT:
            return level, self.tenancy.tenant_id
        return None if level is None or scope_id is None else (level, scope_id)

    def is_gone(self, key: ScopeKey) -> bool:
        """Whether a scope has ended, so that nothing in it reaches anybody."""
        return key[1] in self.gone

    def is_known(self, key: ScopeKey) -> bool:
        """Whether a scope was listed."""
        level, scope_id = key
        if level is ScopeLevel.SITE:
            return scope_id in self.tenancy.sites
        if level is ScopeLevel.GROUP:
            return scope_id in self.tenancy.groups
        return True

    def scope(self, key: ScopeKey, *, name: str | None = None) -> Scope:
        """Name a scope as the inventory does; one that was not listed by `name` or its id."""
        level, scope_id = key
        if self.is_known(key):
            return self.tenancy.scope(level, scope_id)
        return Scope(level=level, id=scope_id, name=name or scope_id)

    def covers(self, outer: ScopeKey, inner: ScopeKey) -> bool:
        """Whether a scope lies in another, or is it."""
        return outer == inner or outer in self._above(inner)

    def said(
        self,
        key: ScopeKey,
        found: Mapping[str, int | None] | None = None,
        *,
        perhaps: Set[str] = frozenset(),
    ) -> tuple[Reach, dict[str, int | None]]:
        """Whom a scope reaches (or whom else was `found` to be), and whether that is everybody.

        Where sites were not listed, or more of `perhaps` may follow than was found, those that are
        known stay; the numbers of whoever may have more do not, since they would be read as all.
        """
        if not self.is_known(key):
            return Reach.UNKNOWN, {}
        found = self.reach(key) if found is None else dict(found)
        if self.may_hold_more(key):
            return Reach.UNKNOWN, dict.fromkeys(found)
        if perhaps:
            counts = {one: None if one in perhaps else count for one, count in found.items()}
            return Reach.UNKNOWN, counts
        return Reach.LISTED, found

    def may_hold_more(self, key: ScopeKey) -> bool:
        """Whether sites that nobody saw, or that do not tell their account, may lie in a scope."""
        level, _ = key
        if level is ScopeLevel.TENANT:
            return self.tenancy.cut_short is not None
        return level is ScopeLevel.ACCOUNT and (
            self.tenancy.cut_short is not None or self._has_stray_sites
        )

    @cached_property
    def _has_stray_sites(self) -> bool:
        return any(site.account_id is None for site in self.tenancy.sites.values())

    def reach(self, key: ScopeKey) -> dict[str, int | None]:
        """Organizations in a scope, each with its endpoints there (None: not counted)."""
        level, scope_id = key
        found: dict[str, int | None] = {}
        if level is ScopeLevel.GROUP:
            group = self.tenancy.groups.get(scope_id)
            site = None if group is None else self.tenancy.sites[group.site_id]
            if site is not None:
                found[site.organization] = self._count(site, scope_id)
            return found
        sites = self.tenancy.sites
        asked = [sites[scope_id]] if level is ScopeLevel.SITE and scope_id in sites else None
        for site in sites.values() if asked is None else asked:
            if asked or self.covers(key, (ScopeLevel.SITE, site.id)):
                before, count = found.get(site.organization, 0), self._count(site, None)
                whole = None if before is None or count is None else before + count
                found[site.organization] = whole
        return dict(sorted(found.items()))

    def by_organization(self) -> dict[str, int] | None:
        """Endpoints of each organization that has any; None where not all were counted."""
        if self.endpoints is None:
            return None
        found: Counter[str] = Counter()
        for site in self.tenancy.sites.values():
            found[site.organization] += self._by_site[site.id]
        return dict(found)

    def _count(self, site: Site, group: str | None) -> int | None:
        if self.endpoints is None:
            return None
        if group is not None:
            return self.endpoints.get((site.id, group), 0)
        return self._by_site[site.id]

    @cached_property
    def _by_site(self) -> Counter[str]:
        """Endpoints of each site, counted once: scopes are asked for by the thousand."""
        found: Counter[str] = Counter()
        for (site, _), count in (self.endpoints or {}).items():
            found[site] += count
        return found

    def _above(self, key: ScopeKey) -> tuple[ScopeKey, ...]:
        level, scope_id = key
        tenant = (ScopeLevel.TENANT, self.tenancy.tenant_id)
        if level is ScopeLevel.ACCOUNT:
            return (tenant,)
        if level is ScopeLevel.SITE:
            site = self.tenancy.sites.get(scope_id)
            account = site.account_id if site else None
            return (tenant, (ScopeLevel.ACCOUNT, account)) if account else (tenant,)
        if level is ScopeLevel.GROUP and scope_id in self.tenancy.groups:
            above = (ScopeLevel.SITE, self.tenancy.groups[scope_id].site_id)
            return (*self._above(above), above)
        return ()
