"""What was done to one ticket, field by field: by whom, and whether a person undid it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from aigov_connectors.halopsa.normalize.desk import Statuses
from aigov_connectors.halopsa.wire import ActionWire, ApprovalWire, given
from aigov_connectors.inventory import DecisionKind, Initiator

__all__ = ["Actors", "Deed", "deeds_of", "undone"]

_FEATURES = {True: "third_party_ai", False: "api_integrations"}
_NOBODY = Initiator.UNKNOWN, None


@dataclass(slots=True)
class Actors:
    """Who the ids in actions are, as far as agents and applications were read."""

    people: set[int] = field(default_factory=set)
    programs: set[int] = field(default_factory=set)
    """Agents that stand for programs."""
    applications: dict[str, bool | None] = field(default_factory=dict)
    """Application to whether it is an AI vendor's; None where it tells no name."""

    def of(self, row: ActionWire) -> tuple[Initiator, str | None]:
        """Who did something, and the short name of the feature that it counts for, if for any.

        There is no "by AI" flag: an application's id comes first, then a rule's, then the agent's.
        """
        if row.actionby_application_id:
            is_ai = self.applications.get(row.actionby_application_id)
            if is_ai is None:
                return _NOBODY
            return Initiator.AI if is_ai else Initiator.MACHINE, _FEATURES[is_ai]
        if given(row.new_matched_rule_id) or row.new_rule_ids:
            return Initiator.RULE, "ticket_rules"
        for agent in (row.who_agentid, row.actionby_agent_id):
            if agent in self.people:
                return Initiator.PERSON, None
            if agent in self.programs:
                return Initiator.MACHINE, _FEATURES[False]
        return _NOBODY

    def asked(self, row: ApprovalWire) -> Initiator:
        """Who was asked for an approval: an agent may be a program, a user is a person."""
        if given(row.agent_id):
            if row.agent_id in self.programs:
                return Initiator.MACHINE
            return Initiator.PERSON if row.agent_id in self.people else Initiator.UNKNOWN
        return Initiator.PERSON if given(row.user_id) else Initiator.UNKNOWN


@dataclass(frozen=True, slots=True)
class Deed:
    """What an action did to a ticket in one respect."""

    at: datetime
    initiator: Initiator
    feature: str | None
    kind: DecisionKind
    sets: tuple[tuple[str, str | int], ...]
    """Each field that it set, and to what."""
    before: int | None = None
    """The status that it replaced; None where it set none, or that was not told."""
    is_sure: bool = True
    """Whether it is told that something changed."""


def deeds_of(rows: Sequence[ActionWire], actors: Actors, statuses: Statuses) -> tuple[Deed, ...]:
    """Give everything that was done to one ticket, in order; an action may set several fields.

    An action tells the status after it, changed or not: only beside the one before is it a deed.
    """
    found: list[Deed] = []
    last: int | None = None
    for row in sorted(
        (row for row in rows if row.datetime is not None),
        key=lambda row: (row.datetime, row.id or 0),
    ):
        if row.datetime is None:
            continue
        initiator, feature = actors.of(row)
        for kind, sets in _assigned(row):
            found.append(Deed(row.datetime, initiator, feature, kind, sets))
        new = row.new_status
        if new is None or not given(new):
            continue
        # 0 was sent where there was none before; what was not sent may be what came last.
        before = last if row.old_status is None else row.old_status
        last = new
        if before != new:
            found.append(
                Deed(
                    row.datetime,
                    initiator,
                    feature,
                    _STATUS[statuses.closes(new)],
                    (("status", new),),
                    before=before,
                    is_sure=before is not None,
                )
            )
    return tuple(found)


_STATUS = {
    True: DecisionKind.CLOSE_TICKET,
    False: DecisionKind.CHANGE_TICKET,
    None: DecisionKind.UNKNOWN,
}


def _assigned(
    row: ActionWire,
) -> Iterator[tuple[DecisionKind, tuple[tuple[str, str | int], ...]]]:
    sets: list[tuple[str, str | int]] = []
    if row.new_team:
        sets.append(("team", row.new_team.casefold()))
    if row.new_agent is not None and given(row.new_agent):
        sets.append(("agent", row.new_agent))
    if sets:
        yield DecisionKind.ROUTE_TICKET, tuple(sets)
    if row.new_priority is not None and given(row.new_priority):
        yield DecisionKind.PRIORITIZE_TICKET, (("priority", row.new_priority),)


def undone(deed: Deed, later: Sequence[Deed], statuses: Statuses) -> bool | None:
    """Whether a person later set it otherwise; None where somebody did who may have been one.

    Work that goes on undoes nothing: of a status only the way back does, and of a closing
    whatever opens the ticket again.
    """
    perhaps = False
    if not deed.is_sure:
        return None
    for one in later:
        if one.initiator not in (Initiator.PERSON, Initiator.UNKNOWN):
            continue
        against = _against(deed, one, statuses)
        if against and one.initiator is Initiator.PERSON:
            return True
        perhaps = perhaps or against is not False
    return None if perhaps else False


def _against(deed: Deed, later: Deed, statuses: Statuses) -> bool | None:
    """Whether a later deed undoes an earlier one; None where that is not told."""
    values = dict(later.sets)
    if "status" not in values:
        return any(values.get(name, value) != value for name, value in deed.sets)
    if "status" not in dict(deed.sets):
        return False
    status = int(values["status"])
    if deed.kind is DecisionKind.CLOSE_TICKET:
        closes = statuses.closes(status)
        return None if closes is None or not later.is_sure else not closes
    if deed.kind is DecisionKind.UNKNOWN or deed.before is None:
        return None
    return status == deed.before
