"""Gaps put together: what could not be seen for one reason, and what would help."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from aigov_connectors.inventory import Gap, GapReason, Inventory

__all__ = ["UNREAD", "GapGroup", "gap_groups"]

UNREAD = frozenset({GapReason.FAILED, GapReason.DENIED, GapReason.TRUNCATED, GapReason.INTERRUPTED})
"""What was to be read and was not: said beside one rule's findings too."""

_REASONS = (
    GapReason.FAILED,
    GapReason.DENIED,
    GapReason.TRUNCATED,
    GapReason.INTERRUPTED,
    GapReason.INCONCLUSIVE,
    GapReason.UNLICENSED,
    GapReason.NOT_EXPOSED,
)
"""In the order in which a person should look at them."""


@dataclass(frozen=True, slots=True)
class GapGroup:
    """Gaps of one connection that have one reason and one remedy."""

    connection: str
    reason: GapReason
    remedy: str
    subjects: tuple[str, ...]
    details: tuple[str, ...]
    clients: tuple[str, ...]
    """Names of the clients concerned; empty means the whole connection."""
    gaps: tuple[Gap, ...]


def gap_groups(inventory: Inventory) -> tuple[GapGroup, ...]:
    """Gather the gaps by connection, reason and remedy.

    Left out is what stands elsewhere: features that no API shows are findings of their own, and
    what the credential may do is said beside its connection.
    """
    names = {client.id: client.name for client in inventory.clients}
    piles: dict[tuple[str, GapReason, str], list[Gap]] = defaultdict(list)
    for gap in inventory.gaps:
        if gap.resource == "rights" or _is_unshown_feature(gap):
            continue
        piles[gap.connection, gap.reason, gap.remedy].append(gap)
    groups = [
        GapGroup(
            connection=connection,
            reason=reason,
            remedy=remedy,
            subjects=tuple(dict.fromkeys(gap.subject for gap in gaps)),
            details=tuple(dict.fromkeys(gap.detail for gap in gaps if gap.detail)),
            clients=tuple(sorted({names.get(one, one) for gap in gaps for one in gap.clients})),
            gaps=tuple(gaps),
        )
        for (connection, reason, remedy), gaps in piles.items()
    ]
    return tuple(
        sorted(groups, key=lambda one: (_REASONS.index(one.reason), one.connection, one.subjects))
    )


def _is_unshown_feature(gap: Gap) -> bool:
    return gap.resource == "feature" and gap.reason is GapReason.NOT_EXPOSED
