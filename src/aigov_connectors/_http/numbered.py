"""Paging by number, several pages at once, and forward only: ConnectWise PSA and its likes.

Both styles read the `Link` header (RFC 8288) where there is one, and take nothing but numbers
from it: the address itself is never followed, so that no filter of ours can get lost on the way.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aigov_connectors._http.paging import (
    Judgement,
    Location,
    Outcome,
    Raw,
    Sight,
    Step,
    Walk,
    ends_short,
)
from aigov_connectors.errors import ConnectorError, ResponseShapeError

_LINK = re.compile(r'<([^<>]*)>\s*;\s*rel="?([a-z]+)"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """How a vendor's lists are asked for by the last id, if at all."""

    headers: Mapping[str, str]
    """What switches this kind of paging on."""
    param: str = "pageId"
    without: tuple[str, ...] = ("orderBy",)
    """Parameters of the listing that this kind of paging refuses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """Pages by number, up to `ahead` of them under way at once; rows come in order all the same.

    A list that shrinks while it is read pushes rows over a border that was passed already. Where
    the vendor's count (`total`) shows that some are missing, the list is read once more by id, if
    `forward` says how, and what was missing is handed over then. The rows need a stable order.
    """

    size: int
    size_param: str = "pageSize"
    param: str = "page"
    id: str = "id"
    """Name of the id in the vendor's record and in the row model."""
    ahead: int = 4
    total: int | None = None
    """The vendor's count, where it was asked for before."""
    forward: Forward | None = None
    silence_is_empty: bool = False
    """Whether a first page without any body, twice in a row, is an empty list; once it may be a
    mishap."""
    empty_body_ends: bool = False
    remembers_all: bool = field(default=True, init=False)

    @property
    def facts(self) -> Mapping[str, Location]:
        """See `PagingStyle.facts`."""
        return {}

    @property
    def moving(self) -> frozenset[str]:
        """See `PagingStyle.moving`."""
        names = {self.param} if self.forward is None else {self.param, self.forward.param}
        return frozenset(names)

    def walk(self) -> Walk:
        """See `PagingStyle.walk`."""
        return _NumberedWalk(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardOnly:
    """The last id asks for the next page; numbered pages where the endpoint does not know that.

    An endpoint that knows it answers with a `Link` header, be it an empty one.
    """

    size: int
    forward: Forward
    size_param: str = "pageSize"
    id: str = "id"
    """Name of the id in the vendor's record and in the row model."""
    empty_body_ends: bool = False
    remembers_all: bool = field(default=True, init=False)

    @property
    def facts(self) -> Mapping[str, Location]:
        """See `PagingStyle.facts`."""
        return {}

    @property
    def moving(self) -> frozenset[str]:
        """See `PagingStyle.moving`."""
        return frozenset({self.forward.param, "page"})

    def walk(self) -> Walk:
        """See `PagingStyle.walk`."""
        return _ForwardWalk(self)


class _NumberedWalk:
    """Steps are numbered as the pages are, until the list is read once more by id."""

    def __init__(self, style: Numbered) -> None:
        self._style = style
        self._taken = 0
        self._judged = 0
        self._rows = 0
        self._previous: int | None = None
        # Told before the first page, the count lets the first pages leave together.
        self._last = 1 if style.total is None else max(1, -(-style.total // style.size))
        self._links: dict[int, Mapping[str, int] | None] = {}
        self._told_last = 0
        self._again: set[int] = set()
        self._over = False
        self._silent = False
        self._second: _ForwardWalk | None = None

    def take(self) -> Step | None:
        """See `Walk.take`."""
        if self._second is not None:
            return self._second.take()
        if self._over or self._taken >= min(self._last, self._judged + self._style.ahead):
            return None
        self._taken += 1
        params = {self._style.size_param: self._style.size, self._style.param: self._taken}
        return Step(self._taken, params)

    def peek(self, step: Step, raw: Raw) -> None:
        """See `Walk.peek`: the header tells how far the list goes."""
        if self._second is not None:
            self._second.peek(step, raw)
            return
        self._silent = not raw.content.strip()
        links = _links(raw, self._style.param)
        self._links[step.number] = links
        if links:
            self._last = max(self._last, links.get("last", 0), links.get("next", 0))

    def judge(self, step: Step, sight: Sight[Any]) -> Judgement:
        """See `Walk.judge`."""
        if self._second is not None:
            return self._second.judge(step, sight)
        style, number = self._style, step.number
        links = self._links.get(number)
        if links is None:
            ends = sight.count == 0 or ends_short(sight.count, style.size, self._previous)
        else:
            ends = sight.count == 0 or "next" not in links
        # The last page may hold nothing but rows that were pushed over its border.
        if sight.repeated and not (ends and number in self._again):
            self._again.add(number)
            return Judgement(Outcome.AGAIN, "the vendor keeps sending the same page")
        if ends and number < self._told_last and number not in self._again:
            self._again.add(number)
            why = "an end before the page that was told to be the last"
            return Judgement(Outcome.AGAIN, why, Outcome.ACCEPT)
        self._links.pop(number, None)
        self._judged = number
        self._rows += sight.count
        self._previous = sight.count or self._previous
        if links:
            self._told_last = max(self._told_last, links.get("last", 0))
        if not ends:
            self._last = max(self._last, number + 1)
            return Judgement()
        self._over = True
        if style.total is not None and style.forward is not None and self._rows < style.total:
            again = ForwardOnly(
                size=style.size, size_param=style.size_param, id=style.id, forward=style.forward
            )
            self._second = _ForwardWalk(again, first=step.number + 1, knows_all=True)
        return Judgement(ahead_is_wrong=True, total=style.total)

    def excuse(self, step: Step, problem: ConnectorError) -> Outcome:
        """See `Walk.excuse`; only silence may mean something."""
        # Where more pages are known of, the list is not empty, whatever the first one lacks.
        at_first = self._judged == 0 and self._last == 1 and self._silent
        silence = self._style.silence_is_empty and isinstance(problem, ResponseShapeError)
        return Outcome.ACCEPT if at_first and silence else Outcome.FAIL

    def forget(self) -> None:
        """See `Walk.forget`."""
        if self._second is not None:
            self._second.forget()
            return
        self._taken = self._judged + 1
        self._links.clear()


class _ForwardWalk:
    def __init__(self, style: ForwardOnly, *, first: int = 1, knows_all: bool = False) -> None:
        self._style = style
        self._first = first
        self._knows_all = knows_all
        """The rows were read before in another way, so that pages of known rows are expected."""
        self._after: Any = None
        self._previous: int | None = None
        self._has_link = False
        self._next: Step | None = self._step(first)
        self._numbered: _NumberedWalk | None = None
        self._unsorted: tuple[Any, ...] = ()
        """Ids of the page that showed that the endpoint knows numbers only."""

    def take(self) -> Step | None:
        """See `Walk.take`."""
        if self._numbered is not None:
            return self._numbered.take()
        step, self._next = self._next, None
        return step

    def peek(self, step: Step, raw: Raw) -> None:
        """See `Walk.peek`."""
        if self._numbered is not None:
            self._numbered.peek(step, raw)
            return
        self._has_link = "link" in raw.headers

    def judge(self, step: Step, sight: Sight[Any]) -> Judgement:
        """See `Walk.judge`."""
        if self._numbered is not None:
            if step.number == 1 and self._is_first_once_more(sight):
                why = "the vendor may have sent the page before once more"
                return Judgement(Outcome.AGAIN, why)
            return self._numbered.judge(step, sight)
        style = self._style
        if sight.count == 0:
            return Judgement()
        if self._after is None and not self._has_link:
            return self._by_number(sight)
        last = next((one for one in reversed(sight.ids) if one not in (None, "")), None)
        if last is None:
            return Judgement(Outcome.FAIL, "no row of a page has an id")
        stands = self._after is not None and not _is_after(last, self._after)
        if stands or (sight.repeated and not self._knows_all):
            return Judgement(Outcome.AGAIN, "the vendor keeps sending rows from before")
        if ends_short(sight.count, style.size, self._previous):
            return Judgement()
        self._after, self._previous = last, sight.count
        self._next = self._step(step.number + 1)
        return Judgement()

    def excuse(self, step: Step, problem: ConnectorError) -> Outcome:
        """See `Walk.excuse`; a failure is a failure."""
        return Outcome.FAIL

    def forget(self) -> None:
        """See `Walk.forget`."""
        if self._numbered is not None:
            self._numbered.forget()
        self._next = None

    def _by_number(self, sight: Sight[Any]) -> Judgement:
        """Ask by number, from the first page on: this one may stand in another order."""
        style = self._style
        if self._knows_all or ends_short(sight.count, style.size, None):
            return Judgement()  # by number it was read before; the receipt tells what is missing
        pages = Numbered(size=style.size, size_param=style.size_param, id=style.id)
        self._numbered = _NumberedWalk(pages)
        self._unsorted = tuple(sight.ids)
        return Judgement(Outcome.REPHRASE, "the endpoint knows numbered pages only")

    def _is_first_once_more(self, sight: Sight[Any]) -> bool:
        """Tell whether the page that was not wanted came again, out of the order asked for."""
        ids = tuple(sight.ids)
        in_order = all(_is_after(ids[n], ids[n - 1]) for n in range(1, len(ids)))
        again, self._unsorted = ids == self._unsorted, ()
        return again and not in_order

    def _step(self, number: int) -> Step:
        style = self._style
        params: dict[str, Any] = {style.size_param: style.size}
        params |= dict.fromkeys(style.forward.without)
        if self._after is not None:
            params[style.forward.param] = self._after
        return Step(number, params, headers=style.forward.headers)


def _links(raw: Raw, param: str) -> Mapping[str, int] | None:
    """Give each relation's page number; None where there is no header."""
    told = raw.headers.get("link")
    if told is None:
        return None
    found: dict[str, int] = {}
    for address, relation in _LINK.findall(told):
        numbers = parse_qs(urlsplit(address).query).get(param, [])
        if len(numbers) == 1 and numbers[0].isdecimal():
            found[relation.lower()] = int(numbers[0])
    return found


def _is_after(last: Any, after: Any) -> bool:
    now, before = str(last), str(after)
    if now.isdecimal() and before.isdecimal():
        return int(now) > int(before)
    return now != before
