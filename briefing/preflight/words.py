"""The words of a review in one language: made at the edge, from the catalogue `preflight`."""

from __future__ import annotations

from briefing.language import Catalogue, Language, catalogue
from briefing.preflight.answers import Place
from briefing.preflight.questions import Question
from briefing.preflight.rules import Rule


def words(language: Language) -> Catalogue:
    """Give the catalogue."""
    return catalogue("preflight", language)


def question_text(question: Question, language: Language) -> str:
    """Say a question as a board member would."""
    return words(language).text(f"question.{question.key}", **dict(question.parameters))


def answer_text(question: Question, language: Language) -> str:
    """Say where a question is answered, or that it is not."""
    if not question.answered:
        return words(language).text("answer.none")
    return words(language).text("answered", places=" · ".join(_place(each, language) for each in question.answers))


def _place(place: Place, language: Language) -> str:
    where = ", ".join(part for part in (place.where.sheet, place.where.cell) if part) or place.where.file
    if not place.section:
        return words(language).text("answer.unprinted", place=where)
    return words(language).text("answer.at", section=section_name(place.section, language), place=where)


def section_name(anchor: str, language: Language) -> str:
    """Name a section of the document by its anchor."""
    if anchor.startswith("issue-"):
        return words(language).text("section.issue", id=anchor.removeprefix("issue-"))
    labels = catalogue("wording", language)
    key = {"register-rest": "label.rest_of_register"}.get(anchor, f"label.{anchor.replace('-', '_')}")
    return labels.text(key) if key in labels else anchor


def rule_text(rule: Rule, language: Language) -> str:
    """Say how many cases keep a rule."""
    return words(language).text(f"rule.{rule.key}", kept=rule.kept, total=rule.total)
