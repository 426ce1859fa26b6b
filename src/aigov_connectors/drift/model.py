"""What changed between two runs: typed, with who is concerned, and whose doing it was."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from typing import Self

from pydantic import Field

from aigov_connectors.inventory import (
    SCHEMA_VERSION,
    Actor,
    ChangeRecord,
    Exact,
    IsoDate,
    Severity,
    UtcTime,
)
from aigov_connectors.inventory.versions import read_document
from aigov_connectors.rules import Subject

__all__ = ["MIRROR", "Aspect", "Cause", "Change", "Direction", "Drift", "Move", "RunStamp"]


class Aspect(StrEnum):
    """What changed."""

    SCOPE = "scope"
    """What the runs were told to look at: some clients, or some resources only."""
    DEPLOYMENT = "deployment"
    """A feature in use somewhere."""
    ENABLED = "enabled"
    AUTONOMY = "autonomy"
    """How far it goes, and the gate with it."""
    GATE = "gate"
    """Where a person stands, while it goes as far as before; it fell where it holds less."""
    DECISIONS = "decisions"
    NOTICE = "notice"
    """Whether a person is told when it acts."""
    OVERRIDE = "override"
    """Whether a person can overrule it."""
    ROLLBACK = "rollback"
    """Whether what it did can be undone."""
    TECHNIQUE = "technique"
    """Whether it works by fixed rules, by what it learned, or generates."""
    STARTED_BY = "started_by"
    """Who or what sets it off."""
    BASIS = "basis"
    """How it is known: observed, or only inferred."""
    SETTINGS = "settings"
    """Values of the settings that decide it, where no label moved with them."""
    REACH = "reach"
    CHAIN = "chain"
    """Steps across tools that together act; it rose where it reaches more clients, or where a
    person holds more of it, and fell where less."""
    UNKNOWN_SWITCH = "unknown_switch"
    COVERAGE = "coverage"
    FINDING = "finding"
    CLIENT = "client"
    CONTEXT = "context"
    """What the configuration tells of a client, by which policy lines and rules choose."""
    CONNECTION = "connection"
    RIGHTS = "rights"
    """What the credential of a connection may do, or that of a program in a tool."""
    ATTESTATION = "attestation"
    CATALOGUE = "catalogue"
    RULES = "rules"
    POLICY = "policy"
    LIBRARY = "library"


class Move(StrEnum):
    """How it changed."""

    APPEARED = "appeared"
    GONE = "gone"
    """Looked for, and not there any more; a finding: resolved."""
    ROSE = "rose"
    FELL = "fell"
    HIDDEN = "hidden"
    """No longer visible, or no longer known: never the same as gone."""
    REVEALED = "revealed"
    """Visible or known now; nobody can say whether it was there before."""
    CHANGED = "changed"
    WAIVED = "waived"
    REOPENED = "reopened"
    """A finding: waived no longer, or resolved in an earlier run and back."""
    EXPIRED = "expired"
    RENEWED = "renewed"


MIRROR = {
    Move.APPEARED: Move.GONE,
    Move.ROSE: Move.FELL,
    Move.HIDDEN: Move.REVEALED,
    Move.CHANGED: Move.CHANGED,
    Move.WAIVED: Move.REOPENED,
    Move.EXPIRED: Move.RENEWED,
}
MIRROR |= {other: one for one, other in MIRROR.items()}
"""What the same change is when the two runs are swapped."""


class Direction(StrEnum):
    """Whether it is for the better, in the order in which a person should look at it."""

    WORSE = "worse"
    UNSEEN = "unseen"
    """Less is visible or known than before; what was there may have got worse unseen."""
    UNCLEAR = "unclear"
    SEEN = "seen"
    """More is visible or known than before."""
    BETTER = "better"

    @property
    def rank(self) -> int:
        """0 for `worse`, up to 4 for `better`."""
        return list(Direction).index(self)


class Cause(StrEnum):
    """Whose doing a change is."""

    DRIFT = "drift"
    """Something was changed at the vendor."""
    VISIBILITY = "visibility"
    """The runs did not see the same."""
    CATALOGUE_UPDATE = "catalogue_update"
    """The catalogue reads the same settings in another way."""
    RULES_UPDATE = "rules_update"
    POLICY_UPDATE = "policy_update"
    """The oversight policy or a waiver, which are the MSP's own."""
    LIBRARY_UPDATE = "library_update"
    CONFIGURATION = "configuration"
    """The MSP's own configuration: connections, attestations."""
    EXPIRY = "expiry"
    """Only time has passed."""


class Change(Exact):
    """One thing that is not as it was."""

    aspect: Aspect
    move: Move
    direction: Direction
    cause: Cause
    severity: Severity
    subject: Subject
    because: str
    """One sentence with names and values."""
    before: str | None = None
    after: str | None = None
    clients: tuple[str, ...] = ()
    """Ids of the clients concerned; empty where it is not about some of them."""
    evidence_before: tuple[str, ...] = ()
    """Ids into the evidence of the earlier run."""
    evidence_after: tuple[str, ...] = ()
    gaps_before: tuple[str, ...] = ()
    """Ids into the gaps of the earlier run: why it said nothing."""
    gaps_after: tuple[str, ...] = ()
    by: Actor | None = None
    """Who changed it, where what was read says so; an id or a role, never a name."""
    on: IsoDate | None = None
    """The day on which it was last changed, where what was read says so; else some time between
    the two runs."""
    told: tuple[ChangeRecord, ...] = ()
    """Every change of the same object between the two runs that the tool tells, newest first;
    their evidence is that of the later run."""
    untold: str | None = None
    """Why nobody is named, where something was changed at the vendor and nothing tells by whom."""


class RunStamp(Exact):
    """One of the two runs: when, and by what it was read and judged."""

    started_at: UtcTime
    finished_at: UtcTime
    library_version: str
    catalogues: dict[str, str]
    rules_digest: str
    policy_digest: str
    connections: tuple[str, ...] = ()
    limited_to: tuple[str, ...] = ()
    """Ids of the clients that it was limited to; empty where it held everyone."""
    limited_resources: tuple[str, ...] = ()
    """Resources that it was limited to; empty where it read all."""


class Drift(Exact):
    """Everything that differs between two runs, what got worse first."""

    schema_version: str = SCHEMA_VERSION
    before: RunStamp
    after: RunStamp
    unchanged_deployments: int = Field(default=0, ge=0)
    moved_within_tolerance: int = Field(default=0, ge=0)
    """How many of these have a setting whose number moved, by less than is told."""
    earlier_runs: int | None = Field(default=None, ge=0)
    """How many runs before the two were asked whether a new finding had been there; None where
    only two runs were compared."""
    changes: tuple[Change, ...] = ()

    @cached_property
    def worse(self) -> tuple[Change, ...]:
        """What got worse."""
        return tuple(one for one in self.changes if one.direction is Direction.WORSE)

    @cached_property
    def unseen(self) -> tuple[Change, ...]:
        """What is no longer visible or known: nothing of it may be called an improvement."""
        return tuple(one for one in self.changes if one.direction is Direction.UNSEEN)

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read what `to_json` wrote.

        Raises:
            ValueError: the text is not a drift, or of another major version.
        """
        return read_document(cls, text)

    def to_json(self, *, indent: int | None = None) -> str:
        """The drift as JSON."""
        return self.model_dump_json(indent=indent)
