"""Bases and field types for what vendors send: generous, and cheap in bulk.

`WireRecord` is for records that come by the hundred thousand and ignores what it does not
know; `WireSettings` is for settings and keeps it, because a switch that nobody has heard of
may be a new AI feature. All are built when they are first read into, not when imported.

Modules of such models do without `from __future__ import annotations`: pydantic would have to
compile the text of every field again, which doubles what the import of a vendor's client costs.

The field types read what the specifications say and what vendors send: ids as numbers, times
in a dozen spellings, booleans as words. Each tries pydantic's native reading first and calls
Python only when that fails; nothing but an id can make a record fail.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, JsonValue, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import CoreSchema, core_schema

Item = TypeVar("Item")


class WireRecord(BaseModel):
    """A record of a list: what is not declared is ignored."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True,
        extra="ignore",
        alias_generator=to_camel,
        populate_by_name=True,
        hide_input_in_errors=True,
        defer_build=True,
        protected_namespaces=(),
    )


class WireList(WireRecord):
    """An answer that is a bare list; a model of it declares `rows`."""

    @model_validator(mode="before")
    @classmethod
    def _name_the_list(cls, sent: Any) -> dict[str, Any]:
        return {"rows": sent}


class WireSettings(BaseModel):
    """A settings object: what is not declared is kept and can be listed."""

    model_config: ClassVar[ConfigDict] = ConfigDict(
        frozen=True,
        extra="allow",
        alias_generator=to_camel,
        populate_by_name=True,
        hide_input_in_errors=True,
        defer_build=True,
        protected_namespaces=(),
    )

    def unknown(self) -> dict[str, JsonValue]:
        """Give every key that no model declares, as JSON pointer, with its value.

        Nested settings are looked through, also in lists; the order is that of the payload.
        """
        return dict(_unknown(self, ""))


def _unknown(value: object, at: str) -> Iterator[tuple[str, JsonValue]]:
    if isinstance(value, WireSettings):
        for key, extra in (value.model_extra or {}).items():
            yield f"{at}/{_escaped(key)}", extra
        for name, info in type(value).model_fields.items():
            alias = info.alias or name
            yield from _unknown(getattr(value, name), f"{at}/{_escaped(alias)}")
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _unknown(item, f"{at}/{number}")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _unknown(item, f"{at}/{_escaped(str(key))}")


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


@dataclass(frozen=True, slots=True, eq=False)
class _Reading:
    """Puts a ready-made core schema in the place of a type's own; equal to itself alone."""

    schema: CoreSchema

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return self.schema


@dataclass(frozen=True, slots=True)
class Strange:
    """What stands where something else is described, as it was sent: neither that nor nothing."""

    sent: JsonValue

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.is_instance_schema(cls)


def told(value: Item | Strange | None) -> Item | None:
    """What was sent in the shape that is described; None for nothing and for any other."""
    return None if isinstance(value, Strange) else value


def unless(flag: bool | Strange | None) -> bool | None:
    """Whether something is on by the flag that switches it off; None where that tells neither."""
    return not flag if isinstance(flag, bool) else None


def _first_of(*choices: CoreSchema) -> CoreSchema:
    return core_schema.union_schema(list(choices), mode="left_to_right")


def _otherwise(function: Any) -> CoreSchema:
    return core_schema.no_info_plain_validator_function(function)


# Up to here a float holds every integer; above it an id would be somebody else's.
_EXACT_FLOAT = 2**53


def _identifier(value: Any) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT_FLOAT:
        return str(int(value))
    raise ValueError("not an id")


Identifier: TypeAlias = Annotated[
    str,
    _Reading(
        _first_of(
            core_schema.str_schema(strict=True),
            core_schema.no_info_after_validator_function(str, core_schema.int_schema(strict=True)),
            _otherwise(_identifier),
        )
    ),
]
"""An id as text: from text, an integer of any size, or a float that is one exactly."""

# Tools that "never" happened at: 1899-12-30, 1900-01-01, 0001-01-01, and the epoch itself.
_EARLIEST = datetime(1971, 1, 1, tzinfo=UTC)
_ANY_TIME = core_schema.datetime_schema()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


# Null is the usual way to say nothing: it must not cost a call of Python in every field.
_NULL = core_schema.none_schema()


def _of_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)


def _timestamp(value: Any) -> datetime | None:
    if isinstance(value, str):
        return _from_text(value.strip())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_epoch(value)
    if isinstance(value, datetime):
        return _sensible(value)
    return None


def _from_text(text: str) -> datetime | None:
    try:
        return _from_epoch(float(text))
    except ValueError:
        pass
    try:
        return _sensible(datetime.fromisoformat(text))
    except ValueError:
        return None


def _from_epoch(number: float) -> datetime | None:
    # Seconds reach 2e10 in the year 2603; each unit below is a thousand times as large.
    for unit in (1.0, 1e3, 1e6, 1e9):
        if abs(number) < 2e10 * unit:
            try:
                return _sensible(_EPOCH + timedelta(seconds=number / unit))
            except (OverflowError, ValueError):
                return None
    return None


def _sensible(moment: datetime) -> datetime | None:
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
    return aware if aware >= _EARLIEST else None


Timestamp: TypeAlias = Annotated[
    datetime | None,
    _Reading(
        _first_of(
            # Most times end here, without Python: zone known, and not one of the "nevers".
            core_schema.datetime_schema(tz_constraint="aware", ge=_EARLIEST),
            _NULL,
            # Without a zone: one short call, where the reading of any text takes several.
            core_schema.no_info_after_validator_function(
                _of_utc,
                core_schema.datetime_schema(
                    tz_constraint="naive", ge=_EARLIEST.replace(tzinfo=None)
                ),
            ),
            _otherwise(_timestamp),
        )
    ),
]
"""An aware time. ISO text with any fraction (no zone means UTC), epoch seconds or smaller units
by magnitude; None for empty, unreadable and "never". An offset is kept as sent."""

LenientBool: TypeAlias = Annotated[
    bool | None, _Reading(_first_of(core_schema.bool_schema(), _NULL, _otherwise(lambda _: None)))
]
"""A boolean, also as 0, 1 or a word; None for anything else. Only for a vendor that was seen to
send those: where a flag is described as a boolean and comes as one, `Flag` is the type."""


def _strange(value: Any) -> Strange:
    return value if isinstance(value, Strange) else Strange(value)


Flag: TypeAlias = Annotated[
    bool | Strange | None,
    _Reading(_first_of(core_schema.bool_schema(strict=True), _NULL, _otherwise(_strange))),
]
"""A boolean, None for null, and whatever else stands there as it is: `1` and `"yes"` are neither
true nor false where a boolean is described. It is asked by `is True` and `is False`, or `told`."""

LenientInt: TypeAlias = Annotated[
    int | None, _Reading(_first_of(core_schema.int_schema(), _NULL, _otherwise(lambda _: None)))
]
"""An integer, also as text or as a float that is one; None for anything else."""


def _text(value: Any) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else None


Text: TypeAlias = Annotated[
    str | None,
    _Reading(
        _first_of(
            core_schema.str_schema(strict=True, strip_whitespace=True, min_length=1),
            _NULL,
            _otherwise(_text),
        )
    ),
]
"""Text without blanks around it; None for empty and for what is no scalar."""
