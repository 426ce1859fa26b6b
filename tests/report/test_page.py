"""The page as a document: complete, escaped, closed to the outside, readable for everyone."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from aigov_connectors import Snapshot
from aigov_connectors.inventory import Chain, ChainStep, GateKind
from aigov_connectors.inventory.counting import clients_in_words
from aigov_connectors.inventory.feature import ApprovalGate
from aigov_connectors.report import report_html
from aigov_connectors.report.markup import element, shown

VOID = {"meta", "br", "input"}
HOSTILE = "</script></style><img src=x onerror=alert(1)>\"'&<b>"


class Document(HTMLParser):
    """Elements with their attributes, and whether each was closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.misplaced: list[str] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self.styles: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        if not self.open or self.open.pop() != tag:
            self.misplaced.append(tag)

    def handle_data(self, data) -> None:
        if self.open and self.open[-1] == "script":
            self.scripts.append((self.elements[-1][1], data))
        if self.open and self.open[-1] == "style":
            self.styles.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def text(demo: Snapshot) -> str:
    return report_html(demo, previous=demo)


@pytest.fixture(scope="module")
def document(text: str) -> Document:
    return Document(text)


def test_every_element_is_closed_in_its_turn(document: Document) -> None:
    assert document.misplaced == []
    assert document.open == []


def test_every_part_has_a_heading_and_every_link_inside_leads_somewhere(document: Document) -> None:
    ids = [each["id"] for _, each in document.elements if "id" in each]
    assert len(ids) == len(set(ids))
    for part in document.all("section"):
        assert part["aria-labelledby"] in ids
    inside = {each["href"] for each in document.all("a") if (each["href"] or "").startswith("#")}
    assert inside
    assert [one for one in inside if (one or "")[1:] not in ids] == []


def test_tables_say_what_they_are_and_heads_what_they_head(document: Document) -> None:
    tables = [name for name, _ in document.elements if name in ("table", "caption")]
    assert tables == ["table", "caption"] * (len(tables) // 2)
    assert {each.get("scope") for each in document.all("th")} == {"col", "row"}
    labelled = {each.get("aria-label") for each in document.all("div") if each.get("role")}
    assert None not in labelled


def test_the_policy_allows_this_style_and_this_script_and_nothing_else(document: Document) -> None:
    (policy,) = (each["content"] or "" for each in document.all("meta") if "http-equiv" in each)
    ran = [code for attributes, code in document.scripts if "type" not in attributes]
    assert len(ran) == len(document.styles) == 1
    assert policy.startswith("default-src 'none'")
    for kind, code in (("script", ran[0]), ("style", document.styles[0])):
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}';" in policy
    assert "unsafe" not in policy


def test_nothing_is_asked_for_and_nothing_is_styled_or_handled_in_line(
    document: Document, text: str
) -> None:
    names = {name for _, attributes in document.elements for name in attributes}
    assert names.isdisjoint({"src", "srcset", "style", "action", "formaction", "background"})
    assert not [name for name in names if name.startswith("on")]
    tags = {name for name, _ in document.elements}
    assert tags.isdisjoint({"link", "img", "iframe", "object", "embed", "base", "video", "audio"})
    assert "url(" not in text
    assert "@import" not in text


def test_what_was_not_read_stands_beside_the_findings(demo: Snapshot, text: str) -> None:
    part = text[text.index('<section id="findings"') : text.index('<section id="coverage"')]
    assert 'href="#coverage"' in part
    for gap in demo.inventory.gaps:
        assert f'id="gap-{gap.id}"' in text


def test_every_failed_finding_stands_there_with_its_evidence(demo: Snapshot, text: str) -> None:
    known = demo.inventory.evidence_by_id
    for finding in demo.assessment.failed:
        assert element("p", finding.because) in text
        for one in finding.evidence[:3]:
            assert known[one].digest in text


def test_text_of_a_vendor_stays_text(demo: Snapshot) -> None:
    hostile = _renamed(demo, HOSTILE)
    calm = Document(report_html(_renamed(demo, "Calm")))
    document = Document(text := report_html(hostile))

    assert _tags(document) == _tags(calm)
    assert "<img" not in text
    assert document.misplaced == []


def test_text_that_would_turn_the_reading_direction_is_marked() -> None:
    assert shown("a\u202eb\x1b[31m\nc") == "a\ufffdb\ufffd[31m c"
    assert element("p", "<&>", title='"') == '<p title="&quot;">&lt;&amp;&gt;</p>'


def test_an_answer_links_to_https_alone(demo: Snapshot) -> None:
    answers = tuple(
        one.model_copy(update={"url": "javascript:alert(1)", "source": "a source"})
        for one in demo.inventory.vendor_answers
    )
    inventory = demo.inventory.model_copy(update={"vendor_answers": answers})
    text = report_html(demo.model_copy(update={"inventory": inventory}))
    assert "javascript:" not in text


def test_a_chain_is_drawn_and_told(demo: Snapshot) -> None:
    one, other = demo.inventory.deployments[0], demo.inventory.deployments[-1]
    chain = Chain(
        id="0123456789abcdef",
        steps=(
            ChainStep(
                deployment=one.key, link="posts to <the> desk", gate=GateKind.NONE, evidence=()
            ),
            ChainStep(deployment=other.key, gate=GateKind.PRE_APPROVAL, doubt="no log"),
        ),
        weakest_gate=ApprovalGate(kind=GateKind.NONE),
        clients=(demo.inventory.clients[0].id,),
    )
    inventory = demo.inventory.model_copy(update={"chains": (chain,)})
    text = report_html(demo.model_copy(update={"inventory": inventory}))
    part = text[text.index('<section id="chains"') : text.index('<section id="findings"')]
    assert part.count('class="box') == 2
    assert "posts to &lt;the&gt; desk" in part
    assert "a person says yes first" in part
    assert "Not certain: no log" in part


def test_colours_can_be_told_apart_from_their_ground(text: str) -> None:
    """At least 4.5 to 1 for every pair that is used, on light and on dark."""
    for block in re.findall(r":root \{([^}]*)\}", text)[:2]:
        colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))
        pairs = [
            (name, ground) for name in ("ink", "quiet") for ground in ("page", "paper", "soft")
        ]
        pairs += [("accent", "paper"), ("accent", "page"), ("accent", "soft")]
        pairs += [(name[:-3], name) for name in colours if name.endswith("-bg")]
        pairs += [("ink", "amber-bg"), ("accent", "amber-bg")]
        for name, ground in pairs:
            assert _contrast(colours[name], colours[ground]) >= 4.5, (name, ground)


def test_a_large_report_stays_modest(large_report: str) -> None:
    size = len(large_report.encode())
    assert size < 4_000_000, size


def _tags(document: Document) -> list[str]:
    """Every element but the lines of a drawing: a longer name takes more of them."""
    return [name for name, _ in document.elements if name != "text"]


def _renamed(snapshot: Snapshot, name: str) -> Snapshot:
    """Everything that a vendor's users name, with another name."""
    inventory = snapshot.inventory
    deployments = tuple(
        one.model_copy(
            update={
                "source_object": one.source_object.model_copy(update={"name": name}),
                "scope": one.scope.model_copy(update={"name": name}),
                "shadowed_by": None,
            }
        )
        for one in inventory.deployments
    )
    clients = tuple(one.model_copy(update={"name": name}) for one in inventory.clients)
    evidence = tuple(
        one.model_copy(update={"fact": one.fact.model_copy(update={"value": name})})
        for one in inventory.evidence
    )
    gaps = tuple(one.model_copy(update={"subject": name}) for one in inventory.gaps)
    findings = tuple(
        one.model_copy(update={"because": name}) for one in snapshot.assessment.findings
    )
    return Snapshot(
        inventory=inventory.model_copy(
            update={
                "deployments": deployments,
                "clients": clients,
                "evidence": evidence,
                "gaps": gaps,
            }
        ),
        assessment=snapshot.assessment.model_copy(update={"findings": findings}),
    )


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_chain_in_doubt_is_not_counted_as_passing_nobody(demo: Snapshot) -> None:
    """The summary tells what is sure from what is not, as the command does."""
    chains = demo.inventory.chains
    sure = sum(one.passes_nobody for one in chains)
    open_ = len(chains) - sure - sum(one.asks_somebody for one in chains)
    assert sure
    assert open_
    assert f"{sure} surely pass no person, of {open_} it could not be told" in report_html(demo)
    doubt = next(one.settled_by[0] for one in chains if one.settled_by)
    assert f"To settle it: {shown(doubt)}" in report_html(demo)


def test_every_count_of_all_clients_is_the_same(demo: Snapshot) -> None:
    everyone = clients_in_words(one.kind for one in demo.inventory.clients)
    assert "own organization" in everyone

    page = report_html(demo)

    assert f", for {everyone}. Nothing was changed" in page
    assert f"all {everyone}" in page
    assert f"{len(demo.inventory.clients)} clients" not in page
