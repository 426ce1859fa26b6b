"""Vendors as rules see them: the tenants whose vendor has AI, and what it answers for which of it.

What a vendor tells is the same for its three hundred settings: one answer per tenant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aigov_connectors.inventory import (
    AIFeature,
    Connection,
    GovernanceQuestion,
    Inventory,
    VendorAnswer,
)
from aigov_connectors.inventory.answered import answer_evidence
from aigov_connectors.rules.model import Subject, SubjectKind

__all__ = ["Tenant", "tenants_with_ai"]


@dataclass(frozen=True, slots=True)
class Tenant:
    """A tenant whose vendor offers AI, as its first connection reads it."""

    connection: Connection
    features: tuple[AIFeature, ...]
    """What learns or generates and is not known to be off there."""
    answers: tuple[VendorAnswer, ...]

    @property
    def subject(self) -> Subject:
        """The tenant as what a finding is about."""
        return Subject(
            kind=SubjectKind.CONNECTION,
            key=f"{self.connection.vendor}/{self.connection.tenant_id}/governance",
            name=self.connection.name,
            connection=self.connection.name,
        )

    def answer(self, question: GovernanceQuestion, feature: AIFeature) -> VendorAnswer | None:
        """What holds for a feature: the answer about it, else the vendor's own."""
        return self._told(question, feature.id) or self._told(question, None)

    def _told(self, question: GovernanceQuestion, feature: str | None) -> VendorAnswer | None:
        for one in self.answers:
            if one.question is question and one.feature == feature:
                return one
        return None

    def evidence(self, answers: Iterable[VendorAnswer]) -> tuple[str, ...]:
        """The ids of the answers' evidence, each once."""
        tenant_id = self.connection.tenant_id
        return tuple(dict.fromkeys(answer_evidence(one, tenant_id=tenant_id).id for one in answers))


def tenants_with_ai(inventory: Inventory) -> Iterator[Tenant]:
    """Each tenant once, where its vendor has AI that is not known to be off, and answers."""
    off = _off(inventory)
    told: set[tuple[str, str]] = set()
    for connection in sorted(inventory.connections, key=lambda one: one.name):
        key = (connection.vendor, connection.tenant_id)
        features = tuple(
            feature
            for feature in inventory.features
            if feature.vendor == connection.vendor
            and feature.is_ai
            and (feature.id, connection.tenant_id) not in off
        )
        answers = tuple(a for a in inventory.vendor_answers if a.vendor == connection.vendor)
        if key not in told and features and answers:
            told.add(key)
            yield Tenant(connection, features, answers)


def _off(inventory: Inventory) -> set[tuple[str, str]]:
    """(feature, tenant) of what was seen, and is off wherever it was."""
    states: dict[tuple[str, str], set[bool | None]] = defaultdict(set)
    for one in inventory.deployments:
        states[one.feature, one.tenant_id].add(one.enabled)
    return {key for key, seen in states.items() if seen == {False}}
