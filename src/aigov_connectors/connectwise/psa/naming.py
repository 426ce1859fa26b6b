"""What this vendor is called in configuration, evidence and catalogue, and where it is."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["REGIONS", "ROUTER", "VENDOR"]

VENDOR = "connectwise.psa"

REGIONS: Mapping[str, str] = MappingProxyType(
    {name: f"https://api-{name}.myconnectwise.net" for name in ("na", "eu", "au", "aus", "za")}
    | {"staging": "https://api-staging.connectwisedev.com"}
)
"""Region to base URL: the host at which people log in, with `api-` before it.

Source: ConnectWise developer guide (2025-04-08), verified; `aus` and `za`:
covenanttechnologysolutions/connectwise-rest, verified.
"""

ROUTER = "v4_6_release"  # leads to whatever version the tenant has, so no release breaks it
