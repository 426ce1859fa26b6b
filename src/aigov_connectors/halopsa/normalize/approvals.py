"""Who approves what: approval processes, and those that open by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.halopsa.normalize.parts import Deed, statement
from aigov_connectors.halopsa.normalize.place import unknown_ai
from aigov_connectors.halopsa.normalize.reach import Desk
from aigov_connectors.halopsa.wire import (
    ApprovalProcessWire,
    ApprovalStepWire,
    ApproverRuleWire,
    given,
)
from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    ApprovalGate,
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
]

_OPENERS = (
    "autoapproveifnoapprovers",
    "autoapproveforagentlogging",
    "autoapproveforapprovalrequestor",
    "autoapproveifalreadyapp",
)
"""Any of these lets a step approve itself. Source: HaloPSA API v2, ApprovalProcessStep."""


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
    """Whether some step may approve itself; no only where every step told of every way to."""
    values = [getattr(step, name) for step in row.steps or () for name in _OPENERS]
    if any(value is True for value in values):
        return True
    return False if values and all(value is False for value in values) else None


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
    if step.agent_name or step.user_name:
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
) -> Iterator[Statement]:
    """State whether an approval waits for a person, or opens by itself.

    Args:
        entry: the catalogue's `approval_processes`.
        overridden: in how many sampled tickets an administrator overrode it; None: not sampled.
    """
    opens = opens_by_itself(row)
    what = {True: "by itself", False: "by a person", None: "not told"}[opens]
    if opens is False and may_be_passed_by(row) is not False:
        what = "by a person, if it is not passed by"
    label = entry.label("opens", what)
    if opens:
        gate = ApprovalGate(
            kind=label.gate.kind,
            claims=GateKind.PRE_APPROVAL,
            condition="a step that may approve itself",
        )
    else:
        gate = label.gate.model_copy(update={"approvers": approvers_of([row])})
    shown = tuple(_openers(row, origin))
    source = SourceObject(
        kind=SourceKind.WORKFLOW,
        id=f"approvalProcess:{row.id}",
        name=row.name or f"approval process {row.id}",
    )
    numbers = {one.id: one.approval_process_id for one in desk.types.values()}
    types = [] if None in numbers.values() else [one for one in numbers if numbers[one] == row.id]
    counted: tuple[Setting, ...] = ()
    if overridden is not None:
        counted = (Setting(name="admin_overridden (sampled)", value=overridden),)
    yield statement(
        entry,
        (Deed(what, label.model_copy(update={"gate": gate}), shown),),
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
        if _is_passed_by(step) is not False:
            for name in _PASSED_BY:
                yield observed(origin, step, name, object_id=str(row.id), pointer=f"/steps/{at}")
