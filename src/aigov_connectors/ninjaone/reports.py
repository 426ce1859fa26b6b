"""The reads of the daily work: reports on patches, antivirus and backups, active jobs, alerts.

The reports are heavy for the vendor, so they are read one after another; their cursor is the
server's, so their pages come in order.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from aigov_connectors._http import HttpClient, Listing, NamedCursor, Params, Read, Unpaged
from aigov_connectors.ninjaone.api import PAGE_SIZE, SCOPE_NEEDED
from aigov_connectors.ninjaone.wire import (
    AlertWire,
    AntivirusStatusWire,
    AntivirusThreatWire,
    BackupJobWire,
    JobWire,
    NotificationChannelWire,
    PatchWire,
)

__all__ = ["ReportReads"]

Row = TypeVar("Row")

BACKUP_PAGE = 10_000  # vendor maximum, and its default
_PATCH = ("device_id", "id")  # the id of a patch repeats across devices


class ReportReads:
    """Reads of a `NinjaOneClient`; a base of it, not used alone."""

    _http: HttpClient

    def os_patches(self, *, page_size: int = PAGE_SIZE) -> Read[PatchWire]:
        """Patches of operating systems without an attempt to install them, per device.

        One request per 1000 rows, one after another. The words of `status` are not described.

        Raises:
            PermissionDeniedError: the scope does not include it.
            IncompleteReadError: the cursor was lost again and again.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/queries/os-patches (verified); that the
        id repeats across devices: Servosity/msp-skills#136 (verified).
        """
        return self._report("os_patches", "os-patches", PatchWire, _PATCH, page_size)

    def software_patches(self, *, page_size: int = PAGE_SIZE) -> Read[PatchWire]:
        """Patches of third-party software without an attempt to install them; see `os_patches`.

        Raises:
            PermissionDeniedError: the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/queries/software-patches (verified).
        """
        return self._report("software_patches", "software-patches", PatchWire, _PATCH, page_size)

    def os_patch_installs(
        self, *, since: datetime | None = None, page_size: int = PAGE_SIZE
    ) -> Read[PatchWire]:
        """What was installed, or failed to be, on operating systems; see `os_patches`.

        Args:
            since: only what was installed after this (aware) time.

        Raises:
            PermissionDeniedError: the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/queries/os-patch-installs (verified).
        """
        key = (*_PATCH, "installed_at")
        params = _installed_after(since)
        path = "os-patch-installs"
        return self._report("os_patch_installs", path, PatchWire, key, page_size, params)

    def software_patch_installs(
        self, *, since: datetime | None = None, page_size: int = PAGE_SIZE
    ) -> Read[PatchWire]:
        """What was installed, or failed to be, of third-party software; see `os_patch_installs`.

        Raises:
            PermissionDeniedError: the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/queries/software-patch-installs
        (verified).
        """
        key = (*_PATCH, "installed_at")
        params = _installed_after(since)
        path = "software-patch-installs"
        return self._report("software_patch_installs", path, PatchWire, key, page_size, params)

    def antivirus_status(self, *, page_size: int = PAGE_SIZE) -> Read[AntivirusStatusWire]:
        """Which antivirus product stands on which device; one request per 1000 rows.

        Raises:
            PermissionDeniedError: the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/queries/antivirus-status (verified).
        """
        key = ("device_id", "product_name")
        return self._report(
            "antivirus_status", "antivirus-status", AntivirusStatusWire, key, page_size
        )

    def antivirus_threats(self, *, page_size: int = PAGE_SIZE) -> Read[AntivirusThreatWire]:
        """Threats that antivirus products reported; one request per 1000 rows.

        Raises:
            PermissionDeniedError: the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/queries/antivirus-threats (verified).
        """
        key = ("device_id", "threat_id", "product_code", "quarantine_id", "timestamp")
        return self._report(
            "antivirus_threats", "antivirus-threats", AntivirusThreatWire, key, page_size
        )

    def backup_jobs(self, *, page_size: int = BACKUP_PAGE) -> Read[BackupJobWire]:
        """Every backup job of active devices; of a plan only its name and type.

        One request per 10000, one after another. The filter by time exists, and its words are not
        described, so the rows are all that the vendor keeps.

        Raises:
            PermissionDeniedError: backup is not enabled, or the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/backup/jobs (verified).
        """
        return self._backup("backup_jobs", "jobs", page_size)

    def integrity_check_jobs(self, *, page_size: int = BACKUP_PAGE) -> Read[BackupJobWire]:
        """Every check of whether a backup can be read back; see `backup_jobs`.

        Raises:
            PermissionDeniedError: backup is not enabled, or the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/backup/integrity-check-jobs (verified).
        """
        return self._backup("integrity_check_jobs", "integrity-check-jobs", page_size)

    def jobs(self) -> Read[JobWire]:
        """Every job that is under way now; those that have ended are activities. One request.

        Raises:
            PermissionDeniedError: the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/jobs (verified).
        """
        return self._whole("jobs", "/v2/jobs", JobWire, key="uid")

    def alerts(self) -> Read[AlertWire]:
        """Every alert that is active now; past ones are activities. One request.

        Raises:
            PermissionDeniedError: the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/alerts (verified).
        """
        return self._whole("alerts", "/v2/alerts", AlertWire, key="uid")

    def notification_channels(self) -> Read[NotificationChannelWire]:
        """Every channel by which people or other tools are told. One request.

        Raises:
            PermissionDeniedError: the scope does not include it.

        Source: NinjaOne Public API 2.0 (2.0.9), GET /v2/notification-channels (verified).
        """
        path = "/v2/notification-channels"
        return self._whole("notification_channels", path, NotificationChannelWire, key="id")

    def _report(
        self,
        resource: str,
        name: str,
        row: type[Row],
        key: tuple[str, ...],
        page_size: int,
        params: Params | None = None,
    ) -> Read[Row]:
        return self._http.read(
            Listing(
                resource=resource,
                path=f"/v2/queries/{name}",
                row=row,
                paging=NamedCursor(size=page_size),
                params=params or {},
                rows_at=("results",),
                key=key,
                needs=SCOPE_NEEDED,
            )
        )

    def _backup(self, resource: str, name: str, page_size: int) -> Read[BackupJobWire]:
        return self._http.read(
            Listing(
                resource=resource,
                path=f"/v2/backup/{name}",
                row=BackupJobWire,
                paging=NamedCursor(size=page_size),
                rows_at=("results",),
                key=("job_id", "device_id"),
                needs=SCOPE_NEEDED,
            )
        )

    def _whole(self, resource: str, path: str, row: type[Row], *, key: str) -> Read[Row]:
        return self._http.read(
            Listing(
                resource=resource, path=path, row=row, paging=Unpaged(), key=key, needs=SCOPE_NEEDED
            )
        )


def _installed_after(since: datetime | None) -> Params:
    """A whole day, the form that every region is reported to read."""
    return {} if since is None else {"installedAfter": since.date().isoformat()}
