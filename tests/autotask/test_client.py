"""Our client asks for what it needs, where the zone is, and says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from tests.autotask.database import VENDOR, client_of, database, secrets_of
from tests.tenants import QUICK

from aigov_connectors._http import Read
from aigov_connectors.autotask import LIMITS, AutotaskClient
from aigov_connectors.autotask.api import meant
from aigov_connectors.errors import (
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    ReadOnlyViolationError,
    ResponseShapeError,
)
from aigov_connectors.sandbox import SECRET_MARK, Sandbox

SINCE = datetime(2026, 11, 1, tzinfo=UTC)
ZONE = "https://webservices14.autotask.net/atservicesrest/"

Answer = Callable[[httpx.Request], httpx.Response]


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with database() as running:
        yield running


def client_for(answer: Answer, *, zone: str | None = ZONE, **arguments: Any) -> AutotaskClient:
    """Open a client whose zone is known to the network, and whose other answers are `answer`'s."""

    def network(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/ZoneInformation"):
            return httpx.Response(200, json={"url": zone, "ci": 77})
        if request.url.path.endswith("/ThresholdInformation"):
            return httpx.Response(404)
        return answer(request)

    secrets: Any = {name: SecretStr(name) for name in ("username", "secret", "integration_code")}
    return AutotaskClient(
        **secrets, retry=QUICK, transport=httpx.MockTransport(network), **arguments
    )


async def _all(read: Read[Any]) -> list[Any]:
    return [row async for row in read]


async def test_the_zone_is_asked_for_without_signing_in_and_the_rest_goes_there() -> None:
    asked: list[httpx.Request] = []

    def network(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        if request.url.path.endswith("/ZoneInformation"):
            return httpx.Response(200, json={"url": ZONE, "ci": 77})
        return httpx.Response(200, json={"items": [], "pageDetails": {}})

    secrets: Any = {name: SecretStr(name) for name in ("username", "secret", "integration_code")}
    transport = httpx.MockTransport(network)
    async with AutotaskClient(**secrets, transport=transport) as autotask:
        assert autotask.tenant_id == "77"
        await _all(autotask.tags())
    zone, *rest = asked
    assert str(zone.url).startswith("https://webservices.autotask.net/ATServicesRest/V1.0/Zone")
    assert "secret" not in zone.headers
    assert {request.url.host for request in rest} == {"webservices14.autotask.net"}
    for request in rest:
        told = [request.headers[name] for name in ("UserName", "Secret", "ApiIntegrationCode")]
        assert told == ["username", "secret", "integration_code"]
        assert "impersonationresourceid" not in request.headers


@pytest.mark.parametrize(
    "zone",
    [
        "https://webservices14.autotask.net.evil.example/",
        "http://webservices14.autotask.net/",
        "https://127.0.0.1:9/",
    ],
)
async def test_the_secret_goes_to_no_zone_of_others(zone: str) -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise AssertionError("nothing may be sent")

    with pytest.raises(ConfigurationError, match="not one of Autotask's"):
        async with client_for(answer, zone=zone):
            pass


@pytest.mark.parametrize(
    "zone",
    [
        httpx.Response(500, json={"errors": ["unknown"]}),
        httpx.Response(404),
        httpx.Response(200, json={}),
    ],
)
async def test_an_unknown_user_is_named_whatever_the_answer_is(zone: httpx.Response) -> None:
    secrets: Any = {name: SecretStr(name) for name in ("username", "secret", "integration_code")}
    transport = httpx.MockTransport(lambda _: zone)
    with pytest.raises(AuthenticationError, match="no zone knows the user name"):
        async with AutotaskClient(**secrets, transport=transport, retry=QUICK):
            pass


async def test_the_filter_is_the_same_on_every_page_and_no_text_is_asked_for() -> None:
    asked: list[dict[str, Any]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        asked.append(body)
        after = max((one["value"] for one in body["filter"] if one["op"] == "gt"), default=0)
        ids = range(after + 1, min(after + 500, 1207) + 1)
        following = "more" if after + 500 < 1207 else None
        page = {"items": [{"id": one} for one in ids], "pageDetails": {"nextPageUrl": following}}
        return httpx.Response(200, json=page)

    async with client_for(answer) as autotask:
        assert len(await _all(autotask.tickets(since=SINCE))) == 1207
    assert len(asked) == 3
    for body in asked:
        assert body["maxRecords"] == 500
        assert body["filter"][0] == {
            "op": "gte",
            "field": "lastActivityDate",
            "value": "2026-11-01T00:00:00.000",
        }
        assert "id" in body["includeFields"]
        assert not {"title", "description", "resolution"} & set(body["includeFields"])


async def test_tickets_come_whole_by_ranges_and_never_more_than_three_at_once() -> None:
    with database(options={"autotask.latency": 0.01, "autotask.tickets": 4000}) as box:
        async with client_of(box) as autotask:
            total = await autotask.count_tickets()
            read = autotask.tickets(total=total, page_size=100)
            ids = [row.id async for row in read]
        assert len(ids) == len(set(ids)) == total == 4000
        assert ids != sorted(ids)
        assert read.receipt.total == total
        # A fourth at once would have been refused.
        assert box.requests.most_in_flight[VENDOR] <= 4
        assert not box.requests.statuses(VENDOR, [500])


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (401, "", AuthenticationError),
        (403, "", PermissionDeniedError),
        (404, {"errors": ["none"]}, NotFoundError),
        (405, {"Message": "no GET"}, BadRequestError),
        (500, {"errors": ["Unable to find isActive in the Contract Entity."]}, BadRequestError),
        (200, {"errors": ["Query must contain a filter."]}, BadRequestError),
        (200, "<html>Log in</html>", ResponseShapeError),
        (200, {"item": None}, ResponseShapeError),
    ],
)
async def test_each_refusal_is_told_as_what_it_is(
    status: int, body: object, error: type[Exception]
) -> None:
    sent: list[int] = []

    def answer(_: httpx.Request) -> httpx.Response:
        sent.append(1)
        if isinstance(body, str):
            return httpx.Response(status, text=body)
        return httpx.Response(status, json=body)

    async with client_for(answer) as autotask:
        with pytest.raises(error) as caught:
            await _all(autotask.categories())
    assert len(sent) <= 2  # nothing of this is asked again and again
    if error is AuthenticationError:
        assert "Known causes" in str(caught.value.hint)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (500, b'{"errors":["Thread Threshold Exceeded"]}', 429),
        (500, b'{"errors":["x Itgenatr005 y"]}', 429),
        (500, b'{"errors":["Transaction was deadlocked"]}', 500),
        (500, b'{"errors":["The wait operation timed out"]}', 500),
        (500, b'{"errors":["Value cannot be null"]}', 400),
        (500, b'{"errors":[]}', 500),
        (500, b"<html>", 500),
        (500, b'{"errors":', 500),
        (200, b'{"errors":["no"]}', 400),
        (200, b'{"items":[{"title":"\\"errors\\""}]}', 200),
        (200, b'{"items":[],"errors":[]}', 200),
        (404, b'{"errors":["no"]}', 404),
    ],
)
def test_what_an_answer_stands_for(status: int, body: bytes, told: int) -> None:
    assert meant(status, body) == told


async def test_what_is_only_for_a_moment_is_asked_again() -> None:
    answers = iter(
        [
            httpx.Response(500, json={"errors": ["Thread Threshold Exceeded"]}),
            httpx.Response(500, json={"errors": ["deadlock victim"]}),
            httpx.Response(200, json={"items": [{"id": 1}], "pageDetails": {}}),
        ]
    )
    async with client_for(lambda _: next(answers), limits=LIMITS.scaled(1e6)) as autotask:
        assert [row.id for row in await _all(autotask.tags())] == [1]


async def test_a_write_or_a_secret_never_leaves(box: Sandbox) -> None:
    async with client_of(box, "admin") as autotask:
        before = sum(box.requests.by_path.values())
        for path in ("/V1.0/ClientPortalUsers/query", "/V1.0/clientportalusers/1"):
            with pytest.raises(ReadOnlyViolationError):
                await autotask._http.json(path)
        for path in ("/V1.0/Tickets", "/V1.0/Tickets/1/Notes", "/V1.0/ClientPortalUsers/query"):
            with pytest.raises(ReadOnlyViolationError):
                await autotask._http.json(path, body={"title": "x"})
        assert sum(box.requests.by_path.values()) == before


async def test_the_hour_of_others_is_taken_off() -> None:
    options = {"autotask.others": 3_000}
    with database(limit_factor=1, options=options) as box:
        async with client_of(box, limits=LIMITS) as autotask:
            (rate,) = autotask.limits.usable(autotask.limits.overall)
            assert rate.seconds == 3600
            assert 4_990 <= rate.requests <= 5_000  # 80 % of 10,000, less what is used


async def test_where_others_have_used_the_hour_nothing_more_is_asked() -> None:
    with database(limit_factor=1, options={"autotask.others": 8_500}) as box:
        with pytest.raises(RateLimitedError, match="left to other integrations"):
            async with client_of(box, limits=LIMITS):
                pass
        assert box.requests.count(VENDOR) == 2


async def test_no_secret_of_a_hook_or_a_panel_arrives(box: Sandbox) -> None:
    async with client_of(box) as autotask:
        rows: list[Any] = await _all(autotask.webhooks("TicketWebhooks"))
        rows += await _all(autotask.panels("IntegrationVendorInsights"))
        rows += await _all(autotask.companies())
        rows += await _all(autotask.contracts())
    assert SECRET_MARK not in repr(rows)
    assert rows


async def test_every_read_gives_rows(box: Sandbox) -> None:
    async with client_of(box, "admin") as autotask:
        reads: list[Read[Any]] = [
            autotask.companies(),
            autotask.contracts(),
            autotask.devices(),
            autotask.categories(),
            autotask.category_defaults(),
            autotask.tags(),
            autotask.queue_members(),
            autotask.roles(),
            autotask.departments(),
            autotask.resources(),
            autotask.webhook_fields(),
            autotask.notes(),
            autotask.notifications(),
            autotask.change_approvals(),
            autotask.deleted_tickets(),
            autotask.history(90_007),
            autotask.tickets_by_id([90_001, 90_002]),
        ]
        for read in reads:
            assert await _all(read), read.resource
        empty: list[Read[Any]] = [
            autotask.role_links(),
            autotask.sla_results(),
            autotask.surveys(),
            autotask.company_categories(),
            autotask.company_teams(),
            autotask.service_desk_roles(),
            autotask.skills(),
            autotask.resource_skills(),
            autotask.checklist_libraries(),
        ]
        for read in empty:
            assert await _all(read) == []
        for counted in (
            autotask.count_companies(),
            autotask.count_notes(since=SINCE),
            autotask.count_notifications(),
            autotask.count_tag_aliases(),
            autotask.count_ticket_tags(),
        ):
            assert await counted
        (column,) = (await autotask.defined_fields("Companies")).value.fields
        assert column.name == "Alarm code"
        with pytest.raises(BadRequestError):
            await _all(autotask.history(1))


@pytest.mark.parametrize(
    "fault", ["shrink", "grow", "drop", "duplicate", "cut", "html", "empty", "server-error"]
)
async def test_a_bad_day_ends_in_the_whole_list_or_a_loud_end(fault: str) -> None:
    with database([f"{fault}:every=3,path=/Tickets"]) as box:
        async with client_of(box) as autotask:
            read = autotask.tickets(page_size=40)
            try:
                rows = await _all(read)
            except Exception as problem:  # noqa: BLE001 - loud is what is asked for
                assert read.receipt.why == str(problem)  # noqa: PT017
                return
            assert len(rows) == len({row.id for row in rows})
            assert read.receipt.complete


def test_nothing_secret_is_shown_by_a_client(box: Sandbox) -> None:
    client = client_of(box)
    assert secrets_of(box)["secret"] not in repr(vars(client))
