"""The small fictitious MSP on whose simulators the contract tests run."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from aigov_connectors.sandbox import Sandbox, sandbox


@pytest.fixture(scope="session")
def small_msp() -> Iterator[Sandbox]:
    with sandbox(clients=28, devices=300, limit_factor=math.inf) as running:
        yield running
