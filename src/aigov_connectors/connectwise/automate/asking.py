"""How ConnectWise Automate is asked: the connection, what all lists have in common, and patching.

The names of parameters on the wire are flat (`page`, `condition`); the `options.` before them in
the vendor's description is the server's own view.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import urlsplit

from pydantic import SecretStr

from aigov_connectors._http import (
    Listing,
    NetworkOptions,
    Numbered,
    RateLimits,
    Read,
    RetryPolicy,
    Transport,
    open_client,
)
from aigov_connectors.clock import Clock
from aigov_connectors.connectwise.automate.api import (
    DECLARATION,
    ERRORS,
    LIMITS,
    PAGE_SIZE,
    ROOT,
    VENDOR,
)
from aigov_connectors.connectwise.automate.auth import login
from aigov_connectors.connectwise.automate.wire import (
    ApprovalPolicyWire,
    PatchGroupWire,
    PatchHistoryWire,
    RebootPolicyWire,
    ThirdPartyPolicyWire,
    UpdatePolicyWire,
)

__all__ = ["Asking"]

Row = TypeVar("Row")

_PATCHES = "PatchManagerRead"


class Asking:
    """One open connection to one server; `ConnectWiseAutomateClient` names the other reads."""

    def __init__(
        self,
        base_url: str,
        *,
        username: SecretStr,
        password: SecretStr,
        client_id: SecretStr,
        passcode: SecretStr | None = None,
        connection: str = VENDOR,
        network: NetworkOptions | None = None,
        retry: RetryPolicy | None = None,
        limits: RateLimits = LIMITS,
        limit_factor: float = 1.0,
        transport: Transport | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Nothing is sent before the first read, which logs in.

        Args:
            base_url: the server's address, such as `https://acme.hostedrmm.com`; a path is ignored.
            passcode: the code of a second factor, for a person who tries it out once.
            connection: names the connection in log events.
            limits: what the server bears, where it is not the usual.
            limit_factor: multiplies the limits: for a raised limit, or a simulator.
            transport: replaces the network only; guard, retry and budget stay on.

        Raises:
            ConfigurationError: the base URL or a secret cannot be used.
        """
        self.limits: RateLimits = limits if limit_factor == 1.0 else limits.scaled(limit_factor)
        """What the server is believed to bear."""
        parts = urlsplit(base_url)
        self.tenant_id: str = (parts.hostname or "").casefold()
        """The server's host name: one server is one MSP."""
        self._http = open_client(
            vendor=VENDOR,
            connection=connection,
            tenant_id=self.tenant_id,
            base_url=f"{parts.scheme}://{parts.netloc}{ROOT}",
            auth=login(username, password, client_id, passcode),
            declaration=DECLARATION,
            limits=self.limits,
            errors=ERRORS,
            network=network,
            retry=retry,
            transport=transport,
            clock=clock,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Stop what is under way and close the connections."""
        await self._http.aclose()

    # Patching ----------------------------------------------------------------------------------

    def approval_policies(self) -> Read[ApprovalPolicyWire]:
        """Which patches are approved by themselves; keys that nobody knows are kept.

        One request per 500. Source: Automate API v1, GET /ApprovalPolicies (verified).
        """
        return self._list_of(
            "approval_policies", "/v1/ApprovalPolicies", ApprovalPolicyWire, needs=_PATCHES
        )

    def microsoft_update_policies(self) -> Read[UpdatePolicyWire]:
        """When the vendor's updates install, and whether in office hours. One request per 500.

        Source: Automate API v1, GET /MicrosoftUpdatePolicies (verified).
        """
        return self._list_of(
            "microsoft_update_policies",
            "/v1/MicrosoftUpdatePolicies",
            UpdatePolicyWire,
            include="PolicyId,PolicyName,WorkstationOptions",
            order="PolicyId",
            needs=_PATCHES,
        )

    def third_party_update_policies(self) -> Read[ThirdPartyPolicyWire]:
        """When updates of other programs install. One request per 500.

        Source: Automate API v1, GET /ThirdPartyUpdatePolicies (verified).
        """
        return self._list_of(
            "third_party_update_policies",
            "/v1/ThirdPartyUpdatePolicies",
            ThirdPartyPolicyWire,
            include="Id,Name,DaytimePatching",
            needs=_PATCHES,
        )

    def reboot_policies(self) -> Read[RebootPolicyWire]:
        """What follows an installation: which kind of restart. One request per 500.

        Source: Automate API v1, GET /RebootPolicies (verified; the rows: unsure).
        """
        return self._list_of(
            "reboot_policies", "/v1/RebootPolicies", RebootPolicyWire, needs=_PATCHES
        )

    def group_patching_policies(self) -> Read[PatchGroupWire]:
        """Which policies the computers of a group have. One request per 500.

        Source: Automate API v1, GET /GroupPatchingPolicies (verified).
        """
        return self._list_of(
            "group_patching_policies",
            "/v1/GroupPatchingPolicies",
            PatchGroupWire,
            order="GroupId",
            needs=_PATCHES,
        )

    def patch_history(self, *, since: datetime) -> Read[PatchHistoryWire]:
        """What was installed and removed since an (aware) moment; rows have no id.

        One request per 500. Source: Automate API v1, GET /PatchHistory (verified).
        """
        moment = f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        return self._list_of(
            "patch_history",
            "/v1/PatchHistory",
            PatchHistoryWire,
            include="ActionDate,ComputerId,OperationCode,ResultCode,PatchHistoryClient,UpdateId",
            condition=f"ActionDate > {moment}",
            order="ActionDate",
            key=("update_id", "computer_id", "action_date", "operation"),
            row_id="computer_id",
            needs=_PATCHES,
        )

    # All lists ---------------------------------------------------------------------------------

    def _list_of(
        self,
        resource: str,
        path: str,
        row: type[Row],
        *,
        ids: Mapping[str, str] | None = None,
        include: str | None = None,
        exclude: str | None = None,
        condition: str | None = None,
        order: str = "Id",
        key: str | tuple[str, ...] = "id",
        row_id: str = "id",
        needs: str | None = None,
    ) -> Read[Row]:
        return self._http.read(
            Listing(
                resource=resource,
                path=path,
                row=row,
                # A body of nothing is an empty list; a web page is a firewall's.
                paging=Numbered(size=PAGE_SIZE, id=row_id, silence_is_empty=True),
                ids=ids or {},
                params={
                    "includeFields": include,
                    "excludeFields": exclude,
                    "condition": condition,
                    "orderBy": f"{order} asc",
                },
                key=key,
                needs=needs,
            )
        )
