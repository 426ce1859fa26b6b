"""Everything HTTP. Vendors take what they need from here and never import httpx.

A vendor declares: how it authenticates (`StaticHeaderAuth`, ...), which POSTs only read
(`ReadDeclaration`), what it allows (`RateLimits`), how it says no (`ErrorTable`), and for each
list where it is and how it is paged (`Listing` with `Cursor`, `AfterId`, ...). `open_client`
makes an `HttpClient` of that, and `HttpClient.read` a `Read` of a `Listing`. Every
client loads this stack; of the kinds of paging, of GraphQL and logins only what it names.
"""

from typing import TYPE_CHECKING

from aigov_connectors._http.auth import (
    Auth,
    AuthByPath,
    ClientCredentialsAuth,
    RefreshTokenAuth,
    StaticHeaderAuth,
    StaticHeadersAuth,
)
from aigov_connectors._http.client import Document, HttpClient, open_client
from aigov_connectors._http.decode import ANYWHERE
from aigov_connectors._http.guard import ReadDeclaration, ReadPost
from aigov_connectors._http.limits import PathLimit, Rate, RateLimits
from aigov_connectors._http.listing import Listing, Page
from aigov_connectors._http.network import (
    KEY_PASSWORD,
    ClientCertificate,
    NetworkOptions,
    Transport,
    is_loopback,
    parse_base_url,
)
from aigov_connectors._http.paging import PagingStyle, Params, Unpaged
from aigov_connectors._http.read import Read
from aigov_connectors._http.retry import RETRIED_STATUSES, RetryPolicy
from aigov_connectors._http.status import ErrorRule, ErrorTable
from aigov_connectors.lazily import lazily

if TYPE_CHECKING:
    from aigov_connectors._http.bodied import IdRanges, NextByPost
    from aigov_connectors._http.by_id import AfterId, OlderThan
    from aigov_connectors._http.counted import Counted
    from aigov_connectors._http.cursors import Cursor
    from aigov_connectors._http.graphql import (
        GraphQLAsk,
        GraphQLDocument,
        GraphQLReads,
        Relay,
        graphql_listing,
    )
    from aigov_connectors._http.login import LoginAuth
    from aigov_connectors._http.named_cursors import NamedCursor
    from aigov_connectors._http.numbered import Forward, ForwardOnly, Numbered
    from aigov_connectors._http.offsets import Offset
else:  # see `lazily`: what stands just above is loaded when it is first asked for
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "bodied": "IdRanges NextByPost",
            "by_id": "AfterId OlderThan",
            "counted": "Counted",
            "cursors": "Cursor",
            "graphql": "GraphQLAsk GraphQLDocument GraphQLReads Relay graphql_listing",
            "login": "LoginAuth",
            "named_cursors": "NamedCursor",
            "numbered": "Forward ForwardOnly Numbered",
            "offsets": "Offset",
        },
    )

__all__ = [
    "ANYWHERE",
    "KEY_PASSWORD",
    "RETRIED_STATUSES",
    "AfterId",
    "Auth",
    "AuthByPath",
    "ClientCertificate",
    "ClientCredentialsAuth",
    "Counted",
    "Cursor",
    "Document",
    "ErrorRule",
    "ErrorTable",
    "Forward",
    "ForwardOnly",
    "GraphQLAsk",
    "GraphQLDocument",
    "GraphQLReads",
    "HttpClient",
    "IdRanges",
    "Listing",
    "LoginAuth",
    "NamedCursor",
    "NetworkOptions",
    "NextByPost",
    "Numbered",
    "Offset",
    "OlderThan",
    "Page",
    "PagingStyle",
    "Params",
    "PathLimit",
    "Rate",
    "RateLimits",
    "Read",
    "ReadDeclaration",
    "ReadPost",
    "RefreshTokenAuth",
    "Relay",
    "RetryPolicy",
    "StaticHeaderAuth",
    "StaticHeadersAuth",
    "Transport",
    "Unpaged",
    "graphql_listing",
    "is_loopback",
    "open_client",
    "parse_base_url",
]
