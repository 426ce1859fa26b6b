"""How a connection reaches its vendor: trust, proxies, loopback."""

from __future__ import annotations

import ssl
from pathlib import Path

import certifi
import httpx
import pytest

from aigov_connectors._http import ClientCertificate, NetworkOptions, is_loopback
from aigov_connectors._http.network import _environment_proxy, network_transport
from aigov_connectors.errors import ConfigurationError

URL = httpx.URL("https://vendor.example")


def test_connections_with_the_same_options_share_one_ssl_context() -> None:
    assert NetworkOptions().trust() is NetworkOptions(read_timeout=1).trust()
    assert NetworkOptions().trust() is not NetworkOptions(trust_store="system").trust()


def test_certificates_are_always_verified() -> None:
    for options in (NetworkOptions(), NetworkOptions(trust_store="system")):
        assert options.trust().verify_mode is ssl.CERT_REQUIRED
        assert options.trust().check_hostname


def test_a_context_of_the_caller_is_used_as_it_is() -> None:
    context = ssl.create_default_context()
    assert NetworkOptions(ssl_context=context).trust() is context


def test_a_bundle_replaces_the_store(tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.write_bytes(Path(certifi.where()).read_bytes())
    assert NetworkOptions(ca_bundle=bundle).trust().cert_store_stats()["x509_ca"] > 10


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_files_that_cannot_be_used_are_a_configuration_error(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigurationError):
        NetworkOptions(ca_bundle=path).trust()
    with pytest.raises(ConfigurationError):
        NetworkOptions(client_certificate=ClientCertificate(path)).trust()


def test_the_environment_names_a_proxy_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("https_proxy", "proxy.example:3128")
    monkeypatch.setenv("no_proxy", "inside.example")
    assert _environment_proxy(NetworkOptions(), URL) == "http://proxy.example:3128"
    assert _environment_proxy(NetworkOptions(trust_env=False), URL) is None
    assert _environment_proxy(NetworkOptions(), httpx.URL("https://inside.example")) is None
    assert _environment_proxy(NetworkOptions(), httpx.URL("https://127.0.0.1")) is None


async def test_plain_http_on_loopback_loads_no_trust_store(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(self: NetworkOptions) -> ssl.SSLContext:
        raise AssertionError

    monkeypatch.setattr(NetworkOptions, "trust", forbidden)
    transport = network_transport(
        NetworkOptions(), base_url=httpx.URL("http://127.0.0.1:1"), connections=1
    )
    await transport.aclose()


@pytest.mark.parametrize(
    ("host", "is_it"),
    [
        ("localhost", True),
        ("LOCALHOST", True),
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("10.0.0.1", False),
        ("localhost.example", False),
        ("127.0.0.1.example", False),
    ],
)
def test_loopback_is_this_machine_only(host: str, is_it: bool) -> None:
    assert is_loopback(host) is is_it


@pytest.mark.parametrize(
    "address",
    [
        "socks5://user:hunter2@127.0.0.1:1080",
        "::hunter2",
        "ftp://hunter2",
        "hunter2:3128",
        "http://",
    ],
)
def test_a_proxy_that_cannot_be_used_is_a_mistake_of_the_configuration(address: str) -> None:
    with pytest.raises(ConfigurationError, match="proxy") as refused:
        network_transport(NetworkOptions(proxy=address), base_url=URL, connections=1)

    assert "hunter2" not in f"{refused.value!r} {refused.value} {refused.value.hint}"
