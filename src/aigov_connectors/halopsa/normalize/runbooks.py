"""Integration runbooks: what starts them, who stands before that, and whether they ask a model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from aigov_connectors.catalogue import FeatureEntry, Label
from aigov_connectors.halopsa.normalize.flows import (
    Automation,
    gate_of,
    is_on,
    is_runbook,
    runbook_key,
    types_of,
)
from aigov_connectors.halopsa.normalize.parts import Deed, label_of, statement
from aigov_connectors.halopsa.normalize.reach import Desk, Reached
from aigov_connectors.halopsa.wire import (
    ApprovalProcessWire,
    ButtonWire,
    IntegrationWire,
    VirtualAgentWire,
    WebhookWire,
    given,
)
from aigov_connectors.inventory import (
    ApprovalGate,
    Autonomy,
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
from aigov_connectors.observed import Observed, observed, said

__all__ = ["Starters", "asks_a_model", "deployments_from_runbook", "feature_of_runbook"]

_AI_HOSTS = re.compile(
    r"(^|\.)(openai\.com|openai\.azure\.com|cognitiveservices\.azure\.com|anthropic\.com"
    r"|mistral\.ai|cohere\.(ai|com)|perplexity\.ai)$|^generativelanguage\.googleapis\.com$"
    r"|(^|-)aiplatform\.googleapis\.com$"
)
"""Hosts of models: what leads there asks one."""

_BEHIND = {GateKind.PRE_APPROVAL: "after approval", GateKind.NONE: "by itself"}
"""What stands before a start, and how that is read; anything else is not shown."""


@dataclass(frozen=True, slots=True)
class Starters:
    """Everything that was seen to start runbooks, and what else is needed to judge it."""

    automations: Sequence[tuple[Automation, Origin]]
    processes: Mapping[int, ApprovalProcessWire]
    buttons: Sequence[tuple[ButtonWire, Origin]]
    agents: Sequence[tuple[VirtualAgentWire, Origin]]


@dataclass(frozen=True, slots=True)
class _Start:
    how: str
    """A value of the reading tables' setting `started`."""
    what: str
    shown: tuple[Observed, ...] = ()
    gate: ApprovalGate | None = None
    types: tuple[int, ...] | None = None
    """Ticket types of the workflow that starts it; None where it is no workflow."""


def feature_of_runbook(
    row: WebhookWire, integrations: Mapping[int, IntegrationWire], origin: Origin
) -> str:
    """The short name of the feature that a runbook is."""
    asks = asks_a_model(row, integrations, origin)
    return "integration_runbooks" if asks is None else "ai_runbooks"


def asks_a_model(
    row: WebhookWire, integrations: Mapping[int, IntegrationWire], origin: Origin
) -> Observed | None:
    """What shows that a runbook asks a model: a step, or the host of what it calls; no name."""
    for at, step in enumerate(row.steps):
        for field in ("ai_model", "virtual_agent_id"):
            if getattr(step, field):
                pointer = f"/steps/{at}"
                return observed(origin, step, field, object_id=row.id, pointer=pointer)
    for pointer, host in _hosts(row, integrations):
        if _AI_HOSTS.search(host):
            return said(origin, "host", host, object_id=row.id, pointer=pointer)
    return None


def _hosts(
    row: WebhookWire, integrations: Mapping[int, IntegrationWire]
) -> Iterator[tuple[str, str]]:
    """Where in a runbook it calls another tool, and under which host."""
    for at, used in enumerate(row.integrations):
        known = integrations.get(used.id) if used.id is not None else None
        host = used.resourcebaseurl or (known.resourcebaseurl if known else None)
        if host:
            yield f"/integrations/{at}", host
    for at, method in enumerate(row.standalone_methods):
        known = integrations.get(method.integration_id or 0)
        host = method.integration_baseurl or (known.resourcebaseurl if known else None)
        if host:
            yield f"/standalone_methods/{at}", host


def deployments_from_runbook(
    row: WebhookWire,
    *,
    origin: Origin,
    starters: Starters,
    integrations: Mapping[int, IntegrationWire],
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
) -> Iterator[Statement]:
    """State a runbook by everything that starts it; the least guarded way counts.

    `entry` is the catalogue's `ai_runbooks` or `integration_runbooks`: see `feature_of_runbook`.
    """
    starts = list(_starts(row, origin, starters, desk))
    asks = asks_a_model(row, integrations, origin)
    deeds = []
    for one in starts or [_Start("not shown", "nothing that is shown")]:
        label = entry.label("started", one.how)
        if one.gate is not None:
            label = label.model_copy(update={"gate": one.gate})
        deeds.append(Deed(one.what, label, one.shown))
    more = [
        observed(origin, row, "active", object_id=row.id),
        observed(origin, row, "runbook_start_type", object_id=row.id),
    ]
    if asks is not None:
        more.insert(0, asks)
    if row.systemuse:
        more.append(observed(origin, row, "systemuse", object_id=row.id))
    links, shown = _links(row, origin, starts, integrations, gate=label_of(deeds), place=place)
    yield statement(
        entry,
        deeds,
        place=place,
        source=SourceObject(
            kind=SourceKind.WORKFLOW, id=f"runbook:{row.id}", name=row.name or f"runbook {row.id}"
        ),
        reached=_reached(starts, desk, asks_model=asks is not None),
        enabled=_enabled(row),
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
    integrations: Mapping[int, IntegrationWire],
    *,
    gate: Label,
    place: Place,
) -> tuple[tuple[Link, ...], tuple[Evidence, ...]]:
    """The tools that it calls, by their host alone, and the workflows that start it by its id.

    Which of an integration's methods it calls is not read.
    """
    links: list[Link] = []
    proofs: list[Evidence] = []
    calls = dict.fromkeys(_hosts(row, integrations))
    for pointer, host in calls:
        _, seen = said(origin, "host", host, object_id=row.id, pointer=pointer)
        proofs.append(seen)
        links.append(
            Link(
                kind=LinkKind.CALL,
                key=host.casefold(),
                gate=_stands(gate),
                evidence=(seen.id,),
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
    return tuple(links), tuple(proofs)


def _stands(label: Label) -> GateKind:
    """Who stands before the calls of a runbook that is started in the least guarded way."""
    if label.autonomy is Autonomy.FULLY_AUTONOMOUS:
        return GateKind.NONE
    return label.gate.kind if label.gate.kind is GateKind.PRE_APPROVAL else GateKind.UNKNOWN


def _enabled(row: WebhookWire) -> bool | None:
    if row.active is False or row.disabled is True:
        return False
    return True if row.active is True else None


def _starts(row: WebhookWire, origin: Origin, starters: Starters, desk: Desk) -> Iterator[_Start]:
    if row.events:
        seen = said(origin, "events", len(row.events), object_id=row.id, pointer="/events")
        yield _Start("by itself", "an event", (seen,))
    if given(row.schedule_id):
        shown = observed(origin, row, "schedule_id", object_id=row.id)
        yield _Start("by itself", "a schedule", (shown,))
    for one, _ in starters.automations:
        if one.runbook != row.id or is_on(one.workflow) is False:
            continue
        named = f"the workflow {one.workflow.name or one.workflow.id}"
        types = tuple(types_of(one.workflow, desk))
        if one.gated is None:
            yield _Start("not shown", named, one.shown, types=types)
            continue
        gate = gate_of(one.workflow, starters.processes, desk) if one.gated else None
        how = "by itself" if gate is None else _BEHIND.get(gate.kind, "not shown")
        yield _Start(how, named, one.shown, gate, types)
    for button, where in starters.buttons:
        if button.runbook_id == row.id:
            seen = observed(where, button, "runbook_id", object_id=str(button.id))
            yield _Start("by an agent", "an agent", (seen,))
    for agent, where in starters.agents:
        for at, function in enumerate(agent.functions):
            if is_runbook(function.runbook_id) and function.runbook_id == row.id:
                seen = observed(
                    where, function, "runbook_id", object_id=agent.id, pointer=f"/functions/{at}"
                )
                named = f"the virtual agent {agent.name or agent.id}"
                yield _Start("by a virtual agent", named, (seen,))


def _reached(starts: Sequence[_Start], desk: Desk, *, asks_model: bool) -> Reached:
    """The clients of the workflows that start it; of anything else it is not shown whom it reaches.

    A runbook that asks a model about what an event brings is about tickets, of whomever.
    """
    types: set[int] = set()
    for one in starts:
        if one.types is None:
            by_event = one.how == "by itself" and one.what == "an event"
            return desk.everybody() if asks_model and by_event else Reached(Reach.UNKNOWN)
        types.update(one.types)
    return desk.of_types(types)
