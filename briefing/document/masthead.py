"""The masthead: what the paper is, for whom, in which money, and the notices that hold for all of it."""

from __future__ import annotations

from briefing.document.blocks import Masthead
from briefing.document.scribe import Scribe
from briefing.framing.wording import page_one

NOTICES = ("notice.estimates", "notice.minutes", "notice.silence")
LONGEST_NAME = 60
"""Characters of a company's or a site's name in the masthead; a longer one stands whole at the head of the method."""


def masthead_of(scribe: Scribe) -> Masthead:
    """Give the masthead of an edition; names longer than a line are shortened."""
    pen, dossier = scribe.pen, scribe.dossier
    company = dossier.charter.company
    confidentiality = company.confidentiality_es if scribe.edition.language == "es" else company.confidentiality_en
    return Masthead(
        shortened_name(dossier.site.name or dossier.site.code), "".join(run.text for run in pen.month(dossier.period).runs),
        pen.text(f"edition.{scribe.edition.audience}"), page_one.masthead(pen, dossier), shortened_name(confidentiality, 2 * LONGEST_NAME),
        shortened_name(company.name), dossier.logo,
    )


def shortened_name(name: str, most: int = LONGEST_NAME) -> str:
    """Give a name, its end left out between words where it is longer than a masthead holds."""
    if len(name) <= most:
        return name
    kept = name[:most]
    return (kept[:kept.rfind(" ")] if " " in kept[most // 2:] else kept).rstrip(" ,;:.") + "\N{HORIZONTAL ELLIPSIS}"
