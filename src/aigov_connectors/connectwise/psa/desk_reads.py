"""The reads of the service desk's set-up: boards, templates, mail, knowledge base, portal."""

from __future__ import annotations

from aigov_connectors._http import (
    Document,
    Read,
)
from aigov_connectors.connectwise.psa.asking import SETUP, Asking
from aigov_connectors.connectwise.psa.wire import (
    AutoAssignWire,
    AutoTemplateWire,
    BoardWire,
    EmailConnectorWire,
    KnowledgeWire,
    MailTemplateWire,
    NamedWire,
    NotificationWire,
    ParsingRuleWire,
    PortalServiceWire,
    ServiceTemplateWire,
    SkillMappingWire,
    SLAWire,
    StatusWire,
    TeamWire,
)

__all__ = ["DeskReads"]


class DeskReads(Asking):
    """What decides over tickets but for the rules, one method per noun."""

    def boards(self) -> Read[BoardWire]:
        """Every service board with its automation, project boards too. One request per 1000.

        Source: ConnectWise PSA API 2025.1, GET /service/boards (verified).
        """
        return self._list_of("boards", "/service/boards", BoardWire)

    def statuses(self, board: int) -> Read[StatusWire]:
        """The statuses of a board, and which of them close a ticket. One request.

        Source: ConnectWise PSA API 2025.1, GET /service/boards/{id}/statuses (verified).
        """
        return self._of_board("board_statuses", "statuses", board, StatusWire)

    def teams(self, board: int) -> Read[TeamWire]:
        """The teams of a board, and whether they take tickets in turn. One request.

        Source: ConnectWise PSA API 2025.1, GET /service/boards/{id}/teams (verified).
        """
        return self._of_board("board_teams", "teams", board, TeamWire)

    def auto_assigned(self, board: int) -> Read[AutoAssignWire]:
        """Who is given the new tickets of a board. One request.

        Source: ConnectWise PSA API 2025.1, GET /service/boards/{id}/autoAssignResources (verified).
        """
        return self._of_board("board_assignments", "autoAssignResources", board, AutoAssignWire)

    def auto_templates(self, board: int) -> Read[AutoTemplateWire]:
        """Which templates a board has for which tickets. One request.

        Source: ConnectWise PSA API 2025.1, GET /service/boards/{id}/autoTemplates (verified).
        """
        return self._of_board("board_templates", "autoTemplates", board, AutoTemplateWire)

    def skill_mappings(self, board: int) -> Read[SkillMappingWire]:
        """Which skill a board asks for which tickets. One request.

        Source: ConnectWise PSA API 2025.1, GET /service/boards/{id}/skillMappings/ (verified; how
        dispatch uses it: unsure). Older servers answer 404.
        """
        return self._of_board("board_skills", "skillMappings/", board, SkillMappingWire)

    def board_notifications(self, board: int) -> Read[NotificationWire]:
        """Who is told of a new ticket on a board; no addresses. One request.

        Source: ConnectWise PSA API 2025.1, GET /service/boards/{id}/notifications (verified).
        """
        return self._of_board("board_notifications", "notifications", board, NotificationWire)

    def status_notifications(self, board: int, status: int) -> Read[NotificationWire]:
        """Who is told when a ticket comes to a status of a board; no addresses. One request.

        Source: ConnectWise PSA API 2025.1, GET /service/boards/{id}/statuses/{id}/notifications
        (verified).
        """
        return self._list_of(
            "status_notifications",
            "/service/boards/{board_id}/statuses/{status_id}/notifications",
            NotificationWire,
            ids={"board_id": str(board), "status_id": str(status)},
            fields="id,notifyWho,member/id,email",
            needs=SETUP,
        )

    def service_templates(self) -> Read[ServiceTemplateWire]:
        """Every service template, and whether it mails the contact. One request per 1000.

        Source: ConnectWise PSA API 2025.1, GET /service/templates (verified).
        """
        return self._list_of(
            "service_templates",
            "/service/templates",
            ServiceTemplateWire,
            fields="id,name,board/id,emailContactFlag",
            needs=SETUP,
        )

    def mail_templates(self) -> Read[MailTemplateWire]:
        """Which mails of tickets are sent by themselves, and whether to clients. One request.

        Neither texts nor addresses.

        Source: ConnectWise PSA API 2025.1, GET /service/emailTemplates (verified).
        """
        return self._list_of(
            "email_templates",
            "/service/emailTemplates",
            MailTemplateWire,
            fields="id,type,serviceBoard/id,serviceBoard/name,serviceStatus/id,serviceStatus/name"
            ",externalContactNotifications",
            needs=SETUP,
        )

    def priorities(self) -> Read[NamedWire]:
        """Every priority by id and name. One request.

        Source: ConnectWise PSA API 2025.1, GET /service/priorities (verified).
        """
        return self._named("priorities", "/service/priorities")

    def sources(self) -> Read[NamedWire]:
        """Every source of tickets by id and name. One request.

        Source: ConnectWise PSA API 2025.1, GET /service/sources (verified).
        """
        return self._named("sources", "/service/sources")

    def slas(self) -> Read[SLAWire]:
        """Every service level, with the priorities that follow from impact and urgency.

        One request. Source: ConnectWise PSA API 2025.1, GET /service/SLAs (verified).
        """
        return self._list_of("slas", "/service/SLAs", SLAWire, needs=SETUP)

    def email_connectors(self) -> Read[EmailConnectorWire]:
        """Every mailbox that becomes tickets, and what it overrides. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/emailConnectors (verified).
        """
        return self._list_of(
            "email_connectors",
            "/system/emailConnectors",
            EmailConnectorWire,
            fields="id,serviceBoard/id,serviceBoard/name,defaultCompany/id,sourceOverride,priorityOverride"
            ",typeOverride,subTypeOverride,itemOverride,statusOverride,responseEmailForNew"
            ",responseEmailForExisting,neverRespondFlag,noResponseFlag",
            needs=SETUP,
        )

    def parsing_styles(self, connector: int) -> Read[NamedWire]:
        """How a mailbox is looked through, by id. One request.

        Source: ConnectWise PSA API 2025.1, GET /system/emailConnectors/{id}/parsingStyles
        (verified).
        """
        return self._list_of(
            "parsing_rules",
            "/system/emailConnectors/{connector_id}/parsingStyles",
            NamedWire,
            ids={"connector_id": str(connector)},
            fields="id",
            needs=SETUP,
        )

    def parsing_rules(self, connector: int, style: int) -> Read[ParsingRuleWire]:
        """Which of a mailbox's rules decide what; the words that they look for are not asked for.

        One request.

        Source: ConnectWise PSA API 2025.1, GET /system/emailConnectors/{id}/parsingStyles/{id}/
        parsingRules (verified).
        """
        return self._list_of(
            "parsing_rules",
            "/system/emailConnectors/{connector_id}/parsingStyles/{style_id}/parsingRules",
            ParsingRuleWire,
            ids={"connector_id": str(connector), "style_id": str(style)},
            fields="id,servicePriority,serviceStatus,serviceType,serviceSubType,serviceItem"
            ",serviceBoard",
            needs=SETUP,
        )

    async def knowledge_base(self) -> Document[KnowledgeWire]:
        """Whether articles of the knowledge base need an approval. One request.

        Source: ConnectWise PSA API 2025.1, GET /service/knowledgebasesettings (verified).
        """
        path = "/service/knowledgebasesettings"
        return await self._http.document(path, model=KnowledgeWire, needs=SETUP)

    def portals(self) -> Read[NamedWire]:
        """Every client portal by id. One request.

        Source: ConnectWise PSA API 2025.1, GET /company/portalConfigurations (verified).
        """
        return self._named("portals", "/company/portalConfigurations")

    def portal_services(self, portal: int) -> Read[PortalServiceWire]:
        """What a portal offers for tickets. One request.

        Source: ConnectWise PSA API 2025.1, GET /company/portalConfigurations/{id}/serviceSetups
        (verified).
        """
        return self._list_of(
            "portals",
            "/company/portalConfigurations/{portal_id}/serviceSetups",
            PortalServiceWire,
            ids={"portal_id": str(portal)},
            fields="id,enableChatAssistFlag",
        )
