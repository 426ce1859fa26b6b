"""A run as one client may see it: nobody else's name or id, and no number that counts others.

    view = ClientView.of([snapshot.inventory], client)
    handed_out = view.snapshot(snapshot)

The one guard for everything that is handed to a client: the report and every export are made from
what leaves here, so that nothing they add can show another client.
"""

from aigov_connectors.client_view.view import ClientView
from aigov_connectors.client_view.words import HIDDEN

__all__ = ["HIDDEN", "ClientView"]
