"""What a tool hints at is suggested with its reason, and nothing rests on it."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigov_connectors.inventory import Client, ClientContext, ClientMember, ContextHint, MatchKind
from aigov_connectors.suggesting.guessing import suggest_context

NOTHING = ClientContext()


def _client(*hints: tuple[str, str], context: ClientContext = NOTHING) -> Client:
    return Client(
        id="c",
        name="Lakeside Dental Clinic",
        members=(
            ClientMember(
                vendor="psa",
                tenant_id="t",
                vendor_id="7",
                name="Lakeside Dental Clinic",
                match=MatchKind.OWN_RECORD,
                hints=tuple(ContextHint(source=source, value=value) for source, value in hints),
            ),
        ),
        context=context,
    )


@pytest.mark.parametrize(
    ("hint", "industry", "regulations"),
    [
        (("market", "Healthcare"), "healthcare", ("HIPAA",)),
        (("market", "Medical - Dental"), "healthcare", ("HIPAA",)),
        (("industry", "Financial Services"), "finance", ("GLBA",)),
        (("classification", "CREDIT UNION"), "finance", ("GLBA",)),
        (("type", "Aerospace & Defense"), "defense", ("CMMC",)),
        (("agreement", "HIPAA compliance bundle"), None, ("HIPAA",)),
        (("market", "Retail"), "retail", ("PCI DSS",)),
        (("market", "Legal"), "legal", ()),
    ],
)
def test_a_word_suggests_an_industry_and_what_follows(hint, industry, regulations) -> None:
    guessed = suggest_context(_client(hint))
    assert guessed is not None
    assert (guessed.industry, guessed.regulations) == (industry, regulations)
    assert f"“{hint[1]}” of psa" in guessed.because[0]


@pytest.mark.parametrize("country", ["Germany", "DE", " netherlands "])
def test_a_country_suggests_a_place(country) -> None:
    guessed = suggest_context(_client(("country", country)))
    assert guessed is not None
    assert (guessed.residency, guessed.regulations) == ("EU", ("GDPR",))


@pytest.mark.parametrize(
    "hints",
    [
        (),
        (("market", "Wealthy people"),),
        (("type", "Client"),),
        (("country", "Atlantis"),),
        (("market", "lawn care"),),
    ],
)
def test_a_name_and_parts_of_words_suggest_nothing(hints) -> None:
    assert suggest_context(_client(*hints)) is None


def test_what_the_configuration_says_is_not_suggested_again() -> None:
    known = ClientContext(industry="dentistry", regulations=("hipaa",))
    assert suggest_context(_client(("market", "Healthcare"), context=known)) is None
    more = suggest_context(
        _client(("market", "Healthcare"), ("agreement", "PCI scan"), context=known)
    )
    assert more is not None
    assert (more.industry, more.regulations) == (None, ("PCI DSS",))


def test_hints_that_disagree_leave_the_industry_open_and_both_reasons_stand() -> None:
    guessed = suggest_context(_client(("market", "Healthcare"), ("type", "Insurance")))
    assert guessed is not None
    assert guessed.industry is None
    assert guessed.regulations == ("HIPAA", "GLBA")
    assert len(guessed.because) == 2


@given(st.lists(st.tuples(st.sampled_from(("market", "type", "country")), st.text()), max_size=4))
def test_any_words_are_read(hints) -> None:
    suggest_context(_client(*hints))


def test_the_table_has_every_word_once_and_in_lower_case() -> None:
    text = (files("aigov_connectors") / "suggesting" / "industries.toml").read_text(
        encoding="utf-8"
    )
    for rows in tomllib.loads(text).values():
        words = [word for row in rows for word in row["words"]]
        assert len(words) == len(set(words))
        assert all(word == word.casefold() for word in words)
