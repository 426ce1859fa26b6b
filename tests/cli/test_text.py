"""Text of others is safe to print, on any terminal and in any code page."""

from __future__ import annotations

import io
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigov_connectors.cli.show.text import counted, listed_names, plain, shortened
from aigov_connectors.cli.terminal import open_terminal

HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31m\r\n[bold]Fine[/bold] \u202egnp.exe\u2066 :smile:"


@given(st.text())
def test_plain_text_moves_nothing_colours_nothing_and_reverses_nothing(text: str) -> None:
    shown = plain(text)
    kinds = {unicodedata.category(one) for one in shown if one not in "\u200c\u200d"}
    assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert plain(shown) == shown
    assert len(shown) == len(text)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"])))
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


def test_names_of_vendor_objects_reach_no_terminal_as_commands(estate, command) -> None:
    estate.script.names = {"1": HOSTILE}
    estate.script.policy_prefix = HOSTILE
    estate.script.rule_name = HOSTILE
    texts = [
        command("discover"),
        command("findings", "--show-evidence"),
        command("findings", "--verdict", "all"),
        command("discover", "--verbose"),
    ]
    shown = "".join(done.out + done.err for done in texts)
    assert {one for one in shown if not one.isprintable()} <= {"\n"}
    assert "[bold]Fine[/bold]" in shown
    assert ":smile:" in shown


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437"])
def test_a_console_that_lacks_characters_does_not_end_the_run(monkeypatch, encoding) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding))
    terminal = open_terminal()
    terminal.out.print("“Zażółć” \N{EN DASH} 日本 → 3 …")
    terminal.write_document('{"name": "日本"}')
    sys.stdout.flush()
    shown = raw.getvalue()
    assert "日本".encode() in shown  # a document is UTF-8 whatever the console is
    assert b"?? ->" in shown.replace(b"\n", b" ")


def test_the_nearest_plain_characters_stand_in(monkeypatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    open_terminal().out.print("“Zażółć” \N{EN DASH} 3 \N{MULTIPLICATION SIGN} 2… →")
    sys.stdout.flush()
    assert raw.getvalue().split(b"\n")[0] == b'"Zazo?c" - 3 x 2... ->'


def test_no_colour_where_it_is_not_wanted(monkeypatch) -> None:
    class Tty(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for variable, coloured in ((None, True), ("NO_COLOR", False)):
        stream = Tty()
        monkeypatch.setattr(sys, "stdout", stream)
        if variable:
            monkeypatch.setenv(variable, "1")
        open_terminal().out.print("high", style="red")
        assert ("\x1b[31m" in stream.getvalue()) is coloured


def test_counts_and_lists_read_as_english() -> None:
    assert counted(1, "client") == "1 client"
    assert counted(2514, "client") == "2,514 clients"
    assert counted(2, "policy", "policies") == "2 policies"
    assert listed_names(["a"], limit=3) == "a"
    assert listed_names(["a", "b", "c"], limit=3) == "a, b and c"
    assert listed_names(["a", "b", "c", "d"], limit=2) == "a, b and 2 more"
    assert listed_names([], limit=2) == ""
    assert shortened("abcdef", limit=4) == "abc…"
