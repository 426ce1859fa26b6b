"""The base of every exact model: frozen, strict, nothing unknown, times in UTC."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from aigov_connectors.inventory.documented import described

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue

__all__ = ["Exact", "Json", "JsonScalar", "UtcTime"]

JsonScalar = str | int | float | bool | None
_SHOWN_WHOLE = 12

Json = Any  # a decoded JSON value; `Any` only where JSON enters


class Exact(BaseModel):
    """A statement of ours: what it does not know, it cannot hold.

    Python callers must pass the right types (strict); JSON is read in its own spelling, so
    that `model_validate_json` restores what `model_dump_json` wrote.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        defer_build=True,  # an import should not cost what only a use needs
    )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> "JsonSchemaValue":
        return described(cls, core_schema, handler)

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """Give the fields for `repr`; what holds many things is told by its number.

        A repr is asked for in places that nobody expects (asyncio asks for that of a finished
        task's result), and that of a whole inventory would be larger than the inventory.
        """
        for name, value in super().__repr_args__():
            many = isinstance(value, tuple | dict) and len(value) > _SHOWN_WHOLE
            yield name, _Many(len(value)) if many else value

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """See `BaseModel.model_copy`; what was derived from the old values is not carried over."""
        copied = super().model_copy(update=update, deep=deep)
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]  # a cached property
        return copied


class _Many:
    def __init__(self, count: int) -> None:
        self._count = count

    def __repr__(self) -> str:
        return f"<{self._count} items>"


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


UtcTime = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""An aware time, kept in UTC."""
