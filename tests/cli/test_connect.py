"""`connect`: hidden input, into the keyring, checked at once."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest
import typer
from pydantic import SecretStr

from aigov_connectors import registry
from aigov_connectors.cli import connect as connect_module
from aigov_connectors.cli.exits import ExitCode
from aigov_connectors.connector import SecretField
from aigov_connectors.credentials import keep
from aigov_connectors.errors import AuthenticationError, ConfigurationError


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """What was asked, with the answer given hidden; nothing reaches a true keyring."""
    questions: list[str] = []

    def prompt(text: str, *, hide_input: bool, **_: object) -> str:
        assert hide_input
        questions.append(text)
        return " hunter2-of-acme\n"

    monkeypatch.setattr(typer, "prompt", prompt)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    return questions


@pytest.fixture
def kept(monkeypatch) -> dict[tuple[str, str], str]:
    stored: dict[tuple[str, str], str] = {}

    def store(connection: str, field: str, secret) -> None:
        stored[connection, field] = secret.get_secret_value()

    monkeypatch.setattr(connect_module, "store", store)
    monkeypatch.setattr(connect_module, "require_keyring", lambda connection, fields: None)
    return stored


@pytest.mark.parametrize("wanted", ["main", "acme"])
def test_it_explains_asks_keeps_and_checks(estate, command, asked, kept, wanted) -> None:
    done = command("connect", wanted)
    assert done.code == 0
    assert kept == {("main", "api_token"): "hunter2-of-acme"}
    assert asked == ["  token of a service user"]
    assert "Settings > Users > Add: role Viewer." in done.out
    assert "proven read-only" in done.out
    assert "hunter2" not in done.out + done.err


def test_a_variable_that_hides_the_keyring_is_said(estate, command, asked, kept) -> None:
    err = command("connect", "main").err
    assert "AIGOV_CONNECTORS_MAIN_API_TOKEN is found first" in err


def test_several_connections_of_a_vendor_need_a_name(estate, command, asked, kept) -> None:
    with estate.config.open("a") as file:
        file.write(
            '\n[[connections]]\nname = "second"\nvendor = "acme"\n'
            'base_url = "https://two.acme.example"\n'
        )
    done = command("connect", "acme")
    assert done.code == 2
    assert "main, second" in done.err
    assert not kept


def test_an_unknown_connection_or_no_terminal_is_a_usage_error(
    estate, command, kept, monkeypatch
) -> None:
    assert command("connect", "nobody").code == 2
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    done = command("connect", "main")
    assert done.code == 2
    assert "AIGOV_CONNECTORS_MAIN_API_TOKEN" in done.err


@pytest.mark.parametrize(("force", "stored"), [((), 0), (("--force",), 1)])
def test_what_the_vendor_does_not_accept_replaces_nothing(
    estate, command, asked, kept, force, stored
) -> None:
    estate.script.opening = AuthenticationError("the token was not accepted", vendor="acme")
    done = command("connect", "main", *force)
    assert done.code == 3
    assert len(kept) == stored
    assert ("nothing was stored" in done.err) is (stored == 0)


def test_all_is_asked_before_anything_is_kept(estate, command, asked, kept, monkeypatch) -> None:
    info = registry.load("acme")
    second = SecretField("client_id", "another one")
    monkeypatch.setattr(
        registry, "load", {"acme": replace(info, secrets=(*info.secrets, second))}.__getitem__
    )
    answers = iter(["hunter2-of-acme"])

    def prompt(text: str, **_: object) -> str:
        try:
            return next(answers)
        except StopIteration:
            raise KeyboardInterrupt from None

    monkeypatch.setattr(typer, "prompt", prompt)
    assert command("connect", "main").code == 130
    assert not kept


def test_without_a_keyring_nothing_is_asked_and_nothing_is_used_up(
    estate, command, asked, kept, monkeypatch
) -> None:
    def refuse(connection: str, fields: object) -> None:
        raise ConfigurationError("no usable keyring", hint="Set a variable instead.")

    monkeypatch.setattr(connect_module, "require_keyring", refuse)

    done = command("connect", "main")

    assert done.code == 2
    assert "no usable keyring" in done.err
    assert (asked, kept) == ([], {})


@pytest.mark.parametrize("is_accepted", [True, False])
def test_what_the_vendor_gave_in_exchange_is_kept_whatever_the_check_says(
    estate, command, asked, kept, monkeypatch, is_accepted
) -> None:
    async def exchanged(config, *, secrets, connections):
        keep(secrets, "main", "api_token", SecretStr("given-in-exchange"))
        return ()

    monkeypatch.setattr(connect_module, "check", exchanged)
    code = ExitCode.DONE if is_accepted else ExitCode.INCOMPLETE
    monkeypatch.setattr(connect_module, "show_checks", lambda checks, terminal: code)

    done = command("connect", "main")

    assert done.code == code
    assert kept == {("main", "api_token"): "given-in-exchange"}
    assert ("only api_token was stored" in done.err) is not is_accepted
