"""One answer of a rule for all clients that it cannot tell apart.

A setting may reach five hundred clients, and most rules look at the setting alone. What a rule
looks at is watched: where it asked nothing about the client, its answer holds for everyone; where
it asked the oversight policy, it holds for every client of whom the policy says the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from aigov_connectors.inventory import (
    AIFeature,
    BreakdownPart,
    Client,
    DecisionKind,
    Deployment,
)
from aigov_connectors.policy import Policy
from aigov_connectors.policy.lines import Ruling
from aigov_connectors.rules.model import DeploymentRule, Judgement, View

__all__ = ["Answers"]

_Question = tuple[DecisionKind, BreakdownPart | None, str | None]

_ABOUT_WHOM = frozenset({"client", "endpoints"})


@dataclass(frozen=True, slots=True)
class _Watched(View):
    """A view that remembers whether a rule looked at whom it is for, and what the policy said."""

    seen: set[str] = field(default_factory=set, init=False, repr=False, compare=False)
    rulings: list[tuple[_Question, Ruling]] = field(
        default_factory=list, init=False, repr=False, compare=False
    )

    def __getattribute__(self, name: str) -> object:
        if name in _ABOUT_WHOM:
            object.__getattribute__(self, "seen").add(name)
        return object.__getattribute__(self, name)

    def ruling(
        self, decision: DecisionKind, part: BreakdownPart | None, *, feature: str | None = None
    ) -> Ruling:
        """See `View.ruling`."""
        if not self.policy.tells_clients_apart(decision, feature=feature):
            return self.policy.ruling(decision, part, None, feature=feature)
        client = object.__getattribute__(self, "client")
        said = self.policy.ruling(decision, part, client, feature=feature)
        self.rulings.append(((decision, part, feature), said))
        return said


@dataclass(frozen=True, slots=True)
class _Known:
    """An answer, and what the policy was asked for it."""

    rulings: list[tuple[_Question, Ruling]]
    answer: Judgement | None

    def holds_for(self, client: Client, policy: Policy) -> bool:
        """Whether the policy says the same of this client; a rule then answers the same."""
        return all(
            policy.ruling(decision, part, client, feature=feature) == said
            for (decision, part, feature), said in self.rulings
        )


class Answers:
    """What a rule says of one deployment for one client after the other."""

    def __init__(
        self, rule: DeploymentRule, deployment: Deployment, *, feature: AIFeature, policy: Policy
    ) -> None:
        self._rule = rule
        self._deployment = deployment
        self._feature = feature
        self._policy = policy
        self._known: list[_Known] = []

    def about(self, client: Client, *, endpoints: int | None) -> Judgement | None:
        """The answer for a client with so many endpoints under the deployment."""
        for known in self._known:
            if known.holds_for(client, self._policy):
                return known.answer
        view = _Watched(
            feature=self._feature, policy=self._policy, client=client, endpoints=endpoints
        )
        answer = self._rule.evaluate(self._deployment, view)
        if not view.seen:
            self._known.append(_Known(view.rulings, answer))
        return answer
