"""`store runs`, `store verify`, `store prune`: what is kept, whether it is whole, what may go."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.show.store import pruned_view, runs_view, verification_view
from aigov_connectors.cli.stored import require_store
from aigov_connectors.cli.terminal import Terminal, show
from aigov_connectors.store import Retention

__all__ = ["prune", "runs", "verify"]


def runs(
    terminal: Terminal, *, store: str | None, config: Path | None, as_json: bool = False
) -> ExitCode:
    """List the runs, newest first.

    Raises:
        ConfigurationError: no store is named.
        StoreError: it cannot be read.
    """
    opened = require_store(store, config)
    rows = tuple(reversed(opened.runs()))
    if as_json:
        document = [asdict(row) for row in rows]
        terminal.write_document(json.dumps(document, indent=2, default=_in_words))
    else:
        show(terminal.out, runs_view(rows, name=opened.name, size=opened.size()))
    return ExitCode.DONE


def verify(
    terminal: Terminal, *, store: str | None, config: Path | None, as_json: bool = False
) -> ExitCode:
    """Read everything again; the exit code is 3 where something is damaged.

    Raises:
        ConfigurationError: no store is named.
        StoreError: it cannot be read at all.
    """
    opened = require_store(store, config)
    found = opened.verify()
    if as_json:
        terminal.write_document(json.dumps(asdict(found), indent=2))
    else:
        show(terminal.out, verification_view(found, name=opened.name))
    return ExitCode.INCOMPLETE if found.problems else ExitCode.DONE


def prune(
    terminal: Terminal,
    *,
    store: str | None,
    config: Path | None,
    retention: Retention,
    dry_run: bool = False,
) -> ExitCode:
    """Take out what is not to be kept.

    Raises:
        ConfigurationError: no store is named.
        StoreError: nothing was taken out.
    """
    opened = require_store(store, config)
    pruned = opened.prune(retention, dry_run=dry_run)
    show(terminal.out, pruned_view(pruned, kept=len(opened.runs()), foreseen=dry_run))
    return ExitCode.DONE


def _in_words(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else f"{value}"
