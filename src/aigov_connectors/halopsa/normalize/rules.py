"""What ticket rules do by themselves, in their order: a rule may keep a later one from matching.

Rules have no approval step, so whatever changes something acts by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.halopsa.normalize.desk import UNASSIGNED, Statuses
from aigov_connectors.halopsa.normalize.parts import Deed, may_act, statement
from aigov_connectors.halopsa.normalize.place import unknown_ai
from aigov_connectors.halopsa.normalize.reach import Desk, Reached
from aigov_connectors.halopsa.normalize.shadows import hides
from aigov_connectors.halopsa.normalize.starting import TICKET_TYPE, starts_of_rule, type_in
from aigov_connectors.halopsa.normalize.step_rules import is_of_step
from aigov_connectors.halopsa.normalize.switches import NOT_TOLD
from aigov_connectors.halopsa.wire import (
    CriterionWire,
    OutcomeWire,
    RuleOutcomeWire,
    TemplateWire,
    TicketRuleWire,
    given,
    number,
)
from aigov_connectors.inventory import (
    Basis,
    Origin,
    Place,
    Reach,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import Observed, observed, said

__all__ = [
    "deployments_from_ticket_rules",
    "has_ai",
    "rule_starts",
    "templates_giving",
    "templates_named",
    "workflows_given",
]

Rule = tuple[TicketRuleWire, Origin]
Template = tuple[TemplateWire, Origin]

_BY_ID: tuple[tuple[str, str], ...] = (
    ("new_priority_id", "priority"),
    ("new_sla_id", "priority"),
    ("new_category_1_id", "field"),
    ("new_category_2_id", "field"),
    ("new_category_3_id", "field"),
    ("new_category_4_id", "field"),
    ("new_workflow_id", "field"),
    ("new_template_id", "field"),
    ("script_id", "script"),
)
"""Field of a rule, and what it does when the field names something."""
_SETS = (*(name for name, _ in _BY_ID), "new_agent_id", "new_status_id", "outcome_id", "outcomes")
"""Everything that a rule may set, as far as it is sent where nothing is set too."""
_BY_NAME = {
    **dict.fromkeys(("agent", "agent_id", "team", "team_id", "section_id"), "assignment"),
    **dict.fromkeys(("priority", "priority_id", "sla", "sla_id"), "priority"),
    **dict.fromkeys(("status", "status_id"), "status"),
}
"""Name of another field that a rule sets, and what that does; any other is only a field.

Source: the names of a ticket's own fields (verified); that rules use the same (unsure).
"""
_STATUS = {True: "closing status", False: "status", None: "a status"}
_OF_ANY_CLIENT = frozenset(
    [
        "summary",
        "details",
        "symptom",
        "priority",
        "priority_id",
        "status",
        "status_id",
        "agent",
        "agent_id",
        "team",
        "team_id",
        "source",
        "impact",
        "urgency",
        *(f"category_{level}" for level in range(1, 5)),
        *(f"categoryid_{level}" for level in range(1, 5)),
    ]
)
"""Fields that a ticket of any client may have any value of; a condition on another one may limit
whose tickets a rule takes. Source: the names of a ticket's own fields (verified); that rules use
the same (unsure)."""
_TICKETS = "faults"
"""The table of tickets (unsure); a condition on any other leaves open whom it limits."""


def deployments_from_ticket_rules(
    rules: Sequence[Rule],
    *,
    statuses: Statuses,
    outcomes: Mapping[int, OutcomeWire],
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
    summaries: Collection[int] = (),
) -> Iterator[Statement]:
    """State every rule; one that is switched off is stated as such.

    Whether one acts that belongs to a workflow's step is unknown: what stands before the step is
    told by its workflow, which then tells of the rule too.

    Args:
        rules: those of the list, but for what workflows tell of their steps.
        outcomes: actions with their details, as far as they were read.
        summaries: rules whose details were not read.
        entry: the catalogue's `ticket_rules`.
    """
    ordered = sorted(rules, key=lambda one: _order(one[0]))
    for row, origin in ordered:
        number = str(row.id)
        deeds = list(_deeds(row, origin, statuses, outcomes, entry))
        if row.id in summaries:
            deeds.append(Deed("what its details tell", entry.label("action", "not read")))
        hidden, perhaps = _hidden_by(row, ordered)
        if perhaps is not None or row.criteria == [] or is_of_step(row):
            deeds = [replace(one, label=may_act(one.label)) for one in deeds]
        active = observed(origin, row, "active", object_id=number)
        stops = observed(origin, row, "stopmatching", object_id=number)
        order = observed(origin, row, "precedence", object_id=number)
        fields = sorted({one.fieldname for one in row.criteria or () if one.fieldname})
        more = [active, stops, order]
        if is_of_step(row):
            more.append(observed(origin, row, "flowdetail_id", object_id=number))
        if isinstance(row.events, list) and row.events:
            how_many = len(row.events)
            more.append(said(origin, "events", how_many, object_id=number, pointer="/events"))
        looked = said(
            origin,
            "criteria",
            None if row.criteria is None else ", ".join(fields),
            object_id=number,
            pointer="/criteria",
            absent="criteria" not in row.model_fields_set,
        )
        source = SourceObject(
            kind=SourceKind.RULE, id=f"ticketRule:{number}", name=row.name or f"rule {number}"
        )
        starts, shown = starts_of_rule(row, origin=origin, place=place)
        yield statement(
            entry,
            deeds,
            place=place,
            source=source,
            reached=Reached(Reach.UNKNOWN) if is_of_step(row) else _reached(row, desk),
            starts_from=starts,
            links_shown=shown,
            enabled=row.active if isinstance(row.active, bool) else None,
            more=(*more, looked),
            settings=()
            if perhaps is None
            else (Setting(name="perhaps shadowed by", value=_name(perhaps)),),
            unknown=unknown_ai(origin, row, object_id=number, place=place, source=source),
            shadowed_by=None if hidden is None else _name(hidden),
        )


def _hidden_by(
    row: TicketRuleWire, rules: Sequence[Rule]
) -> tuple[TicketRuleWire | None, TicketRuleWire | None]:
    """Give a rule that hides one, or else one that may, by what was not told."""
    perhaps = None
    for other, _ in rules:
        found = False if other is row else hides(other, row)
        if found:
            return other, None
        if found is None and perhaps is None:
            perhaps = other
    return None, perhaps


@dataclass(frozen=True, slots=True)
class RuleStart:
    """A rule that runs an action by itself, or may: see `is_sure`."""

    rule: TicketRuleWire
    origin: Origin
    may_be_hidden: bool = False

    @property
    def is_sure(self) -> bool:
        """Whether the rule is on, and surely tried; else the start by it is not shown."""
        is_tried = not self.may_be_hidden and self.rule.criteria != []
        return self.rule.active is True and is_tried and not is_of_step(self.rule)

    @property
    def how(self) -> str:
        """A word of the reading tables' setting `started`."""
        return "by itself" if self.is_sure else "not shown"

    @property
    def named(self) -> str:
        """What it is, in words."""
        return f"the rule {_name(self.rule)}"

    @property
    def shown(self) -> tuple[Observed, ...]:
        """The action that it names; and where it is not sure, what was told of its being on."""
        names = ("outcome_id",) if self.is_sure else ("outcome_id", "active")
        number = str(self.rule.id)
        return tuple(observed(self.origin, self.rule, one, object_id=number) for one in names)


def rule_starts(rules: Sequence[Rule]) -> Mapping[int, tuple[RuleStart, ...]]:
    """Action to the rules that run it, may be on, and that no earlier rule hides."""
    found: dict[int, tuple[RuleStart, ...]] = {}
    ordered = sorted(rules, key=lambda one: _order(one[0]))
    for row, origin in ordered:
        if row.active is False or row.outcome_id is None:
            continue
        hidden, perhaps = _hidden_by(row, ordered)
        if hidden is None:
            start = RuleStart(row, origin, may_be_hidden=perhaps is not None)
            found[row.outcome_id] = (*found.get(row.outcome_id, ()), start)
    return found


def workflows_given(rules: Sequence[Rule]) -> frozenset[int]:
    """The workflows that rules which may be on give to a ticket, whatever its type begins with."""
    numbers = (row.new_workflow_id for row, _ in rules if row.active is not False)
    return frozenset(one for one in numbers if one is not None and given(one))


def templates_named(rules: Sequence[Rule]) -> tuple[int, ...]:
    """The templates that rules which may be on put into a ticket."""
    numbers = (row.new_template_id for row, _ in rules if row.active is not False)
    return tuple(dict.fromkeys(one for one in numbers if one is not None and given(one)))


def templates_giving(
    templates: Mapping[int, Template], *, named: Collection[int]
) -> Mapping[int, Sequence[Template]] | None:
    """Workflow to the templates that give it to a ticket.

    None where one that is named was not read, or did not tell its workflow: it may give any.

    Source: HaloPSA API v2, StdRequest.workflow_id (verified name).
    """
    found: dict[int, list[Template]] = {}
    for one in named:
        row, origin = templates.get(one, (None, None))
        if row is None or origin is None or row.workflow_id is None:
            return None
        if given(row.workflow_id):
            found.setdefault(row.workflow_id, []).append((row, origin))
    return found


def has_ai(outcome: OutcomeWire) -> bool | None:
    """Whether an action writes by AI; what the number says besides is not documented.

    None where no number was told.
    """
    found = number(outcome.ai_operation)
    return None if found is None else found != 0


def _order(row: TicketRuleWire) -> tuple[bool, int, int]:
    return row.precedence is None, row.precedence or 0, row.id


def _name(row: TicketRuleWire) -> str:
    return row.name or f"rule {row.id}"


def _reached(row: TicketRuleWire, desk: Desk) -> Reached:
    """All clients, or nobody knows whom: how a condition compares is a number of no meaning.

    What a rule without any condition takes is not documented: every ticket, or none by itself, as
    one that people start by hand needs none; which number of `use` those have is not told.

    Source: HaloPSA's guide to ticket rules (verified: rules are for new tickets, for existing ones,
    for both, or for use by hand).
    """
    if not row.criteria:
        return Reached(Reach.UNKNOWN)
    if all(_is_of_any_client(one, desk) for one in row.criteria):
        return desk.everybody()
    return Reached(Reach.UNKNOWN)


def _is_of_any_client(row: CriterionWire, desk: Desk) -> bool:
    of_ticket = not row.tablename or row.tablename.casefold() == _TICKETS
    name = (row.fieldname or "").casefold()
    if name == TICKET_TYPE:
        # Of a type that only some clients have, a condition means those, or all the others.
        kind = desk.types.get(type_in(row) or 0)
        return of_ticket and kind is not None and kind.allowed_clients == []
    return of_ticket and name in _OF_ANY_CLIENT


def _deeds(
    row: TicketRuleWire,
    origin: Origin,
    statuses: Statuses,
    outcomes: Mapping[int, OutcomeWire],
    entry: FeatureEntry,
) -> Iterator[Deed]:
    found = acts = False
    for what, name in _what(row, statuses, outcomes):
        found, acts = True, acts or what != "message"
        shown = observed(origin, row, name, object_id=str(row.id))
        yield Deed(what, entry.label("action", what), (shown,))
    for at, one in enumerate(row.outcomes or ()):
        found = acts = True
        pointer = f"/outcomes/{at}"
        shown = observed(origin, one, "fieldname", object_id=str(row.id), pointer=pointer)
        yield _deed_of(one, shown, statuses, entry)
    untold = [] if acts or not found else [one for one in _SETS if getattr(row, one) is None]
    if untold:
        shown = observed(origin, row, untold[0], object_id=str(row.id))
        yield Deed("what was not told", entry.label("action", NOT_TOLD), (shown,))
    if not found:
        shown = observed(origin, row, "outcomes", object_id=str(row.id))
        yield Deed("nothing that is known", entry.label("action", "unknown"), (shown,))


def _deed_of(
    one: RuleOutcomeWire, shown: Observed, statuses: Statuses, entry: FeatureEntry
) -> Deed:
    """What setting another field does; which fields mean what is read from their names."""
    name = (one.fieldname or "").casefold()
    what = _BY_NAME.get(name, "field" if name else "a field")
    if what == "status":
        what = _STATUS[statuses.closes(one.value_int)]
    label = entry.label("action", what)
    return Deed(what, label.model_copy(update={"basis": Basis.INFERRED}), (shown,))


def _what(
    row: TicketRuleWire, statuses: Statuses, outcomes: Mapping[int, OutcomeWire]
) -> Iterator[tuple[str, str]]:
    """Name what a rule does, each with the field that shows it."""
    if given(row.new_agent_id) and row.new_agent_id != UNASSIGNED:
        yield "assignment", "new_agent_id"
    if row.new_team:
        yield "assignment", "new_team"
    for name, what in _BY_ID:
        if given(getattr(row, name)):
            yield what, name
    if given(row.new_status_id):
        yield _STATUS[statuses.closes(row.new_status_id)], "new_status_id"
    if given(row.outcome_id):
        action = outcomes.get(row.outcome_id or 0)
        is_ai = action is not None and has_ai(action)
        yield "AI action" if is_ai else "action", "outcome_id"
    if row.popupmsg:
        yield "message", "popupmsg"
