"""What all of HaloPSA's records have in common: snake case, ids as floats, lists that may be null.

Source: recorded tickets and users (verified); the specification of April 2025 (verified names).
"""

from typing import Annotated, ClassVar, TypeVar
from urllib.parse import urlsplit

from pydantic import BeforeValidator, ConfigDict

from aigov_connectors.calling import path_template
from aigov_connectors.wire import WireRecord, WireSettings

__all__ = ["HaloRecord", "HaloSettings", "Host", "Many", "ManyOrUntold", "Path", "given"]

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
"""A list of objects; empty for null."""


def _objects_or_none(value: object) -> object:
    whole = isinstance(value, list) and all(isinstance(one, dict) for one in value)
    return value if whole else None


ManyOrUntold = Annotated[list[Item] | None, BeforeValidator(_objects_or_none)]
"""A list of objects of which an empty one says something; None for null and for anything else."""


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
