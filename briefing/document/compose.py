"""From a frame to a document: one edition in one language."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.document.appendix import appendix_sections, evidence_section, numbered
from briefing.document.blocks import Document, Section, sentences_of
from briefing.document.editions import Audience, Edition
from briefing.document.fitting import Sheet, fitted_sheets
from briefing.document.full_words import cut_anchors, first_anchors, full_words, full_words_section, relinked, shortened_section
from briefing.document.masthead import NOTICES, masthead_of
from briefing.document.replies import carries_links, with_links
from briefing.document.scribe import Scribe
from briefing.framing import Frame
from briefing.framing.wording.pen import Pen
from briefing.model.brand import Brand
from briefing.sentences import Reference

APPENDIX_WORDS = 2400
"""Characters of somebody's words in the appendix: the longest that the contract allows stand whole."""
LEAST_WORDS = 110
"""What even a narrow column of the appendix holds: a clause."""
RENDERER_LABELS = ("page", "of", "contents", "skip", "recommendation", "back", "evidence", "appendix", "on_page")


def scribe_of(frame: Frame, edition: Edition) -> Scribe:
    """Give who writes an edition: in its language, in the site's money where the site reads it and a rate is known."""
    exchange = frame.assessment.exchange
    site_money = edition.audience is Audience.SITE and exchange.quoted is not None
    currency = exchange.site_currency if site_money else exchange.currency
    return Scribe(frame, edition, Pen(edition.language, frame.assessment.dossier.as_of, exchange, currency))


def compose(frame: Frame, edition: Edition, *, replies: bool | None = None) -> Document:
    """Compose one edition; every figure it prints is among its facts, every sentence has its evidence.

    `replies` tells whether the one reader that it is for answers by mail; where no single reader is known, the charter's
    readers of the edition decide.
    """
    scribe, sheets, twins = fitted_sheets(scribe_of(frame, edition))
    sections, notes = numbered(_sections(scribe, sheets, twins))
    dossier = frame.assessment.dossier
    if carries_links(dossier.charter, edition, dossier.site.code) if replies is None else replies:
        sections = with_links(sections, dossier, scribe.asks, edition.language)
    pen, masthead, company = scribe.pen, masthead_of(scribe), scribe.dossier.charter.company
    labels = {key: pen.text(f"label.{key}") for key in RENDERER_LABELS}
    printed = {fact for sentence in (masthead.line, *(each for section in sections for each in sentences_of(section))) for fact in sentence.facts}
    return Document(
        edition.audience, edition.language, f"{masthead.site} · {masthead.period} · {masthead.edition}", masthead,
        (*sections, evidence_section(pen, notes)), tuple(pen.text(key) for key in NOTICES), company.paper, labels,
        tuple(pen.facts[key] for key in sorted(printed)), Brand(company.main_colour, company.second_colour),
    )


def _sections(scribe: Scribe, sheets: tuple[Sheet, ...], twins: tuple[Sheet, ...]) -> tuple[Section, ...]:
    """Give all sections but the evidence, with the words in full that there was no room for in either language."""
    counted = tuple(sheet.printed for sheet in sheets)
    appendix = appendix_sections(scribe, targets(counted))
    printed = (*counted, *(_in_appendix(scribe, each) for each in appendix))
    wanted = cut_anchors((*printed, *(sheet.printed for sheet in twins)))
    words = full_words((*(sheet.whole for sheet in sheets), *appendix), (sheet.whole for sheet in twins), wanted)
    anchors = first_anchors(words)
    in_full = full_words_section(scribe, words, anchors)
    return (*(relinked(each, anchors) for each in printed), *((in_full,) if in_full else ()))


def _in_appendix(scribe: Scribe, section: Section) -> Section:
    """Shorten what a narrow column of the appendix cannot hold; definitions stand whole, they are what was agreed."""
    return section if section.anchor == "definitions" else shortened_section(scribe, section, APPENDIX_WORDS, LEAST_WORDS)


def targets(sections: Iterable[Section]) -> frozenset[str]:
    """Give the anchors that something in the sections leads to."""
    return frozenset(run.target for section in sections for sentence in sentences_of(section) for run in sentence.runs
                     if isinstance(run, Reference))
