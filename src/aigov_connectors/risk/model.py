"""What a rating says: risks, what they mean for a client, and what to change first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from pydantic import Field

from aigov_connectors.inventory import Autonomy, DecisionKind, Exact, GateKind, SourceObject
from aigov_connectors.risk.scale import RiskLevel, level_of
from aigov_connectors.risk.span import Span

__all__ = ["ChainRisk", "Change", "ClientRisk", "Rating", "Risk", "with_shares"]


class Risk(Exact):
    """One deployment at one client; the gravest of what it decides there."""

    deployment: str
    client: str
    decision: DecisionKind
    """The decision that the score is about."""
    autonomy: Autonomy
    gate: GateKind
    impact: Span
    deficit: Span
    aggravation: Span
    context: Span
    score: Span
    """0 to 100; see `aigov_connectors.risk.scale` for the formula."""

    @property
    def level(self) -> RiskLevel:
        """At least this."""
        return level_of(self.score.least)

    @property
    def level_at_most(self) -> RiskLevel:
        """What it may be, given what could not be told."""
        return level_of(self.score.most)


class ChainRisk(Exact):
    """One chain at one client: the gravest of what is done at its end."""

    chain: str
    client: str
    decision: DecisionKind
    gate: GateKind
    """The weakest gate on the path."""
    impact: Span
    deficit: Span
    aggravation: Span
    context: Span
    score: Span
    adds: float = Field(default=0, ge=0)
    """What it adds to what is rated already: at a step of its own that decides the same effect,
    or by a graver chain that ends in the same place. One effect is never counted twice."""
    counted_at: str | None = None
    """Key of the deployment that decides the effect itself, and is rated for it."""

    @property
    def level(self) -> RiskLevel:
        """At least this."""
        return level_of(self.score.least)

    @property
    def level_at_most(self) -> RiskLevel:
        """What it may be, given what could not be told."""
        return level_of(self.score.most)


class ClientRisk(Exact):
    """What the risks mean for one client."""

    client: str
    name: str
    regulations: tuple[str, ...] = ()
    highest: Span
    """The gravest single score."""
    counts: dict[RiskLevel, int]
    """How many deployments have at least this level, by level."""
    open: int = Field(ge=0)
    """How many of them may be of a higher level, because something could not be told."""
    chains: dict[RiskLevel, int] = Field(default_factory=dict)
    """How many chains have at least this level, by level; their effect may be that of a setting."""


class Change(Exact):
    """One object of one tool to change, and what that clears."""

    connection: str
    vendor: str
    source_object: SourceObject
    features: tuple[str, ...]
    remedy: str
    findings: tuple[str, ...]
    """Identities of the findings that it clears."""
    rows: tuple[tuple[str, str], ...] = ()
    """Deployment and client of each row that it clears."""
    chain_rows: tuple[tuple[str, str], ...] = ()
    """Chain and client of each row that it clears, by breaking the chain at this object."""
    link: str | None = None
    """The link that it breaks, in words; the first where there are several."""
    clients: tuple[str, ...]
    under: dict[str, int] = Field(default_factory=dict)
    """How many of the clients are under a regulation, by regulation."""
    weight: float = Field(ge=0)
    """The sum of the least scores that it clears."""
    share: float = Field(ge=0, le=1)
    """What is cleared when this change and all before it are made, of the weight of all."""


def with_shares(changes: Sequence[Change]) -> Iterator[Change]:
    """Tell each of the changes, given in their order, what is cleared with it."""
    total, cleared = sum(one.weight for one in changes), 0.0
    for one in changes:
        cleared += one.weight
        share = min(1.0, cleared / total) if total else 1.0
        yield one.model_copy(update={"share": round(share, 4)})


class Rating(Exact):
    """Every risk, gravest first; the clients; and the changes in the order that clears most."""

    risks: tuple[Risk, ...] = ()
    chain_risks: tuple[ChainRisk, ...] = ()
    """Every chain at every client, gravest first."""
    clients: tuple[ClientRisk, ...] = ()
    changes: tuple[Change, ...] = ()

    @cached_property
    def by_place(self) -> dict[tuple[str, str], Risk]:
        """Deployment and client to the risk there."""
        return {(risk.deployment, risk.client): risk for risk in self.risks}

    @cached_property
    def chain_by_place(self) -> dict[tuple[str, str], ChainRisk]:
        """Chain and client to the risk there."""
        return {(risk.chain, risk.client): risk for risk in self.chain_risks}

    def changes_for(self, client: str) -> Iterator[Change]:
        """The changes that clear something for one client, weighed for it alone.

        They name no other client; how many share a change is not told.
        """
        mine = []
        for one in self.changes:
            rows = tuple(row for row in one.rows if row[1] == client)
            links = tuple(row for row in one.chain_rows if row[1] == client)
            if rows or links:
                weight = sum(self.by_place[row].score.least for row in rows if row in self.by_place)
                chains = self.chain_by_place
                weight += sum(chains[row].adds for row in links if row in chains)
                kept = {
                    "rows": rows,
                    "chain_rows": links,
                    "clients": (client,),
                    "under": {},
                    "weight": round(weight, 1),
                }
                mine.append(one.model_copy(update=kept))
        mine.sort(key=lambda one: (-one.weight, one.connection, one.source_object.id))
        yield from with_shares(mine)

    def fewest_changes(self, share: float = 0.8) -> tuple[Change, ...]:
        """The fewest changes that clear a share of the weight of all findings.

        No finding is cleared by two changes, so that the order by weight is the shortest way.
        """
        for number, one in enumerate(self.changes, start=1):
            if one.share >= share:
                return self.changes[:number]
        return self.changes
