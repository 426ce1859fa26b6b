"""What the licences of accounts and sites say: which customers cannot have a feature.

What is licensed may still be switched off, so a licence alone states nothing. Where a list of
licences is there and lacks every name of a feature, the feature cannot be in use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from aigov_connectors.catalogue import FeatureEntry, VendorCatalogue
from aigov_connectors.sentinelone.normalize.tenancy import Tenancy
from aigov_connectors.sentinelone.wire import AccountWire, SiteWire

MODULES = "licenses.modules"
BUNDLES = "licenses.bundles"


@dataclass(frozen=True, slots=True)
class Unlicensed:
    """A feature, and the organizations none of whose sites may use it."""

    entry: FeatureEntry
    organizations: frozenset[str]


class Licences:
    """The licences of every site: its own list, else its account's, else not known."""

    def __init__(
        self, tenancy: Tenancy, accounts: Iterable[AccountWire], sites: Iterable[SiteWire]
    ) -> None:
        of_account = {one.id: _names(one) for one in accounts}
        self._tenancy = tenancy
        self._by_site: Mapping[str, frozenset[tuple[str, str]]] = {
            one.id: _names(one) or of_account.get(one.account_id or "", frozenset())
            for one in sites
            if one.id in tenancy.sites
        }

    def allows(self, entry: FeatureEntry, site_id: str) -> bool | None:
        """Whether a site may use a feature; None where its licences are not known."""
        held = self._by_site.get(site_id)
        names = _names_of(entry)
        return None if not held or not names else bool(names & held)

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


def _names(row: AccountWire | SiteWire) -> frozenset[tuple[str, str]]:
    return frozenset(
        (kind, one.name.casefold())
        for kind, listed in ((MODULES, row.modules), (BUNDLES, row.bundles))
        for one in listed
        if one.name
    )


def _names_of(entry: FeatureEntry) -> set[tuple[str, str]]:
    return {
        (one.setting, one.value)
        for one in entry.readings
        if one.setting in (MODULES, BUNDLES) and isinstance(one.value, str)
    }
