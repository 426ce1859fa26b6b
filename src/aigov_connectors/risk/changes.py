"""What to change first: the objects of tools whose change clears the most of what failed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from aigov_connectors.inventory import (
    Chain,
    Client,
    Deployment,
    Inventory,
    SourceKind,
    Verdict,
)
from aigov_connectors.policy.regulations import regulations_of
from aigov_connectors.risk.model import ChainRisk, Change, Risk, with_shares
from aigov_connectors.rules import Assessment, Finding, SubjectKind

__all__ = ["changes_of", "names_of_regulations"]

_Object = tuple[str, SourceKind, str]
_Row = tuple[str, str]
"""A deployment or a chain, and a client."""


def changes_of(
    inventory: Inventory,
    assessment: Assessment,
    risks: Iterable[Risk],
    chains: Iterable[ChainRisk],
) -> Iterator[Change]:
    """One change per object; each failed row is cleared by one of them.

    What fails at a setting is cleared by the object that sets it. A chain is broken at any of its
    steps: it counts at the one whose change clears the most besides.
    """
    known = _Known(
        inventory,
        deployments={one.key: one for one in inventory.deployments},
        chains={one.id: one for one in inventory.chains},
        weights={(one.deployment, one.client): one.score.least for one in risks},
        chain_weights={(one.chain, one.client): one.adds for one in chains},
    )
    drafts: dict[_Object, _Draft] = defaultdict(_Draft)
    paths: list[Finding] = []
    for finding in assessment.failed:
        subject = finding.subject
        if subject.kind is SubjectKind.DEPLOYMENT and subject.key in known.deployments:
            drafts[_object(known.deployments[subject.key])].settings.append(finding)
        elif subject.kind is SubjectKind.CHAIN and subject.key in known.chains:
            paths.append(finding)
    _break(paths, drafts, known)
    made = [known.change(draft) for draft in drafts.values()]
    made.sort(key=lambda one: (-one.weight, one.connection, one.source_object.id))
    yield from with_shares(made)


def names_of_regulations(client: Client) -> tuple[str, ...]:
    """The regulations that a client is under, as they are known or as they are written."""
    return regulations_of(client.context)


@dataclass(slots=True)
class _Draft:
    """What one object would clear."""

    settings: list[Finding] = field(default_factory=list)
    chains: list[tuple[Finding, Deployment]] = field(default_factory=list)
    """Each with the step that is set by the object."""


def _object(deployment: Deployment) -> _Object:
    source = deployment.source_object
    return deployment.connection, source.kind, source.id


def _break(paths: Sequence[Finding], drafts: dict[_Object, _Draft], known: _Known) -> None:
    """Give each chain to the object that clears the most: together, and with its own settings."""
    through: dict[_Object, float] = defaultdict(float)
    steps: dict[str, list[Deployment]] = {}
    for finding in paths:
        chain = known.chains[finding.subject.key]
        steps[finding.identity] = found = known.steps(chain)
        for place in {_object(one) for one in found}:
            through[place] += known.chain_weight(finding)
    own = {place: known.setting_weight(draft.settings) for place, draft in drafts.items()}
    for finding in paths:
        found = steps[finding.identity]
        if not found:
            continue
        best = max(
            enumerate(found),
            # Of equals the later step, which is next to the effect.
            key=lambda each: (
                own.get(_object(each[1]), 0.0) + through[_object(each[1])],
                _object(each[1]) in own,
                each[0],
            ),
        )[1]
        drafts[_object(best)].chains.append((finding, best))


@dataclass(frozen=True, slots=True)
class _Known:
    inventory: Inventory
    deployments: Mapping[str, Deployment]
    chains: Mapping[str, Chain]
    weights: Mapping[_Row, float]
    chain_weights: Mapping[_Row, float]

    def steps(self, chain: Chain) -> list[Deployment]:
        """The steps that are settings, in their order."""
        keys = (step.deployment or "" for step in chain.steps)
        return [self.deployments[key] for key in keys if key in self.deployments]

    def setting_weight(self, findings: Iterable[Finding]) -> float:
        """What is cleared with some settings; each row once, however many rules fail on it."""
        rows = {row for one in findings for row in _failed_rows(one)}
        return sum(self.weights.get(row, 0.0) for row in rows)

    def chain_weight(self, finding: Finding) -> float:
        """What is cleared with a chain, beside what its own steps are rated for."""
        return sum(self.chain_weights.get(row, 0.0) for row in _failed_rows(finding))

    def change(self, draft: _Draft) -> Change:
        """The draft with words, clients and weight."""
        about = [self.deployments[one.subject.key] for one in draft.settings]
        about += [step for _, step in draft.chains]
        findings = [*draft.settings, *(finding for finding, _ in draft.chains)]
        rows = {row for one in draft.settings for row in _failed_rows(one)}
        links = {row for one, _ in draft.chains for row in _failed_rows(one)}
        clients = sorted({client for _, client in (*rows, *links)})
        under = Counter(
            word
            for client in clients
            for word in names_of_regulations(self.inventory.client_by_id[client])
        )
        worst = max(
            draft.settings or findings,
            key=lambda one: (one.severity.rank, len(one.clients), one.identity),
        )
        link = next((self._link(finding, step) for finding, step in draft.chains), None)
        remedy = worst.remedy
        if not draft.settings and link is not None:
            remedy = f"Break this link: {link}. {remedy}"
        weight = self.setting_weight(draft.settings)
        weight += sum(self.chain_weight(finding) for finding, _ in draft.chains)
        return Change(
            connection=about[0].connection,
            vendor=about[0].vendor,
            source_object=about[0].source_object,
            features=tuple(sorted({one.feature for one in about})),
            remedy=remedy,
            findings=tuple(sorted(finding.identity for finding in findings)),
            rows=tuple(sorted(rows)),
            chain_rows=tuple(sorted(links)),
            link=link,
            clients=tuple(clients),
            under=dict(sorted(under.items())),
            weight=round(weight, 1),
            share=0.0,
        )

    def _link(self, finding: Finding, step: Deployment) -> str | None:
        """What joins a step to the next; at the last, what leads to it."""
        chain = self.chains[finding.subject.key]
        place = next(at for at, one in enumerate(chain.steps) if one.deployment == step.key)
        words = chain.steps[place].link or chain.steps[max(0, place - 1)].link
        if words is None:
            return None
        at = place if chain.steps[place].link else max(0, place - 1)
        source = self.deployments.get(chain.steps[at].deployment or "")
        return f"{source.source_object.name} {words}" if source is not None else words


def _failed_rows(finding: Finding) -> Iterator[_Row]:
    for row in finding.clients:
        if row.verdict is Verdict.FAIL and row.waiver is None:
            yield finding.subject.key, row.id
