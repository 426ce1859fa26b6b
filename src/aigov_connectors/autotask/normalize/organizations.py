"""Companies as customers: who is one, and what the tool says of them beside the name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from aigov_connectors.autotask.normalize.places import VENDOR, Picklists
from aigov_connectors.autotask.wire import CompanyWire
from aigov_connectors.inventory import ContextHint, Evidence, Organization, Origin, Place

__all__ = ["OWN", "is_client", "organization_from", "with_agreements"]

OWN = 0
"""The company that is the MSP itself."""

_HOST = re.compile(r"(?:https?://)?(?:www\.)?([a-z0-9.-]+\.[a-z]{2,})(?:[/:?#].*)?", re.IGNORECASE)
_HINTS: tuple[tuple[str, str, str], ...] = (
    ("type", "companyType", "company_type"),
    ("market", "marketSegmentID", "market_segment_id"),
    ("classification", "classification", "classification"),
)
"""Source of a hint, the vendor's column, and the model's field."""


def is_client(row: CompanyWire, picklists: Picklists, types: tuple[str, ...]) -> bool:
    """Whether a company is served: active, no sample, of a type that the MSP counts.

    The MSP itself always counts; so does every type where the labels were not read.
    """
    if row.id == OWN:
        return True
    if row.is_active is False or row.is_sample is True:
        return False
    label = picklists.label("Companies", "companyType", row.company_type)
    if not types or label is None:
        return True
    return label.casefold() in {one.casefold() for one in types}


def organization_from(
    row: CompanyWire, *, origin: Origin, place: Place, picklists: Picklists
) -> tuple[Organization, tuple[Evidence, ...]]:
    """Name a company as one customer, with its domain and what hints at its trade."""
    hints: list[ContextHint] = []
    evidence: list[Evidence] = []
    for source, column, name in _HINTS:
        label = picklists.label("Companies", column, getattr(row, name))
        if label is None or row.id == OWN:
            continue
        # Both stand in the evidence: a number means something else in every database.
        value = f"{getattr(row, name)} ({label})"
        seen = origin.evidence(object_id=str(row.id), pointer=f"/{column}", value=value)
        evidence.append(seen)
        hints.append(ContextHint(source=source, value=label, evidence=seen.id))
    found = Organization(
        vendor=VENDOR,
        tenant_id=place.tenant_id,
        vendor_id=str(row.id),
        name=row.company_name or row.company_number or f"company {row.id}",
        handles=(row.company_number,) if row.company_number else (),
        domains=_domains(row.web_address),
        hints=tuple(hints),
        kind="own" if row.id == OWN else "client",
    )
    return found, tuple(evidence)


def with_agreements(organization: Organization, kinds: Iterable[str]) -> Organization:
    """Add the types of a company's contracts as hints."""
    more = tuple(ContextHint(source="agreement", value=one) for one in sorted(set(kinds)))
    return organization.model_copy(update={"hints": (*organization.hints, *more)})


def _domains(address: str | None) -> tuple[str, ...]:
    found = _HOST.fullmatch((address or "").strip())
    return (found[1].casefold(),) if found else ()
