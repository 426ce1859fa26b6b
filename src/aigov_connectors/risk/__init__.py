"""Risk by client context: what acts, how much of a person's oversight is missing, and for whom.

`rate(inventory, assessment)` is pure. The formula is published in `docs/risk.md`; unknown settings
give a span instead of a number.
"""

from aigov_connectors.risk.model import ChainRisk, Change, ClientRisk, Rating, Risk
from aigov_connectors.risk.rating import rate
from aigov_connectors.risk.regulations import Regulation, known_regulations, regulation_named
from aigov_connectors.risk.scale import RiskLevel, level_of
from aigov_connectors.risk.span import Span

__all__ = [
    "ChainRisk",
    "Change",
    "ClientRisk",
    "Rating",
    "Regulation",
    "Risk",
    "RiskLevel",
    "Span",
    "known_regulations",
    "level_of",
    "rate",
    "regulation_named",
]
