"""One rule asked about a small estate: two clients, one connection, whatever it runs."""

from __future__ import annotations

from collections.abc import Iterable

from aigov_connectors.config import Config
from aigov_connectors.inventory import DecisionStats, Deployment, Gap, UnknownSetting
from aigov_connectors.rules import Finding, Rule, assess
from aigov_connectors.testing import (
    make_collection,
    make_evidence,
    make_feature,
    make_inventory,
    make_organization,
)


def asked(
    rule: Rule,
    *deployments: Deployment,
    decisions: Iterable[DecisionStats] = (),
    unknown_settings: Iterable[UnknownSetting] = (),
    gaps: Iterable[Gap] = (),
    config: Config | None = None,
) -> tuple[Finding, ...]:
    """Everything that the rule says, passes last."""
    features = {one.feature: one.decisions for one in deployments}
    inventory = make_inventory(
        make_collection(
            features=tuple(
                make_feature(name.partition(".")[2], decisions=decided)
                for name, decided in features.items()
            ),
            organizations=(make_organization("1", "One"), make_organization("2", "Two")),
            deployments=deployments,
            decisions=decisions,
            unknown_settings=unknown_settings,
            gaps=gaps,
            evidence=(make_evidence("/data/new", value=True),),
        ),
        config=config,
    )
    found = assess(inventory, rules=[rule])
    return (*found.findings, *found.passes)
