"""An Autotask database for the demonstration and the tests, read from the vendor's documents.

It knows nothing of the connector: neither how it parses nor how it judges. Options of the world:
`autotask.tickets` (how many tickets there are), `autotask.others` (requests that other integrations
sent within the hour), `autotask.latency` (seconds that each answer takes).
"""

from aigov_connectors.autotask.sandbox import planted
from aigov_connectors.autotask.sandbox.api import CODE, KEYS, rest_api_app
from aigov_connectors.autotask.sandbox.expected import answer_sheet
from aigov_connectors.sandbox.asgi import App
from aigov_connectors.sandbox.faults import FaultPlan
from aigov_connectors.sandbox.limits import Limits
from aigov_connectors.sandbox.planted import Planted
from aigov_connectors.sandbox.vendors import DemoConnection
from aigov_connectors.sandbox.world import World


class AutotaskSandbox:
    """See `VendorSandbox`."""

    vendor = planted.VENDOR

    def app(self, world: World, faults: FaultPlan, limits: Limits) -> App:
        """See `VendorSandbox.app`."""
        return rest_api_app(world, faults, limits)

    def connections(self, world: World) -> tuple[DemoConnection, ...]:
        """See `VendorSandbox.connections`."""
        kinds = {
            kind: {"username": key.user, "secret": key.secret, "integration_code": CODE}
            for kind, key in KEYS.items()
        }
        good = kinds["reader"]
        wrong = {
            "bad-secret": {**good, "secret": "not-the-secret"},
            "bad-user": {**good, "username": "nobody@northwindridge.example"},
            "bad-code": {**good, "integration_code": "not-a-code"},
        }
        return (
            DemoConnection(name=planted.CONNECTION, secrets=good, credentials={**kinds, **wrong}),
        )

    def planted(self, world: World) -> Planted:
        """See `VendorSandbox.planted`."""
        return answer_sheet(world)


SANDBOX = AutotaskSandbox()
