"""Autotask PSA (Datto, a Kaseya company): ticketing and business management, REST API V1.0.

Documentation: the swagger document that every zone serves, and `https://www.autotask.net/help`. A
connection needs an API user (key and secret) with a security level of its own that views and
nothing else, and the tracking identifier on it; the zone is found by the user name. The API shows
ticket categories, tags, programs, hooks, panels and what was done to tickets; it shows neither a
workflow rule nor an AI setting.
"""

from typing import TYPE_CHECKING

from aigov_connectors.lazily import lazily

if TYPE_CHECKING:
    from aigov_connectors.autotask.api import LIMITS
    from aigov_connectors.autotask.client import AutotaskClient
    from aigov_connectors.autotask.naming import REGIONS
else:  # see `lazily`
    __getattr__, __dir__ = lazily(
        __name__, {"api": "LIMITS", "client": "AutotaskClient", "naming": "REGIONS"}
    )

__all__ = ["LIMITS", "REGIONS", "AutotaskClient"]
