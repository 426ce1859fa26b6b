"""Random runs over a few clients in two tools, for what must hold of every run."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from aigov_connectors.config import Config
from aigov_connectors.inventory import (
    ApprovalGate,
    Autonomy,
    Chain,
    ChainStep,
    ClientContext,
    ClientEntry,
    DecisionKind,
    Deployment,
    Evidence,
    GateKind,
    Inventory,
    Reach,
    Scope,
    ScopeLevel,
    SourceKind,
    SourceObject,
    UnknownSetting,
    deployment_key,
)
from aigov_connectors.inventory.concern import ONE_CLIENTS
from aigov_connectors.testing import (
    make_collection,
    make_connection,
    make_deployment,
    make_evidence,
    make_feature,
    make_inventory,
    make_organization,
)

NAMES = ("Alder Works", "Birch School", "Cedar Bank", "Dogwood Farm")
VENDORS = ("acme", "zeta")
_UNDER = (("HIPAA",), ("GLBA",), (), ("HIPAA",))
_FEATURES = {
    vendor: (
        make_feature("contain", vendor=vendor, decisions=(DecisionKind.ISOLATE_ENDPOINT,)),
        make_feature("script", vendor=vendor, decisions=(DecisionKind.RUN_SCRIPT,)),
        make_feature("close", vendor=vendor, decisions=(DecisionKind.CLOSE_TICKET,)),
    )
    for vendor in VENDORS
}


@dataclass(frozen=True)
class _Setting:
    vendor: str
    feature: int
    reach: Reach
    clients: frozenset[int]
    """Whom it is seen at; numbers of clients."""
    level: ScopeLevel
    autonomy: Autonomy
    enabled: bool | None
    holds_unknown: bool


_settings = st.builds(
    _Setting,
    vendor=st.sampled_from(VENDORS),
    feature=st.integers(0, 2),
    reach=st.sampled_from(Reach),
    clients=st.frozensets(st.integers(0, len(NAMES) - 1)),
    level=st.sampled_from([ScopeLevel.TENANT, ScopeLevel.GROUP, ScopeLevel.SITE, ScopeLevel.QUEUE]),
    autonomy=st.sampled_from(Autonomy),
    enabled=st.sampled_from([True, True, None, False]),
    holds_unknown=st.booleans(),
)


@st.composite
def estates(draw: st.DrawFn) -> Inventory:
    """An inventory with settings of every reach, unknown switches and chains."""
    served = {vendor: draw(st.frozensets(st.integers(0, len(NAMES) - 1))) for vendor in VENDORS}
    settings = draw(st.lists(_settings, min_size=1, max_size=5))
    of_tenant = draw(st.frozensets(st.sampled_from(VENDORS)))
    parts = []
    every: list[Deployment] = []
    for vendor in VENDORS:
        deployments, reach, proofs, unknown = [], {}, [], []
        for number, one in enumerate(settings):
            if one.vendor != vendor:
                continue
            seen = sorted(one.clients & served[vendor])
            if one.level in ONE_CLIENTS:
                seen = seen[:1]
            # What is one client's own bears its name, and so does what shows it.
            is_own = one.reach is Reach.LISTED or one.level in ONE_CLIENTS
            whose = NAMES[seen[0]] if len(seen) == 1 and is_own else "some"
            proof = _proof(vendor, f"/{number}", f"mode of {whose}")
            deployment = _deployment(one, number, whose, proof)
            deployments.append(deployment)
            proofs.append(proof)
            reach[deployment.key] = {f"{vendor}-{name}": 3 for name in seen}
            if one.holds_unknown:
                strange = _proof(vendor, f"/strange/{number}", f"on at {whose}")
                proofs.append(strange)
                unknown.append(_unknown(deployment.source_object, vendor, strange))
        if vendor in of_tenant:
            strange = _proof(vendor, "/strange/all", "on")
            proofs.append(strange)
            system = SourceObject(kind=SourceKind.SETTING, id="system", name="system settings")
            unknown.append(_unknown(system, vendor, strange))
        every += deployments
        rights = _proof(vendor, "/role", "Viewer")
        parts.append(
            make_collection(
                connection=make_connection(
                    f"{vendor}-one", vendor=vendor, rights_evidence=(rights,)
                ),
                features=_FEATURES[vendor],
                organizations=[
                    make_organization(f"{vendor}-{number}", NAMES[number], vendor=vendor)
                    for number in sorted(served[vendor])
                ],
                deployments=deployments,
                reach=reach,
                unknown_settings=unknown,
                evidence=(*proofs, rights),
            )
        )
    entries = tuple(
        ClientEntry(name=name, context=ClientContext(regulations=under))
        for name, under in zip(NAMES, _UNDER, strict=True)
    )
    inventory = make_inventory(*parts, config=Config(clients=entries))
    return inventory.model_copy(update={"chains": _chains(every, inventory)})


def _proof(vendor: str, pointer: str, value: str) -> Evidence:
    return make_evidence(pointer, value, vendor=vendor)


def _deployment(one: _Setting, number: int, whose: str, proof: Evidence) -> Deployment:
    made = make_deployment(
        _FEATURES[one.vendor][one.feature],
        autonomy=one.autonomy,
        enabled=one.enabled,
        reach=one.reach,
        connection=f"{one.vendor}-one",
        source=f"{number}",
        source_name=f"policy {number} of {whose}",
        evidence=(proof,),
    )
    scope = Scope(level=one.level, id=f"place-{number}", name=f"place of {whose}")
    key = deployment_key(
        tenant_id="tenant", feature=made.feature, source_object=made.source_object, scope=scope
    )
    return made.model_copy(update={"scope": scope, "key": key})


def _unknown(source: SourceObject, vendor: str, proof: Evidence) -> UnknownSetting:
    return UnknownSetting(
        vendor=vendor,
        tenant_id="tenant",
        source_object=source,
        pointer="/strange",
        type="bool",
        digest=f"sha256:{source.id}",
        value=True,
        evidence=(proof.id,),
    )


def _chains(deployments: list[Deployment], inventory: Inventory) -> tuple[Chain, ...]:
    """One from each setting of the first tool to each of the second, as `chains_across` would."""
    found = []
    for first in deployments:
        for second in deployments:
            if (first.vendor, second.vendor) != VENDORS:
                continue
            limits = [
                frozenset(row.client for row in inventory.clients_by_deployment.get(one.key, ()))
                for one in (first, second)
                if one.reach is not Reach.UNKNOWN
            ]
            clients = frozenset.intersection(*limits) if limits else None
            if clients is not None and not clients:
                continue
            is_open = len(limits) < 2
            steps = tuple(
                ChainStep(
                    deployment=one.key,
                    link="calls",
                    evidence=one.evidence,
                    gate=GateKind.NONE,
                    doubt="whom it reaches is not known" if one.reach is Reach.UNKNOWN else None,
                )
                for one in (first, second)
            )
            found.append(
                Chain(
                    id=f"{first.source_object.id}-{second.source_object.id}",
                    steps=steps,
                    weakest_gate=ApprovalGate(kind=GateKind.NONE),
                    clients=tuple(sorted(clients or ())),
                    decisions=second.decisions,
                    reach=Reach.UNKNOWN if is_open else Reach.LISTED,
                )
            )
    return tuple(found)
