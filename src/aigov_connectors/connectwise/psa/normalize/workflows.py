"""Workflow rules: one deployment per event, by what its actions do; closing apart.

What an action does is told by `deeds`, whom a rule reaches by `reach`, what it starts from and
calls by `rule_links`, and whether somebody is told before it closes a ticket by `told_before`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.connectwise.psa.normalize.conditions import without_names
from aigov_connectors.connectwise.psa.normalize.deeds import (
    CLOSING,
    MAIL_TO_STAFF,
    Deed,
    deeds_of,
)
from aigov_connectors.connectwise.psa.normalize.known import KNOWN
from aigov_connectors.connectwise.psa.normalize.labels import merged, parts
from aigov_connectors.connectwise.psa.normalize.places import board_scope
from aigov_connectors.connectwise.psa.normalize.reach import Desk, Reached
from aigov_connectors.connectwise.psa.normalize.rule_book import RuleEvent, Rules
from aigov_connectors.connectwise.psa.normalize.rule_links import leads_to, starts_from
from aigov_connectors.connectwise.psa.normalize.rule_tables import watches_tickets
from aigov_connectors.connectwise.psa.normalize.told_before import (
    Warned,
    may_be_warned,
    warned_before,
)
from aigov_connectors.connectwise.psa.wire import ActionWire, EventWire, WorkflowWire
from aigov_connectors.inventory import (
    Basis,
    Origin,
    Place,
    Reach,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import (
    Observed,
    Unknowns,
    observed,
    said,
    unknown_settings,
)
from aigov_connectors.wire import WireSettings

__all__ = ["deployments_from_rules"]

WARNED = "closing status, told before"


def rule_object(workflow: WorkflowWire, event: EventWire) -> SourceObject:
    """Name one event of a workflow rule."""
    return SourceObject(
        kind=SourceKind.RULE,
        id=f"workflow:{workflow.id}/event:{event.id}",
        name=f"{event.name or f'event {event.id}'} in {workflow.name or f'rule {workflow.id}'}",
    )


def deployments_from_rules(
    rules: Rules, *, entry: FeatureEntry, closing: FeatureEntry, place: Place, desk: Desk
) -> Iterator[Statement]:
    """State every event that has an action; a rule that is switched off is stated as such.

    Args:
        entry: the catalogue's `workflow_rules`.
        closing: the catalogue's `auto_close`.
    """
    for one, actions in rules.with_actions():
        for feature in (entry, closing):
            deeds = tuple(deeds_of(actions, rules, feature, closes=feature is closing))
            if deeds:
                warned = warned_before(one, rules) if feature is closing else None
                if warned is not None:
                    deeds = tuple(_warned(deed, warned, closing) for deed in deeds)
                elif feature is closing and may_be_warned(one, rules):
                    deeds = tuple(_unsure(deed) for deed in deeds)
                yield _statement(one, actions, deeds, warned, feature, place, desk)


def _warned(deed: Deed, warned: Warned, closing: FeatureEntry) -> Deed:
    if deed.what != CLOSING:
        return deed  # what a script's end sets waits for no status
    label = closing.label("action", WARNED)
    gate = label.gate.model_copy(
        update={
            "veto_seconds": warned.seconds,
            "approvers": (warned.who,),
            "condition": "whoever is told can still act while the ticket waits",
        }
    )
    return replace(deed, what=WARNED, label=label.model_copy(update={"gate": gate}))


def _unsure(deed: Deed) -> Deed:
    return replace(deed, label=deed.label.model_copy(update={"basis": Basis.INFERRED}))


def _statement(
    one: RuleEvent,
    actions: Sequence[tuple[ActionWire, Origin]],
    deeds: Sequence[Deed],
    warned: Warned | None,
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
) -> Statement:
    workflow, event = one.workflow, one.event
    source = rule_object(workflow, event)
    active = observed(one.origin, workflow, "activate_flag", object_id=str(workflow.id))
    told = said(
        one.event_origin,
        "eventCondition",
        without_names(one.condition),
        object_id=str(event.id),
        absent="event_condition" not in event.model_fields_set,
    )
    often = observed(one.event_origin, event, "execution_time", object_id=str(event.id))
    shown: list[Observed] = [*(deed.shown for deed in deeds), active, told, often]
    # Whether the RMM is set up is told where that keeps the rule from doing something.
    shown += dict.fromkeys(deed.can for deed in deeds if deed.can and _cannot(deed))
    shown += warned.shown if warned is not None else ()
    reached = _reached(one, desk)
    label = merged([deed.label for deed in deeds])
    enabled = _enabled(active[0].value, deeds)
    is_held = active[0].value is True and enabled is False
    if is_held or (not reached.is_certain and reached.reach is Reach.LISTED):
        label = label.model_copy(update={"basis": Basis.INFERRED})
    unknown = _unknown(one, actions, place, source)
    evidence = tuple(seen for _, seen in shown)
    starts, starts_seen = starts_from(one, told[1], place)
    board = workflow.board
    deployment = entry.deployment(
        place=place,
        scope=board_scope(place, one.board, board.name if board else None),
        source_object=source,
        label=label,
        enabled=enabled,
        informs=True if any(deed.what == MAIL_TO_STAFF for deed in deeds) else None,
        reach=reached.reach,
        settings=tuple(setting for setting, _ in shown),
        evidence=evidence,
        breakdown=parts(deeds),
        leads_to=tuple(leads_to(deeds, (action for action, _ in actions))),
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


def _enabled(active: object, deeds: Sequence[Deed]) -> bool | None:
    """Whether the rule is on; off, too, where all that it does needs an RMM that is not set up."""
    if active is True and all(_cannot(deed) for deed in deeds):
        return False
    return active if isinstance(active, bool) else None


def _cannot(deed: Deed) -> bool:
    return deed.can is not None and deed.can[0].value is False


def _unknown(
    one: RuleEvent, actions: Sequence[tuple[ActionWire, Origin]], place: Place, source: SourceObject
) -> Unknowns:
    rows: tuple[tuple[WireSettings, Origin, int], ...] = (
        (one.workflow, one.origin, one.workflow.id),
        (one.event, one.event_origin, one.event.id),
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
    return unknown


def _reached(one: RuleEvent, desk: Desk) -> Reached:
    workflow = one.workflow
    reached = desk.of_board(one.board, condition=one.event.event_condition)
    if reached.reach is Reach.ALL and (workflow.location or workflow.department):
        # Whose records belong to a location or a department is not told.
        reached = Reached(Reach.UNKNOWN, is_certain=False)
    if watches_tickets(workflow):
        return reached
    # It watches records of another kind: no tickets are in its reach.
    return Reached(reached.reach, reached.organizations, is_certain=reached.is_certain)
