"""From the view of all plants to a document: page one, what it had no room for, method and evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from briefing.document.appendix import Note, evidence_section, numbered
from briefing.document.blocks import Block, Bullets, Document, Layout, Paragraph, Section, all_sentences
from briefing.document.compose import RENDERER_LABELS, targets
from briefing.document.editions import Edition
from briefing.document.masthead import NOTICES
from briefing.evidence import Fact
from briefing.group import wording
from briefing.group.compare import kpis_section, shared_kpis
from briefing.group.exposure_page import method
from briefing.group.headquarters import owed, owed_table
from briefing.group.inside import inside
from briefing.group.masthead import masthead_of
from briefing.group.page import asks_table, page_one, plants_table
from briefing.group.pen import GroupPen, group_pen
from briefing.group.setting import Setting
from briefing.group.view import GroupView
from briefing.sentences import Stance

ASKS_LISTED, PLANTS_LISTED, LIMITS_LISTED, OWED_LISTED = 240, 240, 120, 240
"""Longest lists of the appendix: a group of two thousand plants would print a thousand pages that nobody opens."""
FILES_NAMED = 12
"""Most files that a note of the evidence names."""
METHOD = ("order", "due", "figures")


def compose_group(view: GroupView, edition: Edition, links: Callable[[str], str]) -> Document:
    """Compose one edition of the group's page; every figure it prints is among its facts, every sentence has its evidence."""
    company, told = view.charter.company, view.told(edition.audience)
    pen = group_pen(edition.language, view.as_of, company.currency, view.cells)
    setting = Setting(told, pen, links)
    before = inside(setting)
    sections, notes = numbered((page_one(setting), *before, *_appendix(setting, targets(before))))
    masthead = masthead_of(setting)
    title = pen.text("group.title").format(sites=masthead.site, month=masthead.period, edition=masthead.edition)
    document = Document(
        edition.audience, edition.language, title, masthead, (*sections, evidence_section(pen, _brief(setting, notes))), tuple(pen.text(key) for key in NOTICES),
        company.paper, {key: pen.text(f"label.{key}") for key in RENDERER_LABELS},
    )
    return _with_facts(document, pen, view)


def _appendix(setting: Setting, wanted: frozenset[str]) -> tuple[Section, ...]:
    """Give the whole of each list, and how they are ordered; some only where a list before leads to them, being cut."""
    view, pen = setting.view, setting.pen
    found: list[Section] = []

    def section(anchor: str, *blocks: Block) -> None:
        found.append(Section(anchor, pen.text(f"group.label.{anchor.replace('-', '_')}"), blocks, Layout.APPENDIX))

    if view.absolute[1:]:
        section("all-absolute", Bullets(tuple((wording.absolute(pen, plant, issue),) for plant, issue in view.absolute[:LIMITS_LISTED])),
                *_rest(setting, "absolute", len(view.absolute) - LIMITS_LISTED))
    if view.asks:
        section("all-asks", asks_table(setting, "all.ask", view.asks[:ASKS_LISTED]), *_rest(setting, "asks", len(view.asks) - ASKS_LISTED))
    if view.here:
        section("all-plants", plants_table(setting, "all.plant", view.here[:PLANTS_LISTED]), *_rest(setting, "plants", len(view.here) - PLANTS_LISTED))
    if view.away:
        section("all-away", Bullets(tuple(tuple(wording.away(pen, each, view.period)) for each in view.away)))
    if "all-owed" in wanted:
        owing = owed(view)
        section("all-owed", owed_table(setting, "all.owed", owing[:OWED_LISTED]), *_rest(setting, "owed", len(owing) - OWED_LISTED))
    every = kpis_section(setting, len(shared_kpis(setting)), "all-kpis") if "all-kpis" in wanted else None
    found += [every] if every else []
    lines = [pen.say(f"group.method.{key}", f"group.method.{key}", stance=Stance.NOTICE) for key in METHOD]
    section("method", Bullets(tuple((line,) for line in (*lines, *method(setting)))))
    return tuple(found)


def _rest(setting: Setting, key: str, rest: int) -> tuple[Paragraph, ...]:
    """Count what a list of a very large group leaves to the plants' own briefings; the group's JSON names every plant."""
    said = setting.pen.say(f"group.all.{key}.rest", "group.rest", rest, stance=Stance.NOTICE, count=setting.pen.plain(str(rest)))
    return (Paragraph((said,), role="small"),) if rest > 0 else ()


def _brief(setting: Setting, notes: list[Note]) -> list[Note]:
    """Name the first sheets of each note that rests on those of very many plants, and count the others."""
    found = []
    for note in notes:
        files = dict.fromkeys(cell.file for cell in note.cells)
        if len(files) > FILES_NAMED:
            shown = set(list(files)[:FILES_NAMED])
            rest = setting.pen.text("group.evidence.rest").format(text=note.text, count=len(files) - FILES_NAMED)
            note = Note(note.number, rest, tuple(cell for cell in note.cells if cell.file in shown))  # noqa: PLW2901 - it stands for the same
        found.append(note)
    return found


def _with_facts(document: Document, pen: GroupPen, view: GroupView) -> Document:
    """Give the document with every fact that its figures print, the plants' own among them."""
    known: Mapping[str, Fact] = {fact.id: fact for plant in _digests(view) for fact in plant} | pen.facts
    printed = sorted({run for sentence in all_sentences(document) for run in sentence.facts})
    return Document(
        document.edition, document.language, document.title, document.masthead, document.sections, document.notices, document.paper,
        document.labels, tuple(known[identifier] for identifier in printed),
    )


def _digests(view: GroupView) -> list[tuple[Fact, ...]]:
    return [digest.facts for plant in view.plants for digest in (plant.digest, plant.last) if digest]
