"""How the library logs: named events with plain fields, through structlog if it is configured.

A program that configures structlog gets the events there, with whatever it has bound. Where
structlog is not configured they go to the standard logger of the same name: a library must not
print to anyone's standard output, which is what structlog does by default. No field is ever a
header, a query string, a body or anything that came from a `SecretStr`.
"""

import logging
import sys
from typing import NamedTuple

__all__ = ["EVENTS", "Log", "LogEvent"]


class LogEvent(NamedTuple):
    """What one event says; the documentation is made of these."""

    name: str
    logger: str
    level: int
    says: str
    fields: tuple[str, ...]


_REQUEST = ("vendor", "connection", "method", "path_template")

EVENTS: tuple[LogEvent, ...] = (
    LogEvent(
        "request.sent",
        "aigov_connectors.http",
        logging.DEBUG,
        "One attempt ended. `status` is missing where no answer came; `problem` then says why."
        " `request_id` is the vendor's own name for the request, for its support.",
        (*_REQUEST, "page", "status", "seconds", "problem", "request_id"),
    ),
    LogEvent(
        "request.retried",
        "aigov_connectors.http",
        logging.INFO,
        "An attempt failed, and another follows after `wait_seconds`.",
        (*_REQUEST, "page", "attempt", "reason", "wait_seconds"),
    ),
    LogEvent(
        "request.refused",
        "aigov_connectors.http",
        logging.ERROR,
        "The read-only guard stopped a request before the network: a fault of a connector.",
        (*_REQUEST, "reason"),
    ),
    LogEvent(
        "page.read",
        "aigov_connectors.http",
        logging.DEBUG,
        "A page of a list was read and decoded.",
        (*_REQUEST, "page", "rows", "rejected", "total"),
    ),
    LogEvent(
        "read.gap",
        "aigov_connectors.http",
        logging.WARNING,
        "A list ended before its end; the inventory has a gap that says the same.",
        (*_REQUEST, "resource", "why"),
    ),
    LogEvent(
        "discovery.deadline",
        "aigov_connectors.discovery",
        logging.WARNING,
        "The deadline of the run passed; what was read is kept, marked `interrupted`.",
        ("seconds",),
    ),
    LogEvent(
        "connection.taken_over",
        "aigov_connectors.discovery",
        logging.INFO,
        "A run that was not done has read the connection, up to `age_seconds` ago; it is not read"
        " again.",
        ("connection", "age_seconds"),
    ),
    LogEvent(
        "connection.read_again",
        "aigov_connectors.discovery",
        logging.INFO,
        "A run that was not done has read the connection, and `why` that is not taken over.",
        ("connection", "why"),
    ),
    LogEvent(
        "checkpoint.unusable",
        "aigov_connectors.discovery",
        logging.WARNING,
        "Nothing was taken over from the checkpoint, or something is not kept in it; the run goes"
        " on without.",
        ("why",),
    ),
    LogEvent(
        "connection.crashed",
        "aigov_connectors.discovery",
        logging.ERROR,
        "A connector ended with an error that nobody foresaw; the others go on.",
        ("connection", "error"),
    ),
    LogEvent(
        "connection.started",
        "aigov_connectors.progress",
        logging.INFO,
        "The reading of a connection begins. This and the next three are written by the command"
        " under `discover --log-json`; a program gets them as events of `discovery`.",
        ("connection", "vendor", "resources"),
    ),
    LogEvent(
        "read.finished",
        "aigov_connectors.progress",
        logging.INFO,
        "One resource ended; `why` says why not complete.",
        ("connection", "resource", "rows", "requests", "why"),
    ),
    LogEvent(
        "gap.found",
        "aigov_connectors.progress",
        logging.INFO,
        "Something could not be read or determined; `remedy` says what helps.",
        ("connection", "resource", "subject", "reason", "remedy"),
    ),
    LogEvent(
        "connection.failed",
        "aigov_connectors.progress",
        logging.ERROR,
        "The connection failed: why, and what a person can do about it.",
        ("connection", "problem", "remedy"),
    ),
    LogEvent(
        "connection.finished",
        "aigov_connectors.progress",
        logging.INFO,
        "The connection is done; `status` tells how it ended.",
        ("connection", "status", "deployments", "gaps"),
    ),
    LogEvent(
        "command.failed",
        "aigov_connectors.command",
        logging.ERROR,
        "The command ended with an error, under `--log-json`; the exit code tells which kind.",
        ("problem", "remedy"),
    ),
    LogEvent(
        "secret.file_readable_by_others",
        "aigov_connectors.credentials",
        logging.WARNING,
        "The file of a secret may be read by everybody on this machine.",
        ("path", "mode", "remedy"),
    ),
    LogEvent(
        "connector.refused",
        "aigov_connectors.registry",
        logging.WARNING,
        "An installed package offers a connector under a name that is taken.",
        ("vendor", "entry_point"),
    ),
    LogEvent(
        "rule.refused",
        "aigov_connectors.rules",
        logging.WARNING,
        "An installed package offers a rule under an id that is taken.",
        ("rule", "entry_point"),
    ),
    LogEvent(
        "plugin.loaded",
        "aigov_connectors.trust",
        logging.INFO,
        "A connector or a rule of another package was imported.",
        ("plugin", "distribution"),
    ),
)
"""Every event that the library writes: `docs/logging.md` is made of it."""


class Log:
    """Writes events under one logger name, such as `aigov_connectors.http`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._standard = logging.getLogger(name)
        self._standard.addHandler(logging.NullHandler())

    def write(self, level: int, event: str, **fields: str | int | float | None) -> None:
        """Write one event; fields that are None are left out."""
        told = {name: value for name, value in fields.items() if value is not None}
        # Who has configured structlog has imported it; for all others it need not be loaded.
        structlog = sys.modules.get("structlog")
        if structlog is not None and structlog.is_configured():
            structlog.get_logger(self._name).log(level, event, **told)
        elif self._standard.isEnabledFor(level):
            pairs = " ".join(f"{name}={value}" for name, value in told.items())
            self._standard.log(level, "%s %s", event, pairs, extra={"aigov": told})
