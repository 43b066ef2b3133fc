"""Advice on style, for the author alone: never stored, printed or shown to anybody else.

What it finds is returned to the caller and kept nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.findings import Finding, in_order
from briefing.framing import Frame
from briefing.language import LANGUAGES
from briefing.model.submission import Submission
from briefing.numbers import month_name
from briefing.periods import Period
from briefing.preflight import codes
from briefing.preflight.codes import raised
from briefing.preflight.lexicon_files import lexicon
from briefing.preflight.softness import fold, sentences_of, softenings
from briefing.preflight.texts import Said, named, said_in

SHORT = 25
"""Letters below which a text may stay the same for months without being a copy."""
_MONTHS = {
    language: re.compile(r"\b(?:" + "|".join(fold(month_name(Period(2026, number), language), language) for number in range(1, 13)) + r")\b")
    for language in LANGUAGES
}

TITLES = frozenset({"text_en", "text_es"})
"""Clauses of the follow-up, whose owner and day stand in cells of their own."""


def advice(frame: Frame) -> tuple[Finding, ...]:
    """Give advice by sheet and cell: softened sentences, good news first over a broken limit, copies of last month."""
    dossier = frame.assessment.dossier
    if dossier.submission is None:
        return ()
    texts = said_in(dossier.submission)
    copied = {said.where for said in _copies(texts, dossier.earlier[-1] if dossier.earlier else None)}
    found = [finding for said in texts if said.field not in TITLES for finding in _style(said)]
    found += [raised(said.where, codes.COPIED, month=str(dossier.earlier[-1].period)) for said in texts if said.where in copied]
    return in_order([*found, *_good_news_first(frame, texts)])


def _style(said: Said) -> Iterator[Finding]:
    """Yield what makes a reader stop: each sentence once, for the first thing that does."""
    told: set[str] = set()
    for each in softenings(said.text, said.language):
        if each.sentence not in told:
            told.add(each.sentence)
            yield raised(said.where, codes.STYLE[each.kind], sentence=each.sentence)
    friends = lexicon(said.language).false_friends
    for sentence in sentences_of(said.text):
        word = next((word for word in friends if word in fold(sentence, said.language).split()), None)
        if word and sentence not in told:
            yield raised(said.where, codes.FALSE_FRIEND, word=word, meaning=friends[word])


def _copies(texts: tuple[Said, ...], last: Submission | None) -> Iterator[Said]:
    """Yield texts that a new month should make new and that are last month's, but for the name of the month."""
    before = {(each.subject, each.field): _letters(each) for each in said_in(last)} if last else {}
    for said in texts:
        letters = _letters(said)
        if said.renewed and len(letters) >= SHORT and before.get((said.subject, said.field)) == letters:
            yield said


def _letters(said: Said) -> str:
    text = _MONTHS[said.language].sub("", fold(said.text, said.language))
    return "".join(each for each in text if each.isalnum())


def _good_news_first(frame: Frame, texts: tuple[Said, ...]) -> Iterator[Finding]:
    """Say when the month's words open with good news although a limit is broken, and speak of no broken limit there."""
    broken = [each for each in frame.assessment.indicators if each.is_breach]
    for said in texts if broken else ():
        if said.subject != "cover":
            continue
        first = fold(sentences_of(said.text)[0], said.language)
        names = [fold(name, said.language) for each in broken for name in (*named(each).values(), each.code)]
        if lexicon(said.language).good_news.search(first) and not any(name in first for name in names):
            yield raised(said.where, codes.GOOD_NEWS_FIRST, count=len(broken), **named(broken[0]))
