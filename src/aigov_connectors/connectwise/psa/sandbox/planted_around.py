"""What is planted around the rules: notices, mail templates, tracks, custom fields, origins."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from aigov_connectors.connectwise.psa.sandbox.planted import (
    ALERTS,
    ONBOARDING,
    OTHERS,
    SERVICE_DESK,
    status_id,
)

COMPANY_STATUSES: tuple[tuple[int, str, int | None], ...] = (
    (1, "Active", None),
    (2, "Not Active", None),
    (3, "Prospect", 11),
)
"""Id, name, and the track that the status attaches."""
COMPANY_TYPES: tuple[tuple[int, str], ...] = tuple(
    enumerate(dict.fromkeys(["Client", *(kind for _, _, _, kind, _ in OTHERS)]), start=1)
)

RECIPIENTS: tuple[tuple[int, str, str, bool], ...] = (
    (1, "Contact", "Contact", True),
    (2, "AssignedResources", "Assigned Resources", False),
    (5, "SpecificMember", "Specific Member", False),
    (9, "EmailAddress", "Email Address", True),
)
"""Id, identifier, name, whether it is outside."""
_CONTACT, _RESOURCES = 1, 2

NEW_TICKET_NOTICES: Mapping[int, int] = MappingProxyType(
    {SERVICE_DESK: _CONTACT, ALERTS: _RESOURCES}
)
"""Board to who is told of a new ticket."""
STATUS_NOTICES: Mapping[int, int] = MappingProxyType(
    {status_id(SERVICE_DESK, 6): _CONTACT, status_id(ALERTS, 4): _RESOURCES}
)
"""Status to who is told when a ticket comes to it."""
MAIL_TEMPLATES: tuple[tuple[int, str, int, bool], ...] = (
    (1, "Closed", SERVICE_DESK, True),
    (2, "New", ONBOARDING, False),
    (3, "Invoice", SERVICE_DESK, True),
)
"""Id, type, board, whether it goes to contacts outside."""
MAILING_TEMPLATE = 501
"""The service template that mails the contact."""

OVERWRITTEN: tuple[tuple[int, int, bool], ...] = ((1, 450, True), (2, 370, False))
"""Id, action, whether the field is overwritten; the form lists the other one, too."""


@dataclass(frozen=True, slots=True)
class PlantedTrack:
    """A track with its steps: kind, recipient and days."""

    id: int
    name: str
    steps: tuple[tuple[str, int | None, int], ...]
    inactive: bool = False


TRACKS: tuple[PlantedTrack, ...] = (
    PlantedTrack(11, "Nurturing", (("SendEmail", _CONTACT, 3), ("CreateActivity", None, 10))),
    PlantedTrack(12, "Leaving client", (("ChangeCompanyStatus", None, 30),)),
    PlantedTrack(13, "Old mailing", (("SendEmail", _CONTACT, 1),), inactive=True),
)

ORIGINS: tuple[tuple[int, str], ...] = (
    (1, "https://app.cloudradial.com"),
    (2, "https://intranet.northwindridge.example"),
)
"""Sites whose pages may ask the API."""

SOURCE = (6, "Thread")
SOURCE_AT = "Driftwood Hotels"
"""A source that an AI vendor's product registered, and the client whose tickets come from it."""

SITES: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType(
    {"Harborview Dental": (("Harbor Street", "US"), ("Marina", "CA"))}
)
"""Client to its sites and their countries; every other has one, called Main."""
COUNTRIES: Mapping[str, str] = MappingProxyType(
    {
        "US": "United States",
        "CA": "Canada",
        "DE": "Germany",
        "FR": "France",
        "IE": "Ireland",
        "NL": "Netherlands",
    }
)
