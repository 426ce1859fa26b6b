"""Read-only discovery of AI and unattended automation in the tools of an MSP.

    from aigov_connectors import assess, discover, load_config

    config = load_config("aigov-connectors.toml")
    inventory = await discover(config)               # reads, never writes
    assessment = assess(inventory, config.policy)    # pure; without a policy, the lines that ship

Vendor clients live in their own packages, such as `aigov_connectors.sentinelone`.
"""

from typing import TYPE_CHECKING

# What every client takes and gives: loaded before the first one is opened, not while it is.
from aigov_connectors._http import NetworkOptions, Rate, RateLimits, Read, RetryPolicy
from aigov_connectors.lazily import lazily

if TYPE_CHECKING:
    from aigov_connectors.config import Config, ConnectionConfig, load_config
    from aigov_connectors.errors import ConnectorError
    from aigov_connectors.inventory import Inventory
    from aigov_connectors.policy import DEFAULT_POLICY, Policy
    from aigov_connectors.rules import Assessment, Finding, assess
    from aigov_connectors.running.discovering import (
        Discovery,
        DiscoveryOptions,
        discover,
        discover_sync,
        discovery,
    )
    from aigov_connectors.snapshot import Snapshot
else:  # see `lazily`: what stands just above is loaded when it is first asked for
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "config": "Config ConnectionConfig load_config",
            "running.discovering": "Discovery DiscoveryOptions discover discover_sync discovery",
            "errors": "ConnectorError",
            "inventory": "Inventory",
            "policy": "DEFAULT_POLICY Policy",
            "rules": "Assessment Finding assess",
            "snapshot": "Snapshot",
        },
    )

__all__ = [
    "DEFAULT_POLICY",
    "Assessment",
    "Config",
    "ConnectionConfig",
    "ConnectorError",
    "Discovery",
    "DiscoveryOptions",
    "Finding",
    "Inventory",
    "NetworkOptions",
    "Policy",
    "Rate",
    "RateLimits",
    "Read",
    "RetryPolicy",
    "Snapshot",
    "assess",
    "discover",
    "discover_sync",
    "discovery",
    "load_config",
]
