"""What this vendor is called in configuration, evidence and catalogue, and where it is."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["REGIONS", "VENDOR"]

VENDOR = "ninjaone"

REGIONS: Mapping[str, str] = MappingProxyType(
    {
        name: f"https://{'app' if name == 'us' else name}.ninjarmm.com"
        for name in ("us", "us2", "eu", "ca", "oc", "fed")
    }
)
"""Region to base URL: the host at which an administrator signs in.

Source: homotechsual/NinjaOne and wyre-technology/node-ninjaone (verified).
"""
