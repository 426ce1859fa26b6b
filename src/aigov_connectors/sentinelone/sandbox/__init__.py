"""A SentinelOne console for the demonstration and the tests, read from the vendor's documents.

It knows nothing of the connector: neither how it parses nor how it judges.
"""

from aigov_connectors.sandbox.asgi import App
from aigov_connectors.sandbox.faults import FaultPlan
from aigov_connectors.sandbox.limits import Limits
from aigov_connectors.sandbox.planted import Planted
from aigov_connectors.sandbox.vendors import DemoConnection
from aigov_connectors.sandbox.world import World
from aigov_connectors.sentinelone.sandbox import planted
from aigov_connectors.sentinelone.sandbox.access import Access
from aigov_connectors.sentinelone.sandbox.api import console_app
from aigov_connectors.sentinelone.sandbox.expected import answer_sheet
from aigov_connectors.sentinelone.sandbox.names import Console


class SentinelOneSandbox:
    """See `VendorSandbox`."""

    vendor = planted.VENDOR

    def app(self, world: World, faults: FaultPlan, limits: Limits) -> App:
        """See `VendorSandbox.app`."""
        return console_app(world, faults, limits)

    def connections(self, world: World) -> tuple[DemoConnection, ...]:
        """See `VendorSandbox.connections`; the demonstration reads with `account-viewer`."""
        tokens = Access(Console(world)).tokens
        return (
            DemoConnection(
                name=planted.CONNECTION,
                secrets={"api_token": tokens["account-viewer"]},
                options={"reached_as": ["console.northwind-ridge.example"]},
                credentials={kind: {"api_token": token} for kind, token in tokens.items()},
            ),
        )

    def planted(self, world: World) -> Planted:
        """See `VendorSandbox.planted`."""
        console = Console(world)
        ids = {
            world.clients[site.client].name: site.id
            for site in console.sites
            if site.client is not None
        }
        return answer_sheet(world, site_ids=ids)


SANDBOX = SentinelOneSandbox()
