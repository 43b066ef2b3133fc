"""The pen: fills a pattern of the catalogue `wording` with figures, typed clauses and words, and keeps their cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from string import Formatter

from briefing import numbers
from briefing.analysis.indicators import Indicator
from briefing.analysis.translation import Exchange
from briefing.evidence import CellRef, Fact, Source, derived
from briefing.language import LANGUAGES, Catalogue, Language, catalogue
from briefing.periods import Period
from briefing.sentences import Number, Reference, Run, Sentence, Stance, Typed, Words

MISSING_VALUE = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence and the cells it rests on."""

    runs: tuple[Run, ...] = ()
    cells: tuple[CellRef, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is anything to print."""
        return bool(self.runs)


NOTHING = Part()


@dataclass(slots=True)
class Pen:
    """Writes one edition in one language: its money, its date, and the facts it has printed so far.

    `currency` is the edition's money; facts stay in the reporting currency and are converted when printed.
    """

    language: Language
    as_of: date
    exchange: Exchange
    currency: str
    facts: dict[str, Fact] = field(default_factory=dict)
    cells: dict[str, tuple[CellRef, ...]] = field(default_factory=dict)
    """The cells under each fact, gathered once: facts of one id are equal."""
    domain: str = ""
    """A catalogue of a part's own words, looked in before the common one."""

    @property
    def words(self) -> Catalogue:
        """The catalogue of patterns."""
        return with_common_words(self.domain, self.language) if self.domain else catalogue("wording", self.language)

    def speaking(self, domain: str) -> Pen:
        """Give the same pen with a part's own catalogue beside the common one; both write into the same facts."""
        return replace(self, domain=domain)

    def text(self, key: str, count: float | None = None) -> str:
        """Give fixed words that take no parts."""
        return self.words.pattern(key, count)

    def word(self, key: str, count: float | None = None) -> Part:
        """Give fixed words as a part."""
        return Part((Words(self.text(key, count)),))

    def plain(self, text: str, *cells: CellRef) -> Part:
        """Give words that are neither in the catalogue nor typed by a person, such as an id."""
        return Part((Words(text),), cells) if text else NOTHING

    def number(self, fact: Fact, text: str) -> Part:
        """Give a figure as formatted by the caller."""
        self.facts[fact.id] = fact
        if fact.id not in self.cells:
            self.cells[fact.id] = fact.evidence()
        return Part((Number(text, fact.id),), self.cells[fact.id])

    def money(self, fact: Fact | None) -> Part:
        """Give an amount in the edition's money, to two significant digits."""
        if fact is None:
            return self.plain(MISSING_VALUE)
        amount, rate = self._converted(fact)
        digits = 3 if fact.method == "typed" and not rate else 2
        part = self.number(fact, numbers.money(amount, self._unit(fact), self.language, digits))
        return Part(part.runs, (*part.cells, *rate))

    def amount(self, fact: Fact) -> Fact:
        """Give an amount in the edition's money, unrounded, as a fact of its own where it had to be converted."""
        amount, rate = self._converted(fact)
        if not rate or self.exchange.rate is None:
            return fact
        return derived(f"{fact.id}.{self.currency}", amount, self.currency, "exchange", (fact, self.exchange.rate))

    def money_range(self, name: str, low: Fact, high: Fact) -> Part:
        """Give a range as one figure, whose fact rests on both ends."""
        (lower, rate), (upper, _) = self._converted(low), self._converted(high)
        fact = derived(name, f"{low.number:.9g} .. {high.number:.9g}", low.unit, "range", (low, high))
        part = self.number(fact, numbers.money_range(lower, upper, self._unit(low), self.language))
        return Part(part.runs, (*part.cells, *rate))

    def _unit(self, fact: Fact) -> str:
        return self.currency if self._converts(fact) else fact.unit

    def _converts(self, fact: Fact) -> bool:
        return {fact.unit, self.currency} == {self.exchange.currency, self.exchange.site_currency} and (
            fact.unit != self.currency and self.exchange.quoted is not None)

    def _converted(self, fact: Fact) -> tuple[float, tuple[CellRef, ...]]:
        rate = self.exchange.rate
        if not self._converts(fact) or rate is None:
            return fact.number, ()
        to_site = fact.unit == self.exchange.currency
        return (fact.number * rate.number if to_site else fact.number / rate.number), rate.evidence()

    def chance(self, fact: Fact | None) -> Part:
        """Give word and figure together, such as `likely (6 in 10)`."""
        if fact is None:
            return self.word("chance_not_stated")
        return self.join("chance", word=self.plain(self._chance_word(fact)), figure=self.chance_figure(fact))

    def chance_figure(self, fact: Fact | None) -> Part:
        """Give the figure alone, for tables."""
        if fact is None:
            return self.plain(MISSING_VALUE)
        return self.number(fact, numbers.chance(fact.number, self.language, typed=fact.method == "typed"))

    def _chance_word(self, fact: Fact) -> str:
        return numbers.chance_word(fact.number, self.language, typed=fact.method == "typed")

    def hundredths(self, fact: Fact) -> Part:
        """Give a chance as so many of one hundred, without the denominator."""
        return self.number(fact, numbers.hundredths(fact.number, self.language))

    def bracket(self, name: str, low: Fact, high: Fact) -> Part:
        """Give two chances as one figure, such as `13 to 25`, one number where they round to the same."""
        fact = derived(name, f"{low.number:.6g} .. {high.number:.6g}", "chance", "bracket", (low, high))
        ends = [numbers.hundredths(each.number, self.language) for each in (low, high)]
        text = ends[0] if ends[0] == ends[1] else catalogue("numbers", self.language).text("range", low=ends[0], high=ends[1])
        return self.number(fact, text)

    def count(self, fact: Fact) -> Part:
        """Give a plain count."""
        return self.number(fact, numbers.decimal(fact.number, self.language))

    def of(self, name: str, hits: Fact, total: Fact) -> Part:
        """Give `7 of 9` as one figure."""
        fact = derived(name, f"{hits.value} / {total.value}", "count", "count_of", (hits, total))
        text = self.text("count_of").format(
            hits=numbers.decimal(hits.number, self.language), total=numbers.decimal(total.number, self.language))
        return self.number(fact, text)

    def value(self, indicator: Indicator, fact: Fact | None, *, unit: bool = True) -> Part:
        """Give a KPI's value with its unit."""
        if fact is None:
            return self.plain(MISSING_VALUE)
        write = numbers.value if unit else numbers.plain_value
        kpi = indicator.kpi
        named = kpi.unit_es if kpi.unit_es and self.language == "es" else kpi.unit
        return self.number(fact, write(fact.number, named, self.language, kpi.decimals))

    def plain_number(self, fact: Fact) -> Part:
        """Give a number as typed, such as an exchange rate."""
        return self.number(fact, numbers.decimal(fact.number, self.language))

    def day(self, value: date | None, source: Source | None = None, name: str = "", *, short: bool = False) -> Part:
        """Give a day, typed or computed; words for one that is not stated."""
        if value is None:
            return self.word("no_date")
        text = numbers.day(value, self.language, as_of=self.as_of, short=short)
        if source is None:
            return self.plain(text)
        cell = source.at(name)
        return self.number(Fact(f"{cell.file}.{cell.sheet}.{cell.cell}.{name}", value, "date", cells=(cell,)), text)

    def month(self, period: Period, *, short: bool = False, year: bool = True) -> Part:
        """Give a month."""
        if not year:
            return self.plain(numbers.month_name(period, self.language))
        return self.plain(numbers.month(period, self.language, short=short))

    def clause(self, english: str, spanish: str, source: Source, name: str) -> Part:
        """Give what a person typed for this language; the other language's words, labelled, where it is missing."""
        own, other = (spanish, english) if self.language == "es" else (english, spanish)
        if own:
            return Part((Typed(_clean(own), self.language),), (source.at(f"{name}_{self.language}"),))
        other_language: Language = "en" if self.language == "es" else "es"
        if not other:
            return self.word("not_named")
        label = Words(self.text("in_other_language"))
        return Part((Typed(_clean(other), other_language), label), (source.at(f"{name}_{other_language}"),))

    def typed(self, text: str, source: Source, name: str, language: Language | None = None) -> Part:
        """Give a person's words as they stand; `language` where it is known to differ."""
        if not text:
            return NOTHING
        return Part((Typed(_clean(text), language or self.language),), (source.at(name),))

    def quoted(self, text: str, source: Source, name: str, language: Language) -> Part:
        """Give a person's words in quotation marks with the closing full stop, labelled where not in this language."""
        foreign = language != self.language
        start, end = self.text("quote_marks").split("{}")
        stop = "" if _ends(text) else "."
        closing = end + self.text("in_other_language") + "." if foreign else stop + end if self.language == "en" else end + "."
        return Part((Words(start), Typed(_clean(text), language), Words(closing)), (source.at(name),))

    def role(self, text: str, source: Source, name: str, language: Language | None = None) -> Part:
        """Give a role as typed; a common one in the reader's language, any other labelled where `language`, its author's, is another."""
        if not text:
            return NOTHING
        author = language or self.language
        if author == self.language or any(numbers.role_name(text, each) != text for each in LANGUAGES):
            return Part((Typed(numbers.role_name(text, self.language), self.language),), (source.at(name),))
        return Part((Typed(text, author), Words(self.text("in_other_language"))), (source.at(name),))

    def who_and_when(self, text: str, source: Source, name: str, language: Language | None = None) -> Part:
        """Give roles and days in the reader's language; what else was typed as it stands, in `language` where it is known to differ."""
        known = any(numbers.who_and_when(text, each) != text for each in LANGUAGES)
        return self.typed(numbers.who_and_when(text, self.language), source, name, self.language if known else language)

    def reference(self, text: str, target: str) -> Part:
        """Give words that lead to an anchor of the document."""
        return Part((Reference(text, target),))

    def name(self, indicator: Indicator) -> Part:
        """Give a KPI's name in this language, else the other's, else its code."""
        kpi = indicator.kpi
        own, other = (kpi.name_es, kpi.name_en) if self.language == "es" else (kpi.name_en, kpi.name_es)
        text = own or other
        if not text:
            return self.plain(kpi.code)
        language: Language = self.language if own else ("en" if self.language == "es" else "es")
        return Part((Typed(text, language),), (kpi.source.at(f"name_{language}"),) if kpi.source.row else ())

    def join(self, key: str, plural: float | None = None, /, **parts: Part) -> Part:
        """Fill a pattern with parts and give the result as one part."""
        runs: list[Run] = []
        cells: list[CellRef] = []
        for literal, name in _pieces(self.words.pattern(key, plural)):
            if literal:
                runs.append(Words(literal))
            if name:
                runs.extend(parts[name].runs)
                cells.extend(parts[name].cells)
        return Part(_merged(runs), tuple(dict.fromkeys(cells)))

    def listed(self, parts: Iterable[Part]) -> Part:
        """Join parts as a list: commas, and the language's `and` before the last."""
        found = [part for part in parts if part]
        runs: list[Run] = []
        cells: list[CellRef] = []
        for index, part in enumerate(found):
            if index:
                runs.append(Words(self._and(part) if index == len(found) - 1 else ", "))
            runs.extend(part.runs)
            cells.extend(part.cells)
        return Part(_merged(runs), tuple(dict.fromkeys(cells)))

    def _and(self, following: Part) -> str:
        """Give the language's `and`; in Spanish `e` before the sound of i."""
        word = following.runs[0].text.casefold()
        vowel = word.startswith(("i", "í", "hi", "hí")) and not word.startswith(("hie", "hia", "io"))
        return self.text("and.before_i") if self.language == "es" and vowel else self.text("and")

    def say(self, identifier: str, key: str, plural: float | None = None, /, *, stance: Stance = Stance.FACT,
            strong: bool = False, **parts: Part) -> Sentence:
        """Write a full sentence: the pattern filled, its first letter in upper case."""
        part = self.join(key, plural, **parts)
        return Sentence(identifier, _capitalised(part.runs), stance, key, _sorted(part.cells), strong)

    def phrase(self, identifier: str, part: Part, *, stance: Stance = Stance.FACT, strong: bool = False,
               key: str = "phrase", capital: bool = False) -> Sentence:
        """Write a part as it is, for a table's cell."""
        runs = _capitalised(part.runs) if capital else part.runs
        return Sentence(identifier, runs, stance, key, _sorted(part.cells), strong)


@cache
def with_common_words(domain: str, language: Language) -> Catalogue:
    """Give a part's catalogue with the common wording under it."""
    return Catalogue(language, {**catalogue("wording", language).entries, **catalogue(domain, language).entries})


@lru_cache(maxsize=4096)
def _pieces(pattern: str) -> tuple[tuple[str, str | None], ...]:
    """Give a pattern as fixed words, each with the name of the part that follows it."""
    return tuple((literal, name) for literal, name, _, _ in Formatter().parse(pattern))


def _sorted(cells: Iterable[CellRef]) -> tuple[CellRef, ...]:
    return tuple(sorted({cell for cell in cells if cell.file}))


def _clean(text: str) -> str:
    """Leave the words alone; only the full stop that would double ours, and stray white space, go."""
    text = " ".join(text.split())
    return text[:-1] if text.endswith(".") and not text.endswith("..") else text


def _ends(text: str) -> bool:
    return text.rstrip().endswith(("?", "!", "\N{HORIZONTAL ELLIPSIS}", ".."))


def _merged(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Join neighbouring words into one run."""
    merged: list[Run] = []
    for run in runs:
        last = merged[-1] if merged else None
        if isinstance(run, Words) and isinstance(last, Words):
            merged[-1] = Words(last.text + run.text)
        else:
            merged.append(run)
    return tuple(merged)


def _capitalised(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Put the first letter in upper case, as a sentence needs it; nothing else of typed words is touched."""
    if not runs or not runs[0].text or not runs[0].text[0].islower():
        return runs
    first = runs[0]
    text = first.text[0].upper() + first.text[1:]
    match first:
        case Words():
            changed: Run = Words(text)
        case Typed():
            changed = Typed(text, first.language)
        case Number():
            changed = Number(text, first.fact)
        case Reference():
            changed = Reference(text, first.target)
    return (changed, *runs[1:])
