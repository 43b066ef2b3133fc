"""The part on the record: what each side said first and last against what came, and days of warning."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.analysis.record import Record, Warned
from briefing.document.blocks import Block, Cell, Paragraph, Row, Table
from briefing.document.scribe import Scribe
from briefing.framing.wording import lists, record_words
from briefing.framing.wording.pen import MISSING_VALUE

RECORD_COLUMNS = ("measured", "said_first", "said_last")
RECORD_WIDTHS = (0.44, 0.28, 0.28)
WARNING_COLUMNS = ("happened", "on", "first_said", "days")
WARNINGS_SHOWN = 5


def record_blocks(scribe: Scribe) -> list[Block]:
    """Compose the record in counts, first and last statements, then what was told how early."""
    pen, record = scribe.pen, scribe.frame.assessment.record
    hidden = record.for_site_only and not scribe.is_site
    lines = record_words.record_lines(pen, record, for_site=scribe.is_site)
    rows = tuple(
        Row((scribe.cell(f"record.{line.name}.name", line.label), Cell((line.first,)) if line.first else Cell(), Cell((line.last,))))
        for line in lines
    )
    blocks: list[Block] = [Table(scribe.columns(*RECORD_COLUMNS, widths=RECORD_WIDTHS), rows, pen.text("record_caption"), "plain")]
    notes = record_words.judged(pen, record) if not hidden else []
    if hidden:
        notes.append(pen.say("record.safe_start", "record.safe_start"))
    if notes:
        blocks.append(Paragraph(tuple(notes)))
    if not hidden:
        blocks += _warnings(scribe, record)
    return blocks


def _warnings(scribe: Scribe, record: Record) -> list[Block]:
    if not record.warned:
        return []
    shown, rest = record.warned[:WARNINGS_SHOWN], len(record.warned) - WARNINGS_SHOWN
    blocks: list[Block] = [warnings_table(scribe, "warning", shown)]
    if rest > 0:
        blocks.append(Paragraph((lists.more(scribe.pen, "warnings.more", "warnings", rest, "warnings-rest"),), role="small"))
    return blocks


def rest_of_warnings(scribe: Scribe) -> tuple[Block, ...]:
    """Compose the table of what happened earlier, for the appendix."""
    return (warnings_table(scribe, "warning", scribe.frame.assessment.record.warned[WARNINGS_SHOWN:]),)


def warnings_table(scribe: Scribe, name: str, found: Sequence[Warned]) -> Table:
    """Give what happened, when, which month's workbook said it first, and how many days before."""
    pen, dossier = scribe.pen, scribe.dossier
    rows = []
    for each in found:
        key = f"{name}.{each.row or each.kpi}.{each.on.isoformat()}"
        days = pen.count(each.days) if each.days else pen.plain(MISSING_VALUE)
        rows.append(Row((
            scribe.cell(f"{key}.what", record_words.happened(pen, each, dossier), capital=True),
            scribe.cell(f"{key}.on", record_words.on(pen, each)),
            scribe.cell(f"{key}.said", record_words.first_said(pen, each)),
            scribe.cell(f"{key}.days", days),
        )))
    columns = scribe.columns(*WARNING_COLUMNS, align={"days": "right"}, widths=(0.5, 0.17, 0.2, 0.13))
    return Table(columns, tuple(rows), pen.text("warnings_caption"), "plain")
