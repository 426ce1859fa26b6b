"""Whose doing it is that a finding is not what it was."""

from __future__ import annotations

from functools import cached_property

from aigov_connectors.drift.behind import Behind
from aigov_connectors.drift.knowledge import expired_between
from aigov_connectors.drift.making import cause_between, is_blind
from aigov_connectors.drift.model import Cause
from aigov_connectors.inventory import Deployment, Inventory, Verdict
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.inventory.sight import Sight
from aigov_connectors.rules import Assessment, Finding, Subject, SubjectKind

__all__ = ["Causes"]

_GRAVEST_FIRST = (
    Cause.DRIFT,
    Cause.VISIBILITY,
    Cause.EXPIRY,
    Cause.CONFIGURATION,
    Cause.CATALOGUE_UPDATE,
    Cause.LIBRARY_UPDATE,
)
"""What counts where several settings stand behind one finding."""


class Causes:
    """Whose doing it is that a finding is not what it was."""

    def __init__(self, pair: Pair, before: Assessment, after: Assessment) -> None:
        self._pair = pair
        self._behind = Behind(pair)
        self._before = before
        self._after = after
        self._told: dict[str, Cause] = {}
        self._known: dict[str, bool] = {}
        self._rules_before = {one.rule for one in (*before.findings, *before.passes)}
        self._rules_after = {one.rule for one in (*after.findings, *after.passes)}

    def of(self, one: Finding | None, other: Finding | None) -> Cause:
        """The cause of a finding that came, went or weighs otherwise."""
        told = other or one
        if told is None:
            return Cause.DRIFT
        if told.identity not in self._told:
            self._told[told.identity] = self._of(told, one, other)
        return self._told[told.identity]

    def _of(self, told: Finding, one: Finding | None, other: Finding | None) -> Cause:
        subject = told.subject
        new_rules = self._before.rules_digest != self._after.rules_digest
        if new_rules and not {told.rule} <= (self._rules_before & self._rules_after):
            return Cause.RULES_UPDATE
        if subject.kind is SubjectKind.DEPLOYMENT:
            cause = self._of_deployment(subject.key)
            if cause is not None:
                return cause
        elif self._is_dimmed(subject, one, other):
            return Cause.VISIBILITY
        elif subject.feature is not None and (cause := self._of_feature(subject.feature)):
            return cause
        elif not _same_evidence(one, other):
            return self._of_those_behind(subject, self._behind.moved(one, other))
        if self._before.policy_digest != self._after.policy_digest:
            return Cause.POLICY_UPDATE
        if new_rules:
            return Cause.RULES_UPDATE
        if subject.kind is not SubjectKind.DEPLOYMENT:
            # It rests on what it rested on: those settings may be labelled otherwise.
            cause = self._gravest(subject, self._behind.settings(self._behind.moved(one, other)))
            if cause is not None:
                return cause
        if self._pair.before.library_version != self._pair.after.library_version:
            return Cause.LIBRARY_UPDATE
        return Cause.DRIFT

    def is_blind(self, one: Finding | None, other: Finding | None) -> bool:
        """Whether the later run read less of the setting that a finding is about."""
        told = other or one
        known = None if told is None else self._pair.deployments_after.get(told.subject.key)
        return known is not None and is_blind(self._pair, known)

    def at(self, one: Finding | None, other: Finding | None, client: str) -> Cause:
        """The cause of what it says of one client otherwise than before."""
        told = other or one
        cause = self.of(one, other)
        if told is None or cause is Cause.RULES_UPDATE:
            return cause
        if self._pair.may_be_none(client) is not None:
            return Cause.VISIBILITY
        if told.subject.kind is SubjectKind.DEPLOYMENT:
            if self._moved(told.subject.key):
                return cause
            if self._reached_before(told.subject.key, client) is not self._reached_after(
                told.subject.key, client
            ):
                return Cause.DRIFT
        else:
            here = self._of_those_at(told.subject, one, other, client)
            if here is not None and cause in _GRAVEST_FIRST:
                return here
            if not _same_evidence(one, other):
                return cause
        was, now = (
            inventory.client_by_id.get(client)
            for inventory in (self._pair.before, self._pair.after)
        )
        if was is not None and now is not None and was.context != now.context:
            return Cause.CONFIGURATION
        return cause

    def _moved(self, key: str) -> bool:
        """Whether the setting itself is not as it was."""
        if key not in self._known:
            self._known[key] = self._of_deployment(key) is not None
        return self._known[key]

    def _reached_before(self, key: str, client: str) -> bool:
        return (key, client) in self._rows_before

    def _reached_after(self, key: str, client: str) -> bool:
        return (key, client) in self._rows_after

    @cached_property
    def _rows_before(self) -> frozenset[tuple[str, str]]:
        rows = self._pair.before.deployment_clients
        return frozenset((row.deployment, row.client) for row in rows)

    @cached_property
    def _rows_after(self) -> frozenset[tuple[str, str]]:
        rows = self._pair.after.deployment_clients
        return frozenset((row.deployment, row.client) for row in rows)

    def of_waiver(self, finding: Finding) -> Cause:
        """Whether someone changed the waivers, or one ran out."""
        waivers = [finding.waiver, *(row.waiver for row in finding.clients)]
        today = self._pair.after.finished_at.date()
        if any(one is not None and not one.is_valid_on(today) for one in waivers):
            return Cause.EXPIRY
        return Cause.POLICY_UPDATE

    def _of_deployment(self, key: str) -> Cause | None:
        """None where the deployment is as it was: then it is the judging that differs."""
        pair = self._pair
        one, other = pair.deployments_before.get(key), pair.deployments_after.get(key)
        if one is None or other is None:
            known = one or other
            if known is None:
                return Cause.DRIFT
            away = pair.before if one is None else pair.after
            home = pair.after if one is None else pair.before
            if self._is_unseen(home, known):
                return Cause.VISIBILITY
            if known.feature not in away.feature_by_id and pair.catalogue_changed(known.vendor):
                return Cause.CATALOGUE_UPDATE
            return Cause.DRIFT
        same = one.model_copy(update={"evidence": other.evidence, "settings": other.settings})
        if same != other:
            return cause_between(pair, one, other)
        return Cause.DRIFT if pair.settings_changed(one, other) else None

    def _of_those_behind(self, subject: Subject, evidence: frozenset[str]) -> Cause:
        """Whose doing it is that a finding on more than one setting rests on others than before.

        It is what the settings say that joined or left: only where each of those that are not as
        they were is our own doing, the finding is.
        """
        if self._behind.is_ours(evidence):
            return Cause.CATALOGUE_UPDATE
        if self._behind.is_else(evidence):
            return Cause.DRIFT
        return self._gravest(subject, self._behind.settings(evidence)) or Cause.DRIFT

    def _of_those_at(
        self, subject: Subject, one: Finding | None, other: Finding | None, client: str
    ) -> Cause | None:
        """The same, by what reaches one client; None where nothing that moved does."""
        evidence = self._behind.moved(one, other)
        keys = self._behind.settings(evidence)
        here = frozenset(
            key
            for key in keys
            if self._reached_before(key, client) or self._reached_after(key, client)
        )
        if any(
            self._reached_before(key, client) is not self._reached_after(key, client)
            for key in here
            if key in self._pair.deployments_before and key in self._pair.deployments_after
        ):
            return None
        return self._gravest(subject, here)

    def _gravest(self, subject: Subject, keys: frozenset[str]) -> Cause | None:
        """The cause of settings, of which one of the vendor's tool counts for all; None where they
        are as they were.
        """
        known = (self._pair.deployments_after, self._pair.deployments_before)
        told = [next(one[key] for one in known if key in one) for key in keys]
        if subject.feature is not None:
            told = [one for one in told if one.feature == subject.feature]
        causes = {self._of_deployment(one.key) for one in told}
        return next((one for one in _GRAVEST_FIRST if one in causes), None)

    def _is_unseen(self, home: Inventory, known: Deployment) -> bool:
        """Whether the one run may have missed what only the other holds, or the other holds it
        only because it was told less.
        """
        away, sight = self._pair.sight_before, self._pair.sight_after
        if home is not self._pair.after:
            away, sight = sight, away
        clients = [row.client for row in home.clients_by_deployment.get(known.key, ())]
        return bool(away.of_deployment(known, clients) or sight.doubts(known, clients))

    def is_dimmer(self, told: Finding) -> bool | None:
        """Whether it was the later run that was told less; None for both or neither."""
        before, after = (
            self._is_dim(sight, told.subject)
            for sight in (self._pair.sight_before, self._pair.sight_after)
        )
        return None if before is after else after

    def _is_dim(self, sight: Sight, subject: Subject) -> bool:
        place = self._pair.after.connection_by_name.get(subject.connection)
        if place is None:
            return False
        tenant = place.vendor, place.tenant_id
        if sight.of_anything(*tenant) is not None:
            return True
        feature = subject.feature
        return feature is not None and sight.of_feature(*tenant, feature, ()) is not None

    def _is_dimmed(self, subject: Subject, one: Finding | None, other: Finding | None) -> bool:
        """Whether something could be told of a feature or a connection in one run only, the other
        was told less, and none of its settings changed.
        """
        place = self._pair.after.connection_by_name.get(subject.connection)
        if place is None or not (_is_open(one) or _is_open(other)):
            return False
        tenant = place.vendor, place.tenant_id
        about = () if subject.feature is None else (subject.feature,)
        sights = self._pair.sight_before, self._pair.sight_after
        dim = any(self._is_dim(sight, subject) for sight in sights)
        if subject.feature is None and one is not None and other is not None:
            # What a credential may do is told, or is not: no list is cut where it is not.
            dim = dim or one.verdict is not other.verdict
        return dim and Cause.DRIFT not in (
            self._of_deployment(key)
            for key, each in {
                **self._pair.deployments_before,
                **self._pair.deployments_after,
            }.items()
            if (each.vendor, each.tenant_id) == tenant
            and each.feature in (about or (each.feature,))
        )

    def _of_feature(self, feature: str) -> Cause | None:
        pair = self._pair
        if expired_between(pair, feature):
            return Cause.EXPIRY
        was, now = (
            [each for each in inventory.attestations if each.feature == feature]
            for inventory in (pair.before, pair.after)
        )
        if was != now:
            return Cause.CONFIGURATION
        known = [feature in each.feature_by_id for each in (pair.before, pair.after)]
        vendor = feature.rpartition(".")[0]
        if pair.catalogue_changed(vendor) and known[0] is not known[1]:
            return Cause.CATALOGUE_UPDATE
        return None


def _is_open(finding: Finding | None) -> bool:
    """Whether it could not be told, of everyone or of some client."""
    if finding is None:
        return False
    rows = (row.verdict for row in finding.clients)
    return Verdict.UNDETERMINED in (finding.verdict, *rows)


def _same_evidence(one: Finding | None, other: Finding | None) -> bool:
    """Whether both rest on the same: then only the judging can differ."""
    return one is not None and other is not None and set(one.evidence) == set(other.evidence)
