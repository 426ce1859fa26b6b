"""`chains`: what several tools do one after the other, step by step, with each step's evidence."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aigov_connectors.cli.client_names import named_client
from aigov_connectors.cli.discover import DEFAULT_FILE
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.show.chains import chains_view
from aigov_connectors.cli.snapshots import NOWHERE, RunPlace, load_snapshot
from aigov_connectors.cli.terminal import Terminal, show
from aigov_connectors.inventory import Chain, Inventory

__all__ = ["ChainsRequest", "chains"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainsRequest:
    """What was asked for on the command line."""

    file: Path = DEFAULT_FILE
    place: RunPlace = NOWHERE
    """Where runs are found that are no files."""
    client: str | None = None
    in_full: bool = False
    """With the whole request of every proof, and with each step of what a person gates."""
    as_json: bool = False


def chains(request: ChainsRequest, terminal: Terminal) -> ExitCode:
    """Do it; see the command's help.

    Raises:
        ConfigurationError: the snapshot cannot be read, or the client is not in it.
    """
    inventory = load_snapshot(request.file, place=request.place).inventory
    if request.client is not None:
        # What is narrowed names no other client.
        inventory = inventory.only([named_client(inventory, request.client).id])
    if request.as_json:
        document = [_document(one, inventory) for one in inventory.chains]
        terminal.write_document(json.dumps(document, indent=2))
    else:
        show(terminal.out, chains_view(inventory, in_full=request.in_full))
    return ExitCode.DONE


def _document(chain: Chain, inventory: Inventory) -> dict[str, Any]:
    document: dict[str, Any] = chain.model_dump(mode="json")
    known = inventory.evidence_by_id
    for step, row in zip(chain.steps, document["steps"], strict=True):
        row["evidence"] = [
            known[one].model_dump(mode="json") for one in step.evidence if one in known
        ]
    return document
