"""The daily work in one reading: patches, antivirus, active jobs and alerts, and what they show.

The reports are heavy for the vendor, so each is read to its end before the next begins.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Container, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from aigov_connectors._http import Page, Read
from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.inventory import DecisionStats, GapReason, SourceKind, SourceObject
from aigov_connectors.ninjaone.client import NinjaOneClient
from aigov_connectors.ninjaone.normalize import (
    VENDOR,
    ActivityLog,
    AlertLog,
    AntivirusLog,
    BackupLog,
    Fleet,
    InstallLog,
    JobLog,
    PatchLog,
    ThreatLog,
    deployments_from_alerts,
    deployments_from_antivirus,
    deployments_from_backups,
    deployments_from_patches,
    unknown_settings,
)
from aigov_connectors.ninjaone.wire import PatchWire

__all__ = ["WorkReading"]

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class _PatchReport:
    """One kind of patches: where it is read, and what it is evidence of."""

    feature: str
    open: str
    """Resource of the patches that are not installed yet."""
    installs: str
    path: str
    prefix: str
    """What the codes of its activities begin with."""


_PATCH_REPORTS = (
    _PatchReport(
        "os_patch_approval", "os_patches", "os_patch_installs", "os-patches", "PATCH_MANAGEMENT"
    ),
    _PatchReport(
        "third_party_patching",
        "software_patches",
        "software_patch_installs",
        "software-patches",
        "SOFTWARE_PATCH_MANAGEMENT",
    ),
)


class WorkReading:
    """What one `collect` knows of patches, antivirus products, jobs and alerts."""

    def __init__(
        self,
        client: NinjaOneClient,
        into: CollectionBuilder,
        *,
        lookback: timedelta,
        organization_of: Callable[[int | None], str | None],
        fleet: Fleet,
    ) -> None:
        self._client = client
        self._into = into
        self._since = into.now - lookback
        self._fleet = fleet
        self._complete: set[str] = set()
        self._whole: set[str] = set()
        """Resources of which, besides, every record could be read: their numbers are all."""
        tenant = into.place.tenant_id
        self._patches = {
            report.feature: PatchLog(organization_of=organization_of) for report in _PATCH_REPORTS
        }
        self._installs = {
            report.feature: InstallLog(
                feature=report.feature, tenant_id=tenant, organization_of=organization_of
            )
            for report in _PATCH_REPORTS
        }
        self._antivirus = AntivirusLog(organization_of=organization_of)
        self._threats = ThreatLog(tenant_id=tenant, organization_of=organization_of)
        self._backups = BackupLog(
            tenant_id=tenant, since=self._since, organization_of=organization_of
        )
        self._jobs = JobLog(tenant_id=tenant, organization_of=organization_of)
        self._alerts = AlertLog(organization_of=organization_of)
        self._webhooks = 0

    # Reading -----------------------------------------------------------------------------------

    async def read_reports(self) -> None:
        """Read the heavy reports, one after another; a refused one is a gap and no more."""
        client, since = self._client, self._since
        await self._read_patches("os_patch_approval", "os_patches", client.os_patches())
        await self._read_patches(
            "third_party_patching", "software_patches", client.software_patches()
        )
        await self._read_installs(
            "os_patch_approval", "os_patch_installs", client.os_patch_installs(since=since)
        )
        await self._read_installs(
            "third_party_patching",
            "software_patch_installs",
            client.software_patch_installs(since=since),
        )
        status = client.antivirus_status()
        async for page in self._pages("antivirus_status", status):
            for row in page.items:
                if self._fleet.is_managed(row.device_id):
                    is_endpoint = self._fleet.is_endpoint(row.device_id)
                    self._antivirus.add(row, origin=page.origin, is_endpoint=is_endpoint)
        async for threats in self._pages("antivirus_threats", client.antivirus_threats()):
            for threat in threats.items:
                self._threats.add(threat)
        await self._read_backups()

    async def _read_backups(self) -> None:
        # A tenant without backup is refused, or told an empty list.
        jobs, checks = self._client.backup_jobs(), self._client.integrity_check_jobs()
        async for page in self._pages("backup_jobs", jobs):
            for row in page.items:
                is_endpoint = row.device_id is None or self._fleet.is_endpoint(row.device_id)
                self._backups.add(row, origin=page.origin, is_endpoint=is_endpoint)
        async for checked in self._pages("integrity_check_jobs", checks):
            for check in checked.items:
                self._backups.add_check(check)

    async def read_jobs(self) -> None:
        """Read the jobs under way."""
        async for page in self._pages("jobs", self._client.jobs()):
            for row in page.items:
                self._jobs.add(row)

    async def read_alerts(self) -> None:
        """Read the active alerts."""
        async for page in self._pages("alerts", self._client.alerts()):
            for row in page.items:
                self._alerts.add(row, origin=page.origin)

    async def read_channels(self) -> None:
        """Read the notification channels, whose switches may be new ones."""
        read = self._client.notification_channels()
        async for page in self._pages("notification_channels", read):
            for row in page.items:
                self._webhooks += row.type == "WEBHOOK" and row.enabled is not False
                named = row.name or f"channel {row.id}"
                source = SourceObject(
                    kind=SourceKind.INTEGRATION, id=f"notification-channel:{row.id}", name=named
                )
                unknown = unknown_settings(
                    page.origin,
                    row,
                    object_id=str(row.id),
                    place=self._into.place,
                    source_object=source,
                )
                self._into.keep(unknown.evidence)
                for setting in unknown.settings:
                    self._into.unknown_setting(setting)

    async def _read_patches(self, feature: str, resource: str, read: Read[PatchWire]) -> None:
        async for page in self._pages(resource, read):
            for row in page.items:
                if self._fleet.is_managed(row.device_id):
                    self._patches[feature].add(row, origin=page.origin)

    async def _read_installs(self, feature: str, resource: str, read: Read[PatchWire]) -> None:
        async for page in self._pages(resource, read):
            for row in page.items:
                self._installs[feature].add(row)

    async def _pages(self, resource: str, read: Read[Row]) -> AsyncIterator[Page[Row]]:
        # What a credential may see is never told, so an empty list proves nothing.
        pages = self._into.pages(resource, read, empty_proves_absence=False)
        async for page in pages:
            yield page
        if read.receipt.complete:
            self._complete.add(resource)
        if read.receipt.is_whole:
            self._whole.add(resource)

    # Saying ------------------------------------------------------------------------------------

    @property
    def alert_sources(self) -> frozenset[str]:
        """Ids of what raised the active alerts."""
        return self._alerts.sources

    def say(
        self,
        *,
        organizations: Container[str],
        estate_is_whole: bool,
        log: ActivityLog,
        activities_are_whole: bool,
        visible_conditions: Container[str],
        ids_agree: bool,
    ) -> None:
        """Say what was seen.

        Args:
            estate_is_whole: whether all organizations and devices were read: what belongs to a
                device that was not is left out, so without them no report is whole.
            log: holds the activities on approvals.
            activities_are_whole: whether these are all of them.
            visible_conditions: ids of all conditions that the lists show.
            ids_agree: whether activities and alerts were seen to use the ids of the lists.
        """
        into = self._into
        whole = self._whole if estate_is_whole else frozenset[str]()
        for report in _PATCH_REPORTS:
            into.say(
                deployments_from_patches(
                    self._patches[report.feature],
                    entry=into.catalogue[report.feature],
                    place=into.place,
                    report=report.path,
                    organizations=organizations,
                    whole=report.open in whole,
                )
            )
            self._say_what_patches_leave_open(
                report, log, activities_are_whole=activities_are_whole
            )
        into.say(
            deployments_from_antivirus(
                self._antivirus,
                entry=into.catalogue["integrated_edr"],
                place=into.place,
                organizations=organizations,
                whole="antivirus_status" in whole,
            )
        )
        templates = tuple(
            deployments_from_alerts(
                self._alerts,
                entry=into.catalogue["ticket_automation"],
                place=into.place,
                organizations=organizations,
                whole="alerts" in self._whole,
            )
        )
        into.say(templates)
        into.lists(self._alerts.listed(templates))
        into.say(
            deployments_from_backups(
                self._backups,
                entry=into.catalogue["backup_plan"],
                place=into.place,
                organizations=organizations,
                whole="backup_jobs" in whole,
            )
        )
        self._say_what_jobs_leave_open()
        self._say_hidden(visible_conditions, ids_agree=ids_agree)

    def decisions(self, log: ActivityLog, *, activities_are_whole: bool) -> Iterable[DecisionStats]:
        """What was decided. An installation is counted once: from its report where that was read
        whole, else from the activities.
        """
        for report in _PATCH_REPORTS:
            if report.installs in self._complete:
                whole = report.installs in self._whole
                yield from self._installs[report.feature].stats(complete=whole)
            else:
                yield from log.installs(f"{VENDOR}.{report.feature}").stats(
                    complete=activities_are_whole
                )
        backups = {"backup_jobs", "integrity_check_jobs"} <= self._whole
        yield from self._backups.counter.stats(complete=backups and not self._backups.undated)
        threats = "antivirus_threats" in self._whole and not self._threats.undated
        yield from self._threats.counter.stats(complete=threats)
        # Jobs under way are the rest of what the activities tell to have ended.
        jobs = "jobs" in self._whole and activities_are_whole and not self._jobs.undated
        yield from self._jobs.counter.stats(complete=jobs)

    def _say_what_patches_leave_open(
        self, report: _PatchReport, log: ActivityLog, *, activities_are_whole: bool
    ) -> None:
        counts = self._patches[report.feature].counts_in_words
        approvals = log.approvals_in_words(f"{VENDOR}.{report.feature}")
        if not counts and not approvals:
            return
        whole = report.open in self._whole
        statuses = f"statuses as sent: {counts}" if counts else "no patch waits"
        if not whole:
            so_far = f"; as sent so far: {counts}" if counts else ""
            statuses = f"the patches that wait were not all read{so_far}"
        so_far = "" if activities_are_whole else " so far"
        activities = f"; activities{so_far}: {approvals}" if approvals else ""
        self._into.gap(
            "feature",
            f"how policies approve what stands in {report.path}",
            GapReason.INCONCLUSIVE,
            detail=f"{statuses}{activities}; no API shows the setting, a status tells of single"
            " patches, and the meaning of APPROVED and MANUAL is not described",
            remedy=self._into.catalogue[report.feature].attest,
            features=(f"{VENDOR}.{report.feature}",),
        )

    def _say_what_jobs_leave_open(self) -> None:
        if self._backups.plans:
            entry = self._into.catalogue["backup_plan"]
            self._into.gap(
                "feature",
                "backup plans that ran no job, their schedules and what they keep",
                GapReason.INCONCLUSIVE,
                detail="the API shows jobs, and no plan",
                remedy=entry.attest,
                features=(entry.id,),
            )

    def _say_hidden(self, visible_conditions: Container[str], *, ids_agree: bool) -> None:
        hidden = self._alerts.hidden_sources(visible_conditions)
        if hidden and self._into.wants("policy_conditions"):
            self._into.gap(
                "feature",
                "conditions that raise alerts and stand in no list"
                if ids_agree
                else "conditions that raise alerts, and may or may not stand in a list",
                GapReason.INCONCLUSIVE,
                detail=f"{hidden} conditions; whether they run scripts is not shown",
                remedy=self._into.catalogue["condition_script"].attest,
                features=(f"{VENDOR}.condition_script",),
            )
        if self._into.wants("notification_channels"):
            channels = ""
            if self._webhooks and "notification_channels" in self._whole:
                channels = f"; {self._webhooks} notification channels of type WEBHOOK are enabled"
            self._into.gap(
                "feature",
                "the webhook of the tenant",
                GapReason.NOT_EXPOSED,
                detail="the API can set it and not read it, so which tool hears of activities,"
                f" and what it does then, is not known{channels}",
                remedy="Ask a system administrator which webhook is set (Administration > Apps >"
                " API, and the notification channels), and what the tool behind it does.",
                features=(),
            )
        if self._antivirus.unnamed:
            self._into.gap(
                "antivirus_status",
                "antivirus products without a name",
                GapReason.INCONCLUSIVE,
                detail=f"{self._antivirus.unnamed} rows name no product",
            )
