"""What vendors answer to the six questions that every one of them is asked."""

from __future__ import annotations

from collections.abc import Sequence

from aigov_connectors.inventory import GovernanceQuestion, VendorAnswer
from aigov_connectors.report.markup import Child, Markup, element, joined
from aigov_connectors.report.material import Material
from aigov_connectors.report.parts import counted, section, table

__all__ = ["vendors"]

_QUESTIONS = {
    GovernanceQuestion.TRAINING_DATA: "What was it trained on, and do clients' data train it?",
    GovernanceQuestion.BIAS_AND_ACCURACY_TESTING: "Is it tested for bias and accuracy?",
    GovernanceQuestion.TRANSPARENCY: "Does it tell how it decided?",
    GovernanceQuestion.CLIENT_SEPARATION: "Are clients kept apart?",
    GovernanceQuestion.MODEL_UPDATE_TESTING: "Are model updates tested and announced?",
    GovernanceQuestion.INCIDENT_SUPPORT: "What help is there when it does harm?",
}


def vendors(material: Material) -> Markup:
    """One table per vendor; that nothing was found is an answer."""
    used = sorted({one.vendor for one in material.inventory.connections}, key=material.tool)
    return section(
        "vendors",
        "What the vendors say",
        "Six questions, answered from what each vendor publishes, with the day on which it was"
        " looked up. “Nothing found” is an answer: ask the vendor.",
        [_vendor(material, one) for one in used],
    )


def _vendor(material: Material, vendor: str) -> Markup:
    answers = [one for one in material.inventory.vendor_answers if one.vendor == vendor]
    order = list(_QUESTIONS)
    answers.sort(key=lambda one: (order.index(one.question), one.feature or ""))
    found = sum(one.found for one in answers)
    heads = ("Question", "Answer", "Source")
    return element(
        "details",
        element(
            "summary",
            element("h3", material.tool(vendor)),
            element("span", f" {found} of {counted(len(answers), 'question')} answered"),
        ),
        table(
            f"Answers of {material.tool(vendor)}",
            heads,
            (_answer(material, one, heads) for one in answers),
            class_="cards",
        )
        if answers
        else element("p", "No answers are known."),
        class_="fold",
    )


def _answer(material: Material, one: VendorAnswer, heads: Sequence[str]) -> Markup:
    known = material.inventory.feature_by_id
    feature = None if one.feature is None else known.get(one.feature)
    about = None if feature is None else element("span", f" ({feature.name})", class_="quiet")
    mark = element("strong", "✓ Told. " if one.found else "? Nothing found. ")
    return element(
        "tr",
        element("th", _QUESTIONS[one.question], about, scope="row"),
        element("td", mark, one.answer.removeprefix("Nothing found. "), data_label=heads[1]),
        element(
            "td",
            _source(one),
            element("br"),
            element("span", f"looked up {one.date.isoformat()}", class_="quiet"),
            data_label=heads[2],
        ),
        data_f=True,
        data_v=one.vendor,
    )


def _source(one: VendorAnswer) -> Child:
    words = one.source or one.url or "none"
    if one.url is None or not one.url.startswith("https://"):
        return words
    return joined(element("a", words, href=one.url, rel="noreferrer noopener external"))
