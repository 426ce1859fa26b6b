"""What bodies of POSTs show that they only read: a question, or the grant of a token."""

import json
from collections.abc import Callable, Collection
from typing import Any
from urllib.parse import parse_qs

_GRANTS = frozenset({"client_credentials", "refresh_token"})
"""What an OAuth 2 form may ask for; nobody is signed in by it."""


def keys_only(*names: str) -> Callable[[bytes], bool]:
    """Accept a JSON object that has no other keys than these: the words of a vendor's question."""
    known = frozenset(names)

    def accepts(body: bytes) -> bool:
        asked = _parsed(body)
        return isinstance(asked, dict) and set(asked) <= known

    return accepts


def keys_exactly(names: Collection[str]) -> Callable[[bytes], bool]:
    """Accept a JSON object that has just these keys: the fields of a login."""
    known = frozenset(names)

    def accepts(body: bytes) -> bool:
        asked = _parsed(body)
        return isinstance(asked, dict) and set(asked) == known

    return accepts


def is_json_string(body: bytes) -> bool:
    """Whether the body is one JSON string: a token that is to be renewed."""
    return isinstance(_parsed(body), str)


def is_grant(body: bytes) -> bool:
    """Whether the body is the form that an OAuth 2 token endpoint takes."""
    try:
        form = parse_qs(body.decode("ascii"), strict_parsing=True)
    except ValueError:
        return False
    asked = form.get("grant_type", [])
    return len(asked) == 1 and asked[0] in _GRANTS


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
