"""Integration runbooks: what starts them, who stands before that, and whether they ask a model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from aigov_connectors.catalogue import FeatureEntry, Label
from aigov_connectors.halopsa.normalize.flows import (
    Automation,
    gate_before,
    is_on,
    runbook_key,
)
from aigov_connectors.halopsa.normalize.gates import not_sure, types_of
from aigov_connectors.halopsa.normalize.parts import Deed, label_of, may_act, statement
from aigov_connectors.halopsa.normalize.reach import Desk, Reached
from aigov_connectors.halopsa.normalize.suggestions import ActionStart
from aigov_connectors.halopsa.normalize.switches import is_runbook
from aigov_connectors.halopsa.wire import (
    ApprovalProcessWire,
    ButtonWire,
    IntegrationWire,
    OutcomeWire,
    VirtualAgentWire,
    WebhookWire,
    given,
)
from aigov_connectors.inventory import (
    ApprovalGate,
    Autonomy,
    Basis,
    DecisionKind,
    Dimension,
    Evidence,
    GateKind,
    Link,
    LinkKind,
    Origin,
    Place,
    Reach,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import Observed, observed, said

__all__ = [
    "Starters",
    "asks_a_model",
    "calls_unknown_host",
    "deployments_from_runbook",
    "feature_of_runbook",
    "is_active",
    "is_of_model",
]

_AI_HOSTS = re.compile(
    r"(^|\.)(openai\.com|openai\.azure\.com|cognitiveservices\.azure\.com|anthropic\.com"
    r"|mistral\.ai|cohere\.(ai|com)|perplexity\.ai)$|^generativelanguage\.googleapis\.com$"
    r"|(^|-)aiplatform\.googleapis\.com$"
)
"""Hosts of models: what leads there asks one."""

Integrations = Mapping[int, tuple[IntegrationWire, Origin]]

_BEHIND = {GateKind.PRE_APPROVAL: "after approval", GateKind.NONE: "by itself"}
"""What stands before a start, and how that is read; anything else is not shown."""


@dataclass(frozen=True, slots=True)
class Starters:
    """Everything that was seen to start runbooks, and what else is needed to judge it."""

    automations: Sequence[tuple[Automation, Origin]]
    processes: Mapping[int, ApprovalProcessWire]
    buttons: Sequence[tuple[ButtonWire, Origin]]
    agents: Sequence[tuple[VirtualAgentWire, Origin]]
    outcomes: Sequence[tuple[OutcomeWire, Origin]] = ()
    actions: Mapping[int, Sequence[ActionStart]] = field(default_factory=dict)
    """Action to the rules and suggestions that run it, and are on, or may be."""
    unread_of_actions: Sequence[str] = ()
    """What else can run an action, and was not read whole."""
    approvals: Sequence[tuple[ApprovalProcessWire, Origin]] = ()
    unread: Sequence[str] = ()
    """What else can start runbooks, and was not read whole."""


@dataclass(frozen=True, slots=True)
class _Start:
    how: str
    """A value of the reading tables' setting `started`."""
    what: str
    shown: tuple[Observed, ...] = ()
    gate: ApprovalGate | None = None
    types: tuple[int, ...] | None = None
    """Ticket types of the workflow that starts it; None where it is no workflow."""
    basis: Basis = Basis.OBSERVED


def feature_of_runbook(row: WebhookWire, integrations: Integrations, origin: Origin) -> str:
    """The short name of the feature that a runbook is."""
    asks = asks_a_model(row, integrations, origin)
    return "integration_runbooks" if asks is None else "ai_runbooks"


def asks_a_model(row: WebhookWire, integrations: Integrations, origin: Origin) -> Observed | None:
    """What shows that a runbook asks a model: a step, or the host of what it calls; no name."""
    for at, step in enumerate(row.steps or ()):
        for name in ("ai_model", "virtual_agent_id"):
            if getattr(step, name):
                pointer = f"/steps/{at}"
                return observed(origin, step, name, object_id=row.id, pointer=pointer)
    for call in _calls(row, integrations, origin):
        if is_of_model(call.host):
            return call.shown[0]
    return None


def is_of_model(host: str | None) -> bool:
    """Whether a host is one at which a model is asked."""
    return host is not None and _AI_HOSTS.search(host.casefold()) is not None


def _tells_calls(row: WebhookWire) -> bool:
    """Whether it told everything by which it could ask a model; else what it does is unknown."""
    return None not in (row.steps, row.integrations, row.standalone_methods)


def _of_unknown_effect(label: Label) -> Label:
    """Label a start of what may do something else than its feature says, or nothing.

    Who is asked before is known, whatever it then does.
    """
    less = {"decisions": (*label.decisions, DecisionKind.UNKNOWN), "basis": Basis.INFERRED}
    return may_act(label).model_copy(update=less)


@dataclass(frozen=True, slots=True)
class _Call:
    host: str
    shown: tuple[Observed, ...]
    """Where the host stands, be it in the runbook or in the integration, and the path."""
    path: str | None = None
    """With `{}` for words that are none of an API; None where it is not told."""


def _calls(row: WebhookWire, integrations: Integrations, origin: Origin) -> Iterator[_Call]:
    """Where in a runbook it calls another tool.

    Which methods of an integration it calls is not told; of a single method the path is.
    """

    def host_at(at: str, host: str) -> Observed:
        return said(origin, "host", host, object_id=row.id, pointer=at)

    for at, used in enumerate(row.integrations or ()):
        if used.resourcebaseurl:
            seen = host_at(f"/integrations/{at}/resourcebaseurl", used.resourcebaseurl)
            yield _Call(used.resourcebaseurl, (seen,))
        elif (known := _known(used.id, integrations)) is not None:
            yield _Call(known.host, (known.shown,))
    for at, method in enumerate(row.standalone_methods or ()):
        pointer = f"/standalone_methods/{at}"
        host, base = method.integration_baseurl, method.base_path
        known = _known(method.integration_id, integrations)
        if host:
            seen = host_at(f"{pointer}/integration_baseurl", host)
        elif known is not None:
            host, seen = known.host, known.shown
        else:
            continue
        if base is None and known is not None:
            base = known.path
        if method.path is None:
            yield _Call(host, (seen,))
            continue
        path = observed(origin, method, "path", object_id=row.id, pointer=pointer)
        yield _Call(host, (seen, path), f"{base or ''}{method.path}")


def calls_unknown_host(row: WebhookWire, integrations: Integrations) -> bool:
    """Whether a runbook calls an integration of which no host is told: it may be a model's."""
    return any(
        not one.resourcebaseurl and _known(one.id, integrations) is None
        for one in row.integrations or ()
    ) or any(
        not one.integration_baseurl and _known(one.integration_id, integrations) is None
        for one in row.standalone_methods or ()
    )


@dataclass(frozen=True, slots=True)
class _Known:
    host: str
    path: str | None
    shown: Observed


def _known(id: int | None, integrations: Integrations) -> _Known | None:
    """Where an integration leads, as its own record tells."""
    row, origin = integrations.get(id or 0, (None, None))
    if row is None or origin is None or not row.resourcebaseurl:
        return None
    host = row.resourcebaseurl
    seen = said(origin, "host", host, object_id=str(row.id), pointer="/resourcebaseurl")
    return _Known(host, row.base_path, seen)


def deployments_from_runbook(
    row: WebhookWire,
    *,
    origin: Origin,
    starters: Starters,
    integrations: Integrations,
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
) -> Iterator[Statement]:
    """State a runbook by everything that starts it; the least guarded way counts.

    `entry` is the catalogue's `ai_runbooks` or `integration_runbooks`: see `feature_of_runbook`.
    """
    starts = list(_starts(row, origin, starters, desk))
    asks = asks_a_model(row, integrations, origin)
    tells_calls = asks is not None or _tells_calls(row)
    deeds = []
    for one in starts or [_Start("not shown", "nothing that is shown")]:
        label = entry.label("started", one.how)
        if one.gate is not None:
            label = label.model_copy(update={"gate": one.gate})
        if one.basis is Basis.INFERRED:
            label = label.model_copy(update={"basis": Basis.INFERRED})
        deeds.append(Deed(one.what, label, one.shown))
    begun = label_of(deeds)
    if not tells_calls:
        deeds = [replace(one, label=_of_unknown_effect(one.label)) for one in deeds]
    more = [
        observed(origin, row, "active", object_id=row.id),
        observed(origin, row, "runbook_start_type", object_id=row.id),
    ]
    if asks is not None:
        more.insert(0, asks)
    if row.systemuse:
        more.append(observed(origin, row, "systemuse", object_id=row.id))
    links, shown = _links(row, origin, starts, integrations, gate=begun, place=place)
    yield statement(
        entry,
        deeds,
        place=place,
        source=SourceObject(
            kind=SourceKind.WORKFLOW, id=f"runbook:{row.id}", name=row.name or f"runbook {row.id}"
        ),
        reached=_reached(starts, desk, asks_model=asks is not None),
        enabled=is_active(row),
        more=more,
        dimension=Dimension.TRIGGER,
        leads_to=tuple(one for one in links if one.kind is LinkKind.CALL),
        starts_from=tuple(one for one in links if one.kind is LinkKind.OBJECT),
        links_shown=shown,
    )


def _links(
    row: WebhookWire,
    origin: Origin,
    starts: Sequence[_Start],
    integrations: Integrations,
    *,
    gate: Label,
    place: Place,
) -> tuple[tuple[Link, ...], tuple[Evidence, ...]]:
    """The tools that it calls, and the workflows that start it by its id.

    A method is a number that no document explains: what is called is told by its path alone.
    """
    links: list[Link] = []
    proofs: list[Evidence] = []
    for call in _calls(row, integrations, origin):
        shown = [seen for _, seen in call.shown]
        proofs += shown
        links.append(
            Link(
                kind=LinkKind.CALL,
                key=call.host.casefold(),
                request=None if call.path is None else f"* {call.path}",
                gate=_stands(gate),
                evidence=tuple(one.id for one in shown),
            )
        )
    started = [seen for one in starts if one.types is not None for _, seen in one.shown]
    if started:
        proofs += started
        links.append(
            Link(
                kind=LinkKind.OBJECT,
                key=runbook_key(place, row.id),
                evidence=tuple(dict.fromkeys(seen.id for seen in started)),
            )
        )
    return tuple(dict.fromkeys(links)), tuple(dict.fromkeys(proofs))


def _stands(label: Label) -> GateKind:
    """Who stands before the calls of a runbook that is started in the least guarded way."""
    if label.autonomy is Autonomy.FULLY_AUTONOMOUS:
        return GateKind.NONE
    return label.gate.kind if label.gate.kind is GateKind.PRE_APPROVAL else GateKind.UNKNOWN


def is_active(row: WebhookWire) -> bool | None:
    """Whether a runbook, or a webhook, is in force; None where that is not told."""
    if row.active is False or row.disabled is True:
        return False
    return True if row.active is True and row.disabled in (None, False) else None


def _starts(row: WebhookWire, origin: Origin, starters: Starters, desk: Desk) -> Iterator[_Start]:
    if row.events:
        seen = said(origin, "events", len(row.events), object_id=row.id, pointer="/events")
        yield _Start("by itself", "an event", (seen,))
    if given(row.schedule_id):
        shown = observed(origin, row, "schedule_id", object_id=row.id)
        yield _Start("by itself", "a schedule", (shown,))
    if row.events is None or "schedule_id" not in row.model_fields_set:
        name = "events" if row.events is None else "schedule_id"
        shown = observed(origin, row, name, object_id=row.id)
        yield _Start("not shown", "an event or a schedule, which was not told", (shown,))
    for one, _ in starters.automations:
        if one.runbook != row.id or is_on(one.workflow) is False:
            continue
        named = f"the workflow {one.workflow.name or one.workflow.id}"
        types = tuple(types_of(one.workflow, desk))
        yield _by_workflow(one, named, starters, desk, types)
    for button, where in starters.buttons:
        if button.runbook_id == row.id:
            seen = observed(where, button, "runbook_id", object_id=str(button.id))
            yield _Start("by an agent", "an agent", (seen,))
    for agent, where in starters.agents:
        for at, function in enumerate(agent.functions or ()):
            if is_runbook(function.runbook_id) and function.runbook_id == row.id:
                seen = observed(
                    where, function, "runbook_id", object_id=agent.id, pointer=f"/functions/{at}"
                )
                named = f"the virtual agent {agent.name or agent.id}"
                yield _Start("by a virtual agent", named, (seen,))
    yield from _by_actions(row, starters, desk)
    for process, where in starters.approvals:
        for at, step in enumerate(process.steps or ()):
            if step.automation_runbookid == row.id:
                seen = observed(
                    where,
                    step,
                    "automation_runbookid",
                    object_id=str(process.id),
                    pointer=f"/steps/{at}",
                )
                named = f"the approval process {process.name or process.id}"
                # Before the answer or after it is not told.
                yield _Start("not shown", named, (seen,))
    if starters.unread:
        yield _Start("not shown", f"{' or '.join(starters.unread)} that were not read")


def _by_workflow(
    one: Automation, named: str, starters: Starters, desk: Desk, types: tuple[int, ...]
) -> _Start:
    gate = gate_before(one, starters.processes, desk)
    if gate is None:
        how = "not shown" if one.gated is None else "by itself"
    else:
        how = _BEHIND.get(gate.kind, "not shown")
    if how == "by itself" and is_on(one.workflow) is None:
        how, gate = "not shown", gate and not_sure(gate)
    by_template = one.workflow.id in desk.templates_of_rules
    basis = Basis.INFERRED if by_template else Basis.OBSERVED
    return _Start(how, named, one.shown, gate, types, basis)


def _by_actions(row: WebhookWire, starters: Starters, desk: Desk) -> Iterator[_Start]:
    """Actions that run it: agents press them; rules, suggestions and workflows take them too.

    Source: HaloPSA API v2, TOutcome.automation_runbookid (verified name; what it does, unsure).
    """
    for outcome, where in starters.outcomes:
        if outcome.automation_runbookid != row.id:
            continue
        name = outcome.outcome or outcome.buttonname or f"action {outcome.id}"
        holds = observed(where, outcome, "automation_runbookid", object_id=str(outcome.id))
        found = [_Start("by an agent", f"an agent, by the action {name}", (holds,))]
        for start in starters.actions.get(outcome.id, ()):
            named = f"{start.named}, by the action {name}"
            found.append(_Start(start.how, named, (*start.shown, holds)))
        if starters.unread_of_actions:
            others = f"{' or '.join(starters.unread_of_actions)} that were not read"
            found.append(_Start("not shown", others, (holds,)))
        for one, _ in starters.automations:
            if one.action == outcome.id and is_on(one.workflow) is not False:
                types = tuple(types_of(one.workflow, desk))
                flow = f"the workflow {one.workflow.name or one.workflow.id}"
                begun = _by_workflow(one, f"{flow}, by the action {name}", starters, desk, types)
                found.append(replace(begun, shown=(*begun.shown, holds)))
        yield from (replace(one, basis=Basis.INFERRED) for one in found)


def _reached(starts: Sequence[_Start], desk: Desk, *, asks_model: bool) -> Reached:
    """The clients of the workflows that start it; of anything else it is not shown whom it reaches.

    A runbook that asks a model about what an event brings is about tickets, of whomever.
    """
    types: set[int] = set()
    for one in starts:
        if one.types is None:
            by_event = one.how == "by itself" and one.what == "an event"
            return desk.everybody() if asks_model and by_event else Reached(Reach.UNKNOWN)
        if not one.types:
            return Reached(Reach.UNKNOWN)  # which types begin with that workflow is not told
        types.update(one.types)
    return desk.of_types(types)
