"""A NinjaOne instance for the demonstration and the tests, read from the vendor's documents.

It knows nothing of the connector: neither how it parses nor how it judges. Options of the world:
`ninjaone.expires_in` (seconds that a token holds), `ninjaone.cursor_seconds`,
`ninjaone.cursor_count` (`total`, or `page` where `count` is the size of the page),
`ninjaone.rotates_refresh_tokens` (each use of the refresh token replaces it).
"""

from aigov_connectors.ninjaone.sandbox import planted
from aigov_connectors.ninjaone.sandbox.api import public_api_app
from aigov_connectors.ninjaone.sandbox.expected import answer_sheet
from aigov_connectors.ninjaone.sandbox.oauth import TokenDesk
from aigov_connectors.sandbox.asgi import App
from aigov_connectors.sandbox.faults import FaultPlan
from aigov_connectors.sandbox.limits import Limits
from aigov_connectors.sandbox.planted import Planted
from aigov_connectors.sandbox.vendors import DemoConnection
from aigov_connectors.sandbox.world import World


class NinjaOneSandbox:
    """See `VendorSandbox`."""

    vendor = planted.VENDOR

    def app(self, world: World, faults: FaultPlan, limits: Limits) -> App:
        """See `VendorSandbox.app`."""
        return public_api_app(world, faults, limits)

    def connections(self, world: World) -> tuple[DemoConnection, ...]:
        """See `VendorSandbox.connections`."""
        desk = TokenDesk(world)
        kinds = {
            kind: {"client_id": client.id, "client_secret": client.secret}
            for kind, client in desk.clients().items()
        }
        wrong = {**kinds["monitoring"], "client_secret": "not-the-secret"}
        return (
            DemoConnection(
                name=planted.CONNECTION,
                secrets={**kinds["monitoring"], "refresh_token": desk.refresh_token},
                options={"reached_as": [planted.HOST]},
                credentials={**kinds, "bad-secret": wrong},
            ),
        )

    def planted(self, world: World) -> Planted:
        """See `VendorSandbox.planted`."""
        return answer_sheet(world)


SANDBOX = NinjaOneSandbox()
