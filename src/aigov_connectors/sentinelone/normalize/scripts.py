"""RemoteOps scripts as deployments: who starts a run, and when a second person must agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from aigov_connectors.catalogue import Label, VendorCatalogue
from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    ApprovalGate,
    Basis,
    BreakdownPart,
    Dimension,
    Evidence,
    Operator,
    Origin,
    Place,
    Reach,
    ScopeLevel,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.sentinelone.normalize.effective import ScopeKey
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.wire_automation import (
    GuardrailWire,
    PendingExecutionWire,
    RemoteScriptWire,
)

ENABLED = "guardrails.enabled"


@dataclass(frozen=True, slots=True)
class GuardrailRead:
    """A guardrail as one scope answered it."""

    guardrail: GuardrailWire
    origin: Origin


@dataclass(slots=True)
class ScriptLibrary:
    """How many scripts there are of which type."""

    counts: Counter[str] = field(default_factory=Counter)
    first: Evidence | None = None
    complete: bool = False

    def add(self, scripts: Iterable[RemoteScriptWire], *, origin: Origin) -> None:
        """Count a page of the library."""
        for one in scripts:
            self.counts[one.script_type or "unknown"] += 1
            if self.first is None:
                self.first = origin.evidence(
                    object_id=one.id, pointer="/scriptType", value=one.script_type
                )


@dataclass(slots=True)
class Reviews:
    """Runs that asked for a second person, and who answered; people as ids."""

    reviewers: set[str] = field(default_factory=set)
    answered: int = 0
    by_their_creator: int = 0
    own: list[Evidence] = field(default_factory=list)

    def add(self, runs: Iterable[PendingExecutionWire], *, origin: Origin) -> None:
        """Count a page of runs.

        Source: API 2.1, pending execution schema (verified).
        """
        for run in runs:
            if (run.state or "").casefold() not in ("approved", "declined") or not run.reviewer_id:
                continue
            self.answered += 1
            self.reviewers.add(run.reviewer_id)
            if run.reviewer_id == run.creator_id:
                self.by_their_creator += 1
                self.own.append(
                    origin.evidence(
                        object_id=run.pending_execution_id,
                        pointer="/reviewerId",
                        value=run.reviewer_id,
                    )
                )

    @property
    def self_approved(self) -> bool | None:
        """Whether someone answered a request of their own; None where none was answered."""
        return self.by_their_creator > 0 if self.answered else None


@dataclass(slots=True)
class _Decided:
    """One guardrail where it is decided."""

    read: GuardrailRead
    asked: ScopeKey
    reach: dict[str, int | None] = field(default_factory=dict)


def deployments_from_guardrails(
    guardrails: Mapping[ScopeKey, GuardrailRead],
    *,
    places: Places,
    licensed: Mapping[str, bool | None],
    library: ScriptLibrary,
    reviews: Reviews,
    place: Place,
    catalogue: VendorCatalogue,
) -> Iterator[Statement]:
    """State RemoteOps once for each scope that decides its guardrail.

    Args:
        guardrails: answers of sites and of accounts.
        licensed: site ids to whether RemoteOps is licensed there; False is left out of the reach.

    Source: API 2.1, guardrail schema (verified).
    """
    decided: dict[ScopeKey, _Decided] = {}
    for key in sorted(guardrails):
        level, scope_id = key
        if level is not ScopeLevel.SITE or licensed.get(scope_id) is False:
            continue
        at, witness = _decides(key, guardrails, places)
        found = decided.setdefault(at, _Decided(guardrails[witness], witness))
        for organization, count in places.reach(key).items():
            before = found.reach.get(organization, 0)
            found.reach[organization] = None if before is None or count is None else before + count
    for key in sorted(decided, key=lambda one: (one[0], one[1])):
        yield _statement(key, decided[key], places, library, reviews, place, catalogue)


def _decides(
    key: ScopeKey, guardrails: Mapping[ScopeKey, GuardrailRead], places: Places
) -> tuple[ScopeKey, ScopeKey]:
    """The scope whose guardrail a site has, its own or one above it, and whose answer shows it.

    Where the account's answer is missing, what a site inherits is stated at the site.
    """
    above = (ScopeLevel.ACCOUNT, places.tenancy.sites[key[1]].account_id or "")
    if guardrails[key].guardrail.inherited is not True or above not in guardrails:
        return key, key
    if guardrails[above].guardrail.inherited is True:
        return (ScopeLevel.TENANT, places.tenancy.tenant_id), above
    return above, above


def _statement(
    key: ScopeKey,
    decided: _Decided,
    places: Places,
    library: ScriptLibrary,
    reviews: Reviews,
    place: Place,
    catalogue: VendorCatalogue,
) -> Statement:
    entry = catalogue["remote_ops_scripts"]
    guardrail, origin = decided.read.guardrail, decided.read.origin
    label = entry.label(ENABLED, guardrail.enabled)
    approvers = tuple(Actor(kind=ActorKind.PERSON, id=one) for one in sorted(reviews.reviewers))
    parts: tuple[BreakdownPart, ...] = ()
    if guardrail.enabled and guardrail.endpoints_quantity is not None:
        parts = _parts(guardrail, label, approvers, reviews)
    evidence = [
        origin.evidence(object_id=decided.asked[1], pointer=pointer, value=value)
        for pointer, value in (
            ("/enabled", guardrail.enabled),
            ("/endpointsQuantity", guardrail.endpoints_quantity),
            ("/scriptTypes", list(guardrail.script_types)),
            ("/inherited", guardrail.inherited),
        )
    ]
    evidence += [*(reviews.own if guardrail.enabled else ())]
    evidence += [library.first] if library.first else []
    scope = places.scope(key)
    deployment = entry.deployment(
        place=place,
        scope=scope,
        source_object=SourceObject(
            kind=SourceKind.SETTING,
            id=f"guardrail:{key[0]}:{key[1]}",
            name=f"{key[0]} guardrail {scope.name}",
        ),
        # That a console which answers and holds scripts can run them is a conclusion.
        label=label.model_copy(
            update={"gate": _gate(guardrail, label, reviews), "basis": Basis.INFERRED}
        ),
        enabled=True if library.counts else False if library.complete else None,
        reach=Reach.LISTED,
        settings=(
            Setting(name=ENABLED, value=guardrail.enabled),
            Setting(name="guardrails.endpointsQuantity", value=guardrail.endpoints_quantity),
            Setting(name="guardrails.scriptTypes", value=", ".join(guardrail.script_types)),
            *(
                Setting(name=f"remoteScripts.{kind}", value=count)
                for kind, count in sorted(library.counts.items())
            ),
            *(_review_settings(reviews) if guardrail.enabled else ()),
        ),
        evidence=tuple(evidence),
        breakdown=parts,
    )
    return Statement(deployment=deployment, evidence=tuple(evidence), reach=decided.reach)


def _review_settings(reviews: Reviews) -> Iterator[Setting]:
    yield Setting(name="pendingExecutions.answered", value=reviews.answered)
    yield Setting(name="pendingExecutions.answeredByCreator", value=reviews.by_their_creator)


def _gate(guardrail: GuardrailWire, label: Label, reviews: Reviews) -> ApprovalGate:
    """The gate of every run: who starts it says yes, and a second person only above a size."""
    condition = None
    if guardrail.enabled:
        kinds = " and ".join(guardrail.script_types) or "all"
        condition = (
            f"a second person only for scripts of type {kinds} on more than"
            f" {guardrail.endpoints_quantity} endpoints"
        )
    # A run that waits for a second person can come only from where the guardrail is on; which of
    # several such scopes it came from is not told.
    return label.gate.model_copy(
        update={
            "second_person": None if guardrail.enabled is None else False,
            "condition": condition,
            "self_approved": reviews.self_approved if guardrail.enabled else None,
        }
    )


def _parts(
    guardrail: GuardrailWire, label: Label, approvers: tuple[Actor, ...], reviews: Reviews
) -> tuple[BreakdownPart, ...]:
    many = label.gate.model_copy(
        update={
            "approvers": approvers or label.gate.approvers,
            "second_person": True,
            "self_approved": reviews.self_approved,
        }
    )
    few = label.gate.model_copy(update={"second_person": False})
    subset = None
    if guardrail.script_types:
        subset = f"scripts of type {' and '.join(guardrail.script_types)}"
    return tuple(
        BreakdownPart(
            dimension=Dimension.ENDPOINTS,
            operator=operator,
            value=guardrail.endpoints_quantity,
            unit="endpoints",
            autonomy=label.autonomy,
            gate=gate,
            subset=subset,
        )
        for operator, gate in ((Operator.GT, many), (Operator.LE, few))
    )
