"""What makes a laid-out sheet pleasant and safe to fill: lists, tints, locks, prompts, freeze and print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from briefing.language import Catalogue, Language
from briefing.workbook import styles
from briefing.workbook.contract import Column
from briefing.workbook.encode import number_format, put
from briefing.workbook.lay import FIRST_ROW, HEADER_ROW, Form, Table, cell_at, is_figure
from briefing.workbook.vocabulary import CLAUSE_LENGTH, Kind

LISTS = "_lists"
"""The hidden sheet that keeps the drop-down lists; the reader passes it over."""
ASKED = "ISBLANK("
"""Start of the formula that makes a cell bright while it is blank; such cells are what a month needs typed."""
_WIDE = 260
"""A table wider than this, in characters, prints on two pages side by side."""


_FIGURE = ("figure", {"type": "decimal", "operator": "between", "formula1": "-1E+15", "formula2": "1E+15", "errorStyle": "warning"})
_LIMITS: Mapping[Kind, tuple[str, dict[str, Any]]] = {
    Kind.SHARE: ("share", {"type": "decimal", "operator": "between", "formula1": "0", "formula2": "1"}),
    Kind.NUMBER: _FIGURE, Kind.MONEY: _FIGURE, Kind.VALUE: _FIGURE, Kind.WHOLE: _FIGURE,
    Kind.DATE: ("date", {"type": "date", "operator": "greaterThan", "formula1": "36526", "errorStyle": "warning"}),
    Kind.CLAUSE: ("clause", {"type": "textLength", "operator": "lessThanOrEqual", "formula1": str(CLAUSE_LENGTH),
                             "errorStyle": "warning"}),
}
"""What a cell of a kind may hold: the key of the text that says so, and the rule; 36526 is the first day of 2000."""


@dataclass(slots=True)
class Dresser:
    """The state of dressing one workbook: its lists so far, its language and what codes may link to."""

    book: Workbook
    language: Language
    texts: Catalogue
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Codes people may choose, by the key a column links to."""
    ranges: dict[str, str] = field(default_factory=dict)
    """Cells that hold such codes in this very workbook, by the same key."""
    lists: dict[tuple[str, ...], str] = field(default_factory=dict)

    def range_of(self, words: tuple[str, ...]) -> str:
        """Give the cells of the hidden sheet that hold these words, writing them there once."""
        if words not in self.lists:
            page = self.book[LISTS] if LISTS in self.book.sheetnames else self.book.create_sheet(LISTS)
            page.sheet_state = "hidden"
            letter = get_column_letter(len(self.lists) + 1)
            for row, word in enumerate(words, 1):
                put(page[f"{letter}{row}"], word)
            self.lists[words] = f"{LISTS}!${letter}$1:${letter}${len(words)}"
        return self.lists[words]


def dress_form(dresser: Dresser, form: Form, *, asked: Iterable[str] = (), keys: Iterable[str] = (), lock: bool) -> None:
    """Tint, lock and prompt the value cells of a form; `keys` names fields that are ours though people may read them."""
    fixed = set(keys)
    for column in form.sheet.columns:
        cell = form.page[form.cells[column.field]]
        _tint(cell, fixed=lock and (column.locked or column.field in fixed))
        _prompt(dresser, form.page, form.cells[column.field], column)
        if column.field in asked:
            ask_for(form.page, form.cells[column.field])
        if column.kind is Kind.NARRATIVE:
            form.page.row_dimensions[cell.row].height = 90
    form.page.freeze_panes = f"A{HEADER_ROW}"
    if lock:
        protect(form.page)


def dress_table(dresser: Dresser, table: Table, last_row: int, *, keys: Iterable[str] = (), lock: bool) -> None:
    """Tint, lock and prompt the cells of a table down to a last row.

    `keys` names the fields that identify a record: they are locked where a record already stands.
    """
    fixed = set(keys)
    for index, slot in enumerate(table.slots, 1):
        for row in range(FIRST_ROW, last_row + 1):
            cell = cell_at(table.page, row, index)
            if row > table.last_row:
                cell.number_format = number_format(slot.column.kind)
                cell.font, cell.border = styles.BODY, styles.GRID
                cell.alignment = styles.FIGURE if is_figure(slot.column.kind) else styles.WRAP
            _tint(cell, fixed=lock and (slot.column.locked or slot.key in fixed) and row <= table.last_row)
        letter = get_column_letter(index)
        if not (lock and slot.column.locked):
            _prompt(dresser, table.page, f"{letter}{FIRST_ROW}:{letter}{last_row}", slot.column)
    if lock:
        protect(table.page)


def ask_for(page: Worksheet, cells: str) -> None:
    """Make cells bright for as long as they are blank."""
    first = cells.split(":", maxsplit=1)[0]
    highlight(page, cells, f"{ASKED}{first})")


def highlight(page: Worksheet, cells: str, formula: str) -> None:
    """Make cells bright while a formula, written for the first of them, is true."""
    colour = styles.NOW_FILL.start_color.rgb
    page.conditional_formatting.add(cells, rule_for(formula, fill=PatternFill(bgColor=colour)))


def rule_for(formula: str, *, fill: PatternFill | None = None, font: Font | None = None) -> Rule:
    """Give the rule that dresses cells while a formula is true."""
    return Rule(type="expression", formula=[formula], dxf=DifferentialStyle(fill=fill, font=font))


def protect(page: Worksheet) -> None:
    """Protect what is locked, without a password; widths, formats, sorting and new rows stay free."""
    page.protection.sheet = True
    for freedom in ("formatCells", "formatColumns", "formatRows", "insertRows", "insertHyperlinks", "sort", "autoFilter"):
        setattr(page.protection, freedom, False)


def print_setup(page: Worksheet, texts: Catalogue, heading: str, columns: int, last_row: int) -> None:
    """Set landscape, fit to width, the header row on each page, the sheet's title above and the page below."""
    width = sum(page.column_dimensions[get_column_letter(index)].width for index in range(1, columns + 1))
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_LETTER
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = (2 if width > _WIDE else 1), 0
    page.print_area = f"A{HEADER_ROW}:{get_column_letter(columns)}{last_row}"
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top, page.page_margins.bottom = 0.9, 0.6
    page.page_margins.header, page.page_margins.footer = 0.4, 0.3
    above, below = HeaderFooterItem(), HeaderFooterItem()
    above.left.text = page.title.replace("&", "&&")
    above.left.size, above.left.color = 14, styles.ACCENT
    above.right.text = heading.replace("&", "&&")
    below.right.text = texts.text("header.page")
    page.HeaderFooter.oddHeader, page.HeaderFooter.oddFooter = above, below
    page.HeaderFooter.scaleWithDoc = False


def _tint(cell: Cell, *, fixed: bool) -> None:
    cell.protection = Protection(locked=fixed)
    cell.fill = styles.FIXED_FILL if fixed else styles.INPUT_FILL
    if fixed:
        cell.font = styles.FIXED


def _prompt(dresser: Dresser, page: Worksheet, cells: str, column: Column) -> None:
    rule = _rule(dresser, column)
    rule.promptTitle = column.text.get(dresser.language)[:32]
    rule.prompt = column.help.get(dresser.language)[:255]
    rule.showInputMessage = bool(rule.prompt)
    rule.showErrorMessage = rule.type is not None
    rule.errorTitle = dresser.texts.text("refuse.title")
    rule.allow_blank = True
    rule.add(cells)
    page.add_data_validation(rule)


def _rule(dresser: Dresser, column: Column) -> DataValidation:
    """Give what a cell refuses (a wrong choice or share) or doubts (a wrong code, number, date or length)."""
    refuse = dresser.texts.text
    if column.choices:
        words = tuple(choice.text.get(dresser.language) for choice in column.choices)
        return DataValidation(type="list", formula1=dresser.range_of(words), error=refuse("refuse.choice"))
    if column.links and column.kind is Kind.CODE:
        words = dresser.links.get(column.links, ())
        place = dresser.ranges.get(column.links) or (dresser.range_of(words) if words else "")
        if place:
            return DataValidation(type="list", formula1=place, errorStyle="warning", error=refuse("refuse.code"))
    if column.kind in _LIMITS:
        key, limits = _LIMITS[column.kind]
        return DataValidation(**limits, error=refuse(f"refuse.{key}"))
    return DataValidation()
