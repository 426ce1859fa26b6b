"""Every switch in a vendor's settings is known to the catalogue.

Pass: never said; a switch that is known is read as its feature.
Undetermined: a settings object holds a key that no catalogue knows. It may be a new AI feature or a
colour of a button: a name is never evidence of either. Low, and medium where it is switched on,
be it by true or by a word for that, such as `on`.
One answer per key and connection, with the objects that hold it.
Why: vendors switch new features on between two releases of any catalogue.
Remedy: look in the vendor's console what the key does; report it, so that the catalogue learns it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from aigov_connectors.inventory import (
    Connection,
    Inventory,
    Severity,
    SourceKind,
    UnknownSetting,
    Verdict,
)
from aigov_connectors.policy import Policy
from aigov_connectors.rules.model import (
    InventoryRule,
    Judged,
    Judgement,
    Subject,
    SubjectKind,
    Topic,
)
from aigov_connectors.rules.words import listed

_ON = frozenset({"on", "true", "yes", "enable", "enabled", "active", "protect"})
"""Words by which vendors switch on: engines of SentinelOne are `on`, its modes `protect`."""


def evaluate(inventory: Inventory, policy: Policy) -> Iterator[Judged]:
    """Judge each unknown key of each tenant; the policy has no say in it."""
    tenants: dict[tuple[str, str], Connection] = {}
    for one in inventory.connections:
        tenants.setdefault((one.vendor, one.tenant_id), one)
    found: dict[tuple[str, str, str, SourceKind], list[UnknownSetting]] = defaultdict(list)
    for setting in inventory.unknown_settings:
        kind = setting.source_object.kind
        found[setting.vendor, setting.tenant_id, setting.pointer, kind].append(setting)
    reached = _reached(inventory)
    for (vendor, tenant_id, pointer, kind), settings in sorted(found.items()):
        connection = tenants.get((vendor, tenant_id))
        name = vendor if connection is None else connection.name
        judgement = _judgement(pointer, settings)
        if not judgement.evidence:
            continue  # nothing would show where it was seen
        clients = {
            client
            for one in settings
            for client in reached.get((vendor, tenant_id, kind, one.source_object.id), ())
        }
        yield Judged(
            subject=Subject(
                kind=SubjectKind.CONNECTION,
                key=f"{vendor}/{tenant_id}/{kind}{pointer}",
                name=pointer.removeprefix("/"),
                connection=name,
            ),
            connection=connection,
            overall=judgement,
            per_client=dict.fromkeys(sorted(clients), judgement),
        )


def _judgement(pointer: str, settings: Sequence[UnknownSetting]) -> Judgement:
    evidence = tuple(dict.fromkeys(proof for one in settings for proof in one.evidence))
    is_on = any(map(_is_on, settings))
    # Of several objects none is named: the finding may be shown to one client alone.
    many = f"{len(settings)} settings objects"
    where = settings[0].source_object.name if len(settings) == 1 else many
    values = listed(dict.fromkeys(_words(one) for one in settings))
    return Judgement(
        verdict=Verdict.UNDETERMINED,
        severity=Severity.MEDIUM if is_on else Severity.LOW,
        because=f"The setting {pointer.removeprefix('/')} ({values}) of {where} is in no"
        " catalogue: what it does could not be told.",
        evidence=evidence,
    )


def _is_on(setting: UnknownSetting) -> bool:
    value = setting.value
    return value.strip().casefold() in _ON if isinstance(value, str) else value is True


def _words(setting: UnknownSetting) -> str:
    if isinstance(setting.value, bool):
        return "true" if setting.value else "false"
    return f"{setting.type}" if setting.value is None else f"{setting.value}"


def _reached(inventory: Inventory) -> dict[tuple[str, str, SourceKind, str], set[str]]:
    """The clients that the other settings of the same object reach."""
    found: dict[tuple[str, str, SourceKind, str], set[str]] = defaultdict(set)
    for one in inventory.deployments:
        source = one.source_object
        for row in inventory.clients_by_deployment.get(one.key, ()):
            found[one.vendor, one.tenant_id, source.kind, source.id].add(row.client)
    return found


RULE = InventoryRule(
    id="unknown-ai-switch",
    title="A setting that no catalogue knows",
    topic=Topic.KNOWLEDGE,
    severity=Severity.LOW,
    remedy="Look in the vendor's console what it does, and report it for the catalogue.",
    evaluate=evaluate,
)
