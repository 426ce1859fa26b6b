"""What the e-mail connectors decide by themselves: overrides and parsing rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.connectwise.psa.normalize.places import board_scope
from aigov_connectors.connectwise.psa.normalize.reach import Desk
from aigov_connectors.connectwise.psa.wire import EmailConnectorWire, ParsingRuleWire
from aigov_connectors.inventory import (
    Basis,
    DecisionKind,
    Evidence,
    Origin,
    Place,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.normalizing.observed import observed

__all__ = ["catch_all_from", "deployments_from_email_connector"]

_OVERRIDES: tuple[tuple[str, str], ...] = (
    ("priority_override", "priority"),
    ("type_override", "type"),
    ("sub_type_override", "type"),
    ("item_override", "type"),
    ("status_override", "status"),
    ("source_override", "type"),
)
_ANSWERS = ("response_email_for_new", "response_email_for_existing")
_PERHAPS = "perhaps reply"  # of an answer that may be held back
_RULES: tuple[tuple[str, str], ...] = (
    ("service_board", "board"),
    ("service_priority", "priority"),
    ("service_type", "type"),
    ("service_sub_type", "type"),
    ("service_item", "type"),
    ("service_status", "status"),
)
"""Field, and what is decided when it is set."""


def catch_all_from(
    connectors: Iterable[tuple[EmailConnectorWire, Origin]],
) -> dict[str, Evidence]:
    """Companies that mailboxes name for mail of unknown senders, each with a proof.

    One for all mailboxes is taken for the catch-all of the tenant, which is inferred. Where there
    are several, some may stand for a client that has a mailbox to itself.

    Source: ConnectWise PSA API 2025.1, EmailConnector.defaultCompany (verified name; that it is no
    client: unsure).
    """
    found: dict[str, Evidence] = {}
    for row, origin in connectors:
        company = row.default_company.id if row.default_company else None
        if company is not None:
            seen = origin.evidence(
                object_id=str(row.id), pointer="/defaultCompany/id", value=company
            )
            found.setdefault(str(company), seen)
    return found


def deployments_from_email_connector(
    row: EmailConnectorWire,
    rules: Sequence[tuple[ParsingRuleWire, Origin]],
    *,
    is_whole: bool,
    origin: Origin,
    entry: FeatureEntry,
    place: Place,
    desk: Desk,
) -> Iterator[Statement]:
    """State one mailbox; without overrides and rules it only opens tickets.

    Args:
        is_whole: whether all of its rules were read; one that was not may decide anything.
        entry: the catalogue's `email_parsing`.
    """
    found: list[tuple[str, Setting, Evidence]] = []
    for field, what in _OVERRIDES:
        if getattr(row, field) is not None:
            found.append((what, *observed(origin, row, field, object_id=str(row.id))))
    answers = [field for field in _ANSWERS if getattr(row, field)]
    replies = _answers(row) if answers else False
    if replies is not False:
        # What noResponseFlag holds back no document says: it is shown beside them.
        for field in (*answers, "never_respond_flag", "no_response_flag"):
            what = _PERHAPS if replies is None else "reply"
            found.append((what, *observed(origin, row, field, object_id=str(row.id))))
    for rule, where in rules:
        for field, what in _RULES:
            if getattr(rule, field) is not None:
                found.append((what, *observed(where, rule, field, object_id=str(rule.id))))
    kinds = dict.fromkeys(what for what, _, _ in found if what != _PERHAPS)
    labels = [entry.label("decides", what) for what in kinds]
    is_open = not is_whole or replies is None
    otherwise = entry.label("decides", None if is_open else "nothing")
    if is_open:
        otherwise = otherwise.model_copy(update={"basis": Basis.INFERRED})
    if replies is None:
        known = () if is_whole else otherwise.decisions
        perhaps = (*known, DecisionKind.REPLY_TO_PERSON)
        otherwise = otherwise.model_copy(update={"decisions": perhaps})
    label = max(labels, key=lambda one: one.rank, default=otherwise)
    decisions: dict[DecisionKind, None] = {}
    for one in labels:
        decisions.update(dict.fromkeys(one.decisions))
    if decisions:
        if is_open:
            decisions[DecisionKind.UNKNOWN] = None
        is_inferred = any(one.basis is Basis.INFERRED for one in labels)
        basis = Basis.INFERRED if is_inferred else label.basis
        label = label.model_copy(update={"decisions": tuple(decisions), "basis": basis})
    board, board_seen = observed(origin, row, "service_board", object_id=str(row.id))
    home = row.service_board
    reached = desk.of_board(home.id if home else None)
    evidence = (*(seen for _, _, seen in found), board_seen)
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=board_scope(place, home.id if home else None, home.name if home else None),
            source_object=SourceObject(
                kind=SourceKind.SETTING,
                id=f"emailConnector:{row.id}",
                name=f"e-mail connector {row.id}",
            ),
            label=label,
            enabled=label.enabled,
            reach=reached.reach,
            settings=(*(setting for _, setting, _ in found), board),
            evidence=evidence,
        ),
        evidence=evidence,
        tickets=reached.tickets,
        window=reached.window,
    )


def _answers(row: EmailConnectorWire) -> bool | None:
    """Whether it answers where an answer is set; None where the flag tells neither.

    An unset flag is not sent, so that a missing one is off; any other value is unknown.
    """
    if "never_respond_flag" not in row.model_fields_set:
        return True
    never = row.never_respond_flag
    return not never if isinstance(never, bool) else None
