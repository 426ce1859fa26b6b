"""Two clients of one host share its connections, and nothing else."""

from __future__ import annotations

from pydantic import SecretStr
from tests._http.test_sockets import Exchange, Vendor
from tests.serving import serving

from aigov_connectors._http import (
    Auth,
    ErrorTable,
    HttpClient,
    RateLimits,
    ReadDeclaration,
    StaticHeaderAuth,
    open_client,
)

TOKEN = "sentinel-of-the-second"


class Heads:
    """A vendor that notes what each request brings."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.vendor = Vendor(self._talk)

    async def _talk(self, exchange: Exchange) -> None:
        self.told.append(exchange.head)
        await exchange.answer({"fine": True})


def _opened(port: int, auth: Auth | None = None, beside: HttpClient | None = None) -> HttpClient:
    return open_client(
        vendor="acme",
        connection="acme-1",
        tenant_id="t1",
        base_url=f"http://127.0.0.1:{port}",
        auth=auth,
        declaration=ReadDeclaration(),
        limits=RateLimits(max_in_flight=2),
        errors=ErrorTable(),
        beside=beside,
    )


SIGNED_IN = StaticHeaderAuth(value=SecretStr(TOKEN), prefix="Token ")


async def test_the_second_uses_the_connection_of_the_first() -> None:
    heads = Heads()
    async with serving(heads.vendor.serve) as port, _opened(port) as public:
        await public.json("/where")
        async with _opened(port, SIGNED_IN, public) as signed_in:
            await signed_in.json("/things")
        await public.json("/where")
    assert heads.vendor.connections == 1
    assert [TOKEN in head for head in heads.told] == [False, True, False]


async def test_another_host_gets_connections_of_its_own() -> None:
    heads, elsewhere = Heads(), Heads()
    async with (
        serving(heads.vendor.serve) as port,
        serving(elsewhere.vendor.serve) as other,
        _opened(port) as public,
        _opened(other, SIGNED_IN, public) as signed_in,
    ):
        await public.json("/where")
        await signed_in.json("/things")
    assert (heads.vendor.connections, elsewhere.vendor.connections) == (1, 1)
    assert TOKEN not in "".join(heads.told)
