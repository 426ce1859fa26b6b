"""Write the figures into `examples/configurations/README.md`.

    python scripts/configurations_doc.py            # says whether they are those of today
    python scripts/configurations_doc.py --write    # writes them

The sandbox is read once and judged three times: what differs is the configurations.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from aigov_connectors.config import Config, load_config
from aigov_connectors.inventory import Severity
from aigov_connectors.rules import Finding, Topic
from aigov_connectors.snapshot import Snapshot

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "examples" / "configurations"
FILE = FOLDER / "README.md"
BEGIN, END = "<!-- figures -->\n", "<!-- end of the figures -->\n"

_FIGURES: tuple[tuple[str, Callable[[Snapshot], int]], ...] = (
    ("goes further than the policy allows", lambda run: len(_acting(run))),
    ("of these high or critical", lambda run: _grave(run)),
    (
        "fails beside it (control, suppliers, knowledge)",
        lambda run: len(run.assessment.failed) - len(_acting(run)),
    ),
    ("could not be told", lambda run: len(run.assessment.undetermined)),
    ("within the policy", lambda run: len(run.assessment.passes)),
    ("accepted for a time, by client", lambda run: _accepted(run)),
)


def configurations() -> dict[str, Config]:
    """The examples by name, in the order in which the page tells them."""
    names = ("health-care", "pragmatic", "co-managed-finance")
    return {name: load_config(FOLDER / f"{name}.toml") for name in names}


def figures(runs: Mapping[str, Snapshot]) -> str:
    """Two tables: what each configuration makes of one reading, and by which rules."""
    rows = [[what, *(str(count(run)) for run in runs.values())] for what, count in _FIGURES]
    by_rule = {
        name: Counter(one.rule for one in run.assessment.failed) for name, run in runs.items()
    }
    rules = sorted({rule for counts in by_rule.values() for rule in counts})
    told = [[f"`{rule}`", *(str(counts[rule]) for counts in by_rule.values())] for rule in rules]
    return f"{_table(['findings', *runs], rows)}\n{_table(['rules, what fails', *runs], told)}"


def page(runs: Mapping[str, Snapshot]) -> str:
    """The page with the figures of these runs."""
    before, _, rest = FILE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{figures(runs)}\n{END}{after}"


def _acting(run: Snapshot) -> list[Finding]:
    return [one for one in run.assessment.failed if one.topic is Topic.ACTING]


def _grave(run: Snapshot) -> int:
    return sum(one.severity.rank >= Severity.HIGH.rank for one in _acting(run))


def _accepted(run: Snapshot) -> int:
    return sum(
        row.waiver is not None for finding in run.assessment.findings for row in finding.clients
    )


def _table(header: list[str], rows: Iterable[list[str]]) -> str:
    lines = [header, ["---", *("---:" for _ in header[1:])], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main(arguments: list[str]) -> int:
    """Compare, or write."""
    sys.path.insert(0, str(ROOT))
    from tests.export.estate import reading  # reads the simulators

    told = page({name: reading().snapshot(config) for name, config in configurations().items()})
    if arguments == ["--write"]:
        FILE.write_text(told, encoding="utf-8")
        return 0
    same = told == FILE.read_text(encoding="utf-8")
    print("as told" if same else "the figures differ: run it with --write")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
