"""What can be asked of a console besides tenancy, policies and detections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from aigov_connectors._http import Cursor, Document, HttpClient, Listing, Read, Unpaged
from aigov_connectors.sentinelone.wire_automation import (
    ActivityTypeWire,
    ActivityWire,
    ConfigOverrideWire,
    CustomRuleWire,
    ExclusionWire,
    GuardrailWire,
    HolderWire,
    LibraryRuleWire,
    NetworkDiscoveryWire,
    PendingExecutionWire,
    RemoteScriptWire,
    RoleRowWire,
    UpgradePoliciesWire,
)
from aigov_connectors.wire import WireRecord

API = "/web/api/v2.1"
PAGE_SIZE = 1000  # vendor maximum; more is answered with 400

Row = TypeVar("Row", bound=WireRecord)


class AutomationReads:
    """Custom rules, exclusions, overrides, scripts, upgrades, discovery, audit log and people.

    Part of `SentinelOneClient`, whose docstring tells what every method may raise. A module that
    is not licensed is refused like one that the role may not see (`PermissionDeniedError`).
    """

    _http: HttpClient

    # Rules and exclusions --------------------------------------------------------------------

    def custom_rules(
        self,
        *,
        site_ids: Sequence[str] = (),
        group_ids: Sequence[str] = (),
        page_size: int = PAGE_SIZE,
    ) -> Read[CustomRuleWire]:
        """Custom detection rules (STAR) of the caller's own scope, or of the named scopes.

        One request per 1000, at 30 a minute. A caller is promised only the rules of its own
        highest scope: what does not come may exist all the same.

        Source: API 2.1, GET /cloud-detection/rules (verified, the trap too).
        """
        return self._automation(
            "custom_rules",
            "/cloud-detection/rules",
            CustomRuleWire,
            size=page_size,
            needs="STAR Custom Rules: View",
            siteIds=_joined(site_ids),
            groupIds=_joined(group_ids),
        )

    def library_rules(self, *, page_size: int = PAGE_SIZE) -> Read[LibraryRuleWire]:
        """Rules that the vendor manages, as they stand for the caller's scope.

        One request per 1000, at 30 a minute. An older console has none and answers 404.

        Source: GET /detection-library/platform-rules, in a client typed from the vendor's
        description of 2026 (reported); that its pages are those of the other lists is assumed
        (unsure), and another shape is an error.
        """
        return self._automation(
            "detection_library",
            "/detection-library/platform-rules",
            LibraryRuleWire,
            size=page_size,
            needs="Detection Library: View",
        )

    def exclusions(self, *, page_size: int = PAGE_SIZE) -> Read[ExclusionWire]:
        """Every exclusion of the caller's scope, of those above it and of those below it.

        One request per 1000.

        Source: API 2.1, GET /exclusions (verified).
        """
        return self._automation(
            "exclusions",
            "/exclusions",
            ExclusionWire,
            size=page_size,
            needs="Exclusions: View",
            includeChildren=True,
            includeParents=True,
        )

    def config_overrides(self, *, page_size: int = PAGE_SIZE) -> Read[ConfigOverrideWire]:
        """Every override of the agents' configuration that the caller is shown.

        One request per 1000. Whether overrides of scopes above the caller's own are among them is
        not documented.

        Source: API 2.1, GET /config-override (verified; the name of the right is unsure).
        """
        return self._automation(
            "config_overrides",
            "/config-override",
            ConfigOverrideWire,
            size=page_size,
            needs="Config Overrides: View",
        )

    # Scripts ---------------------------------------------------------------------------------

    def remote_scripts(self, *, page_size: int = PAGE_SIZE) -> Read[RemoteScriptWire]:
        """Every script of the library, the vendor's own too. One request per 1000.

        Source: API 2.1, GET /remote-scripts (verified).
        """
        return self._automation(
            "remote_scripts",
            "/remote-scripts",
            RemoteScriptWire,
            size=page_size,
            needs="RemoteOps: View scripts",
        )

    async def guardrail(self, level: str, scope_id: str) -> Document[GuardrailWire]:
        """When a second person must approve a run in a scope. One request, at one a second.

        What ran (`/remote-scripts/status`) is not read: it is asked for by the id of a parent task,
        and nothing that a reader sees tells such ids.

        Source: API 2.1, GET /remote-scripts/guardrails/configuration (verified; that a group may
        be asked like an account or a site is unsure).
        """
        return await self._http.document(
            f"{API}/remote-scripts/guardrails/configuration",
            params={"scopeLevel": level, "scopeId": scope_id},
            model=GuardrailWire,
            at=("data",),
            needs="RemoteOps: View guardrails",
        )

    def pending_executions(self, *, page_size: int = PAGE_SIZE) -> Read[PendingExecutionWire]:
        """Every run that needed a second person, answered or not. One request per 1000.

        Source: API 2.1, GET /remote-scripts/pending-executions (verified).
        """
        return self._automation(
            "pending_executions",
            "/remote-scripts/pending-executions",
            PendingExecutionWire,
            size=page_size,
            needs="RemoteOps: View pending executions",
            key="pending_execution_id",
        )

    # Upgrades and network discovery ----------------------------------------------------------

    async def upgrade_policies(
        self, level: str, scope_id: str, system: str
    ) -> Document[UpgradePoliciesWire]:
        """Upgrade policies of a scope for `linux`, `macos` or `windows`. One request.

        Source: API 2.1, GET /upgrade-policy/policies (verified; it states no largest page).
        """
        return await self._http.document(
            f"{API}/upgrade-policy/policies",
            params={
                "scopeLevel": level,
                "scopeId": scope_id,
                "osType": system,
                "limit": PAGE_SIZE,
                "skip": 0,
                "sortBy": "priority",
                "sortOrder": "asc",
            },
            model=UpgradePoliciesWire,
            needs="Upgrade Policy: View",
        )

    async def network_discovery(self, account_id: str) -> Document[NetworkDiscoveryWire]:
        """Settings of network discovery of an account. One request.

        Source: API 2.1, GET /ranger/settings (verified).
        """
        return await self._http.document(
            f"{API}/ranger/settings",
            params={"accountIds": account_id},
            model=NetworkDiscoveryWire,
            at=("data",),
            needs="Network Discovery: View",
        )

    # Audit log -------------------------------------------------------------------------------

    def activity_types(self) -> Read[ActivityTypeWire]:
        """Every kind of activity that the console knows, with its template. One request.

        Source: API 2.1, GET /activities/types (verified; it is not paged).
        """
        return self._http.read(
            Listing(
                resource="activity_types",
                path=f"{API}/activities/types",
                row=ActivityTypeWire,
                paging=Unpaged(),
                rows_at=("data",),
                needs="Activity: View",
            )
        )

    def activities(
        self,
        *,
        created_since: datetime | None = None,
        types: Sequence[str] = (),
        page_size: int = PAGE_SIZE,
    ) -> Read[ActivityWire]:
        """Lines of the audit log, all or of some kinds, since an aware time.

        One request per 1000.

        Source: API 2.1, GET /activities (verified).
        """
        since = None
        if created_since is not None:
            since = created_since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return self._automation(
            "activities",
            "/activities",
            ActivityWire,
            size=page_size,
            needs="Activity: View",
            createdAt__gte=since,
            activityTypes=_joined(types),
        )

    # People ----------------------------------------------------------------------------------

    def all_roles(self, *, page_size: int = PAGE_SIZE) -> Read[RoleRowWire]:
        """Every role of the console; what it grants tells `role`. One request per 1000.

        Source: API 2.1, GET /rbac/roles (verified).
        """
        return self._automation(
            "approver_roles", "/rbac/roles", RoleRowWire, size=page_size, needs="Roles: View"
        )

    def users(self, *, page_size: int = PAGE_SIZE) -> Read[HolderWire]:
        """Every user of the console with the roles held; no name and no address.

        One request per 1000.

        Source: API 2.1, GET /users (verified).
        """
        return self._automation("users", "/users", HolderWire, size=page_size, needs="Users: View")

    def service_users(self, *, page_size: int = PAGE_SIZE) -> Read[HolderWire]:
        """Every service user with the roles held. One request per 1000.

        Source: API 2.1, GET /service-users (verified).
        """
        return self._automation(
            "service_users",
            "/service-users",
            HolderWire,
            size=page_size,
            needs="Service Users: View",
        )

    # -----------------------------------------------------------------------------------------

    def _automation(
        self,
        resource: str,
        path: str,
        row: type[Row],
        *,
        size: int,
        needs: str,
        key: str = "id",
        **params: Any,
    ) -> Read[Row]:
        return self._http.read(
            Listing(
                resource=resource,
                path=f"{API}{path}",
                row=row,
                paging=Cursor(size=min(size, PAGE_SIZE)),
                params=params,
                rows_at=("data",),
                key=key,
                needs=needs,
            )
        )


def _joined(words: Sequence[str]) -> str | None:
    """Join values as the API wants them: `1,2`, one parameter and not one each."""
    return ",".join(words) or None
