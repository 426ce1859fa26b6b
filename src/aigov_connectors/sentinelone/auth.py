"""The one way in: a header that holds the API token."""

from pydantic import SecretStr

from aigov_connectors._http import StaticHeaderAuth


def api_token(token: SecretStr) -> StaticHeaderAuth:
    """Send `Authorization: ApiToken <token>`; the word `Bearer` is refused by the console.

    A token cannot be refreshed: when it expires, reading ends.

    Source: every client of the management API, and davidhowell-tx/PS-SentinelOne#8 (verified).
    """
    return StaticHeaderAuth(value=token, prefix="ApiToken ")
