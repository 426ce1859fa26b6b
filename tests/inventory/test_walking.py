"""Walking through a document hands out what was written, wherever its bytes were cut."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigov_connectors.inventory.walking import JsonWalker

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"), max_size=12)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=5), inner, max_size=3)
    ),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(
    st.text(st.characters(codec="utf-8"), max_size=6), VALUES | st.lists(VALUES), max_size=4
)
SPELLINGS = st.sampled_from(
    [{}, {"indent": 2}, {"separators": (",", ":")}, {"ensure_ascii": False, "indent": "\t"}]
)


def cut(text: bytes, size: int) -> list[bytes]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def walked(walker: JsonWalker) -> dict[str, object]:
    found: dict[str, object] = {}
    for key in walker.members():
        if walker.begins("["):
            found[key] = [row for some in walker.rows() for row in json.loads(some)]
        else:
            found[key] = json.loads(walker.value())
    walker.end()
    return found


@given(DOCUMENTS, SPELLINGS, st.integers(min_value=1, max_value=40))
def test_it_finds_what_was_written_wherever_it_is_cut(document, spelling, size) -> None:
    text = json.dumps(document, **spelling).encode()
    assert walked(JsonWalker(cut(text, size))) == document


@given(DOCUMENTS, SPELLINGS, st.integers(min_value=1, max_value=40))
def test_what_is_passed_over_is_passed_over_whole(document, spelling, size) -> None:
    walker = JsonWalker(cut(json.dumps(document, **spelling).encode(), size))
    walker.skip()
    walker.end()


@given(DOCUMENTS.filter(bool), SPELLINGS, st.data())
def test_what_was_cut_short_is_no_document(document, spelling, data) -> None:
    text = json.dumps(document, **spelling).encode()
    end = data.draw(st.integers(min_value=0, max_value=len(text) - 1))
    with pytest.raises(ValueError, match=r"not JSON|utf-8"):
        walked(JsonWalker(cut(text[:end], 7)))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[1]",
        b'{"a" 1}',
        b'{"a": [1 2]}',
        b'{"a": [1,]}',
        b'{"a": [,1]}',
        b'{"a": 1,}',
        b"{a: 1}",
        b'{"a": 01}',
        b'{"a": "\n"}',
        b'{"a": 1} {"b": 2}',
        b'{"a": nul}',
        b'{"a": "\xff"}',
    ],
)
def test_what_is_no_json_object_is_refused(text: bytes) -> None:
    for size in (1, 3, 100):
        with pytest.raises(ValueError, match=r"not JSON|utf-8"):
            walked(JsonWalker(cut(text, size)))


def test_it_holds_a_part_of_the_document_at_a_time() -> None:
    asked = 0

    def pieces() -> Iterator[bytes]:
        nonlocal asked
        row = json.dumps({"name": "x" * 100}).encode()
        yield b'{"rows": ['
        for number in range(1_000):
            asked += 1
            yield (b"," if number else b"") + row
        yield b"]}"

    walker = JsonWalker(pieces())
    for _ in walker.members():
        next(walker.rows())
        break
    assert asked < 600


def test_where_it_went_wrong_is_told() -> None:
    with pytest.raises(ValueError, match="not JSON at character 12"):
        walked(JsonWalker(cut(b'{"a": [1, 2 3]}', 4)))
