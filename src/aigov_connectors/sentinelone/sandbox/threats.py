"""Threats: what the engines decided, as nested records with the lists and nulls of real ones."""

from dataclasses import dataclass

from aigov_connectors.sandbox.noise import uuid_text
from aigov_connectors.sandbox.rows import RowTemplate, Slot, quoted
from aigov_connectors.sandbox.times import DAY, SECOND, iso
from aigov_connectors.sandbox.world import Endpoint
from aigov_connectors.sentinelone.sandbox.names import Console, console_id
from aigov_connectors.sentinelone.sandbox.paging import ORDER, Filter, Listing, times
from aigov_connectors.sentinelone.sandbox.policies import Policies

_FILES = ("updater.exe", "invoice_0921.docm", "setup_x64.msi", "agent-tool.ps1", "lib7.dll")
_KINDS = ("Malware", "Trojan", "PUA", "Ransomware", "Hacktool")
_ENGINES = (
    ("pre_execution", "On-Write Static AI", "Static", "static"),
    ("pre_execution_suspicious", "On-Write Static AI - Suspicious", "Static", "static"),
    ("executables", "Behavioral AI", "Behavioral", "dynamic"),
    ("reputation", "SentinelOne Cloud", "Cloud", "static"),
    ("pup", "Potentially Unwanted Application", "Engine", "static"),
)

_TEMPLATE = RowTemplate(
    {
        "id": Slot("id"),
        "agentDetectionInfo": {
            "accountId": Slot("account_id"),
            "accountName": Slot("account"),
            "siteId": Slot("site_id"),
            "siteName": Slot("site"),
            "groupId": Slot("group_id"),
            "groupName": Slot("group"),
            "agentDetectionState": None,
            "agentDomain": "CORP",
            "agentIpV4": Slot("ipv4"),
            "agentIpV6": "",
            "agentLastLoggedInUpn": None,
            "agentLastLoggedInUserMail": None,
            "agentLastLoggedInUserName": Slot("user"),
            "agentMitigationMode": Slot("mode"),
            "agentOsName": "Windows 11 Pro",
            "agentOsRevision": "22631",
            "agentRegisteredAt": Slot("registered"),
            "agentUuid": Slot("agent_uuid"),
            "agentVersion": "24.2.3.471",
            "assetVersion": "",
            "cloudProviders": {},
            "externalIp": "203.0.113.9",
        },
        "agentRealtimeInfo": {
            "accountId": Slot("account_id"),
            "accountName": Slot("account"),
            "activeThreats": 0,
            "agentComputerName": Slot("computer"),
            "agentDecommissionedAt": None,
            "agentDomain": "CORP",
            "agentId": Slot("agent_id"),
            "agentInfected": False,
            "agentIsActive": True,
            "agentIsDecommissioned": False,
            "agentMachineType": "laptop",
            "agentMitigationMode": Slot("mode"),
            "agentNetworkStatus": "connected",
            "agentOsName": "Windows 11 Pro",
            "agentOsRevision": "22631",
            "agentOsType": "windows",
            "agentUuid": Slot("agent_uuid"),
            "agentVersion": "24.2.3.471",
            "groupId": Slot("group_id"),
            "groupName": Slot("group"),
            "networkInterfaces": [
                {
                    "id": Slot("id"),
                    "name": "Ethernet",
                    "physical": "00:00:5e:00:53:01",
                    "inet": ["10.20.30.40"],
                    "inet6": [],
                }
            ],
            "operationalState": "na",
            "rebootRequired": False,
            "scanAbortedAt": None,
            "scanFinishedAt": None,
            "scanStartedAt": None,
            "scanStatus": "none",
            "siteId": Slot("site_id"),
            "siteName": Slot("site"),
            "storageName": None,
            "storageType": None,
            "userActionsNeeded": [],
        },
        "containerInfo": {
            "image": None,
            "isContainerQuarantine": None,
            "labels": None,
            "name": None,
        },
        "ecsInfo": {"clusterName": None, "serviceArn": None, "type": None},
        "indicators": Slot("indicators"),
        "kubernetesInfo": {
            "cluster": None,
            "controllerKind": None,
            "controllerLabels": None,
            "controllerName": None,
            "isContainerQuarantine": None,
            "namespace": None,
            "namespaceLabels": None,
            "node": None,
            "nodeLabels": None,
            "pod": None,
            "podLabels": None,
        },
        "mitigationStatus": Slot("actions"),
        "threatInfo": {
            "analystVerdict": Slot("verdict"),
            "analystVerdictDescription": Slot("verdict_text"),
            "automaticallyResolved": Slot("auto_resolved"),
            "browserType": None,
            "certificateId": "",
            "classification": Slot("kind"),
            "classificationSource": Slot("source"),
            "cloudFilesHashVerdict": "black",
            "collectionId": Slot("id"),
            "confidenceLevel": Slot("confidence"),
            "createdAt": Slot("created"),
            "detectionEngines": Slot("engines"),
            "detectionType": Slot("detection"),
            "engines": Slot("engine_names"),
            "externalTicketExists": False,
            "externalTicketId": None,
            "failedActions": Slot("failed"),
            "fileExtension": "EXE",
            "fileExtensionType": "Executable",
            "filePath": Slot("path"),
            "fileSize": 419_904,
            "fileVerificationType": "NotSigned",
            "identifiedAt": Slot("identified"),
            "incidentStatus": Slot("incident"),
            "incidentStatusDescription": Slot("incident_text"),
            "initiatedBy": Slot("initiator"),
            "initiatedByDescription": "Agent Policy",
            "initiatingUserId": None,
            "initiatingUsername": None,
            "isFileless": False,
            "isValidCertificate": False,
            "macroModules": [],
            "maliciousProcessArguments": None,
            "md5": None,
            "mitigatedPreemptively": Slot("preemptive"),
            "mitigationStatus": Slot("mitigation"),
            "mitigationStatusDescription": Slot("mitigation_text"),
            "originatorProcess": "explorer.exe",
            "pendingActions": False,
            "processUser": Slot("user"),
            "publisherName": "",
            "reachedEventsLimit": False,
            "rebootRequired": False,
            "rootProcessUpn": None,
            "sha1": Slot("sha1"),
            "sha256": None,
            "storyline": Slot("storyline"),
            "threatId": Slot("id"),
            "threatName": Slot("file"),
            "updatedAt": Slot("updated"),
        },
        "whiteningOptions": ["hash", "path"],
    }
)
_WORDS = {
    "undefined": "Undefined",
    "true_positive": "True positive",
    "false_positive": "False positive",
    "suspicious": "Suspicious",
    "resolved": "Resolved",
    "unresolved": "Unresolved",
    "mitigated": "Mitigated",
    "not_mitigated": "Not mitigated",
    "marked_as_benign": "Marked as benign",
}
_ACTION = (
    '{"action":"%s","status":"%s","actionsCounters":{"total":1,"success":%d,"failed":%d,'
    '"notFound":0,"pendingReboot":0},"agentSupportsReport":true,"groupNotFound":false,'
    '"lastUpdate":"%s","latestReport":null,"mitigationStartedAt":"%s","mitigationEndedAt":"%s",'
    '"reportId":null}'
)
_INDICATORS = (
    '[{"category":"InfoStealer","categoryId":12,"description":"Reads many browser files",'
    '"ids":[29,281],"tactics":[{"name":"Credential Access","source":"MITRE","techniques":'
    '[{"name":"T1555","link":"https://attack.example/T1555"}]}]}]'
)


@dataclass(frozen=True, slots=True)
class Threat:
    """What is decided about threat `number`, before it is printed."""

    number: int
    endpoint: Endpoint
    agent: int
    at: int
    confidence: str
    engine: tuple[str, str, str, str]
    mode: str
    file: str
    verdict: str
    status: str
    initiator: str

    @property
    def acted(self) -> bool:
        """Whether the agent acted on it by itself."""
        return self.mode == "protect" and self.initiator == "agent_policy"

    @property
    def commanded(self) -> bool:
        """Whether a technician acted on what the agent only detected."""
        detected = self.mode == "detect" and self.initiator == "agent_policy"
        return detected and self.verdict == "true_positive"


class Threats:
    """The list of threats, and each threat's facts for the activities that tell of it."""

    def __init__(self, console: Console, policies: Policies) -> None:
        self._console = console
        self._policies = policies
        self._world = console.world
        self._stride = max(2, console.world.activities // max(console.world.threats, 1))

    @property
    def stride(self) -> int:
        """Return how many activities there are per threat; its own come first."""
        return self._stride

    def threat(self, number: int) -> Threat:
        """Return the facts of a threat."""
        luck = self._world.noise(51, number)
        agent = luck % len(self._console.agents)
        endpoint = self._console.agents[agent]
        confidence = "malicious" if luck >> 16 & 3 else "suspicious"
        malicious, suspicious = self._policies.modes(endpoint)
        mode = malicious if confidence == "malicious" else suspicious
        hit = luck >> 20 & 1023
        verdict = "false_positive" if hit < 60 else "true_positive" if hit < 400 else "undefined"
        acted = mode == "protect" and hit % 19 != 0
        commanded = mode == "detect" and hit % 19 != 0 and verdict == "true_positive"
        status = "mitigated" if acted or commanded else "not_mitigated"
        return Threat(
            number=number,
            endpoint=endpoint,
            agent=agent,
            at=self._world.activity_at(min(number * self._stride, self._world.activities)),
            confidence=confidence,
            engine=_ENGINES[(luck >> 32) % 5],
            mode=mode,
            file=_FILES[(luck >> 36) % 5],
            verdict=verdict,
            status="marked_as_benign" if verdict == "false_positive" and hit % 2 else status,
            initiator="agent_policy" if hit % 19 else "full_disk_scan",
        )

    def listing(self) -> Listing:
        """Return the list, oldest first, as the ids run."""
        of, console = self.threat, self._console
        return Listing(
            size=self._world.threats,
            columns={
                "id": lambda n: console_id(10, n),
                "siteId": lambda n: console.site_of(of(n).endpoint).id,
                "accountId": lambda n: console.site_of(of(n).endpoint).account.id,
                "groupId": lambda n: console.group_of(of(n).endpoint).id,
                "agentId": lambda n: console_id(4, of(n).agent),
                "confidenceLevel": lambda n: of(n).confidence,
                "analystVerdict": lambda n: of(n).verdict,
                "incidentStatus": lambda n: self._incident(of(n)),
                "mitigationStatus": lambda n: of(n).status,
                "initiatedBy": lambda n: of(n).initiator,
                "createdAt": lambda n: of(n).at,
                "updatedAt": lambda n: self._updated(of(n)),
            },
            render=self._render,
            filters={
                "ids": Filter("id", "in"),
                "siteIds": Filter("siteId", "in"),
                "accountIds": Filter("accountId", "in"),
                "groupIds": Filter("groupId", "in"),
                "agentIds": Filter("agentId", "in"),
                "confidenceLevels": Filter("confidenceLevel", "in"),
                "analystVerdicts": Filter("analystVerdict", "in"),
                "incidentStatuses": Filter("incidentStatus", "in"),
                "mitigationStatuses": Filter("mitigationStatus", "in"),
                "initiatedBy": Filter("initiatedBy", "in"),
                **times("createdAt", *ORDER),
                **times("updatedAt", *ORDER),
            },
            sorts=frozenset({"createdAt", "updatedAt", "siteId"}),
        )

    @staticmethod
    def _incident(threat: Threat) -> str:
        return "resolved" if threat.acted or threat.verdict != "undefined" else "unresolved"

    def _updated(self, threat: Threat) -> int:
        reviewed = threat.verdict != "undefined"
        later = self._world.noise(52, threat.number) % (5 * 86_400) if reviewed else 6
        return min(threat.at + later * SECOND, self._world.end)

    def _render(self, n: int) -> str:
        threat = self.threat(n)
        site = self._console.site_of(threat.endpoint)
        group = self._console.group_of(threat.endpoint)
        key, title, source, detection = threat.engine
        name, at = threat.endpoint.hostname, iso(threat.at)
        incident, updated = self._incident(threat), iso(self._updated(threat))
        luck = self._world.noise(53, n)
        failed = threat.acted and luck % 37 == 0
        touched = threat.acted or threat.commanded
        actions = ",".join(self._actions(threat, failed=failed)) if touched else ""
        engines = f'[{{"key":"{key}","title":"{title}"}}]' if n % 4 else f'["{key}"]'
        return _TEMPLATE.render(
            {
                "id": f'"{console_id(10, n)}"',
                "account_id": f'"{site.account.id}"',
                "account": quoted(site.account.name),
                "site_id": f'"{site.id}"',
                "site": quoted(site.name),
                "group_id": f'"{group.id}"',
                "group": quoted(group.name),
                "ipv4": '"10.20.30.40,172.16.9.1"' if luck % 3 else '""',
                "user": f'"user{luck % 9000:04d}"',
                # A threat row knows two words only, whatever the policy calls its mode.
                "mode": '"protect"' if threat.mode == "protect" else '"detect"',
                "registered": f'"{iso(threat.at - 90 * DAY)}"',
                "agent_uuid": f'"{uuid_text(self._world.seed, 32, threat.endpoint.index)}"',
                "computer": f'"{name}"',
                "agent_id": f'"{console_id(4, threat.agent)}"',
                "indicators": _INDICATORS if source == "Behavioral" else "[]",
                "actions": f"[{actions}]",
                "verdict": f'"{threat.verdict}"',
                "verdict_text": f'"{_WORDS[threat.verdict]}"',
                "auto_resolved": "true" if threat.acted and n % 3 == 0 else "false",
                "kind": f'"{_KINDS[luck % 5]}"',
                "source": f'"{source}"',
                "confidence": f'"{threat.confidence}"',
                "created": f'"{at}"',
                "engines": engines,
                "detection": f'"{detection}"',
                "engine_names": f'["{title}"]',
                "failed": "true" if failed else "false",
                "path": f'"\\\\Device\\\\HarddiskVolume3\\\\Users\\\\Public\\\\{threat.file}"',
                "identified": f'"{iso(threat.at - SECOND, digits=3 if n % 6 else 0)}"',
                "incident": f'"{incident}"',
                "incident_text": f'"{_WORDS[incident]}"',
                "initiator": f'"{threat.initiator}"',
                "preemptive": "true" if threat.acted and source == "Static" else "false",
                "mitigation": f'"{threat.status}"',
                "mitigation_text": f'"{_WORDS[threat.status]}"',
                "sha1": f'"{luck:016x}{self._world.noise(54, n):016x}deadbeef"',
                "storyline": f'"{luck:016X}"',
                "file": f'"{threat.file}"',
                "updated": f'"{updated}"',
            }
        )

    @staticmethod
    def _actions(threat: Threat, *, failed: bool) -> list[str]:
        begun, ended = iso(threat.at + SECOND), iso(threat.at + 2 * SECOND)
        status, good = ("failed", 0) if failed else ("success", 1)
        return [
            _ACTION % ("kill", "success", 1, 0, ended, begun, ended),
            _ACTION % ("quarantine", status, good, 1 - good, ended, begun, ended),
        ]
