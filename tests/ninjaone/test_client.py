"""One method per noun: the right path, the right page, no way to do harm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest
import respx
from pydantic import SecretStr
from tests.ninjaone.tenant import SECRET, Clock, Tenant, answering, client

from aigov_connectors._http import Rate, RateLimits, Read
from aigov_connectors.errors import (
    AuthenticationError,
    NotFoundError,
    PermissionDeniedError,
    ReadOnlyViolationError,
)
from aigov_connectors.ninjaone import REGIONS, NinjaOneClient
from aigov_connectors.ninjaone.api import LIMITS

LISTS: dict[str, tuple[Callable[[NinjaOneClient], Read[Any]], int]] = {
    "/v2/organizations": (NinjaOneClient.organizations, 1),
    "/v2/organizations-detailed": (NinjaOneClient.organizations_detailed, 5),
    "/v2/locations": (NinjaOneClient.locations, 1),
    "/v2/devices-detailed": (NinjaOneClient.devices_detailed, 7),
    "/v2/policies": (NinjaOneClient.policies, 2),
    "/v2/queries/policy-overrides": (NinjaOneClient.policy_overrides, 2),
    "/v2/automation/scripts": (NinjaOneClient.scripts, 2),
    "/v2/tasks": (NinjaOneClient.tasks, 3),
    "/v2/activities": (NinjaOneClient.activities, 10),
    "/v2/users": (NinjaOneClient.users, 1),
    "/v2/user/roles": (NinjaOneClient.user_roles, 1),
}


@pytest.mark.parametrize("path", LISTS)
async def test_a_list_is_read_whole_and_says_so(path: str) -> None:
    read_of, rows = LISTS[path]
    tenant = Tenant()
    async with client(tenant) as ninja:
        read = read_of(ninja)
        found = [row async for row in read]
    assert len(found) == read.receipt.rows == rows
    assert read.receipt.complete
    assert set(tenant.paths()) == {"/ws/oauth/token", path}


@respx.mock
async def test_it_works_alone_and_walks_by_the_last_id() -> None:
    base = REGIONS["eu"]
    token = respx.post(f"{base}/ws/oauth/token").respond(
        json={"access_token": "t", "expires_in": 3600, "scope": "monitoring"}
    )
    first = [{"id": n, "organizationId": 1} for n in range(1, 4)]
    respx.get(f"{base}/v2/devices-detailed", params={"pageSize": "3", "after": "3"}).respond(
        json=[{"id": 4, "organizationId": 2}]
    )
    respx.get(f"{base}/v2/devices-detailed", params__eq={"pageSize": "3"}).respond(json=first)
    async with NinjaOneClient(
        base, client_id=SecretStr("app"), client_secret=SecretStr(SECRET), clock=Clock()
    ) as ninja:
        ids = [device.id async for device in ninja.devices_detailed(page_size=3)]
    assert ids == [1, 2, 3, 4]
    assert token.call_count == 1


async def test_the_report_is_read_although_its_cursor_keeps_its_name() -> None:
    pages = iter([[1, 2], [3], []])

    def page(_: httpx.Request) -> httpx.Response:
        rows = [{"deviceId": n, "overrides": ["CONDITIONS"]} for n in next(pages)]
        return httpx.Response(200, json={"cursor": {"name": "same", "count": 3}, "results": rows})

    async with client(Tenant({"/v2/queries/policy-overrides": page})) as ninja:
        found = [row.device_id async for row in ninja.policy_overrides()]
    assert found == [1, 2, 3]


async def test_a_device_with_several_rows_keeps_them_all() -> None:
    rows = [{"deviceId": 1, "overrides": ["A"]}, {"deviceId": 1, "overrides": ["B"]}]
    tenant = Tenant({"/v2/queries/policy-overrides": answering({"results": rows})})
    async with client(tenant) as ninja:
        assert len([row async for row in ninja.policy_overrides()]) == 2


async def test_activities_end_at_the_time_asked_for() -> None:
    async with client(Tenant()) as ninja:
        read = ninja.activities(since=datetime(2025, 12, 1, tzinfo=UTC))
        ids = [row.id async for row in read]
    assert (ids[0], ids[-1]) == (900, 892)
    assert read.receipt.complete


async def test_conditions_come_as_one_document_per_kind() -> None:
    tenant = Tenant()
    async with client(tenant) as ninja:
        document = await ninja.conditions(33, "windows-event")
    assert [one.id for one in document.value.conditions] == ["c-spooler", "c-alert"]
    assert document.origin.path_template == "/v2/policies/{policy_id}/condition/windows-event"
    assert document.origin.digest.startswith("sha256:")


async def test_only_the_scope_that_reads_is_asked_for_and_the_answer_is_kept() -> None:
    tenant = Tenant(scope="monitoring management")
    async with client(tenant) as ninja:
        assert ninja.grant is None
        assert [row async for row in ninja.policies()]
        assert ninja.grant is not None
        assert ninja.grant.scope == "monitoring management"
    assert tenant.form() == {
        "grant_type": "client_credentials",
        "client_id": "app",
        "client_secret": SECRET,
        "scope": "monitoring",
    }
    assert SECRET not in repr(ninja.grant)


@pytest.mark.parametrize(
    ("status", "body", "error", "hint"),
    [
        (401, {"error": "invalid_client"}, AuthenticationError, "another region"),
        (400, {"error": "invalid_client"}, AuthenticationError, "another region"),
        (400, {"error": "invalid_scope"}, AuthenticationError, "Monitoring"),
        (403, {"resultCode": "FAILURE"}, AuthenticationError, "API Services"),
    ],
)
async def test_a_refused_sign_in_names_its_causes(
    status: int, body: object, error: type[Exception], hint: str
) -> None:
    async with client(Tenant({"/ws/oauth/token": answering(body, status)})) as ninja:
        with pytest.raises(error) as caught:
            [row async for row in ninja.policies()]
    assert isinstance(caught.value, AuthenticationError)
    assert hint in (caught.value.hint or "")
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(("status", "error"), [(403, PermissionDeniedError), (404, NotFoundError)])
async def test_a_refused_read_says_what_would_help(status: int, error: type[Exception]) -> None:
    body = {"resultCode": "FAILURE", "errorMessage": "hush-message", "incidentId": "i-1"}
    async with client(Tenant({"/v2/tasks": answering(body, status)})) as ninja:
        with pytest.raises(error) as caught:
            [row async for row in ninja.tasks()]
    assert "hush" not in str(caught.value)
    assert getattr(caught.value, "hint", None)


@pytest.mark.parametrize(
    "path",
    [
        "/v2/organization/documents",
        "/v2/organization/7/documents",
        "/v2/organization/7/location/8/installer/WINDOWS_MSI",
        "/v2/queries/custom-fields",
    ],
)
async def test_endpoints_that_give_out_secrets_are_never_asked(path: str) -> None:
    tenant = Tenant()
    async with client(tenant) as ninja:
        with pytest.raises(ReadOnlyViolationError):
            await ninja._http.json(path)
    assert path not in tenant.paths()


def test_there_is_a_host_for_every_region() -> None:
    assert REGIONS["us"] == "https://app.ninjarmm.com"
    assert REGIONS["fed"] == "https://fed.ninjarmm.com"
    assert len(REGIONS) == 6


async def test_secrets_may_be_plain_text_or_hidden_and_are_shown_nowhere() -> None:
    tenant = Tenant()
    plain = NinjaOneClient(
        REGIONS["eu"],
        client_id="app",
        client_secret=SECRET,
        refresh_token="hush-refresh-token",
        transport=tenant,
        clock=Clock(),
    )
    async with plain as ninja:
        assert [row.id async for row in ninja.organizations()]
        assert ninja.ticketing is not None
        assert [row async for row in ninja.ticketing.statuses()]
        assert SECRET not in repr(vars(ninja))
    sent = [dict(parse_qsl(one.content.decode())) for one in tenant.requests if one.content]
    assert {one["client_secret"] for one in sent} == {SECRET}


async def test_the_person_may_have_signed_in_to_another_application() -> None:
    tenant = Tenant()
    whole = NinjaOneClient(
        REGIONS["eu"],
        client_id="machine",
        client_secret=SECRET,
        refresh_token="hush-refresh-token",
        ticketing_client=("desk", SecretStr("hush-other")),
        transport=tenant,
        clock=Clock(),
    )
    async with whole as ninja:
        assert [row.id async for row in ninja.organizations()]
        assert ninja.ticketing is not None
        assert [row async for row in ninja.ticketing.statuses()]
    sent = [dict(parse_qsl(one.content.decode())) for one in tenant.requests if one.content]
    assert {one["grant_type"]: (one["client_id"], one["client_secret"]) for one in sent} == {
        "client_credentials": ("machine", SECRET),
        "refresh_token": ("desk", "hush-other"),
    }


def test_limits_may_be_given_whole_or_as_a_factor_of_the_usual() -> None:
    def limits(**told: Any) -> RateLimits:
        return NinjaOneClient(
            REGIONS["eu"], client_id="app", client_secret=SECRET, transport=Tenant(), **told
        ).limits

    assert limits() == LIMITS
    assert limits(limit_factor=2.0) == LIMITS.scaled(2.0)
    own = RateLimits(overall=(Rate(10, 60.0),))
    assert limits(limits=own) == own
    assert limits(limits=own, limit_factor=3.0).overall == (Rate(30, 60.0),)
