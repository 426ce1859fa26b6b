"""Findings: new, resolved, no longer visible, waived and open again.

A finding that is missing because nobody could look is never resolved, and one that could be told
and now cannot is no improvement. What a rule said of two runs together is left out: it is about
the drift itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from aigov_connectors.drift.chains import why_chain_unseen
from aigov_connectors.drift.knowledge import expired_between
from aigov_connectors.drift.making import cause_between, directed
from aigov_connectors.drift.model import Aspect, Cause, Change, Direction, Move
from aigov_connectors.drift.returning import Remembered
from aigov_connectors.inventory import Inventory, Severity, Verdict
from aigov_connectors.inventory.comparing import Pair, Sight, Unseen
from aigov_connectors.rules import Assessment, Finding, FindingClient, SubjectKind, Topic

__all__ = ["finding_changes", "why_unseen"]

_WORDS = {
    Move.APPEARED: "is new",
    Move.GONE: "is resolved",
    Move.ROSE: "weighs more",
    Move.FELL: "weighs less",
    Move.HIDDEN: "can no longer be told",
    Move.REVEALED: "can be told now",
    Move.WAIVED: "is waived now",
    Move.REOPENED: "is waived no longer",
}


def finding_changes(
    pair: Pair, before: Assessment, after: Assessment, *, earlier: Remembered | None = None
) -> Iterator[Change]:
    """Compare the findings by identity: rule and subject.

    `earlier` tells which of those that are new had been there before, and were resolved.
    """
    was, now = _by_identity(before), _by_identity(after)
    was = {identity: _under_ids(one, pair.ids) for identity, one in was.items()}
    judge = _Causes(pair, before, after)
    for identity in sorted(was.keys() | now.keys()):
        one, other = was.get(identity), now.get(identity)
        for change in _changes(pair, judge, one, other):
            since = None if earlier is None else earlier.failed.get(identity)
            yield change if since is None else _come_back(change, since)


def why_unseen(pair: Pair, finding: Finding) -> Unseen | None:
    """Why the later run may say nothing of a finding of the earlier; None where it is gone."""
    return _unseen(pair.before, pair.after, pair.sight_after, _under_ids(finding, pair.ids))


def _changes(
    pair: Pair, judge: _Causes, one: Finding | None, other: Finding | None
) -> Iterator[Change]:
    was = None if one is None else one.verdict
    now = None if other is None else other.verdict
    if was in _CLEAN and now in _CLEAN:
        return
    if one is not None and other is not None and was is now:
        yield from _waived(judge, one, other)
        if one.severity is not other.severity:
            rose = other.severity.rank > one.severity.rank
            move, direction = (
                (Move.ROSE, Direction.WORSE) if rose else (Move.FELL, Direction.BETTER)
            )
            cause = judge.of(one, other)
            yield _change(one, other, move, directed(direction, cause), cause)
        return
    unseen = None
    if other is None and one is not None:
        unseen = _unseen(pair.before, pair.after, pair.sight_after, one)
    elif one is None and other is not None:
        unseen = _unseen(pair.after, pair.before, pair.sight_before, other)
    move, direction = _MOVES[was, now]
    cause = Cause.VISIBILITY if unseen else judge.of(one, other)
    if unseen is not None:
        move, direction = (
            (Move.HIDDEN, Direction.UNSEEN) if other is None else (Move.REVEALED, Direction.SEEN)
        )
    yield _change(one, other, move, directed(direction, cause), cause, unseen)


def _come_back(change: Change, since: datetime) -> Change:
    """The change of a finding that is new here, and that an earlier run had told."""
    if change.move is not Move.APPEARED or change.direction is not Direction.WORSE:
        return change
    words = f"{_WORDS[Move.APPEARED]}."
    day = f"{since.day} {since:%b %Y}"
    back = f"is back: it was resolved, and was last told on {day}."
    return change.model_copy(
        update={"move": Move.REOPENED, "because": change.because.replace(words, back, 1)}
    )


_MOVES: dict[tuple[Verdict | None, Verdict | None], tuple[Move, Direction]] = {
    (None, Verdict.FAIL): (Move.APPEARED, Direction.WORSE),
    (Verdict.PASS, Verdict.FAIL): (Move.APPEARED, Direction.WORSE),
    (Verdict.FAIL, Verdict.PASS): (Move.GONE, Direction.BETTER),
    (Verdict.FAIL, None): (Move.GONE, Direction.BETTER),
    (None, Verdict.UNDETERMINED): (Move.APPEARED, Direction.UNSEEN),
    (Verdict.UNDETERMINED, None): (Move.GONE, Direction.SEEN),
    (Verdict.PASS, Verdict.UNDETERMINED): (Move.HIDDEN, Direction.UNSEEN),
    (Verdict.UNDETERMINED, Verdict.PASS): (Move.REVEALED, Direction.SEEN),
    (Verdict.FAIL, Verdict.UNDETERMINED): (Move.HIDDEN, Direction.UNSEEN),
    (Verdict.UNDETERMINED, Verdict.FAIL): (Move.REVEALED, Direction.SEEN),
}
"""Before and after; None where the rule said nothing of the subject."""

_CLEAN = frozenset({Verdict.PASS, None})
_GRAVITY = {Verdict.PASS: 0, Verdict.UNDETERMINED: 1, Verdict.FAIL: 2}


def _waived(judge: _Causes, one: Finding, other: Finding) -> Iterator[Change]:
    was, now = _waivers(one), _waivers(other)
    for clients, move, direction in (
        (now - was, Move.WAIVED, Direction.UNCLEAR),  # someone accepts it; nothing got better
        (was - now, Move.REOPENED, Direction.WORSE),
    ):
        if clients:
            cause = judge.of_waiver(one if move is Move.REOPENED else other)
            change = _change(one, other, move, direction, cause)
            some = tuple(sorted(client for client in clients if client is not None))
            yield change.model_copy(update={"clients": some or change.clients})


def _waivers(finding: Finding) -> set[str | None]:
    """The clients whose row is waived; None where the finding is waived whole."""
    rows: set[str | None] = {row.id for row in finding.clients if row.waiver is not None}
    return rows | ({None} if finding.waiver is not None else set())


def _change(
    one: Finding | None,
    other: Finding | None,
    move: Move,
    direction: Direction,
    cause: Cause,
    unseen: Unseen | None = None,
) -> Change:
    told = other or one
    if told is None:
        raise ValueError("a change of a finding needs the finding")
    why = ""
    if unseen is not None:
        when = "in the run before, " if move is Move.REVEALED else ""
        why = f": {when}{unseen.because}"
    said = "It said: " if other is None else ""
    rows = {row.id for each in (one, other) for row in (each.clients if each else ())}
    gaps = unseen.gaps if unseen else ()
    return Change(
        aspect=Aspect.FINDING,
        move=move,
        direction=direction,
        cause=cause,
        severity=_severity(one, other),
        subject=told.subject,
        because=f"{told.title} ({told.rule}), {told.subject.name}, {_WORDS[move]}{why}."
        f" {said}{told.because}",
        before=None if one is None else _state(one),
        after=None if other is None else _state(other),
        clients=tuple(sorted(rows)),
        evidence_before=() if one is None else one.evidence,
        evidence_after=() if other is None else other.evidence,
        gaps_before=gaps if one is None else one.gaps,
        gaps_after=gaps if other is None else other.gaps,
    )


def _state(finding: Finding) -> str:
    waived = ", waived" if finding.is_waived else ""
    return f"{finding.verdict}, {finding.severity}{waived}"


def _severity(one: Finding | None, other: Finding | None) -> Severity:
    told = [each.severity for each in (one, other) if each is not None]
    return max(told, key=lambda severity: severity.rank)


def _by_identity(assessment: Assessment) -> dict[str, Finding]:
    return {
        one.identity: one
        for one in (*assessment.findings, *assessment.passes)
        if one.topic is not Topic.DRIFT
    }


def _under_ids(finding: Finding, ids: Mapping[str, str]) -> Finding:
    """The finding with the client ids of the later run; of two rows of one the graver."""
    if not any(row.id in ids for row in finding.clients):
        return finding
    rows: dict[str, FindingClient] = {}
    for row in sorted(finding.clients, key=lambda one: (_GRAVITY[one.verdict], one.severity.rank)):
        identity = ids.get(row.id, row.id)
        rows[identity] = row.model_copy(update={"id": identity})
    return finding.model_copy(update={"clients": tuple(rows[one] for one in sorted(rows))})


def _unseen(home: Inventory, away: Inventory, sight: Sight, finding: Finding) -> Unseen | None:
    """Why the other run may say nothing of the subject of a finding."""
    subject = finding.subject
    if finding.verdict is Verdict.PASS:
        return None
    if subject.kind is SubjectKind.DEPLOYMENT:
        return _unseen_deployment(home, away, sight, subject.key)
    if subject.kind is SubjectKind.CLIENT and subject.key in home.client_by_id:
        client = home.client_by_id[subject.key]
        return None if subject.key in away.client_by_id else sight.of_client(client)
    if subject.kind is SubjectKind.CHAIN:
        return _unseen_chain(home, away, sight, subject.key)
    connection = home.connection_by_name.get(subject.connection)
    if connection is None:
        return None
    tenant = connection.vendor, connection.tenant_id
    if subject.kind is SubjectKind.FEATURE and subject.feature is not None:
        return sight.of_feature(*tenant, subject.feature, [row.id for row in finding.clients])
    return sight.of_anything(*tenant)


def _unseen_chain(home: Inventory, away: Inventory, sight: Sight, key: str) -> Unseen | None:
    if any(one.id == key for one in away.chains):
        return None
    gone = next((one for one in home.chains if one.id == key), None)
    return None if gone is None else why_chain_unseen(home, away, sight, gone)


def _unseen_deployment(home: Inventory, away: Inventory, sight: Sight, key: str) -> Unseen | None:
    if any(one.key == key for one in away.deployments):
        return None
    for deployment in home.deployments:
        if deployment.key == key:
            rows = home.clients_by_deployment.get(key, ())
            return sight.of_deployment(deployment, [row.client for row in rows])
    return None


class _Causes:
    """Whose doing it is that a finding is not what it was."""

    def __init__(self, pair: Pair, before: Assessment, after: Assessment) -> None:
        self._pair = pair
        self._before = before
        self._after = after
        self._rules_before = {one.rule for one in (*before.findings, *before.passes)}
        self._rules_after = {one.rule for one in (*after.findings, *after.passes)}

    def of(self, one: Finding | None, other: Finding | None) -> Cause:
        """The cause of a finding that came, went or weighs otherwise."""
        told = other or one
        if told is None:
            return Cause.DRIFT
        subject = told.subject
        new_rules = self._before.rules_digest != self._after.rules_digest
        if new_rules and not {told.rule} <= (self._rules_before & self._rules_after):
            return Cause.RULES_UPDATE
        if subject.kind is SubjectKind.DEPLOYMENT:
            cause = self._of_deployment(subject.key)
            if cause is not None:
                return cause
        elif subject.feature is not None and (cause := self._of_feature(subject.feature)):
            return cause
        elif not _same_evidence(one, other):
            return Cause.DRIFT
        if self._before.policy_digest != self._after.policy_digest:
            return Cause.POLICY_UPDATE
        if new_rules:
            return Cause.RULES_UPDATE
        if self._pair.before.library_version != self._pair.after.library_version:
            return Cause.LIBRARY_UPDATE
        return Cause.DRIFT

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
            if known.feature not in away.feature_by_id and pair.catalogue_changed(known.vendor):
                return Cause.CATALOGUE_UPDATE
            return Cause.DRIFT
        same = one.model_copy(update={"evidence": other.evidence, "settings": other.settings})
        if same != other:
            return cause_between(pair, one, other)
        return Cause.DRIFT if pair.settings_changed(one, other) else None

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


def _same_evidence(one: Finding | None, other: Finding | None) -> bool:
    """Whether both rest on the same: then only the judging can differ."""
    return one is not None and other is not None and set(one.evidence) == set(other.evidence)
