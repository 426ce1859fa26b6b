"""The answer sheet over several tools: `chains.toml`, limited to what is served.

A chain is nobody's own, so no tool's folder can hold it; and no code names the tools.
"""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from aigov_connectors.sandbox.planted import ExpectedFinding, LookAlike, Named, Planted
from aigov_connectors.sandbox.world import World

__all__ = ["chains_over"]

_SHEET = Path(__file__).with_name("chains.toml")


def chains_over(connections: Mapping[str, str], world: World) -> Planted:
    """Return what must be found over the tools that are served.

    Args:
        connections: connection name to vendor.
        world: whose clients are meant where a chain names none.
    """
    sheet = tomllib.loads(_SHEET.read_text("utf-8"))
    chains = [one for one in sheet["chains"] if _places(one) <= connections.keys()]
    every = {at for one in sheet["chains"] for at in _places(one)}
    return Planted(
        findings=tuple(_finding(one, connections, world) for one in chains),
        look_alikes=tuple(
            LookAlike(connections[one["at"]], one["what"], tuple(one["names"]))
            for one in sheet["look_alikes"]
            if every <= connections.keys()
        ),
    )


def _finding(
    chain: Mapping[str, Any], connections: Mapping[str, str], world: World
) -> ExpectedFinding:
    steps = chain["steps"]
    begins = steps[0]["at"]
    left_out = frozenset(chain.get("without", ()))
    named = (chain["client"],) if "client" in chain else tuple(chain.get("clients", ()))
    every = (one.name for one in world.clients if one.name not in left_out)
    clients: Iterable[str] = named or sorted(every)
    return ExpectedFinding(
        rule="ungated-chain",
        verdict=chain["verdict"],
        severity=chain["severity"],
        vendor=connections[begins],
        connection=begins,
        because=chain["because"],
        source_object=Named("chain", " > ".join(one.get("name", one["at"]) for one in steps)),
        clients=tuple(clients),
    )


def _places(chain: Mapping[str, Any]) -> set[str]:
    return {one["at"] for one in chain["steps"]}
