"""How vendors page, as values; how one list is walked, as a small state machine.

A style is what a client declares (`Cursor(...)`). `style.walk()` starts the state of one
read, and the reader asks it three things: which request may go now (`take`), what the bytes
of a page already give away (`peek`, so that the next request leaves before this page is
decoded), and what a decoded page means (`judge`). A style that knows several steps at once
(numbered pages) returns them one after the other from `take`; the reader does not change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import httpx

from aigov_connectors.errors import ConnectorError

T = TypeVar("T")

Param = str | int | float | bool | None | Sequence[str] | Sequence[int]
Params = Mapping[str, Param]
Location = tuple[str, ...]

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Outcome(Enum):
    """What the reader does with a page."""

    ACCEPT = "accept"
    """Hand the rows over and go on; the list ends when `take` has nothing left."""
    AGAIN = "again"
    """Ask for the same page once more; `Judgement.otherwise` when that did not help."""
    RESTART = "restart"
    """The vendor's cursor is lost: begin anew and drop the rows already handed over."""
    REPHRASE = "rephrase"
    """Ask otherwise: the walk offers another step in place of the one that failed."""
    FAIL = "fail"
    """Raise, without the rows of this page."""
    LAST_WORD = "last word"
    """Hand the rows over, then raise."""


class Step(NamedTuple):
    """One request of a walk."""

    number: int
    """Which page, from 1."""
    params: Mapping[str, Any]
    """What this page's request says beyond the listing's own parameters, or body."""
    replayable: bool = True
    """False: asking twice may skip a page, since the vendor moves the cursor."""
    headers: Mapping[str, str] = _NOTHING
    """For vendors that take the kind of paging from a header."""
    suffix: str = ""
    """Appended to the listing's path, for vendors whose further pages stand elsewhere."""
    query: Mapping[str, Any] = _NOTHING
    """Query parameters of a request with a body."""


class Raw(NamedTuple):
    """An answer before it is decoded."""

    content: bytes
    headers: httpx.Headers


@dataclass(frozen=True, slots=True)
class Sight(Generic[T]):
    """What a walk sees of a decoded page."""

    rows: Sequence[T]
    count: int
    """Records in the answer, the unreadable ones included."""
    ids: Sequence[Any]
    """The records' ids in the vendor's order, None where a record has none."""
    facts: Mapping[str, Any]
    """What stood at the places that the style named."""
    repeated: bool
    """The same rows as one of the last two pages."""
    stale: bool = False
    """The very bytes of a page from before the read began anew."""


class Judgement(NamedTuple):
    """What a page means."""

    outcome: Outcome = Outcome.ACCEPT
    why: str = ""
    """Half a sentence for the error, if it comes to one."""
    otherwise: Outcome = Outcome.FAIL
    """After AGAIN gave the same."""
    ahead_is_wrong: bool = False
    """What was peeked was not so; requests sent on it are dropped."""
    keep: Sequence[Any] | None = None
    """The rows to hand over, where not all are wanted."""
    total: int | None = None
    """The vendor's count of the list, where only the walk can tell that it is one."""


ACCEPTED = Judgement()


class Walk(Protocol):
    """The state of one read."""

    def take(self) -> Step | None:
        """Give the next request that may be sent now; None when one must wait or none is left."""
        ...

    def peek(self, step: Step, raw: Raw) -> None:
        """Look at the undecoded answer to `step`; `take` may then have a next step already."""
        ...

    def judge(self, step: Step, sight: Sight[Any]) -> Judgement:
        """Say what the decoded answer to `step` means."""
        ...

    def excuse(self, step: Step, problem: ConnectorError) -> Outcome:
        """Say what it means that `step` failed.

        FAIL, RESTART, AGAIN, REPHRASE (`take` has another step), or ACCEPT for the list's end.
        """
        ...

    def forget(self) -> None:
        """Drop every step beyond the one being judged; it is asked for anew."""
        ...


class PagingStyle(Protocol):
    """How one vendor's lists are paged: a frozen value."""

    @property
    def size(self) -> int | None:
        """How many rows a page is asked for; None where there are no pages."""
        ...

    @property
    def facts(self) -> Mapping[str, Location]:
        """Places in the envelope that the walk wants to see; `total` is the vendor's count."""
        ...

    @property
    def moving(self) -> frozenset[str]:
        """Parameters that say where in the list a request is; no part of evidence."""
        ...

    @property
    def empty_body_ends(self) -> bool:
        """Whether an answer without body is an empty list; otherwise it is a broken one."""
        ...

    @property
    def remembers_all(self) -> bool:
        """Whether rows are compared with the whole read, not with the last two pages."""
        ...

    @property
    def id(self) -> str | None:
        """The row's attribute whose values the walk wants to see as `Sight.ids`."""
        ...

    def walk(self) -> Walk:
        """Start a read."""
        ...


def ends_short(count: int, size: int, previous: int | None) -> bool:
    """Tell whether a page of `count` rows is the last, given the size that was asked for.

    A vendor may cap the size in silence, and caps are round numbers (of people or machines):
    a first page that is short but round is not trusted, later ones are compared with what the
    vendor has shown to give.

    Args:
        count: rows of this page, not 0.
        size: rows asked for.
        previous: rows of the page before, None for the first.
    """
    if count >= size:
        return False
    if previous is None:
        return count % 5 != 0 and count % 16 != 0
    return count < previous


def places(**known: Location | None) -> Mapping[str, Location]:
    """Give the places that a style looks at, without those that a vendor does not have."""
    return {name: place for name, place in known.items() if place is not None}


def count_in(value: Any) -> int:
    """Give a vendor's count; 0 where it told none."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpaged:
    """One request, one list."""

    size: None = field(default=None, init=False)
    total_at: Location | None = None
    empty_body_ends: bool = False
    moving: frozenset[str] = field(default=frozenset(), init=False)
    remembers_all: bool = field(default=False, init=False)
    id: str | None = field(default=None, init=False)

    @property
    def facts(self) -> Mapping[str, Location]:
        """See `PagingStyle.facts`."""
        return {} if self.total_at is None else {"total": self.total_at}

    def walk(self) -> Walk:
        """See `PagingStyle.walk`."""
        return _OneStep()


class Sequential:
    """What walks share that know one step at a time; `_next` is that step."""

    def __init__(self, first: Mapping[str, Any]) -> None:
        self._next: Step | None = Step(1, first)
        self._guess: Step | None = None
        self.guesses = True
        """Whether guessing has been right so far; one wrong guess is enough."""

    def take(self) -> Step | None:
        """See `Walk.take`."""
        step, self._next = self._next, None
        return step

    def peek(self, step: Step, raw: Raw) -> None:
        """See `Walk.peek`; nothing is given away."""

    def excuse(self, step: Step, problem: ConnectorError) -> Outcome:
        """See `Walk.excuse`; a failure is a failure."""
        return Outcome.FAIL

    def guess(self, step: Step) -> None:
        """Offer a step that the undecoded page points to."""
        self._next = self._guess = step

    def settle(self, step: Step | None, *, keep: Sequence[Any] | None = None) -> Judgement:
        """Accept a page: `step` comes next, None ends the list."""
        guess, self._guess = self._guess, None
        right = guess is not None and step is not None and guess.params == step.params
        if not right:
            self._next = step
            self.guesses = self.guesses and guess is None
        return Judgement(ahead_is_wrong=guess is not None and not right, keep=keep)

    def forget(self) -> None:
        """See `Walk.forget`."""
        self._guess = self._next = None


class _OneStep(Sequential):
    def __init__(self) -> None:
        super().__init__({})

    def judge(self, step: Step, sight: Sight[Any]) -> Judgement:
        return self.settle(None)
