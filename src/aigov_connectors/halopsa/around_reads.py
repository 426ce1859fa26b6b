"""The reads around the desk: groups, sites, assets, look-ups, roles, boards and the audit."""

from __future__ import annotations

from aigov_connectors._http import Read
from aigov_connectors.halopsa.api import PAGE_SIZE
from aigov_connectors.halopsa.wire import (
    ApprovalRuleWire,
    AssetWire,
    AuditWire,
    CategoryWire,
    NamedWire,
    SiteWire,
)
from aigov_connectors.halopsa.work_reads import WorkReads

__all__ = ["AroundReads"]

_CUSTOMERS = "read:customers, and access to customers in the agent's role"
_ASSETS = "read:assets, and access to assets in the agent's role"


class AroundReads(WorkReads):
    """One method per noun."""

    def top_levels(self) -> Read[NamedWire]:
        """Every group of clients by id and name. One request.

        Source: HaloPSA API v2, GET /TopLevel (verified); where its list stands (unsure).
        """
        return self._rows("top_levels", "/TopLevel", NamedWire, needs=_CUSTOMERS)

    def sites(self, *, page_size: int = PAGE_SIZE) -> Read[SiteWire]:
        """Every site and whose it is; no address. One request per 100, by id.

        Source: HaloPSA API v2, GET /Site (verified).
        """
        return self._pages(
            "sites", "/Site", SiteWire, rows_at="sites", page_size=page_size, needs=_CUSTOMERS
        )

    def assets(self, *, page_size: int = PAGE_SIZE) -> Read[AssetWire]:
        """Every asset and whose it is; no name. One request per 100, by id.

        Source: HaloPSA API v2, GET /Asset (verified).
        """
        return self._pages(
            "assets", "/Asset", AssetWire, rows_at="assets", page_size=page_size, needs=_ASSETS
        )

    def categories(self) -> Read[CategoryWire]:
        """Every category of the first kind; levels are split by `>`. One request.

        Source: HaloPSA API v2, GET /Category (verified).
        """
        return self._rows("categories", "/Category", CategoryWire, params={"type_id": 1})

    def templates(self) -> Read[NamedWire]:
        """Every ticket template by id and name. One request.

        Source: HaloPSA API v2, GET /Template (verified).
        """
        return self._rows("templates", "/Template", NamedWire)

    def roles(self) -> Read[NamedWire]:
        """Every role by its id, which is a UUID, and name. One request.

        Source: HaloPSA API v2, GET /Roles (verified); what the levels of its claims mean (unsure).
        """
        return self._rows("roles", "/Roles", NamedWire, params={"isconfig": True})

    def change_boards(self) -> Read[NamedWire]:
        """Every change advisory board by id and name; no members. One request.

        Source: HaloPSA API v2, GET /CAB (verified).
        """
        return self._rows("change_boards", "/CAB", NamedWire)

    def approval_rules(self, process: int, step: int) -> Read[ApprovalRuleWire]:
        """Which rules choose the approver of a step; no person. One request.

        Source: HaloPSA API v2, GET /ApprovalProcessRule (verified).
        """
        params = {"process_id": process, "step_id": step}
        path = "/ApprovalProcessRule"
        return self._rows("approval_rules", path, ApprovalRuleWire, params=params)

    def audit(self) -> Read[AuditWire]:
        """Changes of fields, of tickets and of the configuration; no value. One request.

        How many rows come, and whether the list can be filtered, is not documented.

        Source: HaloPSA API v2, GET /Audit (verified); its extent (unsure).
        """
        return self._rows("audit", "/Audit", AuditWire)
