"""What is planted in the fictitious world, and what a careful reader must find in it.

The expected findings are written by hand from the vendors' documented meanings and the project's
reading conventions, under the default oversight policy. They name objects and clients by name,
and never depend on how many endpoints the world has. Answers that pass are not listed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Verdict = Literal["fail", "undetermined"]
Severity = Literal["high", "medium", "low"]
RuleId = Literal[
    "autonomous-containment",
    "unattended-script",
    "missing-approval-gate",
    "not-exposed-not-attested",
    "own-credential-can-write",
    "approver-approves-own-automation",
    "attestation-stale",
    "detection-switched-off",
    "gate-without-named-approver",
    "no-decision-log",
    "no-rollback",
    "override-unknown",
    "patch-approval-without-staging-or-person",
    "tenant-wide-setting",
    "unknown-ai-switch",
    "anonymous-user-can-trigger-ai",
    "client-data-may-train",
    "default-on-not-reviewed",
    "gate-opens-by-itself",
    "reply-without-preview",
    "routing-by-machine-without-review",
    "suggestion-applied-automatically",
    "third-party-ai-can-write",
    "ungated-chain",
    "vendor-answer-missing",
]

ALL_OF_CONNECTION: tuple[str, ...] = ("*",)
"""As `clients`: every client of the connection, with the MSP's own and the catch-all."""
UNKNOWN_CLIENTS: tuple[str, ...] = ()
"""As `clients`: none is named; the vendor shows not whom it reaches, or it is about none."""


@dataclass(frozen=True, slots=True)
class Named:
    """A vendor's object or scope: kind (or level) and name."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a deployment that a finding must name: `confidence eq suspicious`."""

    dimension: str
    operator: str
    value: str
    endpoints: int | None = None
    """How many endpoints it concerns, where the vendor shows that."""


@dataclass(frozen=True, slots=True)
class ExpectedFinding:
    """One finding that an assessment under the default policy must hold."""

    rule: RuleId
    verdict: Verdict
    severity: Severity
    vendor: str
    connection: str
    because: str
    """Which documented fact or reading convention demands it."""
    feature: str | None = None
    """Catalogue id; None for findings on the connection itself."""
    source_object: Named | None = None
    scope: Named | None = None
    holder: Named | None = None
    """The policy that holds the source object, where objects of that name are in several."""
    parts: tuple[Part, ...] = ()
    clients: tuple[str, ...] = ALL_OF_CONNECTION
    """Names of the world's clients, sorted."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of one connection: names of features are short there."""

    vendor: str
    connection: str

    def finding(
        self,
        rule: RuleId,
        verdict: Verdict,
        severity: Severity,
        because: str,
        *,
        feature: str | None,
        source: Named | None = None,
        holder: Named | None = None,
        clients: Iterable[str] = ALL_OF_CONNECTION,
    ) -> ExpectedFinding:
        """Return a finding; `feature` is short, None for one on the connection itself."""
        return ExpectedFinding(
            rule=rule,
            verdict=verdict,
            severity=severity,
            vendor=self.vendor,
            connection=self.connection,
            because=because,
            feature=None if feature is None else f"{self.vendor}.{feature}",
            source_object=source,
            holder=holder,
            clients=tuple(clients),
        )


@dataclass(frozen=True, slots=True)
class ExpectedGap:
    """Something that a collection must say it could not read."""

    vendor: str
    connection: str
    reason: str
    about: str
    """What the gap is about, in words; not the gap's own text."""
    path: str
    """The path that refused, without the API root."""
    clients: tuple[str, ...] = ()
    """Clients of whom nothing read there may be called fine; empty is no client in particular."""
    required: bool = True
    """False where a reader may rightly never ask."""


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Something that resembles a planted problem and must not be found."""

    vendor: str
    what: str
    names: tuple[str, ...]
    """Names of the objects: no failing or undetermined finding on the feature may rest on them, but
    one that a setting for clients under different regulations is also in force elsewhere."""
    features: tuple[str, ...] = ()
    """Catalogue ids that the look-alike is about; empty is every feature."""


@dataclass(frozen=True, slots=True)
class UnknownSwitch:
    """A setting that no catalogue knows and that must be kept, not dropped."""

    vendor: str
    object_name: str
    key: str
    value: bool


@dataclass(frozen=True, slots=True)
class Reached:
    """How far something planted reaches, where that does not depend on the world's size."""

    vendor: str
    feature: str
    object_name: str
    client: str
    endpoints: int


@dataclass(frozen=True, slots=True)
class ExpectedChange:
    """Who last changed something planted, or a line of a log on it."""

    vendor: str
    object_name: str
    told_by: Literal["object", "log"]
    by: str | None
    """The vendor's id of who it was; None where that is not told."""
    kind: Literal["person", "program", "unknown"] | None
    basis: Literal["observed", "inferred"]


@dataclass(frozen=True, slots=True)
class Planted:
    """The answer sheet of one vendor, or of all vendors together."""

    findings: tuple[ExpectedFinding, ...] = ()
    gaps: tuple[ExpectedGap, ...] = ()
    look_alikes: tuple[LookAlike, ...] = ()
    unknown_switches: tuple[UnknownSwitch, ...] = ()
    reached: tuple[Reached, ...] = ()
    changes: tuple[ExpectedChange, ...] = ()
    attestations: tuple[dict[str, Any], ...] = ()
    """For the configuration's `[[attestations]]`."""
    aliases: tuple[tuple[str, str, str], ...] = ()
    """(client, vendor, the vendor's id of it), where no name tells that they are one."""


def together(sheets: Iterable[Planted]) -> Planted:
    """Return one answer sheet made of many."""
    every = tuple(sheets)
    return Planted(
        findings=tuple(one for sheet in every for one in sheet.findings),
        gaps=tuple(one for sheet in every for one in sheet.gaps),
        look_alikes=tuple(one for sheet in every for one in sheet.look_alikes),
        unknown_switches=tuple(one for sheet in every for one in sheet.unknown_switches),
        reached=tuple(one for sheet in every for one in sheet.reached),
        changes=tuple(one for sheet in every for one in sheet.changes),
        attestations=tuple(one for sheet in every for one in sheet.attestations),
        aliases=tuple(one for sheet in every for one in sheet.aliases),
    )
