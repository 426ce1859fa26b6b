"""What a reading of a console will ask at least, from the console's own counts.

Sites and groups are read, a request for a thousand or three hundred: which of them are asked for a
policy or a guardrail cannot be told from their number. Other lists are counted. Policies cannot be
batched: the API gives one policy per request, for a site, a group, an account or the tenant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from aigov_connectors._http import Read
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.connector import PlannedRead
from aigov_connectors.errors import ConnectorError
from aigov_connectors.inventory import ScopeLevel
from aigov_connectors.sentinelone.client import API, SentinelOneClient
from aigov_connectors.sentinelone.normalize import Tenancy, tenancy_from_lists
from aigov_connectors.sentinelone.normalize.activities import meanings_of
from aigov_connectors.sentinelone.normalize.changes import change_types
from aigov_connectors.sentinelone.normalize.licences import Licences
from aigov_connectors.sentinelone.normalize.tenancy import ClientLevel
from aigov_connectors.sentinelone.plan_counts import HOPELESS, counted_list, rows_of
from aigov_connectors.sentinelone.plan_workflows import planned_workflows_and_alerts
from aigov_connectors.sentinelone.reading_automation import IDS_PER_REQUEST
from aigov_connectors.sentinelone.reading_upgrades import SYSTEMS

__all__ = ["planned_reads"]

_ROLE = f"{API}/rbac/role/{{role_id}}"
_SITE_POLICY = f"{API}/sites/{{site_id}}/policy"
_GROUP_POLICY = f"{API}/groups/{{group_id}}/policy"
_RULES = f"{API}/cloud-detection/rules"
_GUARDRAIL = f"{API}/remote-scripts/guardrails/configuration"
_UPGRADES = f"{API}/upgrade-policy/policies"
_DISCOVERY = f"{API}/ranger/settings"
_ACCOUNTS_TO_ASK = 5
"""Accounts that a plan asks for upgrade policies, three requests each at one a second."""


@dataclass(frozen=True, slots=True)
class _Scopes:
    """Everything that is asked for one by one."""

    tenancy: Tenancy
    with_scripts: tuple[str, ...]
    """Sites whose licences do not rule RemoteOps out."""
    problem: str | None
    """Why it is not all; None where it is."""

    def accounts_of(self, sites: Iterable[str]) -> int:
        """How many accounts stand above some sites."""
        found = {self.tenancy.sites[one].account_id for one in sites}
        return len(found - {None})


async def planned_reads(
    client: SentinelOneClient,
    *,
    since: datetime,
    caller_scope: str | None,
    client_level: ClientLevel,
    known_roles: frozenset[str],
    catalogue: VendorCatalogue,
    group_guardrails: bool = False,
) -> tuple[PlannedRead, ...]:
    """Count every list, and derive the rest.

    Args:
        client: of the console; some fifteen requests, one for every 300 groups, and three for
            each account where there are few.
        since: from when on threats and activities are read (aware).
        caller_scope: `tenant`, `account`, `site` or, if it is not known, None.
        client_level: what a customer is.
        known_roles: ids of the caller's own roles, which are not asked for twice.
        catalogue: tells which licence a feature needs.
        group_guardrails: whether groups are asked for theirs.
    """
    at_site = caller_scope == "site"
    scopes = await _scopes(client, at_site=at_site, client_level=client_level, catalogue=catalogue)
    lists: Mapping[str, Read[Any]] = {
        "accounts": client.accounts(),
        "sites": client.sites(),
        "groups": client.groups(),
        "agents": client.agents(),
        "threats": client.threats(created_since=since),
        "detection_library": client.library_rules(),
        "exclusions": client.exclusions(),
        "config_overrides": client.config_overrides(),
        "remote_scripts": client.remote_scripts(),
        "pending_executions": client.pending_executions(),
        "users": client.users(),
        "service_users": client.service_users(),
    }
    found = {name: await counted_list(client, name, read) for name, read in lists.items()}
    if at_site:
        found["accounts"] = PlannedRead(
            resource="accounts", requests={}, because="a token of a site may not, and need not, ask"
        )
    if scopes.tenancy.sites and not scopes.with_scripts:
        nobody = "nothing: no site has a licence for RemoteOps"
        for name in ("remote_scripts", "pending_executions"):
            found[name] = PlannedRead(resource=name, requests={}, because=nobody)
    found["user"] = PlannedRead(
        resource="user",
        requests={f"{API}/user": 1, f"{API}/system/info": 1},
        always={f"{API}/user": 1, f"{API}/system/info": 1},
        rows=1,
        because="the caller, and the version of the console",
    )
    found["roles"] = PlannedRead(
        resource="roles",
        requests={_ROLE: len(known_roles)},
        always={_ROLE: len(known_roles)},
        rows=len(known_roles),
        because="one request for each role of the caller",
    )
    found["approver_roles"] = await _approver_roles(client, known_roles)
    found |= _one_by_one(scopes, at_site=at_site, group_guardrails=group_guardrails)
    found["upgrade_policies"] = await _upgrades(client, scopes, at_site=at_site)
    found |= await _activities(client, since=since)
    found |= await planned_workflows_and_alerts(client, since=since)
    return tuple(found.values())


async def _scopes(
    client: SentinelOneClient,
    *,
    at_site: bool,
    client_level: ClientLevel,
    catalogue: VendorCatalogue,
) -> _Scopes:
    """Read accounts, sites and groups as far as the token may."""
    accounts, _ = ([], None) if at_site else await rows_of(client.accounts())
    sites, problem = await rows_of(client.sites())
    groups, of_groups = await rows_of(client.groups())
    tenancy = tenancy_from_lists(
        tenant_id=client.tenant_id,
        client_level=client_level,
        accounts=accounts,
        sites=sites,
        groups=groups,
        groups_complete=of_groups is None,
    )
    licences, scripts = Licences(tenancy, accounts, sites), catalogue["remote_ops_scripts"]
    with_scripts = tuple(one for one in tenancy.sites if licences.allows(scripts, one) is not False)
    return _Scopes(tenancy, with_scripts, problem or of_groups)


def _one_by_one(
    scopes: _Scopes, *, at_site: bool, group_guardrails: bool
) -> dict[str, PlannedRead]:
    """What is asked for one scope, or a batch of scopes, at a time."""
    tenancy, counted = scopes.tenancy, scopes.problem is None
    not_all = "" if counted else f"; not all were listed: {scopes.problem}"
    accounts = 0 if at_site else scopes.accounts_of(tenancy.sites)
    own = sum(one.inherits is not True for one in tenancy.groups.values())
    filtered = (tenancy.groups,) if at_site else (tenancy.sites, tenancy.groups)
    guarded = len(scopes.with_scripts)
    guarded += 0 if at_site else scopes.accounts_of(scopes.with_scripts)
    if group_guardrails:
        guarded += sum(one.site_id in scopes.with_scripts for one in tenancy.groups.values())
    planned = (
        PlannedRead(
            resource="policies",
            requests={
                _SITE_POLICY: len(tenancy.sites),
                _GROUP_POLICY: own,
            },
            because="one request for each site and each group with a policy of its own, which"
            " cannot be batched; accounts and the tenant add theirs where one is inherited from"
            f" them{not_all}",
            counted=counted and at_site,
            needs={_SITE_POLICY: ("sites",), _GROUP_POLICY: ("sites", "groups")},
        ),
        PlannedRead(
            resource="custom_rules",
            requests={_RULES: 1 + sum(-(-len(one) // IDS_PER_REQUEST) for one in filtered)},
            because=f"the caller's own, then those of sites and groups, {IDS_PER_REQUEST} at once"
            f"{not_all}",
            counted=counted,
            needs={_RULES: ("sites", "groups")},
            alone={_RULES: 1},
        ),
        PlannedRead(
            resource="guardrails",
            requests={_GUARDRAIL: guarded},
            because="one request for each account and site with a licence for RemoteOps, which"
            f" cannot be batched{not_all}",
            counted=counted,
            needs={_GUARDRAIL: ("sites", "groups") if group_guardrails else ("sites",)},
        ),
        PlannedRead(
            resource="network_discovery",
            requests={_DISCOVERY: accounts},
            because=f"one request for each account{not_all}",
            counted=counted,
            needs={_DISCOVERY: ("sites",)},
        ),
    )
    return {one.resource: one for one in planned}


async def _upgrades(client: SentinelOneClient, scopes: _Scopes, *, at_site: bool) -> PlannedRead:
    """Ask the accounts, which tell whether their sites are asked; many accounts are not asked."""
    sites = scopes.tenancy.sites.values()
    accounts = sorted({one.account_id for one in sites if one.account_id})
    because = "one request for each account and operating system; sites add theirs where the"
    because += " account says that some have policies of their own"
    requests, counted = len(SYSTEMS) * len(accounts), len(accounts) <= _ACCOUNTS_TO_ASK
    if at_site:
        because = "one request for each site and operating system"
        requests, counted = len(SYSTEMS) * len(sites), True
    elif counted:
        for account in accounts:
            below = sum(one.account_id == account for one in sites)
            for system in SYSTEMS:
                asks = await _asks_sites(client, account, system)
                counted = counted and asks is not None
                requests += below if asks else 0
    if scopes.problem is not None:
        because += f"; not all were listed: {scopes.problem}"
    return PlannedRead(
        resource="upgrade_policies",
        requests={_UPGRADES: requests},
        because=because,
        counted=counted and scopes.problem is None,
        needs={_UPGRADES: ("sites",)},
    )


async def _asks_sites(client: SentinelOneClient, account: str, system: str) -> bool | None:
    """Whether the sites of an account are asked too; None where it does not answer."""
    try:
        answer = await client.upgrade_policies(ScopeLevel.ACCOUNT, account, system)
    except HOPELESS:
        raise
    except ConnectorError:
        return None
    return answer.value.policies_in_child_scope is not False


async def _approver_roles(client: SentinelOneClient, known: frozenset[str]) -> PlannedRead:
    roles, problem = await rows_of(client.all_roles())
    return PlannedRead(
        resource="approver_roles",
        requests={
            client.all_roles().listing.path: 1,
            _ROLE: len({one.id for one in roles} - known),
        },
        rows=len(roles) if problem is None else None,
        because="the list, then one request for each role"
        if problem is None
        else f"the roles were not listed: {problem}",
        counted=problem is None,
    )


async def _activities(client: SentinelOneClient, *, since: datetime) -> dict[str, PlannedRead]:
    """Only the types that are counted are read, so the types are read to count the lines."""
    types, problem = await rows_of(client.activity_types())
    told = PlannedRead(
        resource="activity_types", requests={f"{API}/activities/types": 1}, because="one request"
    )
    asked = [
        client.activities(created_since=since, types=sorted(meant))
        for meant in (meanings_of(types), change_types(types))
        if meant
    ]
    if problem is not None:
        because = f"the types were not listed: {problem}"
        every = client.activities(created_since=since)
        lines = PlannedRead.of_list("activities", every, rows=None, because=because)
    elif not asked:
        lines = PlannedRead(
            resource="activities", requests={}, because="nothing: no type tells of what is counted"
        )
    else:
        lines = _together([await counted_list(client, "activities", read) for read in asked])
    lines = replace(lines, needs=dict.fromkeys(lines.requests, ("activity_types",)))
    return {one.resource: one for one in (told, lines)}


def _together(reads: Sequence[PlannedRead]) -> PlannedRead:
    """Reads of one list: what acted by itself, and who changed settings."""
    first = reads[0]
    requests: Counter[str] = Counter()
    for one in reads:
        requests.update(one.requests)
    counts = [one.rows for one in reads]
    return replace(
        first,
        requests=requests,
        rows=None if None in counts else sum(count or 0 for count in counts),
        counted=all(one.counted for one in reads),
    )
