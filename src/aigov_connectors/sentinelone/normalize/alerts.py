"""Verdicts of Purple AI: counted while they stream by, and taken as the sign that it runs.

The setting itself is in no API. An investigation that nobody asked for shows it at work for the
site of its alert; that there is none shows nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC

from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.inventory import (
    Basis,
    DecisionCounter,
    DecisionKind,
    Evidence,
    HumanVerdict,
    Initiator,
    Origin,
    Outcome,
    Place,
    Reach,
    ScopeLevel,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.normalize.tenancy import Tenancy
from aigov_connectors.sentinelone.wire_alerts import AlertWire

__all__ = ["InvestigationsSeen"]

FEATURE = "purple_ai_auto_investigation"
SIGN = "aiInvestigation.autoTriggered"

_OUTCOMES = {
    "COMPLETED": Outcome.SUCCEEDED,
    "FAILED": Outcome.FAILED,
    "IN_PROGRESS": Outcome.PENDING,
    "CANCELLING": Outcome.PENDING,
}
_SIDES = ("TRUE_POSITIVE", "FALSE_POSITIVE")


class InvestigationsSeen:
    """What the alerts so far tell; of each site only the first sign is kept."""

    def __init__(self) -> None:
        self.without_time: int = 0
        """Investigations that have no time, so that they are not counted."""
        self._signs: dict[str | None, Evidence] = {}

    def add(
        self,
        alerts: Iterable[AlertWire],
        *,
        origin: Origin,
        counter: DecisionCounter,
        tenancy: Tenancy,
    ) -> None:
        """Count a page of alerts.

        Source: captured schema of the alerts API (verified).
        """
        for alert in alerts:
            if not alert.is_investigated:
                continue
            if alert.auto_triggered is True and alert.site_id not in self._signs:
                self._signs[alert.site_id] = origin.evidence(
                    object_id=alert.id, pointer="/node/aiInvestigation/autoTriggered", value=True
                )
            moment = alert.investigated_at or alert.created_at or alert.detected_at
            if moment is None:
                self.without_time += 1
                continue
            site = tenancy.sites.get(alert.site_id or "")
            counter.add(
                feature=f"sentinelone.{FEATURE}",
                day=moment.astimezone(UTC).date(),
                action=DecisionKind.INFORM,
                organization=site.organization if site else None,
                # Who began the others, a person or a workflow, is told nowhere.
                initiator=Initiator.AI if alert.auto_triggered else Initiator.UNKNOWN,
                outcome=_outcome(alert),
                human_verdict=_human_verdict(alert),
            )

    def statements(
        self, *, place: Place, places: Places, catalogue: VendorCatalogue
    ) -> Iterator[Statement]:
        """State the feature for each site where it was seen at work, by the order of ids."""
        entry = catalogue[FEATURE]
        seen = entry.label(SIGN, True)
        # An effect without its setting: concluded, however plain the effect is.
        label = seen.model_copy(update={"basis": Basis.INFERRED})
        for site_id in sorted(self._signs, key=lambda one: one or ""):
            evidence = (self._signs[site_id],)
            key = (ScopeLevel.SITE, site_id) if site_id else (ScopeLevel.TENANT, place.tenant_id)
            if places.is_gone(key):
                continue
            # An alert that does not tell its site shows the feature at work, and not for whom.
            told = places.said(key) if site_id else (Reach.UNKNOWN, dict[str, int | None]())
            reach, reached = told
            yield Statement(
                deployment=entry.deployment(
                    place=place,
                    scope=places.scope(key),
                    source_object=SourceObject(
                        kind=SourceKind.SETTING,
                        id="auto_investigation",
                        name="Purple AI auto-investigation",
                    ),
                    label=label,
                    enabled=True,
                    reach=reach,
                    settings=(Setting(name=SIGN, value=True),),
                    evidence=evidence,
                ),
                evidence=evidence,
                reach=reached,
            )


def _outcome(alert: AlertWire) -> Outcome:
    if alert.status is None:  # a console that tells no state tells the verdict when there is one
        return Outcome.SUCCEEDED if alert.verdict else Outcome.UNKNOWN
    return _OUTCOMES.get(alert.status.upper(), Outcome.UNKNOWN)


def _human_verdict(alert: AlertWire) -> HumanVerdict:
    """Whether the analyst's verdict agrees; both can only be compared where both take a side."""
    analyst, machine = (alert.analyst_verdict or "").upper(), (alert.verdict or "").upper()
    if analyst == "UNDEFINED":
        return HumanVerdict.NOT_REVIEWED
    side = next((one for one in _SIDES if analyst.startswith(one)), None)
    if side is None or machine not in _SIDES:
        return HumanVerdict.UNKNOWN
    return HumanVerdict.CONFIRMED if side == machine else HumanVerdict.REJECTED
