"""`docs/contract.md`, made from the declaration: `python -m briefing.workbook.contract_docs > docs/contract.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from briefing.workbook.contract import (
    FORECAST_MONTHS,
    FORECAST_PARTS,
    HISTORY_MONTHS,
    REVIEW,
    WORKBOOKS,
    Column,
    Layout,
    Sheet,
    Workbook,
)
from briefing.workbook.vocabulary import Kind

_INTRODUCTION = """\
# The contract: what both workbooks hold

Made from `briefing/workbook/contract.py`; don't edit by hand (`make docs`).

There are two workbooks: the **charter** (*acuerdo*), agreed between headquarters and its sites, and the **month** (*mes*),
one for each site and month. Headers may be in either language, in any order, with or without capitals and accents, below
title rows. Columns that are not named here are passed over with a note. Sheets that hold nothing may be missing or hidden.

- **Level** 1 is the minimum. Level 2 and 3 can wait: what they would say is printed as *not agreed yet*, or has the
  default that the help text names.
- **Required** means that a row without it can't be used.
- A **share** is stored as 0.95 and shown as 95 %. A **value** is in the KPI's own unit: a share where the unit is `%`.
- **Codes** may be parted by commas, semicolons or spaces.
"""
_KINDS = {
    Kind.TEXT: "text", Kind.CLAUSE: "clause, at most 90 characters", Kind.NARRATIVE: "text, at most 2,000 characters",
    Kind.CODE: "code", Kind.CODES: "codes", Kind.NUMBER: "number", Kind.SHARE: "share (%)", Kind.MONEY: "amount",
    Kind.VALUE: "value", Kind.WHOLE: "whole number", Kind.DATE: "date", Kind.PERIOD: "month, `2026-10`",
    Kind.CHOICE: "choice", Kind.YES_NO: "yes or no", Kind.CURRENCY: "currency, `USD`",
}


def contract_markdown() -> str:
    """Give the contract as Markdown: a table a sheet, a line a column."""
    return "\n".join([_INTRODUCTION, *(line for workbook in WORKBOOKS for line in _workbook(workbook))]).rstrip() + "\n"


def _workbook(workbook: Workbook) -> Iterator[str]:
    yield f"## {workbook.text.en} · {workbook.text.es}"
    yield ""
    for sheet in workbook.sheets:
        yield from _sheet(sheet)
    if workbook.kind == "month":
        yield f"### {REVIEW.en} · {REVIEW.es}"
        yield ""
        yield "Plain formulas that count what is still missing. It is not read; neither are sheets whose name starts with `_`."
        yield ""


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f"### {sheet.text.en} · {sheet.text.es}"
    yield ""
    shape = "A form: a label in column A, its value in column B." if sheet.layout is Layout.FORM else "A table."
    once = f" Only one row for each {' + '.join(f'`{name}`' for name in sheet.unique)}." if sheet.unique else ""
    names = f" Also known as: {', '.join(sheet.aliases)}." if sheet.aliases else ""
    sight = "" if sheet.in_sight else " Hidden until used."
    yield f"{sheet.help.en} *{sheet.help.es}* {shape} Level {sheet.level}.{once}{sight}{names}"
    yield ""
    if sheet.months:
        yield from _months()
    yield "| field | English | Español | kind | level | required | help | values |"
    yield "|---|---|---|---|---|---|---|---|"
    for column in sheet.columns:
        yield _line(column)
    yield ""


def _months() -> Iterator[str]:
    parts = ", ".join(f"`2026-11 {text.en}` (*`2026-11 {text.es}`*)" for text in FORECAST_PARTS.values())
    yield (f"Besides the columns below: one column for each month, headed such as `2026-10` (our template shows {HISTORY_MONTHS}), "
           f"and the own forecast for {FORECAST_MONTHS} months: {parts}; low and high are optional. A blank cell is *not "
           "measured*. The template also shows KPI name, unit, target and limits from the charter; those columns are not read.")
    yield ""


def _line(column: Column) -> str:
    values = "<br>".join(_either(choice.text.en, choice.text.es) for choice in column.choices)
    bounds = (("from", column.low), ("to", column.high))
    limits = " ".join(f"{word} {bound:g}" for word, bound in bounds if bound is not None)
    link = f"a code of `{column.links}`" if column.links else ""
    allowed = "; ".join(part for part in (values, limits, link) if part)
    help_text = f"{column.help.en} *{column.help.es}*"
    also = f" Also: {', '.join(column.aliases)}." if column.aliases else ""
    cells = (f"`{column.field}`", column.text.en, column.text.es, _KINDS[column.kind], str(column.level),
             "yes" if column.required else "", help_text + also, allowed)
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _either(en: str, es: str) -> str:
    return en if en == es else f"{en} / {es}"


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]  # always a text stream here
    sys.stdout.write(contract_markdown())
