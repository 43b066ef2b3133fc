"""When a header or cell speaks of: a month, a quarter, a year, or a month whose year stands elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from briefing.periods import Period
from briefing.workbook.date_text import FIRST_YEAR, LAST_YEAR, MONTH_NAMES, parse_date, parse_month
from briefing.workbook.grid import Cell, CellKind
from briefing.workbook.normalise import plain

LONGEST: Final = 60
_LIKELY_YEARS: Final = range(2000, 2051)
_ORDINALS: Final = {"1er": 1, "1o": 1, "primer": 1, "1st": 1, "first": 1, "2o": 2, "2do": 2, "segundo": 2, "2nd": 2, "second": 2,
                    "3er": 3, "3o": 3, "tercer": 3, "3rd": 3, "third": 3, "4o": 4, "4to": 4, "cuarto": 4, "4th": 4, "fourth": 4}
_QUARTER: Final = re.compile(r"(?<![a-z0-9])(?:q|t|trim(?:estre)?\.?|quarter|qtr)\s*[-.]?\s*([1-4])(?![0-9])|(?<![a-z0-9])([1-4])\s*(?:q|t)(?![a-z])")
_QUARTER_WORDS: Final = re.compile(rf"\b({'|'.join(_ORDINALS)})\.?\s+(?:trimestre|quarter|trim\.?)\b")
_ROMAN: Final = re.compile(r"\b(i{1,3}|iv)\s+(?:trimestre|trim\.?)|\b(?:trimestre|trim\.?)\s+(i{1,3}|iv)\b")
_ROMANS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR: Final = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_SHORT_YEAR: Final = re.compile(r"(?:fy|ano|year|')\s*'?([0-9]{2})(?![0-9])|(?:(?<=[a-z.])|^)[\s.\-/']+([0-9]{2})(?![0-9a-z])")
_WEEK: Final = re.compile(r"^(?:semana|week|wk|sem|w|s)\.?\s*#?\s*[0-9]{1,2}\b")
_SPACE: Final = re.compile(r"[\s_.,;:/()\[\]\-\u2013\u2014'’*]+")


@dataclass(frozen=True, slots=True)
class When:
    """What a text says of time; `rest` are the words that speak of something else, in plain form."""

    year: int | None = None
    month: int | None = None
    quarter: int | None = None
    rest: str = ""
    exact: bool = True
    """Whether the month was stated in full, not put together."""

    @property
    def period(self) -> Period | None:
        """The month, where month and year are known."""
        return Period(self.year, self.month) if self.year and self.month else None

    @property
    def span(self) -> bool:
        """Whether a month or quarter is named, with or without its year."""
        return self.month is not None or self.quarter is not None

    def __str__(self) -> str:
        """Write `2026-10`, `2026-Q3`, `10`, or the year."""
        part = f"{self.month:02d}" if self.month else f"Q{self.quarter}" if self.quarter else ""
        return "-".join(each for each in (str(self.year or ""), part) if each)

    def within(self, other: When | None) -> When:
        """Give this time with what it lacks taken from another, such as the year that stands above."""
        if other is None:
            return self
        return replace(self, year=self.year or other.year, month=self.month or (other.month if not self.quarter else None),
                       quarter=self.quarter or (other.quarter if not self.month else None), exact=self.exact and bool(self.year))


def when_of(cell: Cell) -> When | None:
    """Tell what a header cell says of time; None if nothing."""
    if isinstance(cell.value, date):
        return When(cell.value.year, cell.value.month)
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, float):
        return When(int(cell.value)) if cell.value == int(cell.value) and int(cell.value) in _LIKELY_YEARS else None
    return when_in(str(cell.value)) if cell.kind is CellKind.TEXT else None


@lru_cache(maxsize=8192)
def when_in(text: str) -> When | None:
    """Tell what a text says of time: `Jan-24`, `ENERO`, `Q1 2024`, `Real ene 2026`, `2024`; None if nothing.

    Words that are neither go to `rest`; more than four of them make it no header of a time.
    """
    if not text or len(text) > LONGEST or not any(sign.isalnum() for sign in text):
        return None
    whole = _whole(text)
    if whole is not None:
        return whole
    bare = plain(text).replace("_", " ")
    if _WEEK.match(bare):
        return None
    bare, quarter = _take_quarter(bare)
    bare, year = _take_year(bare)
    words = [word for word in _SPACE.split(bare) if word]
    named = [word for word in words if word in MONTH_NAMES]
    if year is None and (named or quarter or "fy" in words):
        bare, year = _take_short_year(bare)
        words = [word for word in _SPACE.split(bare) if word]
    if len(named) > 1:
        return None
    rest = " ".join(word for word in words if word not in {*named, "de", "del", "of", "fy", "year", "ano", "mes", "month", "the"})
    if len(rest.split()) > 4 or (named and quarter):
        return None
    if not named and not quarter and (year is None or rest):
        return When(year, rest=rest) if year is not None and len(rest.split()) <= 2 else None
    return When(year, MONTH_NAMES[named[0]] if named else None, quarter, rest)


def _whole(text: str) -> When | None:
    """Read a text that is a month or a day and nothing else."""
    month = parse_month(text)
    if month is not None:
        return When(month.year, month.month)
    parsed = parse_date(text)
    return When(parsed.day.year, parsed.day.month) if parsed.day else None


def _take_quarter(text: str) -> tuple[str, int | None]:
    for pattern, numbers in ((_QUARTER_WORDS, _ORDINALS), (_ROMAN, _ROMANS)):
        found = pattern.search(text)
        if found:
            word = next(group for group in found.groups() if group)
            return f"{text[:found.start()]} {text[found.end():]}", numbers[word]
    found = _QUARTER.search(text)
    if found is None:
        return text, None
    return f"{text[:found.start()]} {text[found.end():]}", int(found[1] or found[2])


def _take_year(text: str) -> tuple[str, int | None]:
    found = _YEAR.search(text)
    if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return f"{text[:found.start()]} {text[found.end():]}", int(found[1])
    return text, None


def _take_short_year(text: str) -> tuple[str, int | None]:
    found = _SHORT_YEAR.search(text)
    year = 2000 + int(found[1] or found[2]) if found else 0
    return (f"{text[:found.start()]} {text[found.end():]}", year) if found and year in _LIKELY_YEARS else (text, None)


def day_of(cell: Cell) -> date | None:
    """Give the day a cell of data names, where it names one beyond doubt."""
    if isinstance(cell.value, date):
        return cell.value
    return parse_date(str(cell.value)).day if cell.kind is CellKind.TEXT else None


def days_of(cell: Cell) -> tuple[date, ...]:
    """Give every day a cell of data may mean: two for `03/04/2026`."""
    if isinstance(cell.value, date):
        return (cell.value,)
    if cell.kind is not CellKind.TEXT:
        return ()
    parsed = parse_date(str(cell.value))
    return (parsed.day,) if parsed.day else parsed.candidates
