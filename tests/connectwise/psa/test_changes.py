"""Who changed boards and rules last, as `_info` tells it: ids, and no identifier."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from aigov_connectors.connectwise.psa.normalize import (
    Editors,
    Rules,
    changes_from_boards,
    changes_from_rules,
)
from aigov_connectors.connectwise.psa.wire import (
    ActionWire,
    BoardWire,
    EventWire,
    TeamWire,
    WorkflowWire,
)
from aigov_connectors.inventory import Actor, ActorKind, Basis, ChangeTeller, Origin, Place
from aigov_connectors.normalizing.changed import ToldChange

AT = datetime(2026, 11, 22, 8, 19, tzinfo=UTC)
PLACE = Place(connection="acme-psa", tenant_id="acme")
EDITORS = Editors({"mlee": "141"}, {"zofiqapi": "310"})
ORIGIN = Origin(
    vendor="connectwise.psa",
    tenant_id="acme",
    method="GET",
    path_template="/service/boards",
    query=(),
    read_at=AT,
    digest="sha256:00",
)


def info(by: object = "mlee", at: object = "2026-11-22T08:19:00Z") -> dict[str, object]:
    return {"_info": {"lastUpdated": at, "updatedBy": by}}


def of_board(**told: object) -> list[ToldChange]:
    board = BoardWire.model_validate({"id": 1, "name": "Service Desk", **told})
    return list(changes_from_boards([(board, ORIGIN)], (), (), editors=EDITORS, place=PLACE))


@pytest.mark.parametrize(
    ("by", "actor"),
    [
        ("mlee", Actor(kind=ActorKind.PERSON, id="141")),
        ("MLee", Actor(kind=ActorKind.PERSON, id="141")),
        ("zofiqapi", Actor(kind=ActorKind.PROGRAM, id="310")),
        ("template247", None),
        (None, None),
        (7, None),
    ],
)
def test_an_identifier_becomes_the_id_of_its_member(by: object, actor: Actor | None) -> None:
    for told in of_board(**info(by)):
        assert (told.record.by, told.record.at) == (actor, AT)
        assert (told.record.told_by, told.record.basis) == (ChangeTeller.OBJECT, Basis.OBSERVED)
        assert "mlee" not in f"{told}".casefold()


def test_a_board_is_what_it_closes_by_itself_too() -> None:
    ids = [one.record.source_object.id for one in of_board(**info())]
    assert ids == ["board:1", "board:1/autoCloseStatus"]


@pytest.mark.parametrize("told", [{}, {"_info": None}, {"_info": []}, info(at="yesterday")])
def test_without_a_time_nothing_is_told(told: dict[str, object]) -> None:
    assert not of_board(**told)


def test_a_rule_is_changed_with_its_event_and_its_actions() -> None:
    rules = Rules(
        workflows={31: (WorkflowWire.model_validate({"id": 31, **info("mlee")}), ORIGIN)},
        events={71: (EventWire.model_validate({"id": 71, "parentId": 31, **info()}), ORIGIN)},
        actions=[
            (ActionWire.model_validate({"id": 310, "parentId": 71, **info("zofiqapi")}), ORIGIN)
        ],
    )
    found = list(changes_from_rules(rules, editors=EDITORS, place=PLACE))
    assert {one.record.source_object.id for one in found} == {"workflow:31/event:71"}
    assert [one.record.by and one.record.by.id for one in found] == ["141", "141", "310"]
    assert [one.evidence[0].fact.object_id for one in found] == ["31", "71", "310"]


def test_a_team_is_named_as_its_statement_names_it() -> None:
    board = BoardWire.model_validate({"id": 1, "name": "Service Desk"})
    team = TeamWire.model_validate({"id": 9, "name": "Night", **info()})
    (told,) = changes_from_boards((), [(team, board, ORIGIN)], (), editors=EDITORS, place=PLACE)
    assert told.record.source_object.id == "board:1/team:9"
