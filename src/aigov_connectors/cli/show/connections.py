"""The connections of a run: what was read of each, and how much of it is known."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import RenderableType
from rich.text import Text

from aigov_connectors.cli.show.layout import Column, columns, least_width, line, stacked
from aigov_connectors.cli.show.text import counted
from aigov_connectors.cli.show.words import (
    CREDENTIAL_WORDS,
    RIGHTS_STYLE,
    RIGHTS_WORDS,
    STATUS_STYLE,
    STATUS_WORDS,
)
from aigov_connectors.inventory import Connection, ConnectionStatus, Inventory
from aigov_connectors.inventory.covered import clients_covered, covered

__all__ = ["connections_view"]

_FEW = 2  # connections that words of two lines each may tell of: more would fill the screen


def connections_view(
    inventory: Inventory, vendor_names: Mapping[str, str], *, width: int
) -> RenderableType:
    """A table with a line per connection; words where it would need more than `width`.

    The status has a column only where one was not read. Of many the vendor gives way before the
    table does, for the person who reads it gave the connection its name.
    """
    unread = any(one.status is not ConnectionStatus.COMPLETED for one in inventory.connections)
    layout = {
        "name": Column("\nconnection", keep_whole=True),
        "vendor": Column("\nvendor", keep_whole=True),
        "status": Column("\nstatus", keep_whole=True),
        "credential": Column("\ncredential", keep_whole=True),
        "clients": Column("\nclients", right=True),
        "resources": Column("resources\nread", right=True, keep_whole=True),
        "features": Column(
            "features\nknown" if clients_covered(inventory) else "features\nknown (all)",
            right=True,
            keep_whole=True,
        ),
    }
    rows = [_cells(one, inventory, vendor_names) for one in inventory.connections]
    every = [name for name in layout if name != "status" or unread]
    tables = [every]
    if len(rows) > _FEW:
        tables += [
            [name for name in every if name not in left_out]
            for left_out in ({"vendor"}, {"vendor", "clients"})
        ]
    for shown in tables:
        chosen = [layout[name] for name in shown]
        table = [[row[name] for name in shown] for row in rows]
        if least_width(chosen, table) <= width:
            return columns(chosen, table)
    return _in_words(inventory, vendor_names)


def _cells(
    one: Connection, inventory: Inventory, vendor_names: Mapping[str, str]
) -> dict[str, str | Text]:
    resources, features = _coverage_words(one, inventory)
    return {
        "name": one.name,
        "vendor": vendor_names.get(one.vendor, one.vendor),
        "status": line((STATUS_WORDS[one.status], STATUS_STYLE[one.status])),
        "credential": line((RIGHTS_WORDS[one.rights], RIGHTS_STYLE[one.rights])),
        "clients": f"{_served(one, inventory):,}",
        "resources": resources,
        "features": features,
    }


def _in_words(inventory: Inventory, vendor_names: Mapping[str, str]) -> RenderableType:
    whose = "" if clients_covered(inventory) else " (for all clients)"
    parts: list[Text] = []
    for one in inventory.connections:
        resources, features = _coverage_words(one, inventory)
        parts += [
            line(
                (f"{one.name}  ", "bold"),
                f"{vendor_names.get(one.vendor, one.vendor)}: ",
                (STATUS_WORDS[one.status], STATUS_STYLE[one.status]),
                ", ",
                (CREDENTIAL_WORDS[one.rights], RIGHTS_STYLE[one.rights]),
                f", {counted(_served(one, inventory), 'client')}",
            ),
            line(f"  {resources} resources read; {features} features known{whose}"),
        ]
    return stacked(*parts)


def _served(connection: Connection, inventory: Inventory) -> int:
    tenant = (connection.vendor, connection.tenant_id)
    return sum(
        client.kind == "client"
        and any((member.vendor, member.tenant_id) == tenant for member in client.members)
        for client in inventory.clients
    )


def _coverage_words(connection: Connection, inventory: Inventory) -> tuple[str, str]:
    """Resources read; features whose state is known for the median client, and for all of them.

    Of a limited snapshot the lowest of its clients.
    """
    if all(row.connection != connection.name for row in inventory.coverage):
        return "unknown", "unknown"
    one = covered(inventory).get(connection.name)
    if one is None:  # it was read, and shows none of the clients that the run is limited to
        return "not served", "not served"
    known = f"{one.known} of {one.features}"
    return (
        f"{one.read} of {one.resources}",
        known if clients_covered(inventory) else f"{known} ({one.known_of_all})",
    )
