"""Custom rules, exclusions, overrides, scripts with guardrails, upgrades, network discovery."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from aigov_connectors.sandbox.times import DAY, iso
from aigov_connectors.sandbox.world import SECRET_MARK
from aigov_connectors.sentinelone.sandbox import planted_automation as planted
from aigov_connectors.sentinelone.sandbox.names import Account, Console, Group, Site, console_id
from aigov_connectors.sentinelone.sandbox.paging import ORDER_AND_BETWEEN, Filter, Listing, times

Row = dict[str, Any]
SYSTEMS = ("linux", "macos", "windows")


class Automation:
    """Everything of the console that acts and is no policy."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._end = console.world.end
        self._account = console.accounts[0]
        self.rules: Mapping[str, Listing] = {
            level: _rules([row for row in self._rule_rows() if row["scope"] == level])
            for level in ("global", "account", "site", "group")
        }
        """Custom rules by the level of their scope: a caller is shown one level at a time."""

    # Custom rules ----------------------------------------------------------------------------

    def _rule_rows(self) -> Iterable[Row]:
        for number, rule in enumerate(planted.RULES):
            site = self._site(rule.where[0]) if rule.where else None
            group = self._group(site, rule.where[1]) if site and rule.scope == "group" else None
            scope_id = {
                "global": None,
                "account": [self._account.id],
                "site": [site.id] if site else None,
                "group": [group.id] if group else None,
            }[rule.scope]
            yield {
                "id": console_id(20, number),
                "name": rule.name,
                "description": None if number % 2 else "Written by the security desk",
                "severity": ("Low", "Medium", "High", "Critical")[number % 4],
                "status": "Disabled" if rule.reached_limit else rule.status,
                "statusReason": "alert limit" if rule.reached_limit else None,
                "queryType": rule.kind,
                "queryLang": "2.0",
                "s1ql": "event.type = 'Process Creation'",
                "scope": rule.scope,
                "scopeId": scope_id,
                "siteId": site.id if site else None,
                "siteName": site.name if site else None,
                "accountId": None if rule.scope == "global" else self._account.id,
                "accountName": None if rule.scope == "global" else self._account.name,
                "treatAsThreat": rule.treat,
                "networkQuarantine": rule.quarantine,
                "activeResponse": rule.quarantine or rule.treat != planted.ALERT_ONLY,
                "expirationMode": "Temporary" if rule.expired else "Permanent",
                "expiration": iso(self._end - 9 * DAY) if rule.expired else None,
                "expired": rule.expired,
                "reachedLimit": rule.reached_limit,
                "generatedAlerts": 3 * number,
                "lastAlertTime": None,
                "creator": "Technician 02",
                "creatorId": console_id(6, 2),
                "updaterId": console_id(6, 2),
                "editable": False,
                "createdAt": iso(self._end - 200 * DAY),
                "updatedAt": iso(self._end - (30 + number) * DAY),
            }

    def library(self) -> Listing:
        """Return the rules of the vendor's own library, as they stand for the account."""
        rows = [
            {
                "id": console_id(25, 100 * kind + number),
                "name": f"Platform rule {kind}.{number}",
                "severity": ("Low", "Medium", "High", "Critical")[number % 4],
                "status": status,
                "treatAsThreat": treat,
                **({} if isolates is None else {"networkQuarantine": isolates}),
                "createdBy": "SentinelOne",
                "scopeLevel": "account",
                "highestInheritedScopeLevel": None,
                "attackSurfaces": ["Endpoint"],
                "sources": ["Endpoint"],
                "mitre": [],
            }
            for kind, (count, status, treat, isolates) in enumerate(planted.LIBRARY)
            for number in range(count)
        ]
        return _listing(rows, {"status": Filter("status", "in")})

    # Exclusions ------------------------------------------------------------------------------

    def exclusions(self) -> Listing:
        """Return the list of exclusions; it may be read for all sites of the account at once."""
        rows = [self._exclusion(number, one) for number, one in enumerate(planted.EXCLUSIONS)]
        return _listing(
            rows,
            {
                "includeChildren": Filter("any", "in"),
                "includeParents": Filter("any", "in"),
                "siteIds": Filter("siteId", "in"),
                "accountIds": Filter("accountId", "in"),
                "types": Filter("type", "in"),
                "modes": Filter("mode", "in"),
                **times("createdAt", *ORDER_AND_BETWEEN),
            },
            more={
                # These two switches choose whose rows come, and this token may see all of them.
                "any": lambda n: "true",
                "siteId": lambda n: (rows[n]["scope"]["siteIds"] or [None])[0],
                "accountId": lambda n: self._account.id,
                "createdAt": lambda n: self._end - (60 + n) * DAY,
            },
        )

    def _exclusion(self, number: int, one: planted.PlantedExclusion) -> Row:
        site = self._site(one.client) if one.client else None
        place = f"Global\\{self._account.name}" + (f"\\{site.name}" if site else "")
        return {
            "id": console_id(21, number),
            "type": one.kind,
            "value": f"C:\\LOB\\{number}\\",
            "pathExclusionType": "subfolders" if one.kind == "path" else None,
            "mode": one.mode,
            "source": "user",
            "osType": "windows",
            "scope": {
                "tenant": False,
                "accountIds": None if site or not one.placed else [self._account.id],
                "siteIds": [site.id] if site else None,
                "groupIds": None,
            },
            "scopeName": site.name if site else self._account.name,
            "scopePath": place,
            "userId": console_id(6, 2),
            "userName": "Technician 02",
            "notRecommended": one.recommendation,
            "description": "",
            "imported": False,
            "inAppInventory": False,
            "actions": [],
            "createdAt": iso(self._end - (60 + number) * DAY),
            "updatedAt": iso(self._end - (60 + number) * DAY),
        }

    # Overrides -------------------------------------------------------------------------------

    def overrides(self) -> Listing:
        """Return the overrides of the agents' configuration."""
        rows = [self._override(number, one) for number, one in enumerate(planted.OVERRIDES)]
        return _listing(
            rows,
            {
                "ids": Filter("id", "in"),
                "siteIds": Filter("siteId", "in"),
                "accountIds": Filter("accountId", "in"),
                "osTypes": Filter("osType", "in"),
                **times("createdAt", *ORDER_AND_BETWEEN),
            },
            more={
                "siteId": lambda n: rows[n]["site"]["id"],
                "accountId": lambda n: self._account.id,
                "createdAt": lambda n: self._end - (50 + n) * DAY,
            },
        )

    def _override(self, number: int, name: str) -> Row:
        site = next(one for one in self._console.sites if name in (one.name, self._name(one)))
        return {
            "id": console_id(26, number),
            "name": f"Ticket 4711 of Technician 02, {number}",
            "description": "",
            "scope": "site",
            "site": {"id": site.id, "name": site.name},
            "account": {"id": self._account.id, "name": self._account.name},
            "osType": "windows",
            "versionOption": "ALL",
            "config": {"example": {"proxyPassword": f"{SECRET_MARK}-override-{number}"}},
        }

    # Scripts ---------------------------------------------------------------------------------

    def scripts(self) -> Listing:
        """Return the library of scripts, the vendor's own among them."""
        rows = [self._script(number, *one) for number, one in enumerate(planted.SCRIPTS)]
        return _listing(
            rows,
            {
                "ids": Filter("id", "in"),
                "siteIds": Filter("any", "in"),
                "accountIds": Filter("any", "in"),
                "scriptType": Filter("scriptType", "in"),
            },
            more={"any": lambda n: ""},
        )

    def _script(self, number: int, name: str, kind: str, level: str) -> Row:
        own = level != "sentinel"
        return {
            "id": console_id(22, number),
            "scriptName": name,
            "scriptType": kind,
            "scriptDescription": None,
            "osTypes": ["windows"],
            "version": "1.0.0",
            "scopeLevel": level,
            "scopeId": self._account.id if own else None,
            "scopeName": self._account.name if own else None,
            "scopePath": None,
            "inputRequired": number == 1,
            "inputInstructions": "",
            "inputExample": "",
            "isAvailableForArs": False,
            "isAvailableForLite": True,
            "createdByUser": "Technician 02",
            "createdByUserId": console_id(6, 2),
            "creator": "Technician 02",
            "creatorId": console_id(6, 2),
            "updater": None,
            "updaterId": None,
            "scriptRuntimeTimeoutSeconds": 3600,
            "createdAt": iso(self._end - 300 * DAY),
            "updatedAt": iso(self._end - 300 * DAY),
        }

    def guardrail(self, level: str, scope_id: str) -> Row | None:
        """Return the guardrail of a scope; None where there is no such scope."""
        if level == "group":
            for site in self._console.sites:
                for group in self._console.groups_of_site[site.number]:
                    if group.id == scope_id:
                        above = self.guardrail("site", site.id)
                        return None if above is None else {**above, "inherited": True}
        if level == "account":
            for account in self._console.accounts:
                if account.id == scope_id:
                    return self._account_guardrail(account)
        if level == "site":
            for site in self._console.sites:
                if site.id == scope_id:
                    if site.client is not None and self._name(site) == planted.NO_GUARDRAIL:
                        return {**planted.GUARDRAIL_OFF, "inherited": False}
                    return {**self._account_guardrail(site.account), "inherited": True}
        return None

    def _account_guardrail(self, account: Account) -> Row:
        if account.number:
            return {**planted.GUARDRAIL_OFF, "inherited": True}
        return {**planted.GUARDRAIL_OF_ACCOUNT, "inherited": False}

    def pending(self) -> Listing:
        """Return the queue of runs that needed a second person, answered ones included."""
        rows = [self._pending(number, *one) for number, one in enumerate(planted.PENDING)]
        return _listing(
            rows,
            {"siteIds": Filter("any", "in"), "accountIds": Filter("any", "in")},
            key="pendingExecutionId",
            more={"any": lambda n: ""},
        )

    def _pending(self, number: int, state: str, who: int, by: int | None, endpoints: int) -> Row:
        script = self._script(2, *planted.SCRIPTS[2])
        return {
            "pendingExecutionId": console_id(23, number),
            "state": state,
            "creator": f"technician{who:02d}@northwind-ridge.example",
            "creatorId": console_id(6, who),
            "reviewer": None if by is None else f"technician{by:02d}@northwind-ridge.example",
            "reviewerId": None if by is None else console_id(6, by),
            "canApproveOrDecline": False,
            "totalEndpoints": endpoints,
            "endpointsByScope": [{"scopeName": self._account.name, "totalEndpoints": endpoints}],
            "scriptData": script,
            "executionData": {
                "taskDescription": "monthly",
                "scriptId": script["id"],
                "outputDestination": "SentinelCloud",
                "requiresApproval": True,
                "inputParams": "",
                "password": f"{SECRET_MARK}-package-{number}",
                "apiKey": None,
                "scriptRuntimeTimeoutSeconds": 3600,
            },
            "scheduledTaskId": None,
            "createdAt": iso(self._end - (number + 2) * DAY),
        }

    # Upgrades and network discovery ----------------------------------------------------------

    def upgrades(self, level: str, scope_id: str, system: str, *, limit: int, skip: int) -> bytes:
        """Return the upgrade policies that hold for a scope and an operating system."""
        holder = self._holder(level, scope_id, system)
        rows = [
            self._upgrade(number, one)
            for number, one in enumerate(planted.UPGRADES)
            if holder is not None and one.client == holder[0] and one.system == system
        ]
        below = level == "account" and any(
            one.client and one.system == system for one in planted.UPGRADES
        )
        data = {
            "isInherited": bool(holder and level == "site" and holder[0] is None),
            "policiesInChildScope": below and scope_id == self._account.id,
            "policies": rows[skip : skip + limit],
        }
        return json.dumps({"data": data, "pagination": {"totalItems": len(rows)}}).encode()

    def _holder(self, level: str, scope_id: str, system: str) -> tuple[str | None] | None:
        """Return whose policies hold: a client's, or (None,) for the account's; None is nobody."""
        if level == "account":
            return (None,) if scope_id == self._account.id else None
        site = next((one for one in self._console.sites if one.id == scope_id), None)
        if site is None or site.account is not self._account:
            return None
        own = any(
            one.client == self._name(site) and one.system == system for one in planted.UPGRADES
        )
        return (self._name(site),) if own and site.client is not None else (None,)

    def _upgrade(self, number: int, one: planted.PlantedUpgrade) -> Row:
        site = self._site(one.client) if one.client else None
        return {
            "id": console_id(24, number),
            "name": one.name,
            "description": "",
            "osType": one.system,
            "isActive": one.active,
            "isScheduled": number % 2 == 0,
            "allEndpoints": one.all_endpoints,
            "tags": [] if one.all_endpoints else ["ring:studios"],
            "priority": 1,
            "package": {"major": "24.2", "minor": "3", "build": "471", "fileId": "77"},
            "scopeLevel": "site" if site else "account",
            "scopeId": site.id if site else self._account.id,
            "activatedAt": iso(self._end - 40 * DAY) if one.active else None,
            "createdAt": iso(self._end - 90 * DAY),
            "updatedAt": iso(self._end - 40 * DAY),
        }

    def discovery(self, account_id: str) -> Row | None:
        """Return the settings of network discovery of an account; None where there is none."""
        account = next((one for one in self._console.accounts if one.id == account_id), None)
        if account is None:
            return None
        return {
            "accountId": account.id,
            "scopeId": account.id,
            "enabled": True,
            "autoEnableNetworks": account.number == 0,
            "minAgentsInNetworkToScan": 3,
            "networkDecommissionValue": 30,
            "newNetworkInHours": 24,
            "scanOnlyLocalSubnets": True,
            "tcpPortScan": False,
            "tcpPorts": [22, 443],
            "restrictions": [],
        }

    # -----------------------------------------------------------------------------------------

    def _name(self, site: Site) -> str | None:
        return None if site.client is None else self._console.world.clients[site.client].name

    def _site(self, client: str) -> Site:
        return self._console.site_of_client[self._console.world.client_named(client).index]

    def _group(self, site: Site, name: str) -> Group:
        return next(one for one in self._console.groups_of_site[site.number] if one.name == name)


def _rules(rows: Sequence[Row]) -> Listing:
    return _listing(
        rows,
        {
            "ids": Filter("id", "in"),
            "name__contains": Filter("name", "contains"),
            "status": Filter("status", "in"),
            "queryType": Filter("queryType", "is"),
            "scopes": Filter("scope", "in"),
            "siteIds": Filter("siteId", "in"),
            "accountIds": Filter("accountId", "in"),
            "groupIds": Filter("group", "in"),
            "expired": Filter("expired", "flag"),
        },
        more={"group": lambda n: (rows[n]["scopeId"] or [""])[0]},
    )


def _listing(
    rows: Sequence[Row],
    filters: Mapping[str, Filter],
    *,
    key: str = "id",
    more: Mapping[str, Callable[[int], Any]] | None = None,
) -> Listing:
    def column(name: str) -> Callable[[int], Any]:
        return lambda n: rows[n].get(name)

    names = {one.column for one in filters.values()} - set(more or {})
    columns = {name: column(name) for name in names}
    columns["id"] = lambda n: rows[n][key]
    return Listing(
        size=len(rows),
        columns={**columns, **(more or {})},
        render=lambda n: json.dumps(rows[n]),
        filters=filters,
    )
