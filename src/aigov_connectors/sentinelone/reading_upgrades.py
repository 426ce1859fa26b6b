"""Upgrade policies and network discovery: asked for by account, and where need be by site."""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.collecting import CollectionBuilder, side_by_side
from aigov_connectors.inventory import CredentialRights, GapReason, Origin, ScopeLevel, Statement
from aigov_connectors.sentinelone.client import SentinelOneClient
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.normalize.tenancy import Tenancy
from aigov_connectors.sentinelone.normalize.upgrades import (
    UpgradeKey,
    UpgradesRead,
    deployments_from_discovery,
    deployments_from_upgrades,
)
from aigov_connectors.sentinelone.silence import note_silence
from aigov_connectors.sentinelone.wire_automation import NetworkDiscoveryWire

SYSTEMS = ("linux", "macos", "windows")


class UpgradeReading:
    """Reads what installs agents, or looks for where to; used once, by `AutomationReading`."""

    def __init__(
        self,
        client: SentinelOneClient,
        into: CollectionBuilder,
        *,
        caller_scope: str | None,
        rights: CredentialRights,
    ) -> None:
        self._client = client
        self._into = into
        self._caller_scope = caller_scope
        self._proven = rights is not CredentialRights.CANNOT_TELL
        self._upgrades: dict[UpgradeKey, UpgradesRead] = {}
        self._discovery: dict[str, tuple[NetworkDiscoveryWire, Origin]] = {}

    async def read(self, tenancy: Tenancy) -> None:
        """Read both, for the accounts that the sites name."""
        await side_by_side([self._read_upgrades(tenancy), self._read_discovery(tenancy)])

    def statements(self, places: Places) -> Iterator[Statement]:
        """State what was read."""
        place, catalogue = self._into.place, self._into.catalogue
        yield from deployments_from_upgrades(
            self._upgrades, places=places, place=place, catalogue=catalogue
        )
        yield from deployments_from_discovery(
            self._discovery, places=places, place=place, catalogue=catalogue
        )

    async def _read_upgrades(self, tenancy: Tenancy) -> None:
        if not self._into.wants("upgrade_policies"):
            return
        sites = tenancy.sites.values()
        accounts = sorted({one.account_id for one in sites if one.account_id})
        below: list[tuple[str, str]] = []
        if self._caller_scope == "site":
            below = [(one.id, system) for one in sites for system in SYSTEMS]
        else:
            keys = [((ScopeLevel.ACCOUNT, one), system) for one in accounts for system in SYSTEMS]
            await side_by_side(self._read_upgrade(key, tenancy) for key in keys)
            for (_, account), system in keys:
                read = self._upgrades.get(((ScopeLevel.ACCOUNT, account), system))
                # An account that says that no scope below has a policy saves a request each.
                if read is not None and read.policies.policies_in_child_scope is not False:
                    below += [(one.id, system) for one in sites if one.account_id == account]
        await side_by_side(
            self._read_upgrade(((ScopeLevel.SITE, one), system), tenancy) for one, system in below
        )
        self._note_upgrades_of_groups(tenancy)
        self._note_no_upgrades()
        self._into.documents_read("upgrade_policies", why=tenancy.cut_short)

    def _note_no_upgrades(self) -> None:
        """That no scope has a policy proves nothing where the right to see them is not proven."""
        read = self._upgrades.values()
        if read and not self._proven and not any(one.policies.sent for one in read):
            self._into.gap(
                "upgrade_policies",
                "upgrade policies",
                GapReason.INCONCLUSIVE,
                detail="every list is empty, and the right to see its rows is not proven",
            )

    def _note_upgrades_of_groups(self, tenancy: Tenancy) -> None:
        """Groups are not asked, a request each and system: that some have policies is a gap."""
        sites = {
            scope_id
            for ((level, scope_id), _), read in self._upgrades.items()
            if level is ScopeLevel.SITE and read.policies.policies_in_child_scope is True
        }
        if sites:
            self._into.gap(
                "upgrade_policies",
                f"upgrade policies of groups in {len(sites)} sites",
                GapReason.INCONCLUSIVE,
                detail="these sites say that groups in them have policies; groups are not read",
                remedy="Look at the upgrade policies of the groups, and attest what they show.",
                organizations={tenancy.sites[one].organization for one in sites},
            )

    async def _read_upgrade(self, key: UpgradeKey, tenancy: Tenancy) -> None:
        (level, scope_id), system = key
        site = tenancy.sites.get(scope_id)
        subject = f"upgrade policies of {level} {tenancy.scope(level, scope_id).name} for {system}"
        organizations = (site.organization,) if site else ()
        document = await self._into.document(
            "upgrade_policies",
            self._client.upgrade_policies(level, scope_id, system),
            subject=subject,
            organizations=organizations,
        )
        if document is None:
            return
        answer = document.value
        self._upgrades[key] = UpgradesRead(answer, document.origin)
        if (answer.total or 0) > answer.sent:
            self._into.gap(
                "upgrade_policies",
                subject,
                GapReason.TRUNCATED,
                detail=f"{answer.sent} of {answer.total} came",
                organizations=organizations,
            )
        if unreadable := answer.sent - len(answer.policies):
            self._into.gap(
                "upgrade_policies",
                f"{unreadable} records of {subject}",
                GapReason.FAILED,
                detail=f"of {answer.sent} upgrade policies, {unreadable} are no object with an id",
                organizations=organizations,
            )

    async def _read_discovery(self, tenancy: Tenancy) -> None:
        accounts = sorted({one.account_id for one in tenancy.sites.values() if one.account_id})
        if self._into.wants("network_discovery") and self._caller_scope == "site":
            self._into.gap(
                "network_discovery",
                "network discovery, which is set for the account",
                GapReason.NOT_EXPOSED,
                detail="the token of a site may not ask for its account, so it was not asked",
                remedy="Ask who administers the account, and attest the answer.",
            )
            return

        async def ask(account: str) -> None:
            document = await self._into.document(
                "network_discovery",
                self._client.network_discovery(account),
                subject=f"network discovery of account {tenancy.accounts[account].name}",
            )
            if document is not None:
                self._discovery[account] = (document.value, document.origin)
                whose = f"network discovery of account {tenancy.accounts[account].name}"
                note_silence(self._into, "network_discovery", document.value, whose=whose)

        await side_by_side(ask(one) for one in accounts)
        self._into.documents_read("network_discovery", why=tenancy.cut_short)
        if self._discovery:
            self._into.gap(
                "network_discovery",
                "whether agents are deployed by themselves on devices that are found",
                GapReason.NOT_EXPOSED,
                detail="the configuration of such tasks tells when they may run, not whether"
                " anything creates them by itself",
                remedy="Look at automatic deployment in the console, and attest what it shows.",
            )
