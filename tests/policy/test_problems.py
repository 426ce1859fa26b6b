"""Lines of a policy that never count, disagree, or speak of nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigov_connectors.inventory import (
    Autonomy,
    BreakdownPart,
    Client,
    ClientContext,
    ClientEntry,
    DecisionKind,
    Dimension,
    Operator,
)
from aigov_connectors.policy import (
    OversightLine,
    Permission,
    Policy,
    PolicyPart,
    ProblemKind,
    Threshold,
    policy_problems,
)
from aigov_connectors.testing import make_part

ALONE, VETO, ASK = Permission.ALONE, Permission.WITH_VETO_WINDOW, Permission.AFTER_APPROVAL
SCRIPT, ISOLATE = DecisionKind.RUN_SCRIPT, DecisionKind.ISOLATE_ENDPOINT


def line(name: str, allowed: Permission = ASK, **more) -> OversightLine:
    return OversightLine(name=name, allowed=allowed, **more)


def sure(operator: Operator, value: str) -> Threshold:
    return Threshold(dimension=Dimension.CONFIDENCE, operator=operator, value=value)


def entry(name: str, *regulations: str, industry: str | None = None) -> ClientEntry:
    return ClientEntry(name=name, context=ClientContext(industry=industry, regulations=regulations))


def kinds(*lines: OversightLine, clients=()) -> list[tuple[ProblemKind, int]]:
    return [(one.kind, one.line) for one in policy_problems(lines, clients)]


@pytest.mark.parametrize(
    ("first", "second", "dead"),
    [
        (line("a"), line("b", decisions=(SCRIPT,)), True),
        (line("a", decisions=(SCRIPT,)), line("b"), False),
        (line("a", decisions=(SCRIPT,)), line("b", decisions=(SCRIPT, ISOLATE)), False),
        (line("a", clients=("X",)), line("b"), False),
        (line("a", clients=("X", "Y")), line("b", clients=("X",)), True),
        (line("a", regulations=("HIPAA",)), line("b", regulations=("hipaa",)), True),
        (line("a", vendors=("connectwise",)), line("b", vendors=("connectwise.psa",)), True),
        (line("a", vendors=("connectwise.psa",)), line("b", vendors=("connectwise",)), False),
        (line("a", vendors=("ninjaone",)), line("b", features=("ninjaone.ai_app",)), True),
        (
            line("a", when=sure(Operator.GE, "suspicious")),
            line("b", when=sure(Operator.EQ, "malicious")),
            True,
        ),
        (
            line("a", when=sure(Operator.EQ, "malicious")),
            line("b", when=sure(Operator.GE, "suspicious")),
            False,
        ),
        (line("a", when=sure(Operator.EQ, "malicious")), line("b"), False),
    ],
)
def test_a_line_that_an_earlier_one_takes_whole_is_named(first, second, dead) -> None:
    assert kinds(first, second) == ([(ProblemKind.UNREACHABLE, 2)] if dead else [])


def test_two_lines_may_take_a_third_between_them() -> None:
    found = policy_problems(
        (
            line("scripts", ALONE, decisions=(SCRIPT,)),
            line("isolation", ALONE, decisions=(ISOLATE,)),
            line("both", ASK, decisions=(SCRIPT, ISOLATE)),
        )
    )

    assert [one.line for one in found] == [3]
    assert "“scripts” and “isolation”" in found[0].words
    assert "never applies" in found[0].words


def test_an_exception_before_the_rule_is_what_lines_are_for() -> None:
    exception = line("clinic", ASK, clients=("Clinic",), decisions=(SCRIPT,))

    assert kinds(exception, line("all", ALONE), clients=(entry("Clinic"),)) == []


def test_lines_that_meet_at_a_client_and_differ_are_a_conflict() -> None:
    lines = (
        line("big ones", ALONE, clients=("Clinic",), decisions=(SCRIPT,)),
        line("health", ASK, regulations=("HIPAA",)),
    )

    (found,) = policy_problems(lines, (entry("Clinic", "HIPAA"), entry("Bank", "GLBA")))

    assert (found.kind, found.line) == (ProblemKind.CONFLICT, 2)
    assert "for Clinic; the earlier one counts" in found.words


@pytest.mark.parametrize(
    ("first", "second", "whom"),
    [
        (
            line("tool", ALONE, vendors=("sentinelone",)),
            line("A asks", clients=("A",), decisions=(ISOLATE,)),
            "A",
        ),
        (line("sure", ALONE, when=sure(Operator.EQ, "malicious")), line("A", clients=("A",)), "A"),
        (line("all", ALONE, decisions=(ISOLATE,)), line("A", clients=("A",)), "A"),
        (line("tool", ALONE, vendors=("ninjaone",)), line("x", decisions=(ISOLATE,)), None),
        (
            line("tool", ALONE, vendors=("ninjaone",)),
            line("sure", when=sure(Operator.EQ, "malicious")),
            "all clients",
        ),
        (
            line("x", ALONE, decisions=(SCRIPT,)),
            line("A", clients=("A",), decisions=(ISOLATE,)),
            None,
        ),
        (line("A", clients=("A",)), line("B", ALONE, clients=("B",)), None),
        (line("A", clients=("A",)), line("all", ALONE), None),
    ],
)
@pytest.mark.parametrize("clients", [(), (entry("A"), entry("B"))])
def test_lines_of_which_neither_is_the_exception_are_a_conflict(
    first: OversightLine, second: OversightLine, whom: str | None, clients: tuple[ClientEntry, ...]
) -> None:
    found = policy_problems((first, second), clients)

    assert [one.kind for one in found] == ([ProblemKind.CONFLICT] if whom else [])
    assert whom is None or f"for {whom}; the earlier one counts" in found[0].words


def up_to(count: float, operator: Operator = Operator.LE) -> Threshold:
    return Threshold(dimension=Dimension.ENDPOINTS, operator=operator, value=count)


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        (up_to(10), up_to(5), ProblemKind.UNREACHABLE),
        (up_to(5), up_to(10), None),
        (up_to(5), up_to(5, Operator.GT), None),
        (up_to(10), up_to(5, Operator.GT), ProblemKind.CONFLICT),
        (up_to(5, Operator.NE), up_to(4, Operator.EQ), ProblemKind.UNREACHABLE),
        (up_to(5), up_to(5, Operator.LT), ProblemKind.UNREACHABLE),
    ],
)
def test_numbers_are_compared_as_numbers(
    first: Threshold, second: Threshold, kind: ProblemKind | None
) -> None:
    lines = (line("a", ALONE, when=first), line("b", when=second))

    assert [one.kind for one in policy_problems(lines)] == ([kind] if kind else [])


def test_names_of_clients_are_told_apart_by_their_letters_as_where_they_are_matched() -> None:
    small, right = line("a", clients=("lakeside",)), line("b", ALONE, clients=("Lakeside",))

    assert kinds(small, right, clients=(entry("Lakeside"),)) == [(ProblemKind.UNKNOWN_CLIENT, 1)]


def test_lines_that_meet_nowhere_or_agree_are_no_conflict() -> None:
    bank = entry("Bank", "GLBA")
    health = line("health", ASK, regulations=("HIPAA",))

    assert kinds(line("bank", ALONE, clients=("Bank",)), health, clients=(bank,)) == [
        (ProblemKind.NOBODY, 2)
    ]
    clinic = entry("Clinic", "HIPAA")
    assert kinds(line("c", ASK, clients=("Clinic",)), health, clients=(clinic,)) == []
    other_vendor = line("c", ALONE, clients=("Clinic",), vendors=("ninjaone",))
    psa = line("h", ASK, regulations=("HIPAA",), vendors=("halopsa",))
    assert kinds(other_vendor, psa, clients=(clinic,)) == []


def test_a_client_that_is_not_there_is_named() -> None:
    assert kinds(line("a", clients=("Clinik",)), clients=(entry("Clinic"),)) == [
        (ProblemKind.UNKNOWN_CLIENT, 1)
    ]
    assert kinds(line("a", clients=("Clinik",))) == []  # no entries: names come from the tools


DECISIONS = st.lists(st.sampled_from([SCRIPT, ISOLATE]), max_size=2, unique=True).map(tuple)
WORDS = ("informational", "suspicious", "malicious")
SURE = st.builds(sure, st.sampled_from(list(Operator)), st.sampled_from(list(WORDS)))
COUNTED = st.builds(up_to, st.sampled_from([4, 5, 6]), st.sampled_from(list(Operator)))
NAMES = st.lists(st.sampled_from(["A", "B"]), max_size=2, unique=True).map(tuple)


def lines_with(
    thresholds: st.SearchStrategy[Threshold], *parts: BreakdownPart
) -> st.SearchStrategy[tuple[list[OversightLine], tuple[BreakdownPart, ...]]]:
    """Lines, and every part of which their thresholds tell whether they hold."""
    line = st.builds(
        OversightLine,
        name=st.just("x"),
        allowed=st.sampled_from([ALONE, VETO, ASK]),
        decisions=DECISIONS,
        when=st.none() | thresholds,
        clients=NAMES,
        vendors=st.sampled_from([(), ("ninjaone",), ("halopsa",)]),
    )
    return st.tuples(st.lists(line, max_size=5), st.just(parts))


WORDED = lines_with(SURE, *(make_part(one, Autonomy.FULLY_AUTONOMOUS) for one in WORDS))
NUMBERED = lines_with(
    COUNTED,
    *(
        make_part(one, Autonomy.FULLY_AUTONOMOUS, dimension=Dimension.ENDPOINTS)
        for one in range(3, 8)
    ),
)


@given(WORDED | NUMBERED)
def test_a_line_that_never_counts_may_go_without_any_ruling_changing(told) -> None:
    """Held against every case there is: the statement is about what `ruling` says."""
    lines, parts = told
    named = [one.model_copy(update={"name": f"line {n}"}) for n, one in enumerate(lines, 1)]
    dead = {p.line for p in policy_problems(named) if p.kind is ProblemKind.UNREACHABLE}
    alive = [one for number, one in enumerate(named, 1) if number not in dead]

    for decision in (SCRIPT, ISOLATE):
        for client in ("A", "B"):
            for feature in ("ninjaone.x", "halopsa.y", "sentinelone.z"):
                for part in parts:
                    assert ruled(named, decision, client, feature, part) == ruled(
                        alive, decision, client, feature, part
                    )


def ruled(
    lines: list[OversightLine],
    decision: DecisionKind,
    client: str,
    feature: str,
    part: BreakdownPart,
) -> tuple[Permission | None, str]:
    ruling = Policy(lines=tuple(lines)).ruling(
        decision, part, Client(id=client, name=client), feature=feature
    )
    return ruling.permission, ruling.line


def test_a_regulation_is_one_however_it_is_written() -> None:
    clinic = entry("Clinic", " hipaa security rule ")
    asks = line("asks", ASK, regulations=("HIPAA",))

    assert kinds(asks, clients=(clinic,)) == []
    assert asks.concerns_client(("Clinic",), clinic.context)
    assert kinds(asks, line("late", regulations=("HIPAA Security Rule",)), clients=(clinic,)) == [
        (ProblemKind.UNREACHABLE, 2)
    ]


def test_a_regulation_that_nobody_knows_is_named_with_who_has_it() -> None:
    lines = (line("mine", regulations=("HIPPA",)),)
    clients = (entry("Bank", "PCI DSS", "none"), entry("Clinic", "HIPPA"))

    found = policy_problems(lines, clients)

    assert [(one.kind, one.part, one.line, one.name) for one in found] == [
        (ProblemKind.UNKNOWN_REGULATION, PolicyPart.LINE, 1, "mine"),
        (ProblemKind.UNKNOWN_REGULATION, PolicyPart.CLIENT, 2, "Clinic"),
    ]
    assert all("perhaps “HIPAA”" in one.words for one in found)


@pytest.mark.parametrize(
    "nothing",
    [
        {"when": sure(Operator.LT, "informational")},
        {"when": sure(Operator.GT, "malicious")},
        {"when": Threshold(dimension=Dimension.ENDPOINTS, operator=Operator.LT, value=0)},
        {"vendors": ("ninjaone",), "features": ("sentinelone.static_ai",)},
    ],
)
def test_a_line_that_nothing_falls_under_is_told_and_disagrees_with_nobody(nothing) -> None:
    found = policy_problems([line("empty", **nothing), line("isolates", ALONE)])

    assert [(one.kind, one.line) for one in found] == [(ProblemKind.EMPTY, 1)]


def test_two_lines_of_one_name_are_told() -> None:
    found = policy_problems(
        [line("a", decisions=(SCRIPT,)), line("a", ALONE, decisions=(ISOLATE,))]
    )

    assert [(one.kind, one.line) for one in found] == [(ProblemKind.SAME_NAME, 2)]


@pytest.mark.parametrize(
    ("dimension", "operator", "value"),
    [
        (Dimension.ENDPOINTS, Operator.LE, "50"),
        (Dimension.ENDPOINTS, Operator.EQ, True),
        (Dimension.CATEGORY, Operator.LT, "ransomware"),
        (Dimension.CONFIDENCE, Operator.EQ, "sure"),
    ],
)
def test_a_threshold_that_no_value_can_answer_is_refused(dimension, operator, value) -> None:
    with pytest.raises(ValueError, match=str(dimension)):
        Threshold(dimension=dimension, operator=operator, value=value)


def test_the_case_of_a_word_decides_nothing() -> None:
    asked = Threshold(dimension=Dimension.CATEGORY, operator=Operator.EQ, value="Mail to client ")
    part = make_part("mail to client", Autonomy.ADVISORY, dimension=Dimension.CATEGORY)

    assert asked.holds_for(part) is True
    assert (
        policy_problems(
            [line("i", industries=("Healthcare ",))], [entry("X", industry="healthcare")]
        )
        == ()
    )
