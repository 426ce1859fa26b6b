"""ConnectWise PSA (formerly Manage): ticketing and business management, through its REST API 3.0.

Documentation: `https://developer.connectwise.com` (API 2025.1), one host per region. A connection
needs the key pair of an API member (System > Members > API Members) whose role may inquire and
nothing else, the company id of the login form, and a clientId of the integration. The API shows
boards, workflow rules, mail parsing and integrations; it shows no AI setting at all.
"""

from typing import TYPE_CHECKING

from aigov_connectors.lazily import lazily

if TYPE_CHECKING:
    from aigov_connectors.connectwise.psa.api import LIMITS
    from aigov_connectors.connectwise.psa.client import ConnectWisePSAClient
    from aigov_connectors.connectwise.psa.naming import REGIONS
else:  # see `lazily`
    __getattr__, __dir__ = lazily(
        __name__, {"api": "LIMITS", "client": "ConnectWisePSAClient", "naming": "REGIONS"}
    )

__all__ = ["LIMITS", "REGIONS", "ConnectWisePSAClient"]
