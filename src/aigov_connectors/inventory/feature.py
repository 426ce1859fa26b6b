"""What a feature is (`AIFeature`), and the feature in use somewhere (`Deployment`)."""

from collections.abc import Iterable
from typing import Self

from pydantic import Field, model_validator

from aigov_connectors.inventory.base import Exact, JsonScalar
from aigov_connectors.inventory.link import Link
from aigov_connectors.inventory.vocabulary import (
    ActorKind,
    Autonomy,
    Availability,
    Basis,
    CredentialRights,
    DecisionKind,
    DefaultState,
    Dimension,
    FeatureFunction,
    GateKind,
    Operator,
    Reach,
    ScopeLevel,
    SourceKind,
    Technique,
)

__all__ = [
    "LEGAL_GATES",
    "AIFeature",
    "Actor",
    "ApprovalGate",
    "BreakdownPart",
    "Deployment",
    "Provision",
    "Reference",
    "Scope",
    "Setting",
    "SourceObject",
    "UnknownSetting",
    "deployment_key",
]

LEGAL_GATES: dict[Autonomy, frozenset[GateKind]] = {
    Autonomy.ADVISORY: frozenset(
        {GateKind.NOT_APPLICABLE, GateKind.PRE_APPROVAL, GateKind.UNKNOWN}
    ),
    Autonomy.SEMI_AUTONOMOUS: frozenset({GateKind.VETO_WINDOW, GateKind.UNKNOWN}),
    Autonomy.FULLY_AUTONOMOUS: frozenset({GateKind.NONE, GateKind.POST_REVIEW, GateKind.UNKNOWN}),
    Autonomy.UNKNOWN: frozenset(GateKind),
}
"""Which gate may stand beside which autonomy; any other pair contradicts itself."""


class Reference(Exact):
    """Where a statement of the catalogue was read."""

    title: str
    url: str | None = None


class Provision(Exact):
    """Whether, and how, a person can override or undo."""

    state: Availability = Availability.UNKNOWN
    how: str | None = None
    """The steps, in the vendor's own menu names."""


class AIFeature(Exact):
    """What a vendor's feature is, from the catalogue."""

    id: str
    """`<vendor>.<feature>`, such as `sentinelone.static_ai`."""
    vendor: str
    name: str
    functions: tuple[FeatureFunction, ...]
    techniques: tuple[Technique, ...]
    data_used: tuple[str, ...]
    decisions: tuple[DecisionKind, ...]
    decides: str
    """The decision in words: `isolates the endpoint`."""
    default_state: DefaultState
    override: Provision
    rollback: Provision
    autonomy: Autonomy = Autonomy.UNKNOWN
    """How far it goes when it is on, where that is the same however it is set."""
    gate: GateKind = GateKind.UNKNOWN
    """Where a person stands when it is on, likewise."""
    attest: str | None = None
    """What to ask a person, where no API shows the feature; None where it is read."""
    references: tuple[Reference, ...] = ()

    @property
    def is_ai(self) -> bool:
        """Whether it learns or generates; a rule-based automation is not called AI."""
        return uses_ai(self.techniques)


class Actor(Exact):
    """Someone who approves or acts; people appear as ids and roles, never as names."""

    kind: ActorKind
    id: str | None = None
    role: str | None = None


class ApprovalGate(Exact):
    """Where a person stands between the trigger and the effect."""

    kind: GateKind
    approvers: tuple[Actor, ...] = ()
    second_person: bool | None = None
    """Whether a second person must agree; None when that is not known."""
    self_approved: bool | None = None
    """Whether someone was seen to approve what they had set up themselves; None when that was not
    looked at, or nothing was approved yet. What shows it is among the deployment's evidence."""
    condition: str | None = None
    """When the gate applies, if not always."""
    veto_seconds: int | None = Field(default=None, ge=0)
    claims: GateKind | None = None
    """What the gate claims to be, where its effect differs."""


class BreakdownPart(Exact):
    """One part of a deployment whose thresholds differ: `confidence eq suspicious`."""

    dimension: Dimension
    operator: Operator
    value: JsonScalar
    unit: str | None = None
    autonomy: Autonomy
    gate: ApprovalGate
    subset: str | None = None
    """Whom the part is limited to, such as `agents whose own mode differs from the policy`."""
    endpoints: int | None = Field(default=None, ge=0)
    """How many endpoints the part concerns, where that was counted."""
    decisions: tuple[DecisionKind, ...] = ()
    """What the part decides, where that is narrower than the deployment; empty means the same."""
    basis: Basis | None = None
    """How the part is known, where that is weaker than the deployment; None means the same."""

    @model_validator(mode="after")
    def _pair_is_legal(self) -> Self:
        _check_pair(self.autonomy, self.gate)
        return self

    def concerns(self, decision: DecisionKind) -> bool:
        """Whether the part speaks of a decision of its deployment."""
        return not self.decisions or decision in self.decisions


class Scope(Exact):
    """Where a deployment applies; `parents` runs from the top down."""

    level: ScopeLevel
    id: str
    name: str
    parents: tuple[str, ...] = ()


class SourceObject(Exact):
    """What configures a deployment."""

    kind: SourceKind
    id: str
    name: str


class Setting(Exact):
    """A setting that decided the reading; `value` is None for null or when it was absent."""

    name: str
    value: JsonScalar
    absent: bool = False


class UnknownSetting(Exact):
    """A switch that the catalogue does not know: perhaps a new AI feature."""

    vendor: str
    tenant_id: str
    source_object: SourceObject
    pointer: str
    """JSON pointer of the key in the settings object."""
    type: str
    """`bool`, `number`, `null`, `text`, `list` or `object`."""
    digest: str
    value: JsonScalar = None
    """Only a bool, a number or a short word under a key that is not secret-like."""
    evidence: tuple[str, ...] = ()


class Deployment(Exact):
    """A feature in use somewhere."""

    key: str
    """Vendor, tenant, feature, source object and scope: the same again next month."""
    feature: str
    vendor: str
    tenant_id: str
    connection: str
    scope: Scope
    source_object: SourceObject
    enabled: bool | None
    """None when it could not be determined."""
    autonomy: Autonomy
    gate: ApprovalGate
    decisions: tuple[DecisionKind, ...]
    """What this deployment decides; may be narrower than its feature."""
    techniques: tuple[Technique, ...] = ()
    """How this one decides, where that is narrower than its feature; empty means the same."""
    breakdown: tuple[BreakdownPart, ...] = ()
    informs: bool | None = None
    """Whether a person is told when it acts; None when that is not known."""
    started_by: tuple[Actor, ...] = ()
    """Who may start it, where the vendor shows that; empty says nothing of who may."""
    rights: CredentialRights | None = None
    """For a program with a credential or a session of its own at the vendor (API member, app,
    agent, MCP server): what that lets it do there. None for whatever is no such program."""
    override: Provision = Provision()
    rollback: Provision = Provision()
    basis: Basis
    shadowed_by: str | None = None
    """The name of the earlier rule that stops this one from matching."""
    settings: tuple[Setting, ...] = ()
    reach: Reach = Reach.UNKNOWN
    evidence: tuple[str, ...] = ()
    """Ids into `Inventory.evidence`."""
    leads_to: tuple[Link, ...] = ()
    """What it calls, opens or starts in another tool, or in this one."""
    starts_from: tuple[Link, ...] = ()
    """What starts it, where that may come from another tool."""

    @model_validator(mode="after")
    def _pair_is_legal(self) -> Self:
        _check_pair(self.autonomy, self.gate)
        return self

    def is_ai(self, feature: AIFeature) -> bool:
        """Whether this deployment of `feature` learns or generates; plain rules are not AI."""
        return uses_ai(self.techniques or feature.techniques)

    @property
    def acts(self) -> bool:
        """Whether it changes something without a person who must say yes first."""
        return self.autonomy in (Autonomy.SEMI_AUTONOMOUS, Autonomy.FULLY_AUTONOMOUS)


def deployment_key(
    *, tenant_id: str, feature: str, source_object: SourceObject, scope: Scope
) -> str:
    """Name a deployment so that two connections which see the same thing agree.

    The vendor is the first part of the feature id.
    """
    source = f"{source_object.kind}:{source_object.id}"
    return f"{feature}/{tenant_id}/{source}/{scope.level}:{scope.id}"


def uses_ai(techniques: Iterable[Technique]) -> bool:
    """Whether one of the techniques learns or generates."""
    return bool({Technique.MACHINE_LEARNING, Technique.GENERATIVE} & set(techniques))


def _check_pair(autonomy: Autonomy, gate: ApprovalGate) -> None:
    if gate.kind not in LEGAL_GATES[autonomy]:
        raise ValueError(f"{autonomy} with gate {gate.kind} contradicts itself")
    if gate.veto_seconds is not None and gate.kind is not GateKind.VETO_WINDOW:
        raise ValueError("only a veto window has veto_seconds")
