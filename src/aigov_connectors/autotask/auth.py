"""Signing in: three headers with every request; nothing expires, and nothing is renewed."""

from pydantic import SecretStr

from aigov_connectors._http import StaticHeadersAuth


def three_headers(
    username: SecretStr, secret: SecretStr, integration_code: SecretStr
) -> StaticHeadersAuth:
    """Send the API user's key and secret and the tracking identifier.

    The header for impersonation is never sent: it is for those who write.

    Source: Autotask REST API V1.0, required header parameters of all operations (verified).
    """
    return StaticHeadersAuth(
        headers={
            "UserName": username,
            "Secret": secret,
            "ApiIntegrationCode": integration_code,
        }
    )
