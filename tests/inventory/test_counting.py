"""Whoever counts clients counts the same ones, and says who else is meant."""

import pytest

from aigov_connectors.inventory.counting import clients_in_words


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ((), "0 clients"),
        (("client",), "1 client"),
        (("own",), "the own organization"),
        (("client", "own"), "1 client and the own organization"),
        (("client",) * 1200, "1,200 clients"),
        (
            ("own", "client", "catch_all", "client"),
            "2 clients, the own organization and the catch-all",
        ),
        (
            ("client", "own", "own", "catch_all", "catch_all"),
            "1 client, 2 own organizations and 2 catch-alls",
        ),
    ],
)
def test_the_own_organization_is_told_and_is_no_client(kinds: tuple[str, ...], words: str) -> None:
    assert clients_in_words(kinds) == words
