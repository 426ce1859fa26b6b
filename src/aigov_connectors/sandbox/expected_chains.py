"""The chains over several tools that must be found: written by hand from what each tool serves.

A rule of the service desk without a condition starts with every ticket on its board; whether one
with a condition starts with a given ticket is not shown. An action that holds a script of another
product calls that product. A call leads to a tool by its host, to a board by the number in its
body, and to nothing by its name.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from aigov_connectors.sandbox.planted import ExpectedFinding, LookAlike, Named, Planted
from aigov_connectors.sandbox.world import World

__all__ = ["chains_over"]

_S1, _PSA, _AUTOMATE = "sentinelone", "connectwise.psa", "connectwise.automate"
_CONNECTIONS = {_S1: "northwind-s1", _PSA: "northwind-psa", _AUTOMATE: "northwind-automate"}
_NOT_IN_AUTOMATE = frozenset({"Nordlicht Logistik"})

_ALERT = "Alert becomes a ticket"
_EVERY = "Every ticket on the board in Contain"
_DISK = "Summary tells of disk space in Disk alert auto-fix"


@dataclass(frozen=True, slots=True)
class _Path:
    tools: tuple[str, ...]
    """Vendors of the steps, in their order."""
    steps: tuple[str, ...]
    verdict: Literal["fail", "undetermined"]
    severity: Literal["high", "medium", "low"]
    because: str
    client: str | None = None
    """None is every client that the tools share."""


_PATHS: tuple[_Path, ...] = (
    _Path(
        (_S1, _PSA, _AUTOMATE),
        (_ALERT, _EVERY, _CONNECTIONS[_AUTOMATE]),
        "fail",
        "high",
        "each tool shows its own link, and none of them asks anybody",
        "Copperline Electric",
    ),
    _Path(
        (_PSA, _AUTOMATE),
        (_EVERY, _CONNECTIONS[_AUTOMATE]),
        "fail",
        "high",
        "whatever opened the ticket, the script runs; for the clients without such a workflow too",
    ),
    _Path(
        (_PSA, _AUTOMATE),
        (_DISK, _CONNECTIONS[_AUTOMATE]),
        "fail",
        "high",
        "the rule runs a script by itself when its condition holds",
    ),
    _Path(
        (_S1, _PSA, _AUTOMATE),
        (_ALERT, _DISK, _CONNECTIONS[_AUTOMATE]),
        "undetermined",
        "medium",
        "whether the ticket of the alert fulfils the condition is not shown",
        "Copperline Electric",
    ),
    _Path(
        (_S1, _PSA),
        (_ALERT, _DISK),
        "undetermined",
        "low",
        "the same rule closes the ticket, if it starts",
        "Copperline Electric",
    ),
    _Path(
        (_S1, _PSA),
        ("Tidy stale tickets", _CONNECTIONS[_PSA]),
        "undetermined",
        "low",
        "it changes something at the service desk by an address that no document explains",
        "Hearthstone Senior Living",
    ),
)

_LOOK_ALIKES = (
    LookAlike(
        _S1,
        "the same alert and the same words, and no way from tool to tool",
        (
            "Ticket on the quiet board > Every ticket here in Contain, retired",
            "Ticket in the laboratory > Every ticket on the board in Contain",
            "Ask, then open a ticket > Every ticket on the board in Contain > northwind-automate",
        ),
    ),
)


def chains_over(vendors: Collection[str], world: World) -> Planted:
    """Return what must be found over the tools that are served."""
    shared = tuple(sorted(one.name for one in world.clients if one.name not in _NOT_IN_AUTOMATE))
    return Planted(
        findings=tuple(
            ExpectedFinding(
                rule="ungated-chain",
                verdict=one.verdict,
                severity=one.severity,
                vendor=one.tools[0],
                connection=_CONNECTIONS[one.tools[0]],
                because=one.because,
                source_object=Named("chain", " > ".join(one.steps)),
                clients=shared if one.client is None else (one.client,),
            )
            for one in _PATHS
            if set(one.tools) <= set(vendors)
        ),
        look_alikes=_LOOK_ALIKES if set(_CONNECTIONS) <= set(vendors) else (),
    )
