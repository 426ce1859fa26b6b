"""What is planted beside the policies: custom rules, exclusions, scripts, upgrades, licences.

Clients are named; an object of the whole account belongs to the account that holds the clients.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

ALERT_ONLY = "UNDEFINED"


@dataclass(frozen=True, slots=True)
class PlantedRule:
    """One custom detection rule; `where` names a client, for a group with its name."""

    name: str
    scope: str = "account"
    where: tuple[str, ...] = ()
    status: str = "Active"
    kind: str = "events"
    treat: str = ALERT_ONLY
    quarantine: bool = False
    expired: bool = False
    reached_limit: bool = False


RULES: tuple[PlantedRule, ...] = (
    PlantedRule("Encoded PowerShell from Office", treat="Malicious"),
    PlantedRule("Script host downloads a program", treat="Suspicious"),
    PlantedRule("New administrator", kind="correlation"),
    PlantedRule("First sign-in from a country", kind="uebafirstseen"),
    PlantedRule("Isolate on shadow copy deletion, retired", status="Disabled", quarantine=True),
    PlantedRule("Isolate on log clearing, draft", status="Draft", quarantine=True),
    PlantedRule(
        "Isolate on mass encryption", "site", ("Granite Hollow Machining",), quarantine=True
    ),
    PlantedRule(
        "Isolate during the migration",
        "site",
        ("Verdant Grocers",),
        quarantine=True,
        expired=True,
    ),
    PlantedRule(
        "Isolate on port scan",
        "site",
        ("Gullwing Auto Group",),
        quarantine=True,
        reached_limit=True,
    ),
    PlantedRule(
        "Quarantine kiosk tampering",
        "group",
        ("Maplecrest Physical Therapy", "Front desk"),
        treat="Malicious",
    ),
    PlantedRule("Isolate on console tampering", "global", quarantine=True),
)
"""The last is of the whole console, so no token of an account is shown it."""


LIBRARY: tuple[tuple[int, str, str, bool | None], ...] = (
    (30, "Active", ALERT_ONLY, False),
    (4, "Active", "Malicious", False),
    (2, "Active", "Suspicious", False),
    (3, "Disabled", ALERT_ONLY, True),
    (1, "Disabled", "Malicious", None),
    (2, "Disabled", "Suspicious", True),
)
"""Rules of the vendor's library: how many, status, treatment as a threat, isolation.

One leaves the key of its isolation out, and those that isolate differ in what else they do.
"""


@dataclass(frozen=True, slots=True)
class PlantedExclusion:
    """One exclusion; `client` None is the whole account."""

    client: str | None
    kind: str
    mode: str | None = None
    recommendation: str = "NONE"
    placed: bool = True
    """False where its row names no scope at all."""


EXCLUSIONS: tuple[PlantedExclusion, ...] = (
    PlantedExclusion(None, "path", "suppress"),
    PlantedExclusion(None, "white_hash"),
    PlantedExclusion(None, "certificate"),
    PlantedExclusion("Lakeside Clinic", "path", "suppress_dynamic_only"),
    PlantedExclusion("Falconer Precision", "path", "disable_all_monitors_deep", "Not recommended"),
    PlantedExclusion("Falconer Precision", "path", "disable_all_monitors", "Not allowed"),
    PlantedExclusion("Oakhaven School District", "path", "disable_in_process_monitor"),
    PlantedExclusion("Copperline Electric", "file_type"),
    PlantedExclusion("Ironbell Insurance", "path", "suppress", "Not recommended"),
    PlantedExclusion(None, "path", "suppress", placed=False),
)

OVERRIDES: tuple[str, ...] = ("Copperline Electric", "Cedar Point Trial")
"""Sites whose agents are configured otherwise than by their policy; the second has ended."""

SCRIPTS: tuple[tuple[str, str, str], ...] = (
    ("Collect event logs", "artifactCollection", "sentinel"),
    ("Reset local password", "action", "sentinel"),
    ("Clear temporary files", "action", "account"),
    ("List installed programs", "dataCollection", "account"),
)
"""Name, type and the level of the scope that holds it."""

GUARDRAIL_OF_ACCOUNT: Mapping[str, object] = MappingProxyType(
    {"enabled": True, "scriptTypes": ["action"], "endpointsQuantity": 50}
)
GUARDRAIL_OFF: Mapping[str, object] = MappingProxyType(
    {"enabled": False, "scriptTypes": [], "endpointsQuantity": 0}
)
NO_GUARDRAIL = "Tulipan Foods"
"""The client whose site switched the account's guardrail off for itself."""

PENDING: tuple[tuple[str, int, int | None, int], ...] = (
    ("approved", 1, 1, 120),
    ("approved", 2, 3, 64),
    ("declined", 2, 4, 900),
    ("waiting", 5, None, 75),
    ("expired", 6, None, 210),
)
"""State, who asked, who answered, endpoints: the first approved a run of their own."""


@dataclass(frozen=True, slots=True)
class PlantedUpgrade:
    """One upgrade policy; `client` None is the whole account."""

    client: str | None
    name: str
    system: str
    active: bool
    all_endpoints: bool = True


UPGRADES: tuple[PlantedUpgrade, ...] = (
    PlantedUpgrade(None, "Windows, one release behind", "windows", active=True),
    PlantedUpgrade(None, "Macs, after the pilot", "macos", active=False),
    PlantedUpgrade(
        "Atelier Beaulieu", "Studios at night", "windows", active=True, all_endpoints=False
    ),
    PlantedUpgrade("Inkwell Publishing", "Windows, pilot", "windows", active=True),
)

MODULES: tuple[tuple[str, str], ...] = (
    ("rso", "RemoteOps"),
    ("ranger", "Network Discovery"),
    ("purple_ai", "Purple AI Foundations"),
    ("purple_ai_soc_analyst", "Purple AI SOC Analyst"),
)
MODULES_OF_ACCOUNTS = ((*MODULES, ("vigilance", "Vigilance Respond")), MODULES)
"""The clients' account, and the MSP's own."""
FEWER_MODULES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"Inkwell Publishing": ("ranger", "purple_ai")}
)
"""Clients whose site has only these modules."""
MORE_MODULES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"Hearthstone Senior Living": ("vigilance", "Vigilance Respond")}
)
"""Clients whose site has one more module."""
NO_LICENCE_LIST = "Driftwood Hotels"
"""The client whose site does not tell its licences."""
