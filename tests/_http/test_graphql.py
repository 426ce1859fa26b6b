"""GraphQL: only declared documents leave the process, and a connection is read to its end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import AliasPath, Field
from tests._http.vendors import client_for

from aigov_connectors._http import (
    GraphQLAsk,
    GraphQLDocument,
    GraphQLReads,
    HttpClient,
    Read,
    ReadDeclaration,
    graphql_listing,
)
from aigov_connectors._http.context import RequestContext, attach
from aigov_connectors._http.events import Events
from aigov_connectors._http.graphql import graphql_refusal
from aigov_connectors._http.guard import ReadOnlyTransport
from aigov_connectors.errors import (
    AuthenticationError,
    BadRequestError,
    ConnectorError,
    IncompleteReadError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    ReadOnlyViolationError,
    ServerError,
)
from aigov_connectors.wire import Identifier, Text, WireRecord

PAGE = "alerts(first:$first,after:$after){totalCount pageInfo{hasNextPage endCursor}"
FULL = GraphQLDocument(
    "query Full($first:Int!,$after:String,$kind:String){" + PAGE + " edges{node{id name}}}}"
)
SMALL = GraphQLDocument("query Small($first:Int!,$after:String){" + PAGE + " edges{node{id}}}}")
READS = GraphQLReads("/api/graphql", (FULL, SMALL))
DECLARATION = ReadDeclaration(posts=(READS.post,))
URL = "https://vendor.example/api/graphql"


class Row(WireRecord):
    id: Identifier = Field(validation_alias=AliasPath("node", "id"))
    name: Text = Field(default=None, validation_alias=AliasPath("node", "name"))


# The guard ----------------------------------------------------------------------------------------


def passes(request: httpx.Request) -> bool:
    sent: list[httpx.Request] = []

    class Recorder(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            sent.append(request)
            return httpx.Response(200)

    guard = ReadOnlyTransport(
        Recorder(),
        vendor="acme",
        base_url=httpx.URL("https://vendor.example/"),
        declaration=DECLARATION,
        events=Events("acme", "acme-1"),
    )
    request.extensions.update(attach(RequestContext(template="/api/graphql")))
    try:
        asyncio.run(guard.handle_async_request(request))
    except ReadOnlyViolationError:
        assert not sent
        return False
    return True


def asks(body: Any, method: str = "POST", url: str = URL, **headers: str) -> bool:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = {"Content-Type": "application/json", **headers}
    return passes(httpx.Request(method, url, content=content, headers=kind))


def test_a_declared_document_with_its_variables_passes() -> None:
    assert asks({"query": FULL.text, "operationName": "Full", "variables": {"first": 1}})
    assert asks({"query": SMALL.text})
    assert asks(
        {"query": SMALL.text, "variables": None},
        **{"Content-Type": "application/json; charset=utf-8"},
    )


MUTATION = "mutation Act{alertTriggerActions(ids:[1]){ok}}"


@pytest.mark.parametrize(
    "body",
    [
        {"query": MUTATION},
        {"query": "subscription S{alerts{id}}"},
        {"query": "query Other{alerts{id}}"},
        {"query": FULL.text + " "},
        {"query": FULL.text + MUTATION},
        {"query": FULL.text, "operationName": "Act"},
        {"query": FULL.text, "operationName": None},
        {"query": FULL.text, "variables": {"other": 1}},
        {"query": FULL.text, "variables": [1]},
        {"query": FULL.text, "extensions": {"persistedQuery": {"sha256Hash": "0"}}},
        {"query": [FULL.text]},
        [{"query": FULL.text}],
        [{"query": FULL.text}, {"query": MUTATION}],
        {},
        b"",
        b"query Full{alerts{id}}",
        b'{"query":'
        + json.dumps(MUTATION).encode()
        + b',"query":'
        # A server that takes the first of two equal keys would run the other one.
        + json.dumps(FULL.text).encode()
        + b"}",
        json.dumps({"query": FULL.text}).encode("utf-16"),
        json.dumps({"query": FULL.text}).encode() + b"{}",
        b"[" * 100_000,
    ],
)
def test_anything_else_is_stopped_before_the_network(body: Any) -> None:
    assert not asks(body)


@pytest.mark.parametrize(
    ("method", "url", "headers"),
    [
        ("GET", URL, {}),
        ("GET", f"{URL}?query={MUTATION}", {}),
        ("GET", URL.replace("graphql", "GraphQL"), {}),
        ("GET", URL + "/", {}),
        ("HEAD", f"{URL}?query={MUTATION}", {}),
        ("POST", f"{URL}?query={MUTATION}", {}),
        ("POST", URL, {"Content-Type": "application/graphql"}),
        ("POST", URL, {"Content-Type": "multipart/form-data; boundary=x"}),
        ("POST", URL, {"Content-Type": "application/x-www-form-urlencoded"}),
        ("POST", URL, {"Content-Encoding": "gzip"}),
        ("PUT", URL, {}),
    ],
)
def test_no_other_way_leads_to_the_endpoint(
    method: str, url: str, headers: Mapping[str, str]
) -> None:
    assert not asks({"query": FULL.text}, method, url, **headers)


WORDS = st.sampled_from(
    [FULL.text, SMALL.text, MUTATION, "query", "Full", "", "{", "mutation M{x}"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["query", "variables", "operationName", "first", "x"]), inner
        )
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(JSON, st.integers(0, 3))
def test_whatever_passes_is_one_declared_query(body: Any, cut: int) -> None:
    text = json.dumps(body)
    for sent in (text.encode(), text.encode()[: len(text) - cut], b"[" + text.encode() + b"]"):
        if READS.accepts(sent):
            asked = json.loads(sent)
            assert asked["query"] in (FULL.text, SMALL.text)
            name = "Full" if asked["query"] == FULL.text else "Small"
            assert asked.get("operationName", name) == name
            assert set(asked) <= {"query", "variables", "operationName"}
            assert set(asked.get("variables") or ()) <= {"first", "after", "kind"}


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 200), st.integers(0, 40))
def test_a_changed_body_never_passes_as_something_else(noise: bytes, at: int, length: int) -> None:
    whole = json.dumps({"operationName": "Small", "query": SMALL.text}).encode()
    changed = whole[:at] + noise + whole[at + length :]
    if READS.accepts(changed):
        assert json.loads(changed)["query"] in (FULL.text, SMALL.text)


@pytest.mark.parametrize(
    "text",
    [
        "{alerts{id}}",
        "query{alerts{id}}",
        MUTATION,
        "subscription S{alerts{id}}",
        "query A{alerts{id}} mutation B{x}",
        "query A{alerts{id}} fragment F on Alert{id}",
        "query A{alerts{id}",
        'query A{alerts(name:"}"){id}}',
        "query A{alerts{id}} # done",
        "",
    ],
)
def test_what_is_not_one_named_query_cannot_be_declared(text: str) -> None:
    with pytest.raises(ValueError, match="GraphQL document"):
        GraphQLDocument(text)


def test_a_document_knows_its_name_and_variables() -> None:
    assert FULL.name == "Full"
    assert sorted(FULL.variables) == ["after", "first", "kind"]


# Lists --------------------------------------------------------------------------------------------

Answer = Callable[[dict[str, Any], int], Any]


def page(ids: Sequence[int], after: str | None, size: int, **more: Any) -> dict[str, Any]:
    start = int(after or 0)
    stop = min(start + size, len(ids))
    info = {"hasNextPage": stop < len(ids), "endCursor": str(stop), **more.pop("info", {})}
    edges = [{"cursor": "c", "node": {"id": one, "name": f"n{one}"}} for one in ids[start:stop]]
    return {"data": {"alerts": {"totalCount": len(ids), "pageInfo": info, "edges": edges, **more}}}


class Endpoint:
    """Serves `ids`; `answer` may put something else in the place of request number n."""

    def __init__(self, ids: Sequence[int], answer: Answer = lambda body, number: None) -> None:
        self.ids = ids
        self.bodies: list[dict[str, Any]] = []
        self._answer = answer

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        self.bodies.append(body)
        other = self._answer(body, len(self.bodies))
        if isinstance(other, httpx.Response):
            return other
        variables = body["variables"]
        good = page(self.ids, variables["after"], variables["first"])
        return httpx.Response(200, json=good if other is None else other)

    def client(self) -> HttpClient:
        return client_for(self, declaration=DECLARATION)


def alerts(client: HttpClient, *documents: GraphQLDocument, size: int = 2) -> Read[Row]:
    return client.read(
        graphql_listing(
            resource="alerts",
            path=READS.path,
            row=Row,
            asks=[GraphQLAsk(one) for one in documents or (FULL,)],
            connection=("data", "alerts"),
            size=size,
        )
    )


async def test_a_connection_is_read_page_by_page() -> None:
    endpoint = Endpoint([1, 2, 3, 4, 5])
    async with endpoint.client() as client:
        read = alerts(client)
        assert [row.id async for row in read] == ["1", "2", "3", "4", "5"]
    assert (read.receipt.complete, read.receipt.total, read.receipt.requests) == (True, 5, 3)
    assert [body["variables"]["after"] for body in endpoint.bodies] == [None, "2", "4"]


async def test_an_empty_connection_is_complete() -> None:
    async with Endpoint([]).client() as client:
        read = alerts(client)
        assert [row async for row in read] == []
    assert read.receipt.complete


async def test_a_smaller_document_is_tried_where_the_schema_lacks_a_field() -> None:
    def answer(body: dict[str, Any], number: int) -> Any:
        if body["operationName"] == "Full":
            return {"errors": [{"message": "Cannot query field 'name'"}], "data": None}
        return None

    endpoint = Endpoint([1, 2, 3], answer)
    async with endpoint.client() as client:
        read = alerts(client, FULL, SMALL)
        assert len([row async for row in read]) == 3
    assert [body["operationName"] for body in endpoint.bodies] == ["Full", "Small", "Small"]
    assert read.receipt.requests == 3


async def test_a_400_to_the_document_is_answered_with_the_smaller_one() -> None:
    def answer(body: dict[str, Any], number: int) -> Any:
        return httpx.Response(400, json={"errors": [{"message": "x"}]}) if number == 1 else None

    async with Endpoint([1], answer).client() as client:
        assert len([row async for row in alerts(client, FULL, SMALL)]) == 1


async def test_a_schema_that_lacks_even_the_least_is_told() -> None:
    lacking = {"errors": [{"message": "Cannot query field 'alerts'"}]}
    async with Endpoint([1], lambda body, number: lacking).client() as client:
        with pytest.raises(NotFoundError, match="schema lacks"):
            _ = [row async for row in alerts(client, FULL, SMALL)]


async def test_an_error_in_the_place_of_data_is_asked_about_once_more() -> None:
    broken = {"errors": [{"message": "Internal"}], "data": None}
    once = Endpoint([1, 2, 3], lambda body, number: broken if number == 2 else None)
    async with once.client() as client:
        read = alerts(client)
        assert len([row async for row in read]) == 3
    assert read.receipt.complete
    twice = Endpoint([1, 2, 3], lambda body, number: broken if number > 1 else None)
    async with twice.client() as client:
        read = alerts(client)
        with pytest.raises(ServerError, match="page 2: 200"):
            _ = [row async for row in read]
    assert (read.receipt.rows, read.receipt.complete) == (2, False)


@pytest.mark.parametrize(
    "info",
    [
        {"hasNextPage": True, "endCursor": "2"},
        {"hasNextPage": True, "endCursor": None},
    ],
)
async def test_a_cursor_that_does_not_move_is_an_error_and_not_a_loop(info: Any) -> None:
    def answer(body: dict[str, Any], number: int) -> Any:
        return page([1, 2, 3, 4, 5, 6], body["variables"]["after"], 2, info=info)

    async with Endpoint([], answer).client() as client:
        read = alerts(client)
        with pytest.raises(IncompleteReadError):
            _ = [row async for row in read]
    assert not read.receipt.complete


async def test_an_end_before_the_end_is_told() -> None:
    def answer(body: dict[str, Any], number: int) -> Any:
        return page([1, 2, 3, 4], None, 2, info={"hasNextPage": False})

    async with Endpoint([], answer).client() as client:
        read = alerts(client)
        assert len([row async for row in read]) == 2
    assert (read.receipt.complete, read.receipt.why) == (False, "vendor told 4, received 2")


async def test_a_broken_edge_costs_one_rejection() -> None:
    def answer(body: dict[str, Any], number: int) -> Any:
        good = page([1, 2], None, 2)
        good["data"]["alerts"]["edges"][0] = None
        return good

    async with Endpoint([], answer).client() as client:
        read = alerts(client)
        assert [row.id async for row in read] == ["2"]
    assert read.receipt.rejected == 1


# Errors -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("errors", "kind"),
    [
        ([{"message": "Unknown argument 'viewType'"}], NotFoundError),
        (
            [{"message": "Field X does not exist or not supported for FILTER API call"}],
            NotFoundError,
        ),
        ([{"message": "x", "extensions": {"classification": "FORBIDDEN"}}], PermissionDeniedError),
        ([{"message": "x", "extensions": {"code": "UNAUTHENTICATED"}}], AuthenticationError),
        ([{"message": "Too many concurrent requests"}], RateLimitedError),
        ([{"message": "x", "extensions": {"errorType": "BAD_USER_INPUT"}}], BadRequestError),
        ([{"message": "secret prose"}], ServerError),
        ("all broken", ServerError),
        ([None, 7], ServerError),
    ],
)
def test_errors_in_a_success_are_mapped(errors: Any, kind: type[ConnectorError]) -> None:
    rule = graphql_refusal(json.dumps({"data": {"part": 1}, "errors": errors}).encode())
    assert rule is not None
    assert rule.error is kind
    assert "secret" not in rule.says


@pytest.mark.parametrize(
    "body",
    [
        b'{"data": {"x": 1}}',
        b'{"data": {}, "errors": []}',
        b'{"data": {"errors": [1]}}',
        b'[{"errors": 1}]',
        b'{"errors": ',
    ],
)
def test_a_success_is_one(body: bytes) -> None:
    assert graphql_refusal(body) is None
