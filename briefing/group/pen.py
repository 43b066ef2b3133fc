"""The group's pen: the briefing's own, with the patterns of its own catalogues beside those of `wording`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from briefing.analysis.translation import Exchange
from briefing.evidence import CellRef, Fact
from briefing.framing.wording.pen import Part, Pen
from briefing.language import LANGUAGES, Catalogue, Language, catalogue
from briefing.sentences import Number, Run, Sentence

CELLS_NAMED = 1_000
"""Most cells that a sentence names one by one."""


@cache
def _patterns(language: Language) -> Catalogue:
    return Catalogue(language, {**catalogue("wording", language).entries, **catalogue("group", language).entries,
                                **catalogue("group_editions", language).entries, **catalogue("category", language).entries})


class GroupPen(Pen):
    """Writes in one language with the patterns of all of them; the group's begin with `group.`.

    A figure of so many plants that it rests on more than `CELLS_NAMED` cells names their files; its facts lead to each cell.
    """

    @property
    def words(self) -> Catalogue:
        """The catalogue of patterns."""
        return _patterns(self.language)

    def number(self, fact: Fact, text: str) -> Part:
        """Give a figure as formatted by the caller."""
        if fact.id not in self.cells:
            self.cells[fact.id] = _named(fact.evidence())
        return super().number(fact, text)

    def join(self, key: str, plural: float | None = None, /, **parts: Part) -> Part:
        """Fill a pattern with parts and give the result as one part."""
        part = super().join(key, plural, **parts)
        return Part(part.runs, _named(part.cells))


def _named(cells: tuple[CellRef, ...]) -> tuple[CellRef, ...]:
    """Give the cells that are named one by one; the files alone of very many."""
    return cells if len(cells) <= CELLS_NAMED else tuple(CellRef(file) for file in dict.fromkeys(cell.file for cell in cells))


def group_pen(language: Language, as_of: date, currency: str, cells: dict[str, tuple[CellRef, ...]] | None = None) -> GroupPen:
    """Give a pen that writes amounts in the reporting currency; `cells` may be shared by the pens of one view."""
    return GroupPen(language, as_of, Exchange(currency, currency), currency, cells={} if cells is None else cells)


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of a sentence in both languages, with its cells."""

    en: Part
    es: Part

    def get(self, language: Language) -> Part:
        """Give the piece in one language."""
        return self.es if language == "es" else self.en

    def __bool__(self) -> bool:
        """Tell whether there is anything to print."""
        return bool(self.en)


class Writer:
    """Writes pieces of one plant in both languages; figures get ids that no other plant's have."""

    def __init__(self, prefix: str, as_of: date, exchange: Exchange) -> None:
        """Take the plant's code, its date and its rate; amounts are written in the reporting currency."""
        self.prefix = prefix
        self._pens: Mapping[Language, GroupPen] = {each: GroupPen(each, as_of, exchange, exchange.currency) for each in LANGUAGES}
        self._named: dict[str, Fact] = {}

    def said(self, write: Callable[[GroupPen], Part | Sentence]) -> Said:
        """Give what is written with the pen of each language."""
        parts = [self._part(write(pen)) for pen in self._pens.values()]
        return Said(*parts)

    def fact(self, fact: Fact) -> Fact:
        """Give a fact, and all it rests on, under ids that begin with the plant's code."""
        if fact.id not in self._named:
            inputs = tuple(self.fact(each) for each in fact.inputs)
            self._named[fact.id] = replace(fact, id=self._name(fact.id), inputs=inputs)
        return self._named[fact.id]

    def facts(self) -> tuple[Fact, ...]:
        """Give every fact printed so far, in order of id."""
        printed = {fact.id: fact for pen in self._pens.values() for fact in pen.facts.values()}
        return tuple(self.fact(printed[key]) for key in sorted(printed))

    def _name(self, identifier: str) -> str:
        return f"{self.prefix}/{identifier}"

    def _part(self, written: Part | Sentence) -> Part:
        return Part(tuple(map(self._run, written.runs)), tuple(dict.fromkeys(written.cells)))

    def _run(self, run: Run) -> Run:
        return Number(run.text, self._name(run.fact)) if isinstance(run, Number) else run
