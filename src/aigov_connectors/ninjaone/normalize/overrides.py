"""Devices that deviate from their policy, counted: what they do instead is not shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from aigov_connectors.ninjaone.wire import PolicyOverridesWire

__all__ = ["Deviations"]

# The vendor lists no names of sections, so the word is looked for, whatever stands around it.
_CONDITIONS = "condition"
_UNREADABLE = "(unreadable)"
_MOST_NAMED = 20  # sections that one sentence can name


class Deviations:
    """Counts devices by organization, and overridden sections by name as the vendor sent them.

    Each device once: whether it comes as one row or as one for each section is not said.
    """

    def __init__(self) -> None:
        self._devices: defaultdict[str | None, set[int]] = defaultdict(set)
        self._endpoints: defaultdict[int, set[int]] = defaultdict(set)
        self._sections: Counter[str] = Counter()
        self._others: Counter[str] = Counter()

    def add(
        self,
        row: PolicyOverridesWire,
        *,
        organization: str | None,
        policy: int | None,
        is_endpoint: bool,
    ) -> None:
        """Count one row; `organization` and effective `policy` are None when not known."""
        sections = (_UNREADABLE,) if row.overrides is None else row.overrides
        hit = [name for name in sections if name == _UNREADABLE or _CONDITIONS in name.casefold()]
        if hit:
            self._devices[organization].add(row.device_id)
            if policy is not None and is_endpoint:
                self._endpoints[policy].add(row.device_id)
        self._sections.update(set(hit))
        self._others.update(set(sections) - set(hit))

    @property
    def concerns_conditions(self) -> bool:
        """Whether some device has, or may have, conditions of its own."""
        return bool(self._devices)

    @property
    def organizations(self) -> tuple[str, ...]:
        """Organizations with such devices; empty, meaning all, when one is not known."""
        known = [name for name in self._devices if name is not None]
        return () if len(known) < len(self._devices) else tuple(sorted(known))

    @property
    def endpoints(self) -> Mapping[int, int]:
        """Endpoints with, or maybe with, conditions of their own, by their effective policy."""
        return {policy: len(devices) for policy, devices in self._endpoints.items()}

    @property
    def conditions_in_words(self) -> str:
        """How many devices override their conditions; whose they are, `organizations` tells."""
        devices = set[int]().union(*self._devices.values())
        return f"devices: {len(devices)}; sections {_listed(self._sections)}"

    @property
    def others_in_words(self) -> str:
        """The other sections that devices override; empty when there are none."""
        return _listed(self._others)


def _listed(counts: Mapping[str, int]) -> str:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    words = [f"{name}: {count}" for name, count in ranked[:_MOST_NAMED]]
    if len(ranked) > _MOST_NAMED:
        words.append(f"and {len(ranked) - _MOST_NAMED} more")
    return ", ".join(words)
