"""Whom a name may mean: without capitals, accents and legal forms, the likest first."""

from __future__ import annotations

import pytest

from aigov_connectors.cli.client_names import is_among, no_such_client

NAMES = (
    "Granite Hollow Machining",
    "Cobalt Ridge Imaging",
    "LAKESIDE CLINIC, LLC",
    "Lakeshore Clinical GmbH",
    "Müller & Söhne KG",
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Lakeside Clinic", "LAKESIDE CLINIC, LLC"),
        ("lakesid clinic", "LAKESIDE CLINIC, LLC"),
        ("Lakeside", "LAKESIDE CLINIC, LLC"),
        ("granite hollow", "Granite Hollow Machining"),
        ("Muller und Sohne", "Müller & Söhne KG"),
    ],
)
def test_the_likest_stands_first(typed, meant) -> None:
    hint = no_such_client(typed, NAMES).hint or ""
    assert hint.startswith(f"Did you mean: {meant}")


def test_a_name_like_none_lists_some_of_them() -> None:
    assert no_such_client("Zebra", NAMES).hint == (
        "Clients: Cobalt Ridge Imaging, Granite Hollow Machining, Lakeshore Clinical GmbH,"
        " LAKESIDE CLINIC, LLC, Müller & Söhne KG."
    )
    many = no_such_client("Zebra", [f"Client {n:02}" for n in range(40)]).hint or ""
    assert many.endswith("and 28 more.")
    assert no_such_client("Zebra", []).hint == "Clients: none were read."


def test_capitals_do_not_count() -> None:
    assert is_among("lakeside clinic, llc", NAMES)
    assert not is_among("Lakeside", NAMES)


def test_discover_doubts_a_name_before_it_reads_and_says_how_to_go_on(snapshot, command) -> None:
    done = command("discover", "--client", "Lakesid Clinic")
    assert done.code == 2
    care, error = done.err.index("Care: no client was named"), done.err.index("Error: ")
    assert "Did you mean: Lakeside Clinic?" in done.err[care:error]
    assert care < done.err.index("main") < error
    assert "Did you mean: Lakeside Clinic? What was read is kept: add --resume." in done.err
    assert "Care" not in command("discover", "--client", "lakeside clinic").err
