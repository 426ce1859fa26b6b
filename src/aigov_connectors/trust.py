"""Whose code is let in: connectors and rules come from other installed packages too.

An installed package announces them by entry points, and nothing of it is imported where it is not
allowed. Where nothing is told, all of them are; what is used is named in the log, by `check` and
`vendors`, and in the snapshot.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from typing import Any

from aigov_connectors.logs import Log

__all__ = ["Plugin", "allowed_plugins", "only_plugins"]

_log = Log("aigov_connectors.trust")

_allowed: ContextVar[frozenset[str] | None] = ContextVar("allowed_plugins", default=None)


@dataclass(frozen=True, slots=True)
class Plugin:
    """A connector or a rule of another package, not imported yet."""

    entry: EntryPoint

    @property
    def name(self) -> str:
        """The vendor id of a connector; a name of the package's own for a rule."""
        return self.entry.name

    @property
    def distribution(self) -> str:
        """The package that announces it, as it was installed; `?` where nothing tells."""
        return "?" if self.entry.dist is None else self.entry.dist.name

    @property
    def origin(self) -> str:
        """The package and its version: `patchbot-connector 1.2.0`."""
        known = self.entry.dist
        return self.distribution if known is None else f"{known.name} {known.version}"

    @property
    def is_allowed(self) -> bool:
        """Whether its package may be imported here."""
        allowed = _allowed.get()
        return allowed is None or _normalized(self.distribution) in allowed

    def load(self) -> Any:
        """Import it, and say so in the log. Ask `is_allowed` before."""
        _log.write(logging.INFO, "plugin.loaded", plugin=self.name, distribution=self.origin)
        return self.entry.load()


@contextmanager
def only_plugins(names: Collection[str] | None) -> Iterator[None]:
    """Let in nothing but these packages, by the names that they are installed by.

    None changes nothing. Within another limit only what both allow is let in.
    """
    before = _allowed.get()
    wanted = before
    if names is not None:
        told = frozenset(map(_normalized, names))
        wanted = told if before is None else told & before
    token = _allowed.set(wanted)
    try:
        yield
    finally:
        _allowed.reset(token)


def allowed_plugins() -> frozenset[str] | None:
    """The packages that are let in, as they are compared; None where all are."""
    return _allowed.get()


def _normalized(name: str) -> str:
    # Source: PEP 503, normalized names.
    return re.sub(r"[-_.]+", "-", name).casefold()
