"""What is plugged in is the whole tenant's, and whom it concerns is never told."""

from __future__ import annotations

import pytest
from tests.inventory.builders import evidence

from aigov_connectors.catalogue import load_catalogue
from aigov_connectors.inventory import (
    Place,
    Reach,
    Scope,
    ScopeLevel,
    Setting,
    SourceKind,
    SourceObject,
)
from aigov_connectors.normalizing.plugged_in import plugged_in


@pytest.mark.parametrize("vendor", ["autotask", "connectwise.psa"])
@pytest.mark.parametrize("enabled", [True, False, None])
def test_what_is_plugged_in_reaches_nobody_knows_whom(vendor: str, enabled: bool | None) -> None:
    entry = load_catalogue(f"aigov_connectors.{vendor}")["third_party_ai"]
    where = Scope(level=ScopeLevel.TENANT, id="t", name="one")
    seen = evidence("url")
    said = plugged_in(
        entry,
        entry.label("callback", "rewst"),
        place=Place(connection="one", tenant_id="t"),
        scope=where,
        source=SourceObject(kind=SourceKind.INTEGRATION, id="hook:1", name="hook"),
        enabled=enabled,
        settings=(Setting(name="url host", value="hooks.rewst.io"),),
        evidence=(seen,),
    )
    told = said.deployment
    assert (told.scope, told.reach, told.enabled) == (where, Reach.UNKNOWN, enabled)
    assert (said.evidence, told.evidence, said.reach) == ((seen,), (seen.id,), {})
