"""What belongs to no client: endpoints and threats of sites that ended, or that no list shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from aigov_connectors.collecting import CollectionBuilder
from aigov_connectors.inventory import GapReason
from aigov_connectors.sentinelone.normalize import Tenancy

SiteId = str | None


def say_outside(
    into: CollectionBuilder,
    tenancy: Tenancy,
    listed: Collection[str],
    *,
    endpoints: Counter[SiteId],
    threats: Counter[SiteId],
    whole: bool,
) -> None:
    """Note what no client holds, by the sites that the endpoints and the threats name.

    `listed` are the ids of every site in the list, also of those that ended; `whole` says whether
    all endpoints and threats were counted, else the numbers are leasts. Of the clients that are
    known no feature is in doubt by it.

    Source: API 2.1, agent and threat schemas (verified); what a policy does to the endpoints of a
    site that has expired is not described, so it is not held to do nothing.
    """
    if not tenancy.sites_complete:
        return  # that sites are missing is told with their list
    named = {*endpoints, *threats}
    strange = {one for one in named if one not in tenancy.sites and one not in listed}
    counts = {"endpoints": endpoints, "threats": threats}
    if told := _told(counts, strange, whole=whole):
        into.gap(
            "sites",
            "endpoints or threats of sites that the list does not show",
            GapReason.INCONCLUSIVE,
            detail=f"{told} belong to sites that are not in the list, or to none: they are counted"
            " for no client, and under which policy they stand was not asked for",
            remedy="Run discovery again; if it stays so, check which sites the token may see.",
            features=(),
        )
    ended = {one for one in listed if one not in tenancy.sites and endpoints[one]}
    if told := _told(counts, ended, whole=whole):
        into.gap(
            "sites",
            "endpoints of sites that have ended",
            GapReason.INCONCLUSIVE,
            detail=f"{told} belong to sites that are expired or deleted, or whose account is: they"
            " are counted for no client, and whether a policy still acts on them is not known",
            remedy="Move or decommission these endpoints, or look at their sites in the console.",
            features=(),
        )


def _told(
    counts: Mapping[str, Counter[SiteId]], sites: Collection[SiteId], *, whole: bool
) -> str | None:
    """How many of each kind, in words; None where there are none."""
    found = {name: sum(of[one] for one in sites) for name, of in counts.items()}
    told = " and ".join(f"{count} {name}" for name, count in found.items() if count)
    if not told:
        return None
    return told if whole else f"at least {told}"
