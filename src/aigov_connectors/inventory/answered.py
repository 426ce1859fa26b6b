"""What vendors answer to the governance questions, as evidence that a finding can rest on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time

from aigov_connectors.inventory.client import Connection
from aigov_connectors.inventory.evidence import VALUE_LIMIT, Evidence, Fact
from aigov_connectors.inventory.governance import VendorAnswer

__all__ = ["answer_evidence", "answer_proofs"]


def answer_evidence(answer: VendorAnswer, *, tenant_id: str) -> Evidence:
    """A vendor's answer as evidence: which question, where it was looked up, on which day.

    `tenant_id` is that of the tenant which the answer is used for: the evidence stays with it.
    """
    about = [("feature", answer.feature)] if answer.feature is not None else []
    text = answer.answer
    return Evidence(
        fact=Fact(
            vendor=answer.vendor,
            tenant_id=tenant_id,
            method="DOCUMENTED",
            path_template="[governance]",
            query=tuple(about),
            object_id=answer.url or answer.source,
            pointer=f"/{answer.question}",
            value=text if len(text) <= VALUE_LIMIT else text[: VALUE_LIMIT - 1] + "…",
        ),
        read_at=datetime.combine(answer.date, time(), UTC),
        digest="sha256:" + hashlib.sha256(answer.model_dump_json().encode()).hexdigest(),
    )


def answer_proofs(
    answers: Iterable[VendorAnswer], connections: Iterable[Connection]
) -> Iterator[Evidence]:
    """The evidence of every answer for every tenant of its vendor."""
    tenants: dict[str, set[str]] = {}
    for connection in connections:
        tenants.setdefault(connection.vendor, set()).add(connection.tenant_id)
    for answer in answers:
        for tenant_id in sorted(tenants.get(answer.vendor, ())):
            yield answer_evidence(answer, tenant_id=tenant_id)
