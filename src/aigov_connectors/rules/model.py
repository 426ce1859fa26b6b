"""What a rule is, and what it says."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from aigov_connectors.controls import Control
from aigov_connectors.inventory import (
    AIFeature,
    Basis,
    BreakdownPart,
    Client,
    Confidence,
    Connection,
    DecisionKind,
    Deployment,
    Exact,
    Gap,
    Inventory,
    Severity,
    Verdict,
)
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.policy import Policy, Waiver
from aigov_connectors.policy.lines import Ruling

__all__ = [
    "Control",
    "DeploymentRule",
    "DriftRule",
    "Finding",
    "FindingClient",
    "InventoryRule",
    "Judged",
    "Judgement",
    "Rule",
    "Subject",
    "SubjectKind",
    "Topic",
    "View",
]


class SubjectKind(StrEnum):
    """What a finding is about."""

    DEPLOYMENT = "deployment"
    CLIENT = "client"
    CHAIN = "chain"
    CONNECTION = "connection"
    FEATURE = "feature"


class Topic(StrEnum):
    """Which question a rule answers; people look at them apart."""

    ACTING = "acting"
    """Does it go further without a person than the policy allows?"""
    CONTROL = "control"
    """Can people stop it, undo it, follow it, and who are they?"""
    KNOWLEDGE = "knowledge"
    """Is it known whether it is on, and how far it goes?"""
    CREDENTIAL = "credential"
    """Is reading itself safe?"""
    SUPPLIER = "supplier"
    """What do vendors tell of their AI, and what may programs of others do?"""
    DRIFT = "drift"
    """What is not as it was in the run before?"""


class Subject(Exact):
    """What a finding is about, by a key that stays the same from run to run."""

    kind: SubjectKind
    key: str
    name: str
    connection: str
    feature: str | None = None


class FindingClient(Exact):
    """What a finding means for one client."""

    id: str
    name: str
    verdict: Verdict
    severity: Severity
    endpoints: int | None = Field(default=None, ge=0)
    waiver: Waiver | None = None


class Finding(Exact):
    """A rule's answer about one subject, over all clients that it concerns."""

    identity: str = ""
    """Rule and subject, hashed: the same finding next month."""
    rule: str
    topic: Topic = Topic.ACTING
    title: str
    subject: Subject
    verdict: Verdict
    """The gravest over the clients: fail, then undetermined, then pass."""
    severity: Severity
    confidence: Confidence
    because: str
    """One sentence with names and values."""
    does: str | None = None
    """What it does, in a few words without names: `kills files on suspicious verdicts`."""
    remedy: str
    controls: tuple[Control, ...] = ()
    evidence: tuple[str, ...] = ()
    """Ids into `Inventory.evidence`."""
    gaps: tuple[str, ...] = ()
    """Ids into `Inventory.gaps`."""
    clients: tuple[FindingClient, ...] = ()
    waiver: Waiver | None = None
    """Set where one waiver covers the finding whole."""

    @model_validator(mode="after")
    def _rests_on_something(self) -> Self:
        if not self.evidence and not self.gaps:
            raise ValueError(f"{self.rule} on {self.subject.key}: neither evidence nor gap")
        identity = hashlib.sha256(f"{self.rule}|{self.subject.key}".encode()).hexdigest()[:16]
        if self.identity not in ("", identity):
            raise ValueError("the identity of a finding is its rule and its subject")
        object.__setattr__(self, "identity", identity)
        return self

    @property
    def is_waived(self) -> bool:
        """Whether every client's row, or the finding whole, is waived."""
        rows = [row for row in self.clients if row.verdict is not Verdict.PASS]
        return self.waiver is not None or (bool(rows) and all(row.waiver for row in rows))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule says of one subject for one client."""

    verdict: Verdict
    because: str
    does: str | None = None
    """See `Finding.does`."""
    severity: Severity | None = None
    """None takes the rule's own."""
    evidence: tuple[str, ...] | None = None
    """Ids; None takes all evidence of the deployment."""
    gaps: tuple[str, ...] = ()
    endpoints: int | None = None
    """How many endpoints it is about, where that is fewer than the client has under it."""
    remedy: str | None = None
    """What helps with this answer, such as how to find out; None takes the remedy of the rule."""
    basis: Basis | None = None
    """How what it rests on is known, where that is not how the deployment is known."""


@dataclass(frozen=True, slots=True)
class View:
    """What a rule may look at besides the deployment: its feature, the client, the policy."""

    feature: AIFeature
    policy: Policy
    client: Client | None
    """None where no client is known to be reached."""
    endpoints: int | None = None

    def ruling(
        self, decision: DecisionKind, part: BreakdownPart | None, *, feature: str | None = None
    ) -> Ruling:
        """What the policy says of a decision for this client; see `Policy.ruling`.

        A rule that asks here, and does not look at `client`, is asked once for all clients of whom
        the policy says the same.
        """
        return self.policy.ruling(decision, part, self.client, feature=feature)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a rule over the whole inventory says of one subject: one judgement per client."""

    subject: Subject
    connection: Connection | None
    overall: Judgement
    per_client: dict[str, Judgement] = field(default_factory=dict)
    """Client id to judgement, where clients are concerned."""
    confidence: Confidence = Confidence.HIGH
    remedy: str | None = None
    """None takes the rule's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _RuleFacts:
    id: str
    title: str
    """Names the defect."""
    severity: Severity
    remedy: str
    controls: tuple[Control, ...] = ()
    """What a rule of another package bears on; ours stand in `aigov_connectors/controls`."""
    topic: Topic = Topic.ACTING


@dataclass(frozen=True, slots=True, kw_only=True)
class DeploymentRule(_RuleFacts):
    """A rule that looks at one deployment; None from `evaluate` passes over it."""

    evaluate: Callable[[Deployment, View], Judgement | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryRule(_RuleFacts):
    """A rule that looks at the whole inventory."""

    evaluate: Callable[[Inventory, Policy], Iterable[Judged]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftRule(_RuleFacts):
    """A rule that compares two inventories; it is not asked where there is no earlier one."""

    evaluate: Callable[[Pair, Policy], Iterable[Judged]]
    """What it says is of the later of the two; its evidence and gaps are from there."""
    topic: Topic = Topic.DRIFT


Rule = DeploymentRule | InventoryRule | DriftRule
"""Any kind; each is found by walking `rules/checks` or by entry point."""


def gap_ids(gaps: Iterable[Gap]) -> tuple[str, ...]:
    """The ids of gaps, sorted."""
    return tuple(sorted(gap.id for gap in gaps))
