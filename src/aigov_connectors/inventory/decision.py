"""What features did: decisions counted while streaming, and chains across tools."""

from collections import Counter
from datetime import date
from typing import Annotated

from pydantic import ConfigDict, Field, GetJsonSchemaHandler, Strict
from pydantic.dataclasses import dataclass
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from aigov_connectors.inventory.base import Exact
from aigov_connectors.inventory.documented import described
from aigov_connectors.inventory.feature import ApprovalGate
from aigov_connectors.inventory.vocabulary import (
    Basis,
    DecisionKind,
    GateKind,
    HumanVerdict,
    Initiator,
    Outcome,
    Reach,
)

__all__ = ["Chain", "ChainStep", "DecisionCounter", "DecisionStats", "decision_order"]


_Kind = tuple[str, str | None, date, DecisionKind, Initiator, Outcome, HumanVerdict, bool | None]


# As exact as the models, but with slots: a large estate has hundreds of thousands, and each takes
# a tenth of the memory of a model.
@dataclass(
    frozen=True,
    slots=True,
    kw_only=True,
    config=ConfigDict(extra="forbid", strict=True, defer_build=True),
)
class DecisionStats:
    """Decisions of one kind, of one feature, for one organization, on one UTC day."""

    vendor: str
    tenant_id: str
    feature: str
    organization: str | None = None
    client: str | None = None
    day: Annotated[date, Strict(False)]
    action: DecisionKind
    initiator: Initiator
    outcome: Outcome
    human_verdict: HumanVerdict
    reversed: bool | None = None
    """Whether the action was undone; None when that is not known."""
    count: Annotated[int, Field(ge=1)]
    complete: bool
    """False where the vendor or a limit forced a sample."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return described(cls, core_schema, handler)


def decision_order(row: DecisionStats) -> tuple[str | date, ...]:
    """The key by which an inventory sorts its decisions; two rows with one key count the same."""
    return (
        row.vendor,
        row.tenant_id,
        row.feature,
        str(row.organization),
        row.day,
        row.action,
        row.initiator,
        row.outcome,
        row.human_verdict,
        str(row.reversed),
    )


class DecisionCounter:
    """Counts decisions as they stream by: one number per kind and day is held, no decision."""

    def __init__(self, *, vendor: str, tenant_id: str) -> None:
        self._vendor = vendor
        self._tenant_id = tenant_id
        self._counts: Counter[_Kind] = Counter()
        # Each page brings its own copies of the same few names and days: one of each is kept.
        self._names: dict[str | None, str | None] = {}
        self._days: dict[date, date] = {}

    def add(
        self,
        *,
        feature: str,
        day: date,
        action: DecisionKind,
        organization: str | None = None,
        initiator: Initiator = Initiator.UNKNOWN,
        outcome: Outcome = Outcome.UNKNOWN,
        human_verdict: HumanVerdict = HumanVerdict.UNKNOWN,
        reversed: bool | None = None,
    ) -> None:
        """Count one decision."""
        organization = self._names.setdefault(organization, organization)
        day = self._days.setdefault(day, day)
        self._counts[
            feature, organization, day, action, initiator, outcome, human_verdict, reversed
        ] += 1

    def stats(self, *, complete: bool) -> tuple[DecisionStats, ...]:
        """The counts so far; `complete` is False where not all decisions were read."""
        return tuple(
            DecisionStats(
                vendor=self._vendor,
                tenant_id=self._tenant_id,
                feature=feature,
                organization=organization,
                day=day,
                action=action,
                initiator=initiator,
                outcome=outcome,
                human_verdict=verdict,
                reversed=undone,
                count=count,
                complete=complete,
            )
            for (
                feature,
                organization,
                day,
                action,
                initiator,
                outcome,
                verdict,
                undone,
            ), count in self._counts.items()
        )


class ChainStep(Exact):
    """One step of a chain: a deployment, or the tool in which it ends."""

    deployment: str | None = None
    integration: str | None = None
    """The name of the connection in which something is done that no deployment there stands for."""
    link: str | None = None
    """What joins this step to the next, as the data shows it."""
    evidence: tuple[str, ...] = ()
    gate: GateKind = GateKind.UNKNOWN
    """Where a person stands before this step goes on to the next; at the last, before it acts."""
    doubt: str | None = None
    """Why it is not certain that this step goes on, in words; None where the data shows it."""
    settled_by: str | None = None
    """What a person can look at to settle the doubt."""


class Chain(Exact):
    """Steps across tools that together act.

    Of several ways from one step to the next the weakest gate counts: each is a chain of its own.
    """

    id: str
    """The steps, hashed: the same chain next month."""
    steps: tuple[ChainStep, ...]
    weakest_gate: ApprovalGate
    """What the path comes to: a person who must say yes at one step gates the whole of it."""
    clients: tuple[str, ...] = ()
    """Whom every step reaches."""
    decisions: tuple[DecisionKind, ...] = ()
    """What is done at the end."""
    basis: Basis = Basis.OBSERVED
    """`inferred` where one of its links is."""
    reach: Reach = Reach.LISTED
    """`unknown` where it is not known of a step whom it reaches."""

    @property
    def passes_nobody(self) -> bool:
        """Whether surely nobody is asked on the way: no gate holds it, and no step is in doubt."""
        held_by_nobody = self.weakest_gate.kind in {GateKind.NONE, GateKind.POST_REVIEW}
        return held_by_nobody and not self.doubts

    @property
    def asks_somebody(self) -> bool:
        """Whether a person must say yes on the way, and not only to what they set up themselves."""
        gate = self.weakest_gate
        return gate.kind is GateKind.PRE_APPROVAL and not gate.self_approved

    @property
    def doubts(self) -> tuple[str, ...]:
        """What keeps it from being certain, in the order of the steps."""
        return tuple(dict.fromkeys(step.doubt for step in self.steps if step.doubt))

    @property
    def settled_by(self) -> tuple[str, ...]:
        """What would make it certain, in the order of the steps."""
        return tuple(dict.fromkeys(step.settled_by for step in self.steps if step.settled_by))
