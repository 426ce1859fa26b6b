"""The page on what is read names every resource, and what the guard refuses as not read."""

from __future__ import annotations

import re
from pathlib import Path

from aigov_connectors import registry
from aigov_connectors.sentinelone.client import READS

PAGE = (Path(__file__).parents[2] / "docs" / "reads.md").read_text("utf-8")
SECTION = PAGE.split("## SentinelOne")[1].split("\n## ")[0]
ROWS = [line.split("|")[1:4] for line in SECTION.splitlines() if line.startswith("| ")][1:]


def test_every_resource_is_named_and_no_other() -> None:
    named = [name for _, read, _ in ROWS for name in re.findall(r"`(\w+)`", read)]
    assert sorted(named) == sorted(registry.load("sentinelone").resources)


def test_what_the_guard_refuses_is_among_what_is_not_read() -> None:
    told = " ".join(path for path, read, _ in ROWS if read.strip() == "no")
    in_words = ("passphrases", "token", "uninstall-password", "/users/login")
    for path in READS.forbidden:
        if not path.endswith(in_words):
            assert path.removeprefix("/web/api/v2.1") in told
