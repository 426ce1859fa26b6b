"""Evidence in a few plain words and fields, the same in every format."""

from __future__ import annotations

from typing import Any

from aigov_connectors.export.naming import stamp
from aigov_connectors.inventory import Evidence

__all__ = ["proof", "request_of"]


def request_of(evidence: Evidence) -> str:
    """What was asked: `GET /web/api/v2.1/sites/{site_id}/policy?limit=100`."""
    fact = evidence.fact
    query = "&".join(f"{name}={value}" for name, value in fact.query)
    return f"{fact.method} {fact.path_template}{'?' if query else ''}{query}"


def proof(evidence: Evidence) -> dict[str, Any]:
    """The fact and its observation as plain fields."""
    fact = evidence.fact
    return {
        "id": evidence.id,
        "request": request_of(evidence),
        "object": fact.object_id,
        "field": fact.pointer,
        "value": fact.value,
        "absent": fact.absent,
        "readAt": stamp(evidence.read_at),
        "digest": evidence.digest,
    }
