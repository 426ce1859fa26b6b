"""What the unified alerts send, as far as it is read: who gave which verdict; no name, no asset.

A row is an edge of the connection; the alert stands under `node`. Word lists are of the schema
captured in 2026.
"""

from pydantic import AliasPath, Field

from aigov_connectors.wire import Identifier, LenientBool, Text, Timestamp, WireRecord


class AlertWire(WireRecord):
    """An alert with what Purple AI made of it."""

    id: Identifier = Field(validation_alias=AliasPath("node", "id"))
    created_at: Timestamp = Field(default=None, validation_alias=AliasPath("node", "createdAt"))
    detected_at: Timestamp = Field(default=None, validation_alias=AliasPath("node", "detectedAt"))
    analyst_verdict: Text = Field(
        default=None, validation_alias=AliasPath("node", "analystVerdict")
    )
    """`UNDEFINED`, or one of many that begin with `TRUE_POSITIVE` or `FALSE_POSITIVE`."""
    site_id: Text = Field(
        default=None, validation_alias=AliasPath("node", "realTime", "scope", "site", "id")
    )
    auto_triggered: LenientBool = Field(
        default=None, validation_alias=AliasPath("node", "aiInvestigation", "autoTriggered")
    )
    """True: Purple AI began without a person. False does not tell who began, nor that any did."""
    status: Text = Field(
        default=None, validation_alias=AliasPath("node", "aiInvestigation", "status")
    )
    """`COMPLETED`, `IN_PROGRESS`, `FAILED`, `CANCELLED`, `CANCELLING` or `UNSUPPORTED`."""
    verdict: Text = Field(
        default=None, validation_alias=AliasPath("node", "aiInvestigation", "verdict")
    )
    """`TRUE_POSITIVE`, `FALSE_POSITIVE` or `UNKNOWN`."""
    investigated_at: Timestamp = Field(
        default=None, validation_alias=AliasPath("node", "aiInvestigation", "timestamp")
    )

    @property
    def is_investigated(self) -> bool:
        """Whether Purple AI was at it at all; that nobody started it, or that it cannot, is no."""
        if self.status is not None:
            return self.status.upper() != "UNSUPPORTED"
        return self.verdict is not None or self.auto_triggered is True
