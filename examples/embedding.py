"""Embedding in a product: own vault, own client list, own HTTP transport, async and sync.

Nothing is read from a file or the environment here: the product passes everything in.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta

from pydantic import SecretStr

from aigov_connectors import Config, Inventory, discover_sync, discovery
from aigov_connectors.events import GapFound, PageRead


class Vault:
    """Stands for the product's secret store, which is asked over the network."""

    def __init__(self, secrets: Mapping[str, SecretStr]) -> None:
        """`secrets` maps `connection/field` to the secret."""
        self._secrets = secrets

    async def get(self, connection: str, field: str) -> SecretStr | None:
        """Give one secret, or None where the vault has none."""
        await asyncio.sleep(0)  # here the product would call its vault
        return self._secrets.get(f"{connection}/{field}")


async def main(config: Config, vault: Vault) -> Inventory:
    """Show progress while it runs, and keep what was read if it takes too long."""
    async with discovery(config, secrets=vault, deadline=timedelta(minutes=10)) as run:
        async for event in run:
            match event:
                case PageRead():
                    print(f"{event.connection}: {event.rows} {event.resource}")
                case GapFound():
                    print(f"{event.connection}: not read: {event.gap.subject}")
                case _:
                    pass
        return run.partial  # whole when the run is over, and honest about it when it is not


def main_sync(config: Config, vault: Vault) -> Inventory:
    """The same without an event loop; inside one it runs in a thread of its own."""
    return discover_sync(config, secrets=vault)
