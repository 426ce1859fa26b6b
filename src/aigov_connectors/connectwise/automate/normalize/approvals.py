"""Approval policies: what they let install with nobody's word, for whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pydantic import JsonValue

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.connectwise.automate.normalize.estate import Reached
from aigov_connectors.connectwise.automate.normalize.patch_groups import (
    APPROVALS,
    PatchGroups,
    statement,
    unused,
)
from aigov_connectors.connectwise.automate.normalize.places import inside, tenant_scope
from aigov_connectors.connectwise.automate.wire import (
    ApprovalPolicyWire,
    CriteriaWire,
    told,
)
from aigov_connectors.inventory import (
    Origin,
    Place,
    Reach,
    ScopeLevel,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import (
    Observed,
    Unknowns,
    observed,
    unknown_settings,
)

__all__ = ["deployments_from_approval_policy"]


def deployments_from_approval_policy(
    row: ApprovalPolicyWire,
    *,
    origin: Origin,
    groups: PatchGroups,
    entry: FeatureEntry,
    place: Place,
) -> Iterator[Statement]:
    """State what a policy approves by itself; groups that are, or may be, patched by hand apart."""
    having = groups.having(row.id, APPROVALS)
    apart = [pair for pair in having if pair[0].is_manual is not False]
    alone = [group.id for group, _ in having if group.is_manual is False]
    source = SourceObject(
        kind=SourceKind.POLICY, id=f"approval:{row.id}", name=row.name or f"policy {row.id}"
    )
    label = entry.label("AutomaticApprovalSettings", _approves(row))
    reached = groups.estate.of_groups(alone)
    if not groups.tell(APPROVALS) or row.is_default_policy is not False:
        # Who else has it, the default above all, the groups do not tell.
        reached = Reached(Reach.UNKNOWN, reached.organizations)
    if not having and row.is_default_policy is not True:
        is_certain = groups.tell(APPROVALS) and row.is_default_policy is False
        label = unused(entry, label, is_certain=is_certain)
    unknown = unknown_settings(origin, row, object_id=row.id, place=place, source_object=source)
    shown = _settings(row, origin)
    if alone or not apart or row.is_default_policy is not False:
        yield statement(entry, label, tenant_scope(place), source, reached, shown, place, unknown)
    for group, where in apart:
        manual = observed(where, group, "is_manual", object_id=group.id)
        own = groups.estate.of_groups((group.id,))
        by_hand = entry.label("IsManual", told(group.is_manual))
        if label.enabled and label.gate.kind is entry.label("IsManual", True).gate.kind:
            by_hand = label  # nothing is approved by itself in any case
        scope = inside(place, ScopeLevel.GROUP, group.id, group.group_name or f"group {group.id}")
        yield statement(entry, by_hand, scope, source, own, [manual, *shown], place, Unknowns())


def _approves(row: ApprovalPolicyWire) -> str | None:
    """Whether some criterion lets patches through, or none does; None where that is not told.

    Nothing is approved only where every criterion came as it is described, and no other key may
    be a further one.
    """
    sent = told(row.automatic_approval_settings)
    if sent is None:
        return None
    names = [_names_something(getattr(sent, one), is_named) for one, is_named in _LISTS.items()]
    names.append(_is_bound(sent.cvss_lower_bound))
    if True in names:
        return "some"
    others = any(value not in (None, False, 0, "", [], {}) for value in sent.unknown().values())
    return "none" if None not in names and not others else None


def _names_something(sent: JsonValue, is_named: Callable[[JsonValue], bool]) -> bool | None:
    """Whether a list names what it is described to name; None for what is not described."""
    if not isinstance(sent, list):
        return None
    if not sent:
        return False
    return True if any(is_named(one) for one in sent) else None


def _is_word(one: JsonValue) -> bool:
    return isinstance(one, str) and bool(one.strip())


def _is_category(one: JsonValue) -> bool:
    return isinstance(one, dict) and bool(one.get("CategoryId") or one.get("CategoryName"))


_LISTS = {"severities": _is_word, "categories": _is_category, "titles": _is_word}
"""Lists of criteria, each with what one of its items must be."""


def _is_bound(sent: JsonValue) -> bool | None:
    if isinstance(sent, bool) or not isinstance(sent, int | float):
        return None
    return sent > 0


def _settings(row: ApprovalPolicyWire, origin: Origin) -> list[Observed]:
    shown: list[Observed] = []
    sent = told(row.automatic_approval_settings)
    if sent is None:
        shown.append(observed(origin, row, "automatic_approval_settings", object_id=row.id))
    else:
        at = "/AutomaticApprovalSettings"
        shown += [
            observed(origin, sent, name, object_id=row.id, pointer=at)
            for name in ("cvss_lower_bound", *_LISTS)
        ]
    shown += [
        observed(origin, row, name, object_id=row.id)
        for name in ("has_staging", "test_duration", "pilot_duration", "is_default_policy")
    ]
    return [*shown, *_bounds(row, origin)]


def _bounds(row: ApprovalPolicyWire, origin: Origin) -> Iterator[Observed]:
    """What is denied or ignored bounds what is approved; an empty list bounds nothing."""
    for column in ("automatic_deny_settings", "automatic_ignore_settings"):
        sent = getattr(row, column)
        alias = type(row).model_fields[column].alias
        if not isinstance(sent, CriteriaWire):
            if sent is not None:
                yield observed(origin, row, column, object_id=row.id)
            continue
        for name in _LISTS:
            if getattr(sent, name):
                setting, seen = observed(origin, sent, name, object_id=row.id, pointer=f"/{alias}")
                yield setting.model_copy(update={"name": f"{alias}.{setting.name}"}), seen
