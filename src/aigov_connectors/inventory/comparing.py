"""Two inventories side by side: whom both are about, and whether what they read had changed.

A label that changed is the vendor's doing only where a setting behind it changed. That question is
answered here, and whether a run could see what it lacks in `sight`, for the drift between two runs
and for the rules that look back.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from aigov_connectors.inventory.base import JsonScalar
from aigov_connectors.inventory.change import ChangeRecord
from aigov_connectors.inventory.client import Client, Connection
from aigov_connectors.inventory.evidence import Fact
from aigov_connectors.inventory.feature import Deployment, UnknownSetting
from aigov_connectors.inventory.inventory import Inventory
from aigov_connectors.inventory.renaming import ids_between, known_ids, under_ids
from aigov_connectors.inventory.sight import Sight, Unseen

__all__ = ["Pair", "common_clients", "without_clients"]


def common_clients(
    before: Inventory, after: Inventory
) -> tuple[tuple[str, ...] | None, tuple[str, ...] | None]:
    """The clients that both runs were to hold, each in the ids of its run.

    None where a run holds no others: nothing has to be left out of it.
    """
    if not before.limited_to and not after.limited_to:
        return None, None
    ids = ids_between(before.clients, after.clients)
    was, now = {ids.get(one, one) for one in before.limited_to}, set(after.limited_to)
    common = now if not was else was if not now else was & now
    earlier: dict[str, list[str]] = defaultdict(list)
    for client in before.clients:
        earlier[ids.get(client.id, client.id)].append(client.id)
    of_before = tuple(sorted(each for one in common for each in earlier.get(one, [one])))
    return (
        of_before if now and not (was and was <= now) else None,
        tuple(sorted(common)) if was and not (now and now <= was) else None,
    )


_OF_CLIENTS = (
    "clients",
    "deployments",
    "deployment_clients",
    "decisions",
    "chains",
    "unknown_settings",
    "change_records",
    "attestations",
    "coverage",
)


def without_clients(inventory: Inventory) -> Inventory:
    """The inventory with nothing that is about any client, surely or perhaps."""
    return inventory.model_copy(update=dict.fromkeys(_OF_CLIENTS, ()))


def _limited(inventory: Inventory, wanted: tuple[str, ...] | None) -> Inventory:
    if wanted is None:
        return inventory
    if not wanted:  # of nobody is anything known in both runs
        return without_clients(inventory)
    known = inventory.client_by_id
    part = inventory.only([one for one in wanted if one in known])
    # Also of those whom it looked for and did not find.
    return part.model_copy(update={"limited_to": wanted})


class Pair:
    """Two inventories of one MSP, the earlier and the later.

    The earlier one is told in the client ids of the later: see `inventory.renaming`. Where one of
    them is limited to some clients, both hold those that both were to hold, and no others.
    """

    def __init__(self, before: Inventory, after: Inventory) -> None:
        wanted = common_clients(before, after)
        if () in wanted:
            wanted = (), ()
        before, after = _limited(before, wanted[0]), _limited(after, wanted[1])
        self.ids: dict[str, str] = ids_between(before.clients, after.clients)
        """Client ids of the earlier run to those of the later, where they differ."""
        self.clients_before: tuple[Client, ...] = before.clients
        """As the earlier run had them."""
        known = {one.id for one in before.clients}
        self.parted: dict[str, str] = {
            word: self.ids.get(one.id, one.id)
            for one in before.clients
            for word in known_ids(one)[1:]
            if word not in known and word != self.ids.get(one.id, one.id)
        }
        """What else a client of the earlier run may be called, to its id in the later: a client of
        the later run that has such an id was a part of it."""
        before = under_ids(before, self.ids)
        self.before = before
        self.after = after
        self.sight_before: Sight = Sight(before, after)
        self.sight_after: Sight = Sight(after, before)

    @cached_property
    def deployments_before(self) -> dict[str, Deployment]:
        """The deployments of the earlier run by key."""
        return {one.key: one for one in self.before.deployments}

    @cached_property
    def deployments_after(self) -> dict[str, Deployment]:
        """The deployments of the later run by key."""
        return {one.key: one for one in self.after.deployments}

    def records_of(self, thing: Deployment | UnknownSetting) -> tuple[ChangeRecord, ...]:
        """Every change of the object behind a thing that the later run was told, newest first."""
        source = thing.source_object
        place = thing.vendor, thing.tenant_id, source.kind, source.id
        return self._records.get(place, ())

    def changes_of(self, thing: Deployment | UnknownSetting) -> tuple[ChangeRecord, ...]:
        """Those of `records_of` that were made between the two runs."""
        began = [self.before.started_at]
        for one in self.before.connections:
            if (one.vendor, one.tenant_id) == (thing.vendor, thing.tenant_id):
                began.append(one.started_at)  # taken over from a run that did not end: earlier
        end = self.after.finished_at
        return tuple(one for one in self.records_of(thing) if min(began) <= one.at <= end)

    def tells_of_changes(self, vendor: str, tenant_id: str) -> bool:
        """Whether the later run was told of any change of any object of a tenant."""
        return any(place[:2] == (vendor, tenant_id) for place in self._records)

    @cached_property
    def _records(self) -> dict[tuple[str, ...], tuple[ChangeRecord, ...]]:
        found: dict[tuple[str, ...], list[ChangeRecord]] = defaultdict(list)
        for one in self.after.change_records:
            found[one.place].append(one)
        return {place: tuple(sorted(some, key=_newest_first)) for place, some in found.items()}

    def catalogue_changed(self, vendor: str) -> bool:
        """Whether the two runs read a vendor by different catalogues."""
        one, other = (each.catalogues.get(vendor) for each in (self.before, self.after))
        return one is not None and other is not None and one != other

    def is_otherwise_shown(self, connection: Connection) -> bool:
        """Whether the two runs were shown different parts of the tool that a connection reads."""
        place = connection.vendor, connection.tenant_id
        return any(one.of_scope(*place) for one in (self.sight_before, self.sight_after))

    def may_be_none(self, client: str) -> Unseen | None:
        """Why one run may have taken for a client whom the other knows to be none."""
        for home, sight, away in (
            (self.before, self.sight_before, self.after),
            (self.after, self.sight_after, self.before),
        ):
            known = home.client_by_id.get(client)
            if known is not None and client not in away.client_by_id:
                return sight.of_client(known)
        return None

    def is_dim(self, deployment: Deployment) -> bool:
        """Whether one run was not told something of a deployment that the other was."""
        sights = self.sight_before, self.sight_after
        return any(sight.of_labels(deployment) is not None for sight in sights)

    def settings_changed(self, one: Deployment, other: Deployment) -> bool | None:
        """Whether a setting that both runs read differs; None where they read none in common.

        `one` is of the earlier run, `other` the same deployment in the later.
        """
        shown = _differ(_facts(one, self.before), _facts(other, self.after))
        if self.is_dim(other):
            # What is counted or named with the help of lists that one run did not read is no
            # setting that changed: only what the vendor sent tells that.
            return shown
        named = _differ(_settings(one), _settings(other))
        told = [each for each in (named, shown) if each is not None]
        return any(told) if told else None


def _newest_first(record: ChangeRecord) -> tuple[float, bool, str]:
    # Of two that tell one change the one that names somebody comes first.
    return -record.at.timestamp(), record.by is None, record.model_dump_json()


Values = dict[tuple[object, ...], tuple[JsonScalar, bool]]


def _settings(deployment: Deployment) -> Values:
    # A name may stand twice, once per object: then its place in the list tells them apart.
    return {(at, one.name): (one.value, one.absent) for at, one in enumerate(deployment.settings)}


def _facts(deployment: Deployment, inventory: Inventory) -> Values:
    known = inventory.evidence_by_id
    facts = (known[one].fact for one in deployment.evidence if one in known)
    return {_place(fact): (fact.value, fact.absent) for fact in facts}


def _place(fact: Fact) -> tuple[object, ...]:
    return fact.method, fact.path_template, fact.query, fact.object_id, fact.pointer


def _differ(one: Values, other: Values) -> bool | None:
    common = one.keys() & other.keys()
    return any(one[place] != other[place] for place in common) if common else None
