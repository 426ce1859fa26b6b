"""A run sees at least what the run before saw.

Undetermined: of a connection, or of some of its clients, fewer resources were read or fewer
features could be determined than in the run before; the gaps that are new are quoted. Medium.
Pass: never said. Fail: never said.
Not asked where there is no run before; a connection that is not in this run at all has no gap to
rest on, and is told by the comparison of the two runs; so is a run that was told to read less.
Why: a finding that is missing because nobody could look must never read as resolved.
Remedy: see why it was not read (`aigov-connectors check`), mend it, and run discovery again.
"""

from __future__ import annotations

from collections.abc import Iterator

from aigov_connectors.inventory import Inventory, Severity, Verdict
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.inventory.covering import CoverageMove, coverage_moves
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import (
    DriftRule,
    Judged,
    Judgement,
    Subject,
    SubjectKind,
)
from aigov_connectors.rules.words import listed


def evaluate(pair: Pair, policy: Policy) -> Iterator[Judged]:
    """Judge each connection that is in both runs; the policy has no say in it."""
    chosen = pair.after.limited_resources
    if chosen and chosen != pair.before.limited_resources:
        return  # it was told to read less
    found: dict[str, list[CoverageMove]] = {}
    for move in coverage_moves(pair):
        if move.fell:
            found.setdefault(move.connection.name, []).append(move)
    for name, moves in found.items():
        gaps = moves[0].gaps or _all_gaps(pair.after, name)
        if not gaps:
            continue  # nothing would show why
        judgement = Judgement(
            Verdict.UNDETERMINED,
            f"Of {name} less was seen than in the run before:"
            f" {listed(f'{one.after} (before: {one.before.part})' for one in moves)}.",
            evidence=(),
            gaps=gaps,
        )
        clients = sorted({client for one in moves for client in one.clients})
        yield Judged(
            subject=Subject(kind=SubjectKind.CONNECTION, key=name, name=name, connection=name),
            connection=moves[0].connection,
            overall=judgement,
            per_client=dict.fromkeys(clients, judgement),
        )


def _all_gaps(inventory: Inventory, connection: str) -> tuple[str, ...]:
    return tuple(sorted(gap.id for gap in inventory.gaps if gap.connection == connection))


RULE = DriftRule(
    id="coverage-fell",
    title="Less was seen than in the run before",
    severity=Severity.MEDIUM,
    remedy="See why it was not read with aigov-connectors check, mend it, and run it again.",
    evaluate=evaluate,
)
