"""The part on dates: what is late on either side, when the month came, what is next; and every date in the appendix."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from briefing.analysis.cadence import OPEN, Due, DueKind, DueState, cadence_of
from briefing.document.blocks import Block, Bullets, Layout, Paragraph, Row, Section, Table
from briefing.document.scribe import Scribe
from briefing.framing.wording import cadence_words
from briefing.model.submission import Side
from briefing.sentences import Sentence, Stance

DOMAIN = "cadence"
LATE_SHOWN = 4
NEXT_SHOWN = 3
COLUMNS = ("side", "what", "who_owes", "due", "state")
WIDTHS = (0.13, 0.42, 0.19, 0.1, 0.16)


def cadence_section(scribe: Scribe, *, late: int = LATE_SHOWN) -> Section:
    """Compose the section on dates with at most so many late ones; the appendix has every date."""
    own = replace(scribe, pen=scribe.pen.speaking(DOMAIN))
    return _inside(own, _shown(own), late)


def dates_section(scribe: Scribe) -> Section:
    """Compose the appendix' list of every date."""
    own = replace(scribe, pen=scribe.pen.speaking(DOMAIN))
    return _all(own, _shown(own))


def _shown(scribe: Scribe) -> tuple[Due, ...]:
    """Keep a site's own delays to itself while it is in its safe start; headquarters' are shown from month one."""
    dues = scribe.once("cadence", partial(cadence_of, scribe.dossier))
    if scribe.is_site or not scribe.frame.assessment.record.for_site_only:
        return dues
    return tuple(each for each in dues if each.side is Side.HQ or not each.days_late)


def _inside(scribe: Scribe, dues: tuple[Due, ...], late: int) -> Section:
    pen = scribe.pen
    missing = [each for each in dues if each.state is DueState.MISSING and each.id != str(scribe.dossier.period)]
    overdue = [each for each in dues if each.is_overdue and each not in missing]
    blocks: list[Block] = []
    if overdue:
        blocks.append(Bullets(tuple((cadence_words.late(pen, each),) for each in overdue[:late])))
    said = [cadence_words.missing(pen, missing)] if missing else [] if overdue else [pen.say("cadence.none_late", "cadence.none_late", stance=Stance.ANALYSIS)]
    said += [*_month(scribe, dues), *_ahead(scribe, dues)]
    link = pen.reference(scribe.label("all_dates"), "all-dates")
    blocks.append(Paragraph((*said, pen.say("cadence.more", "cadence.more", link=link))))
    return Section("cadence", scribe.label("cadence"), tuple(blocks))


def _month(scribe: Scribe, dues: tuple[Due, ...]) -> list[Sentence]:
    """Give what is known of this month's workbook, unless it is among what is late."""
    own = [each for each in dues if each.kind is DueKind.MONTH and each.id == str(scribe.dossier.period) and not each.is_overdue]
    return [cadence_words.month(scribe.pen, each) for each in own]


def _ahead(scribe: Scribe, dues: tuple[Due, ...]) -> list[Sentence]:
    pen = scribe.pen
    owed = [each for each in dues if each.kind not in {DueKind.MONTH, DueKind.MEETING}]
    coming = [each for each in owed if each.state is DueState.DUE][:NEXT_SHOWN]
    undated = [each for each in owed if each.state is DueState.UNDATED]
    return [*([cadence_words.upcoming(pen, coming)] if coming else []), *([cadence_words.undated(pen, undated)] if undated else [])]


def _all(scribe: Scribe, dues: tuple[Due, ...]) -> Section:
    """Compose the table of every date that is open, of months, and of the month's meetings."""
    pen = scribe.pen
    rows = []
    for due in (each for each in dues if each.state in OPEN or each.kind is DueKind.MONTH):
        name = f"all_dates.{due.kind}.{due.id}"
        rows.append(Row((
            scribe.cell(f"{name}.side", pen.word(f"side.{due.side}")), scribe.cell(f"{name}.what", cadence_words.what(pen, due), capital=True),
            scribe.cell(f"{name}.who", cadence_words.who(pen, due)), scribe.cell(f"{name}.due", cadence_words.day(pen, due)),
            scribe.cell(f"{name}.state", cadence_words.state(pen, due), stance=Stance.ANALYSIS),
        )))
    table = Table(scribe.columns(*COLUMNS, widths=WIDTHS), tuple(rows), pen.text("all_dates_caption"), "plain")
    return Section("all-dates", scribe.label("all_dates"), (table,), Layout.APPENDIX)
