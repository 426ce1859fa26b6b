"""References to other records, as all of this API's records hold them."""

from typing import Annotated

from pydantic import BeforeValidator

from aigov_connectors.wire import LenientInt, Text, WireRecord

__all__ = ["Named", "NamedWire", "Ref", "Refs"]


class _Ref(WireRecord):
    id: LenientInt = None
    name: Text = None
    identifier: Text = None


def _object(value: object) -> object:
    return value if isinstance(value, dict) else None


Ref = Annotated[_Ref | None, BeforeValidator(_object)]
"""A reference to another record, by id and name; None for what is no object."""


def _objects(value: object) -> object:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else ()


Refs = Annotated[tuple[_Ref, ...], BeforeValidator(_objects)]
"""Several references; empty for what is no list."""


Named = Annotated[bool, BeforeValidator(bool)]
"""Whether a field holds anything; what it holds is not kept."""


class NamedWire(WireRecord):
    """A row of a look-up of which only the name is read."""

    id: int
    name: Text = None
