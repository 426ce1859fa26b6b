"""Which organizations of the vendors are the same client.

Four ways, in this order: an alias that the configuration declares, a link that a vendor stores, an
exactly equal normalized name, and a domain that is theirs alone where their names have a word in
common. Names that are merely alike are never merged. Two organizations of one tenant are two
clients, whatever their names and links say, unless an alias makes them one. What cannot be told
apart stays apart and becomes a doubt, except where the configuration has spoken for everyone
concerned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from aigov_connectors.inventory.claims import (
    Claims,
    Doubt,
    Ref,
    as_told,
    check_entries,
    claims_of,
    derived_id,
    entry_id,
)
from aigov_connectors.inventory.client import Client, ClientEntry, ClientMember, Organization
from aigov_connectors.inventory.identity import Claimant, by_founding, identities, other_ids
from aigov_connectors.inventory.names import (
    forms_agree,
    naming_words,
    normalized_domain,
    normalized_name,
    trades_of,
)
from aigov_connectors.inventory.vocabulary import Basis, MatchKind

__all__ = ["ClientMap", "merge_clients"]

_NAME_THEM = "Name each client under [[clients]] in the configuration, with an alias per tool."


@dataclass(frozen=True, slots=True)
class ClientMap:
    """The merged clients, who is whom, and what could not be decided."""

    clients: tuple[Client, ...]
    client_of: dict[Ref, str]
    doubts: tuple[Doubt, ...]
    entry_ids: Mapping[str, str] = field(default_factory=dict)
    """What the configuration calls a client (its id, or one from its name) to the client's id."""


def merge_clients(
    organizations: Iterable[Organization],
    entries: Sequence[ClientEntry],
    *,
    connection_names: Mapping[tuple[str, str], tuple[str, ...]],
    previous: Sequence[Client] = (),
) -> ClientMap:
    """Merge the organizations of all connections into clients; their order does not matter.

    `connection_names` gives the connections of each (vendor, tenant), which an alias may name
    instead of the vendor. `previous` are the clients of the run before, whose ids are kept; who is
    whom does not depend on them.

    Raises:
        ValueError: two entries have one id.
    """
    check_entries(entries)
    known = tuple(sorted(organizations, key=lambda org: org.ref))
    claims = claims_of(known, entries, connection_names)
    merging = _merged(known, entries, claims)
    # What is one client without any alias: then no alias changes an id.
    unasked = _merged(known, entries, Claims()) if claims.entry_of else merging
    parts = {ref: min(group.members) for ref, group in unasked.group_of.items()}
    made = merging.groups
    claimants = [
        Claimant(
            one.entry,
            by_founding(one.organizations, one.entry, parts=parts, written=claims.written),
        )
        for one in made
    ]
    ids = identities(claimants, previous)
    others = other_ids(claimants, ids, previous)
    named = [
        group.client(identity, also)
        for group, identity, also in zip(made, ids, others, strict=True)
    ]
    clients = tuple(sorted(named, key=lambda one: one.id))
    return ClientMap(
        clients=clients,
        client_of={member.ref: client.id for client in clients for member in client.members},
        doubts=tuple(merging.doubts),
        entry_ids={
            entry_id(group.entry): identity
            for group, identity in zip(made, ids, strict=True)
            if group.entry is not None
        },
    )


def _merged(
    known: Sequence[Organization], entries: Sequence[ClientEntry], claims: Claims
) -> _Merging:
    groups = {id(entry): _Group(entry=entry) for entry in entries}
    merging = _Merging(groups.values(), claims.doubts)
    for org in known:
        if (entry := claims.entry_of.get(org.ref)) is not None:
            groups[id(entry)].members[org.ref] = (org, MatchKind.ALIAS)
            merging.group_of[org.ref] = groups[id(entry)]
        else:
            merging.found(org)
    _join_by_link(known, merging)
    _join_by_name(merging)
    _join_by_domain(merging)
    merging.doubt_links()
    return merging


@dataclass(slots=True, eq=False)
class _Group:
    """A client in the making."""

    entry: ClientEntry | None = None
    members: dict[Ref, tuple[Organization, MatchKind]] = field(default_factory=dict)

    @property
    def organizations(self) -> tuple[Organization, ...]:
        """In the order of their references."""
        return tuple(self.members[ref][0] for ref in sorted(self.members))

    @property
    def tenants(self) -> set[tuple[str, str]]:
        return {(org.vendor, org.tenant_id) for org in self.organizations}

    @property
    def names(self) -> set[tuple[str, str]]:
        told = [org.name for org in self.organizations]
        if self.entry is not None:
            told.append(self.entry.name)
        return {normalized_name(name) for name in told}

    def take(self, other: _Group, match: MatchKind) -> None:
        """Take the members of another; those that nothing had matched yet are matched now."""
        self.members = {
            ref: (org, match if kind is MatchKind.OWN_RECORD else kind)
            for ref, (org, kind) in (*self.members.items(), *other.members.items())
        }

    def client(self, identity: str, others: tuple[str, ...]) -> Client:
        entry, members = self.entry, [self.members[ref] for ref in sorted(self.members)]
        name = "" if entry is None else entry.name
        if entry is None:
            # Whoever gave the id also gives the name, where it is still there.
            at = next((n for n, (org, _) in enumerate(members) if derived_id(org) == identity), 0)
            founder, _ = members[at]
            members[at] = (founder, MatchKind.OWN_RECORD)
            name = founder.name
        kind, kind_basis = _kind(entry, [org for org, _ in members])
        return Client(
            id=identity,
            also_known_as=others,
            name=name,
            kind=kind,
            kind_basis=kind_basis,
            members=tuple(
                ClientMember(
                    vendor=org.vendor,
                    tenant_id=org.tenant_id,
                    vendor_id=org.vendor_id,
                    name=org.name,
                    match=match,
                    handles=org.handles,
                    domains=org.domains,
                    hints=org.hints,
                )
                for org, match in members
            ),
            is_declared=entry is not None,
            endpoints=_endpoints([org for org, _ in members]),
            **({} if entry is None else {"context": entry.context}),
        )


class _Merging:
    """The groups so far, and the only two things that happen to them: joined, or doubted."""

    def __init__(self, groups: Iterable[_Group], doubts: list[Doubt]) -> None:
        self._groups = {id(group): group for group in groups}
        self.group_of: dict[Ref, _Group] = {}
        self.doubts = doubts
        self._links: list[tuple[Organization, tuple[str, str], list[Ref], str]] = []

    @property
    def groups(self) -> list[_Group]:
        return sorted(self._groups.values(), key=_rank)

    def found(self, org: Organization) -> None:
        group = _Group(members={org.ref: (org, MatchKind.OWN_RECORD)})
        self._groups[id(group)] = group
        self.group_of[org.ref] = group

    def join(self, groups: Sequence[_Group], match: MatchKind) -> None:
        first, *others = sorted(groups, key=_rank)
        for other in others:
            first.take(other, match)
            del self._groups[id(other)]
        for ref in first.members:
            self.group_of[ref] = first

    def doubt(self, groups: Sequence[_Group], why: str) -> None:
        """Keep groups apart; where each has an entry, the configuration wants it so."""
        if all(group.entry is not None for group in groups):
            return
        orgs = tuple(sorted((o for g in groups for o in g.organizations), key=lambda o: o.ref))
        entries = tuple(group.entry for group in groups if group.entry is not None)
        told = [as_told(org) for org in orgs]
        told += [f"{entry.name} (configuration)" for entry in entries]
        subject = f"whether these are one client, {why}: {', '.join(told)}"
        self.doubts.append(Doubt(subject, _NAME_THEM, orgs, entries))

    def may_link(
        self, org: Organization, link: tuple[str, str], groups: Sequence[_Group], why: str
    ) -> None:
        """Keep groups apart for now: a name or a domain may yet tell which one a link means."""
        self._links.append((org, link, [min(group.members) for group in groups], why))

    def doubt_links(self) -> None:
        """Doubt the links that nothing settled since: their organization is still with nobody
        whom they mean.
        """
        for org, link, refs, why in self._links:
            if link in {(one.vendor, one.vendor_id) for one in self._with(org)}:
                continue
            groups = list(dict.fromkeys(self.group_of[ref] for ref in refs))
            if len(groups) > 1:
                self.doubt(groups, why)

    def _with(self, org: Organization) -> tuple[Organization, ...]:
        return self.group_of[org.ref].organizations


# Links and names ---------------------------------------------------------------------------


def _join_by_link(known: Sequence[Organization], merging: _Merging) -> None:
    by_id: dict[tuple[str, str], list[Organization]] = defaultdict(list)
    for org in known:
        by_id[org.vendor, org.vendor_id].append(org)
    joined: dict[int, list[_Group]] = {id(group): [group] for group in merging.groups}
    for org in known:
        for link in sorted({*org.links, *org.likely_links}):
            mine = merging.group_of[org.ref]
            theirs = list(
                dict.fromkeys(merging.group_of[other.ref] for other in by_id.get(link, ()))
            )
            if mine in theirs:
                continue
            if link not in org.links and len(_named_alike([mine, *theirs])) > 1:
                why = "as a number may say that one of them has"
                merging.may_link(org, link, [mine, *theirs], why)
            elif len(theirs) > 1:  # an id is one tenant's own, and a link names no tenant
                why = "as a link into two tenants may say"
                merging.may_link(org, link, [mine, *theirs], why)
            elif theirs and None in (mine.entry, theirs[0].entry):  # else the aliases decide
                one, other = joined[id(mine)], joined[id(theirs[0])]
                if one is not other:
                    one.extend(other)
                    joined.update({id(group): one for group in other})
    for groups in {id(one): one for one in joined.values()}.values():
        if len(groups) == 1:
            continue
        if _may_be_one(groups):
            merging.join(groups, MatchKind.LINK)
        else:
            merging.doubt(groups, "as their links say")


def _join_by_name(merging: _Merging) -> None:
    """First by the whole name, legal form included; then by what is left without it."""
    for _, groups in _named(merging, with_form=True):
        if _may_be_one(groups):
            merging.join(groups, MatchKind.EXACT_NAME)
    for stem, groups in _named(merging, with_form=False):
        forms = {form for group in groups for one, form in group.names if one == stem}
        if _may_be_one(groups) and forms_agree(forms - {""}):
            merging.join(groups, MatchKind.EXACT_NAME)
        else:
            merging.doubt(groups, "as their names say")


def _join_by_domain(merging: _Merging) -> None:
    """By a domain that one organization of each tenant has, and nobody of another kind.

    A group of companies shares one, and the MSP's own stands at many clients: there it tells
    nothing of who is who. Where the names have no word in common it may be a provider's that is
    not known here: such a pair is suggested (`matching`), and not merged.
    """
    holders: dict[str, list[Organization]] = defaultdict(list)
    for group in merging.groups:
        for org in group.organizations:
            for domain in {normalized_domain(one) for one in org.domains} - {""}:
                holders[domain].append(org)
    for _, orgs in sorted(holders.items()):
        tenants = [(org.vendor, org.tenant_id) for org in orgs]
        kinds = {org.kind for org in orgs}
        groups = list(dict.fromkeys(merging.group_of[org.ref] for org in orgs))
        if len(set(tenants)) < len(tenants) or len(kinds) > 1 or len(groups) < 2:
            continue
        if not _may_be_one(groups):
            merging.doubt(groups, "as their domains say")
            continue
        for alike in _named_alike(groups):
            if len(alike) > 1:
                merging.join(alike, MatchKind.DOMAIN)


def _named_alike(groups: Iterable[_Group]) -> list[list[_Group]]:
    """The groups put together by the words that their names share, trades left out.

    A word in common may be the town's, or a family's: those of different trades stay apart.
    """
    piles: list[tuple[set[str], set[int], list[_Group]]] = []
    for group in groups:
        words = {word for stem, _ in group.names for word in naming_words(stem)}
        trades = {trade for stem, _ in group.names for trade in trades_of(stem)}
        pile = (words, trades, [group])
        for met in [one for one in piles if _are_alike(one, words, trades)]:
            piles.remove(met)
            pile = (met[0] | pile[0], met[1] | pile[1], met[2] + pile[2])
        piles.append(pile)
    return [those for *_, those in piles]


def _are_alike(
    pile: tuple[set[str], set[int], list[_Group]], words: set[str], trades: set[int]
) -> bool:
    differ = bool(pile[1] and trades) and pile[1].isdisjoint(trades)
    return not pile[0].isdisjoint(words) and not differ


def _named(merging: _Merging, *, with_form: bool) -> Iterator[tuple[str, list[_Group]]]:
    """The groups that share a name, as they are when their turn comes.

    With their form: a name without one is left out, for it may mean any of them.
    """
    holders: dict[tuple[str, str], list[Ref | _Group]] = defaultdict(list)
    for group in merging.groups:
        # A group without an entry may have been joined by then: its first member leads there.
        anchor = group if group.entry is not None else next(iter(group.members))
        for stem, form in group.names:
            if stem and (form or not with_form):
                holders[stem, form if with_form else ""].append(anchor)
    for (stem, _), anchors in sorted(holders.items(), key=lambda pair: pair[0]):
        present = (one if isinstance(one, _Group) else merging.group_of[one] for one in anchors)
        groups = list(dict.fromkeys(present))
        if len(groups) > 1:
            yield stem, groups


def _may_be_one(groups: Sequence[_Group]) -> bool:
    """Whether groups can be one client: no tenant in two of them, and at most one entry."""
    tenants = [tenant for group in groups for tenant in group.tenants]
    entries = [group for group in groups if group.entry is not None]
    return len(set(tenants)) == len(tenants) and len(entries) <= 1


def _rank(group: _Group) -> tuple[bool, str, Ref]:
    """Entries first, so that a client that the configuration names takes the others in."""
    name = "" if group.entry is None else group.entry.name
    return group.entry is None, name, min(group.members, default=("", "", ""))


# What a client is --------------------------------------------------------------------------


def _kind(entry: ClientEntry | None, organizations: Sequence[Organization]) -> tuple[str, Basis]:
    """What the configuration says; else what any tool knows beyond "a client", or guesses."""
    if entry is not None and "kind" in entry.model_fields_set:
        return entry.kind, Basis.OBSERVED
    told = {(org.kind, org.kind_basis) for org in organizations if org.kind != "client"}
    order = [(kind, basis) for basis in Basis for kind in ("own", "catch_all")]
    return next((one for one in order if one in told), ("client", Basis.OBSERVED))


def _endpoints(organizations: Sequence[Organization]) -> int | None:
    """The tools overlap, the tenants and sites of one tool do not."""
    counts: dict[str, int] = defaultdict(int)
    for org in organizations:
        if org.endpoints is not None:
            counts[org.vendor] += org.endpoints
    return max(counts.values(), default=None)
