"""How a change is put together: subjects, causes and directions."""

from __future__ import annotations

from aigov_connectors.drift.model import Cause, Direction, Move
from aigov_connectors.inventory import (
    Autonomy,
    Connection,
    DecisionKind,
    Deployment,
    Inventory,
    Severity,
)
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.inventory.levels import in_force
from aigov_connectors.rules import Subject, SubjectKind

__all__ = [
    "cause_between",
    "connection_subject",
    "deployment_subject",
    "directed",
    "gravity",
    "is_blind",
    "missing",
]

_UPDATES = frozenset(
    {
        Cause.CATALOGUE_UPDATE,
        Cause.RULES_UPDATE,
        Cause.POLICY_UPDATE,
        Cause.LIBRARY_UPDATE,
    }
)
"""What we know, or what the MSP demands, has changed; at the vendor nothing has."""

_GRAVE = frozenset(
    {
        DecisionKind.ISOLATE_ENDPOINT,
        DecisionKind.REMEDIATE_ENDPOINT,
        DecisionKind.ROLL_BACK_ENDPOINT,
        DecisionKind.CONTAIN_FILE,
        DecisionKind.RUN_SCRIPT,
        DecisionKind.REPLY_TO_PERSON,
        DecisionKind.CHANGE_CONFIGURATION,
        DecisionKind.INSTALL_SOFTWARE,
    }
)


def gravity(deployment: Deployment) -> Severity:
    """How much a change of it matters."""
    if in_force(deployment) is False:
        return Severity.LOW
    if deployment.autonomy is Autonomy.ADVISORY:
        return Severity.LOW
    return Severity.HIGH if _GRAVE.intersection(deployment.decisions) else Severity.MEDIUM


def deployment_subject(deployment: Deployment, inventory: Inventory) -> Subject:
    """The subject of a change of a deployment, named as findings name it."""
    feature = inventory.feature_by_id.get(deployment.feature)
    name = deployment.feature if feature is None else feature.name
    return Subject(
        kind=SubjectKind.DEPLOYMENT,
        key=deployment.key,
        name=f"{name}, {deployment.source_object.name}",
        connection=deployment.connection,
        feature=deployment.feature,
    )


def connection_subject(connection: Connection | str, *, key: str = "", name: str = "") -> Subject:
    """The subject of a change of a connection, or of something known by it."""
    told = connection if isinstance(connection, str) else connection.name
    return Subject(kind=SubjectKind.CONNECTION, key=key or told, name=name or told, connection=told)


def directed(direction: Direction, cause: Cause, *, blind: bool = False) -> Direction:
    """The direction, unless only what we know, demand or can see has changed: then nothing got
    worse, and nothing better.

    Where it is what can be seen, less is known if the later run was `blind`, else more.
    """
    if cause in _UPDATES:
        return Direction.UNCLEAR
    if cause is Cause.VISIBILITY and direction in (Direction.BETTER, Direction.WORSE):
        return Direction.UNSEEN if blind else Direction.SEEN
    return direction


def is_blind(pair: Pair, deployment: Deployment) -> bool:
    """Whether the later run could not read something of a deployment that the earlier read."""
    return pair.sight_after.of_labels(deployment) is not None


def cause_between(pair: Pair, one: Deployment, other: Deployment) -> Cause:
    """Why the labels of a deployment differ.

    Where no setting that both runs read differs, and one run could not read something that the
    other read, that is why.
    """
    changed = pair.settings_changed(one, other)
    if changed:
        return Cause.DRIFT
    if pair.is_dim(other):
        return Cause.VISIBILITY
    if changed is None:
        return Cause.DRIFT
    if pair.catalogue_changed(one.vendor):
        return Cause.CATALOGUE_UPDATE
    if pair.before.library_version != pair.after.library_version:
        return Cause.LIBRARY_UPDATE
    return Cause.DRIFT


def missing(*, later: bool, unseen: bool) -> Move:
    """The move of what only one run has: the later (it came) or the earlier (it went)."""
    if unseen:
        return Move.REVEALED if later else Move.HIDDEN
    return Move.APPEARED if later else Move.GONE
