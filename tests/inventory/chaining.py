"""Three tools, their links and the chains over them, in few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.inventory.builders import NOW, deployment, evidence

from aigov_connectors.inventory import (
    Autonomy,
    Basis,
    Chain,
    Client,
    ClientMember,
    Connection,
    ConnectionStatus,
    DecisionKind,
    Deployment,
    DeploymentClient,
    Entrance,
    Gap,
    GateKind,
    Link,
    LinkKind,
    Listed,
    ListedObject,
    MatchKind,
    Reach,
)
from aigov_connectors.inventory.chains import chains_across

TOOLS = ("edr", "psa", "rmm")
ENTRANCES = {
    "psa": (
        Entrance(
            request="POST /service/tickets",
            does=DecisionKind.INFORM,
            opens_at="board",
            source="manual",
        ),
    ),
    "rmm": (Entrance(request="POST /script/run", does=DecisionKind.RUN_SCRIPT, source="manual"),),
}


def connection(vendor: str, *, tenant: str = "t", **rest: Any) -> Connection:
    told: dict[str, Any] = {
        "name": f"{vendor}-1",
        "host": f"{vendor}.example",
        "hosts": (f"{vendor}.example",),
        "status": ConnectionStatus.COMPLETED,
        "started_at": NOW,
        "finished_at": NOW,
    }
    return Connection(vendor=vendor, tenant_id=tenant, **{**told, **rest})


def call(host: str = "psa.example", *, place: str | None = "board:2", **rest: Any) -> Link:
    told: dict[str, Any] = {
        "request": "POST /service/tickets",
        "gate": GateKind.NONE,
        "evidence": ("called",),
    }
    return Link(kind=LinkKind.CALL, key=host, place=place, **{**told, **rest})


def desk(board: str = "2", **rest: Any) -> Link:
    told: dict[str, Any] = {"gate": GateKind.NONE, "evidence": ("board",)}
    return Link(kind=LinkKind.DESK, key=f"psa/t/board:{board}", **{**told, **rest})


def runs(product: str = "rmm", **rest: Any) -> Link:
    told: dict[str, Any] = {
        "does": DecisionKind.RUN_SCRIPT,
        "gate": GateKind.NONE,
        "place": "script:9",
        "named": "Clean up",
        "evidence": ("script",),
    }
    return Link(kind=LinkKind.PRODUCT, key=product, **{**told, **rest})


def alert(*links: Link, **rest: Any) -> Deployment:
    """A workflow in the first tool that tells somebody: alone it changes nothing."""
    told: dict[str, Any] = {
        "autonomy": Autonomy.ADVISORY,
        "gate": GateKind.NOT_APPLICABLE,
        "source": "w",
    }
    return deployment("workflow", leads_to=links, **{**told, **rest})


def rule(*links: Link, starts: Iterable[Link] = (desk(),), **rest: Any) -> Deployment:
    """A rule on a board of the second tool."""
    one = deployment(
        "rule", vendor="psa", source="r", leads_to=links, starts_from=tuple(starts), **rest
    )
    return one.model_copy(update={"decisions": (DecisionKind.RUN_SCRIPT,)})


def scripts(*ids: str, name: str | None = "Clean up", is_whole: bool = True) -> Listed:
    """The third tool's own list of its scripts."""
    objects = tuple(ListedObject(id=one, name=name, evidence=evidence(value=one)) for one in ids)
    return Listed(kind="script", objects=objects, is_whole=is_whole)


def client(name: str, tools: Iterable[str] = TOOLS) -> Client:
    members = tuple(
        ClientMember(
            vendor=vendor, tenant_id="t", vendor_id=name, name=name, match=MatchKind.EXACT_NAME
        )
        for vendor in tools
    )
    return Client(id=name, name=name, members=members)


def joined(
    deployments: Sequence[Deployment],
    *,
    clients: Sequence[Client] = (client("lakeside"), client("harbor")),
    connections: Sequence[Connection] = tuple(map(connection, TOOLS)),
    reached: Mapping[str, Iterable[str]] | None = None,
    listed: Mapping[tuple[str, str], Sequence[Listed]] | None = None,
    short: Iterable[tuple[str, str]] = (),
) -> tuple[tuple[Chain, ...], tuple[Gap, ...]]:
    """The chains; `reached` gives source ids whom they reach where that is not everyone."""
    rows = [
        DeploymentClient(deployment=one.key, client=name, reach=Reach.LISTED, basis=Basis.OBSERVED)
        for one in deployments
        for name in (reached or {}).get(one.source_object.id, [each.id for each in clients])
    ]
    return chains_across(
        deployments,
        connections=connections,
        entrances=ENTRANCES,
        rows=rows,
        clients=clients,
        listed={("rmm", "t"): [scripts("9")]} if listed is None else listed,
        short=frozenset(short),
    )


def chains(deployments: Sequence[Deployment], **rest: Any) -> tuple[Chain, ...]:
    """The chains alone."""
    found, gaps = joined(deployments, **rest)
    assert not gaps
    return found


def ways(found: Iterable[Chain]) -> set[tuple[str, ...]]:
    """Each chain by the ids of its steps' sources, or the connection in which it ends."""
    return {
        tuple(
            (step.deployment or "").rpartition(":")[2] or f"in {step.integration}"
            for step in chain.steps
        )
        for chain in found
    }
