"""Of a call nothing is kept but where it puts a ticket, and the words of some API in its path."""

from __future__ import annotations

import pytest

from aigov_connectors.calling import path_template, place_in


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


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/service/tickets/4711/notes", "/service/tickets/{}/notes"),
        ("/V1.0/Tickets", "/{}/tickets"),
        ("hunter2/tickets", "{}/tickets"),
        ("/api/tickets/", "/api/tickets/"),
        ("", ""),
    ],
)
def test_a_path_keeps_the_words_of_apis_alone(path: str, template: str) -> None:
    assert path_template(path) == template
