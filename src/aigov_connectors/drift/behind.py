"""Which settings and other facts stand behind a finding that does not rest on what it rested on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from aigov_connectors.drift.rows import CLEAN
from aigov_connectors.inventory import Inventory
from aigov_connectors.inventory.answered import answer_evidence
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.rules import Finding

__all__ = ["Behind"]


class Behind:
    """What the evidence of findings shows, in either of two runs."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair

    def moved(self, one: Finding | None, other: Finding | None) -> frozenset[str]:
        """The evidence that tells two answers apart.

        Where only one of them holds something against it, that is all of its evidence: what stands
        behind a pass is not what is held against it. Else it is what joined, and what left; all of
        it where it is the same.
        """
        first, second = (
            frozenset[str]() if each is None else frozenset(each.evidence) for each in (one, other)
        )
        clean = [each is None or each.verdict in CLEAN for each in (one, other)]
        if clean[0] is clean[1]:
            return first ^ second or first
        return second if clean[0] else first

    def settings(self, evidence: frozenset[str]) -> frozenset[str]:
        """The keys of the deployments that it shows."""
        return frozenset(key for one in evidence for key in self._deployments.get(one, ()))

    def is_ours(self, evidence: frozenset[str]) -> bool:
        """Whether it is of what vendors answer alone, which catalogues tell, and each catalogue
        behind it is another one now.
        """
        vendors = {self._ours[one] for one in evidence if one in self._ours}
        whole = evidence <= self._ours.keys()
        return whole and bool(vendors) and all(map(self._pair.catalogue_changed, vendors))

    def is_else(self, evidence: frozenset[str]) -> bool:
        """Whether some of it shows no setting, and only one of the runs has it."""
        runs = self._pair.before, self._pair.after
        held = [each.evidence_by_id.keys() for each in runs]
        return any(
            (one in held[0]) is not (one in held[1])
            for one in evidence
            if one not in self._deployments
        )

    @cached_property
    def _deployments(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for run in (self._pair.before, self._pair.after):
            for deployment in run.deployments:
                for one in deployment.evidence:
                    found[one].add(deployment.key)
        return found

    @cached_property
    def _ours(self) -> dict[str, str]:
        """Evidence of what only catalogues tell, to the vendor."""
        runs = self._pair.before, self._pair.after
        return {one: vendor for run in runs for one, vendor in _told_by_catalogues(run)}


def _told_by_catalogues(run: Inventory) -> Iterator[tuple[str, str]]:
    for answer in run.vendor_answers:
        for place in run.connections:
            if place.vendor == answer.vendor:
                yield answer_evidence(answer, tenant_id=place.tenant_id).id, answer.vendor
