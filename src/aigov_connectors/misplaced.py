"""A secret that stands in a connection's table: found by its name, told without its value.

Whoever may read the configuration has it then, and so has every backup; that it is taken out is
not enough.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from aigov_connectors.credentials import variable_name
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.redaction import is_secret_like

__all__ = ["refuse_secrets"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def refuse_secrets(table: Mapping[str, Any], fields: Collection[str] = ()) -> None:
    """Refuse the table of a connection that holds a secret, at any depth.

    `fields` are the vendor's own words for its secrets: not each of them looks like one.

    Raises:
        ConfigurationError: there is one; the hint says where it belongs.
    """
    known = {_alike(one): one for one in fields}
    found = next(_secrets(table, known, ()), None)
    if found is None:
        return
    told = table.get("name")
    # What is no name yet may be anything, and is not repeated.
    name = told if isinstance(told, str) and _NAME.fullmatch(told) else None
    field = known.get(_alike(found[-1]), found[-1])
    raise ConfigurationError(
        f"connection {name or 'without a name'}: {'.'.join(found)} is a secret,"
        " and the configuration holds none",
        hint=f"Change it at the vendor, since whoever can read the file has it. Take it out of the"
        f" file and of its backups. Keep the new one by `aigov-connectors connect {name or 'NAME'}`"
        f" in the keyring, in the variable {variable_name(name or 'NAME', field)},"
        f" or in the file $CREDENTIALS_DIRECTORY/{name or 'NAME'}.{field}.",
    )


def _secrets(
    value: Any, known: Mapping[str, str], at: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    if isinstance(value, Mapping):
        for key, inside in value.items():
            here = (*at, str(key))
            # That there is a password is no secret.
            is_told = inside is not None and not isinstance(inside, bool)
            if is_told and (_alike(here[-1]) in known or is_secret_like(here[-1])):
                yield here
            else:
                yield from _secrets(inside, known, here)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _secrets(one, known, at)


def _alike(key: str) -> str:
    """`apiToken`, `api-token` and `API_TOKEN` are one word."""
    return "".join(filter(str.isalnum, key)).casefold()
