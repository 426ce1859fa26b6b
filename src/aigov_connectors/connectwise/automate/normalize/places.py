"""Where things stand: the server, a client, a group, a computer."""

from __future__ import annotations

from aigov_connectors.inventory import Place, Scope, ScopeLevel

__all__ = ["VENDOR", "inside", "tenant_scope"]

VENDOR = "connectwise.automate"


def tenant_scope(place: Place) -> Scope:
    """The whole server."""
    return Scope(level=ScopeLevel.TENANT, id=place.tenant_id, name=place.connection)


def inside(place: Place, level: ScopeLevel, id: str, name: str) -> Scope:
    """Something on the server."""
    return Scope(level=level, id=id, name=name, parents=(place.tenant_id,))
