"""All functions of the system in the hands of a virtual agent: what they do is told nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from tests.halopsa.rows import CATALOGUE, FULL, ORIGIN, PLACE, UNKNOWN, desk, only

from aigov_connectors.halopsa.normalize import deployments_from_virtual_agent
from aigov_connectors.halopsa.wire import VirtualAgentWire
from aigov_connectors.inventory import Basis, DecisionKind


@pytest.mark.parametrize(
    ("sent", "more"),
    [
        ({"enable_all_system_functions": True}, True),
        ({"enable_all_system_functions": None}, True),
        ({"enable_all_system_functions": "yes"}, True),
        ({"enable_all_system_functions": False}, False),
        ({}, False),  # a version that has no functions; that none were sent is a gap
    ],
    ids=repr,
)
def test_an_agent_with_all_system_functions_may_do_what_is_not_known(
    sent: dict[str, Any], more: bool
) -> None:
    row = VirtualAgentWire.model_validate({"id": "v", "name": "Guide", "functions": [], **sent})
    found = only(
        deployments_from_virtual_agent(
            row,
            origin=ORIGIN,
            used={"v"},
            knows_use=True,
            entry=CATALOGUE["virtual_agents"],
            place=PLACE,
            desk=desk(),
        )
    ).deployment
    assert found.autonomy is FULL
    assert (DecisionKind.UNKNOWN in found.decisions) is more
    parts = {one.value: one.autonomy for one in found.breakdown}
    assert parts == ({"answers": FULL, "system functions": UNKNOWN} if more else {})
    if more:
        assert found.basis is Basis.INFERRED
