"""A vendor's flag is read as `Flag`: 1, 0 and words count only where they were seen to be sent."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from aigov_connectors.wire import Flag, LenientBool, Strange, WireRecord

AS_DESCRIBED = ("autotask", "connectwise.automate", "connectwise.psa", "halopsa", "ninjaone")
"""Their documents say boolean, and their recorded answers hold nothing else there. SentinelOne is
not among them: answers with flags as text and as numbers were recorded."""


class Both(WireRecord):
    lenient: LenientBool = None
    flag: Flag = None


def models(vendor: str) -> Iterator[type[BaseModel]]:
    top = importlib.import_module(f"aigov_connectors.{vendor}.wire")
    places = [top]
    for found in pkgutil.iter_modules(getattr(top, "__path__", ())):
        places.append(importlib.import_module(f"{top.__name__}.{found.name}"))
    for place in places:
        for one in vars(place).values():
            is_model = isinstance(one, type) and issubclass(one, BaseModel)
            if is_model and one.__module__ == place.__name__:
                yield one


def is_lenient(model: type[BaseModel], field: str) -> bool:
    info = model.model_fields[field]
    return info.annotation == bool | None and info.metadata == (
        Both.model_fields["lenient"].metadata
    )


def test_the_two_types_are_told_apart() -> None:
    assert is_lenient(Both, "lenient")
    assert not is_lenient(Both, "flag")
    assert Both.model_validate({"lenient": 1, "flag": 1}) == Both(lenient=True, flag=Strange(1))


@pytest.mark.parametrize("vendor", AS_DESCRIBED)
def test_no_flag_is_read_by_guess(vendor: str) -> None:
    found = list(models(vendor))
    assert found
    guessed = [
        f"{one.__name__}.{name}"
        for one in found
        for name in one.model_fields
        if is_lenient(one, name)
    ]
    assert not guessed
