"""The reads of one connection: what stops one becomes a gap and never silence."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Iterable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, TypeVar

from aigov_connectors._http import Document, Page, Read
from aigov_connectors.collecting.gap_book import GapBook
from aigov_connectors.collecting.ledger import ReadLedger
from aigov_connectors.collecting.strange import strange_fields
from aigov_connectors.errors import FATAL_ERRORS, ConnectorError, NotFoundError
from aigov_connectors.events import Event, PageRead, ReadFinished, ReadStarted
from aigov_connectors.inventory import GapReason, Origin, Place, Rejected

__all__ = ["BY_SILENCE", "GuardedReads", "Instead", "Refusal"]

Value = TypeVar("Value")

Instead = Callable[[], Iterable[tuple[str, Read[Value]]]]
"""Lists that hold together what one list would, such as one below each parent: what is missing
where one fails, and its read. Called only where the one is not there, so that the parents may be
read first."""

BY_SILENCE = "the answer had no body, which this vendor may mean as an empty list"
"""Why a list that is told to be empty in that way proves nothing."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """How a read ended that was not answered; the error itself would keep its whole stack alive."""

    words: str
    hint: str | None
    is_unknown: bool
    """Whether the vendor says that there is no such address."""


class GuardedReads:
    """Reads what one run wants of one connection; a refused, failed or empty read is a gap."""

    def __init__(
        self,
        *,
        place: Place,
        resources: tuple[str, ...],
        wanted: frozenset[str] | None,
        gaps: GapBook,
        emit: Callable[[Event], None],
    ) -> None:
        """Read `wanted` of `resources`; None wants all of them."""
        self.place: Place = place
        self._emit = emit
        self._resources = resources
        self._wanted = frozenset(resources) if wanted is None else wanted
        self._ledger = ReadLedger()
        self._gaps = gaps
        self._came = 0
        self._begun: Counter[tuple[str, str]] = Counter()
        self._whole: Counter[tuple[str, str]] = Counter()
        """By resource and subject: list reads that began, and those of them that came whole."""
        self._refused: Counter[tuple[type[ConnectorError], int | None]] = Counter()
        self._told: dict[tuple[type[ConnectorError], int | None], Refusal] = {}

    def wants(self, resource: str) -> bool:
        """Whether the resource is to be read in this run."""
        return resource in self._wanted

    def is_whole(self, *resources: str) -> bool:
        """Whether all of these were read to their end, and no gap says that something of one is
        missing: none was refused, cut off, empty without proof, or had a row that could not be
        read. Only then does it prove anything that a row is not among them, and is a count of
        them all there is.
        """
        missing = {gap.resource for gap in self._gaps}
        missing.update(self._ledger.unread(resources, explained=()))
        return all(self.wants(one) and one not in missing for one in resources)

    def came_whole(self, resource: str, subject: str | None = None) -> bool:
        """Whether one list came whole, in the sense of `is_whole`; what its resource has besides
        does not matter, such as the lists of other boards.

        `subject` is that of the read. A list that was not read did not come whole.
        """
        one = (resource, subject or resource.replace("_", " "))
        return 0 < self._begun[one] == self._whole[one]

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
        self._begun[resource, subject] += 1
        rows = rejections = 0
        failure: ConnectorError | None = None
        others: Instead[Value] | None = None
        try:
            async with aclosing(read.pages()) as pages:
                async for page in pages:
                    self._came += 1
                    rows += len(page.items)
                    rejections += len(page.rejected)
                    self._rejected(resource, subject, page.rejected, organizations)
                    self._strange(resource, page.items, organizations)
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
            is_whole = True
            for named, other in others():
                async with aclosing(self.pages(resource, other, subject=named, **more)) as parts:
                    async for page in parts:
                        rows += len(page.items) + len(page.rejected)
                        yield page
                is_whole = is_whole and self.came_whole(resource, named)
            if not rows and not empty_proves_absence:
                why = "the list is not there, and what holds its rows instead gave none"
                self.gap(resource, subject, GapReason.INCONCLUSIVE, detail=why, **more)
            elif is_whole:
                self._whole[resource, subject] += 1
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
        elif not rejections:
            self._whole[resource, subject] += 1

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
        self._came += 1
        self._strange(resource, document.value, organizations)
        self._emit(PageRead(self.place.connection, resource, self._ledger.came(resource), None))
        return document

    @property
    def refusal(self) -> Refusal | None:
        """What most reads ended with where not one of them was answered; None where one was.

        An answer without a row is one: then there was nothing to see, and somebody said so.
        """
        if self._came or not self._refused:
            return None
        ((commonest, _),) = self._refused.most_common(1)
        return self._told[commonest]

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
        self._begun[resource, subject] += 1

        async def whole() -> Document[list[Value]]:
            rows: list[Value] = []
            origins: list[Origin] = []
            async with aclosing(read.pages()) as pages:
                async for page in pages:
                    self._came += 1
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
            if read.receipt.is_whole and not read.told_by_silence:
                self._whole[resource, subject] += 1
            return Document(rows, origins[0])

        return await self.document(resource, whole(), subject=subject, organizations=concerned)

    def documents_read(self, resource: str, *, why: str | None = None) -> None:
        """Close the reading of settings objects of one resource and write its receipt.

        `why` says why there may be more of them than could be asked for: the list that tells
        whose they are was cut short. A gap that says so is the caller's business.
        """
        if not self.wants(resource):
            return
        receipt = self._ledger.close(resource, why=why)
        self._emit(ReadFinished(self.place.connection, receipt))

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

    def _unread(self) -> tuple[str, ...]:
        """Wanted resources that were not read to their end and have no gap that says why."""
        wanted = (name for name in self._resources if self.wants(name))
        return self._ledger.unread(wanted, explained=(gap.resource for gap in self._gaps))

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

    def _strange(self, resource: str, value: object, organizations: Iterable[str]) -> None:
        """Note once for each field that something else than the vendor describes was sent."""
        for name in dict.fromkeys(strange_fields(value)):
            self.gap(
                resource,
                f"{name} of {resource.replace('_', ' ')}",
                GapReason.INCONCLUSIVE,
                detail="some records hold something else there than the vendor describes",
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
        kind = (type(error), error.status)
        self._refused[kind] += 1
        self._told.setdefault(
            kind, Refusal(str(error), error.hint, is_unknown=isinstance(error, NotFoundError))
        )
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
