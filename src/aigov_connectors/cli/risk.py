"""`risk`: which clients carry the most, why, and the fewest changes that clear most of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aigov_connectors.cli.client_names import named_client
from aigov_connectors.cli.discover import DEFAULT_FILE, vendor_names
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.show.risk import risk_view
from aigov_connectors.cli.snapshots import NOWHERE, RunPlace, load_snapshot
from aigov_connectors.cli.terminal import Terminal, show
from aigov_connectors.risk import Rating, rate

__all__ = ["RiskRequest", "risk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRequest:
    """What was asked for on the command line."""

    file: Path = DEFAULT_FILE
    place: RunPlace = NOWHERE
    """Where runs are found that are no files."""
    client: str | None = None
    share: float = 0.8
    """How much of the weight the changes that are shown shall clear, from 0 to 1."""
    as_json: bool = False


def risk(request: RiskRequest, terminal: Terminal) -> ExitCode:
    """Do it; see the command's help.

    Raises:
        ConfigurationError: the snapshot cannot be read, or the client is not in it.
    """
    snapshot = load_snapshot(request.file, place=request.place)
    client = None
    if request.client is not None:
        client = named_client(snapshot.inventory, request.client)
        snapshot = snapshot.only([client.id])  # names no other client
    inventory = snapshot.inventory
    rating = rate(inventory, snapshot.assessment)
    if request.as_json:
        terminal.write_document(json.dumps(_document(rating), indent=2))
        return ExitCode.DONE
    view = risk_view(
        rating,
        inventory,
        client=client,
        share=request.share,
        vendor_names=vendor_names(inventory),
    )
    show(terminal.out, view)
    return ExitCode.DONE


def _document(rating: Rating) -> dict[str, Any]:
    document: dict[str, Any] = rating.model_dump(mode="json")
    for one, row in zip(rating.risks, document["risks"], strict=True):
        row |= {"level": one.level.value, "level_at_most": one.level_at_most.value}
    for chain, row in zip(rating.chain_risks, document["chain_risks"], strict=True):
        row |= {"level": chain.level.value, "level_at_most": chain.level_at_most.value}
    return document
