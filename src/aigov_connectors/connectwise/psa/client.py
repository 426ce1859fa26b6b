"""The reads of ConnectWise PSA's REST API, one method per noun, usable without the rest.

Costs are in requests. `fields` leaves out what nobody needs: texts of clients, names of people,
and every column that may hold a password. Times are UTC.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from aigov_connectors._http import (
    Document,
    ForwardOnly,
    Listing,
    Numbered,
    PagingStyle,
    Read,
    Unpaged,
)
from aigov_connectors.connectwise.psa.api import (
    FORWARD,
    PAGE_SIZE,
)
from aigov_connectors.connectwise.psa.asking import SETUP
from aigov_connectors.connectwise.psa.desk_reads import DeskReads
from aigov_connectors.connectwise.psa.wire import (
    AgreementWire,
    ApiMemberWire,
    AuditWire,
    CallbackWire,
    CompanyInfoWire,
    CompanyWire,
    ExperimentWire,
    HostedSetupWire,
    InfoWire,
    IntegratorLoginWire,
    MemberWire,
    NamedWire,
    NoteWire,
    SecurityWire,
    SystemSettingWire,
    TicketWire,
    TimeEntryWire,
)

Row = TypeVar("Row")

_TICKETS = "Inquire = All on Service Desk > Service Tickets"
_MEMBERS = "Inquire on System > Member Maintenance"
_COMPANIES = "Inquire = All on Companies > Company Maintenance"


class ConnectWisePSAClient(DeskReads):
    """Reads one ConnectWise PSA tenant; use it with `async with`.

    Example: `async with ConnectWisePSAClient(REGIONS["eu"], company_id=..., ...) as psa` and then
    `async for ticket in psa.tickets(since=...)`.
    """

    # Tenant and rights -------------------------------------------------------------------------

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

    # Clients -----------------------------------------------------------------------------------

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

    async def count_companies(self, *, statuses: tuple[str, ...] = ()) -> int | None:
        """How many companies `companies` would give; one request."""
        return await self._count("/company/companies/count", company_conditions(statuses))

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

    # People, programs, integrations ------------------------------------------------------------

    def members(self, *, only: int | None = None) -> Read[MemberWire]:
        """Every member by identifier and licence class; no names. One request per 1000.

        Args:
            only: the id of the one that is asked for; None for all.

        Source: ConnectWise PSA API 2025.1, GET /system/info/members (verified).
        """
        return self._list_of(
            "members",
            "/system/info/members",
            MemberWire,
            fields="id,identifier,licenseClass,inactiveFlag",
            conditions=None if only is None else f"id={only}",
            needs=_MEMBERS,
        )

    def api_members(self) -> Read[ApiMemberWire]:
        """Every member that is a program, with its role. One request per 1000.

        Source: ConnectWise PSA API 2025.1, GET /system/apiMembers (verified).
        """
        return self._list_of(
            "api_members",
            "/system/apiMembers",
            ApiMemberWire,
            fields="id,identifier,name,inactiveFlag,securityRole/id,securityRole/name"
            ",structureLevel/id,structureLevel/name,excludedServiceBoardIds",
            needs=_MEMBERS,
        )

    def role_settings(self, role: int) -> Read[SecurityWire]:
        """What a security role may do, function by function. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/securityRoles/{id}/settings (verified).
        """
        return self._list_of(
            "security_roles",
            "/system/securityRoles/{role_id}/settings",
            SecurityWire,
            ids={"role_id": str(role)},
            needs="Inquire on System > Security Roles",
        )

    def integrator_logins(self) -> Read[IntegratorLoginWire]:
        """Integrations of the old kind; their passwords are not asked for. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/integratorlogins (verified).
        """
        return self._list_of(
            "integrator_logins",
            "/system/integratorlogins",
            IntegratorLoginWire,
            fields="id,username,inactiveFlag,serviceTicketApiFlag",
            needs=SETUP,
        )

    def hosted_setups(self) -> Read[HostedSetupWire]:
        """Apps that are shown inside screens. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/connectwisehostedsetups (verified).
        """
        return self._list_of(
            "hosted_setups",
            "/system/connectwisehostedsetups",
            HostedSetupWire,
            fields="id,description,url,disabledFlag",
            needs=SETUP,
        )

    def callbacks(self) -> Read[CallbackWire]:
        """Where records are pushed to; perhaps only the caller's own. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/callbacks (verified); whose rows it shows
        (unsure).
        """
        fields = "id,url,type,inactiveFlag"
        return self._list_of("callbacks", "/system/callbacks", CallbackWire, fields=fields)

    def managed_devices_integrations(self) -> Read[NamedWire]:
        """Which remote monitoring feeds this tool; its password is not asked for. One request.

        Source: ConnectWise PSA API 2025.1, GET /company/managedDevicesIntegrations (verified).
        """
        return self._named("managed_devices", "/company/managedDevicesIntegrations")

    # Switches ----------------------------------------------------------------------------------

    def experiments(self) -> Read[ExperimentWire]:
        """Early-access switches. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/experiments (verified); what each does is
        not public (unsure).
        """
        return self._list_of(
            "experiments",
            "/system/experiments",
            ExperimentWire,
            fields="id,experimentId,name,inactiveFlag",
        )

    def settings(self) -> Read[SystemSettingWire]:
        """Settings of the whole tenant by their description; no values. One request per 1000.

        Source: ConnectWise PSA API 2025.1, GET /system/settings (verified).
        """
        fields = "id,description"
        return self._list_of("settings", "/system/settings", SystemSettingWire, fields=fields)

    # Tickets -----------------------------------------------------------------------------------

    def tickets(
        self,
        *,
        since: datetime | None = None,
        total: int | None = None,
        page_size: int = PAGE_SIZE,
        forward_only: bool = False,
    ) -> Read[TicketWire]:
        """Service tickets by id, without their texts; project tickets are not among them.

        One request per 1000, four under way at once.

        Args:
            since: only those touched after this (aware) time.
            total: what `count_tickets` told; the first pages then leave together, and rows that
                are missing at the end are read by id.
            forward_only: page by the last id from the beginning, one after another.

        Raises:
            PermissionDeniedError: the role may not inquire tickets.

        Source: ConnectWise PSA API 2025.1, GET /service/tickets (verified).
        """
        paging: PagingStyle = Numbered(size=page_size, total=total, forward=FORWARD)
        if forward_only:
            paging = ForwardOnly(size=page_size, forward=FORWARD)
        return self._list_of(
            "tickets",
            "/service/tickets",
            TicketWire,
            paging=paging,
            fields="id,board/id,company/id,closedFlag,closedBy,closedDate,_info",
            conditions=ticket_conditions(since),
            order=None if forward_only else "id asc",
            needs=_TICKETS,
        )

    def project_tickets(self, *, since: datetime | None = None) -> Read[TicketWire]:
        """Tickets of projects by id, without their texts; they are not among `tickets`.

        One request per 1000. Their notes and history are not read by `notes` and `audit_trail`.

        Args:
            since: only those touched after this (aware) time.

        Source: ConnectWise PSA API 2025.1, GET /project/tickets (verified); that they are apart
        since 2018.5: jundis/CWSlack-SlashCommands, issue 134 (verified).
        """
        return self._list_of(
            "project_tickets",
            "/project/tickets",
            TicketWire,
            paging=ForwardOnly(size=PAGE_SIZE, forward=FORWARD),
            fields="id,board/id,company/id,closedFlag,closedBy,closedDate,_info",
            conditions=ticket_conditions(since),
            order=None,
            needs="Inquire = All on Project > Project Tickets",
        )

    def time_entries(self, *, since: datetime) -> Read[TimeEntryWire]:
        """Booked times since an (aware) moment: who booked, and how far their approval is.

        One request per 1000; no text, no rates.

        Source: ConnectWise PSA API 2025.1, GET /time/entries (verified).
        """
        return self._list_of(
            "time_entries",
            "/time/entries",
            TimeEntryWire,
            paging=ForwardOnly(size=PAGE_SIZE, forward=FORWARD),
            fields="id,status,enteredBy,chargeToType,ticket/id,_info",
            conditions=ticket_conditions(since),
            order=None,
            needs="Inquire = All on Time & Expense > Time Entry",
        )

    async def count_tickets(self, *, since: datetime | None = None) -> int | None:
        """How many tickets `tickets` would give; one request."""
        return await self._count("/service/tickets/count", ticket_conditions(since))

    def notes(self, ticket: int) -> Read[NoteWire]:
        """The notes of a ticket: whether each has a score; no text. One request.

        Source: ConnectWise PSA API 2025.1, GET /service/tickets/{id}/notes (verified); what the
        score means (unsure).
        """
        return self._list_of(
            "ticket_notes",
            "/service/tickets/{ticket_id}/notes",
            NoteWire,
            ids={"ticket_id": str(ticket)},
            fields="id,sentimentScore",
            needs=_TICKETS,
        )

    def audit_trail(self, ticket: int) -> Read[AuditWire]:
        """Who changed which field of a ticket; no text. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/audittrail (verified); it knows no
        forward-only paging (reported).
        """
        return self._http.read(
            Listing(
                resource="audit_trail",
                path="/system/audittrail",
                row=AuditWire,
                # A row has no id, so that no page could be told from another.
                paging=Unpaged(),
                params={
                    "type": "Ticket",
                    "id": ticket,
                    "pageSize": PAGE_SIZE,
                    "fields": "enteredBy,enteredDate,auditSubType",
                },
                key=None,
                needs=_TICKETS,
            )
        )


def company_conditions(statuses: tuple[str, ...]) -> str:
    """Give the filter of companies, in the vendor's own grammar."""
    named = ",".join(f'"{one}"' for one in statuses if '"' not in one)
    return "deletedFlag=false" + (f" and status/name in ({named})" if named else "")


def ticket_conditions(since: datetime | None) -> str | None:
    """Give the filter of tickets, in the vendor's own grammar."""
    return None if since is None else f"lastUpdated > [{since:%Y-%m-%dT%H:%M:%SZ}]"
