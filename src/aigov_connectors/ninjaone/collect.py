"""One reading of a tenant: which reads, in which order, and what is said of them.

Lists that do not depend on each other go side by side; then come those that need them:
conditions (two requests per policy), reports and activities (whose devices must be known), and
tickets (whose boards name organizations).
What was read is said in any case, also when the reading is cut short.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import timedelta
from typing import Any, TypeVar

from aigov_connectors._http import Page, Read
from aigov_connectors.collecting import CollectionBuilder, side_by_side
from aigov_connectors.inventory import GapReason, Origin
from aigov_connectors.ninjaone.client import NinjaOneClient
from aigov_connectors.ninjaone.collect_conditions import ConditionReading
from aigov_connectors.ninjaone.collect_tickets import TicketReading
from aigov_connectors.ninjaone.collect_work import WorkReading
from aigov_connectors.ninjaone.normalize import (
    VENDOR,
    ActivityLog,
    Fleet,
    PolicyEdits,
    RolePolicies,
    changes_from_policies,
    deployments_from_organization,
    deployments_from_task,
    organization_from,
    policy_object,
    role_policies,
    unknown_settings,
)
from aigov_connectors.ninjaone.wire import OrganizationDetailedWire, PolicyWire

__all__ = ["Reading"]

Row = TypeVar("Row")
Job = Callable[[], Coroutine[Any, Any, None]]


class Reading:
    """Everything that one `collect` knows while it is under way."""

    def __init__(
        self,
        client: NinjaOneClient,
        into: CollectionBuilder,
        *,
        lookback_days: int,
        tickets_per_board: int,
    ) -> None:
        self._client = client
        self._into = into
        self._lookback = timedelta(days=lookback_days)
        self._whole: set[str] = set()
        """Resources that came whole: their numbers are all."""
        self._fleet = Fleet()
        self._organizations: dict[int, tuple[OrganizationDetailedWire, Origin]] = {}
        self._located: set[int] = set()
        self._policies: dict[int, PolicyWire] = {}
        self._policies_at: dict[int, Origin] = {}
        self._edits = PolicyEdits()
        self._scripts: dict[int, str] = {}
        self._people = {"technicians": 0, "administrators": 0, "roles": 0}
        self._log = ActivityLog(
            tenant_id=into.place.tenant_id, organization_of=self._organization_of
        )
        self._conditions = ConditionReading(
            client, into, fleet=self._fleet, organization_of=self._organization_of
        )
        self._work = WorkReading(
            client,
            into,
            lookback=self._lookback,
            organization_of=self._organization_of,
            fleet=self._fleet,
        )
        self._tickets = TicketReading(
            client.ticketing,
            into,
            lookback=self._lookback,
            tickets_per_board=tickets_per_board,
        )

    async def run(self) -> None:
        """Read every wanted resource and say what was seen; see `Connector.collect`."""
        lists: dict[str, Job] = {
            "organizations": self._read_organizations,
            "devices": self._read_devices,
            "policies": self._read_policies,
            "scripts": self._read_scripts,
            "tasks": self._read_tasks,
            "locations": self._read_locations,
            "users": self._read_users,
            "roles": self._read_roles,
        }
        try:
            await self._together(lists)
        finally:
            self._say_organizations()
        details: dict[str, Job] = {
            "policy_conditions": self._read_conditions,
            "activities": self._read_activities,
            "jobs": self._work.read_jobs,
            "alerts": self._work.read_alerts,
            "notification_channels": self._work.read_channels,
        }
        try:
            await self._together(details, self._read_reports(), self._read_tickets())
        finally:
            self._say_details()
            self._say_decisions()
        self._say_what_no_api_shows()

    async def _together(self, jobs: dict[str, Job], *more: Coroutine[Any, Any, None]) -> None:
        wanted = (job() for name, job in jobs.items() if self._into.wants(name))
        await side_by_side((*wanted, *more))

    # Reading -----------------------------------------------------------------------------------

    async def _pages(self, resource: str, read: Read[Row]) -> AsyncIterator[Page[Row]]:
        """Hand over the pages of a list, and note whether it was read whole.

        NinjaOne never tells what a credential may see, so an empty list proves nothing.
        """
        pages = self._into.pages(resource, read, empty_proves_absence=False)
        async for page in pages:
            yield page
        if self._into.came_whole(resource):
            self._whole.add(resource)

    async def _read_organizations(self) -> None:
        read = self._client.organizations_detailed()
        async for page in self._pages("organizations", read):
            for row in page.items:
                self._organizations[row.id] = (row, page.origin)

    async def _read_devices(self) -> None:
        read = self._client.devices_detailed()
        async for page in self._pages("devices", read):
            for row in page.items:
                self._fleet.add(row)

    async def _read_policies(self) -> None:
        read = self._client.policies()
        async for page in self._pages("policies", read):
            for row in page.items:
                self._policies[row.id] = row
                self._policies_at[row.id] = page.origin
                unknown = unknown_settings(
                    page.origin,
                    row,
                    object_id=str(row.id),
                    place=self._into.place,
                    source_object=policy_object(row),
                )
                self._into.keep(unknown.evidence)
                for setting in unknown.settings:
                    self._into.unknown_setting(setting)

    async def _read_scripts(self) -> None:
        async for page in self._pages("scripts", self._client.scripts()):
            self._scripts.update({row.id: row.name for row in page.items if row.name})

    async def _read_tasks(self) -> None:
        entry = self._into.catalogue["scheduled_task"]
        read = self._client.tasks()
        said: set[int] = set()
        async for page in self._pages("tasks", read):
            for row in page.items:
                if row.id in said:
                    continue  # a vendor that repeats itself says nothing new
                said.add(row.id)
                self._into.say(
                    deployments_from_task(
                        row, entry=entry, place=self._into.place, origin=page.origin
                    )
                )

    async def _read_locations(self) -> None:
        async for page in self._pages("locations", self._client.locations()):
            self._located.update(
                row.organization_id for row in page.items if row.organization_id is not None
            )

    async def _read_users(self) -> None:
        async for page in self._pages("users", self._client.users()):
            enabled = [row for row in page.items if row.enabled is not False]
            self._people["technicians"] += len(enabled)
            self._people["administrators"] += sum(row.administrator is True for row in enabled)

    async def _read_roles(self) -> None:
        async for page in self._pages("roles", self._client.user_roles()):
            self._people["roles"] += len(page.items)

    async def _read_conditions(self) -> None:
        await self._conditions.read(
            self._policies,
            policies_are_whole="policies" in self._whole,
            reaches=self._reach_by_policy(),
        )

    async def _read_reports(self) -> None:
        """Read the reports that are heavy for the vendor, one after another."""
        await self._read_overrides()
        await self._work.read_reports()

    async def _read_tickets(self) -> None:
        await self._tickets.read(self._organizations_by_name())

    async def _read_overrides(self) -> None:
        mapping = self._role_policies()
        read = self._client.policy_overrides()
        async for page in self._pages("policy_overrides", read):
            self._conditions.add_overrides(page, mapping)

    async def _read_activities(self) -> None:
        read = self._client.activities(since=self._into.now - self._lookback)
        async for page in self._pages("activities", read):
            for row in page.items:
                self._log.add(row, origin=page.origin)
                self._edits.add(row, origin=page.origin)

    # Saying ------------------------------------------------------------------------------------

    def _say_organizations(self) -> None:
        entry = self._into.catalogue["device_admission"]
        is_counted = "devices" in self._whole
        for row, origin in self._organizations.values():
            endpoints = self._fleet.endpoints(row.id) if is_counted else None
            place = self._into.place
            self._into.organization(organization_from(row, place=place, endpoints=endpoints))
            self._into.say(
                deployments_from_organization(
                    row, entry=entry, place=place, origin=origin, endpoints=endpoints
                )
            )
        hidden = (self._fleet.organizations | self._located) - set(self._organizations)
        if hidden and "organizations" in self._whole:
            self._into.gap(
                "organizations",
                "organizations that the list does not show",
                GapReason.INCONCLUSIVE,
                detail=f"devices or locations belong to {len(hidden)} organizations that are not"
                " in the list",
                remedy="Run discovery again; if it stays so, check which organizations the"
                " application may see.",
            )

    def _say_details(self) -> None:
        known = frozenset(str(one) for one in self._organizations)
        ids_agree = self._conditions.say(
            log=self._log,
            alert_sources=self._work.alert_sources,
            organizations=known,
            reach_is_known={"organizations", "devices"} <= self._whole,
            script_names=self._scripts,
        )
        self._say_without_policy()
        self._into.changed(
            changes_from_policies(
                ((row, self._policies_at[key]) for key, row in self._policies.items()),
                edits=self._edits,
                conditions=self._conditions.decided_in,
                place=self._into.place,
            )
        )
        self._work.say(
            organizations=known,
            estate_is_whole={"organizations", "devices"} <= self._whole,
            log=self._log,
            activities_are_whole=self._activities_are_whole,
            visible_conditions=self._conditions.visible,
            ids_agree=ids_agree,
        )
        self._tickets.say(dict.fromkeys(known))

    def _say_without_policy(self) -> None:
        """Which conditions such endpoints have is not known, and it may be any."""
        found = self._fleet.without_policy(self._role_policies())
        known = {str(one): count for one, count in found.items() if one in self._organizations}
        if known and self._into.wants("policy_conditions"):
            self._into.gap(
                "policy_conditions",
                "conditions of endpoints of which no policy is told",
                GapReason.INCONCLUSIVE,
                detail=f"{sum(known.values())} endpoints name no policy, and their organizations"
                " map none to their roles",
                remedy="Look in the console which policy these endpoints have.",
                organizations=known,
                features=(f"{VENDOR}.condition_script",),
            )

    @property
    def _activities_are_whole(self) -> bool:
        return "activities" in self._whole and not self._log.undated and not self._log.untold

    def _say_decisions(self) -> None:
        whole = self._activities_are_whole
        if self._log.untold:
            self._into.gap(
                "activities",
                f"{self._log.untold} activities that tell no type or status",
                GapReason.INCONCLUSIVE,
                detail="they may be decisions, and are not counted",
            )
        self._into.decisions(self._log.counter.stats(complete=whole))
        self._into.decisions(self._work.decisions(self._log, activities_are_whole=whole))

    def _say_what_no_api_shows(self) -> None:
        """Note what stays unknown however well everything was read."""
        wants = self._into.wants
        catalogue = self._into.catalogue
        if wants("policy_conditions"):
            self._into.gap(
                "policy_conditions",
                "conditions of other types",
                GapReason.INCONCLUSIVE,
                detail="the API shows conditions on Windows events and custom fields only, and"
                " not whether the policy itself is enabled",
                remedy=catalogue["condition_script"].attest,
                features=(f"{VENDOR}.condition_script",),
            )
        if wants("tasks"):
            self._into.gap(
                "feature",
                "scheduled automations inside policies",
                GapReason.INCONCLUSIVE,
                detail="the API shows tasks, but not the scheduled automations of a policy",
                remedy=catalogue["scheduled_task"].attest,
                features=(f"{VENDOR}.scheduled_task",),
            )
        if wants("users") and wants("roles"):
            self._into.gap(
                "feature",
                "who may approve devices and patches",
                GapReason.NOT_EXPOSED,
                detail=f"{self._people_in_words()}what a role permits is not shown",
                remedy="Ask a system administrator which roles may approve, and keep the answer.",
                features=(),
            )

    def _people_in_words(self) -> str:
        """How many there are, of what was read whole; nothing of the rest."""
        people, parts = self._people, []
        if "users" in self._whole and people["technicians"]:
            parts.append(
                f"{people['technicians']} technicians are enabled,"
                f" {people['administrators']} of them administrators"
            )
        if "roles" in self._whole and people["roles"]:
            parts.append(f"roles: {people['roles']}")
        return "; ".join((*parts, ""))

    # Who is where ------------------------------------------------------------------------------

    def _organization_of(self, device_id: int | None) -> str | None:
        """The organization of a device, if both are known."""
        home = self._fleet.home(device_id)
        return str(home) if home in self._organizations else None

    def _organizations_by_name(self) -> dict[str, str | None]:
        """Ids by name, for boards, which show no id; None where two have one name."""
        found: dict[str, str | None] = {}
        for row, _ in self._organizations.values():
            if row.name:
                found[row.name] = None if row.name in found else str(row.id)
        return found

    def _role_policies(self) -> RolePolicies:
        return role_policies(row for row, _ in self._organizations.values())

    def _reach_by_policy(self) -> dict[int, dict[str, int | None]]:
        mapping = self._role_policies()
        return {
            policy: {
                str(organization): endpoints
                for organization, endpoints in counts.items()
                if organization in self._organizations
            }
            for policy, counts in self._fleet.by_policy(mapping).items()
        }
