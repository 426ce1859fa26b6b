"""Lets a check hear what the clients that it opens declare as reads, whoever wrote them."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_heard: ContextVar[list[str] | None] = ContextVar("declared_posts", default=None)


@contextmanager
def hearing_posts() -> Iterator[list[str]]:
    """Give the list to which each client that is opened meanwhile, in this task or one that it
    starts, adds the POSTs that it may send: `/v1/things/query`, or with the host of another.
    """
    heard: list[str] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


def heard_posts() -> tuple[str, ...]:
    """What was heard so far in this task; empty where nobody listens."""
    return tuple(_heard.get() or ())


def tell_posts(paths: Iterable[str]) -> None:
    """Say what a client may POST, if somebody listens; each once."""
    heard = _heard.get()
    if heard is not None:
        heard += [path for path in dict.fromkeys(paths) if path not in heard]
