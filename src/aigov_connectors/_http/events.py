"""The few things that the HTTP stack tells a log, and what they may hold.

`request.sent`, `request.refused`, `request.retried`, `page.read`, `read.gap`. Each has
vendor, connection, method and path template; never a header, a query string, a body or
anything that came from a `SecretStr`, because no function here accepts one.

A program that configures structlog gets the events there, with whatever it has bound. Where
structlog is not configured they go to the standard logger `aigov_connectors.http`: a library
must not print to anyone's standard output, which is what structlog does by default.
"""

import logging
from dataclasses import dataclass

import structlog

from aigov_connectors._http.context import RequestContext

LOGGER = "aigov_connectors.http"
_standard = logging.getLogger(LOGGER)
_standard.addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Events:
    """Writes the events of one connection."""

    vendor: str
    connection: str

    def sent(
        self,
        *,
        method: str,
        context: RequestContext,
        status: int | None,
        seconds: float,
        problem: str | None = None,
        request_id: str | None = None,
    ) -> None:
        """One attempt ended; `status` is None when no answer came, `problem` then says why."""
        self._emit(
            logging.DEBUG,
            "request.sent",
            method=method,
            path_template=context.template,
            page=context.page,
            status=status,
            seconds=round(seconds, 4),
            problem=problem,
            request_id=request_id,
        )

    def refused(self, *, method: str, context: RequestContext, reason: str) -> None:
        """The guard stopped a request."""
        self._emit(
            logging.ERROR,
            "request.refused",
            method=method,
            path_template=context.template,
            reason=reason,
        )

    def retried(
        self, *, method: str, context: RequestContext, attempt: int, reason: str, wait: float
    ) -> None:
        """An attempt failed and another follows after `wait` seconds."""
        self._emit(
            logging.INFO,
            "request.retried",
            method=method,
            path_template=context.template,
            page=context.page,
            attempt=attempt,
            reason=reason,
            wait_seconds=round(wait, 3),
        )

    def page(
        self, *, method: str, template: str, page: int, rows: int, rejected: int, total: int | None
    ) -> None:
        """A page of a list was read and decoded."""
        self._emit(
            logging.DEBUG,
            "page.read",
            method=method,
            path_template=template,
            page=page,
            rows=rows,
            rejected=rejected,
            total=total,
        )

    def gap(self, *, method: str, template: str, resource: str, why: str) -> None:
        """A list ended before its end."""
        self._emit(
            logging.WARNING,
            "read.gap",
            method=method,
            path_template=template,
            resource=resource,
            why=why,
        )

    def _emit(self, level: int, event: str, **fields: str | int | float | None) -> None:
        told = {name: value for name, value in fields.items() if value is not None}
        told |= {"vendor": self.vendor, "connection": self.connection}
        if structlog.is_configured():
            structlog.get_logger(LOGGER).log(level, event, **told)
        elif _standard.isEnabledFor(level):
            pairs = " ".join(f"{name}={value}" for name, value in told.items())
            _standard.log(level, "%s %s", event, pairs, extra={"aigov": told})
