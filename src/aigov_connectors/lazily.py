"""Packages whose names are loaded when they are first asked for (PEP 562).

`import aigov_connectors.ninjaone` runs `aigov_connectors/__init__.py` first, as Python always
does with the packages around a module. A program that wants one client should not pay there for
rules, configuration and snapshots, nor for the ways of paging of other vendors; one that only
names vendors should not pay for their models. So `aigov_connectors`, its `_http` and `inventory`,
and each vendor's package say where such names live and load them later. Type checkers read the
same from the imports that these packages hold under `TYPE_CHECKING`; a test holds the two
together.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module

__all__ = ["lazily"]


def lazily(
    package: str, homes: Mapping[str, str]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Give the `__getattr__` and the `__dir__` of a package.

    Args:
        package: its `__name__`.
        homes: the public names that each of its modules defines, blanks between them.
    """
    home_of = {name: module for module, names in homes.items() for name in names.split()}

    def get(name: str) -> object:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(import_module(f"{package}.{home_of[name]}"), name)
        setattr(sys.modules[package], name, value)  # found at once from now on
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *home_of})

    return get, names
