"""The reads of the tenant itself: whose keys, which rights, which companies are served."""

from __future__ import annotations

from aigov_connectors._http import (
    Document,
    ForwardOnly,
    Read,
)
from aigov_connectors.connectwise.psa.api import FORWARD, PAGE_SIZE
from aigov_connectors.connectwise.psa.asking import Asking
from aigov_connectors.connectwise.psa.wire import (
    AgreementWire,
    CompanyInfoWire,
    CompanyStatusWire,
    CompanyWire,
    InfoWire,
    NamedWire,
    SecurityWire,
    SiteWire,
)

__all__ = ["TenantReads"]

_COMPANIES = "Inquire = All on Companies > Company Maintenance"


class TenantReads(Asking):
    """Who is served, and what the caller may do, one method per noun."""

    async def company_info(self) -> Document[CompanyInfoWire | None]:
        """What the host knows of the company id, without signing in; None if it knows none.

        One request.

        Source: KerkhoffTechnologies/django-connectwise, `api.py` (verified).
        """
        return await self._login.document(
            "/login/companyinfo/{company_id}",
            model=CompanyInfoWire | None,  # type: ignore[arg-type]
            ids={"company_id": self.tenant_id},
        )

    async def info(self) -> Document[InfoWire]:
        """The server's version; some servers answer it without keys. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/info (verified).
        """
        return await self._http.document("/system/info", model=InfoWire)

    def my_security(self) -> Read[SecurityWire]:
        """What the caller's role may do, function by function. One request.

        Raises:
            NotFoundError: the keys are wrong (cloud), or the server is too old for it.

        Source: ConnectWise PSA API 2025.1, GET /system/mySecurity (verified).
        """
        return self._list_of("my_security", "/system/mySecurity", SecurityWire)

    def companies(
        self, *, statuses: tuple[str, ...] = (), page_size: int = PAGE_SIZE
    ) -> Read[CompanyWire]:
        """Every company that is not deleted; one request per 1000, by id.

        Args:
            statuses: names of statuses, such as `Active`; empty means all.

        Source: ConnectWise PSA API 2025.1, GET /company/companies (verified).
        """
        return self._list_of(
            "companies",
            "/company/companies",
            CompanyWire,
            paging=ForwardOnly(size=page_size, forward=FORWARD),
            fields="id,identifier,name,status/id,status/name,types,market/name,country/name"
            ",isVendorFlag,leadFlag,deletedFlag",
            conditions=company_conditions(statuses),
            needs=_COMPANIES,
        )

    async def count_companies(
        self, *, statuses: tuple[str, ...] = (), clients_only: bool = False
    ) -> int | None:
        """How many companies `companies` would give; one request.

        Args:
            statuses: as for `companies`.
            clients_only: leaves out those that are marked as vendors or prospects; a server that
                takes an unset mark for none of both counts fewer.
        """
        wanted = company_conditions(statuses)
        if clients_only:
            wanted += " and isVendorFlag=false and leadFlag=false"
        return await self._count("/company/companies/count", wanted)

    def company_statuses(self) -> Read[CompanyStatusWire]:
        """Every status that companies may have, and which track each attaches. One request.

        Source: ConnectWise PSA API 2025.1, GET /company/companies/statuses (verified).
        """
        return self._list_of(
            "company_statuses",
            "/company/companies/statuses",
            CompanyStatusWire,
            fields="id,name,inactiveFlag,track/id,track/name",
            needs=_COMPANIES,
        )

    def company_types(self) -> Read[NamedWire]:
        """Every type that companies may have, by id and name. One request.

        Source: ConnectWise PSA API 2025.1, GET /company/companies/types (verified).
        """
        return self._list_of(
            "company_types",
            "/company/companies/types",
            NamedWire,
            fields="id,name",
            needs=_COMPANIES,
        )

    def sites(self, company: int) -> Read[SiteWire]:
        """The sites of a company: names and countries, no addresses. One request.

        Source: ConnectWise PSA API 2025.1, GET /company/companies/{id}/sites (verified).
        """
        return self._list_of(
            "sites",
            "/company/companies/{company_id}/sites",
            SiteWire,
            ids={"company_id": str(company)},
            fields="id,name,country/name,inactiveFlag",
            needs=_COMPANIES,
        )

    def agreements(self) -> Read[AgreementWire]:
        """Every agreement: whose, of which type, and whether it holds. One request per 1000.

        Source: ConnectWise PSA API 2025.1, GET /finance/agreements (verified).
        """
        return self._list_of(
            "agreements",
            "/finance/agreements",
            AgreementWire,
            fields="id,company/id,type/name,agreementStatus,cancelledFlag",
            needs="Inquire on Finance > Agreements",
        )


def company_conditions(statuses: tuple[str, ...]) -> str:
    """Give the filter of companies, in the vendor's own grammar."""
    named = ",".join(f'"{one}"' for one in statuses if '"' not in one)
    return "deletedFlag=false" + (f" and status/name in ({named})" if named else "")
