"""Chains across tools: deployments that lead one into the other, for clients that they share.

A chain exists only where the data shows every link. What is not certain of it is said with it, and
makes no certain chain; a path of which a longer one says all is told once.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from aigov_connectors.inventory.client import Client, Connection, DeploymentClient
from aigov_connectors.inventory.decision import Chain, ChainStep
from aigov_connectors.inventory.feature import ApprovalGate, Deployment
from aigov_connectors.inventory.gap import Gap
from aigov_connectors.inventory.link import Entrance, Listed
from aigov_connectors.inventory.links import Doubt, Edge, Tenant, edges_between
from aigov_connectors.inventory.vocabulary import (
    Autonomy,
    Basis,
    DecisionKind,
    GapReason,
    GateKind,
    Reach,
)

__all__ = ["MOST_CHAINS", "chains_across"]

MOST_CHAINS = 500
"""More are not kept: a gap says so."""
_MOST_WAYS = 20_000
"""More are not followed: a web of links has more ways than anybody can read."""
_LONGEST = 5
"""Links in one chain."""
_HARMLESS = frozenset({DecisionKind.INFORM, DecisionKind.DRAFT_CONTENT})


@dataclass(frozen=True, slots=True)
class _Shared:
    """The clients that the steps so far have in common."""

    clients: frozenset[str] | None = None
    """None where no step limits them."""
    doubts: tuple[Doubt, ...] = ()

    def __and__(self, other: _Shared) -> _Shared:
        both = [one.clients for one in (self, other) if one.clients is not None]
        clients = frozenset.intersection(*both) if both else None
        return _Shared(clients, (*self.doubts, *other.doubts))


@dataclass(frozen=True, slots=True)
class _Path:
    edges: tuple[Edge, ...]
    shared: _Shared


@dataclass(frozen=True, slots=True)
class _Found:
    chain: Chain
    places: tuple[str, ...]
    """One word per step, by which a path that is part of another is known."""


def chains_across(
    deployments: Iterable[Deployment],
    *,
    connections: Sequence[Connection],
    entrances: Mapping[str, Sequence[Entrance]],
    rows: Iterable[DeploymentClient],
    clients: Sequence[Client],
    listed: Mapping[Tenant, Sequence[Listed]] | None = None,
    short: Set[Tenant] = frozenset(),
) -> tuple[tuple[Chain, ...], tuple[Gap, ...]]:
    """Every chain over at least two tenants that ends in an act, and what was not followed.

    Args:
        deployments: of all connections; what is switched off or shadowed is left out here.
        connections: of the run, in their order.
        entrances: vendor to what requests of others do there.
        rows: whom each deployment reaches.
        clients: as merged.
        listed: tenant to what of it others may name.
        short: tenants that may serve more clients than were listed.
    """
    joining = _Joining(deployments, connections, entrances, rows, clients, listed or {}, short)
    found: dict[str, _Found] = {}
    is_whole = True
    for ways, path in enumerate(joining.paths()):
        if ways >= _MOST_WAYS or len(found) >= MOST_CHAINS:
            is_whole = False
            break
        if (one := joining.chain(path)) is not None:
            found[one.chain.id] = one
    kept = sorted(_not_within(found.values()), key=lambda chain: chain.id)
    gaps = () if is_whole or not connections else (_too_many(connections[0]),)
    return tuple(kept), gaps


class _Joining:
    def __init__(
        self,
        deployments: Iterable[Deployment],
        connections: Sequence[Connection],
        entrances: Mapping[str, Sequence[Entrance]],
        rows: Iterable[DeploymentClient],
        clients: Sequence[Client],
        listed: Mapping[Tenant, Sequence[Listed]],
        short: Set[Tenant],
    ) -> None:
        self._short = short
        self._of = {
            one.key: one
            for one in sorted(deployments, key=lambda one: one.key)
            if one.enabled is not False and one.shadowed_by is None
        }
        self._edges = edges_between(
            self._of.values(), connections=connections, entrances=entrances, listed=listed
        )
        self._names: dict[Tenant, str] = {}
        for connection in connections:
            self._names.setdefault((connection.vendor, connection.tenant_id), connection.name)
        self._reached: dict[str, set[str]] = defaultdict(set)
        for row in rows if self._edges else ():
            self._reached[row.deployment].add(row.client)
        self._served: dict[Tenant, set[str]] = defaultdict(set)
        for client in clients:
            for member in client.members:
                self._served[member.vendor, member.tenant_id].add(client.id)

    # Ways ------------------------------------------------------------------------------------

    def paths(self) -> Iterator[_Path]:
        """Every way along links without a loop, over clients that all of its steps reach."""
        for key in sorted(self._edges):
            begin = self._reach(key)
            yield from self._onward(_Path((), begin), key, frozenset({key}))

    def _onward(self, path: _Path, key: str, been: frozenset[str]) -> Iterator[_Path]:
        if len(path.edges) >= _LONGEST:
            return
        for edge in self._edges.get(key, ()):
            if edge.target in been:
                continue
            there = (
                self._served_at(edge.tenant) if edge.target is None else self._reach(edge.target)
            )
            longer = _Path((*path.edges, edge), path.shared & there)
            if longer.shared.clients is not None and not longer.shared.clients:
                continue
            yield longer
            if edge.target is not None:
                yield from self._onward(longer, edge.target, been | {edge.target})

    def _reach(self, key: str) -> _Shared:
        one = self._of[key]
        if one.reach is Reach.UNKNOWN:
            unknown = Doubt(
                f"whom {one.source_object.name} reaches is not known",
                f"See the gaps of {one.connection}, or look there whom it is set for.",
            )
            return _Shared(None, (unknown,))
        tenant = one.vendor, one.tenant_id
        if one.reach is Reach.ALL and tenant in self._short:
            return self._served_at(tenant)
        return _Shared(frozenset(self._reached.get(key, ())))

    def _served_at(self, tenant: Tenant) -> _Shared:
        served = self._served.get(tenant)
        if not served or tenant in self._short:
            unknown = Doubt(
                f"which clients {self._names[tenant]} serves is not known",
                f"See the gaps of {self._names[tenant]} on its clients.",
            )
            return _Shared(None, (unknown,))
        return _Shared(frozenset(served))

    # Chains ----------------------------------------------------------------------------------

    def chain(self, path: _Path) -> _Found | None:
        """The path as a chain; None where it stays in one tenant, or does nothing at its end."""
        first, last = path.edges[0], path.edges[-1]
        start = self._of[first.source]
        tenants = {(start.vendor, start.tenant_id), *(edge.tenant for edge in path.edges)}
        decisions, end_gate = self._act(last)
        if len(tenants) < 2 or not decisions:
            return None
        steps = tuple(self._steps(path, end_gate))
        places = (
            *(edge.source for edge in path.edges),
            last.target or f"{'/'.join(last.tenant)}:{last.does}",
        )
        # A chain is told from another by its steps alone: not by who is reached, nor by words.
        name = hashlib.sha256("|".join(places).encode()).hexdigest()[:16]
        return _Found(
            Chain(
                id=name,
                steps=steps,
                weakest_gate=ApprovalGate(
                    kind=_gate(step.gate for step in steps), self_approved=self._own_yes(steps)
                ),
                clients=tuple(sorted(path.shared.clients or ())),
                decisions=decisions,
                basis=(
                    Basis.OBSERVED
                    if all(edge.doubt is None for edge in path.edges)
                    else Basis.INFERRED
                ),
                reach=Reach.UNKNOWN if path.shared.doubts else Reach.LISTED,
            ),
            places,
        )

    def _act(self, last: Edge) -> tuple[tuple[DecisionKind, ...], GateKind]:
        """What is done at the end, and who is asked there."""
        if last.target is None:
            does = last.does or DecisionKind.UNKNOWN
            return (() if does in _HARMLESS else (does,)), GateKind.NONE
        end = self._of[last.target]
        if end.autonomy is Autonomy.ADVISORY and end.gate.kind is not GateKind.PRE_APPROVAL:
            return (), GateKind.NOT_APPLICABLE
        # What it does through the next tool is that tool's part of the path.
        passed_on = {
            edge.does for edge in self._edges.get(end.key, ()) if edge.doubt is None and edge.does
        }
        decisions = tuple(
            one for one in end.decisions if one not in _HARMLESS and one not in passed_on
        )
        return decisions, end.gate.kind

    def _own_yes(self, steps: Iterable[ChainStep]) -> bool | None:
        """Whether all who must say yes on the way may do so to what they set up themselves."""
        asking = [one for one in steps if one.gate is GateKind.PRE_APPROVAL]
        told = {self._of[one.deployment].gate.self_approved for one in asking if one.deployment}
        return next((one for one in (False, None, True) if one in told), None)

    def _steps(self, path: _Path, end_gate: GateKind) -> Iterator[ChainStep]:
        arrives: tuple[str, ...] = ()
        for edge in path.edges:
            one = self._of[edge.source]
            doubt = edge.doubt or _open_state(one) or next(iter(self._reach(one.key).doubts), None)
            doubt = doubt or _own_yes(one, edge.gate)
            step = ChainStep(
                deployment=one.key,
                link=edge.words,
                evidence=tuple(dict.fromkeys((*arrives, *edge.evidence))),
                gate=edge.gate,
            )
            yield _doubted(step, doubt)
            arrives = edge.arrives
        last = path.edges[-1]
        if last.target is None:
            name = self._names[last.tenant]
            doubt = next(iter(self._served_at(last.tenant).doubts), None)
            shown = last.arrives
            yield _doubted(ChainStep(integration=name, evidence=shown, gate=end_gate), doubt)
            return
        end = self._of[last.target]
        step = ChainStep(
            deployment=end.key,
            evidence=tuple(dict.fromkeys((*arrives, *end.evidence))),
            gate=end_gate,
        )
        doubt = _open_state(end) or next(iter(self._reach(end.key).doubts), None)
        yield _doubted(step, doubt or _own_yes(end, end_gate))


def _open_state(one: Deployment) -> Doubt | None:
    if one.enabled is None:
        return Doubt(
            f"whether {one.source_object.name} is on could not be told",
            f"Look in {one.connection} whether it is on.",
        )
    return None


def _own_yes(one: Deployment, gate: GateKind) -> Doubt | None:
    if gate is GateKind.PRE_APPROVAL and one.gate.self_approved:
        return Doubt(
            f"who approves {one.source_object.name} said yes to what they had set up themselves",
            f"Let somebody else approve it in {one.connection}.",
        )
    return None


def _doubted(step: ChainStep, doubt: Doubt | None) -> ChainStep:
    """The step with what is not certain of it, and what would settle that."""
    if doubt is None:
        return step
    return step.model_copy(update={"doubt": doubt.because, "settled_by": doubt.settled_by})


def _gate(kinds: Iterable[GateKind]) -> GateKind:
    """What the gates of a path come to: one person who must say yes is enough."""
    found = set(kinds)
    order = (
        GateKind.PRE_APPROVAL,
        GateKind.UNKNOWN,
        GateKind.VETO_WINDOW,
        GateKind.POST_REVIEW,
    )
    return next((kind for kind in order if kind in found), GateKind.NONE)


def _not_within(found: Iterable[_Found]) -> Iterator[Chain]:
    """Leave out a path that is part of another which says no less of it."""
    every = list(found)
    holding: dict[str, list[_Found]] = defaultdict(list)
    for one in every:
        for place in one.places:
            holding[place].append(one)
    for one in every:
        others = holding[one.places[0]]
        if not any(_says_all(other, one) for other in others if other is not one):
            yield one.chain


def _says_all(longer: _Found, shorter: _Found) -> bool:
    size = len(shorter.places)
    is_part = len(longer.places) > size and any(
        longer.places[at : at + size] == shorter.places
        for at in range(len(longer.places) - size + 1)
    )
    one, other = longer.chain, shorter.chain
    return (
        is_part
        and one.weakest_gate == other.weakest_gate
        and set(other.clients) <= set(one.clients)
        and set(other.decisions) <= set(one.decisions)
        and bool(one.doubts) <= bool(other.doubts)
    )


def _too_many(connection: Connection) -> Gap:
    return Gap(
        connection=connection.name,
        vendor=connection.vendor,
        resource="chains",
        subject=f"chains across tools beyond the first {MOST_CHAINS}",
        reason=GapReason.TRUNCATED,
        remedy="Read fewer connections in one run, or take away links that nobody needs.",
    )
