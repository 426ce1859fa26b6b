"""What HaloPSA's API is, allows and says, as tables."""

import re

from pydantic_core import from_json

from aigov_connectors._http import ErrorRule, ErrorTable, Rate, RateLimits, ReadDeclaration
from aigov_connectors.errors import (
    AuthenticationError,
    BadRequestError,
    NotFoundError,
    PermissionDeniedError,
    RequestError,
    ResponseShapeError,
)
from aigov_connectors.halopsa.naming import SCOPES

PAGE_SIZE = 100  # a page holds no more, whatever is asked


DECLARATION = ReadDeclaration(
    forbidden=(
        # Rows or answers hold passwords, keys of licences and certificates.
        "/PasswordField",
        "/LicenseInfo/password",
        "/Certificate",
        "/Notify/AdobeAcrobat",
    )
)
"""No POST, and never a path that gives out secrets.

Source: HaloPSA API v2, OpenAPI document of April 2025.
"""

# 700 in five minutes, 450 in five minutes and 60 a minute are told by different sources, none by
# the vendor; a refusal teaches a lower number.
LIMITS = RateLimits(overall=(Rate(80, 60.0),), max_in_flight=4, known=False)

KEYS_WRONG = (
    "Known causes: client id or secret mistyped; the client id noted before the application was"
    " first saved, when it changed; the authentication method or login type changed afterwards,"
    " which makes a new secret; the tenant is not the one of API Details; the agent is disabled."
)
_INVALID_SCOPE = ErrorRule(
    AuthenticationError,
    "the application was not given every scope that was asked for",
    "Configuration > Integrations > Halo API > the application > Permissions: tick "
    + ", ".join(SCOPES)
    + "; or name fewer in the option scopes, and what they do not show becomes a gap.",
)
# Source: homotechsual/HaloAPI, New-HaloError and issue 19 (verified).
ERRORS = ErrorTable(
    by_code={
        "invalid_scope": _INVALID_SCOPE,
        "invalid_client": ErrorRule(
            AuthenticationError, "client id and secret were not accepted", KEYS_WRONG
        ),
    },
    code_at=(("error",),),
    hints={
        AuthenticationError: KEYS_WRONG,
        PermissionDeniedError: "Either the application lacks the scope, or the role of the agent"
        " that it logs in as lacks the right: Configuration > Teams & Agents > Roles.",
        NotFoundError: "This version of the server may lack the endpoint.",
        BadRequestError: "Report it with the detail: the request does not fit the server.",
        ResponseShapeError: "Check the address: the resource server ends in /api.",
    },
)

_SOFT = ErrorRule(
    RequestError,
    "the vendor put an error inside a success",
    "Read it as the agent that the application logs in as: a missing right often looks so.",
)
_TOLD = re.compile(rb'"_error"\s*:\s*"\s*[^"\s]')
_WARNS = re.compile(rb'"_(?:error|warning|warning_is_error)"\s*:\s*"\s*[^"\s]')


def soft_error(content: bytes) -> ErrorRule | None:
    """Find an `_error` at the top of an answer of success.

    Source: HaloPSA API v2, schemas with `_error` and `_warning` (verified names).
    """
    # The plain search spares the pattern the quotation marks of a page, thousands of them.
    if b'"_error"' not in content or _TOLD.search(content) is None:
        return None
    try:
        found = from_json(content)
    except ValueError:
        return None
    told = found.get("_error") if isinstance(found, dict) else None
    return _SOFT if isinstance(told, str) and told.strip() else None


def warns(content: bytes) -> bool:
    """Whether some record of an answer of success carries a warning, or an error of its own.

    What it warns of is free text, and is not read.

    Source: HaloPSA API v2, schemas with `_warning` (verified names).
    """
    is_likely = b'"_warning' in content or b'"_error"' in content
    return is_likely and _WARNS.search(content) is not None
