"""What ticket categories preset: set with nobody asked, whoever or whatever opens the ticket.

Who works the queue that a category presets is who may still correct it: people, programs, nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.autotask.normalize.people import Actors
from aigov_connectors.autotask.normalize.places import Picklists, category_scope
from aigov_connectors.autotask.normalize.reach import Desk
from aigov_connectors.autotask.wire import CategoryDefaultsWire, CategoryWire, QueueMemberWire
from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.inventory import (
    DecisionKind,
    Evidence,
    Origin,
    Place,
    Reach,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import observed, said
from aigov_connectors.wire import told

__all__ = ["Queues", "deployments_from_category"]

_PRESETS: tuple[tuple[str, str], ...] = (
    ("queue_id", "queueID"),
    ("priority", "priority"),
    ("status", "status"),
    ("issue_type_id", "issueType"),
    ("sub_issue_type_id", "subIssueType"),
    ("ticket_type_id", "ticketType"),
    ("source_id", "source"),
    ("service_level_agreement_id", "serviceLevelAgreementID"),
    ("work_type_id", ""),
)
"""Field of a preset, and the ticket's column whose picklist holds its label."""


class Queues:
    """Who works which queue."""

    def __init__(self) -> None:
        self.is_whole: bool = False
        """Whether the whole list was read and may be seen, so that no queue has more in it."""
        self._members: dict[int, dict[int, Evidence]] = {}

    def add(self, row: QueueMemberWire, *, origin: Origin) -> None:
        """Note that a resource works a queue."""
        if row.queue_id is None or row.resource_id is None:
            return
        seen = origin.evidence(object_id=str(row.id), pointer="/resourceID", value=row.resource_id)
        self._members.setdefault(row.queue_id, {}).setdefault(row.resource_id, seen)

    def behind(
        self, queue: int | None, actors: Actors
    ) -> Iterator[tuple[Setting, Evidence | None]]:
        """How many people and programs work a queue, each with one that shows it."""
        if queue is None or not self.is_whole:
            return
        members = self._members.get(queue, {})
        for name, known in (
            ("people in the queue", actors.people),
            ("programs in the queue", actors.programs),
        ):
            mine = sorted(one for one in members if one in known)
            yield Setting(name=name, value=len(mine)), members[mine[0]] if mine else None


def deployments_from_category(
    row: CategoryWire,
    defaults: CategoryDefaultsWire | None,
    *,
    origin: Origin,
    defaults_origin: Origin | None,
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
    picklists: Picklists,
    queues: Queues,
    actors: Actors,
) -> Iterator[Statement]:
    """State what a category presets; one whose presets were not read says nothing.

    Args:
        entry: the catalogue's `category_defaults`.
        queues: who works which queue.
        actors: who is a person, and who a program.
    """
    if defaults is None or defaults_origin is None:
        return
    found: list[tuple[str, Setting, Evidence]] = []
    for name, column in _PRESETS:
        value = getattr(defaults, name)
        if value is None:
            continue
        alias = type(defaults).model_fields[name].alias or name
        label = picklists.label("Tickets", column, value) if column else None
        setting, seen = said(defaults_origin, alias, value, object_id=str(defaults.id))
        if label is not None:
            setting = setting.model_copy(update={"value": f"{value} ({label})"})
        found.append((alias, setting, seen))
    labels = [entry.label("preset", alias) for alias, _, _ in found]
    members = list(queues.behind(defaults.queue_id, actors))
    label_all = max(labels, key=lambda one: one.rank, default=entry.label("preset", "nothing"))
    decisions: dict[DecisionKind, None] = {}
    for one in labels:
        decisions.update(dict.fromkeys(one.decisions))
    if decisions:
        label_all = label_all.model_copy(update={"decisions": tuple(decisions)})
    number = str(row.id)
    active, active_seen = observed(origin, row, "is_active", object_id=number)
    is_default, default_seen = observed(origin, row, "is_global_default", object_id=number)
    api_only, _ = observed(origin, row, "is_api_only", object_id=number)
    if not found:
        seen = defaults_origin.evidence(object_id=str(defaults.id), pointer="/queueID", value=None)
        found.append(("queueID", Setting(name="queueID", value=None), seen))
    shown = tuple(seen for _, _, seen in found)
    evidence = (*shown, active_seen, default_seen, *(seen for _, seen in members if seen))
    name = row.name or f"category {row.id}"
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=category_scope(place, row.id, name),
            source_object=SourceObject(
                kind=SourceKind.SETTING, id=f"ticketCategory:{row.id}", name=name
            ),
            label=label_all,
            enabled=told(row.is_active),
            # Where no client was read, nobody is known, which is not everybody.
            reach=Reach.ALL if desk.organizations else Reach.UNKNOWN,
            settings=(
                *(setting for _, setting, _ in found),
                *(active, is_default, api_only),
                *(setting for setting, _ in members),
            ),
            evidence=evidence,
        ),
        evidence=evidence,
        tickets=desk.of_category(row.id) if desk.window is not None else {},
        window=desk.window,
    )
