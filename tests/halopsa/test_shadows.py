"""A ticket rule is shadowed only where all that could tell it from an earlier one was told."""

from __future__ import annotations

from typing import Any

import pytest
from tests.halopsa.rows import CATALOGUE, FULL, ORIGIN, PLACE, STATUSES, UNKNOWN, desk

from aigov_connectors.halopsa.normalize import deployments_from_ticket_rules, rule_starts
from aigov_connectors.halopsa.normalize.shadows import hides
from aigov_connectors.halopsa.wire import TicketRuleWire
from aigov_connectors.inventory import Autonomy

WHOLE: dict[str, Any] = {
    "fieldname": "summary",
    "tablename": "faults",
    "type": 2,
    "value_type": "string",
    "value_string": "link down",
    "value_int": 0,
    "value_display": "link down",
    "partialmatch": False,
    "matchseparatedvalues": False,
}
RULE: dict[str, Any] = {
    "active": True,
    "use": 1,
    "new_team": "NOC",
    "outcome_id": 5,
    "access_control": [],
    "database_lookups": [],
}
LOOKS = {"criteria": [WHOLE]}
_LEFT_OUT = "(left out)"  # no value that is tried


def second(first: dict[str, Any], later: dict[str, Any]) -> tuple[Autonomy, set[str], bool]:
    """How far the second of two rules goes, which may hide it, and whether it surely starts."""
    stops = {**RULE, "id": 1, "name": "First", "precedence": 1, "stopmatching": True}
    rows = ({**stops, **first}, {**RULE, "id": 2, "name": "Second", "precedence": 2, **later})
    told = [
        (
            TicketRuleWire.model_validate({k: v for k, v in row.items() if v is not _LEFT_OUT}),
            ORIGIN,
        )
        for row in rows
    ]
    found = deployments_from_ticket_rules(
        told,
        statuses=STATUSES,
        outcomes={},
        entry=CATALOGUE["ticket_rules"],
        place=PLACE,
        desk=desk(),
    )
    (one,) = (it.deployment for it in found if it.deployment.source_object.name == "Second")
    assert one.shadowed_by is None
    by = {str(it.value) for it in one.settings if it.name == "perhaps shadowed by"}
    (start,) = (it for it in rule_starts(told)[5] if it.rule.id == 2)
    return one.autonomy, by, start.is_sure


@pytest.mark.parametrize(
    ("first", "later"),
    [
        *(({name: value}, {}) for name in ("active", "stopmatching") for value in (None, 1)),
        ({"precedence": None}, {}),
        ({}, {"precedence": None}),
        ({"use": None}, {}),
        ({"access_control": None}, {}),
        ({"access_control": [{"id": 3}]}, {"access_control": None}),
        ({"criteria": None}, {}),
        ({}, {"criteria": None}),
        *(
            ({"criteria": [{**WHOLE, name: None}]}, {"criteria": [{**WHOLE, name: sent}]})
            for name in WHOLE
            if name != "value_int"
            for sent in (None, WHOLE[name])
        ),
    ],
    ids=repr,
)
def test_a_rule_that_another_may_hide_by_what_was_not_told_is_not_known_to_act(
    first: dict[str, Any], later: dict[str, Any]
) -> None:
    assert second({**LOOKS, **first}, {**LOOKS, **later}) == (UNKNOWN, {"First"}, False)


OTHER = {"criteria": [{**WHOLE, "fieldname": "category_1", "value_string": None}]}


@pytest.mark.parametrize(
    ("first", "later"),
    [
        ({"active": False, "criteria": None}, {}),
        ({"stopmatching": False, "criteria": None}, {}),
        ({"precedence": 9, "criteria": None}, {}),
        ({"use": 2, "criteria": None}, {}),
        ({"access_control": None, **OTHER}, {}),
        (OTHER, LOOKS),
        ({"criteria": []}, {"criteria": None}),
        ({"criteria": [{**WHOLE, "value_type": "datetime"}]},) * 2,
    ],
    ids=repr,
)
def test_a_rule_that_no_other_can_hide_whatever_was_not_told_acts(
    first: dict[str, Any], later: dict[str, Any]
) -> None:
    assert second({**LOOKS, **first}, {**LOOKS, **later}) == (FULL, set(), True)


def is_hidden(first: dict[str, Any], second: dict[str, Any]) -> bool:
    """Whether the second of two rules is shadowed by the first; its starts must say the same."""
    stops = {**RULE, "id": 1, "name": "First", "precedence": 1, "stopmatching": True}
    rows = ({**stops, **first}, {**RULE, "id": 2, "name": "Second", "precedence": 2, **second})
    told = [
        (
            TicketRuleWire.model_validate({k: v for k, v in row.items() if v is not _LEFT_OUT}),
            ORIGIN,
        )
        for row in rows
    ]
    found = deployments_from_ticket_rules(
        told,
        statuses=STATUSES,
        outcomes={},
        entry=CATALOGUE["ticket_rules"],
        place=PLACE,
        desk=desk(),
    )
    by_name = {one.deployment.source_object.name: one.deployment for one in found}
    hidden = by_name["Second"].shadowed_by
    assert by_name["First"].shadowed_by is None
    assert hidden in {None, "First"}
    starts = {one.rule.id for one in rule_starts(told).get(5, ())}
    assert (2 in starts) is (hidden is None)
    return hidden is not None


@pytest.mark.parametrize(
    ("first", "second", "hidden"),
    [
        (LOOKS, LOOKS, True),
        ({"criteria": []}, LOOKS, False),
        ({"criteria": []}, {"criteria": []}, False),
        ({"criteria": []}, {"criteria": None}, False),
        (LOOKS, {"criteria": []}, False),
        (LOOKS, {"criteria": [{**WHOLE, "id": 12, "rule_id": 2}]}, True),
        ({**LOOKS, "access_control": [{"id": 1}]}, LOOKS, False),
        (LOOKS, {**LOOKS, "access_control": [{"id": 1}]}, True),
    ],
)
def test_an_earlier_rule_that_surely_takes_every_ticket_of_a_later_one_hides_it(
    first: dict[str, Any], second: dict[str, Any], hidden: bool
) -> None:
    assert is_hidden(first, second) is hidden


@pytest.mark.parametrize(
    ("first", "second"),
    [
        *(({"stopmatching": value}, {}) for value in (False, None, "yes", 1, _LEFT_OUT)),
        *(({"active": value}, {}) for value in (False, None, "yes", 1, _LEFT_OUT)),
        *(({"precedence": value}, {}) for value in (2, 9, None, "x", _LEFT_OUT)),
        *(({}, {"precedence": value}) for value in (None, "x", _LEFT_OUT)),
        ({"use": 2}, {}),
        *(({"use": value}, {"use": value}) for value in (None, "x", _LEFT_OUT)),
        *(
            ({name: value}, {})
            for name in ("access_control", "database_lookups")
            for value in ([{"id": 3}], None, "x", _LEFT_OUT)
        ),
        ({"flowdetail_id": 4}, {}),
        ({"intent": "chat"}, {"intent": "ticket"}),
    ],
    ids=repr,
)
def test_a_rule_hides_none_unless_its_place_and_width_and_stop_are_told(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    assert is_hidden(LOOKS, LOOKS)
    assert not is_hidden({**LOOKS, **first}, {**LOOKS, **second})


@pytest.mark.parametrize("criteria", [None, "x", [3], [{}], [{"fieldname": "summary", "type": 2}]])
def test_a_rule_of_which_it_is_not_told_what_it_looks_for_hides_none(criteria: object) -> None:
    assert not is_hidden({"criteria": criteria}, {"criteria": criteria})


@pytest.mark.parametrize(
    "column",
    [
        *WHOLE,
        "alt_value_display",
        "value_type_id",
        "value_float",
        "value_datetime",
        "valueint_guid",
        "match_after_start",
        "match_after_target",
        "timezonestring",
        "utcoffset",
        "use",
        "a_novelty",
    ],
)
@pytest.mark.parametrize("other", ["1", 7, True, None], ids=repr)
def test_rules_look_for_the_same_only_if_every_column_is_the_same(
    column: str, other: object
) -> None:
    mine = WHOLE.get(column, "is so")
    found = is_hidden(
        {"criteria": [{**WHOLE, column: mine}]}, {"criteria": [{**WHOLE, column: other}]}
    )
    assert not found


@pytest.mark.parametrize("column", [one for one in WHOLE if one != "value_int"])
@pytest.mark.parametrize("value", [None, _LEFT_OUT, "", " ", {}], ids=repr)
def test_criteria_are_not_the_same_where_a_column_that_tells_them_apart_was_not_told(
    column: str, value: object
) -> None:
    cut = {k: v for k, v in {**WHOLE, column: value}.items() if v is not _LEFT_OUT}
    assert not is_hidden({"criteria": [cut]}, {"criteria": [cut]})


@pytest.mark.parametrize(
    ("kind", "columns", "hidden"),
    [
        ("int", {"value_string": "", "value_int": 3}, True),
        ("int", {"value_string": "x", "value_int": 0}, False),
        ("int", {"value_string": "", "value_int": "3"}, False),
        ("int", {"value_string": "", "value_int": True}, False),
        ("string", {"value_string": "x", "value_int": 0}, True),
        ("string", {"value_string": "", "value_int": 3}, False),
        ("string", {"value_string": 3, "value_int": 3}, False),
        ("datetime", {"value_datetime": "2026-11-01T00:00:00Z"}, False),
        ("a novelty", {"value_string": "x", "value_int": 3}, False),
    ],
)
def test_the_column_that_the_kind_of_a_value_names_must_hold_it(
    kind: str, columns: dict[str, Any], hidden: bool
) -> None:
    looks = {"criteria": [{**WHOLE, "value_type": kind, **columns}]}
    assert is_hidden(looks, looks) is hidden


def test_what_is_shown_of_a_value_tells_rules_apart_where_the_value_was_not_told() -> None:
    untold = {**WHOLE, "fieldname": "category_1", "value_string": None}
    first, second = ({**untold, "value_display": one} for one in ("Network", "Printer"))
    assert not is_hidden({"criteria": [first]}, {"criteria": [second]})


@pytest.mark.parametrize(
    ("first", "later", "hidden"),
    [([], [], True), (None, [{"id": 1}], True), ([{"id": 1}], [{"id": 1}], True),
     ([{"id": 1}], [], False), ([{"id": 1}], [{"id": 2}], False)],
)  # fmt: skip
def test_a_rule_for_some_events_hides_none_that_is_for_others(
    first: Any, later: Any, hidden: bool
) -> None:
    """What the events of a rule mean is not documented; they may be when it is tried."""
    rows = [
        TicketRuleWire.model_validate({**RULE, **LOOKS, "id": number, "precedence": number, **more})
        for number, more in (
            (1, {"stopmatching": True, "events": first}),
            (2, {"events": later}),
        )
    ]
    assert hides(*rows) is hidden
