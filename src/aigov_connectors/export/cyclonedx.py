"""CycloneDX 1.7: vendor features as services, findings as claims, with the evidence for them.

One service for each connection, and in it one for each deployment of a feature. What no standard
field holds stands under the property prefix `aigov_connectors:`. A model that a vendor does not
name is not made up, and no conformance is scored: a claim gives evidence, it certifies nothing.

Source: https://cyclonedx.org/docs/1.7/json/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from aigov_connectors.export.cyclonedx_claims import declarations, remarks, standards
from aigov_connectors.export.cyclonedx_refs import connection_ref, deployment_ref
from aigov_connectors.export.model import Part, Run
from aigov_connectors.export.naming import run_name, stamp
from aigov_connectors.export.streaming import json_pieces
from aigov_connectors.inventory import Connection, Deployment, Evidence, GapReason, Inventory

__all__ = ["PREFIX", "cyclonedx_parts"]

PREFIX = "aigov_connectors:"

_AGGREGATES = {
    GapReason.NOT_EXPOSED: "incomplete_third_party_proprietary_only",
    GapReason.INCONCLUSIVE: "unknown",
}
"""What a gap leaves of the picture; every other reason is plainly incomplete."""

Properties = list[dict[str, str]]


def cyclonedx_parts(run: Run) -> Iterator[Part]:
    """One bill of materials: of the client that the run is limited to, or of the whole estate."""
    yield Part("aigov-export.cdx.json", json_pieces(_bom(run)))


def _bom(run: Run) -> dict[str, Any]:
    inventory = run.snapshot.inventory
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.7.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.7",
        "serialNumber": f"urn:uuid:{run_name(run.snapshot)}",
        "version": 1,
        "metadata": _metadata(run),
        "services": _services(inventory),
        "dependencies": list(_dependencies(inventory)),
        "compositions": list(_compositions(inventory)),
        "annotations": remarks(run.snapshot),
        "declarations": declarations(run.snapshot),
        "definitions": {"standards": standards()},
    }


def _metadata(run: Run) -> dict[str, Any]:
    inventory, client = run.snapshot.inventory, run.client
    whole = {"bom-ref": "estate", "name": "Clients of the MSP"}
    one = {} if client is None else {"bom-ref": f"client:{client.id}", "name": client.name}
    facts: Properties = []
    if client is not None:
        facts = _properties(
            industry=client.context.industry,
            regulations=",".join(client.context.regulations),
            residency=client.context.residency,
            criticality=client.context.criticality,
        )
    return {
        "timestamp": stamp(inventory.finished_at),
        "lifecycles": [{"phase": "operations"}],
        "tools": {
            "components": [
                {
                    "type": "application",
                    "name": "aigov-connectors",
                    "version": inventory.library_version,
                    "properties": _properties(rules=run.snapshot.assessment.rules_digest),
                }
            ]
        },
        "component": {"type": "application", **(one or whole), "properties": facts},
        "properties": _properties(
            schema_version=run.snapshot.schema_version,
            policy=run.snapshot.assessment.policy_digest,
            frameworks=run.snapshot.assessment.frameworks_digest,
        ),
    }


def _services(inventory: Inventory) -> Iterator[dict[str, Any]]:
    within: dict[str, list[Deployment]] = defaultdict(list)
    for deployment in inventory.deployments:
        within[deployment.connection].append(deployment)
    for connection in inventory.connections:
        yield {
            "bom-ref": connection_ref(connection.name),
            "provider": {"name": connection.vendor},
            "group": connection.vendor,
            "name": connection.name,
            **({"version": connection.vendor_version} if connection.vendor_version else {}),
            "authenticated": True,
            "x-trust-boundary": True,
            "properties": _properties(
                status=connection.status, rights=connection.rights, tenant=connection.tenant_id
            ),
            "services": (
                _service(one, connection, inventory) for one in within.get(connection.name, ())
            ),
        }


def _service(
    deployment: Deployment, connection: Connection, inventory: Inventory
) -> dict[str, Any]:
    feature = inventory.feature_by_id[deployment.feature]
    known = inventory.evidence_by_id
    rows = inventory.clients_by_deployment.get(deployment.key, ())
    techniques = deployment.techniques or feature.techniques
    return {
        "bom-ref": deployment_ref(deployment.key),
        "provider": {"name": deployment.vendor},
        "group": deployment.vendor,
        "name": f"{feature.name}, {deployment.source_object.name}",
        **({"version": connection.vendor_version} if connection.vendor_version else {}),
        "description": feature.decides,
        "endpoints": _endpoints(known[one] for one in deployment.evidence if one in known),
        "authenticated": True,
        "x-trust-boundary": True,
        "data": [
            {"flow": "unknown", "classification": "unclassified", "name": one}
            for one in feature.data_used
        ],
        "properties": _properties(
            feature=deployment.feature,
            key=deployment.key,
            enabled={True: "true", False: "false", None: "unknown"}[deployment.enabled],
            is_ai=str(deployment.is_ai(feature)).lower(),
            techniques=",".join(techniques),
            functions=",".join(feature.functions),
            decisions=",".join(deployment.decisions),
            autonomy=deployment.autonomy,
            gate=deployment.gate.kind,
            default_state=feature.default_state,
            override=deployment.override.state,
            rollback=deployment.rollback.state,
            basis=deployment.basis,
            scope=f"{deployment.scope.level}:{deployment.scope.id}",
            reach=deployment.reach,
            clients=",".join(row.client for row in rows),
            shadowed_by=deployment.shadowed_by,
        ),
    }


def _endpoints(evidence: Iterable[Evidence]) -> list[str]:
    """Where the setting was read: the path with its placeholders, without the host."""
    return sorted({quote(one.fact.path_template, safe="/") for one in evidence})


def _dependencies(inventory: Inventory) -> Iterator[dict[str, Any]]:
    """What leads to what across tools, as the chains tell it."""
    leads: dict[str, set[str]] = defaultdict(set)
    for chain in inventory.chains:
        steps = [deployment_ref(one.deployment) for one in chain.steps if one.deployment]
        for one, following in pairwise(steps):
            if one != following:
                leads[one].add(following)
    known = {deployment_ref(one.key) for one in inventory.deployments}
    for one in sorted(leads.keys() & known):
        yield {"ref": one, "dependsOn": sorted(leads[one] & known)}


def _compositions(inventory: Inventory) -> Iterator[dict[str, Any]]:
    """How complete the picture of each connection is."""
    found: Mapping[str, set[str]] = defaultdict(set)
    for gap in inventory.gaps:
        found[_AGGREGATES.get(gap.reason, "incomplete")].add(gap.connection)
    for aggregate in sorted(found):
        yield {
            "aggregate": aggregate,
            "assemblies": [connection_ref(name) for name in sorted(found[aggregate])],
        }


def _properties(**values: str | None) -> Properties:
    return [
        {"name": f"{PREFIX}{name}", "value": str(value)} for name, value in values.items() if value
    ]
