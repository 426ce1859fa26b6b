"""Signing in: name and password for a token of about an hour, and the clientId beside it."""

from pydantic import SecretStr

from aigov_connectors._http import LoginAuth
from aigov_connectors.connectwise.automate.api import SECOND_FACTOR

CLIENT_ID_HEADER = "clientId"


def login(
    username: SecretStr, password: SecretStr, client_id: SecretStr, passcode: SecretStr | None
) -> LoginAuth:
    """Log in when the first read asks for it, renew the token while the server allows that.

    Args:
        passcode: the code of a person's second factor; it counts for one login only.

    Source: gavsto/AutomateAPI, Connect-AutomateAPI.ps1 and PR 46 (verified): clientId is
    mandatory since 2020.11; wyre-technology/node-connectwise-automate, auth.ts (verified).
    """
    fields = {"UserName": username, "Password": password}
    if passcode is not None:
        fields["TwoFactorPasscode"] = passcode
    return LoginAuth(
        path="/v1/apitoken",
        renewal_path="/v1/apitoken/refresh",
        fields=fields,
        headers={CLIENT_ID_HEADER: client_id},
        unfinished={
            "IsTwoFactorRequired": SECOND_FACTOR,
            "IsInternalTwoFactorRequired": SECOND_FACTOR,
        },
    )
