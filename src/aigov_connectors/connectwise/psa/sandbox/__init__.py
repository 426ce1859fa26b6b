"""A ConnectWise PSA tenant for the demonstration and the tests, read from the vendor's documents.

It knows nothing of the connector: neither how it parses nor how it judges. Options of the
world: `connectwise.psa.tickets` (how many tickets there are), `connectwise.psa.old` (a server that
has the events and actions of rules below each rule only).
"""

from aigov_connectors.connectwise.psa.sandbox import planted
from aigov_connectors.connectwise.psa.sandbox.api import KEYS, client_id, rest_api_app
from aigov_connectors.connectwise.psa.sandbox.expected import answer_sheet
from aigov_connectors.sandbox.asgi import App
from aigov_connectors.sandbox.faults import FaultPlan
from aigov_connectors.sandbox.limits import Limits
from aigov_connectors.sandbox.planted import Planted
from aigov_connectors.sandbox.vendors import DemoConnection
from aigov_connectors.sandbox.world import World


class ConnectWisePSASandbox:
    """See `VendorSandbox`."""

    vendor = planted.VENDOR

    def app(self, world: World, faults: FaultPlan, limits: Limits) -> App:
        """See `VendorSandbox.app`."""
        return rest_api_app(world, faults, limits)

    def connections(self, world: World) -> tuple[DemoConnection, ...]:
        """See `VendorSandbox.connections`."""
        kinds = {
            kind: {
                "company_id": planted.COMPANY_ID,
                "public_key": key.public,
                "private_key": key.private,
                "client_id": client_id(world),
            }
            for kind, key in KEYS.items()
        }
        good = kinds["inquire"]
        wrong = {
            "bad-secret": {**good, "private_key": "not-the-key"},
            "bad-company": {**good, "company_id": "nobody"},
            "bad-client-id": {**good, "client_id": "not-an-integration"},
        }
        return (
            DemoConnection(
                name=planted.CONNECTION,
                secrets=good,
                credentials={**kinds, **wrong},
                options={"reached_as": [planted.HOST]},
            ),
        )

    def planted(self, world: World) -> Planted:
        """See `VendorSandbox.planted`."""
        return answer_sheet(world)


SANDBOX = ConnectWisePSASandbox()
