"""The steps of one workflow, each with its label, joined into a graph.

Where the definition does not fit together (an edge to a step that is not there, a step that acts
and that nothing leads to) the rest of it is in doubt, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from aigov_connectors.catalogue import FeatureEntry, Label
from aigov_connectors.inventory import Autonomy, DecisionKind, GateKind
from aigov_connectors.sentinelone.normalize.workflow_graph import (
    Kind,
    Ways,
    passage,
    reachable,
    ways,
)
from aigov_connectors.sentinelone.wire_workflows import (
    EdgeWire,
    StepWire,
    TriggerGroupWire,
    WorkflowWire,
)

__all__ = ["Begin", "Step", "Workflow", "workflow_from_wire"]

_TRIGGER = "_trigger"
_ON_ALERTS = "singularity_response_trigger"
_REQUEST = "http_request"
_QUESTION, _ANSWER = "create_interaction", "wait_for_interaction"
_CONDITION, _MODEL = "condition", "llm"
# Ways out of a step that asks on which somebody has said yes. No list of them is published, so any
# other word (time ran out, an error, no, the rest) proves nobody's answer.
_APPROVING = frozenset(
    ("approve", "approved", "accept", "accepted", "allow", "allowed", "confirm", "confirmed", "yes")
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step, without anything that people typed but its name."""

    id: str
    type: str
    name: str
    position: int | None
    """None for a step that is led to and is not there."""
    label: Label
    kind: Kind
    request: str | None = None
    """Method and address as far as they are kept: `POST agents/actions/disconnect`."""
    host: str | None = None
    call: str | None = None
    """Of a request to another tool: `POST /{}/service/tickets`."""
    place: str | None = None
    """Where that puts a ticket, such as `board:12`."""
    is_model: bool = False
    """Whether a language model answers here."""

    @property
    def words(self) -> str:
        """For a person: `Disconnect from network (POST agents/actions/disconnect)`."""
        told = self.request or self.type
        return self.name if told in ("", self.name) else f"{self.name} ({told})"


@dataclass(frozen=True, slots=True)
class Begin:
    """One way in which a workflow starts."""

    step: str
    """Id of the trigger."""
    label: Label
    words: str
    is_on: bool | None = True
    """False where it is switched off; None where that is not told."""
    group: int | None = None
    """Number of the group of a trigger on alerts."""
    runs_alone: bool | None = None
    """Of such a group: `run_automatically`."""


@dataclass(frozen=True)
class Workflow:
    """The graph of one workflow."""

    steps: Mapping[str, Step]
    edges: Mapping[str, tuple[tuple[str, bool], ...]]
    """With each following step, whether a person who is asked has said yes on this way out."""
    begins: tuple[Begin, ...]
    doubt: Step | None
    """A step that acts or may act, and that nothing leads to; None where there is none."""

    def ways_from(self, begin: Begin) -> Ways:
        """Sort what is reached from one start."""
        return ways(begin.step, self._kinds, self.edges)

    def calls(self) -> Iterator[tuple[Step, Begin, GateKind]]:
        """Every request to another tool, the least guarded way to it, and who stands before."""
        found: dict[str, tuple[Begin, GateKind]] = {}
        for begin in (one for one in self.begins if one.is_on is not False):
            unasked = passage(begin.step, self._kinds, self.edges)
            for key, alone in unasked.items():
                if self.steps[key].call is None:
                    continue
                gate = _before(begin, alone=alone)
                if key not in found or _HELD[gate] < _HELD[found[key][1]]:
                    found[key] = (begin, gate)
        for key, (begin, gate) in sorted(found.items()):
            yield self.steps[key], begin, gate

    def harmless_decisions(self, begin: Begin) -> tuple[DecisionKind, ...]:
        """What the steps decide that change nothing."""
        reached = reachable(begin.step, self.edges)
        found = {kind for one in reached for kind in self.steps[one].label.decisions}
        return tuple(kind for kind in DecisionKind if kind in found)

    @property
    def decisions_anywhere(self) -> tuple[DecisionKind, ...]:
        """What is decided by steps that act or may act, wherever they stand."""
        acting = (one for one in self.steps.values() if one.kind in (Kind.ACTS, Kind.UNKNOWN))
        return tuple(kind for one in acting for kind in one.label.decisions)

    @property
    def tells(self) -> bool:
        """Whether a step that something leads to tells a person of it."""
        reached = set().union(*(reachable(one.step, self.edges) for one in self.begins))
        return any(DecisionKind.INFORM in self.steps[one].label.decisions for one in reached)

    def model_that_decides(self) -> tuple[Step, ...]:
        """A language model, a condition after it and a step that acts after both; or nothing."""
        live = set().union(*(reachable(one.step, self.edges) for one in self.begins))
        for model in (one for one in self.steps.values() if one.is_model and one.id in live):
            after = self._ordered(reachable(model.id, self.edges))
            for condition in (one for one in after if one.type == _CONDITION):
                for last in self._ordered(reachable(condition.id, self.edges)):
                    if last.kind in (Kind.ACTS, Kind.UNKNOWN):
                        return model, condition, last
        return ()

    def _ordered(self, ids: frozenset[str]) -> list[Step]:
        return [one for one in self.steps.values() if one.id in ids]

    @cached_property
    def _kinds(self) -> Mapping[str, Kind]:
        return {one.id: one.kind for one in self.steps.values()}


def workflow_from_wire(definition: WorkflowWire, entry: FeatureEntry) -> Workflow:
    """Label every step and join them."""
    sent = _by_id(definition.steps)
    steps = {key: _step(key, one, entry) for key, one in sent.items()}
    edges: dict[str, tuple[tuple[str, bool], ...]] = {}
    led_to: set[str] = set()
    for key, one in sent.items():
        following = tuple(_targets(one, sent))
        told = any(edge.handle for edge in following)
        found = tuple((edge.target, _is_approved(edge, told=told)) for edge in following)
        edges[key] = found
        led_to.update(target for target, _ in found)
    for key, one in sent.items():
        # Steps inside a loop: the first of them follow the loop, without an edge that says so.
        if one.parent in sent and key not in led_to and one.parent != key:
            edges[one.parent] = (*edges[one.parent], (key, True))
            led_to.add(key)
    for target in sorted(led_to - steps.keys()):
        steps[target] = _missing(target, entry)
    for key in _not_put(sent, edges):
        steps[key] = replace(steps[key], kind=Kind.UNKNOWN)  # it waits for what nobody was asked
    begins = tuple(begin for key, one in sent.items() for begin in _begins(key, one, entry))
    reached = {one.step for one in begins}.union(*(reachable(one.step, edges) for one in begins))
    doubt = next(
        (one for one in steps.values() if one.id not in reached and one.kind is not Kind.PASSES),
        None,
    )
    return Workflow(steps, edges, begins, doubt)


_HELD = {GateKind.NONE: 0, GateKind.UNKNOWN: 1, GateKind.PRE_APPROVAL: 2}


def _before(begin: Begin, *, alone: bool | None) -> GateKind:
    """Who stands before a step that is reached with nobody asked (`alone`), or not."""
    if begin.label.gate.kind is GateKind.PRE_APPROVAL or alone is False:
        return GateKind.PRE_APPROVAL
    is_sure = alone and begin.is_on and begin.label.autonomy is Autonomy.FULLY_AUTONOMOUS
    return GateKind.NONE if is_sure else GateKind.UNKNOWN


def _by_id(steps: Iterable[StepWire]) -> dict[str, StepWire]:
    """Two steps of one id cannot be told apart by edges: the second is led to by nothing."""
    found: dict[str, StepWire] = {}
    for one in steps:
        found[one.id if one.id not in found else f"{one.id} again, step {one.position}"] = one
    return found


def _targets(step: StepWire, known: Mapping[str, StepWire]) -> Iterator[EdgeWire]:
    """The steps that follow; what names no target may be words of the edge beside known ids."""
    hits = [edge for edge in step.to if edge.target in known or edge.is_named]
    yield from hits or step.to


def _is_approved(edge: EdgeWire, *, told: bool) -> bool:
    """Whether a person has said yes on this way out.

    A way without a word is what follows the answer, unless other ways out have words (`told`).
    """
    if not edge.handle:
        return not told
    return edge.handle.strip().casefold() in _APPROVING


def _not_put(
    sent: Mapping[str, StepWire], edges: Mapping[str, tuple[tuple[str, bool], ...]]
) -> Iterator[str]:
    """Steps that wait for an answer, and that some way reaches past every question."""
    asked = {key for key, one in sent.items() if one.type == _QUESTION}
    past: set[str] = set()
    open_ends = [key for key, one in sent.items() if one.type.endswith(_TRIGGER)]
    while open_ends:
        here = open_ends.pop()
        if here not in past and here not in asked:
            past.add(here)
            open_ends += [target for target, _ in edges.get(here, ())]
    yield from (key for key in sorted(past) if key in sent and sent[key].type == _ANSWER)


# Labels -------------------------------------------------------------------------------------------


def _step(key: str, sent: StepWire, entry: FeatureEntry) -> Step:
    request = _request_words(sent) if sent.type == _REQUEST else None
    label = _request_label(sent, entry) if request is not None else entry.label("step", sent.type)
    kind = _kind(label)
    if sent.type.endswith(_TRIGGER):
        kind, label = Kind.PASSES, label.model_copy(update={"decisions": ()})
    drafts = label.decisions == (DecisionKind.DRAFT_CONTENT,)
    return Step(
        id=key,
        type=sent.type,
        name=sent.name,
        position=sent.position,
        label=label,
        kind=kind,
        request=request,
        host=sent.host,
        call=_call(sent),
        place=sent.place,
        is_model=sent.type == _MODEL or drafts,
    )


def _missing(key: str, entry: FeatureEntry) -> Step:
    name = f"step {key[:40]}, which is not there"
    return Step(key, "", name, None, entry.label("step", None), Kind.UNKNOWN)


def _kind(label: Label) -> Kind:
    if label.autonomy is Autonomy.ADVISORY:
        return Kind.ASKS if label.gate.kind is GateKind.PRE_APPROVAL else Kind.PASSES
    return Kind.UNKNOWN if label.autonomy is Autonomy.UNKNOWN else Kind.ACTS


def _request_words(sent: StepWire) -> str:
    where = f"{sent.host or ''}{sent.path or ''}" or "an address that is not told"
    told = f"{sent.method or 'a method that is not told'} {where}"
    return told if sent.operation is None else f"{told} {sent.operation}"


def _call(sent: StepWire) -> str | None:
    if sent.type != _REQUEST or sent.host is None or sent.method is None or sent.path is None:
        return None
    return f"{sent.method} {sent.path}"


def _request_label(sent: StepWire, entry: FeatureEntry) -> Label:
    """Look a request up: by method and console path, else by host, else by method alone.

    A host, or the head of a path on it, says what a POST to it is for; what another method does
    there, or one that is not told, it does not say.
    """
    words = [("request", _request_words(sent))] if sent.host is None else []
    if sent.method == "POST" and sent.host is not None:
        words += [("host", one) for one in _addresses(sent.host, sent.path or "")]
    if sent.method is not None:
        words.append(("request", sent.method))
    found = (entry.label(setting, value) for setting, value in words)
    known = (one for one in found if one.autonomy is not Autonomy.UNKNOWN)
    return next(known, entry.label("request", None))


def _addresses(host: str, path: str) -> Iterator[str]:
    """A host with what stands above it, each with the path and its heads, the longest first."""
    labels, parts = host.split("."), path.rstrip("/").split("/")
    for at in range(len(labels) - 1):
        for end in range(len(parts), 0, -1):
            yield ".".join(labels[at:]) + "/".join(parts[:end])


def _begins(key: str, sent: StepWire, entry: FeatureEntry) -> Iterator[Begin]:
    if not sent.type.endswith(_TRIGGER):
        return
    if sent.type != _ON_ALERTS or not sent.groups:
        yield Begin(key, entry.label("trigger", sent.type), f"{sent.name} ({sent.type})")
        return
    for number, group in enumerate(sent.groups):
        yield Begin(
            step=key,
            label=entry.label("run_automatically", group.run_automatically),
            words=f"{group.event or 'event'}, {_how(group)}",
            is_on=None if group.is_disabled is None else not group.is_disabled,
            group=number,
            runs_alone=group.run_automatically,
        )


def _how(group: TriggerGroupWire) -> str:
    how = {True: "runs automatically", False: "an analyst starts it", None: "how is not told"}
    return how[group.run_automatically]
