"""Every error of the library.

ConnectorError                  vendor, hint (one sentence: what to do)
├── ConfigurationError          before any request: no credential, unusable URL
├── RequestError                no usable answer
│   ├── TransportError          never arrived, or arrived broken after the retry budget
│   ├── RateLimitedError        retry_after: timedelta | None, after the retry budget
│   ├── ServerError             5xx, after the retry budget
│   ├── BadRequestError         the vendor did not accept the question
│   ├── NotFoundError           no such thing at this vendor, or not in this edition
│   └── IncompleteReadError     a list could not be read to its end; what came before stays
├── AccessError                 understood and refused
│   ├── AuthenticationError     the hint lists every known cause of this vendor's 401
│   └── PermissionDeniedError   names the right that is missing, when it is known
├── ResponseShapeError          where in the payload; never the payload
├── StoreError                  the store of runs cannot be opened, read or written
│   ├── StoreBusyError          another writer kept it for longer than the wait
│   ├── StoreFullError          no room is left; what was kept before stays as it was
│   └── StoreDamagedError       what is kept is not what was written
└── ReadOnlyViolationError      a connector tried to write: a bug of ours

The class says the cause, `vendor` says who. A message is one sentence: what was asked, what
came. No body, header, query string or key is ever part of it.
"""

from datetime import timedelta
from typing import ClassVar


class ConnectorError(Exception):
    """Anything that went wrong between the library and a vendor.

    Every argument but the message is optional, so errors survive pickling and copying.
    """

    gap_reason: ClassVar[str] = "failed"
    """The `GapReason` that a read which ended with this error leaves behind."""

    def __init__(
        self,
        message: str = "",
        *,
        vendor: str | None = None,
        hint: str | None = None,
        status: int | None = None,
        method: str | None = None,
        path_template: str | None = None,
        page: int | None = None,
        retry_after: timedelta | None = None,
        request_id: str | None = None,
    ) -> None:
        super().__init__(message)
        self.vendor = vendor
        """Vendor id, such as `sentinelone`; None before a vendor is known."""
        self.hint = hint
        """One sentence that says what to do."""
        self.status = status
        """HTTP status, None when no answer came."""
        self.method = method
        """HTTP method of the request."""
        self.path_template = path_template
        """Path with placeholders, such as `/v2/organization/{id}`; never the ids themselves."""
        self.page = page
        """Number of the page that failed, from 1; None outside a list read."""
        self.retry_after = retry_after
        """How long the vendor asked to wait, when it said so."""
        self.request_id = request_id
        if hint:  # so that a traceback that nobody caught says what to do
            self.add_note(hint)
        """The vendor's own name for the request: what its support will ask for."""

    @property
    def message(self) -> str:
        """The sentence; `str(error)` is the same."""
        return str(self)


class ConfigurationError(ConnectorError):
    """Before any request: a credential is missing, or a URL cannot be used."""


class RequestError(ConnectorError):
    """No usable answer came."""


class TransportError(RequestError):
    """The request or its answer never arrived whole."""


class RateLimitedError(RequestError):
    """The vendor kept asking for patience until the retry budget was spent."""


class ServerError(RequestError):
    """The vendor kept failing until the retry budget was spent."""


class BadRequestError(RequestError):
    """The vendor did not accept the question."""


class NotFoundError(RequestError):
    """The vendor has no such object, or this edition or region has no such endpoint."""

    gap_reason: ClassVar[str] = "not_exposed"


class IncompleteReadError(RequestError):
    """A list could not be read to its end; what was yielded before is sound."""

    gap_reason: ClassVar[str] = "truncated"


class AccessError(ConnectorError):
    """The vendor understood the request and refused it."""

    gap_reason: ClassVar[str] = "denied"


class AuthenticationError(AccessError):
    """The credential was not accepted; no later read can do better."""


class PermissionDeniedError(AccessError):
    """The credential is good, its rights are not."""


class ResponseShapeError(ConnectorError):
    """The answer is not what the vendor's documentation promises."""


class StoreError(ConnectorError):
    """The store of runs cannot be opened, read or written."""


class StoreBusyError(StoreError):
    """Another writer kept the store for longer than the wait; nothing was written."""


class StoreFullError(StoreError):
    """No room is left for the run; what was kept before stays as it was."""


class StoreDamagedError(StoreError):
    """What is kept is not what was written, or not all of it."""


class ReadOnlyViolationError(ConnectorError):
    """A connector tried to do more than read; nothing was sent."""


FATAL_ERRORS = (AuthenticationError, ConfigurationError, ReadOnlyViolationError)
"""After these no later request of the connection can do better."""
