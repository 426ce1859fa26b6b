"""Signing in: HTTP Basic with company and key pair, and the clientId of the integration."""

from pydantic import SecretStr

from aigov_connectors._http import StaticHeadersAuth

CLIENT_ID_HEADER = "clientId"


def key_pair(
    company_id: SecretStr, public_key: SecretStr, private_key: SecretStr, client_id: SecretStr
) -> StaticHeadersAuth:
    """Send `company+public:private` and the clientId with every request; nothing expires.

    Source: ConnectWise developer guide (2025-04-08), verified; the clientId is mandatory since
    2019.3, verified.
    """
    user = f"{company_id.get_secret_value().strip()}+{public_key.get_secret_value().strip()}"
    return StaticHeadersAuth(
        headers={CLIENT_ID_HEADER: client_id}, user=SecretStr(user), password=private_key
    )
