"""What is planted of changes: lines of the configuration's log, newest first."""

from __future__ import annotations

from typing import NamedTuple

from aigov_connectors.halopsa.sandbox.planted import PEOPLE, VENDOR
from aigov_connectors.halopsa.sandbox.planted_work import RULES, RUNBOOKS, WORKFLOWS
from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.planted import ExpectedChange


class Commit(NamedTuple):
    """One line: who changed what; the object by its key in the world, or by its own id."""

    agent: int
    summary: str
    key: int | None
    number: int | str

    def guid(self, seed: int) -> str:
        """Return the word by which the log names the object."""
        return uuid_text(seed, self.key, int(self.number)) if self.key else str(self.number)


_PERSON = min(PEOPLE)
_PROGRAM = 31
COMMITS = (
    Commit(_PERSON, "Ticket rule changed", 72, RULES[0].id),
    Commit(_PROGRAM, "Runbook changed", None, RUNBOOKS[0].id),
    Commit(0, "Workflow changed", 73, WORKFLOWS[0].id),
    # Of no object that the API shows under this word.
    Commit(_PERSON, "AI suggestion changed", 81, 2),
)


def expected() -> tuple[ExpectedChange, ...]:
    """Return which changes must be told; 0 stands for nobody."""
    return (
        ExpectedChange(VENDOR, RULES[0].name, "log", str(_PERSON), "person", "observed"),
        ExpectedChange(VENDOR, RUNBOOKS[0].name, "log", str(_PROGRAM), "program", "observed"),
        ExpectedChange(VENDOR, WORKFLOWS[0].name, "log", None, None, "observed"),
    )
