"""A whole run of the fictitious MSP."""

from __future__ import annotations

import pytest
from tests.export.estate import reading

from aigov_connectors.snapshot import Snapshot


@pytest.fixture(scope="session")
def whole() -> Snapshot:
    """The run as the sandbox's own configuration judges it."""
    read = reading()
    return read.snapshot(read.config)
