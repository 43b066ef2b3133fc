"""The workbooks we hand out: a charter to agree on, and a month with everything already known filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from babel.dates import format_skeleton
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from briefing.language import LOCALES, Catalogue, Language, Text, catalogue
from briefing.model.charter import Charter, Site, Target
from briefing.model.submission import Submission
from briefing.periods import Period
from briefing.workbook import contract
from briefing.workbook.carry import asked_for_forecast, carried_forward, months_before
from briefing.workbook.dress import (
    ASKED,
    LISTS,
    Dresser,
    ask_for,
    dress_form,
    dress_table,
    highlight,
    print_setup,
)
from briefing.workbook.encode import put
from briefing.workbook.lay import FIRST_ROW, HEADER_ROW, Form, Slot, Table
from briefing.workbook.pack import save
from briefing.workbook.review_sheet import Sheets, add_review
from briefing.workbook.stubs import add_stubs, last_rows
from briefing.workbook.writer import Laid, charter_book, forecast_key, month_book

CHARTER_ROWS = 24
"""Rows of a charter's table below what is filled."""
_CHARTER_ASKED = {
    "company": ("name", "loss_amount", "loss_years"), "sites": ("code", "name", "decider"),
    "kpis": ("unit", "direction"), "targets": ("target",),
}
_MONTH_KEYS = {"kpis": ("code",), "register": ("id",), "asks": ("id",), "options": ("ask", "letter"), "follow_up": ("id",)}
_CODES = {"sites": "sites", "kpis": "kpis", "drivers": "drivers", "priorities": "priorities"}


def charter_template(path: Path, *, language: Language, sites: tuple[Site, ...] = (), draft: Charter | None = None) -> None:
    """Write a charter to fill in, from nothing or from a draft; each KPI without a target gets a row on Targets.

    Nothing is locked. What can wait (levels 2 and 3) stands in grouped columns and hidden sheets.
    """
    charter = draft or Charter()
    bare = [Target(code) for code in dict.fromkeys(kpi.code for kpi in charter.kpis)
            if code not in {target.kpi for target in charter.targets}]
    charter = replace(charter, sites=charter.sites or sites, targets=(*charter.targets, *bare))
    book, laid = charter_book(charter, language)
    dresser = Dresser(book, language, catalogue("workbook", language), ranges=_own_ranges(laid))
    for key, each in laid.items():
        if f"charter.{key}.guide" in dresser.texts:
            put(each.page["A2"], dresser.texts.text(f"charter.{key}.guide"))
        if isinstance(each, Form):
            dress_form(dresser, each, asked=_CHARTER_ASKED[key], lock=False)
            print_setup(each.page, dresser.texts, charter.company.name, 3, each.page.max_row)
        else:
            _dress_charter_table(dresser, key, each, charter.company.name)
    save(_finished(book), path)


def month_template(path: Path, *, charter: Charter, site: str, period: Period, previous: Submission | None = None,
                   earlier: Iterable[Submission] = (), received_on: date | None = None, language: Language = "es") -> None:
    """Write a site's workbook for one month, with history, open matters and own forecasts carried forward.

    `earlier` serves the history and the ids already given; `received_on` is the day the workbook is handed out.
    """
    known = months_before(period, previous, earlier)
    month = carried_forward(charter, site, period, previous=previous, earlier=known, received_on=received_on)
    history = tuple(period + -back for back in reversed(range(contract.HISTORY_MONTHS)))
    book, laid = month_book(month, charter, language, history)
    texts = catalogue("workbook", language)
    dresser = Dresser(book, language, texts, _charter_codes(charter, month), _own_ranges(laid, ("register", "asks")))
    ends = last_rows(laid)
    agreed = charter.site(site)
    heading = f"{agreed.name if agreed else site} · {_month_name(period, language)}"
    missing = ("rate", "rate_on", *(name for name in ("prepared_by", "rate_source") if not getattr(month.cover, name)))
    for key, each in laid.items():
        _head(each.page, texts, key, heading)
        if isinstance(each, Form):
            dress_form(dresser, each, asked=missing, keys=("site", "period"), lock=True)
            print_setup(each.page, texts, heading, 3, each.page.max_row)
        else:
            _dress_month_table(dresser, key, each, heading, ends[key])
    runs = _ask_for_month(_table(laid, "kpis"), charter, month, ends["kpis"])
    add_stubs(laid, (*known, month))
    if _table(laid, "asks").rows:
        _table(laid, "options").page.sheet_state = "visible"
    review = add_review(book, Sheets(laid, ends, language), texts, period, runs,
                        decider_agreed=bool(agreed and agreed.decider))
    print_setup(review, texts, heading, 4, review.max_row)
    save(_finished(book), path)


def cells_left(path: Path) -> int:
    """Count the cells that a workbook of ours still asks for: the bright ones.

    In a new month these are the month's value of each KPI, the own forecasts asked for (the month that comes into
    view; all three in a first month), and the exchange rate with its date. Not counted, because nobody knows
    beforehand whether they will be needed: words for KPIs out of tolerance, changes to register rows, new asks.
    """
    book = load_workbook(path)
    return sum(1 for page in book.worksheets for cell in _asked_cells(page) if page[cell].value is None)


def _asked_cells(page: Worksheet) -> set[str]:
    return {
        cell.coordinate
        for formatting in page.conditional_formatting
        if any(str(formula).startswith(ASKED) for rule in formatting.rules for formula in rule.formula)
        for part in formatting.sqref.ranges
        for row in page[part.coord if ":" in part.coord else f"{part.coord}:{part.coord}"]
        for cell in row
    }


def _dress_month_table(dresser: Dresser, key: str, table: Table, heading: str, last_row: int) -> None:
    prompted = _prompted(table, dresser.texts, dresser.language) if table.sheet.months else table
    dress_table(dresser, prompted, last_row, keys=_MONTH_KEYS[key], lock=True)
    table.page.freeze_panes = f"{'C' if table.sheet.months else 'B'}{FIRST_ROW}"
    _print_table(table, dresser.texts, heading, last_row)


def _dress_charter_table(dresser: Dresser, key: str, table: Table, company: str) -> None:
    last = table.last_row + CHARTER_ROWS
    dress_table(dresser, table, last, lock=False)
    asked = max(table.rows, 1 if key == "sites" else 0)
    for name in _CHARTER_ASKED.get(key, ()) if asked else ():
        ask_for(table.page, f"{table.letter(name)}{FIRST_ROW}:{table.letter(name)}{FIRST_ROW + asked - 1}")
    for slot in table.slots:
        if slot.optional:
            table.page.column_dimensions[table.letter(slot.key)].outlineLevel = 1
    table.page.freeze_panes = f"B{FIRST_ROW}"
    _print_table(table, dresser.texts, company, last)


def _ask_for_month(table: Table, charter: Charter, month: Submission, last_row: int) -> tuple[tuple[int, int], ...]:
    """Make this month's typing bright; give the runs of rows whose own forecast is asked for."""
    now = table.letter(str(month.period))
    if table.rows:
        ask_for(table.page, f"{now}{FIRST_ROW}:{now}{table.last_row}")
    first, last = (table.letter(forecast_key(month.period + ahead, "likely")) for ahead in (1, contract.FORECAST_MONTHS))
    asked = asked_for_forecast(charter, month)
    runs = tuple(_runs([row for row, report in enumerate(month.kpis, FIRST_ROW) if report.code in asked]))
    for top, bottom in runs:
        ask_for(table.page, f"{first}{top}:{last}{bottom}")
    low, high, words = table.letter("low_limit"), table.letter("high_limit"), table.letter("cause")
    value = f"${now}{FIRST_ROW}"
    out = ",".join(f"AND(ISNUMBER({value}),ISNUMBER(${limit}{FIRST_ROW}),{value}{sign}${limit}{FIRST_ROW})"
                    for limit, sign in ((low, "<"), (high, ">")))
    highlight(table.page, f"{words}{FIRST_ROW}:{table.letter('action')}{last_row}", f'AND({words}{FIRST_ROW}="",OR({out}))')
    if table.page.sheet_view.pane:
        table.page.sheet_view.pane.topLeftCell = f"{table.letter(str(month.period + -2))}{FIRST_ROW}"
    return runs


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for index, row in enumerate(rows):
        if index + 1 == len(rows) or rows[index + 1] != row + 1:
            yield rows[start], row
            start = index + 1


def _prompted(table: Table, texts: Catalogue, language: Language) -> Table:
    """Give the KPIs table with a help text for each month and forecast column."""
    return replace(table, slots=tuple(_prompted_slot(slot, texts, language) for slot in table.slots))


def _prompted_slot(slot: Slot, texts: Catalogue, language: Language) -> Slot:
    month, _, part = slot.key.partition(" ")
    if not month[:1].isdigit():
        return slot
    key = part or ("now" if slot.now else "history")
    name = _month_name(Period.parse(month), language)
    words = texts.text(f"prompt.{key}", month=name) + (texts.text("prompt.percent") if key in ("now", "likely") else "")
    return replace(slot, column=replace(slot.column, help=Text(words, words)))


def _head(page: Worksheet, texts: Catalogue, key: str, heading: str) -> None:
    put(page["A1"], f"{page.title} · {heading}")
    put(page["A2"], texts.text(f"month.{key}.guide"))


def _print_table(table: Table, texts: Catalogue, heading: str, last_row: int) -> None:
    columns = sum(1 for slot in table.slots if not slot.optional)
    print_setup(table.page, texts, heading, columns, min(last_row, max(table.last_row, FIRST_ROW) + 8))
    table.page.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    table.page.print_title_cols = "A:B" if table.sheet.months else "A:A"


def _own_ranges(laid: Laid, keys: tuple[str, ...] = tuple(_CODES)) -> dict[str, str]:
    """Give the cells of this workbook whose codes other sheets may name."""
    found = {}
    for key in keys:
        table = _table(laid, key)
        letter = table.letter("id" if key in ("register", "asks") else "code")
        found[key] = f"'{table.page.title}'!${letter}${FIRST_ROW}:${letter}${FIRST_ROW + 99}"
    return found


def _charter_codes(charter: Charter, month: Submission) -> dict[str, tuple[str, ...]]:
    found = {key: tuple(dict.fromkeys(each.code for each in getattr(charter, name))) for key, name in _CODES.items()}
    return {**found, "kpis": tuple(report.code for report in month.kpis)}


def _table(laid: Laid, key: str) -> Table:
    found = laid[key]
    assert isinstance(found, Table)  # noqa: S101 - declared so by the contract
    return found


def _month_name(period: Period, language: Language) -> str:
    return format_skeleton("yMMMM", period.first_day, locale=LOCALES[language])


def _finished(book: Workbook) -> Workbook:
    """Put the lists last, open on the first sheet, and let the spreadsheet program calculate on opening."""
    if LISTS in book.sheetnames:
        book.move_sheet(LISTS, len(book.sheetnames))
    book.active = 0
    book.calculation.fullCalcOnLoad = True
    return book
