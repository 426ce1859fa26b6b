"""Which names of switches, fields and settings sound like AI: for all vendors the same words.

A name proves nothing, neither that something is AI nor that it is on; it is reason enough to ask.
"""

from __future__ import annotations

import re

__all__ = ["sounds_automatic", "sounds_like_ai"]

_PIECE = re.compile(r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")
"""A word of a name: of `AITicketSummary` there are three, of `gpt-4o` two."""
_AI_WORD = re.compile(
    r"ai|genai|openai|aiops|agentic|neural|zofiq|llms?|nlp|bots?|chatbots?|predict\w*|autonom\w*"
    r"|generative\w*|\w*gpt\w*"
)
"""Words that count whole: `ai` is in email, retail and maintain, too, and `llm` in enrollment."""
_AI_TEXT = re.compile(r"sentiment|copilot|sidekick|assistant|machinelearning")
"""Words that no other word holds, however they are joined: `co-pilot`, `ticketsentiment`."""
_AI_HEAD = re.compile(r"(?<![A-Za-z])AI(?![A-Z])|(?<![A-Za-z])A\.I\b")
"""`AIops`, `A.I.`: no word of their own, and no other word."""
_AUTOMATIC_WORD = re.compile(r"chat\w*|automat\w*")


def sounds_like_ai(name: str) -> bool:
    """Whether a name sounds like AI: `AITicketSummary`, `enable-chatbot`, `GPT summary`."""
    words = _words(name)
    return (
        any(_AI_WORD.fullmatch(one) for one in words)
        or _AI_TEXT.search("".join(words)) is not None
        or _AI_HEAD.search(name) is not None
    )


def sounds_automatic(name: str) -> bool:
    """Whether a name tells of chats, or of what is done automatically: rarely AI, and many."""
    return any(_AUTOMATIC_WORD.fullmatch(one) for one in _words(name))


def _words(name: str) -> list[str]:
    return [one.casefold() for one in _PIECE.findall(name)]
