"""The figures of a table of KPIs, each with its label, its month, what it is, and its cell: pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from briefing.workbook.adopt.found import Guess, Table, TableKind
from briefing.workbook.adopt.profile import number_in
from briefing.workbook.adopt.scale_words import measure_of
from briefing.workbook.adopt.when import When, when_of
from briefing.workbook.date_text import MONTH_NAMES
from briefing.workbook.grid import Cell, Row, blank
from briefing.workbook.normalise import one_line, plain
from briefing.workbook.reading import shown

FIGURES: Final = frozenset({"value", "target", "forecast", "forecast_low", "forecast_high"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure: `label` names the KPI, `measure` what the figure is, `when` its month (None: the month reported)."""

    label: str
    measure: str
    cell: Cell
    when: When | None = None
    row: int = 0


def readings_of(table: Table) -> tuple[Reading, ...]:
    """Give every figure of a table of KPIs in the order of its cells; empty for other kinds."""
    reader = {TableKind.MONTHS_ACROSS: _across, TableKind.MONTHS_DOWN: _down, TableKind.LONG: _down, TableKind.SCORECARD: _scorecard}.get(table.kind)
    return tuple(reader(table)) if reader else ()


def _label(row: Row, guess: Guess | None) -> str:
    return one_line(shown(row.at(guess.heading.number))) if guess else ""


def _across(table: Table) -> Iterator[Reading]:
    named, kind = table.guess("kpi"), table.guess("measure")
    times = _times(table)
    label = ""
    for row in table.rows:
        own = _label(row, named)
        measure = measure_of(_label(row, kind)) if kind and kind.sure >= 60 else ""
        section = table.sections.get(row.number, "")
        if section and measure_of(own):
            label, measure = section, measure_of(own)
        elif own:
            label = own
        elif not measure:
            continue
        for guess, when in times:
            cell = row.at(guess.heading.number)
            yield Reading(label, _measure(guess.role, measure), cell, when, row.number)


def _measure(by_column: str, by_row: str) -> str:
    return by_row if by_row and by_column == "value" else by_column


def _times(table: Table) -> list[tuple[Guess, When]]:
    """Give the month columns; bare months take the table's year, running on where they start over."""
    found: list[tuple[Guess, When]] = []
    for guess in table.columns:
        when = guess.heading.when
        if guess.why == "month" and when is not None and guess.role != "year_value":
            found.append((guess, when))
    year = table.year
    if year is None or not any(when.year is None for _, when in found):
        return found
    months = [when.month for _, when in found if when.month and when.year is None]
    turns = sum(later < earlier for earlier, later in pairwise(months))
    if turns == 1 and len(set(months)) == len(months):
        return found  # a fiscal year over two calendar years: which of them is stated nobody knows
    return [(guess, when if when.year else replace(when, year=year)) for guess, when in found]


def _down(table: Table) -> Iterator[Reading]:
    named, period, year = table.guess("kpi"), table.guess("period"), table.guess("year")
    if named is not None and named.sure < 70:
        named = None
    kind = table.guess("measure")
    for row in table.rows:
        when = row_when(table, row, period, year)
        for guess in table.columns:
            cell = row.at(guess.heading.number)
            if guess in {named, period, year, kind} or not _holds_figure(guess, cell, table.sign, named=named is not None):
                continue
            if named is not None:
                measure = guess.role
                if kind is not None and measure == "value":
                    measure = measure_of(_label(row, kind)) or measure
                yield Reading(_label(row, named), measure, cell, when, row.number)
            else:
                label, measure = column_label(guess, table)
                yield Reading(label, measure, cell, when, row.number)


def _holds_figure(guess: Guess, cell: Cell, sign: str, *, named: bool) -> bool:
    if named:
        return guess.role in FIGURES and guess.sure >= 60
    if guess.role in FIGURES:
        return True
    return guess.role == "" and bool(guess.heading.path) and number_in(cell, sign) is not None


def column_label(guess: Guess, table: Table) -> tuple[str, str]:
    """Give what a column of figures is called and which measure it holds.

    `OTD / Meta` is the target of OTD; a column headed `Meta` alone belongs to what the table's title names.
    """
    path = guess.heading.path
    if len(path) == 1 and measure_of(path[0]) in FIGURES and table.title:
        return table.title.split(" · ")[-1], measure_of(path[0])
    if len(path) > 1 and measure_of(path[-1]):
        return path[0], measure_of(path[-1])
    return guess.heading.text, "value"


def row_when(table: Table, row: Row, period: Guess | None, year: Guess | None) -> When | None:
    """Give the month of a row, with the year from its own column or the table's where the month is bare."""
    if period is None:
        return None
    cell = row.at(period.heading.number)
    when = when_of(cell) or _numbered(cell)
    if when is None or when.year:
        return when
    beside = row.at(year.heading.number) if year else blank(row.number, 1)
    stated = when_of(beside)
    found = stated.year if stated and stated.year else table.year
    return replace(when, year=found)


def _numbered(cell: Cell) -> When | None:
    """Read a month written as a number: 1 to 12, or 202610."""
    text = plain(shown(cell))
    if text in MONTH_NAMES:
        return When(None, MONTH_NAMES[text])
    if not text.isdecimal():
        return None
    number = int(text)
    if 1 <= number <= 12:
        return When(None, number)
    return When(number // 100, number % 100) if 1 <= number % 100 <= 12 and 1990 <= number // 100 <= 2100 else None


def _scorecard(table: Table) -> Iterator[Reading]:
    named = table.guess("kpi")
    for row in table.rows:
        label = _label(row, named)
        for guess in table.columns:
            if label and guess.role in FIGURES and guess.why != "month":
                yield Reading(label, guess.role, row.at(guess.heading.number), None, row.number)


def by_month(found: tuple[Reading, ...]) -> Mapping[tuple[str, str, str], tuple[Reading, ...]]:
    """Gather readings by label, measure and month, for a look at what several rows of one month say."""
    kept: dict[tuple[str, str, str], list[Reading]] = {}
    for reading in found:
        kept.setdefault((reading.label, reading.measure, str(reading.when or "")), []).append(reading)
    return {mark: tuple(each) for mark, each in kept.items()}
