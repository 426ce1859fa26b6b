"""The catalogue: what is known of each vendor's AI and unattended automation, as data.

One `catalogue.toml` per vendor folder holds every feature with its facts, the reading tables
(setting, value, autonomy, gate, source) and the vendor's answers to the governance questions.
Normalizers hold structure; meaning is looked up here and written nowhere else.
"""

import hashlib
import json
import tomllib
from enum import StrEnum
from functools import cached_property
from importlib.resources import files
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator

from aigov_connectors.inventory import (
    LEGAL_GATES,
    Actor,
    ActorKind,
    AIFeature,
    ApprovalGate,
    Autonomy,
    Basis,
    BreakdownPart,
    CredentialRights,
    DecisionKind,
    DefaultState,
    Deployment,
    Entrance,
    Evidence,
    Exact,
    FeatureFunction,
    GateKind,
    GovernanceQuestion,
    IsoDate,
    JsonScalar,
    Link,
    Place,
    Provision,
    Reach,
    Reference,
    Scope,
    Setting,
    SourceObject,
    Technique,
    VendorAnswer,
    deployment_key,
)

__all__ = ["FeatureEntry", "Label", "Mark", "Reading", "VendorCatalogue", "load_catalogue"]

ANY = "*"  # in a reading table: whatever the value is


class Mark(StrEnum):
    """How well the meaning of a value is known."""

    VERIFIED = "verified"
    REPORTED = "reported"
    UNSURE = "unsure"


class Reading(Exact):
    """One line of a reading table: what a value of a setting means."""

    setting: str
    value: JsonScalar
    """`*` stands for every value that no other line names."""
    autonomy: Autonomy
    gate: GateKind
    approver: ActorKind | None = None
    enabled: bool | None = True
    """False where the value switches the feature off; autonomy is then as if it were on."""
    decisions: tuple[DecisionKind, ...] | None = None
    """What is decided under this value, where that is narrower than the feature."""
    mark: Mark = Mark.VERIFIED
    source: str

    @model_validator(mode="after")
    def _pair_is_legal(self) -> Self:
        if self.gate not in LEGAL_GATES[self.autonomy]:
            raise ValueError(f"{self.setting}={self.value}: {self.autonomy} with gate {self.gate}")
        return self


class Label(Exact):
    """What a reading table says of one value."""

    enabled: bool | None
    autonomy: Autonomy
    gate: ApprovalGate
    decisions: tuple[DecisionKind, ...]
    basis: Basis

    @property
    def rank(self) -> tuple[int, int]:
        """Orders labels by how much happens without a person; unknown is the highest."""
        return _AUTONOMY_RANK[self.autonomy], _GATE_RANK[self.gate.kind]


_AUTONOMY_RANK = {
    Autonomy.ADVISORY: 0,
    Autonomy.SEMI_AUTONOMOUS: 1,
    Autonomy.FULLY_AUTONOMOUS: 2,
    Autonomy.UNKNOWN: 3,
}
_GATE_RANK = {
    GateKind.NOT_APPLICABLE: 0,
    GateKind.PRE_APPROVAL: 1,
    GateKind.VETO_WINDOW: 2,
    GateKind.POST_REVIEW: 3,
    GateKind.NONE: 4,
    GateKind.UNKNOWN: 5,
}


class FeatureEntry(Exact):
    """One feature of the catalogue: its facts, where it is read, what its settings mean."""

    id: str
    name: str
    functions: tuple[FeatureFunction, ...] = Field(min_length=1)
    techniques: tuple[Technique, ...] = Field(min_length=1)
    data_used: tuple[str, ...]
    decisions: tuple[DecisionKind, ...] = Field(min_length=1)
    decides: str
    default_state: DefaultState
    read: tuple[str, ...] = ()
    """Names of the resources that show the feature; empty where only a person can tell."""
    depends: tuple[str, ...] = ()
    """Names of further resources without which a part of it stays unsaid: whom it reaches, what
    it did where no API shows its setting, what another setting makes of it."""
    attest: str | None = None
    """What to ask a person, where no API shows the feature."""
    override: Provision
    rollback: Provision
    references: tuple[Reference, ...] = Field(min_length=1)
    readings: tuple[Reading, ...] = ()

    @model_validator(mode="after")
    def _is_read_or_attested(self) -> Self:
        if not self.read and not self.attest:
            raise ValueError(f"{self.id} is neither read nor attested")
        # With the kind of the value, because to Python true and 1 are one key.
        keys = [(r.setting, isinstance(r.value, bool), r.value) for r in self.readings]
        if len(set(keys)) != len(keys):
            raise ValueError(f"{self.id}: two readings for one value")
        return self

    @cached_property
    def feature(self) -> AIFeature:
        """The entry as the inventory shows it."""
        labels = {(one.autonomy, one.gate) for one in self.readings if one.enabled is not False}
        unclear = (Autonomy.UNKNOWN, GateKind.UNKNOWN)
        autonomy, gate = labels.pop() if len(labels) == 1 else unclear
        return AIFeature(
            id=self.id,
            vendor=self.id.rpartition(".")[0],
            name=self.name,
            functions=self.functions,
            techniques=self.techniques,
            data_used=self.data_used,
            decisions=self.decisions,
            decides=self.decides,
            default_state=self.default_state,
            override=self.override,
            rollback=self.rollback,
            autonomy=autonomy,
            gate=gate,
            attest=None if self.read else self.attest,
            references=self.references,
        )

    def label(self, setting: str, value: JsonScalar) -> Label:
        """Look a value up in the reading table; a value that no line names is unknown.

        A bool never matches a number.
        """
        found = None
        for reading in self.readings:
            if reading.setting != setting:
                continue
            if _is_same(reading.value, value):
                found = reading
                break
            if reading.value == ANY and value is not None:
                found = reading
        if found is None:
            return Label(
                enabled=None,
                autonomy=Autonomy.UNKNOWN,
                gate=ApprovalGate(kind=GateKind.UNKNOWN),
                decisions=self.decisions,
                basis=Basis.OBSERVED,
            )
        approvers = (Actor(kind=found.approver),) if found.approver else ()
        return Label(
            enabled=found.enabled,
            autonomy=found.autonomy,
            gate=ApprovalGate(kind=found.gate, approvers=approvers),
            decisions=self.decisions if found.decisions is None else found.decisions,
            basis=Basis.OBSERVED if found.mark is Mark.VERIFIED else Basis.INFERRED,
        )

    def deployment(
        self,
        *,
        place: Place,
        scope: Scope,
        source_object: SourceObject,
        label: Label,
        enabled: bool | None,
        reach: Reach,
        settings: tuple[Setting, ...],
        evidence: tuple[Evidence, ...],
        breakdown: tuple[BreakdownPart, ...] = (),
        informs: bool | None = None,
        shadowed_by: str | None = None,
        techniques: tuple[Technique, ...] = (),
        started_by: tuple[Actor, ...] = (),
        rights: CredentialRights | None = None,
        override: Provision | None = None,
        rollback: Provision | None = None,
        leads_to: tuple[Link, ...] = (),
        starts_from: tuple[Link, ...] = (),
    ) -> Deployment:
        """State the feature in use; what is not given is as the catalogue says."""
        return Deployment(
            key=deployment_key(
                tenant_id=place.tenant_id,
                feature=self.id,
                source_object=source_object,
                scope=scope,
            ),
            feature=self.id,
            vendor=self.feature.vendor,
            tenant_id=place.tenant_id,
            connection=place.connection,
            scope=scope,
            source_object=source_object,
            enabled=enabled,
            autonomy=label.autonomy,
            gate=label.gate,
            decisions=label.decisions,
            techniques=techniques,
            breakdown=breakdown,
            informs=informs,
            started_by=started_by,
            rights=rights,
            override=override or self.override,
            rollback=rollback or self.rollback,
            basis=label.basis,
            shadowed_by=shadowed_by,
            settings=settings,
            reach=reach,
            evidence=tuple(one.id for one in evidence),
            leads_to=leads_to,
            starts_from=starts_from,
        )


class _Answer(Exact):
    answer: str
    found: bool
    source: str | None = None
    url: str | None = None
    date: IsoDate
    client_data: bool | None = None


class _FeatureAnswer(_Answer):
    feature: str
    question: GovernanceQuestion


class VendorCatalogue(Exact):
    """Everything that is known of one vendor."""

    vendor: str
    name: str
    updated: IsoDate
    features: tuple[FeatureEntry, ...]
    governance: dict[GovernanceQuestion, _Answer]
    feature_governance: tuple[_FeatureAnswer, ...] = ()
    """Answers that hold for one feature, in place of the vendor's own."""
    entrances: tuple[Entrance, ...] = ()
    """What requests of other tools do in this one, where that bears on chains across tools."""
    digest: str = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if missing := set(GovernanceQuestion) - set(self.governance):
            raise ValueError(f"{self.vendor}: no answer to {', '.join(sorted(missing))}")
        ids = [entry.id for entry in self.features]
        if len(set(ids)) != len(ids):
            raise ValueError(f"{self.vendor}: a feature stands twice")
        if stray := [one for one in ids if one.rpartition(".")[0] != self.vendor]:
            raise ValueError(f"{self.vendor}: {stray[0]} is a feature of another vendor")
        told = [(one.question, one.feature) for one in self.feature_governance]
        if unheard := [feature for _, feature in told if feature not in ids]:
            raise ValueError(f"{self.vendor}: an answer about {unheard[0]}, which is no feature")
        if len(set(told)) != len(told):
            raise ValueError(f"{self.vendor}: two answers to one question about one feature")
        return self

    def __getitem__(self, name: str) -> FeatureEntry:
        """The entry of a feature by its short name, such as `static_ai`."""
        return self._by_id[f"{self.vendor}.{name}"]

    @cached_property
    def _by_id(self) -> dict[str, FeatureEntry]:
        return {entry.id: entry for entry in self.features}

    def read_from(self, resource: str) -> tuple[str, ...]:
        """Ids of the features that a resource shows, or shows a part of."""
        return tuple(
            entry.id for entry in self.features if resource in (*entry.read, *entry.depends)
        )

    @property
    def answers(self) -> tuple[VendorAnswer, ...]:
        """The six governance questions with the vendor's answers, then those of single features."""
        return (
            *(
                VendorAnswer(vendor=self.vendor, question=question, **answer.model_dump())
                for question, answer in sorted(self.governance.items())
            ),
            *(
                VendorAnswer(vendor=self.vendor, **answer.model_dump())
                for answer in sorted(
                    self.feature_governance, key=lambda one: (one.question, one.feature)
                )
            ),
        )


def load_catalogue(package: str) -> VendorCatalogue:
    """Read the `catalogue.toml` that lies in a vendor's package.

    Raises:
        ValueError: it is not TOML, or does not have the shape of a catalogue; the message names
            the file and the entry.
        OSError: there is none.
    """
    file = f"{package}/catalogue.toml"
    # The digest is that of the text, however a checkout ends its lines.
    raw = (files(package) / "catalogue.toml").read_bytes().replace(b"\r\n", b"\n")
    digest = "sha256:" + hashlib.sha256(raw).hexdigest()
    try:
        table = tomllib.loads(raw.decode())
    except ValueError as error:  # what is not UTF-8 and what is not TOML
        raise ValueError(f"{file}: {error}") from error
    # Read as JSON, so that words become enums and lists tuples, and nothing else is converted.
    text = json.dumps({**table, "digest": digest}, default=str)
    try:
        return VendorCatalogue.model_validate_json(text)
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False)
        told = (f"{_place(table, each['loc'])}: {each['msg']}" for each in problems)
        raise ValueError(f"{file}: {'; '.join(told)}") from error


def _is_same(one: JsonScalar, other: JsonScalar) -> bool:
    """Whether two values are one: 1 is 1.0, but true is not 1."""
    return isinstance(one, bool) is isinstance(other, bool) and one == other


def _place(table: Any, location: tuple[int | str, ...]) -> str:
    """Where in the file: entries by their id where they tell one, else counted from 1."""
    told: list[str] = []
    for step in location:
        try:
            table = table[step]
        except (KeyError, IndexError, TypeError):  # what is missing is named all the same
            table = None
        named = table.get("id") if isinstance(table, dict) else None
        if isinstance(step, int):
            told.append(f"[{named or step + 1}]")
        else:
            told.append(f".{step}")
    return "".join(told).lstrip(".") or "the file"
