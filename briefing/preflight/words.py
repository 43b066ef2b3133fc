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
    return words(language).pattern(f"question.{question.key}").format(**dict(question.parameters))


def answer_text(question: Question, language: Language) -> str:
    """Say where the briefing answers a question, or that it does not and whether the workbook would."""
    printed = [each for each in question.answers if each.section]
    if printed:
        return words(language).text("answered", places=" · ".join(_printed(each, language) for each in printed))
    if question.answers:
        return words(language).text("answer.unprinted", places=" · ".join(_cell(each) for each in question.answers))
    return words(language).text("answer.none")


def _printed(place: Place, language: Language) -> str:
    return words(language).text("answer.at", section=section_name(place.section, language), place=_cell(place))


def _cell(place: Place) -> str:
    return ", ".join(part for part in (place.where.sheet, place.where.cell) if part) or place.where.file


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
