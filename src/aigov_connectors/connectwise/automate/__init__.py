"""ConnectWise Automate (formerly LabTech): remote monitoring and management, REST API v1.

Documentation: the API description of the Automate 2025 line (`https://{server}/cwa/api/v1`). A
connection needs the name and password of an integrator user (no second factor) whose user class
may read and nothing else, and a clientId of the integration. Automate is an engine of rules and
scripts, and the API shows most of them; it has no field on AI or machine learning, and no list of
all monitors.
"""

from typing import TYPE_CHECKING

from aigov_connectors.lazily import lazily

if TYPE_CHECKING:
    from aigov_connectors.connectwise.automate.api import LIMITS
    from aigov_connectors.connectwise.automate.client import ConnectWiseAutomateClient
else:  # see `lazily`
    __getattr__, __dir__ = lazily(
        __name__, {"api": "LIMITS", "client": "ConnectWiseAutomateClient"}
    )

__all__ = ["LIMITS", "ConnectWiseAutomateClient"]
