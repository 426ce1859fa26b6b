"""The words of a finding, in the singular too."""

import pytest

from aigov_connectors.inventory import Autonomy
from aigov_connectors.rules.words import part_words
from aigov_connectors.testing import make_part


@pytest.mark.parametrize(
    ("endpoints", "whom"),
    [
        (None, "endpoints whose mode differs"),
        (1, "endpoints whose mode differs (1)"),
        (3, "3 endpoints whose mode differs"),
    ],
)
def test_a_part_says_for_how_many(endpoints: int | None, whom: str) -> None:
    part = make_part("suspicious", Autonomy.FULLY_AUTONOMOUS).model_copy(
        update={"subset": "endpoints whose mode differs", "endpoints": endpoints}
    )
    assert part_words(part) == f"on suspicious verdicts, for {whom}"
