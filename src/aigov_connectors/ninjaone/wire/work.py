"""Reports on patches, antivirus products and backups, active jobs, alerts, notification channels.

All but the channels come by the hundred thousand: flat records, without titles, versions, paths
or names of hosts. Statuses stay as they are sent, since nothing describes their words.

Source: NinjaOne Public API 2.0 (2.0.9).
"""

from aigov_connectors.ninjaone.wire.estate import Dropped
from aigov_connectors.wire import (
    Flag,
    Identifier,
    LenientInt,
    Text,
    Timestamp,
    WireRecord,
    WireSettings,
)

__all__ = [
    "AlertWire",
    "AntivirusStatusWire",
    "AntivirusThreatWire",
    "BackupJobWire",
    "JobWire",
    "NotificationChannelWire",
    "PatchWire",
]


class PatchWire(WireRecord):
    """A row of a patch report, open or installed; one patch has one id on all devices."""

    id: Identifier
    device_id: int
    status: Text = None
    """Free text in the description; clients of the API disagree on what the words mean."""
    installed_at: Timestamp = None
    timestamp: Timestamp = None


class AntivirusStatusWire(WireRecord):
    """A row of `/v2/queries/antivirus-status`: a product on a device."""

    device_id: int
    product_name: Text = None
    product_state: Text = None


class AntivirusThreatWire(WireRecord):
    """A row of `/v2/queries/antivirus-threats`; neither file names nor paths."""

    device_id: int
    threat_id: Identifier | None = None
    product_code: Text = None
    quarantine_id: Text = None
    """Set where the product keeps something in quarantine."""
    timestamp: Timestamp = None


class BackupJobWire(WireRecord):
    """A row of `/v2/backup/jobs` or `/v2/backup/integrity-check-jobs`; no sizes, no destination."""

    job_id: Identifier
    plan_name: Text = None
    plan_type: Text = None
    """`IMAGE` or `FILE_FOLDER`, or a word of the future."""
    job_status: Text = None
    """`PROCESSING`, `RUNNING`, `COMPLETED`, `CANCELED` or `FAILED`, or another."""
    job_start_time: Timestamp = None
    organization_id: LenientInt = None
    device_id: LenientInt = None


class JobWire(WireRecord):
    """A row of `/v2/jobs`: what is under way now."""

    uid: Identifier
    device_id: LenientInt = None
    job_type: Text = None
    job_status: Text = None
    user_id: LenientInt = None
    create_time: Timestamp = None


class AlertWire(WireRecord):
    """A row of `/v2/alerts`: a condition that is met now."""

    uid: Identifier
    device_id: LenientInt = None
    source_type: Text = None
    source_config_uid: Text = None
    ticket_template_id: LenientInt = None
    """The template by which the alert opens a ticket; missing where it opens none."""


class NotificationChannelWire(WireSettings):
    """A row of `/v2/notification-channels`."""

    id: int
    name: Text = None
    enabled: Flag = None
    type: Text = None
    """`EMAIL`, `SLACK`, `WEBHOOK` and so on, or a word of the future."""
    description: Dropped = None
