"""What acts beside the policies: which of it is read in which order, and what is said of it.

A module that is refused costs a gap and never the run; one that no site has licensed is not
asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from aigov_connectors._http import Read
from aigov_connectors.collecting import CollectionBuilder, side_by_side
from aigov_connectors.inventory import (
    CredentialRights,
    GapReason,
    Statement,
)
from aigov_connectors.sentinelone.client import SentinelOneClient
from aigov_connectors.sentinelone.normalize import EffectivePolicy, RoleRead
from aigov_connectors.sentinelone.normalize.approvers import (
    Approvers,
    Holders,
    approvers_from_roles,
)
from aigov_connectors.sentinelone.normalize.exclusions import (
    ExclusionTally,
    deployments_from_exclusions,
)
from aigov_connectors.sentinelone.normalize.library import LibraryTally
from aigov_connectors.sentinelone.normalize.licences import Licences
from aigov_connectors.sentinelone.normalize.overrides import ConfigOverrides
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.normalize.rules import RuleRead, deployments_from_rules
from aigov_connectors.sentinelone.normalize.settings import Look
from aigov_connectors.sentinelone.normalize.tenancy import Tenancy
from aigov_connectors.sentinelone.reading_scripts import ScriptReading
from aigov_connectors.sentinelone.reading_upgrades import UpgradeReading
from aigov_connectors.sentinelone.wire_automation import (
    CustomRuleWire,
    HolderWire,
    RoleRowWire,
)

IDS_PER_REQUEST = 100
"""Ids in one filter: some 2,000 characters of a URL."""

_OWN_LEVEL = {"tenant": "global", "account": "account", "site": "site"}
"""Scope of a caller to the level of the custom rules that it is promised to see."""
_LEVELS = ("global", "account", "site", "group")


@dataclass(slots=True)
class _Seen:
    exclusions: ExclusionTally
    exclusions_complete: bool = False
    overrides: ConfigOverrides = field(default_factory=ConfigOverrides)
    overrides_complete: bool = False
    rules: dict[str, RuleRead] = field(default_factory=dict)
    library_rules: LibraryTally = field(default_factory=LibraryTally)
    holders: Holders = field(default_factory=Holders)
    roles: list[tuple[RoleRead, str | None]] = field(default_factory=list)


class AutomationReading:
    """Reads everything that acts and is no policy; used once, by `Reading`."""

    def __init__(
        self,
        client: SentinelOneClient,
        into: CollectionBuilder,
        *,
        since: datetime,
        caller_scope: str | None,
        rights: CredentialRights,
        known_roles: Mapping[str, RoleRead],
        group_guardrails: bool,
    ) -> None:
        """See `Reading`."""
        self._scripts = ScriptReading(
            client,
            into,
            since=since,
            caller_scope=caller_scope,
            of_groups=group_guardrails,
            proven=rights is not CredentialRights.CANNOT_TELL,
        )
        self._upgrades = UpgradeReading(client, into, caller_scope=caller_scope, rights=rights)
        self._client = client
        self._into = into
        self._caller_scope = caller_scope
        self._proven = rights is not CredentialRights.CANNOT_TELL
        self._known_roles = known_roles
        self._seen = _Seen(ExclusionTally(client.tenant_id))
        self.service_users: frozenset[str] | None = None
        """Ids of all service users; None where not all are known."""
        self.people: frozenset[str] | None = None
        """Ids of the users that were listed; None where not all service users are known."""

    async def read(self, tenancy: Tenancy, licences: Licences) -> None:
        """Read what needs no more than accounts and sites."""
        await side_by_side(
            [
                self._read_library_rules(),
                self._read_exclusions(),
                self._read_overrides(),
                self._scripts.read(tenancy, licences),
                self._upgrades.read(tenancy),
            ]
        )

    # Lists -----------------------------------------------------------------------------------

    async def _read_library_rules(self) -> None:
        read = self._client.library_rules()
        async for page in self._into.pages("detection_library", read, empty_proves_absence=False):
            self._seen.library_rules.add(page.items, origin=page.origin)
        self._seen.library_rules.is_whole = read.receipt.is_whole

    async def _read_exclusions(self) -> None:
        read = self._client.exclusions()
        async for page in self._into.pages("exclusions", read, empty_proves_absence=self._proven):
            self._seen.exclusions.add(page.items, origin=page.origin)
        self._seen.exclusions_complete = read.receipt.is_whole
        if unplaced := self._seen.exclusions.unplaced:
            self._into.gap(
                "exclusions",
                f"where {unplaced} exclusions hold",
                GapReason.INCONCLUSIVE,
                detail="they name no tenant, account, site or group, so they may hold for anybody",
                remedy="Look at the exclusions in the console, on every level.",
            )

    async def _read_overrides(self) -> None:
        read = self._client.config_overrides()
        async for page in self._into.pages(
            "config_overrides", read, empty_proves_absence=self._proven
        ):
            self._seen.overrides.add(page.items, origin=page.origin)
        self._seen.overrides_complete = read.receipt.is_whole

    async def read_rules(self, tenancy: Tenancy) -> None:
        """Read the custom rules of the caller's scope, then those of sites and groups.

        A caller is promised only the rules of its own highest scope. What comes for the others is
        taken; where nothing comes, nothing is proven.
        """
        asked = [self._client.custom_rules()]
        if self._caller_scope != "site":
            ids = sorted(tenancy.sites)
            asked += [self._client.custom_rules(site_ids=one) for one in _batches(ids)]
        groups = sorted(tenancy.groups)
        asked += [self._client.custom_rules(group_ids=one) for one in _batches(groups)]
        for read in asked:
            if not await self._read_some_rules(read):
                return  # what is refused once is refused again; the gap is noted
        shown = {(one.rule.scope or "").casefold() for one in self._seen.rules.values()}
        own = _OWN_LEVEL.get(self._caller_scope or "")
        hidden = [one for one in _LEVELS if one not in shown and (one != own or not self._proven)]
        if hidden and self._into.wants("custom_rules"):
            self._into.gap(
                "custom_rules",
                f"custom rules of the levels {', '.join(hidden)}",
                GapReason.INCONCLUSIVE,
                detail="none came, and a token is shown the rules of its own level only",
                remedy="Look at the custom rules of those levels in the console, and attest what"
                " they show; or run discovery with a token of that level too.",
            )

    async def _read_some_rules(self, read: Read[CustomRuleWire]) -> bool:
        async for page in self._into.pages("custom_rules", read):
            for rule in page.items:
                self._seen.rules[rule.id] = RuleRead(rule, page.origin)
        return self._into.wants("custom_rules") and read.receipt.is_whole

    async def read_people(self) -> None:
        """Read who holds which role; before the log, which tells only ids of who acted."""
        seen = self._seen
        users, service_users = self._client.users(), self._client.service_users()
        roles: list[RoleRowWire] = []
        machines: set[str] = set()
        people: set[str] = set()

        async def holders(resource: str, read: Read[HolderWire]) -> None:
            async for page in self._into.pages(resource, read, empty_proves_absence=self._proven):
                seen.holders.add(page.items)
                ids = machines if resource == "service_users" else people
                ids.update(one.id for one in page.items)

        async def names() -> None:
            read = self._client.all_roles()
            async for page in self._into.pages("approver_roles", read, empty_proves_absence=False):
                roles.extend(page.items)

        await side_by_side(
            [holders("users", users), holders("service_users", service_users), names()]
        )
        seen.holders.users_complete = users.receipt.is_whole
        receipt = service_users.receipt
        seen.holders.service_users_complete = receipt.is_whole
        if receipt.is_whole and (receipt.rows or self._proven):
            self.service_users = frozenset(machines)
            self.people = frozenset(people - machines)
        known = [
            (self._known_roles[row.id], row.name) for row in roles if row.id in self._known_roles
        ]
        seen.roles += known
        await side_by_side(self._read_role(row) for row in roles if row.id not in self._known_roles)
        self._note_unclear_roles()
        if roles:
            self._into.documents_read("approver_roles")

    async def _read_role(self, row: RoleRowWire) -> None:
        document = await self._into.document(
            "approver_roles", self._client.role(row.id), subject=f"role {row.id}", features=()
        )
        if document is not None:
            self._seen.roles.append((RoleRead(document.value, document.origin, row.id), row.name))

    def _note_unclear_roles(self) -> None:
        unclear = [one.role_id for one, _ in self._seen.roles if not one.role.is_whole]
        if unclear:
            self._into.gap(
                "approver_roles",
                f"what {len(unclear)} of the roles may do",
                GapReason.INCONCLUSIVE,
                detail="not every right can be made out in them, so that one of them is not named"
                f" as a role that may approve proves nothing: {', '.join(sorted(unclear)[:10])}",
                remedy="Look at these roles in the console: what they may do about threats and"
                " scripts.",
                features=(),
            )

    async def read_guardrails_of_groups(self, tenancy: Tenancy) -> None:
        """Groups are known only when the policies were read; see `ScriptReading`."""
        await self._scripts.read_guardrails_of_groups(tenancy)

    # Saying ----------------------------------------------------------------------------------

    @property
    def approvers(self) -> Approvers:
        """Who may act on threats, as far as that was read."""
        return approvers_from_roles(self._seen.roles, self._seen.holders)

    @property
    def exclusions(self) -> ExclusionTally | None:
        """Exclusions by scope; None where not all of them were read."""
        return self._seen.exclusions if self._seen.exclusions_complete else None

    def overrides(self, policy: EffectivePolicy, places: Places) -> tuple[tuple[Look, ...], bool]:
        """Overrides of the agents' configuration under a policy; see `ConfigOverrides.looks`."""
        seen = self._seen
        return seen.overrides.looks(policy, places, whole=seen.overrides_complete)

    @property
    def rules(self) -> tuple[RuleRead, ...]:
        """Every custom rule that was listed."""
        return tuple(self._seen.rules.values())

    def say(self, places: Places, policies: Sequence[EffectivePolicy], licences: Licences) -> None:
        """State what was read by now."""
        into, seen = self._into, self._seen
        place, catalogue = into.place, into.catalogue
        approvers = self.approvers

        def say(statements: Iterable[Statement]) -> None:
            into.say(approvers.beside(statements))

        say(
            deployments_from_rules(
                seen.rules.values(),
                places=places,
                policies=policies,
                place=place,
                catalogue=catalogue,
            )
        )
        say(self._scripts.statements(places, licences))
        say(self._upgrades.statements(places))
        say(seen.library_rules.statements(place=place, catalogue=catalogue))
        say(
            deployments_from_exclusions(
                seen.exclusions,
                whole=seen.exclusions_complete,
                places=places,
                place=place,
                catalogue=catalogue,
            )
        )
        for doubt in seen.overrides.gaps(places):
            into.gap(
                "config_overrides",
                doubt.subject,
                GapReason.INCONCLUSIVE,
                detail=doubt.detail,
                remedy="Look at the configuration overrides of that scope in the console, or ask"
                " the vendor's support what they set, and attest the engines.",
                organizations=doubt.organizations,
            )
        for one in licences.unlicensed(catalogue):
            lacking = one.organizations - into.reached(one.entry.id)
            if not lacking:
                continue
            into.gap(
                "feature",
                one.entry.name,
                GapReason.UNLICENSED,
                detail="the licences of these sites were read, and do not hold it",
                organizations=lacking,
                features=(one.entry.id,),
            )


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut ids into filters of a length that every proxy lets pass."""
    for start in range(0, len(ids), IDS_PER_REQUEST):
        yield ids[start : start + IDS_PER_REQUEST]
