"""An id stays what it was, and nobody becomes another client unasked."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable

from hypothesis import assume, example, given
from hypothesis import strategies as st
from tests.inventory.builders import built as built_of
from tests.inventory.builders import collection, entry, org
from tests.inventory.merging import ids, merged, shape

from aigov_connectors.inventory import Client, ClientEntry, Inventory, Organization
from aigov_connectors.inventory.claims import Ref, entry_id
from aigov_connectors.inventory.merge import ClientMap
from aigov_connectors.inventory.names import normalized_domain, normalized_name
from aigov_connectors.inventory.renaming import ids_between

LAKESIDE = (org("psa", "7", "Lakeside"), org("rmm", "3", "Lakeside"))


def test_a_tool_that_comes_first_changes_no_id_that_there_was() -> None:
    before = merged(*LAKESIDE)
    after = merged(org("autotask", "1", "Lakeside"), *LAKESIDE, previous=before.clients)

    assert shape(after) == {
        "psa/t/7": {"autotask 1": "exact_name", "psa 7": "own_record", "rmm 3": "exact_name"}
    }
    assert set(shape(merged(org("autotask", "1", "Lakeside"), *LAKESIDE))) == {"autotask/t/1"}


def test_whoever_gave_the_id_still_gives_the_name() -> None:
    before = merged(org("psa", "7", "Lakeside Clinic"))
    linked = org("autotask", "1", "LSC", links=(("psa", "7"),))
    (after,) = merged(linked, org("psa", "7", "Lakeside Clinic"), previous=before.clients).clients

    assert (after.id, after.name) == ("psa/t/7", "Lakeside Clinic")


def test_an_entry_that_names_a_client_leaves_it_its_id_unless_it_gives_one() -> None:
    before = merged(*LAKESIDE)
    named = entry("Lakeside Clinic", aliases={"rmm": "3"})
    for previous in (before.clients, ()):
        kept = merged(*LAKESIDE, entries=[named], previous=previous)
        assert ids(kept) == {"Lakeside Clinic": "psa/t/7"}
        assert kept.entry_ids == {"lakeside-clinic": "psa/t/7"}

    given_one = named.model_copy(update={"id": "c-1"})
    assert ids(merged(*LAKESIDE, entries=[given_one], previous=before.clients)) == {
        "Lakeside Clinic": "c-1"
    }
    assert ids(merged(entries=[named])) == {"Lakeside Clinic": "lakeside-clinic"}


def test_an_alias_changes_no_id_but_that_of_whom_it_takes_in() -> None:
    early = org("autotask", "1", "LSC")
    alone = merged(early, *LAKESIDE, entries=[entry("Lakeside")])
    joined = merged(early, *LAKESIDE, entries=[entry("Lakeside", aliases={"autotask": "1"})])

    assert {one.id for one in alone.clients} == {"autotask/t/1", "psa/t/7"}
    (client,) = joined.clients
    assert (client.id, client.also_known_as) == (
        "psa/t/7",
        ("rmm/t/3", "autotask/t/1", "lakeside"),
    )


def test_the_alias_that_is_written_first_gives_the_id_where_no_name_does() -> None:
    orgs = (org("edr", "1", "One"), org("psa", "2", "Two"), org("rmm", "3", "Three"))
    named = entry("Acme", aliases={"psa": "2"})
    more = entry("Acme", aliases={"psa": "2", "edr": "1", "rmm": "3"})

    assert ids(merged(*orgs, entries=[named]))["Acme"] == "psa/t/2"
    assert ids(merged(*orgs, entries=[more])) == {"Acme": "psa/t/2"}


def test_a_client_knows_every_id_that_it_may_have_had_and_none_of_another() -> None:
    (client,) = merged(*LAKESIDE).clients
    assert (client.id, client.also_known_as) == ("psa/t/7", ("rmm/t/3",))

    (renamed,) = merged(
        *LAKESIDE, entries=[entry("Lakeside").model_copy(update={"id": "c-1"})]
    ).clients
    assert renamed.also_known_as == ("psa/t/7", "rmm/t/3", "lakeside")

    (unnamed,) = merged(*LAKESIDE, previous=[renamed]).clients
    assert (unnamed.id, unnamed.also_known_as) == ("c-1", ("psa/t/7", "rmm/t/3", "lakeside"))

    again = entry("L", aliases={"psa": "7"}).model_copy(update={"id": "c-2"})
    (another,) = merged(*LAKESIDE, entries=[again], previous=[unnamed]).clients
    assert another.also_known_as == ("psa/t/7", "rmm/t/3", "l", "c-1", "lakeside")
    assert another.names[:2] == ("c-2", "L")


def test_of_two_that_turn_out_to_be_one_the_larger_keeps_its_id() -> None:
    lone = org("edr", "1", "LSC")
    before = merged(lone, *LAKESIDE)
    after = merged(
        lone,
        *LAKESIDE,
        entries=[entry("Lakeside", aliases={"edr": "1", "psa": "7"})],
        previous=before.clients,
    )

    assert set(shape(before)) == {"edr/t/1", "psa/t/7"}
    assert ids(after) == {"Lakeside": "psa/t/7"}
    assert after.clients[0].also_known_as == ("rmm/t/3", "edr/t/1", "lakeside")


def test_of_one_that_turns_out_to_be_two_the_founder_keeps_the_id_and_none_has_it_twice() -> None:
    before = merged(*LAKESIDE)
    apart = [entry("A", aliases={"psa": "7"}), entry("B", aliases={"rmm": "3"})]
    after = merged(*LAKESIDE, entries=apart, previous=before.clients)

    assert shape(after) == {"a": {"psa 7": "alias"}, "b": {"rmm 3": "alias"}}
    assert ids(after) == {"A": "psa/t/7", "B": "rmm/t/3"}


def test_a_founder_that_returns_as_another_client_gets_a_new_id() -> None:
    before = merged(*LAKESIDE)
    gone = merged(LAKESIDE[1], previous=before.clients)
    back = merged(org("psa", "7", "Zenith"), LAKESIDE[1], previous=gone.clients)

    assert set(shape(gone)) == {"psa/t/7"}
    assert {one.name: one.id for one in back.clients} == {
        "Lakeside": "psa/t/7",
        "Zenith": "psa/t/7~2",
    }


def test_an_id_that_the_configuration_speaks_for_is_inherited_by_nobody_else() -> None:
    before = merged(*LAKESIDE, entries=[entry("Lakeside")])
    other = org("psa", "9", "Other")
    after = merged(
        other, *LAKESIDE, entries=[entry("Lakeside", aliases={"psa": "9"})], previous=before.clients
    )

    assert shape(after)["lakeside"] == {"psa 9": "alias"}
    assert set(shape(after)) == {"lakeside", "psa/t/7", "rmm/t/3"}


def test_an_inventory_hands_its_ids_on() -> None:
    parts = [collection("rmm-1", vendor="rmm", organizations=[LAKESIDE[1]])]
    before = built_of(*parts)
    parts.append(collection("psa-1", vendor="psa", organizations=[LAKESIDE[0]]))

    assert [one.id for one in built_of(*parts).clients] == ["psa/t/7"]
    assert [one.id for one in built_of(*parts, previous=before).clients] == ["rmm/t/3"]
    assert [one.id for one in before.clients] == ["rmm/t/3"]
    assert Inventory.from_json(before.to_json()) == before


# What always holds ---------------------------------------------------------------------------

VENDORS = ("autotask", "edr", "psa", "rmm")
NAMES = ("Lakeside", "Lakeside Clinic", "Lakeside LLC", "Lakesyde", "Acme", "Acme Co", "Zenith")
DOMAINS = ("lakeside.example", "acme.example", "zenith.example")

refs = st.tuples(st.sampled_from(VENDORS), st.sampled_from("tu"), st.sampled_from("12"))


def estates(names: st.SearchStrategy[str]) -> st.SearchStrategy[list[Organization]]:
    """Organizations of several tools, some with links and domains."""
    facts = st.tuples(
        names,
        st.lists(st.tuples(st.sampled_from(VENDORS), st.sampled_from("123")), max_size=1),
        st.lists(st.sampled_from(DOMAINS), max_size=1),
    )
    return st.dictionaries(refs, facts, max_size=8).map(
        lambda told: [
            org(vendor, number, name, tenant=tenant, links=tuple(links), domains=tuple(domains))
            for (vendor, tenant, number), (name, links, domains) in told.items()
        ]
    )


Aliases = dict[str, tuple[str, ...]]
aliases: st.SearchStrategy[Aliases] = st.dictionaries(
    st.sampled_from(VENDORS),
    st.lists(st.sampled_from(("1", "2", *NAMES)), max_size=2).map(tuple),
    max_size=2,
)
declared = st.lists(
    st.tuples(
        st.sampled_from(("Lakeside", "Lakeside Clinic", "Acme", "Other")),
        aliases,
    ),
    max_size=3,
    unique_by=lambda pair: pair[0],
).map(lambda told: [entry(name, aliases=aliases) for name, aliases in told])


def _refs(client: Client) -> set[Ref]:
    return {(one.vendor, one.tenant_id, one.vendor_id) for one in client.members}


def _homes(after: ClientMap, before: Client) -> set[str]:
    return {after.client_of[ref] for ref in _refs(before)}


@given(
    few=estates(st.sampled_from(NAMES)),
    more=estates(st.sampled_from(NAMES)),
    entries=declared,
    new_entries=declared,
)
@example(few=list(LAKESIDE), more=[org("autotask", "1", "Lakeside")], entries=[], new_entries=[])
def test_no_id_is_lost_but_to_another_client_that_was_there(
    few: list[Organization],
    more: list[Organization],
    entries: list[ClientEntry],
    new_entries: list[ClientEntry],
) -> None:
    """Aliases, entries and connections are added; each id stays with what it named."""
    names = {one.name for one in entries}
    entries_after = [
        *(_with_aliases(one, new_entries) for one in entries),
        *(one for one in new_entries if one.name not in names),
    ]
    everyone = [*few, *(one for one in more if one.ref not in {each.ref for each in few})]
    before = merged(*few, entries=entries)
    after = merged(*everyone, entries=entries_after, previous=before.clients)

    known = {one.id for one in before.clients}
    now = {one.id for one in after.clients}
    spoken_for = {entry_id(one) for one in entries_after}
    assert len(now) == len(after.clients)
    for client in before.clients:
        if client.id not in now:  # then it was joined with others, whose id stays
            homes = _homes(after, client)
            assert homes
            assert homes & (known | spoken_for)
        elif client.members and client.id not in spoken_for:
            (holder,) = (one for one in after.clients if one.id == client.id)
            assert _refs(holder) & _refs(client)  # and means the same as before


@given(orgs=estates(st.sampled_from(NAMES)), entries=declared, added=aliases, at=st.integers(0, 2))
def test_an_alias_added_below_makes_no_new_id_though_nothing_tells_of_the_run_before(
    orgs: list[Organization],
    entries: list[ClientEntry],
    added: dict[str, tuple[str, ...]],
    at: int,
) -> None:
    """Each id that goes is known by a client; each that comes was given by an organization."""
    assume(at < len(entries))
    # What stands in a place that is there already is written above the places after it.
    assume(added.keys().isdisjoint([*entries[at].aliases][:-1]))
    more = list(entries)
    more[at] = _with_aliases(entries[at], [entry(entries[at].name, aliases=added)])
    before, after = merged(*orgs, entries=entries), merged(*orgs, entries=more)

    given_then = {word for one in before.clients for word in (one.id, *one.also_known_as)}
    for client in after.clients:
        assert client.id in given_then
    ids_after = ids_between(before.clients, after.clients)
    for client in before.clients:
        identity = ids_after.get(client.id, client.id)
        if client.members:
            (holder,) = (one for one in after.clients if one.id == identity)
            assert _refs(holder) & _refs(client)
    # Who is not concerned keeps the id: those of whom no organization went anywhere.
    for client in before.clients:
        homes = {after.client_of[ref] for ref in _refs(client)}
        (home,) = homes if len(homes) == 1 else (None,)
        if home is not None and client.members:
            (now,) = (one for one in after.clients if one.id == home)
            if _refs(now) == _refs(client):
                assert now.id == client.id
    # And the client itself keeps it, whomever it takes in, where nothing is contradictory.
    mine = before.entry_ids[entry_id(entries[at])]
    now_mine = after.entry_ids[entry_id(entries[at])]
    (one,), (other,) = (
        [each for each in who.clients if each.id == identity]
        for who, identity in ((before, mine), (after, now_mine))
    )
    if one.members and _refs(one) <= _refs(other) and not before.doubts:
        # Whoever takes from another entry what that one names too, takes its id along.
        taken = _claims(more[at], orgs) & {
            ref for each in more if each is not more[at] for ref in _claims(each, orgs)
        }
        # So does whoever takes the organization that gave another client of the configuration its
        # id; see the test at the end.
        of_others = {
            (member.vendor, member.tenant_id, member.vendor_id)
            for each in before.clients
            if each.is_declared and each.id != mine
            for member in each.members
            if each.id == f"{member.vendor}/{member.tenant_id}/{member.vendor_id}"
        }
        assert now_mine == mine or taken or of_others & (_refs(other) - _refs(one))


@given(
    orgs=estates(st.sampled_from(NAMES)),
    entries=declared,
    new_entry=st.tuples(st.sampled_from(("Fresh", "Lakesyde", "Zenith")), aliases),
)
def test_an_entry_that_is_added_makes_no_new_id_unless_nobody_is_meant(
    orgs: list[Organization], entries: list[ClientEntry], new_entry: tuple[str, Aliases]
) -> None:
    name, words = new_entry
    assume(name not in {one.name for one in entries})
    before = merged(*orgs, entries=entries)
    after = merged(*orgs, entries=[*entries, entry(name, aliases=words)])

    given_then = {word for one in before.clients for word in (one.id, *one.also_known_as)}
    for client in after.clients:
        assert client.id in given_then or not client.members


@given(few=estates(st.sampled_from(NAMES)), more=estates(st.sampled_from(NAMES)), entries=declared)
def test_a_connection_that_is_added_leaves_every_client_known_by_its_id(
    few: list[Organization], more: list[Organization], entries: list[ClientEntry]
) -> None:
    everyone = [*few, *(one for one in more if one.ref not in {each.ref for each in few})]
    before, after = merged(*few, entries=entries), merged(*everyone, entries=entries)

    later = ids_between(before.clients, after.clients)
    for client in before.clients:
        if client.members:
            identity = later.get(client.id, client.id)
            (holder,) = (one for one in after.clients if one.id == identity)
            assert _refs(holder) & _refs(client)


@given(orgs=estates(st.sampled_from(NAMES)), entries=declared, seed=st.integers(0, 1000))
def test_no_word_means_two_clients_and_no_order_counts(
    orgs: list[Organization], entries: list[ClientEntry], seed: int
) -> None:
    who = merged(*orgs, entries=entries)
    words = [word for one in who.clients for word in (one.id, *one.also_known_as)]
    assert len(words) == len(set(words))

    mixed, mixed_entries = list(orgs), list(entries)
    random.Random(seed).shuffle(mixed)  # noqa: S311 - a test, not a secret
    assert merged(*mixed, entries=mixed_entries) == who
    claimed = Counter(ref for one in entries for ref in _claims(one, orgs))
    if max(claimed.values(), default=0) < 2:  # else the first in the file counts
        random.Random(seed).shuffle(mixed_entries)  # noqa: S311
        assert merged(*mixed, entries=mixed_entries).clients == who.clients


@given(few=estates(st.sampled_from(NAMES)), entries=declared)
def test_a_run_after_a_run_changes_nothing(
    few: list[Organization], entries: list[ClientEntry]
) -> None:
    before = merged(*few, entries=entries)
    assert merged(*few, entries=entries, previous=before.clients) == before
    assert merged(*reversed(few), entries=entries, previous=before.clients[::-1]) == before


@given(orgs=estates(st.text(alphabet="abLAK &.é-1", max_size=6)), entries=declared)
def test_nobody_is_merged_but_by_alias_link_equal_name_or_own_domain(
    orgs: list[Organization], entries: list[ClientEntry]
) -> None:
    """Within a client one comes from any member to any other over what says that they are one."""
    by_ref = {one.ref: one for one in orgs}
    for client in merged(*orgs, entries=entries).clients:
        members = [by_ref[ref] for ref in sorted(_refs(client))]
        if client.is_declared:
            named = next(one for one in entries if one.name == client.name)
            assume(not named.aliases)  # what an alias joins, somebody has written down
        assert len(_connected(members, client)) <= 1


def _claims(one: ClientEntry, orgs: Iterable[Organization]) -> set[Ref]:
    """Whom an entry may name."""
    return {
        org.ref for org in orgs if {org.vendor_id, org.name} & set(one.aliases.get(org.vendor, ()))
    }


def _with_aliases(one: ClientEntry, others: Iterable[ClientEntry]) -> ClientEntry:
    added = next((other.aliases for other in others if other.name == one.name), {})
    aliases = {
        place: tuple(dict.fromkeys((*one.aliases.get(place, ()), *added.get(place, ()))))
        for place in {**one.aliases, **added}
    }
    return one.model_copy(update={"aliases": aliases})


def _connected(members: list[Organization], client: Client) -> set[frozenset[Ref]]:
    """The members put together by what they share; one set where all hang together."""
    shared: dict[object, set[Ref]] = defaultdict(set)
    stem, _ = normalized_name(client.name)
    for one in members:
        own, _ = normalized_name(one.name)
        shared["name", own if own else one.ref].add(one.ref)
        if client.is_declared and own == stem and own:
            shared["entry"].add(one.ref)
        for domain in one.domains:
            shared["domain", normalized_domain(domain)].add(one.ref)
        for vendor, number in one.links:
            shared["link", one.ref, vendor, number] |= {
                one.ref,
                *(
                    each.ref
                    for each in members
                    if (each.vendor, each.vendor_id) == (vendor, number)
                ),
            }
    piles: list[set[Ref]] = []
    for pile in shared.values():
        met = [other for other in piles if other & pile]
        piles = [other for other in piles if not other & pile]
        piles.append(pile.union(*met))
    return {frozenset(pile) for pile in piles}


def test_whoever_takes_the_organization_of_another_client_takes_its_id_along() -> None:
    """`docs/clients.md` says so, and what to do about it."""
    orgs = (
        org("psa", "2", "Lakeside"),
        org("rmm", "1", "Lakesyde", links=(("psa", "2"),)),
        org("rmm", "1", "Lakeside LLC", tenant="u"),
    )
    other = entry("Lakeside", aliases={"rmm": ("Lakesyde",)})
    alone = entry("Lakeside Clinic", aliases={"rmm": ("Lakeside LLC",)})
    more = entry("Lakeside Clinic", aliases={"rmm": ("Lakeside LLC",), "psa": ("2",)})

    before, after = (merged(*orgs, entries=[each, other]) for each in (alone, more))

    assert before.entry_ids[entry_id(alone)] == "rmm/u/1"
    assert after.entry_ids[entry_id(more)] == "psa/t/2"
    told = more.model_copy(update={"id": "lakeside-clinic"})
    kept = merged(*orgs, entries=[told, other], previous=before.clients)
    assert kept.entry_ids[entry_id(told)] == "lakeside-clinic"
