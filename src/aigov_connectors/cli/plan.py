"""`discover --plan`: what a discovery would ask, and how long it takes at least."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from aigov_connectors import registry
from aigov_connectors.cli.configuration import configuration
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.show.plan import plan_view
from aigov_connectors.cli.terminal import Terminal, show
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.running.opening import prepare
from aigov_connectors.running.planning import plan as plan_connections

__all__ = ["PlanRequest", "plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """What was asked for on the command line."""

    config: Path | None = None
    connections: Sequence[str] = ()
    resources: Sequence[str] = ()
    as_json: bool = False


def plan(request: PlanRequest, terminal: Terminal) -> ExitCode:
    """Do it; see the command's help.

    Raises:
        ConfigurationError: the configuration or a selection does not fit.
    """
    config = configuration(request.config)
    if not config.connections:
        raise ConfigurationError(
            "the configuration has no connection",
            hint="Add a [[connections]] table; aigov-connectors vendors shows what each needs.",
        )
    prepare(config, connections=list(request.connections) or None)  # as discover itself does
    plans = asyncio.run(
        plan_connections(
            config,
            connections=list(request.connections) or None,
            resources=list(request.resources) or None,
        )
    )
    if request.as_json:
        document = [one.model_dump(mode="json") for one in plans]
        terminal.write_document(json.dumps({"connections": document}, indent=2))
    else:
        installed = set(registry.vendors())
        names = {
            one.vendor: registry.load(one.vendor).name for one in plans if one.vendor in installed
        }
        show(terminal.out, plan_view(plans, vendor_names=names))
    broken = any(one.problem is not None for one in plans)
    return ExitCode.INCOMPLETE if broken else ExitCode.DONE
