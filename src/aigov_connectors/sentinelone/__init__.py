"""SentinelOne Singularity: endpoint protection, read through the management API 2.1.

The API is documented inside every console (`/api-doc/overview`). It is asked with the token of
a service user (console: Settings > Users > Service Users) whose role may only view; a scope of
one account shows all its sites, a scope of one site shows that site. Nothing is written, and
endpoints that give out passphrases or registration tokens are never called.
"""

from aigov_connectors.sentinelone.client import LIMITS, SentinelOneClient

__all__ = ["LIMITS", "SentinelOneClient"]
