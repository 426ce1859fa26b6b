"""A chain from the PSA to the RMM does not vanish because the PSA's companies were refused."""

from __future__ import annotations

from typing import Any

from aigov_connectors import discover_sync
from aigov_connectors._http import RetryPolicy
from aigov_connectors.config import Config
from aigov_connectors.credentials import MappingSecrets
from aigov_connectors.drift import diff
from aigov_connectors.drift.model import Aspect, Move
from aigov_connectors.rules import assess
from aigov_connectors.sandbox import sandbox
from aigov_connectors.snapshot import Snapshot

RMM, PSA = "connectwise.automate", "connectwise.psa"
KEYS = {"northwind-psa": "inquire", "northwind-automate": "reader"}


def read(*faults: str) -> Snapshot:
    """Read both tools of a small tenant."""
    world: dict[str, Any] = {"clients": 28, "devices": 240, "activities": 300, "threats": 10}
    with sandbox(**world, limit_factor=1e6, vendors=[RMM, PSA], faults=list(faults)) as box:
        told = ("name", "vendor", "base_url", "reached_as")
        connections = [
            {**{key: one[key] for key in told if key in one}, "limit_factor": 1e6}
            for one in box.connections
        ]
        config = Config.model_validate({"connections": connections, "clients": list(box.clients)})
        secrets = MappingSecrets({name: box.credentials[name][key] for name, key in KEYS.items()})
        quick = RetryPolicy(attempts=2, first_wait=0.001, longest_wait=0.002)
        inventory = discover_sync(config, secrets=secrets, retry=quick)
    return Snapshot(inventory=inventory, assessment=assess(inventory))


def test_no_chain_is_gone_where_the_companies_were_refused() -> None:
    before, after = read(), read(f"deny:vendor={PSA},path=/company/companies$")
    starts = {
        step.deployment
        for chain in before.inventory.chains
        for step in chain.steps[:1]
        if "apiMember" in (step.deployment or "")
    }
    assert starts
    assert starts <= {chain.steps[0].deployment for chain in after.inventory.chains}
    changes = [one for one in diff(before, after).changes if one.aspect is Aspect.CHAIN]
    assert not [one.because for one in changes if one.move is Move.GONE]
