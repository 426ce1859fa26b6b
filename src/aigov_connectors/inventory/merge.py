"""Which organizations of the vendors are the same client.

Three ways, in this order: an alias that the configuration declares, a link that a vendor stores,
and an exactly equal normalized name. Names that are merely alike are never merged. Two
organizations of one tenant are two clients even under one name.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from aigov_connectors.inventory.client import Client, ClientEntry, ClientMember, Organization
from aigov_connectors.inventory.vocabulary import MatchKind

__all__ = ["ClientMap", "merge_clients", "normalized_name", "slug"]

# Legal forms that one tool writes and another leaves out.
_LEGAL_FORMS = frozenset(
    [
        "ag",
        "bv",
        "co",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "incorporated",
        "limited",
        "llc",
        "llp",
        "lp",
        "ltd",
        "nv",
        "pc",
        "plc",
        "pllc",
        "pty",
        "sa",
        "sarl",
    ]
)

Ref = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ClientMap:
    """The merged clients, who is whom, and the names that could not be told apart."""

    clients: tuple[Client, ...]
    client_of: dict[Ref, str]
    ambiguous: tuple[tuple[Organization, ...], ...]
    """Organizations of one normalized name that were kept apart."""
    unmatched_aliases: tuple[tuple[str, str, str], ...]
    """(client name, vendor or connection, alias) that no organization answered to."""


def slug(name: str) -> str:
    """A readable id: lower case, digits and hyphens."""
    return "-".join(_words(name)) or "client"


def normalized_name(name: str) -> tuple[str, str]:
    """The name without case, accents, punctuation and legal form, and the legal form apart."""
    words = _words(name)
    forms: list[str] = []
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        forms.insert(0, words.pop())
    return " ".join(words), " ".join(forms)


def merge_clients(
    organizations: Iterable[Organization],
    entries: Sequence[ClientEntry],
    *,
    connection_names: dict[tuple[str, str], tuple[str, ...]],
) -> ClientMap:
    """Merge the organizations of all connections into clients; the order does not matter.

    `connection_names` gives the connections of each (vendor, tenant), which an alias may name
    instead of the vendor.
    """
    known = {org.ref: org for org in sorted(organizations, key=lambda org: org.ref)}
    groups: list[_Group] = []
    taken: dict[Ref, _Group] = {}
    unmatched: list[tuple[str, str, str]] = []

    for entry in entries:
        group = _Group(entry=entry)
        groups.append(group)
        for place, aliases in sorted(entry.aliases.items()):
            for alias in aliases:
                found = [
                    org
                    for org in known.values()
                    if _is_at(place, org, connection_names) and _answers_to(alias, org)
                ]
                if not found:
                    unmatched.append((entry.name, place, alias))
                for org in found:
                    if org.ref not in taken:
                        group.add(org, MatchKind.ALIAS)
                        taken[org.ref] = group

    for org in known.values():
        for vendor, vendor_id in org.links:
            for other in known.values():
                if (other.vendor, other.vendor_id) == (vendor, vendor_id):
                    _join_by_link(org, other, taken=taken, groups=groups)

    ambiguous = _join_by_name(known, entries, taken=taken, groups=groups)
    clients = tuple(
        sorted(
            (client for group in groups if (client := group.client()) is not None),
            key=lambda client: client.id,
        )
    )
    client_of = {
        (member.vendor, member.tenant_id, member.vendor_id): client.id
        for client in clients
        for member in client.members
    }
    return ClientMap(clients, client_of, ambiguous, tuple(unmatched))


@dataclass(slots=True, eq=False)
class _Group:
    entry: ClientEntry | None = None
    members: list[tuple[Organization, MatchKind]] = field(default_factory=list)

    def add(self, org: Organization, match: MatchKind) -> None:
        self.members.append((org, match))

    def has_tenant_of(self, org: Organization) -> bool:
        return any(
            (member.vendor, member.tenant_id) == (org.vendor, org.tenant_id)
            for member, _ in self.members
        )

    def client(self) -> Client | None:
        entry = self.entry
        members = sorted(self.members, key=lambda pair: pair[0].ref)
        if not members and entry is None:
            return None
        first = members[0][0] if members else None
        if entry is not None:
            identity, name, kind = entry.id or slug(entry.name), entry.name, entry.kind
        else:
            assert first is not None  # noqa: S101 - groups without an entry have a member
            identity, name, kind = "/".join(first.ref), first.name, first.kind
        counts = [org.endpoints for org, _ in members if org.endpoints is not None]
        return Client(
            id=identity,
            name=name,
            kind=kind,
            members=tuple(
                ClientMember(
                    vendor=org.vendor,
                    tenant_id=org.tenant_id,
                    vendor_id=org.vendor_id,
                    name=org.name,
                    match=match,
                )
                for org, match in members
            ),
            endpoints=max(counts) if counts else None,
            **({} if entry is None else {"context": entry.context}),
        )


def _join_by_link(
    org: Organization, other: Organization, *, taken: dict[Ref, _Group], groups: list[_Group]
) -> None:
    group = taken.get(org.ref) or taken.get(other.ref)
    if group is None:
        group = _Group()
        groups.append(group)
    for one, match in ((other, MatchKind.OWN_RECORD), (org, MatchKind.LINK)):
        if one.ref not in taken:
            group.add(one, match)
            taken[one.ref] = group


def _join_by_name(
    known: dict[Ref, Organization],
    entries: Sequence[ClientEntry],
    *,
    taken: dict[Ref, _Group],
    groups: list[_Group],
) -> tuple[tuple[Organization, ...], ...]:
    by_stem: dict[str, list[Organization]] = defaultdict(list)
    for org in known.values():
        if org.ref not in taken:
            by_stem[normalized_name(org.name)[0]].append(org)
    named: dict[str, list[_Group]] = defaultdict(list)
    for group in groups:
        stems = {normalized_name(org.name)[0] for org, _ in group.members}
        if group.entry is not None:
            stems.add(normalized_name(group.entry.name)[0])
        for stem in stems:
            named[stem].append(group)

    ambiguous: list[tuple[Organization, ...]] = []
    for stem, orgs in sorted(by_stem.items()):
        candidates = named.get(stem, [])
        if _can_be_one(orgs, candidates):
            group = candidates[0] if candidates else _Group()
            if not candidates:
                groups.append(group)
            for org in orgs:
                founder = not group.members and group.entry is None
                group.add(org, MatchKind.OWN_RECORD if founder else MatchKind.EXACT_NAME)
                taken[org.ref] = group
        else:
            rest = tuple(orgs)
            ambiguous.append((*rest, *(m for g in candidates for m, _ in g.members)))
            for org in rest:
                group = _Group()
                group.add(org, MatchKind.OWN_RECORD)
                groups.append(group)
    return tuple(ambiguous)


def _can_be_one(orgs: list[Organization], candidates: list[_Group]) -> bool:
    """One name means one client only if no tenant has it twice and no legal forms differ."""
    if len(candidates) > 1:
        return False
    everyone = [*orgs, *(org for group in candidates for org, _ in group.members)]
    tenants = [(org.vendor, org.tenant_id) for org in everyone]
    if len(set(tenants)) != len(tenants):
        return False
    entry_names = [group.entry.name for group in candidates if group.entry is not None]
    forms = {normalized_name(name)[1] for name in [*(o.name for o in everyone), *entry_names]}
    return len(forms - {""}) <= 1


def _is_at(
    place: str, org: Organization, connection_names: dict[tuple[str, str], tuple[str, ...]]
) -> bool:
    return place == org.vendor or place in connection_names.get((org.vendor, org.tenant_id), ())


def _answers_to(alias: str, org: Organization) -> bool:
    return alias in (org.vendor_id, org.name, *org.handles)


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold()).replace("&", " and ")
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = plain.replace("'", "").replace("’", "")  # noqa: RUF001 - the typographic apostrophe
    plain = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", plain)  # L.L.C. is llc
    return re.findall(r"[^\W_]+", plain)
