"""What changed on our side: catalogues, rules, policy, library; and what people attest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from aigov_connectors.drift.model import Aspect, Cause, Change, Direction, Move
from aigov_connectors.inventory import Attestation, Inventory, Severity
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.rules import Assessment, Subject, SubjectKind

__all__ = ["attestation_changes", "expired_between", "update_changes"]

_Who = tuple[str, str | None, str | None]


def update_changes(pair: Pair, before: Assessment, after: Assessment) -> Iterator[Change]:
    """Say which of the things that we read and judge by are not the same in both runs."""
    one, other = pair.before, pair.after
    for vendor in sorted(one.catalogues.keys() & other.catalogues):
        if pair.catalogue_changed(vendor):
            yield _update(
                Aspect.CATALOGUE,
                Cause.CATALOGUE_UPDATE,
                vendor,
                f"The catalogue of {vendor}",
                one.catalogues[vendor],
                other.catalogues[vendor],
            )
    for aspect, cause, name, was, now in (
        (Aspect.RULES, Cause.RULES_UPDATE, "The rules", before.rules_digest, after.rules_digest),
        (
            Aspect.POLICY,
            Cause.POLICY_UPDATE,
            "The oversight policy, or a waiver",
            before.policy_digest,
            after.policy_digest,
        ),
        (
            Aspect.LIBRARY,
            Cause.LIBRARY_UPDATE,
            "The library",
            one.library_version,
            other.library_version,
        ),
    ):
        if was != now:
            yield _update(aspect, cause, aspect.value, name, was, now)


def _update(aspect: Aspect, cause: Cause, key: str, name: str, was: str, now: str) -> Change:
    return Change(
        aspect=aspect,
        move=Move.CHANGED,
        direction=Direction.UNCLEAR,
        cause=cause,
        severity=Severity.INFO,
        subject=Subject(kind=SubjectKind.FEATURE, key=key, name=name, connection=""),
        because=f"{name} changed between the two runs: what follows from that is marked so.",
        before=was,
        after=now,
    )


def attestation_changes(pair: Pair) -> Iterator[Change]:
    """Compare what people state of features that no API shows, and what is no longer valid."""
    before, after = _attested(pair.before), _attested(pair.after)
    for key in sorted(before.keys() | after.keys(), key=repr):
        one, other = before.get(key), after.get(key)
        told = _told(pair, one, other)
        if told is None:
            continue
        move, direction, words = told
        feature, connection, client = key
        expiry = move in (Move.EXPIRED, Move.RENEWED)
        who = "" if client is None else f" of {client}"
        yield Change(
            aspect=Aspect.ATTESTATION,
            move=move,
            direction=direction,
            cause=Cause.EXPIRY if expiry and one == other else Cause.CONFIGURATION,
            severity=Severity.MEDIUM if move in (Move.EXPIRED, Move.GONE) else Severity.LOW,
            subject=Subject(
                kind=SubjectKind.FEATURE,
                key="/".join((feature, connection or "*", client or "*")),
                name=feature,
                connection=connection or "",
                feature=feature,
            ),
            because=f"The attestation of {feature}{who} {words}.",
            before=None if one is None else _words(one),
            after=None if other is None else _words(other),
            clients=_ids(pair, client),
        )


def _told(
    pair: Pair, one: Attestation | None, other: Attestation | None
) -> tuple[Move, Direction, str] | None:
    """How it moved, whether that is for the better, and the end of the sentence."""
    if one is None:
        return Move.APPEARED, Direction.SEEN, "is new"
    if other is None:
        return Move.GONE, Direction.UNSEEN, "was taken back"
    was = one.is_valid_on(pair.before.finished_at.date())
    now = other.is_valid_on(pair.after.finished_at.date())
    if was and not now:
        return Move.EXPIRED, Direction.UNSEEN, f"is not valid any more (until {other.until})"
    if now and not was:
        return Move.RENEWED, Direction.SEEN, "is valid again"
    if one == other:
        return None
    return Move.CHANGED, Direction.UNCLEAR, f"says {_words(other)}; before: {_words(one)}"


def expired_between(pair: Pair, feature: str) -> bool:
    """Whether an attestation of a feature stopped to be valid, and nobody touched it."""
    was, now = pair.before.finished_at.date(), pair.after.finished_at.date()
    return any(
        one.feature == feature and one.is_valid_on(was) is not one.is_valid_on(now)
        for one in set(pair.before.attestations) & set(pair.after.attestations)
    )


def _attested(inventory: Inventory) -> dict[_Who, Attestation]:
    """The latest word on each feature, connection and client."""
    found: dict[_Who, Attestation] = {}
    for one in sorted(inventory.attestations, key=_age):
        found[one.feature, one.connection, one.client] = one
    return found


def _age(attestation: Attestation) -> tuple[date, date, str]:
    return attestation.on, attestation.until or date.max, attestation.model_dump_json()


def _words(attestation: Attestation) -> str:
    state = "on" if attestation.enabled else "off"
    return f"{state}, {attestation.autonomy}, gate {attestation.gate}, on {attestation.on}"


def _ids(pair: Pair, client: str | None) -> tuple[str, ...]:
    everyone = (*pair.before.clients, *pair.after.clients)
    return tuple(sorted({one.id for one in everyone if client in one.names}))
