"""What Autotask's REST API is, allows, forbids and says, as tables."""

from typing import Any

from pydantic_core import from_json

from aigov_connectors._http import (
    ErrorRule,
    ErrorTable,
    PathLimit,
    Rate,
    RateLimits,
    ReadDeclaration,
    ReadPost,
    keys_only,
)
from aigov_connectors.errors import (
    AuthenticationError,
    BadRequestError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
)

ROOT = "/ATServicesRest"  # the spelling of the vendor's description
PAGE_SIZE = 500  # more is refused
THREADS = 3  # at once for each entity
MOST_VALUES = 500  # of one filter


ENTITIES = (
    "Tickets",
    "TicketHistory",
    "TicketNotes",
    "NotificationHistory",
    "TicketChangeRequestApprovals",
    "DeletedTicketLogs",
    "TicketCategories",
    "TicketCategoryFieldDefaults",
    "Tags",
    "TagAliases",
    "TicketTagAssociations",
    "Companies",
    "Contracts",
    "ConfigurationItems",
    "Resources",
    "Roles",
    "Departments",
    "ResourceRoleQueues",
    "TicketWebhooks",
    "TicketNoteWebhooks",
    "CompanyWebhooks",
    "ContactWebhooks",
    "ConfigurationItemWebhooks",
    "TicketWebhookFields",
    "IntegrationVendorInsights",
    "IntegrationVendorWidgets",
    "SurveyResults",
    "ServiceLevelAgreementResults",
    "CompanyTeams",
    "CompanyCategories",
    "Skills",
    "ResourceSkills",
    "ResourceRoles",
    "ResourceServiceDeskRoles",
    "ChecklistLibraries",
    "ThresholdInformation",
)

# 10,000 in a rolling hour for all integrations of a database together; what the others use is read
# back and taken off. Three at once for each entity.
# Source: Autotask help, API thresholds and thread limiting (since 2022.1), verified.
LIMITS = RateLimits(
    overall=(Rate(10_000, 3600.0),),
    by_path=tuple(PathLimit(f"/V1.0/{name}", max_in_flight=THREADS) for name in ENTITIES),
    max_in_flight=4,
    pause_seconds=60.0,
)

# Source: Autotask REST API help, basic query calls (verified).
_QUESTION = keys_only("filter", "includeFields", "maxRecords")

DECLARATION = ReadDeclaration(
    posts=(
        ReadPost("/V1.0/{entity}/query", accepts=_QUESTION),
        ReadPost("/V1.0/{entity}/query/count", accepts=_QUESTION),
        ReadPost("/V1.0/{entity}/query/next", accepts=_QUESTION),
    ),
    forbidden=(
        "/V1.0/ClientPortalUsers",  # rows hold passwords
        "/V1.0/Authenticate",  # hands out a token
    ),
)

SIGN_IN_CAUSES = (
    "Known causes, which the vendor answers alike: a header is missing; the user name (key) is"
    " mistyped, or its API user is inactive; the secret is wrong or was generated anew; the"
    " tracking identifier is not the one on the API user; the database lives in another zone."
)

_THREADS_FULL = ("thread threshold exceeded", "itgenatr005")
_PASSING = ("deadlock", "lock request", "locked", "timeout", "timed out", "try again", "rerun")


def meant(status: int, body: bytes) -> int:
    """Tell the status that an answer stands for.

    A bad question is answered with 500 and its text; so are too many requests at once, and what
    is only for a moment. Some refusals come with 200.

    Source: three public libraries for the API (verified); thread texts (reported).
    """
    if status not in (200, 500) or b'"errors"' not in body:
        return status
    try:
        told: Any = from_json(body)
    except ValueError:
        return status
    texts = told.get("errors") if isinstance(told, dict) else None
    if not isinstance(texts, list) or not texts:
        return status
    text = " ".join(str(one) for one in texts).casefold()
    if any(words in text for words in _THREADS_FULL):
        return 429
    return 500 if any(words in text for words in _PASSING) else 400


_ACTIVITY = (
    "Admin > Extensions & Integrations > Other Extensions & Tools shows which integration used the"
    " API how much."
)
ERRORS = ErrorTable(
    by_status={
        401: ErrorRule(AuthenticationError, "the API user was not accepted", SIGN_IN_CAUSES),
        429: ErrorRule(
            RateLimitedError, "the database's requests of this hour are used up", _ACTIVITY
        ),
    },
    hints={
        PermissionDeniedError: "Admin > Account Settings & Users > Security Levels: let the API"
        " user's level view it, and no more.",
        NotFoundError: "This release of the product may lack the entity.",
        BadRequestError: "Report it: the question does not fit this release of the product.",
    },
    meant=meant,
)
