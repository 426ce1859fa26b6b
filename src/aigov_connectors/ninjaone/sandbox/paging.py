"""Two of the three ways in which this API pages: after the last id, and by a named cursor."""

import itertools
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

BROKEN = '{"id":{"unexpected":"object"},"name":7,"deviceId":"none"}'
GROWING = 3
"""How many rows a list that grows begins without."""

Answer = tuple[bytes, tuple[tuple[str, str], ...]]
"""Body and further headers."""


class BadQueryError(ValueError):
    """The API answers 400; the text says why."""


def number(query: Mapping[str, str], name: str, default: int, *, least: int, most: int) -> int:
    """Return a numeric parameter within its bounds."""
    text = query.get(name, "")
    if not text:
        return default
    if not re.fullmatch(r"-?\d{1,15}", text):
        raise BadQueryError(f"Invalid value for parameter '{name}'")
    value = int(text)
    if not least <= value <= most:
        raise BadQueryError(f"'{name}' must be between {least} and {most}")
    return value


def spoiled(rows: list[str], faults: frozenset[str]) -> list[str]:
    """Return the rows, one of them broken where that fault is due."""
    if "broken-record" in faults and rows:
        rows[len(rows) // 2] = BROKEN
    return rows


@dataclass(frozen=True, slots=True)
class Rows:
    """A list in the order of its ids."""

    size: int
    id_of: Callable[[int], int]
    render: Callable[[int], str]


class AfterId:
    """`pageSize` and `after={last id}`; a bare array; 100 rows where no size is asked for."""

    def __init__(self, path: str, rows: Rows, *, grows: bool) -> None:
        self._path = path
        self._rows = rows
        self._hidden = min(GROWING, rows.size) if grows else 0

    def page(
        self,
        query: Mapping[str, str],
        *,
        keeps: Callable[[int], bool] | None,
        faults: frozenset[str],
    ) -> Answer:
        """Answer one request; `keeps` is the filter."""
        size = number(query, "pageSize", 100, least=1, most=1000)
        after = number(query, "after", 0, least=0, most=2**31 - 1)
        if "shrink" in faults:
            self._hidden = min(self._hidden + 1, self._rows.size)
        if "grow" in faults:
            self._hidden = max(self._hidden - 1, 0)
        visible = self._rows.size - self._hidden
        numbers = range(self._first(after), visible)
        wanted = filter(keeps, numbers) if keeps else iter(numbers)
        page = list(itertools.islice(wanted, size))
        body = ",".join(spoiled([self._rows.render(one) for one in page], faults))
        headers: tuple[tuple[str, str], ...] = ()
        if len(page) == size and page[-1] % 2:
            # A full page without the header was seen too: half of them have it.
            last = self._rows.id_of(page[-1])
            headers = (("link", f'<{self._path}?pageSize={size}&after={last}>; rel="next"'),)
        return f"[{body}]".encode(), headers

    def _first(self, after: int) -> int:
        low, high = 0, self._rows.size
        while low < high:
            middle = (low + high) // 2
            if self._rows.id_of(middle) <= after:
                low = middle + 1
            else:
                high = middle
        return low


@dataclass(slots=True)
class _Open:
    numbers: Sequence[int]
    place: int
    ends: float


class NamedCursors:
    """Cursors that the server holds: the name stays, the place moves with every answer."""

    def __init__(self, *, seconds: float, counts_page: bool) -> None:
        self._seconds = seconds
        self._counts_page = counts_page
        self._open: dict[str, _Open] = {}
        self._names = itertools.count(1)

    def page(
        self,
        query: Mapping[str, str],
        *,
        select: Callable[[], Sequence[int]],
        render: Callable[[int], str],
        faults: frozenset[str],
    ) -> bytes:
        """Answer one request.

        Args:
            query: decoded parameters.
            select: the numbers of the rows, for a new cursor.
            render: prints one row.
            faults: names of the content faults that are due.
        """
        size = number(query, "pageSize", 1000, least=10, most=10_000)
        name = query.get("cursor", "")
        clock = time.monotonic()
        if not name:
            name = f"c-{next(self._names):06x}"
            self._open[name] = _Open(select(), 0, clock + self._seconds)
        held = self._open.get(name)
        if held is None or held.ends < clock:
            self._open.pop(name, None)
            raise BadQueryError("Cursor not found or expired")
        offset = held.place
        page = held.numbers[offset : offset + size]
        held.place += len(page)
        rows = ",".join(spoiled([render(one) for one in page], faults))
        count = len(page) if self._counts_page else len(held.numbers)
        expires = time.time() + self._seconds
        cursor = f'{{"name":"{name}","offset":{offset},"count":{count},"expires":{expires:.9f}}}'
        return f'{{"cursor":{cursor},"results":[{rows}]}}'.encode()
