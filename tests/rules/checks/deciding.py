"""What the rules on models that act on tickets have in common: the same five answers."""

from tests.rules.asking import asked

from aigov_connectors.config import Config, OversightConfig
from aigov_connectors.inventory import Autonomy, DecisionKind, Technique
from aigov_connectors.policy import OversightLine, Permission
from aigov_connectors.rules import Finding, Rule
from aigov_connectors.testing import make_deployment, make_feature

ALLOWED = Config(
    oversight=OversightConfig(lines=(OversightLine(name="models may", allowed=Permission.ALONE),))
)


def answered(
    rule: Rule,
    *decisions: DecisionKind,
    techniques: tuple[Technique, ...] = (Technique.GENERATIVE,),
    config: Config | None = None,
    autonomy: Autonomy = Autonomy.FULLY_AUTONOMOUS,
    enabled: bool | None = True,
) -> tuple[Finding, ...]:
    """What the rule says of one setting of a feature that decides `decisions`."""
    feature = make_feature("dispatcher", decisions=decisions, techniques=techniques)
    deployment = make_deployment(feature, autonomy=autonomy, enabled=enabled)
    return asked(rule, deployment, features=(feature,), config=config)
