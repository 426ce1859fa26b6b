"""How the library logs: named events with plain fields, through structlog if it is configured.

A program that configures structlog gets the events there, with whatever it has bound. Where
structlog is not configured they go to the standard logger of the same name: a library must not
print to anyone's standard output, which is what structlog does by default. No field is ever a
header, a query string, a body or anything that came from a `SecretStr`.
"""

import logging

import structlog

__all__ = ["Log"]


class Log:
    """Writes events under one logger name, such as `aigov_connectors.http`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._standard = logging.getLogger(name)
        self._standard.addHandler(logging.NullHandler())

    def write(self, level: int, event: str, **fields: str | int | float | None) -> None:
        """Write one event; fields that are None are left out."""
        told = {name: value for name, value in fields.items() if value is not None}
        if structlog.is_configured():
            structlog.get_logger(self._name).log(level, event, **told)
        elif self._standard.isEnabledFor(level):
            pairs = " ".join(f"{name}={value}" for name, value in told.items())
            self._standard.log(level, "%s %s", event, pairs, extra={"aigov": told})
