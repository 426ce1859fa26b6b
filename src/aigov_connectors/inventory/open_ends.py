"""Ways out of a tool that lead nowhere that was read: what a chain may go on by, unseen."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from aigov_connectors.inventory.inventory import Inventory
from aigov_connectors.inventory.link import Link
from aigov_connectors.inventory.links import only_looks, words_of
from aigov_connectors.inventory.vocabulary import GateKind, LinkKind

__all__ = ["OpenEnd", "open_ends"]


@dataclass(frozen=True, slots=True)
class OpenEnd:
    """One way out, and why it is not followed."""

    deployment: str
    """Key of what leads out."""
    words: str
    """What it does there: `sends POST hooks.example/{}`."""
    gate: GateKind
    because: str
    """One sentence."""
    settled_by: str
    evidence: tuple[str, ...]


def open_ends(inventory: Inventory) -> tuple[OpenEnd, ...]:
    """Every way out of what is at work that ends outside of what was read; once per deployment.

    A call that only looks is none. One that leads back into its own tool is none either.
    """
    followed = {
        (step.deployment, step.link)
        for chain in inventory.chains
        for step in chain.steps
        if step.deployment and step.link
    }
    found = {
        (end.deployment, end.words): end
        for one in inventory.deployments
        if one.enabled is not False and one.shadowed_by is None
        for link in one.leads_to
        if link.evidence
        for end in _ends(one.key, link, inventory, followed)
    }
    return tuple(found[place] for place in sorted(found))


def _ends(
    deployment: str, link: Link, inventory: Inventory, followed: Collection[tuple[str, str]]
) -> Iterator[OpenEnd]:
    match link.kind:
        case LinkKind.CALL:
            hosts = {
                host.casefold() for one in inventory.connections for host in (one.host, *one.hosts)
            }
            if link.key.casefold() in hosts or only_looks(link):
                return
            because = "No tool that was read answers there."
            settled_by = (
                "Look there what it starts. If it is a tool that is read, name the host under"
                " `reached_as` of its connection."
            )
        case LinkKind.PRODUCT:
            if (deployment, words_of(link)) in followed:
                return
            what = "what it calls" if link.place is None else link.place.replace(":", " ")
            because = f"No server of {link.key} that was read has {what} and serves such a client."
            settled_by = f"Add a connection to the server of {link.key} that is set up there."
            if not any(one.vendor == link.key for one in inventory.connections):
                because = f"No connection to {link.key} was read."
                settled_by = f"Add a connection to {link.key}, or look there what it starts."
        case _:
            return
    yield OpenEnd(
        deployment=deployment,
        words=words_of(link),
        gate=link.gate,
        because=because,
        settled_by=settled_by,
        evidence=link.evidence,
    )
