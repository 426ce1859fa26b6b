"""Conditions of policies that run scripts; one without scripts is monitoring and says nothing.

Each is stated once, in the policy where it is decided, and reaches the devices of every policy
that inherits it. That one is on is inferred: its own switch is shown, that of its policy is not.
That one is off is observed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from aigov_connectors.catalogue import FeatureEntry, Label
from aigov_connectors.inventory import (
    ApprovalGate,
    Autonomy,
    Basis,
    BreakdownPart,
    DecisionKind,
    Dimension,
    Evidence,
    GateKind,
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
)
from aigov_connectors.ninjaone.normalize.inheritance import (
    Shown,
    ShownConditions,
    UnreadConditions,
    homes_of,
)
from aigov_connectors.ninjaone.wire import ConditionWire, PolicyWire
from aigov_connectors.normalizing.observed import Unknowns, observed, unknown_settings, word

__all__ = [
    "deployments_from_conditions",
    "name_of_condition",
    "policy_object",
    "stated_conditions",
    "unshown_conditions",
]

Reaches = Mapping[int, Mapping[str, int | None]]
"""Policy to organizations to endpoints."""


def deployments_from_conditions(
    shown: Sequence[ShownConditions],
    *,
    entry: FeatureEntry,
    place: Place,
    reaches: Reaches,
    reach_is_known: bool,
    script_names: Mapping[int, str],
    deviating: Mapping[int, int] = MappingProxyType({}),
    unread: Sequence[UnreadConditions] = (),
) -> Iterator[Statement]:
    """State every condition that runs scripts, or that may; see `stated_conditions`."""
    every = stated_conditions(
        shown,
        entry=entry,
        place=place,
        reaches=reaches,
        reach_is_known=reach_is_known,
        script_names=script_names,
        deviating=deviating,
        unread=unread,
    )
    return (statement for _, statement in every)


def stated_conditions(
    shown: Sequence[ShownConditions],
    *,
    entry: FeatureEntry,
    place: Place,
    reaches: Reaches,
    reach_is_known: bool,
    script_names: Mapping[int, str],
    deviating: Mapping[int, int] = MappingProxyType({}),
    unread: Sequence[UnreadConditions] = (),
) -> Iterator[tuple[int, Statement]]:
    """State every condition that runs scripts, or that may, with the policy that decides it.

    Args:
        entry: the catalogue's `condition_script`.
        reaches: organizations by effective policy of their devices.
        reach_is_known: False where not all devices, organizations or policies were read; the
            organizations in `reaches` are then named all the same, without their numbers.
        script_names: names by script id, as far as they could be read.
        deviating: endpoints with conditions of their own, by their effective policy; what those
            do is not shown, so they are a part of their own.
        unread: what could not be read: whatever stands above may be in force there.
    """
    by_policy = {(one.policy.id, one.kind): one for one in shown}
    homes = homes_of(shown, unread)
    said: set[str] = set()
    for row, policies in homes.policies.items():
        source = by_policy[row.policy, row.kind]
        condition = source.conditions[row.position]
        if condition.scripts == ():
            continue
        perhaps = _added(reaches.get(policy, {}) for policy in homes.unshown.get(row, ()))
        reach = _added(reaches.get(policy, {}) for policy in policies)
        uncounted = perhaps if reach_is_known else reach
        statement = _statement(
            condition,
            policy=source.policy,
            origin=source.origin,
            name=_unused(_id(row, condition), said),
            entry=entry,
            place=place,
            reach={one: None if one in uncounted else count for one, count in reach.items()},
            reach_is_known=reach_is_known and not perhaps,
            script_names=script_names,
            is_doubtful=row in homes.doubtful,
            deviating=sum(deviating.get(policy, 0) for policy in policies),
        )
        said.add(statement.deployment.source_object.id)
        yield row.policy, statement


def policy_object(policy: PolicyWire) -> SourceObject:
    """Name a policy."""
    return SourceObject(kind=SourceKind.POLICY, id=f"policy:{policy.id}", name=_policy_name(policy))


def _statement(
    condition: ConditionWire,
    *,
    policy: PolicyWire,
    origin: Origin,
    name: str,
    entry: FeatureEntry,
    place: Place,
    reach: Mapping[str, int | None],
    reach_is_known: bool,
    script_names: Mapping[int, str],
    is_doubtful: bool,
    deviating: int,
) -> Statement:
    source = SourceObject(
        kind=SourceKind.RULE,
        id=name,
        name=f"{name_of_condition(condition)} in {_policy_name(policy)}",
    )
    enabled, enabled_seen = observed(origin, condition, "enabled", object_id=condition.id)
    action, action_seen = observed(origin, condition, "notification_action", object_id=condition.id)
    scripts, scripts_seen = _scripts(condition, origin, script_names)
    count = None if condition.scripts is None else len(condition.scripts)
    label = entry.label("scripts", count)
    on = entry.label(enabled.name, word(condition.enabled)).enabled
    if is_doubtful or on is not False:
        label = label.model_copy(update={"basis": Basis.INFERRED})
    evidence = (enabled_seen, *scripts_seen, action_seen)
    unknown = _unknown(condition, origin, place, source)
    deployment = entry.deployment(
        place=place,
        scope=Scope(level=ScopeLevel.TENANT, id=place.tenant_id, name=place.connection),
        source_object=source,
        label=label,
        enabled=on,
        # Where it is not known to be on, nothing is known of either part.
        breakdown=_parts(label, deviating, among=_total(reach) if reach_is_known else None)
        if on
        else (),
        informs=_informs(entry.label(action.name, word(condition.notification_action))),
        reach=Reach.LISTED if reach_is_known else Reach.UNKNOWN,
        settings=(enabled, *scripts, action),
        evidence=evidence,
    )
    return Statement(
        deployment=deployment,
        evidence=(*evidence, *unknown.evidence),
        reach=reach,
        unknown_settings=unknown.settings,
    )


def _parts(label: Label, deviating: int, *, among: int | None) -> tuple[BreakdownPart, ...]:
    """The endpoints that follow their policy, and those that do not; nothing where all do."""
    if not deviating:
        return ()
    return (
        BreakdownPart(
            dimension=Dimension.TRIGGER,
            operator=Operator.EQ,
            value="condition of the policy",
            autonomy=label.autonomy,
            gate=label.gate,
            endpoints=None if among is None else max(0, among - deviating),
        ),
        BreakdownPart(
            dimension=Dimension.TRIGGER,
            operator=Operator.EQ,
            value="condition of the device",
            autonomy=Autonomy.UNKNOWN,
            gate=ApprovalGate(kind=GateKind.UNKNOWN),
            subset="endpoints that override the conditions of their policy",
            endpoints=deviating,
        ),
    )


def unshown_conditions(
    shown: Sequence[ShownConditions], reaches: Reaches
) -> tuple[int, tuple[str, ...]]:
    """How many conditions with scripts some policies below do not show, and whom those reach.

    Organizations are given by id; a policy that reaches none leaves nothing in doubt.
    """
    by_policy = {(one.policy.id, one.kind): one for one in shown}
    conditions, organizations = 0, set[str]()
    for row, policies in homes_of(shown).unshown.items():
        condition = by_policy[row.policy, row.kind].conditions[row.position]
        reached = {name for policy in policies for name in reaches.get(policy, {})}
        if condition.scripts != () and condition.enabled is not False and reached:
            conditions += 1
            organizations |= reached
    return conditions, tuple(sorted(organizations))


def _informs(label: Label) -> bool | None:
    """Whether the reading says that a person is told; None where the table lacks the word."""
    return None if label.enabled is None else DecisionKind.INFORM in label.decisions


def _scripts(
    condition: ConditionWire, origin: Origin, names: Mapping[int, str]
) -> tuple[tuple[Setting, ...], tuple[Evidence, ...]]:
    """Name the scripts and the account they run as; never their parameters."""
    if condition.scripts is None:
        absent = "scripts" not in condition.model_fields_set
        seen = origin.evidence(
            object_id=condition.id,
            pointer="/scripts",
            value=None if absent else "(no list)",  # what stood there may be a parameter
            absent=absent,
        )
        return (Setting(name="scripts", value=None, absent=absent),), (seen,)
    called = [
        f"{names.get(script.script_id, 'script')} ({script.script_id})"
        if script.script_id is not None
        else "script without an id"
        for script in condition.scripts
    ]
    accounts = sorted({script.run_as for script in condition.scripts if script.run_as})
    settings = [Setting(name="scripts", value=", ".join(called))]
    if accounts:
        settings.append(Setting(name="runAs", value=", ".join(accounts)))
    evidence = [
        seen
        for at, script in enumerate(condition.scripts)
        for field in ("script_id", "run_as")
        for _, seen in [
            observed(origin, script, field, object_id=condition.id, pointer=f"/scripts/{at}")
        ]
    ]
    return tuple(settings), tuple(evidence)


def _unknown(
    condition: ConditionWire, origin: Origin, place: Place, source: SourceObject
) -> Unknowns:
    return unknown_settings(
        origin, condition, object_id=condition.id, place=place, source_object=source
    )


def _added(parts: Iterator[Mapping[str, int | None]]) -> dict[str, int | None]:
    total: dict[str, int | None] = {}
    for part in parts:
        for organization, endpoints in part.items():
            before = total.get(organization, 0)
            counted = None if before is None or endpoints is None else before + endpoints
            total[organization] = counted
    return total


def _total(reach: Mapping[str, int | None]) -> int | None:
    counts = [count for count in reach.values() if count is not None]
    return sum(counts) if len(counts) == len(reach) else None


def _id(row: Shown, condition: ConditionWire) -> str:
    return f"policy:{row.policy}/condition:{condition.id}"


def _unused(name: str, said: set[str]) -> str:
    """Tell apart what one policy shows twice under one id."""
    number, free = 1, name
    while free in said:
        number += 1
        free = f"{name}#{number}"
    return free


def name_of_condition(condition: ConditionWire) -> str:
    """What people call a condition."""
    return condition.display_name or condition.condition_name or f"condition {condition.id}"


def _policy_name(policy: PolicyWire) -> str:
    return policy.name or f"policy {policy.id}"
