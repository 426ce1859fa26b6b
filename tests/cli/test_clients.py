"""`clients`: who is in which tool, how that is known, and what a person may confirm."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.inventory.builders import built, collection, org

from aigov_connectors.cli.discover import _next_steps
from aigov_connectors.cli.show.clients import entry_text
from aigov_connectors.cli.show.toml import toml_table, toml_value
from aigov_connectors.config import Config, parse_config
from aigov_connectors.inventory import ClientContext, ClientEntry, ContextHint, Inventory
from aigov_connectors.rules import assess
from aigov_connectors.snapshot import Snapshot

HEALTH = (ContextHint(source="market", value="Healthcare"),)


def _inventory(*entries: ClientEntry, previous: Inventory | None = None) -> Inventory:
    return built(
        collection(
            "psa-1",
            vendor="psa",
            organizations=[
                org("psa", "7", "Lakeside Clinc", hints=HEALTH, handles=("LakesideClinc",)),
                org("psa", "8", "Zenith Textiles", domains=("zenith.example",)),
                org("psa", "9", "Northwind", kind="own"),
            ],
        ),
        collection(
            "rmm-1",
            vendor="rmm",
            organizations=[
                org("rmm", "3", "Lakeside Clinic"),
                org("rmm", "4", "Zenith", domains=("zenith.example",)),
                org("rmm", "5", "Zenith\x1b[2J \u202eTrap"),
            ],
        ),
        clients=entries,
        previous=previous,
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return _kept(_inventory(), tmp_path)


def _kept(inventory: Inventory, folder: Path) -> Path:
    kept = folder / "snapshot.json"
    Snapshot(inventory=inventory, assessment=assess(inventory)).save(kept)
    return kept


def _pasted(text: str) -> Config:
    return parse_config(tomllib.loads(text), "pasted.toml")


def _said(text: str) -> str:
    return " ".join(text.split())


def test_the_table_says_in_which_tools_and_how_that_is_known(command, file) -> None:
    done = command("clients", str(file))
    assert done.code == 0
    said = _said(done.out)
    assert "Clients 4, 1 of them in each of 2 tools" in said
    assert "Zenith Textiles all 2 domain" in said
    assert "Lakeside Clinc psa nothing else healthcare?, HIPAA?" in said
    assert "Northwind psa nothing else the MSP itself" in said
    assert "May be one client" not in said
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out


def test_those_that_are_missing_in_a_tool_can_be_shown_alone(command, file) -> None:
    out = command("clients", str(file), "--unmatched").out
    assert "Lakeside Clinc" in out
    assert "Zenith Textiles" not in out
    assert "Northwind" not in out


def test_a_suggestion_ends_in_a_table_that_makes_them_one(command, file) -> None:
    pytest.importorskip("rapidfuzz")
    out = command("clients", str(file), "--suggest").out
    assert "Lakeside Clinc = Lakeside Clinic" in out
    pasted = out[out.index("[[clients]]") :]
    config = _pasted(pasted.split("\n\n")[0])
    (client,) = config.clients
    merged = _inventory(client)
    (lakeside,) = (one for one in merged.clients if one.name == "Lakeside Clinc")
    assert {one.vendor for one in lakeside.members} == {"psa", "rmm"}
    assert lakeside.id in {one.id for one in _inventory().clients}  # its id is kept


def test_one_client_is_shown_in_full_with_its_reasons(command, file) -> None:
    done = command("clients", str(file), "--client", "lakeside clinc")
    said = _said(done.out)
    assert "psa: Lakeside Clinc (7), it gave the client its name" in said
    assert "also called LakesideClinc" in said
    assert "market “Healthcare” of psa: who treats people" in said
    assert '# industry = "healthcare"  # suggested' in done.out
    assert "Zenith" not in done.out


def test_a_client_is_shown_with_the_ids_that_it_may_have_had_and_found_by_them(
    command, file
) -> None:
    for word in ("Zenith Textiles", "psa/t/8", "rmm/t/4"):
        done = command("clients", str(file), "--client", word)
        assert "id psa/t/8 or rmm/t/4" in _said(done.out)


def test_json_holds_clients_contexts_and_pairs(command, file) -> None:
    pytest.importorskip("rapidfuzz")
    told = json.loads(command("clients", str(file), "--suggest", "--json").out)
    assert {one["name"] for one in told["clients"]} >= {"Lakeside Clinc", "Zenith Textiles"}
    assert [one["industry"] for one in told["contexts"]] == ["healthcare"]
    assert all(tomllib.loads(one["toml"])["clients"] for one in told["suggestions"])
    assert "suggestions" not in json.loads(command("clients", str(file), "--json").out)


def test_without_the_extra_exact_matching_goes_on(command, file, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "rapidfuzz.fuzz", None)
    done = command("clients", str(file), "--suggest")
    assert done.code == 0
    assert "Zenith Textiles" in done.out
    assert 'pip install "aigov-connectors[match]"' in _said(done.out)
    aside = command("clients", str(file), "--suggest", "--json")
    assert json.loads(aside.out)["suggestions"] == []
    assert "aigov-connectors[match]" in _said(aside.err)


def test_a_client_that_is_not_there_is_a_usage_error(command, file) -> None:
    done = command("clients", str(file), "--client", "Lakesid")
    assert done.code == 2
    assert "Lakeside Clin" in done.err


def test_doubts_about_who_is_who_are_told(command, tmp_path) -> None:
    linked = [org("rmm", n, name, links=(("psa", "7"),)) for n, name in (("1", "A"), ("2", "B"))]
    inventory = built(
        collection("psa-1", vendor="psa", organizations=[org("psa", "7", "Acme")]),
        collection("rmm-1", vendor="rmm", organizations=linked),
    )
    out = command("clients", str(_kept(inventory, tmp_path))).out
    assert "whether these are one client, as their links say" in _said(out)


def test_an_entry_of_several_tenants_names_the_connection_and_keeps_what_was_known() -> None:
    inventory = built(
        collection(
            "psa-eu", vendor="psa", tenant="eu", organizations=[org("psa", "7", "A", tenant="eu")]
        ),
        collection(
            "psa-us", vendor="psa", tenant="us", organizations=[org("psa", "7", "B", tenant="us")]
        ),
        clients=[
            ClientEntry(
                name="A",
                context=ClientContext(industry="healthcare", regulations=("HIPAA",)),
            )
        ],
    )
    known = {one.name: one for one in inventory.clients}
    (client,) = _pasted(entry_text([known["A"], known["B"]], inventory, None)).clients
    assert client.aliases == {"psa-eu": ("7",), "psa-us": ("7",)}
    assert (client.id, client.context) == ("psa/eu/7", known["A"].context)


words = st.text(max_size=30)


@given(words, st.lists(words, max_size=3), st.dictionaries(words, words, max_size=3))
def test_any_text_of_a_vendor_is_toml_that_prints(text, several, inline) -> None:
    table = toml_table("clients", {"name": text, "list": several, "aliases": inline or None})
    assert all(one.isprintable() or one == "\n" for one in table)
    (told,) = tomllib.loads(table)["clients"]
    whole = all(one < "\ud800" or one > "\udfff" for one in text)
    assert told["name"] == text or not whole
    assert told["list"] == several or not whole


def test_truth_and_numbers_are_spelled_as_toml_does() -> None:
    assert (toml_value(True), toml_value(3), toml_value([1.5])) == ("true", "3", "[1.5]")


def test_a_run_keeps_the_ids_of_the_run_whose_place_it_takes(command, estate) -> None:
    command("discover", "--quiet")
    before = {one.name: one.id for one in estate.snapshot().inventory.clients}
    text = estate.config.read_text(encoding="utf-8")
    name = next(iter(before))
    estate.config.write_text(text + f'\n[[clients]]\nname = "{name} Ltd"\n', encoding="utf-8")
    command("discover", "--quiet")
    assert before[name] in {one.id for one in estate.snapshot().inventory.clients}
    assert Config().clients == ()


def test_a_run_of_several_tools_leads_to_those_who_are_missing_in_one() -> None:
    inventory = _inventory()
    snapshot = Snapshot(inventory=inventory, assessment=assess(inventory))
    (step,) = (one for one, _ in _next_steps(snapshot, None) if " clients " in one)
    assert step == "aigov-connectors clients FILE --unmatched --suggest"
    one_tool = built(collection("psa-1", vendor="psa", organizations=[org("psa", "7", "Acme")]))
    alone = Snapshot(inventory=one_tool, assessment=assess(one_tool))
    assert not [one for one, _ in _next_steps(alone, None) if " clients " in one]
