"""Instants of the fictitious world as microseconds since 1970, and how vendors print them."""

from datetime import UTC, datetime
from functools import lru_cache

SECOND = 1_000_000
DAY = 86_400 * SECOND


def micros(moment: datetime) -> int:
    """Return an aware datetime as microseconds since 1970."""
    return round(moment.timestamp()) * SECOND + moment.microsecond


def read_iso(text: str) -> int:
    """Read an ISO-8601 instant; one without a zone counts as UTC.

    Raises:
        ValueError: the text is no instant.
    """
    moment = datetime.fromisoformat(text)
    return micros(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def iso(instant: int, *, digits: int = 6) -> str:
    """Print an instant as `2026-08-02T09:14:11.402113Z`, with that many digits of a second."""
    day, rest = divmod(instant, DAY)
    seconds, fraction = divmod(rest, SECOND)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    text = f"{_date(day)}T{hour:02d}:{minute:02d}:{second:02d}"
    return f"{text}.{f'{fraction:06d}'[:digits]}Z" if digits else f"{text}Z"


def epoch(instant: int) -> str:
    """Print an instant as epoch seconds with nine decimals, as some Java services do."""
    seconds, fraction = divmod(instant, SECOND)
    return f"{seconds}.{fraction:06d}000"


@lru_cache(maxsize=2048)
def _date(day: int) -> str:
    return datetime.fromtimestamp(day * 86_400, UTC).strftime("%Y-%m-%d")
