"""A name sounds like AI by its words, however they are joined; no other word holds them."""

import pytest

from aigov_connectors.normalizing.observed import sounds_like_ai as from_observed
from aigov_connectors.normalizing.sounding import sounds_automatic, sounds_like_ai

AI = (
    "AI", "ai", "A.I. replies", "AI-powered", "AIops", "AITicketSummary", "AiDispatch",
    "enableAiReplies", "EnableAIAssist", "Service Desk AI", "ServiceAI", "ai-ticket-triage",
    "ai_summary", "AI2", "OpenAI", "GenAI summary", "TicketSentiment", "SentimentAnalysis",
    "ticketsentiment", "SENTIMENT_SCORE", "SidekickEnabled", "ChatBotEnabled", "chatbot", "CHATBOT",
    "Bot", "bots", "GPTSummary", "GptReply", "gpt4", "gpt-4o", "ChatGPT", "LLM", "useLLMs",
    "CopilotForTickets", "Co-Pilot", "virtual assistant", "MachineLearning", "machine learning",
    "GenerativeReplies", "AutonomousPatching", "PredictedPriority", "agentic-mode",
)  # fmt: skip
OTHERS = (
    "EmailAddress", "E-Mail", "Default email domain", "Retail", "RETAIL", "maintain", "Maintenance",
    "MAIN", "Airport", "RAID", "Fail", "Waiting", "Available", "Detail", "Chain", "Claims",
    "Enrollment", "fulfillment", "installment", "Bottom", "Both", "Robotham", "Both options",
    "Booking PT", "Open air", "Company address", "generate report", "Independent", "",
)  # fmt: skip


@pytest.mark.parametrize("name", AI)
def test_it_sounds_like_ai(name: str) -> None:
    assert sounds_like_ai(name)
    assert from_observed(name)


@pytest.mark.parametrize("name", OTHERS)
def test_it_does_not(name: str) -> None:
    assert not sounds_like_ai(name)
    assert not sounds_automatic(name)


@pytest.mark.parametrize(
    "name",
    ["Enable chat for portal", "ChatAssist", "Automatically assign tickets", "Automation: nightly",
     "AUTOMATIC_CLOSE", "autoAutomate"],
)  # fmt: skip
def test_what_is_automatic_is_told_apart_from_ai(name: str) -> None:
    assert sounds_automatic(name)
    assert not sounds_like_ai(name)


@pytest.mark.parametrize("name", ["Purchase", "Autotask", "auto", "Achat", "Autograph"])
def test_what_only_begins_alike_is_not_automatic(name: str) -> None:
    assert not sounds_automatic(name)
