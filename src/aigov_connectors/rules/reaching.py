"""What holds of a setting whose reach is not known: it may be in force where the policy differs.

"Unknown is not empty": beside the clients that it is seen to reach, every client of its tenant may
be one. Where the policy says the same of all of them that changes nothing; where it does not, no
answer holds, save that it fails at a client where it is seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from aigov_connectors.inventory import (
    Client,
    ClientContext,
    DecisionKind,
    Deployment,
    Inventory,
    Reach,
    Verdict,
)
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import Judgement

__all__ = ["Served", "depends_on_the_client", "for_whom_not_told", "tells_apart"]

_GRAVITY = {Verdict.FAIL: 2, Verdict.UNDETERMINED: 1, Verdict.PASS: 0}
_HOW_TO_TELL = "Look in the vendor's console whom it is set for."


class Served:
    """The clients that a tenant serves, as far as is known."""

    def __init__(self, inventory: Inventory) -> None:
        self._clients: dict[tuple[str, str], dict[str, Client]] = defaultdict(dict)
        for client in inventory.clients:
            for member in client.members:
                self._clients[member.vendor, member.tenant_id][client.id] = client

    def at(self, vendor: str, tenant_id: str) -> tuple[Client, ...]:
        """Those of one tenant."""
        return tuple(self._clients.get((vendor, tenant_id), {}).values())

    def whom_it_may_reach(self, deployment: Deployment, policy: Policy) -> tuple[Client, ...]:
        """The clients of its tenant; where none is known, one of each kind the policy names."""
        known = self.at(deployment.vendor, deployment.tenant_id)
        return known or tuple(_anyone(policy))


def _anyone(policy: Policy) -> Iterator[Client]:
    """Somebody of whom no line about some clients speaks, and somebody for each such line."""
    yield Client(id="anyone", name="anyone")
    for number, line in enumerate(policy.lines):
        if line.chooses_clients:
            yield Client(
                id=f"anyone-{number}",
                name=line.clients[0] if line.clients else "anyone",
                context=ClientContext(
                    industry=next(iter(line.industries), None), regulations=line.regulations[:1]
                ),
            )


def depends_on_the_client(deployment: Deployment, policy: Policy) -> bool:
    """Whether its reach is not known, and a line about some clients may speak of what it does."""
    return deployment.reach is Reach.UNKNOWN and tells_apart(
        deployment.decisions, policy, feature=deployment.feature
    )


def tells_apart(decisions: Sequence[DecisionKind], policy: Policy, *, feature: str | None) -> bool:
    """Whether a line about some clients may speak of one of these decisions."""
    return any(policy.tells_clients_apart(one, feature=feature) for one in decisions)


def for_whom_not_told(
    overall: Judgement | None, possible: Sequence[Judgement], *, is_seen: bool
) -> Judgement | None:
    """What holds of a setting that may reach more clients than are known.

    Args:
        overall: the answer as far as is known.
        possible: the answers for those whom it may reach besides.
        is_seen: whether `overall` is of clients that it is seen to reach; what fails there fails.
    """
    if not possible or overall is None:
        return overall
    worst = max(possible, key=lambda one: _GRAVITY[one.verdict])
    if is_seen and _GRAVITY[overall.verdict] >= min(1, _GRAVITY[worst.verdict]):
        return overall
    if not is_seen and len({one.verdict for one in possible}) == 1:
        return worst
    return replace(
        worst,
        verdict=Verdict.UNDETERMINED,
        because=(
            "For whom it acts could not be told, and the oversight policy does not say the same of"
            f" all whom it may reach. At the worst: {worst.because}"
        ),
        does=f"{worst.does}; for whom could not be told" if worst.does else None,
        endpoints=None,
        remedy=_HOW_TO_TELL,
    )
