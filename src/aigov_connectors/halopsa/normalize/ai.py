"""AI where it is set up piece by piece: actions, virtual agents."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from pydantic import JsonValue

from aigov_connectors.catalogue import FeatureEntry, Label
from aigov_connectors.halopsa.normalize.flows import (
    Automation,
    gate_before,
    is_on,
)
from aigov_connectors.halopsa.normalize.gates import not_sure
from aigov_connectors.halopsa.normalize.parts import Deed, statement
from aigov_connectors.halopsa.normalize.place import unknown_ai
from aigov_connectors.halopsa.normalize.reach import Desk
from aigov_connectors.halopsa.normalize.rules import has_ai
from aigov_connectors.halopsa.normalize.suggestions import ActionStart
from aigov_connectors.halopsa.normalize.switches import NOT_TOLD, is_runbook, strange, switch
from aigov_connectors.halopsa.wire import (
    ApprovalProcessWire,
    FunctionWire,
    OutcomeWire,
    VirtualAgentWire,
    given,
)
from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    Dimension,
    GateKind,
    Origin,
    Place,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import observed, unknown_settings

__all__ = [
    "deployments_from_outcome",
    "deployments_from_virtual_agent",
]

_AGENT = frozenset(
    [
        "intent",
        "connection_type",
        "api_type",
        "use",
        "third_party_id",
        "prompt_id",
        "access_control",
        "access_control_level",
        "_connection_enabled",
        "_instructions",
        "_model",
        "_update_tools",
        "_warning",
    ]
)
_FUNCTION = frozenset(
    [
        "virtualagent_id",
        "use",
        "description",
        "newticket_tickettype_id",
        "newticket_tickettype_guid",
        "newticket_template_id",
        "newticket_template_guid",
        "parameters",
        "function_access_conditions",
    ]
)
"""Keys that the specifications name and nothing reads."""
_BEHIND = {GateKind.PRE_APPROVAL: "after approval", GateKind.NONE: "by a rule"}
"""What stands before an action, and how that is read; anything else is not shown."""
_STARTED = {"by itself": "by a rule"}
"""How something that is no workflow starts an action, where this feature's table calls it so."""


def deployments_from_outcome(
    row: OutcomeWire,
    *,
    origin: Origin,
    writing: FeatureEntry,
    insights: FeatureEntry,
    starts: Sequence[ActionStart],
    automations: Sequence[Automation],
    processes: Mapping[int, ApprovalProcessWire],
    unread: Sequence[str],
    place: Place,
    desk: Desk,
) -> Iterator[Statement]:
    """State an action in which AI writes or gives insights; others say nothing.

    Args:
        writing: the catalogue's `ai_actions`.
        insights: the catalogue's `ai_insights`.
        starts: rules and suggestions that run it, and are on, or may be.
        automations: what workflows run it by themselves, or after an approval.
        processes: approval processes with their steps, as far as they were read.
        unread: what else can run it and was not read whole, in words.
    """
    number = str(row.id)
    name = row.outcome or row.buttonname or f"action {number}"

    def source(what: str) -> SourceObject:
        return SourceObject(kind=SourceKind.SETTING, id=f"outcome:{number}/{what}", name=name)

    writes = has_ai(row)
    if strange(row.ai_operation, writes):
        seen = observed(origin, row, "ai_operation", object_id=number)
        yield statement(
            writing,
            (Deed("whether AI writes in it", writing.label("started", NOT_TOLD), (seen,)),),
            place=place,
            source=source("ai"),
            reached=desk.everybody(),
        )
    if writes:
        shown = tuple(
            observed(origin, row, field, object_id=number)
            for field in ("ai_operation", "ai_preview", "ai_model")
        )
        deeds = [Deed("an agent", writing.label("started", _by_an_agent(row)), shown)]
        for start in starts:
            how = writing.label("started", _STARTED.get(start.how, start.how))
            deeds.append(Deed(start.named, how, start.shown))
        for one in automations:
            if is_on(one.workflow) is not False:
                named = one.workflow.name or str(one.workflow.id)
                label = _started(one, writing, processes, desk)
                deeds.append(Deed(f"the workflow {named}", label, one.shown))
        if unread:
            others = f"{' or '.join(unread)} that were not read"
            deeds.append(Deed(others, writing.label("started", "not read")))
        yield statement(
            writing,
            deeds,
            place=place,
            source=source("ai"),
            reached=desk.everybody(),
            enabled=True,
            dimension=Dimension.TRIGGER,
            unknown=unknown_ai(origin, row, object_id=number, place=place, source=source("ai")),
        )
    runs = switch(row.run_ai_insights)
    if runs or strange(row.run_ai_insights, runs):
        seen = observed(origin, row, "run_ai_insights", object_id=number)
        label = insights.label("run_ai_insights", True if runs else NOT_TOLD)
        yield statement(
            insights,
            (Deed("insights", label, (seen,)),),
            place=place,
            source=source("insights"),
            reached=desk.everybody(),
        )


def _by_an_agent(row: OutcomeWire) -> str:
    """How an agent starts it: knowing the text, or not."""
    shows = row.ai_preview if isinstance(row.ai_preview, bool) else None
    return {
        True: "by an agent, with preview",
        False: "by an agent, without preview",
        None: "by an agent",
    }[shows]


def _started(
    one: Automation,
    entry: FeatureEntry,
    processes: Mapping[int, ApprovalProcessWire],
    desk: Desk,
) -> Label:
    """Label an action that a workflow runs, by the approvals that stand before it."""
    gate = gate_before(one, processes, desk)
    if gate is None:
        sure = one.gated is not None and is_on(one.workflow)
        return entry.label("started", "by a rule" if sure else "not shown")
    if gate.kind is GateKind.NONE and not is_on(one.workflow):
        gate = not_sure(gate)
    label = entry.label("started", _BEHIND.get(gate.kind, "not shown"))
    return label.model_copy(update={"gate": gate})


def deployments_from_virtual_agent(
    row: VirtualAgentWire,
    *,
    origin: Origin,
    used: Collection[str],
    knows_use: bool,
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
) -> Iterator[Statement]:
    """State a virtual agent, and apart from it each function that runs a runbook.

    Args:
        used: ids of the virtual agents that some chat, workflow or runbook names which is on.
        knows_use: whether all of those were read and are on or off, as far as they name it, so
            that an agent which is not `used` is in none.
        entry: the catalogue's `virtual_agents`.
    """
    name = row.name or f"virtual agent {row.id}"
    enabled = True if row.id in used else (False if knows_use else None)
    shown = tuple(
        observed(origin, row, field, object_id=row.id)
        for field in ("name", "enable_all_system_functions", "dont_add_tools")
    )[1:]
    source = SourceObject(kind=SourceKind.SETTING, id=f"virtualAgent:{row.id}", name=name)
    deeds = [Deed("answers", entry.label("answers", True), shown)]
    everything = row.enable_all_system_functions
    if everything not in (False, None) or _was_null(row):
        deeds.append(Deed("system functions", entry.label("enable_all_system_functions", True)))
    yield statement(
        entry,
        deeds,
        place=place,
        source=source,
        reached=desk.everybody(),
        enabled=enabled,
        unknown=unknown_settings(
            origin,
            # Functions are looked through on their own.
            row.model_copy(update={"functions": []}),
            object_id=row.id,
            place=place,
            source_object=source,
            described=_AGENT,
        ),
    )
    for at, one in enumerate(row.functions or ()):
        if is_runbook(one.runbook_id) or not _only_informs(one):
            yield _function(
                one, at, row, name, enabled, origin=origin, entry=entry, place=place, desk=desk
            )


def _was_null(row: VirtualAgentWire) -> bool:
    """Whether the switch for all system functions was sent, and says nothing."""
    name = "enable_all_system_functions"
    return name in row.model_fields_set and getattr(row, name) is None


def _only_informs(one: FunctionWire) -> bool:
    """Whether what a function does was told: it logs a ticket, searches or gives a report."""
    return given(one.newticket_type) or given(one.report_id) or one.use_semantic_search is True


def _function(
    one: FunctionWire,
    at: int,
    agent: VirtualAgentWire,
    name: str,
    enabled: bool | None,
    *,
    origin: Origin,
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
) -> Statement:
    pointer = f"/functions/{at}"
    shown = tuple(
        observed(origin, one, field, object_id=agent.id, pointer=pointer)
        for field in ("runbook_id", "allow_anon", "allow_user", "allow_agent", "execution_type")
    )
    who = (
        (one.allow_anon, ActorKind.ANONYMOUS),
        (one.allow_user, ActorKind.END_USER),
        (one.allow_agent, ActorKind.TECHNICIAN),
    )
    source = SourceObject(
        kind=SourceKind.SETTING,
        id=f"virtualAgent:{agent.id}/function:{one.id if one.id is not None else at}",
        name=f"{one.name or f'function {at + 1}'} of {name}",
    )
    unknown = unknown_settings(
        origin,
        one,
        object_id=agent.id,
        place=place,
        source_object=source,
        described=_FUNCTION,
    )
    does = "runbook" if is_runbook(one.runbook_id) else NOT_TOLD
    return statement(
        entry,
        (Deed(does, entry.label("function", does), shown),),
        place=place,
        source=source,
        reached=desk.everybody(),
        enabled=enabled,
        unknown=unknown,
        started_by=tuple(_starters(who)),
    )


def _starters(who: Sequence[tuple[JsonValue, ActorKind]]) -> Iterator[Actor]:
    """Who may start something, by a switch for each; somebody unknown where one was not told."""
    yield from (Actor(kind=kind) for allowed, kind in who if allowed is True)
    if any(not isinstance(allowed, bool) for allowed, _ in who):
        yield Actor(kind=ActorKind.UNKNOWN)
