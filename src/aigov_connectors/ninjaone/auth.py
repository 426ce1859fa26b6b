"""Signing in as a machine, with the scope that reads and no other; for ticketing as a person."""

from collections.abc import Callable

from pydantic import SecretStr

from aigov_connectors._http import Auth, AuthByPath, ClientCredentialsAuth, RefreshTokenAuth

TOKEN_PATH = "/ws/oauth/token"  # noqa: S105 - a path
TICKETING = "/v2/ticketing"  # shown to signed-in people; to a machine mostly refused or empty
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


def with_ticketing(
    machine: Auth,
    client_id: SecretStr,
    client_secret: SecretStr,
    refresh_token: SecretStr,
    *,
    rotated: Callable[[SecretStr], None],
    granted: Callable[[str | None], None] | None = None,
) -> AuthByPath:
    """Read ticketing with the token of a person who signed in once, all else with the machine's.

    `rotated` is told each new refresh token before anything is read with it: from then on the
    old one may be dead.

    Source: homotechsual/NinjaOne on user context (verified); nango.dev on the platform Web and its
    two grant types (reported), and NinjaOne's API OAuth Token Configuration, by which the platform
    decides what grant types there are (verified). So it is mostly another application than the
    machine's. Whether the vendor replaces a refresh token with each use was not found (unsure).
    """
    person = RefreshTokenAuth(
        token_path=TOKEN_PATH,
        client_id=client_id.get_secret_value().strip(),
        client_secret=client_secret,
        refresh_token=refresh_token,
        rotated=rotated,
        granted=granted,
    )
    return AuthByPath(below=TICKETING, there=person, elsewhere=machine)
