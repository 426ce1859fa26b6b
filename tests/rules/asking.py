"""One rule asked about a small estate: two clients, one connection, whatever it runs."""

from __future__ import annotations

from collections.abc import Iterable

from aigov_connectors.config import Config
from aigov_connectors.inventory import (
    AIFeature,
    DecisionStats,
    Deployment,
    Gap,
    UnknownSetting,
    VendorAnswer,
)
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
    features: Iterable[AIFeature] = (),
    vendor_answers: Iterable[VendorAnswer] = (),
    config: Config | None = None,
) -> tuple[Finding, ...]:
    """Everything that the rule says, passes last.

    A feature that is not given learns, and decides what its last deployment decides.
    """
    given = {one.id: one for one in features}
    decided = {one.feature: one.decisions for one in deployments if one.feature not in given}
    inventory = make_inventory(
        make_collection(
            features=(
                *given.values(),
                *(
                    make_feature(name.partition(".")[2], decisions=decisions_of_it)
                    for name, decisions_of_it in decided.items()
                ),
            ),
            organizations=(make_organization("1", "One"), make_organization("2", "Two")),
            deployments=deployments,
            decisions=decisions,
            unknown_settings=unknown_settings,
            gaps=gaps,
            vendor_answers=vendor_answers,
            evidence=(make_evidence("/data/new", value=True),),
        ),
        config=config,
    )
    found = assess(inventory, (config or Config()).policy, rules=[rule])
    return (*found.findings, *found.passes)
