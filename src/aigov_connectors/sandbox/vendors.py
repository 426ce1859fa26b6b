"""Finds the vendors' sandboxes: `sandbox.py` or `sandbox/` in a vendor's folder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Protocol

from aigov_connectors.sandbox.asgi import App
from aigov_connectors.sandbox.faults import FaultPlan
from aigov_connectors.sandbox.limits import Limits
from aigov_connectors.sandbox.planted import Planted
from aigov_connectors.sandbox.world import World

_PACKAGE = "aigov_connectors"


@dataclass(frozen=True, slots=True)
class DemoConnection:
    """A connection to a vendor's sandbox, but for the address, which the server adds."""

    name: str
    secrets: Mapping[str, str]
    """Secret field to value: the credential of the demonstration."""
    options: Mapping[str, object] = field(default_factory=dict)
    """Non-secret options under the vendor's own names."""
    credentials: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Other credentials by kind, each as secret field to value."""


class VendorSandbox(Protocol):
    """What the module `<vendor folder>.sandbox` offers as `SANDBOX`."""

    @property
    def vendor(self) -> str:
        """Return the vendor id, which is the dotted path of the folder."""
        ...

    def app(self, world: World, faults: FaultPlan, limits: Limits) -> App:
        """Return the vendor's API as an ASGI app, faults and limits included."""
        ...

    def connections(self, world: World) -> tuple[DemoConnection, ...]:
        """Return the connections that the demonstration uses."""
        ...

    def planted(self, world: World) -> Planted:
        """Return the vendor's answer sheet."""
        ...


def vendor_sandboxes() -> tuple[VendorSandbox, ...]:
    """Return every vendor's sandbox, by vendor id."""
    root = Path(__file__).parent.parent
    # As for the registry, what makes a folder a vendor's is its connector.
    folders = sorted(path.parent for path in root.rglob("connector.py") if path.parent != root)
    names = [
        ".".join(folder.relative_to(root).parts)
        for folder in folders
        if (folder / "sandbox.py").is_file() or (folder / "sandbox" / "__init__.py").is_file()
    ]
    return tuple(import_module(f"{_PACKAGE}.{name}.sandbox").SANDBOX for name in names)
