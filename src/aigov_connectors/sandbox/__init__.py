"""A whole fictitious MSP on embedded simulators of the vendors' APIs, over real HTTP on loopback.

`with sandbox() as box:` starts every vendor; `box.connections`, `box.secrets` and `box.clients`
are what a configuration needs, `box.planted` is the answer sheet. Needs the extra `sandbox`.
"""

try:
    import starlette  # noqa: F401
    import uvicorn  # noqa: F401
except ImportError as _missing:
    raise ImportError(
        "the sandbox needs starlette and uvicorn: pip install 'aigov-connectors[sandbox]'"
    ) from _missing

from aigov_connectors.sandbox.faults import FAULT_NAMES, Fault
from aigov_connectors.sandbox.planted import (
    ALL_OF_CONNECTION,
    UNKNOWN_CLIENTS,
    ExpectedFinding,
    ExpectedGap,
    LookAlike,
    Named,
    Part,
    Planted,
    Reached,
    UnknownSwitch,
)
from aigov_connectors.sandbox.server import Sandbox, sandbox, serve_forever
from aigov_connectors.sandbox.vendors import DemoConnection, VendorSandbox, vendor_sandboxes
from aigov_connectors.sandbox.world import SECRET_MARK, World, build_world

__all__ = [
    "ALL_OF_CONNECTION",
    "FAULT_NAMES",
    "SECRET_MARK",
    "UNKNOWN_CLIENTS",
    "DemoConnection",
    "ExpectedFinding",
    "ExpectedGap",
    "Fault",
    "LookAlike",
    "Named",
    "Part",
    "Planted",
    "Reached",
    "Sandbox",
    "UnknownSwitch",
    "VendorSandbox",
    "World",
    "build_world",
    "sandbox",
    "serve_forever",
    "vendor_sandboxes",
]
