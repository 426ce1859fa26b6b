from collections.abc import Iterator

import pytest
from tests.sandbox.callers import OPEN


@pytest.fixture(autouse=True)
def _no_client_stays_open() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()
