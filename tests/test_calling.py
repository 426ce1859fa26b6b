"""Of the body of a call nothing is kept but where it puts a ticket."""

from __future__ import annotations

import pytest

from aigov_connectors.calling import place_in


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"summary": "x", "board": {"id": 12}}, "board:12"),
        ('{"summary": "x", "board": {"id": 12}}', "board:12"),
        ({"boardId": 12}, "board:12"),
        ({"queueID": 29683481}, "queue:29683481"),
        ([{"tickettype_id": 21}], "ticket_type:21"),
        ([{"tickettype_id": 21}, {"tickettype_id": 22}], None),
        ({"board": {"id": 1}, "queueID": 2}, None),
        ({"board": {"name": "Alerts"}}, None),
        ({"board": {"id": "{{alert.board}}"}}, None),
        ({"board": {"id": True}}, None),
        ({"board": 12}, None),
        ('{"board": {"id": {{board}}}}', None),
        ("board=12", None),
        ("12", None),
        ("", None),
        (None, None),
    ],
)
def test_the_place_is_a_number_in_a_known_field_or_nothing(body: object, place: str | None) -> None:
    assert place_in(body) == place
