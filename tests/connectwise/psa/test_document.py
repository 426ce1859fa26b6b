"""The page on what is read names every resource, and nothing that is not read as read."""

from __future__ import annotations

import re
from pathlib import Path

from aigov_connectors import registry
from aigov_connectors.connectwise.psa.api import DECLARATION

PAGE = (Path(__file__).parents[3] / "docs" / "connectwise-psa.md").read_text("utf-8")
READ, NOT_READ = PAGE.split("## Not read")


def test_every_resource_is_named_and_no_other() -> None:
    first = [line.split("|")[1] for line in READ.splitlines() if line.startswith("| `")]
    named = [name for cell in first for name in re.findall(r"`(\w+)`", cell)]
    assert sorted(named) == sorted(registry.load("connectwise.psa").resources)


def test_what_the_guard_refuses_is_among_what_is_not_read() -> None:
    told = re.sub(r"\{\w+\}", "{id}", NOT_READ)
    for path in DECLARATION.forbidden:
        if path != "/system/documents":
            assert re.sub(r"\{\w+\}", "{id}", path) in told
