"""Walks through a large JSON document piece by piece: no more of it is held than is looked at.

What is handed out is the text of a value or of some rows, as it stood: whoever validates it sees
what was written. Pure: pieces of bytes come in, from wherever they are.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterable, Iterator

__all__ = ["JsonWalker", "Pieces"]

Pieces = Callable[[], Iterable[bytes]]
"""Gives the bytes of one document from its beginning, as often as it is called."""

_ROWS_AT_ONCE = 256  # decoded together: enough to be quick, few enough to be small

_BLANK = re.compile(r"[ \t\n\r]*")

# A number that ends where the text ends may go on: `1` may become `1.5e+10`. After a value so many
# characters must follow, or the document must be over.
_MARGIN = 8


class JsonWalker:
    """Stands somewhere in a document, and goes forward only.

    Every method raises ValueError where the document is no JSON, is cut, or is no UTF-8.
    """

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self._json = json.JSONDecoder()
        self._text = ""
        self._at = 0
        self._behind = 0  # characters that are no longer held
        self._is_whole = False

    def begins(self, sign: str) -> bool:
        """Whether what comes next begins so: `{` is an object, `[` an array."""
        return self._next() == sign

    def members(self) -> Iterator[str]:
        """Give the keys of the object that comes next; take each value before the next key."""
        self._take("{")
        closed = self._taken("}")
        while not closed:
            if not self.begins('"'):
                raise self._wrong("a key was expected")
            key: str = json.loads(self.value())
            self._take(":")
            yield key
            closed = self._is_closed("}")

    def rows(self) -> Iterator[bytes]:
        """Give the array that comes next as shorter arrays, each the text of some of its items."""
        self._take("[")
        closed = self._taken("]")
        while not closed:
            held: list[str] = []
            left = _ROWS_AT_ONCE
            while left > 0 and not closed:
                left -= self._run(held, most=left)
                closed = self._is_closed("]")
            yield f"[{','.join(held)}]".encode()

    def value(self) -> bytes:
        """Take the value that comes next, whole."""
        return self._value().encode()

    def skip(self) -> None:
        """Pass over the value that comes next, however large."""
        if self.begins("{"):
            for _ in self.members():
                self.skip()
        elif self.begins("["):
            for _ in self.rows():
                pass
        else:
            self._value()

    def end(self) -> None:
        """Make sure that nothing follows."""
        if self._next():
            raise self._wrong("something follows the document")

    def _run(self, held: list[str], *, most: int) -> int:
        """Take the next value and those behind it that only a comma parts from it; say how many.

        So programs write rows, and together they are taken at a fifth of the cost.
        """
        held.append(self._value())
        text, start, end = self._text, self._at, self._at
        whole = len(text) - _MARGIN
        count = 1
        while count < most and end < whole and text[end] == ",":
            try:
                _, following = self._json.raw_decode(text, end + 1)
            except json.JSONDecodeError:  # cut, blank or wrong: the next call sees to it
                break
            if following > whole:
                break
            end = following
            count += 1
        if end > start:
            held.append(text[start + 1 : end])
        self._at = end
        return count

    def _value(self) -> str:
        self._next()
        while True:
            try:
                _, end = self._json.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:  # cut where the text that is held ends, or wrong
                if not self._more():
                    raise self._wrong(error.msg, error.pos) from None
            else:
                if end + _MARGIN <= len(self._text) or not self._more():
                    text = self._text[self._at : end]
                    self._at = end
                    return text

    def _is_closed(self, sign: str) -> bool:
        if self._taken(sign):
            return True
        self._take(",")
        return False

    def _take(self, sign: str) -> None:
        if not self._taken(sign):
            raise self._wrong(f"“{sign}” was expected")

    def _taken(self, sign: str) -> bool:
        if self._next() != sign:
            return False
        self._at += 1
        return True

    def _next(self) -> str:
        """Go to the next character that is not blank, and give it; empty where all is over."""
        while True:
            self._at = _BLANK.match(self._text, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _more(self) -> bool:
        """Hold more of the document: at least as much again, so that a large value is no labour.

        What was passed is let go. False where the document is over.
        """
        if self._is_whole:
            return False
        held = self._text[self._at :]
        self._behind += self._at
        self._at = 0
        found = [held]
        wanted = max(len(held), 1)
        for piece in self._pieces:
            text = self._utf8.decode(piece)
            found.append(text)
            wanted -= len(text)
            if wanted <= 0:
                break
        else:
            self._is_whole = True
            self._utf8.decode(b"", final=True)
        self._text = "".join(found)
        return True

    def _wrong(self, what: str, at: int | None = None) -> ValueError:
        where = self._behind + (self._at if at is None else at)
        return ValueError(f"not JSON at character {where}: {what}")
