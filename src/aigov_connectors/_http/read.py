"""Reading a list: pages in order, each row once, and a receipt that says how it ended."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import httpx

from aigov_connectors._http.context import RequestContext
from aigov_connectors._http.decode import (
    BrokenBodyError,
    Decoded,
    UnexpectedShapeError,
    page_decoder,
)
from aigov_connectors._http.listing import Call, Desk, Listing, Page
from aigov_connectors._http.memory import Memory
from aigov_connectors._http.paging import Judgement, Outcome, Raw, Sight, Step, Walk
from aigov_connectors._http.status import asked
from aigov_connectors.errors import ConnectorError, IncompleteReadError, ResponseShapeError
from aigov_connectors.inventory import ReadReceipt, Rejected

if TYPE_CHECKING:
    import asyncio

T = TypeVar("T")

# A server-held cursor that is lost three times will be lost a fourth time.
_RESTARTS = 3


class _Sent(NamedTuple):
    step: Step
    call: Call
    task: asyncio.Task[httpx.Response]
    departed: asyncio.Event


class Read(Generic[T]):
    """One list, read as it is iterated: `async for row in read`, or page by page.

    A read goes once. What was handed over stays good whatever comes later; how it ended
    stands in `receipt`, also after an error.
    """

    def __init__(self, listing: Listing[T], desk: Desk) -> None:
        self.listing = listing
        """What is read."""
        self._desk = desk
        self._begun = False
        self._complete = False
        self._why: str | None = "not read to its end"
        self._rows = 0
        self._pages = 0
        self._requests = 0
        self._rejected = 0
        self._total: int | None = None
        self._restarts = 0
        self._memory: Memory[T] = Memory(listing.key, remembers_all=listing.paging.remembers_all)
        self._told_of: set[str] = set()
        self.told_by_silence: bool = False
        """Whether the list was taken for empty because the answer had no body: a habit of the
        vendor's, which proves nothing."""

    def __repr__(self) -> str:
        """What is read where, and how far; no row of it."""
        state = "complete" if self._complete else self._why
        listing = self.listing
        return (
            f"<Read {listing.resource}: {listing.method} {listing.path} of {self._desk.vendor},"
            f" {self._rows:,} rows, {state}>"
        )

    @property
    def resource(self) -> str:
        """What is read, as a person calls it."""
        return self.listing.resource

    @property
    def receipt(self) -> ReadReceipt:
        """How the read went so far; final when the iteration has ended in any way."""
        return ReadReceipt(
            resource=self.listing.resource,
            rows=self._rows,
            total=self._total,
            pages=self._pages,
            requests=self._requests,
            duplicates_dropped=self._memory.dropped,
            rejected=self._rejected,
            complete=self._complete,
            why=self._why,
        )

    def __aiter__(self) -> AsyncIterator[T]:
        return self._items()

    async def _items(self) -> AsyncGenerator[T]:
        async with aclosing(self.pages()) as pages:
            async for page in pages:
                for item in page.items:
                    yield item

    async def pages(self) -> AsyncGenerator[Page[T]]:
        """Yield the list page by page; a page may be empty, when all of it was known.

        Raises:
            RuntimeError: this read was iterated before.
            IncompleteReadError: the vendor's paging does not lead to the end.
            ConnectorError: a page could not be read; `page` tells which.
        """
        from asyncio import CancelledError

        if self._begun:
            raise RuntimeError(f"{self.resource}: a read can be iterated once")
        self._begun = True
        ahead: deque[_Sent] = deque()
        try:
            async with aclosing(self._walk(ahead)) as pages:
                async for page in pages:
                    yield page
            self._conclude()
        except ConnectorError as problem:
            self._end(str(problem))
            raise
        except CancelledError:
            self._why = "interrupted"
            raise
        finally:
            await self._drop(ahead)

    async def _walk(self, ahead: deque[_Sent]) -> AsyncGenerator[Page[T]]:
        """Follow the paging style; `ahead` holds what is under way, the next page first."""
        walk = self.listing.paging.walk()
        again: set[tuple[int, str]] = set()  # what was asked for once more, and why
        while True:
            self._send_next(walk, ahead)
            if not ahead:
                return
            sent = ahead[0]
            decoded, judgement, cause = await self._look(walk, ahead)
            outcome, reason = judgement.outcome, (sent.step.number, judgement.why)
            if outcome is Outcome.AGAIN and reason in again:
                outcome = judgement.otherwise
            if outcome is Outcome.AGAIN:
                again.add(reason)
                self._tell_again(sent.call, judgement.why)
                await self._drop(ahead)
                walk.forget()
                ahead.append(self._send(sent.step))
            elif outcome is Outcome.REPHRASE:
                self._tell_again(sent.call, judgement.why)
                await self._drop(ahead)
            elif outcome is Outcome.RESTART:
                await self._drop(ahead)
                walk = await self._restart(sent.call, judgement.why, cause)
                again.clear()
            elif outcome is Outcome.FAIL:
                raise cause or self._incomplete(sent.call, judgement.why)
            else:
                self._retire(ahead.popleft())
                if judgement.ahead_is_wrong or decoded is None:
                    await self._drop(ahead)
                if decoded is None:
                    return
                call, page = sent.call, self._page(sent, decoded, judgement)
                # The next page is on its way: this one's bytes must not wait beside it.
                del sent, decoded
                yield page
                del page
                if outcome is Outcome.LAST_WORD:
                    raise self._incomplete(call, judgement.why)

    async def _look(
        self, walk: Walk, ahead: deque[_Sent]
    ) -> tuple[_Opened[T] | None, Judgement, ConnectorError | None]:
        """Wait for the next page and judge it, or judge why there is none."""
        sent = ahead[0]
        try:
            answer = await sent.task
        except ConnectorError as problem:
            outcome = walk.excuse(sent.step, problem)
            return None, Judgement(outcome, "the vendor's cursor was lost"), problem
        walk.peek(sent.step, Raw(answer.content, answer.headers))
        # Decoding holds the event loop, so the next request must be on the wire before.
        for newer in self._send_next(walk, ahead):
            await newer.departed.wait()
        try:
            opened = self._open(sent, answer)
        except BrokenBodyError:
            unreadable = self._unreadable(sent, answer, "the body is not JSON")
            outcome = walk.excuse(sent.step, unreadable)
            if sent.step.replayable:
                judgement = Judgement(Outcome.AGAIN, "broken body", outcome)
                return self._silence(answer, outcome), judgement, unreadable
            return None, Judgement(outcome, "the vendor's cursor was lost"), unreadable
        except UnexpectedShapeError as problem:
            raise self._unreadable(sent, answer, str(problem)) from problem
        name = self.listing.paging.id
        sight = Sight(
            rows=opened.decoded.rows,
            count=opened.decoded.count,
            ids=() if name is None else opened.decoded.ids(name),
            facts=opened.decoded.facts,
            repeated=self._memory.repeats(
                opened.decoded.rows, opened.digest, count=opened.decoded.count
            ),
            stale=self._memory.is_stale(opened.digest),
        )
        return opened, walk.judge(sent.step, sight), None

    def _open(self, sent: _Sent, answer: httpx.Response) -> _Opened[T]:
        listing = self.listing
        content = answer.content
        digest = _digest(content)
        if not content.strip() and listing.paging.empty_body_ends:
            return _Opened(Decoded([]), digest)
        facts = tuple(listing.paging.facts.items())
        decoder = page_decoder(listing.row, listing.rows_at, facts)
        name = listing.paging.id or "id"
        return _Opened(decoder.decode(content, page=sent.step.number, id_name=name), digest)

    def _silence(self, answer: httpx.Response, outcome: Outcome) -> _Opened[T] | None:
        """Give what a broken answer is worth: where it is no fault, a page without rows."""
        if outcome is not Outcome.ACCEPT:
            return None
        return _Opened(Decoded([]), _digest(answer.content), silent=True)

    def _page(self, sent: _Sent, opened: _Opened[T], judgement: Judgement) -> Page[T]:
        decoded = opened.decoded
        wanted: Sequence[T] = decoded.rows if judgement.keep is None else judgement.keep
        items = self._memory.admit(wanted, opened.digest)
        rejected = tuple(one for one in decoded.rejected if self._is_news(one))
        told = judgement.total or decoded.facts.get("total")
        total = told if isinstance(told, int) and not isinstance(told, bool) else None
        if total is not None and (total > 0 or decoded.count == 0):
            self._total = total
        self._rows += len(items)
        self._rejected += len(rejected)
        self._pages += 1
        self.told_by_silence = self.told_by_silence or opened.silent
        self._desk.events.page(
            method=sent.call.method,
            template=sent.call.template,
            page=sent.step.number,
            rows=len(items),
            rejected=len(rejected),
            total=self._total,
        )
        origin = self._desk.origin(sent.call, self.listing.paging.moving, opened.digest)
        return Page(items, rejected, origin, sent.step.number, self._total)

    def _is_news(self, rejected: Rejected) -> bool:
        """Tell whether a rejected record was not reported before this read began anew."""
        name = rejected.record_id or rejected.position
        if name in self._told_of:
            return False
        if self.listing.paging.remembers_all:
            self._told_of.add(name)
        return True

    def _send_next(self, walk: Walk, ahead: deque[_Sent]) -> list[_Sent]:
        """Send whatever the walk knows already."""
        sent = []
        while (step := walk.take()) is not None:
            sent.append(self._send(step))
        ahead.extend(sent)
        return sent

    def _send(self, step: Step) -> _Sent:
        from asyncio import Event, create_task

        listing = self.listing
        departed = Event()
        template = listing.path + step.suffix
        context = RequestContext(
            template=template,
            page=step.number,
            replayable=step.replayable,
            departed=departed,
        )
        body, params = listing.body, step.params
        if body is not None:  # what moves stands in the body then
            body, params = {**body, **step.params}, step.query
        call = Call(
            method=listing.method,
            template=template,
            ids=listing.ids,
            params={**listing.params, **params},
            body=body,
            needs=listing.needs,
            context=context,
            refusal=listing.refusal,
            headers=step.headers,
        )
        task = create_task(self._desk.fetch(call))
        task.add_done_callback(lambda _: departed.set())
        self._desk.tasks.add(task)
        task.add_done_callback(self._desk.tasks.discard)
        return _Sent(step, call, task, departed)

    def _retire(self, sent: _Sent) -> None:
        self._requests += sent.call.context.attempts

    async def _drop(self, ahead: deque[_Sent]) -> None:
        """Give up what is under way."""
        from asyncio import gather

        dropped = list(ahead)
        ahead.clear()
        for sent in dropped:
            sent.task.cancel()
        await gather(*(sent.task for sent in dropped), return_exceptions=True)
        for sent in dropped:
            self._retire(sent)

    async def _restart(self, call: Call, why: str, cause: ConnectorError | None) -> Walk:
        self._restarts += 1
        if self._restarts > _RESTARTS or not self._memory.can_restart:
            raise self._incomplete(call, why) from cause
        self._memory.restart()
        self._tell_again(call, why)
        await self._desk.clock.sleep(float(self._restarts))
        return self.listing.paging.walk()

    def _tell_again(self, call: Call, why: str) -> None:
        attempts = call.context.attempts
        self._desk.events.retried(
            method=call.method, context=call.context, attempt=attempts, reason=why, wait=0.0
        )

    def _conclude(self) -> None:
        received = self._rows + self._rejected
        if self._total is not None and received < self._total:
            self._end(f"vendor told {self._total}, received {received}")
        else:
            self._complete, self._why = True, None

    def _end(self, why: str) -> None:
        self._why = why
        self._desk.events.gap(
            method=self.listing.method,
            template=self.listing.path,
            resource=self.listing.resource,
            why=why,
        )

    def _incomplete(self, call: Call, why: str) -> IncompleteReadError:
        return IncompleteReadError(
            f"{asked(call.method, call.context)}: the list cannot be read to its end, {why}",
            vendor=self._desk.vendor,
            hint="Read again later; if it stays so, report it with the vendor's version.",
            method=call.method,
            path_template=call.template,
            page=call.context.page,
        )

    def _unreadable(self, sent: _Sent, answer: httpx.Response, problem: str) -> ResponseShapeError:
        call = sent.call
        return ResponseShapeError(
            f"{asked(call.method, call.context)}: {answer.status_code}, {problem}",
            vendor=self._desk.vendor,
            status=answer.status_code,
            method=call.method,
            path_template=call.template,
            page=call.context.page,
        )


class _Opened(NamedTuple, Generic[T]):
    decoded: Decoded[T]
    digest: str
    silent: bool = False


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
