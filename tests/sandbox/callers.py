"""Plain HTTP callers of a running sandbox, which page as the vendors' documents say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx

from aigov_connectors.sandbox import Sandbox

ROOT = "/web/api/v2.1"

OPEN: list[httpx.Client] = []
"""Every client that was made; `conftest.py` closes them after each test."""


def opened(base_url: str, headers: dict[str, str] | None = None) -> httpx.Client:
    client = httpx.Client(base_url=base_url, headers=headers, trust_env=False)
    OPEN.append(client)
    return client


class Console:
    """Calls the SentinelOne console."""

    def __init__(self, box: Sandbox, *, kind: str = "account-viewer") -> None:
        token = box.credentials["northwind-s1"][kind]["api_token"]
        self.http = opened(box.base_url("sentinelone"), {"Authorization": f"ApiToken {token}"})

    def get(self, path: str, **query: str | int) -> httpx.Response:
        return self.http.get(ROOT + path, params=query)

    def pages(self, path: str, **query: str | int) -> Iterator[dict[str, Any]]:
        while True:
            body = self.get(path, **query).json()
            yield body
            query["cursor"] = body["pagination"].get("nextCursor") or ""
            if not query["cursor"]:
                return

    def rows(self, path: str, **query: str | int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for body in self.pages(path, **query):
            data = body["data"]
            found.extend(data["sites"] if isinstance(data, dict) else data)
        return found


class Instance:
    """Calls the NinjaOne instance."""

    def __init__(
        self, box: Sandbox, *, kind: str = "monitoring", scope: str = "monitoring"
    ) -> None:
        self.http = opened(box.base_url("ninjaone"))
        self._form = {
            "grant_type": "client_credentials",
            "scope": scope,
            **box.credentials["northwind-ninja"][kind],
        }

    def ask_token(self, **changes: str) -> httpx.Response:
        return self.http.post("/ws/oauth/token", data={**self._form, **changes})

    def log_in(self) -> Instance:
        token = self.ask_token().json()["access_token"]
        self.http.headers["Authorization"] = f"Bearer {token}"
        return self

    def sign_in(self, refresh_token: str) -> Instance:
        """Call as the person who signed in once."""
        token = self.ask_token(grant_type="refresh_token", refresh_token=refresh_token)
        self.http.headers["Authorization"] = f"Bearer {token.json()['access_token']}"
        return self

    def get(self, path: str, **query: str | int) -> httpx.Response:
        return self.http.get(f"/v2{path}", params=query)

    def rows(self, path: str, *, size: int, **query: str | int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        after = 0
        while page := self.get(path, pageSize=size, after=after, **query).json():
            found.extend(page)
            after = page[-1]["id"]
            if len(page) < size:
                break
        return found
