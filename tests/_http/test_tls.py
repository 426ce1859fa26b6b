"""Trust, client certificates and proxies, against a TLS server and a proxy on this machine."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import os
import pty
import select
import signal
import socket
import ssl
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from pydantic import SecretStr
from tests.serving import serving

from aigov_connectors._http import (
    ClientCertificate,
    ErrorTable,
    HttpClient,
    NetworkOptions,
    RateLimits,
    ReadDeclaration,
    RetryPolicy,
    open_client,
)
from aigov_connectors.clock import SystemClock
from aigov_connectors.config import NetworkConfig
from aigov_connectors.errors import ConfigurationError, ConnectorError, TransportError

KEY_WORD = "opens-the-key-of-a-test"
PROXY_PASSWORD = "hunter2-of-the-proxy"
ONCE = RetryPolicy(attempts=1)


@dataclass(frozen=True)
class Papers:
    """The certificates of one fictitious company, and the files that hold them."""

    authority: trustme.CA
    folder: Path

    @property
    def bundle(self) -> Path:
        return self._kept("ca.pem", self.authority.cert_pem.bytes())

    @property
    def client(self) -> Path:
        """A certificate of ours and its key in one file."""
        blob = self.authority.issue_cert("reader@msp.example").private_key_and_cert_chain_pem
        return self._kept("client.pem", blob.bytes())

    def server(self, *, name: str = "127.0.0.1", asks_for_client: bool = False) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(name).configure_cert(context)
        if asks_for_client:
            context.verify_mode = ssl.CERT_REQUIRED
            self.authority.configure_trust(context)
        return context

    def _kept(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return Papers(trustme.CA(key_type=trustme.KeyType.ECDSA), tmp_path_factory.mktemp("papers"))


@pytest.fixture(scope="module")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    return Papers(trustme.CA(key_type=trustme.KeyType.ECDSA), tmp_path_factory.mktemp("strangers"))


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    body = json.dumps({"told": True}).encode()
    try:
        while await reader.readuntil(b"\r\n\r\n"):
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
        pass
    finally:
        writer.close()


@asynccontextmanager
async def vendor(context: ssl.SSLContext | None) -> AsyncIterator[int]:
    """A vendor behind TLS; gives its port."""
    async with serving(_answer, trust=context) as port:
        yield port


@dataclass
class Proxy:
    """Notes what it is asked, and joins both ends."""

    demands: str | None = None
    """`user:password`, where it demands one."""
    asked: list[str] = field(default_factory=list)
    port: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.asked.append(head)
        if self.demands is not None:
            told = base64.b64encode(self.demands.encode()).decode()
            if f"proxy-authorization: basic {told}".casefold() not in head.casefold():
                writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
                await writer.drain()
                writer.close()
                return
        host, _, port = head.split(" ")[1].partition(":")
        far_reader, far_writer = await asyncio.open_connection(host, int(port))
        writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        await asyncio.gather(_pipe(reader, far_writer), _pipe(far_reader, writer))


async def _pipe(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while piece := await source.read(65536):
            sink.write(piece)
            await sink.drain()
    except ConnectionError:
        pass
    finally:
        sink.close()


@asynccontextmanager
async def proxy(demands: str | None = None) -> AsyncIterator[Proxy]:
    one = Proxy(demands)
    async with serving(one.serve) as one.port:
        yield one


def client(
    port: int, network: NetworkOptions, *, host: str = "127.0.0.1", retry: RetryPolicy = ONCE
) -> HttpClient:
    return open_client(
        vendor="acme",
        connection="acme-1",
        tenant_id="t",
        base_url=f"https://{host}:{port}",
        auth=None,
        declaration=ReadDeclaration(),
        limits=RateLimits(),
        errors=ErrorTable(),
        network=network,
        retry=retry,
        clock=SystemClock(),
    )


async def told(
    port: int, network: NetworkOptions, *, host: str = "127.0.0.1", retry: RetryPolicy = ONCE
) -> object:
    async with client(port, network, host=host, retry=retry) as http:
        return (await http.json("/x")).value


async def refused(port: int, network: NetworkOptions, **rest: Any) -> ConnectorError:
    with pytest.raises(TransportError) as caught:
        await told(port, network, **rest)
    return caught.value


# Trust -------------------------------------------------------------------------------------


async def test_a_bundle_of_ones_own_is_trusted(papers: Papers) -> None:
    async with vendor(papers.server()) as port:
        assert await told(port, NetworkOptions(ca_bundle=papers.bundle)) == {"told": True}
        options = NetworkConfig.model_validate({"ca_bundle": str(papers.bundle)}).options()
        assert await told(port, options) == {"told": True}


@pytest.mark.parametrize("options", [{}, {"trust_store": "system"}])
async def test_an_authority_that_nobody_knows_is_named_with_a_hint(papers, options) -> None:
    async with vendor(papers.server()) as port:
        error = await refused(port, NetworkOptions(**options))
    assert "certificate is not trusted" in str(error)
    assert error.hint is not None
    assert "ca_bundle" in error.hint


async def test_the_wrong_bundle_is_no_better_than_none(papers: Papers, strangers: Papers) -> None:
    async with vendor(papers.server()) as port:
        error = await refused(port, NetworkOptions(ca_bundle=strangers.bundle))
    assert "certificate is not trusted" in str(error)


async def test_a_certificate_for_another_host_is_not_trusted(papers: Papers) -> None:
    async with vendor(papers.server(name="other.example")) as port:
        error = await refused(port, NetworkOptions(ca_bundle=papers.bundle))
    assert "certificate is not trusted" in str(error)


async def test_the_systems_store_is_asked_where_that_is_wanted(papers, monkeypatch) -> None:
    """The store of this process is where OpenSSL looks: the variable moves it for the test."""
    monkeypatch.setenv("SSL_CERT_FILE", str(papers.bundle))
    async with vendor(papers.server()) as port:
        options = NetworkOptions(trust_store="system", trust_env=False, total_timeout=9)
        assert await told(port, options) == {"told": True}
        await refused(port, NetworkOptions(trust_store="certifi", trust_env=False))


async def test_the_variable_of_openssl_counts_unless_told_otherwise(papers, monkeypatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(papers.bundle))
    async with vendor(papers.server()) as port:
        assert await told(port, NetworkOptions()) == {"told": True}
        await refused(port, NetworkOptions(trust_env=False))


def test_a_folder_that_the_variable_names_is_trusted(monkeypatch, tmp_path) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    asked: list[dict[str, object]] = []
    made = ssl.create_default_context

    def noted(**options: Any) -> ssl.SSLContext:
        asked.append(options)
        return made(**options)

    monkeypatch.setattr(ssl, "create_default_context", noted)
    assert NetworkOptions().trust().verify_mode is ssl.CERT_REQUIRED
    assert asked == [{"cafile": None, "capath": str(tmp_path)}]


async def test_an_authority_that_is_replaced_counts_from_then_on(
    papers: Papers, strangers: Papers, tmp_path: Path
) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.write_bytes(strangers.bundle.read_bytes())
    os.utime(bundle, ns=(1, 1))
    options = NetworkOptions(ca_bundle=bundle)
    async with vendor(papers.server()) as port:
        await refused(port, options)
        bundle.write_bytes(papers.bundle.read_bytes())
        assert await told(port, options) == {"told": True}


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "SSL_CERT_DIR"])
def test_a_variable_that_leads_nowhere_is_named(name: str, monkeypatch, tmp_path) -> None:
    for other in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, str(tmp_path / "nowhere"))
    with pytest.raises(ConfigurationError) as caught:
        NetworkOptions().trust()
    assert name in str(caught.value.hint)


async def test_a_context_of_the_caller_is_used(papers: Papers) -> None:
    context = ssl.create_default_context(cafile=str(papers.bundle))
    async with vendor(papers.server()) as port:
        assert await told(port, NetworkOptions(ssl_context=context)) == {"told": True}


async def test_what_is_no_tls_at_all_is_one_sentence() -> None:
    async with vendor(None) as port:
        error = await refused(port, NetworkOptions(connect_timeout=0.2))
    assert error.hint
    assert "\n" not in str(error)


# Client certificates -----------------------------------------------------------------------


@contextmanager
def strict(papers: Papers, version: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> Iterator[int]:
    """A server that refuses with an alert, as servers do (asyncio's own hangs up instead)."""
    context = papers.server(asks_for_client=True)
    context.maximum_version = version

    def refuse(listener: socket.socket) -> None:
        plain, _ = listener.accept()
        plain.settimeout(2)
        with context.wrap_socket(plain, server_side=True, do_handshake_on_connect=False) as tls:
            with suppress(OSError):
                tls.do_handshake()
            with suppress(OSError):  # so that the alert is read before the connection is reset
                socket.socket.shutdown(tls, socket.SHUT_WR)
                while socket.socket.recv(tls, 4096):
                    pass

    with socket.create_server(("127.0.0.1", 0)) as listener:
        worker = threading.Thread(target=refuse, args=(listener,))
        worker.start()
        yield listener.getsockname()[1]
        worker.join()


async def test_a_vendor_behind_mutual_tls_sees_our_certificate(papers: Papers) -> None:
    shown = ClientCertificate(papers.client)
    async with vendor(papers.server(asks_for_client=True)) as port:
        options = NetworkOptions(ca_bundle=papers.bundle, client_certificate=shown)
        assert await told(port, options) == {"told": True}


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_without_one_it_refuses_and_the_hint_says_so(papers: Papers, version) -> None:
    with strict(papers, version) as port:
        error = await refused(port, NetworkOptions(ca_bundle=papers.bundle))
    assert error.hint is not None
    assert "client_certificate" in error.hint


async def test_one_of_a_stranger_is_refused_with_the_same_hint(
    papers: Papers, strangers: Papers
) -> None:
    shown = ClientCertificate(strangers.client)
    with strict(papers) as port:
        options = NetworkOptions(ca_bundle=papers.bundle, client_certificate=shown)
        error = await refused(port, options)
    assert error.hint is not None
    assert "client_certificate" in error.hint


@pytest.fixture
def locked(papers: Papers, tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of ours, and its key encrypted."""
    certificate, file = papers.client, tmp_path / "locked.pem"
    key = load_pem_private_key(certificate.read_bytes(), None)
    secret = BestAvailableEncryption(KEY_WORD.encode())
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, secret))
    return certificate, file


async def test_an_encrypted_key_is_opened_by_its_password(
    papers: Papers, locked: tuple[Path, Path]
) -> None:
    shown = ClientCertificate(*locked, SecretStr(KEY_WORD))
    async with vendor(papers.server(asks_for_client=True)) as port:
        options = NetworkOptions(ca_bundle=papers.bundle, client_certificate=shown)
        assert await told(port, options) == {"told": True}


@pytest.mark.parametrize("word", [None, "another"])
def test_an_encrypted_key_is_refused_at_once_and_nobody_is_asked(
    locked: tuple[Path, Path], word: str | None
) -> None:
    """In a process with a terminal of its own: OpenSSL asks there, not at standard input."""
    code = (
        "from pathlib import Path; from pydantic import SecretStr\n"
        "from aigov_connectors._http import ClientCertificate, NetworkOptions\n"
        f"word = {word!r}\n"
        f"shown = ClientCertificate(Path({str(locked[0])!r}), Path({str(locked[1])!r}),"
        " None if word is None else SecretStr(word))\n"
        "try: NetworkOptions(client_certificate=shown).trust()\n"
        "except Exception as problem: print(type(problem).__name__, problem.hint)\n"
    )
    shown = _at_a_terminal([sys.executable, "-c", code])
    assert "ConfigurationError" in shown
    assert "client_key_password" in shown
    assert "phrase" not in shown


def _at_a_terminal(command: list[str]) -> str:
    """What a command writes to a terminal of its own, at which nobody types."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(command[0], command)  # noqa: S606 - our own interpreter
    shown, until = b"", time.monotonic() + 20
    while time.monotonic() < until:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                piece = os.read(terminal, 4096)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            shown += piece
            if b"phrase" in shown:
                os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    return shown.decode()


# Proxies -----------------------------------------------------------------------------------


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that anybody logs, at the loudest level."""
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "aigov_connectors"):
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


async def test_a_tunnel_ends_at_the_vendor_who_proves_itself(papers: Papers) -> None:
    async with vendor(papers.server()) as port, proxy() as between:
        options = NetworkOptions(proxy=f"http://127.0.0.1:{between.port}", ca_bundle=papers.bundle)
        assert await told(port, options) == {"told": True}
        error = await refused(port, NetworkOptions(proxy=f"http://127.0.0.1:{between.port}"))
    assert "certificate is not trusted" in str(error)
    assert between.asked[0].startswith(f"CONNECT 127.0.0.1:{port} ")


async def test_the_proxys_password_is_sent_and_never_told(papers, heard) -> None:
    async with vendor(papers.server()) as port, proxy(f"msp:{PROXY_PASSWORD}") as between:
        address = f"http://msp:{PROXY_PASSWORD}@127.0.0.1:{between.port}"
        options = NetworkOptions(proxy=address, ca_bundle=papers.bundle)
        assert await told(port, options) == {"told": True}
    encoded = base64.b64encode(f"msp:{PROXY_PASSWORD}".encode()).decode()
    said = [heard.text, repr(options), str(options), *map(repr, heard.records)]
    assert not [one for one in said if PROXY_PASSWORD in one or encoded in one]


async def test_a_wrong_password_is_an_error_that_names_the_proxy_alone(papers, heard) -> None:
    async with vendor(papers.server()) as port, proxy("msp:another") as between:
        address = f"http://msp:{PROXY_PASSWORD}@127.0.0.1:{between.port}"
        error = await refused(port, NetworkOptions(proxy=address, ca_bundle=papers.bundle))
    assert f"the proxy 127.0.0.1:{between.port} wants a credential" in str(error)
    assert "[connections.network]" in str(error.hint)
    whole = heard.text + str(error) + repr(error) + repr(error.__cause__) + str(error.hint)
    assert PROXY_PASSWORD not in whole


async def test_a_proxy_is_not_asked_again_with_the_same_password(papers) -> None:
    """Directories lock an account after a few."""
    async with vendor(papers.server()) as port, proxy("msp:another") as between:
        address = f"http://msp:{PROXY_PASSWORD}@127.0.0.1:{between.port}"
        options = NetworkOptions(proxy=address, ca_bundle=papers.bundle)
        await refused(port, options, retry=RetryPolicy())
    assert len(between.asked) == 1


async def test_a_proxy_without_an_address_is_named() -> None:
    error = await refused(1, NetworkOptions(proxy="http://proxy.invalid:3128"))
    assert "no such host as the proxy proxy.invalid:3128" in str(error)


async def test_a_proxy_that_is_not_there_is_a_transport_error() -> None:
    async with proxy() as gone:
        port = gone.port
    error = await refused(1, NetworkOptions(proxy=f"http://msp:{PROXY_PASSWORD}@127.0.0.1:{port}"))
    assert PROXY_PASSWORD not in str(error) + repr(error) + str(error.hint)


def test_the_configuration_shows_neither_proxy_nor_key_password() -> None:
    shown = repr(NetworkConfig(proxy=SecretStr(f"http://msp:{PROXY_PASSWORD}@proxy.example")))
    assert PROXY_PASSWORD not in shown
    certificate = ClientCertificate(Path("c.pem"), password=SecretStr(PROXY_PASSWORD))
    assert PROXY_PASSWORD not in repr(NetworkOptions(client_certificate=certificate))


# Timeouts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [{"read_timeout": 0.1, "total_timeout": 5.0}, {"read_timeout": 5.0, "total_timeout": 0.1}],
)
async def test_a_silent_vendor_is_waited_for_as_long_as_told(papers: Papers, options) -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.read()
        except (ConnectionError, ssl.SSLError):
            pass
        finally:
            writer.close()

    async with serving(silent, trust=papers.server()) as port:
        began = asyncio.get_running_loop().time()
        await refused(port, NetworkOptions(ca_bundle=papers.bundle, **options))
        assert asyncio.get_running_loop().time() - began < 2


async def test_a_vendor_that_never_shakes_hands_is_given_up(papers: Papers) -> None:
    async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with serving(mute) as port:
        options = NetworkOptions(connect_timeout=0.1, total_timeout=5.0)
        await refused(port, options)
