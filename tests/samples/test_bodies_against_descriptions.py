"""Real bodies beside the vendors' descriptions: where they leave them is told, not judged.

A departure here is knowledge (the description is a hint, not a contract); what must hold is that
our own readers cope, which `test_bodies_through_clients.py` tries.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from tests.contract.checker import Contract
from tests.samples.bodies import ENDPOINTS, Sample, samples

CONTRACTS = {vendor: Contract.load(vendor) for vendor in ENDPOINTS}


@pytest.mark.parametrize("sample", samples(), ids=str)
def test_departures_of_a_real_body_are_told(
    sample: Sample, record_property: Callable[[str, object], None]
) -> None:
    contract, path = CONTRACTS[sample.vendor], sample.endpoint.path
    if contract.operation_of("GET", path) is None:
        return
    found = contract.check_answer("GET", path, 200, json.loads(sample.answer))
    for line in (*found.violations, *found.notes):
        record_property("vendor sample departure", f"{sample}: {line}")
    # Rows of the described kind are recognized as such: identifiers are where they should be.
    assert not [line for line in found.violations if "an id is null" in line]
