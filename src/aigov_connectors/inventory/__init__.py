"""The common model: what was found, for whom, with which evidence, and what is missing.

Pure: no module here reads a network, a disk or a clock. The models are exact (frozen, strict,
nothing unknown); what vendors send is read by the generous models of `aigov_connectors.wire`.
"""

from typing import TYPE_CHECKING

from aigov_connectors.lazily import lazily

if TYPE_CHECKING:
    from aigov_connectors.inventory.attested import attestation_evidence, contradictions, outranked
    from aigov_connectors.inventory.base import Exact, JsonScalar, UtcTime
    from aigov_connectors.inventory.change import ChangeRecord
    from aigov_connectors.inventory.claims import check_entries
    from aigov_connectors.inventory.client import (
        Client,
        ClientContext,
        ClientEntry,
        ClientMember,
        Connection,
        ContextHint,
        DeploymentClient,
        Organization,
        OrganizationReach,
        Window,
    )
    from aigov_connectors.inventory.collection import Collection
    from aigov_connectors.inventory.decision import Chain, ChainStep, DecisionCounter, DecisionStats
    from aigov_connectors.inventory.evidence import (
        VALUE_LIMIT,
        Evidence,
        Fact,
        Origin,
        ReadReceipt,
        Rejected,
    )
    from aigov_connectors.inventory.feature import (
        LEGAL_GATES,
        Actor,
        AIFeature,
        ApprovalGate,
        BreakdownPart,
        Deployment,
        Provision,
        Reference,
        Scope,
        Setting,
        SourceObject,
        UnknownSetting,
        deployment_key,
    )
    from aigov_connectors.inventory.gap import Coverage, Gap
    from aigov_connectors.inventory.governance import (
        Attestation,
        GovernanceQuestion,
        IsoDate,
        VendorAnswer,
    )
    from aigov_connectors.inventory.inventory import ConnectionReceipt, Declared, Inventory
    from aigov_connectors.inventory.link import Entrance, Link, Listed, ListedObject
    from aigov_connectors.inventory.names import normalized_name
    from aigov_connectors.inventory.statement import Place, Statement
    from aigov_connectors.inventory.versions import SCHEMA_VERSION
    from aigov_connectors.inventory.vocabulary import (
        CONTAINMENT_DECISIONS,
        ActorKind,
        Autonomy,
        Availability,
        Basis,
        ChangeKind,
        ChangeTeller,
        Confidence,
        ConnectionStatus,
        CredentialRights,
        DecisionKind,
        DefaultState,
        Dimension,
        FeatureFunction,
        GapReason,
        GateKind,
        HumanVerdict,
        Initiator,
        LinkKind,
        MatchKind,
        Operator,
        Outcome,
        Reach,
        ScopeLevel,
        Severity,
        SourceKind,
        Technique,
        Verdict,
    )
else:  # see `lazily`: what stands just above is loaded when it is first asked for
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "attested": "attestation_evidence contradictions outranked",
            "base": "Exact JsonScalar UtcTime",
            "change": "ChangeRecord",
            "claims": "check_entries",
            "client": (
                "Client ClientContext ClientEntry ClientMember Connection ContextHint"
                " DeploymentClient Organization OrganizationReach Window"
            ),
            "collection": "Collection",
            "decision": "Chain ChainStep DecisionCounter DecisionStats",
            "evidence": "VALUE_LIMIT Evidence Fact Origin ReadReceipt Rejected",
            "feature": (
                "LEGAL_GATES Actor AIFeature ApprovalGate BreakdownPart Deployment Provision"
                " Reference Scope Setting SourceObject UnknownSetting deployment_key"
            ),
            "gap": "Coverage Gap",
            "governance": "Attestation GovernanceQuestion IsoDate VendorAnswer",
            "inventory": "ConnectionReceipt Declared Inventory",
            "link": "Entrance Link Listed ListedObject",
            "names": "normalized_name",
            "statement": "Place Statement",
            "versions": "SCHEMA_VERSION",
            "vocabulary": (
                "CONTAINMENT_DECISIONS ActorKind Autonomy Availability Basis ChangeKind"
                " ChangeTeller Confidence ConnectionStatus CredentialRights DecisionKind"
                " DefaultState Dimension FeatureFunction GapReason GateKind HumanVerdict"
                " Initiator LinkKind MatchKind Operator Outcome Reach ScopeLevel Severity"
                " SourceKind Technique Verdict"
            ),
        },
    )

__all__ = [
    "CONTAINMENT_DECISIONS",
    "LEGAL_GATES",
    "SCHEMA_VERSION",
    "VALUE_LIMIT",
    "AIFeature",
    "Actor",
    "ActorKind",
    "ApprovalGate",
    "Attestation",
    "Autonomy",
    "Availability",
    "Basis",
    "BreakdownPart",
    "Chain",
    "ChainStep",
    "ChangeKind",
    "ChangeRecord",
    "ChangeTeller",
    "Client",
    "ClientContext",
    "ClientEntry",
    "ClientMember",
    "Collection",
    "Confidence",
    "Connection",
    "ConnectionReceipt",
    "ConnectionStatus",
    "ContextHint",
    "Coverage",
    "CredentialRights",
    "DecisionCounter",
    "DecisionKind",
    "DecisionStats",
    "Declared",
    "DefaultState",
    "Deployment",
    "DeploymentClient",
    "Dimension",
    "Entrance",
    "Evidence",
    "Exact",
    "Fact",
    "FeatureFunction",
    "Gap",
    "GapReason",
    "GateKind",
    "GovernanceQuestion",
    "HumanVerdict",
    "Initiator",
    "Inventory",
    "IsoDate",
    "JsonScalar",
    "Link",
    "LinkKind",
    "Listed",
    "ListedObject",
    "MatchKind",
    "Operator",
    "Organization",
    "OrganizationReach",
    "Origin",
    "Outcome",
    "Place",
    "Provision",
    "Reach",
    "ReadReceipt",
    "Reference",
    "Rejected",
    "Scope",
    "ScopeLevel",
    "Setting",
    "Severity",
    "SourceKind",
    "SourceObject",
    "Statement",
    "Technique",
    "UnknownSetting",
    "UtcTime",
    "VendorAnswer",
    "Verdict",
    "Window",
    "attestation_evidence",
    "check_entries",
    "contradictions",
    "deployment_key",
    "normalized_name",
    "outranked",
]
