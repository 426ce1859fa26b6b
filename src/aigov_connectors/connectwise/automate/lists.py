"""The lists of one reading: what is asked once, and what is kept of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

from aigov_connectors._http import Page, Read
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.collecting import CollectionBuilder, side_by_side
from aigov_connectors.connectwise.automate.client import ConnectWiseAutomateClient
from aigov_connectors.connectwise.automate.normalize import (
    MISSING_SIGHT,
    SEEN_BY,
    AlertLog,
    EffectivePolicies,
    Estate,
    Monitors,
    PatchLog,
    Programs,
    RunLog,
    Silences,
    TicketLog,
    named_rights,
    possible_ai_flags,
)
from aigov_connectors.connectwise.automate.wire import (
    ApprovalPolicyWire,
    ClientWire,
    GroupWire,
    PatchGroupWire,
    RebootPolicyWire,
    ScheduleWire,
    ScriptDetailsWire,
    ScriptWire,
    SensorCheckWire,
    ThirdPartyPolicyWire,
    UpdatePolicyWire,
    UserClassWire,
    UserWire,
)
from aigov_connectors.inventory import GapReason, Origin

__all__ = ["Lists"]

_STATES = timedelta(days=2)
"""How far back monitors' changes of state are read, which may be many: enough to know of one."""
Row = TypeVar("Row")
Job = Callable[[], Coroutine[Any, Any, None]]


class Lists:
    """Everything that one `collect` knows while it is under way, and the lists that it reads."""

    def __init__(
        self,
        client: ConnectWiseAutomateClient,
        into: CollectionBuilder,
        *,
        lookback_days: int,
        sample: int,
        psa: str,
        psa_is_told: bool,
        own_name: str,
        own_rights: Collection[str] | None,
    ) -> None:
        self._client = client
        self._into = into
        self._catalogue: VendorCatalogue = into.catalogue
        self._since: datetime = into.now - timedelta(days=lookback_days)
        self._sample = sample
        self._psa = psa
        self._psa_is_told = psa_is_told
        self._own_name = own_name.casefold()
        self._own_rights = own_rights
        self._estate = Estate()
        self._clients: dict[str, ClientWire] = {}
        self._group_rows: list[tuple[GroupWire, Origin]] = []
        self._scripts: dict[str, tuple[ScriptWire, Origin]] = {}
        self._details: dict[str, tuple[ScriptDetailsWire, Origin]] = {}
        self._schedules: list[tuple[ScheduleWire, Origin]] = []
        self._monitors = Monitors()
        self._checks: list[tuple[SensorCheckWire, Origin]] = []
        self._approvals: list[tuple[ApprovalPolicyWire, Origin]] = []
        self._updates: list[tuple[UpdatePolicyWire, Origin]] = []
        self._third_party: list[tuple[ThirdPartyPolicyWire, Origin]] = []
        self._reboots: list[tuple[RebootPolicyWire, Origin]] = []
        self._patch_groups: list[tuple[PatchGroupWire, Origin]] = []
        self._users: dict[str, tuple[UserWire, Origin]] = {}
        self._classes: dict[str, tuple[UserClassWire, Origin]] = {}
        tenant = into.place.tenant_id
        self._programs = Programs()
        self._runs = RunLog(tenant_id=tenant, programs=self._programs, since=self._since)
        self._alerts = AlertLog(tenant_id=tenant, since=self._since)
        self._patches = PatchLog(tenant_id=tenant, since=self._since)
        self._tickets = TicketLog(since=self._since)
        self._silences = Silences(tenant_id=tenant, since=self._since)
        self._effective = EffectivePolicies()

    async def _together(self, jobs: dict[str, Job]) -> None:
        await side_by_side(job() for name, job in jobs.items() if self._into.wants(name))

    def _say_sight(self) -> None:
        """Say which lists may be shorter than they should be: the server will not."""
        granted = named_rights(self._own_rights)
        if granted is None or "superadmin" in granted:
            return
        for resource, right in MISSING_SIGHT.items():
            if right.casefold() not in granted and self._into.wants(resource):
                self._into.gap(
                    resource,
                    f"{resource} that the user class may not see",
                    GapReason.DENIED,
                    detail=f"the right {right} is missing, and lists are shorter without a word",
                    remedy=f"Give the user class {right}, and read on all clients.",
                )

    def _sees(self, resource: str) -> bool | None:
        """Whether the user class may see every row of a list; None where that is not told."""
        granted = named_rights(self._own_rights)
        if granted is None:
            return None
        rights = SEEN_BY.get(resource, ())
        return "superadmin" in granted or all(one.casefold() in granted for one in rights)

    def _is_whole(self, *resources: str) -> bool:
        """Whether lists are all there is: nothing of them is known to be missing, and no right
        without which rows are left out in silence.
        """
        return self._into.is_whole(*resources) and all(
            self._sees(one) is not False for one in resources
        )

    # Lists -------------------------------------------------------------------------------------

    def _pages(
        self, resource: str, read: Read[Row], *, may_be_empty: bool = False
    ) -> AsyncIterator[Page[Row]]:
        """Hand over the pages of a list, of which none proves nothing where rows may be hidden."""
        proves = may_be_empty and self._sees(resource) is True
        return self._into.pages(resource, read, empty_proves_absence=proves)

    async def _read_clients(self) -> None:
        async for page in self._pages("clients", self._client.clients()):
            for row in page.items:
                self._clients[row.id] = row
                self._estate.serve(row.id, row.name or row.company or f"client {row.id}")

    async def _read_locations(self) -> None:
        async for page in self._pages("locations", self._client.locations()):
            for row in page.items:
                self._estate.locate(row.id, row.client.id if row.client else None)

    async def _read_computers(self) -> None:
        async for page in self._pages("computers", self._client.computers()):
            for row in page.items:
                self._estate.stand(row.id, row.client_id)

    async def _read_groups(self) -> None:
        async for page in self._pages("groups", self._client.groups()):
            self._group_rows.extend((row, page.origin) for row in page.items)
            self._estate.groups.update({row.id: row for row in page.items})

    async def _read_members(self) -> None:
        async for page in self._pages("group_computers", self._client.group_computers()):
            for row in page.items:
                if row.group_id is not None and row.computer_id is not None:
                    self._estate.join(row.group_id, row.computer_id)

    async def _read_scripts(self) -> None:
        async for page in self._pages("scripts", self._client.scripts()):
            self._scripts.update({row.id: (row, page.origin) for row in page.items})

    async def _read_schedules(self) -> None:
        read = self._client.script_schedules()
        async for page in self._pages("script_schedules", read, may_be_empty=True):
            self._schedules.extend((row, page.origin) for row in page.items)

    async def _read_results(self) -> None:
        read = self._client.internal_monitor_results()
        async for page in self._pages("monitors", read, may_be_empty=True):
            for row in page.items:
                self._monitors.failed(row, page.origin)

    async def _read_checks(self) -> None:
        read = self._client.sensor_checks()
        async for page in self._pages("sensor_checks", read, may_be_empty=True):
            self._checks.extend((row, page.origin) for row in page.items)

    async def _read_approvals(self) -> None:
        async for page in self._pages("approval_policies", self._client.approval_policies()):
            self._approvals.extend((row, page.origin) for row in page.items)

    async def _read_updates(self) -> None:
        read = self._client.microsoft_update_policies()
        async for page in self._pages("microsoft_update_policies", read):
            self._updates.extend((row, page.origin) for row in page.items)

    async def _read_third_party(self) -> None:
        read = self._client.third_party_update_policies()
        async for page in self._pages("third_party_update_policies", read, may_be_empty=True):
            self._third_party.extend((row, page.origin) for row in page.items)

    async def _read_reboots(self) -> None:
        async for page in self._pages("reboot_policies", self._client.reboot_policies()):
            self._reboots.extend((row, page.origin) for row in page.items)

    async def _read_patch_groups(self) -> None:
        read = self._client.group_patching_policies()
        async for page in self._pages("group_patching_policies", read):
            self._patch_groups.extend((row, page.origin) for row in page.items)

    async def _read_users(self) -> None:
        async for page in self._pages("users", self._client.users()):
            self._users.update({row.id: (row, page.origin) for row in page.items})

    async def _read_classes(self) -> None:
        async for page in self._pages("user_classes", self._client.user_classes()):
            self._classes.update({row.id: (row, page.origin) for row in page.items})

    async def _read_flags(self) -> None:
        document = await self._into.document(
            "feature_flags", self._client.feature_flags(), subject="feature flags of the server"
        )
        if document is not None:
            unknown = possible_ai_flags(
                document.value, origin=document.origin, place=self._into.place
            )
            self._into.keep(unknown.evidence)
            for one in unknown.settings:
                self._into.unknown_setting(one)
        self._into.documents_read("feature_flags")

    # What streams by ---------------------------------------------------------------------------

    async def _read_running(self) -> None:
        read = self._client.running_scripts()
        async for page in self._pages("running_scripts", read, may_be_empty=True):
            for row in page.items:
                client = row.client_id or self._estate.client_of(row.computer_id)
                self._runs.running(row, client=client)

    async def _read_modes(self) -> None:
        people = {one for one, (row, _) in self._users.items() if row.is_integrator is False}
        read = self._client.maintenance_modes()
        async for page in self._pages("maintenance_modes", read, may_be_empty=True):
            for row in page.items:
                self._silences.in_maintenance(
                    row,
                    page.origin,
                    programs=self._programs,
                    people=people,
                    estate=self._estate,
                )

    async def _read_states(self) -> None:
        since = max(self._since, self._into.now - _STATES)
        read = self._client.monitor_history(since=since)
        async for page in self._pages("monitor_history", read, may_be_empty=True):
            for row in page.items:
                self._monitors.changed(row)

    async def _read_alerts(self) -> None:
        read = self._client.alerts(since=self._since)
        async for page in self._pages("alerts", read, may_be_empty=True):
            for row in page.items:
                self._alerts.add(row)

    async def _read_tickets(self) -> None:
        read = self._client.tickets(since=self._since)
        async for page in self._pages("tickets", read, may_be_empty=True):
            for row in page.items:
                self._tickets.add(row)

    async def _read_patches(self) -> None:
        read = self._client.patch_history(since=self._since)
        async for page in self._pages("patch_history", read, may_be_empty=True):
            for row in page.items:
                self._patches.add(row)

    async def _read_audits(self) -> None:
        read = self._client.user_audits(since=self._since)
        async for page in self._pages("user_audits", read):
            for row in page.items:
                self._runs.changed(row)
