"""Calls from one tool to another, as a step or a webhook of the first holds them.

Of a body nothing is kept but the number of the board, queue or ticket type that it names, and of a
path the words that some tool's own API has.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, urlsplit

__all__ = ["host_of", "path_template", "place_in", "pushed_to"]

_BARE_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")

_PLACES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("board", "id"), "board"),
    (("boardId",), "board"),
    (("queueID",), "queue"),
    (("tickettype_id",), "ticket_type"),
)
"""Where a body names the place of a ticket, and what kind of place that is."""

# Words of API paths, any tool's, that may stand in a request. Not what they
# mean: a path made of other words is kept as `{}`, because a secret may be a word too.
_WORDS = frozenset(
    word
    for line in (
        "abort-scan accounts actions activities agents alerts analyst-verdict api",
        "approve-uninstall batch blocklist broadcast chat cloud-detection commandexecute",
        "completions computers connect decommission device disable-agent disconnect enable-agent",
        "exclusions execute fetch-files fetch-logs firewall-control graphql groups hooks",
        "hyper-automate identity incident initiate-scan kill messages mitigate move-to-site",
        "network-quarantine notes policy quarantine ranger remediate remote-scripts",
        "restart-machine restrictions rollback-remediation rules run script scriptexecute",
        "scriptschedule service services shutdown sites tasks threats ticket ticketing tickets",
        "un-quarantine unifiedalerts uninstall update-software users v1 v2 v3 web webhook",
        "webhookb2 webhooks",
    )
    for word in line.split()
)


def path_template(path: str) -> str:
    """Give a path with `{}` for every word that is not one of some tool's own API."""
    parts = path.casefold().split("/")
    if any(part.replace("%2e", ".") in (".", "..") for part in parts):
        return "/{}" if path.startswith("/") else "{}"  # its head does not say where that leads
    return "/".join(part if part in _WORDS or not part else "{}" for part in parts)


def pushed_to(url: str | None) -> tuple[str, str | None] | None:
    """Give host and request of an address to which a tool sends records: `* /{}/tickets`.

    `*` because no document says by which method; no request where the address has no path. None
    where it is no address.
    """
    found = _split(url)
    if found is None:
        return None
    host, parts = found
    path = path_template(parts.path.strip("/"))
    return host, f"* /{path}" if path else None


def host_of(url: str | None) -> str | None:
    """The host of an address, also of one without `https://`; None where it is no address."""
    found = _split(url)
    return None if found is None else found[0]


def _split(url: str | None) -> tuple[str, SplitResult] | None:
    text = (url or "").strip()
    for told, is_bare in ((text, False), (f"//{text}", True)):
        try:
            parts = urlsplit(told)
            host = parts.hostname
        except ValueError:
            continue
        # Without a scheme any word could be taken for a host.
        if host and (not is_bare or _BARE_HOST.fullmatch(host)):
            return host, parts
    return None


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
