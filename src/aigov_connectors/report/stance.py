"""How far something goes, in the nine words that the report uses everywhere."""

from __future__ import annotations

from enum import StrEnum

from aigov_connectors.inventory import ApprovalGate, Autonomy, DecisionKind, Deployment, GateKind

__all__ = ["ACTS", "Stance", "gate_words", "stance_of"]


class Stance(StrEnum):
    """From what a person should look at first to what needs no look."""

    ALONE = "alone"
    AFTER = "after"
    STOPPABLE = "stoppable"
    UNWATCHED = "unwatched"
    UNCLEAR = "unclear"
    ASKS = "asks"
    INFORMS = "informs"
    OFF = "off"
    NOTHING = "nothing"

    @property
    def words(self) -> str:
        """As the report says it."""
        return _WORDS[self][0]

    @property
    def short(self) -> str:
        """The same in the width of a table's cell."""
        return _WORDS[self][1]

    @property
    def meaning(self) -> str:
        """One sentence for the legend."""
        return _WORDS[self][2]

    @property
    def code(self) -> str:
        """One letter, for a table that the page fills in by itself."""
        return "abcdefghi"[list(Stance).index(self)]


_WORDS = {
    Stance.ALONE: ("acts alone", "● alone", "It acts, and no person is asked."),
    Stance.AFTER: ("acts, reviewed later", "◕ later", "It acts, and a person looks afterwards."),
    Stance.STOPPABLE: (
        "acts unless stopped",
        "◑ stop",
        "It acts when nobody has stopped it in a known time.",
    ),
    Stance.UNWATCHED: (
        "switches detection off",
        "✕ unwatched",
        "Nothing acts by it, and where it holds nothing looks either: a person set an exception.",
    ),
    Stance.UNCLEAR: (
        "could not be told",
        "? unclear",
        "It is there or may be, and how far it goes is not known.",
    ),
    Stance.ASKS: ("asks first", "✓ asks", "A person has to say yes, or to start it."),
    Stance.INFORMS: ("only informs", "✓ tells", "It tells or suggests, and changes nothing."),
    Stance.OFF: ("off", "○ off", "It is switched off."),
    Stance.NOTHING: ("nothing set", "\N{EN DASH}", "Read, and nothing set for this client."),
}

ACTS = (Stance.ALONE, Stance.AFTER, Stance.STOPPABLE)
"""Those in which nobody has to say yes first."""

_GATES = {
    GateKind.NOT_APPLICABLE: "nothing to approve",
    GateKind.NONE: "nobody",
    GateKind.PRE_APPROVAL: "a person, before",
    GateKind.VETO_WINDOW: "nobody; it can be stopped in time",
    GateKind.POST_REVIEW: "nobody; a person looks afterwards",
    GateKind.UNKNOWN: "could not be told",
}


def stance_of(deployment: Deployment) -> Stance:
    """How far a deployment goes; what is off or never reached is off, what is not known unclear."""
    if deployment.enabled is False or deployment.shadowed_by is not None:
        return Stance.OFF
    if deployment.enabled is None or deployment.autonomy is Autonomy.UNKNOWN:
        return Stance.UNCLEAR
    if deployment.autonomy is Autonomy.SEMI_AUTONOMOUS:
        return Stance.STOPPABLE
    if deployment.autonomy is Autonomy.FULLY_AUTONOMOUS:
        later = deployment.gate.kind is GateKind.POST_REVIEW
        return Stance.AFTER if later else Stance.ALONE
    if deployment.gate.kind is GateKind.PRE_APPROVAL:
        return Stance.ASKS
    unwatched = DecisionKind.DISABLE_DETECTION in deployment.decisions
    return Stance.UNWATCHED if unwatched else Stance.INFORMS


def gate_words(gate: ApprovalGate) -> str:
    """Who approves: `a person, before (technician)`, `nobody`."""
    words = _GATES[gate.kind]
    who = dict.fromkeys((one.role or one.kind.value).replace("_", " ") for one in gate.approvers)
    named = [one for one in who if one != "unknown"]
    if named:
        words = f"{words} ({', '.join(named)})"
    if gate.veto_seconds is not None:
        words = f"{words} ({gate.veto_seconds} seconds)"
    if gate.self_approved:
        words = f"{words}; some approved what they had set up themselves"
    return words
