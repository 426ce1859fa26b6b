"""Devices, counted while they stream by: how many endpoints each policy reaches, and where.

What counts as an endpoint: a managed device that is a computer, a phone or a tablet. A switch or
printer (`NMS_*`), a target of cloud monitoring, a host of virtual machines and a device without an
agent are devices that NinjaOne watches, and no endpoints: they are reached, and counted as 0. A
class that nobody has heard of counts, and so does a virtual machine: the description of the API
does not say whether one with an agent of its own stands in the list twice.
Source: NinjaOne Public API 2.0 (2.0.9), the words of `nodeClass`; their meaning is in the words.

No device is kept: one number per (policy, role, organization), and one reference per device to
say later where an activity belongs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from aigov_connectors.ninjaone.wire import DeviceWire, OrganizationDetailedWire

__all__ = ["Fleet", "RolePolicies", "role_policies"]

RolePolicies = Mapping[tuple[int, int], int]
"""(organization, device role) to policy."""

# A pending device waits for its admission with a dormant agent, and one that was taken out of
# service has none; any other word, the unknown ones too, counts.
_NOT_MANAGED = frozenset({"pending", "decommissioned"})
_NO_ENDPOINTS = frozenset(
    {"cloud_monitor_target", "hyperv_vmm_host", "unmanaged_device", "vmware_vm_host"}
)
_NETWORK = "nms_"


def role_policies(organizations: Iterable[OrganizationDetailedWire]) -> RolePolicies:
    """Collect which policy a device gets by its role, where the device itself does not say."""
    return {
        (organization.id, row.node_role_id): row.policy_id
        for organization in organizations
        for row in organization.policies or ()
        if row.node_role_id is not None and row.policy_id is not None
    }


class _Place(NamedTuple):
    """Where a device belongs; one for all devices that belong there."""

    organization: int
    policy: int | None
    role: int | None
    is_managed: bool
    is_endpoint: bool

    def policy_under(self, mapping: RolePolicies) -> int | None:
        """Its own policy, else the one that the organization maps to its role."""
        if self.policy is not None or self.role is None:
            return self.policy
        return mapping.get((self.organization, self.role))


class Fleet:
    """The devices of a tenant, as counts."""

    def __init__(self) -> None:
        self._counts: Counter[_Place] = Counter()
        self._endpoints: Counter[int] = Counter()
        self._places: dict[_Place, _Place] = {}
        self._home: dict[int, _Place] = {}

    def add(self, device: DeviceWire) -> None:
        """Count one device under its effective policy.

        The policy that was set on the device wins over the one that its role brings.
        """
        if device.organization_id is None:
            return
        kind = (device.node_class or "").casefold()
        is_managed = (device.approval_status or "").casefold() not in _NOT_MANAGED
        place = _Place(
            organization=device.organization_id,
            policy=device.role_policy_id if device.policy_id is None else device.policy_id,
            role=device.node_role_id,
            is_managed=is_managed,
            is_endpoint=is_managed and kind not in _NO_ENDPOINTS and not kind.startswith(_NETWORK),
        )
        place = self._places.setdefault(place, place)
        self._home[device.id] = place
        self._counts[place] += 1
        self._endpoints[place.organization] += place.is_endpoint

    @property
    def organizations(self) -> frozenset[int]:
        """Organizations to which some device belongs, managed or not."""
        return frozenset(place.organization for place in self._places)

    def home(self, device_id: int | None) -> int | None:
        """The organization of a device; None when the device was not seen."""
        place = None if device_id is None else self._home.get(device_id)
        return None if place is None else place.organization

    def is_managed(self, device_id: int) -> bool:
        """Whether the device is in service; so is one that was not seen."""
        place = self._home.get(device_id)
        return place is None or place.is_managed

    def is_endpoint(self, device_id: int) -> bool:
        """Whether the device counts as an endpoint; so does one that was not seen."""
        place = self._home.get(device_id)
        return place is None or place.is_endpoint

    def policy(self, device_id: int, mapping: RolePolicies) -> int | None:
        """The effective policy of a device; None where that is not known."""
        place = self._home.get(device_id)
        return None if place is None else place.policy_under(mapping)

    def endpoints(self, organization: int) -> int:
        """Managed endpoints of an organization."""
        return self._endpoints[organization]

    def without_policy(self, mapping: RolePolicies) -> dict[int, int]:
        """Managed endpoints of which no policy is told, by organization."""
        found: Counter[int] = Counter()
        for place, count in self._counts.items():
            if place.is_endpoint and place.policy_under(mapping) is None:
                found[place.organization] += count
        return dict(found)

    def by_policy(self, mapping: RolePolicies) -> dict[int, dict[int, int]]:
        """Managed endpoints by effective policy, then by organization.

        A device that names no policy at all has the one that its organization maps to its role.
        An organization whose devices there are no endpoints is reached, with 0.
        """
        found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for place, count in sorted(self._counts.items(), key=lambda item: str(item[0])):
            policy = place.policy_under(mapping)
            if policy is not None and place.is_managed:
                found[policy][place.organization] += count if place.is_endpoint else 0
        return {policy: dict(counts) for policy, counts in found.items()}
