"""A program is a product's where its name says so as words, however they are joined."""

import pytest

from aigov_connectors.normalizing.products import host_words, is_called


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
