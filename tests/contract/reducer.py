"""`scripts/reduce_spec.py` as a module: scripts are run by path and are no package."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType


def _script() -> ModuleType:
    file = Path(__file__).parents[2] / "scripts/reduce_spec.py"
    spec = importlib.util.spec_from_file_location("reduce_spec", file)
    if spec is None or spec.loader is None:
        raise ImportError(f"no loader for {file}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


reduce_spec = _script()
