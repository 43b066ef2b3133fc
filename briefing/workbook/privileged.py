"""Rows with counsel: marked when in doubt, and no word of theirs in any finding.

Findings are stored in `briefing.json`, printed by `check` and written into annotated copies; what they echo of a
privileged row would be a description of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from briefing.findings import Finding
from briefing.model.submission import Submission
from briefing.workbook.records import Records

FLAG: Final = "privileged"
WITHHELD: Final = "\N{HORIZONTAL ELLIPSIS}"
TELLING_NOTHING: Final = frozenset({
    "column", "column_en", "column_es", "sheet_en", "sheet_es", "allowed_en", "allowed_es", "range_en", "range_es", "limit", "row",
})
"""Parameters that speak of the sheet's form, not of what the row says."""


def marked(read: Records) -> Records:
    """Mark rows whose flag holds something that is neither yes nor no: what cannot be read is with counsel until it can."""
    records = (
        replace(record, values={**record.values, FLAG: True}) if FLAG in record.faulty else record
        for record in read.records
    )
    return replace(read, records=tuple(records))


def flagged_rows(read: Records) -> frozenset[int]:
    """Give the numbers of the sheet's rows that are with counsel, those that cannot be used among them."""
    return frozenset(record.row.number for record in read.records if record.get(FLAG))


def withheld(findings: Iterable[Finding], submission: Submission | None) -> tuple[Finding, ...]:
    """Give findings without what they repeat of a submission's privileged rows."""
    rows = [row.source for row in submission.register if row.privileged] if submission else []
    places = {(source.file, source.sheet, source.row) for source in rows}
    return tuple(without_words(each) if (each.where.file, each.where.sheet, _row(each)) in places else each for each in findings)


def withheld_in(findings: Iterable[Finding], file: str, sheet: str, rows: frozenset[int]) -> tuple[Finding, ...]:
    """Give findings without what they repeat of the sheet's rows of these numbers."""
    return tuple(
        without_words(each) if each.where.file == file and each.where.sheet == sheet and _row(each) in rows else each for each in findings
    )


def without_words(finding: Finding) -> Finding:
    """Give a finding that says where and what kind of fault, and nothing that was typed."""
    kept = tuple((name, value if name in TELLING_NOTHING else WITHHELD) for name, value in finding.parameters)
    return replace(finding, parameters=kept)


def _row(finding: Finding) -> int:
    digits = re.search(r"\d+$", finding.where.cell)
    return int(digits[0]) if digits else 0
