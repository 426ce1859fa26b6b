"""Workflows as deployments: what starts them, what they do, and who is asked on the way.

Structure only: which steps follow which, and what that makes of a workflow. What a trigger, a step
or a request means is looked up in the catalogue; what is not in it is unknown, never harmless.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from aigov_connectors.catalogue import FeatureEntry, Label, VendorCatalogue
from aigov_connectors.inventory import (
    Autonomy,
    BreakdownPart,
    DecisionKind,
    Dimension,
    Evidence,
    GateKind,
    JsonScalar,
    Link,
    LinkKind,
    Operator,
    Origin,
    Place,
    Reach,
    Scope,
    ScopeLevel,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
    Technique,
)
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.normalize.settings import all_on, highest, weakest
from aigov_connectors.sentinelone.normalize.workflow_graph import Kind
from aigov_connectors.sentinelone.normalize.workflow_steps import (
    Begin,
    Step,
    Workflow,
    workflow_from_wire,
)
from aigov_connectors.sentinelone.wire_workflows import WorkflowRowWire, WorkflowWire

__all__ = ["WorkflowRead", "deployment_from_workflow"]

FEATURE = "hyperautomation"

# How a workflow stands, from the worst to the best; the words are those of the reading table.
_ALONE, _UNCLEAR = "acts_alone", "unclear"
_APPROVED, _STARTED, _INFORMS = "acts_after_approval", "acts_when_started", "informs"


@dataclass(frozen=True, slots=True)
class WorkflowRead:
    """A workflow as the list and its definition tell it."""

    row: WorkflowRowWire
    listed: Origin
    definition: WorkflowWire | None = None
    """None where it could not be read."""
    defined: Origin | None = None


def deployment_from_workflow(
    read: WorkflowRead, *, place: Place, places: Places, catalogue: VendorCatalogue
) -> Statement | None:
    """State one workflow; None where it runs inside others only, or its scope has ended.

    Source: lists verified, definitions reported; so nothing about steps is ever "observed".
    """
    row = read.row
    key = places.key(row.scope_level, row.scope_id)
    if row.is_snippet or (key is not None and places.is_gone(key)):
        return None
    entry = catalogue[FEATURE]
    reading = _read(read, entry)
    states = [
        _State(name, value, entry.label(name, value))
        for name, value in (("state", row.state), ("lifecycleState", row.lifecycle_state))
        if name == "state" or value is not None  # an older console may not tell it
    ]
    enabled = all_on([*(one.label.enabled for one in states), reading.begins])
    evidence = [
        *(
            read.listed.evidence(
                object_id=row.key, pointer=f"/workflow/{one.name}", value=one.value
            )
            for one in states
        ),
        *reading.evidence,
    ]
    if key is None or not places.is_known(key):
        scope_id, name = row.scope_id or place.tenant_id, row.site_name or row.scope_id
        level = ScopeLevel.TENANT if key is None else key[0]
        scope = Scope(level=level, id=scope_id, name=name or place.tenant_id)
        reach, reached = Reach.UNKNOWN, dict[str, int | None]()
    else:
        scope, (reach, reached) = places.scope(key), places.said(key)
    label = reading.label.model_copy(
        update={"basis": weakest([reading.label, *(one.label for one in states)])}
    )
    return Statement(
        deployment=entry.deployment(
            place=place,
            scope=scope,
            source_object=SourceObject(
                kind=SourceKind.WORKFLOW, id=row.key, name=row.name or row.key
            ),
            label=label,
            enabled=enabled,
            reach=reach,
            settings=(*reading.settings, *(Setting(name=s.name, value=s.value) for s in states)),
            evidence=tuple(evidence),
            breakdown=reading.parts,
            informs=reading.informs,
            techniques=reading.techniques,
            leads_to=reading.links,
        ),
        evidence=tuple(dict.fromkeys((*evidence, *reading.link_evidence))),
        reach=reached,
    )


@dataclass(frozen=True, slots=True)
class _State:
    name: str
    value: str | None
    label: Label


@dataclass(frozen=True, slots=True)
class _Reading:
    label: Label
    begins: bool | None = None
    """Whether anything can start it; None where that is not known."""
    settings: tuple[Setting, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    parts: tuple[BreakdownPart, ...] = ()
    informs: bool | None = None
    techniques: tuple[Technique, ...] = ()
    """Empty where the definition does not tell whether a language model takes part."""
    links: tuple[Link, ...] = ()
    """Requests to other tools."""
    link_evidence: tuple[Evidence, ...] = ()


def _read(read: WorkflowRead, entry: FeatureEntry) -> _Reading:
    if read.definition is None or read.defined is None:
        return _Reading(label=entry.label("ways", _UNCLEAR), begins=True)
    workflow = workflow_from_wire(read.definition, entry)
    return _Judge(workflow, entry, read.defined, read.row.key).reading()


@dataclass(frozen=True, slots=True)
class _Start:
    """How the workflow stands if it is started in one of its ways."""

    begin: Begin
    word: str
    label: Label
    steps: tuple[Step, ...]
    """The way to show: to the step that decides the word."""


class _Judge:
    """Weighs every way of starting one workflow, and keeps the worst."""

    def __init__(
        self, workflow: Workflow, entry: FeatureEntry, origin: Origin, workflow_id: str
    ) -> None:
        self._workflow = workflow
        self._entry = entry
        self._origin = origin
        self._id = workflow_id

    def reading(self) -> _Reading:
        """Everything that the definition says."""
        workflow = self._workflow
        # A workflow that nothing starts is labelled as it would be if something did.
        live = [one for one in workflow.begins if one.is_on is not False]
        starts = [self._start(one) for one in live or workflow.begins]
        labels = [one.label for one in starts]
        doubt = workflow.doubt
        if doubt is not None or not starts:
            labels.append(self._entry.label("ways", _UNCLEAR))
        top = highest(labels)
        deciding = [one for one in starts if (one.label.autonomy, one.label.gate) == _pair(top)]
        shown = deciding[0] if deciding else None
        decisions = _sorted(kind for one in deciding for kind in one.label.decisions)
        if top.autonomy is Autonomy.UNKNOWN and doubt is not None:
            decisions = _sorted([*decisions, *workflow.decisions_anywhere])
        settings, evidence = self._shown(shown, doubt)
        calls = list(self._calls())
        return _Reading(
            label=top.model_copy(update={"decisions": decisions or self._entry.decisions}),
            begins=_begins(workflow, deciding),
            settings=settings,
            evidence=evidence,
            parts=_parts(starts),
            informs=True if workflow.tells else None,
            techniques=self._techniques(),
            links=tuple(link for link, _ in calls),
            link_evidence=tuple(dict.fromkeys(proof for _, proofs in calls for proof in proofs)),
        )

    def _calls(self) -> Iterator[tuple[Link, tuple[Evidence, ...]]]:
        """Requests to other tools: method, host and path stand in the definition itself."""
        for step, begin, gate in self._workflow.calls():
            proofs = [*self._begin_evidence(begin), *self._step_evidence(step)]
            if step.place is not None:
                at = f"/actions/{step.position}/action/data/body"
                proofs.append(self._evidence(at, step.place))
            link = Link(
                kind=LinkKind.CALL,
                key=step.host or "",
                request=step.call,
                place=step.place,
                gate=gate,
                evidence=tuple(one.id for one in proofs),
            )
            yield link, tuple(proofs)

    def _techniques(self) -> tuple[Technique, ...]:
        """Rules alone, unless a language model takes part; empty where a part cannot be seen."""
        steps = self._workflow.steps.values()
        if any(step.is_model for step in steps):
            return (Technique.RULE_BASED, Technique.GENERATIVE)
        # A snippet may hold a model, and behind an unknown address there may be one.
        hidden = any(step.kind is Kind.UNKNOWN for step in steps)
        return () if hidden or self._workflow.doubt is not None else (Technique.RULE_BASED,)

    # One way of starting ---------------------------------------------------------------------

    def _start(self, begin: Begin) -> _Start:
        found = self._workflow.ways_from(begin)
        alone = begin.label.autonomy is Autonomy.FULLY_AUTONOMOUS
        by_person = begin.label.gate.kind is GateKind.PRE_APPROVAL
        acting = (found.ungated, found.doubtful, found.gated)
        if by_person and any(acting):
            word, reached = _STARTED, {**found.ungated, **found.doubtful, **found.gated}
        elif found.ungated and alone:
            word, reached = _ALONE, dict(found.ungated)
        elif found.ungated or found.doubtful:
            word, reached = _UNCLEAR, {**found.ungated, **found.doubtful}
        elif found.gated:
            word, reached = _APPROVED, dict(found.gated)
        else:
            word, reached = _INFORMS, {}
        label = self._entry.label("ways", word)
        steps = [self._workflow.steps[one] for one in reached]
        decisions = _sorted(kind for one in steps for kind in one.label.decisions)
        if word == _INFORMS:
            decisions = self._workflow.harmless_decisions(begin) or label.decisions
        way = next(iter(reached.values()), (begin.step,))
        return _Start(
            begin=begin,
            word=word,
            label=label.model_copy(
                update={
                    "decisions": decisions,
                    "basis": weakest([label, begin.label, *(one.label for one in steps)]),
                }
            ),
            steps=tuple(self._workflow.steps[one] for one in way),
        )

    # What is shown ---------------------------------------------------------------------------

    def _shown(
        self, start: _Start | None, doubt: Step | None
    ) -> tuple[tuple[Setting, ...], tuple[Evidence, ...]]:
        settings: list[Setting] = []
        steps: list[Step] = []
        evidence: list[Evidence] = []
        if start is not None:
            steps += start.steps
            settings.append(Setting(name=_NAMES[start.word], value=_told(start.steps)))
            settings.append(Setting(name="start", value=start.begin.words))
            evidence += self._begin_evidence(start.begin)
        if doubt is not None:
            steps.append(doubt)
            settings.append(Setting(name="step that nothing leads to", value=doubt.words))
        model = self._workflow.model_that_decides()
        if model:
            steps += model
            settings.append(Setting(name="language model before a decision", value=_told(model)))
        hosts = {
            one.host or "the vendor's" for one in self._workflow.steps.values() if one.is_model
        }
        settings += [Setting(name="language model", value=host) for host in sorted(hosts)]
        for step in dict.fromkeys(steps):
            evidence += self._step_evidence(step)
        return tuple(settings), tuple(dict.fromkeys(evidence))

    def _begin_evidence(self, begin: Begin) -> Iterator[Evidence]:
        step = self._workflow.steps[begin.step]
        if step.position is not None and begin.group is not None:
            at = f"/actions/{step.position}/action/data/filter_groups/{begin.group}"
            yield self._evidence(f"{at}/run_automatically", begin.runs_alone)
            if begin.is_on is None:
                yield self._evidence(f"{at}/is_disabled", None)

    def _step_evidence(self, step: Step) -> Iterator[Evidence]:
        if step.position is None:
            yield self._evidence(f"/actions/{step.id[:40]}", None, absent=True)
            return
        at = f"/actions/{step.position}/action"
        yield self._evidence(f"{at}/type", step.type)
        if step.request is not None:
            yield self._evidence(f"{at}/data/url", step.request)

    def _evidence(self, pointer: str, value: JsonScalar, *, absent: bool = False) -> Evidence:
        return self._origin.evidence(
            object_id=self._id, pointer=pointer, value=value, absent=absent
        )


def _begins(workflow: Workflow, deciding: Sequence[_Start]) -> bool | None:
    """Whether anything can start it, in the way that is told; None where that is not known."""
    states = {one.is_on for one in workflow.begins}
    if states == {False}:
        return False
    return None if {one.begin.is_on for one in deciding} == {None} else True


_SHOWN = 12  # steps: more would bury the sentence in which they stand
_NAMES = {
    _ALONE: "way without approval",
    _UNCLEAR: "way that could not be followed",
    _APPROVED: "way with approval",
    _STARTED: "way after a person's start",
    _INFORMS: "way",
}
"""What the steps shown for a word are called."""


def _told(steps: Sequence[Step]) -> str:
    """Name the steps of a way; of a very long one its ends."""
    words = [one.words for one in steps]
    if len(words) > _SHOWN:
        words[_SHOWN // 2 : -_SHOWN // 2] = ["…"]
    return " > ".join(words)


def _parts(starts: Iterable[_Start]) -> tuple[BreakdownPart, ...]:
    """Tell ways of starting apart, where they stand differently."""
    found = {one.begin.words: one for one in starts}
    if len({_pair(one.label) for one in found.values()}) < 2:
        return ()
    return tuple(
        BreakdownPart(
            dimension=Dimension.TRIGGER,
            operator=Operator.EQ,
            value=words,
            autonomy=one.label.autonomy,
            gate=one.label.gate,
        )
        for words, one in found.items()
    )


def _pair(label: Label) -> tuple[Autonomy, object]:
    return label.autonomy, label.gate


def _sorted(kinds: Iterable[DecisionKind]) -> tuple[DecisionKind, ...]:
    found = set(kinds)
    return tuple(one for one in DecisionKind if one in found)
