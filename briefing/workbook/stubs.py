"""Rows that wait for something new: plain formulas give the permanent id as soon as its words are typed."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.styles import Protection

from briefing.language import catalogue
from briefing.model.submission import Submission
from briefing.workbook import styles
from briefing.workbook.carry import next_ids
from briefing.workbook.lay import Table
from briefing.workbook.writer import Laid

NEW_ROWS = {"register": 12, "asks": 3, "follow_up": 6}
"""How many new records of a sheet get their id by themselves."""
OPTION_LETTERS = ("A", "B", "C")
SPARE_ROWS = 12
"""Rows below those, for ids that people give by hand."""
_FIRST_IDS = {"register": "R-001", "asks": "A-001", "follow_up": "C-001"}
_WORDS = {"register": ("event_en", "event_es"), "asks": ("title_en", "title_es"), "follow_up": ("text_en", "text_es")}


def last_rows(laid: Laid) -> dict[str, int]:
    """Give the last row people may type in, by sheet."""
    rows = {key: each.last_row + NEW_ROWS[key] + SPARE_ROWS
            for key, each in laid.items() if key in NEW_ROWS and isinstance(each, Table)}
    options, kpis = laid["options"], laid["kpis"]
    assert isinstance(options, Table)  # noqa: S101 - declared so by the contract
    assert isinstance(kpis, Table)  # noqa: S101 - declared so by the contract
    rows["options"] = options.last_row + NEW_ROWS["asks"] * len(OPTION_LETTERS) + SPARE_ROWS
    rows["kpis"] = kpis.last_row + (3 if kpis.rows else 24)
    return rows


def add_stubs(laid: Laid, known: Iterable[Submission]) -> None:
    """Write the id formulas below the records; `known` are all submissions whose ids must not be given again."""
    months = tuple(known)
    used = {
        "register": [row.id for month in months for row in month.register],
        "asks": [ask.id for month in months for ask in month.asks],
        "follow_up": [each.id for month in months for each in month.follow_ups],
    }
    for key, ids in used.items():
        table = laid[key]
        assert isinstance(table, Table)  # noqa: S101 - declared so by the contract
        for step, identifier in enumerate(next_ids(ids, _FIRST_IDS[key], NEW_ROWS[key]), 1):
            row = table.last_row + step
            _formula(table, "id", row, f'IF({_blank(table, _WORDS[key], row)},"","{_quoted(identifier)}")')
    _option_stubs(laid)


def _option_stubs(laid: Laid) -> None:
    """Three rows for each new ask: A, to do nothing, comes with the ask; B and C come with their own words."""
    asks, options = laid["asks"], laid["options"]
    assert isinstance(asks, Table)  # noqa: S101 - declared so by the contract
    assert isinstance(options, Table)  # noqa: S101 - declared so by the contract
    row = options.last_row
    for step in range(1, NEW_ROWS["asks"] + 1):
        ask = f"{_sheet(asks)}!${asks.letter('id')}${asks.last_row + step}"
        for letter in OPTION_LETTERS:
            row += 1
            here = f"{options.letter('ask')}{row}"
            blank = f'{ask}=""' if letter == "A" else _blank(options, ("title_en", "title_es"), row)
            _formula(options, "ask", row, f'IF({blank},"",{ask})')
            _formula(options, "letter", row, f'IF({here}="","","{letter}")')
        _fill_nothing(options, row - len(OPTION_LETTERS) + 1)
        _repeat_rows(options, row)


def _fill_nothing(options: Table, row: int) -> None:
    here = f"{options.letter('ask')}{row}"
    for name, language in (("title_en", "en"), ("title_es", "es")):
        words = catalogue("workbook", "es" if language == "es" else "en").text("stub.nothing")
        _formula(options, name, row, f'IF({here}="","","{_quoted(words)}")')


def _repeat_rows(options: Table, row: int) -> None:
    """Let the last option act on the same register rows as the one before it, until someone types others."""
    above = f"{options.letter('rows')}{row - 1}"
    here = f"{options.letter('ask')}{row}"
    _formula(options, "rows", row, f'IF(OR({here}="",{above}=""),"",{above})', lock=False)


def _formula(table: Table, name: str, row: int, formula: str, *, lock: bool = True) -> None:
    cell = table.page[f"{table.letter(name)}{row}"]
    cell.number_format = styles.GENERAL
    cell.value = f"={formula}"
    cell.font, cell.border, cell.alignment = styles.FIXED, styles.GRID, styles.WRAP
    if lock:
        cell.fill, cell.protection = styles.FIXED_FILL, Protection(locked=True)


def _blank(table: Table, names: tuple[str, ...], row: int) -> str:
    return f"COUNTA({','.join(f'{table.letter(name)}{row}' for name in names)})=0"


def _sheet(table: Table) -> str:
    return f"'{table.page.title}'"


def _quoted(text: str) -> str:
    return text.replace('"', '""')
