"""The gaps of one connection: each noted once, and those that stand in every run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set

from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.events import Event, GapFound
from aigov_connectors.inventory import Gap, GapReason

__all__ = ["GapBook"]

_REMEDIES = {
    GapReason.DENIED: "Grant the credential the view right on it, or attest its state.",
    GapReason.UNLICENSED: "Nothing to read without the licence; attest that it is not used.",
    GapReason.NOT_EXPOSED: "Ask the person who configures it, and attest the answer.",
    GapReason.FAILED: "Run discovery again; if it fails again, report it with the detail.",
    GapReason.TRUNCATED: "Run discovery again; what was read is kept, but it is not all.",
    GapReason.INCONCLUSIVE: "Look in the vendor's console, and attest what it shows.",
    GapReason.INTERRUPTED: "Run discovery again to the end.",
}


class GapBook:
    """Makes gaps and keeps them; two of one id become one that concerns what both did."""

    def __init__(
        self,
        *,
        connection: str,
        vendor: str,
        catalogue: VendorCatalogue,
        emit: Callable[[Event], None],
    ) -> None:
        self._connection = connection
        self._vendor = vendor
        self._catalogue = catalogue
        self._emit = emit
        self._gaps: dict[str, Gap] = {}

    def __iter__(self) -> Iterator[Gap]:
        return iter(self._gaps.values())

    def make(
        self,
        resource: str,
        subject: str,
        reason: GapReason,
        *,
        detail: str | None = None,
        remedy: str | None = None,
        organizations: Iterable[str] = (),
        features: Iterable[str] | None = None,
    ) -> Gap:
        """A gap of this connection; see `CollectionBuilder.gap`."""
        doubtful = self._catalogue.read_from(resource) if features is None else features
        return Gap(
            connection=self._connection,
            vendor=self._vendor,
            resource=resource,
            subject=subject,
            reason=reason,
            remedy=remedy or _REMEDIES[reason],
            detail=detail,
            features=tuple(sorted(doubtful)),
            organizations=tuple(sorted(organizations)),
        )

    def add(self, gap: Gap) -> None:
        """Keep a gap, and tell of it unless one of its id is known."""
        before = self._gaps.get(gap.id)
        if before is None:
            self._emit(GapFound(self._connection, gap))
        self._gaps[gap.id] = gap if before is None else before.joined(gap)

    def not_exposed(
        self, stated: Mapping[str, Set[str]], organizations: Iterable[str]
    ) -> Iterator[Gap]:
        """What no API of the vendor shows, for those of whom nothing else told it.

        Args:
            stated: feature to the organizations of which its state was concluded from an effect.
            organizations: all of them.
        """
        everybody = frozenset(organizations)
        unlicensed = self._unlicensed(everybody)
        for entry in self._catalogue.features:
            told = {*stated.get(entry.id, ()), *unlicensed.get(entry.id, ())} & everybody
            if entry.read or (told and told == everybody):
                continue
            yield self.make(
                "feature",
                entry.name,
                GapReason.NOT_EXPOSED,
                remedy=entry.attest,
                features=(entry.id,),
                organizations=everybody - told if told else (),
            )

    def _unlicensed(self, everybody: Set[str]) -> Mapping[str, Set[str]]:
        """Feature to the organizations that have no licence for it."""
        found: dict[str, set[str]] = {}
        for gap in self:
            if gap.reason is GapReason.UNLICENSED:
                for feature in gap.features:
                    found.setdefault(feature, set()).update(gap.organizations or everybody)
        return found

    def left_out(self, resources: Iterable[str]) -> Iterator[Gap]:
        """Resources that the run was told not to read."""
        for resource in resources:
            yield self.make(
                resource,
                resource.replace("_", " "),
                GapReason.INTERRUPTED,
                detail="left out by the selection of this run",
                remedy="Run discovery without the selection.",
            )

    def cut_off(self, resources: Iterable[str]) -> Iterator[Gap]:
        """Resources that an interrupted run did not come to, or not to the end of."""
        for resource in resources:
            yield self.make(
                resource,
                resource.replace("_", " "),
                GapReason.INTERRUPTED,
                detail="the run ended before it was read",
            )

    def passed_over(self, resources: Iterable[str]) -> Iterator[Gap]:
        """Resources that a connector ended without reading: its fault, and still not silence."""
        for resource in resources:
            yield self.make(
                resource,
                resource.replace("_", " "),
                GapReason.FAILED,
                detail="the connector ended without reading it to its end",
            )

    def unlisted(self, organizations: Iterable[str], features: Iterable[str]) -> Iterator[Gap]:
        """Organizations that settings reach, and that no list told."""
        strange = sorted(organizations)
        if strange:
            yield self.make(
                "organizations",
                "which clients the organizations are that settings reach",
                GapReason.INCONCLUSIVE,
                detail=f"{len(strange)} were not in the list of organizations that was read",
                remedy="Grant the credential the view right on all organizations.",
                features=features,
                organizations=strange,
            )
