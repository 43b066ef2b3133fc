"""Sentences that reassure or blur where a reader needs a figure, a date or an owner: found by phrase and context.

No single word is a fault. A phrase of the lexicon counts only where nothing near it makes it plain: a negation, a deadline,
a measured figure, an owner, a requirement, somebody else's words in quotation marks, or an honest "I will know by the 20th".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from briefing.language import Language
from briefing.preflight.lexicon_files import Lexicon, Phrase, lexicon

NEGATED_WITHIN: Final = 9
"""Words between a negation and what it negates, at most."""
_SPAN = tuple[int, int]
_QUOTED = re.compile(r'"[^"]*"')
_SENTENCE_END = re.compile(r"(?<=[.!?\u2026])[\s\"]+(?=[^\s])|\n+")
_ABBREVIATED = re.compile(r"\b(?:no|num|aprox|etc|sr|sra|dr|ing|lic|dept|depto|vs|mr|ms|e\.g|i\.e|p\.ej|ej|fig|pza|pzas|u\.s|a\.m|p\.m)\.$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Softening:
    """A phrase that makes a reader stop: its kind, the sentence as typed, and the words of it (folded)."""

    kind: str
    sentence: str
    words: str


def softenings(text: str, language: Language) -> tuple[Softening, ...]:
    """Give what makes a reader stop in a text, at most one of a kind in each sentence, in reading order."""
    known = lexicon(language)
    sentences = sentences_of(text)
    folded = [_spelt_out(fold(each, language), known).rstrip(".!?\u2026 ") for each in sentences]
    return tuple(
        Softening(kind, sentence, words)
        for index, sentence in enumerate(sentences)
        for kind, words in _found(folded[index], folded[index + 1] if index + 1 < len(folded) else "", known)
    )


def sentences_of(text: str) -> tuple[str, ...]:
    """Split a text at full stops and line breaks; stops inside numbers and after common abbreviations split nothing."""
    parts: list[str] = []
    for part in _SENTENCE_END.split(text):
        if parts and _ABBREVIATED.search(parts[-1]):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    return tuple(part.strip() for part in parts if part.strip())


def fold(text: str, language: Language) -> str:
    """Give a text in lower case without accents, its quotation marks alike and its contractions spelt out."""
    text = re.sub("[\u201c\u201d\u201e\u00ab\u00bb\u2033]", '"', text)
    text = re.sub("[\u2018\u2019\u00b4`]", "'", text)
    text = re.sub(r"(?<!\w)'(?=\w)([^']*[^'\s])'(?!\w)", r'"\1"', text)
    text = "".join(each for each in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(each))
    if language == "en":
        text = re.sub(r"\bcan't\b", "can not", re.sub(r"\bwon't\b", "will not", text))
        for short, whole in (("n't", " not"), ("'re", " are"), ("'ll", " will"), ("'ve", " have"), ("'m", " am"), ("'d", " would")):
            text = re.sub(rf"(?<=\w){short}\b", whole, text)
        text = re.sub(r"\b(it|that|there|he|she|what|here)'s\b", r"\1 is", text).replace("cannot", "can not")
    return " ".join(text.split())


def _spelt_out(text: str, known: Lexicon) -> str:
    return re.sub(r"(?<![\w\"'-])[a-z/]+(?![\w'-])", lambda word: known.shorthand.get(word[0], word[0]), text)


def _found(sentence: str, following: str, known: Lexicon) -> Iterator[tuple[str, str]]:
    """Yield kind and words of what stays after everything that lifts it, each kind once."""
    if known.requirement.search(sentence) or _is_honest(sentence, known):
        return
    quoted = [match.span() for match in _QUOTED.finditer(sentence)]
    about = _Around(sentence, following, known)
    seen: set[str] = set()
    for phrase in known.phrases:
        for match in phrase.pattern.finditer(sentence) if phrase.kind not in seen else ():
            inside = any(start < match.end() and match.start() < end for start, end in quoted)
            if not inside and not about.lifts(phrase, match.span()):
                seen.add(phrase.kind)
                yield phrase.kind, match[0]
                break


def _is_honest(sentence: str, known: Lexicon) -> bool:
    """Tell whether the sentence says what is not known and by when it will be."""
    return known.honest.search(sentence) is not None and known.date.search(sentence) is not None


class _Around:
    """What stands in a sentence beside its phrases."""

    def __init__(self, sentence: str, following: str, known: Lexicon) -> None:
        self.sentence, self.known = sentence, known
        self.ends = [match.start() for match in known.clause_end.finditer(sentence)]
        self.turns = [match.start() for match in known.turn.finditer(sentence)]
        bare = _without_names(sentence, known)
        self.figures = [match.span() for match in known.figure.finditer(bare) if not known.counted.search(sentence[:match.start()])]
        self.numbers = self.figures or [match.span() for match in re.finditer(r"\d", bare) if not known.counted.search(sentence[:match.start()])]
        self.dates = [match.span() for match in known.date.finditer(sentence) if not known.since.search(sentence[:match.start()])]
        self.events = [match.span() for match in known.event.finditer(sentence)]
        self.verbs = [match.start() for match in known.verb.finditer(sentence)]
        self.owners = [match.span() for match in known.owner.finditer(sentence)]
        self.owned_later = known.owner.match(following) is not None
        self.due_later = self.owned_later and known.date.search(following) is not None
        self.firm = bool(self.numbers or self.dates or self.owners or self.events or known.firm.search(sentence))
        kept = [match.span() for match in known.negation_kept.finditer(sentence)]
        self.negations = [
            match.span() for match in known.negation.finditer(sentence)
            if not any(start <= match.start() < end for start, end in kept)
        ]

    def lifts(self, phrase: Phrase, at: _SPAN) -> bool:
        """Tell whether anything that the phrase may be lifted by is there."""
        by = phrase.lifted_by
        return (
            ("negation" in by and self._negated(at, within=not phrase.negative))
            or ("owner" in by and (self.owned_later or self._near(self.owners, at)))
            or ("date" in by and (self.due_later or self._near(self.dates, at)))
            or ("figure" in by and self._measured(self.figures, at))
            or ("number" in by and self._measured(self.numbers, at))
            or ("anything firm" in by and (self.firm or bool(self.negations)))
            or ("event" in by and any(self._one_clause(min(start, at[0]), max(end, at[1])) for start, end in self.events))
            or (phrase.unless_then is not None and self._means_else(phrase.unless_then, at))
        )

    def _means_else(self, words: re.Pattern[str], at: _SPAN) -> bool:
        """Tell whether one of the words ends the phrase or follows it at once."""
        return words.match(self.sentence[at[1]:].lstrip()) is not None or words.search(self.sentence[at[0]:at[1]]) is not None

    def _negated(self, at: _SPAN, *, within: bool) -> bool:
        for start, end in self.negations:
            if within and at[0] <= start and end <= at[1]:
                return True
            between = self.sentence[end:at[0]]
            if start < at[0] and end <= at[0] and len(between.split()) <= NEGATED_WITHIN and self._one_clause(start, at[0]):
                return True
        return False

    def _near(self, spans: list[_SPAN], at: _SPAN) -> bool:
        """Tell whether one of the spans stands in the phrase's clause, or after it without a turn to something else."""
        return any((end > at[0] or self._one_clause(start, at[0])) and not self._turns(start, at[0]) for start, end in spans)

    def _measured(self, spans: list[_SPAN], at: _SPAN) -> bool:
        """Tell whether one of the spans measures the phrase: in "14 orders are being looked at" a verb parts the figure from the looking."""
        return any(
            not self._turns(start, at[0]) and not any(end <= verb <= at[0] or end == verb - 1 for verb in self.verbs if verb < at[1])
            for start, end in spans)

    def _turns(self, start: int, end: int) -> bool:
        return any(min(start, end) < turn < max(start, end) for turn in self.turns)

    def _one_clause(self, start: int, end: int) -> bool:
        return not any(start < place < end for place in self.ends)


def _without_names(sentence: str, known: Lexicon) -> str:
    """Blank out numbers that only name a thing, such as line 3 or A-007; what is left keeps its place."""
    names = [match.span() for match in known.naming.finditer(sentence)]
    return "".join(" " if any(start <= place < end for start, end in names) else sign for place, sign in enumerate(sentence))
