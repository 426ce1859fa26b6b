"""What ConnectWise PSA's API is, allows, forbids and says, as tables."""

from aigov_connectors._http import (
    ErrorRule,
    ErrorTable,
    Forward,
    Rate,
    RateLimits,
    ReadDeclaration,
)
from aigov_connectors.errors import (
    AuthenticationError,
    BadRequestError,
    NotFoundError,
    PermissionDeniedError,
    ResponseShapeError,
)

PAGE_SIZE = 1000  # more is capped in silence
VERSION = "2025.1"  # pins the shape of the answers


# About 1,000 a minute is quoted and nowhere written by the vendor, whose advice is to keep
# parallelism low; a refusal teaches a lower number.
LIMITS = RateLimits(overall=(Rate(600, 60.0),), max_in_flight=4, known=False)

FORWARD = Forward(headers={"pagination-type": "forward-only"})
"""Source: ConnectWise developer pages, PSA Pagination (2023-03-31), verified."""

DECLARATION = ReadDeclaration(
    forbidden=(
        # Evaluates the rule on live data, and notes that it did.
        "/system/workflows/{parent_id}/events/{id}/test",
        # Rows hold passwords and tokens; /system/info/members says what is needed.
        "/system/members",
        "/system/managementNetworkSecurities",
        "/company/management",
        "/company/managementItSolutions",
        "/company/managedDevicesIntegrations/{parent_id}/logins",
        "/system/documents",
    )
)

KEYS_WRONG = (
    "Known causes: public or private key mistyped, or the key deleted; the API member inactive; the"
    " company id is not the one of the login form; another region than the one where people log in."
    " The cloud answers all of these with 404."
)
_SIGN_IN = ErrorRule(AuthenticationError, "the keys were not accepted", KEYS_WRONG)
# Source: ConnectWise developer pages, PSA API Requests (2023-03-31), verified; the body of a
# missing clientId (reported).
ERRORS = ErrorTable(
    by_code={
        "UserNotAuthenticated": ErrorRule(
            AuthenticationError,
            "the clientId was not accepted",
            "Check the clientId of the integration at developer.connectwise.com > ClientID; one of"
            " the type Private works for its owner's own tenants only.",
        ),
        "Unauthorized": _SIGN_IN,
    },
    code_at=(("message",),),
    hints={
        AuthenticationError: KEYS_WRONG,
        PermissionDeniedError: "Give the API member's role Inquire = All on it, and no other level;"
        " for set-up tables also tick the table under Table Setup > customise.",
        NotFoundError: "This version of the server may lack the endpoint.",
        BadRequestError: "Report it with the detail: the request does not fit the server.",
        ResponseShapeError: "Check the host: the cloud's API hosts begin with api-.",
    },
    request_id_header="x-cw-request-id",
)
