"""How this console spells and numbers the world: accounts, sites, groups, ids."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from aigov_connectors.sandbox.clients import MSP_NAME
from aigov_connectors.sandbox.world import Endpoint, World
from aigov_connectors.sentinelone.sandbox import planted

_EDR_KINDS = frozenset({"server", "desktop", "laptop", "mac", "linux_server"})
_FIRST_ID = 1_400_000_000_000_000_000
_KIND_STEP = 10_000_000_000_000_000


def console_id(kind: int, number: int) -> str:
    """Return an id of 19 digits, greater than any float can hold exactly; ids grow with number."""
    return str(_FIRST_ID + kind * _KIND_STEP + (number + 1) * 7_919_003)


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the console."""

    number: int
    name: str

    @property
    def id(self) -> str:
        """Return the console's id."""
        return console_id(1, self.number)


@dataclass(frozen=True, slots=True)
class Site:
    """One site; `client` is the world's client index, None where the site serves nobody."""

    number: int
    name: str
    account: Account
    client: int | None
    state: str = "active"
    is_default: bool = False

    @property
    def id(self) -> str:
        """Return the console's id."""
        return console_id(2, self.number)


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a site; `holds` says whether an endpoint of the site belongs to it."""

    number: int
    name: str
    site: Site
    kind: str
    inherits: bool
    rank: int | None
    holds: Callable[[Endpoint], bool]

    @property
    def id(self) -> str:
        """Return the console's id."""
        return console_id(3, self.number)


@dataclass(frozen=True)
class Console:
    """The tenant: every account, site and group, and which endpoint is which agent."""

    world: World

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """Return the clients' account and the MSP's internal one."""
        return (Account(0, MSP_NAME), Account(1, planted.INTERNAL_ACCOUNT))

    @cached_property
    def sites(self) -> tuple[Site, ...]:
        """Return all sites, those of nobody last."""
        made: list[Site] = []
        for client in self.world.clients:
            if client.name in planted.NOT_IN_CONSOLE:
                continue
            account = self.accounts[1 if client.kind == "own" else 0]
            name = planted.SITE_NAMES.get(client.name, client.name)
            is_default = client.kind == "catch_all"
            made.append(Site(len(made), name, account, client.index, is_default=is_default))
        for name, state in planted.GONE_SITES:
            made.append(Site(len(made), name, self.accounts[0], None, state=state))
        return tuple(made)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Return all groups; the first of a site is its default group."""
        made: list[Group] = []
        for site in self.sites:
            special = [self._planted(len(made) + 1, site, group) for group in self._of(site)]
            made.append(Group(len(made), "Default Group", site, "static", True, None, _any))
            made.extend(special)
        return tuple(made)

    def _of(self, site: Site) -> tuple[planted.PlantedGroup, ...]:
        if site.client is None:
            return ()
        name = self.world.clients[site.client].name
        own = tuple(group for group in planted.GROUPS if group.client == name)
        if own or site.number % 3:
            return own
        return (planted.PlantedGroup(name, "Servers", "dynamic", kinds=planted.SERVER_KINDS),)

    def _planted(self, number: int, site: Site, group: planted.PlantedGroup) -> Group:
        def holds(endpoint: Endpoint) -> bool:
            return endpoint.kind in group.kinds or endpoint.ordinal in group.ordinals

        return Group(number, group.name, site, group.kind, group.policy is None, 1, holds)

    @cached_property
    def site_of_client(self) -> dict[int, Site]:
        """Return the site of each client index."""
        return {site.client: site for site in self.sites if site.client is not None}

    @cached_property
    def groups_of_site(self) -> dict[int, tuple[Group, ...]]:
        """Return the groups of each site number; the default group last, as it takes the rest."""
        found: dict[int, list[Group]] = {site.number: [] for site in self.sites}
        for group in self.groups:
            found[group.site.number].append(group)
        return {number: (*groups[1:], groups[0]) for number, groups in found.items()}

    @cached_property
    def agents(self) -> tuple[Endpoint, ...]:
        """Return the endpoints that have an agent."""
        return tuple(
            endpoint
            for endpoint in self.world.endpoints
            if endpoint.kind in _EDR_KINDS
            and endpoint.client in self.site_of_client
            and (endpoint.ordinal < 8 or self.world.noise(31, endpoint.index) % 33)
        )

    def site_of(self, endpoint: Endpoint) -> Site:
        """Return the site of an agent."""
        return self.site_of_client[endpoint.client]

    def group_of(self, endpoint: Endpoint) -> Group:
        """Return the group of an agent."""
        groups = self.groups_of_site[self.site_of(endpoint).number]
        return next(group for group in groups if group.holds(endpoint))

    @cached_property
    def group_sizes(self) -> dict[int, int]:
        """Return the number of agents of each group number."""
        sizes = dict.fromkeys(range(len(self.groups)), 0)
        for endpoint in self.agents:
            sizes[self.group_of(endpoint).number] += 1
        return sizes

    @cached_property
    def site_sizes(self) -> dict[int, int]:
        """Return the number of agents of each site number."""
        sizes = dict.fromkeys(range(len(self.sites)), 0)
        for group in self.groups:
            sizes[group.site.number] += self.group_sizes[group.number]
        return sizes


def _any(_endpoint: Endpoint) -> bool:
    return True
