"""Letting go of what the compiler remembers changes no byte, and costs nothing where no PDF was made."""

from __future__ import annotations

from briefing.rendering import pdf
from tests.rendering.example_document import english


def test_documents_before_and_after_are_equal() -> None:
    """A run over many plants lets go after each."""
    first = pdf.render_pdf(english())
    for _ in range(2):
        pdf.let_go()
    assert pdf.render_pdf(english()) == first


def test_nothing_is_started_where_no_pdf_was_made() -> None:
    """A run that writes JSON alone loads no compiler."""
    pdf.compiler.cache_clear()
    pdf._idle_compiler.cache_clear()
    pdf.let_go()
    assert pdf._idle_compiler.cache_info().currsize == 0
