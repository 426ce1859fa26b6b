"""A HaloPSA tenant for the demonstration and the tests, read from the vendor's documents.

It knows nothing of the connector: neither how it parses nor how it judges. Options of the world:
`halopsa.tickets` (how many tickets there are), `halopsa.expires_in` (seconds that a token lasts).
"""

from aigov_connectors.halopsa.sandbox import planted
from aigov_connectors.halopsa.sandbox.api import api_app
from aigov_connectors.halopsa.sandbox.expected import answer_sheet
from aigov_connectors.halopsa.sandbox.oauth import CREDENTIALS
from aigov_connectors.sandbox.asgi import App
from aigov_connectors.sandbox.faults import FaultPlan
from aigov_connectors.sandbox.limits import Limits
from aigov_connectors.sandbox.planted import Planted
from aigov_connectors.sandbox.vendors import DemoConnection
from aigov_connectors.sandbox.world import World


class HaloPSASandbox:
    """See `VendorSandbox`."""

    vendor = planted.VENDOR

    def app(self, world: World, faults: FaultPlan, limits: Limits) -> App:
        """See `VendorSandbox.app`."""
        return api_app(world, faults, limits)

    def connections(self, world: World) -> tuple[DemoConnection, ...]:
        """See `VendorSandbox.connections`."""
        kinds = {
            kind: {"client_id": one.client_id, "client_secret": one.secret}
            for kind, one in CREDENTIALS.items()
        }
        wrong = {"bad-secret": {**kinds["reader"], "client_secret": "not-the-secret"}}
        return (
            DemoConnection(
                name=planted.CONNECTION,
                secrets=kinds["reader"],
                options={"reached_as": [planted.HOST]},
                credentials={**kinds, **wrong},
            ),
        )

    def planted(self, world: World) -> Planted:
        """See `VendorSandbox.planted`."""
        return answer_sheet(world)


SANDBOX = HaloPSASandbox()
"""The REST API as an ASGI app: sign-in, scopes, routes, refusals."""
