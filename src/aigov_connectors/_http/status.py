"""The one place where an answer, or its absence, becomes an error of ours.

A vendor passes a table: its codes and what they mean. Our words and the table's go into the
message; nothing that the vendor wrote does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

import httpx
from pydantic_core import from_json

from aigov_connectors._http.context import RequestContext
from aigov_connectors._http.retry import (
    causes,
    is_locked_out,
    is_unknown_host,
    is_untrusted,
    is_unwelcome,
    retry_after,
)
from aigov_connectors.errors import (
    AuthenticationError,
    BadRequestError,
    ConnectorError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    RequestError,
    ServerError,
    TransportError,
)

# A page of prose is no error code; longer bodies are not even looked at.
_LONGEST_ERROR_BODY = 256 * 1024
_LONGEST_REQUEST_ID = 128


@dataclass(frozen=True, slots=True)
class ErrorRule:
    """What one code or status of a vendor means."""

    error: type[ConnectorError]
    says: str
    """The second half of the message: `the token has expired`."""
    hint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorTable:
    """How one vendor says no."""

    by_code: Mapping[str, ErrorRule] = field(default_factory=dict)
    """The vendor's own codes as text; they win over the status."""
    by_status: Mapping[int, ErrorRule] = field(default_factory=dict)
    code_at: tuple[tuple[str | int, ...], ...] = ()
    """Where in an error body the code may stand, such as `("errors", 0, "code")`."""
    hints: Mapping[type[ConnectorError], str] = field(default_factory=dict)
    """What to do about a class of errors at this vendor, where a rule does not say."""
    request_id_header: str | None = None
    """Header in which the vendor names the request; its support asks for it."""
    meant: Callable[[int, bytes], int] | None = None
    """The status that an answer (status, body) stands for, at a vendor whose statuses do not tell:
    where a bad question is answered with 500, a refusal with 200. It decides over retries."""


_BY_STATUS: Mapping[int, ErrorRule] = MappingProxyType(
    {
        400: ErrorRule(BadRequestError, "the vendor did not accept the question"),
        401: ErrorRule(AuthenticationError, "the credential was not accepted"),
        402: ErrorRule(PermissionDeniedError, "the vendor wants a subscription for it"),
        403: ErrorRule(PermissionDeniedError, "the credential may not read this"),
        404: ErrorRule(NotFoundError, "the vendor has no such thing"),
        407: ErrorRule(TransportError, "the proxy wants a credential", "Check the proxy."),
        408: ErrorRule(TransportError, "the vendor did not wait for the request"),
        410: ErrorRule(NotFoundError, "the vendor has it no more"),
        425: ErrorRule(TransportError, "the vendor was not ready"),
        429: ErrorRule(RateLimitedError, "the vendor asks for fewer requests"),
    }
)
_BY_CLASS: Mapping[int, ErrorRule] = MappingProxyType(
    {
        3: ErrorRule(
            RequestError,
            "the vendor points elsewhere, which is never followed",
            "Check the base URL: region, host name, no path of the web console.",
        ),
        4: ErrorRule(BadRequestError, "the vendor did not accept the request"),
        5: ErrorRule(ServerError, "the vendor failed"),
    }
)
_UNEXPECTED = ErrorRule(RequestError, "an answer that means nothing here")

_PROXY_STANDS = "proxy in [connections.network], or HTTPS_PROXY and ALL_PROXY."

_PROBLEMS: tuple[tuple[type[httpx.HTTPError], str], ...] = (
    (httpx.ConnectTimeout, "no connection in time"),
    (httpx.PoolTimeout, "no free connection in time"),
    (httpx.TimeoutException, "no complete answer in time"),
    (httpx.ProxyError, "the proxy did not let it through"),
    (httpx.ConnectError, "no connection"),
    (httpx.RemoteProtocolError, "the answer broke off"),
    (httpx.NetworkError, "the connection broke"),
    (httpx.HTTPError, "the request did not get through"),
)


def request_id_of(headers: httpx.Headers, table: ErrorTable) -> str | None:
    """Read the vendor's name for a request, if it gave a printable one."""
    told = headers.get(table.request_id_header, "") if table.request_id_header else ""
    return told if told.isprintable() and 0 < len(told) <= _LONGEST_REQUEST_ID else None


def error_from_answer(
    *,
    vendor: str,
    method: str,
    context: RequestContext,
    table: ErrorTable,
    status: int,
    headers: httpx.Headers,
    body: bytes,
    now: datetime,
    needs: str | None = None,
    rule: ErrorRule | None = None,
) -> ConnectorError:
    """Name what an answer that is no success means.

    Args:
        rule: what it means, where that is known already; None looks at table and status.
        needs: the right that this read takes, for the hint of a refusal.
    """
    rule = rule or _rule(table, status, body)
    hint = rule.hint
    if hint is None and issubclass(rule.error, PermissionDeniedError) and needs:
        # A right that is granted may still not reach: its scope ends, or the module is not bought.
        others = _hint_for(table, rule.error)
        hint = f"It takes the right “{needs}” in a scope that holds it. {others or ''}".strip()
    wait: timedelta | None = retry_after(headers, now=now)
    return rule.error(
        f"{asked(method, context)}: {status}, {rule.says}",
        vendor=vendor,
        hint=hint or _hint_for(table, rule.error),
        status=status,
        method=method,
        path_template=context.template,
        page=context.page,
        retry_after=wait,
        request_id=request_id_of(headers, table),
    )


def error_from_problem(
    problem: httpx.HTTPError,
    *,
    vendor: str,
    method: str,
    context: RequestContext,
    proxy: str | None = None,
) -> TransportError:
    """Name what it means that no answer came; `proxy` is the host that was asked to pass it on."""
    says = next(says for kind, says in _PROBLEMS if isinstance(problem, kind))
    hint = "Check network, proxy and firewall; the vendor may be down."
    if any(is_untrusted(one) for one in causes(problem)):
        says = "the vendor's certificate is not trusted"
        hint = (
            "Check the host name; behind an inspecting proxy set ca_bundle or"
            " trust_store in [connections.network]."
        )
    elif any(is_unwelcome(one) for one in causes(problem)):
        says = "the vendor did not accept our certificate, or misses one"
        hint = "Set client_certificate in [connections.network] to one that the vendor knows."
    elif any(is_locked_out(one) for one in causes(problem)):
        says = f"the proxy {proxy} wants a credential, or another one"
        hint = "Mend user and password in the proxy's address: " + _PROXY_STANDS
    elif proxy and isinstance(problem, httpx.ConnectError | httpx.ConnectTimeout):
        is_unknown = any(is_unknown_host(one) for one in causes(problem))
        says = f"no such host as the proxy {proxy}" if is_unknown else f"no way to proxy {proxy}"
        hint = "Check the proxy's address: " + _PROXY_STANDS
    elif any(is_unknown_host(one) for one in causes(problem)):
        says = "no such host"
        hint = "Check the base URL and the name server."
    return TransportError(
        f"{asked(method, context)}: {says}",
        vendor=vendor,
        hint=hint,
        method=method,
        path_template=context.template,
        page=context.page,
    )


def asked(method: str, context: RequestContext) -> str:
    """Say what was asked: `GET /v2/devices, page 3`."""
    page = "" if context.page is None else f", page {context.page}"
    return f"{method} {context.template}{page}"


def _rule(table: ErrorTable, status: int, body: bytes) -> ErrorRule:
    code = _code(table, body)
    if code is not None and code in table.by_code:
        return table.by_code[code]
    known = table.by_status.get(status) or _BY_STATUS.get(status)
    return known or _BY_CLASS.get(status // 100, _UNEXPECTED)


def _hint_for(table: ErrorTable, error: type[ConnectorError]) -> str | None:
    return next((table.hints[kind] for kind in error.__mro__ if kind in table.hints), None)


def _code(table: ErrorTable, body: bytes) -> str | None:
    if not table.code_at or not body or len(body) > _LONGEST_ERROR_BODY:
        return None
    try:
        parsed = from_json(body)
    except ValueError:
        return None
    for path in table.code_at:
        found = parsed
        for part in path:
            if isinstance(part, str) and isinstance(found, dict):
                found = found.get(part)
            elif isinstance(part, int) and isinstance(found, list) and -1 < part < len(found):
                found = found[part]
            else:
                found = None
        if isinstance(found, str | int) and not isinstance(found, bool):
            return str(found)
    return None
