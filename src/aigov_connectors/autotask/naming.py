"""What this vendor is called in configuration, evidence and catalogue, and where it is."""

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["HOSTS", "REGIONS", "VENDOR"]

VENDOR = "autotask"

REGIONS: Mapping[str, str] = MappingProxyType({"any": "https://webservices.autotask.net"})
"""Where the zone of a user is asked for; a database lives in exactly one zone.

Source: Autotask help, REST API general topics, verified.
"""

HOSTS = (".autotask.net",)
