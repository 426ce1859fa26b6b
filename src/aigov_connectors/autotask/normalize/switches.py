"""Tags, alerts, moods, and the modules whose numbers mean nothing to a reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from aigov_connectors.autotask.normalize.places import VENDOR, Picklists, tenant_scope
from aigov_connectors.autotask.normalize.reach import Desk
from aigov_connectors.autotask.normalize.work import Alert, TicketLog
from aigov_connectors.autotask.wire import ModulesWire, TagWire
from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.inventory import (
    Evidence,
    Origin,
    Place,
    Reach,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
    UnknownSetting,
)
from aigov_connectors.normalizing.observed import observed
from aigov_connectors.redaction import digest
from aigov_connectors.wire import Strange

__all__ = [
    "TagCount",
    "deployments_from_alerts",
    "deployments_from_moods",
    "deployments_from_tags",
    "unknown_modules",
]


class TagCount:
    """How many tags may be given automatically, and one that shows it."""

    def __init__(self) -> None:
        self.all: int = 0
        self.automatic: int = 0
        self.untold: int = 0
        """Tags that may be on and of which it is not told whether they are excluded."""
        self.is_whole: bool = False
        """Whether the whole list was read and may be seen, so that there is no other tag."""
        self.proof: Evidence | None = None

    def add(self, row: TagWire, *, origin: Origin) -> None:
        """Count one tag; the first that may be given is the proof, else the first."""
        self.all += 1
        excluded = row.is_excluded_from_automatic_tagging
        may = row.is_active in (True, None) and excluded is False
        self.untold += not may and row.is_active is not False and excluded is not True
        if self.proof is None or (may and not self.automatic):
            field = "is_excluded_from_automatic_tagging"
            _, self.proof = observed(origin, row, field, object_id=str(row.id))
        self.automatic += may


def deployments_from_tags(
    tags: TagCount, *, more: Mapping[str, int | None], entry: FeatureEntry, place: Place
) -> Iterator[Statement]:
    """State that tags may be given automatically; whether the switch is on is not shown.

    Args:
        tags: those that were counted; none says nothing.
        more: further counts, by name.
        entry: the catalogue's `automatic_tagging`.
    """
    if tags.proof is None:
        return
    told = "some may be given" if tags.automatic else "none may be given"
    if not tags.automatic and (tags.untold or not tags.is_whole):
        told = "not told"
    label = entry.label("tags", told)
    settings = {"tags": tags.all, "tags that may be given": tags.automatic, **more}
    if tags.untold:
        settings["tags of which it is not told"] = tags.untold
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=SourceObject(kind=SourceKind.SETTING, id="tags", name="tags"),
            label=label,
            enabled=label.enabled if told == "none may be given" else None,
            reach=Reach.UNKNOWN,
            settings=tuple(Setting(name=name, value=value) for name, value in settings.items()),
            evidence=(tags.proof,),
        ),
        evidence=(tags.proof,),
    )


def deployments_from_alerts(
    log: TicketLog,
    *,
    opening: FeatureEntry,
    closing: FeatureEntry,
    place: Place,
    desk: Desk,
    picklists: Picklists,
) -> Iterator[Statement]:
    """State which tool opens tickets for alerts, and which completes them, where it was seen.

    Args:
        opening: the catalogue's `alert_tickets`.
        closing: the catalogue's `alert_closing`.
    """
    for what, counts, entry in (("opened", log.opened, opening), ("closed", log.closed, closing)):
        for vendor in sorted({alert.vendor for alert in counts}, key=str):
            yield _of_tool(what, vendor, counts, log, entry, place, desk, picklists)


def _of_tool(
    what: str,
    vendor: int | None,
    counts: Counter[Alert],
    log: TicketLog,
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
    picklists: Picklists,
) -> Statement:
    seen = {one.organization: n for one, n in counts.items() if one.vendor == vendor}
    evidence = tuple(log.alert_proofs[what, Alert(vendor, client)] for client in sorted(seen))
    label = entry.label("alert", what)
    name = picklists.label("Tickets", "apiVendorID", vendor)
    return Statement(
        deployment=entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=SourceObject(
                kind=SourceKind.INTEGRATION,
                id=f"apiVendor:{vendor}",
                name=name or "a tool that sends alerts",
            ),
            label=label,
            enabled=label.enabled,
            reach=Reach.UNKNOWN,
            settings=(Setting(name=f"tickets of alerts {what}", value=sum(seen.values())),),
            evidence=evidence,
        ),
        evidence=evidence,
        reach=dict.fromkeys(seen),
        tickets=seen,
        window=desk.window,
    )


def deployments_from_moods(
    moods: Mapping[str, Evidence], *, entry: FeatureEntry, place: Place, desk: Desk
) -> Iterator[Statement]:
    """State that tickets carry a rating, for the clients where one does.

    Args:
        moods: organization to the proof; empty says nothing.
        entry: the catalogue's `service_thermometer`.
    """
    if not moods:
        return
    tickets = desk.of_category(None)
    evidence = tuple(moods[one] for one in sorted(moods))
    label = entry.label("rating", "present")
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=SourceObject(
                kind=SourceKind.SETTING, id="serviceThermometer", name="Service Thermometer"
            ),
            label=label,
            enabled=label.enabled,
            reach=Reach.UNKNOWN,
            settings=(Setting(name="currentServiceThermometerRating", value="present"),),
            evidence=evidence,
        ),
        evidence=evidence,
        reach=dict.fromkeys(moods),
        tickets={one: tickets.get(one, 0) for one in moods},
        window=desk.window,
    )


def _sent(value: bool | Strange | None) -> JsonValue:
    return value.sent if isinstance(value, Strange) else value


def unknown_modules(
    told: ModulesWire, *, origin: Origin, place: Place
) -> Iterator[tuple[UnknownSetting, Evidence]]:
    """Name the modules as one switch whose digest tells when one comes or goes.

    What their numbers mean, and whether one of them is AI, is in no document at hand.
    """
    modules = {str(one.key): _sent(one.value) for one in told.modules if one.key is not None}
    if not modules:
        return
    on = ", ".join(sorted((key for key, value in modules.items() if value is True), key=int))
    proof = origin.evidence(object_id="modules", pointer="/modules", value=f"activated: {on}")
    unknown = UnknownSetting(
        vendor=VENDOR,
        tenant_id=place.tenant_id,
        source_object=SourceObject(kind=SourceKind.SETTING, id="modules", name="modules"),
        pointer="/modules",
        type="list",
        digest=digest(modules),
        evidence=(proof.id,),
    )
    yield unknown, proof
