"""Who changed boards and workflow rules last, as the `_info` of each record tells it.

`updatedBy` holds the identifier of a member or of an API member: the member's id is kept in its
place. What is neither is the system itself, or nobody that was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from pydantic import JsonValue, TypeAdapter

from aigov_connectors.connectwise.psa.normalize.boards import (
    auto_template_object,
    board_object,
    closing_object,
)
from aigov_connectors.connectwise.psa.normalize.rule_book import Rules
from aigov_connectors.connectwise.psa.normalize.turns import team_object
from aigov_connectors.connectwise.psa.normalize.workflows import rule_object
from aigov_connectors.connectwise.psa.wire import AutoTemplateWire, BoardWire, TeamWire
from aigov_connectors.inventory import Actor, ActorKind, Origin, Place, SourceObject
from aigov_connectors.normalizing.changed import Teller, ToldChange, told_change
from aigov_connectors.wire import Timestamp, WireSettings

__all__ = ["Editors", "changes_from_boards", "changes_from_rules"]


@dataclass(frozen=True, slots=True)
class Editors:
    """Who the identifiers of members are."""

    people: Mapping[str, str]
    """Identifier, case-folded, to the member's id."""
    programs: Mapping[str, str]
    """The same of API members."""

    def actor(self, identifier: str | None) -> Actor | None:
        """The member behind an identifier; None where it is of none that was read."""
        folded = (identifier or "").casefold()
        if folded in self.programs:
            return Actor(kind=ActorKind.PROGRAM, id=self.programs[folded])
        if folded in self.people:
            return Actor(kind=ActorKind.PERSON, id=self.people[folded])
        return None


def changes_from_rules(rules: Rules, *, editors: Editors, place: Place) -> Iterator[ToldChange]:
    """Tell who changed each workflow rule last: the rule itself, its event, or an action of it.

    Source: ConnectWise PSA API 2025.1, `_info.lastUpdated` and `_info.updatedBy` (verified).
    """
    for one, actions in rules.with_actions():
        source = rule_object(one.workflow, one.event)
        records: list[tuple[WireSettings, int, Origin]] = [
            (one.workflow, one.workflow.id, one.origin),
            (one.event, one.event.id, one.event_origin),
            *((action, action.id, origin) for action, origin in actions),
        ]
        for row, number, origin in records:
            yield from _last(row, number, origin, [source], editors, place)


def changes_from_boards(
    boards: Iterable[tuple[BoardWire, Origin]],
    teams: Iterable[tuple[TeamWire, BoardWire, Origin]],
    templates: Iterable[tuple[AutoTemplateWire, BoardWire, Origin]],
    *,
    editors: Editors,
    place: Place,
) -> Iterator[ToldChange]:
    """Tell who changed each board, team and automatic template last.

    Source: ConnectWise PSA API 2025.1, `_info.lastUpdated` and `_info.updatedBy` (verified).
    """
    for board, origin in boards:
        sources = [board_object(board), closing_object(board)]
        yield from _last(board, board.id, origin, sources, editors, place)
    for team, board, origin in teams:
        yield from _last(team, team.id, origin, [team_object(team, board)], editors, place)
    for template, board, origin in templates:
        source = auto_template_object(template, board)
        yield from _last(template, template.id, origin, [source], editors, place)


def _last(
    row: WireSettings,
    number: int,
    origin: Origin,
    sources: Iterable[SourceObject],
    editors: Editors,
    place: Place,
) -> Iterator[ToldChange]:
    info = (row.model_extra or {}).get("_info")
    if not isinstance(info, dict):
        return
    by = info.get("updatedBy")
    identifier = by if isinstance(by, str) and by.strip() else None
    for source in sources:
        told = told_change(
            Teller(origin, str(number), at="/_info/lastUpdated", by="/_info/updatedBy"),
            place=place,
            source_object=source,
            at=_moment(info.get("lastUpdated")),
            by=editors.actor(identifier),
            name=identifier,
        )
        if told is not None:
            yield told


def _moment(value: JsonValue) -> datetime | None:
    return _times().validate_python(value)


@cache
def _times() -> TypeAdapter[datetime | None]:
    return TypeAdapter(Timestamp)
