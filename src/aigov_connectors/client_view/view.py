"""What one client may see of a run, of what changed since another, and of any text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from pydantic import BaseModel

from aigov_connectors.client_view.narrowing import narrowed
from aigov_connectors.client_view.words import HIDDEN, hiding
from aigov_connectors.drift import Aspect, Drift
from aigov_connectors.drift import diff as compared
from aigov_connectors.drift.scope import asked_for
from aigov_connectors.inventory import (
    Chain,
    Client,
    Connection,
    Deployment,
    Evidence,
    Gap,
    Inventory,
    JsonScalar,
    Reach,
    UnknownSetting,
)
from aigov_connectors.rules import Finding, SubjectKind
from aigov_connectors.snapshot import Snapshot

__all__ = ["ClientView"]

AnyModel = TypeVar("AnyModel", bound=BaseModel)


@dataclass(frozen=True)
class ClientView:
    """The eyes of one client.

    Names and ids of others are hidden wherever they stand. A number stays where it was read of
    something that reaches this client alone; where others share it, it may count them, and goes.
    """

    client: Client
    _hidden: Callable[[str], str]
    _foreign_ids: frozenset[str]

    @classmethod
    def of(cls, inventories: Iterable[Inventory], client: Client) -> ClientView:
        """The view of one client; the inventories are the whole ones, which know the others."""
        inventories = tuple(inventories)
        own = {member.vendor_id for member in client.members}
        foreign = {
            member.vendor_id
            for inventory in inventories
            for one in inventory.clients
            if one.id != client.id and one.may_be_served
            for member in one.members
        }
        return cls(client, hiding(inventories, client), frozenset(foreign - own))

    def text(self, text: str) -> str:
        """Text without the name or a telling id of another client."""
        return self._hidden(text)

    def snapshot(self, snapshot: Snapshot) -> Snapshot:
        """The run with nothing in it that this client may not see."""
        shared = _Shared.of(snapshot.inventory, self.client)
        part = narrowed(snapshot, self.client)
        inventory, judged = part.inventory, part.assessment
        return Snapshot(
            inventory=self._seen(
                inventory.model_copy(
                    update={
                        "connections": tuple(map(_uncounted_connection, inventory.connections)),
                        "deployments": tuple(
                            one if shared.alone(one.key) else _uncounted(one)
                            for one in inventory.deployments
                        ),
                        "unknown_settings": tuple(
                            _uncounted_switch(one) for one in inventory.unknown_settings
                        ),
                        "chains": tuple(map(_uncounted_chain, inventory.chains)),
                        "evidence": tuple(
                            self._uncounted_proof(one, own=one.id in shared.own_proofs)
                            for one in inventory.evidence
                        ),
                        "gaps": tuple(map(_uncounted_gap, inventory.gaps)),
                        "receipts": (),  # rows, pages and totals are over everyone
                        "coverage": tuple(
                            one for one in inventory.coverage if one.client == self.client.id
                        ),
                    }
                )
            ),
            assessment=self._seen(
                judged.model_copy(
                    update={
                        "findings": tuple(_worded(one, shared) for one in judged.findings),
                        "passes": tuple(_worded(one, shared) for one in judged.passes),
                    }
                )
            ),
        )

    def drift(self, before: Snapshot, after: Snapshot) -> Drift:
        """What changed between two whole runs, as this client may see it."""
        earlier, later = (_Shared.of(one.inventory, self.client) for one in (before, after))
        pair = narrowed(before, self.client), narrowed(after, self.client)
        found = compared(*asked_for(*pair, self.client.id))
        changes = []
        for one in found.changes:
            key = one.subject.key
            told = one.aspect is Aspect.SCOPE  # which counts nothing, and names the client alone
            if not (told or earlier.alone(key) or later.alone(key)):
                aspect = f"{one.aspect.value.replace('_', ' ')} {one.move.value}"
                general = f"{one.subject.name}: {aspect}."
                one = one.model_copy(
                    update={
                        "because": aspect if _counts(general) else general,
                        "before": None if _counts(one.before) else one.before,
                        "after": None if _counts(one.after) else one.after,
                    }
                )
            changes.append(one)
        return self._seen(found.model_copy(update={"changes": tuple(changes)}))

    def _seen(self, model: AnyModel) -> AnyModel:
        """The model with every text in it, at any depth, as the client may see it."""
        seen: AnyModel = self._looked_at(model)
        return seen

    def _looked_at(self, value: Any) -> Any:
        if isinstance(value, str):
            return value if isinstance(value, Enum) else self.text(value)
        if isinstance(value, BaseModel):
            found = {
                name: (inner, self._looked_at(inner))
                for name, inner in ((one, getattr(value, one)) for one in type(value).model_fields)
            }
            changed = {name: new for name, (old, new) in found.items() if new is not old}
            return value.model_copy(update=changed) if changed else value
        if isinstance(value, tuple):
            items = tuple(map(self._looked_at, value))
            same = all(new is old for new, old in zip(items, value, strict=True))
            return value if same else items
        if isinstance(value, dict):
            return {self._looked_at(key): self._looked_at(inner) for key, inner in value.items()}
        return value

    def _uncounted_proof(self, evidence: Evidence, *, own: bool) -> Evidence:
        fact = evidence.fact
        update: dict[str, Any] = {}
        if fact.object_id in self._foreign_ids:
            update["object_id"] = None
        if not own:
            update["value"] = _without_number(fact.value)
            update["query"] = tuple((key, f"{_without_number(said)}") for key, said in fact.query)
        if not update:
            return evidence
        return evidence.model_copy(update={"fact": fact.model_copy(update=update)})


@dataclass(frozen=True)
class _Shared:
    """What of a whole run is about one client alone."""

    keys: frozenset[str]
    """Deployments that reach this client and nobody else; none whose reach is not known."""
    own_proofs: frozenset[str]
    """Evidence that only those rest on."""

    @classmethod
    def of(cls, inventory: Inventory, client: Client) -> _Shared:
        if inventory.limited_to:  # when it was read: it does not tell whom else anything reaches
            return cls(frozenset(), frozenset())
        open_ended = {one.key for one in inventory.deployments if one.reach is Reach.UNKNOWN}
        keys = frozenset(
            key
            for key, rows in inventory.clients_by_deployment.items()
            if {row.client for row in rows} == {client.id} and key not in open_ended
        )
        own: set[str] = set()
        others: set[str] = set()
        for one in inventory.deployments:
            proofs = own if one.key in keys else others
            proofs.update(one.evidence)
            for link in (*one.leads_to, *one.starts_from):
                proofs.update(link.evidence)
        return cls(keys, frozenset(own - others))

    def alone(self, deployment: str) -> bool:
        return deployment in self.keys


def _worded(finding: Finding, shared: _Shared) -> Finding:
    """What a finding says; without its settings where others share them."""
    subject = finding.subject
    if subject.kind is SubjectKind.DEPLOYMENT and shared.alone(subject.key):
        return finding
    says = f"{subject.name}: {finding.does}." if finding.does else finding.because
    if _counts(says):
        says = f"{subject.name}: {finding.title}."
    return finding.model_copy(update={"because": says, "does": None})


def _uncounted(one: Deployment) -> Deployment:
    return one.model_copy(
        update={
            "settings": tuple(
                each.model_copy(update={"value": _without_number(each.value)})
                for each in one.settings
            ),
            "breakdown": tuple(
                part.model_copy(update={"endpoints": None}) for part in one.breakdown
            ),
        }
    )


def _uncounted_switch(one: UnknownSetting) -> UnknownSetting:
    return one.model_copy(update={"value": _without_number(one.value)})


def _uncounted_chain(chain: Chain) -> Chain:
    steps = tuple(
        step.model_copy(
            update={
                "link": "a link that others share" if _counts(step.link) else step.link,
                "doubt": "others share it" if _counts(step.doubt) else step.doubt,
                "settled_by": None if _counts(step.settled_by) else step.settled_by,
            }
        )
        for step in chain.steps
    )
    return chain.model_copy(update={"steps": steps})


def _uncounted_gap(gap: Gap) -> Gap:
    subject = f"something of {gap.resource.replace('_', ' ')}"
    return gap.model_copy(
        update={"subject": subject if _counts(gap.subject) else gap.subject, "detail": None}
    )


def _uncounted_connection(one: Connection) -> Connection:
    told = None if _counts(one.rights_because) else one.rights_because
    return one.model_copy(update={"warnings": (), "rights_because": told})


def _without_number(value: JsonScalar) -> JsonScalar:
    if isinstance(value, bool) or value is None:
        return value
    return HIDDEN if _counts(f"{value}") else value


def _counts(text: str | None) -> bool:
    """Whether a number in a text may count others."""
    return text is not None and re.search(r"\d", text) is not None
