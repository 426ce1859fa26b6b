"""A program is a product's where its name says so as words, however they are joined."""

import pytest

from aigov_connectors.catalogue import load_catalogue
from aigov_connectors.normalizing.products import (
    PRODUCT_WORD,
    host_words,
    is_called,
    named_product,
)


@pytest.mark.parametrize(
    ("product", "text", "expected"),
    [
        ("zofiq", "zofiqapi", True),
        ("zofiq", "zofiQ API", True),
        ("thread", "Thread Messenger", True),
        ("thread", "threadbot", True),
        ("thread", "cw-thread", True),
        ("thread", "threadneedle", False),
        ("thread", "rethread", False),
        ("neo agent", "Neo Agent", True),
        ("neo agent", "neoagent", True),
        ("neo agent", "Neo-Agent", True),
        ("neo agent", "neo_agent_sync", True),
        ("neo agent", "NeoAgentAPI", True),
        ("neo agent", "neoagents", False),
        ("neo agent", "neo", False),
        ("insights msp", "insightsmsp", True),
        ("insights msp", "insights for msp", False),
        ("rewst", None, False),
    ],
)
def test_a_product_is_known_by_its_words(product: str, text: str | None, expected: bool) -> None:
    assert is_called(product, text) is expected


def test_a_host_is_known_by_all_but_its_ending() -> None:
    assert host_words("hooks.neoagent.io") == ("hooks", "neoagent")
    assert host_words("thread") == ()
    assert host_words(None) == ()


@pytest.mark.parametrize(
    "vendor", ["autotask", "connectwise.automate", "connectwise.psa", "halopsa"]
)
def test_every_vendor_knows_the_same_product_by_the_same_words(vendor: str) -> None:
    catalogue = load_catalogue(f"aigov_connectors.{vendor}")
    words = {
        str(one.value)
        for one in catalogue["third_party_ai"].readings
        if one.setting == PRODUCT_WORD
    }
    assert words
    for word in words:
        assert named_product(catalogue, ["third_party_ai"], None, f"{word}api")
        assert named_product(catalogue, ["third_party_ai"], f"x{word}z") is None


def test_the_first_text_that_names_a_product_tells_it() -> None:
    catalogue = load_catalogue("aigov_connectors.connectwise.psa")
    features = ("zofiq_agents", "third_party_ai")
    assert named_product(catalogue, features, "backup", "rewst") == ("third_party_ai", "rewst")
    assert named_product(catalogue, features, "zofiqapi", "rewst") == ("zofiq_agents", "zofiq")
    assert named_product(catalogue, features) is None
