"""`clients`: who is served, in which tools, how that is known; and who may be one client."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.text import Text

from aigov_connectors.cli.client_names import named_client
from aigov_connectors.cli.discover import DEFAULT_FILE, vendor_names
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.show.clients import clients_view, entry_text, suggestion_views
from aigov_connectors.cli.show.layout import heading
from aigov_connectors.cli.snapshots import NOWHERE, RunPlace, load_snapshot
from aigov_connectors.cli.terminal import Terminal, show
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.inventory import Client, Gap, Inventory
from aigov_connectors.suggesting.guessing import ContextSuggestion, suggest_context
from aigov_connectors.suggesting.matching import ClientSuggestion, suggest_clients

__all__ = ["ClientsRequest", "clients"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientsRequest:
    """What was asked for on the command line."""

    file: Path = DEFAULT_FILE
    place: RunPlace = NOWHERE
    """Where runs are found that are no files."""
    client: str | None = None
    """One client, with everything that is known of it."""
    suggest: bool = False
    """Also who may be one client; needs the extra `match`."""
    unmatched: bool = False
    """Only those that are missing in one of the tools."""
    as_json: bool = False


def clients(request: ClientsRequest, terminal: Terminal) -> ExitCode:
    """Do it; see the command's help.

    Raises:
        ConfigurationError: the snapshot cannot be read, or no client is so named.
    """
    inventory = load_snapshot(request.file, place=request.place).inventory
    chosen = _chosen(request, inventory)
    contexts = {one.client: one for client in chosen if (one := suggest_context(client))}
    ids = {one.id for one in chosen}
    doubts = [
        gap
        for gap in inventory.gaps
        if gap.resource == "clients" and (request.client is None or ids & set(gap.clients))
    ]
    suggestions, remark = _suggested(inventory, ids) if request.suggest else ((), None)
    if request.as_json:
        document = _document(request, inventory, chosen, contexts, suggestions, doubts)
        terminal.write_document(json.dumps(document, indent=2))
        if remark is not None:
            terminal.err.print(remark, soft_wrap=True)
        return ExitCode.DONE
    view = clients_view(
        inventory,
        chosen,
        contexts=contexts,
        vendor_names=vendor_names(inventory),
        doubts=doubts,
        in_full=request.client is not None,
    )
    show(terminal.out, view)
    if request.client is not None:
        _paste(terminal, entry_text(chosen, inventory, contexts.get(chosen[0].id)))
    if request.suggest:
        _show_suggestions(terminal, suggestions, inventory, remark)
    return ExitCode.DONE


def _show_suggestions(
    terminal: Terminal,
    suggestions: Sequence[ClientSuggestion],
    inventory: Inventory,
    remark: str | None,
) -> None:
    about = "look first; what is right goes into the configuration"
    if not suggestions:
        about = remark or "no two names are alike"
    terminal.out.print()
    show(terminal.out, heading("May be one client", about))
    for view, text in suggestion_views(suggestions, inventory):
        show(terminal.out, view)
        _paste(terminal, text)


def _paste(terminal: Terminal, text: str) -> None:
    """Text for the configuration, whose lines must not be broken."""
    terminal.out.print()
    terminal.out.print(Text(text), soft_wrap=True)


def _chosen(request: ClientsRequest, inventory: Inventory) -> list[Client]:
    if request.client is not None:
        return [named_client(inventory, request.client)]
    by_name = sorted(
        inventory.clients, key=lambda one: (one.kind != "client", one.name.casefold(), one.id)
    )
    if not request.unmatched:
        return by_name
    tools = {one.vendor for one in inventory.connections}
    return [
        one
        for one in by_name
        if one.kind == "client" and {member.vendor for member in one.members} < tools
    ]


def _suggested(
    inventory: Inventory, ids: set[str]
) -> tuple[Sequence[ClientSuggestion], str | None]:
    """The pairs that concern these clients; without the extra none, and what to install."""
    try:
        every = suggest_clients(inventory)
    except ConfigurationError as error:
        return (), f"{error}. {error.hint or ''}".rstrip()
    return [one for one in every if ids & {one.client, one.other}], None


def _document(
    request: ClientsRequest,
    inventory: Inventory,
    chosen: Sequence[Client],
    contexts: dict[str, ContextSuggestion],
    suggestions: Sequence[ClientSuggestion],
    doubts: Sequence[Gap],
) -> dict[str, Any]:
    known = inventory.client_by_id
    document: dict[str, Any] = {
        "clients": [one.model_dump(mode="json") for one in chosen],
        "contexts": [one.model_dump(mode="json") for one in contexts.values()],
        "gaps": [one.model_dump(mode="json") for one in doubts],
    }
    if request.suggest:
        document["suggestions"] = [
            {
                **one.model_dump(mode="json"),
                "toml": entry_text([known[one.client], known[one.other]], inventory, None),
            }
            for one in suggestions
        ]
    return document
