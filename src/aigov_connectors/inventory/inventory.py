"""The inventory of one run: every collection joined, clients merged, coverage counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol, Self, TypeVar

from aigov_connectors.inventory.attested import attested_deployments
from aigov_connectors.inventory.base import Exact, JsonScalar, UtcTime
from aigov_connectors.inventory.client import (
    Client,
    ClientEntry,
    Connection,
    DeploymentClient,
    Organization,
)
from aigov_connectors.inventory.collection import Collection
from aigov_connectors.inventory.coverage import coverage_of
from aigov_connectors.inventory.decision import Chain, DecisionStats
from aigov_connectors.inventory.evidence import Evidence, ReadReceipt
from aigov_connectors.inventory.feature import AIFeature, Deployment, UnknownSetting
from aigov_connectors.inventory.gap import Coverage, Gap
from aigov_connectors.inventory.governance import Attestation, VendorAnswer
from aigov_connectors.inventory.merge import ClientMap, merge_clients
from aigov_connectors.inventory.selection import limited_to
from aigov_connectors.inventory.tables import tables_of
from aigov_connectors.inventory.versions import SCHEMA_VERSION, read_document
from aigov_connectors.inventory.vocabulary import GapReason

__all__ = ["ConnectionReceipt", "Declared", "Inventory"]

Keyed = TypeVar("Keyed")
Key = TypeVar("Key", bound=Hashable)


class Declared(Protocol):
    """What the configuration adds to what was read; `Config` is one."""

    @property
    def clients(self) -> Sequence[ClientEntry]:
        """The clients that the configuration names."""

    @property
    def attestations(self) -> Sequence[Attestation]:
        """What people state about features that no API shows."""


class ConnectionReceipt(Exact):
    """The receipt of one resource of one connection."""

    connection: str
    receipt: ReadReceipt


class Inventory(Exact):
    """Everything that one run found, and what it could not find."""

    schema_version: str = SCHEMA_VERSION
    library_version: str
    catalogues: dict[str, str]
    """Vendor id to the digest of its catalogue, so that an update never reads as drift."""
    started_at: UtcTime
    finished_at: UtcTime
    connections: tuple[Connection, ...] = ()
    clients: tuple[Client, ...] = ()
    features: tuple[AIFeature, ...] = ()
    deployments: tuple[Deployment, ...] = ()
    deployment_clients: tuple[DeploymentClient, ...] = ()
    decisions: tuple[DecisionStats, ...] = ()
    chains: tuple[Chain, ...] = ()
    unknown_settings: tuple[UnknownSetting, ...] = ()
    attestations: tuple[Attestation, ...] = ()
    vendor_answers: tuple[VendorAnswer, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    gaps: tuple[Gap, ...] = ()
    receipts: tuple[ConnectionReceipt, ...] = ()
    coverage: tuple[Coverage, ...] = ()

    @classmethod
    def build(
        cls,
        collections: Iterable[Collection],
        config: Declared,
        *,
        started_at: datetime,
        finished_at: datetime,
        library_version: str,
    ) -> Self:
        """Join the collections of one run; their order does not matter.

        Two connections that see the same deployment agree on its key: it is kept once, from the
        connection whose name comes first.
        """
        parts = sorted(collections, key=lambda part: part.connection.name)
        names: dict[tuple[str, str], tuple[str, ...]] = {}
        for part in parts:
            tenant = (part.connection.vendor, part.connection.tenant_id)
            names[tenant] = (*names.get(tenant, ()), part.connection.name)
        organizations = _unique((o for p in parts for o in p.organizations), lambda o: o.ref)
        who = merge_clients(organizations.values(), config.clients, connection_names=names)
        read = _unique((d for p in parts for d in p.deployments), lambda d: d.key)
        rows = _reach_rows(parts, read, who)
        attested, attested_rows = attested_deployments(
            config.attestations,
            connections=[part.connection for part in parts],
            features={f.id: f for p in parts for f in p.features},
            clients=who.clients,
            today=finished_at.date(),
        )
        deployments = {**{d.key: d for d in attested}, **read}
        gaps = _gaps(parts, who)
        inventory = cls(
            library_version=library_version,
            catalogues={part.connection.vendor: part.catalogue_digest for part in parts},
            started_at=started_at,
            finished_at=finished_at,
            connections=tuple(part.connection for part in parts),
            clients=who.clients,
            features=_sorted((f for p in parts for f in p.features), lambda f: f.id),
            deployments=tuple(deployments[key] for key in sorted(deployments)),
            deployment_clients=_sorted(
                (*rows, *attested_rows), lambda row: (row.deployment, row.client)
            ),
            decisions=_decisions(parts, who),
            unknown_settings=_sorted(
                (s for p in parts for s in p.unknown_settings),
                lambda s: (s.vendor, s.tenant_id, s.source_object.id, s.pointer),
            ),
            attestations=tuple(config.attestations),
            vendor_answers=_sorted(
                (a for p in parts for a in p.vendor_answers),
                lambda a: (a.vendor, a.question, a.feature or ""),
            ),
            evidence=_sorted((e for p in parts for e in p.evidence), lambda e: e.id),
            gaps=gaps,
            receipts=tuple(
                ConnectionReceipt(connection=part.connection.name, receipt=receipt)
                for part in parts
                for receipt in part.receipts
            ),
        )
        return inventory.model_copy(
            update={"coverage": coverage_of(inventory, {p.connection.name: p for p in parts})}
        )

    @classmethod
    def from_json(cls, text: str | bytes) -> Self:
        """Read what `to_json` wrote, also of a newer minor version of the schema.

        Raises:
            ValueError: the text is not an inventory, or of another major version.
        """
        return read_document(cls, text)

    def to_json(self, *, indent: int | None = None) -> str:
        """The inventory as JSON, by the published schema."""
        return self.model_dump_json(indent=indent)

    def tables(self) -> dict[str, list[dict[str, JsonScalar]]]:
        """Plain rows by table name, for CSV, SQL and data frames.

        Nested values become JSON text; every table has the same columns in all its rows.
        """
        return tables_of(self)

    def only(self, clients: Iterable[str]) -> Self:
        """The inventory limited to some clients, by name or id; nothing of another stays.

        Raises:
            ValueError: a client is not in the inventory.
        """
        return limited_to(self, clients)

    @cached_property
    def feature_by_id(self) -> dict[str, AIFeature]:
        """The catalogue entries by id."""
        return {feature.id: feature for feature in self.features}

    @cached_property
    def client_by_id(self) -> dict[str, Client]:
        """The clients by id."""
        return {client.id: client for client in self.clients}

    @cached_property
    def evidence_by_id(self) -> dict[str, Evidence]:
        """The evidence by id."""
        return {evidence.id: evidence for evidence in self.evidence}

    @cached_property
    def connection_by_name(self) -> dict[str, Connection]:
        """The connections by name."""
        return {connection.name: connection for connection in self.connections}

    @cached_property
    def clients_by_deployment(self) -> dict[str, tuple[DeploymentClient, ...]]:
        """The rows of each deployment's clients; a key that is missing reaches none known."""
        rows: dict[str, list[DeploymentClient]] = defaultdict(list)
        for row in self.deployment_clients:
            rows[row.deployment].append(row)
        return {key: tuple(found) for key, found in rows.items()}


def _reach_rows(
    parts: Sequence[Collection], deployments: dict[str, Deployment], who: ClientMap
) -> list[DeploymentClient]:
    """Clients that each deployment reaches; several sites of one client are added up."""
    rows: dict[tuple[str, str], DeploymentClient] = {}
    for part in parts:
        connection = part.connection
        for reach in part.reaches:
            deployment = deployments[reach.deployment]
            if deployment.connection != connection.name:
                continue  # the same deployment seen twice counts once
            ref = (connection.vendor, connection.tenant_id, reach.organization)
            client = who.client_of[ref]
            key = (reach.deployment, client)
            before = rows.get(key)
            rows[key] = DeploymentClient(
                deployment=reach.deployment,
                client=client,
                reach=deployment.reach,
                endpoints=_added(reach.endpoints, before.endpoints if before else 0),
                tickets=_added(reach.tickets, before.tickets if before else 0),
                window=reach.window,
                basis=reach.basis,
            )
    return list(rows.values())


def _gaps(parts: Sequence[Collection], who: ClientMap) -> tuple[Gap, ...]:
    gaps: list[Gap] = []
    for part in parts:
        tenant = (part.connection.vendor, part.connection.tenant_id)
        for gap in part.gaps:
            clients = {who.client_of.get((*tenant, org)) for org in gap.organizations}
            named = tuple(sorted(client for client in clients if client is not None))
            gaps.append(gap.model_copy(update={"clients": named}))
    home = {(part.connection.vendor, part.connection.tenant_id): part.connection for part in parts}
    gaps.extend(_ambiguity(group, home) for group in who.ambiguous)
    gaps.extend(_unmatched(*alias) for alias in who.unmatched_aliases)
    return _sorted(gaps, lambda gap: (gap.connection, gap.resource, gap.subject, gap.id))


def _ambiguity(group: tuple[Organization, ...], home: dict[tuple[str, str], Connection]) -> Gap:
    first = group[0]
    where = ", ".join(f"{org.name} ({org.vendor} {org.vendor_id})" for org in group)
    return Gap(
        connection=home[(first.vendor, first.tenant_id)].name,
        vendor=first.vendor,
        resource="clients",
        subject=f"whether these are one client: {where}",
        reason=GapReason.INCONCLUSIVE,
        remedy="Name the client under [[clients]] in the configuration, with an alias per tool.",
    )


def _unmatched(client: str, place: str, alias: str) -> Gap:
    return Gap(
        connection=place,
        vendor=place,
        resource="clients",
        subject=f"the organization {alias!r} that the configuration names for {client}",
        reason=GapReason.INCONCLUSIVE,
        remedy=f"Correct the alias for {place}: its id, or its exact name, as the tool shows it.",
    )


def _decisions(parts: Sequence[Collection], who: ClientMap) -> tuple[DecisionStats, ...]:
    stats = []
    for part in parts:
        tenant = (part.connection.vendor, part.connection.tenant_id)
        for row in part.decisions:
            client = who.client_of.get((*tenant, row.organization or ""))
            stats.append(row.model_copy(update={"client": client}))
    return tuple(
        sorted(stats, key=lambda s: (s.feature, s.client or "", s.day, s.action, s.initiator))
    )


def _unique(items: Iterable[Keyed], key: Callable[[Keyed], Key]) -> dict[Key, Keyed]:
    kept: dict[Key, Keyed] = {}
    for item in items:
        kept.setdefault(key(item), item)
    return kept


def _sorted(items: Iterable[Keyed], key: Callable[[Keyed], Any]) -> tuple[Keyed, ...]:
    kept = _unique(items, key)
    return tuple(kept[name] for name in sorted(kept))


def _added(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
