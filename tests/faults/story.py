"""What happens in one read of a list, drawn by lot: the same seed tells the same story."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

REFUSALS = ("429", "429 soon", "500", "503", "502 page", "reset", "no connection", "expire")
"""No page comes; a server-held cursor stays where it was."""
LOSSES = ("500 late", "reset late", "drop")
"""No page comes either, but a server-held cursor has moved."""
SPOILS = ("cut", "html", "no body", "null", "error body", "repeat", "same cursor", "broken record")
"""A page comes, and something is wrong with it."""
FAULTS = REFUSALS + LOSSES + SPOILS
CHANGES = ("grow", "shrink")

Bears = Callable[[bool, str], tuple[str, ...]]
"""Of a style: which changes of a list it notices, given whether the vendor counts the list, and
one kind of change where it cannot bear both in one read."""


@dataclass(frozen=True, kw_only=True)
class Story:
    """A list, how its vendor pages it, and what goes wrong at which request."""

    seed: int
    style: str
    size: int
    """Rows asked for."""
    cap: int
    """Rows of a page at most, whatever is asked for."""
    ids: tuple[int, ...]
    faults: Mapping[int, tuple[str, ...]]
    """Number of the request, from 0, to what goes wrong with it."""
    changes: Mapping[int, str]
    """Number of the request before which the list grows or shrinks."""
    tells_total: bool
    """Whether the vendor counts the list, within its pages or when asked before."""
    counts_page: bool = False
    """Whether a server-held cursor counts the rows of the page, not those of the report."""
    forgets_cursor: bool = False
    """Whether a server-held cursor is gone after its end: 404 instead of an empty page."""
    links: bool = True
    """Whether a `Link` header stands beside numbered pages."""
    ahead: int = 4
    """Numbered pages under way at once."""

    @classmethod
    def of(cls, seed: int, *, styles: Mapping[str, Bears]) -> Story:
        """Draw the story of a seed, in one of these paging styles."""
        lot = random.Random(seed)  # noqa: S311 - a schedule, no secret
        style = lot.choice(tuple(styles))
        count = lot.choice((0, 1, 3, 10, 20, 25, 40, 57))
        size = lot.choice((1, 4, 5, 10, 16, 100))
        often = lot.choice((0.0, 0.1, 0.25, 0.5))
        tells_total = lot.random() < 0.6
        kinds = lot.sample(FAULTS, lot.randint(1, len(FAULTS)))
        one_kind = lot.choice(CHANGES)
        changes = styles[style](tells_total, one_kind) if lot.random() < 0.3 else ()
        pages = count // size + 4
        return cls(
            seed=seed,
            style=style,
            size=size,
            cap=lot.choice((10_000, 10_000, 5, 10, 16)),
            ids=tuple(sorted(lot.sample(range(100, 900), count))),
            faults={
                number: tuple(dict.fromkeys(lot.choices(kinds, k=lot.choice((1, 1, 2)))))
                for number in range(pages * 3)
                if lot.random() < often
            },
            changes={
                number: lot.choice(changes)
                for number in range(pages * 2 if changes else 0)
                if lot.random() < 0.3
            },
            tells_total=tells_total,
            counts_page=lot.random() < 0.5,
            forgets_cursor=lot.random() < 0.5,
            links=lot.random() < 0.6,
            ahead=lot.choice((1, 2, 4)),
        )
