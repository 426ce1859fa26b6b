"""One run over one console: what is read in which order, and what is said at the end of it.

What is said comes from what was read by then, so a run that breaks off still says it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any

from aigov_connectors._http import Document
from aigov_connectors.collecting import CollectionBuilder, side_by_side
from aigov_connectors.inventory import (
    CredentialRights,
    DecisionCounter,
    GapReason,
    ScopeLevel,
)
from aigov_connectors.sentinelone.client import SentinelOneClient
from aigov_connectors.sentinelone.normalize import (
    AgentTally,
    EffectivePolicies,
    PolicyRead,
    RoleRead,
    ScopeKey,
    Tenancy,
    count_threats,
    tenancy_from_lists,
)
from aigov_connectors.sentinelone.normalize.changes import (
    Accounts,
    changes_from_activities,
    changes_from_policies,
    changes_from_rules,
    changes_from_workflows,
)
from aigov_connectors.sentinelone.normalize.licences import Licences
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.normalize.tenancy import ClientLevel
from aigov_connectors.sentinelone.reading_activities import ActivityReading
from aigov_connectors.sentinelone.reading_alerts import AlertReading
from aigov_connectors.sentinelone.reading_automation import AutomationReading
from aigov_connectors.sentinelone.reading_outside import say_outside
from aigov_connectors.sentinelone.reading_policies import say_policies
from aigov_connectors.sentinelone.reading_workflows import WorkflowReading
from aigov_connectors.sentinelone.silence import note_silence
from aigov_connectors.sentinelone.wire import AccountWire, GroupWire, PolicyWire, SiteWire

VENDOR = "sentinelone"

_SET_FOR_SITES = (
    "policies",
    "guardrails",
    "upgrade_policies",
    "network_discovery",
    "custom_rules",
)
"""What is asked for by site, or by the accounts that the sites name."""
_SET_FOR_GROUPS = ("policies", "custom_rules")


@dataclass(slots=True)
class _Seen:
    """What was read so far: settings whole, endpoints and threats only as counts."""

    decisions: DecisionCounter
    accounts: list[AccountWire] = field(default_factory=list)
    sites: list[SiteWire] = field(default_factory=list)
    groups: list[GroupWire] = field(default_factory=list)
    sites_complete: bool = False
    groups_complete: bool = False
    policies: dict[ScopeKey, PolicyRead] = field(default_factory=dict)
    agents: AgentTally = field(default_factory=AgentTally)
    agents_complete: bool = False
    decisions_complete: bool = False
    threats_told: bool = False
    threats_of: Counter[str | None] = field(default_factory=Counter)
    """How many each site has."""


class Reading:
    """Reads one console into a builder; used once."""

    def __init__(
        self,
        client: SentinelOneClient,
        into: CollectionBuilder,
        *,
        client_level: ClientLevel,
        lookback_days: int,
        counted_since: datetime | None = None,
        caller_scope: str | None,
        rights: CredentialRights,
        known_roles: Mapping[str, RoleRead] = MappingProxyType({}),
        group_guardrails: bool = False,
    ) -> None:
        """`counted_since` is where threats and activities begin, if that is later.

        `caller_scope` is `tenant`, `account`, `site` or, if it is not known, None.

        `known_roles` are roles that were read already, by their ids; `group_guardrails` says
        whether groups are asked for theirs, one request each.
        """
        self._client = client
        self._into = into
        self._client_level = client_level
        self._since = into.now - timedelta(days=lookback_days)
        self._counted_since = max(self._since, counted_since or self._since)
        self._caller_scope = caller_scope
        self._group_guardrails = group_guardrails
        self._rights = rights
        self._seen = _Seen(DecisionCounter(vendor=VENDOR, tenant_id=client.tenant_id))
        self._automation = AutomationReading(
            client,
            into,
            since=self._since,
            caller_scope=caller_scope,
            rights=rights,
            known_roles=known_roles,
            group_guardrails=group_guardrails,
        )
        self._activities = ActivityReading(
            client, into, since=self._counted_since, changes_since=self._since, rights=rights
        )
        self._workflows = WorkflowReading(client, into, since=self._since, rights=rights)
        self._alerts = AlertReading(client, into, since=self._since, rights=rights)

    async def read(self) -> None:
        """Read everything that is wanted, and say what was seen, however the reading ends."""
        try:
            await side_by_side(
                [self._read_accounts(), self._read_sites(), self._automation.read_people()]
            )
            tenancy = self._tenancy()
            await side_by_side(
                [
                    self._read_policies_and_rules(),
                    self._read_agents(),
                    self._read_threats(),
                    self._automation.read(tenancy, self._licences(tenancy)),
                    self._workflows.read(self._places(tenancy)),
                    self._alerts.read(tenancy),
                ]
            )
            await self._automation.read_guardrails_of_groups(self._tenancy())
        finally:
            self._say()

    async def _read_policies_and_rules(self) -> None:
        """Custom rules of groups can be asked for only when the groups are known."""
        await self._read_policies()
        if not self._into.wants("policies"):
            self._groups_in_doubt()  # they are listed for their policies only
        await self._automation.read_rules(self._tenancy())

    # Lists -----------------------------------------------------------------------------------

    async def _read_accounts(self) -> None:
        if self._caller_scope == "site":
            # A site's token is refused here (4030010), so nothing is asked, and nothing counts
            # as read; the site names its account itself, so no feature is in doubt.
            if self._into.wants("accounts"):
                self._into.gap(
                    "accounts",
                    "the account above the site",
                    GapReason.NOT_EXPOSED,
                    detail="it is not shown to the token of a site, and nothing of the site"
                    " is missing without it",
                    remedy="Nothing is to be done: what the site inherits is read from the site.",
                    features=(),
                )
            return
        async for page in self._into.pages("accounts", self._client.accounts()):
            self._seen.accounts += page.items

    async def _read_sites(self) -> None:
        read = self._client.sites()
        async for page in self._into.pages("sites", read, empty_proves_absence=False):
            self._seen.sites += page.items
        # A scope that could not be read may have a policy of its own.
        self._seen.sites_complete = read.receipt.is_whole
        if not self._seen.sites_complete:
            self._in_doubt("sites", _SET_FOR_SITES)

    async def _read_groups(self) -> None:
        read = self._client.groups()
        # Every site has a default group: none at all contradicts what was read.
        async for page in self._into.pages("groups", read, empty_proves_absence=False):
            self._seen.groups += page.items
        self._seen.groups_complete = read.receipt.is_whole and bool(self._seen.groups)
        if not self._seen.groups_complete:
            self._groups_in_doubt()

    async def _read_agents(self) -> None:
        expected = any(site.active_licenses for site in self._seen.sites)
        read = self._client.agents()
        async for page in self._into.pages("agents", read, empty_proves_absence=not expected):
            self._seen.agents.add(page.items, origin=page.origin)
        self._seen.agents_complete = self._into.came_whole("agents")

    async def _read_threats(self) -> None:
        tenancy = self._tenancy()
        # Threats do not tell who acted on them, so who gave a command is read before.
        commands = await self._activities.read(tenancy, self._automation.people)
        without_time = 0
        read = self._client.threats(created_since=self._counted_since)
        proven = self._rights is not CredentialRights.CANNOT_TELL
        async for page in self._into.pages("threats", read, empty_proves_absence=proven):
            without_time += count_threats(
                page.items,
                self._seen.decisions,
                tenancy,
                commands,
                known=self._activities.commands_known,
            )
            self._seen.threats_of.update(one.site_id for one in page.items)
            self._seen.threats_told = True
        self._seen.decisions_complete = read.receipt.is_whole and not without_time
        if without_time:
            self._into.gap(
                "threats",
                f"{without_time} threats without a time",
                GapReason.INCONCLUSIVE,
                detail="they have no time of creation, so they are not counted",
            )

    # Policies --------------------------------------------------------------------------------

    async def _read_policies(self) -> None:
        if not self._into.wants("policies"):
            return
        sites = self._tenancy().sites.values()
        await side_by_side(
            [
                self._read_groups(),
                *(
                    self._read_policy(
                        (ScopeLevel.SITE, site.id),
                        partial(self._client.site_policy, site.id),
                        subject=f"policy of site {site.name}",
                        organizations=(site.organization,),
                    )
                    for site in sites
                ),
            ]
        )
        await self._read_policies_of_groups()
        await self._read_policies_above()
        groups_cut = None if self._seen.groups_complete else "the groups are not all known"
        self._into.documents_read("policies", why=self._tenancy().cut_short or groups_cut)

    async def _read_policies_of_groups(self) -> None:
        tenancy = self._tenancy()
        await side_by_side(
            self._read_policy(
                (ScopeLevel.GROUP, group.id),
                partial(self._client.group_policy, group.id),
                subject=f"policy of group {group.name} in site {tenancy.sites[group.site_id].name}",
                organizations=(tenancy.sites[group.site_id].organization,),
            )
            for group in tenancy.groups.values()
            if group.inherits is not True
        )

    async def _read_policies_above(self) -> None:
        """Read what others inherit from, as far as the token can reach it.

        The effect is known from those who inherit, so a refusal leaves no feature in doubt.
        """
        tenancy = self._tenancy()
        if self._caller_scope != "site":
            found = self._effective().inherited_from(ScopeLevel.ACCOUNT)
            jobs: list[Coroutine[Any, Any, None]] = []
            for key in sorted(found):
                account = tenancy.accounts.get(key)
                jobs.append(
                    self._read_policy(
                        (ScopeLevel.ACCOUNT, key),
                        partial(self._client.account_policy, key),
                        subject=f"policy of account {account.name if account else key}",
                        features=(),
                    )
                )
            await side_by_side(jobs)
        if self._caller_scope not in ("site", "account"):
            for key in self._effective().inherited_from(ScopeLevel.TENANT):
                await self._read_policy(
                    (ScopeLevel.TENANT, key),
                    self._client.tenant_policy,
                    subject="policy of the tenant",
                    features=(),
                )

    async def _read_policy(
        self,
        key: ScopeKey,
        ask: Callable[[], Awaitable[Document[PolicyWire]]],
        *,
        subject: str,
        organizations: tuple[str, ...] = (),
        features: tuple[str, ...] | None = None,
    ) -> None:
        document = await self._into.document(
            "policies", ask(), subject=subject, organizations=organizations, features=features
        )
        if document is not None:
            self._seen.policies[key] = PolicyRead(document.value, document.origin)
            note_silence(
                self._into,
                "policies",
                document.value,
                whose=subject,
                organizations=organizations,
                features=features,
            )

    def _groups_in_doubt(self) -> None:
        of_groups = ("guardrails",) if self._group_guardrails else ()
        self._in_doubt("groups", (*_SET_FOR_GROUPS, *of_groups))

    def _in_doubt(self, resource: str, settings: Iterable[str]) -> None:
        """Settings can be asked for only where the scopes that have them are known."""
        for one in filter(self._into.wants, settings):
            reason, detail = GapReason.INTERRUPTED, f"the list of {resource} was not asked for"
            remedy = f"Read {resource} too."
            if self._into.wants(resource):
                reason = GapReason.INCONCLUSIVE
                detail = f"the list of {resource} was not read to its end"
                remedy = f"See to it that the {resource} can be read, then run discovery again."
            subject = f"{one.replace('_', ' ')} of {resource} that were not listed"
            self._into.gap(one, subject, reason, detail=detail, remedy=remedy)

    # Saying ----------------------------------------------------------------------------------

    def _tenancy(self) -> Tenancy:
        seen = self._seen
        return tenancy_from_lists(
            tenant_id=self._client.tenant_id,
            client_level=self._client_level,
            accounts=seen.accounts,
            sites=seen.sites,
            groups=seen.groups,
            groups_complete=seen.groups_complete,
            sites_complete=seen.sites_complete,
            sites_asked=self._into.wants("sites"),
        )

    def _effective(self) -> EffectivePolicies:
        agents = self._seen.agents if self._seen.agents_complete else None
        return EffectivePolicies(self._tenancy(), self._seen.policies, agents)

    def _say(self) -> None:
        tenancy = self._tenancy()
        places = self._places(tenancy)
        for organization in tenancy.organizations(places.by_organization()):
            self._into.organization(organization)
        say_outside(
            self._into,
            tenancy,
            {one.id for one in self._seen.sites},
            endpoints=self._seen.agents.by_site(),
            threats=self._seen.threats_of,
            whole=self._seen.agents_complete and self._seen.decisions_complete,
        )
        effective = self._effective()
        say_policies(
            self._into,
            effective,
            places,
            agents=self._seen.agents if self._seen.agents_complete else None,
            automation=self._automation,
            groups_complete=self._seen.groups_complete,
        )
        # Before the licences: what was seen at work is not held to be unlicensed.
        self._workflows.say(places)
        self._alerts.say(places)
        self._automation.say(places, tuple(effective.decided()), self._licences(tenancy))
        self._into.decisions(self._seen.decisions.stats(complete=self._seen.decisions_complete))
        self._into.decisions(self._activities.stats(threats_told=self._seen.threats_told))
        self._say_changes(places, effective)

    def _say_changes(self, places: Places, effective: EffectivePolicies) -> None:
        into, place = self._into, self._into.place
        accounts = Accounts(self._automation.service_users, self._automation.people)
        into.changed(changes_from_policies(effective.decided(), place))
        into.changed(changes_from_rules(self._automation.rules, place, accounts))
        into.changed(changes_from_workflows(self._workflows.listed, place, accounts))
        told = self._activities.changes
        into.changed(changes_from_activities(told, places=places, place=place, accounts=accounts))

    def _places(self, tenancy: Tenancy) -> Places:
        endpoints = self._seen.agents.by_spot() if self._seen.agents_complete else None
        gone = frozenset(one.id for one in self._seen.sites if one.id not in tenancy.sites)
        return Places(tenancy, endpoints, gone)

    def _licences(self, tenancy: Tenancy) -> Licences:
        return Licences(tenancy, self._seen.accounts, self._seen.sites)
