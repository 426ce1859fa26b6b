"""Which names mean a secret, and values that are safe to keep and to digest.

A name is read as words (`clientSecret`, `client_secret`, `X-API-Key`), so `tokenize` is
harmless and `refreshToken` is not.
"""

import hashlib
import itertools
import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

REDACTED = "[redacted]"

_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[^\W\d_A-Za-z]+")


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_SECRET_WORDS = _words(
    "token secret password passwd passwort pwd pass passphrase passcode apikey authorization",
    "authentication credential cred cookie session sessionid jwt bearer otp totp privatekey",
    "licensekey licencekey accesskey secretkey encryptionkey signature sas",
)
_SECRET_ENDINGS = ("token", "secret", "password", "passwd", "passphrase", "apikey")
_SECRET_PAIRS = frozenset(
    {
        ("api", "key"),
        ("private", "key"),
        ("license", "key"),
        ("licence", "key"),
        ("access", "key"),
        ("secret", "key"),
        ("encryption", "key"),
        ("signing", "key"),
        ("shared", "key"),
        ("session", "key"),
        ("session", "id"),
        ("recovery", "key"),
        ("activation", "key"),
        ("product", "key"),
        ("security", "key"),
        ("site", "key"),
        ("account", "key"),
        ("connection", "string"),
        ("pin", "code"),
    }
)
# Facts about a secret, which are no secret: passwordMinLength, tokenExpiresAt, sessionTimeout.
_HARMLESS_ENDINGS = _words(
    "age at attempts complexity count created date days description disabled enabled endpoint",
    "exists expiration expired expires expiry failed hours interval length lifetime limit",
    "method minutes mode name optional policy protected required rotation scope seconds set",
    "status supported time timeout ttl type updated uri url usage valid validation",
)
# maxTokens, promptTokens: what a language model counts.
_COUNTED = _words(
    "max min prompt completion input output total used remaining num number count limit",
)


@lru_cache(maxsize=8192)
def is_secret_like(key: str) -> bool:
    """Tell whether a value under this name must not be kept."""
    words = [word.casefold() for word in _WORDS.findall(key)]
    if not words or words[-1] in _HARMLESS_ENDINGS:
        return False
    if words[-1] == "tokens" and _COUNTED.intersection(words):
        return False
    if words == ["auth"] or words == ["pin"]:
        return True
    single = [_singular(word) for word in words]
    if any(word in _SECRET_WORDS or word.endswith(_SECRET_ENDINGS) for word in single):
        return True
    return any(pair in _SECRET_PAIRS for pair in itertools.pairwise(single))


def redacted(value: Any) -> Any:
    """Give a JSON value without its secrets, at any depth; the value itself is not changed.

    Under a secret-like name only `null`, `true` and `false` stay: that there is a password
    is no secret.
    """
    if isinstance(value, Mapping):
        return {key: _kept(key, inside) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [redacted(inside) for inside in value]
    return value


def canonical_json(value: Any) -> bytes:
    """Write a JSON value so that equal values give equal bytes: sorted keys, no blanks, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def digest(value: Any) -> str:
    """Give `sha256:<hex>` of the canonical JSON of `value` without its secrets."""
    return f"sha256:{hashlib.sha256(canonical_json(redacted(value))).hexdigest()}"


def _kept(key: Any, value: Any) -> Any:
    if value is None or isinstance(value, bool) or not is_secret_like(str(key)):
        return redacted(value)
    return REDACTED


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
