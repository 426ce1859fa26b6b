"""Collecting what one connection yields: reads in, statements in, one `Collection` out.

The builder is where a refused, failed or empty read becomes a `Gap` and never silence, where
evidence is interned, and where a reach of `all` is spelled out.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterable
from contextlib import aclosing
from datetime import datetime
from typing import Any, TypeVar

from aigov_connectors._http import Document, Page, Read
from aigov_connectors.catalogue import VendorCatalogue
from aigov_connectors.changed import ToldChange
from aigov_connectors.clock import Clock
from aigov_connectors.errors import FATAL_ERRORS, ConnectorError, NotFoundError
from aigov_connectors.events import Event, PageRead, ReadFinished, ReadStarted
from aigov_connectors.gap_book import GapBook
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
    Origin,
    Place,
    Rejected,
    Statement,
    UnknownSetting,
)
from aigov_connectors.ledger import ReadLedger
from aigov_connectors.statement_book import StatementBook

__all__ = ["BY_SILENCE", "CollectionBuilder", "Instead", "side_by_side"]

Value = TypeVar("Value")

Instead = Callable[[], Iterable[tuple[str, Read[Value]]]]
"""Lists that hold together what one list would, such as one below each parent: what is missing
where one fails, and its read. Called only where the one is not there, so that the parents may be
read first."""

BY_SILENCE = "the answer had no body, which this vendor may mean as an empty list"
"""Why a list that is told to be empty in that way proves nothing."""


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
        hosts: tuple[str, ...] = (),
        clock: Clock,
        emit: Callable[[Event], None] = lambda event: None,
    ) -> None:
        """Collect for one connection.

        `wanted` limits the reading to some resources; None wants all of them. `hosts` are the
        names that lead to this tenant and to no other.
        """
        self.place: Place = Place(connection=connection, tenant_id=tenant_id)
        self.catalogue = catalogue
        self._vendor = vendor
        self._host = host
        self._hosts = hosts
        self._clock = clock
        self._emit = emit
        self._resources = resources
        self._wanted = frozenset(resources) if wanted is None else wanted
        self._started_at = clock.now()
        self._ledger = ReadLedger()
        self._said = StatementBook()
        self._decisions: list[DecisionStats] = []
        self._listed: list[Listed] = []
        self._gaps = GapBook(connection=connection, vendor=vendor, catalogue=catalogue, emit=emit)
        self._rights: tuple[CredentialRights, str, tuple[str, ...], Basis] = (
            CredentialRights.CANNOT_TELL,
            "the rights were not read",
            (),
            Basis.OBSERVED,
        )
        self._warnings: tuple[str, ...] = ()
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
        instead: Instead[Value] | None = None,
    ) -> AsyncGenerator[Page[Value], None]:
        """Hand over the pages of a list read; what stops it becomes a gap.

        A resource that this run does not want is not read. A list that the server does not have
        (`NotFoundError` before its first row) is read by `instead`, where that is given: then
        its being absent is no gap, and its receipt says that it held nothing.

        `subject` names what is missing if it fails (default: the resource); `organizations` are
        the vendor ids that the gap then concerns. An empty list is a gap of its own unless
        `empty_proves_absence`: the right to see the rows is proven, or nothing else contradicts.
        One that is told by silence proves nothing in any case.

        Raises:
            AuthenticationError, ConfigurationError, ReadOnlyViolationError: no later read of the
                connection can do better.
        """
        if not self.wants(resource):
            return  # the selection of the run is a gap of its own
        subject = subject or resource.replace("_", " ")
        organizations = tuple(organizations)  # said again with every gap
        more: dict[str, Any] = {"organizations": organizations, "remedy": remedy}
        self._emit(ReadStarted(self.place.connection, resource))
        self._ledger.begin(resource)
        rows = rejections = 0
        failure: ConnectorError | None = None
        others: Instead[Value] | None = None
        try:
            async with aclosing(read.pages()) as pages:
                async for page in pages:
                    rows += len(page.items)
                    rejections += len(page.rejected)
                    self._rejected(resource, subject, page.rejected, organizations)
                    self._emit(PageRead(self.place.connection, resource, rows, page.total))
                    yield page
            self._ledger.end(resource)
        except ConnectorError as error:
            failure = error
            is_missing = isinstance(error, NotFoundError) and rows == rejections == 0
            others = instead if is_missing else None
            self._ledger.end(resource)
        finally:  # also when the reading is cancelled, or its reader has seen enough
            told = read.receipt
            if others is not None:
                told = told.model_copy(update={"complete": True, "why": None})
            receipt = self._ledger.write(resource, told)
            self._emit(ReadFinished(self.place.connection, receipt))
        if others is not None:
            for named, other in others():
                async with aclosing(self.pages(resource, other, subject=named, **more)) as parts:
                    async for page in parts:
                        rows += len(page.items) + len(page.rejected)
                        yield page
            if not rows and not empty_proves_absence:
                why = "the list is not there, and what holds its rows instead gave none"
                self.gap(resource, subject, GapReason.INCONCLUSIVE, detail=why, **more)
            return
        if failure is not None:
            self._failed(resource, subject, failure, **more)
            return
        if not receipt.complete:
            self.gap(resource, subject, GapReason.TRUNCATED, detail=receipt.why, **more)
        elif read.told_by_silence or (rows == rejections == 0 and not empty_proves_absence):
            why = "the list is empty, and the right to see its rows is not proven"
            why = BY_SILENCE if read.told_by_silence else why
            self.gap(resource, subject, GapReason.INCONCLUSIVE, detail=why, **more)

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
        if self._ledger.ask(resource):
            self._emit(ReadStarted(self.place.connection, resource))
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
        self._emit(PageRead(self.place.connection, resource, self._ledger.came(resource), None))
        return document

    async def short_list(
        self,
        resource: str,
        read: Read[Value],
        *,
        subject: str,
        organizations: Iterable[str] = (),
    ) -> Document[list[Value]] | None:
        """Read one of many short lists to its end; None after a gap was noted.

        It counts as one settings object, so that the histories of fifty tickets are one receipt;
        what is broken, cut short or only silence in it is a gap all the same. Its origin is that
        of its first page. See `pages` for the errors.
        """
        concerned = tuple(organizations)

        async def whole() -> Document[list[Value]]:
            rows: list[Value] = []
            origins: list[Origin] = []
            async with aclosing(read.pages()) as pages:
                async for page in pages:
                    rows.extend(page.items)
                    origins.append(page.origin)
                    self._rejected(resource, subject, page.rejected, concerned)
            if not read.receipt.complete:
                why = read.receipt.why
                self.gap(
                    resource, subject, GapReason.TRUNCATED, detail=why, organizations=concerned
                )
            if read.told_by_silence:
                self.gap(
                    resource,
                    subject,
                    GapReason.INCONCLUSIVE,
                    detail=BY_SILENCE,
                    organizations=concerned,
                )
            return Document(rows, origins[0])

        return await self.document(resource, whole(), subject=subject, organizations=concerned)

    # Saying --------------------------------------------------------------------------------

    def organization(self, organization: Organization) -> None:
        """Add a customer organization; the last word on one id counts."""
        self._said.organizations[organization.vendor_id] = organization

    def say(self, statements: Iterable[Statement]) -> None:
        """Add deployments with their evidence and reach.

        Raises:
            ValueError: one key is stated twice: a fault of the connector.
        """
        for statement in statements:
            self._said.say(statement)

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
    ) -> None:
        """State what the credential may do, how that is known, and what will need care soon."""
        kept = tuple(evidence)
        self.keep(kept)
        self._rights = (rights, because, tuple(one.id for one in kept), basis)
        self._warnings = tuple(warnings)
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
        self._gaps.add(
            self._gaps.make(
                resource,
                subject,
                reason,
                detail=detail,
                remedy=remedy,
                organizations=organizations,
                features=features,
            )
        )

    def interrupt(self, reason: GapReason, detail: str, *, remedy: str | None = None) -> None:
        """Note one gap for each wanted resource that was not read to its end."""
        for resource in self._unread():
            self.gap(resource, resource.replace("_", " "), reason, detail=detail, remedy=remedy)

    def crash(self, detail: str) -> None:
        """Note one gap for each wanted resource: what was read to its end may be left unsaid."""
        for resource in filter(self.wants, self._resources):
            self.gap(resource, resource.replace("_", " "), GapReason.FAILED, detail=detail)

    def documents_read(self, resource: str, *, why: str | None = None) -> None:
        """Close the reading of settings objects of one resource and write its receipt.

        `why` says why there may be more of them than could be asked for: the list that tells
        whose they are was cut short. A gap that says so is the caller's business.
        """
        if not self.wants(resource):
            return
        receipt = self._ledger.close(resource, why=why)
        self._emit(ReadFinished(self.place.connection, receipt))

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
                warnings=self._warnings,
                vendor_version=self._version,
            ),
            catalogue_digest=self.catalogue.digest,
            entrances=self.catalogue.entrances,
            resources=self._resources,
            receipts=tuple(self._ledger.receipts),
            organizations=tuple(self._said.organizations.values()),
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

    def _unread(self) -> tuple[str, ...]:
        """Wanted resources that were not read to their end and have no gap that says why."""
        wanted = (name for name in self._resources if self.wants(name))
        return self._ledger.unread(wanted, explained=(gap.resource for gap in self._gaps))

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

    def _rejected(
        self,
        resource: str,
        subject: str,
        rejected: Iterable[Rejected],
        organizations: Iterable[str],
    ) -> None:
        for one in rejected:
            self.gap(
                resource,
                f"one record of {subject} ({one.record_id or one.position})",
                GapReason.FAILED,
                detail=f"{one.position}: {one.problem}",
                organizations=organizations,
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
        if isinstance(error, FATAL_ERRORS):
            raise error


async def side_by_side(jobs: Iterable[Coroutine[Any, Any, Value]]) -> list[Value]:
    """Run reads side by side and give their results in order; the first error ends them all.

    How many requests are really in flight is the HTTP stack's business.
    """
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(job) for job in jobs]
    except ExceptionGroup as errors:  # callers tell errors apart by class, not by group
        first = errors.exceptions[0]
        raise first from errors
    return [task.result() for task in tasks]
