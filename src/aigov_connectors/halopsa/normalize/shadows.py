"""Which ticket rules an earlier one keeps from ever matching.

A rule that is called shadowed is judged by nobody, so it must be sure: an earlier rule takes every
ticket that the later one would take, as far as all that can tell the two apart was told. What was
not told may be where they differ.
"""

from __future__ import annotations

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
_LIMITING = (*_LIMITING_LISTS, "access_control_level", "flowdetail_id", "intent")
"""What else of a rule may say which tickets it is about (unsure): nothing, or the same, is as wide.

That a list is empty must be told; the others are commonly left out where they say nothing.
"""
_NOTHING: tuple[object, ...] = (None, "", 0, [], {})


def hides(earlier: TicketRuleWire, later: TicketRuleWire) -> bool:
    """Whether an earlier rule surely matches whenever the later one does, and stops the matching.

    That is so only where it is on, stands before the other, and looks for the very same. What a
    rule without any criterion matches is not documented (one that people start by hand needs none,
    for instance), so it hides nobody.

    Source: HaloPSA's guide to ticket rules (verified: precedence 1 is the highest, a rule that
    stops keeps those of lesser precedence from matching, and there are rules for use by hand).
    """
    if earlier.active is not True or earlier.stopmatching is not True:
        return False
    if not _is_before(earlier, later) or not _is_as_wide(earlier, later):
        return False
    looks_for = _looks_for(earlier)
    return looks_for is not None and looks_for == _looks_for(later)


def _is_before(earlier: TicketRuleWire, later: TicketRuleWire) -> bool:
    """Whether its place is told to be the earlier one; of equals none comes before the other."""
    places = (earlier.precedence, later.precedence)
    return None not in places and (places[0] or 0) < (places[1] or 0)


def _is_as_wide(earlier: TicketRuleWire, later: TicketRuleWire) -> bool:
    """Whether nothing beside its criteria limits it to less than what the later one is for."""
    if earlier.use is None or earlier.use != later.use:
        return False
    if not all(isinstance(getattr(earlier, name), list) for name in _LIMITING_LISTS):
        return False
    limits = ((getattr(earlier, name), getattr(later, name)) for name in _LIMITING)
    return all(first in _NOTHING or first == second for first, second in limits)


def _looks_for(row: TicketRuleWire) -> frozenset[str] | None:
    """What a rule looks for, every column of it; None where that was not told, or nothing is."""
    if not row.criteria or not all(_is_told(one) for one in row.criteria):
        return None
    return frozenset(_compared(one) for one in row.criteria)


def _compared(row: CriterionWire) -> str:
    """Write down all that was sent, known or not, but for whose it is."""
    columns = {name: one for name, one in row.model_dump().items() if name not in _OWN}
    return repr(sorted(columns.items()))


def _is_told(row: CriterionWire) -> bool:
    """Whether all that commonly tells criteria apart was sent: where, what, and how it compares.

    The column of the value must hold one: blank and 0 stand in the columns that are not used.
    """
    column, kind = _COLUMNS.get(row.value_type or "", ("", str))
    value = getattr(row, column) if column else None
    if type(value) is not kind or value in _NOTHING or not str(value).strip():
        return False
    ways = (row.partialmatch, row.matchseparatedvalues)
    names = (row.fieldname, row.tablename, row.value_display, row.type)
    return None not in names and all(isinstance(one, bool) for one in ways)
