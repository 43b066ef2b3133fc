"""The KPIs and the asks as tables of values, for people who go on counting: numbers as numbers, each with its fact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from briefing.analysis.indicators import Indicator
from briefing.analysis.options import Choice
from briefing.document.compose import scribe_of
from briefing.document.editions import Edition
from briefing.document.masthead import NOTICES
from briefing.document.places import places
from briefing.document.scribe import Scribe
from briefing.evidence import Fact, Source, typed
from briefing.framing import Frame
from briefing.framing.asks import AskState
from briefing.framing.wording import page_one
from briefing.framing.wording.pen import Part
from briefing.language import Catalogue, Language, catalogue
from briefing.model.responses import Choice as Answer
from briefing.numbers import SHARE_UNIT, unit_name


class Shape(StrEnum):
    """How a value is written."""

    TEXT = "text"
    NUMBER = "number"
    SHARE = "share"
    """A share of one, shown as percent."""
    CHANCE = "chance"
    MONEY = "money"
    DAY = "day"
    MONTH = "month"
    """The first day of a month, shown as month and year."""


@dataclass(frozen=True, slots=True)
class Value:
    """One cell: a text, a number or a day, and the fact it is; None where there is nothing to say."""

    value: str | float | int | date | None = None
    shape: Shape = Shape.TEXT
    decimals: int | None = None
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column: its header, with the unit where it has one, and its width in characters."""

    header: str
    width: int = 14
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class DataTable:
    """One table under its name, with a line on how to read it. The first cell of a row names the row."""

    key: str
    name: str
    guide: str
    columns: tuple[DataColumn, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class DataBook:
    """The tables of one edition, with what stands at its head."""

    language: Language
    title: str
    line: str
    notices: tuple[str, ...]
    tables: tuple[DataTable, ...]


_BLANK = Value()
_MONTHS_WIDE, _WORDS_WIDE, _TITLE_WIDE = 12, 24, 44


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every table needs: who writes, and the words of headers."""

    scribe: Scribe
    words: Catalogue

    def column(self, key: str, width: int = 14, *, numeric: bool = False, **parts: object) -> DataColumn:
        """Give a column by the key of its header."""
        return DataColumn(self.words.pattern(key).format(**parts), width, numeric)

    def amount(self, key: str) -> DataColumn:
        """Give a column of amounts, its header with the edition's money."""
        return self.column(key, 16, numeric=True, currency=self.scribe.pen.currency)

    def money(self, fact: Fact | None) -> Value:
        """Give an amount in the edition's money."""
        if fact is None:
            return _BLANK
        used = self.scribe.pen.amount(fact)
        return Value(used.number, Shape.MONEY, fact=used)


def data_book(frame: Frame, edition: Edition) -> DataBook:
    """Give an edition's KPIs, asks and options as tables, and a last one that names the source of each figure."""
    scribe = scribe_of(frame, edition)
    scribe = replace(scribe, pen=replace(scribe.pen, facts={}))  # what is counted here is not printed in the briefing
    desk = _Desk(scribe, catalogue("tables", edition.language))
    pen, dossier = scribe.pen, scribe.dossier
    tables = (_kpis(desk), _asks(desk), _options(desk))
    parts = (dossier.site.name or dossier.site.code, _plain(pen.month(dossier.period)), pen.text(f"edition.{edition.audience}"))
    return DataBook(edition.language, " · ".join(parts), page_one.masthead(pen, dossier).text, tuple(pen.text(key) for key in NOTICES),
                    (*tables, _sources(desk, tables)))


def _plain(part: Part) -> str:
    return "".join(run.text for run in part.runs)


def _text(part: Part | str) -> Value:
    text = part if isinstance(part, str) else _plain(part)
    return Value(text or None)


def _day(name: str, day: date | None, source: Source, field: str) -> Value:
    return Value(day, Shape.DAY, fact=typed(name, day, "date", source, field)) if day else _BLANK


def _number(fact: Fact | None, shape: Shape = Shape.NUMBER, decimals: int | None = None) -> Value:
    return Value(fact.number, shape, decimals, fact) if fact else _BLANK


def _table(desk: _Desk, key: str, columns: Iterable[DataColumn], rows: Iterable[Sequence[Value]], **parts: object) -> DataTable:
    guide = desk.words.pattern(f"guide.{key}").format(**parts)
    return DataTable(key, desk.words.text(f"sheet.{key}"), guide, tuple(columns), tuple(tuple(row) for row in rows))


# KPIs

def _kpis(desk: _Desk) -> DataTable:
    scribe, column = desk.scribe, desk.column
    month = _plain(scribe.pen.month(scribe.dossier.period))
    columns = (
        column("code", _MONTHS_WIDE), column("kpi", 32), column("unit", _MONTHS_WIDE), column("actual", numeric=True, month=month),
        *(column(key, numeric=True) for key in ("target", "low", "high")), column("status", 20), column("claimed", 20),
        column("breach", 18, numeric=True, months=scribe.horizon), column("own_month", 16, numeric=True),
        *(column(f"own_{part}", 16, numeric=True) for part in ("likely", "low", "high")),
    )
    return _table(desk, "kpis", columns, (_kpi(scribe, each) for each in scribe.frame.assessment.indicators))


def _kpi(scribe: Scribe, each: Indicator) -> list[Value]:
    pen, kpi = scribe.pen, each.kpi
    shape = Shape.SHARE if kpi.unit == SHARE_UNIT else Shape.NUMBER
    unit = kpi.unit_es if kpi.unit_es and pen.language == "es" else kpi.unit
    status = each.override.status if each.override else each.status
    claimed = _BLANK
    if each.report and each.report.claimed:
        text = _plain(pen.word(f"status.{each.report.claimed}"))
        claimed = Value(text, fact=typed(f"{each.code}.claimed", text, "text", each.report.source, "claimed"))
    figures = [_number(fact, shape, kpi.decimals) for fact in (each.actual, each.target, each.low_limit, each.high_limit)]
    return [
        _text(each.code), _text(pen.name(each)), _text(unit_name(unit, pen.language)), *figures,
        _text(pen.word(f"status.{status}")), claimed,
        _number(each.breach, Shape.CHANCE), *_own(each, shape),
    ]


def _own(each: Indicator, shape: Shape) -> list[Value]:
    """Give the plant's own forecast for the last month it speaks of."""
    own = next((one for one in reversed(each.report.forecasts if each.report else ()) if one.likely is not None), None)
    if own is None:
        return [_BLANK] * 4
    found = [Value(own.period.first_day, Shape.MONTH)]
    for part in ("likely", "low", "high"):
        given = getattr(own, part)
        fact = typed(f"{each.code}.own.{own.period}.{part}", given, each.kpi.unit, own.source, part)
        found.append(_number(fact if given is not None else None, shape, each.kpi.decimals))
    return found


# asks

def _asks(desk: _Desk) -> DataTable:
    column, pen = desk.column, desk.scribe.pen
    columns = (
        column("ask", 10), column("title", _TITLE_WIDE), column("purpose"), column("recommended", _TITLE_WIDE), column("needed_by", numeric=True),
        column("decides", _WORDS_WIDE), desk.amount("delay"), desk.amount("own_delay"), column("day", numeric=True),
        column("days", numeric=True), *(column(str(each), _MONTHS_WIDE, numeric=True) for each in (Answer.CONFIRM, Answer.QUESTION, Answer.DISAGREE)),
        column("decided", numeric=True), column("fingerprint", 16),
    )
    day = _plain(pen.day(desk.scribe.dossier.as_of))
    return _table(desk, "asks", columns, (_ask(desk, each) for each in desk.scribe.frame.asks), day=day)


def _ask(desk: _Desk, state: AskState) -> list[Value]:
    pen, ask, weighed = desk.scribe.pen, state.ask, state.weighed
    option = ask.option(ask.recommendation)
    chosen = f"{option.letter} · {_plain(pen.clause(option.title_en, option.title_es, option.source, 'title'))}" if option else ""
    waiting = [_number(state.day), Value(state.days, Shape.NUMBER)] if state.day else [_BLANK, _BLANK]
    decided = _day(f"{ask.id}.decided", state.decided.answered_on, state.decided.source, "answered_on") if state.decided else _BLANK
    return [
        _text(ask.id), _text(pen.clause(ask.title_en, ask.title_es, ask.source, "title")), _text(desk.words.text(f"purpose.{weighed.purpose}")),
        _text(chosen), _day(f"{ask.id}.needed_by", ask.needed_by, ask.source, "needed_by"),
        _text(pen.role(weighed.decider, ask.source, "decider")), desk.money(weighed.delay), desk.money(weighed.own_delay), *waiting,
        *(_answers(state, each) for each in (Answer.CONFIRM, Answer.QUESTION, Answer.DISAGREE)), decided, _text(ask.fingerprint),
    ]


def _answers(state: AskState, choice: Answer) -> Value:
    found = state.answered(choice)
    fact = Fact(f"{state.ask.id}.answers.{choice}", len(found), "count", cells=tuple(each.source.at("choice") for each in found))
    return Value(len(found), Shape.NUMBER, fact=fact if found else None)


def _options(desk: _Desk) -> DataTable:
    column = desk.column
    columns = (
        column("ask", 10), column("letter", 9), column("option", _TITLE_WIDE), column("is_recommended", 14), desk.amount("cost"),
        column("works_from", numeric=True), column("chance", numeric=True), *(desk.amount(key) for key in ("left", "avoided", "net")),
        desk.amount("delay"),
    )
    rows = (_option(desk, state, choice) for state in desk.scribe.frame.asks for choice in state.weighed.choices)
    return _table(desk, "options", columns, rows, currency=desk.scribe.pen.currency)


def _option(desk: _Desk, state: AskState, choice: Choice) -> list[Value]:
    option, pen = choice.option, desk.scribe.pen
    named = pen.clause(option.title_en, option.title_es, option.source, "title") if option.title_en or option.title_es else pen.word("do_nothing")
    works = _BLANK
    if choice.works_from:
        cells = (option.source.at("months_to_effect"), state.ask.source.at("needed_by"))
        works = Value(choice.works_from, Shape.DAY,
                      fact=Fact(f"{state.ask.id}.{choice.letter}.works_from", choice.works_from, "date", "works_from", cells=cells))
    return [
        _text(state.ask.id), _text(choice.letter), _text(named),
        _text(desk.words.text("yes") if choice.letter == state.ask.recommendation else ""), desk.money(choice.cost), works,
        _number(choice.chance, Shape.CHANCE), *(desk.money(fact) for fact in (choice.left, choice.avoided, choice.net, choice.delay)),
    ]


# sources

def _sources(desk: _Desk, tables: Iterable[DataTable]) -> DataTable:
    """Name the method and the cells of each figure, by the place where it stands in this workbook."""
    column = desk.column
    columns = (column("place", _MONTHS_WIDE), column("cell", 8), column("what", 50), column("fact", 30), column("method", 60), column("rests_on", 70))
    return _table(desk, "sources", columns, (row for each in tables for row in _sources_of(desk, each)))


def _sources_of(desk: _Desk, table: DataTable) -> Iterable[tuple[Value, ...]]:
    for number, row in enumerate(table.rows):
        for index, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            if value.fact is None:
                continue
            named = " · ".join(str(each.value) for each in (row[:2] if table.key == "options" else row[:1]))
            yield (_text(table.name), _text(cell_name(index, number)), _text(f"{named} · {column.header}"), _text(value.fact.id),
                   _text(_method(desk, value.fact)), _text(places(value.fact.evidence(), in_full=True)))


def _method(desk: _Desk, fact: Fact) -> str:
    """Say how a figure came about: typed, or by the method that the briefing's catalogue names."""
    own = f"method.{fact.method}"
    return desk.words.pattern(own) if own in desk.words else catalogue("methods", desk.words.language).pattern(fact.method)


FIRST_ROW = 4
"""The row of a table's first record: title, guide and header stand above it."""


def cell_name(column: int, row: int) -> str:
    """Give the place of a record's value, both counted from zero; tables have fewer than 26 columns."""
    return f"{chr(ord('A') + column)}{FIRST_ROW + row}"
