"""What a condition may show: never a value that somebody typed, whatever the field is called."""

from __future__ import annotations

import random

import pytest

from aigov_connectors.connectwise.psa.normalize.conditions import without_names

NAMES = ("Acme", "Jane Doe", "Smith and Sons", "Lakeside OR Partners", "jane@lakeside.example")
FIELDS = ("Company", "Contact Name", "Contact Email", "Site", "Summary", "Territory", "Haiku")
JOINS = (" AND ", " or ", ") and (", " ", ", ")
COMPARED = ('= "{}"', 'like "{}*"', 'in ("x","{}")', 'not contains "{}"', "= '{}'", "= {}", '= "{}')


@pytest.mark.parametrize(
    ("condition", "shown"),
    [
        ('Company in ("Acme","Beta")', 'Company in ("…","…")'),
        ('Contact Name = "Jane Doe"', 'Contact Name = "…"'),
        ('(Site = "Lakeside HQ") AND (Status = "New")', '(Site = "…") AND (Status = "New")'),
        ('Contact Email like "*@lakeside.example"', 'Contact Email like "…"'),
        ('Summary contains "Lakeside Clinic"', 'Summary contains "…"'),
        ('Company Status = "Acme"', 'Company Status = "…"'),
        ('Status = "New" && Company = "Acme"', 'Status = "…" && … = "…"'),
        ('status/name in ("New","Old")', 'status/name in ("New","Old")'),
        ('Priority = "High" or Board = "Alerts"', 'Priority = "High" or Board = "Alerts"'),
        ("Agreement changed", "Agreement changed"),
        ("Days in Status > 5", "Days in Status > 5"),
        ('Status = "a\\" AND Company = "Acme"', "…"),
        ("", ""),
    ],
)
def test_only_words_of_the_set_up_tables_are_shown(condition: str, shown: str) -> None:
    assert without_names(condition) == shown


def test_no_name_is_shown_wherever_it_stands() -> None:
    dice = random.Random(7)  # noqa: S311 - a test, no secret
    clauses = [
        f"{field} {how.format(name)}" for field in FIELDS for how in COMPARED for name in NAMES
    ]
    known = ['Status = "New"', "Days in Status > 5", 'Board = "Alerts"', "NOT (Type = 3)"]
    for _ in range(2000):
        parts = dice.sample(clauses, 2) + dice.sample(known, 2)
        dice.shuffle(parts)
        shown = without_names(dice.choice(JOINS).join(parts))
        for name in ("Acme", "Jane", "Doe", "Smith", "Sons", "Lakeside", "Partners"):
            assert name.casefold() not in shown.casefold(), shown
