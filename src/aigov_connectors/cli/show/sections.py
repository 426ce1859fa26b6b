"""The questions under which findings stand, in the order in which a person looks at them."""

from __future__ import annotations

from aigov_connectors.cli.show.words import VERDICT_WORDS
from aigov_connectors.inventory import Verdict
from aigov_connectors.rules import Topic

__all__ = ["FAILED", "OPEN", "SECTIONS"]

FAILED = {
    Topic.ACTING: VERDICT_WORDS[Verdict.FAIL],
    Topic.DRIFT: "Goes further than in the run before",
    Topic.CREDENTIAL: "The credential used for reading",
    Topic.CONTROL: "Hard to stop, undo, follow or answer for",
    Topic.KNOWLEDGE: "Never looked at, or no longer sure",
    Topic.SUPPLIER: "What vendors do, or do not answer for",
}
"""What is not as it should be, by topic."""

OPEN = {
    Topic.DRIFT: "not as in the run before: new, or no longer seen",
    Topic.ACTING: "how far it acts alone",
    Topic.KNOWLEDGE: "what is on, and what it does",
    Topic.CONTROL: "whether it can be stopped, undone, followed",
    Topic.SUPPLIER: "what vendors do with the data",
    Topic.CREDENTIAL: "what the credential may do",
}
"""What could not be told, by topic."""


def _open_title(topic: Topic) -> str:
    words = OPEN[topic]
    if topic is Topic.DRIFT:  # what differs was seen: only why, or how far, is open
        return f"{words[:1].upper()}{words[1:]}"
    return f"{VERDICT_WORDS[Verdict.UNDETERMINED]}: {words}"


SECTIONS = (
    *((Verdict.FAIL, (topic,), title) for topic, title in FAILED.items()),
    *((Verdict.UNDETERMINED, (topic,), _open_title(topic)) for topic in OPEN),
    (Verdict.PASS, tuple(Topic), VERDICT_WORDS[Verdict.PASS]),
)
"""Verdict, topics and heading; what is looked at first stands first."""
