"""An inventory with something in every list."""

from __future__ import annotations

from datetime import date

from tests.inventory.builders import (
    NOW,
    attestation,
    built,
    collection,
    decision,
    deployment,
    entry,
    evidence,
    feature,
    gap,
    org,
    reach,
)

from aigov_connectors.inventory import (
    ApprovalGate,
    Autonomy,
    BreakdownPart,
    Chain,
    ChainStep,
    Dimension,
    GateKind,
    Inventory,
    Operator,
    Window,
)


def part(autonomy: Autonomy, gate: GateKind) -> BreakdownPart:
    return BreakdownPart(
        dimension=Dimension.CONFIDENCE,
        operator=Operator.EQ,
        value="malicious",
        autonomy=autonomy,
        gate=ApprovalGate(kind=gate),
    )


def full() -> Inventory:
    """An inventory with something in every list."""
    kills = deployment(
        "kill",
        breakdown=(part(Autonomy.ADVISORY, GateKind.PRE_APPROVAL),),
        evidence=(evidence().id,),
    )
    inventory = built(
        collection(
            organizations=[org("edr", "1", "Lakeside"), org("edr", "2", "Lakeside")],
            features=(feature("kill"), feature("ask", attest="Is it on?")),
            deployments=(kills,),
            reaches=(reach(kills, "1", window=Window(start=NOW, end=NOW)), reach(kills, "2")),
            decisions=(decision("edr.kill", organization="1", reversed=True),),
            evidence=(evidence(), evidence([1, "ü"])),
            gaps=(gap("threats", features=("edr.kill",)),),
        ),
        clients=[entry("Harbor", aliases={"edr": "9"})],
        attestations=[attestation("edr.ask", until=date(2027, 1, 1))],
    )
    chain = Chain(
        id="c",
        steps=(ChainStep(deployment=kills.key, link="calls", evidence=(evidence().id,)),),
        weakest_gate=ApprovalGate(kind=GateKind.NONE),
    )
    return inventory.model_copy(update={"chains": (chain,)})
