"""Users, service users and roles as rows; people are numbers, addresses end in `.example`."""

import json
from typing import Any

from aigov_connectors.sandbox.times import DAY, iso
from aigov_connectors.sentinelone.sandbox.access import CALLERS, ROLES, Access
from aigov_connectors.sentinelone.sandbox.names import Console, console_id
from aigov_connectors.sentinelone.sandbox.paging import Filter, Listing

_USERS = 9


class People:
    """The lists of users, service users and roles."""

    def __init__(self, console: Console, access: Access) -> None:
        self._console = console
        self._access = access
        self._end = console.world.end

    def users(self) -> Listing:
        """Return the list of console users."""
        return Listing(
            size=_USERS,
            columns={
                "id": lambda n: console_id(6, n),
                "email": self._email,
                "fullName": lambda n: f"Technician {n:02d}",
                "source": lambda n: "sso_saml" if n % 3 else "mgmt",
            },
            render=lambda n: json.dumps(self._user(n)),
            filters={
                "ids": Filter("id", "in"),
                "email": Filter("email", "is"),
                "query": Filter("fullName", "contains"),
                "source": Filter("source", "is"),
            },
            sorts=frozenset({"email", "fullName"}),
        )

    def service_users(self) -> Listing:
        """Return the list of service users: the owners of the console's tokens."""
        return Listing(
            size=len(CALLERS),
            columns={"id": lambda n: console_id(7, n), "name": lambda n: CALLERS[n].kind},
            render=lambda n: json.dumps(self._service_user(n)),
            filters={"ids": Filter("id", "in"), "query": Filter("name", "contains")},
            sorts=frozenset({"name"}),
        )

    def roles(self) -> Listing:
        """Return the list of roles."""
        return Listing(
            size=len(ROLES),
            columns={
                "id": lambda n: console_id(5, n),
                "name": lambda n: ROLES[n][0],
                "predefinedRole": lambda n: ROLES[n][1],
            },
            render=lambda n: json.dumps(self._access.role_row(n)),
            filters={
                "ids": Filter("id", "in"),
                "name": Filter("name", "is"),
                "query": Filter("name", "contains"),
                "predefinedRole": Filter("predefinedRole", "flag"),
            },
            sorts=frozenset({"name"}),
            end=None,
        )

    @staticmethod
    def _email(n: int) -> str:
        return f"technician{n:02d}@northwind-ridge.example"

    def _user(self, n: int) -> dict[str, Any]:
        role = n % (len(ROLES) - 1)
        account = self._console.accounts[0]
        return {
            "id": console_id(6, n),
            "email": self._email(n),
            "fullName": f"Technician {n:02d}",
            "scope": "account",
            "scopeRoles": [
                {
                    "id": account.id,
                    "name": account.name,
                    "accountName": account.name,
                    "roleId": console_id(5, role),
                    "roleName": ROLES[role][0],
                    "roles": [ROLES[role][0]],
                }
            ],
            "siteRoles": [],
            "tenantRoles": [],
            "lowestRole": ROLES[role][0],
            "apiToken": None
            if n % 4
            else {
                "createdAt": iso(self._end - 20 * DAY),
                "expiresAt": iso(self._end + 10 * DAY),
            },
            "source": "sso_saml" if n % 3 else "mgmt",
            "isSystem": False,
            "canGenerateApiToken": n % 4 == 0,
            "allowRemoteShell": False,
            "twoFaEnabled": n != 5,
            "twoFaEnabledReadOnly": False,
            "twoFaStatus": "configured" if n != 5 else "not_configured",
            "twoFaConfigured": n != 5,
            "primaryTwoFaMethod": "application",
            "emailVerified": True,
            "emailReadOnly": True,
            "fullNameReadOnly": False,
            "groupsReadOnly": False,
            "agreedEula": True,
            "agreementUrl": None,
            "dateJoined": iso(self._end - (300 + n) * DAY),
            "firstLogin": iso(self._end - (299 + n) * DAY, digits=0),
            "lastLogin": None if n == 7 else iso(self._end - n * DAY),
        }

    def _service_user(self, n: int) -> dict[str, Any]:
        user = self._access.user(CALLERS[n])
        return {
            "id": user["id"],
            "name": CALLERS[n].kind,
            "description": None,
            "scope": user["scope"],
            "scopeRoles": [
                {**row, "roles": [*row["roles"], *row["roles"]]} for row in user["scopeRoles"]
            ],
            "apiToken": user["apiToken"],
            "createdAt": iso(self._end - 60 * DAY),
            "createdBy": {"id": console_id(6, 2), "name": "Technician 02"},
            "updatedAt": iso(self._end - 60 * DAY),
            "updatedBy": None,
            "lastActivation": iso(self._end - DAY, digits=0),
        }
