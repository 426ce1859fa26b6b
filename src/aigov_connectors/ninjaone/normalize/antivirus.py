"""Antivirus products: which stands on whose endpoints. What it does, its own policy says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from datetime import UTC

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.inventory import (
    DecisionCounter,
    DecisionKind,
    Origin,
    Place,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)
from aigov_connectors.ninjaone.naming import VENDOR
from aigov_connectors.ninjaone.normalize.seen import Seen, in_words, tenant_scope
from aigov_connectors.ninjaone.wire import AntivirusStatusWire, AntivirusThreatWire

__all__ = ["AntivirusLog", "ThreatLog", "deployments_from_antivirus"]


@dataclass(slots=True)
class Product:
    """One antivirus product."""

    seen: Seen
    states: Counter[str] = field(default_factory=Counter)
    endpoints: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """By organization the ids, since a device may list a product more than once; none where only
    devices that are no endpoints have it."""


class AntivirusLog:
    """Counts endpoints by product; holds one entry per product."""

    def __init__(self, *, organization_of: Callable[[int | None], str | None]) -> None:
        self._organization_of = organization_of
        self._products: dict[str, Product] = {}
        self.unnamed: int = 0
        """Rows that name no product."""

    def add(self, row: AntivirusStatusWire, *, origin: Origin, is_endpoint: bool = True) -> None:
        """Count one product on one device, which is reached and counts only as an endpoint."""
        name = row.product_name
        if name is None:
            self.unnamed += 1
            return
        if name not in self._products:
            self._products[name] = Product(Seen(origin, str(row.device_id)))
        product = self._products[name]
        organization = self._organization_of(row.device_id)
        product.seen.add(organization)
        if organization is not None and is_endpoint and row.device_id is not None:
            product.endpoints[organization].add(row.device_id)
        product.states[row.product_state or "(none)"] += 1

    @property
    def products(self) -> tuple[tuple[str, Product], ...]:
        """What was seen of each product, by name."""
        return tuple(sorted(self._products.items()))


class ThreatLog:
    """Counts threats; one that lies in quarantine was contained, of others that is not told."""

    def __init__(
        self, *, tenant_id: str, organization_of: Callable[[int | None], str | None]
    ) -> None:
        self._organization_of = organization_of
        self.counter: DecisionCounter = DecisionCounter(vendor=VENDOR, tenant_id=tenant_id)
        self.undated: int = 0
        """Rows that would count, but tell no time."""

    def add(self, row: AntivirusThreatWire) -> None:
        """Count one threat; the words of its status are not described, so they decide nothing."""
        if row.timestamp is None:
            self.undated += 1
            return
        self.counter.add(
            feature=f"{VENDOR}.integrated_edr",
            day=row.timestamp.astimezone(UTC).date(),
            action=DecisionKind.CONTAIN_FILE if row.quarantine_id else DecisionKind.UNKNOWN,
            organization=self._organization_of(row.device_id),
        )


def deployments_from_antivirus(
    log: AntivirusLog,
    *,
    entry: FeatureEntry,
    place: Place,
    organizations: Container[str],
    whole: bool,
) -> Iterator[Statement]:
    """State each product, with the endpoints that have it.

    Whether it is on is not taken from `productState`, whose words nothing describes; how far it
    acts is for the product's own connector to say.

    Args:
        entry: the catalogue's `integrated_edr`.
        organizations: ids of the organizations that are known.
        whole: whether the report and the devices were all read; else numbers are leasts,
            and others may be reached too.
    """
    for name, product in log.products:
        seen = product.seen
        proof = seen.evidence("/productName", name)
        deployment = entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=SourceObject(
                kind=SourceKind.INTEGRATION, id=f"antivirus:{name}", name=name
            ),
            label=entry.label("productName", name),
            enabled=None,
            reach=seen.reach(organizations, whole=whole),
            settings=(
                Setting(name="productName", value=name),
                Setting(name="productState", value=in_words(product.states, whole=whole)),
            ),
            evidence=(proof,),
        )
        yield Statement(
            deployment=deployment,
            evidence=(proof,),
            reach={
                one: len(product.endpoints[one]) if whole else None
                for one in seen.reached(organizations)
            },
        )
