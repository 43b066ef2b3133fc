"""The words of a category of risk: those of the register's kinds, in either language, accents and case aside."""

from __future__ import annotations

from dataclasses import replace

from briefing.model.register import RowKind
from briefing.workbook.records import Records
from briefing.workbook.values import find_choice
from briefing.workbook.vocabulary import ROW_KINDS

KIND, KNOWN = "kind", "kind_known"


def kind_named(text: str) -> RowKind | None:
    """Give the kind of row that a text names; None where it names none."""
    choice = find_choice(text, ROW_KINDS)
    return choice.value if choice else None


def with_known_kinds(read: Records) -> Records:
    """Mark rows whose kind is blank or cannot be read: the usual kind that they get is nobody's word."""
    records = (record if record.get(KIND) is not None else replace(record, values={**record.values, KNOWN: False}) for record in read.records)
    return replace(read, records=tuple(records))
