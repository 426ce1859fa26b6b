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
from difflib import get_close_matches
from importlib.metadata import EntryPoint, PackageNotFoundError, distribution, entry_points
from typing import Any

from aigov_connectors.errors import ConfigurationError
from aigov_connectors.logs import Log

__all__ = [
    "CONNECTORS_GROUP",
    "RULES_GROUP",
    "Plugin",
    "allowed_plugins",
    "check_plugins",
    "only_plugins",
]

CONNECTORS_GROUP = "aigov_connectors.connectors"
RULES_GROUP = "aigov_connectors.rules"

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


def check_plugins(names: Collection[str] | None) -> None:
    """Refuse a name that lets in nothing: the rules behind it would vanish, and nobody be told.

    Raises:
        ConfigurationError: no installed package bears it, or that package announces neither a
            connector nor a rule.
    """
    if not names:
        return
    announced = [
        Plugin(one)
        for group in (CONNECTORS_GROUP, RULES_GROUP)
        for one in entry_points(group=group)
    ]
    known = {_normalized(one.distribution): one.distribution for one in announced}
    # People name what they wrote: the vendor or the rule, in the place of the package.
    meant = {_normalized(one.name): one.distribution for one in announced} | known
    for name in names:
        if _normalized(name) in known:
            continue
        what = "offers no connector and no rule" if _is_installed(name) else "is not installed here"
        near = get_close_matches(_normalized(name), meant, n=1)
        perhaps = f"Perhaps {meant[near[0]]!r}. " if near else ""
        there = ", ".join(sorted(set(known.values()))) or "none"
        raise ConfigurationError(
            f"plugins names the package {name!r}, which {what}",
            hint=f"{perhaps}Correct the name, or install the package where this runs."
            f" Installed packages with connectors or rules: {there}.",
        )


def _is_installed(name: str) -> bool:
    try:
        distribution(name)
    except (PackageNotFoundError, ValueError):  # ValueError: no name at all
        return False
    return True


def _normalized(name: str) -> str:
    # Source: PEP 503, normalized names.
    return re.sub(r"[-_.]+", "-", name).casefold()
