"""Nothing but declared reads of the pinned host leaves the process."""

from __future__ import annotations

import asyncio
import string

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aigov_connectors._http.bodies import is_grant, is_json_string, keys_exactly, keys_only
from aigov_connectors._http.context import RequestContext, attach
from aigov_connectors._http.declared import heard_posts, hearing_posts, tell_posts
from aigov_connectors._http.events import Events
from aigov_connectors._http.guard import ReadDeclaration, ReadOnlyTransport, ReadPost
from aigov_connectors.errors import ReadOnlyViolationError

DECLARATION = ReadDeclaration(
    posts=(
        ReadPost("/oauth/token", accepts=lambda body: True),
        ReadPost("/boards/{id}/run", accepts=lambda body: True),
        ReadPost("/graphql", accepts=lambda body: body.startswith(b'{"query": "query'), alone=True),
    ),
    forbidden=("/agents/passphrases", "/sites/{id}/token"),
)
POSTABLE = {"/oauth/token", "/graphql"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "get")


class Recorder(httpx.AsyncBaseTransport):
    def __init__(self) -> None:
        self.sent: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request)
        return httpx.Response(200)


def passes(request: httpx.Request, base: str = "https://vendor.example/") -> bool:
    recorder = Recorder()
    guard = ReadOnlyTransport(
        recorder,
        vendor="acme",
        base_url=httpx.URL(base),
        declaration=DECLARATION,
        events=Events("acme", "acme-1"),
    )
    try:
        asyncio.run(guard.handle_async_request(request))
    except ReadOnlyViolationError:
        assert not recorder.sent
        return False
    return True


def ask(method: str, path: str, body: bytes = b"", **headers: str) -> httpx.Request:
    url = path if path.startswith("http") else f"https://vendor.example{path}"
    return httpx.Request(method, url, content=body, headers=headers)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/agents"),
        ("HEAD", "/agents"),
        ("GET", "/agents/a%20b"),
        ("POST", "/oauth/token"),
        ("POST", "/boards/12/run"),
        ("POST", "/boards/12/run/"),
        ("GET", "/agents/passphrases2"),
    ],
)
def test_reads_pass(method: str, path: str) -> None:
    assert passes(ask(method, path))


def test_a_post_of_which_nothing_says_that_it_reads_is_refused_where_it_is_declared() -> None:
    with pytest.raises(ReadOnlyViolationError) as refused:
        ReadPost("/agents/actions/disconnect")
    assert "/agents/actions/disconnect" in str(refused.value)
    assert "accepts" in (refused.value.hint or "")


@pytest.mark.parametrize(
    ("body", "is_read"),
    [
        (b'{"filter": [], "maxRecords": 5}', True),
        (b"{}", True),
        (b'{"filter": [], "status": 5}', False),
        (b'[{"filter": []}]', False),
        (b"filter=1", False),
        (b"", False),
        (b"\xff", False),
    ],
)
def test_a_question_has_no_word_that_was_not_declared(body: bytes, is_read: bool) -> None:
    assert ReadPost("/query", accepts=keys_only("filter", "maxRecords")).is_read(body) is is_read


@pytest.mark.parametrize(
    ("body", "grants"),
    [
        (b"grant_type=client_credentials&client_id=a&client_secret=b", True),
        (b"grant_type=refresh_token&refresh_token=a", True),
        (b"grant_type=password&username=a", False),
        (b"grant_type=client_credentials&grant_type=password", False),
        (b"name=a", False),
        (b'{"grant_type": "client_credentials"}', False),
        (b"", False),
        (b"\xff", False),
    ],
)
def test_only_the_form_of_a_grant_gets_a_token(body: bytes, grants: bool) -> None:
    assert is_grant(body) is grants


def test_a_login_is_its_own_fields_and_a_renewal_one_string() -> None:
    accepts = keys_exactly(("UserName", "Password"))
    assert accepts(b'{"UserName": "a", "Password": "b"}')
    assert not accepts(b'{"UserName": "a"}')
    assert not accepts(b'{"UserName": "a", "Password": "b", "Role": "c"}')
    assert is_json_string(b'"token"')
    assert not is_json_string(b"{}")
    assert not is_json_string(b"token")


def test_who_listens_hears_what_a_client_may_post_and_nobody_else() -> None:
    tell_posts(["/before"])
    with hearing_posts() as heard:
        tell_posts(["/a", "/b", "/a"])
        tell_posts(["/b", "/c"])
        assert heard_posts() == ("/a", "/b", "/c") == tuple(heard)
    assert heard_posts() == ()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/agents"),
        ("POST", "/boards/run"),
        ("POST", "/boards/1/2/run"),
        ("POST", "/boards/1/run/now"),
        ("POST", "/Oauth/token"),
        ("PUT", "/oauth/token"),
        ("DELETE", "/agents"),
        ("PATCH", "/agents"),
        ("OPTIONS", "/agents"),
        ("get", "/agents/passphrases"),
        ("GET", "/agents/passphrases"),
        ("GET", "/Agents/Passphrases/"),
        ("GET", "/agents/passphrases/1"),
        ("GET", "/agents//passphrases"),
        ("GET", "/agents/%70assphrases"),
        ("GET", "/agents%2Fpassphrases"),
        ("GET", "/agents/x%2F..%2Fpassphrases"),
        ("GET", "/agents;x=1/passphrases"),
        ("GET", "/agents/%2e%2e/sites/1/token"),
        ("GET", "/sites/1/token?limit=1"),
        ("GET", "/agents/%ff"),
        ("GET", "/agents%00"),
        ("GET", "/agents/%252e%252e/x"),
        ("GET", "http://vendor.example/agents"),
        ("GET", "https://vendor.example:444/agents"),
        ("GET", "https://other.example/agents"),
        ("GET", "https://vendor.example.other.example/agents"),
        ("GET", "https://user@vendor.example/agents"),
    ],
)
def test_everything_else_is_stopped_before_the_network(method: str, path: str) -> None:
    assert not passes(ask(method, path))


def test_the_body_decides_where_a_path_serves_reads_and_writes() -> None:
    json = {"Content-Type": "application/json"}
    assert passes(ask("POST", "/graphql", b'{"query": "query { alerts }"}', **json))
    assert not passes(ask("POST", "/graphql", b'{"query": "mutation { close }"}', **json))


@pytest.mark.parametrize(
    ("kind", "passed"),
    [
        ("application/json", True),
        ("application/json; charset=utf-8", True),
        ('Application/JSON; charset="UTF-8"', True),
        ("application/json; charset=utf-16", False),
        ("application/json; charset=utf-7", False),
        ("application/json; charset=utf-8; charset=utf-16", False),
        ("application/json; boundary=x", False),
        ("application/graphql", False),
        ("", False),
    ],
)
def test_a_graphql_body_is_json_that_every_server_reads_alike(kind: str, passed: bool) -> None:
    body = b'{"query": "query { alerts }"}'
    assert passes(ask("POST", "/graphql", body, **{"Content-Type": kind})) is passed


@pytest.mark.parametrize(
    "path",
    [
        "/web/api/v2.1/graphql?query=mutation{close}",
        "/xspm/findings/misconfigurations/graphql?query=mutation{close}",
        "/graphql%20?query=mutation{close}",
        "/graphql%09?query=mutation{close}",
        "/graphql.json?query=mutation{close}",
        "/GraphQL/v2?query=mutation{close}",
        "/%67raphql/?query=mutation{close}",
        "/agents/%20graphql",
        "/graphql",
    ],
)
def test_nothing_but_a_declared_document_goes_to_a_graphql_endpoint(path: str) -> None:
    body = b'{"query": "query { alerts }"}'
    for method in ("GET", "HEAD"):
        assert not passes(ask(method, path))
    if path != "/graphql":
        assert not passes(ask("POST", path, body, **{"Content-Type": "application/json"}))


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-Method-Override"])
def test_no_header_may_change_the_method(header: str) -> None:
    assert not passes(ask("GET", "/agents", b"", **{header: "DELETE"}))


def test_the_host_header_cannot_name_another_host() -> None:
    assert not passes(ask("GET", "/agents", b"", Host="other.example"))


def test_a_path_in_the_base_url_counts() -> None:
    base = "https://vendor.example/api"
    assert passes(ask("POST", "/api/oauth/token"), base)
    assert not passes(ask("POST", "/oauth/token"), base)
    assert not passes(ask("GET", "/api/agents/passphrases"), base)


def test_the_error_says_what_was_stopped_and_shows_no_id() -> None:
    request = ask("DELETE", "/agents/4711?key=s3cret")
    request.extensions |= attach(RequestContext(template="/agents/{agent_id}"))
    guard = ReadOnlyTransport(
        Recorder(),
        vendor="acme",
        base_url=httpx.URL("https://vendor.example"),
        declaration=DECLARATION,
        events=Events("acme", "acme-1"),
    )
    with pytest.raises(ReadOnlyViolationError) as caught:
        asyncio.run(guard.handle_async_request(request))
    assert str(caught.value) == "DELETE /agents/{agent_id}: not sent, DELETE is not a read"


segment = st.one_of(
    st.sampled_from(
        ["agents", "passphrases", "boards", "run", "oauth", "token", "sites", "graphql"]
    ),
    st.text(alphabet=string.ascii_letters + string.digits + "%.;~\\ ", max_size=6),
)


@settings(max_examples=400, deadline=None)
@given(
    method=st.one_of(st.sampled_from(METHODS), st.text(string.ascii_letters, min_size=1)),
    parts=st.lists(segment, max_size=5),
    host=st.sampled_from(
        ["https://vendor.example", "https://evil.example", "http://vendor.example"]
    ),
)
def test_only_declared_reads_pass_whatever_is_asked(
    method: str, parts: list[str], host: str
) -> None:
    request = httpx.Request(method, f"{host}/{'/'.join(parts)}")
    if not passes(request):
        return
    path = request.url.path.casefold()
    assert str(request.url).startswith("https://vendor.example")
    assert not path.startswith("/agents/passphrases/")
    assert path.rstrip("/") != "/agents/passphrases"
    parts_told = path.strip("/").split("/")
    assert not (parts_told[0] == "sites" and parts_told[2:3] == ["token"])
    assert request.method in {"GET", "HEAD", "POST"}
    if request.method == "POST":
        plain = request.url.path.rstrip("/")
        is_board = plain.startswith("/boards/") and plain.endswith("/run")
        assert plain in POSTABLE - {"/graphql"} or (is_board and plain.count("/") == 3)


@settings(max_examples=200, deadline=None)
@given(
    method=st.sampled_from(METHODS),
    before=st.lists(segment, max_size=3),
    spelled=st.text(st.sampled_from("gG"), min_size=1, max_size=1).map(lambda g: g + "raphql"),
    blank=st.sampled_from(["", " ", "%20", "%09", "%0a", "%E2%80%83"]),
    ending=st.sampled_from(["", " ", "%20", ".json", "/", "/x", "s", "?query=mutation{close}"]),
)
def test_no_spelling_of_an_undeclared_graphql_path_passes(
    method: str, before: list[str], spelled: str, blank: str, ending: str
) -> None:
    path = "/".join(["", *before, blank + spelled + ending])
    request = httpx.Request(method, f"https://vendor.example{path}")
    assert not passes(request)
