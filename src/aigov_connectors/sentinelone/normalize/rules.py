"""Custom detection rules (STAR) as deployments: what an alert of a rule sets off, and where.

A rule that treats its alert as a threat hands it to the policy of each endpoint. So such a rule is
stated once at its own scope, with the mode that the policy there has and, where that acts, with how
far it goes and whether it isolates; and again at every scope below whose policy does otherwise. A
rule that only alerts, or only isolates, is stated once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from aigov_connectors.catalogue import FeatureEntry, Label, VendorCatalogue
from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    BreakdownPart,
    Dimension,
    Evidence,
    JsonScalar,
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
from aigov_connectors.sentinelone.normalize.effective import EffectivePolicy, ScopeKey
from aigov_connectors.sentinelone.normalize.places import Places
from aigov_connectors.sentinelone.normalize.policies import DEPTH, MODES
from aigov_connectors.sentinelone.normalize.settings import (
    Look,
    PolicySettings,
    all_on,
    fold,
    highest,
    unless_contradicted,
    weakest,
    worded,
)
from aigov_connectors.sentinelone.wire_automation import CustomRuleWire

FIRST_SEEN = "uebafirstseen"
QUARANTINE = "networkQuarantineOn"

_TREATS = {"undefined": "UNDEFINED", "suspicious": "Suspicious", "malicious": "Malicious"}
_MODE_OF = {confidence.capitalize(): setting for confidence, setting in MODES}


@dataclass(frozen=True, slots=True)
class RuleRead:
    """A rule, and where it was read."""

    rule: CustomRuleWire
    origin: Origin


@dataclass(slots=True)
class _Share:
    """The part of a rule's reach in which the policies do one thing."""

    key: ScopeKey
    reach: dict[str, int | None]
    mode: Look | None
    """None where no policy was read."""
    more: tuple[Look, ...] = ()
    """How far the policy goes and whether it isolates, where its mode acts."""


def deployments_from_rules(
    rules: Iterable[RuleRead],
    *,
    places: Places,
    policies: Sequence[EffectivePolicy],
    place: Place,
    catalogue: VendorCatalogue,
) -> Iterator[Statement]:
    """State what each rule does when it alerts, in the order of their ids.

    A rule of a site that has ended reaches nobody and is left out; one of a scope that was not
    listed, or that is not told in known words, has an unknown reach.

    Source: API 2.1, cloud-detection rule schema (verified).
    """
    for read in sorted(rules, key=lambda one: one.rule.id):
        kind = (read.rule.query_type or "").casefold()
        entry = catalogue["ueba_first_seen" if kind == FIRST_SEEN else "star_active_response"]
        for key in _scopes(read.rule, places):
            if key is None or not places.is_gone(key):
                yield from _Rule(read, key, places, entry, place).statements(policies)


def _scopes(rule: CustomRuleWire, places: Places) -> Iterable[ScopeKey | None]:
    """Each scope once, since several ids may lead to one; None for what is told in no known way."""
    alone = rule.site_id if (rule.scope or "").casefold() == "site" else rule.account_id
    ids = rule.scope_id or ((alone,) if alone else (None,))
    return dict.fromkeys(places.key(rule.scope, one) for one in ids)


class _Rule:
    """One rule at one of its scopes."""

    def __init__(
        self,
        read: RuleRead,
        key: ScopeKey | None,
        places: Places,
        entry: FeatureEntry,
        place: Place,
    ) -> None:
        rule = read.rule
        self._read, self._places = read, places
        # A rule whose scope is not told is at least somewhere in this console.
        self._key = key or (ScopeLevel.TENANT, places.tenancy.tenant_id)
        self._is_placed = key is not None and places.is_known(key)
        self._entry, self._place = entry, place
        sent = rule.treat_as_threat
        self._treat = _TREATS.get((sent or "").casefold(), sent)
        self._looks = [
            self._look("treatAsThreat", self._treat),
            self._look("networkQuarantine", rule.network_quarantine),
            self._look("status", rule.status),
            *(self._end(name) for name, on in self._ends().items() if on),
            self._look("queryType", rule.query_type),
        ]
        ends = (
            None if on is None else entry.label(name, on).enabled
            for name, on in self._ends().items()
        )
        self._enabled = all_on([worded(entry, "status", rule.status).enabled, *ends])

    def _ends(self) -> Mapping[str, bool | None]:
        """What ends a rule that is called active; None where that is open.

        A limit that is not told ends none: a rule that reached it is no longer called active.
        """
        rule = self._read.rule
        limit = {} if rule.reached_limit is None else {"reachedLimit": rule.reached_limit}
        return {"expired": self._is_expired(), **limit}

    def _is_expired(self) -> bool | None:
        """Whether its time is over: as told, else by its date; a permanent one has none."""
        rule = self._read.rule
        if rule.expired is not None:
            return rule.expired
        if rule.expiration is not None:
            return rule.expiration <= self._read.origin.read_at
        return False if fold(rule.expiration_mode or "") == "permanent" else None

    def _end(self, name: str) -> Look:
        rule = self._read.rule
        if name == "expired" and rule.expired is None and rule.expiration is not None:
            return self._look("expiration", rule.expiration.isoformat())
        return self._look(name, True)

    def statements(self, policies: Sequence[EffectivePolicy]) -> Iterator[Statement]:
        """Give one statement, or one for each mode that the policies in its reach have."""
        setting = _MODE_OF.get(self._treat or "")
        threat = self._entry.label("treatAsThreat", self._treat)
        if setting is None or not self._is_placed:
            yield self._statement(self._key, self._places.reach(self._key), threat)
            return
        for share in self._shares(policies, setting):
            label = self._response(share, threat)
            looks = (one for one in (share.mode, *share.more) if one is not None)
            yield self._statement(share.key, share.reach, label, *looks)

    def _response(self, share: _Share, threat: Label) -> Label:
        """What a policy does with the threat: its mode, then its depth and its isolation."""
        label = self._label(share.mode)
        if not share.more:
            return label.model_copy(update={"decisions": threat.decisions})
        depth, isolates = map(self._label, share.more)
        # How deep an unknown word goes is not told; what Protect does at the least is.
        done = depth if depth.autonomy is Autonomy.FULLY_AUTONOMOUS else threat
        decisions, deciding = done.decisions, [label, depth]
        if isolates.autonomy is Autonomy.FULLY_AUTONOMOUS:
            decisions, deciding = (*decisions, *isolates.decisions), [*deciding, isolates]
        known = Autonomy.UNKNOWN not in (depth.autonomy, isolates.autonomy)
        basis = weakest(deciding) if known else Basis.INFERRED
        label = label.model_copy(update={"basis": basis})
        return unless_contradicted(label, depth).model_copy(update={"decisions": decisions})

    def _label(self, look: Look | None) -> Label:
        """What a setting of a policy says; nothing where it was not read."""
        if look is None:
            return self._entry.label("", None)
        return worded(self._entry, look.setting.name, look.setting.value)

    # Where which mode holds ------------------------------------------------------------------

    def _shares(self, policies: Sequence[EffectivePolicy], setting: str) -> list[_Share]:
        found: list[_Share] = []
        seen: set[ScopeKey] = set()
        for policy in policies:
            inside = {key: reach for key, reach in policy.followers.items() if self._has(key)}
            seen.update(inside)
            reach = _joined(inside.values())
            here = (policy.scope.level, policy.scope.id)
            if self._key[0] is ScopeLevel.GROUP and self._holds_group(policy):
                inside, reach = {self._key: {}}, self._places.reach(self._key)
                seen.add(self._key)
            if inside:
                key = self._key if self._places.covers(here, self._key) else here
                look = PolicySettings(policy.read.policy, policy.read.origin, policy.object_id)
                found.append(self._share(key, reach, look, setting))
        found += [_Share(key, self._places.reach(key), None) for key in self._unread(seen)]
        return _merged(found, self._key)

    def _share(
        self, key: ScopeKey, reach: dict[str, int | None], policy: PolicySettings, setting: str
    ) -> _Share:
        mode = policy.look(setting)
        acts = self._label(mode).autonomy is Autonomy.FULLY_AUTONOMOUS
        more = (policy.look(DEPTH), policy.look(QUARANTINE)) if acts else ()
        return _Share(key, reach, mode, more)

    def _has(self, follower: ScopeKey) -> bool:
        return self._places.covers(self._key, follower)

    def _holds_group(self, policy: EffectivePolicy) -> bool:
        """Whether the rule's group inherits and its site follows the policy."""
        group = self._places.tenancy.groups[self._key[1]]
        return group.inherits is True and (ScopeLevel.SITE, group.site_id) in policy.followers

    def _unread(self, seen: set[ScopeKey]) -> Iterator[ScopeKey]:
        """Sites and groups within the rule's scope whose policy nobody read."""
        tenancy = self._places.tenancy
        keys = [
            *((ScopeLevel.SITE, one) for one in sorted(tenancy.sites)),
            *(
                (ScopeLevel.GROUP, one.id)
                for one in sorted(tenancy.groups.values(), key=lambda one: one.id)
                if one.inherits is not True
            ),
        ]
        yield from (key for key in keys if key not in seen and self._has(key))
        if self._key[0] is ScopeLevel.GROUP and self._key not in {*seen, *keys}:
            yield self._key

    # Stating ---------------------------------------------------------------------------------

    def _statement(
        self, key: ScopeKey, reach: Mapping[str, int | None], threat: Label, *policy: Look
    ) -> Statement:
        rule = self._read.rule
        isolates = self._entry.label("networkQuarantine", rule.network_quarantine)
        levels = [threat, isolates]
        top = highest(levels)
        same = [one for one in levels if one.autonomy is top.autonomy]
        decisions = tuple(dict.fromkeys(one for level in same for one in level.decisions))
        parts: tuple[BreakdownPart, ...] = ()
        if self._treat and self._treat in _MODE_OF and threat.autonomy is top.autonomy:
            parts = (_part(self._treat.casefold(), threat),)
        looks = [self._looks[0], *policy, *self._looks[1:]]
        evidence = tuple(one.evidence for one in looks)
        how, reach = self._places.said(key, reach) if self._is_placed else (Reach.UNKNOWN, {})
        deployment = self._entry.deployment(
            place=self._place,
            scope=self._places.scope(key),
            source_object=SourceObject(
                kind=SourceKind.RULE, id=rule.id, name=rule.name or f"rule {rule.id}"
            ),
            label=top.model_copy(update={"decisions": decisions, "basis": weakest(levels)}),
            enabled=self._enabled,
            reach=how,
            settings=tuple(one.setting for one in looks),
            evidence=evidence,
            breakdown=parts,
        )
        return Statement(deployment=deployment, evidence=evidence, reach=reach)

    def _look(self, name: str, value: str | bool | None) -> Look:
        evidence: Evidence = self._read.origin.evidence(
            object_id=self._read.rule.id, pointer=f"/{name}", value=value
        )
        return Look(Setting(name=name, value=value), evidence, value)


def _part(confidence: str, level: Label) -> BreakdownPart:
    return BreakdownPart(
        dimension=Dimension.CONFIDENCE,
        operator=Operator.EQ,
        value=confidence,
        autonomy=level.autonomy,
        gate=level.gate,
    )


def _merged(shares: Iterable[_Share], own: ScopeKey) -> list[_Share]:
    """Join what does one thing: first everything at the rule's own scope, then what agrees with it.

    Scopes below that differ stay apart, so that whom the difference concerns stays clear.
    """
    by_key: dict[ScopeKey, list[_Share]] = {}
    for share in shares:
        by_key.setdefault(share.key, []).append(share)
    main = by_key.pop(own, [])
    told = {_does(share) for share in main}
    result: list[_Share] = []
    rest = [share for group in by_key.values() for share in group]
    if len(told) == 1 and None not in told:
        agreeing = [share for share in rest if _does(share) in told]
        rest = [share for share in rest if _does(share) not in told]
        reach = _joined(share.reach for share in (*main, *agreeing))
        result.append(_Share(own, reach, main[0].mode, main[0].more))
    elif main:
        # Several answers for one scope that disagree: nobody knows which holds for whom.
        result.append(_Share(own, _joined(share.reach for share in main), None))
    elif unread := [share for share in rest if share.mode is None]:
        # Nothing is known at the rule's own scope: it stands there, not at each scope below.
        rest = [share for share in rest if share.mode is not None]
        result.append(_Share(own, _joined(share.reach for share in unread), None))
    result += rest
    return result


def _does(share: _Share) -> tuple[JsonScalar, ...] | None:
    """What the policy says that counts, by its words; None where its mode is not known."""
    if share.mode is None or not isinstance(share.mode.setting.value, str):
        return None
    values = (share.mode.setting.value, *(one.setting.value for one in share.more))
    return tuple(fold(one) if isinstance(one, str) else one for one in values)


def _joined(reaches: Iterable[Mapping[str, int | None]]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for reach in reaches:
        for organization, count in reach.items():
            before = found.get(organization, 0)
            found[organization] = None if before is None or count is None else before + count
    return dict(sorted(found.items()))
