"""Which host names lead to a tenant and to no other."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from aigov_connectors.config import Config
from aigov_connectors.errors import ConfigurationError
from aigov_connectors.running.opening import found_secrets, prepare, secret_fields


def own_hosts(vendor: str, base_url: str, **rest: Any) -> tuple[str, ...]:
    row = {"name": "one", "vendor": vendor, "base_url": base_url, **rest}
    (prepared,) = prepare(Config.model_validate({"connections": [row]}))
    return prepared.own_hosts


@pytest.mark.parametrize(
    ("vendor", "base_url", "hosts"),
    [
        ("halopsa", "https://Acme.halopsa.com", ("acme.halopsa.com",)),
        ("connectwise.automate", "https://acme.hostedrmm.com", ("acme.hostedrmm.com",)),
        ("connectwise.psa", "https://api-na.myconnectwise.net", ()),
        ("ninjaone", "https://app.ninjarmm.com", ()),
        ("halopsa", "http://127.0.0.1:8080", ()),
    ],
)
def test_a_host_that_tenants_share_is_nobodys_own(
    vendor: str, base_url: str, hosts: tuple[str, ...]
) -> None:
    assert own_hosts(vendor, base_url) == hosts


def test_the_configuration_may_say_under_which_names_others_call() -> None:
    told = {"reached_as": ["API-na.myconnectwise.net", "psa.acme.example"]}
    found = own_hosts("connectwise.psa", "https://api-na.myconnectwise.net", **told)

    assert found == ("api-na.myconnectwise.net", "psa.acme.example")


def test_a_server_of_ones_own_has_a_host_of_its_own() -> None:
    found = own_hosts("connectwise.psa", "https://psa.acme.example", on_premise=True)

    assert found == ("psa.acme.example",)


@pytest.mark.parametrize("name", ["https://psa.acme.example", "", "a b", "psa.acme.example/x"])
def test_what_is_no_host_name_is_refused(name: str) -> None:
    with pytest.raises(ConfigurationError):
        own_hosts("connectwise.psa", "https://api-na.myconnectwise.net", reached_as=[name])


@pytest.mark.parametrize(
    "base_url",
    [
        "https://reader:hunter2@acme.sentinelone.net",
        "https://acme.sentinelone.net/?apiToken=hunter2",
        "https://acme.sentinelone.net/#hunter2",
        "https://acme.sentinelone.net:hunter2/",
        "acme.sentinelone.net/hunter2",
    ],
)
def test_a_secret_in_an_address_ends_the_run_unseen(base_url: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        own_hosts("sentinelone", base_url)

    assert "hunter2" not in f"{refused.value!r} {refused.value} {refused.value.hint}"


async def test_an_encrypted_key_takes_a_secret_of_the_connection() -> None:
    row = {"name": "one", "vendor": "sentinelone", "base_url": "https://acme.sentinelone.net"}
    shown = {"network": {"client_certificate": "c.pem", "client_key": "k.pem"}}
    plain, behind = (
        prepare(Config.model_validate({"connections": [one]}))[0] for one in (row, row | shown)
    )
    assert "client_key_password" not in {one.name for one in secret_fields(plain)}
    assert "client_key_password" in {one.name for one in secret_fields(behind) if not one.required}

    kept = {"one": {"api_token": "t", "client_key_password": "opens"}}
    found = await found_secrets(behind, kept)
    certificate = behind.config.network_options(found["client_key_password"]).client_certificate
    assert certificate is not None
    assert certificate.password == SecretStr("opens")
    assert "opens" not in repr(certificate)


def refusal(**row: Any) -> tuple[str, str]:
    told = {"name": "s", "vendor": "sentinelone", **row}
    with pytest.raises(ConfigurationError) as refused:
        prepare(Config.model_validate({"connections": [told]}))
    return str(refused.value), refused.value.hint or ""


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({}, "connection s needs base_url"),
        ({"region": "eu"}, "connection s: SentinelOne Singularity has no region 'eu'"),
        ({"vendor": "ninjaone"}, "connection s needs base_url or region"),
        (
            {"vendor": "ninjaone", "region": "eu", "base_url": "https://eu.ninjarmm.com"},
            "connection s has base_url and region, and needs only one of them",
        ),
    ],
)
def test_which_address_is_missing_is_a_whole_sentence(row: dict[str, Any], words: str) -> None:
    assert refusal(**row)[0] == words


def test_a_key_of_the_network_is_sent_to_its_table() -> None:
    said, hint = refusal(base_url="https://acme.sentinelone.net", trust_store="system")
    assert said == "connection s: trust_store: belongs into the connection's network table"
    assert hint == "Write [connections.network] below this connection, and trust_store below that."


def test_a_key_that_nobody_knows_is_told_with_all_that_there_are() -> None:
    said, hint = refusal(base_url="https://acme.sentinelone.net", lookback=3)
    assert said == "connection s: lookback: SentinelOne Singularity has no such option"
    assert "Keys of every connection: base_url, name, network, on_premise, region, vendor." in hint
    assert "lookback_days" in hint


@pytest.mark.parametrize(
    ("vendor", "host", "path"),
    [
        ("sentinelone", "https://acme.sentinelone.net", "/login"),
        ("sentinelone", "http://127.0.0.1:8080", "/dashboard/hunter2"),
        ("ninjaone", "https://eu.ninjarmm.com", "/v2"),
    ],
)
def test_the_path_of_a_page_is_refused_with_the_address_that_is_meant(
    vendor: str, host: str, path: str
) -> None:
    said, hint = refusal(vendor=vendor, base_url=host + path)
    assert said == "connection s: base_url goes on after the host, with the path of a page"
    assert hint == f"Give the host alone: {host}."


@pytest.mark.parametrize(
    ("base_url", "on_premise"),
    [
        ("https://acme.sentinelone.net/", False),
        ("https://acme.sentinelone.net/web/api/v2.1/", False),
        ("https://console.acme.example/behind/here", True),
    ],
)
def test_what_a_client_can_use_or_drops_stays(base_url: str, *, on_premise: bool) -> None:
    assert own_hosts("sentinelone", base_url, on_premise=on_premise) is not None
