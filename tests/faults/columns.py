"""The columns of the fault matrix: every vendor's ways of reading, one list for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.faults.endings import COMPLETE, LOUD, TOLD, UNSURE

from aigov_connectors import registry

LIST = frozenset({"duplicate", "broken-record", "grow", "shrink", "expire"})
"""What can happen to a list of many pages that is read with a token."""
KEYS = LIST - {"expire"}
"""The same where keys sign in, which do not end."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One way of reading at one vendor, and the list that stands for it."""

    vendor: str
    style: str
    path: str
    """Prefix of the path, below the vendor's API root; the whole of it where it ends with `$`."""
    resource: str
    bears: frozenset[str] = frozenset({"expire"})
    """Which of the faults that cannot happen everywhere can happen here."""
    ends: Mapping[str, str] = field(default_factory=dict)
    """`<fault> once` or `<fault> lasting` to how it ends here, where the row says otherwise."""
    needs: tuple[str, ...] = ()
    """Resources that must be read before."""
    words: str = ""
    """What complaints of its own say, where several columns share a resource."""
    skip: int = 1
    """Requests that pass first: the fault comes in the middle of a list."""
    alone: bool = False
    """Whether everything else depends on it, so that it needs runs of its own."""

    @property
    def title(self) -> str:
        """How the table calls it."""
        return f"{self.vendor}: {self.style}"


# A SentinelOne token has no refresh: its end is the end of the reading.
_NO_REFRESH = {"expire once": LOUD}
# It begins anew in any case, and that heals.
_ANEW = {"oversize once": COMPLETE, "bomb once": COMPLETE}
# These vendors put errors inside successes.
_SOFT = frozenset({"soft-error"})
# What a login is not tried again for at once.
_UNTRIED = tuple(f"{one} once" for one in ("deny", "cut", "html", "empty", "oversize", "bomb"))
# These servers answer an empty list without a body.
_SILENCE = {"empty lasting": UNSURE}

COLUMNS = (
    Column(
        vendor="sentinelone",
        style="cursor",
        path="/agents",
        resource="agents",
        bears=LIST | {"repeat-cursor"} | _SOFT,
        ends={**_NO_REFRESH, "grow once": LOUD},  # it told a total that it did not give
        needs=("accounts", "sites"),
    ),
    Column(
        vendor="sentinelone",
        style="Relay cursor (POST)",
        path="/unifiedalerts/graphql",
        resource="alerts",
        bears=LIST | {"repeat-cursor"} | _SOFT,
        # An error that names no cause may pass, so it is asked again.
        ends={**_NO_REFRESH, "soft-error once": COMPLETE},
    ),
    Column(
        vendor="sentinelone",
        style="offset",
        path="/hyper-automate/api/public/workflow-execution",
        resource="workflow_executions",
        bears=LIST | _SOFT,
        ends=_NO_REFRESH,
    ),
    Column(
        vendor="sentinelone",
        style="settings",
        path="/sites/",
        resource="policies",
        bears=_SOFT | {"expire"},
        ends=_NO_REFRESH,
        needs=("sites", "groups"),
    ),
    Column(
        vendor="sentinelone",
        style="exports",
        path="/hyper-automate/api/public/workflow-import-export",
        resource="workflows",
        bears=_SOFT | {"expire"},
        ends=_NO_REFRESH,
    ),
    Column(
        vendor="ninjaone",
        style="last id",
        path="/devices-detailed",
        resource="devices",
        bears=LIST,
    ),
    Column(
        vendor="ninjaone",
        style="server-held cursor",
        path="/queries/policy-overrides",
        resource="policy_overrides",
        bears=frozenset({"duplicate", "broken-record", "expire"}),
        ends=_ANEW,
    ),
    Column(
        vendor="ninjaone",
        style="older than",
        path="/activities",
        resource="activities",
        bears=LIST,
    ),
    Column(vendor="ninjaone", style="one page", path="/tasks", resource="tasks", skip=0),
    Column(
        vendor="ninjaone",
        style="settings",
        path="/policies/",
        resource="policy_conditions",
        needs=("policies",),
    ),
    Column(
        vendor="ninjaone",
        style="board run (POST)",
        path="/ticketing/trigger/board/",
        resource="ticketing",
        words="/board/",
    ),
    Column(
        vendor="ninjaone",
        style="ticket log",
        path="/ticketing/ticket/",
        resource="ticketing",
        words="/ticket/",
    ),
    Column(
        vendor="ninjaone",
        style="login",
        path="/ws/oauth/token",
        resource="organizations",
        bears=frozenset(),
        skip=0,
        alone=True,
    ),
    Column(
        vendor="ninjaone",
        style="login by refresh token",
        path="/ws/oauth/token",
        resource="ticketing",
        bears=frozenset(),
        # The rights are asked for with it, and then it is tried once more.
        ends=dict.fromkeys(_UNTRIED, TOLD),
        needs=("organizations",),
        alone=True,  # the first login is the machine's
    ),
    Column(
        vendor="connectwise.psa",
        style="numbered pages",
        path="/service/tickets$",
        resource="tickets",
        bears=KEYS,
    ),
    Column(
        vendor="connectwise.psa",
        style="forward only",
        path="/company/companies$",
        resource="companies",
        bears=frozenset({"duplicate", "broken-record"}),
    ),
    Column(
        vendor="connectwise.psa",
        style="one page",
        path="/system/callbacks",
        resource="callbacks",
        bears=frozenset({"broken-record"}),
        ends=_SILENCE,
        skip=0,
    ),
    Column(
        vendor="connectwise.psa",
        style="settings",
        path="/service/knowledgebasesettings",
        resource="knowledge_base",
        bears=frozenset(),
        skip=0,
    ),
    Column(
        vendor="connectwise.psa",
        style="lists of boards",
        path="/service/boards/",
        resource="board_statuses",
        bears=frozenset({"broken-record"}),
        ends=_SILENCE,
        needs=("boards",),
    ),
    Column(
        vendor="connectwise.psa",
        style="lists of clients",
        path="/company/companies/",
        resource="sites",
        bears=frozenset({"broken-record"}),
        ends=_SILENCE,
        needs=("companies",),
    ),
    Column(
        vendor="connectwise.psa",
        style="steps of tracks",
        path="/company/tracks/",
        resource="tracks",
        bears=frozenset({"broken-record"}),
        ends=_SILENCE,
    ),
    Column(
        vendor="connectwise.automate",
        style="numbered, uncounted",
        path="/v1/Computers$",
        resource="computers",
        bears=frozenset({"duplicate", "broken-record", "expire"}),
    ),
    Column(
        vendor="connectwise.automate",
        style="lists of computers",
        path="/v1/Computers/",
        resource="computer_monitors",
        ends=_SILENCE,
        needs=("computers",),
    ),
    Column(
        vendor="connectwise.automate",
        style="one page",
        path="/v1/InternalMonitorResults",
        resource="monitors",
        ends=_SILENCE,
        skip=0,
    ),
    Column(
        vendor="connectwise.automate",
        style="settings",
        path="/v1/FeatureFlags",
        resource="feature_flags",
        skip=0,
    ),
    Column(
        vendor="connectwise.automate",
        style="settings of scripts",
        path="/v2/Scripts/",
        resource="script_details",
        needs=("script_schedules",),
    ),
    Column(
        vendor="connectwise.automate",
        style="login",
        path="/v1/apitoken",
        resource="monitors",
        bears=frozenset(),
        ends=dict.fromkeys(("oversize once", "bomb once"), TOLD),
        skip=0,
        alone=True,
    ),
    Column(
        vendor="autotask",
        style="ranges of ids (POST)",
        path="/Tickets/query$",
        resource="tickets",
        bears=KEYS | _SOFT,
    ),
    Column(
        vendor="autotask",
        style="next by POST",
        path="/TicketHistory/",
        resource="ticket_history",
        bears=_SOFT,
        needs=("companies", "picklists", "tickets"),
        alone=True,  # without tickets there is nothing to ask for
    ),
    Column(
        vendor="autotask",
        style="settings",
        path="/Modules",
        resource="modules",
        bears=_SOFT,
        skip=0,
    ),
    Column(
        vendor="autotask",
        style="zone discovery",
        path="/ZoneInformation",
        resource="modules",
        bears=frozenset(),
        skip=0,
        alone=True,
    ),
    Column(
        vendor="halopsa",
        style="numbered, counted",
        path="/Tickets$",
        resource="tickets",
        bears=LIST | _SOFT,
    ),
    Column(
        vendor="halopsa",
        style="one page",
        path="/Team$",
        resource="teams",
        bears=_SOFT | {"expire"},
        skip=0,
    ),
    Column(
        vendor="halopsa",
        style="settings",
        path="/Workflow/",
        resource="workflows",
        bears=_SOFT | {"expire"},
    ),
    Column(
        vendor="halopsa",
        style="where to sign in",
        path="/api/authinfo",
        resource="teams",
        bears=frozenset(),
        skip=0,
        alone=True,
    ),
    Column(
        vendor="halopsa",
        style="login",
        path="/auth/token",
        resource="teams",
        bears=frozenset(),
        ends=dict.fromkeys(("oversize once", "bomb once"), TOLD),
        skip=0,
        alone=True,
    ),
)

PARENTS = (
    ("sentinelone", "/accounts$", False),
    ("sentinelone", "/sites$", True),
    ("sentinelone", "/groups$", True),
    ("ninjaone", "/organizations-detailed", True),
    ("ninjaone", "/devices-detailed", True),
    ("ninjaone", "/policies$", False),
    ("ninjaone", "/ticketing/trigger/boards", False),
    ("connectwise.psa", "/company/companies$", True),
    ("connectwise.psa", "/service/boards$", False),
    ("connectwise.automate", "/v1/Clients$", True),
    ("connectwise.automate", "/v1/Computers$", True),
    ("autotask", "/Companies/query$", True),
    ("halopsa", "/Client$", True),
)
"""Lists that tell what else is to be asked for: vendor, path, whether it has pages here."""


def resources_of(columns: Iterable[Column]) -> tuple[str, ...]:
    """The resources that these columns take."""
    named = [name for one in columns for name in (one.resource, *one.needs)]
    return tuple(dict.fromkeys(named))


def main_resources(vendor: str) -> tuple[str, ...]:
    """Those of a vendor that between them are read in every way: in a part of the time."""
    named = resources_of(one for one in COLUMNS if one.vendor == vendor)
    return named or registry.load(vendor).resources
