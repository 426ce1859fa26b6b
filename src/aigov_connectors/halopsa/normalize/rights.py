"""What an application may do, the connection's own or another's, by its scopes."""

from __future__ import annotations

from collections.abc import Iterable

from aigov_connectors.inventory import CredentialRights

__all__ = ["rights_from_scopes"]

_WRITING = ("edit:", "editMine:")
_EVERYTHING = frozenset({"all", "all:standard"})


def rights_from_scopes(
    scopes: Iterable[str | None] | None, *, are_all: bool = True
) -> tuple[CredentialRights, str]:
    """Say what an application may do, and why that is known.

    The agent's role may allow less than the scopes; nothing tells what its levels permit, so that
    a scope that reaches beyond reading proves nothing either way but that it could.

    Args:
        scopes: their names, None for one without; None where the list was not told.
        are_all: whether they are all that the application was given. A token has but those that it
            was asked for: whoever holds the secret may ask for others at any time.

    Source: homotechsual/HaloAPI, Classes/HaloAuth.psm1 (verified scope names).
    """
    told = list(scopes or ())
    names = sorted({one for one in told if one})
    if not names:
        return CredentialRights.CANNOT_TELL, "no scope was told"
    writing = [one for one in names if one.startswith(_WRITING) or one in _EVERYTHING]
    if writing:
        return (
            CredentialRights.CAN_WRITE,
            f"the application has the scope {' and '.join(writing)}, which can change things as far"
            " as the agent's role allows",
        )
    others = [one for one in names if not one.startswith("read:")]
    if others:
        return (
            CredentialRights.CANNOT_TELL,
            f"the application has the scope {' and '.join(others)}; whether the agent's role may"
            " change what that reaches is not told",
        )
    if not are_all:
        return (
            CredentialRights.CANNOT_TELL,
            f"the token was given {', '.join(names)}, as it was asked for; which scopes the"
            " application has besides, for which its secret may ask at any time, is not told",
        )
    if not all(told):
        return CredentialRights.CANNOT_TELL, "of some scope of the application no name was told"
    return CredentialRights.PROVEN_READ_ONLY, f"its only scopes are {', '.join(names)}"
