"""One cell read as what its column holds: a value, and what is to be said about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Final

from briefing.periods import Period
from briefing.workbook import codes
from briefing.workbook.contract import Column
from briefing.workbook.date_text import FIRST_YEAR, LAST_YEAR, from_serial, parse_date, parse_month
from briefing.workbook.figures import read_number, read_share, value_in_unit
from briefing.workbook.grid import Cell, CellKind
from briefing.workbook.normalise import key, many_lines, one_line, without_gender
from briefing.workbook.reading import Fault, Read, Settings, shown
from briefing.workbook.vocabulary import CLAUSE_LENGTH, NARRATIVE_LENGTH, Choice, Kind

__all__ = ["Fault", "Read", "Settings", "as_code", "find_choice", "month_of", "read_cell", "shown"]

TEXT_LENGTH: Final = 200
CODE_LENGTH: Final = 40
DEADLINES: Final = frozenset({"by_date", "needed_by", "due", "accept_until"})
"""Fields where a month without a day means its last day; elsewhere it means the first."""
LETTERS: Final = frozenset({"letter", "recommendation", "decision"})
ALL_SITES: Final = frozenset({"all", "allsites", "todas", "todos", "todaslasplantas", "group", "grupo", "thegroup", "elgrupo"})
"""Keys of what people write where a blank would mean every site."""
_SERIALS = (32_874, 73_415)
"""Serial numbers from 1990 to 2100."""
_CURRENCY_WORDS = {
    "dolares": "USD", "dolar": "USD", "dollars": "USD", "dollar": "USD", "dls": "USD", "dlls": "USD", "us": "USD",
    "pesos": "MXN", "peso": "MXN", "mn": "MXN", "mx": "MXN", "euros": "EUR", "euro": "EUR",
}
CURRENCIES: Final = frozenset(["AED", "ARS", "AUD", "BGN", "BHD", "BOB", "BRL", "CAD", "CHF", "CLP", "CNH", "CNY", "COP", "CRC", "CZK", "DKK", "DOP", "EGP", "EUR", "GBP", "GTQ", "HKD", "HNL", "HUF", "IDR", "ILS", "INR", "ISK", "JMD", "JPY", "KES", "KRW", "KWD", "MAD", "MXN", "MYR", "NGN", "NIO", "NOK", "NZD", "OMR", "PAB", "PEN", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "SAR", "SEK", "SGD", "THB", "TND", "TRY", "TTD", "TWD", "UAH", "USD", "UYU", "VES", "VND", "ZAR"])


def read_cell(cell: Cell, column: Column, settings: Settings, beside: tuple[float, ...] = ()) -> Read:
    """Give the cell's value as the column's kind wants it; a blank cell gives None and no fault.

    `beside` are the shares of the same row that are beyond doubt, for a value whose unit is %.
    """
    if cell.kind is CellKind.BLANK:
        return None, ()
    if cell.kind is CellKind.ERROR:
        return None, (Fault(codes.ERROR_CELL, {"found": str(cell.value)}),)
    if cell.kind is CellKind.UNCALCULATED:
        return None, (Fault(codes.NOT_CALCULATED),)
    if column.kind is Kind.VALUE:
        return value_in_unit(cell, settings, beside)
    return _READERS[column.kind](cell, column, settings)


def _text(cell: Cell, column: Column, _: Settings) -> Read:
    if column.kind is Kind.NARRATIVE:
        text, limit = many_lines(shown(cell)), NARRATIVE_LENGTH
    else:
        text, limit = one_line(shown(cell)), CLAUSE_LENGTH if column.kind is Kind.CLAUSE else TEXT_LENGTH
    faults = (Fault(codes.TOO_LONG, {"length": len(text), "limit": limit}),) if len(text) > limit else ()
    return text or None, faults


def as_code(text: str) -> str:
    """Give a code as it is compared: upper case, other signs than letters, digits, `-`, `_`, `.` made `-`."""
    return re.sub(r"[^\w.\-]+", "-", one_line(text).upper()).strip("-._")[:CODE_LENGTH]


def _code(cell: Cell, column: Column, _: Settings) -> Read:
    typed = one_line(shown(cell))
    if column.field in LETTERS:
        found = re.match(r"(?:opci[oó]n\s+|option\s+)?([^\W\d_])(?!\w)", typed, re.IGNORECASE)
        if found:
            return found[1].upper(), ()
    code = as_code(typed)
    if not code or (column.links == "sites" and not column.required and key(typed) in ALL_SITES):
        return None, ()
    return code, (Fault(codes.CODE_CHANGED, {"found": typed, "used": code}),) if code != typed.upper() else ()


def _codes(cell: Cell, column: Column, _: Settings) -> Read:
    words = re.split(r"[,;/|\s]+", shown(cell).upper())
    found = [code for word in words if word not in {"Y", "AND", "E", "&"} and (code := as_code(word))]
    if column.links == "sites" and key(shown(cell)) in ALL_SITES:
        return None, ()
    return tuple(dict.fromkeys(found)) or None, ()


def _choice(cell: Cell, column: Column, _: Settings) -> Read:
    typed = one_line(shown(cell))
    if not typed:
        return None, ()
    choice = find_choice(typed, column.choices)
    if choice is not None:
        return choice.value, ()
    return None, (Fault(codes.UNKNOWN_CHOICE, {
        "found": typed,
        "allowed_en": " · ".join(dict.fromkeys(each.text.en for each in column.choices)),
        "allowed_es": " · ".join(dict.fromkeys(each.text.es for each in column.choices)),
    }),)


def find_choice(typed: str, choices: tuple[Choice, ...]) -> Choice | None:
    """Give the choice a text means: by its names, aliases or value, in either gender."""
    exact, genderless = _by_name(choices)
    wanted = key(typed)
    return exact.get(wanted or typed.strip()) or genderless.get(without_gender(wanted) or typed.strip())


@lru_cache(maxsize=64)
def _by_name(choices: tuple[Choice, ...]) -> tuple[Mapping[str, Choice], Mapping[str, Choice]]:
    """Give the choices by every key they go by, and by those keys without gender; the first of two wins."""
    exact: dict[str, Choice] = {}
    genderless: dict[str, Choice] = {}
    for choice in choices:
        for name in (choice.text.en, choice.text.es, *choice.aliases, str(choice.value)):
            exact.setdefault(key(name) or name, choice)
            genderless.setdefault(without_gender(key(name)) or name, choice)
    return exact, genderless


def _currency(cell: Cell, _column: Column, _: Settings) -> Read:
    typed = one_line(shown(cell))
    code = _CURRENCY_WORDS.get(key(typed), typed.upper().replace("$", ""))
    if not typed:
        return None, ()
    return (code, ()) if code in CURRENCIES else (None, (Fault(codes.NOT_A_CURRENCY, {"found": typed}),))


def _date(cell: Cell, column: Column, _: Settings) -> Read:
    typed = one_line(shown(cell))
    if not typed:
        return None, ()
    faults: tuple[Fault, ...] = ()
    if cell.kind is CellKind.DATE:
        day: date | None = cell.value if isinstance(cell.value, date) else None
    elif cell.kind is CellKind.NUMBER and isinstance(cell.value, float):
        day = _serial(cell.value)
        faults = (Fault(codes.SERIAL_AS_DATE, {"found": typed, "used": day.isoformat()}),) if day else ()
    else:
        day, faults = _date_text(typed, column)
    if day is None:
        return None, faults or (Fault(codes.NOT_A_DATE, {"found": typed}),)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        return None, (Fault(codes.NOT_A_DATE, {"found": typed}),)
    return day, faults


def _serial(number: float) -> date | None:
    return from_serial(number) if _SERIALS[0] <= number <= _SERIALS[1] and number == int(number) else None


def _date_text(typed: str, column: Column) -> tuple[date | None, tuple[Fault, ...]]:
    parsed = parse_date(typed)
    if parsed.candidates:
        readings = " / ".join(day.isoformat() for day in parsed.candidates)
        return None, (Fault(codes.AMBIGUOUS_DATE, {"found": typed, "readings": readings}),)
    if parsed.month:
        day = parsed.month.last_day if column.field in DEADLINES else parsed.month.first_day
        return day, (Fault(codes.MONTH_AS_DAY, {"found": typed, "used": day.isoformat()}),)
    return parsed.day, ()


def month_of(cell: Cell) -> Period | None:
    """Give the month a cell names: a date, `2026-10`, `Oct-26`, `octubre de 2026`; None if it names none."""
    if isinstance(cell.value, date):
        return Period.of(cell.value)
    return parse_month(shown(cell)) if cell.kind in {CellKind.TEXT, CellKind.NUMBER} else None


def _period(cell: Cell, _column: Column, _: Settings) -> Read:
    typed = one_line(shown(cell))
    if not typed:
        return None, ()
    month = month_of(cell)
    if month is None and cell.kind is CellKind.NUMBER and isinstance(cell.value, float):
        day = _serial(cell.value)
        if day:
            return Period.of(day), (Fault(codes.SERIAL_AS_DATE, {"found": typed, "used": str(Period.of(day))}),)
    return (month, ()) if month else (None, (Fault(codes.NOT_A_MONTH, {"found": typed}),))


_READERS: Mapping[Kind, Callable[[Cell, Column, Settings], Read]] = {
    Kind.TEXT: _text, Kind.CLAUSE: _text, Kind.NARRATIVE: _text, Kind.CODE: _code, Kind.CODES: _codes,
    Kind.NUMBER: read_number, Kind.MONEY: read_number, Kind.WHOLE: read_number, Kind.SHARE: read_share,
    Kind.DATE: _date, Kind.PERIOD: _period, Kind.CHOICE: _choice, Kind.YES_NO: _choice, Kind.CURRENCY: _currency,
}
