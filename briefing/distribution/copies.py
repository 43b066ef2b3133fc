"""A reader's own copy of a paper, as it travels with the mail."""

from __future__ import annotations

from datetime import date

from briefing.distribution.message import Attachment
from briefing.document.editions import Edition
from briefing.language import catalogue
from briefing.numbers import full_day, role_name
from briefing.periods import Period
from briefing.rendering.copies import locked, stamped


def paper_name(site: str, period: Period, edition: Edition) -> str:
    """Give the file name of an edition's paper."""
    return f"{site}_{period}_{edition}.pdf"


def own_copy(pdf: bytes, role: str, code: str, edition: Edition, name: str, *, on: date, password: str = "") -> Attachment:
    """Give the paper with the reader's role and code and the day on every page, locked where there is a password."""
    language = edition.language
    copy = stamped(pdf, catalogue("mail", language).text("copy", role=role_name(role, language), code=code, day=full_day(on, language)), language)
    return Attachment(name, "application/pdf", locked(copy, password) if password else copy)
