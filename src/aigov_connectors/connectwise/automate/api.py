"""What ConnectWise Automate's API is, allows, forbids and says, as tables."""

from aigov_connectors._http import (
    ErrorRule,
    ErrorTable,
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

ROOT = "/cwa/api"
PAGE_SIZE = 500  # 1000 is the most; servers on the customer's own premises are small

# No limit is published; public clients choose 600 a minute, and small servers bear two at once.
LIMITS = RateLimits(overall=(Rate(600, 60.0),), max_in_flight=2, known=False)

DECLARATION = ReadDeclaration(
    forbidden=(
        # Answers hold passwords, keys and files of the customers.
        "/v1/ExternalSystemCredentials",
        "/v1/Clients/{client_id}/productkeys",
        "/v1/Clients/{client_id}/documents",
        "/v1/RemoteAgentTemplates",
        "/v1/ProbeConfiguration",
        "/v1/Locations/{location_id}/ProbeConfiguration",
    )
)

LOGIN_WRONG = (
    "Known causes: name or password mistyped; the user is locked or expired; the clientId of the"
    " integration is missing, mistyped or of another product than Automate."
)
SECOND_FACTOR = ErrorRule(
    AuthenticationError,
    "the user needs a second factor, and no code can be typed here",
    "Use an integrator user: System > Users and Contacts > Users, the user's tab Permissions,"
    " Integrator. It has no second factor.",
)
# Source: the regression tests of public clients, wyre-technology/node-connectwise-automate
# (verified); no codes, only texts.
ERRORS = ErrorTable(
    hints={
        AuthenticationError: LOGIN_WRONG,
        PermissionDeniedError: "Give the user class the read right on it, and no other.",
        NotFoundError: "This version of the server may lack the endpoint.",
        BadRequestError: "Report it with the detail: the request does not fit the server.",
        ResponseShapeError: "A firewall before the server may have answered instead of it.",
    },
)
