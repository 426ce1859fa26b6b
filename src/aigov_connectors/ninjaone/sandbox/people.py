"""Technicians, end users and their roles; people are numbers, addresses end in `.example`."""

import json
from collections.abc import Mapping
from typing import Any

from aigov_connectors.ninjaone.sandbox.paging import BadQueryError
from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.world import World

_TECHNICIANS = 9
_END_USERS = 14
_ROLES = ("System Administrator", "Service desk", "Read only")


class People:
    """The lists of people."""

    def __init__(self, world: World) -> None:
        self._world = world

    def users(self, query: Mapping[str, str]) -> bytes:
        """Return the body of `GET /v2/users`."""
        kind = query.get("userType", "")
        if kind not in ("", "TECHNICIAN", "END_USER"):
            raise BadQueryError("Invalid value for parameter 'userType'")
        rows = [self._user(number) for number in range(1, _TECHNICIANS + _END_USERS + 1)]
        chosen = [row for row in rows if kind in ("", row["userType"])]
        if query.get("includeRoles") != "true":
            for row in chosen:
                row.pop("roles", None)
        return json.dumps(chosen).encode()

    def technicians(self) -> bytes:
        """Return the body of `GET /v2/user/technicians`."""
        rows = []
        for number in range(1, _TECHNICIANS + 1):
            row = self._user(number)
            row.pop("permitAllClients")
            rows.append(row | {"scimUser": number % 3 == 0, "authType": "NATIVE"})
        return json.dumps(rows).encode()

    def roles(self, query: Mapping[str, str]) -> bytes:
        """Return the body of `GET /v2/user/roles`."""
        kind = query.get("roleType", "")
        if kind not in ("", "TECHNICIAN", "END_USER"):
            raise BadQueryError("Invalid value for parameter 'roleType'")
        rows = [
            {
                "id": 10 + place,
                "name": name,
                "type": "TECHNICIAN",
                "description": "",
                "members": [
                    {
                        "id": number,
                        "email": f"technician{number:02d}@northwind-ridge.example",
                        "name": f"Technician {number:02d}",
                        "source": "MANUAL",
                    }
                    for number in range(1, _TECHNICIANS + 1)
                    if number % len(_ROLES) == place
                ],
            }
            for place, name in enumerate(_ROLES)
        ]
        return json.dumps(rows if kind != "END_USER" else []).encode()

    def _user(self, number: int) -> dict[str, Any]:
        technician = number <= _TECHNICIANS
        name = f"{'technician' if technician else 'user'}{number:02d}"
        row: dict[str, Any] = {
            "id": number,
            "uid": uuid_text(self._world.seed, 96, number),
            "firstName": "Technician" if technician else "User",
            "lastName": f"{number:02d}",
            "email": f"{name}@northwind-ridge.example",
            "enabled": number != 6,
            "administrator": technician and number % 3 == 0,
            "permitAllClients": technician,
            "notifyAllClients": False,
            "mustChangePw": False,
            "mfaConfigured": number != 5,
            "userType": "TECHNICIAN" if technician else "END_USER",
            "invitationStatus": "REGISTERED" if number % 5 else "PENDING",
        }
        if technician:
            row["roles"] = [_ROLES[number % len(_ROLES)]]
        else:
            row["organizationId"] = number
        return row
