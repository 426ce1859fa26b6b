"""The page on what is read names every resource, and what the guard refuses as not read."""

from __future__ import annotations

import re
from pathlib import Path

from aigov_connectors import registry
from aigov_connectors.connectwise.psa.api import DECLARATION

PAGE = (Path(__file__).parents[3] / "docs" / "reads.md").read_text("utf-8")
SECTION = PAGE.split("## ConnectWise PSA")[1].split("\n## ")[0]
ROWS = [line.split("|")[1:4] for line in SECTION.splitlines() if line.startswith("| `")]


def test_every_resource_is_named_and_no_other() -> None:
    named = [name for _, read, _ in ROWS for name in re.findall(r"`(\w+)`", read)]
    assert sorted(named) == sorted(registry.load("connectwise.psa").resources)


def test_what_the_guard_refuses_is_among_what_is_not_read() -> None:
    told = " ".join(path for path, read, _ in ROWS if read.strip() == "no")
    for path in DECLARATION.forbidden:
        if path != "/system/documents":
            assert re.sub(r"\{\w+\}", "{id}", path) in told
