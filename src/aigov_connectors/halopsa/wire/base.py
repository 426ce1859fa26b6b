"""What all of HaloPSA's records have in common: snake case, ids as floats, lists that may be null.

Source: recorded tickets and users (verified); the specification of April 2025 (verified names).
"""

import math
from typing import Annotated, ClassVar, TypeVar
from urllib.parse import urlsplit

from pydantic import BeforeValidator, ConfigDict

from aigov_connectors.calling import path_template
from aigov_connectors.wire import WireRecord, WireSettings

__all__ = [
    "Amount",
    "HaloRecord",
    "HaloSettings",
    "Host",
    "Many",
    "ManyOrUntold",
    "Path",
    "Whether",
    "given",
    "number",
]

Item = TypeVar("Item")


class HaloRecord(WireRecord):
    """A record of a list; names are the vendor's own."""

    model_config: ClassVar[ConfigDict] = ConfigDict(alias_generator=None)


class HaloSettings(WireSettings):
    """A settings object, whose unknown keys are kept; names are the vendor's own."""

    model_config: ClassVar[ConfigDict] = ConfigDict(alias_generator=None)


def _objects(value: object) -> object:
    """Give the objects of a list; nothing for null and for what is no list."""
    if not isinstance(value, list):
        return []
    return [one for one in value if isinstance(one, dict)]


Many = Annotated[list[Item], BeforeValidator(_objects)]
"""A list of objects of which an empty one says no more than one that was not sent."""


def _objects_or_none(value: object) -> object:
    whole = isinstance(value, list) and all(isinstance(one, dict) for one in value)
    return value if whole else None


ManyOrUntold = Annotated[list[Item] | None, BeforeValidator(_objects_or_none)]
"""A list of objects of which an empty one says something, such as that nothing is done.

None for null and for anything else: what was not told, or told in part, is not nothing.
"""


def number(value: object) -> float | None:
    """Give a number, also from text; None for anything else, a bool too."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


Amount = Annotated[float | None, BeforeValidator(number)]
"""A number of hours, minutes or points; None for anything else."""


def _whether(value: object) -> bool | None:
    return bool(value.strip()) if isinstance(value, str) else None


Whether = Annotated[bool | None, BeforeValidator(_whether)]
"""Whether a text says something, never what; blanks say nothing. None where it was not told."""


def _host(value: object) -> str | None:
    """Give the host of an address; what stands behind it may be a secret."""
    try:
        return urlsplit(value).hostname if isinstance(value, str) else None
    except ValueError:
        return None


Host = Annotated[str | None, BeforeValidator(_host)]
"""The host of an address, and no more of it."""


def _path(value: object) -> str | None:
    """Give the path of an address, or of what is added to one, without any word of the MSP's."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        found = path_template(urlsplit(value.strip()).path.strip("/"))
    except ValueError:
        return None
    return f"/{found}" if found else None


Path = Annotated[str | None, BeforeValidator(_path)]
"""The path of an address with `{}` for words that are none of an API; None where it has none."""


def given(number: float | None) -> bool:
    """Whether an id names something: 0 and -1 stand for nothing.

    Source: recorded records (verified).
    """
    return number is not None and number > 0
