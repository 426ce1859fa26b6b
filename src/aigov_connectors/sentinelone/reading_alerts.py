"""Unified alerts: what Purple AI investigated in the time that is looked back at."""

from __future__ import annotations

from datetime import datetime

from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.inventory import CredentialRights, DecisionCounter, GapReason
from aigov_connectors.sentinelone.client import SentinelOneClient
from aigov_connectors.sentinelone.normalize.alerts import InvestigationsSeen
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.normalize.tenancy import Tenancy

RESOURCE = "alerts"


class AlertReading:
    """Reads the alerts of one console; used once, by `Reading`."""

    def __init__(
        self,
        client: SentinelOneClient,
        into: CollectionBuilder,
        *,
        since: datetime,
        rights: CredentialRights,
    ) -> None:
        self._client = client
        self._into = into
        self._since = since
        self._proven = rights is not CredentialRights.CANNOT_TELL
        self._seen = InvestigationsSeen()
        self._counter = DecisionCounter(vendor="sentinelone", tenant_id=client.tenant_id)
        self._complete = False

    async def read(self, tenancy: Tenancy) -> None:
        """Read the investigated alerts.

        None at all proves that there are none only where it is known what the token may see.
        """
        read = self._client.investigated_alerts(created_since=self._since)
        async for page in self._into.pages(RESOURCE, read, empty_proves_absence=self._proven):
            self._seen.add(page.items, origin=page.origin, counter=self._counter, tenancy=tenancy)
        self._complete = read.receipt.is_whole and not self._seen.without_time
        if self._seen.without_time:
            self._into.gap(
                RESOURCE,
                f"{self._seen.without_time} investigated alerts without a time",
                GapReason.INCONCLUSIVE,
                detail="they tell no time at all, so they are not counted",
            )

    def say(self, places: Places) -> None:
        """State what was read by now."""
        into = self._into
        into.say(self._seen.statements(place=into.place, places=places, catalogue=into.catalogue))
        into.decisions(self._counter.stats(complete=self._complete))
