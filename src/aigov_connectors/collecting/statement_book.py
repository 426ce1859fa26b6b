"""What was said about one connection: organizations, deployments, and whom each reaches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from aigov_connectors.collecting.doubled import agreed, agreed_reach
from aigov_connectors.inventory import (
    Autonomy,
    ChangeRecord,
    Deployment,
    Evidence,
    Organization,
    OrganizationReach,
    Reach,
    SourceKind,
    Statement,
    UnknownSetting,
    Window,
)
from aigov_connectors.inventory.rows import Given, given_once, shared

__all__ = ["Doubled", "StatementBook"]


@dataclass(frozen=True, slots=True)
class Doubled:
    """A deployment whose key was stated more than once, as it stands after that."""

    deployment: Deployment
    organizations: tuple[str, ...]
    is_alike: bool
    """Whether all statements said the same, so that nothing became unknown."""


class StatementBook:
    """Keeps each deployment once, interns evidence, and spells out a reach of `all`."""

    def __init__(self) -> None:
        self.organizations: dict[str, Organization] = {}
        self.evidence: dict[str, Evidence] = {}
        self._deployments: dict[str, Deployment] = {}
        self._reaches: dict[tuple[str, str], OrganizationReach] = {}
        self._exceptions: dict[str, frozenset[str]] = {}
        self._tickets: dict[str, tuple[Mapping[str, int], Window]] = {}
        self._unknown: dict[tuple[SourceKind, str, str], UnknownSetting] = {}
        self._changes: dict[ChangeRecord, None] = {}
        self._given: Given = {}

    def say(self, statement: Statement) -> Doubled | None:
        """Add a deployment with its evidence and reach.

        Of one whose key was stated before, only what both statements say alike stays; the answer
        then tells whether that was all. None for the first of its key.
        """
        statement, doubled = self._with_earlier(statement)
        deployment = statement.deployment
        self._deployments[deployment.key] = given_once(deployment, self._given)
        self._exceptions[deployment.key] = statement.exceptions
        if (counted := _counted(statement)) is not None:
            self._tickets[deployment.key] = counted
        self.keep(statement.evidence)
        for organization, endpoints in statement.reach.items():
            self._reaches[deployment.key, organization] = OrganizationReach(
                deployment=deployment.key,
                organization=organization,
                endpoints=endpoints,
                basis=deployment.basis,
            )
        for unknown in statement.unknown_settings:
            self.unknown_setting(unknown)
        return doubled

    def _with_earlier(self, statement: Statement) -> tuple[Statement, Doubled | None]:
        """A statement, reduced to what an earlier one of its key says too."""
        said = statement.deployment
        before = self._deployments.get(said.key)
        if before is None:
            return statement, None
        reach = {
            organization: one.endpoints
            for (key, organization), one in self._reaches.items()
            if key == said.key
        }
        counted = self._tickets.pop(said.key, None)
        alike_reach = reach == statement.reach
        alike_reach = alike_reach and self._exceptions[said.key] == statement.exceptions
        alike_counts = counted == _counted(statement)
        kept = agreed(before, said)
        if not alike_reach:
            kept = kept.model_copy(update={"reach": Reach.UNKNOWN})
            statement = replace(
                statement, reach=agreed_reach(reach, statement.reach), exceptions=frozenset()
            )
        if not alike_counts:
            statement = replace(statement, tickets={}, window=None)
        return replace(statement, deployment=kept), Doubled(
            deployment=kept,
            organizations=tuple(statement.reach),
            is_alike=before == said and alike_reach and alike_counts,
        )

    def organization(self, organization: Organization) -> None:
        """Keep an organization; the last word on one id counts."""
        self.organizations[organization.vendor_id] = given_once(organization, self._given)

    def keep(self, evidence: Iterable[Evidence]) -> None:
        """Intern evidence by its id; the first observation is kept."""
        for one in evidence:
            if one.id not in self.evidence:
                self.evidence[one.id] = given_once(one, self._given)

    def unknown_setting(self, unknown: UnknownSetting) -> None:
        """Note a switch that the catalogue does not know."""
        source = unknown.source_object
        self._unknown[source.kind, source.id, unknown.pointer] = unknown

    def changed(self, change: ChangeRecord, evidence: Iterable[Evidence]) -> None:
        """Note who changed a settings object, with what tells it."""
        self._changes[change] = None
        self.keep(evidence)

    @property
    def changes(self) -> tuple[ChangeRecord, ...]:
        """Every change once."""
        return tuple(self._changes)

    @property
    def unknown_settings(self) -> tuple[UnknownSetting, ...]:
        """Every such switch once."""
        return tuple(self._unknown.values())

    @property
    def bare_features(self) -> set[str]:
        """Features of which something is said without evidence."""
        return {one.feature for one in self._deployments.values() if not one.evidence}

    def reaches(self) -> Iterator[OrganizationReach]:
        """Whom each deployment reaches in organizations that were listed."""
        yield from shared(
            self._with_tickets(reach)
            for reach in self._every_reach()
            if reach.organization in self.organizations
        )

    def unlisted(self) -> dict[str, set[str]]:
        """Deployment to the organizations that it reaches and that no list showed."""
        strange: dict[str, set[str]] = defaultdict(set)
        for reach in self._reaches.values():
            if reach.organization not in self.organizations:
                strange[reach.deployment].add(reach.organization)
        return strange

    def deployments(self) -> Iterator[Deployment]:
        """Every deployment; its reach is unknown where an organization of it was not listed."""
        strange = self.unlisted()
        for key, one in self._deployments.items():
            yield one.model_copy(update={"reach": Reach.UNKNOWN}) if key in strange else one

    def features_of(self, deployments: Iterable[str]) -> set[str]:
        """The features of some deployments, by their keys."""
        return {self._deployments[key].feature for key in deployments}

    def stated(self) -> dict[str, set[str]]:
        """Feature to the organizations of which some deployment of it tells the state."""
        found: dict[str, set[str]] = defaultdict(set)
        for reach in self._every_reach():
            deployment = self._deployments[reach.deployment]
            is_told = deployment.enabled and deployment.autonomy is not Autonomy.UNKNOWN
            if is_told or deployment.enabled is False:
                found[deployment.feature].add(reach.organization)
        return found

    def _every_reach(self) -> Iterator[OrganizationReach]:
        yield from self._reaches.values()
        for key, deployment in self._deployments.items():
            if deployment.reach is not Reach.ALL:
                continue
            for organization in self.organizations.values():
                listed = (key, organization.vendor_id) in self._reaches
                if listed or organization.vendor_id in self._exceptions[key]:
                    continue
                yield OrganizationReach(
                    deployment=key,
                    organization=organization.vendor_id,
                    endpoints=organization.endpoints,
                    basis=deployment.basis,
                )

    def _with_tickets(self, reach: OrganizationReach) -> OrganizationReach:
        if reach.deployment not in self._tickets:
            return reach
        tickets, window = self._tickets[reach.deployment]
        count = tickets.get(reach.organization, 0)
        return replace(reach, tickets=count, window=window)


def _counted(statement: Statement) -> tuple[Mapping[str, int], Window] | None:
    return None if statement.window is None else (statement.tickets, statement.window)
