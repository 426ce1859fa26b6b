"""GraphQL as reads: documents declared beforehand, and no other word to the endpoint.

One path of a GraphQL API reads and writes, so the path proves nothing. What may be sent is a list
of documents, constants of the vendor's folder: each is one named query, and a body passes the guard
only if it holds exactly one of them with its own variables (`GraphQLReads`). Lists are Relay
connections (`Relay`), and what an answer of success says under `errors` is an error
(`graphql_refusal`).
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from pydantic_core import from_json

from aigov_connectors._http.guard import ReadPost
from aigov_connectors._http.listing import Listing
from aigov_connectors._http.paging import (
    Judgement,
    Location,
    Outcome,
    Sequential,
    Sight,
    Step,
    Walk,
)
from aigov_connectors._http.status import ErrorRule
from aigov_connectors.errors import (
    AuthenticationError,
    BadRequestError,
    ConnectorError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    ServerError,
)

T = TypeVar("T")

# `query Name($one: Type, ...) { ... }`: no text literal and no comment, so braces can be counted.
_HEAD = re.compile(r"\s*query\s+([A-Za-z_][A-Za-z0-9_]*)\s*(?:\(([^(){}]*)\)\s*)?\{")
_VARIABLE = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)\s*:")
_BODY_KEYS = frozenset({"query", "variables", "operationName"})


@dataclass(frozen=True)
class GraphQLDocument:
    """One query, written out; anything else is refused where it is written.

    Raises:
        ValueError: it is not exactly one named query without text literals and comments.
    """

    text: str

    def __post_init__(self) -> None:
        head = _HEAD.match(self.text)
        if head is None or any(mark in self.text for mark in '"#'):
            raise ValueError("a GraphQL document is one named query, without texts and comments")
        depth, end = 1, head.end()
        while depth and end < len(self.text):
            depth += {"{": 1, "}": -1}.get(self.text[end], 0)
            end += 1
        if depth or self.text[end:].strip():
            raise ValueError("a GraphQL document ends with the query that it holds")

    @cached_property
    def name(self) -> str:
        """The name of the query."""
        return self._head[1] or ""

    @cached_property
    def variables(self) -> frozenset[str]:
        """The names of the variables that it declares."""
        return frozenset(_VARIABLE.findall(self._head[2] or ""))

    @cached_property
    def _head(self) -> re.Match[str]:
        found = _HEAD.match(self.text)
        if found is None:  # impossible: checked when it was made
            raise ValueError(self.text)
        return found


@dataclass(frozen=True, slots=True)
class GraphQLReads:
    """The documents with which one endpoint may be asked."""

    path: str
    documents: tuple[GraphQLDocument, ...]

    @property
    def post(self) -> ReadPost:
        """The declaration for the guard: this path, these bodies, and no other request there."""
        return ReadPost(self.path, accepts=self.accepts, alone=True)

    def accepts(self, body: bytes) -> bool:
        """Whether a body asks one declared document, and asks nothing besides.

        Keys that come twice are refused, since servers differ in which of the two they take.
        """
        try:
            asked = json.loads(body.decode("utf-8"), object_pairs_hook=_once)
        except (ValueError, RecursionError):  # no UTF-8, no JSON, a key twice, absurdly deep
            return False
        if not isinstance(asked, dict) or not asked.keys() <= _BODY_KEYS:
            return False
        variables = asked.get("variables") or {}
        return isinstance(variables, dict) and any(
            asked.get("query") == document.text
            and asked.get("operationName", document.name) == document.name
            and variables.keys() <= document.variables
            for document in self.documents
        )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key comes twice")
    return found


# Lists --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GraphQLAsk:
    """One way to ask for a list: a document, and its variables but for those of paging."""

    document: GraphQLDocument
    variables: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """A Relay connection: `first`, `after`, `pageInfo.endCursor`, `totalCount`."""

    asks: tuple[GraphQLAsk, ...]
    """From the fullest on; the next is tried where the vendor's schema lacks something."""
    connection: Location
    """Where in the answer the connection stands: `("data", "alerts")`."""
    size: int
    empty_body_ends: bool = field(default=False, init=False)
    remembers_all: bool = field(default=False, init=False)
    moving: frozenset[str] = field(default=frozenset(), init=False)
    id: None = field(default=None, init=False)

    @property
    def facts(self) -> Mapping[str, Location]:
        """See `PagingStyle.facts`."""
        return {
            "next": (*self.connection, "pageInfo", "endCursor"),
            "more": (*self.connection, "pageInfo", "hasNextPage"),
            "total": (*self.connection, "totalCount"),
        }

    def walk(self) -> Walk:
        """See `PagingStyle.walk`."""
        return _RelayWalk(self)

    def body(self, ask: int, after: str | None) -> Mapping[str, Any]:
        """The body of one request, in the way of asking number `ask`."""
        document, variables = self.asks[ask].document, self.asks[ask].variables
        return {
            "operationName": document.name,
            "query": document.text,
            "variables": {**variables, "first": self.size, "after": after},
        }


def graphql_listing(
    *,
    resource: str,
    path: str,
    row: type[T],
    asks: Sequence[GraphQLAsk],
    connection: Location,
    size: int,
    needs: str | None = None,
) -> Listing[T]:
    """Describe the read of a connection; a row is an edge, the record stands under `node`."""
    return Listing(
        resource=resource,
        path=path,
        row=row,
        paging=Relay(asks=tuple(asks), connection=connection, size=size),
        body={},
        rows_at=(*connection, "edges"),
        needs=needs,
        refusal=graphql_refusal,
    )


class _RelayWalk(Sequential):
    def __init__(self, style: Relay) -> None:
        self._style = style
        self._ask = 0
        self._seen: set[str] = set()
        self._rows = 0
        super().__init__(style.body(0, None))

    def judge(self, step: Step, sight: Sight[Any]) -> Judgement:
        told, more = sight.facts.get("next"), sight.facts.get("more")
        cursor = told if isinstance(told, str) else ""
        counted = sight.facts.get("total")
        total = counted if isinstance(counted, int) and not isinstance(counted, bool) else 0
        if sight.repeated:
            return Judgement(Outcome.AGAIN, "the vendor keeps sending the same page")
        if more is True and not cursor:
            return Judgement(Outcome.AGAIN, "no cursor to the rest", Outcome.LAST_WORD)
        if more is not True:
            if sight.count > 0 and self._rows + sight.count < total:
                # It may have been so for once; the receipt tells if it was not.
                return Judgement(Outcome.AGAIN, "an end before the end", Outcome.ACCEPT)
            return self.settle(None)
        if cursor in self._seen:
            why = "the vendor's cursor leads back to where it was"
            return Judgement(Outcome.AGAIN, why, Outcome.LAST_WORD)
        if sight.count == 0:
            return Judgement(Outcome.AGAIN, "an empty page that is not the last", Outcome.FAIL)
        self._seen.add(cursor)
        self._rows += sight.count
        return self.settle(Step(step.number + 1, self._style.body(self._ask, cursor)))

    def excuse(self, step: Step, problem: ConnectorError) -> Outcome:
        lacking = isinstance(problem, BadRequestError) or (
            isinstance(problem, NotFoundError) and problem.status == 200
        )
        if lacking and step.number == 1 and self._ask + 1 < len(self._style.asks):
            self._ask += 1
            self._next = Step(1, self._style.body(self._ask, None))
            return Outcome.REPHRASE
        if isinstance(problem, ServerError) and problem.status == 200:
            return Outcome.AGAIN
        return Outcome.FAIL


# Errors -------------------------------------------------------------------------------------------

# Words of messages and codes, folded; the first line with a match tells what is meant.
# Source: messages that clients of such endpoints handle (verified for "lacks", others reported).
_MEANINGS: tuple[tuple[tuple[str, ...], ErrorRule], ...] = (
    (
        ("unauthenticated",),
        ErrorRule(AuthenticationError, "the credential was not accepted"),
    ),
    (
        ("forbidden", "access denied", "access_denied", "permission", "not authorized"),
        ErrorRule(PermissionDeniedError, "the credential may not read this"),
    ),
    (
        (
            "cannot query field",
            "unknown argument",
            "unknown directive",
            "unknown type",
            "field does not exist",
            "does not exist or not supported",
            "undefined in type",
            "fieldundefined",
        ),
        ErrorRule(NotFoundError, "this edition's schema lacks something that was asked for"),
    ),
    (
        ("rate limit", "too many", "throttl"),
        ErrorRule(RateLimitedError, "the vendor asks for fewer requests"),
    ),
    (
        ("bad_user_input", "validationerror", "validation error", "invalidsyntax"),
        ErrorRule(BadRequestError, "the vendor did not accept the question"),
    ),
)
_UNNAMED = ErrorRule(ServerError, "the vendor reported an error instead of data")


def graphql_refusal(body: bytes) -> ErrorRule | None:
    """Find what an answer of success says under `errors`; None where it says nothing.

    Part of the data beside an error is no success either: what is missing would look absent.
    """
    if b'"errors"' not in body:
        return None
    try:
        answer = from_json(body)
    except ValueError:
        return None  # a broken body is the reader's business
    errors = answer.get("errors") if isinstance(answer, dict) else None
    if not errors:
        return None
    said = " ".join(_said(errors)).casefold()
    return next(
        (rule for words, rule in _MEANINGS if any(word in said for word in words)), _UNNAMED
    )


def _said(errors: Any) -> list[str]:
    """Everything in the errors that may name their kind; it is compared and never shown."""
    if isinstance(errors, str):
        return [errors]
    if isinstance(errors, list):
        return [word for one in errors for word in _said(one)]
    if isinstance(errors, dict):
        kinds = ("message", "code", "title", "classification", "errorType", "extensions")
        return [word for key in kinds for word in _said(errors.get(key))]
    return []
