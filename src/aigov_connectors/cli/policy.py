"""`policy`: the oversight lines in force, those that ship where there are no own; the waivers."""

from __future__ import annotations

import json
from pathlib import Path

from aigov_connectors.cli.configuration import configuration_file, configuration_if_any
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.cli.show.policy import policy_view
from aigov_connectors.cli.terminal import Terminal, show
from aigov_connectors.config import oversight_lines_at
from aigov_connectors.policy import DEFAULT_POLICY

__all__ = ["policy"]


def policy(file: Path | None, terminal: Terminal, *, as_json: bool = False) -> ExitCode:
    """Show by what findings are judged.

    Raises:
        ConfigurationError: the configuration does not fit; that there is none is fine.
    """
    config = configuration_if_any(file)
    known = DEFAULT_POLICY if config is None else config.policy
    problems = () if config is None else config.policy_problems
    at = oversight_lines_at(configuration_file(file)) if problems else ()
    if as_json:
        told = [one.model_dump(mode="json") for one in problems]
        document = {"digest": known.digest, **known.model_dump(mode="json"), "problems": told}
        terminal.write_document(json.dumps(document, indent=2))
    else:
        show(terminal.out, policy_view(known, problems, at))
    return ExitCode.DONE
