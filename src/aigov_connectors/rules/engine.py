"""Applies rules to an inventory. Pure: no network, no disk, and "now" is the inventory's end."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property

from aigov_connectors.controls import Control, Framework, Relation, shipped_frameworks
from aigov_connectors.controls.frameworks import controls_by_rule, frameworks_digest
from aigov_connectors.inventory import (
    Basis,
    Client,
    Confidence,
    Deployment,
    Exact,
    Inventory,
    Severity,
    UtcTime,
    Verdict,
)
from aigov_connectors.inventory.comparing import Pair
from aigov_connectors.policy import DEFAULT_POLICY, Policy, Waiver
from aigov_connectors.rules.alike import Answers
from aigov_connectors.rules.model import (
    DeploymentRule,
    DriftRule,
    Finding,
    FindingClient,
    InventoryRule,
    Judged,
    Judgement,
    Rule,
    Subject,
    SubjectKind,
    View,
)
from aigov_connectors.rules.narrowing import narrowed_to
from aigov_connectors.rules.reaching import Served, depends_on_the_client, for_whom_not_told
from aigov_connectors.rules.registry import rule_origins, rules_digest, shipped_rules
from aigov_connectors.trust import check_plugins, only_plugins

__all__ = ["Assessment", "assess"]

_GRAVITY = {Verdict.FAIL: 2, Verdict.UNDETERMINED: 1, Verdict.PASS: 0}
_CONFIDENCE = {
    Basis.OBSERVED: Confidence.HIGH,
    Basis.INFERRED: Confidence.MEDIUM,
    Basis.ATTESTED: Confidence.MEDIUM,
    Basis.CATALOGUED: Confidence.LOW,
}


class Assessment(Exact):
    """Findings over an inventory under a policy.

    Nothing is dropped: what failed or could not be told is in `findings`, gravest first; what
    passed is in `passes`, with its evidence.
    """

    policy_digest: str
    rules_digest: str
    assessed_at: UtcTime
    """The end of the run that is assessed: the same inventory gives the same assessment."""
    findings: tuple[Finding, ...] = ()
    passes: tuple[Finding, ...] = ()
    frameworks_digest: str | None = None
    """Names the frameworks whose controls the findings refer to."""
    compared_with: UtcTime | None = None
    """The end of the earlier run, where one was given; without it nothing is said of drift."""
    plugins: tuple[str, ...] = ()
    """Rules of other packages that judged, each with its package and version:
    `night-patching (patchbot-connector 1.2.0)`."""

    def with_findings(self, found: Iterable[Finding]) -> Assessment:
        """The same judgement of other findings, such as those of some clients; gravest first."""
        ordered = sorted(found, key=_order)
        return self.model_copy(
            update={
                "findings": tuple(f for f in ordered if f.verdict is not Verdict.PASS),
                "passes": tuple(f for f in ordered if f.verdict is Verdict.PASS),
            }
        )

    @cached_property
    def failed(self) -> tuple[Finding, ...]:
        """The findings with the verdict `fail` that are not waived."""
        return tuple(f for f in self.findings if f.verdict is Verdict.FAIL and not f.is_waived)

    @cached_property
    def undetermined(self) -> tuple[Finding, ...]:
        """The findings that could not be told."""
        return tuple(f for f in self.findings if f.verdict is Verdict.UNDETERMINED)


def assess(
    inventory: Inventory,
    policy: Policy = DEFAULT_POLICY,
    *,
    previous: Inventory | None = None,
    rules: Sequence[Rule] | None = None,
    frameworks: Sequence[Framework] | None = None,
    plugins: Collection[str] | None = None,
) -> Assessment:
    """Judge an inventory; the same input gives the same output.

    `policy` is what the MSP allows, and its waivers: `Config.policy`. Left out, the lines that ship
    count and nothing is waived, whatever the configuration says.
    `previous` is the inventory of the run before: with it the rules on drift are asked too.
    `rules` defaults to those that ship and those that entry points add, `frameworks` to those that
    ship; `load_framework` reads one of your own. `plugins` names the packages whose rules may be
    imported and asked, none where it is empty, all where it is None: `Config.plugins`.

    Of an inventory that is limited to some clients the rules that compare clients can only say
    that they could not tell: judge the whole, and limit the snapshot (`Snapshot.only`).

    Raises:
        ConfigurationError: `plugins` names a package that is not installed or has no rule and no
            connector.
    """
    origins: Mapping[str, str] = {}
    if rules is None:
        check_plugins(plugins)
        with only_plugins(plugins):
            rules, origins = shipped_rules(), rule_origins()
    chosen = tuple(rules)
    today = inventory.finished_at.date()
    pair = None if previous is None else Pair(previous, inventory)
    known = tuple(shipped_frameworks() if frameworks is None else frameworks)
    about = controls_by_rule(known)
    rows = _Rows(inventory)
    everything = [
        _finding(rule, judged, rows, policy, today, controls)
        for rule in chosen
        for controls in [_controls((*about.get(rule.id, ()), *rule.controls))]
        for judged in _judged(rule, inventory, policy, pair)
    ]
    if inventory.limited_to:  # what only may reach its clients is no fact of them
        everything = list(narrowed_to(everything, inventory.clients, inventory))
    return Assessment(
        policy_digest=policy.digest,
        rules_digest=rules_digest(chosen),
        assessed_at=inventory.finished_at,
        compared_with=None if previous is None else previous.finished_at,
        frameworks_digest=frameworks_digest(known),
        plugins=tuple(f"{name} ({of})" for name, of in origins.items()),
    ).with_findings(everything)


_Row = tuple[str, Verdict, Severity, int | None, Waiver | None]

_RELATION = {Verdict.FAIL: Relation.CONTRADICTS, Verdict.PASS: Relation.SUPPORTS}


def _controls(about: Iterable[Control]) -> dict[Verdict, tuple[Control, ...]]:
    """Say by verdict what a finding is to each control; nothing where it could not be told."""
    each = tuple(dict.fromkeys(about))
    return {
        verdict: tuple(one.model_copy(update={"relation": _RELATION.get(verdict)}) for one in each)
        for verdict in Verdict
    }


def _order(finding: Finding) -> tuple[int, int, str, str]:
    return (
        -_GRAVITY[finding.verdict],
        -finding.severity.rank,
        finding.rule,
        finding.subject.key,
    )


def _judged(
    rule: Rule, inventory: Inventory, policy: Policy, pair: Pair | None
) -> Iterable[Judged]:
    match rule:
        case DeploymentRule():
            return _over_deployments(rule, inventory, policy)
        case InventoryRule():
            return rule.evaluate(inventory, policy)
        case DriftRule():
            return () if pair is None else rule.evaluate(pair, policy)


def _over_deployments(
    rule: DeploymentRule, inventory: Inventory, policy: Policy
) -> Iterator[Judged]:
    """Ask the rule once per client that the deployment reaches: thresholds may differ."""
    served = Served(inventory)
    for deployment in inventory.deployments:
        if deployment.enabled is False or deployment.shadowed_by is not None:
            continue  # switched off, or never reached: nothing to judge (design of the model)
        feature = inventory.feature_by_id[deployment.feature]
        rows = inventory.clients_by_deployment.get(deployment.key, ())
        answers = Answers(rule, deployment, feature=feature, policy=policy)
        verdicts: dict[str, Judgement] = {}
        for row in rows:
            answer = answers.about(inventory.client_by_id[row.client], endpoints=row.endpoints)
            if answer is not None:
                verdicts[row.client] = answer
        several = {id(answer): answer for answer in verdicts.values()}.values()
        overall = (
            max(several, key=lambda answer: _weight(rule, answer))
            if rows and verdicts
            else rule.evaluate(deployment, View(feature=feature, policy=policy, client=None))
        )
        if depends_on_the_client(deployment, policy):
            possible = [
                answers.about(client, endpoints=None)
                for client in served.whom_it_may_reach(deployment, policy)
                if client.id not in verdicts
            ]
            told = [answer for answer in possible if answer is not None]
            overall = for_whom_not_told(overall, told, is_seen=bool(verdicts))
        if overall is None:
            continue
        yield Judged(
            subject=Subject(
                kind=SubjectKind.DEPLOYMENT,
                key=deployment.key,
                name=f"{feature.name}, {deployment.source_object.name}",
                connection=deployment.connection,
                feature=deployment.feature,
            ),
            connection=inventory.connection_by_name.get(deployment.connection),
            overall=_with_basis(overall, deployment, inventory),
            per_client=verdicts,
            confidence=_CONFIDENCE[overall.basis or deployment.basis],
            remedy=_remedy(rule, deployment),
        )


def _with_basis(answer: Judgement, deployment: Deployment, inventory: Inventory) -> Judgement:
    """Give the judgement what the deployment rests on, where the rule named nothing."""
    evidence = deployment.evidence if answer.evidence is None else answer.evidence
    gaps = answer.gaps
    if not evidence and not gaps:  # attested: no API shows it, and that gap is what it rests on
        gaps = tuple(
            gap.id
            for gap in inventory.gaps
            if gap.connection == deployment.connection and deployment.feature in gap.features
        )
    return replace(answer, evidence=evidence, gaps=gaps)


def _remedy(rule: DeploymentRule, deployment: Deployment) -> str:
    how = deployment.override.how
    return f"{rule.remedy} {how}" if how else rule.remedy


class _Rows:
    """The rows of findings, equal ones held once: a client stands alike under hundreds of them."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        self._held: dict[_Row, FindingClient] = {}

    def row(
        self,
        client: Client,
        *,
        verdict: Verdict,
        severity: Severity,
        endpoints: int | None,
        waiver: Waiver | None,
    ) -> FindingClient:
        key = (client.id, verdict, severity, endpoints, waiver)
        held = self._held.get(key)
        if held is None:
            held = self._held[key] = FindingClient(
                id=client.id,
                name=client.name,
                verdict=verdict,
                severity=severity,
                endpoints=endpoints,
                waiver=waiver,
            )
        return held


def _finding(
    rule: Rule,
    judged: Judged,
    rows: _Rows,
    policy: Policy,
    today: date,
    controls: Mapping[Verdict, tuple[Control, ...]],
) -> Finding:
    overall, subject, inventory = judged.overall, judged.subject, rows.inventory
    waivers = [
        waiver
        for waiver in policy.waivers
        if waiver.rule == rule.id
        and waiver.is_valid_on(today)
        and _covers(waiver, subject, inventory)
    ]
    endpoints = {
        row.client: row.endpoints for row in inventory.clients_by_deployment.get(subject.key, ())
    }
    # A part's count over several clients tells nothing of one of them.
    alone = len(judged.per_client) == 1
    clients = tuple(
        rows.row(
            inventory.client_by_id[client_id],
            verdict=answer.verdict,
            severity=_severity(rule, answer),
            endpoints=_fewer(endpoints.get(client_id), answer.endpoints if alone else None),
            waiver=_waiver_for(waivers, inventory.client_by_id[client_id]),
        )
        for client_id, answer in sorted(judged.per_client.items())
    )
    return Finding(
        rule=rule.id,
        topic=rule.topic,
        title=rule.title,
        subject=subject,
        verdict=overall.verdict,
        severity=_severity(rule, overall),
        confidence=judged.confidence,
        because=overall.because,
        does=overall.does,
        remedy=overall.remedy or judged.remedy or rule.remedy,
        evidence=overall.evidence or (),
        gaps=overall.gaps,
        clients=clients,
        controls=controls[overall.verdict],
        waiver=next((waiver for waiver in waivers if waiver.client is None), None),
    )


def _fewer(reached: int | None, concerned: int | None) -> int | None:
    """The endpoints concerned, never more than the client has under the setting.

    In an inventory that is limited to one client a part still counts those of all of them.
    """
    counts = [one for one in (reached, concerned) if one is not None]
    return min(counts, default=None)


def _severity(rule: Rule, answer: Judgement) -> Severity:
    if answer.verdict is Verdict.PASS:
        return Severity.INFO
    return answer.severity or rule.severity


def _weight(rule: Rule, answer: Judgement) -> tuple[int, int]:
    return _GRAVITY[answer.verdict], _severity(rule, answer).rank


def _covers(waiver: Waiver, subject: Subject, inventory: Inventory) -> bool:
    return (
        waiver.deployment in (None, subject.key)
        and waiver.feature in (None, subject.feature)
        and (waiver.connection is None or _is_of(waiver.connection, subject, inventory))
    )


def _is_of(connection: str, subject: Subject, inventory: Inventory) -> bool:
    """Whether a subject is one of a connection: its own, or another to the same tenant.

    What two connections show of one tenant is one finding, which names only one of them.
    """
    if connection == subject.connection:
        return True
    if subject.kind is SubjectKind.CONNECTION and subject.key == subject.connection:
        return False  # a credential is that of its connection alone
    known = inventory.connection_by_name
    one, other = known.get(connection), known.get(subject.connection)
    if one is None or other is None:
        return False
    return (one.vendor, one.tenant_id) == (other.vendor, other.tenant_id)


def _waiver_for(waivers: Iterable[Waiver], client: Client) -> Waiver | None:
    for waiver in waivers:
        if waiver.client in (None, *client.names):
            return waiver
    return None
