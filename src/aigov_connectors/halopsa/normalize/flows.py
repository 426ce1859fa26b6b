"""Workflows as paths: what happens without a person, and whether all ways to it pass an approval.

An approval stands on an edge. A move that an agent makes by hand is no approval of what follows;
where time runs out on the edge of an approval, the ticket may move on with nobody's approval.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aigov_connectors.catalogue import FeatureEntry, Label
from aigov_connectors.halopsa.normalize.gates import TIMED_OUT, gate_of, types_of
from aigov_connectors.halopsa.normalize.parts import Deed, statement
from aigov_connectors.halopsa.normalize.place import VENDOR, unknown_ai
from aigov_connectors.halopsa.normalize.reach import Desk
from aigov_connectors.halopsa.normalize.starting import Started
from aigov_connectors.halopsa.normalize.step_rules import STEP_RULE, sets_of
from aigov_connectors.halopsa.normalize.switches import is_runbook, names
from aigov_connectors.halopsa.wire import (
    ApprovalProcessWire,
    EdgeWire,
    StepWire,
    WorkflowWire,
    given,
)
from aigov_connectors.inventory import (
    ApprovalGate,
    Autonomy,
    Basis,
    Dimension,
    GateKind,
    Link,
    LinkKind,
    Origin,
    Place,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import Observed, observed

__all__ = [
    "Automation",
    "automations_of",
    "deployments_from_workflow",
    "gate_before",
    "is_on",
    "runbook_key",
    "ways_are_told",
]


_ARROW = " > "


@dataclass(frozen=True, slots=True)
class Automation:
    """Something that a workflow does without a person."""

    workflow: WorkflowWire
    what: str
    """A value of the reading table, such as `runbook`, `action`, `time limit`, `AI step`.

    What no value of it tells, such as `timed move`, is unknown.
    """
    name: str
    gated: bool | None
    """Whether every way to it passes an approval; None where that is not seen, or where time may
    pass the approval by."""
    path: tuple[str, ...]
    """Names of steps: a way without an approval where there is one."""
    runbook: str | None
    action: int | None
    shown: tuple[Observed, ...]
    times_out: bool = False
    """Whether time may pass by every approval before it: `gated` is then None."""


@dataclass(frozen=True, slots=True)
class _Edge:
    start: int
    end: int
    row: EdgeWire
    pointer: str
    """Where the edge stands in the workflow."""

    @property
    def asks(self) -> bool | None:
        """Whether an approval stands there; None where that was not told."""
        return names(self.row.approval_result)

    @property
    def holds(self) -> bool:
        """Whether nothing passes without the approval, however long it takes."""
        return self.asks is True and not given(self.row.time_limit_mins)


def is_on(row: WorkflowWire) -> bool | None:
    """Whether a workflow is in force; None where that is not told."""
    if row.active is False or row.notinuse is True:
        return False
    return True if row.active is True and row.notinuse in (None, False) else None


def automations_of(row: WorkflowWire, origin: Origin) -> tuple[Automation, ...]:
    """Everything that a workflow does without a person."""
    called = {
        step.step_id: step.name or f"step {step.step_id}"
        for step in row.steps or ()
        if step.step_id is not None
    }
    edges = tuple(_edges(row))
    free = _ways(row, [one for one in edges if one.asks is False])
    timed = _ways(row, [one for one in edges if one.asks is not None and not one.holds])
    passing = _ways(row, [one for one in edges if not one.holds])
    every = _ways(row, edges)
    whole = ways_are_told(row)
    found: list[Automation] = []

    def add(
        what: str,
        name: str | None,
        *,
        start: int,
        asks: bool | None,
        holds: bool,
        ends: int | None,
        shown: tuple[Observed, ...],
        runbook: str | None = None,
        action: int | None = None,
        told: bool = True,
    ) -> None:
        free_way = free.get(start) if asks is False else None
        passed = None if holds else passing.get(start)
        way = free_way or passed or every.get(start)
        gated = None
        if way is not None and told:
            gated = False if free_way else (None if passed or not whole else True)
        runs_out = not holds and asks is not None and start in timed
        times_out = told and free_way is None and runs_out
        steps = (*(way or (start,)), *(() if ends is None else (ends,)))
        asked = () if free_way else tuple(_asked(edges, origin, row))
        found.append(
            Automation(
                workflow=row,
                what=what,
                name=name or what,
                gated=gated,
                path=tuple(called.get(one, f"step {one}") for one in steps),
                runbook=runbook,
                action=action,
                shown=(*shown, *asked),
                times_out=times_out,
            )
        )

    def at_step(step: int) -> dict[str, object]:
        return {"start": step, "ends": None, "asks": False, "holds": False}

    for edge in edges:
        one, at = edge.row, edge.pointer

        def shown(field: str, one: EdgeWire = one, at: str = at) -> tuple[Observed, ...]:
            return (observed(origin, one, field, object_id=str(row.id), pointer=at),)

        way = {"start": edge.start, "ends": edge.end, "asks": edge.asks, "holds": edge.holds}
        if is_runbook(one.automation_runbook_id):
            add(
                "runbook",
                one.automation_runbook_name,
                **way,  # type: ignore[arg-type]
                shown=shown("automation_runbook_id"),
                runbook=one.automation_runbook_id,
            )
        if given(one.automation_action_id):
            add(
                "action",
                one.automation_action_name,
                **way,  # type: ignore[arg-type]
                shown=shown("automation_action_id"),
                action=one.automation_action_id,
            )
        if given(one.time_limit_mins):
            acts = given(one.time_limit_action_id)
            add(
                "time limit" if acts else "timed move",
                one.time_limit_action_name if acts else None,
                **way,  # type: ignore[arg-type]
                # What comes when time runs out waits for no approval; where it leads is not told.
                told=edge.asks is False,
                shown=(*shown("time_limit_mins"), *shown("time_limit_action_id")),
                action=one.time_limit_action_id if acts else None,
            )
        does = is_runbook(one.automation_runbook_id) or given(one.automation_action_id)
        if given(one.automation_type) and not does:
            add(
                "automation of no known kind",
                None,
                **way,  # type: ignore[arg-type]
                shown=shown("automation_type"),
            )
    for number, step in enumerate(row.steps or ()):
        if (step.ai_model or step.virtual_agent_id) and step.step_id is not None:
            field = "ai_model" if step.ai_model else "virtual_agent_id"
            seen = observed(origin, step, field, object_id=str(row.id), pointer=f"/steps/{number}")
            add("AI step", step.name, **at_step(step.step_id), shown=(seen,))  # type: ignore[arg-type]
        if (given(step.auto_action) or given(step.auto_action_type)) and step.step_id is not None:
            own = tuple(
                observed(origin, step, field, object_id=str(row.id), pointer=f"/steps/{number}")
                for field in ("auto_action", "auto_action_type")
            )
            add("step action", step.name, **at_step(step.step_id), shown=own)  # type: ignore[arg-type]
        for place, rule in enumerate(step.rules or ()):
            if rule.active is False or step.step_id is None:
                continue
            pointer = f"/steps/{number}/rules/{place}"
            for what, field in sets_of(rule):
                by = observed(origin, rule, field, object_id=str(row.id), pointer=pointer)
                add(
                    what,
                    rule.name,
                    **at_step(step.step_id),  # type: ignore[arg-type]
                    shown=(by,),
                    action=rule.outcome_id if field == "outcome_id" else None,
                    told=rule.active is True,
                )
    return tuple(found)


def ways_are_told(row: WorkflowWire) -> bool:
    """Whether every step told its ways on; the last one has none to tell."""
    if row.steps is None:
        return False
    return all(step.actions is not None or step.isend is True for step in row.steps)


def deployments_from_workflow(
    row: WorkflowWire,
    automations: Sequence[Automation],
    *,
    origin: Origin,
    processes: Mapping[int, ApprovalProcessWire],
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
    starts: Started = ((), ()),
) -> Iterator[Statement]:
    """State a workflow that does something without a person; one that people walk says nothing.

    Args:
        processes: approval processes with their steps, as far as they were read.
        entry: the catalogue's `workflow_automations`.
        starts: the tickets that begin with it.
    """
    if not automations:
        return
    deeds = [
        Deed(
            f"{one.what} {one.name}" if one.name != one.what else one.what,
            label_behind(one, entry, processes, desk),
            one.shown,
        )
        for one in automations
    ]
    source = SourceObject(
        kind=SourceKind.WORKFLOW, id=f"workflow:{row.id}", name=row.name or f"workflow {row.id}"
    )
    free = next((one for one in automations if one.gated is False), automations[0])
    on = is_on(row)
    seen = [observed(origin, row, "active", object_id=str(row.id))]
    if row.notinuse is not None:
        seen.append(observed(origin, row, "notinuse", object_id=str(row.id)))
    for given_by, where in desk.templates_of_rules.get(row.id, ()):
        seen += [
            observed(where, given_by, name, object_id=str(given_by.id))
            for name in ("workflow_id", "approval_id")
        ]
    yield statement(
        entry,
        deeds,
        place=place,
        source=source,
        reached=desk.of_types(types_of(row, desk)),
        enabled=on,
        more=seen,
        settings=(Setting(name="path", value=_ARROW.join(free.path)),),
        unknown=unknown_ai(origin, row, object_id=str(row.id), place=place, source=source),
        dimension=Dimension.CATEGORY,
        leads_to=tuple(_runbooks(automations, deeds, place)),
        starts_from=starts[0],
        links_shown=starts[1],
    )


def runbook_key(place: Place, id: str) -> str:
    """How a link names a runbook: by its id in its tenant."""
    return f"{VENDOR}/{place.tenant_id}/runbook:{id}"


def _runbooks(
    automations: Sequence[Automation], deeds: Sequence[Deed], place: Place
) -> Iterator[Link]:
    """The runbooks that edges of the workflow start, each with who stands before it."""
    for one, deed in zip(automations, deeds, strict=True):
        if one.runbook is not None:
            yield Link(
                kind=LinkKind.OBJECT,
                key=runbook_key(place, one.runbook),
                gate=deed.label.gate.kind,
                evidence=tuple(seen.id for _, seen in one.shown),
            )


def label_behind(
    one: Automation,
    entry: FeatureEntry,
    processes: Mapping[int, ApprovalProcessWire],
    desk: Desk,
) -> Label:
    """Label an automation of a workflow by the approvals that stand before it.

    An approval that opens by itself is none, whatever it claims to be.
    """
    gate = gate_before(one, processes, desk)
    if gate is None:
        return entry.label("automation", "out of reach" if one.gated is None else one.what)
    label = entry.label("automation", one.what)
    behind = None
    if gate is TIMED_OUT:
        behind = "automation that time may let pass"
    elif gate.kind is GateKind.PRE_APPROVAL:
        behind = "automation after approval"
    if behind is not None and one.what.startswith(STEP_RULE):
        # What a rule decides is the same behind an approval.
        same = {"decisions": label.decisions}
        label = entry.label(behind, STEP_RULE).model_copy(update=same)
    elif behind is not None:
        label = entry.label(behind, one.what)
    more: dict[str, object] = (
        {"autonomy": Autonomy.UNKNOWN} if gate.kind is GateKind.UNKNOWN else {}
    )
    if one.workflow.id in desk.templates_of_rules:
        more["basis"] = Basis.INFERRED  # when a template's approval is asked for is not documented
    return label.model_copy(update={"gate": gate, **more})


def gate_before(
    one: Automation, processes: Mapping[int, ApprovalProcessWire], desk: Desk
) -> ApprovalGate | None:
    """The approvals that stand before an automation; None where none does, or none was seen."""
    if not one.gated and not one.times_out:
        return None
    gate = gate_of(one.workflow, processes, desk)
    return TIMED_OUT if one.times_out and gate.kind is not GateKind.NONE else gate


def _edges(row: WorkflowWire) -> Iterator[_Edge]:
    for number, step in enumerate(row.steps or ()):
        for at, edge in enumerate(step.actions or ()):
            start = edge.start_step if edge.start_step is not None else step.step_id
            if start is not None and edge.end_step is not None:
                yield _Edge(start, edge.end_step, edge, f"/steps/{number}/actions/{at}")


def _ways(row: WorkflowWire, edges: Sequence[_Edge]) -> dict[int, tuple[int, ...]]:
    """Step to a shortest way to it from a start, over some of the workflow's edges."""
    ways: dict[int, tuple[int, ...]] = {one: (one,) for one in _starts(row)}
    queue = list(ways)
    while queue:
        step = queue.pop(0)
        for edge in edges:
            if edge.start != step or edge.end in ways:
                continue
            ways[edge.end] = (*ways[step], edge.end)
            queue.append(edge.end)
    return ways


def _starts(row: WorkflowWire) -> list[int]:
    def numbers(steps: Sequence[StepWire]) -> list[int]:
        return [one.step_id for one in steps if one.step_id is not None]

    steps = row.steps or ()
    marked = numbers([one for one in steps if one.isstart is True])
    led_to = {edge.end for edge in _edges(row)}
    return marked or [one for one in numbers(steps) if one not in led_to] or numbers(steps)


def _asked(edges: Sequence[_Edge], origin: Origin, row: WorkflowWire) -> Iterator[Observed]:
    for edge in edges:
        if edge.asks is not False:
            at, number = edge.pointer, str(row.id)
            yield observed(origin, edge.row, "approval_result", object_id=number, pointer=at)
        if edge.asks and not edge.holds:
            at, number = edge.pointer, str(row.id)
            yield observed(origin, edge.row, "time_limit_mins", object_id=number, pointer=at)
