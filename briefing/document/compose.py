"""From a frame to a document: one edition in one language."""

from __future__ import annotations

from briefing.document.appendix import appendix_sections, evidence_section, numbered
from briefing.document.blocks import Document, Masthead
from briefing.document.editions import Audience, Edition
from briefing.document.inside import inside_sections
from briefing.document.issue_page import issue_sections
from briefing.document.page_one import page_one_section
from briefing.document.scribe import Scribe
from briefing.framing import Frame
from briefing.framing.wording import page_one
from briefing.framing.wording.pen import Pen

RENDERER_LABELS = ("page", "of", "contents", "skip", "recommendation", "back", "evidence", "appendix")
NOTICES = ("notice.estimates", "notice.minutes", "notice.silence")


def compose(frame: Frame, edition: Edition) -> Document:
    """Compose one edition; every figure it prints is among its facts, every sentence has its evidence."""
    assessment = frame.assessment
    dossier, exchange = assessment.dossier, assessment.exchange
    site_money = edition.audience is Audience.SITE and exchange.quoted is not None
    currency = exchange.site_currency if site_money else exchange.currency
    pen = Pen(edition.language, dossier.as_of, exchange, currency)
    scribe = Scribe(frame, edition, pen)
    line = page_one.masthead(pen, dossier)
    sections, notes = numbered((page_one_section(scribe), *issue_sections(scribe), *inside_sections(scribe), *appendix_sections(scribe)))
    company = dossier.charter.company
    masthead = Masthead(
        dossier.site.name or dossier.site.code, "".join(run.text for run in pen.month(dossier.period).runs),
        pen.text(f"edition.{edition.audience}"), line,
        company.confidentiality_es if edition.language == "es" else company.confidentiality_en, company.name,
    )
    labels = {key: pen.text(f"label.{key}") for key in RENDERER_LABELS}
    return Document(
        edition.audience, edition.language, f"{masthead.site} · {masthead.period} · {masthead.edition}", masthead,
        (*sections, evidence_section(scribe, notes)), tuple(pen.text(key) for key in NOTICES), company.paper, labels,
        tuple(pen.facts[key] for key in sorted(pen.facts)),
    )
