"""`check`: is each connection reachable, what may its credential do, what is missing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path

from aigov_connectors import registry
from aigov_connectors.cli.configuration import configuration
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.show.check import check_view
from aigov_connectors.cli.terminal import Terminal, show
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.running.checking import ConnectionCheck
from aigov_connectors.running.checking import check as check_connections
from aigov_connectors.running.opening import prepare

__all__ = ["check", "show_checks"]


def check(
    file: Path | None, terminal: Terminal, *, connections: Sequence[str] = (), as_json: bool = False
) -> ExitCode:
    """Do it; see the command's help.

    Raises:
        ConfigurationError: no usable configuration, or a connection does not fit its vendor.
    """
    config = configuration(file)
    if not config.connections:
        raise ConfigurationError(
            "the configuration has no connection",
            hint="Add a [[connections]] table; aigov-connectors vendors shows what each needs.",
        )
    chosen = list(connections) or None
    prepare(
        config, connections=chosen
    )  # what the configuration gets wrong ends it before a request
    checks = asyncio.run(check_connections(config, connections=chosen))
    return show_checks(checks, terminal, as_json=as_json)


def show_checks(
    checks: Sequence[ConnectionCheck], terminal: Terminal, *, as_json: bool = False
) -> ExitCode:
    """Print the answers, and say what they amount to."""
    if as_json:
        document = [one.model_dump(mode="json") for one in checks]
        terminal.write_document(json.dumps({"connections": document}, indent=2))
    else:
        installed = set(registry.vendors())
        names = {
            one.vendor: registry.load(one.vendor).name for one in checks if one.vendor in installed
        }
        show(terminal.out, check_view(checks, vendor_names=names))
    fine = all(one.reachable and not one.sees_nothing for one in checks)
    return ExitCode.DONE if fine else ExitCode.INCOMPLETE
