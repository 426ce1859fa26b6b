"""Which records a workflow rule watches."""

from __future__ import annotations

from aigov_connectors.connectwise.psa.wire import WorkflowWire

__all__ = ["watches_tickets"]

_TICKET_TABLES = frozenset({"ticket", "service ticket", "sr_service"})


def watches_tickets(workflow: WorkflowWire) -> bool:
    """Whether a rule watches tickets; one that names no table may."""
    table = workflow.table_type
    words = {word.casefold() for word in (table.name, table.identifier) if word} if table else set()
    return bool(words & _TICKET_TABLES) or not words
