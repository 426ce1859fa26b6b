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
    if isinstance(value, dict):
        return value
    return {} if value else None


Ref = Annotated[_Ref | None, BeforeValidator(_object)]
"""A reference to another record, by id and name; None where nothing is referred to. One that was
sent in another shape is a reference to nobody knows what: no id and no name."""


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
