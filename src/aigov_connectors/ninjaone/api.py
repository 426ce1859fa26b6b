"""What NinjaOne's API is, allows, forbids and says, as tables."""

from aigov_connectors._http import (
    ErrorRule,
    ErrorTable,
    PathLimit,
    Rate,
    RateLimits,
    ReadDeclaration,
)
from aigov_connectors.errors import (
    AuthenticationError,
    BadRequestError,
    NotFoundError,
    PermissionDeniedError,
)
from aigov_connectors.ninjaone.wire import ConditionKind

PAGE_SIZE = 1000  # largest size that is known to work on lists by id; left out it is about 100
CONDITION_KINDS: tuple[ConditionKind, ...] = ("windows-event", "custom-fields")
SCOPE_NEEDED = "scope Monitoring on the API application"

# The numbers are those that clients in the field assume (100 a minute; unsure), so a refusal
# teaches a lower one. Reports are heavy, so they are read one after another.
LIMITS = RateLimits(
    overall=(Rate(100, 60.0),),
    by_path=(PathLimit("/v2/queries", max_in_flight=1), PathLimit("/v2/backup", max_in_flight=1)),
    max_in_flight=4,
    known=False,
)

# Endpoints that give out credentials, installers that enrol a device, or documents of clients.
DECLARATION = ReadDeclaration(
    forbidden=(
        "/v2/organization/documents",
        "/v2/organization/{id}/documents",
        "/v2/organization/document/{id}/signed-urls",
        "/v2/organization/checklist/{id}/signed-urls",
        "/v2/organization/{id}/location/{location_id}/installer",
        "/v2/device/{id}/scripting/options",
        "/v2/knowledgebase/article/{id}/signed-urls",
        "/v2/software-license",  # rows hold the keys of licences
        "/v2/custom-fields/entity-type",
        "/v2/queries/custom-fields",
        "/v2/queries/custom-fields-detailed",
        "/v2/queries/scoped-custom-fields",
        "/v2/queries/scoped-custom-fields-detailed",
        "/v2/related-items",
    )
)

_SIGN_IN = (
    "Known causes: client id or secret mistyped, or the secret replaced; the application deleted;"
    " another region than the one where an administrator signs in; the application is not of the"
    " platform API Services, or lacks the grant type Client credentials; the scope Monitoring was"
    " not given to it."
)
# Source: homotechsual/NinjaOne (New-NinjaOneError) and RFC 6749, 5.2 (reported).
ERRORS = ErrorTable(
    by_code={
        "invalid_client": ErrorRule(
            AuthenticationError, "the client id or secret was not accepted", _SIGN_IN
        ),
        "unauthorized_client": ErrorRule(
            AuthenticationError, "the application may not use client credentials", _SIGN_IN
        ),
        "unsupported_grant_type": ErrorRule(
            AuthenticationError, "the application may not use client credentials", _SIGN_IN
        ),
        "invalid_scope": ErrorRule(
            AuthenticationError, "the application was not given the scope Monitoring", _SIGN_IN
        ),
        "invalid_grant": ErrorRule(
            AuthenticationError,
            "the refresh token was not accepted",
            "Known causes: it was replaced by a newer one, revoked, or has ended; it belongs to"
            " another application or region. Sign in again and store the new refresh token.",
        ),
        "invalid_token": ErrorRule(
            AuthenticationError, "the token is not accepted, nor is a new one", _SIGN_IN
        ),
    },
    code_at=(("error",), ("resultCode",)),
    hints={
        AuthenticationError: _SIGN_IN,
        PermissionDeniedError: "Give the application the scope Monitoring under Administration >"
        " Apps > API; a product that is not enabled is refused in the same way.",
        NotFoundError: "This region's build may lack the endpoint (fed is older), or the product"
        " is not enabled.",
        BadRequestError: "Report it with the detail: the request does not fit this region's API.",
    },
)
