"""What follows from tables: the skill that a type asks for, the priority by impact and urgency."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.connectwise.psa.normalize.boards import board_object, on_board
from aigov_connectors.connectwise.psa.normalize.places import board_scope, tenant_scope
from aigov_connectors.connectwise.psa.normalize.reach import Desk
from aigov_connectors.connectwise.psa.wire import BoardWire, SkillMappingWire, SLAWire
from aigov_connectors.inventory import (
    Origin,
    Place,
    Reach,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import observed

__all__ = ["deployments_from_skills", "deployments_from_sla"]

_LEVELS = ("hi", "med", "low")
_CELLS = tuple(f"{impact}_impact_{urgency}_urgency" for impact in _LEVELS for urgency in _LEVELS)


def deployments_from_skills(
    board: BoardWire,
    rows: Sequence[SkillMappingWire],
    *,
    origin: Origin,
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
) -> Iterator[Statement]:
    """State that a board asks for skills; one that asks for none says nothing.

    `entry` is the catalogue's `skill_dispatch`.
    """
    if not rows:
        return
    label = entry.label("skillMappings", "mapped")
    named, reached = board_object(board), desk.of_board(board.id)
    evidence = tuple(observed(origin, row, "skill", object_id=str(row.id))[1] for row in rows)
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=board_scope(place, board.id, board.name),
            source_object=SourceObject(
                kind=SourceKind.SETTING,
                id=f"{named.id}/skills",
                name=f"skills of {named.name}",
            ),
            label=label,
            enabled=on_board(board, None),  # whether anything uses them
            reach=reached.reach,
            settings=(Setting(name="skillMappings", value=len(rows)),),
            evidence=evidence,
        ),
        evidence=evidence,
        tickets=reached.tickets,
        window=reached.window,
    )


def deployments_from_sla(
    row: SLAWire, *, origin: Origin, entry: FeatureEntry, place: Place
) -> Iterator[Statement]:
    """State a service level that names priorities; one that names none says nothing.

    `entry` is the catalogue's `sla_priorities`.
    """
    number = str(row.id)
    shown = [observed(origin, row, cell, object_id=number) for cell in _CELLS if getattr(row, cell)]
    if not shown:
        return
    shown.append(observed(origin, row, "default_flag", object_id=number))
    label = entry.label("priorities", "named")
    evidence = tuple(seen for _, seen in shown)
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=SourceObject(
                kind=SourceKind.SETTING,
                id=f"sla:{row.id}",
                name=f"service level {row.name or row.id}",
            ),
            label=label,
            enabled=label.enabled,
            reach=Reach.UNKNOWN,  # whose tickets are under it is told ticket by ticket
            settings=tuple(setting for setting, _ in shown),
            evidence=evidence,
        ),
        evidence=evidence,
    )
