"""Switches of the tenant that may be of AI are named, however they are spelled."""

from __future__ import annotations

import pytest
from tests.connectwise.psa.tenant import read, tenant
from tests.connectwise.psa.test_normalize import PLACE
from tests.inventory.builders import origin

from aigov_connectors.connectwise.psa.normalize import is_automatic, possible_ai_settings
from aigov_connectors.connectwise.psa.wire import ExperimentWire, SystemSettingWire
from aigov_connectors.inventory import GapReason


def experiment(name: str) -> ExperimentWire:
    return ExperimentWire.model_validate({"id": 1, "experimentId": name, "inactiveFlag": False})


def setting(name: str) -> SystemSettingWire:
    return SystemSettingWire.model_validate({"id": 1, "description": name})


@pytest.mark.parametrize(
    ("name", "is_ai", "is_automation"),
    [
        ("AITicketSummary", True, False),
        ("AiDispatch", True, False),
        ("SentimentAnalysis", True, False),
        ("SidekickEnabled", True, False),
        ("ChatBotEnabled", True, False),
        ("CopilotForTickets", True, False),
        ("EnableAIAssist", True, False),
        ("Enable chat for portal", False, True),
        ("Automatically assign tickets", False, True),
        ("Automation: run overnight", False, True),
        ("Default email domain", False, False),
        ("Retail maintenance", False, False),
    ],
)
def test_a_switch_is_named_by_the_words_of_its_name(
    name: str, is_ai: bool, is_automation: bool
) -> None:
    found = list(possible_ai_settings(experiment(name), origin=origin(), place=PLACE))
    assert bool(found) is (is_ai or is_automation)
    assert all(unknown.value is True for unknown, _ in found)
    named = list(possible_ai_settings(setting(name), origin=origin(), place=PLACE))
    assert bool(named) is is_ai
    assert is_automatic(setting(name)) is is_automation


def test_the_many_settings_of_automation_are_one_gap() -> None:
    with tenant() as box:
        inventory = read(box)
    (gap,) = (one for one in inventory.gaps if one.resource == "settings")
    assert gap.reason is GapReason.NOT_EXPOSED
    assert (gap.detail or "").startswith("Automatically assign tickets, Enable chat for portal:")
    assert "e-mail" not in (gap.detail or "")
    names = {one.pointer for one in inventory.unknown_settings}
    assert {"/ai-ticket-triage", "/TicketSentiment"} <= names
