"""Joining what several connections yield: each thing once, whoever saw it, in one fixed order."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from heapq import merge
from itertools import groupby
from typing import Any, TypeVar

from aigov_connectors.inventory.change import ChangeRecord
from aigov_connectors.inventory.claims import Doubt, entry_id
from aigov_connectors.inventory.client import (
    Connection,
    DeploymentClient,
    Organization,
    OrganizationReach,
    Window,
)
from aigov_connectors.inventory.collection import Collection
from aigov_connectors.inventory.decision import Chain, DecisionStats, decision_order
from aigov_connectors.inventory.evidence import Evidence
from aigov_connectors.inventory.feature import Deployment
from aigov_connectors.inventory.gap import Gap
from aigov_connectors.inventory.link import Listed
from aigov_connectors.inventory.merge import ClientMap
from aigov_connectors.inventory.vocabulary import (
    Autonomy,
    Basis,
    GapReason,
    Reach,
)

__all__ = [
    "added_up",
    "joined_changes",
    "joined_decisions",
    "joined_deployments",
    "joined_gaps",
    "joined_lists",
    "joined_organizations",
    "joined_reaches",
    "joined_rows",
    "listed_proofs",
    "short_tenants",
    "sorted_once",
]

Item = TypeVar("Item")

_Ref = tuple[str, str, str]  # vendor, tenant and vendor id of an organization

_WEAKEST_LAST = (Basis.OBSERVED, Basis.INFERRED, Basis.ATTESTED, Basis.CATALOGUED)


def joined_organizations(parts: Sequence[Collection]) -> list[Organization]:
    """Every organization once; what only one of two connections knows of it is kept."""
    kept: dict[tuple[str, str, str], Organization] = {}
    for part in parts:
        for org in part.organizations:
            before = kept.get(org.ref)
            kept[org.ref] = org if before is None else _seen_twice(before, org)
    return list(kept.values())


def joined_deployments(parts: Sequence[Collection]) -> dict[str, Deployment]:
    """Every deployment once, as the connection says it that could determine the most.

    Among equals the connection whose name comes first counts; `parts` are in that order.
    """
    kept: dict[str, Deployment] = {}
    for part in parts:
        for deployment in part.deployments:
            before = kept.get(deployment.key)
            if before is None or _unknowns(deployment) < _unknowns(before):
                kept[deployment.key] = deployment
    return kept


def joined_reaches(
    parts: Sequence[Collection], deployments: Mapping[str, Deployment], who: ClientMap
) -> tuple[DeploymentClient, ...]:
    """Clients that each deployment reaches, in their order; several sites of one are added up.

    Two credentials may see different organizations of one tenant: each is counted once, by the
    connection that states the deployment if it saw it.
    """
    # There may be a hundred thousand: no more keys are held than those of one deployment's clients.
    seen: dict[str, dict[_Ref, OrganizationReach]] = {}
    for part in parts:
        tenant = part.connection.vendor, part.connection.tenant_id
        refs = {one.vendor_id: (*tenant, one.vendor_id) for one in part.organizations}
        for reach in part.reaches:
            known = seen.setdefault(reach.deployment, {})
            ref = refs[reach.organization]
            states = deployments[reach.deployment].connection == part.connection.name
            if states or ref not in known:
                known[ref] = reach
    return tuple(
        row
        for deployment in sorted(seen)
        for row in sorted(
            added_up(
                DeploymentClient(
                    deployment=deployment,
                    client=who.client_of[ref],
                    reach=deployments[deployment].reach,
                    endpoints=reach.endpoints,
                    tickets=reach.tickets,
                    window=reach.window,
                    basis=reach.basis,
                )
                for ref, reach in seen.pop(deployment).items()
            ),
            key=_client,
        )
    )


def joined_rows(
    read: Sequence[DeploymentClient], attested: Iterable[DeploymentClient]
) -> tuple[DeploymentClient, ...]:
    """All rows in their order; of two for one deployment and client, the one that was read."""
    rows = merge(read, sorted(attested, key=_deployment_and_client), key=_deployment_and_client)
    return tuple(next(alike) for _, alike in groupby(rows, key=_deployment_and_client))


def added_up(rows: Iterable[DeploymentClient]) -> tuple[DeploymentClient, ...]:
    """One row per deployment and client; several organizations of one client are added up."""
    found: dict[tuple[str, str], DeploymentClient] = {}
    for row in rows:
        before = found.get((row.deployment, row.client))
        found[row.deployment, row.client] = row if before is None else _both(before, row)
    return tuple(found.values())


def joined_gaps(
    parts: Sequence[Collection], who: ClientMap, attested: Iterable[Gap]
) -> tuple[Gap, ...]:
    """All gaps, with the clients that they concern."""
    gaps = [*attested]
    homes: dict[tuple[str, str], Connection] = {}
    at: dict[str, Connection] = {}
    for part in parts:
        connection = part.connection
        tenant = (connection.vendor, connection.tenant_id)
        homes.setdefault(tenant, connection)
        at.setdefault(connection.vendor, connection)
        at[connection.name] = connection
        for gap in part.gaps:
            clients = {who.client_of.get((*tenant, org)) for org in gap.organizations}
            named = tuple(sorted(client for client in clients if client is not None))
            gaps.append(gap.model_copy(update={"clients": named}))
    gaps.extend(_doubted(doubt, who, homes, at) for doubt in who.doubts)
    kept: dict[str, Gap] = {}
    for gap in gaps:
        kept[gap.id] = kept[gap.id].joined(gap) if gap.id in kept else gap
    return sorted_once(
        kept.values(), lambda gap: (gap.connection, gap.resource, gap.subject, gap.id)
    )


def joined_changes(parts: Sequence[Collection]) -> tuple[ChangeRecord, ...]:
    """Every change once, whichever connections tell it; by object and time."""
    return sorted_once(
        (one for part in parts for one in part.change_records),
        lambda one: (*one.place, one.at, one.told_by, one.what, repr(one.by)),
    )


def joined_lists(parts: Sequence[Collection]) -> dict[tuple[str, str], list[Listed]]:
    """What of each tenant others may name, whichever connections list it."""
    found: dict[tuple[str, str], list[Listed]] = {}
    for part in parts:
        tenant = (part.connection.vendor, part.connection.tenant_id)
        found.setdefault(tenant, []).extend(part.listed)
    return found


def short_tenants(parts: Sequence[Collection]) -> frozenset[tuple[str, str]]:
    """Tenants of which no connection was shown all whom they serve."""
    whole, all_of_them = (
        {(one.connection.vendor, one.connection.tenant_id) for one in chosen}
        for chosen in ((part for part in parts if part.organizations_are_whole), parts)
    )
    return frozenset(all_of_them - whole)


def listed_proofs(parts: Sequence[Collection], chains: Iterable[Chain]) -> Iterator[Evidence]:
    """Of what others may name, the evidence of what a chain leads to; the rest is not kept."""
    needed = {seen for chain in chains for step in chain.steps for seen in step.evidence}
    for part in parts:
        for one in part.listed:
            for each in one.objects:
                if each.evidence.id in needed:
                    yield each.evidence


def joined_decisions(parts: Sequence[Collection], who: ClientMap) -> tuple[DecisionStats, ...]:
    """The counts with their clients; what two connections counted alike is not added up."""
    # There may be hundreds of thousands: compared are only those of one feature and organization,
    # so that no more keys than theirs are held at once.
    alike: dict[tuple[str, str, str, str], list[list[DecisionStats]]] = {}
    for number, part in enumerate(parts):
        for row in part.decisions:
            place = (row.vendor, row.tenant_id, row.feature, str(row.organization))
            by_part = alike.setdefault(place, [])
            while len(by_part) <= number:
                by_part.append([])
            by_part[number].append(row)
    return tuple(row for place in sorted(alike) for row in _counted_once(alike[place], who))


def _counted_once(
    by_part: Iterable[Iterable[DecisionStats]], who: ClientMap
) -> Iterator[DecisionStats]:
    kept: dict[tuple[str | date, ...], DecisionStats] = {}
    for found in by_part:
        rows: dict[tuple[str | date, ...], DecisionStats] = {}
        for row in found:
            key = decision_order(row)
            client = who.client_of.get((row.vendor, row.tenant_id, row.organization or ""))
            count, complete = row.count, row.complete
            if (before := rows.get(key)) is not None:
                count, complete = count + before.count, complete and before.complete
            rows[key] = replace(row, client=client, count=count, complete=complete)
        for key, row in rows.items():
            before = kept.get(key)
            if before is None or (row.count, row.complete) > (before.count, before.complete):
                kept[key] = row
    return (kept[key] for key in sorted(kept))


def sorted_once(items: Iterable[Item], key: Callable[[Item], Any]) -> tuple[Item, ...]:
    """The items in the order of their keys; of two with one key, the first."""
    kept: dict[Hashable, Item] = {}
    for item in items:
        kept.setdefault(key(item), item)
    return tuple(kept[name] for name in sorted(kept))  # type: ignore[type-var]


def _seen_twice(one: Organization, other: Organization) -> Organization:
    counts = [org.endpoints for org in (one, other) if org.endpoints is not None]
    told = other if one.kind == "client" else one
    return one.model_copy(
        update={
            "handles": tuple(sorted({*one.handles, *other.handles})),
            "links": tuple(sorted({*one.links, *other.links})),
            "likely_links": tuple(sorted({*one.likely_links, *other.likely_links})),
            "domains": tuple(sorted({*one.domains, *other.domains})),
            "hints": tuple(dict.fromkeys((*one.hints, *other.hints))),
            "kind": told.kind,
            "kind_basis": told.kind_basis,
            "endpoints": max(counts, default=None),
        }
    )


def _unknowns(deployment: Deployment) -> tuple[bool, bool, bool]:
    return (
        deployment.enabled is None,
        deployment.autonomy is Autonomy.UNKNOWN,
        deployment.reach is Reach.UNKNOWN,
    )


def _both(one: DeploymentClient, other: DeploymentClient) -> DeploymentClient:
    return replace(
        one,
        endpoints=_added(one.endpoints, other.endpoints),
        tickets=_added(one.tickets, other.tickets),
        window=_spanned(one.window, other.window),
        basis=max(one.basis, other.basis, key=_WEAKEST_LAST.index),
    )


def _client(row: DeploymentClient) -> str:
    return row.client


def _deployment_and_client(row: DeploymentClient) -> tuple[str, str]:
    return row.deployment, row.client


def _added(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _spanned(one: Window | None, other: Window | None) -> Window | None:
    if one is None or other is None:
        return one or other
    return Window(start=min(one.start, other.start), end=max(one.end, other.end))


def _doubted(
    doubt: Doubt,
    who: ClientMap,
    homes: Mapping[tuple[str, str], Connection],
    at: Mapping[str, Connection],
) -> Gap:
    orgs = doubt.organizations
    if orgs:
        home: Connection | None = homes[orgs[0].vendor, orgs[0].tenant_id]
    else:
        home = at.get(doubt.place or "")
    clients = {who.client_of[org.ref] for org in orgs} | {
        who.entry_ids[entry_id(one)] for one in doubt.entries
    }
    return Gap(
        connection=home.name if home else doubt.place or "",
        vendor=home.vendor if home else doubt.place or "",
        resource="clients",
        subject=doubt.subject,
        reason=GapReason.INCONCLUSIVE,
        remedy=doubt.remedy,
        clients=tuple(sorted(clients)),
    )
