"""The reads beside the desk: what surrounds clients and people, and what the MSP added itself."""

from __future__ import annotations

from aigov_connectors._http import Document, Read
from aigov_connectors.autotask.desk_reads import DeskReads
from aigov_connectors.autotask.wire import (
    CompanyTeamWire,
    FieldsWire,
    NamedWire,
    ResourceSkillWire,
    RoleLinkWire,
)

__all__ = ["ContextReads"]

_CRM = "CRM: view All on Organizations"
_PEOPLE = "view on Resources/Users"


class ContextReads(DeskReads):
    """What few findings rest on, one method per noun."""

    async def defined_fields(self, entity: str) -> Document[FieldsWire]:
        """The columns that the MSP added to an entity, with their picklists; no values.

        One request.

        Args:
            entity: as in paths, such as `Companies`.

        Source: Autotask REST API V1.0, GET /V1.0/{entity}/entityInformation/userDefinedFields
        (verified).
        """
        return await self._http.document(
            f"/V1.0/{entity}/entityInformation/userDefinedFields", model=FieldsWire
        )

    def company_categories(self) -> Read[NamedWire]:
        """Every category of companies by name. One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/CompanyCategories/query (verified).
        """
        fields = "id name isActive"
        return self._query("company_categories", "CompanyCategories", NamedWire, fields, needs=_CRM)

    def company_teams(self) -> Read[CompanyTeamWire]:
        """Who works for which company, co-managing people of the client's too.

        One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/CompanyTeams/query (verified).
        """
        fields = "id companyID resourceID isAssociatedAsComanaged"
        return self._query("company_teams", "CompanyTeams", CompanyTeamWire, fields, needs=_CRM)

    def service_desk_roles(self) -> Read[RoleLinkWire]:
        """Which role people have at the service desk. One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/ResourceServiceDeskRoles/query (verified).
        """
        fields = "id resourceID roleID isActive"
        return self._query(
            "service_desk_roles", "ResourceServiceDeskRoles", RoleLinkWire, fields, needs=_PEOPLE
        )

    def skills(self) -> Read[NamedWire]:
        """Every skill by name. One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/Skills/query (verified).
        """
        return self._query("skills", "Skills", NamedWire, "id name isActive", needs=_PEOPLE)

    def resource_skills(self) -> Read[ResourceSkillWire]:
        """Who has which skill, and how well. One request per 500.

        Source: Autotask REST API V1.0, POST /V1.0/ResourceSkills/query (verified).
        """
        fields = "id resourceID skillID skillLevel"
        return self._query(
            "resource_skills", "ResourceSkills", ResourceSkillWire, fields, needs=_PEOPLE
        )

    def checklist_libraries(self) -> Read[NamedWire]:
        """Every checklist by name; one that is not ticked off is no gate. One request per 500.

        The API may complete a ticket whose important items are open.

        Source: Autotask REST API V1.0, POST /V1.0/ChecklistLibraries/query (verified).
        """
        fields = "id name isActive"
        return self._query("checklist_libraries", "ChecklistLibraries", NamedWire, fields)
