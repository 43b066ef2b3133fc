"""The masthead: what the paper is, for whom, in which money, and the notices that hold for all of it."""

from __future__ import annotations

from briefing.document.blocks import Masthead
from briefing.document.names import LONGEST_LINE, shortened_name
from briefing.document.scribe import Scribe
from briefing.framing.wording import page_one

NOTICES = ("notice.estimates", "notice.minutes", "notice.silence")


def masthead_of(scribe: Scribe) -> Masthead:
    """Give the masthead of an edition; names longer than a line are shortened."""
    pen, dossier = scribe.pen, scribe.dossier
    company = dossier.charter.company
    confidentiality = company.confidentiality_es if pen.language == "es" else company.confidentiality_en
    return Masthead(
        shortened_name(dossier.site.name or dossier.site.code), "".join(run.text for run in pen.month(dossier.period).runs),
        pen.text(f"edition.{scribe.edition.audience}"), page_one.masthead(pen, dossier), shortened_name(confidentiality, LONGEST_LINE),
        shortened_name(company.name), dossier.logo,
    )
