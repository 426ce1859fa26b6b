"""SentinelOne Singularity: endpoint protection, read through the management API 2.1.

The API is documented inside every console (`/api-doc/overview`). It is asked with the token of
a service user (console: Settings > Users > Service Users) whose role may only view; a scope of
one account shows all its sites, a scope of one site shows that site. Nothing is written, and
endpoints that give out passphrases or registration tokens are never called.
"""

from typing import TYPE_CHECKING

from aigov_connectors.lazily import lazily

if TYPE_CHECKING:
    from aigov_connectors.sentinelone.client import LIMITS, SentinelOneClient
else:  # see `lazily`
    __getattr__, __dir__ = lazily(__name__, {"client": "LIMITS SentinelOneClient"})

__all__ = ["LIMITS", "SentinelOneClient"]
