"""The reads of ConnectWise PSA's REST API, one method per noun, usable without the rest.

Costs are in requests. `fields` leaves out what nobody needs: texts of clients, names of people,
and every column that may hold a password. Times are UTC.
"""

from __future__ import annotations

from aigov_connectors.connectwise.psa.desk_reads import DeskReads
from aigov_connectors.connectwise.psa.program_reads import ProgramReads
from aigov_connectors.connectwise.psa.rule_reads import RuleReads
from aigov_connectors.connectwise.psa.tenant_reads import TenantReads
from aigov_connectors.connectwise.psa.work_reads import WorkReads

__all__ = ["ConnectWisePSAClient"]


class ConnectWisePSAClient(TenantReads, DeskReads, RuleReads, ProgramReads, WorkReads):
    """Reads one ConnectWise PSA tenant; use it with `async with`.

    Example: `async with ConnectWisePSAClient(REGIONS["eu"], company_id=..., ...) as psa` and then
    `async for ticket in psa.tickets(since=...)`.
    """
