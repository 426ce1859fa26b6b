"""An inventory limited to some clients, so that it can be shown to one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from aigov_connectors.inventory.answered import answer_proofs
from aigov_connectors.inventory.attested import attestation_proofs
from aigov_connectors.inventory.concern import Concerned
from aigov_connectors.inventory.feature import Deployment, UnknownSetting
from aigov_connectors.inventory.gap import Gap

if TYPE_CHECKING:
    from aigov_connectors.inventory.inventory import Inventory

__all__ = ["limited_to"]

AnyInventory = TypeVar("AnyInventory", bound="Inventory")


def limited_to(inventory: AnyInventory, clients: Iterable[str]) -> AnyInventory:
    """Keep what concerns the named clients, surely or perhaps; see `Inventory.only`.

    What that is tells `inventory.concern`, for deployments, chains and switches alike. What names
    another client (its rows, gaps, evidence of its own settings, attestations) does not stay.
    """
    wanted = _ids(inventory, clients)
    concerned = Concerned(inventory, wanted)
    rows = tuple(row for row in inventory.deployment_clients if row.client in wanted)
    deployments = tuple(one for one in inventory.deployments if concerned.deployment(one))
    gaps = tuple(
        _for(wanted, gap)
        for gap in inventory.gaps
        if not (gap.clients or gap.organizations) or wanted & set(gap.clients)
    )
    kept = {one for deployment in deployments for one in deployment.evidence}
    kept |= {
        one
        for deployment in deployments
        for link in (*deployment.leads_to, *deployment.starts_from)
        for one in link.evidence
    }
    kept |= {one for connection in inventory.connections for one in connection.rights_evidence}
    chains = tuple(
        chain.model_copy(update={"clients": tuple(one for one in chain.clients if one in wanted)})
        for chain in inventory.chains
        if concerned.chain(chain)
    )
    kept |= {one for chain in chains for step in chain.steps for one in step.evidence}
    names = {word for one in inventory.clients if one.id in wanted for word in one.names}
    attestations = tuple(
        one for one in inventory.attestations if one.client is None or one.client in names
    )
    unknown = tuple(one for one in inventory.unknown_settings if concerned.setting(one))
    kept |= {one for setting in unknown for one in setting.evidence}
    shown = {_place(one) for one in deployments} | {_place(one) for one in unknown}
    changes = tuple(one for one in inventory.change_records if one.place in shown)
    kept |= {one for change in changes for one in change.evidence}
    kept |= {
        hint.evidence
        for client in inventory.clients
        if client.id in wanted
        for member in client.members
        for hint in member.hints
        if hint.evidence is not None
    }
    kept |= {one.id for one in attestation_proofs(attestations, inventory.connections)}
    kept |= {one.id for one in answer_proofs(inventory.vendor_answers, inventory.connections)}
    return inventory.model_copy(
        update={
            "clients": tuple(one for one in inventory.clients if one.id in wanted),
            "deployments": deployments,
            "deployment_clients": rows,
            "decisions": tuple(one for one in inventory.decisions if one.client in wanted),
            "chains": chains,
            "unknown_settings": unknown,
            "change_records": changes,
            "attestations": attestations,
            "evidence": tuple(one for one in inventory.evidence if one.id in kept),
            "gaps": gaps,
            "coverage": tuple(one for one in inventory.coverage if one.client in {None, *wanted}),
            "limited_to": tuple(sorted(wanted)),
        }
    )


def _place(one: Deployment | UnknownSetting) -> tuple[str, str, str, str]:
    return one.vendor, one.tenant_id, one.source_object.kind, one.source_object.id


def _for(wanted: set[str], gap: Gap) -> Gap:
    """The gap as the wanted clients may see it."""
    shown: dict[str, object] = {
        "clients": tuple(client for client in gap.clients if client in wanted),
        "organizations": (),
    }
    if gap.resource == "clients" and not wanted.issuperset(gap.clients):
        # What is doubtful about who is who is told with the names of all concerned.
        shown["subject"] = "which organizations are this client, and which another"
    return gap.model_copy(update=shown)


def _ids(inventory: Inventory, clients: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for client in clients:
        matches = {
            one.id
            for one in inventory.clients
            if client == one.id or client.casefold() == one.name.casefold()
        } or {one.id for one in inventory.clients if client in one.also_known_as}
        if not matches:
            raise ValueError(f"no client is named {client!r}")
        found |= matches
    return found
