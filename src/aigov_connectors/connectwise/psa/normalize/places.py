"""Where in the tenant something applies, in this vendor's own words."""

from __future__ import annotations

from aigov_connectors.inventory import Place, Scope, ScopeLevel

__all__ = ["VENDOR", "board_scope", "tenant_scope"]

VENDOR = "connectwise.psa"


def tenant_scope(place: Place) -> Scope:
    """The whole tenant."""
    return Scope(level=ScopeLevel.TENANT, id=place.tenant_id, name=place.connection)


def board_scope(place: Place, board: int | None, name: str | None) -> Scope:
    """One board, or the whole tenant where no board is named."""
    if board is None:
        return tenant_scope(place)
    return Scope(
        level=ScopeLevel.BOARD,
        id=str(board),
        name=name or f"board {board}",
        parents=(place.tenant_id,),
    )
