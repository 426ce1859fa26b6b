"""Accounts, sites and groups: who is a customer, and what stands below what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from aigov_connectors.inventory import Organization, Scope, ScopeLevel
from aigov_connectors.sentinelone.wire import AccountWire, GroupWire, SiteWire

ClientLevel = Literal["site", "account"]

_GONE = frozenset({"expired", "deleted"})
_CATCH_ALL_NAMES = frozenset({"default site", "default account"})


@dataclass(frozen=True, slots=True)
class Account:
    """An account, or what its sites tell of it."""

    id: str
    name: str
    active: bool
    is_default: bool
    handles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A site that is in use."""

    id: str
    name: str
    account_id: str | None
    account_name: str | None
    organization: str
    """The customer it belongs to, as the connection counts customers."""


@dataclass(frozen=True, slots=True)
class Group:
    """A group of endpoints."""

    id: str
    name: str
    site_id: str
    inherits: bool | None
    """None: the list did not say, so its policy has to be read."""


@dataclass(frozen=True, slots=True)
class Tenancy:
    """Everything below one console that a token sees."""

    tenant_id: str
    client_level: ClientLevel
    accounts: dict[str, Account]
    sites: dict[str, Site]
    """Those in use; what is expired or deleted, or below an account that is, is nobody's."""
    groups: dict[str, Group]
    groups_complete: bool
    """False: there may be groups, and policies of groups, that nobody saw."""
    handles: dict[str, tuple[str, ...]]
    catch_all: frozenset[str]
    sites_complete: bool = True
    """False: there may be sites, and settings of sites, that nobody saw."""
    sites_asked: bool = True
    """False: the run was told not to read them."""

    @property
    def cut_short(self) -> str | None:
        """Why what is set for sites and above them may not all be known; None where it is."""
        if self.sites_complete:
            return None
        how = "read to its end" if self.sites_asked else "asked for"
        return f"the list of sites was not {how}"

    def organizations(self, endpoints: dict[str, int] | None) -> list[Organization]:
        """Customers in the order of their ids; endpoints are None where not all were counted."""
        names = {one.organization: one for one in self.sites.values()}
        found = []
        for key in sorted(names):
            at_account = self.client_level == "account"
            name = self.accounts[key].name if at_account else names[key].name
            found.append(
                Organization(
                    vendor="sentinelone",
                    tenant_id=self.tenant_id,
                    vendor_id=key,
                    name=name,
                    handles=self.handles.get(key, ()),
                    kind="catch_all" if key in self.catch_all else "client",
                    endpoints=None if endpoints is None else endpoints.get(key, 0),
                )
            )
        return found

    def scope(self, level: ScopeLevel, key: str) -> Scope:
        """Name a scope, with the names of what lies above it."""
        if level is ScopeLevel.TENANT:
            return Scope(level=level, id=key, name=self.tenant_id)
        if level is ScopeLevel.ACCOUNT:
            account = self.accounts.get(key)
            name = account.name if account else key
            return Scope(level=level, id=key, name=name, parents=(self.tenant_id,))
        if level is ScopeLevel.SITE:
            site = self.sites[key]
            return Scope(level=level, id=key, name=site.name, parents=self._above(site))
        group = self.groups[key]
        site = self.sites[group.site_id]
        return Scope(level=level, id=key, name=group.name, parents=(*self._above(site), site.name))

    def _above(self, site: Site) -> tuple[str, ...]:
        account = self.accounts.get(site.account_id or "")
        name = account.name if account else site.account_name
        return (self.tenant_id, name) if name else (self.tenant_id,)


def tenancy_from_lists(
    *,
    tenant_id: str,
    client_level: ClientLevel,
    accounts: Iterable[AccountWire],
    sites: Iterable[SiteWire],
    groups: Iterable[GroupWire] = (),
    groups_complete: bool = False,
    sites_complete: bool = True,
    sites_asked: bool = True,
) -> Tenancy:
    """Join the three lists; accounts that were not listed are taken from their sites."""
    listed = {one.id: _account(one) for one in accounts}
    kept = {one.id: one for one in sites if not _is_gone(one.state)}
    for row in kept.values():
        if row.account_id and row.account_id not in listed:
            listed[row.account_id] = Account(
                row.account_id, row.account_name or row.account_id, True, False, ()
            )
    at_account = client_level == "account"
    known = {
        row.id: _site(row, at_account=at_account)
        for row in kept.values()
        if not at_account or _is_active(row.account_id, listed)
    }
    if at_account:
        handles = {one.id: one.handles for one in listed.values()}
        default = {one.id: one.name for one in listed.values() if one.is_default}
    else:
        handles = {row.id: (row.external_id,) for row in kept.values() if row.external_id}
        default = {row.id: row.name or "" for row in kept.values() if row.is_default}
    return Tenancy(
        tenant_id=tenant_id,
        client_level=client_level,
        accounts=listed,
        sites=known,
        groups=_groups(groups, known),
        groups_complete=groups_complete,
        handles=handles,
        catch_all=frozenset(
            key for key, name in default.items() if name.casefold() in _CATCH_ALL_NAMES
        ),
        sites_complete=sites_complete,
        sites_asked=sites_asked,
    )


def _account(row: AccountWire) -> Account:
    return Account(
        id=row.id,
        name=row.name or row.id,
        active=not _is_gone(row.state),
        is_default=row.is_default is True,
        handles=(row.external_id,) if row.external_id else (),
    )


def _site(row: SiteWire, *, at_account: bool) -> Site:
    return Site(
        id=row.id,
        name=row.name or row.id,
        account_id=row.account_id,
        account_name=row.account_name,
        organization=(row.account_id or row.id) if at_account else row.id,
    )


def _is_active(account_id: str | None, accounts: dict[str, Account]) -> bool:
    account = accounts.get(account_id or "")
    return account is not None and account.active


def _groups(rows: Iterable[GroupWire], sites: dict[str, Site]) -> dict[str, Group]:
    return {
        row.id: Group(row.id, row.name or row.id, row.site_id, row.inherits)
        for row in rows
        if row.site_id in sites
    }


def _is_gone(state: str | None) -> bool:
    """Letter case differs between consoles; an unknown word is not a reason to lose a client."""
    return state is not None and state.casefold() in _GONE
