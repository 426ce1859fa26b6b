"""Why a run may say nothing of what a finding of the other run is about."""

from __future__ import annotations

from functools import cached_property

from aigov_connectors.drift.chains import why_chain_unseen
from aigov_connectors.inventory import Chain, Deployment, Inventory, Reach, Verdict
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.inventory.sight import Sight, Unseen
from aigov_connectors.rules import Finding, Subject, SubjectKind

__all__ = ["Looking"]


class Looking:
    """One of two runs, asked for what the other says."""

    def __init__(self, pair: Pair, *, later: bool) -> None:
        """`later` asks the later run."""
        self._pair = pair
        self._home: Inventory = pair.before if later else pair.after
        self._away: Inventory = pair.after if later else pair.before
        self._sight: Sight = pair.sight_after if later else pair.sight_before
        one, other = pair.deployments_before, pair.deployments_after
        self._own: dict[str, Deployment] = one if later else other
        self._there: dict[str, Deployment] = other if later else one
        self._told: dict[tuple[str, str], Unseen | None] = {}

    def why(self, finding: Finding) -> Unseen | None:
        """Why the run may say nothing of the subject of a finding; None where it looked."""
        subject = finding.subject
        if finding.verdict is Verdict.PASS:
            return None
        if subject.kind is SubjectKind.DEPLOYMENT:
            own, there = self._own.get(subject.key), self._there.get(subject.key)
            if own is None:
                return None
            if there is not None:
                return self._of_its_clients(own, there)
            rows = self._home.clients_by_deployment.get(subject.key, ())
            return self._sight.of_deployment(own, [row.client for row in rows])
        if subject.kind is SubjectKind.CLIENT and subject.key in self._home.client_by_id:
            if subject.key in self._away.client_by_id:
                return None
            return self._sight.of_client(self._home.client_by_id[subject.key])
        if subject.kind is SubjectKind.CHAIN:
            gone = self._chains(self._home).get(subject.key)
            if gone is None or subject.key in self._chains(self._away):
                return None
            return why_chain_unseen(self._home, self._away, self._sight, gone)
        return self._of_connection(subject, [row.id for row in finding.clients])

    def _of_its_clients(self, own: Deployment, there: Deployment) -> Unseen | None:
        """Why it may not know all clients of a setting that is as it was: what is said of all of
        them together then rests on fewer.
        """
        if self._pair.settings_changed(own, there):
            return None
        tenant = own.vendor, own.tenant_id
        lost = (
            self._sight.of_place(one, *tenant)
            for one in self._home.clients
            if any((each.vendor, each.tenant_id) == tenant for each in one.members)
        )
        return next((unseen for unseen in lost if unseen is not None), None)

    def why_at(self, finding: Finding, client: str) -> Unseen | None:
        """Why the run may say nothing of one client that a finding names."""
        subject = finding.subject
        place = f"{subject.kind}/{subject.connection}/{subject.key}", client
        if place not in self._told:
            self._told[place] = self._of_client(client, subject) or self._at(subject, client)
        return self._told[place]

    def _of_client(self, client: str, subject: Subject) -> Unseen | None:
        """Why it may not know of the client, or not of it in the tool of the subject."""
        known = self._home.client_by_id.get(client)
        if known is None:
            return None
        if client not in self._away.client_by_id:
            return self._sight.of_client(known)
        place = self._home.connection_by_name.get(subject.connection)
        if place is None:
            return None
        return self._sight.of_place(known, place.vendor, place.tenant_id)

    def _at(self, subject: Subject, client: str) -> Unseen | None:
        if client not in self._away.client_by_id:
            return None
        if subject.kind is SubjectKind.DEPLOYMENT:
            own, there = self._own.get(subject.key), self._there.get(subject.key)
            if own is None:
                return None
            if there is None:
                return self._sight.of_deployment(own, (client,))
            if (subject.key, client) in self._reached:
                if not self._is_as_it_was(own, there):
                    return None  # it is seen to reach the client, and the rule said nothing
                # What is said of this client may rest on others whom it reaches.
                others = {row.client for row in self._home.clients_by_deployment[subject.key]}
                return self._sight.of_feature(own.vendor, own.tenant_id, own.feature, others)
            if there.reach is Reach.UNKNOWN:
                return Unseen("whom it reaches is not known")
            return self._sight.of_feature(own.vendor, own.tenant_id, own.feature, (client,))
        if subject.kind is SubjectKind.CHAIN:
            return self._of_chain(subject.key, client)
        return self._of_connection(subject, [client])

    def _is_as_it_was(self, own: Deployment, there: Deployment) -> bool:
        return own == there.model_copy(update={"evidence": own.evidence})

    def _of_chain(self, key: str, client: str) -> Unseen | None:
        gone, there = (self._chains(run).get(key) for run in (self._home, self._away))
        if gone is None or (there is not None and client in there.clients):
            return None
        if there is not None and there.reach is Reach.UNKNOWN:
            return Unseen("whom one of its steps reaches is not known")
        only = gone.model_copy(update={"clients": (client,)})
        return why_chain_unseen(self._home, self._away, self._sight, only)

    def _of_connection(self, subject: Subject, clients: list[str]) -> Unseen | None:
        connection = self._home.connection_by_name.get(subject.connection)
        if connection is None:
            return None
        tenant = connection.vendor, connection.tenant_id
        if subject.feature is not None:
            return self._sight.of_feature(*tenant, subject.feature, clients)
        return self._sight.of_anything(*tenant)

    @cached_property
    def _reached(self) -> frozenset[tuple[str, str]]:
        return frozenset((row.deployment, row.client) for row in self._away.deployment_clients)

    def _chains(self, run: Inventory) -> dict[str, Chain]:
        own, there = self._known_chains
        return own if run is self._home else there

    @cached_property
    def _known_chains(self) -> tuple[dict[str, Chain], dict[str, Chain]]:
        own, there = ({one.id: one for one in run.chains} for run in (self._home, self._away))
        return own, there
