"""NinjaOne (formerly NinjaRMM): remote monitoring and management, through its Public API 2.0.

Documentation: `https://<region>.ninjarmm.com/apidocs-beta/` (2.0.9), one host per region. A
connection needs an application of the platform API Services with the scope Monitoring and the
grant type Client credentials (Administration > Apps > API). The API shows conditions that run
scripts, scheduled tasks and device admission, in part; it shows no AI setting at all.
"""

from typing import TYPE_CHECKING

from aigov_connectors.lazily import lazily

if TYPE_CHECKING:
    from aigov_connectors.ninjaone.api import LIMITS
    from aigov_connectors.ninjaone.client import Grant, NinjaOneClient
    from aigov_connectors.ninjaone.naming import REGIONS
else:  # see `lazily`
    __getattr__, __dir__ = lazily(
        __name__, {"api": "LIMITS", "client": "Grant NinjaOneClient", "naming": "REGIONS"}
    )

__all__ = ["LIMITS", "REGIONS", "Grant", "NinjaOneClient"]
