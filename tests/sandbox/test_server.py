import asyncio
import builtins
import importlib
import logging
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.sandbox.callers import Console, Instance

from aigov_connectors.sandbox import Sandbox, sandbox, serve_forever
from aigov_connectors.sandbox.vendors import vendor_sandboxes

SMALL: dict[str, Any] = {"clients": 28, "devices": 300}


def test_every_vendor_folder_with_a_sandbox_is_served() -> None:
    found = [one.vendor for one in vendor_sandboxes()]

    assert found == sorted(found)
    assert {"ninjaone", "sentinelone"} <= set(found)


def test_a_configuration_can_be_made_of_what_it_offers() -> None:
    with sandbox(**SMALL) as box:
        assert {connection["vendor"] for connection in box.connections} >= {
            "ninjaone",
            "sentinelone",
        }
        for connection in box.connections:
            assert set(connection) == {"name", "vendor", "base_url", "options"}
            assert connection["base_url"].startswith("http://127.0.0.1:")
        assert set(box.secrets) >= {
            "northwind-s1.api_token",
            "northwind-ninja.client_id",
            "northwind-ninja.client_secret",
        }
        names = [client["name"] for client in box.clients]
        assert "Lakeside Clinic" in names
        assert [one["name"] for one in box.clients if one.get("kind") == "own"] == [
            "Northwind Ridge IT"
        ]
        today = box.world.now.date()
        for attestation in box.attestations:
            assert attestation["on"] <= today
        # Some count, one of them without an end; one has expired, and that is planted.
        ends = [attestation.get("until") for attestation in box.attestations]
        assert any(end is not None and end < today for end in ends)
        assert None in ends


def test_the_port_is_closed_afterwards() -> None:
    with sandbox(**SMALL, vendors=["sentinelone"]) as box:
        url = box.base_url("sentinelone")
        assert httpx.get(f"{url}/web/api/v2.1/system/status", trust_env=False).status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)


def test_it_ends_at_once_though_a_connection_is_open() -> None:
    seconds = []
    for _ in range(3):
        with httpx.Client(trust_env=False) as one:
            with sandbox(**SMALL, vendors=["sentinelone"]) as box:
                one.get(f"{box.base_url('sentinelone')}/web/api/v2.1/system/status")
                began = time.monotonic()
            seconds.append(time.monotonic() - began)
    assert min(seconds) < 0.1


async def test_it_runs_beside_a_running_loop() -> None:
    async with (
        sandbox(**SMALL, vendors=["sentinelone"]) as box,
        httpx.AsyncClient(base_url=box.base_url("sentinelone"), trust_env=False) as http,
    ):
        answers = await asyncio.gather(*(http.get("/web/api/v2.1/system/status") for _ in range(3)))

        assert [answer.status_code for answer in answers] == [200, 200, 200]


def test_nothing_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with (
        caplog.at_level(logging.INFO),
        sandbox(**SMALL, faults=["drop:every=1"]) as box,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        Console(box).get("/accounts")

    assert [record for record in caplog.records if record.name.startswith("uvicorn")] == []


def test_requests_and_refused_writes_are_counted() -> None:
    with sandbox(**SMALL, vendors=["sentinelone"]) as box:
        viewer, admin = Console(box), Console(box, kind="account-admin")
        viewer.get("/accounts")
        path = "/web/api/v2.1/agents/actions/disconnect"
        assert viewer.http.post(path, json={}).status_code == 403
        assert admin.http.post(path, json={}).status_code == 405

        assert box.requests.count("sentinelone", path="/web/api/v2.1/accounts") == 1
        assert box.requests.count(method="POST") == 2
        assert box.requests.refused_writes == {("sentinelone", "POST", path): 2}
        assert box.requests.statuses("sentinelone", [403, 405]) == 2
        assert box.requests.most_in_flight["sentinelone"] == 1


def test_only_loopback_is_served() -> None:
    with pytest.raises(ValueError, match="loopback"):
        sandbox(host="192.0.2.1")


def test_an_unknown_vendor_is_named() -> None:
    with pytest.raises(ValueError, match="no sandbox for acme"):
        sandbox(vendors=["acme"])


def test_a_port_in_use_is_an_error_and_leaves_nothing_open() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(OSError, match="in use"), sandbox(**SMALL, port=port):
            pass


def test_serving_forever_ends_on_request() -> None:
    end = threading.Event()
    seen: list[int] = []

    def ready(box: Sandbox) -> None:
        seen.append(Instance(box).ask_token().status_code)
        end.set()

    serve_forever(on_ready=ready, until=end, **SMALL)

    assert seen == [200]


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: object) -> object:
        if name == "uvicorn":
            raise ImportError(name)
        return real(name, *rest)  # type: ignore[arg-type]

    module = sys.modules["aigov_connectors.sandbox"]
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ImportError, match=r"aigov-connectors\[sandbox\]"):
        importlib.reload(module)


def test_the_core_names_no_vendor() -> None:
    """A new vendor touches no file of the core; a chain over several tools is data."""
    core = Path(sandbox.__init__.__code__.co_filename).parent
    files = [path for path in core.rglob("*") if path.suffix in (".py", ".toml")]
    texts = [path.read_text("utf-8").lower() for path in files]

    assert len(texts) > 8
    assert not [text for text in texts if "sentinelone" in text or "ninjaone" in text]
