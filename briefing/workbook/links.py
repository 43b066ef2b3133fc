"""Whether the codes that rows name exist, and which one was probably meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from briefing.findings import Finding
from briefing.workbook import codes
from briefing.workbook.normalise import nearest
from briefing.workbook.records import Record
from briefing.workbook.tables import Table

NEEDED: Final = frozenset({
    ("register", "driver"), ("targets", "kpi"), ("adjustments", "kpi"), ("adjustments", "site"), ("scenarios", "driver"),
    ("sensitivities", "driver"), ("sensitivities", "kpi"),
    ("cover", "site"),
})
"""Sheet and field of links without which the row says nothing; other dead links are warnings."""

Known = Mapping[str, Collection[str]]
"""By key of sheet, the codes that exist; a sheet that is not there is not checked."""


def check_links(table: Table, records: Iterable[Record], known: Known) -> Iterator[Finding]:
    """Yield a finding for each code that names nothing, with the nearest code that exists."""
    columns = [column for column in table.declared.columns if column.links in known]
    for record in records:
        for column in columns:
            value = record.get(column.field)
            named = value if isinstance(value, tuple) else (value,) if value else ()
            for code in named:
                if code not in known[column.links]:
                    needed = (table.declared.key, column.field) in NEEDED
                    yield table.raised(
                        codes.DEAD_LINK if needed else codes.UNKNOWN_LINK, record.source.at(column.field).cell,
                        found=code, column=column.text.en if not table.header.number else table.header_text(column),
                        **_suggestion(code, known[column.links]),
                    )


def _suggestion(code: str, known: Collection[str]) -> dict[str, str]:
    """Give the nearest code, and in both languages the words that offer it."""
    near = nearest(code, sorted(known))
    if near:
        return {"meant_en": f"Did you mean {near}? ", "meant_es": f"¿Quisiste decir {near}? "}
    some = codes.listed(sorted(known)[:6])
    return {"meant_en": f"Known are: {some}. ", "meant_es": f"Se conocen: {some}. "} if some else \
        {"meant_en": "", "meant_es": ""}
