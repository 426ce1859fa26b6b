"""A pinned version in the path that a release has replaced."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from tests.connectwise.psa.tenant import QUICK

from aigov_connectors.clock import SystemClock
from aigov_connectors.connectwise.psa import ConnectWisePSAClient
from aigov_connectors.connectwise.psa.connection import ConnectWisePSAConnector
from aigov_connectors.connectwise.psa.connector import ConnectWisePSAOptions
from aigov_connectors.connectwise.psa.naming import REGIONS, ROUTER
from aigov_connectors.errors import AuthenticationError
from aigov_connectors.inventory import CredentialRights

RIGHT = {
    "id": 1,
    "moduleName": "M",
    "moduleFunctionName": "F",
    "addLevel": "None",
    "editLevel": "None",
    "deleteLevel": "None",
    "inquireLevel": "All",
}


class _Host:
    """A host whose tenant has one version; what lies below another is not there."""

    def __init__(self, told: str, *, answers: str | None = None) -> None:
        self.asked: list[str] = []
        self._told = told
        self._answers = told.strip("/") if answers is None else answers

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.asked.append(path)
        if path.startswith("/login/companyinfo/"):
            assert "authorization" not in request.headers
            return httpx.Response(200, json={"CompanyID": "acme", "Codebase": self._told})
        assert "authorization" in request.headers
        if not path.startswith(f"/{self._answers}/apis/3.0/"):
            return httpx.Response(404, html="<h1>not here</h1>")
        return httpx.Response(200, json=[RIGHT] if path.endswith("mySecurity") else [])


async def _rights(host: _Host, codebase: str) -> CredentialRights:
    secrets: Any = {
        name: SecretStr(name) for name in ("company_id", "public_key", "private_key", "client_id")
    }
    client = ConnectWisePSAClient(
        REGIONS["na"],
        **secrets,
        codebase=codebase,
        retry=QUICK,
        transport=httpx.MockTransport(host),
    )
    async with client:
        options = ConnectWisePSAOptions(codebase=codebase)
        connector = ConnectWisePSAConnector(client, options=options, clock=SystemClock())
        return (await connector.rights()).rights


async def test_after_a_release_the_version_is_asked_for_again() -> None:
    host = _Host("v2025_2/")
    assert await _rights(host, "v2025_1/") is CredentialRights.PROVEN_READ_ONLY
    old = [path for path in host.asked if path.startswith("/v2025_1/")]
    assert old == ["/v2025_1/apis/3.0/system/mySecurity"]
    assert "/v2025_2/apis/3.0/system/info" in host.asked  # all that follows, too
    assert len([path for path in host.asked if path.startswith("/login/")]) == 2


@pytest.mark.parametrize(
    ("told", "codebase"),
    [
        ("v2025_1/", "v2025_1"),  # it is the same
        ("v2025_2/", "v2025_1"),  # nor does the new one take the keys
        ("v2025_2/", ROUTER),  # this one leads to any version
        ("../admin/", "v2025_1"),  # no version, but a way elsewhere
        ("v2025_2/../../x", "v2025_1"),
        ("", "v2025_1"),
    ],
)
async def test_where_the_version_is_not_the_cause_it_is_the_keys(told: str, codebase: str) -> None:
    host = _Host(told, answers="nowhere")
    with pytest.raises(AuthenticationError, match="the keys are wrong"):
        await _rights(host, codebase)
    below = {path.split("/")[1] for path in host.asked}
    assert below <= {"login", "v2025_1", "v2025_2", ROUTER}
    again = len([path for path in host.asked if path.startswith("/login/")])
    assert again == (1 if codebase == ROUTER else 2)
