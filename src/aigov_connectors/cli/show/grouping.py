"""Findings put together as a person thinks of them: one setting, or many settings that are alike.

One policy of an endpoint product sets five features, and the same policy may stand in thirty sites:
that is one thing to decide, not a hundred and fifty.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from aigov_connectors.inventory import (
    Deployment,
    Inventory,
    Reach,
    Severity,
    SourceKind,
    Verdict,
)
from aigov_connectors.rules import Finding, SubjectKind, Topic
from aigov_connectors.rules.narrowing import narrowed_to

__all__ = [
    "GRAVITY",
    "Group",
    "Reached",
    "Source",
    "alike_joined",
    "grouped",
    "narrowed_to",
]

GRAVITY = {Verdict.FAIL: 0, Verdict.UNDETERMINED: 1, Verdict.PASS: 2}
_ALIKE_AT_LEAST = 3  # two settings are still two lines with names; more are a count


@dataclass(frozen=True, slots=True)
class Source:
    """The vendor's object that configures what was found."""

    kind: SourceKind
    name: str
    level: str
    """Where it applies: `site`, `group`, `tenant`."""
    connection: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A client that a group concerns."""

    id: str
    name: str
    endpoints: int | None
    """None where they were not counted."""
    kind: str = "client"
    """`own` for the MSP's own organization, `catch_all` for one that catches what is left over."""


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one rule and one answer that a person decides about at once."""

    rule: str
    topic: Topic
    title: str
    kind: SubjectKind
    verdict: Verdict
    severity: Severity
    """The gravest of its findings."""
    deeds: tuple[str, ...]
    """What it does and on which part, in words; without the doer and the settings."""
    features: tuple[str, ...]
    """Names of the catalogue's features, sorted."""
    is_ai: bool
    """Whether one of them learns or generates; what works by rules alone is not called AI."""
    sources: tuple[Source, ...]
    """Empty where the finding is not about a deployment."""
    connections: tuple[str, ...]
    clients: tuple[Reached, ...]
    """Those with this answer and without a waiver, by name."""
    reach_is_known: bool
    findings: tuple[Finding, ...]

    @property
    def endpoints(self) -> int | None:
        """Endpoints of all its clients; None where no count is known."""
        known = [client.endpoints for client in self.clients if client.endpoints is not None]
        return sum(known) if known else None

    @property
    def is_waived(self) -> bool:
        """Whether somebody accepts all of it for a time."""
        return all(one.is_waived for one in self.findings)

    @property
    def order(self) -> tuple[int, int, int, str, str]:
        """Sorts the gravest first; among equals the one with more endpoints."""
        name = self.sources[0].name if self.sources else self.findings[0].subject.name
        return (
            GRAVITY[self.verdict],
            -self.severity.rank,
            -(self.endpoints or 0),
            self.rule,
            name,
        )


def grouped(findings: Iterable[Finding], inventory: Inventory) -> tuple[Group, ...]:
    """Put findings of the same rule, answer and source object together; gravest first."""
    piles: dict[Hashable, list[Finding]] = defaultdict(list)
    deployments = {deployment.key: deployment for deployment in inventory.deployments}
    for finding in findings:
        subject = finding.subject
        deployment = deployments.get(subject.key)
        about: Hashable
        if deployment is not None:
            source = deployment.source_object
            about = (deployment.vendor, deployment.tenant_id, source.kind, source.id)
        elif subject.kind is SubjectKind.FEATURE:
            about = subject.connection
        else:
            about = subject.key
        piles[finding.verdict, finding.rule, finding.is_waived, subject.kind, about].append(finding)
    return _ordered(_group(pile, inventory, deployments) for pile in piles.values())


def alike_joined(groups: Iterable[Group]) -> tuple[Group, ...]:
    """Join groups that do the same by the same features, where there are three or more of them.

    What is said of the control over settings is the same thing to decide whatever their features
    are, so there two of one connection are enough.
    """
    piles: dict[Hashable, list[Group]] = defaultdict(list)
    for group in groups:
        piles[_likeness(group)].append(group)
    joined: list[Group] = []
    for pile in piles.values():
        least = 2 if pile[0].topic is Topic.CONTROL else _ALIKE_AT_LEAST
        joined.extend([_joined(pile)] if len(pile) >= least else pile)
    return _ordered(joined)


def _likeness(group: Group) -> Hashable:
    said = (group.verdict, group.rule, group.severity, group.is_waived)
    if not group.sources:
        return (*said, group.findings[0].identity)
    if group.topic is Topic.CONTROL:
        return (*said, group.deeds, group.connections)
    return (*said, group.deeds, group.features, group.is_ai)  # rules beside a model are not AI


def _group(
    findings: Sequence[Finding], inventory: Inventory, deployments: Mapping[str, Deployment]
) -> Group:
    first = findings[0]
    found = [deployments[f.subject.key] for f in findings if f.subject.key in deployments]
    sources = [
        Source(
            kind=deployment.source_object.kind,
            name=deployment.source_object.name,
            level=deployment.scope.level.value,
            connection=deployment.connection,
        )
        for deployment in found
    ]
    features = {finding.subject.feature for finding in findings}
    known = inventory.feature_by_id
    return Group(
        rule=first.rule,
        topic=first.topic,
        title=first.title,
        kind=first.subject.kind,
        verdict=first.verdict,
        severity=max((finding.severity for finding in findings), key=lambda one: one.rank),
        deeds=tuple(dict.fromkeys(f.does or f.because.rstrip(".") for f in findings)),
        features=tuple(sorted(known[one].name for one in features if one in known)),
        is_ai=any(one.is_ai(known[one.feature]) for one in found)
        if found
        else any(known[one].is_ai for one in features if one in known),
        sources=tuple(dict.fromkeys(sources)),
        connections=tuple(dict.fromkeys(finding.subject.connection for finding in findings)),
        clients=_clients(findings, inventory),
        reach_is_known=all(one.reach is not Reach.UNKNOWN for one in found),
        findings=tuple(findings),
    )


def _clients(findings: Iterable[Finding], inventory: Inventory) -> tuple[Reached, ...]:
    """The clients with the finding's own answer, without those for whom it is waived."""
    known = inventory.client_by_id
    return _once(
        Reached(
            row.id,
            row.name,
            row.endpoints,
            kind=known[row.id].kind if row.id in known else "client",
        )
        for finding in findings
        for row in finding.clients
        if row.verdict is finding.verdict and (row.waiver is None or finding.is_waived)
    )


def _once(rows: Iterable[Reached]) -> tuple[Reached, ...]:
    """Each client once, with the largest of its counts: features and rules share endpoints."""
    kept: dict[str, Reached] = {}
    for row in rows:
        before = kept.get(row.id)
        if before is None or (row.endpoints or 0) > (before.endpoints or 0):
            kept[row.id] = row
    return tuple(sorted(kept.values(), key=lambda row: (row.name.casefold(), row.id)))


def _joined(pile: Sequence[Group]) -> Group:
    return replace(
        pile[0],
        features=tuple(sorted({name for group in pile for name in group.features})),
        is_ai=any(group.is_ai for group in pile),
        sources=tuple(dict.fromkeys(source for group in pile for source in group.sources)),
        connections=tuple(dict.fromkeys(name for group in pile for name in group.connections)),
        clients=_once(client for group in pile for client in group.clients),
        reach_is_known=all(group.reach_is_known for group in pile),
        findings=tuple(finding for group in pile for finding in group.findings),
    )


def _ordered(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(sorted(groups, key=lambda group: group.order))
