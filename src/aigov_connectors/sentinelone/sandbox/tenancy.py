"""Accounts, sites and groups as rows of the API, with the secrets that such rows carry."""

import json
from collections.abc import Iterable
from typing import Any

from aigov_connectors.sandbox.times import DAY, SECOND, iso
from aigov_connectors.sandbox.world import SECRET_MARK
from aigov_connectors.sentinelone.sandbox import planted_automation as planted
from aigov_connectors.sentinelone.sandbox.names import Account, Console, Group, Site, console_id
from aigov_connectors.sentinelone.sandbox.paging import ORDER, Filter, Listing, times


class Tenancy:
    """The lists of accounts, sites and groups."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._end = console.world.end

    def accounts(self) -> Listing:
        """Return the list of accounts."""
        rows = self._console.accounts
        return Listing(
            size=len(rows),
            columns={
                "id": lambda n: rows[n].id,
                "name": lambda n: rows[n].name,
                "state": lambda n: "active",
                "isDefault": lambda n: False,
                "createdAt": lambda n: self._end - 900 * DAY,
                "updatedAt": lambda n: self._end - (14 + n) * DAY,
            },
            render=lambda n: json.dumps(self._account(rows[n])),
            filters={
                "ids": Filter("id", "in"),
                "accountIds": Filter("id", "in"),
                "name": Filter("name", "is"),
                "query": Filter("name", "contains"),
                "states": Filter("state", "in"),
                "isDefault": Filter("isDefault", "flag"),
                "createdAt": Filter("createdAt", "at"),
                "updatedAt": Filter("updatedAt", "at"),
            },
            sorts=frozenset({"name", "createdAt", "updatedAt", "state"}),
        )

    def sites(self) -> Listing:
        """Return the list of sites, ended ones included."""
        rows = self._console.sites
        return Listing(
            size=len(rows),
            columns={
                "id": lambda n: rows[n].id,
                "siteId": lambda n: rows[n].id,
                "accountId": lambda n: rows[n].account.id,
                "name": lambda n: rows[n].name,
                "state": lambda n: rows[n].state,
                "isDefault": lambda n: rows[n].is_default,
                "createdAt": lambda n: self._site_created(rows[n]),
                "updatedAt": lambda n: self._site_updated(rows[n]),
            },
            render=lambda n: json.dumps(self._site(rows[n])),
            filters={
                "siteIds": Filter("id", "in"),
                "accountIds": Filter("accountId", "in"),
                "accountId": Filter("accountId", "is"),
                "name": Filter("name", "is"),
                "name__contains": Filter("name", "contains"),
                "query": Filter("name", "contains"),
                "state": Filter("state", "is"),
                "states": Filter("state", "in"),
                "isDefault": Filter("isDefault", "flag"),
                "createdAt": Filter("createdAt", "at"),
                "updatedAt": Filter("updatedAt", "at"),
            },
            sorts=frozenset({"name", "createdAt", "updatedAt", "state"}),
            end='""',
        )

    def all_sites(self) -> str:
        """Return the JSON of `allSites`, which stands beside the rows."""
        used = sum(self._console.site_sizes.values())
        return json.dumps({"activeLicenses": used, "totalLicenses": used + 400})

    def groups(self) -> Listing:
        """Return the list of groups; pages of 300 at most."""
        rows = self._console.groups
        return Listing(
            size=len(rows),
            columns={
                "id": lambda n: rows[n].id,
                "siteId": lambda n: rows[n].site.id,
                "accountId": lambda n: rows[n].site.account.id,
                "name": lambda n: rows[n].name,
                "type": lambda n: rows[n].kind,
                "isDefault": lambda n: rows[n].rank is None,
                "createdAt": lambda n: self._site_created(rows[n].site),
                "updatedAt": lambda n: self._site_updated(rows[n].site) + SECOND * 600,
            },
            render=lambda n: json.dumps(self._group(rows[n])),
            filters={
                "groupIds": Filter("id", "in"),
                "id": Filter("id", "is"),
                "siteIds": Filter("siteId", "in"),
                "accountIds": Filter("accountId", "in"),
                "name": Filter("name", "is"),
                "query": Filter("name", "contains"),
                "type": Filter("type", "is"),
                "types": Filter("type", "in"),
                "isDefault": Filter("isDefault", "flag"),
                **times("updatedAt", *ORDER),
            },
            sorts=frozenset({"name", "createdAt", "updatedAt", "type"}),
            most=300,
        )

    def _site_created(self, site: Site) -> int:
        return self._end - (700 - site.number % 300) * DAY

    def _site_updated(self, site: Site) -> int:
        return self._end - (20 + site.number * 7 % 90) * DAY + site.number * 77_777_777

    def _site_licences(self, site: Site, used: int) -> dict[str, Any] | None:
        name = "" if site.client is None else self._console.world.clients[site.client].name
        if name == planted.NO_LICENCE_LIST:
            return None
        few = planted.FEWER_MODULES.get(name)
        modules = [one for one in planted.MODULES if few is None or one[0] in few]
        if name in planted.MORE_MODULES:
            modules.append(planted.MORE_MODULES[name])
        return self._licences(used, modules)

    def _licences(
        self, used: int, modules: Iterable[tuple[str, str]] = planted.MODULES
    ) -> dict[str, Any]:
        return {
            "bundles": [
                {
                    "name": "complete",
                    "displayName": "Complete",
                    "majorVersion": 1,
                    "minorVersion": 0,
                    "totalSurfaces": used + 9,
                    "surfaces": [{"name": "Total Agents", "count": used + 9}],
                },
                {
                    "name": "hyperautomation",
                    "displayName": "Hyperautomation",
                    "majorVersion": 1,
                    "minorVersion": 0,
                    "totalSurfaces": 1,
                    "surfaces": [{"name": "Action Packs", "count": -1}],
                },
            ],
            "modules": [
                {"name": name, "displayName": title, "majorVersion": 1} for name, title in modules
            ],
            "settings": [
                {
                    "groupName": "remote_shell_availability",
                    "setting": "Disabled",
                    "settingGroup": "remote_shell_availability",
                    "settingGroupDisplayName": "Remote Shell",
                    "displayName": "Remote Shell: Disabled",
                }
            ],
        }

    def _account(self, account: Account) -> dict[str, Any]:
        sites = [site for site in self._console.sites if site.account == account]
        used = sum(self._console.site_sizes[site.number] for site in sites)
        return {
            "id": account.id,
            "name": account.name,
            "state": "active",
            "accountType": "Paid",
            "usageType": "mssp",
            "billingMode": "subscription",
            "numberOfSites": len(sites),
            "activeAgents": used,
            "totalLicenses": used + 400,
            "agentsInCompleteSku": used,
            "agentsInControlSku": 0,
            "agentsInCoreSku": 0,
            "completeSites": len(sites),
            "controlSites": 0,
            "coreSites": 0,
            "totalComplete": used + 400,
            "totalControl": 0,
            "totalCore": 0,
            "unlimitedComplete": False,
            "unlimitedControl": False,
            "unlimitedCore": False,
            "unlimitedExpiration": True,
            "skus": [
                {
                    "type": "Complete",
                    "agentsInSku": used,
                    "totalLicenses": used + 400,
                    "unlimited": False,
                }
            ],
            "isDefault": False,
            "externalId": None,
            "salesforceId": None,
            "licenses": self._licences(used, planted.MODULES_OF_ACCOUNTS[account.number]),
            "expiration": None,
            "creator": None,
            "creatorId": None,
            "createdAt": iso(self._end - 900 * DAY),
            "updatedAt": iso(self._end - (14 + account.number) * DAY),
        }

    def _site(self, site: Site) -> dict[str, Any]:
        used = self._console.site_sizes[site.number]
        gone = site.state != "active"
        return {
            "id": site.id,
            "name": site.name,
            "description": None if site.number % 4 else "Managed endpoints",
            "accountId": site.account.id,
            "accountName": site.account.name,
            "state": site.state,
            "siteType": "Trial" if gone else "Paid",
            "suite": "Complete",
            "sku": "Complete",
            "usageType": "customer",
            "externalId": f"PSA-{1000 + site.number}" if site.number % 3 else None,
            "healthStatus": not gone,
            "activeLicenses": used,
            "totalLicenses": used + 9,
            "unlimitedLicenses": False,
            "unlimitedExpiration": not gone,
            "expiration": iso(self._end - 40 * DAY, digits=0) if gone else None,
            "licenses": self._site_licences(site, used),
            "registrationToken": f"{SECRET_MARK}-site-{site.number}",
            "isDefault": site.is_default,
            "irFields": None,
            "creator": "Technician 02",
            "creatorId": console_id(6, 2),
            "createdAt": iso(self._site_created(site)),
            "updatedAt": iso(self._site_updated(site)),
        }

    def _group(self, group: Group) -> dict[str, Any]:
        dynamic = group.kind == "dynamic"
        return {
            "id": group.id,
            "name": group.name,
            "description": None,
            "siteId": group.site.id,
            "type": group.kind,
            "inherits": group.inherits,
            "isDefault": group.rank is None,
            "rank": group.rank,
            "filterId": console_id(8, group.number) if dynamic else None,
            "filterName": group.name if dynamic else None,
            "totalAgents": self._console.group_sizes[group.number],
            "registrationToken": f"{SECRET_MARK}-group-{group.number}",
            "creator": "Technician 02",
            "creatorId": console_id(6, 2),
            "createdAt": iso(self._site_created(group.site)),
            "updatedAt": iso(self._site_updated(group.site) + SECOND * 600),
        }
