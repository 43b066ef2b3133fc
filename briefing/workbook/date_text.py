"""Days and months written as text, in English and Spanish."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from briefing.periods import Period
from briefing.workbook.normalise import plain

_NAMES = (
    "ene enero jan january", "feb febrero february", "mar marzo march", "abr abril apr april", "may mayo",
    "jun junio june", "jul julio july", "ago agosto aug august", "sep sept set septiembre setiembre september",
    "oct octubre october", "nov noviembre november", "dic diciembre dec december",
)
MONTH_NAMES = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_PASSED_OVER = frozenset(
    ["de", "del", "of", "the", "el", "al", "lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo",
     "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
     "mon", "tue", "wed", "thu", "fri", "sat", "sun"],
)
_TIME = re.compile(r"(?:t|\s)\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:z|[ap]\.?\s?m\.?)?$")
_LONGEST = 48
FIRST_YEAR, LAST_YEAR = 1990, 2100
_DAY_MONTH_YEAR = 3
_MONTH_YEAR = 2
_FULL_YEAR = 4
_SHORT = 2
_CENTURY_TURNS = 80
"""26 is 2026, 85 is 1985."""
_LEAP_BUG = 60
"""Serial of 29 February 1900, a day that never was."""
_BEYOND_SERIALS = 2_958_466


@dataclass(frozen=True, slots=True)
class DateText:
    """What a text says of a day: the day, or the days it may mean, or only a month."""

    day: date | None = None
    candidates: tuple[date, ...] = ()
    month: Period | None = None


def parse_date(text: str) -> DateText:
    """Read a day; all fields empty if the text is none. `03/04/2026` gives two candidates and no day.

    `Oct 2026` gives a month; `30 de octubre` gives nothing, since 30 may be the day or the year.
    """
    words = _words(text)
    if len(words) == _DAY_MONTH_YEAR:
        days = _three(*words)
        if len(days) == 1:
            return DateText(days[0])
        return DateText(candidates=tuple(sorted(days)))
    return DateText(month=_month(words) if any(len(word) == _FULL_YEAR and word.isdecimal() for word in words) else None)


@lru_cache(maxsize=4096)
def parse_month(text: str) -> Period | None:
    """Read a month, or the month of a day that is beyond doubt; None if the text is none."""
    words = _words(text)
    month = _month(words)
    if month or len(words) != _DAY_MONTH_YEAR:
        return month
    days = _three(*words)
    return Period.of(days[0]) if len(days) == 1 else None


def from_serial(serial: float, *, since_1904: bool = False) -> date | None:
    """Give the day of a spreadsheet's serial number; None outside 1900 to 9999."""
    if not 1 <= serial < _BEYOND_SERIALS:
        return None
    first = date(1899, 12, 30) if serial >= _LEAP_BUG else date(1899, 12, 31)
    origin = date(1904, 1, 1) if since_1904 else first
    try:
        return origin + timedelta(days=int(serial))
    except OverflowError:
        return None


def _words(text: str) -> list[str]:
    if len(text) > _LONGEST:
        return []
    bare = _TIME.sub("", plain(text))
    bare = re.sub(r"(\d)(?:st|nd|rd|th|º|o)\b", r"\1", bare)
    return [word for word in re.split(r"[\s/.,\-\u2013]+", bare) if word and word not in _PASSED_OVER]


def _three(first: str, second: str, third: str) -> list[date]:
    """Give every day that three words can mean."""
    if second in MONTH_NAMES:
        return _days((third, second, first) if len(first) <= _SHORT else (first, second, third))
    if first in MONTH_NAMES:
        return _days((third, first, second))
    if not (first.isdecimal() and second.isdecimal() and third.isdecimal()):
        return []
    if len(first) == _FULL_YEAR:
        return _days((first, second, third))
    readings = [(third, second, first), (third, first, second)]
    if len(third) < _FULL_YEAR:
        readings.append((first, second, third))
    return _days(*readings)


def _days(*readings: tuple[str, str, str]) -> list[date]:
    found = {}
    for year_word, month_word, day_word in readings:
        year, month = _year(year_word), MONTH_NAMES.get(month_word) or _small(month_word)
        day = _small(day_word)
        if year and month and day:
            try:
                found[date(year, month, day)] = True
            except ValueError:
                continue
    return list(found)


def _month(words: list[str]) -> Period | None:
    if len(words) == 1 and re.fullmatch(r"(?:19|20)\d{4}", words[0]):
        words = [words[0][:4], words[0][4:]]
    if len(words) != _MONTH_YEAR:
        return None
    for month_word, year_word in (words, words[::-1]):
        named = MONTH_NAMES.get(month_word)
        month = named or _small(month_word)
        short = named is not None and month_word == words[0]  # `oct-26` is a month, `26-oct` may be a day
        year = _year(year_word) if short or len(year_word) == _FULL_YEAR else None
        if month and year and month <= len(_NAMES):
            return Period(year, month)
    return None


def _year(word: str) -> int | None:
    if not word.isdecimal() or len(word) not in {_SHORT, _FULL_YEAR}:
        return None
    year = int(word)
    if len(word) == _SHORT:
        year += 2000 if year < _CENTURY_TURNS else 1900
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _small(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) <= _SHORT else None
