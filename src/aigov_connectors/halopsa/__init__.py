"""HaloPSA (one product with HaloITSM and HaloCRM): service desk, through its REST API v2.

Documentation: every tenant serves its own at `https://{host}/api/swagger/v2/swagger.json`. A
connection needs an application of the type "Client ID and Secret (Services)" (Configuration >
Integrations > Halo API), which logs in as an agent whose role can only read. All reads run as that
agent: what it may not see is missing without a word.
"""

from typing import TYPE_CHECKING

from aigov_connectors.lazily import lazily

if TYPE_CHECKING:
    from aigov_connectors.halopsa.api import LIMITS
    from aigov_connectors.halopsa.client import HaloPSAClient
    from aigov_connectors.halopsa.naming import SCOPES
else:  # see `lazily`
    __getattr__, __dir__ = lazily(
        __name__, {"api": "LIMITS", "client": "HaloPSAClient", "naming": "SCOPES"}
    )

__all__ = ["LIMITS", "SCOPES", "HaloPSAClient"]
