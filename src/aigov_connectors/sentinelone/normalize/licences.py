"""What the licences of accounts and sites say: which customers cannot have a feature.

What is licensed may still be switched off, so a licence alone states nothing. Where a list of
licences is there and lacks every name of a feature, the feature cannot be in use; unless the list
holds a name that nobody has published, which may be a new name of it or a bundle that includes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from aigov_connectors.catalogue import FeatureEntry, VendorCatalogue
from aigov_connectors.sentinelone.normalize.tenancy import Tenancy
from aigov_connectors.sentinelone.wire import AccountWire, SiteWire

MODULES = "licenses.modules"
BUNDLES = "licenses.bundles"

# Names that the build partners' SDK publishes. Any other may be a new name of a feature.
_PUBLISHED = {
    MODULES: frozenset(
        (
            "purple_ai",
            "purple_ai_soc_analyst",
            "rso",
            "remote_ops_forensics",
            "binary_vault_benign",
            "vigilance",
            "singularity_mdr",
            "wayfinder_mdr_essentials",
            "wayfinder_mdr_elite",
            "wayfinder_threat_hunting",
            "watchtower",
            "ranger",
            "rogues",
            "vulnerability_management",
            "threat_intel",
            "cloud_funnel",
        )
    ),
    BUNDLES: frozenset(
        (
            "core",
            "control",
            "complete",
            "hyperautomation",
            "singularity_data_lake",
            "data_ingest",
            "log_analytics",
            "singularity_identity",
            "ranger_ad",
            "ranger_ad_protect",
            "unified_identity",
            "identity_threat_protection",
            "mobile_security",
            "threat_detection_netapp",
            "threat_detection_s3",
            "cloud_native_security_pro",
            "cloud_native_security_foundations",
        )
    ),
}
# Names of whole families: `xdr_<number>_retention`, `cloud_workload_security_<edition>`.
_FAMILIES = {
    MODULES: re.compile(r"xdr_\w+_retention"),
    BUNDLES: re.compile(r"cloud_workload_security_\w+"),
}

Held = Mapping[str, frozenset[str] | None]
"""Kind of list to the names in it; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Unlicensed:
    """A feature, and the organizations none of whose sites may use it."""

    entry: FeatureEntry
    organizations: frozenset[str]


class Licences:
    """The licences of every site: its own lists, else its account's, else not known."""

    def __init__(
        self, tenancy: Tenancy, accounts: Iterable[AccountWire], sites: Iterable[SiteWire]
    ) -> None:
        of_account = {one.id: _held(one) for one in accounts}
        self._tenancy = tenancy
        self._by_site: dict[str, Held] = {}
        for one in sites:
            if one.id in tenancy.sites:
                above = of_account.get(one.account_id or "", {})
                own = _held(one)
                self._by_site[one.id] = {
                    kind: above.get(kind) if names is None else names for kind, names in own.items()
                }

    def allows(self, entry: FeatureEntry, site_id: str) -> bool | None:
        """Whether a site may use a feature; None where its licences do not tell."""
        held, names = self._by_site.get(site_id, {}), _names_of(entry)
        if any(name in (held.get(kind) or ()) for kind, name in names):
            return True
        if not names or any(held.get(kind) is None for kind, _ in names):
            return None
        strange = any(
            _is_strange(kind, name) for kind, listed in held.items() for name in listed or ()
        )
        return None if strange else False

    def unlicensed(self, catalogue: VendorCatalogue) -> Iterator[Unlicensed]:
        """Features that the catalogue knows by a licence, with who lacks it.

        Source: licence names of the build partners' SDK (verified there).
        """
        for entry in catalogue.features:
            allowed: dict[str, set[bool | None]] = {}
            for site in self._tenancy.sites.values():
                allowed.setdefault(site.organization, set()).add(self.allows(entry, site.id))
            lacking = frozenset(key for key, told in allowed.items() if told == {False})
            if lacking:
                yield Unlicensed(entry, lacking)


def _held(row: AccountWire | SiteWire) -> Held:
    if not row.modules and not row.bundles:
        # Whoever is a customer has bought something: a list of nothing at all tells nothing.
        return dict.fromkeys(_PUBLISHED)
    return {
        kind: None if listed is None else frozenset((one.name or "").casefold() for one in listed)
        for kind, listed in ((MODULES, row.modules), (BUNDLES, row.bundles))
    }


def _is_strange(kind: str, name: str) -> bool:
    return name not in _PUBLISHED[kind] and _FAMILIES[kind].fullmatch(name) is None


def _names_of(entry: FeatureEntry) -> set[tuple[str, str]]:
    return {
        (one.setting, one.value)
        for one in entry.readings
        if one.setting in (MODULES, BUNDLES) and isinstance(one.value, str)
    }
