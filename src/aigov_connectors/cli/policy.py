"""`policy`: the oversight lines in force, those that ship where there are no own; the waivers."""

from __future__ import annotations

import json
from pathlib import Path

from aigov_connectors.cli.configuration import configuration_file, configuration_if_any
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.policy_names import names_nothing
from aigov_connectors.cli.show.policy import policy_view
from aigov_connectors.cli.snapshots import RunPlace, load_snapshot
from aigov_connectors.cli.terminal import Terminal, show
from aigov_connectors.clock import SystemClock
from aigov_connectors.config import Config, clients_at, oversight_lines_at, waivers_at
from aigov_connectors.policy import DEFAULT_POLICY, PolicyPart, PolicyProblem
from aigov_connectors.rules import assess
from aigov_connectors.snapshot import Snapshot

__all__ = ["policy"]


def policy(
    file: Path | None, terminal: Terminal, *, run: Path | None = None, as_json: bool = False
) -> ExitCode:
    """Show by what findings are judged; with a `run`, also what covers nothing in it.

    Raises:
        ConfigurationError: the configuration or the run does not fit; that there is no
            configuration is fine.
    """
    config = configuration_if_any(file)
    known = DEFAULT_POLICY if config is None else config.policy
    snapshot = None if run is None else load_snapshot(run, place=RunPlace(config=file))
    problems = () if config is None else _problems(config, snapshot)
    at: dict[PolicyPart, tuple[int, ...]] = {}
    if problems:
        known_file = configuration_file(file)
        at = {
            PolicyPart.LINE: oversight_lines_at(known_file),
            PolicyPart.WAIVER: waivers_at(known_file),
            PolicyPart.CLIENT: clients_at(known_file),
        }
    if as_json:
        told = [one.model_dump(mode="json") for one in problems]
        document = {"digest": known.digest, **known.model_dump(mode="json"), "problems": told}
        terminal.write_document(json.dumps(document, indent=2))
    else:
        show(terminal.out, policy_view(known, problems, at))
    return ExitCode.DONE


def _problems(config: Config, run: Snapshot | None) -> tuple[PolicyProblem, ...]:
    """What is wrong with the lines and the waivers, each thing once; the lines first."""
    found = {(one.part, one.line, one.kind): one for one in config.policy_problems}
    is_whole = run is not None and not run.inventory.limited_to
    for one in names_nothing(
        config,
        today=SystemClock().now().date(),
        inventory=run.inventory if run is not None and is_whole else None,
        # Judged again: the run may have been judged by another policy.
        judged=assess(run.inventory, config.policy) if run is not None and is_whole else None,
    ):
        found.setdefault((one.part, one.line, one.kind), one)
    order = list(PolicyPart).index
    return tuple(sorted(found.values(), key=lambda one: (order(one.part), one.line, one.kind)))
