"""A ConnectWise Automate server for the demonstration and the tests, read from the documents.

It knows nothing of the connector: neither how it parses nor how it judges. Options of the world:
`connectwise.automate.expires_in` and `.renews_for` (seconds that a token holds after a login and
after a renewal), `.untold_logins` (users do not say whether they are integrators), `.writes_at` (id
of a client at which every class may change computers), `.own_class` (the user class that the list
of users names for the demonstration's login).
"""

from aigov_connectors.connectwise.automate.sandbox import planted
from aigov_connectors.connectwise.automate.sandbox.api import client_id, rest_api_app
from aigov_connectors.connectwise.automate.sandbox.expected import answer_sheet
from aigov_connectors.connectwise.automate.sandbox.login import LOGINS
from aigov_connectors.sandbox.asgi import App
from aigov_connectors.sandbox.faults import FaultPlan
from aigov_connectors.sandbox.limits import Limits
from aigov_connectors.sandbox.planted import Planted
from aigov_connectors.sandbox.vendors import DemoConnection
from aigov_connectors.sandbox.world import World


class ConnectWiseAutomateSandbox:
    """See `VendorSandbox`."""

    vendor = planted.VENDOR

    def app(self, world: World, faults: FaultPlan, limits: Limits) -> App:
        """See `VendorSandbox.app`."""
        return rest_api_app(world, faults, limits)

    def connections(self, world: World) -> tuple[DemoConnection, ...]:
        """See `VendorSandbox.connections`."""
        kinds = {
            kind: {
                "username": login.user,
                "password": login.password,
                "client_id": client_id(world),
            }
            for kind, login in LOGINS.items()
        }
        good = kinds["reader"]
        wrong = {
            "bad-secret": {**good, "password": "not-the-password"},
            "bad-client-id": {**good, "client_id": "not-an-integration"},
        }
        return (
            DemoConnection(
                name=planted.CONNECTION,
                secrets=good,
                # A glance is enough for a demonstration: what is planted shows on the first ones.
                options={"sample_computers": 1},
                credentials={**kinds, **wrong},
            ),
        )

    def planted(self, world: World) -> Planted:
        """See `VendorSandbox.planted`."""
        return answer_sheet(world)


SANDBOX = ConnectWiseAutomateSandbox()
