"""Single switches: knowledge base, portal chat, scores on notes, and what may be an AI setting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aigov_connectors.catalogue import FeatureEntry
from aigov_connectors.connectwise.psa.normalize.places import VENDOR, tenant_scope
from aigov_connectors.connectwise.psa.normalize.reach import Desk
from aigov_connectors.connectwise.psa.wire import (
    ExperimentWire,
    KnowledgeWire,
    PortalServiceWire,
    SystemSettingWire,
)
from aigov_connectors.inventory import (
    Actor,
    ActorKind,
    ApprovalGate,
    Evidence,
    Origin,
    Place,
    Reach,
    Setting,
    SourceKind,
    SourceObject,
    Statement,
    UnknownSetting,
)
from aigov_connectors.normalizing.observed import observed
from aigov_connectors.normalizing.sounding import sounds_automatic, sounds_like_ai
from aigov_connectors.redaction import digest
from aigov_connectors.wire import told, unless

__all__ = [
    "deployments_from_knowledge_base",
    "deployments_from_portal",
    "deployments_from_scores",
    "is_automatic",
    "possible_ai_settings",
]


def deployments_from_knowledge_base(
    row: KnowledgeWire, *, origin: Origin, entry: FeatureEntry, place: Place
) -> Iterator[Statement]:
    """State whether a second person must agree before an article is published.

    Whoever writes an article starts its publishing, so that somebody always says yes. `entry` is
    the catalogue's `knowledge_publishing`.
    """
    needed, seen = observed(origin, row, "require_approval", object_id="settings")
    label = entry.label("requireApproval", told(row.require_approval))
    second = told(row.require_approval)
    approvers = label.gate.approvers
    person = row.default_approver
    if second and person is not None and person.id is not None:
        approvers = (Actor(kind=ActorKind.PERSON, id=str(person.id)),)
    gate = ApprovalGate(kind=label.gate.kind, approvers=approvers, second_person=second)
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=SourceObject(
                kind=SourceKind.SETTING, id="knowledgeBase", name="knowledge base"
            ),
            label=label.model_copy(update={"gate": gate}),
            enabled=label.enabled,
            reach=Reach.UNKNOWN,
            settings=(needed,),
            evidence=(seen,),
        ),
        evidence=(seen,),
    )


def deployments_from_portal(
    row: PortalServiceWire, *, portal: int, origin: Origin, entry: FeatureEntry, place: Place
) -> Iterator[Statement]:
    """State whether a portal offers a chat; whose portal it is, is not told.

    `entry` is the catalogue's `portal_chat`.
    """
    flag, seen = observed(origin, row, "enable_chat_assist_flag", object_id=str(row.id))
    label = entry.label(
        "enableChatAssistFlag", False if flag.absent else told(row.enable_chat_assist_flag)
    )
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=SourceObject(
                kind=SourceKind.SETTING, id=f"portal:{portal}/service:{row.id}", name="portal chat"
            ),
            label=label,
            enabled=label.enabled,
            reach=Reach.UNKNOWN,
            settings=(flag,),
            evidence=(seen,),
        ),
        evidence=(seen,),
    )


def deployments_from_scores(
    found: Mapping[str, Evidence], *, entry: FeatureEntry, place: Place, desk: Desk
) -> Iterator[Statement]:
    """State that notes have scores, for the organizations where a sampled ticket has one.

    Args:
        found: organization to the proof; empty says nothing, since a sample proves no absence.
        entry: the catalogue's `note_sentiment`.
    """
    if not found:
        return
    tickets = desk.counted(None)
    evidence = tuple(found[one] for one in sorted(found))
    label = entry.label("sentimentScore", "scored")
    yield Statement(
        deployment=entry.deployment(
            place=place,
            scope=tenant_scope(place),
            source_object=SourceObject(
                kind=SourceKind.SETTING, id="sentiment", name="sentiment of notes"
            ),
            label=label,
            enabled=label.enabled,
            reach=Reach.UNKNOWN,
            settings=(Setting(name="sentimentScore", value="present"),),
            evidence=evidence,
        ),
        evidence=evidence,
        reach=dict.fromkeys(found),
        tickets={one: tickets.get(one, 0) for one in found},
        window=desk.window,
    )


def is_automatic(row: SystemSettingWire) -> bool:
    """Whether a setting of the tenant tells of chats or of what is automatic, and not of AI."""
    name = row.description or ""
    return sounds_automatic(name) and not sounds_like_ai(name)


def _may_be_ai_of_experiments(name: str) -> bool:
    return sounds_like_ai(name) or sounds_automatic(name)


def possible_ai_settings(
    row: ExperimentWire | SystemSettingWire, *, origin: Origin, place: Place
) -> Iterator[tuple[UnknownSetting, Evidence]]:
    """Name a switch of the tenant that may be one of AI; what it does is not documented.

    Only an experiment tells whether it is on: values of settings are not asked for, since some
    are passwords. An experiment that tells of chats or of what is automatic may be one, too; of
    settings there are too many such, see `is_automatic`.
    """
    value: bool | None = None
    may_be = sounds_like_ai
    texts: tuple[str | None, ...]
    if isinstance(row, ExperimentWire):
        may_be = _may_be_ai_of_experiments
        source = SourceObject(
            kind=SourceKind.SETTING, id=f"experiment:{row.id}", name=row.name or "experiment"
        )
        name, texts = row.experiment_id or str(row.id), (row.experiment_id, row.name)
        value = unless(row.inactive_flag)
        proof = observed(origin, row, "inactive_flag", object_id=str(row.id))[1]
    else:
        source = SourceObject(
            kind=SourceKind.SETTING, id=f"setting:{row.id}", name="system settings"
        )
        name, texts = row.description or str(row.id), (row.description,)
        proof = observed(origin, row, "description", object_id=str(row.id))[1]
    if not any(may_be(text) for text in texts if text):
        return
    unknown = UnknownSetting(
        vendor=VENDOR,
        tenant_id=place.tenant_id,
        source_object=source,
        pointer="/" + name.replace("~", "~0").replace("/", "~1"),
        type="bool" if isinstance(row, ExperimentWire) else "text",
        digest=digest({name: value}),
        value=value,
        evidence=(proof.id,),
    )
    yield unknown, proof
