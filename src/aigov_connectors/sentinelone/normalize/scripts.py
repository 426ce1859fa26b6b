"""RemoteOps scripts as deployments: who starts a run, and when a second person must agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pydantic.alias_generators import to_camel

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
    ScopeLevel,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.sentinelone.normalize.effective import ScopeKey
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.normalize.settings import counted, fold
from aigov_connectors.sentinelone.wire_automation import (
    GuardrailWire,
    PendingExecutionWire,
    RemoteScriptWire,
)

ENABLED = "guardrails.enabled"
# Any other state, or none, may be an approval.
_NOT_APPROVED = frozenset({"waiting", "declined", "expired"})


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
    is_whole: bool = False
    """Whether the library was read to its end, so that the counts are all."""

    def add(self, scripts: Iterable[RemoteScriptWire], *, origin: Origin) -> None:
        """Count a page of the library."""
        for one in scripts:
            self.counts[one.script_type or "unknown"] += 1
            if self.first is None:
                self.first = origin.evidence(
                    object_id=one.id, pointer="/scriptType", value=one.script_type
                )


@dataclass(frozen=True, slots=True)
class _Approval:
    """A run that was approved, in the time that is looked back at or at a time not told."""

    reviewer: str | None
    is_own: bool | None
    """None where it is not told who asked, or who approved."""
    scopes: tuple[str, ...]
    """Names of scopes, the only thing told of them; empty where the time is not told."""
    evidence: Evidence | None
    """Of one's own approval."""
    is_sure: bool
    """False where its state is in no known word, so that it may be none."""


@dataclass(slots=True)
class Reviews:
    """Runs that a second person was asked for and that were approved; people as ids."""

    since: datetime
    approvals: list[_Approval] = field(default_factory=list)
    is_whole: bool = False
    """Whether these are all: of what was not read, nobody can say who approved it."""

    def add(self, runs: Iterable[PendingExecutionWire], *, origin: Origin) -> None:
        """Take a page of runs; what was declined, and what is older, approved nothing.

        Source: API 2.1, pending execution schema (verified).
        """
        for run in runs:
            state = fold(run.state or "")
            if state in _NOT_APPROVED:
                continue
            if run.created_at is not None and run.created_at < self.since:
                continue
            is_told = bool(run.creator_id and run.reviewer_id)
            is_own = run.reviewer_id == run.creator_id if is_told else None
            told = run.created_at is not None and all(one.scope_name for one in run.scopes)
            names = tuple(one.scope_name or "" for one in run.scopes) if told else ()
            shown = origin.evidence(
                object_id=run.pending_execution_id, pointer="/reviewerId", value=run.reviewer_id
            )
            self.approvals.append(
                _Approval(
                    run.reviewer_id or None,
                    is_own,
                    names,
                    shown if is_own else None,
                    is_sure=state == "approved",
                )
            )


@dataclass(slots=True)
class _Approved:
    """What was approved under one guardrail."""

    runs: int = 0
    by_their_creator: int = 0
    reviewers: set[str] = field(default_factory=set)
    own: list[Evidence] = field(default_factory=list)
    is_open: bool = False
    """Whether there are approvals more that may be its, or of which one side is not told."""
    is_least: bool = False
    """Whether there may be more of its runs that were approved."""

    def add(self, one: _Approval) -> None:
        if not one.is_sure:
            self.is_open = self.is_least = True
            return
        self.runs += 1
        self.by_their_creator += one.is_own is True
        self.reviewers.update([one.reviewer] if one.reviewer else [])
        self.own += [one.evidence] if one.evidence else []
        self.is_open = self.is_open or one.is_own is None

    @property
    def self_approved(self) -> bool | None:
        """Whether someone approved a request of their own; None where that is not known."""
        if self.by_their_creator:
            return True
        return False if self.runs and not self.is_open else None


@dataclass(slots=True)
class _Decided:
    """One guardrail where it is decided."""

    read: GuardrailRead
    asked: ScopeKey
    reach: dict[str, int | None] = field(default_factory=dict)
    perhaps: frozenset[str] = frozenset()
    """Organizations with a site below that did not answer, and that may follow it too."""


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
        guardrails: answers of accounts, of sites and, where they were asked for, of groups.
        licensed: site ids to whether RemoteOps is licensed there; False is left out of the reach.

    Source: API 2.1, guardrail schema (verified).
    """
    decided: dict[ScopeKey, _Decided] = {}
    apart = _groups_apart(guardrails, places)
    for key in sorted(guardrails):
        level, scope_id = key
        if level is not ScopeLevel.SITE or licensed.get(scope_id) is False:
            continue
        at, witness = _decides(key, guardrails, places)
        found = decided.setdefault(at, _Decided(guardrails[witness], witness))
        own = [one for one in apart if places.tenancy.groups[one[1]].site_id == scope_id]
        for organization, whole in places.reach(key).items():
            count = _without(whole, [places.reach(one).get(organization) for one in own])
            before = found.reach.get(organization, 0)
            found.reach[organization] = None if before is None or count is None else before + count
        for one in own:
            decided[one] = _Decided(guardrails[one], one, dict(places.reach(one)))
    for key, each in decided.items():
        each.perhaps = frozenset(
            site.organization
            for site in places.tenancy.sites.values()
            if (ScopeLevel.SITE, site.id) not in guardrails
            and licensed.get(site.id) is not False
            and places.covers(key, (ScopeLevel.SITE, site.id))
        )
    approved = _approved(reviews, guardrails, decided, places)
    for key in sorted(decided, key=lambda one: (one[0], one[1])):
        yield _statement(key, decided[key], places, library, approved[key], place, catalogue)


def _groups_apart(guardrails: Mapping[ScopeKey, GuardrailRead], places: Places) -> list[ScopeKey]:
    """Groups that do not say that they inherit: each has a guardrail of its own."""
    return [
        key
        for key in sorted(guardrails)
        if key[0] is ScopeLevel.GROUP
        and key[1] in places.tenancy.groups
        and guardrails[key].guardrail.inherited is not True
    ]


def _without(whole: int | None, parts: Sequence[int | None]) -> int | None:
    """Endpoints of a site but for those of its groups; None where one was not counted."""
    told = [one for one in parts if one is not None]
    return None if whole is None or len(told) < len(parts) else max(0, whole - sum(told))


def _approved(
    reviews: Reviews,
    guardrails: Mapping[ScopeKey, GuardrailRead],
    decided: Mapping[ScopeKey, _Decided],
    places: Places,
) -> dict[ScopeKey, _Approved]:
    """Give each approval to the guardrails of the scopes that it names.

    A name that no scope has, or scopes under several guardrails, could be anybody's.
    """
    cut = not reviews.is_whole
    found = {key: _Approved(is_open=cut, is_least=cut) for key in decided}
    under: dict[str, set[ScopeKey]] = {}
    for key, name in _named(places):
        site = key
        if key in decided and key[0] is ScopeLevel.GROUP:
            under.setdefault(name, set()).add(key)
            continue
        if key[0] is ScopeLevel.GROUP:
            site = (ScopeLevel.SITE, places.tenancy.groups[key[1]].site_id)
        if key[0] is ScopeLevel.ACCOUNT:
            above = guardrails[key].guardrail.inherited is True if key in guardrails else False
            at = (ScopeLevel.TENANT, places.tenancy.tenant_id) if above else key
        elif site in guardrails:
            at = _decides(site, guardrails, places)[0]
        else:
            at = site
        under.setdefault(name, set()).add(at)
    asking = {key for key, one in decided.items() if one.read.guardrail.enabled is True}
    for one in reviews.approvals:
        # Of several scopes of one name, only one with a guardrail can have asked for approval.
        named = [under.get(name, set()) for name in one.scopes]
        keys = [key if len(key) == 1 else key & asking for key in named]
        if not keys or any(len(key) != 1 or not key <= found.keys() for key in keys):
            for each in found.values():
                each.is_open = each.is_least = True
        for key in {next(iter(key)) for key in keys if len(key) == 1} & found.keys():
            found[key].add(one)
    return found


def _named(places: Places) -> Iterator[tuple[ScopeKey, str]]:
    tenancy = places.tenancy
    yield from (((ScopeLevel.ACCOUNT, key), one.name) for key, one in tenancy.accounts.items())
    yield from (((ScopeLevel.SITE, key), one.name) for key, one in tenancy.sites.items())
    yield from (((ScopeLevel.GROUP, key), one.name) for key, one in tenancy.groups.items())


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
    approved: _Approved,
    place: Place,
    catalogue: VendorCatalogue,
) -> Statement:
    entry = catalogue["remote_ops_scripts"]
    guardrail, origin = decided.read.guardrail, decided.read.origin
    label = entry.label(ENABLED, guardrail.enabled)
    approvers = tuple(Actor(kind=ActorKind.PERSON, id=one) for one in sorted(approved.reviewers))
    parts: tuple[BreakdownPart, ...] = ()
    if guardrail.enabled and guardrail.endpoints_quantity is not None:
        parts = _parts(guardrail, label, approvers, approved)
    kinds = guardrail.script_types
    sent = {f"/{to_camel(name)}" for name in guardrail.model_fields_set}
    evidence = [
        origin.evidence(
            object_id=decided.asked[1], pointer=pointer, value=value, absent=pointer not in sent
        )
        for pointer, value in (
            ("/enabled", guardrail.enabled),
            ("/endpointsQuantity", guardrail.endpoints_quantity),
            ("/scriptTypes", None if kinds is None else list(kinds)),
            ("/inherited", guardrail.inherited),
        )
    ]
    evidence += [*(approved.own if guardrail.enabled else ())]
    evidence += [library.first] if library.first else []
    scope, (reach, reached) = (
        places.scope(key),
        places.said(key, decided.reach, perhaps=decided.perhaps),
    )
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
            update={"gate": _gate(guardrail, label, approved), "basis": Basis.INFERRED}
        ),
        # None proves nothing: the vendor's own scripts are in every library.
        enabled=True if library.counts else None,
        reach=reach,
        settings=(
            Setting(name=ENABLED, value=guardrail.enabled),
            Setting(name="guardrails.endpointsQuantity", value=guardrail.endpoints_quantity),
            Setting(
                name="guardrails.scriptTypes",
                value=None if kinds is None else ", ".join(kinds),
                absent="/scriptTypes" not in sent,
            ),
            *(
                Setting(name=f"remoteScripts.{kind}", value=counted(count, whole=library.is_whole))
                for kind, count in sorted(library.counts.items())
            ),
            *(_approval_settings(approved) if guardrail.enabled else ()),
        ),
        evidence=tuple(evidence),
        breakdown=parts,
    )
    return Statement(deployment=deployment, evidence=tuple(evidence), reach=reached)


def _approval_settings(approved: _Approved) -> Iterator[Setting]:
    for name, number, is_whole in (
        ("pendingExecutions.approved", approved.runs, not approved.is_least),
        ("pendingExecutions.approvedByCreator", approved.by_their_creator, not approved.is_open),
    ):
        if number or is_whole:  # of runs that were not read, none is no number
            yield Setting(name=name, value=counted(number, whole=is_whole))


def _gate(guardrail: GuardrailWire, label: Label, approved: _Approved) -> ApprovalGate:
    """The gate of every run: who starts it says yes, and a second person only above a size."""
    condition = None
    if guardrail.enabled:
        number = guardrail.endpoints_quantity
        condition = (
            f"a second person only for {_which(guardrail) or 'scripts of type all'} on more than"
            f" {'a number of' if number is None else number} endpoints"
            f"{' that is not told' if number is None else ''}"
        )
    return label.gate.model_copy(
        update={
            "second_person": None if guardrail.enabled is None else False,
            "condition": condition,
            "self_approved": approved.self_approved if guardrail.enabled else None,
        }
    )


def _parts(
    guardrail: GuardrailWire, label: Label, approvers: tuple[Actor, ...], approved: _Approved
) -> tuple[BreakdownPart, ...]:
    many = label.gate.model_copy(
        update={
            "approvers": approvers or label.gate.approvers,
            "second_person": True,
            "self_approved": approved.self_approved,
        }
    )
    few = label.gate.model_copy(update={"second_person": False})
    return tuple(
        BreakdownPart(
            dimension=Dimension.ENDPOINTS,
            operator=operator,
            value=guardrail.endpoints_quantity,
            unit="endpoints",
            autonomy=label.autonomy,
            gate=gate,
            subset=_which(guardrail),
        )
        for operator, gate in ((Operator.GT, many), (Operator.LE, few))
    )


def _which(guardrail: GuardrailWire) -> str | None:
    """The scripts that a guardrail is about; None where it is about all of them."""
    kinds = guardrail.script_types
    if kinds is None:
        return "scripts of types that are not told"
    return f"scripts of type {' and '.join(kinds)}" if kinds else None
