"""The few things that the HTTP stack tells a log, and what they may hold.

`request.sent`, `request.refused`, `request.retried`, `page.read`, `read.gap`. Each has
vendor, connection, method and path template; never a header, a query string, a body or
anything that came from a `SecretStr`, because no function here accepts one.
See `aigov_connectors.logs` for where they go.
"""

import logging
from typing import NamedTuple

from aigov_connectors._http.context import RequestContext
from aigov_connectors.logs import Log

LOGGER = "aigov_connectors.http"
_log = Log(LOGGER)


class Events(NamedTuple):
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
        _log.write(level, event, **fields, vendor=self.vendor, connection=self.connection)
