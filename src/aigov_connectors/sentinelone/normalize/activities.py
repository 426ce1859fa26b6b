"""The audit log counted while it streams by: what was done by policy, by command, by review.

Numbers of activity types differ between consoles and are not documented; so the console's own
list of types is read, and a type is known by the words of its template. A threat's own record
tells what was done about it, but not by whom: so commands of people are noted by their threat,
and lines about threats are counted on their own only where the threats could not be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import UTC
from enum import StrEnum

from aigov_connectors.inventory import DecisionCounter, DecisionKind, HumanVerdict, Initiator
from aigov_connectors.sentinelone.normalize.tenancy import Tenancy
from aigov_connectors.sentinelone.wire_automation import ActivityTypeWire, ActivityWire

VENDOR = "sentinelone"

Commands = Mapping[tuple[str, DecisionKind], Initiator]
"""Threats (by id) with what somebody did about them by command, and who that was."""


class Telling(StrEnum):
    """What kind of thing a line tells."""

    BY_POLICY = "by_policy"
    COMMAND = "command"
    VERDICT = "verdict"
    BY_ITSELF = "by_itself"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a type of activity is about."""

    telling: Telling
    feature: str
    action: DecisionKind


# Words of what was done, the more special first: a network quarantine is no file's quarantine.
_DEEDS: tuple[tuple[tuple[str, ...], str, DecisionKind], ...] = (
    (("network quarantine",), "network_quarantine", DecisionKind.ISOLATE_ENDPOINT),
    (("network-quarantine",), "network_quarantine", DecisionKind.ISOLATE_ENDPOINT),
    (("disconnect", "network"), "network_quarantine", DecisionKind.ISOLATE_ENDPOINT),
    (("rolled back",), "auto_mitigation", DecisionKind.ROLL_BACK_ENDPOINT),
    (("rollback",), "auto_mitigation", DecisionKind.ROLL_BACK_ENDPOINT),
    (("remediat",), "auto_mitigation", DecisionKind.REMEDIATE_ENDPOINT),
    (("quarantin",), "auto_mitigation", DecisionKind.CONTAIN_FILE),
    (("kill",), "auto_mitigation", DecisionKind.CONTAIN_FILE),
)
ABOUT_THREATS = frozenset(action for _, _, action in _DEEDS)
"""What is done about a threat by the agent, or by command: a threat does not tell which."""
_UNDOING = ("unquarantin", "un-quarantin", "reconnect", "restore")
_SETTINGS = ("setting", "configuration", "policy manager")  # of a policy, which did nothing itself
# What happens by itself and is about no threat.
_BY_ITSELF: tuple[tuple[tuple[str, ...], str, DecisionKind], ...] = (
    (("hash", "blocklist"), "auto_immune", DecisionKind.BLOCK_EXECUTION),
    (("hash", "blacklist"), "auto_immune", DecisionKind.BLOCK_EXECUTION),
    (("automatically decommission",), "auto_decommission", DecisionKind.REMOVE_DEVICE),
    (("decommissioned", "inactiv"), "auto_decommission", DecisionKind.REMOVE_DEVICE),
)
_VERDICTS = {"true_positive": HumanVerdict.CONFIRMED, "false_positive": HumanVerdict.REJECTED}


def meanings_of(types: Iterable[ActivityTypeWire]) -> dict[str, Meaning]:
    """Which types of a console tell something that is counted, by their id.

    Source: API 2.1, activity types (verified); the templates' words (reported), so counts of
    activities never decide the state of a feature.
    """
    found = ((one.id, _meaning(one)) for one in types)
    return {key: meaning for key, meaning in found if meaning is not None}


def commands_told(meanings: Mapping[str, Meaning]) -> frozenset[DecisionKind]:
    """The kinds of action for which a console has a type of activity that tells of commands."""
    return frozenset(one.action for one in meanings.values() if one.telling is Telling.COMMAND)


def _meaning(one: ActivityTypeWire) -> Meaning | None:
    words = f"{one.action or ''} {one.description_template or ''}".casefold()
    if "analyst verdict" in words:
        return Meaning(Telling.VERDICT, "auto_mitigation", DecisionKind.INFORM)
    if any(word in words for word in (*_UNDOING, *_SETTINGS)):
        return None
    if "hash" in words and any(word in words for word in ("remove", "delete")):
        return None  # it was taken off the list again
    by_policy, command = "by policy" in words, "command" in words
    if by_policy or command:
        telling = Telling.BY_POLICY if by_policy else Telling.COMMAND
        return _first(_DEEDS, words, telling)
    return _first(_BY_ITSELF, words, Telling.BY_ITSELF)


def _first(
    table: Iterable[tuple[tuple[str, ...], str, DecisionKind]], words: str, telling: Telling
) -> Meaning | None:
    for needed, feature, action in table:
        if all(word in words for word in needed):
            return Meaning(telling, feature, action)
    return None


class ActivityTally:
    """Counts activities, and notes on which threats somebody acted by command."""

    def __init__(
        self,
        meanings: Mapping[str, Meaning],
        *,
        about_threats: DecisionCounter,
        people: Set[str] | None = None,
    ) -> None:
        """`about_threats` counts what a complete list of threats tells as well.

        `people` are the ids of users; None where not all service users are known. A line tells
        only the id of who acted, so without them nobody is known to be a person.
        """
        self._meanings = meanings
        self._about_threats = about_threats
        self._people = people
        self.commands: dict[tuple[str, DecisionKind], Initiator] = {}
        """Threats, each with what was done about it by command; unknown where not by a person."""

    def add(
        self, activities: Iterable[ActivityWire], counter: DecisionCounter, tenancy: Tenancy
    ) -> int:
        """Count a page; returns how many lines had no time and could not be counted."""
        without_time = 0
        for one in activities:
            meaning = self._meanings.get(one.activity_type or "")
            if meaning is None:
                continue
            initiator = self._initiator(one, meaning)
            by_command = initiator is not Initiator.MACHINE
            if by_command and one.threat_id and meaning.telling is Telling.COMMAND:
                key = (one.threat_id, meaning.action)
                same = self.commands.get(key, initiator) is initiator
                self.commands[key] = initiator if same else Initiator.UNKNOWN
            if by_command and meaning.telling is Telling.BY_ITSELF:
                continue  # somebody did by hand what the feature does by itself
            if one.created_at is None:
                without_time += 1
                continue
            site = tenancy.sites.get(one.site_id or "")
            about_threat = one.threat_id or meaning.telling is not Telling.BY_ITSELF
            (self._about_threats if about_threat else counter).add(
                feature=f"{VENDOR}.{meaning.feature}",
                day=one.created_at.astimezone(UTC).date(),
                action=meaning.action,
                organization=site.organization if site else None,
                initiator=initiator,
                human_verdict=_verdict(one, meaning, by_person=initiator is Initiator.PERSON),
            )
        return without_time

    def _initiator(self, one: ActivityWire, meaning: Meaning) -> Initiator:
        """Who acted: behind the token of a service user may stand a program or a person.

        So may behind a name that comes without the id of a user, and behind an id that no list of
        users has.

        Source: API 2.1, activity and user schemas (verified); that a line's `userId` is the id of
        these lists is unsure, so an id of neither is nobody's.
        """
        if one.system is True:
            return Initiator.MACHINE
        if one.user_id is None:
            is_named = one.names_somebody and meaning.telling is not Telling.BY_POLICY
            return Initiator.UNKNOWN if is_named else Initiator.MACHINE
        known = self._people is not None and one.user_id in self._people
        return Initiator.PERSON if known else Initiator.UNKNOWN


def _verdict(one: ActivityWire, meaning: Meaning, *, by_person: bool) -> HumanVerdict:
    if meaning.telling is not Telling.VERDICT or not by_person:
        return HumanVerdict.UNKNOWN
    word = (one.new_verdict or "").casefold().replace(" ", "_")
    return _VERDICTS.get(word, HumanVerdict.UNKNOWN)
