"""Collecting what one connection yields: reads in, statements in, one `Collection` out.

The builder is where a refused, failed or empty read becomes a `Gap` and never silence, where
evidence is interned, and where a reach of `all` is spelled out.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from datetime import datetime
from typing import Any, TypeVar

from aigov_connectors._http import Document, Page, Read
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.clock import Clock
from aigov_connectors.errors import (
    AuthenticationError,
    ConfigurationError,
    ConnectorError,
    ReadOnlyViolationError,
)
from aigov_connectors.events import Event, GapFound, PageRead, ReadFinished, ReadStarted
from aigov_connectors.inventory import (
    AIFeature,
    Collection,
    Connection,
    ConnectionStatus,
    CredentialRights,
    DecisionStats,
    Deployment,
    Evidence,
    Gap,
    GapReason,
    Organization,
    OrganizationReach,
    Place,
    Reach,
    ReadReceipt,
    Statement,
    UnknownSetting,
)

__all__ = ["CollectionBuilder", "side_by_side"]

Value = TypeVar("Value")

# After these no later read of the connection can do better.
_FATAL = (AuthenticationError, ConfigurationError, ReadOnlyViolationError)

_REMEDIES = {
    GapReason.DENIED: "Grant the credential the view right on it, or attest its state.",
    GapReason.UNLICENSED: "Nothing to read without the licence; attest that it is not used.",
    GapReason.NOT_EXPOSED: "Ask the person who configures it, and attest the answer.",
    GapReason.FAILED: "Run discovery again; if it fails again, report it with the detail.",
    GapReason.TRUNCATED: "Run discovery again; what was read is kept, but it is not all.",
    GapReason.INCONCLUSIVE: "Look in the vendor's console, and attest what it shows.",
    GapReason.INTERRUPTED: "Run discovery again to the end.",
}


class CollectionBuilder:
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
        clock: Clock,
        emit: Callable[[Event], None] = lambda event: None,
    ) -> None:
        """`wanted` limits the reading to some resources; None wants all of them."""
        self.place = Place(connection=connection, tenant_id=tenant_id)
        self.catalogue = catalogue
        self._vendor = vendor
        self._host = host
        self._clock = clock
        self._emit = emit
        self._resources = resources
        self._wanted = frozenset(resources) if wanted is None else wanted
        self._started_at = clock.now()
        self._receipts: list[ReadReceipt] = []
        self._documents: dict[str, _Documents] = {}
        self._organizations: dict[str, Organization] = {}
        self._deployments: dict[str, Deployment] = {}
        self._reaches: dict[tuple[str, str], OrganizationReach] = {}
        self._exceptions: dict[str, frozenset[str]] = {}
        self._decisions: list[DecisionStats] = []
        self._unknown: dict[tuple[str, str], UnknownSetting] = {}
        self._evidence: dict[str, Evidence] = {}
        self._gaps: dict[str, Gap] = {}
        self._rights = (CredentialRights.CANNOT_TELL, "the rights were not read", ())
        self._version: str | None = None

    @property
    def now(self) -> datetime:
        """The present moment by the run's clock, aware UTC."""
        return self._clock.now()

    def wants(self, resource: str) -> bool:
        """Whether the resource is to be read in this run."""
        return resource in self._wanted

    # Reading -------------------------------------------------------------------------------

    async def pages(
        self,
        resource: str,
        read: Read[Value],
        *,
        subject: str | None = None,
        organizations: Iterable[str] = (),
        empty_proves_absence: bool = True,
        remedy: str | None = None,
    ) -> AsyncIterator[Page[Value]]:
        """Hand over the pages of a list read; what stops it becomes a gap.

        A resource that this run does not want is not read.

        `subject` names what is missing if it fails (default: the resource); `organizations` are
        the vendor ids that the gap then concerns. An empty list is a gap of its own unless
        `empty_proves_absence`: the right to see the rows is proven, or nothing else contradicts.

        Raises:
            AuthenticationError, ConfigurationError, ReadOnlyViolationError: no later read of the
                connection can do better.
        """
        if not self.wants(resource):
            return  # the selection of the run is a gap of its own
        subject = subject or resource.replace("_", " ")
        self._emit(ReadStarted(self.place.connection, resource))
        rows = 0
        failure: ConnectorError | None = None
        try:
            async for page in read.pages():
                rows += len(page.items)
                for rejected in page.rejected:
                    named = rejected.record_id or rejected.position
                    self.gap(
                        resource,
                        f"one record of {subject} ({named})",
                        GapReason.FAILED,
                        detail=f"{rejected.position}: {rejected.problem}",
                        organizations=organizations,
                    )
                self._emit(PageRead(self.place.connection, resource, rows, page.total))
                yield page
        except ConnectorError as error:
            failure = error
        receipt = read.receipt
        if receipt is not None:
            self._receipts.append(receipt.model_copy(update={"resource": resource}))
            self._emit(ReadFinished(self.place.connection, self._receipts[-1]))
        if failure is not None:
            self._failed(resource, subject, failure, organizations=organizations, remedy=remedy)
            return
        if receipt is not None and not receipt.complete:
            self.gap(
                resource,
                subject,
                GapReason.TRUNCATED,
                detail=receipt.why,
                organizations=organizations,
                remedy=remedy,
            )
        elif rows == 0 and not empty_proves_absence:
            self.gap(
                resource,
                subject,
                GapReason.INCONCLUSIVE,
                detail="the list is empty, and the right to see its rows is not proven",
                organizations=organizations,
                remedy=remedy,
            )

    async def document(
        self,
        resource: str,
        answer: Awaitable[Document[Value]],
        *,
        subject: str,
        organizations: Iterable[str] = (),
        features: Iterable[str] | None = None,
        remedy: str | None = None,
    ) -> Document[Value] | None:
        """Wait for one settings object; None after a gap was noted.

        See `pages` for the arguments and errors; `features` narrows the features in doubt.
        """
        if not self.wants(resource):
            if isinstance(answer, Coroutine):
                answer.close()
            return None
        counted = self._documents.get(resource)
        if counted is None:
            counted = self._documents[resource] = _Documents()
            self._emit(ReadStarted(self.place.connection, resource))
        counted.asked += 1
        try:
            document = await answer
        except ConnectorError as error:
            self._failed(
                resource,
                subject,
                error,
                organizations=organizations,
                features=features,
                remedy=remedy,
            )
            return None
        counted.read += 1
        self._emit(PageRead(self.place.connection, resource, counted.read, None))
        return document

    # Saying --------------------------------------------------------------------------------

    def organization(self, organization: Organization) -> None:
        """Add a customer organization; the last word on one id counts."""
        self._organizations[organization.vendor_id] = organization

    def say(self, statements: Iterable[Statement]) -> None:
        """Add deployments with their evidence and reach.

        Raises:
            ValueError: one key is stated twice, or a reach names an unknown organization at
                `build`: a fault of the connector.
        """
        for statement in statements:
            deployment = statement.deployment
            if deployment.key in self._deployments:
                raise ValueError(f"{deployment.key} is stated twice")
            self._deployments[deployment.key] = deployment
            self._exceptions[deployment.key] = statement.exceptions
            self.keep(statement.evidence)
            for organization, endpoints in statement.reach.items():
                self._reaches[deployment.key, organization] = OrganizationReach(
                    deployment=deployment.key,
                    organization=organization,
                    endpoints=endpoints,
                    basis=deployment.basis,
                )
            for unknown in statement.unknown_settings:
                self.unknown_setting(unknown)

    def keep(self, evidence: Iterable[Evidence]) -> None:
        """Intern evidence by its id; the first observation is kept."""
        for one in evidence:
            self._evidence.setdefault(one.id, one)

    def unknown_setting(self, unknown: UnknownSetting) -> None:
        """Note a switch that the catalogue does not know."""
        self._unknown[unknown.source_object.id, unknown.pointer] = unknown

    def decisions(self, stats: Iterable[DecisionStats]) -> None:
        """Add counted decisions."""
        self._decisions.extend(stats)

    def rights(
        self,
        rights: CredentialRights,
        because: str,
        evidence: Iterable[Evidence] = (),
        *,
        vendor_version: str | None = None,
    ) -> None:
        """State what the credential may do."""
        kept = tuple(evidence)
        self.keep(kept)
        self._rights = (rights, because, tuple(one.id for one in kept))
        self._version = vendor_version

    def gap(
        self,
        resource: str,
        subject: str,
        reason: GapReason,
        *,
        detail: str | None = None,
        remedy: str | None = None,
        organizations: Iterable[str] = (),
        features: Iterable[str] | None = None,
    ) -> None:
        """Note something that could not be determined; the features in doubt are those that the
        catalogue reads from the resource, unless `features` names them.
        """
        gap = Gap(
            connection=self.place.connection,
            vendor=self._vendor,
            resource=resource,
            subject=subject,
            reason=reason,
            remedy=remedy or _REMEDIES[reason],
            detail=detail,
            features=tuple(
                sorted(self.catalogue.read_from(resource) if features is None else features)
            ),
            organizations=tuple(sorted(organizations)),
        )
        if gap.id not in self._gaps:
            self._gaps[gap.id] = gap
            self._emit(GapFound(self.place.connection, gap))

    def interrupt(self, reason: GapReason, detail: str, *, remedy: str | None = None) -> None:
        """Note one gap for each wanted resource that was not read to its end."""
        for resource in self._unread():
            self.gap(resource, resource.replace("_", " "), reason, detail=detail, remedy=remedy)

    def documents_read(self, resource: str) -> None:
        """Close the reading of settings objects of one resource and write its receipt."""
        if not self.wants(resource):
            return
        counted = self._documents.setdefault(resource, _Documents())
        counted.finished = True
        receipt = ReadReceipt(
            resource=resource,
            rows=counted.read,
            pages=counted.read,
            requests=counted.asked,
            complete=counted.read == counted.asked,
            why=None
            if counted.read == counted.asked
            else f"{counted.asked - counted.read} of {counted.asked} were not read",
        )
        self._receipts.append(receipt)
        self._emit(ReadFinished(self.place.connection, receipt))

    # Handing over --------------------------------------------------------------------------

    def build(self, status: ConnectionStatus) -> Collection:
        """Everything so far as one collection; may be called again later."""
        rights, because, evidence = self._rights
        return Collection(
            connection=Connection(
                name=self.place.connection,
                vendor=self._vendor,
                tenant_id=self.place.tenant_id,
                host=self._host,
                status=status,
                started_at=self._started_at,
                finished_at=self._clock.now(),
                rights=rights,
                rights_because=because,
                rights_evidence=evidence,
                vendor_version=self._version,
            ),
            catalogue_digest=self.catalogue.digest,
            resources=self._resources,
            receipts=tuple(self._receipts),
            organizations=tuple(self._organizations.values()),
            features=self._features,
            deployments=tuple(self._deployments.values()),
            reaches=(*self._reaches.values(), *self._spelled_out()),
            decisions=tuple(self._decisions),
            unknown_settings=tuple(self._unknown.values()),
            vendor_answers=self.catalogue.answers,
            evidence=tuple(self._evidence.values()),
            gaps=(*self._gaps.values(), *self._standing_gaps(), *self._unfinished(status)),
        )

    @property
    def _features(self) -> tuple[AIFeature, ...]:
        return tuple(entry.feature for entry in self.catalogue.features)

    def _spelled_out(self) -> Iterable[OrganizationReach]:
        for key, deployment in self._deployments.items():
            if deployment.reach is not Reach.ALL:
                continue
            for organization in self._organizations.values():
                listed = (key, organization.vendor_id) in self._reaches
                if listed or organization.vendor_id in self._exceptions[key]:
                    continue
                yield OrganizationReach(
                    deployment=key,
                    organization=organization.vendor_id,
                    endpoints=organization.endpoints,
                    basis=deployment.basis,
                )

    def _unread(self) -> tuple[str, ...]:
        """Wanted resources that neither ended nor have a gap of their own."""
        ended = {receipt.resource for receipt in self._receipts if receipt.complete}
        ended |= {gap.resource for gap in self._gaps.values()}
        ended |= {name for name, counted in self._documents.items() if counted.finished}
        return tuple(name for name in self._resources if name in self._wanted and name not in ended)

    def _unfinished(self, status: ConnectionStatus) -> Iterable[Gap]:
        """What an interrupted run did not come to; computed, since the run may still go on."""
        if status is not ConnectionStatus.INTERRUPTED:
            return
        for resource in self._unread():
            yield Gap(
                connection=self.place.connection,
                vendor=self._vendor,
                resource=resource,
                subject=resource.replace("_", " "),
                reason=GapReason.INTERRUPTED,
                detail="the run ended before it was read",
                remedy=_REMEDIES[GapReason.INTERRUPTED],
                features=self.catalogue.read_from(resource),
            )

    def _standing_gaps(self) -> Iterable[Gap]:
        """What no API shows, what this run was told to leave out, and rights that nothing shows."""
        rights, because, evidence = self._rights
        if rights is CredentialRights.CANNOT_TELL and not evidence:
            yield Gap(
                connection=self.place.connection,
                vendor=self._vendor,
                resource="rights",
                subject="what the credential may do",
                reason=GapReason.INCONCLUSIVE,
                detail=because,
                remedy="Look in the vendor's console which rights the credential has.",
            )
        for entry in self.catalogue.features:
            if not entry.read:
                yield Gap(
                    connection=self.place.connection,
                    vendor=self._vendor,
                    resource="feature",
                    subject=entry.name,
                    reason=GapReason.NOT_EXPOSED,
                    remedy=entry.attest or _REMEDIES[GapReason.NOT_EXPOSED],
                    features=(entry.id,),
                )
        for resource in self._resources:
            if resource not in self._wanted:
                yield Gap(
                    connection=self.place.connection,
                    vendor=self._vendor,
                    resource=resource,
                    subject=resource.replace("_", " "),
                    reason=GapReason.INTERRUPTED,
                    detail="left out by the selection of this run",
                    remedy="Run discovery without the selection.",
                    features=self.catalogue.read_from(resource),
                )

    def _failed(
        self,
        resource: str,
        subject: str,
        error: ConnectorError,
        *,
        organizations: Iterable[str] = (),
        features: Iterable[str] | None = None,
        remedy: str | None = None,
    ) -> None:
        self.gap(
            resource,
            subject,
            GapReason(error.gap_reason),
            detail=str(error),
            remedy=remedy or error.hint,
            organizations=organizations,
            features=features,
        )
        if isinstance(error, _FATAL):
            raise error


class _Documents:
    """How many settings objects of a resource were asked for, and how many came."""

    __slots__ = ("asked", "finished", "read")

    def __init__(self) -> None:
        self.asked = 0
        self.read = 0
        self.finished = False


async def side_by_side(jobs: Iterable[Coroutine[Any, Any, Value]]) -> list[Value]:
    """Run reads side by side and give their results in order; the first error ends them all.

    How many requests are really in flight is the HTTP stack's business.
    """
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job) for job in jobs]
    except ExceptionGroup as errors:
        first = errors.exceptions[0]
        raise first from errors
    return [task.result() for task in tasks]
