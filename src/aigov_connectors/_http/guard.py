"""The read-only guarantee: whatever is not a declared read never leaves this process.

The guard sits below authentication and above everything that could send, so no client,
auth flow or vendor module can go round it. GET and HEAD are reads; a POST is one only if
the vendor declares its path, and its body where the path alone does not tell. A GraphQL
endpoint obeys a GET too, so nothing goes to one but the documents declared for exactly its path.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import httpx

from aigov_connectors._http import paths
from aigov_connectors._http.context import context_of
from aigov_connectors._http.events import Events
from aigov_connectors._http.network import origin_of
from aigov_connectors.errors import ReadOnlyViolationError

READ_METHODS = frozenset({"GET", "HEAD"})
# Servers and proxies that honour these would turn a GET into something else.
OVERRIDE_HEADERS = ("x-http-method-override", "x-http-method", "x-method-override")


@dataclass(frozen=True, slots=True)
class ReadPost:
    """A POST that only reads: a search with a body, a token grant, a GraphQL query."""

    path: str
    """Path template below the base URL; `{name}` stands for one segment."""
    accepts: Callable[[bytes], bool] | None = None
    """Looks at the body: true where it only asks. A path alone proves nothing, so that there must
    be one; `keys_only` makes one of the words of a vendor's question."""
    host: str | None = None
    """Another host than the connection's, as `https://auth.vendor.example`: nothing but this very
    POST goes there. None is the connection's own."""
    alone: bool = False
    """Nothing else goes to this path, be it a GET, a query string or another kind of body: for
    endpoints that read what they are asked from any of these, as GraphQL servers do."""

    def __post_init__(self) -> None:
        """Refuse a POST of which nothing says that it reads.

        Raises:
            ReadOnlyViolationError: there is no `accepts`.
        """
        if self.accepts is None:
            raise ReadOnlyViolationError(
                f"POST {self.path}: declared as a read, and nothing tells which bodies only read",
                hint="Give ReadPost what proves it: accepts, such as keys_only('filter').",
                method="POST",
                path_template=self.path,
            )

    def is_read(self, body: bytes) -> bool:
        """Whether this body was declared as a read."""
        return self.accepts is not None and self.accepts(body)

    def __str__(self) -> str:
        """The path, with its host where that is another than the connection's."""
        return f"{self.host or ''}{self.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDeclaration:
    """What a vendor's client may send, besides GET and HEAD."""

    posts: tuple[ReadPost, ...] = ()
    forbidden: tuple[str, ...] = ()
    """Path templates never asked for, with all that lies below: endpoints that give out
    secrets. Compared without regard to case."""

    def also(self, posts: tuple[ReadPost, ...]) -> "ReadDeclaration":
        """Declare more POSTs: the token grant of an auth flow."""
        return replace(self, posts=(*self.posts, *posts))


class ReadOnlyTransport(httpx.AsyncBaseTransport):
    """Lets declared reads of one host through, and nothing else."""

    def __init__(
        self,
        inner: httpx.AsyncBaseTransport,
        *,
        vendor: str,
        base_url: httpx.URL,
        declaration: ReadDeclaration,
        events: Events,
    ) -> None:
        self._inner = inner
        self._vendor = vendor
        self._origin = origin_of(base_url)
        base = base_url.path.rstrip("/")
        own = [post for post in declaration.posts if post.host is None]
        self._posts = tuple((paths.matches(base + post.path), post) for post in own)
        self._abroad = tuple(
            ((origin_of(url), url.path.rstrip("/") + post.path), post)
            for post in declaration.posts
            if post.host is not None
            for url in (httpx.URL(post.host),)
        )
        forbidden = [base + path for path in declaration.forbidden]
        self._forbidden = tuple(paths.covers(path.casefold()) for path in forbidden)
        self._alone = tuple(
            paths.matches((base + post.path).casefold()) for post in declaration.posts if post.alone
        )
        self._events = events

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` on, or raise before anything is sent.

        Raises:
            ReadOnlyViolationError: it is no declared read of the pinned host.
        """
        objection = self._objection(request)
        if objection is None:
            return await self._inner.handle_async_request(request)
        context = context_of(request)
        self._events.refused(method=request.method, context=context, reason=objection)
        raise ReadOnlyViolationError(
            f"{request.method} {context.template}: not sent, {objection}",
            vendor=self._vendor,
            hint="This is a bug in the connector, please report it; nothing was changed.",
            method=request.method,
            path_template=context.template,
            page=context.page,
        )

    async def aclose(self) -> None:
        """Close the layers below."""
        await self._inner.aclose()

    def _objection(self, request: httpx.Request) -> str | None:
        if origin_of(request.url) != self._origin or request.url.userinfo:
            if self._is_declared_abroad(request):
                return None
            return "the host is not the configured one"
        if request.headers.get("host", "").casefold() != request.url.netloc.decode().casefold():
            return "the Host header names another host"
        if any(name in request.headers for name in OVERRIDE_HEADERS):
            return "a header would change the method"
        path = _plain_path(request.url)
        if path is None:
            return "servers could read the path in two ways"
        if any(pattern.match(path.casefold()) for pattern in self._forbidden):
            return "the endpoint gives out secrets"
        alone = any(pattern.match(path.casefold()) for pattern in self._alone)
        if not alone and _names_graphql(path):
            return "the path names a GraphQL endpoint that is not declared"
        if alone and not _is_plain_json_post(request):
            return "the endpoint takes declared documents only"
        if request.method in READ_METHODS:
            return None
        return self._post_objection(request, path)

    def _is_declared_abroad(self, request: httpx.Request) -> bool:
        """Whether this is a POST that was declared for just that path of another host."""
        return (
            request.method == "POST"
            and not request.url.userinfo
            and request.headers.get("host", "").casefold() == request.url.netloc.decode().casefold()
            and not any(name in request.headers for name in OVERRIDE_HEADERS)
            and any(
                place == (origin_of(request.url), _plain_path(request.url))
                and post.is_read(request.content)
                for place, post in self._abroad
            )
        )

    def _post_objection(self, request: httpx.Request, path: str) -> str | None:
        if request.method != "POST":
            return f"{request.method} is not a read"
        declared = [post for pattern, post in self._posts if pattern.match(path)]
        if not declared:
            return "the path is not declared as a read"
        body = request.content
        if not any(post.is_read(body) for post in declared):
            return "the body is not declared as a read"
        return None


def _names_graphql(path: str) -> bool:
    """Whether servers might route a decoded path to GraphQL: `graphql`, `GraphQL `, `graphql.json`.

    One that is undeclared answers mutations that stand in the query string of a GET.
    """
    return any(part.strip().casefold().startswith("graphql") for part in path.split("/"))


def _is_plain_json_post(request: httpx.Request) -> bool:
    """Whether the body is all that is asked, and every server reads the same letters in it."""
    kind, *parameters = request.headers.get("content-type", "").casefold().split(";")
    return (
        request.method == "POST"
        and kind.strip() == "application/json"
        and all(one.replace('"', "").strip() == "charset=utf-8" for one in parameters)
        and "content-encoding" not in request.headers
        and not request.url.query
    )


def _plain_path(url: httpx.URL) -> str | None:
    try:
        return paths.plain(url.raw_path.partition(b"?")[0].decode("ascii"))
    except UnicodeDecodeError:
        return None
