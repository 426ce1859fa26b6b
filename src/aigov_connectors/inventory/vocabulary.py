"""The closed words of the inventory; each list has an honest `unknown` where one is needed."""

from enum import StrEnum

__all__ = [
    "CONTAINMENT_DECISIONS",
    "ActorKind",
    "Autonomy",
    "Availability",
    "Basis",
    "ChangeKind",
    "ChangeTeller",
    "Confidence",
    "ConnectionStatus",
    "CredentialRights",
    "DecisionKind",
    "DefaultState",
    "Dimension",
    "FeatureFunction",
    "GapReason",
    "GateKind",
    "HumanVerdict",
    "Initiator",
    "LinkKind",
    "MatchKind",
    "Operator",
    "Outcome",
    "Reach",
    "ScopeLevel",
    "Severity",
    "SourceKind",
    "Technique",
    "Verdict",
]


class FeatureFunction(StrEnum):
    """What a feature does."""

    CLASSIFICATION = "classification"
    DETECTION = "detection"
    AUTOMATION = "automation"
    PREDICTION = "prediction"
    CONTENT_GENERATION = "content_generation"
    UNKNOWN = "unknown"


class Technique(StrEnum):
    """How a feature decides; a `rule_based` automation is never called AI in an output."""

    RULE_BASED = "rule_based"
    MACHINE_LEARNING = "machine_learning"
    GENERATIVE = "generative"
    UNKNOWN = "unknown"


class DecisionKind(StrEnum):
    """What a feature decides, named by its effect when it acts."""

    INFORM = "inform"
    DRAFT_CONTENT = "draft_content"
    CONTAIN_FILE = "contain_file"
    BLOCK_EXECUTION = "block_execution"
    ISOLATE_ENDPOINT = "isolate_endpoint"
    REMEDIATE_ENDPOINT = "remediate_endpoint"
    ROLL_BACK_ENDPOINT = "roll_back_endpoint"
    MODIFY_DOCUMENT = "modify_document"
    RUN_SCRIPT = "run_script"
    APPROVE_PATCH = "approve_patch"
    WITHHOLD_PATCH = "withhold_patch"
    INSTALL_SOFTWARE = "install_software"
    RESTART_ENDPOINT = "restart_endpoint"
    ADMIT_DEVICE = "admit_device"
    REFUSE_DEVICE = "refuse_device"
    REMOVE_DEVICE = "remove_device"
    COLLECT_DATA = "collect_data"
    NORMALIZE_DATA = "normalize_data"
    ROUTE_TICKET = "route_ticket"
    PRIORITIZE_TICKET = "prioritize_ticket"
    CHANGE_TICKET = "change_ticket"
    CLOSE_TICKET = "close_ticket"
    REPLY_TO_PERSON = "reply_to_person"
    CHANGE_CONFIGURATION = "change_configuration"
    DISABLE_DETECTION = "disable_detection"
    """Nothing watches what it names: protection taken away, not something that acts."""
    UNKNOWN = "unknown"


CONTAINMENT_DECISIONS = frozenset(
    {
        DecisionKind.CONTAIN_FILE,
        DecisionKind.BLOCK_EXECUTION,
        DecisionKind.ISOLATE_ENDPOINT,
        DecisionKind.REMEDIATE_ENDPOINT,
        DecisionKind.ROLL_BACK_ENDPOINT,
        DecisionKind.MODIFY_DOCUMENT,
    }
)
"""Decisions that stop, isolate or change something on an endpoint because of a verdict."""


class Autonomy(StrEnum):
    """How far a feature goes without a person, labelled by the highest stage taken to effect."""

    ADVISORY = "advisory"
    SEMI_AUTONOMOUS = "semi_autonomous"
    FULLY_AUTONOMOUS = "fully_autonomous"
    UNKNOWN = "unknown"


class GateKind(StrEnum):
    """Where a person stands between the trigger and the effect."""

    NOT_APPLICABLE = "not_applicable"
    NONE = "none"
    PRE_APPROVAL = "pre_approval"
    VETO_WINDOW = "veto_window"
    POST_REVIEW = "post_review"
    UNKNOWN = "unknown"


class ActorKind(StrEnum):
    """Who approves, acts, or starts something."""

    ANALYST = "analyst"
    TECHNICIAN = "technician"
    END_USER = "end_user"
    ROLE = "role"
    PERSON = "person"
    PROGRAM = "program"
    """An account of the tool that no person signs in with: of an API, or of an integration."""
    VENDOR_STAFF = "vendor_staff"
    ANONYMOUS = "anonymous"
    """Whoever comes, without logging in."""
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """How a statement is known."""

    OBSERVED = "observed"
    INFERRED = "inferred"
    ATTESTED = "attested"
    CATALOGUED = "catalogued"


class ScopeLevel(StrEnum):
    """Where a deployment applies."""

    TENANT = "tenant"
    ACCOUNT = "account"
    CLIENT = "client"
    SITE = "site"
    LOCATION = "location"
    GROUP = "group"
    BOARD = "board"
    QUEUE = "queue"
    TICKET_TYPE = "ticket_type"
    DEVICE = "device"


class SourceKind(StrEnum):
    """What kind of vendor object configures a deployment."""

    POLICY = "policy"
    RULE = "rule"
    WORKFLOW = "workflow"
    SCRIPT = "script"
    TASK = "task"
    INTEGRATION = "integration"
    SETTING = "setting"
    ATTESTATION = "attestation"


class ChangeKind(StrEnum):
    """What was done to an object that configures something."""

    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"
    UNKNOWN = "unknown"


class ChangeTeller(StrEnum):
    """What tells of a change."""

    OBJECT = "object"
    """The object itself, of its last change."""
    LOG = "log"
    """A line of a log of the tool."""


class Availability(StrEnum):
    """Whether an override or a rollback exists."""

    AVAILABLE = "available"
    NOT_AVAILABLE = "not_available"
    UNKNOWN = "unknown"


class DefaultState(StrEnum):
    """The state in which a vendor ships a feature."""

    ON = "on"
    OFF = "off"
    UNKNOWN = "unknown"


class Reach(StrEnum):
    """Which clients a deployment touches; `unknown` is not empty."""

    LISTED = "listed"
    ALL = "all"
    UNKNOWN = "unknown"


class Dimension(StrEnum):
    """What the parts of a deployment differ by."""

    CONFIDENCE = "confidence"
    SEVERITY = "severity"
    ENDPOINTS = "endpoints"
    CATEGORY = "category"
    ENGINE = "engine"
    TRIGGER = "trigger"
    UNKNOWN = "unknown"


class Operator(StrEnum):
    """How a part's value is compared."""

    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"


class GapReason(StrEnum):
    """Why something could not be determined."""

    DENIED = "denied"
    UNLICENSED = "unlicensed"
    NOT_EXPOSED = "not_exposed"
    FAILED = "failed"
    TRUNCATED = "truncated"
    INCONCLUSIVE = "inconclusive"
    INTERRUPTED = "interrupted"


class CredentialRights(StrEnum):
    """What a credential may do, as far as the vendor lets us read it back."""

    PROVEN_READ_ONLY = "proven_read_only"
    CAN_WRITE = "can_write"
    CANNOT_TELL = "cannot_tell"


class ConnectionStatus(StrEnum):
    """How the reading of one connection ended."""

    COMPLETED = "completed"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


class MatchKind(StrEnum):
    """How a vendor's organization was recognized as a client."""

    ALIAS = "alias"
    LINK = "link"
    EXACT_NAME = "exact_name"
    DOMAIN = "domain"
    OWN_RECORD = "own_record"
    """The organization itself founded the client."""


class LinkKind(StrEnum):
    """How one tool is seen to lead to another."""

    CALL = "call"
    """A request to a host: a webhook, a callback, a step that calls."""
    DESK = "desk"
    """Tickets that land on a board, a queue or in a ticket type."""
    PRODUCT = "product"
    """A field of the vendor's own that says which product it calls."""
    OBJECT = "object"
    """A reference to another object by its id."""
    UNKNOWN = "unknown"


class Initiator(StrEnum):
    """Who or what started an action."""

    RULE = "rule"
    MACHINE = "machine"
    AI = "ai"
    PERSON = "person"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """How an action ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    PENDING = "pending"
    UNKNOWN = "unknown"


class HumanVerdict(StrEnum):
    """What a person said about the decision afterwards."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    NOT_REVIEWED = "not_reviewed"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """A rule's answer."""

    FAIL = "fail"
    PASS = "pass"  # noqa: S105 - a verdict, not a password
    UNDETERMINED = "undetermined"


class Severity(StrEnum):
    """How much a finding matters, from `critical` to `info`."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for `info`, up to 4 for `critical`."""
        return _RANKS[self]


_RANKS = {severity: 4 - place for place, severity in enumerate(Severity)}


class Confidence(StrEnum):
    """How sure a finding is, given the basis of what it rests on."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
