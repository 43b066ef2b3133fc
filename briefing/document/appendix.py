"""The appendix: all KPIs, asks and rows that found no room, definitions, method, evidence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from briefing import numbers
from briefing.analysis.portfolio import YEARS
from briefing.document.answers_section import answers_appendix
from briefing.document.blocks import Block, Bullets, Callout, Cell, Chart, Column, Heading, Layout, Paragraph, Quote, Row, Section, SideBySide, Table
from briefing.document.cadence_section import dates_section
from briefing.document.inside import answers_shown
from briefing.document.names import LONGEST_LINE, LONGEST_NAME, shortened_name
from briefing.document.page_one import asks_table
from briefing.document.places import places
from briefing.document.rest import rest_sections
from briefing.document.scenarios_section import scenario_months
from briefing.document.scribe import Scribe, kpi_table, status_notes
from briefing.evidence import CellRef
from briefing.framing.wording.pen import Part, Pen
from briefing.model.charter import Kpi, Target
from briefing.sentences import Sentence, Stance, Words

SAID_SHOWN = 66
"""Characters of a sentence that the evidence repeats: about a line of its column."""


def appendix_sections(scribe: Scribe, wanted: Collection[str]) -> tuple[Section, ...]:
    """Compose what follows the counted pages, the evidence apart (it needs the finished document).

    What a list left out stands here where something points to it: `wanted` are the anchors pointed to.
    """
    left = rest_sections(scribe, wanted)
    found = [_all_kpis(scribe) if "all-kpis" in wanted else None, _all_asks(scribe) if "all-asks" in wanted else None, *left,
             *answers_appendix(scribe, **answers_shown(scribe.plan.answers)), dates_section(scribe), scenario_months(scribe), _definitions(scribe),
             _method(scribe)]
    return tuple(section for section in found if section is not None)


def _section(scribe: Scribe, anchor: str, label: str, *blocks: Block) -> Section:
    return Section(anchor, scribe.label(label), blocks, Layout.APPENDIX)


def _all_kpis(scribe: Scribe) -> Section:
    indicators = scribe.frame.assessment.indicators
    return _section(scribe, "all-kpis", "all_kpis", kpi_table(scribe, "all", indicators), *status_notes(scribe, "all", indicators))


def _all_asks(scribe: Scribe) -> Section:
    return _section(scribe, "all-asks", "all_asks", asks_table(scribe, "all.ask", scribe.asks))


def _definitions(scribe: Scribe) -> Section | None:
    pen = scribe.pen
    rows = []
    for each in scribe.frame.assessment.indicators:
        kpi, name = each.kpi, f"definition.{each.code}"
        words = pen.clause(kpi.definition_en, kpi.definition_es, kpi.source, "definition") if (
            kpi.definition_en or kpi.definition_es) else pen.word("definition.none")
        agreed = _agreed(scribe, each.target_row)
        rows.append(Row((
            scribe.cell(f"{name}.name", pen.name(each)), scribe.cell(f"{name}.words", words, capital=True),
            scribe.cell(f"{name}.formula", _formula(scribe, kpi) or pen.word("definition.none")),
            scribe.cell(f"{name}.owner", pen.role(kpi.owner, kpi.source, "owner") or pen.word("not_named")),
            scribe.cell(f"{name}.agreed", agreed),
        )))
    if not rows:
        return None
    columns = scribe.columns("kpi", "definition", "formula", "owner", "agreed", widths=(0.2, 0.38, 0.18, 0.13, 0.11))
    return _section(scribe, "definitions", "definitions", Table(columns, tuple(rows), pen.text("definitions_caption"), "plain"))


def _formula(scribe: Scribe, kpi: Kpi) -> Part:
    """Give the formula in this language where the charter has it so, else as it was typed."""
    if kpi.formula_es and (scribe.pen.language == "es" or not kpi.formula):
        return scribe.pen.typed(kpi.formula_es, kpi.source, "formula_es", "es")
    return scribe.pen.typed(kpi.formula, kpi.source, "formula")


def _agreed(scribe: Scribe, row: Target | None) -> Part:
    pen = scribe.pen
    if row is None:
        return pen.word("agreed.none")
    key = {(True, True): "both", (True, False): "hq", (False, True): "site", (False, False): "none"}[
        (bool(row.agreed_hq_by), bool(row.agreed_site_by))]
    return Part(pen.word(f"agreed.{key}").runs, (row.source.at("agreed_hq_by"), row.source.at("agreed_site_by")) if key != "none" else ())


def _method(scribe: Scribe) -> Section:
    pen = scribe.pen

    def line(key: str, **parts: Part) -> tuple[Sentence, ...]:
        return (pen.phrase(f"method.{key}", pen.join(f"method.{key}", None, **parts), stance=Stance.NOTICE, key=f"method.{key}"),)

    items = [*_whole_names(scribe), line("status"), line("outlook"), line("chance")]
    portfolio = scribe.frame.assessment.portfolio
    if portfolio:
        items.append(line("exposure", years=pen.plain(numbers.decimal(YEARS, pen.language)), seed=pen.plain(str(portfolio.seed)),
                          factor=pen.plain(numbers.share(portfolio.common_factor, pen.language))))
    items += [line("scenarios"), line("warnings"), line("options"), line("rank"), line("words")]
    quoted = pen.exchange.quoted
    if quoted and pen.exchange.rate:
        rate = pen.join("rate_sentence", rate=pen.plain_number(pen.exchange.rate), quote=pen.plain(quoted.quote), base=pen.plain(quoted.base))
        items.append(line("money", currency=pen.plain(pen.currency), rate=rate))
    else:
        items.append(line("money_plain", currency=pen.plain(pen.currency)))
    items.append(line("marks"))
    notices = tuple((pen.say(f"notice.{key}", f"notice.{key}", stance=Stance.NOTICE),) for key in ("estimates", "minutes", "silence"))
    return _section(scribe, "method", "method", Bullets((*items, *notices)))


def _whole_names(scribe: Scribe) -> list[tuple[Sentence, ...]]:
    """Give the names that the masthead had to shorten."""
    pen, dossier = scribe.pen, scribe.dossier
    company = dossier.charter.company
    line = "confidentiality_es" if pen.language == "es" else "confidentiality_en"
    names = [("company", company.name, company.source, "name", LONGEST_NAME), ("site", dossier.site.name, dossier.site.source, "name", LONGEST_NAME),
             ("confidentiality", getattr(company, line), company.source, line, LONGEST_LINE)]
    return [(pen.phrase(f"method.{key}", pen.typed(name, source, field), stance=Stance.NOTICE),)
            for key, name, source, field, most in names if shortened_name(name, most) != name]


@dataclass(frozen=True, slots=True)
class Note:
    """An entry of the evidence: its number, what is said, and the cells it rests on."""

    number: int
    text: str
    cells: tuple[CellRef, ...]


class _Numbering:
    """Numbers what rests on cells, in reading order; a table's row is one entry, marked at its first words.

    What rests on the same cells as something before it has that one's number.
    """

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self._known: dict[tuple[CellRef, ...], int] = {}

    def sentence(self, sentence: Sentence) -> Sentence:
        """Number a sentence that rests on cells."""
        return self._marked(sentence, sentence.text, sentence.cells)

    def row(self, row: Row) -> Row:
        """Number a table's row as one."""
        said = [sentence for cell in row.cells for sentence in cell.sentences]
        cells = tuple(sorted({place for sentence in said for place in sentence.cells}))
        if not cells:
            return row
        text = " · ".join(sentence.text for sentence in said)
        index = next(index for index, cell in enumerate(row.cells) if cell.sentences)
        first, *others = row.cells[index].sentences
        marked = replace(row.cells[index], sentences=(self._marked(first, text, cells), *others))
        return replace(row, cells=(*row.cells[:index], marked, *row.cells[index + 1:]))

    def _marked(self, sentence: Sentence, text: str, cells: tuple[CellRef, ...]) -> Sentence:
        if not cells:
            return sentence
        if cells not in self._known:
            self._known[cells] = len(self.notes) + 1
            self.notes.append(Note(len(self.notes) + 1, _beginning(text), cells))
        return replace(sentence, note=self._known[cells])

    def section(self, section: Section) -> Section:
        """Number everything under a section."""
        headline = self.sentence(section.headline) if section.headline else None
        return replace(section, headline=headline, blocks=tuple(map(self.block, section.blocks)))

    def block(self, block: Block) -> Block:
        """Number everything under a block."""
        match block:
            case Heading() | Quote():
                return replace(block, sentence=self.sentence(block.sentence))
            case Paragraph():
                return replace(block, sentences=tuple(map(self.sentence, block.sentences)))
            case Bullets():
                return replace(block, items=tuple(tuple(map(self.sentence, item)) for item in block.items))
            case Table():
                return replace(block, rows=tuple(map(self.row, block.rows)))
            case Chart():
                return replace(block, message=self.sentence(block.message) if block.message else None)
            case SideBySide():
                return replace(block, left=tuple(map(self.block, block.left)), right=tuple(map(self.block, block.right)))
            case Callout():
                return replace(block, blocks=tuple(map(self.block, block.blocks)))


def _beginning(text: str) -> str:
    """Give the beginning of what is said: enough to know it again, for it stands in the text."""
    if len(text) <= SAID_SHOWN:
        return text
    return text[:text.rfind(" ", SAID_SHOWN // 2, SAID_SHOWN)].rstrip(" ,;:·") + "\N{HORIZONTAL ELLIPSIS}"


def numbered(sections: tuple[Section, ...]) -> tuple[tuple[Section, ...], list[Note]]:
    """Number all that rests on cells, in reading order; gives the sections with their marks, and the notes."""
    numbering = _Numbering()
    return tuple(map(numbering.section, sections)), numbering.notes


def evidence_section(pen: Pen, notes: list[Note]) -> Section:
    """Compose the evidence: each numbered note with what is said and the cells it rests on."""
    def cell(note: Note, part: str, text: str) -> Cell:
        return Cell((Sentence(f"evidence.{note.number}.{part}", (Words(text),), Stance.NOTICE),))

    rows = tuple(
        Row((cell(note, "number", str(note.number)), cell(note, "text", note.text), cell(note, "cells", places(note.cells))),
            anchor=f"e{note.number}")
        for note in notes
    )
    columns = tuple(Column(pen.text(f"column.{key}"), width=share)
                    for key, share in (("number", 0.07), ("sentence", 0.48), ("cells", 0.45)))
    table = Table(columns, rows, pen.text("evidence_caption"), "evidence")
    return Section("evidence", pen.text("label.evidence"), (table,), Layout.APPENDIX)
