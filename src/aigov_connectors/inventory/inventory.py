"""The inventory of one run: every collection joined, clients merged, coverage counted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import Protocol, Self

from aigov_connectors.inventory.answered import answer_proofs
from aigov_connectors.inventory.attested import attestation_proofs, attested_deployments
from aigov_connectors.inventory.base import Exact, JsonScalar, UtcTime
from aigov_connectors.inventory.chains import chains_across
from aigov_connectors.inventory.change import ChangeRecord
from aigov_connectors.inventory.client import (
    Client,
    ClientEntry,
    Connection,
    DeploymentClient,
)
from aigov_connectors.inventory.collection import Collection
from aigov_connectors.inventory.coverage import coverage_of
from aigov_connectors.inventory.decision import Chain, DecisionStats
from aigov_connectors.inventory.disputes import dispute_gaps
from aigov_connectors.inventory.evidence import Evidence, ReadReceipt
from aigov_connectors.inventory.feature import AIFeature, Deployment, UnknownSetting
from aigov_connectors.inventory.gap import Coverage, Gap
from aigov_connectors.inventory.governance import Attestation, VendorAnswer
from aigov_connectors.inventory.joining import (
    joined_changes,
    joined_decisions,
    joined_deployments,
    joined_gaps,
    joined_lists,
    joined_organizations,
    joined_reaches,
    joined_rows,
    listed_proofs,
    short_tenants,
    sorted_once,
)
from aigov_connectors.inventory.merge import merge_clients
from aigov_connectors.inventory.selection import limited_to
from aigov_connectors.inventory.tables import tables_of
from aigov_connectors.inventory.twins import twin_gaps
from aigov_connectors.inventory.versions import SCHEMA_VERSION, read_document

__all__ = ["ConnectionReceipt", "Declared", "Inventory"]


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
    change_records: tuple[ChangeRecord, ...] = ()
    """Who changed settings objects and when, where the tool tells; by object, then by time."""
    attestations: tuple[Attestation, ...] = ()
    vendor_answers: tuple[VendorAnswer, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    gaps: tuple[Gap, ...] = ()
    receipts: tuple[ConnectionReceipt, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    limited_to: tuple[str, ...] = ()
    """Ids of the clients that it was limited to; empty where it holds everyone."""
    limited_resources: tuple[str, ...] = ()
    """Resources that it was limited to, by their vendors' names; empty where all were read."""

    @classmethod
    def build(
        cls,
        collections: Iterable[Collection],
        config: Declared,
        *,
        started_at: datetime,
        finished_at: datetime,
        library_version: str,
        previous: "Inventory | None" = None,
    ) -> Self:
        """Join the collections of one run; their order does not matter.

        `previous` is the inventory of the run before: a client keeps the id that it had there. See
        `inventory.identity` on what gives an id where there is none.

        Two connections that see the same deployment agree on its key: it is kept once, from the
        connection that could determine the most.

        Raises:
            ValueError: two collections of one connection, or two declared clients of one id.
        """
        parts = sorted(collections, key=lambda part: part.connection.name)
        names: dict[tuple[str, str], tuple[str, ...]] = {}
        for part in parts:
            tenant = (part.connection.vendor, part.connection.tenant_id)
            names[tenant] = (*names.get(tenant, ()), part.connection.name)
        if len({part.connection.name for part in parts}) < len(parts):
            raise ValueError("a connection has two collections: each may be given once")
        who = merge_clients(
            joined_organizations(parts),
            config.clients,
            connection_names=names,
            previous=() if previous is None else previous.clients,
        )
        read = joined_deployments(parts)
        rows = joined_reaches(parts, read, who)
        attested, attested_rows, attested_gaps = attested_deployments(
            config.attestations,
            connections=[part.connection for part in parts],
            features={f.id: f for p in parts for f in p.features},
            clients=who.clients,
            today=finished_at.date(),
        )
        disputes = dispute_gaps(
            attested,
            read.values(),
            (*rows, *attested_rows),
            features={f.id: f for p in parts for f in p.features},
            clients=who.clients,
        )
        deployments = {**{d.key: d for d in attested}, **read}
        chains, chain_gaps = chains_across(
            deployments.values(),
            connections=[part.connection for part in parts],
            entrances={part.connection.vendor: part.entrances for part in parts},
            rows=(*rows, *attested_rows),
            clients=who.clients,
            listed=joined_lists(parts),
            short=short_tenants(parts),
        )
        inventory = cls(
            library_version=library_version,
            catalogues={part.connection.vendor: part.catalogue_digest for part in parts},
            started_at=started_at,
            finished_at=finished_at,
            connections=tuple(part.connection for part in parts),
            clients=who.clients,
            features=sorted_once((f for p in parts for f in p.features), lambda f: f.id),
            deployments=tuple(deployments[key] for key in sorted(deployments)),
            deployment_clients=joined_rows(rows, attested_rows),
            decisions=joined_decisions(parts, who),
            chains=chains,
            unknown_settings=sorted_once(
                (s for p in parts for s in p.unknown_settings),
                lambda s: (
                    s.vendor,
                    s.tenant_id,
                    s.source_object.kind,
                    s.source_object.id,
                    s.pointer,
                ),
            ),
            change_records=joined_changes(parts),
            attestations=tuple(config.attestations),
            vendor_answers=sorted_once(
                (a for p in parts for a in p.vendor_answers),
                lambda a: (a.vendor, a.question, a.feature or ""),
            ),
            evidence=sorted_once(
                (
                    *(e for p in parts for e in p.evidence),
                    *listed_proofs(parts, chains),
                    *attestation_proofs(config.attestations, [p.connection for p in parts]),
                    *answer_proofs(
                        (a for p in parts for a in p.vendor_answers),
                        [p.connection for p in parts],
                    ),
                ),
                lambda e: e.id,
            ),
            gaps=joined_gaps(
                parts, who, (*attested_gaps, *disputes, *twin_gaps(parts), *chain_gaps)
            ),
            receipts=tuple(
                ConnectionReceipt(connection=part.connection.name, receipt=receipt)
                for part in parts
                for receipt in sorted(part.receipts, key=lambda one: one.resource)
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

        What reaches them stays, and what may: settings of which it is not known whom they reach,
        and what is set for all whom a tool serves. Rules that compare clients can be asked of the
        whole alone: to limit what was judged, see `Snapshot.only`.

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
