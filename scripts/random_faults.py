"""Draw faults by lot, read, and count how it ended: complete, loud, or wrong.

    python scripts/random_faults.py --seeds 10000
    python scripts/random_faults.py --level discovery --minutes 10

A seed tells the same story every time; wrong ones are printed. Exit code 1 if there was any.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import structlog

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.faults.drawn import BadDay, verdict_of_day
from tests.faults.scripted import Verdict, story_of, verdict_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Do it; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--level", choices=("page", "discovery"), default="page")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop after so long")
    asked = parser.parse_args(arguments)
    judge, about = _LEVELS[asked.level]
    ended: Counter[tuple[str, str]] = Counter()
    wrong = 0
    began = time.monotonic()
    for seed in range(asked.first_seed, asked.first_seed + asked.seeds):
        if time.monotonic() - began > asked.minutes * 60:
            break
        verdict = judge(seed)
        ended[about(seed)[0], verdict.kind if verdict.is_right else "WRONG"] += 1
        if not verdict.is_right:
            wrong += 1
            print(f"seed {seed}: {verdict.kind}\n    {about(seed)[1]}")
    for (name, kind), count in sorted(ended.items()):
        print(f"{name:18} {kind:10} {count:7}")
    print(f"{ended.total()} seeds, {wrong} wrong, {time.monotonic() - began:.0f} s")
    return 1 if wrong else 0


def _day(seed: int) -> Verdict:
    return asyncio.run(verdict_of_day(seed))


_LEVELS: dict[str, tuple[Callable[[int], Verdict], Callable[[int], tuple[str, object]]]] = {
    "page": (verdict_of, lambda seed: (story_of(seed).style, story_of(seed))),
    "discovery": (_day, lambda seed: (BadDay.of(seed).vendor, BadDay.of(seed))),
}


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    sys.exit(main())
