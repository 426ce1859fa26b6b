"""Bases for this vendor's spelling, and lenient types of its own."""

from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import (
    ConfigDict,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic.alias_generators import to_pascal

from aigov_connectors.wire import Strange, WireRecord, WireSettings, told

__all__ = ["AutomateRecord", "AutomateSettings", "Leniently", "Told", "told"]

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


def _or_none(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(value)
    except ValidationError:
        return None


def _or_strange(value: Any, read: ValidatorFunctionWrapHandler) -> Any:
    try:
        return read(value)
    except ValidationError:
        return Strange(value)


Leniently = Annotated[Item | None, WrapValidator(_or_none)]
"""A value of a kind, or None for whatever else stands there."""
Told = Annotated[Item | Strange | None, WrapValidator(_or_strange)]
"""A value of a kind, None for null, and whatever else stands there as it is: for what does
something where it stands, so that only null may say that nothing is done."""
