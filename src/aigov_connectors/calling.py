"""Calls from one tool to another, as a step or a webhook of the first holds them.

Of a body nothing is kept but the number of the board, queue or ticket type that it names.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

__all__ = ["place_in"]

_PLACES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("board", "id"), "board"),
    (("boardId",), "board"),
    (("queueID",), "queue"),
    (("tickettype_id",), "ticket_type"),
)
"""Where a body names the place of a ticket, and what kind of place that is."""


def place_in(body: object) -> str | None:
    """Tell where the body of a request puts a ticket: `board:12`.

    None where it names no such place by a whole number, names two, or is filled in when it is sent.
    """
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except ValueError:
            return None
    if isinstance(body, list):
        found = {place_in(one) for one in body if isinstance(one, dict)}
    else:
        found = {f"{kind}:{number}" for at, kind in _PLACES if (number := _number(body, at))}
    return found.pop() if len(found) == 1 else None


def _number(body: Any, at: tuple[str, ...]) -> int | None:
    for key in at:
        body = body.get(key) if isinstance(body, Mapping) else None
    return body if isinstance(body, int) and not isinstance(body, bool) else None
