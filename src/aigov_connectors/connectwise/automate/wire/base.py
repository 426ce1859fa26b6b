"""Bases for this vendor's spelling, and lenient types of its own."""

from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BeforeValidator, ConfigDict
from pydantic.alias_generators import to_pascal

from aigov_connectors.wire import WireRecord, WireSettings

__all__ = ["AutomateRecord", "AutomateSettings", "Leniently", "Many"]

Item = TypeVar("Item")


class AutomateRecord(WireRecord):
    """A record of a list, its keys in PascalCase."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=to_pascal, populate_by_name=True
    )


class AutomateSettings(WireSettings):
    """A settings object, its keys in PascalCase; what is not declared is kept."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=to_pascal, populate_by_name=True
    )


def _object(value: Any) -> Any:
    return value if isinstance(value, dict | AutomateRecord | AutomateSettings) else None


def _list(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else ()


Leniently = Annotated[Item | None, BeforeValidator(_object)]
"""An object, or None for whatever else stands there."""
Many = Annotated[tuple[Item, ...], BeforeValidator(_list)]
"""A list; empty for null and for whatever else stands there."""
