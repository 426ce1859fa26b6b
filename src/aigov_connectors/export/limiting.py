"""A run limited to one client, so that its export can be handed to that client."""

from __future__ import annotations

from dataclasses import replace

from aigov_connectors.client_view import ClientView
from aigov_connectors.export.model import Run
from aigov_connectors.inventory import Client

__all__ = ["for_client"]


def for_client(run: Run, client: Client) -> Run:
    """The run as the client may see it; see `aigov_connectors.client_view`.

    Args:
        run: what all clients are in.
        client: one of the run, or of the run before.
    """
    runs = [run.snapshot] if run.previous is None else [run.snapshot, run.previous]
    view = ClientView.of((one.inventory for one in runs), client)
    return replace(
        run,
        snapshot=view.snapshot(run.snapshot.judged_for(client)),
        previous=None if run.previous is None else view.snapshot(run.previous.judged_for(client)),
        client=client,
    )
