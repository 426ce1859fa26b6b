"""The command as it is installed: it listens for a Ctrl-C before it loads anything.

It stands outside of the package, since the package loads what every client needs as soon as
anything in it is named, and that is half of the time until the command begins.
"""

import sys

__all__ = ["main"]

_INTERRUPTED = 130  # as `ExitCode.INTERRUPTED`, which is not loaded yet


def main() -> int:
    """Run the command and return its exit code; see `aigov_connectors.cli.main`."""
    try:
        from aigov_connectors.cli import main as command

        return command()
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted.\n")
        return _INTERRUPTED
