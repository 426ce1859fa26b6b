"""Answers become errors in one place, in our words."""

from __future__ import annotations

import httpx
import pytest
from tests._http.vendors import client_for

from aigov_connectors._http import ErrorRule, ErrorTable
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

TABLE = ErrorTable(
    by_code={
        "4010010": ErrorRule(AuthenticationError, "the token has expired", "Make a new token."),
        "invalid_scope": ErrorRule(PermissionDeniedError, "the scope was not granted"),
    },
    by_status={422: ErrorRule(NotFoundError, "this edition has no such endpoint")},
    code_at=(("errors", 0, "code"), ("error",)),
    hints={ServerError: "Ask the vendor."},
    request_id_header="X-Request-Id",
)


async def failure(
    status: int, body: object = None, *, needs: str | None = None, **headers: str
) -> ConnectorError:
    def handler(request: httpx.Request) -> httpx.Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if isinstance(body, bytes):
            return httpx.Response(status, content=body, headers=sent)
        return httpx.Response(status, json=body, headers=sent)

    async with client_for(handler, errors=TABLE) as client:
        with pytest.raises(ConnectorError) as caught:
            await client.json("/sites/{site_id}", ids={"site_id": "4711"}, needs=needs)
    return caught.value


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (302, RequestError),
        (308, RequestError),
        (400, BadRequestError),
        (401, AuthenticationError),
        (402, PermissionDeniedError),
        (403, PermissionDeniedError),
        (404, NotFoundError),
        (405, BadRequestError),
        (407, TransportError),
        (408, TransportError),
        (410, NotFoundError),
        (422, NotFoundError),
        (425, TransportError),
        (429, RateLimitedError),
        (500, ServerError),
        (501, ServerError),
        (503, ServerError),
        (599, ServerError),
    ],
)
async def test_every_status_has_its_class(status: int, kind: type[ConnectorError]) -> None:
    problem = await failure(status)
    assert type(problem) is kind
    assert problem.status == status
    assert problem.vendor == "acme"
    assert problem.method == "GET"
    assert problem.path_template == "/sites/{site_id}"
    assert str(problem).startswith(f"GET /sites/{{site_id}}: {status}, ")


async def test_the_vendors_code_wins_over_the_status() -> None:
    problem = await failure(400, {"errors": [{"code": 4010010, "title": "s3cret"}]})
    assert type(problem) is AuthenticationError
    assert str(problem) == "GET /sites/{site_id}: 400, the token has expired"
    assert problem.hint == "Make a new token."


async def test_a_second_place_for_the_code_is_looked_at() -> None:
    assert type(await failure(400, {"error": "invalid_scope"})) is PermissionDeniedError


@pytest.mark.parametrize(
    "body", [None, [], {"errors": []}, {"errors": {}}, {"errors": [{"code": True}]}, b"<html>", b""]
)
async def test_a_body_without_a_code_is_read_by_status(body: object) -> None:
    assert type(await failure(404, body)) is NotFoundError


async def test_a_refusal_names_the_right_that_the_read_takes() -> None:
    problem = await failure(403, needs="RemoteOps (view)")
    assert problem.hint is not None
    assert problem.hint.startswith("It takes the right “RemoteOps (view)” in a scope")


async def test_hints_belong_to_classes() -> None:
    assert (await failure(500)).hint == "Ask the vendor."


async def test_the_vendors_request_id_is_kept() -> None:
    assert (await failure(500, X_Request_Id="r-17")).request_id == "r-17"
    assert (await failure(500, X_Request_Id="r" * 500)).request_id is None
    assert (await failure(500)).request_id is None


async def test_no_vendor_text_reaches_the_message() -> None:
    problem = await failure(403, {"errors": [{"code": "s3cret", "title": "s3cret"}]})
    assert "s3cret" not in repr(vars(problem)) + str(problem)
    assert "4711" not in repr(vars(problem)) + str(problem)
