"""What people and vendors say: attestations, and the vendors' answers to governance questions."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, Strict, model_validator

from aigov_connectors.inventory.base import Exact
from aigov_connectors.inventory.feature import LEGAL_GATES
from aigov_connectors.inventory.vocabulary import Autonomy, GateKind

__all__ = ["Attestation", "GovernanceQuestion", "IsoDate", "VendorAnswer"]

IsoDate = Annotated[date, Strict(False)]
"""A calendar day, read from ISO text or a TOML date."""


class GovernanceQuestion(StrEnum):
    """The six questions that every vendor is asked."""

    TRAINING_DATA = "training_data"
    BIAS_AND_ACCURACY_TESTING = "bias_and_accuracy_testing"
    TRANSPARENCY = "transparency"
    CLIENT_SEPARATION = "client_separation"
    MODEL_UPDATE_TESTING = "model_update_testing"
    INCIDENT_SUPPORT = "incident_support"


class VendorAnswer(Exact):
    """What a vendor discloses; "nothing found" is an answer."""

    vendor: str
    question: GovernanceQuestion
    answer: str
    found: bool
    """False where nothing was found that answers the question."""
    source: str | None = None
    url: str | None = None
    date: IsoDate
    feature: str | None = None
    """Set where the answer concerns one feature only; it then replaces the vendor's own."""
    client_data: bool | None = None
    """Of the answer on training data: whether clients' data may train a model. False where the
    vendor rules that out, None where it is not told."""


class Attestation(Exact):
    """What a person states about a feature that no API shows."""

    feature: str
    connection: str | None = None
    """None covers every connection of the feature's vendor."""
    client: str | None = None
    """The name of a client in the configuration; None covers all of them."""
    enabled: bool
    autonomy: Autonomy = Autonomy.UNKNOWN
    gate: GateKind = GateKind.UNKNOWN
    approver: str | None = Field(default=None, min_length=1)
    """Who says yes at the gate: `role:service desk lead`, or an id; not a name."""
    by: str = Field(min_length=1)
    """Who says so: an id or a role, not a name."""
    on: IsoDate
    until: IsoDate | None = None
    document: str | None = None

    @model_validator(mode="after")
    def _does_not_contradict_itself(self) -> Self:
        if self.gate not in LEGAL_GATES[self.autonomy]:
            raise ValueError(f"{self.autonomy} with gate {self.gate} contradicts itself")
        if self.approver is not None and self.gate in (GateKind.NONE, GateKind.NOT_APPLICABLE):
            raise ValueError(f"an approver and the gate {self.gate} contradict each other")
        if self.until is not None and self.until < self.on:
            raise ValueError("until lies before on")
        return self

    def is_valid_on(self, day: date) -> bool:
        """Whether it holds on a day: given by then, and not yet expired."""
        return self.on <= day and (self.until is None or day <= self.until)
