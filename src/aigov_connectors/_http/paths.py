"""Path templates: `/sites/{site_id}/policy`, filled, matched and never guessed."""

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote, unquote

from aigov_connectors.errors import ResponseShapeError

_PLACEHOLDER = re.compile(r"\{([^{}/]*)\}")


def fill(template: str, ids: Mapping[str, str]) -> str:
    """Put ids into a template, each quoted so that it stays one segment.

    Raises:
        ResponseShapeError: an id cannot stand in a path (empty, dots, a slash).
    """

    def one(match: re.Match[str]) -> str:
        segment = quote(ids[match[1]], safe="")
        if not segment or plain("/" + segment) is None:
            message = f"{template}: an id that the vendor sent cannot stand in a path"
            raise ResponseShapeError(message, path_template=template)
        return segment

    return _PLACEHOLDER.sub(one, template)


@lru_cache(maxsize=1024)
def _pattern(template: str) -> str:
    parts = _PLACEHOLDER.split(template.rstrip("/"))
    return "[^/]+".join(re.escape(part) for part in parts[::2])


@lru_cache(maxsize=1024)
def matches(template: str) -> re.Pattern[str]:
    """Compile a pattern for exactly the paths that `template` can become."""
    return re.compile(_pattern(template) + r"\Z")


@lru_cache(maxsize=1024)
def covers(template: str) -> re.Pattern[str]:
    """Compile a pattern for those paths and everything below them."""
    return re.compile(_pattern(template) + r"(?=/|\Z)")


def plain(raw: str) -> str | None:
    """Give a path as any server would read it, or None when servers could disagree.

    Two spellings of one path must not be told apart by a guard, so encoded separators,
    dot segments, path parameters and control characters are refused, not interpreted.
    """
    path = unquote(raw, errors="strict") if "%" in raw else raw
    hidden = path.count("/") != raw.count("/") or any(c in path for c in "\\;%?#\ufffd")
    if hidden or "//" in path or any(ord(c) < 0x20 or ord(c) == 0x7F for c in path):
        return None
    if not path.startswith("/") or any(part in {".", ".."} for part in path.split("/")):
        return None
    return path.rstrip("/") or "/"
