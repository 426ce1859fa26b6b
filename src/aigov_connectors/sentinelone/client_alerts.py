"""What can be asked of the unified alerts: GraphQL, in documents that only read.

The documents below are all that can be sent to the endpoint: the guard holds every body against
them, letter by letter. Consoles differ in their schema, so there is a smaller one for those that
lack a field, and a wider question for those that lack a filter.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aigov_connectors._http import (
    GraphQLAsk,
    GraphQLDocument,
    GraphQLReads,
    HttpClient,
    Read,
    graphql_listing,
)
from aigov_connectors.sentinelone.wire_alerts import AlertWire

PATH = "/web/api/v2.1/unifiedalerts/graphql"
PAGE_SIZE = 100  # the most that the vendor's own client asks for

_ARGUMENTS = "$first: Int!, $after: String, $filters: [FilterInput!]"
_ALERTS = "alerts(first: $first, after: $after, filters: $filters)"
_PAGING = "totalCount pageInfo { hasNextPage endCursor }"
_SITE = "realTime { scope { site { id } } }"

INVESTIGATIONS = GraphQLDocument(
    f"query InvestigatedAlerts({_ARGUMENTS}) {{ {_ALERTS} {{ {_PAGING} edges {{ node {{"
    f" id createdAt detectedAt analystVerdict {_SITE}"
    " aiInvestigation { autoTriggered status verdict timestamp } } } } }"
)
INVESTIGATIONS_IN_SHORT = GraphQLDocument(
    f"query InvestigatedAlertsInShort({_ARGUMENTS}) {{ {_ALERTS} {{ {_PAGING} edges {{ node {{"
    f" id detectedAt analystVerdict {_SITE} aiInvestigation {{ autoTriggered verdict }} }} }} }} }}"
)
ALERT_READS = GraphQLReads(PATH, (INVESTIGATIONS, INVESTIGATIONS_IN_SHORT))
"""Path and documents: the only POSTs of this vendor."""

# Words of the captured schema: every state but `UNSUPPORTED` says that there is an investigation.
_ANY_STATUS = ["COMPLETED", "IN_PROGRESS", "FAILED", "CANCELLED", "CANCELLING"]


class AlertReads:
    """Alerts of the token's scope.

    Part of `SentinelOneClient`, whose docstring tells what every method may raise.
    """

    _http: HttpClient

    def investigated_alerts(
        self, *, created_since: datetime, page_size: int = PAGE_SIZE
    ) -> Read[AlertWire]:
        """Alerts since an aware time that Purple AI investigated. One request per 100.

        Where the console cannot filter by that, every alert of the time comes; those without an
        investigation have `is_investigated` False.

        Raises:
            NotFoundError: the console's schema has no alerts, or no AI investigations.
            PermissionDeniedError: the role lacks the view right on alerts.

        Source: captured schema of the console's alerts API, POST /unifiedalerts/graphql, query
        `alerts` (verified; the inner shape of `stringIn` unsure).
        """
        window: dict[str, Any] = {
            "fieldId": "createdAt",
            "dateTimeRange": {"start": int(created_since.timestamp() * 1000)},
        }
        investigated: dict[str, Any] = {
            "fieldId": "aiInvestigationStatus",
            "stringIn": {"values": _ANY_STATUS},
        }
        asks = (
            GraphQLAsk(INVESTIGATIONS, {"filters": [window, investigated]}),
            GraphQLAsk(INVESTIGATIONS, {"filters": [window]}),
            GraphQLAsk(INVESTIGATIONS_IN_SHORT, {"filters": [window, investigated]}),
            GraphQLAsk(INVESTIGATIONS_IN_SHORT, {"filters": [window]}),
        )
        return self._http.read(
            graphql_listing(
                resource="alerts",
                path=PATH,
                row=AlertWire,
                asks=asks,
                connection=("data", "alerts"),
                size=min(page_size, PAGE_SIZE),
                needs="Alerts: View",
            )
        )
