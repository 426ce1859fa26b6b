"""The client of one connection: `open_client()` opens it, `HttpClient` asks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from pydantic import JsonValue, TypeAdapter, ValidationError
from pydantic_core import to_json

from aigov_connectors._http import paths
from aigov_connectors._http.auth import Auth
from aigov_connectors._http.context import RequestContext, attach
from aigov_connectors._http.decode import (
    BrokenBodyError,
    UnexpectedShapeError,
    dig,
    document_adapter,
    parse,
    pointer,
    told,
)
from aigov_connectors._http.events import Events
from aigov_connectors._http.guard import ReadDeclaration
from aigov_connectors._http.limits import RateLimits
from aigov_connectors._http.listing import Call, Desk, Document, Listing, Refusal
from aigov_connectors._http.network import NetworkOptions, origin_of, parse_base_url
from aigov_connectors._http.paging import Location, Params
from aigov_connectors._http.read import Read
from aigov_connectors._http.retry import RetryPolicy
from aigov_connectors._http.status import ErrorTable, asked, error_from_answer, error_from_problem
from aigov_connectors.clock import Clock, SystemClock
from aigov_connectors.errors import ConfigurationError, ResponseShapeError
from aigov_connectors.inventory import Origin
from aigov_connectors.redaction import REDACTED, digest, is_secret_like

T = TypeVar("T")


def open_client(
    *,
    vendor: str,
    connection: str,
    tenant_id: str,
    base_url: str,
    auth: Auth | None,
    declaration: ReadDeclaration,
    limits: RateLimits,
    errors: ErrorTable,
    headers: Mapping[str, str] | None = None,
    network: NetworkOptions | None = None,
    retry: RetryPolicy | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
    beside: HttpClient | None = None,
    clock: Clock | None = None,
) -> HttpClient:
    """Build the stack of one connection; nothing is sent yet. Use it with `async with`.

    Args:
        tenant_id: the vendor's id of the tenant, for evidence.
        base_url: https (http on loopback only); every path is below it.
        headers: sent with every request; no secrets, those belong to `auth`.
        transport: replaces the network only, stays open, and is shared if you like; guard,
            retry and budget stay on.
        beside: a client of the same connection that is open as long. Where it asks the same host,
            its network connections are used and not more; credential, guard and budget are apart.

    Raises:
        ConfigurationError: the base URL, a secret or a certificate cannot be used.
    """
    # The layers are half of what an import would take, and only who opens a client needs them.
    from aigov_connectors._http.stack import stacked

    clock = clock or SystemClock()
    url = parse_base_url(base_url, vendor=vendor)
    events = Events(vendor, connection)
    stack = stacked(
        url,
        vendor=vendor,
        auth=auth,
        declaration=declaration,
        limits=limits,
        errors=errors,
        headers=headers or {},
        network=network or NetworkOptions(),
        retry=retry or RetryPolicy(),
        transport=transport,
        lent=None if beside is None else beside.lent_to(url),
        events=events,
        clock=clock,
    )
    return HttpClient(
        stack.http,
        stack.network,
        vendor=vendor,
        tenant_id=tenant_id,
        errors=errors,
        events=events,
        clock=clock,
        proxy=stack.proxy,
    )


class HttpClient:
    """Asks one vendor tenant: lists by `read`, settings by `document` and `json`."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        network: httpx.AsyncBaseTransport,
        *,
        vendor: str,
        tenant_id: str,
        errors: ErrorTable,
        events: Events,
        clock: Clock,
        proxy: str | None = None,
    ) -> None:
        self._proxy = proxy
        self.vendor = vendor
        """Vendor id."""
        self.tenant_id = tenant_id
        """The vendor's id of the tenant."""
        self.base_url: str = str(http.base_url)
        """Everything asked lies below this."""
        self.clock = clock
        """The clock that everything below goes by."""
        self._http = http
        self._network = network
        self._errors = errors
        self._desk = Desk(
            fetch=self._fetch,
            origin=self._origin,
            events=events,
            clock=clock,
            vendor=vendor,
            tasks=set(),
        )

    def __repr__(self) -> str:
        """Vendor, host and state; never a secret."""
        return self.shown_as("HttpClient", self.vendor)

    def shown_as(self, *words: str) -> str:
        """The `repr` of whoever asks through this: the words, the host, whether it is closed."""
        state = ", closed" if self._http.is_closed else ""
        return f"<{' '.join(words)} at {self._http.base_url.netloc.decode()}{state}>"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stop what is under way and close the connections."""
        import asyncio

        tasks = list(self._desk.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._http.aclose()

    def lent_to(self, url: httpx.URL) -> httpx.AsyncBaseTransport | None:
        """Give what is below this stack to another one that asks the same host; None elsewhere.

        Proxy and trust were chosen for this host, so that no other may be asked through it.
        """
        return self._network if origin_of(url) == origin_of(self._http.base_url) else None

    def read(self, listing: Listing[T]) -> Read[T]:
        """Give a list to iterate; nothing is sent before the iteration begins."""
        return Read(listing, self._desk)

    async def document(
        self,
        path: str,
        *,
        model: type[T],
        ids: Mapping[str, str] | None = None,
        params: Params | None = None,
        body: Mapping[str, Any] | None = None,
        at: Location = (),
        needs: str | None = None,
        refusal: Refusal | None = None,
    ) -> Document[T]:
        """Read one settings object.

        Args:
            path: template below the base URL: `/sites/{site_id}/policy`.
            model: what the object is read as.
            ids: what the placeholders stand for.
            params: query parameters; None leaves one out.
            body: makes it a (declared) POST with this JSON body.
            at: keys that lead to the object within the body.
            needs: the right that this read takes, as the vendor's menus call it.
            refusal: finds what went wrong inside an answer of success.

        Raises:
            NotFoundError: the vendor has no such object or endpoint.
            PermissionDeniedError: the credential may not read it.
            ResponseShapeError: the object is not what `model` expects.
            ConnectorError: it could not be read for any other reason.
        """
        value, call, found = await self._ask(path, ids, params, body, at, needs, refusal)
        adapter = document_adapter(model)
        try:
            read = adapter.validate_json(to_json(value))
        except ValidationError as problem:
            raise self._unreadable(call, found, f"{pointer(at)}/{told(problem)}") from None
        return Document(read, self._origin(call, frozenset(), digest(value)))

    async def json(
        self,
        path: str,
        *,
        ids: Mapping[str, str] | None = None,
        params: Params | None = None,
        body: Mapping[str, Any] | None = None,
        at: Location = (),
        needs: str | None = None,
        refusal: Refusal | None = None,
    ) -> Document[JsonValue]:
        """Read whatever JSON stands there; see `document`."""
        value, call, _ = await self._ask(path, ids, params, body, at, needs, refusal)
        return Document(
            _any_json().validate_python(value), self._origin(call, frozenset(), digest(value))
        )

    async def _ask(
        self,
        path: str,
        ids: Mapping[str, str] | None,
        params: Params | None,
        body: Mapping[str, Any] | None,
        at: Location,
        needs: str | None,
        refusal: Refusal | None,
    ) -> tuple[Any, Call, httpx.Response]:
        call = Call(
            method="GET" if body is None else "POST",
            template=path,
            ids=ids or {},
            params=params or {},
            body=body,
            needs=needs,
            context=RequestContext(template=path),
            refusal=refusal,
            headers={},
        )
        answer = await self._fetch(call)
        try:
            found = parse(answer.content)
        except BrokenBodyError:
            answer = await self._fetch(call)  # once more: a cut answer is rarely cut twice
            try:
                found = parse(answer.content)
            except BrokenBodyError as problem:
                raise self._unreadable(call, answer, str(problem)) from None
        try:
            return dig(found, at), call, answer
        except UnexpectedShapeError as problem:
            raise self._unreadable(call, answer, str(problem)) from None

    async def _fetch(self, call: Call) -> httpx.Response:
        """Send one request through the stack and give a success with its body read."""
        if self._http.is_closed:
            raise ConfigurationError(
                f"{call.method} {call.template}: the client is closed",
                vendor=self.vendor,
                hint="Read to the end inside its `async with` block.",
                method=call.method,
                path_template=call.template,
            )
        content = None if call.body is None else json.dumps(call.body).encode()
        request = self._http.build_request(
            call.method,
            paths.fill(call.template, call.ids),
            params={name: value for name, value in call.params.items() if value is not None},
            content=content,
            headers={
                **({} if content is None else {"Content-Type": "application/json"}),
                **call.headers,
            },
            extensions=attach(call.context),
        )
        try:
            answer = await self._http.send(request)
        except httpx.HTTPError as problem:
            raise error_from_problem(
                problem,
                vendor=self.vendor,
                method=call.method,
                context=call.context,
                proxy=self._proxy,
            ) from problem
        # httpx ties an answer to a stream that holds the answer: a circle in which the bytes of
        # page after page would stay until the garbage collector comes by.
        answer.stream = httpx.ByteStream(b"")
        rule = None
        if answer.status_code // 100 == 2:
            rule = None if call.refusal is None else call.refusal(answer.content)
            if rule is None:
                return answer
        raise error_from_answer(
            vendor=self.vendor,
            method=call.method,
            context=call.context,
            table=self._errors,
            status=answer.status_code,
            headers=answer.headers,
            body=answer.content,
            now=self.clock.now(),
            needs=call.needs,
            rule=rule,
        )

    def _origin(self, call: Call, moving: frozenset[str], payload_digest: str) -> Origin:
        return Origin(
            vendor=self.vendor,
            tenant_id=self.tenant_id,
            method=call.method,
            path_template=call.template,
            query=tuple(sorted(_told_query(call.params, moving))),
            read_at=self.clock.now(),
            digest=payload_digest,
        )

    def _unreadable(self, call: Call, answer: httpx.Response, problem: str) -> ResponseShapeError:
        return ResponseShapeError(
            f"{asked(call.method, call.context)}: {answer.status_code}, {problem}",
            vendor=self.vendor,
            status=answer.status_code,
            method=call.method,
            path_template=call.template,
        )


def _told_query(params: Params, moving: frozenset[str]) -> list[tuple[str, str]]:
    """Give the query as evidence may show it: no cursor, no secret."""
    pairs = []
    for name, value in params.items():
        if value is None or name in moving:
            continue
        values = value if isinstance(value, list | tuple) else (value,)
        shown = [REDACTED if is_secret_like(name) else _as_sent(one) for one in values]
        pairs += [(name, one) for one in shown]
    return pairs


def _as_sent(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@lru_cache(maxsize=1)
def _any_json() -> TypeAdapter[JsonValue]:
    return TypeAdapter(JsonValue)
