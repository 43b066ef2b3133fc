"""Days and months written as text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from briefing.periods import Period
from briefing.workbook.date_text import DateText, from_serial, parse_date, parse_month


@pytest.mark.parametrize("text", [
    "2026-02-16", "2026/02/16", "16 de febrero de 2026", "16 de febrero del 2026", "16-feb-2026", "16 FEB 26", "16.02.2026",
    "16/02/2026", "02/16/2026", "Feb 16, 2026", "February 16th, 2026", "lunes 16 de febrero de 2026", "Mon, 16 Feb 2026",
    "2026-02-16T00:00:00", "2026-02-16 13:05", "16/02/2026 01:05 p.m.", " 16 – feb – 2026 ",
])
def test_one_day_has_many_spellings(text: str) -> None:
    """Spanish and English, with and without words, are read as the same day."""
    assert DateText(date(2026, 2, 16)) == parse_date(text)


@pytest.mark.parametrize(("text", "expected"), [
    ("03/04/2026", (date(2026, 3, 4), date(2026, 4, 3))),
    ("10-11-12", (date(2010, 11, 12), date(2012, 10, 11), date(2012, 11, 10))),
])
def test_a_day_that_can_be_two_is_not_chosen(text: str, expected: tuple[date, ...]) -> None:
    """Every reading is a candidate."""
    assert DateText(candidates=expected) == parse_date(text)


def test_equal_day_and_month_are_beyond_doubt() -> None:
    """04/04/2026 has one reading."""
    assert DateText(date(2026, 4, 4)) == parse_date("04/04/2026")


@pytest.mark.parametrize("text", ["", "pronto", "31/02/2026", "Q1 2026", "30 de octubre", "octubre 30", "2026", "13/13/2026", "1/2/3/4", "0/0/0",
                                  "2026-10-30-11", "x" * 500])
def test_what_is_no_day_gives_none(text: str) -> None:
    """Nothing is made up."""
    assert DateText() == parse_date(text)


@pytest.mark.parametrize("text", [
    "2026-10", "2026/10", "10/2026", "Oct-26", "oct 26", "Octubre 2026", "octubre de 2026", "OCT. 2026", "202610", "October, 2026",
    "2026-10-30", "30 de octubre de 2026", "oct-2026",
])
def test_one_month_has_many_spellings(text: str) -> None:
    """A month, or a day in it, names the month."""
    assert Period(2026, 10) == parse_month(text)


@pytest.mark.parametrize("text", ["10/26", "03/04/2026", "2026-13", "Q4 2026", "", "total 2026", "2026", "202613", "May", "26-oct", "30 de octubre"])
def test_what_is_no_month_gives_none(text: str) -> None:
    """Quarters, years and doubtful days name no month."""
    assert None is parse_month(text)


def test_serial_numbers_count_from_1900_or_1904() -> None:
    """Day 60 of 1900 never was; day 46325 is 30 October 2026."""
    assert (date(1900, 1, 1), date(1900, 3, 1), date(2026, 10, 30)) == (from_serial(1), from_serial(61), from_serial(46325.5))
    assert date(2026, 10, 30) == from_serial(46325 - 1462, since_1904=True)
    assert (None, None) == (from_serial(0.5), from_serial(3e6))


@given(some.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_iso_days_are_read_back(day: date) -> None:
    """read(write(x)) == x."""
    assert DateText(day) == parse_date(day.isoformat())
    assert Period.of(day) == parse_month(str(Period.of(day)))


@given(some.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    """Whatever is typed gives a day, candidates, a month or nothing."""
    parse_date(text)
    parse_month(text)
