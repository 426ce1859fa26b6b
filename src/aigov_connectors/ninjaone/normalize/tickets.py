"""Ticket automations, from what the logs of tickets say that they did.

The rules themselves are not in the API: each is an effect seen without its setting. Which change
is which decision stands in the reading table, under the field's name as the API spells it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aigov_connectors.catalogue import FeatureEntry, Label
from aigov_connectors.inventory import (
    Basis,
    DecisionCounter,
    DecisionKind,
    Evidence,
    Initiator,
    JsonScalar,
    Origin,
    Outcome,
    Place,
    Reach,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.ninjaone.naming import VENDOR
from aigov_connectors.ninjaone.normalize.seen import Seen, tenant_scope
from aigov_connectors.ninjaone.wire import LogEntryWire, TicketStatusWire
from aigov_connectors.ninjaone.wire.ticketing import UNREADABLE
from aigov_connectors.wire import told

__all__ = ["TicketLog", "deployments_from_automations"]

_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,47}")  # a field's name, not a text
_OTHER = "(another field)"
_ON_OUR_SIDE = frozenset({"TECHNICIAN"})


@dataclass(slots=True)
class _Automation:
    """One automation, as far as it was seen."""

    name: str | None
    seen: Seen
    known_by: str | None
    """The field that tells it from others: `id`, else `name`; None where neither is told."""
    fields: set[str] = field(default_factory=set)
    answers: set[bool | None] = field(default_factory=set)
    """`publicEntry` of entries that changed nothing."""
    labels: list[Label] = field(default_factory=list)
    evidence: dict[str, Evidence] = field(default_factory=dict)

    def note(self, pointer: str, value: JsonScalar, label: Label, proof: Evidence) -> None:
        """Keep what one entry shows, once for each thing that it shows."""
        key = f"{pointer}={value}"
        if key not in self.evidence:
            self.evidence[key] = proof
            self.labels.append(label)


class TicketLog:
    """Counts what rules and technicians did to tickets; holds one entry per automation."""

    def __init__(
        self,
        *,
        entry: FeatureEntry,
        tenant_id: str,
        since: datetime,
        statuses: Iterable[TicketStatusWire] = (),
    ) -> None:
        """`entry` is the catalogue's `ticket_automation`; entries before `since` do not count."""
        self._entry = entry
        self._since = since
        rows = {str(row.status_id): row for row in statuses}
        self._statuses = {
            **rows,
            **{row.name: row for row in rows.values() if row.name},
        }
        self._automations: dict[str, _Automation] = {}
        self.counter: DecisionCounter = DecisionCounter(vendor=VENDOR, tenant_id=tenant_id)
        self.undated: int = 0
        """Entries that would count, but tell no time."""

    def add(self, row: LogEntryWire, *, organization: str | None, origin: Origin) -> None:
        """Count one entry of the log of one ticket."""
        shown = list(self._shown(row))
        initiator = _initiator(row)
        if not shown or initiator is None:
            return
        if row.create_time is None:
            self.undated += 1
        elif row.create_time < self._since:
            return
        else:
            for decision in sorted({one for _, _, label in shown for one in label.decisions}):
                self.counter.add(
                    feature=self._entry.id,
                    day=row.create_time.astimezone(UTC).date(),
                    action=decision,
                    organization=organization,
                    initiator=initiator,
                    outcome=Outcome.SUCCEEDED,
                )
        if row.is_automated:
            self._note(row, shown, organization, origin)

    @property
    def automations(self) -> tuple[tuple[str, _Automation], ...]:
        """The automations that were seen, by id."""
        return tuple(sorted(self._automations.items()))

    def _note(
        self,
        row: LogEntryWire,
        shown: Iterable[tuple[str, JsonScalar, Label]],
        organization: str | None,
        origin: Origin,
    ) -> None:
        automation = row.automation_id or row.automation_name or UNREADABLE
        if automation not in self._automations:
            known_by = "id" if row.automation_id else "name" if row.automation_name else None
            self._automations[automation] = _Automation(
                row.automation_name, Seen(origin, row.id), known_by
            )
        one = self._automations[automation]
        one.name = one.name or row.automation_name
        one.seen.add(organization)
        for pointer, value, label in shown:
            proof = origin.evidence(object_id=row.id, pointer=pointer, value=value)
            one.note(pointer, value, label, proof)
            if pointer == "/publicEntry":
                one.answers.add(told(row.public_entry))
            else:
                at = pointer.removeprefix("/changeDiff").lstrip("/")
                one.fields.add(at or str(value))

    def _shown(self, row: LogEntryWire) -> Iterator[tuple[str, JsonScalar, Label]]:
        """Where in the entry something stands, what, and what it means."""
        for name, status in row.change_diff.items():
            word = name if name == UNREADABLE or _FIELD.fullmatch(name) else _OTHER
            label = self._status_label(status) if status else None
            label = label or self._field_label(word)
            # What was changed to is not kept, but for a status.
            yield (
                ("/changeDiff", word, label)
                if status is None
                else (
                    f"/changeDiff/{word}",
                    status,
                    label,
                )
            )
        # An entry that changes nothing informs: technicians, or the requester too.
        is_comment = (row.type or "").casefold() == "comment"
        is_answer = is_comment and row.public_entry not in (None, False)
        if is_answer or (not row.change_diff and row.is_automated):
            public = told(row.public_entry)
            yield "/publicEntry", public, self._entry.label("publicEntry", public)

    def _field_label(self, word: str) -> Label:
        """What it means to change a field; of what could not be read, nothing is known."""
        if word == UNREADABLE:
            unknown = self._entry.label("", None)
            return unknown.model_copy(update={"decisions": (DecisionKind.UNKNOWN,)})
        return self._entry.label("changeDiff", word)

    def _status_label(self, status: str) -> Label | None:
        """What it means to set a status: by its own name, else by that which it stands under."""
        row = self._statuses.get(status)
        if row is None:
            return None
        above = self._statuses.get(str(row.parent_id))
        words = [one.name for one in (row, above) if one is not None and one.name]
        known = {one.value for one in self._entry.readings if one.setting == "status"}
        word = next((one for one in words if one in known), words[0] if words else None)
        return None if word is None else self._entry.label("status", word)


def _initiator(row: LogEntryWire) -> Initiator | None:
    """Who made the entry; None for requesters, who decide nothing here.

    A technician is no proof of a person: tickets can be written only with the token of one who
    signed in, so whatever synchronizes or answers tickets writes as one.
    """
    if row.is_automated:
        return Initiator.RULE
    is_ours = (
        row.system not in (None, False)
        or row.contact_type is None
        or row.contact_type in _ON_OUR_SIDE
    )
    return Initiator.UNKNOWN if is_ours else None


def deployments_from_automations(
    log: TicketLog,
    *,
    entry: FeatureEntry,
    place: Place,
    sample: str,
    organizations: Container[str],
) -> Iterator[Statement]:
    """State each automation that was seen to do something to a ticket.

    Args:
        entry: the catalogue's `ticket_automation`.
        sample: which tickets were looked at, in words.
        organizations: ids of the organizations that are known.
    """
    for id_, one in log.automations:
        label = _strongest(one.labels, entry)
        at = "/automation" if one.known_by is None else f"/automation/{one.known_by}"
        evidence = (
            one.seen.evidence(at, None if one.known_by is None else id_),
            *(one.evidence[key] for key in sorted(one.evidence)),
        )
        settings = [Setting(name=f"automation.{one.known_by or 'id'}", value=id_)]
        if one.fields:
            settings.append(Setting(name="changeDiff", value=", ".join(sorted(one.fields))))
        if one.answers:
            settings.append(Setting(name="publicEntry", value=max(one.answers, key=bool)))
        settings += [
            Setting(name="log entries", value=one.seen.count),
            Setting(name="sample", value=sample),
        ]
        deployment = entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=SourceObject(
                kind=SourceKind.RULE,
                id=f"ticket-automation:{id_}",
                name=one.name or f"ticket automation {id_}",
            ),
            label=label,
            enabled=label.enabled,
            reach=Reach.UNKNOWN,  # a rule may touch tickets that were not looked at
            settings=tuple(settings),
            evidence=evidence,
        )
        yield Statement(
            deployment=deployment,
            evidence=evidence,
            reach=dict.fromkeys(one.seen.reached(organizations)),
        )


def _strongest(labels: Iterable[Label], entry: FeatureEntry) -> Label:
    """The label of the furthest effect, with every decision that goes as far."""
    known = sorted(labels, key=lambda one: one.rank)
    strongest = known[-1]
    decided = {
        decision
        for one in known
        if one.autonomy is strongest.autonomy
        for decision in one.decisions
    }
    ordered = tuple(one for one in entry.decisions if one in decided)
    # An effect without its setting is never observed, nor is a reading that the table lacks.
    return strongest.model_copy(
        update={"decisions": ordered or strongest.decisions, "basis": Basis.INFERRED}
    )
