"""HTML that cannot be built unescaped: what is not `Markup` is text, and text is escaped."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from html import escape
from typing import TypeAlias

__all__ = ["EMPTY", "Child", "Markup", "element", "joined", "shown"]


class Markup(str):
    """HTML that was built here; the only text that is not escaped again."""

    __slots__ = ()


EMPTY = Markup("")

Child: TypeAlias = "str | int | Iterable[Child] | None"
"""What may stand in an element: text, markup, numbers, and any nesting of them; None is nothing."""

_VOID = frozenset({"br", "input", "meta"})
_JOINERS = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")  # part of real words
_MISLEADING = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def shown(text: str) -> str:
    """Text that reverses no reading direction and hides nothing; not yet escaped.

    Anybody names an object at a vendor. Line ends become blanks, every other control or formatting
    character a visible mark.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible, text))


def element(tag: str, *children: Child, **attributes: str | int | bool | None) -> Markup:
    """One element; `class_`, `data_x` and `aria_x` become `class`, `data-x` and `aria-x`.

    An attribute that is None or False is left out; True stands without a value. The caller names
    tags and attributes in code, never from data.
    """
    written = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in _VOID:
        return Markup(f"<{tag}{written}>")
    return Markup(f"<{tag}{written}>{joined(*children)}</{tag}>")


def joined(*children: Child) -> Markup:
    """Children one after the other, without an element around them."""
    return Markup("".join(map(_child, children)))


def _child(child: Child) -> str:
    match child:
        case None:
            return ""
        case Markup():
            return child
        case str():
            return escape(shown(child))
        case int():
            return f"{child:,}"
        case _:
            return "".join(map(_child, child))


def _attribute(name: str, value: str | int | bool | None) -> str:
    if value is None or value is False:
        return ""
    word = name.rstrip("_").replace("_", "-")
    return f" {word}" if value is True else f' {word}="{escape(shown(str(value)))}"'


def _visible(character: str) -> str:
    if character in "\t\n\r\v\f\N{NEXT LINE}\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}":
        return " "
    if character in _JOINERS or unicodedata.category(character) not in _MISLEADING:
        return character
    return "\N{REPLACEMENT CHARACTER}"
