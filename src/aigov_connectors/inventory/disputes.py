"""Where a person says that a feature is off, and what was read says that it is on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from aigov_connectors.inventory.client import Client, DeploymentClient
from aigov_connectors.inventory.feature import AIFeature, Deployment
from aigov_connectors.inventory.gap import Gap
from aigov_connectors.inventory.vocabulary import Basis, GapReason, Reach

__all__ = ["dispute_gaps"]

_READ = frozenset({Basis.OBSERVED, Basis.INFERRED})


def dispute_gaps(
    attested: Iterable[Deployment],
    read: Iterable[Deployment],
    rows: Iterable[DeploymentClient],
    *,
    features: Mapping[str, AIFeature],
    clients: Sequence[Client],
) -> Iterator[Gap]:
    """One gap for each thing that is attested to be off and was read as on at a client it covers.

    Neither is taken for right: both stay in the inventory, and the gap names them.
    """
    reached: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        reached[row.deployment].add(row.client)
    known = {client.id for client in clients}
    on: dict[tuple[str, str], list[Deployment]] = defaultdict(list)
    for one in read:
        if one.enabled is True and one.shadowed_by is None and one.basis in _READ:
            on[one.tenant_id, one.feature].append(one)
    for said in attested:
        if said.enabled is not False:
            continue
        for seen in on[said.tenant_id, said.feature]:
            both = reached[said.key] & reached[seen.key] & known
            # Whom it reaches is not shown: of all clients it is on at one at least.
            anybody = seen.reach is Reach.UNKNOWN
            if both or (anybody and said.reach is Reach.ALL):
                yield _gap(said, seen, features[said.feature], both)


def _gap(said: Deployment, seen: Deployment, feature: AIFeature, both: set[str]) -> Gap:
    return Gap(
        connection=said.connection,
        vendor=said.vendor,
        resource="feature",
        subject=f"{feature.name}: off by {said.source_object.name}, and on by"
        f" {seen.source_object.name}",
        reason=GapReason.INCONCLUSIVE,
        remedy="Look in the vendor's console which of the two is right, and attest it anew.",
        features=(feature.id,),
        clients=tuple(sorted(both)),
    )
