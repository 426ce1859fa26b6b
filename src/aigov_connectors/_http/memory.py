"""Which rows of a read were seen: to hand each over once, and to notice a page sent twice."""

from collections import deque
from collections.abc import Hashable, Sequence
from operator import attrgetter
from typing import Any, Generic, TypeVar

T = TypeVar("T")

# A list that moves while it is read pushes rows over one border, rarely over two.
_PAGES = 2
# With how many before it a row is compared as a whole: a key that is no key must not cost squares.
_COMPARED = 32


class Memory(Generic[T]):
    """The keys of the last pages, or of the whole read where the paging style needs it.

    A row without a complete key is never taken for another one. Within a page a row comes again
    where its id does; where a key is put together of several fields, only where all of it is the
    same, since then two of one key may be two.
    """

    def __init__(self, key: str | tuple[str, ...] | None, *, remembers_all: bool) -> None:
        names = (key,) if isinstance(key, str) else key
        self._key = attrgetter(*names) if names else None
        self._compound = names is not None and len(names) > 1
        self._remembers_all = remembers_all
        self._recent: deque[tuple[str, list[Hashable], set[Hashable]]] = deque(maxlen=_PAGES)
        self._delivered: set[Hashable] = set()
        # One set for both until a read begins anew: of a million rows either is a large one.
        self._walked: set[Hashable] = self._delivered
        self._before: set[str] = set()
        self._keyless = False
        self.dropped = 0
        """Rows that came again and were not handed over again."""

    @property
    def can_restart(self) -> bool:
        """Whether rows that were handed over can be told apart when they come again."""
        return self._remembers_all and not self._keyless

    def repeats(self, rows: Sequence[T], digest: str, *, count: int) -> bool:
        """Tell whether a page brings the rows of a page before, and nothing else.

        `count` is how many records it has, those that cannot be read included: a page that holds
        nothing but such is known by its bytes.
        """
        keys = self._keys(rows)
        if not count:
            return False
        if any(digest == before for before, _, _ in self._recent):
            return True
        if not keys or not all(map(self._is_known, keys)):
            return False
        if self._remembers_all:
            return self._walked.issuperset(keys)
        return any(keys == before for _, before, _ in self._recent)

    def is_stale(self, digest: str) -> bool:
        """Tell whether these are the bytes of a page from before the read began anew."""
        return digest in self._before

    def admit(self, rows: Sequence[T], digest: str) -> list[T]:
        """Give the rows that were not handed over yet, and remember them."""
        keys = self._keys(rows)
        unique = set(keys)
        fresh = self._fresh(rows, keys, unique)
        self._recent.append((digest, keys, unique))
        if self._remembers_all:
            known = [key for key in keys if self._is_known(key)]
            self._keyless = self._keyless or len(known) < len(keys)
            self._delivered.update(known)
            if self._walked is not self._delivered:
                self._walked.update(known)
        return fresh

    def restart(self) -> None:
        """Begin the walk anew; what was handed over stays known."""
        self._before.update(digest for digest, _, _ in self._recent)
        self._recent.clear()
        self._walked = set()

    def _fresh(self, rows: Sequence[T], keys: list[Hashable], unique: set[Hashable]) -> list[T]:
        known = [self._delivered] if self._remembers_all else [one for _, _, one in self._recent]
        if len(unique) == len(keys) and all(map(unique.isdisjoint, known)):
            return list(rows)
        fresh = []
        here: dict[Hashable, list[T]] = {}
        for row, key in zip(rows, keys, strict=True):
            if not self._is_known(key):
                fresh.append(row)
            elif any(key in before for before in known):
                self.dropped += not self._remembers_all or key in self._walked
            elif self._comes_again(row, alike := here.setdefault(key, [])):
                self.dropped += 1
            else:
                alike.append(row)
                fresh.append(row)
        return fresh

    def _comes_again(self, row: T, alike: list[T]) -> bool:
        return row in alike[-_COMPARED:] if self._compound else bool(alike)

    def _keys(self, rows: Sequence[T]) -> list[Hashable]:
        return [] if self._key is None else list(map(self._key, rows))

    def _is_known(self, key: Any) -> bool:
        if self._compound:
            return None not in key and "" not in key
        return key is not None and key != ""
