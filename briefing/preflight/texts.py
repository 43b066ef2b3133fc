"""The words of a month with their places and languages, and how things are named in both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from briefing import numbers
from briefing.analysis.indicators import Indicator
from briefing.evidence import CellRef, Source
from briefing.language import LANGUAGES, Language
from briefing.model.asks import Ask
from briefing.model.charter import Priority
from briefing.model.register import RegisterRow
from briefing.model.submission import Submission

_TELLING: Final = {
    "es": re.compile(r"\b(?:el|la|los|las|de|del|que|por|con|para|se|una|un|al|es|en|y|su|ya|está|son|fue|lo|le|les|muy|más|vamos|estamos|pero|como|sin|sobre|este|esta|desde|hasta|hay)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:the|of|to|and|is|are|was|were|with|for|by|in|on|it|that|this|we|our|has|have|had|not|will|an|be|been|from|at|should|they|their|its|but|as|there)\b", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A text that a leader typed: of which record and field, and where."""

    text: str
    where: CellRef
    language: Language
    subject: str
    """`cover`, or the code of a KPI, row, ask or line."""
    field: str

    @property
    def renewed(self) -> bool:
        """Tell whether a new month is expected to say it anew."""
        return self.field in {"words_en", "words_es", "cause", "meaning", "action", "note"} and not self.subject.startswith("register:")


def said_in(submission: Submission) -> tuple[Said, ...]:
    """Give every narrative text of a month, in the order of its sheets; quotes of others are not the author's."""
    return tuple(each for each in _said(submission) if each.text.strip())


def _said(submission: Submission) -> Iterator[Said]:
    usual: Language = "en" if submission.language == "en" else "es"
    cover = submission.cover
    yield Said(cover.words_en, cover.source.at("words_en"), "en", "cover", "words_en")
    yield Said(cover.words_es, cover.source.at("words_es"), "es", "cover", "words_es")
    for report in submission.kpis:
        yield from _fields(report, report.source, report.code, usual, "reason", "cause", "meaning", "action")
    for row in submission.register:
        if not row.privileged:
            yield from _fields(row, row.source, row.id, usual, "note")
            yield from _fields(row, row.source, f"register:{row.id}", usual, "cause", "consequence")
    for ask in submission.asks:
        yield from _fields(ask, ask.source, ask.id, usual, "context")
    for line in submission.follow_ups:
        yield Said(line.text_en, line.source.at("text_en"), "en", line.id, "text_en")
        yield Said(line.text_es, line.source.at("text_es"), "es", line.id, "text_es")


def _fields(record: object, source: Source, subject: str, usual: Language, *names: str) -> Iterator[Said]:
    for name in names:
        text = getattr(record, name)
        yield Said(text, source.at(name), language_of(text, usual), subject, name)


def language_of(text: str, usual: Language) -> Language:
    """Give a text's language by its small words; the sheet's where they don't tell."""
    counts = {language: len(_TELLING[language].findall(text)) for language in LANGUAGES}
    if counts["en"] == counts["es"]:
        return usual
    return "en" if counts["en"] > counts["es"] else "es"


def named(indicator: Indicator) -> dict[str, str]:
    """Give a KPI's name in both languages as parameters."""
    kpi = indicator.kpi
    return {"kpi_en": kpi.name_en or kpi.name_es or kpi.code, "kpi_es": kpi.name_es or kpi.name_en or kpi.code}


def valued(name: str, value: float, indicator: Indicator) -> dict[str, str]:
    """Give a KPI's value with its unit in both languages as parameters."""
    kpi = indicator.kpi
    units: dict[Language, str] = {"en": kpi.unit, "es": kpi.unit_es or kpi.unit}
    return {f"{name}_{language}": numbers.value(value, units[language], language, kpi.decimals).replace("\N{NO-BREAK SPACE}", " ") for language in LANGUAGES}


def titled(record: RegisterRow | Ask | Priority) -> dict[str, str]:
    """Give the clause that names a row, an ask or a priority in both languages, each where it is typed."""
    prefix = {RegisterRow: "event", Ask: "title", Priority: "name"}[type(record)]
    english, spanish = getattr(record, f"{prefix}_en"), getattr(record, f"{prefix}_es")
    code = record.code if isinstance(record, Priority) else record.id
    return {"title_en": english or spanish or code, "title_es": spanish or english or code}
