"""Which tracks act by themselves: those that something that acts by itself attaches."""

from __future__ import annotations

import pytest
from tests.inventory.builders import origin

from aigov_connectors.connectwise.psa.normalize import attach_in_turn
from aigov_connectors.connectwise.psa.wire import TrackActionWire
from aigov_connectors.normalizing.observed import Observed, said


def _by_rule() -> Observed:
    return said(origin(), "attachedTrack", 1, object_id="9", pointer="/attachedTrack/id")


@pytest.mark.parametrize(
    ("tracks", "by_rules", "inactive", "acting"),
    [
        ({1: 2}, {1}, set(), {1, 2}),
        ({1: 2, 2: 3, 3: 1}, {1}, set(), {1, 2, 3}),  # a ring ends
        ({1: 2}, set(), set(), set()),  # a person attaches the first
        ({1: 2}, {1}, {1}, {1}),  # it is inactive, and attaches nothing
        ({1: 2, 2: 3}, {1}, {2}, {1, 2}),
        ({1: 1}, set(), set(), set()),  # of itself
        ({1: 1}, {1}, set(), {1}),
        ({1: 3, 2: 3}, {2}, {1}, {2, 3}),
    ],
)
def test_a_track_acts_where_something_that_acts_attaches_it(
    tracks: dict[int, int], by_rules: set[int], inactive: set[int], acting: set[int]
) -> None:
    steps = {
        number: [
            (
                TrackActionWire.model_validate(
                    {"id": number * 10, "notifyType": "AttachTrack", "attachedTrack": {"id": other}}
                ),
                origin(),
            )
        ]
        for number, other in tracks.items()
    }
    attached = {number: [_by_rule()] for number in by_rules}
    attach_in_turn(attached, steps, inactive=inactive)
    assert {number for number, shown in attached.items() if shown} == acting
