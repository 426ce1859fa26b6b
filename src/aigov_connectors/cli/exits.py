"""What the command's exit codes mean; scripts of others rely on them."""

from enum import IntEnum

__all__ = ["ExitCode"]


class ExitCode(IntEnum):
    """One number per outcome; where two apply, the one that says more about trust wins."""

    DONE = 0
    FINDINGS = 1
    """Findings at or above `--fail-on`; never unless that is given."""
    USAGE = 2
    """The command line, the configuration or a file does not fit."""
    INCOMPLETE = 3
    """A connection failed or was interrupted, or coverage is under `--min-coverage` or
    `--min-known`; beats 1."""
    UNEXPECTED = 70
    """A fault of ours."""
    INTERRUPTED = 130
    """Ctrl-C; what was read until then is kept."""
