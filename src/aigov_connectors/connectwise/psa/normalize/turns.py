"""Who takes tickets in turn: teams of a board, and statuses that the turns mean."""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.connectwise.psa.normalize.boards import name_of, on_board
from aigov_connectors.connectwise.psa.normalize.known import KNOWN
from aigov_connectors.connectwise.psa.normalize.places import board_scope
from aigov_connectors.connectwise.psa.normalize.reach import Desk
from aigov_connectors.connectwise.psa.wire import BoardWire, StatusWire, TeamWire
from aigov_connectors.inventory import (
    Basis,
    Origin,
    Place,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import (
    Observed,
    Unknowns,
    observed,
    unknown_settings,
)
from aigov_connectors.wire import told

__all__ = [
    "deployments_from_round_robin_status",
    "deployments_from_team",
    "team_object",
    "unknown_of_team",
]


def team_object(row: TeamWire, board: BoardWire) -> SourceObject:
    """Name a team of a board."""
    return SourceObject(
        kind=SourceKind.SETTING,
        id=f"board:{board.id}/team:{row.id}",
        name=f"{row.name or f'team {row.id}'} of {name_of(board)} (team)",
    )


def deployments_from_team(
    row: TeamWire,
    *,
    board: BoardWire,
    origin: Origin,
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
) -> Iterator[Statement]:
    """State a team that takes tickets in turn, or may; one that surely does not says nothing.

    An unset flag is not sent; one of any other value than a bool is unknown. `entry` is the
    catalogue's `board_auto_assign`.
    """
    shown = [
        observed(origin, row, flag, object_id=str(row.id))
        for flag in ("round_robin_flag", "default_round_robin_flag")
    ]
    values = [False if setting.absent else setting.value for setting, _ in shown]
    deciding = [one for one, value in zip(shown, values, strict=True) if value is True]
    takes: bool | None = True
    if not deciding:
        takes = None
        deciding = [one for one, value in zip(shown, values, strict=True) if value is not False]
    if not deciding:
        return
    yield _turn(
        takes,
        tuple(shown),
        tuple(deciding),
        setting="takes turns",
        source=team_object(row, board),
        board=board,
        entry=entry,
        place=place,
        desk=desk,
    )


def unknown_of_team(row: TeamWire, *, board: BoardWire, origin: Origin, place: Place) -> Unknowns:
    """Name the keys of a team that nobody describes, whether or not it takes turns."""
    return unknown_settings(
        origin,
        row,
        object_id=str(row.id),
        place=place,
        source_object=team_object(row, board),
        described=KNOWN[type(row).__name__],
    )


def deployments_from_round_robin_status(
    row: StatusWire,
    *,
    board: BoardWire,
    origin: Origin,
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
) -> Iterator[Statement]:
    """State a status that is marked for the turns; which tickets are then assigned is not told.

    Source: ConnectWise PSA API 2025.1, BoardStatus.roundRobinCatchall (verified name; its meaning:
    unsure).
    """
    shown = observed(origin, row, "round_robin_catchall", object_id=str(row.id))
    if shown[0].absent or row.round_robin_catchall is False:
        return
    yield _turn(
        told(row.round_robin_catchall),
        (shown,),
        (shown,),
        setting="roundRobinCatchall",
        source=SourceObject(
            kind=SourceKind.SETTING,
            id=f"board:{board.id}/status:{row.id}",
            name=f"{row.name or f'status {row.id}'} of {name_of(board)} (status)",
        ),
        board=board,
        entry=entry,
        place=place,
        desk=desk,
    )


def _turn(
    value: object,
    shown: tuple[Observed, ...],
    deciding: tuple[Observed, ...],
    *,
    setting: str,
    source: SourceObject,
    board: BoardWire,
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
) -> Statement:
    label = entry.label(setting, value if isinstance(value, bool) else None)
    if not isinstance(value, bool):
        label = label.model_copy(update={"basis": Basis.INFERRED})
    reached = desk.of_board(board.id)
    evidence = tuple(seen for _, seen in deciding)
    return Statement(
        deployment=entry.deployment(
            place=place,
            scope=board_scope(place, board.id, board.name),
            source_object=source,
            label=label,
            enabled=on_board(board, label.enabled),
            reach=reached.reach,
            settings=tuple(setting for setting, _ in shown),
            evidence=evidence,
        ),
        evidence=evidence,
        tickets=reached.tickets,
        window=reached.window,
    )
