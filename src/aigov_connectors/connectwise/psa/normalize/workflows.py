"""Workflow rules: one deployment per event, by what its actions do; closing apart.

The rule engine has no approval step, so whatever changes something acts by itself. What an action
does follows from its fields; its kind is asked by name only where no field tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from aigov_connectors.catalogue import FeatureEntry, Label
from aigov_connectors.connectwise.psa.normalize.conditions import without_names
from aigov_connectors.connectwise.psa.normalize.known import KNOWN
from aigov_connectors.connectwise.psa.normalize.places import VENDOR, board_scope
from aigov_connectors.connectwise.psa.normalize.reach import Desk, Reached
from aigov_connectors.connectwise.psa.wire import (
    ActionWire,
    EventWire,
    NotifyTypeWire,
    WorkflowWire,
)
from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    BreakdownPart,
    DecisionKind,
    Dimension,
    Evidence,
    GateKind,
    Link,
    LinkKind,
    Operator,
    Origin,
    Place,
    Reach,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.observed import Observed, Unknowns, observed, said, unknown_settings
from aigov_connectors.wire import WireSettings

__all__ = ["Rules", "deployments_from_rules"]

_BY_FIELD: tuple[tuple[str, str], ...] = (
    ("automate_script", "script"),
    ("board", "board"),
    ("service_priority", "priority"),
    ("service_type", "type"),
    ("service_sub_type", "type"),
    ("service_item", "type"),
    ("service_template", "new ticket"),
    ("service_survey", "survey"),
    ("company_status", "other record"),
    ("project_status", "other record"),
    ("sales_order_status", "other record"),
    ("group", "other record"),
)
"""Field of an action, and what it does when the field is set."""
_BY_KIND: Mapping[str, str] = {
    "create activity": "activity",
    "assign resource": "assignment",
    "attach configuration": "configuration",
}
"""Kinds of action by name, where no field tells more (field notes)."""
_OPENING = frozenset(
    {"create service ticket", "createserviceticket", "create ticket", "createticket"}
)
"""Kinds that open a ticket; their other fields say what it is like, and change no ticket."""
_MAIL = frozenset({"send email", "sendemail", "email"})
_CLIENT_SIDE = frozenset(
    {
        "contact",
        "contacts",
        "customer",
        "customers",
        "company",
        "companies",
        "client",
        "clients",
        "requester",
    }
)
_STAFF_SIDE = frozenset(
    {
        "member",
        "members",
        "team",
        "teams",
        "resource",
        "resources",
        "owner",
        "technician",
        "technicians",
        "staff",
    }
)
"""Words in the name of a kind of recipient; the vendor publishes no list of the names."""
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_TICKET_TABLES = frozenset({"ticket", "service ticket", "sr_service"})
_CLOSING = "closing status"
_CLOSING_LATER = "closing status after the script"
_UNKNOWN = "unknown"


@dataclass(slots=True)
class Rules:
    """Everything that was read of the rules, and where it came from."""

    workflows: dict[int, tuple[WorkflowWire, Origin]] = field(default_factory=dict)
    events: dict[int, tuple[EventWire, Origin]] = field(default_factory=dict)
    actions: list[tuple[ActionWire, Origin]] = field(default_factory=list)
    kinds: dict[int, NotifyTypeWire] = field(default_factory=dict)
    closing: set[int] = field(default_factory=set)
    """Ids of statuses that close a ticket."""
    open: set[int] = field(default_factory=set)
    """Ids of statuses that do not."""


@dataclass(frozen=True, slots=True)
class _Deed:
    """One thing that one action does."""

    what: str
    """A value of the reading tables' setting `action`."""
    label: Label
    shown: Observed


def deployments_from_rules(
    rules: Rules, *, entry: FeatureEntry, closing: FeatureEntry, place: Place, desk: Desk
) -> Iterator[Statement]:
    """State every event that has an action; a rule that is switched off is stated as such.

    Args:
        entry: the catalogue's `workflow_rules`.
        closing: the catalogue's `auto_close`.
    """
    actions: dict[int, list[tuple[ActionWire, Origin]]] = {}
    for action, origin in rules.actions:
        if action.parent_id is not None:
            actions.setdefault(action.parent_id, []).append((action, origin))
    for event_id, (event, event_origin) in sorted(rules.events.items()):
        found = rules.workflows.get(event.parent_id or -1)
        mine = actions.get(event_id, ())
        if found is None or not mine:
            continue
        workflow, origin = found
        for feature in (entry, closing):
            deeds = tuple(_deeds(mine, rules, feature, closes=feature is closing))
            if deeds:
                yield _statement(
                    workflow, origin, event, event_origin, mine, deeds, feature, place, desk
                )


def _statement(
    workflow: WorkflowWire,
    origin: Origin,
    event: EventWire,
    event_origin: Origin,
    actions: Sequence[tuple[ActionWire, Origin]],
    deeds: Sequence[_Deed],
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
) -> Statement:
    board = workflow.board
    active, active_seen = observed(origin, workflow, "activate_flag", object_id=str(workflow.id))
    condition = event.event_condition or ""
    told, told_seen = said(
        event_origin,
        "eventCondition",
        without_names(condition),
        object_id=str(event.id),
        absent=event.event_condition is None,
    )
    often, often_seen = observed(event_origin, event, "execution_time", object_id=str(event.id))
    source = SourceObject(
        kind=SourceKind.RULE,
        id=f"workflow:{workflow.id}/event:{event.id}",
        name=f"{event.name or f'event {event.id}'} in {workflow.name or f'rule {workflow.id}'}",
    )
    reached = _reached(workflow, event, desk)
    label = _label([deed.label for deed in deeds])
    if not reached.is_certain and reached.reach is Reach.LISTED:
        label = label.model_copy(update={"basis": Basis.INFERRED})
    rows: tuple[tuple[WireSettings, Origin, int | None], ...] = (
        (workflow, origin, workflow.id),
        (event, event_origin, event.id),
        *((action, where, action.id) for action, where in actions),
    )
    unknown = Unknowns()
    for row, where, number in rows:
        unknown += unknown_settings(
            where,
            row,
            object_id=str(number),
            place=place,
            source_object=source,
            described=KNOWN[type(row).__name__],
        )
    evidence = (
        deeds[0].shown[1],
        *(deed.shown[1] for deed in deeds[1:]),
        active_seen,
        told_seen,
        often_seen,
    )
    starts, starts_seen = _starts(workflow, origin, event, told_seen, place)
    deployment = entry.deployment(
        place=place,
        scope=board_scope(place, board.id if board else None, board.name if board else None),
        source_object=source,
        label=label,
        enabled=_base(entry, active.value),
        informs=True if any(deed.what == "mail to the staff" for deed in deeds) else None,
        reach=reached.reach,
        settings=(*(deed.shown[0] for deed in deeds), active, told, often),
        evidence=evidence,
        breakdown=_parts(deeds),
        leads_to=tuple(_leads_to(deeds)),
        starts_from=starts,
    )
    return Statement(
        deployment=deployment,
        evidence=tuple(dict.fromkeys((*evidence, *starts_seen, *unknown.evidence))),
        reach=reached.organizations,
        tickets=reached.tickets,
        window=reached.window,
        unknown_settings=unknown.settings,
    )


def _base(entry: FeatureEntry, active: object) -> bool | None:
    """Whether the rule is on; the table of the rules tells, for closing as well."""
    return active if isinstance(active, bool) else None


def _starts(
    workflow: WorkflowWire, origin: Origin, event: EventWire, condition: Evidence, place: Place
) -> tuple[tuple[Link, ...], tuple[Evidence, ...]]:
    """The board whose tickets start the event; surely only where it has no condition.

    The grammar of conditions is not documented: whether a ticket fulfils one is not shown.
    """
    if not _watches_tickets(workflow):
        return (), ()
    board = workflow.board.id if workflow.board else None
    home, seen = said(
        origin,
        "board",
        board,
        object_id=str(workflow.id),
        pointer="/board/id",
        absent=board is None,
    )
    is_sure = not (event.event_condition or "").strip()
    link = Link(
        kind=LinkKind.DESK,
        key=f"{VENDOR}/{place.tenant_id}/board:{'*' if home.absent else board}",
        basis=Basis.OBSERVED if is_sure else Basis.INFERRED,
        because=None if is_sure else "whether the ticket fulfils the rule's condition is not shown",
        evidence=(seen.id, condition.id),
    )
    return (link,), (seen, condition)


def _leads_to(deeds: Iterable[_Deed]) -> Iterator[Link]:
    """The field of an action that holds a script is named after the product that runs it."""
    for deed in deeds:
        if deed.what == "script":
            yield Link(
                kind=LinkKind.PRODUCT,
                key="connectwise.automate",
                does=DecisionKind.RUN_SCRIPT,
                gate=GateKind.NONE,
                evidence=(deed.shown[1].id,),
            )


def _watches_tickets(workflow: WorkflowWire) -> bool:
    table = workflow.table_type
    words = {word.casefold() for word in (table.name, table.identifier) if word} if table else set()
    return bool(words & _TICKET_TABLES) or not words


def _reached(workflow: WorkflowWire, event: EventWire, desk: Desk) -> Reached:
    board = workflow.board.id if workflow.board else None
    reached = desk.of_board(board, condition=event.event_condition)
    if reached.reach is Reach.ALL and (workflow.location or workflow.department):
        # Whose records belong to a location or a department is not told.
        reached = Reached(Reach.UNKNOWN, is_certain=False)
    if _watches_tickets(workflow):
        return reached
    # It watches records of another kind: no tickets are in its reach.
    return Reached(reached.reach, reached.organizations, is_certain=reached.is_certain)


def _deeds(
    actions: Iterable[tuple[ActionWire, Origin]],
    rules: Rules,
    entry: FeatureEntry,
    *,
    closes: bool,
) -> Iterator[_Deed]:
    for action, origin in actions:
        for what, named in _what(action, rules):
            if (what in (_CLOSING, _CLOSING_LATER)) is not closes:
                continue
            shown = observed(origin, action, named, object_id=str(action.id))
            yield _Deed(what, entry.label("action", what), shown)


def _what(action: ActionWire, rules: Rules) -> Iterator[tuple[str, str]]:
    """Name what an action does, each with the field that shows it."""
    kind = _kind(action, rules)
    if kind & _OPENING:
        yield from _opened(action)
        return
    found = False
    for name, what in _BY_FIELD:
        if getattr(action, name) is not None:
            found = True
            yield what, name
    if action.board_status is not None:
        found = True
        yield _status(action.board_status.id, rules, _CLOSING, "status"), "board_status"
    for later in ("script_success_status", "script_fail_status"):
        status = getattr(action, later)
        if status is not None:
            what = _status(status.id, rules, _CLOSING_LATER, "status")
            if what == _CLOSING_LATER:
                yield what, later
    if action.update_owner_flag:
        found = True
        yield "assignment", "update_owner_flag"
    if kind & _MAIL:
        yield _mail(action), "notify_who"
    elif not found:
        known = next((_BY_KIND[name] for name in sorted(kind) if name in _BY_KIND), None)
        if known is None and (action.detail_notes_flag or action.internal_notes_flag):
            known = "note"
        yield known or _UNKNOWN, "notify_type"


def _opened(action: ActionWire) -> Iterator[tuple[str, str]]:
    if action.service_template is not None:
        yield "new ticket", "service_template"
    else:
        yield "new ticket by name", "notify_type"
    if action.automate_script is not None:
        yield "script", "automate_script"


def _status(status: int | None, rules: Rules, closing: str, other: str) -> str:
    if status in rules.closing:
        return closing
    return other if status in rules.open else _UNKNOWN


def _kind(action: ActionWire, rules: Rules) -> set[str]:
    """The names of the action's kind, as the action and the list of kinds tell them."""
    told = action.notify_type
    if told is None:
        return set()
    listed = rules.kinds.get(told.id) if told.id is not None else None
    names = (told.name, told.identifier, listed.name if listed else None)
    return {name.casefold() for name in names if name}


def _mail(action: ActionWire) -> str:
    """Whom a mail goes to; an address that somebody typed may be anybody's."""
    who = action.notify_who
    names = [name for name in (who.name, who.identifier) if name] if who else []
    words = [{word.casefold() for word in _WORD.findall(name)} for name in names]
    to_client = any(name & _CLIENT_SIDE for name in words)
    to_staff = any(name & _STAFF_SIDE for name in words)
    if action.cc_contact or action.bcc_contact or (to_client and not to_staff):
        return "mail to the client"
    if to_client or action.email_recipient:
        return _UNKNOWN
    named = action.specific_member_to or action.specific_team_to
    return "mail to the staff" if to_staff or (named and not names) else _UNKNOWN


def _label(labels: Sequence[Label]) -> Label:
    """What several actions come to: what surely acts counts, then what may, then the rest."""
    order = (Autonomy.FULLY_AUTONOMOUS, Autonomy.SEMI_AUTONOMOUS, Autonomy.UNKNOWN)
    highest = next(
        (one for autonomy in order for one in labels if one.autonomy is autonomy), labels[0]
    )
    relevant = labels
    if highest.autonomy is Autonomy.UNKNOWN:
        relevant = [one for one in labels if one.autonomy is not Autonomy.UNKNOWN]
    decisions: dict[DecisionKind, None] = {}
    for one in relevant:
        decisions.update(dict.fromkeys(one.decisions))
    if any(one.autonomy is Autonomy.UNKNOWN for one in labels):
        decisions[DecisionKind.UNKNOWN] = None
    # What is not known was not observed.
    is_inferred = highest.autonomy is Autonomy.UNKNOWN or any(
        one.basis is Basis.INFERRED for one in labels
    )
    basis = Basis.INFERRED if is_inferred else highest.basis
    return highest.model_copy(update={"decisions": tuple(decisions), "basis": basis})


def _parts(deeds: Sequence[_Deed]) -> tuple[BreakdownPart, ...]:
    """What acts and what only informs, apart, where an event has both."""
    groups: dict[Autonomy, list[_Deed]] = {}
    for deed in deeds:
        groups.setdefault(deed.label.autonomy, []).append(deed)
    if len(groups) < 2:
        return ()
    return tuple(
        BreakdownPart(
            dimension=Dimension.CATEGORY,
            operator=Operator.EQ,
            value=", ".join(dict.fromkeys(deed.what for deed in group)),
            autonomy=autonomy,
            gate=group[0].label.gate,
        )
        for autonomy, group in groups.items()
    )
