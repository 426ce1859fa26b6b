"""The page on what is read names every resource, and nothing as read that the guard refuses."""

from __future__ import annotations

import re
from pathlib import Path

from aigov_connectors import registry
from aigov_connectors.ninjaone.api import DECLARATION

PAGE = (Path(__file__).parents[2] / "docs" / "reads.md").read_text("utf-8")
SECTION = PAGE.split("## NinjaOne")[1].split("\n## ")[0]
ROWS = [line.split("|")[1:4] for line in SECTION.splitlines() if line.startswith("| ")][1:]


def test_every_resource_is_named_and_no_other() -> None:
    named = [name for _, read, _ in ROWS for name in re.findall(r"`(\w+)`", read)]
    assert sorted(named) == sorted(registry.load("ninjaone").resources)


def test_what_the_guard_refuses_is_not_told_as_read() -> None:
    told = " ".join(path for path, read, _ in ROWS if read.startswith(" yes"))
    assert not [path for path in DECLARATION.forbidden if path in told]
