"""What hints at a client's industry: types, market and country of its
company, its agreements, and the countries of its sites.

Hints are suggestions for a person; nothing is concluded from them.
"""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.connectwise.psa.wire import AgreementWire, CompanyWire, SiteWire
from aigov_connectors.inventory import ContextHint, Evidence, Origin

__all__ = ["agreement_hint", "company_hints", "site_hint"]

Hinted = tuple[ContextHint, Evidence]


def company_hints(row: CompanyWire, *, origin: Origin) -> Iterator[Hinted]:
    """Hint by the company's own fields, each with its proof."""
    for place, kind in enumerate(row.types):
        if kind.name:
            yield _hint("type", kind.name, origin, row.id, f"/types/{place}/name")
    for source in ("market", "country"):
        ref = getattr(row, source)
        if ref is not None and ref.name:
            yield _hint(source, ref.name, origin, row.id, f"/{source}/name")


def agreement_hint(row: AgreementWire, *, origin: Origin) -> Hinted | None:
    """Hint by the type of an agreement that holds."""
    name = row.type.name if row.type else None
    if (
        not name
        or row.cancelled_flag not in (None, False)
        or row.agreement_status not in (None, "Active")
    ):
        return None
    return _hint("agreement", name, origin, row.id, "/type/name")


def site_hint(row: SiteWire, *, origin: Origin) -> Hinted | None:
    """Hint by the country of a site that is in use."""
    country = row.country.name if row.country else None
    if not country or row.inactive_flag not in (None, False):
        return None
    return _hint("country", country, origin, row.id, "/country/name")


def _hint(source: str, value: str, origin: Origin, number: int, pointer: str) -> Hinted:
    proof = origin.evidence(object_id=str(number), pointer=pointer, value=value)
    return ContextHint(source=source, value=value, evidence=proof.id), proof
