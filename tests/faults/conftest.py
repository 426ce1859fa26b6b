"""Faults are tried by hundreds of discoveries: what each of them need not do is spared."""

from __future__ import annotations

import importlib.util
import sys

import pytest

# It asserts for several files of tests, and is none itself.
pytest.register_assert_rewrite("tests.faults.judging")

# httpcore looks for it at every lock, and where it is missing that walks the whole path each time.
if importlib.util.find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # what the import system takes for "missing"
