"""Activities: decisions counted while they stream by, and effects whose setting is not shown.

Only statuses whose meaning is plain from their name or stands in the facts are counted. A run
writes several activities (started, completed): the one that ends it counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.inventory import (
    DecisionCounter,
    DecisionKind,
    Initiator,
    Origin,
    Outcome,
    Place,
    Reach,
    Scope,
    ScopeLevel,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.ninjaone.naming import VENDOR
from aigov_connectors.ninjaone.normalize.seen import in_words
from aigov_connectors.ninjaone.wire import ActivityWire

__all__ = ["ActivityLog", "Effect", "Hidden", "deployments_from_effects", "hidden_effects"]


@dataclass(frozen=True, slots=True)
class _Decision:
    """What one kind of activity says."""

    feature: str
    action: DecisionKind
    initiator: Initiator | None = None
    """None: a person where the activity names a user, else unknown."""
    outcome: Outcome | None = None
    """None: as the activity's own result says."""


_APPROVALS = frozenset({DecisionKind.APPROVE_PATCH, DecisionKind.WITHHOLD_PATCH})


def _patch(feature: str, prefix: str) -> dict[str, _Decision]:
    done = Outcome.SUCCEEDED
    return {
        f"{prefix}_PATCH_APPROVED": _Decision(feature, DecisionKind.APPROVE_PATCH, outcome=done),
        f"{prefix}_PATCH_REJECTED": _Decision(feature, DecisionKind.WITHHOLD_PATCH, outcome=done),
        f"{prefix}_INSTALLED": _Decision(feature, DecisionKind.INSTALL_SOFTWARE, outcome=done),
        f"{prefix}_INSTALL_FAILED": _Decision(
            feature, DecisionKind.INSTALL_SOFTWARE, outcome=Outcome.FAILED
        ),
    }


def _device(action: DecisionKind, initiator: Initiator) -> _Decision:
    return _Decision("device_admission", action, initiator, Outcome.SUCCEEDED)


# Source: NinjaOne Public API 2.0 (2.0.9), activity status codes; which status goes with which
# type is not said, so a status that names its subject stands alone.
_BY_STATUS: Mapping[str, _Decision] = {
    **_patch("os_patch_approval", "PATCH_MANAGEMENT"),
    **_patch("third_party_patching", "SOFTWARE_PATCH_MANAGEMENT"),
    # A mail from an unknown sender waits; a person who lets it through opens or changes a ticket.
    "NINJA_TICKETING_PENDING_EMAIL_CREATION_APPROVED": _Decision(
        "ticket_automation", DecisionKind.INFORM, outcome=Outcome.SUCCEEDED
    ),
    "NINJA_TICKETING_PENDING_EMAIL_UPDATE_APPROVED": _Decision(
        "ticket_automation", DecisionKind.CHANGE_TICKET, outcome=Outcome.SUCCEEDED
    ),
    "NODE_AUTOMATICALLY_APPROVED": _device(DecisionKind.ADMIT_DEVICE, Initiator.RULE),
    "NODE_MANUALLY_APPROVED": _device(DecisionKind.ADMIT_DEVICE, Initiator.PERSON),
    "NODE_AUTOMATICALLY_REJECTED": _device(DecisionKind.REFUSE_DEVICE, Initiator.RULE),
    "NODE_MANUALLY_REJECTED": _device(DecisionKind.REFUSE_DEVICE, Initiator.PERSON),
}
# A run that was stopped before it took effect decided nothing, so only its end is counted.
_BY_TYPE: Mapping[tuple[str, str], _Decision] = {
    ("CONDITION_ACTION", "COMPLETED"): _Decision(
        "condition_script", DecisionKind.RUN_SCRIPT, Initiator.RULE
    ),
    ("SCHEDULED_TASK", "COMPLETED"): _Decision(
        "scheduled_task", DecisionKind.RUN_SCRIPT, Initiator.RULE
    ),
}
_DECISIVE = frozenset(status for _, status in _BY_TYPE)
_OUTCOMES: Mapping[str, Outcome] = {"SUCCESS": Outcome.SUCCEEDED, "FAILURE": Outcome.FAILED}

_EFFECT_TYPES = frozenset({"CONDITION_ACTION", "CONDITION_ACTIONSET"})
_EFFECT_STATUSES = frozenset({"STARTED", "IN_PROCESS", "COMPLETED"})
_EFFECT = "CONDITION_ACTION"  # the value under which the reading table knows both types


@dataclass(slots=True)
class Effect:
    """Scripts that ran because of one condition, as far as activities tell."""

    uid: str
    """The vendor's id of what made them run."""
    name: str | None
    origin: Origin
    activity: str
    activity_type: str
    organizations: set[str] = field(default_factory=set)


class ActivityLog:
    """Counts activities as they stream by; holds one entry per condition that had an effect."""

    def __init__(
        self, *, tenant_id: str, organization_of: Callable[[int | None], str | None]
    ) -> None:
        self._tenant_id = tenant_id
        self._counter = DecisionCounter(vendor=VENDOR, tenant_id=tenant_id)
        self._installs: dict[str, DecisionCounter] = {}
        self._approvals: dict[str, Counter[str]] = {}
        self._organization_of = organization_of
        self._effects: dict[str, Effect] = {}
        self.undated: int = 0
        """Activities that would count, but tell no time."""
        self.untold: int = 0
        """Activities that may be decisions, and do not tell of what kind they are."""

    @property
    def counter(self) -> DecisionCounter:
        """The decisions so far, but for installations of patches."""
        return self._counter

    def installs(self, feature: str) -> DecisionCounter:
        """The installations so far of one patching feature, which a report may tell better."""
        if feature not in self._installs:
            self._installs[feature] = DecisionCounter(vendor=VENDOR, tenant_id=self._tenant_id)
        return self._installs[feature]

    def approvals_in_words(self, feature: str) -> str:
        """How often patches were approved or rejected, with and without a user; may be empty."""
        return in_words(self._approvals.get(feature, {}))

    @property
    def effects(self) -> tuple[Effect, ...]:
        """The conditions that were seen to run something, by id."""
        return tuple(self._effects[uid] for uid in sorted(self._effects))

    def add(self, row: ActivityWire, *, origin: Origin) -> None:
        """Count one activity, if its meaning is known."""
        kind, status = row.activity_type or "", row.status_code or ""
        decision = _BY_STATUS.get(status) or _BY_TYPE.get((kind, status))
        if decision is not None:
            self._count(row, decision)
        elif not status or (not kind and status in _DECISIVE):
            self.untold += 1
        if kind in _EFFECT_TYPES and status in _EFFECT_STATUSES and row.source_config_uid:
            self._note(row, row.source_config_uid, kind, origin)

    def _count(self, row: ActivityWire, decision: _Decision) -> None:
        if row.activity_time is None:
            self.undated += 1
            return
        # A user id is no proof of a person: runs by schedule or API may carry their creator's.
        initiator = decision.initiator or Initiator.UNKNOWN
        outcome = decision.outcome
        if outcome is None:
            outcome = _OUTCOMES.get(row.activity_result or "", Outcome.UNKNOWN)
        feature = f"{VENDOR}.{decision.feature}"
        counter = self._counter
        if decision.action is DecisionKind.INSTALL_SOFTWARE:
            counter = self.installs(feature)
        if decision.action in _APPROVALS:
            by = "without a user" if row.user_id is None else "by a user"
            words = f"{decision.action.value.replace('_', ' ')} {by}"
            self._approvals.setdefault(feature, Counter())[words] += 1
        counter.add(
            feature=feature,
            day=row.activity_time.astimezone(UTC).date(),
            action=decision.action,
            organization=self._organization_of(row.device_id),
            initiator=initiator,
            outcome=outcome,
        )

    def _note(self, row: ActivityWire, uid: str, kind: str, origin: Origin) -> None:
        effect = self._effects.get(uid)
        if effect is None:  # activities come newest first, so the name is the latest one
            effect = Effect(uid, row.source_name, origin, str(row.id), kind)
            self._effects[uid] = effect
        organization = self._organization_of(row.device_id)
        if organization is not None:
            effect.organizations.add(organization)


@dataclass(frozen=True, slots=True)
class Hidden:
    """Effects, by what can be said of the conditions behind them."""

    stated: tuple[Effect, ...]
    """Of conditions that no list shows."""
    doubtful: tuple[Effect, ...]
    """Of conditions that a list may show: under another id, or under the same name."""


def hidden_effects(
    effects: Iterable[Effect], *, visible: Container[str], names: Container[str], ids_agree: bool
) -> Hidden:
    """Tell apart which conditions that ran something stand in no list.

    Whether an activity names its condition by the id in the lists is not documented. So an effect
    is taken for hidden only where the tenant itself shows that the ids are the same ones, and no
    listed condition has its name: the name proves nothing, and makes it doubtful.

    Args:
        visible: ids of all conditions that the lists show, without scripts too.
        names: their names, case-folded.
        ids_agree: whether some activity or alert named a condition by an id that a list shows.
    """
    unlisted = [one for one in effects if one.uid not in visible]
    stated = [
        one for one in unlisted if ids_agree and (one.name or "").strip().casefold() not in names
    ]
    return Hidden(tuple(stated), tuple(one for one in unlisted if one not in stated))


def deployments_from_effects(
    effects: Iterable[Effect],
    *,
    entry: FeatureEntry,
    place: Place,
    organizations: Container[str],
) -> Iterator[Statement]:
    """State conditions that were seen to run scripts, and that no list shows.

    Args:
        effects: those of `Hidden.stated`.
        entry: the catalogue's `condition_script`.
        organizations: ids of the organizations that are known.
    """
    for effect in effects:
        label = entry.label("activityType", _EFFECT)
        evidence = tuple(
            effect.origin.evidence(object_id=effect.activity, pointer=pointer, value=value)
            for pointer, value in (
                ("/activityType", effect.activity_type),
                ("/sourceConfigUid", effect.uid),
            )
        )
        reached = sorted(name for name in effect.organizations if name in organizations)
        deployment = entry.deployment(
            place=place,
            scope=Scope(level=ScopeLevel.TENANT, id=place.tenant_id, name=place.connection),
            source_object=SourceObject(
                kind=SourceKind.RULE,
                id=effect.uid,
                name=effect.name or f"condition {effect.uid}",
            ),
            label=label,
            enabled=label.enabled,
            reach=Reach.UNKNOWN,  # it may run elsewhere, before or after what was looked at
            settings=(
                Setting(name="activityType", value=effect.activity_type),
                Setting(name="sourceConfigUid", value=effect.uid),
            ),
            evidence=evidence,
        )
        yield Statement(
            deployment=deployment,
            evidence=evidence,
            reach=dict.fromkeys(reached),
        )
