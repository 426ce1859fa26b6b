"""Round robin that was sent as something else than a bool is unknown, and never lost."""

from __future__ import annotations

from typing import Any

import pytest
from tests.connectwise.psa.tenant import read, tenant
from tests.connectwise.psa.test_normalize import CATALOGUE, PLACE, desk
from tests.inventory.builders import origin

from aigov_connectors.connectwise.psa.normalize import (
    deployments_from_board,
    deployments_from_round_robin_status,
    deployments_from_team,
    unknown_of_team,
)
from aigov_connectors.connectwise.psa.sandbox import desk as served
from aigov_connectors.connectwise.psa.wire import BoardWire, StatusWire, TeamWire
from aigov_connectors.inventory import Autonomy, Basis, Deployment

BOARD = BoardWire.model_validate({"id": 1, "name": "Desk", "inactiveFlag": False})
OLD = BoardWire.model_validate({"id": 1, "name": "Desk", "inactiveFlag": True})
WHERE: dict[str, Any] = {
    "origin": origin(),
    "entry": CATALOGUE["board_auto_assign"],
    "place": PLACE,
}


def team(board: BoardWire = BOARD, **row: Any) -> list[Deployment]:
    wire = TeamWire.model_validate({"id": 3, "name": "Tier 1", **row})
    said = deployments_from_team(wire, board=board, desk=desk(t1=3), **WHERE)
    return [one.deployment for one in said]


@pytest.mark.parametrize("flag", ["roundRobinFlag", "defaultRoundRobinFlag"])
@pytest.mark.parametrize("value", ["on", "True", 1, None, []])
def test_a_flag_that_is_no_bool_leaves_open_whether_a_team_takes_turns(
    flag: str, value: Any
) -> None:
    (one,) = team(**{flag: value})
    assert (one.enabled, one.autonomy, one.basis) == (None, Autonomy.UNKNOWN, Basis.INFERRED)
    (off,) = team(OLD, **{flag: value})
    assert off.enabled is False


def test_a_team_that_surely_takes_no_turns_says_nothing() -> None:
    assert team() == []
    assert team(roundRobinFlag=False, defaultRoundRobinFlag=False) == []
    (one,) = team(roundRobinFlag="on", defaultRoundRobinFlag=True)
    assert (one.enabled, one.autonomy) == (True, Autonomy.FULLY_AUTONOMOUS)


def test_unknown_keys_of_a_team_are_told_whether_or_not_it_takes_turns() -> None:
    row = TeamWire.model_validate({"id": 3, "teamLeader": {"id": 1}, "aiDispatchFlag": True})
    unknown = unknown_of_team(row, board=BOARD, origin=origin(), place=PLACE)
    assert [(one.pointer, one.value) for one in unknown.settings] == [("/aiDispatchFlag", True)]


def test_they_are_told_by_a_whole_run(monkeypatch: pytest.MonkeyPatch) -> None:
    teams = served.teams
    monkeypatch.setattr(
        served, "teams", lambda *args: [{**row, "aiDispatchFlag": True} for row in teams(*args)]
    )
    with tenant() as box:
        inventory = read(box)
    told = {one.source_object.name for one in inventory.unknown_settings
            if one.pointer == "/aiDispatchFlag"}  # fmt: skip
    assert {"Tier 1 of Service Desk (team)", "NOC of Alerts (team)"} <= told


@pytest.mark.parametrize(
    ("row", "count"),
    [
        ({}, 0),
        ({"roundRobinCatchall": False}, 0),
        ({"roundRobinCatchall": True}, 1),
        ({"roundRobinCatchall": "on"}, 1),
        ({"roundRobinCatchall": None}, 1),
    ],
)
def test_a_status_that_is_marked_for_the_turns_is_told(row: dict[str, Any], count: int) -> None:
    wire = StatusWire.model_validate({"id": 12, "name": "Assigned", **row})
    said = list(deployments_from_round_robin_status(wire, board=BOARD, desk=desk(t1=3), **WHERE))
    assert [one.deployment.autonomy for one in said] == [Autonomy.UNKNOWN] * count
    assert all(one.deployment.basis is Basis.INFERRED for one in said)


def test_who_oversees_a_board_and_how_many_tickets_it_gives_one_person_are_shown() -> None:
    wire = BoardWire.model_validate(
        {"id": 1, "dispatchMember": None, "oncallMember": {"id": 141}, "dutyManagerMember": "M Lee",
         "autoAssignLimitFlag": True, "autoAssignLimitAmount": 5}
    )  # fmt: skip
    (one,) = deployments_from_board(wire, desk=desk(t1=3), assigned=None, **WHERE)
    shown = {setting.name: setting.value for setting in one.deployment.settings}
    expected = {
        "dispatchMember": False,
        "serviceManagerMember": False,
        "oncallMember": True,
        "dutyManagerMember": True,
        "autoAssignLimitAmount": 5,
    }
    assert expected.items() <= shown.items()
