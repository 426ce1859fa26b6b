"""Everything HTTP. Vendors take what they need from here and never import httpx.

A vendor declares: how it authenticates (`StaticHeaderAuth`, ...), which POSTs only read
(`ReadDeclaration`), what it allows (`RateLimits`), how it says no (`ErrorTable`), and for each
list where it is and how it is paged (`Listing` with `Cursor`, `AfterId`, ...). `open_client`
makes an `HttpClient` of that, and `HttpClient.read` a `Read` of a `Listing`. A
program loads only what it names of this; the layers of a connection when it opens one,
and asyncio when it reads.
"""

from typing import TYPE_CHECKING

from aigov_connectors.lazily import lazily

if TYPE_CHECKING:
    from aigov_connectors._http.auth import (
        Auth,
        AuthByPath,
        ClientCredentialsAuth,
        RefreshTokenAuth,
        StaticHeaderAuth,
        StaticHeadersAuth,
    )
    from aigov_connectors._http.bodied import IdRanges, NextByPost
    from aigov_connectors._http.bodies import keys_only
    from aigov_connectors._http.by_id import AfterId, OlderThan
    from aigov_connectors._http.client import HttpClient, open_client
    from aigov_connectors._http.counted import Counted
    from aigov_connectors._http.cursors import Cursor
    from aigov_connectors._http.declared import heard_posts, hearing_posts
    from aigov_connectors._http.decode import ANYWHERE
    from aigov_connectors._http.graphql import (
        GraphQLAsk,
        GraphQLDocument,
        GraphQLReads,
        Relay,
        graphql_listing,
    )
    from aigov_connectors._http.guard import ReadDeclaration, ReadPost
    from aigov_connectors._http.limits import PathLimit, Rate, RateLimits
    from aigov_connectors._http.listing import Document, Listing, Page
    from aigov_connectors._http.login import LoginAuth
    from aigov_connectors._http.named_cursors import NamedCursor
    from aigov_connectors._http.network import (
        KEY_PASSWORD,
        ClientCertificate,
        NetworkOptions,
        Transport,
        is_loopback,
        parse_base_url,
    )
    from aigov_connectors._http.numbered import Forward, ForwardOnly, Numbered
    from aigov_connectors._http.offsets import Offset
    from aigov_connectors._http.paging import PagingStyle, Params, Unpaged
    from aigov_connectors._http.read import Read
    from aigov_connectors._http.retry import RETRIED_STATUSES, RetryPolicy
    from aigov_connectors._http.status import ErrorRule, ErrorTable
else:  # see `lazily`: what stands just above is loaded when it is first asked for
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "auth": "Auth AuthByPath ClientCredentialsAuth RefreshTokenAuth StaticHeaderAuth"
            " StaticHeadersAuth",
            "bodied": "IdRanges NextByPost",
            "bodies": "keys_only",
            "by_id": "AfterId OlderThan",
            "client": "HttpClient open_client",
            "counted": "Counted",
            "cursors": "Cursor",
            "declared": "heard_posts hearing_posts",
            "decode": "ANYWHERE",
            "graphql": "GraphQLAsk GraphQLDocument GraphQLReads Relay graphql_listing",
            "guard": "ReadDeclaration ReadPost",
            "limits": "PathLimit Rate RateLimits",
            "listing": "Document Listing Page",
            "login": "LoginAuth",
            "named_cursors": "NamedCursor",
            "network": "KEY_PASSWORD ClientCertificate NetworkOptions Transport is_loopback"
            " parse_base_url",
            "numbered": "Forward ForwardOnly Numbered",
            "offsets": "Offset",
            "paging": "PagingStyle Params Unpaged",
            "read": "Read",
            "retry": "RETRIED_STATUSES RetryPolicy",
            "status": "ErrorRule ErrorTable",
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
    "heard_posts",
    "hearing_posts",
    "is_loopback",
    "keys_only",
    "open_client",
    "parse_base_url",
]
