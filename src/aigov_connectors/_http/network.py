"""The lowest layer: proxy, trust, client certificate, timeouts, one pool of connections."""

import os
import re
import ssl
import urllib.request
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Literal, TypeAlias

import httpx
from pydantic import InstanceOf, SecretStr

from aigov_connectors.errors import ConfigurationError

TrustStore = Literal["certifi", "system"]

Transport: TypeAlias = httpx.AsyncBaseTransport
"""What a program may give in the place of the network."""

# A wait for the next window of a rate limit is a minute at most vendors; a new connection costs
# more than an idle one.
_KEPT_ALIVE = 75.0  # seconds

KEY_PASSWORD = "client_key_password"  # noqa: S105 - a name
"""The secret of a connection that opens an encrypted client key."""
_TRUST_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR")

_HOST = re.compile(rb"[0-9A-Za-z._-]+|[0-9A-Fa-f:.]+")


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """A certificate that this side shows, for vendors behind mutual TLS."""

    certificate: Path
    key: Path | None = None
    """None: the key is in the certificate's file."""
    password: SecretStr | None = None
    """Of an encrypted key; without it such a key is refused, and nobody is asked for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkOptions:
    """How one connection reaches its vendor. All times are seconds."""

    proxy: str | None = field(default=None, repr=False)
    """Proxy URL, which may hold a password; None asks the environment if `trust_env`."""
    ca_bundle: Path | None = None
    """PEM file that is trusted instead of the trust store."""
    ssl_context: InstanceOf[ssl.SSLContext] | None = None
    """Used as it is; every other TLS option is then ignored."""
    trust_store: TrustStore = "certifi"
    client_certificate: ClientCertificate | None = None
    connect_timeout: float = 10.0
    read_timeout: float = 60.0
    """Longest silence of the vendor within one answer."""
    total_timeout: float = 300.0
    """Longest time one attempt may take, however steadily it drips."""
    max_body_bytes: int = 64 * 1024 * 1024
    """Largest answer, after decompression."""
    trust_env: bool = True
    """Whether proxy and certificate variables of the environment count."""

    def timeout(self) -> httpx.Timeout:
        """Give the timeouts that httpx knows; the total one is kept by the attempt."""
        return httpx.Timeout(self.read_timeout, connect=self.connect_timeout, pool=None)

    def trust(self) -> ssl.SSLContext:
        """Give the SSL context; connections with the same options share one.

        Raises:
            ConfigurationError: a certificate file cannot be read.
        """
        if self.ssl_context is not None:
            return self.ssl_context
        anchors = _anchors(self)
        shown = self.client_certificate
        files = [*anchors.files, *(() if shown is None else (shown.certificate, shown.key))]
        return _context(anchors, shown, tuple(map(_age, filter(None, files))))


def parse_base_url(base_url: str, *, vendor: str) -> httpx.URL:
    """Check and read the base URL of a connection.

    Raises:
        ConfigurationError: it is no https URL (http is for loopback), or holds more than a
            host, a port and a path.
    """
    try:
        url = httpx.URL(base_url.strip())
    except httpx.InvalidURL as cause:
        raise ConfigurationError(
            "the base URL cannot be read", vendor=vendor, hint="Give it as https://host."
        ) from cause
    problem = None
    if not _HOST.fullmatch(url.raw_host) or url.scheme not in {"https", "http"}:
        problem = "the base URL is not an https URL"
    elif url.scheme == "http" and not is_loopback(url.host):
        problem = "the base URL is not https, and its host is not this machine"
    elif url.userinfo or url.query or url.fragment:
        problem = "the base URL holds more than host, port and path"
    if problem:
        raise ConfigurationError(problem, vendor=vendor, hint="Give it as https://host.")
    return url.copy_with(path=url.path.rstrip("/") or "/")


def origin_of(url: httpx.URL) -> tuple[str, str, int | None]:
    """Give scheme, host and port: what two addresses must share to be one server."""
    return url.scheme, url.host, url.port


def is_loopback(host: str) -> bool:
    """Tell whether `host` can only be this machine."""
    if host.casefold() == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def network_transport(
    options: NetworkOptions, *, base_url: httpx.URL, connections: int
) -> httpx.AsyncHTTPTransport:
    """Open a pool of at most `connections` connections, HTTP/1.1, without retries of its own."""
    return httpx.AsyncHTTPTransport(
        # Plain http reaches loopback only, so there is nothing to verify and no store to load.
        verify=options.trust() if base_url.scheme == "https" else False,
        trust_env=False,
        limits=httpx.Limits(
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=_KEPT_ALIVE,
        ),
        proxy=_proxy(options, base_url),
    )


def _proxy(options: NetworkOptions, base_url: httpx.URL) -> httpx.Proxy | None:
    """Give the proxy that is configured, or that the environment names.

    Raises:
        ConfigurationError: it is none that can be used; the message does not hold its address,
            which may hold a password.
    """
    address = options.proxy or _environment_proxy(options, base_url)
    if address is None:
        return None
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as cause:
        raise _no_proxy("cannot be read") from cause
    if url.scheme not in {"http", "https"} or not url.host:
        raise _no_proxy("is not an http or https address with a host")
    return httpx.Proxy(url)


def _no_proxy(why: str) -> ConfigurationError:
    return ConfigurationError(
        f"the proxy's address {why}",
        hint="Give proxy as http://host:port, or mend HTTPS_PROXY and ALL_PROXY.",
    )


def _environment_proxy(options: NetworkOptions, base_url: httpx.URL) -> str | None:
    if not options.trust_env or is_loopback(base_url.host):
        return None
    if urllib.request.proxy_bypass(base_url.host):
        return None
    proxies = urllib.request.getproxies()
    found = proxies.get(base_url.scheme) or proxies.get("all")
    return found if found is None or "://" in found else f"http://{found}"


def proxy_host(options: NetworkOptions, base_url: httpx.URL) -> str | None:
    """Give host and port of the proxy that requests go through, without its credential."""
    proxy = _proxy(options, base_url)
    return None if proxy is None else proxy.url.netloc.decode("ascii")


@dataclass(frozen=True, slots=True)
class _Anchors:
    """Whom to trust: a file, a folder, or neither for the system's own store."""

    file: str | None
    folder: str | None
    named_by: str
    moved_to: tuple[str | None, ...] = ()
    """Where the variables lead OpenSSL, which looks at them by itself for the system's store."""

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(one for one in (self.file, self.folder) if one)


def _anchors(options: NetworkOptions) -> _Anchors:
    if options.ca_bundle is not None:
        return _Anchors(str(options.ca_bundle), None, "ca_bundle")
    file, folder = (os.environ.get(name) or None for name in _TRUST_VARIABLES)
    if options.trust_store == "system":
        return _Anchors(None, None, 'trust_store = "system"', moved_to=(file, folder))
    if options.trust_env and (file or folder):
        told = zip(_TRUST_VARIABLES, (file, folder), strict=True)
        names = " and ".join(name for name, value in told if value)
        return _Anchors(file, folder, f"the environment variable {names}")
    import certifi  # looks its file up when it is imported

    return _Anchors(certifi.where(), None, "certifi")


def _age(path: str | Path) -> int:
    """When a file was last written: a certificate that is replaced counts from then on."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


@lru_cache(maxsize=32)
def _context(
    anchors: _Anchors, shown: ClientCertificate | None, ages: tuple[int, ...]
) -> ssl.SSLContext:
    try:
        if anchors.folder is not None:
            os.listdir(anchors.folder)  # OpenSSL takes what is not there for an empty folder
        context = ssl.create_default_context(cafile=anchors.file, capath=anchors.folder)
    except (OSError, ssl.SSLError) as cause:
        raise ConfigurationError(
            "the certificates that are to be trusted cannot be read",
            hint=f"They are named by {anchors.named_by}: check path, rights and format (PEM).",
        ) from cause
    if shown is None:
        return context
    password = shown.password
    try:
        # OpenSSL would ask at the terminal, and hold up everybody: an empty word fails at once.
        context.load_cert_chain(
            shown.certificate,
            shown.key,
            lambda: "" if password is None else password.get_secret_value(),
        )
    except (OSError, ssl.SSLError) as cause:
        raise ConfigurationError(
            "the client certificate or its key cannot be used",
            hint="Check client_certificate and client_key: path, rights, format (PEM); an"
            f" encrypted key takes the connection's secret {KEY_PASSWORD}.",
        ) from cause
    return context
