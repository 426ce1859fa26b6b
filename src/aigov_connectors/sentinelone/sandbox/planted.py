"""What is planted in this console: own policies, groups, agents that differ from their policy.

The account's own policy (protect on malicious, detect on suspicious, kill and quarantine) is the
ordinary state; every other scope says only how it differs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

VENDOR = "sentinelone"
CONNECTION = "northwind-s1"
INTERNAL_ACCOUNT = "Northwind Ridge IT Internal"
SERVER_KINDS = frozenset({"server", "linux_server"})

SITE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "Lakeside Clinic": "LAKESIDE CLINIC, LLC",
        "Quillfeather & Stone CPAs": "QFS Accounting",
        "Unassigned": "Default site",
    }
)
"""Clients whose site has another name; the second can be known by an alias only."""
NOT_IN_CONSOLE = frozenset({"Foxglove Veterinary", "Opal Bay Charter"})
"""Clients of the MSP that have no site here."""
GONE_SITES = (("Cedar Point Trial", "expired"), ("Old Mill Bakery", "deleted"))
"""Sites that are no client any more, with their state."""
DENIED_SITE = "Nordlicht Logistik"
"""The client whose site policy this console refuses to show, for a reason that it keeps."""

ABSENT = object()
"""In a change of a policy: the key is not sent at all."""
_SUSPICIOUS_TOO: Mapping[str, object] = MappingProxyType({"mitigationModeSuspicious": "protect"})
_DETECT_ONLY: Mapping[str, object] = MappingProxyType(
    {
        "mitigationMode": "detect",
        "mitigationModeSuspicious": "detect",
        "autoMitigationAction": "mitigation.none",
    }
)

SITE_POLICIES: Mapping[str, Mapping[str, object]] = MappingProxyType(
    {
        "Lakeside Clinic": _SUSPICIOUS_TOO,
        "Brightwater Credit Union": {"networkQuarantineOn": True},
        "Falconer Precision": {"autoMitigationAction": "mitigation.rollbackThreat"},
        DENIED_SITE: _SUSPICIOUS_TOO,
        "Tamarack Wealth Partners": {"mitigationModeSuspicious": "contain_and_review"},
        "Redfern Pediatrics": {"networkQuarantineOn": ABSENT},
        "Wren & Partners Law": {"aiTriageAutoCloseOn": True},
        "Ironbell Insurance": {"autoDecommissionDays": 45, "snapshotsOn": False},
        "Cobalt Ridge Imaging": {"removeMacros": True, "removeMacrosMl": True},
        "Bluepeak Aerostructures": {
            "forensicsAutoTriggering.windowsEnabled": True,
            "forensicsAutoTriggering.windowsProfileId": "1400000000000000077",
            "forensicsAutoTriggering.windowsProfileName": "Triage, small",
            "autoFileUpload.enabled": True,
        },
        "Copperline Electric": {"engines.preExecution": "off"},
        "Oakhaven School District": _DETECT_ONLY,
        "Cedar Point Trial": {**_SUSPICIOUS_TOO, "networkQuarantineOn": True},
    }
)
"""Client (or gone site) to the differences of its site's own policy from the account's."""


@dataclass(frozen=True, slots=True)
class PlantedGroup:
    """A group beside the default one, and which endpoints of the client are in it."""

    client: str
    name: str
    kind: str
    kinds: frozenset[str] = frozenset()
    ordinals: frozenset[int] = frozenset()
    policy: Mapping[str, object] | None = None
    """Differences of the group's own policy from its site's; None inherits."""


GROUPS: tuple[PlantedGroup, ...] = (
    PlantedGroup("Lakeside Clinic", "Servers", "pinned", kinds=SERVER_KINDS),
    PlantedGroup(
        "Juniper Valley Hospice", "Servers", "dynamic", kinds=SERVER_KINDS, policy=_DETECT_ONLY
    ),
    PlantedGroup(
        "Silver Birch Realty",
        "Executives",
        "static",
        ordinals=frozenset({5, 6}),
        policy=_SUSPICIOUS_TOO,
    ),
    PlantedGroup(
        "Maplecrest Physical Therapy", "Front desk", "dynamic", ordinals=frozenset({2, 3})
    ),
)

AGENT_MODES: Mapping[tuple[str, int], tuple[str, str]] = MappingProxyType(
    {
        **{("Ironbell Insurance", ordinal): ("protect", "protect") for ordinal in range(4)},
        # Three more under a policy that rolls back: how deep they go is shown nowhere.
        **{("Falconer Precision", ordinal): ("protect", "protect") for ordinal in range(3)},
        **{("Saltmarsh Holdings", ordinal): ("detect", "detect") for ordinal in range(2)},
    }
)
"""(client, ordinal of the endpoint) to the modes that the agent has against its policy."""
