"""What the token's scope proves of the credential: that it can write, or nothing."""

from __future__ import annotations

from aigov_connectors.inventory import CredentialRights

__all__ = ["rights_from_scope"]

# Source: NinjaOne Public API 2.0 (2.0.9), security scheme: monitoring reads, management
# changes, control opens remote sessions and runs scripts.
_WRITING = frozenset({"management", "control"})


def rights_from_scope(scope: str | None) -> tuple[CredentialRights, str]:
    """Give the rights, and one sentence that says how they are known.

    `scope` is the token answer's own word, None when it had none. The scope `monitoring` is not
    taken for proof: it is reported to set a webhook, and no endpoint tells what it permits.
    """
    words = frozenset((scope or "").split())
    if not words:
        return CredentialRights.CANNOT_TELL, "the token answer names no scope"
    if writing := sorted(words & _WRITING):
        return (
            CredentialRights.CAN_WRITE,
            f"the token was given the scope {' and '.join(writing)}, which can change things",
        )
    return (
        CredentialRights.CANNOT_TELL,
        f"the token was given the scope {' '.join(sorted(words))} only; what that permits is not"
        " shown, and monitoring is reported to set a webhook",
    )
