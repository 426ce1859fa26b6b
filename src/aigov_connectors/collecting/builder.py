"""What one connection yields: reads in, statements in, one `Collection` out.

Here evidence is interned and a reach of `all` is spelled out; the reads themselves are guarded in
`reads`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.clock import Clock
from aigov_connectors.collecting.gap_book import GapBook
from aigov_connectors.collecting.reads import GuardedReads
from aigov_connectors.collecting.statement_book import Doubled, StatementBook
from aigov_connectors.events import Event
from aigov_connectors.inventory import (
    AIFeature,
    Basis,
    Collection,
    Connection,
    ConnectionStatus,
    CredentialRights,
    DecisionStats,
    Evidence,
    Gap,
    GapReason,
    Listed,
    Organization,
    Place,
    Statement,
    UnknownSetting,
)
from aigov_connectors.normalizing.changed import ToldChange

__all__ = ["CollectionBuilder"]


class CollectionBuilder(GuardedReads):
    """Gathers what one connection yields; a connector fills it in `collect`."""

    def __init__(
        self,
        *,
        connection: str,
        vendor: str,
        host: str,
        tenant_id: str,
        catalogue: VendorCatalogue,
        resources: tuple[str, ...],
        wanted: frozenset[str] | None = None,
        hosts: tuple[str, ...] = (),
        connector: str | None = None,
        clock: Clock,
        emit: Callable[[Event], None] = lambda event: None,
    ) -> None:
        """Collect for one connection.

        `wanted` limits the reading to some resources; None wants all of them. `hosts` are the
        names that lead to this tenant and to no other, `connector` the package of one of others.
        """
        super().__init__(
            place=Place(connection=connection, tenant_id=tenant_id),
            resources=resources,
            wanted=wanted,
            gaps=GapBook(connection=connection, vendor=vendor, catalogue=catalogue, emit=emit),
            emit=emit,
        )
        self.catalogue = catalogue
        self._vendor = vendor
        self._host = host
        self._hosts = hosts
        self._connector = connector
        self._clock = clock
        self._started_at = clock.now()
        self._said = StatementBook()
        self._decisions: list[DecisionStats] = []
        self._listed: list[Listed] = []
        self._organizations_from: tuple[str, ...] = ()
        self._rights: tuple[CredentialRights, str, tuple[str, ...], Basis] = (
            CredentialRights.CANNOT_TELL,
            "the rights were not read",
            (),
            Basis.OBSERVED,
        )
        self._scope: tuple[str, ...] | None = None
        self._warnings: tuple[str, ...] = ()
        self._version: str | None = None
        self._problem: tuple[str | None, str | None] = (None, None)

    @property
    def now(self) -> datetime:
        """The present moment by the run's clock, aware UTC."""
        return self._clock.now()

    # Saying --------------------------------------------------------------------------------

    def organization(self, organization: Organization) -> None:
        """Add a customer organization; the last word on one id counts."""
        self._said.organization(organization)

    def organizations_come_from(self, *resources: str) -> None:
        """Name the lists that tell which organizations there are: only where all of these came
        whole (see `is_whole`) do they tell that nobody else is served.
        """
        self._organizations_from = resources

    def say(self, statements: Iterable[Statement]) -> None:
        """Add deployments with their evidence and reach.

        Two of one key are a fault of the connector, which must not cost what else was read: what
        both say alike stands, and a gap names the feature and the object.
        """
        for statement in statements:
            doubled = self._said.say(statement)
            if doubled is not None:
                self._stated_twice(doubled)

    def _stated_twice(self, doubled: Doubled) -> None:
        one = doubled.deployment
        self.gap(
            "statement",
            f"{one.feature} as set by {one.source_object.name}, in {one.scope.name}",
            GapReason.INCONCLUSIVE,
            detail="it was stated twice under one key, "
            + ("alike" if doubled.is_alike else "and what differs is left unknown"),
            remedy="Report it: the connector has one key for two objects.",
            organizations=doubled.organizations,
            features=(one.feature,),
        )

    def reached(self, feature: str) -> frozenset[str]:
        """The organizations of which what was said so far tells the state of a feature."""
        return frozenset(self._said.stated().get(feature, ()))

    def keep(self, evidence: Iterable[Evidence]) -> None:
        """Intern evidence by its id; the first observation is kept."""
        self._said.keep(evidence)

    def unknown_setting(self, unknown: UnknownSetting) -> None:
        """Note a switch that the catalogue does not know."""
        self._said.unknown_setting(unknown)

    def changed(self, changes: Iterable[ToldChange]) -> None:
        """Note who changed settings objects, and when; see `changed.told_change`."""
        for one in changes:
            self._said.changed(one.record, one.evidence)

    def lists(self, listed: Listed) -> None:
        """Note what of this tool others may name; only what a chain needs stays of it."""
        self._listed.append(listed)

    def decisions(self, stats: Iterable[DecisionStats]) -> None:
        """Add counted decisions."""
        self._decisions.extend(stats)

    def rights(
        self,
        rights: CredentialRights,
        because: str,
        evidence: Iterable[Evidence] = (),
        *,
        warnings: Iterable[str] = (),
        vendor_version: str | None = None,
        basis: Basis = Basis.OBSERVED,
        scope: Iterable[str] | None = None,
    ) -> None:
        """State what the credential may do and see, how that is known, and what needs care soon."""
        self._scope = None if scope is None else tuple(sorted(set(scope)))
        kept = tuple(evidence)
        self.keep(kept)
        self._rights = (rights, because, tuple(one.id for one in kept), basis)
        self._warnings = tuple(warnings)
        self._version = vendor_version

    def failed(self, problem: str, *, remedy: str | None = None) -> None:
        """Say why the connection failed as a whole, and what helps."""
        self._problem = (problem, remedy)

    # Handing over --------------------------------------------------------------------------

    def build(self, status: ConnectionStatus) -> Collection:
        """Everything so far as one collection; may be called again later.

        A deployment that reaches organizations whose list was not read keeps those that are
        known, its reach becomes `unknown`, and a gap tells the rest.
        """
        strange = self._said.unlisted()
        rights, because, evidence, basis = self._rights
        return Collection(
            connection=Connection(
                name=self.place.connection,
                vendor=self._vendor,
                tenant_id=self.place.tenant_id,
                host=self._host,
                hosts=self._hosts,
                status=status,
                started_at=self._started_at,
                finished_at=self._clock.now(),
                rights=rights,
                rights_because=because,
                rights_evidence=evidence,
                rights_basis=basis,
                scope=self._scope,
                warnings=self._warnings,
                vendor_version=self._version,
                connector=self._connector,
                problem=self._problem[0],
                remedy=self._problem[1],
            ),
            catalogue_digest=self.catalogue.digest,
            entrances=self.catalogue.entrances,
            resources=self._resources,
            receipts=tuple(self._ledger.receipts),
            organizations=tuple(self._said.organizations.values()),
            organizations_are_whole=not strange and self.is_whole(*self._organizations_from),
            features=self._features,
            deployments=tuple(self._said.deployments()),
            reaches=tuple(self._said.reaches()),
            decisions=tuple(self._decisions),
            unknown_settings=self._said.unknown_settings,
            change_records=self._said.changes,
            vendor_answers=self.catalogue.answers,
            listed=tuple(self._listed),
            evidence=tuple(self._said.evidence.values()),
            gaps=(
                *self._gaps,
                *self._standing_gaps(status),
                *self._gaps.unlisted(
                    set[str]().union(*strange.values()),
                    self._said.features_of(strange),
                ),
            ),
        )

    @property
    def _features(self) -> tuple[AIFeature, ...]:
        return tuple(entry.feature for entry in self.catalogue.features)

    def _standing_gaps(self, status: ConnectionStatus) -> Iterable[Gap]:
        """What is missing whatever was read; computed, since the run may still go on."""
        _, because, evidence, _ = self._rights
        if not evidence:  # whatever is said of them, nothing shows it
            yield self._gaps.make(
                "rights",
                "what the credential may do",
                GapReason.INCONCLUSIVE,
                detail=because,
                remedy="Look in the vendor's console which rights the credential has.",
            )
        doubted = {feature for gap in self._gaps for feature in gap.features}
        for feature in sorted(self._said.bare_features - doubted):
            yield self._gaps.make(
                "evidence",
                f"what shows the state of {feature}",
                GapReason.INCONCLUSIVE,
                remedy="Report it: the connector names no evidence.",
                features=(feature,),
            )
        yield from self._gaps.not_exposed(self._said.stated(), self._said.organizations)
        yield from self._gaps.left_out(one for one in self._resources if not self.wants(one))
        if status is ConnectionStatus.INTERRUPTED:
            yield from self._gaps.cut_off(self._unread())
        elif status is ConnectionStatus.COMPLETED:
            yield from self._gaps.passed_over(self._unread())
