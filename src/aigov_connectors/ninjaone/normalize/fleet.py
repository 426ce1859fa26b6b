"""Devices, counted while they stream by: how many endpoints each policy reaches, and where.

No device is kept: one number per (policy, role, organization), and one integer per device to
say later to which organization an activity belongs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from aigov_connectors.ninjaone.wire import DeviceWire, OrganizationDetailedWire

__all__ = ["Fleet", "RolePolicies", "role_policies"]

RolePolicies = Mapping[tuple[int, int], int]
"""(organization, device role) to policy."""

# A pending device waits for its admission with a dormant agent, and one that was taken out of
# service has none; any other word, the unknown ones too, counts.
_NOT_MANAGED = frozenset({"pending", "decommissioned"})


def role_policies(organizations: Iterable[OrganizationDetailedWire]) -> RolePolicies:
    """Collect which policy a device gets by its role, where the device itself does not say."""
    return {
        (organization.id, row.node_role_id): row.policy_id
        for organization in organizations
        for row in organization.policies or ()
        if row.node_role_id is not None and row.policy_id is not None
    }


class Fleet:
    """The devices of a tenant, as counts."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[int | None, int | None, int]] = Counter()
        self._endpoints: Counter[int] = Counter()
        self._home: dict[int, int] = {}
        self._unmanaged: set[int] = set()

    def add(self, device: DeviceWire) -> None:
        """Count one device under its effective policy.

        The policy that was set on the device wins over the one that its role brings.
        """
        if device.organization_id is None:
            return
        self._home[device.id] = device.organization_id
        if (device.approval_status or "").casefold() in _NOT_MANAGED:
            self._unmanaged.add(device.id)
            return
        policy = device.policy_id if device.policy_id is not None else device.role_policy_id
        self._counts[policy, device.node_role_id, device.organization_id] += 1
        self._endpoints[device.organization_id] += 1

    @property
    def organizations(self) -> frozenset[int]:
        """Organizations to which some device belongs, managed or not."""
        return frozenset(self._home.values())

    def home(self, device_id: int | None) -> int | None:
        """The organization of a device; None when the device was not seen."""
        return None if device_id is None else self._home.get(device_id)

    def is_managed(self, device_id: int) -> bool:
        """Whether the device counts as an endpoint; so does one that was not seen."""
        return device_id not in self._unmanaged

    def endpoints(self, organization: int) -> int:
        """Managed devices of an organization."""
        return self._endpoints[organization]

    def by_policy(self, mapping: RolePolicies) -> dict[int, dict[int, int]]:
        """Managed devices by effective policy, then by organization.

        A device that names no policy at all has the one that its organization maps to its role.
        """
        found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for (policy, role, organization), count in sorted(
            self._counts.items(), key=lambda item: str(item[0])
        ):
            if policy is None and role is not None:
                policy = mapping.get((organization, role))
            if policy is not None:
                found[policy][organization] += count
        return {policy: dict(counts) for policy, counts in found.items()}
