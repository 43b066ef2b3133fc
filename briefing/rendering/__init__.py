"""Drawing a document: self-contained HTML, tagged PDF, an editable Word file. No rules live here, only looks."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from typing import Literal

from briefing.document.blocks import Document

Format = Literal["html", "pdf", "docx"]

__all__ = ["Format", "render", "start_pdf"]


def render(document: Document, format: Format) -> bytes:  # noqa: A002 - the word users know; part of the contract
    """Give the document as bytes of a format, `html`, `pdf` or `docx`; ValueError for another.

    The same document gives the same bytes, whatever the machine, the clock or the hash seed.
    """
    if format == "html":
        from briefing.rendering.html import render_html  # noqa: PLC0415 - jinja2 only where it is needed

        return render_html(document)
    if format == "pdf":
        from briefing.rendering.pdf import render_pdf  # noqa: PLC0415 - Typst only where it is needed

        return render_pdf(document)
    if format == "docx":
        from briefing.rendering.word import render_word  # noqa: PLC0415 - python-docx only where it is needed

        return render_word(document)
    message = f"not a format of the briefing: {format!r}"
    raise ValueError(message)


def start_pdf(document: Document, press: Executor) -> Future[bytes]:
    """Draw the document's charts at once and have its PDF set by the press, while the caller goes on."""
    from briefing.rendering.manuscript import manuscript  # noqa: PLC0415 - Typst only where it is needed
    from briefing.rendering.pdf import typeset  # noqa: PLC0415 - as above

    return press.submit(typeset, manuscript(document))
