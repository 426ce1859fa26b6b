"""Who approves what: approval processes, and those that open by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from aigov_connectors.catalogue import FeatureEntry, Label
from aigov_connectors.halopsa.normalize.parts import Deed, statement
from aigov_connectors.halopsa.normalize.place import unknown_ai
from aigov_connectors.halopsa.normalize.reach import Desk
from aigov_connectors.halopsa.normalize.switches import is_runbook
from aigov_connectors.halopsa.wire import (
    ApprovalProcessWire,
    ApprovalStepWire,
    ApproverRuleWire,
    given,
)
from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    GateKind,
    Origin,
    Place,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import Observed, observed

__all__ = [
    "approvers_of",
    "deployments_from_approval_process",
    "may_be_passed_by",
    "opens_by_itself",
    "why_not_told",
]

_OPENERS = (
    "autoapproveifnoapprovers",
    "autoapproveforagentlogging",
    "autoapproveforapprovalrequestor",
    "autoapproveifalreadyapp",
)
"""Any of these lets a step approve itself. Source: HaloPSA API v2, ApprovalProcessStep."""
_BESIDE = ("auto_approval_to_manager", "automation_runbookid")
"""With these something else may give the answer; how is not documented."""


_PASSED_BY = (
    "is_mandatory",
    "minapprovers",
    "allowadhocapprovers",
    "statusifnoapproval",
    "statusafterstartdatepassed",
)
"""With some of these a ticket may go on without the approval; what they do is not documented."""


def may_be_passed_by(row: ApprovalProcessWire) -> bool | None:
    """Whether a ticket may go on without the approval; None where that is not told."""
    found = [_is_passed_by(step) for step in row.steps or ()]
    if True in found:
        return True
    return None if None in found or not found else False


def _is_passed_by(step: ApprovalStepWire) -> bool | None:
    told = (
        None if not isinstance(step.is_mandatory, bool) else not step.is_mandatory,
        None if step.minapprovers is None else not given(step.minapprovers),
        step.allowadhocapprovers if isinstance(step.allowadhocapprovers, bool) else None,
        None if step.statusifnoapproval is None else given(step.statusifnoapproval),
        None if step.statusafterstartdatepassed is None else given(step.statusafterstartdatepassed),
    )
    if True in told:
        return True
    return None if None in told else False


def opens_by_itself(row: ApprovalProcessWire) -> bool | None:
    """Whether it may let a ticket go on with nobody's yes.

    Yes where every step may approve itself, no where every step told of every way to that it does
    not. Whether a ticket waits at the one step where another lets it pass is not documented.
    """
    found = {_opens(step) for step in row.steps or ()}
    return found.pop() if len(found) == 1 else None


def why_not_told(row: ApprovalProcessWire) -> str:
    """Why it is not known whether a process lets a ticket go on by itself."""
    if opening := _named(row, True):
        others = "whether a ticket waits at another step is not documented"
        return f"the step {' and the step '.join(opening)} may approve itself; {others}"
    doubts = [_doubt(step) for step in row.steps or ()]
    return next(filter(None, doubts), "whether a step may approve itself was not told")


def _named(row: ApprovalProcessWire, opens: bool | None) -> list[str]:
    return [
        step.name or str(at)
        for at, step in enumerate(row.steps or (), start=1)
        if _opens(step) is opens
    ]


def _opens(step: ApprovalStepWire) -> bool | None:
    """Whether a step may approve itself; no only where it told of every way to."""
    values = [getattr(step, name) for name in _OPENERS]
    if any(value is True for value in values):
        return True
    known = all(value is False for value in values) and _doubt(step) is None
    return False if known and step.auto_approval_to_manager is False else None


def _doubt(step: ApprovalStepWire) -> str | None:
    """What stands in a step that may give its answer; how is not documented."""
    if is_runbook(step.automation_runbookid):
        return "a runbook stands in a step; whether it gives the answer is not documented"
    if step.auto_approval_to_manager is True:
        return "a step is approved automatically to the manager; what that does is not documented"
    return None


def approvers_of(rows: Iterable[ApprovalProcessWire]) -> tuple[Actor, ...]:
    """Who is asked, by a step or by its rules: boards and roles by name, people as people."""
    found: dict[tuple[ActorKind, str | None], Actor] = {}
    for step in (step for row in rows for step in row.steps or ()):
        named = [_approver(step), *(_approver(rule) for rule in step.rules)]
        for actor in named:
            if actor is not None:
                found.setdefault((actor.kind, actor.role), actor)
    return tuple(found.values())


def _approver(step: ApprovalStepWire | ApproverRuleWire) -> Actor | None:
    named = step.cab_name or step.role_name
    if named:
        return Actor(kind=ActorKind.ROLE, role=named)
    by_mail = isinstance(step, ApprovalStepWire) and step.emailaddress
    if step.agent_name or step.user_name or by_mail:
        return Actor(kind=ActorKind.PERSON)
    return None


def deployments_from_approval_process(
    row: ApprovalProcessWire,
    *,
    origin: Origin,
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
    overridden: int | None,
    unanswered: int | None = None,
) -> Iterator[Statement]:
    """State whether an approval waits for a person, or opens by itself.

    Args:
        entry: the catalogue's `approval_processes`.
        overridden: in how many sampled tickets an administrator overrode it; None: not sampled.
        unanswered: how often, in sampled tickets, no date of an answer was told; None: not sampled.
    """
    opens = opens_by_itself(row)
    what = {True: "by itself", False: "by a person", None: "not told"}[opens]
    if opens is False and may_be_passed_by(row) is not False:
        what = "by a person, if it is not passed by"
    gates = {
        "by itself": {
            "claims": GateKind.PRE_APPROVAL,
            "condition": "a step that may approve itself",
        },
        "not told": {"claims": GateKind.PRE_APPROVAL, "condition": why_not_told(row)},
    }
    asked = {"approvers": approvers_of([row])}

    def labelled(what: str) -> Label:
        label = entry.label("opens", what)
        return label.model_copy(
            update={"gate": label.gate.model_copy(update=gates.get(what, asked))}
        )

    deeds = [Deed(what, labelled(what), tuple(_openers(row, origin)))]
    opening, asking = _named(row, True), _named(row, False)
    if opens is None and opening:
        deeds = [replace(deeds[0], what=", ".join(opening))]
        if asking:
            deeds.append(Deed(", ".join(asking), labelled("by a person")))
    source = SourceObject(
        kind=SourceKind.WORKFLOW,
        id=f"approvalProcess:{row.id}",
        name=row.name or f"approval process {row.id}",
    )
    numbers = {one.id: one.approval_process_id for one in desk.types.values()}
    types = [] if None in numbers.values() else [one for one in numbers if numbers[one] == row.id]
    sampled = {"admin_overridden (sampled)": overridden, "unanswered (sampled)": unanswered}
    counted = tuple(
        Setting(name=name, value=one) for name, one in sampled.items() if one is not None
    )
    yield statement(
        entry,
        deeds,
        place=place,
        source=source,
        reached=desk.of_types(types),
        enabled=True,  # it exists, and has no switch
        settings=counted,
        unknown=unknown_ai(origin, row, object_id=str(row.id), place=place, source=source),
    )


def _openers(row: ApprovalProcessWire, origin: Origin) -> Iterator[Observed]:
    """The switches that open a step by itself, those that are on first; then what may pass it."""
    found = [
        (
            getattr(step, name) is not True,
            observed(origin, step, name, object_id=str(row.id), pointer=f"/steps/{at}"),
        )
        for at, step in enumerate(row.steps or ())
        for name in _OPENERS
    ]
    for _, one in sorted(found, key=lambda pair: pair[0]):
        yield one
    for at, step in enumerate(row.steps or ()):
        for name in _BESIDE:
            if getattr(step, name) not in (False, None) or _opens(step) is None:
                yield observed(origin, step, name, object_id=str(row.id), pointer=f"/steps/{at}")
    for at, step in enumerate(row.steps or ()):
        if _is_passed_by(step) is not False:
            for name in _PASSED_BY:
                yield observed(origin, step, name, object_id=str(row.id), pointer=f"/steps/{at}")
