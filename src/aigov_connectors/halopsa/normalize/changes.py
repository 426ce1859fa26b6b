"""Who changed rules, workflows and runbooks: the log of the configuration, where it is kept.

A line names its object by a `guid`; what it changed stays unread. HaloPSA keeps such a log only
where the tenant tracks changes of its configuration.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from aigov_connectors.halopsa.normalize.deeds import Actors
from aigov_connectors.halopsa.wire import (
    ApprovalProcessWire,
    CommitWire,
    TicketRuleWire,
    WebhookWire,
    WorkflowWire,
)
from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    ChangeKind,
    ChangeTeller,
    Origin,
    Place,
    SourceKind,
    SourceObject,
)
from aigov_connectors.normalizing.changed import Teller, ToldChange, told_change

__all__ = ["Tracked", "changes_from_commits"]

_DONE: Mapping[str, ChangeKind] = {
    "INSERT": ChangeKind.CREATED,
    "CREATE": ChangeKind.CREATED,
    "UPDATE": ChangeKind.CHANGED,
    "DELETE": ChangeKind.DELETED,
}
"""Words of `operation`; nobody documents them, so any other says only that something was done."""


@dataclass(slots=True)
class Tracked:
    """Objects by the `guid` under which the log may name them, case-folded."""

    objects: dict[str, SourceObject] = field(default_factory=dict)

    def add_rules(self, rows: Iterable[TicketRuleWire]) -> None:
        """Add ticket rules."""
        for row in rows:
            self._add(row, SourceKind.RULE, f"ticketRule:{row.id}", row.name or f"rule {row.id}")

    def add_workflows(self, rows: Iterable[WorkflowWire]) -> None:
        """Add workflows."""
        for row in rows:
            name = row.name or f"workflow {row.id}"
            self._add(row, SourceKind.WORKFLOW, f"workflow:{row.id}", name)

    def add_processes(self, rows: Iterable[ApprovalProcessWire]) -> None:
        """Add approval processes."""
        for row in rows:
            name = row.name or f"approval process {row.id}"
            self._add(row, SourceKind.WORKFLOW, f"approvalProcess:{row.id}", name)

    def add_runbooks(self, rows: Iterable[WebhookWire]) -> None:
        """Add runbooks, whose ids are such words themselves."""
        for row in rows:
            self.objects[row.id.casefold()] = SourceObject(
                kind=SourceKind.WORKFLOW,
                id=f"runbook:{row.id}",
                name=row.name or f"runbook {row.id}",
            )

    def _add(
        self,
        row: TicketRuleWire | WorkflowWire | ApprovalProcessWire,
        kind: SourceKind,
        key: str,
        name: str,
    ) -> None:
        guid = (row.model_extra or {}).get("guid")
        if isinstance(guid, str) and guid.strip():
            self.objects[guid.strip().casefold()] = SourceObject(kind=kind, id=key, name=name)


def changes_from_commits(
    commits: Iterable[tuple[CommitWire, Origin]],
    tracked: Tracked,
    *,
    actors: Actors,
    place: Place,
) -> Iterator[ToldChange]:
    """Tell who changed what, as far as the log names an object that was read.

    What was rolled back was changed once more, by whoever did that.

    Source: HaloPSA API v2, GET /ConfigCommit (verified fields).
    """
    for row, origin in commits:
        source = tracked.objects.get((row.object_guid or "").casefold())
        if source is None:
            continue
        done = _DONE.get((row.operation or "").upper(), ChangeKind.UNKNOWN)
        told = [("timestamp", "agent_id", row.timestamp, row.agent_id, done)]
        if row.rolled_back is True:
            told.append(
                (
                    "rolled_back_timestamp",
                    "rolled_back_agent_id",
                    row.rolled_back_timestamp,
                    row.rolled_back_agent_id,
                    ChangeKind.CHANGED,
                )
            )
        for at, by, moment, agent, what in told:
            change = told_change(
                Teller(origin, str(row.id), at=f"/{at}", by=f"/{by}", kind=ChangeTeller.LOG),
                place=place,
                source_object=source,
                at=moment,
                by=_actor(agent, actors),
                what=what,
            )
            if change is not None:
                yield change


def _actor(agent: int | None, actors: Actors) -> Actor | None:
    if not agent:  # 0 stands for nobody
        return None
    kind = ActorKind.UNKNOWN
    if agent in actors.programs:
        kind = ActorKind.PROGRAM
    elif agent in actors.people:
        kind = ActorKind.PERSON
    return Actor(kind=kind, id=str(agent))
