"""What workflow rules were seen to do: nobody listed did it, so nobody was asked.

The rules themselves are in no API. Each kind of effect is a statement of its own, since each
reaches other clients; where one was not seen, nothing follows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from aigov_connectors.autotask.normalize.places import tenant_scope
from aigov_connectors.autotask.normalize.reach import Desk
from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.inventory import (
    Evidence,
    Place,
    Reach,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
)

__all__ = ["Effects", "deployments_from_effects"]

_NAMES = {
    "moved": "tickets moved or assigned",
    "prioritized": "priority changed",
    "changed": "tickets changed",
    "completed": "tickets completed",
    "mail": "mail to clients",
    "note": "notes added",
}
"""Value of the reading table's setting `effect`, and what it is called."""


class Effects:
    """Counts effects by kind and client, and keeps the first proof of each."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.proofs: dict[tuple[str, str], Evidence] = {}
        self.at_once: Counter[str] = Counter()
        """Kind to how many came within a minute of the ticket's opening, as no person is."""

    def add(self, kind: str, organization: str, proof: Callable[[], Evidence]) -> None:
        """Count one; `proof` is asked for once."""
        self.counts[kind, organization] += 1
        if (kind, organization) not in self.proofs:
            self.proofs[kind, organization] = proof()


def deployments_from_effects(
    effects: Effects, *, entry: FeatureEntry, place: Place, desk: Desk
) -> Iterator[Statement]:
    """State each kind of effect at the clients where it was seen; others may have it too.

    `entry` is the catalogue's `rule_effects`.
    """
    tickets = desk.of_category(None)
    for kind, name in _NAMES.items():
        seen = {client: n for (one, client), n in sorted(effects.counts.items()) if one == kind}
        if not seen:
            continue
        evidence = tuple(effects.proofs[kind, client] for client in seen)
        label = entry.label("effect", kind)
        settings = [Setting(name="times seen", value=sum(seen.values()))]
        if effects.at_once[kind]:
            within = "of them within a minute of opening"
            settings.append(Setting(name=within, value=effects.at_once[kind]))
        yield Statement(
            deployment=entry.deployment(
                place=place,
                scope=tenant_scope(place),
                source_object=SourceObject(
                    kind=SourceKind.RULE,
                    id=f"workflowRules:{kind}",
                    name=f"workflow rules: {name}",
                ),
                label=label,
                enabled=label.enabled,
                reach=Reach.UNKNOWN,
                settings=tuple(settings),
                evidence=evidence,
            ),
            evidence=evidence,
            reach=dict.fromkeys(seen),
            tickets={client: tickets.get(client, 0) for client in seen},
            window=desk.window,
        )
