"""One attempt: send, read the whole body under a cap and a deadline, tell the log.

What comes up from here is complete or an exception, so a body that was dropped half-way is
something the retry above can heal. Compressed bodies are unpacked here, piece by piece: a
small answer that unpacks to gigabytes is stopped at the cap, not after it.
"""

import asyncio
import ssl
import zlib
from typing import Protocol

import httpx

from aigov_connectors._http.context import RequestContext, context_of
from aigov_connectors._http.events import Events
from aigov_connectors._http.network import NetworkOptions
from aigov_connectors._http.status import ErrorTable, asked, request_id_of
from aigov_connectors.clock import Clock
from aigov_connectors.errors import ResponseShapeError

_PIECE = 1024 * 1024  # bytes unpacked at a time
# These described the body on the wire; the body handed up is unpacked and whole.
_SPENT_HEADERS = frozenset({b"content-encoding", b"content-length", b"transfer-encoding"})


class AttemptTransport(httpx.AsyncBaseTransport):
    """Gives answers whose body is read, or raises."""

    def __init__(
        self,
        inner: httpx.AsyncBaseTransport,
        *,
        closes_inner: bool,
        traces: bool,
        network: NetworkOptions,
        vendor: str,
        errors: ErrorTable,
        events: Events,
        clock: Clock,
    ) -> None:
        self._inner = inner
        self._closes_inner = closes_inner
        self._traces = traces
        self._network = network
        self._vendor = vendor
        self._errors = errors
        self._events = events
        self._clock = clock

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` once.

        Raises:
            httpx.TransportError: no answer, or not all of it.
            ResponseShapeError: more bytes than the cap allows, or packed in an unknown way.
        """
        context = context_of(request)
        context.attempts += 1
        if not self._traces:
            context.depart()  # a transport from outside need not say when a request is sent
        elif context.departed is not None:
            request.extensions["trace"] = _Departure(context)
        began = self._clock.monotonic()
        status: int | None = None
        problem: str | None = None
        request_id: str | None = None
        try:
            async with asyncio.timeout(self._network.total_timeout):
                answer = await self._inner.handle_async_request(request)
                status = answer.status_code
                request_id = request_id_of(answer.headers, self._errors)
                try:
                    body = await self._body(request, answer)
                finally:
                    await answer.aclose()
        except TimeoutError as cause:
            problem = "TotalTimeout"
            raise httpx.ReadTimeout("the answer took too long in all", request=request) from cause
        except ssl.SSLError as cause:  # TLS 1.3 refuses when the answer is read: httpx lets it by
            problem = type(cause).__name__
            raise httpx.ReadError("the encrypted connection failed", request=request) from cause
        except (httpx.TransportError, ResponseShapeError) as cause:
            problem = type(cause).__name__
            raise
        finally:
            self._events.sent(
                method=request.method,
                context=context,
                status=status,
                seconds=self._clock.monotonic() - began,
                problem=problem,
                request_id=request_id,
            )
        headers = [pair for pair in answer.headers.raw if pair[0].lower() not in _SPENT_HEADERS]
        meant = self._errors.meant
        code = answer.status_code if meant is None else meant(answer.status_code, body)
        return httpx.Response(code, headers=headers, content=body, request=request)

    async def aclose(self) -> None:
        """Close the network layer if it is ours."""
        if self._closes_inner:
            await self._inner.aclose()

    async def _body(self, request: httpx.Request, answer: httpx.Response) -> bytes:
        coding = answer.headers.get("content-encoding", "").strip().casefold()
        if coding not in _UNPACKERS:
            raise self._refusal(request, answer, "the body is packed in an unknown way")
        unpacker = _UNPACKERS[coding]()
        cap = self._network.max_body_bytes
        pieces: list[bytes] = []
        received = size = 0
        stream = answer.stream
        if not isinstance(stream, httpx.AsyncByteStream):
            raise httpx.LocalProtocolError("the transport is not asynchronous", request=request)
        async for packed in stream:
            received += len(packed)
            more = True
            while more:
                # One byte above the cap is enough to know.
                most = min(_PIECE, cap - size + 1)
                piece = unpacker.feed(packed, most)
                size += len(piece)
                if size > cap:
                    raise self._refusal(request, answer, f"the body is larger than {cap} bytes")
                pieces.append(piece)
                packed = unpacker.left
                # A full piece may leave something in the machine, even without input.
                more = bool(packed) or (unpacker.holds_back and len(piece) == most)
        promised = answer.headers.get("content-length", "")
        short = promised.isdecimal() and received < int(promised)
        if request.method != "HEAD" and (short or (received and not unpacker.is_whole)):
            raise httpx.RemoteProtocolError("the body broke off", request=request)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _refusal(
        self, request: httpx.Request, answer: httpx.Response, says: str
    ) -> ResponseShapeError:
        context = context_of(request)
        return ResponseShapeError(
            f"{asked(request.method, context)}: {answer.status_code}, {says}",
            vendor=self._vendor,
            hint="If the vendor really answers so, raise max_body_bytes of this connection.",
            status=answer.status_code,
            method=request.method,
            path_template=context.template,
            page=context.page,
            request_id=request_id_of(answer.headers, self._errors),
        )


class _Unpacker(Protocol):
    left: bytes
    """Input that did not fit into the piece asked for."""
    holds_back: bool
    """Whether output may wait inside for the next piece."""

    def feed(self, packed: bytes, most: int) -> bytes: ...

    @property
    def is_whole(self) -> bool: ...


class _Plain:
    left = b""
    holds_back = False
    is_whole = True

    def feed(self, packed: bytes, most: int) -> bytes:
        return packed


class _Zlib:
    """gzip and deflate; deflate comes with and without the wrapper that the standard asks for."""

    holds_back = True

    def __init__(self) -> None:
        self._machine = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._started = False
        self.left = b""

    @property
    def is_whole(self) -> bool:
        return self._machine.eof

    def feed(self, packed: bytes, most: int) -> bytes:
        try:
            piece = self._machine.decompress(packed, most)
        except zlib.error as cause:
            if self._started:
                raise httpx.RemoteProtocolError("the packed body is damaged") from cause
            self._machine = zlib.decompressobj(-zlib.MAX_WBITS)
            return self._again(packed, most, cause)
        return self._note(piece)

    def _again(self, packed: bytes, most: int, cause: zlib.error) -> bytes:
        try:
            return self._note(self._machine.decompress(packed, most))
        except zlib.error:
            raise httpx.RemoteProtocolError("the packed body is damaged") from cause

    def _note(self, piece: bytes) -> bytes:
        self._started = True
        self.left = self._machine.unconsumed_tail
        if self._machine.eof and self._machine.unused_data:
            # gzip may be several files in a row.
            self.left = self._machine.unused_data
            self._machine = zlib.decompressobj(zlib.MAX_WBITS | 32)
        return piece


_UNPACKERS: dict[str, type[_Plain] | type[_Zlib]] = {
    "": _Plain,
    "identity": _Plain,
    "gzip": _Zlib,
    "x-gzip": _Zlib,
    "deflate": _Zlib,
}


class _Departure:
    """Told by httpcore where a request stands; lets go when all of it is on the wire."""

    def __init__(self, context: RequestContext) -> None:
        self._context = context

    async def __call__(self, event: str, info: object) -> None:
        if event.endswith("send_request_body.complete"):
            self._context.depart()
