"""What the connection's own application may do, by its scopes."""

from __future__ import annotations

from collections.abc import Iterable

from aigov_connectors.inventory import CredentialRights

__all__ = ["rights_from_scopes"]

_WRITING = ("edit:", "editMine:")
_EVERYTHING = frozenset({"all", "all:standard"})


def rights_from_scopes(scopes: Iterable[str]) -> tuple[CredentialRights, str]:
    """Say what the caller may do, and why that is known.

    The agent's role may allow less than the scopes; nothing tells what its levels permit, so that
    a scope that reaches beyond reading proves nothing either way but that it could.

    Source: homotechsual/HaloAPI, Classes/HaloAuth.psm1 (verified scope names).
    """
    names = sorted(set(scopes))
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
    return CredentialRights.PROVEN_READ_ONLY, f"its only scopes are {', '.join(names)}"
