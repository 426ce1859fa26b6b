"""Which ticket rules an earlier one keeps from ever matching.

A rule that is called shadowed is judged by nobody, so it must be sure: an earlier rule takes every
ticket that the later one would take, as far as all that can tell the two apart was told. What was
not told may be where they differ, or the same: such a rule is not known to act either.
"""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import JsonValue

from aigov_connectors.halopsa.normalize.switches import switch
from aigov_connectors.halopsa.wire import CriterionWire, TicketRuleWire

__all__ = ["hides"]

_COLUMNS: dict[str, tuple[str, type[str] | type[int]]] = {
    "string": ("value_string", str),
    "int": ("value_int", int),
}
"""What a criterion calls its value's kind, and the column that then holds the value.

Source: HaloPSA API v2, AutoassignCriteria (verified names); these two words (unsure). A value of
another kind is not known to be told, a moment above all: how moments compare is not documented.
"""
_NAMES = ("fieldname", "tablename", "value_display", "type")
_WAYS = ("partialmatch", "matchseparatedvalues")
_OWN = frozenset(
    [
        "id",
        "rule_id",
        "autoassign_guid",
        "qualification_criteria_id",
        "flowsubdetails_criteria_id",
        "stdid",
        "contract_rule_id",
        "eventrule_id",
        "eventrule_guid",
    ]
)
"""Keys of a criterion that say which one it is, and whose, never what it looks for."""
_LIMITING_LISTS = ("access_control", "database_lookups")
_LIMITING = (*_LIMITING_LISTS, "access_control_level", "flowdetail_id", "intent", "events")
"""What else of a rule may say which tickets it is about (unsure): nothing, or the same, is as wide.

That a list is empty must be told; the others are commonly left out where they say nothing.
"""
_NOTHING: tuple[object, ...] = (None, "", 0, [], {})


def hides(earlier: TicketRuleWire, later: TicketRuleWire) -> bool | None:
    """Whether an earlier rule matches whenever the later one does, and stops the matching.

    That is so only where it is on, stands before the other, and looks for the very same. What a
    rule without any criterion matches is not documented (one that people start by hand needs none,
    for instance), so it hides nobody. None where only what was not told may make it so.

    Source: HaloPSA's guide to ticket rules (verified: precedence 1 is the highest, a rule that
    stops keeps those of lesser precedence from matching, and there are rules for use by hand).
    """
    acts = _every((switch(earlier.active), switch(earlier.stopmatching)))
    if acts is False:
        return False
    place = _every((acts, _is_before(earlier, later), _is_as_wide(earlier, later)))
    return False if place is False else _every((place, _looks_for_the_same(earlier, later)))


def _every(answers: Iterable[bool | None]) -> bool | None:
    """Whether all is so; None where nothing speaks against it and something is not known."""
    given = set(answers)
    if False in given:
        return False
    return None if None in given else True


def _is_before(earlier: TicketRuleWire, later: TicketRuleWire) -> bool | None:
    """Whether its place is told to be the earlier one; of equals none comes before the other."""
    if earlier.precedence is None or later.precedence is None:
        return None
    return earlier.precedence < later.precedence


def _is_as_wide(earlier: TicketRuleWire, later: TicketRuleWire) -> bool | None:
    """Whether nothing beside its criteria limits it to less than what the later one is for."""
    same_use = None if None in (earlier.use, later.use) else earlier.use == later.use
    return _every((same_use, *(_limits_no_more(earlier, later, name) for name in _LIMITING)))


def _limits_no_more(earlier: TicketRuleWire, later: TicketRuleWire, name: str) -> bool | None:
    first: JsonValue = getattr(earlier, name)
    second: JsonValue = getattr(later, name)
    is_list = name in _LIMITING_LISTS
    if is_list and not isinstance(first, list):
        return None
    if first in _NOTHING or first == second:
        return True
    return None if is_list and not isinstance(second, list) else False


def _looks_for_the_same(earlier: TicketRuleWire, later: TicketRuleWire) -> bool | None:
    """Whether both look for the same in every column, and at least for something."""
    if earlier.criteria == [] or later.criteria == []:
        return False
    if earlier.criteria is None or later.criteria is None:
        return None
    every = (*earlier.criteria, *later.criteria)
    if all(map(_is_told, every)):
        mine, other = (frozenset(map(_compared, row)) for row in (earlier.criteria, later.criteria))
        return mine == other
    if not any(map(_untold, every)):
        return False  # how such values compare is not documented, or they are blank
    pairs = ((earlier.criteria, later.criteria), (later.criteria, earlier.criteria))
    may = all(any(_may_be(one, two) for two in others) for rows, others in pairs for one in rows)
    return None if may else False


def _compared(row: CriterionWire) -> str:
    """Write down all that was sent, known or not, but for whose it is."""
    return repr(sorted(_sent(row).items()))


def _sent(row: CriterionWire) -> dict[str, object]:
    return {name: one for name, one in row.model_dump().items() if name not in _OWN}


def _may_be(one: CriterionWire, other: CriterionWire) -> bool:
    """Whether two criteria differ nowhere but where one of them did not tell."""
    for name in _NAMES:  # the common case first: there may be many rules
        told = (getattr(one, name), getattr(other, name))
        if None not in told and told[0] != told[1]:
            return False
    mine, theirs = _sent(one), _sent(other)
    untold = _untold(one) | _untold(other)
    return all(
        mine.get(name) == theirs.get(name) for name in (mine.keys() | theirs.keys()) - untold
    )


def _untold(row: CriterionWire) -> frozenset[str]:
    """The columns that commonly tell criteria apart and were not sent, or not as they should be."""
    found = {name for name in (*_NAMES, "value_type") if getattr(row, name) is None}
    found |= {name for name in _WAYS if not isinstance(getattr(row, name), bool)}
    if row.value_type is None:
        found |= {name for name, _ in _COLUMNS.values() if getattr(row, name) is None}
    elif row.value_type in _COLUMNS:
        name, kind = _COLUMNS[row.value_type]
        found |= set() if type(getattr(row, name)) is kind else {name}
    return frozenset(found)


def _is_told(row: CriterionWire) -> bool:
    """Whether all that commonly tells criteria apart was sent: where, what, and how it compares.

    The column of the value must hold one: blank and 0 stand in the columns that are not used.
    """
    name, _ = _COLUMNS.get(row.value_type or "", ("", str))
    if not name or _untold(row):
        return False
    value = getattr(row, name)
    return value not in _NOTHING and bool(str(value).strip())
