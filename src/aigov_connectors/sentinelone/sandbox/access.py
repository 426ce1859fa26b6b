"""Who asks: the console's tokens, what each may see, and what the console says of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from aigov_connectors.sandbox.times import DAY, iso
from aigov_connectors.sandbox.world import SECRET_MARK
from aigov_connectors.sentinelone.sandbox.names import Console, console_id

SITE_OF_SITE_VIEWER = "Lakeside Clinic"


@dataclass(frozen=True, slots=True)
class Caller:
    """A token and its rights."""

    kind: str
    role: str
    scope: str = "account"
    expired: bool = False
    sees_roles: bool = True

    @property
    def can_write(self) -> bool:
        """Whether the role holds more than viewing."""
        return self.role == "Admin"


CALLERS: tuple[Caller, ...] = (
    Caller("account-viewer", "Viewer"),
    Caller("site-viewer", "Viewer", scope="site"),
    Caller("account-admin", "Admin"),
    Caller("expired", "Viewer", expired=True),
    Caller("no-rbac", "Endpoint reader", sees_roles=False),
)
ROLES: tuple[tuple[str, bool], ...] = (
    ("Admin", True),
    ("Viewer", True),
    ("SOC", True),
    ("IR Team", True),
    ("IT", True),
    ("C-Level", True),
    ("Endpoint reader", False),
)
"""Name and whether the vendor ships it; a role's id is `console_id(5, position)`."""

_PAGES: tuple[tuple[str, str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "endpoints",
        "Endpoints",
        (("view", "View", "view"), ("decommission", "Decommission", "action")),
    ),
    ("threats", "Threats", (("view", "View", "view"), ("mitigate", "Mitigate", "action"))),
    ("policy", "Policy", (("view", "View", "view"), ("edit", "Edit", "edit"))),
    ("groups", "Groups", (("view", "View", "view"), ("create", "Create", "edit"))),
    ("sites", "Sites", (("view", "View", "view"), ("edit", "Edit", "edit"))),
    ("activity", "Activity", (("view", "View", "view"),)),
    ("users", "Users", (("view", "View", "view"), ("manage", "Manage", "edit"))),
    ("roles", "Roles", (("view", "View", "view"), ("manage", "Manage", "edit"))),
    ("remoteOps", "RemoteOps", (("view", "View", "view"), ("run", "Run scripts", "action"))),
    ("remoteShell", "Remote Shell", (("open", "Open", "action"),)),
)


class Access:
    """Recognizes tokens and describes their owners."""

    def __init__(self, console: Console) -> None:
        self._console = console
        seed = console.world.seed
        self.tokens: Mapping[str, str] = {
            caller.kind: f"{SECRET_MARK}-{caller.kind}-{seed:04d}" for caller in CALLERS
        }
        self._owners = {self.tokens[caller.kind]: caller for caller in CALLERS}
        self._dead: set[str] = set()

    def caller(self, authorization: str) -> Caller | None:
        """Return who sent an Authorization header; None for a header that proves nothing."""
        scheme, _, token = authorization.partition(" ")
        return self._owners.get(token) if scheme == "ApiToken" and token not in self._dead else None

    def kill(self, authorization: str) -> None:
        """Let a token end now, for good."""
        self._dead.add(authorization.partition(" ")[2])

    @cached_property
    def _site(self) -> str:
        client = self._console.world.client_named(SITE_OF_SITE_VIEWER)
        return self._console.site_of_client[client.index].id

    def sites(self, caller: Caller) -> frozenset[str] | None:
        """Return the sites that a caller sees; None is all."""
        return frozenset({self._site}) if caller.scope == "site" else None

    def user(self, caller: Caller) -> dict[str, Any]:
        """Return `GET /user` for a caller."""
        position = CALLERS.index(caller)
        end = self._console.world.end
        return {
            "id": console_id(7, position),
            "email": f"{caller.kind}@northwind-ridge.example",
            "fullName": f"Service {caller.kind}",
            "scope": caller.scope,
            "scopeRoles": self._scope_roles(caller),
            "siteRoles": [],
            "tenantRoles": [],
            "lowestRole": caller.role,
            "apiToken": {
                "createdAt": iso(end - 60 * DAY),
                "expiresAt": iso(end + (-3 if caller.expired else 120) * DAY),
            },
            "source": "mgmt",
            "isSystem": False,
            "canGenerateApiToken": False,
            "allowRemoteShell": False,
            "twoFaEnabled": True,
            "twoFaStatus": "not_configured",
            "twoFaConfigured": False,
            "primaryTwoFaMethod": None,
            "emailVerified": True,
            "agreedEula": True,
            "agreementUrl": None,
            "isExternalLoginUser": False,
            "elevatedSessionDurationMinutes": None,
            "dateJoined": iso(end - 60 * DAY),
            "firstLogin": None,
            "lastLogin": None,
        }

    def _scope_roles(self, caller: Caller) -> list[dict[str, Any]]:
        role_id = console_id(5, [name for name, _ in ROLES].index(caller.role))
        predefined = dict(ROLES)[caller.role]
        places = (
            [(site.account.name, site.name, site.id) for site in self._console.sites]
            if caller.scope == "site"
            else [(account.name, account.name, account.id) for account in self._console.accounts]
        )
        return [
            {
                "id": id_,
                "name": name,
                "accountName": account,
                "roleId": role_id,
                "roleName": caller.role if predefined else None,
                "roles": [caller.role],
            }
            for account, name, id_ in places
            if caller.scope != "site" or id_ == self._site
        ]

    def role(self, position: int) -> dict[str, Any]:
        """Return `GET /rbac/role/{id}` for the role at a position of `ROLES`."""
        name, predefined = ROLES[position]
        return {
            **self.role_row(position),
            "pages": [
                {
                    "identifier": page,
                    "name": title,
                    "permissions": [
                        {
                            "identifier": f"{title.replace(' ', '')}.{word}",
                            "title": label,
                            "description": f"{label} {title}",
                            "additionalDescription": None,
                            "type": kind,
                            "value": self._grants(name, page, kind, predefined=predefined),
                            "groupName": "Basic" if kind == "view" else "Actions",
                            "dependsOn": [] if kind == "view" else [f"{title}.view"],
                            "disabledReason": None,
                            "disabledReasonCode": None,
                        }
                        for word, label, kind in permissions
                    ],
                }
                for page, title, permissions in _PAGES
            ],
        }

    def role_row(self, position: int) -> dict[str, Any]:
        """Return the row of `GET /rbac/roles` for the role at a position of `ROLES`."""
        name, predefined = ROLES[position]
        end = self._console.world.end
        account = self._console.accounts[0]
        return {
            "id": console_id(5, position),
            "name": name,
            "description": "Predefined role" if predefined else None,
            "predefinedRole": predefined,
            "scope": "tenant" if predefined else "account",
            "scopeId": None if predefined else account.id,
            "accountName": None if predefined else account.name,
            "siteName": None,
            "usersInRoles": 1 + position,
            "creator": None if predefined else "Technician 02",
            "creatorId": None if predefined else console_id(6, 2),
            "updatedBy": None,
            "updatedById": None,
            "createdAt": iso(end - 500 * DAY),
            "updatedAt": iso(end - 500 * DAY, digits=0),
        }

    @staticmethod
    def _grants(role: str, page: str, kind: str, *, predefined: bool) -> bool:
        if role == "Admin":
            return True
        if kind != "view":
            return role in ("SOC", "IR Team") and page == "threats"
        return predefined or page in ("endpoints", "threats", "policy", "groups", "sites")
