"""Texts folded to what a reader takes for the same, each letter with the place it came from.

Case, accents, full-width forms, kinds of blanks and of apostrophes are the writer's choice:
`O\u2019Brien`, `O'BRIEN` and `o'brien` name one client.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["JOINERS", "folded", "places"]

JOINERS = frozenset(' \t\n\r-_./\\+~&,;:()"|*!?#@[]{}<>=\u2010\u2011\u2012\u2013\u2014\u00b7')
"""What may stand between the words of one name, or be left out."""
_APOSTROPHES = frozenset("'`\u00b4\u2018\u2019\u02bc\uff07")
_BY_LETTER = str.maketrans(
    {**dict.fromkeys(JOINERS - {" "}, " "), **dict.fromkeys(_APOSTROPHES, "'")}
)


def folded(text: str) -> str:
    """The text as it is compared; may be shorter or longer than the text."""
    if text.isascii():
        return text.lower().translate(_BY_LETTER)
    return "".join(map(_letter, text))


def places(text: str) -> list[int]:
    """Where in the text each letter of `folded` came from; at last, the end of the text.

    Letters that fold to nothing, such as accents that stand apart, belong to the one before.
    """
    if text.isascii():
        return list(range(len(text) + 1))
    found = [at for at, letter in enumerate(text) for _ in _letter(letter)]
    return [*found, len(text)]


@lru_cache(maxsize=1 << 12)
def _letter(letter: str) -> str:
    if letter.isspace():
        return " "
    parts = unicodedata.normalize("NFKD", letter).casefold()
    bare = "".join(one for one in parts if not unicodedata.combining(one))
    return bare.translate(_BY_LETTER)
