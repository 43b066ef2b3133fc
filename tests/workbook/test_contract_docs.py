"""`docs/contract.md` says what the declaration says."""

from __future__ import annotations

from pathlib import Path

from briefing.workbook.contract import WORKBOOKS
from briefing.workbook.contract_docs import contract_markdown

DOCUMENT = Path(__file__).parents[2] / "docs" / "contract.md"


def test_the_document_is_up_to_date() -> None:
    """Run `python -m briefing.workbook.contract_docs > docs/contract.md` after changing the contract."""
    assert contract_markdown() == DOCUMENT.read_text(encoding="utf-8")


def test_every_column_has_a_line() -> None:
    """Each column is named with its field in the table of its sheet."""
    text = contract_markdown()
    for workbook in WORKBOOKS:
        for sheet in workbook.sheets:
            part = text.split(f"## {workbook.text.en} · ")[1].split(f"### {sheet.text.en} · ")[1].split("\n### ")[0]
            assert [f"| `{column.field}` |" in part for column in sheet.columns] == [True] * len(sheet.columns)


def test_every_line_has_eight_cells() -> None:
    """No text of the contract breaks a table."""
    lines = [line for line in contract_markdown().splitlines() if line.startswith("|")]
    assert {9} == {line.count("|") for line in lines}
