"""Drawing in several threads, as a web server does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from briefing.rendering import render
from tests.rendering.example_document import spanish


def test_threads_draw_what_one_thread_draws() -> None:
    """HTML and PDF drawn at once in four threads have the bytes of those drawn alone."""
    document = spanish()
    alone = {form: render(document, form) for form in ("html", "pdf")}
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(lambda form: (form, render(document, form)), ["html", "pdf"] * 4))
    assert [] == [form for form, data in drawn if data != alone[form]]
