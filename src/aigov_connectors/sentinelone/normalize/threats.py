"""Threats counted as decisions while they stream by.

One threat gives one decision per kind of action that was taken on it (killing and quarantining
a file are one), or one `inform` where nothing was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import UTC
from types import MappingProxyType

from aigov_connectors.inventory import (
    DecisionCounter,
    DecisionKind,
    HumanVerdict,
    Initiator,
    Outcome,
)
from aigov_connectors.sentinelone.normalize.tenancy import Tenancy
from aigov_connectors.sentinelone.wire import ThreatWire

VENDOR = "sentinelone"

# Keys of detection engines as threats spell them, and the feature that each belongs to.
_ENGINES = {
    "pre_execution": "static_ai",
    "pre_execution_suspicious": "static_ai_suspicious",
    "reputation": "reputation",
    "executables": "behavioral_ai",
    "data_files": "behavioral_ai",
    "exploits": "behavioral_ai",
    "lateral_movement": "behavioral_ai",
    "penetration": "behavioral_ai",
    "remote_shell": "behavioral_ai",
    "pup": "potentially_unwanted_applications",
    "application_control": "application_control",
    "idr": "identity_detection",
}
_SOURCES = {"static": "static_ai", "behavioral": "behavioral_ai", "cloud": "reputation"}
# Whatever engine found it, these deeds are another feature's.
_DEEDS = {
    DecisionKind.ISOLATE_ENDPOINT: "network_quarantine",
    DecisionKind.MODIFY_DOCUMENT: "macro_removal",
    DecisionKind.REMEDIATE_ENDPOINT: "auto_mitigation",
    DecisionKind.ROLL_BACK_ENDPOINT: "auto_mitigation",
}
_ACTIONS = {
    "kill": DecisionKind.CONTAIN_FILE,
    "quarantine": DecisionKind.CONTAIN_FILE,
    "remediate": DecisionKind.REMEDIATE_ENDPOINT,
    "rollback": DecisionKind.ROLL_BACK_ENDPOINT,
    "network_quarantine": DecisionKind.ISOLATE_ENDPOINT,
    "remove_macros": DecisionKind.MODIFY_DOCUMENT,
}
# An agent in Protect kills in any case; whether it did these, or somebody by command, a threat
# does not tell.
_BY_COMMAND_TOO = frozenset(_DEEDS)
_REVERSALS = {
    DecisionKind.CONTAIN_FILE: "unquarantine",
    DecisionKind.MODIFY_DOCUMENT: "restore_macros",
}
_WORDS = _ACTIONS.keys() | set(_REVERSALS.values())
# `partial` is neither success nor failure, so it is not mapped.
_OUTCOMES = {
    "success": Outcome.SUCCEEDED,
    "failed": Outcome.FAILED,
    "pending": Outcome.PENDING,
    "pending-reboot": Outcome.PENDING,
    "pending_reboot": Outcome.PENDING,
    "sent": Outcome.PENDING,
}
# What counts when the actions of one kind ended in different ways, first match.
_WORST_FIRST = (Outcome.FAILED, Outcome.PENDING, Outcome.UNKNOWN)
# Words of the schema whose meaning is plain; scans by order, `multiple` and others stay unknown,
# and so does `console_api`: integrations use the same API as people do.
_INITIATORS = {
    "agent_policy": Initiator.MACHINE,
    "full_disk_scan": Initiator.MACHINE,
    "cloud_detection": Initiator.MACHINE,
    "threat_intelligence": Initiator.MACHINE,
    "star_active": Initiator.RULE,
    "star_manual": Initiator.PERSON,
}
_WITHOUT_PERSON = frozenset({Initiator.MACHINE, Initiator.RULE})
_VERDICTS = {
    "true_positive": HumanVerdict.CONFIRMED,
    "false_positive": HumanVerdict.REJECTED,
    "undefined": HumanVerdict.NOT_REVIEWED,
}


@dataclass(frozen=True, slots=True)
class _Deed:
    kind: DecisionKind
    outcome: Outcome
    reversed: bool | None


def count_threats(
    threats: Iterable[ThreatWire],
    counter: DecisionCounter,
    tenancy: Tenancy,
    commands: Mapping[tuple[str, DecisionKind], Initiator] = MappingProxyType({}),
    *,
    known: Set[DecisionKind] = frozenset(),
) -> int:
    """Count a page of threats; returns how many had no time and could not be counted.

    `commands` are threats (by id) on which somebody is known to have acted by command, how, and
    who that was: a threat itself does not tell that. `known` are the kinds of action of which these
    are all: of others nothing but the agent's own kill is known to be the machine's.

    Source: API 2.1, threat schema (verified).
    """
    without_time = 0
    for threat in threats:
        if threat.created_at is None:
            without_time += 1
            continue
        site = tenancy.sites.get(threat.site_id or "")
        for deed in _deeds(threat):
            counter.add(
                feature=f"{VENDOR}.{_feature(threat, deed.kind)}",
                day=threat.created_at.astimezone(UTC).date(),
                action=deed.kind,
                organization=site.organization if site else None,
                initiator=_initiator(threat, deed.kind, commands, known),
                outcome=deed.outcome,
                human_verdict=_verdict(threat),
                reversed=deed.reversed,
            )
    return without_time


def _deeds(threat: ThreatWire) -> Iterator[_Deed]:
    """What was done about a threat; that nothing was only where it is told."""
    done: dict[DecisionKind, list[Outcome]] = {}
    rows = threat.mitigations or ()
    undone = {_word(row.action) for row in rows if _word(row.status) == "success"}
    for row in rows:
        kind = _ACTIONS.get(_word(row.action))
        if kind is not None:
            outcome = _OUTCOMES.get(_word(row.status), Outcome.UNKNOWN)
            done.setdefault(kind, []).append(outcome)
    if not done and threat.mitigated_preemptively:
        yield _Deed(DecisionKind.BLOCK_EXECUTION, Outcome.SUCCEEDED, None)
        return
    words = {_word(row.action) for row in rows}
    hidden = threat.mitigations is None or not words <= _WORDS
    if not done:
        hidden = hidden or _word(threat.mitigation_status) == "mitigated"
        kind = DecisionKind.UNKNOWN if hidden else DecisionKind.INFORM
        yield _Deed(kind, Outcome.UNKNOWN, None)
        return
    for kind, outcomes in done.items():
        worst = next((one for one in _WORST_FIRST if one in outcomes), Outcome.SUCCEEDED)
        reversal = _REVERSALS.get(kind)
        is_undone = reversal in undone
        untold = reversal is None or (hidden and not is_undone)
        yield _Deed(kind, worst, None if untold else is_undone)


def _feature(threat: ThreatWire, kind: DecisionKind) -> str:
    if _word(threat.initiated_by) in ("star_active", "star_manual"):
        return "star_active_response"
    if kind in _DEEDS:
        return _DEEDS[kind]
    for engine in _engines(threat.detection_engines):
        if engine in _ENGINES:
            return _ENGINES[engine]
    return _SOURCES.get(_word(threat.classification_source), "auto_mitigation")


def _engines(sent: object) -> Iterator[str]:
    """Engines come as words, or as objects with a `key`."""
    for one in sent if isinstance(sent, list) else ():
        key = one.get("key") if isinstance(one, dict) else one
        if isinstance(key, str):
            yield _word(key)


def _initiator(
    threat: ThreatWire,
    kind: DecisionKind,
    commands: Mapping[tuple[str, DecisionKind], Initiator],
    known: Set[DecisionKind],
) -> Initiator:
    by_command = commands.get((threat.id, kind))
    own = _own_initiator(threat, kind)
    if by_command is None:
        sure = kind in known or kind not in _BY_COMMAND_TOO
        return own if sure else Initiator.UNKNOWN
    # An agent that acts kills at once, whatever is commanded later: one deed of two.
    both = own in _WITHOUT_PERSON and kind is DecisionKind.CONTAIN_FILE
    return Initiator.UNKNOWN if both else by_command


def _own_initiator(threat: ThreatWire, kind: DecisionKind) -> Initiator:
    """Who acted, as far as the threat's own record tells.

    Its word tells how the threat began. What was then done about it is the policy's too where a
    rule or a person began it (`treatAsThreat`), so a person is not known to have done that.

    Source: API 2.1, threat and custom rule schemas (verified).
    """
    initiator = _INITIATORS.get(_word(threat.initiated_by), Initiator.UNKNOWN)
    if kind is DecisionKind.INFORM:
        return initiator
    if initiator not in _WITHOUT_PERSON:
        return Initiator.UNKNOWN
    # A threat holds the mode for what is surely malicious. Whether the agent acts on the rest is
    # the other mode's, which no threat tells; an agent that only detects did not act.
    acts = _word(threat.confidence_level) == "malicious" and _word(threat.agent_mode) != "detect"
    return initiator if acts else Initiator.UNKNOWN


def _verdict(threat: ThreatWire) -> HumanVerdict:
    if _word(threat.mitigation_status) == "marked_as_benign":
        return HumanVerdict.REJECTED
    return _VERDICTS.get(_word(threat.analyst_verdict), HumanVerdict.UNKNOWN)


def _word(text: str | None) -> str:
    """Fold what differs between spellings of one word."""
    return (text or "").casefold().replace(" ", "_")
