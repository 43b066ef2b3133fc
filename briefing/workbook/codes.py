"""Every code the reader can raise, and how much it matters: the one table of them.

A code is the prefix of a sheet and a number. Numbers from 101 to 199 mean the same fault on every sheet; from 201 on
they belong to one sheet. Texts are in `locale/*/findings.po`, message under the code, next action under `CODE.hint`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from briefing.evidence import CellRef
from briefing.findings import Finding, Severity

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

REQUIRED_MISSING: Final = 101
COLUMN_MISSING: Final = 102
SHEET_MISSING: Final = 103
NOT_A_NUMBER: Final = 104
ERROR_CELL: Final = 105
NOT_CALCULATED: Final = 106
NOT_A_DATE: Final = 107
AMBIGUOUS_DATE: Final = 108
UNKNOWN_CHOICE: Final = 109
OUT_OF_RANGE: Final = 110
TOO_LONG: Final = 111
CODE_CHANGED: Final = 112
DUPLICATE: Final = 113
UNKNOWN_LINK: Final = 114
EXTRA_COLUMN: Final = 115
TOTAL_ROW: Final = 116
PERCENT_AS_WHOLE: Final = 117
NOT_A_MONTH: Final = 118
NO_HEADER: Final = 119
HIDDEN_ROWS: Final = 120
COLUMN_TWICE: Final = 121
NEARLY_A_COLUMN: Final = 122
NOT_WHOLE: Final = 123
NOT_A_CURRENCY: Final = 124
DECIMAL_SIGN: Final = 125
DOUBTFUL_THOUSANDS: Final = 126
DATE_FOR_NUMBER: Final = 127
UNEXPECTED_PERCENT: Final = 128
SERIAL_AS_DATE: Final = 129
MONTH_AS_DAY: Final = 130
ONE_AS_WHOLE: Final = 131
REMARK_ROW: Final = 132
ROW_NOT_USED: Final = 133
DEAD_LINK: Final = 134
SHEET_TWICE: Final = 135
TOTAL_WRONG: Final = 136
CHANCE_IN_WORDS: Final = 203
CHANCE_BY_SCALE: Final = 204
IN_CHARTER: Final[Mapping[int, int]] = {CHANCE_IN_WORDS: 214}
"""Numbers that mean something else on the sheets of the charter."""

FAULTS: Mapping[int, Severity] = {
    REQUIRED_MISSING: _E, COLUMN_MISSING: _E, SHEET_MISSING: _E, NOT_A_NUMBER: _E, ERROR_CELL: _E, NOT_CALCULATED: _E,
    NOT_A_DATE: _E, AMBIGUOUS_DATE: _E, UNKNOWN_CHOICE: _E, OUT_OF_RANGE: _E, TOO_LONG: _W, CODE_CHANGED: _W,
    DUPLICATE: _E, UNKNOWN_LINK: _W, EXTRA_COLUMN: _N, TOTAL_ROW: _N, PERCENT_AS_WHOLE: _W, NOT_A_MONTH: _E,
    NO_HEADER: _E, HIDDEN_ROWS: _N, COLUMN_TWICE: _W, NEARLY_A_COLUMN: _W, NOT_WHOLE: _E, NOT_A_CURRENCY: _E,
    DECIMAL_SIGN: _E, DOUBTFUL_THOUSANDS: _W, DATE_FOR_NUMBER: _E, UNEXPECTED_PERCENT: _E, SERIAL_AS_DATE: _W,
    MONTH_AS_DAY: _W, ONE_AS_WHOLE: _W, REMARK_ROW: _N, ROW_NOT_USED: _E, DEAD_LINK: _E, SHEET_TWICE: _W, TOTAL_WRONG: _W,
}
"""Faults that any sheet may have."""

_TABLE = (101, 102, 105, 106, 111, 112, 113, 115, 116, 119, 120, 121, 122, 132, 135)
_NUMBERS = (104, 125, 126, 127, 128)
_DATES = (107, 108, 129, 130)
_OWN_FAULTS: Mapping[str, tuple[int, ...]] = {
    "COV": (101, 103, 105, 106, 109, 110, 111, 112, 115, 118, 121, 122, 124, 134, 135, *_NUMBERS, *_DATES),
    "KPI": (*_TABLE, 103, 109, 110, 117, 133, 136, *_NUMBERS),
    "REG": (*_TABLE, 103, 109, 110, 114, 117, 124, 131, 134, 136, *_NUMBERS, *_DATES),
    "ASK": (*_TABLE, 109, 110, 114, 124, *_NUMBERS, *_DATES),
    "OPT": (*_TABLE, 109, 110, 114, 117, 124, 131, 133, 136, *_NUMBERS),
    "FUP": (*_TABLE, 109, 114, 133, *_DATES),
    "CHA": (*_TABLE, 103, 109, 110, 114, 117, 118, 123, 124, 131, 133, 134, *_NUMBERS, *_DATES),
    "RSP": (101, 102, 107, 108, 109),
}

_SPECIAL: Mapping[str, Severity] = {
    "FIL-101": _E, "FIL-102": _E, "FIL-103": _E, "FIL-104": _E, "FIL-105": _E, "FIL-106": _E, "FIL-107": _E,
    "FIL-108": _E, "FIL-109": _E, "FIL-110": _E, "FIL-111": _E, "FIL-112": _E, "FIL-113": _E, "FIL-114": _E,
    "FIL-115": _E, "FIL-116": _E, "FIL-117": _E, "FIL-118": _E, "FIL-119": _E, "FIL-120": _E, "FIL-121": _E,
    "FIL-122": _E, "FIL-123": _E, "FIL-124": _E, "FIL-125": _E, "FIL-126": _E, "FIL-127": _E, "FIL-201": _E, "FIL-202": _N, "FIL-203": _N,
    "COV-201": _E, "COV-202": _E, "COV-203": _W, "COV-204": _W, "COV-205": _W, "COV-206": _W, "COV-207": _W,
    "KPI-201": _N, "KPI-202": _W, "KPI-203": _E, "KPI-204": _W, "KPI-205": _E, "KPI-206": _E, "KPI-207": _W, "KPI-208": _W,
    "KPI-209": _W, "KPI-210": _W, "KPI-211": _W, "KPI-212": _W, "KPI-213": _W,
    "REG-103": _W, "REG-201": _E, "REG-202": _E, "REG-203": _E, "REG-204": _N, "REG-205": _W, "REG-206": _W,
    "REG-207": _E, "REG-208": _W, "REG-209": _E, "REG-210": _W, "REG-211": _W, "REG-212": _W, "REG-213": _W,
    "ASK-201": _E, "ASK-202": _E, "ASK-203": _E, "ASK-204": _E, "ASK-205": _E, "ASK-206": _W, "ASK-207": _E, "ASK-208": _W,
    "OPT-201": _E, "OPT-202": _W, "OPT-203": _E, "OPT-204": _N, "OPT-205": _W, "OPT-206": _W,
    "FUP-201": _E, "FUP-202": _W, "FUP-203": _W, "FUP-204": _W,
    "CHA-201": _E, "CHA-202": _N, "CHA-203": _E, "CHA-204": _W, "CHA-205": _N, "CHA-206": _W, "CHA-207": _N,
    "CHA-208": _W, "CHA-209": _E, "CHA-210": _E, "CHA-211": _E, "CHA-212": _W, "CHA-213": _W, "CHA-214": _E,
    "CHA-215": _E, "CHA-216": _N, "CHA-217": _E, "CHA-218": _E, "CHA-219": _E, "CHA-220": _E, "CHA-221": _E, "CHA-222": _W, "CHA-223": _W, "CHA-240": _W,
    "RSP-201": _W, "RSP-202": _W, "RSP-203": _E, "RSP-204": _N, "RSP-205": _W, "RSP-206": _W,
    "LAW-201": _N, "LAW-202": _N, "LAW-203": _N, "LAW-204": _N, "LAW-205": _N,
}
"""Codes of one sheet only, and the few that matter less there than elsewhere."""

CODES: Mapping[str, Severity] = {
    **{f"{prefix}-{number}": FAULTS[number] for prefix, numbers in _OWN_FAULTS.items() for number in sorted(numbers)},
    **_SPECIAL,
}
"""Code to severity."""

LONGEST_ECHO: Final = 60


def raised(where: CellRef, code: str, **parameters: str | float) -> Finding:
    """Make the finding of a declared code; KeyError for a code that is not in the table."""
    kept = tuple(sorted((name, _echo(value, short=name in _TYPED)) for name, value in parameters.items()))
    return Finding(where, code, CODES[code], kept)


_TYPED: Final = frozenset({"found", "column"})


def _echo(value: str | float, *, short: bool) -> str | float:
    """Repeat what people typed on one line and not at length; whole numbers without a decimal sign."""
    if isinstance(value, float):
        return f"{value:.10g}"
    if not isinstance(value, str):
        return value
    if not short:
        return value
    text = " ".join(value.split())
    return text if len(text) <= LONGEST_ECHO else text[: LONGEST_ECHO - 1].rstrip() + "…"


def listed(words: Iterable[str]) -> str:
    """Join words with commas, each once."""
    return ", ".join(dict.fromkeys(words))
