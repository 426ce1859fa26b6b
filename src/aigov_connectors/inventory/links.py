"""Which ends of links meet: from a deployment to the next one, or into another tool.

Two ends meet by host, by id or by a vendor's own word for a product; names take no part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from aigov_connectors.inventory.client import Connection
from aigov_connectors.inventory.feature import Deployment
from aigov_connectors.inventory.link import Entrance, Link, Listed, ListedObject
from aigov_connectors.inventory.vocabulary import Basis, DecisionKind, GateKind, LinkKind

__all__ = ["Doubt", "Edge", "Tenant", "edges_between", "only_looks", "words_of"]

Tenant = tuple[str, str]
"""Vendor and the vendor's tenant id."""

_LOOKS = ("GET ", "HEAD ", "OPTIONS ")
_ANY = "*"  # as an id: every board of the tool; as a method: one that is not told

_COMPARE = "Compare the condition of the rule with the tickets that the step before opens."
_REACHED_AS = "Tell under `reached_as` of each connection by which host names others reach it."


class Doubt(NamedTuple):
    """Why a way may not be one, and what would settle it."""

    because: str
    settled_by: str


_ANY_METHOD = Doubt(
    "by which method it calls is not told",
    "Look at the method of that call: what only looks changes nothing.",
)


@dataclass(frozen=True, slots=True)
class Edge:
    """One way from a deployment to the next step."""

    source: str
    """Key of the deployment that it leads from."""
    target: str | None
    """Key of a deployment; None where it ends in the tool itself."""
    tenant: Tenant
    """Where it leads to."""
    gate: GateKind
    words: str
    does: DecisionKind | None = None
    """What is done at its end, where that is no deployment's; or by its field's own word."""
    doubt: Doubt | None = None
    """Why it may not be so; None where the data shows it."""
    evidence: tuple[str, ...] = ()
    arrives: tuple[str, ...] = ()
    """What shows that the next step starts from it."""

    @property
    def rank(self) -> tuple[int, str, str]:
        """Sorts by how little stands in the way, for sure; then by words."""
        if self.gate is GateKind.PRE_APPROVAL:
            hindrance = 3
        elif self.doubt is not None or self.gate is GateKind.UNKNOWN:
            hindrance = 1
        else:
            hindrance = 2 if self.gate is GateKind.VETO_WINDOW else 0
        return hindrance, self.words, "" if self.doubt is None else self.doubt.because


def edges_between(
    deployments: Iterable[Deployment],
    *,
    connections: Sequence[Connection],
    entrances: Mapping[str, Sequence[Entrance]],
    listed: Mapping[Tenant, Sequence[Listed]],
) -> dict[str, tuple[Edge, ...]]:
    """Every deployment that leads somewhere, with the ways that it does.

    Of several ways to one place the one with the least in between is kept.

    Args:
        deployments: those that are at work: neither switched off nor shadowed.
        connections: of the run; two may lead to one tenant.
        entrances: vendor to what requests do there.
        listed: tenant to what of it others may name.
    """
    known = list(deployments)
    meeting = _Meeting(known, connections, entrances, listed)
    found: dict[str, tuple[Edge, ...]] = {}
    for one in known:
        best: dict[tuple[str | None, Tenant, DecisionKind | None], Edge] = {}
        led = (edge for link in one.leads_to for edge in meeting.edges(one, link))
        for edge in chain(led, meeting.held_elsewhere(one)):
            place = (edge.target, edge.tenant, edge.does if edge.target is None else None)
            if place not in best or edge.rank < best[place].rank:
                best[place] = edge
        if best:
            found[one.key] = tuple(
                sorted(best.values(), key=lambda e: (e.target or "", e.tenant, str(e.does)))
            )
    return found


class _Held(NamedTuple):
    """What one tool made, and another one holds the id of."""

    made: ListedObject
    target: Deployment
    start: Link
    among: int
    """How many tenants of the product have something of that id."""


class _Meeting:
    """What is there to be met: hosts, starts of deployments, entrances."""

    def __init__(
        self,
        deployments: Iterable[Deployment],
        connections: Sequence[Connection],
        entrances: Mapping[str, Sequence[Entrance]],
        listed: Mapping[Tenant, Sequence[Listed]],
    ) -> None:
        self._entrances = entrances
        self._objects = {
            (tenant, f"{one.kind}:{each.id}"): each
            for tenant, lists in listed.items()
            for one in lists
            for each in one.objects
        }
        self._whole = {
            (tenant, one.kind) for tenant, lists in listed.items() for one in lists if one.is_whole
        }
        self._tenants: dict[str, set[Tenant]] = defaultdict(set)
        self._own: dict[str, set[Tenant]] = defaultdict(set)
        self._shared: dict[str, set[Tenant]] = defaultdict(set)
        for one in connections:
            tenant = (one.vendor, one.tenant_id)
            self._tenants[one.vendor].add(tenant)
            for host in one.hosts:
                self._own[host.casefold()].add(tenant)
            self._shared[one.host.casefold()].add(tenant)
        self._starts: dict[tuple[LinkKind, str], list[tuple[Deployment, Link]]] = defaultdict(list)
        self._in: dict[tuple[Tenant, LinkKind], list[tuple[Deployment, Link]]] = defaultdict(list)
        for deployment in deployments:
            home = (deployment.vendor, deployment.tenant_id)
            for link in deployment.starts_from:
                if link.evidence:
                    self._starts[link.kind, link.key].append((deployment, link))
                    self._in[home, link.kind].append((deployment, link))
        self._held: dict[str, list[_Held]] = defaultdict(list)
        for (kind, product), starts in self._starts.items():
            if kind is LinkKind.PRODUCT:
                for target, start in starts:
                    self._hold(product, target, start)

    def _hold(self, product: str, target: Deployment, start: Link) -> None:
        """Note of what a deployment starts from which one of another product makes it."""
        found = [
            one
            for tenant in sorted(self._tenants.get(product, ()))
            if start.place and (one := self._objects.get((tenant, start.place))) is not None
        ]
        for one in found:
            if one.made_by is not None:
                self._held[one.made_by].append(_Held(one, target, start, among=len(found)))

    def held_elsewhere(self, source: Deployment) -> Iterator[Edge]:
        """The ways to what holds the id of something that a deployment made."""
        for made, target, start, among in self._held.get(source.key, ()):
            what = (start.place or "").replace(":", " ")
            several = Doubt(
                f"{among} tenants of {source.vendor} have {what}: which is meant is not told",
                f"Look in {target.connection} which server of {source.vendor} is set up there.",
            )
            yield Edge(
                source=source.key,
                target=target.key,
                tenant=(target.vendor, target.tenant_id),
                gate=start.gate,
                words=f"made {what}, whose id {target.connection} holds",
                doubt=several if among > 1 else _inferred(start),
                evidence=(made.evidence.id,),
                arrives=start.evidence,
            )

    def edges(self, source: Deployment, link: Link) -> Iterator[Edge]:
        """The ways that one end of a deployment opens."""
        if not link.evidence:
            return
        match link.kind:
            case LinkKind.CALL:
                yield from self._called(source, link)
            case LinkKind.PRODUCT:
                yield from self._product(source, link)
            case LinkKind.DESK:
                at, _, place = link.key.rpartition("/")
                yield from self._landed(source, link, at, place, doubt=None)
            case LinkKind.OBJECT:
                for target, start in self._starts[link.kind, link.key]:
                    yield from self._to(source, link, target, start, doubt=None)
            case _:
                return

    def _called(self, source: Deployment, link: Link) -> Iterator[Edge]:
        if only_looks(link):
            return
        for tenant, doubt in self._at_host(link.key):
            if tenant == (source.vendor, source.tenant_id):
                continue
            entrance = _entrance(self._entrances.get(tenant[0], ()), link.request)
            if entrance is not None and _untold(link.request):
                doubt = doubt or _ANY_METHOD
            if entrance is not None and entrance.opens_at is not None:
                at = "/".join(tenant)
                place = link.place
                if place is not None and not place.startswith(f"{entrance.opens_at}:"):
                    continue
                unknown = None if place else _nowhere(entrance.opens_at)
                yield from self._landed(
                    source,
                    link,
                    at,
                    place or f"{entrance.opens_at}:{_ANY}",
                    doubt=doubt or unknown,
                    everywhere=place is None,
                )
                continue
            does = link.does if entrance is None else entrance.does
            yield self._into(
                source, link, tenant, does, doubt=doubt or (_dark(link) if does is None else None)
            )

    def _product(self, source: Deployment, link: Link) -> Iterator[Edge]:
        tenants = [
            tenant
            for tenant in sorted(self._tenants.get(link.key, ()))
            if (tenant, _kind_of(link)) not in self._whole or self._named(tenant, link) is not None
        ]
        look = f"Look in {source.connection} which server of {link.key} is set up there"
        several = Doubt(
            f"which of {len(tenants)} tenants of {link.key} it calls is not told", f"{look}."
        )
        for tenant in tenants:
            named = self._named(tenant, link)
            shown = () if named is None else (named.evidence.id,)
            doubt = several if len(tenants) > 1 else _other(link, named, look)
            started = [
                (target, start)
                for target, start in self._in[tenant, LinkKind.PRODUCT]
                if start.key == source.vendor and start.place is None
            ]
            for target, start in started:
                yield from self._to(source, link, target, start, doubt=doubt)
            if not started:
                what = None if link.does else _dark(link)
                yield self._into(
                    source, link, tenant, link.does, doubt=doubt or what, arrives=shown
                )

    def _named(self, tenant: Tenant, link: Link) -> ListedObject | None:
        """What a link names, as it stands in the list of a tenant."""
        return None if link.place is None else self._objects.get((tenant, link.place))

    def _landed(
        self,
        source: Deployment,
        link: Link,
        at: str,
        place: str,
        *,
        doubt: Doubt | None,
        everywhere: bool = False,
    ) -> Iterator[Edge]:
        """To what starts from tickets there; `everywhere` where the board is not told."""
        level, _, _ = place.partition(":")
        beginning = f"{at}/{level}:"
        for (kind, key), starts in sorted(self._starts.items()):
            if kind is not LinkKind.DESK or not key.startswith(beginning):
                continue
            if not (everywhere or key in (f"{at}/{place}", f"{beginning}{_ANY}")):
                continue
            for target, start in starts:
                yield from self._to(source, link, target, start, doubt=doubt)

    def _to(
        self,
        source: Deployment,
        link: Link,
        target: Deployment,
        start: Link,
        *,
        doubt: Doubt | None,
    ) -> Iterator[Edge]:
        if target.key == source.key:
            return
        held = start.gate in (GateKind.PRE_APPROVAL, GateKind.VETO_WINDOW)
        gates = (link.gate, start.gate) if held else (link.gate,)
        yield Edge(
            source=source.key,
            target=target.key,
            tenant=(target.vendor, target.tenant_id),
            gate=GateKind.PRE_APPROVAL if GateKind.PRE_APPROVAL in gates else gates[-1],
            words=words_of(link),
            does=link.does,
            doubt=doubt or _inferred(link) or _inferred(start),
            evidence=link.evidence,
            arrives=start.evidence,
        )

    def _into(
        self,
        source: Deployment,
        link: Link,
        tenant: Tenant,
        does: DecisionKind | None,
        *,
        doubt: Doubt | None,
        arrives: tuple[str, ...] = (),
    ) -> Edge:
        return Edge(
            source=source.key,
            target=None,
            tenant=tenant,
            gate=link.gate,
            words=words_of(link),
            does=does or DecisionKind.UNKNOWN,
            doubt=doubt or _inferred(link),
            evidence=link.evidence,
            arrives=arrives,
        )

    def _at_host(self, host: str) -> Iterator[tuple[Tenant, Doubt | None]]:
        """The tenants to which a host leads, and why that is not certain."""
        own = self._own.get(host.casefold(), set())
        if len(own) == 1:
            yield from ((tenant, None) for tenant in own)
            return
        for tenant in sorted(own | self._shared.get(host.casefold(), set())):
            yield tenant, Doubt(f"{host} leads to more tenants than this one", _REACHED_AS)


def _entrance(entrances: Iterable[Entrance], request: str | None) -> Entrance | None:
    """What a request does: the longest end of its path that is known, by the same method."""
    if request is None:
        return None
    method, _, path = request.casefold().partition(" ")  # no vendor minds the case of a path
    fitting = []
    for one in entrances:
        verb, _, end = one.request.casefold().partition(" ")
        if method in (verb, _ANY) and (path == end or path.endswith(end)):
            fitting.append(one)
    return max(fitting, key=lambda one: len(one.request), default=None)


def _kind_of(link: Link) -> str | None:
    return None if link.place is None else link.place.partition(":")[0]


def _other(link: Link, named: ListedObject | None, look: str) -> Doubt | None:
    """Why the one tenant that was read may not be the one that a field means."""
    if named is not None and link.place is not None:
        what = link.place.replace(":", " ")
        if not (link.named and named.name):
            return Doubt(
                f"{what} may be another one: one side told no name of it",
                f"{look}, and what {what} is called there.",
            )
        if link.named == named.name:
            return None
        return Doubt(
            f"{what} has another name there: which server is not told",
            f"{look}, and whether {what} was renamed.",
        )
    what = "what it calls" if link.place is None else link.place.replace(":", " ")
    return Doubt(
        f"which server is not told: no list of {link.key} shows {what}",
        f"{look}, and whether the one that is read has {what}.",
    )


def _untold(request: str | None) -> bool:
    return request is not None and request.startswith(f"{_ANY} ")


def _inferred(link: Link) -> Doubt | None:
    if link.basis is Basis.OBSERVED:
        return None
    because = link.because or "the link is concluded, not shown"
    where = _COMPARE if link.kind is LinkKind.DESK else "Look in both tools whether one leads on."
    return Doubt(because, link.settled_by or where)


def _dark(link: Link) -> Doubt:
    what = link.request.removeprefix(f"{_ANY} ") if link.request else "the request"
    return Doubt(
        f"what {what} does there is not known",
        "Look in the tool that is called what answers at that address, and what it starts.",
    )


def _nowhere(level: str) -> Doubt:
    return Doubt(
        f"on which {level} is not told".replace("_", " "),
        f"Look at the request: which {level.replace('_', ' ')} it names, or which the tool takes"
        " where none is named.",
    )


def only_looks(link: Link) -> bool:
    """Whether a call changes nothing where it leads: by its method."""
    return link.request is not None and link.request.startswith(_LOOKS)


def words_of(link: Link) -> str:
    """What leads on, in words: `sends POST psa.example/service/tickets, board 2`."""
    match link.kind:
        case LinkKind.CALL:
            if link.request is None:
                return f"sends a request to {link.key}"
            method, _, path = link.request.partition(" ")
            place = f", {_in_words(link.place)}" if link.place else ""
            while path.startswith("/{}/{}"):  # what says nothing is told once
                path = path[3:]
            sends = "calls" if method == _ANY else f"sends {method}"
            return f"{sends} {link.key}{path}{place}"
        case LinkKind.DESK:
            return f"puts tickets on {_in_words(link.key.rpartition('/')[2])}"
        case LinkKind.PRODUCT:
            what = f", {link.place.replace(':', ' ')}" if link.place else ""
            return f"calls {link.key}{what}"
        case _:
            return f"starts {link.key.rpartition('/')[2].replace(':', ' ')}"


def _in_words(place: str) -> str:
    """`ticket_type:8` as a person says it; of an id nothing is changed."""
    kind, _, id = place.partition(":")
    return f"{kind.replace('_', ' ')} {id}"
