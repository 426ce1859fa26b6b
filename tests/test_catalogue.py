"""The catalogue: what a file may hold, what a value means, and how a mistake is told."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.inventory.builders import evidence

from aigov_connectors.catalogue import FeatureEntry, Label, VendorCatalogue, load_catalogue
from aigov_connectors.inventory import (
    ActorKind,
    Autonomy,
    Availability,
    Basis,
    DecisionKind,
    GateKind,
    GovernanceQuestion,
    Place,
    Provision,
    Reach,
    Scope,
    ScopeLevel,
    Setting,
    SourceKind,
    SourceObject,
    Technique,
)

HEAD = """
vendor = "acme"
name = "Acme Defender"
updated = 2026-10-31
"""

FEATURE = """
[[features]]
id = "acme.kill"
name = "Kill"
functions = ["detection"]
techniques = ["machine_learning"]
data_used = ["files"]
decisions = ["contain_file", "isolate_endpoint"]
decides = "kills the process"
default_state = "on"
read = ["policies"]
override = { state = "available", how = "Policy: Off." }
rollback = { state = "unknown" }
references = [{ title = "Manual" }]
"""


def line(
    setting: str, value: str, autonomy: str = "advisory", gate: str = "unknown", more: str = ""
) -> str:
    return (
        f'{{ setting = "{setting}", value = {value}, autonomy = "{autonomy}", '
        f'gate = "{gate}", source = "m"{more} }}'
    )


def lines(*told: str) -> str:
    return f"readings = [{', '.join(told)}]\n"


READINGS = lines(
    line("mode", '"protect"', "fully_autonomous", "none"),
    line(
        "mode",
        '"detect"',
        "advisory",
        "pre_approval",
        ', approver = "analyst", mark = "reported"',
    ),
    line("mode", '"off"', "fully_autonomous", "none", ', enabled = false, mark = "unsure"'),
    line("level", "true", "fully_autonomous", "none"),
    line("level", "1", "advisory", "not_applicable"),
    line("level", "2.5", "advisory", "unknown", ', decisions = ["inform"]'),
    line("level", '"1"', "unknown", "unknown"),
    line("any", '"*"', "semi_autonomous", "veto_window"),
    line("any", '"x"', "advisory", "not_applicable"),
)

ASKED = """
[[features]]
id = "acme.ask"
name = "Ask"
functions = ["content_generation"]
techniques = ["generative"]
data_used = []
decisions = ["draft_content"]
decides = "drafts an answer"
default_state = "unknown"
attest = "Is it on?"
override = {}
rollback = {}
references = [{ title = "Manual", url = "https://example.com" }]
"""

GOVERNANCE = "".join(
    f"""
[governance.{question}]
answer = "Nothing found."
found = false
date = 2026-10-31
"""
    for question in GovernanceQuestion
)

Load = Callable[[str | bytes], VendorCatalogue]
numbers = itertools.count()


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Load a catalogue from a package of its own."""
    monkeypatch.syspath_prepend(tmp_path)

    def loaded(text: str | bytes) -> VendorCatalogue:
        package = tmp_path / f"acme_catalogue_{next(numbers)}"
        package.mkdir()
        (package / "__init__.py").touch()
        content = text if isinstance(text, bytes) else text.encode()
        (package / "catalogue.toml").write_bytes(content)
        return load_catalogue(package.name)

    return loaded


@pytest.fixture
def catalogue(load: Load) -> VendorCatalogue:
    return load(HEAD + FEATURE + READINGS + ASKED + GOVERNANCE)


@pytest.fixture
def kill(catalogue: VendorCatalogue) -> FeatureEntry:
    return catalogue["kill"]


# What it holds -----------------------------------------------------------------------------


def test_a_catalogue_tells_features_answers_and_where_they_are_read(
    catalogue: VendorCatalogue,
) -> None:
    assert [entry.id for entry in catalogue.features] == ["acme.kill", "acme.ask"]
    assert catalogue.read_from("policies") == ("acme.kill",)
    assert catalogue.read_from("unheard") == ()
    assert {answer.question for answer in catalogue.answers} == set(GovernanceQuestion)
    assert {(answer.vendor, answer.found) for answer in catalogue.answers} == {("acme", False)}
    with pytest.raises(KeyError):
        catalogue["unheard"]


def test_an_entry_is_a_feature_of_the_inventory(catalogue: VendorCatalogue) -> None:
    kill, ask = (entry.feature for entry in catalogue.features)

    assert (kill.vendor, kill.techniques, kill.is_ai) == (
        "acme",
        (Technique.MACHINE_LEARNING,),
        True,
    )
    assert kill.attest is None
    assert ask.attest == "Is it on?"
    assert ask.override == Provision(state=Availability.UNKNOWN)


def test_the_digest_is_that_of_the_text_however_its_lines_end(load: Load) -> None:
    text = HEAD + ASKED + GOVERNANCE

    assert load(text).digest == load(text.replace("\n", "\r\n")).digest
    assert load(text).digest != load(text.replace("Nothing", "Something")).digest
    assert load(text).digest.startswith("sha256:")


# What a value means ------------------------------------------------------------------------


def meaning(label: Label) -> tuple[Autonomy, GateKind]:
    return label.autonomy, label.gate.kind


@pytest.mark.parametrize(
    ("setting", "value", "expected"),
    [
        ("mode", "protect", (Autonomy.FULLY_AUTONOMOUS, GateKind.NONE)),
        ("mode", "detect", (Autonomy.ADVISORY, GateKind.PRE_APPROVAL)),
        ("level", True, (Autonomy.FULLY_AUTONOMOUS, GateKind.NONE)),
        ("level", 1, (Autonomy.ADVISORY, GateKind.NOT_APPLICABLE)),
        ("level", 1.0, (Autonomy.ADVISORY, GateKind.NOT_APPLICABLE)),
        ("level", 2.5, (Autonomy.ADVISORY, GateKind.UNKNOWN)),
        ("any", "x", (Autonomy.ADVISORY, GateKind.NOT_APPLICABLE)),
        ("any", "y", (Autonomy.SEMI_AUTONOMOUS, GateKind.VETO_WINDOW)),
        ("any", False, (Autonomy.SEMI_AUTONOMOUS, GateKind.VETO_WINDOW)),
        ("any", 0, (Autonomy.SEMI_AUTONOMOUS, GateKind.VETO_WINDOW)),
    ],
)
def test_a_value_is_read_as_its_line_says(
    kill: FeatureEntry, setting: str, value: Any, expected: tuple[Autonomy, GateKind]
) -> None:
    assert meaning(kill.label(setting, value)) == expected


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("mode", "Protect"),
        ("mode", "simulate"),
        ("mode", None),
        ("mode", True),
        ("level", False),
        ("level", 0),
        ("level", 2),
        ("any", None),
        ("unheard", "protect"),
    ],
)
def test_a_value_that_no_line_names_is_unknown(
    kill: FeatureEntry, setting: str, value: Any
) -> None:
    label = kill.label(setting, value)

    assert meaning(label) == (Autonomy.UNKNOWN, GateKind.UNKNOWN)
    assert label.enabled is None
    assert label.decisions == (DecisionKind.CONTAIN_FILE, DecisionKind.ISOLATE_ENDPOINT)


def test_only_a_verified_meaning_is_observed(kill: FeatureEntry) -> None:
    assert kill.label("mode", "protect").basis is Basis.OBSERVED
    assert kill.label("mode", "detect").basis is Basis.INFERRED
    assert kill.label("mode", "off").basis is Basis.INFERRED


def test_a_line_may_switch_off_narrow_the_decisions_and_name_the_approver(
    kill: FeatureEntry,
) -> None:
    off = kill.label("mode", "off")
    assert (off.enabled, off.autonomy) == (False, Autonomy.FULLY_AUTONOMOUS)
    assert kill.label("level", 2.5).decisions == (DecisionKind.INFORM,)
    assert [one.kind for one in kill.label("mode", "detect").gate.approvers] == [ActorKind.ANALYST]


def test_labels_are_ordered_by_how_much_happens_without_a_person(kill: FeatureEntry) -> None:
    told: list[tuple[str, Any]] = [
        ("level", 1),
        ("mode", "detect"),
        ("any", "y"),
        ("mode", "protect"),
        ("mode", None),
    ]

    labels = [kill.label(setting, value) for setting, value in told]

    assert [label.rank for label in labels] == sorted({label.rank for label in labels})


def test_a_feature_in_use_is_as_the_catalogue_says_unless_told(kill: FeatureEntry) -> None:
    label = kill.label("mode", "detect")

    deployment = kill.deployment(
        place=Place(connection="acme-1", tenant_id="t"),
        scope=Scope(level=ScopeLevel.SITE, id="7", name="Main"),
        source_object=SourceObject(kind=SourceKind.POLICY, id="7", name="Main"),
        label=label,
        enabled=True,
        reach=Reach.LISTED,
        settings=(Setting(name="mode", value="detect"),),
        evidence=(evidence(),),
        rollback=Provision(state=Availability.NOT_AVAILABLE),
    )

    assert deployment.key == "acme.kill/t/policy:7/site:7"
    assert (deployment.vendor, deployment.connection) == ("acme", "acme-1")
    assert deployment.gate == label.gate
    assert deployment.override == kill.override
    assert deployment.rollback.state is Availability.NOT_AVAILABLE
    assert deployment.evidence == (evidence().id,)


# What it refuses ---------------------------------------------------------------------------


def with_lines(*told: str) -> str:
    return HEAD + FEATURE + lines(*told) + GOVERNANCE


@pytest.mark.parametrize(
    ("one", "other"), [('"a"', '"a"'), ("1", "1"), ("1", "1.0"), ("true", "true"), ('"*"', '"*"')]
)
def test_two_readings_of_one_value_are_refused(load: Load, one: str, other: str) -> None:
    with pytest.raises(ValueError, match=r"acme\.kill: two readings for one value"):
        load(with_lines(line("mode", one), line("mode", other)))


def test_true_and_one_are_two_values(load: Load) -> None:
    load(with_lines(line("mode", "true"), line("mode", "1"), line("other", "1")))


@pytest.mark.parametrize(
    ("autonomy", "gate"),
    [
        ("advisory", "none"),
        ("semi_autonomous", "pre_approval"),
        ("fully_autonomous", "not_applicable"),
    ],
)
def test_an_illegal_pair_is_refused(load: Load, autonomy: str, gate: str) -> None:
    with pytest.raises(ValueError, match=f"mode=a: {autonomy} with gate {gate}"):
        load(with_lines(line("mode", '"a"', autonomy, gate)))


@pytest.mark.parametrize("question", list(GovernanceQuestion))
def test_a_question_without_an_answer_is_refused(load: Load, question: str) -> None:
    answered = GOVERNANCE.replace(f"[governance.{question}]", "[other]", 1)
    text = HEAD + ASKED + answered.replace("[other]", "[governance.unheard]")
    with pytest.raises(ValueError, match="governance"):
        load(text)

    start = GOVERNANCE.index(f"\n[governance.{question}]")
    end = GOVERNANCE.find("\n[governance.", start + 1)
    without = GOVERNANCE[:start] + (GOVERNANCE[end:] if end > 0 else "")
    with pytest.raises(ValueError, match=f"no answer to {question}"):
        load(HEAD + ASKED + without)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('id = "acme.ask"', 'id = "acme.kill"', "a feature stands twice"),
        ('id = "acme.ask"', 'id = "zenith.ask"', "zenith.ask is a feature of another vendor"),
        ('attest = "Is it on?"', "", "acme.ask is neither read nor attested"),
        ('techniques = ["generative"]', "techniques = []", "techniques"),
        ('references = [{ title = "Manual", url', "references = [] #", "references"),
        ('decides = "drafts an answer"', "", "decides: Field required"),
    ],
)
def test_a_catalogue_that_is_not_whole_is_refused(
    load: Load, old: str, new: str, told: str
) -> None:
    text = HEAD + FEATURE + ASKED + GOVERNANCE
    assert old in text
    with pytest.raises(ValueError, match=told):
        load(text.replace(old, new))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            with_lines(line("mode", '"a"'), line("mode", '"b"', "sleepy")),
            r"features\[acme\.kill\]\.readings\[2\]\.autonomy: Input should be 'advisory'",
        ),
        (
            with_lines(line("mode", "[1]")),
            r"features\[acme\.kill\]\.readings\[1\]\.value",
        ),
        (
            HEAD + ASKED.replace('id = "acme.ask"', "") + GOVERNANCE,
            r"features\[1\]\.id: Field required",
        ),
        (
            HEAD + ASKED.replace("name =", "nmae =") + GOVERNANCE,
            r"features\[acme\.ask\]\.name: Field required; features\[acme\.ask\]\.nmae: Extra",
        ),
        (ASKED + GOVERNANCE, r"catalogue\.toml: vendor: Field required"),
        ("x =", r"catalogue\.toml: Invalid value"),
        (b"\xff\xfe", r"catalogue\.toml: 'utf-8' codec"),
    ],
)
def test_an_error_names_the_file_and_the_entry(load: Load, text: str | bytes, told: str) -> None:
    with pytest.raises(ValueError, match=told) as caught:
        load(text)
    assert re.match(r"acme_catalogue_\d+/catalogue\.toml: ", str(caught.value))


def test_a_package_without_a_catalogue_is_an_os_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "acme_without").mkdir()
    (tmp_path / "acme_without" / "__init__.py").touch()

    with pytest.raises(FileNotFoundError):
        load_catalogue("acme_without")


def _about(feature: str, question: str = "training_data", more: str = "") -> str:
    return f"""
[[feature_governance]]
feature = "{feature}"
question = "{question}"
answer = "It learns from what it is shown."
found = true
date = 2026-10-31
{more}
"""


def test_an_answer_may_hold_for_one_feature_and_say_whether_clients_data_train(
    load: Load,
) -> None:
    silent = 'answer = "Nothing found."\nfound = false\ndate = 2026-10-31\n'
    told = GOVERNANCE.replace(
        f"[governance.training_data]\n{silent}",
        f"[governance.training_data]\n{silent}client_data = false\n",
    )
    own = _about("acme.ask", more="client_data = true")
    found = load(HEAD + FEATURE + READINGS + ASKED + told + own)
    training = [one for one in found.answers if one.question == "training_data"]
    assert [(one.feature, one.client_data) for one in training] == [
        (None, False),
        ("acme.ask", True),
    ]
    assert len(found.answers) == len(GovernanceQuestion) + 1


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (_about("acme.nobody"), "no feature"),
        (_about("acme.ask") + _about("acme.ask"), "two answers"),
        (_about("acme.ask", question="taste"), "question"),
    ],
)
def test_an_answer_about_no_feature_or_given_twice_is_refused(
    load: Load, more: str, told: str
) -> None:
    with pytest.raises(ValueError, match=told):
        load(HEAD + FEATURE + READINGS + ASKED + GOVERNANCE + more)
