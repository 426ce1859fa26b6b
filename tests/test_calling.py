"""Of a call nothing is kept but where it puts a ticket, and the words of some API in its path."""

from __future__ import annotations

import pytest

from aigov_connectors.calling import host_of, path_template, place_in, pushed_to


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
        ("/services/x/../../tickets", "/{}"),  # its head does not say where that leads
        ("/api/webhooks/%2E%2e/tickets", "/{}"),
        ("", ""),
    ],
)
def test_a_path_keeps_the_words_of_apis_alone(path: str, template: str) -> None:
    assert path_template(path) == template


@pytest.mark.parametrize(
    ("url", "called"),
    [
        ("https://PSA.example/v4_6/apis/3.0/service/tickets?key=s", "/{}/{}/{}/service/tickets"),
        ("https://hooks.example/T0/secret-word", "/{}/{}"),
    ],
)
def test_of_an_address_that_records_go_to_host_and_known_words_are_kept(
    url: str, called: str
) -> None:
    host = url.split("/")[2].casefold()
    assert pushed_to(url) == (host, f"* {called}")


def test_an_address_without_a_path_has_no_request_and_what_is_none_is_none() -> None:
    assert pushed_to("https://hooks.example/") == ("hooks.example", None)
    assert [pushed_to(one) for one in (None, "", "hooks", "https://[broken", "{{address}}")] == (
        [None] * 5
    )


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Hooks.GetThread.com/x", "hooks.getthread.com"),
        ("hooks.getthread.com/x", "hooks.getthread.com"),
        (" app.zofiq.ai ", "app.zofiq.ai"),
        ("hooks.getthread.com:8443/x?key=s", "hooks.getthread.com"),
        ("//cdn.example/x", "cdn.example"),
        ("/cw/pod", None),
        ("pod", None),
        ("not an address.", None),
        ("https://[broken", None),
        (None, None),
    ],
)
def test_an_address_has_a_host_with_or_without_its_scheme(
    url: str | None, host: str | None
) -> None:
    assert host_of(url) == host


def test_an_address_without_a_scheme_is_pushed_to_all_the_same() -> None:
    assert pushed_to("psa.example/service/tickets") == ("psa.example", "* /service/tickets")
