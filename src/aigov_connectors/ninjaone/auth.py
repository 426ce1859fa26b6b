"""Signing in as a machine: client credentials with the scope that reads, and no other."""

from collections.abc import Callable

from pydantic import SecretStr

from aigov_connectors._http import ClientCredentialsAuth

TOKEN_PATH = "/ws/oauth/token"  # noqa: S105 - a path
SCOPE = "monitoring"  # `management` and `control` can write; they are never asked for


def client_credentials(
    client_id: SecretStr,
    client_secret: SecretStr,
    *,
    granted: Callable[[str | None], None] | None = None,
) -> ClientCredentialsAuth:
    """Fetch a bearer token with the scope `monitoring`, anew 60 s before it ends (mostly 3600 s).

    `offline_access` is not asked for: with client credentials some regions answer it with 400.
    `granted` is told the scope that each token answer names.

    Source: homotechsual/NinjaOne and nimdaus/NinjaOne_Activity_Downloader (verified);
    squaredup/plugins#51 on `offline_access` (verified).
    """
    return ClientCredentialsAuth(
        token_path=TOKEN_PATH,
        client_id=client_id.get_secret_value().strip(),
        client_secret=client_secret,
        scope=SCOPE,
        granted=granted,
    )
