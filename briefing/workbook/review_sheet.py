"""The Review sheet: plain formulas that count what is still missing, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from briefing.language import Catalogue, Language
from briefing.model.asks import AskState, Purpose
from briefing.model.register import ABSOLUTE_KINDS, RowState
from briefing.model.submission import FollowUpKind, FollowUpState
from briefing.periods import Period
from briefing.workbook import styles
from briefing.workbook.contract import REVIEW
from briefing.workbook.dress import protect, rule_for
from briefing.workbook.encode import put
from briefing.workbook.lay import FIRST_ROW, HEADER_ROW, Form, Table
from briefing.workbook.writer import Laid, forecast_key

TOTAL_ROW = HEADER_ROW + 1


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that may be missing: its text's key, the formula that counts it, and the cell to go to."""

    key: str
    formula: str
    page: Worksheet
    cell: str


@dataclass(frozen=True, slots=True)
class Sheets:
    """The laid-out sheets with their last rows: what the formulas speak of."""

    laid: Laid
    last_rows: Mapping[str, int]
    language: Language

    def table(self, key: str) -> Table:
        """Give a laid-out table."""
        found = self.laid[key]
        assert isinstance(found, Table)  # noqa: S101 - declared so by the contract
        return found

    def span(self, key: str, name: str) -> str:
        """Give the absolute range of one column of a table."""
        table = self.table(key)
        letter = table.letter(name)
        return f"'{table.page.title}'!${letter}${FIRST_ROW}:${letter}${self.last_rows[key]}"

    def is_one_of(self, key: str, name: str, *values: object, blank: bool) -> str:
        """Give the test that a choice column holds one of the values, or nothing where `blank` counts too."""
        choices = self.table(key).sheet.column(name).choices
        words = [choice.text.get(self.language) for choice in choices if choice.value in values]
        span = self.span(key, name)
        tests = [f'({span}="{word}")' for word in (*words, *([""] if blank else []))]
        return f"(({'+'.join(tests)})>0)"


def add_review(book: Workbook, sheets: Sheets, texts: Catalogue, period: Period, forecast_rows: tuple[tuple[int, int], ...], *,
               decider_agreed: bool) -> Worksheet:
    """Write the sheet; `forecast_rows` are the runs of rows whose own forecast is asked for.

    `decider_agreed` says that the charter names who decides where an ask leaves it blank.
    """
    page: Worksheet = book.create_sheet(REVIEW.get(sheets.language))
    put(page["A1"], REVIEW.get(sheets.language))
    put(page["A2"], texts.text("review.guide"))
    page["A1"].font, page["A2"].font = styles.TITLE, styles.GUIDE
    for letter, key, width in (("A", "what", 62), ("B", "left", 12), ("C", "state", 12), ("D", "where", 22)):
        cell = page[f"{letter}{HEADER_ROW}"]
        put(cell, texts.text(f"review.{key}"))
        cell.font, cell.fill, cell.alignment = styles.HEADER, styles.HEADER_FILL, styles.CENTRE
        page.column_dimensions[letter].width = width
    lines = [*_cover_lines(sheets), *_kpi_lines(sheets, period, forecast_rows), *_register_lines(sheets),
             *_ask_lines(sheets, decider_agreed=decider_agreed), *_follow_up_lines(sheets, period)]
    for row, line in enumerate(lines, TOTAL_ROW + 1):
        _write(page, row, texts, line)
    last = TOTAL_ROW + len(lines)
    put(page[f"A{TOTAL_ROW}"], texts.text("review.total"))
    page[f"B{TOTAL_ROW}"] = f"=SUM(B{TOTAL_ROW + 1}:B{last})"
    page[f"A{TOTAL_ROW}"].font = page[f"B{TOTAL_ROW}"].font = styles.STRONG
    quiet = rule_for(f"$B{TOTAL_ROW + 1}=0", font=Font(color=styles.GREY))
    page.conditional_formatting.add(f"A{TOTAL_ROW + 1}:C{last}", quiet)
    page.sheet_view.showGridLines = False
    page.freeze_panes = f"A{TOTAL_ROW}"
    protect(page)
    return page


def _write(page: Worksheet, row: int, texts: Catalogue, line: Line) -> None:
    put(page[f"A{row}"], texts.text(line.key))
    page[f"B{row}"] = f"={line.formula}"
    page[f"C{row}"] = f'=IF(B{row}=0,"{texts.text("review.done")}","{texts.text("review.open")}")'
    put(page[f"D{row}"], f"{line.page.title}!{line.cell}")
    target = f"'{line.page.title}'!{line.cell}"
    page[f"D{row}"].hyperlink = Hyperlink(ref=f"D{row}", location=target, display=line.page.title)
    for letter in "ABCD":
        page[f"{letter}{row}"].font = styles.LINK if letter == "D" else styles.BODY
        page[f"{letter}{row}"].border = styles.GRID
    page[f"C{row}"].alignment = styles.CENTRE


def _cover_lines(sheets: Sheets) -> Iterator[Line]:
    form = sheets.laid["cover"]
    assert isinstance(form, Form)  # noqa: S101 - declared so by the contract
    for key, names in (("role", ("prepared_by",)), ("rate", ("rate", "rate_on", "rate_source"))):
        cells = "+".join(f"COUNTBLANK('{form.page.title}'!{form.cells[name]})" for name in names)
        yield Line(f"review.cover.{key}", cells, form.page, form.cells[names[0]])


def _kpi_lines(sheets: Sheets, period: Period, forecast_rows: tuple[tuple[int, int], ...]) -> Iterator[Line]:
    page, table = sheets.table("kpis").page, sheets.table("kpis")
    code, now = sheets.span("kpis", "code"), sheets.span("kpis", str(period))
    low, high = sheets.span("kpis", "low_limit"), sheets.span("kpis", "high_limit")
    yield Line("review.kpis.value", f'SUMPRODUCT(({code}<>"")*({now}=""))', page, f"{table.letter(str(period))}{FIRST_ROW}")
    first, last = (table.letter(forecast_key(period + ahead, "likely")) for ahead in (1, 3))
    blanks = [f"COUNTBLANK('{page.title}'!{first}{top}:{last}{bottom})" for top, bottom in forecast_rows]
    yield Line("review.kpis.forecast", "+".join(blanks) or "0", page, f"{first}{FIRST_ROW}")
    out = f"ISNUMBER({now})*((ISNUMBER({low})*({now}<{low})+ISNUMBER({high})*({now}>{high}))>0)"
    for name in ("cause", "meaning", "action"):
        yield Line(f"review.kpis.{name}", f'SUMPRODUCT({out}*({sheets.span("kpis", name)}=""))', page,
                   f"{table.letter(name)}{FIRST_ROW}")


def _register_lines(sheets: Sheets) -> Iterator[Line]:
    table = sheets.table("register")

    def span(name: str) -> str:
        return sheets.span("register", name)

    rows = f'({span("id")}<>"")*{sheets.is_one_of("register", "state", RowState.OPEN, blank=True)}'
    absolute = sheets.is_one_of("register", "kind", *ABSOLUTE_KINDS, blank=False)
    priced = f'{rows}*({span("absolute")}="")*(1-{absolute})'
    tests = {
        "event": f'{rows}*((({span("event_en")}="")+({span("event_es")}=""))>0)',
        "chance": f'{rows}*({span("chance")}="")*({span("times_in_five_years")}="")',
        "by_date": f'{rows}*({span("by_date")}="")*({span("times_in_five_years")}="")',
        **{name: f'{priced}*({span(name)}="")' for name in ("bad", "likely", "good")},
        "owner": f'{rows}*({span("owner")}="")',
    }
    for name, test in tests.items():
        field = "event_en" if name == "event" else name
        yield Line(f"review.register.{name}", f"SUMPRODUCT({test})", table.page, f"{table.letter(field)}{FIRST_ROW}")


def _ask_lines(sheets: Sheets, *, decider_agreed: bool) -> Iterator[Line]:
    table = sheets.table("asks")

    def span(name: str) -> str:
        return sheets.span("asks", name)

    rows = f'({span("id")}<>"")*{sheets.is_one_of("asks", "state", AskState.OPEN, blank=True)}'
    decisions = f'{rows}*{sheets.is_one_of("asks", "purpose", Purpose.DECISION, blank=True)}'
    tests = {"title": f'{rows}*((({span("title_en")}="")+({span("title_es")}=""))>0)'}
    for name in ("recommendation", "needed_by", *(() if decider_agreed else ("decider",))):
        tests[name] = f'{decisions}*({span(name)}="")'
    tests["options"] = f'{decisions}*(COUNTIF({sheets.span("options", "ask")},{span("id")})<2)'
    for name, test in tests.items():
        field = {"title": "title_en", "options": "id"}.get(name, name)
        yield Line(f"review.asks.{name}", f"SUMPRODUCT({test})", table.page, f"{table.letter(field)}{FIRST_ROW}")


def _follow_up_lines(sheets: Sheets, period: Period) -> Iterator[Line]:
    table = sheets.table("follow_up")
    end = period.last_day
    due = sheets.span("follow_up", "due")
    promises = sheets.is_one_of("follow_up", "kind", FollowUpKind.COMMITMENT, blank=False)
    still_open = sheets.is_one_of("follow_up", "state", FollowUpState.OPEN, blank=True)
    test = f"{promises}*{still_open}*ISNUMBER({due})*({due}<=DATE({end.year},{end.month},{end.day}))"
    yield Line("review.follow_up.due", f"SUMPRODUCT({test})", table.page, f"{table.letter('state')}{FIRST_ROW}")
