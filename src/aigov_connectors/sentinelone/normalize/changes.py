"""Who changed policies, rules and workflows: by the objects themselves, and by the audit log.

A policy tells when it was changed and, by the description, who made it; the log tells who changed
it. Numbers of activity types differ between consoles and are not documented, so a type is known
by the words of its template, and what a line of it means is inferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from pydantic import JsonValue, TypeAdapter

from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    Basis,
    ChangeKind,
    ChangeTeller,
    Origin,
    Place,
    SourceKind,
    SourceObject,
)
from aigov_connectors.normalizing.changed import Teller, ToldChange, told_change
from aigov_connectors.sentinelone.normalize.effective import EffectivePolicy, policy_object
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.normalize.rules import RuleRead
from aigov_connectors.sentinelone.normalize.workflows import WorkflowRead
from aigov_connectors.sentinelone.wire_automation import ActivityTypeWire, ActivityWire
from aigov_connectors.wire import Timestamp

_RULE_WORDS = ("custom rule", "star rule")
_NOT_SETTINGS = ("by policy", "alert", "firewall", "device control", "upgrade")
# The first that a template has; a policy is reverted to what it inherits by a change of it.
_DONE: tuple[tuple[tuple[str, ...], ChangeKind], ...] = (
    (("chang", "updat", "modif", "edit", "turned", "revert", "inherit"), ChangeKind.CHANGED),
    (("enabled", "disabled", "activated"), ChangeKind.CHANGED),
    (("delet", "remov"), ChangeKind.DELETED),
    (("creat", "added"), ChangeKind.CREATED),
)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A line of the log that tells of a change of settings."""

    row: ActivityWire
    what: ChangeKind
    of_rule: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class ChangeType:
    """What a type of activity tells to have been changed."""

    what: ChangeKind
    of_rule: bool


def change_types(types: Iterable[ActivityTypeWire]) -> dict[str, ChangeType]:
    """Which types of a console tell of changes of policies or custom rules, by their id.

    Source: recorded lines of the log (reported): "turned off policy inheritance", "setting was
    changed", "turned on ... configuration"; ids are masked there, so words count.
    """
    found = ((one.id, _changes(one)) for one in types)
    return {key: changes for key, changes in found if changes is not None}


def _changes(one: ActivityTypeWire) -> ChangeType | None:
    words = f"{one.action or ''} {one.description_template or ''}".casefold()
    of_rule = any(word in words for word in _RULE_WORDS)
    if any(word in words for word in _NOT_SETTINGS) or not (of_rule or "policy" in words):
        return None
    for verbs, what in _DONE:
        if any(verb in words for verb in verbs):
            return ChangeType(what, of_rule)
    return None


@dataclass(frozen=True, slots=True)
class Accounts:
    """Who of those that a console names by id is a person."""

    service_users: Set[str] | None
    """Ids of all of them; None where not all are known."""
    people: Set[str] | None = None
    """Ids of all users that were listed; None where anybody else is one."""

    def actor(self, user: str | None) -> Actor | None:
        """Someone by id; None where nobody is named, as where the console itself acted."""
        if user is None:
            return None
        kind = ActorKind.UNKNOWN
        if self.service_users is not None:
            if user in self.service_users:
                kind = ActorKind.PROGRAM
            elif self.people is None or user in self.people:
                kind = ActorKind.PERSON
        return Actor(kind=kind, id=user)


def changes_from_activities(
    lines: Iterable[ChangeLine], *, places: Places, place: Place, accounts: Accounts
) -> Iterator[ToldChange]:
    """Tell the changes of policies and custom rules that the log holds.

    A line names the scope of a policy, or a rule by its id; one that names neither tells nothing
    that could be about one object.

    Source: API 2.1, activity schema (verified); which type tells what (inferred from its words).
    """
    for line in lines:
        row = line.row
        source = _rule(row) if line.of_rule else _policy(row, places)
        if source is None:
            continue
        told = told_change(
            Teller(line.origin, row.id, at="/createdAt", by="/userId", kind=ChangeTeller.LOG),
            place=place,
            source_object=source,
            at=row.created_at,
            by=accounts.actor(row.user_id),
            what=line.what,
            basis=Basis.INFERRED,
        )
        if told is not None:
            yield told


def _rule(row: ActivityWire) -> SourceObject | None:
    if row.rule_id is None:
        return None
    return SourceObject(
        kind=SourceKind.RULE, id=row.rule_id, name=row.rule_name or f"rule {row.rule_id}"
    )


def _policy(row: ActivityWire, places: Places) -> SourceObject | None:
    ids: Mapping[str, str | None] = {
        "group": row.group_id,
        "site": row.site_id,
        "account": row.account_id,
    }
    word = (row.scope_level or "").casefold()
    key = places.key(word, ids.get(word))
    if key is None or not places.is_known(key):
        return None
    return policy_object(key, places.scope(key))


def changes_from_policies(
    policies: Iterable[EffectivePolicy], place: Place
) -> Iterator[ToldChange]:
    """Tell when each policy was last changed; by whom, no policy tells.

    What a scope that inherits is answered is not known to be of the policy that it follows.

    Source: API 2.1, policy schema (verified): `userFullName` and `userId` are of who made it.
    """
    for one in policies:
        own = one.source.id.rpartition(":")[2] == one.object_id
        told = told_change(
            Teller(one.read.origin, one.object_id, at="/updatedAt"),
            place=place,
            source_object=one.source,
            at=_moment((one.read.policy.model_extra or {}).get("updatedAt")),
            basis=Basis.OBSERVED if own else Basis.INFERRED,
        )
        if told is not None:
            yield told


def _moment(value: JsonValue) -> datetime | None:
    """The time that a key of a policy holds, whatever else may have been sent."""
    return _times().validate_python(value)


@cache
def _times() -> TypeAdapter[datetime | None]:
    return TypeAdapter(Timestamp)


def changes_from_rules(
    rules: Iterable[RuleRead], place: Place, accounts: Accounts
) -> Iterator[ToldChange]:
    """Tell when each custom rule was last changed, and by whom.

    Source: API 2.1, rule schema (verified): `updatedAt`, `updaterId`.
    """
    for read in rules:
        rule = read.rule
        told = told_change(
            Teller(read.origin, rule.id, at="/updatedAt", by="/updaterId"),
            place=place,
            source_object=SourceObject(
                kind=SourceKind.RULE, id=rule.id, name=rule.name or f"rule {rule.id}"
            ),
            at=rule.updated_at,
            by=accounts.actor(rule.updater_id),
        )
        if told is not None:
            yield told


def changes_from_workflows(
    workflows: Iterable[WorkflowRead], place: Place, accounts: Accounts
) -> Iterator[ToldChange]:
    """Tell when each workflow was last changed, and by whom.

    Source: Hyperautomation API (reported): `updatedAt`, `updatedByUser`.
    """
    for read in workflows:
        row = read.row
        told = told_change(
            Teller(read.listed, row.key, at="/workflow/updatedAt", by="/workflow/updatedByUser/id"),
            place=place,
            source_object=SourceObject(
                kind=SourceKind.WORKFLOW, id=row.key, name=row.name or row.key
            ),
            at=row.updated_at,
            by=accounts.actor(row.updated_by),
        )
        if told is not None:
            yield told
