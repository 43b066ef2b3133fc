"""A company's logo and colours on screen and paper: seen, described, readable, and never markup."""

from __future__ import annotations

import io
import re
from base64 import b64encode
from dataclasses import replace
from typing import Any, Literal

import pikepdf
import pytest

from briefing.colours import contrast
from briefing.document.blocks import Document
from briefing.model.brand import Brand, Logo
from briefing.rendering import pictures, render, theme
from tests.rendering.example_document import english
from tests.rendering.test_html import Page
from tests.rendering.test_pdf import elements
from tests.workbook.test_branding import png

SVG = Logo("svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10" width="40" height="10"><path d="M0 0H40V10z" fill="#2e7d32"/></svg>', 40, 10)
PNG = Logo("png", b64encode(png()).decode(), 4, 2)


def branded(logo: Logo | None = None, main: str = "", second: str = "") -> Document:
    """The example in a brand's looks."""
    document = english()
    return replace(document, brand=Brand(main, second), masthead=replace(document.masthead, logo=logo))


@pytest.mark.parametrize("logo", [SVG, PNG])
def test_the_logo_stands_in_the_page_and_says_the_companys_name(logo: Logo) -> None:
    """Inside the file, in place of the name."""
    page = Page(render(branded(logo), "html"))

    (image,) = page.all("img")
    assert branded().masthead.company == image["alt"]
    assert (image["src"] or "").startswith(f"data:image/{'svg+xml' if logo is SVG else 'png'};base64,")


@pytest.mark.parametrize("logo", [SVG, PNG])
def test_the_logo_is_a_described_figure_of_the_tagged_pdf(logo: Logo) -> None:
    """One figure more than without, first of all."""
    def alternatives(document: Document) -> list[str]:
        pdf = pikepdf.open(io.BytesIO(render(document, "pdf")))
        return [str(each["/Alt"]) for each in elements(pdf.Root.StructTreeRoot) if str(each["/S"]) == "/Figure"]

    assert [branded().masthead.company, *alternatives(branded())] == alternatives(branded(logo))


@pytest.mark.parametrize("main", ["#0a5275", "#ffd400", "#ffffff", "#000000", "#2e7d32", "#ff00ff"])
def test_every_text_colour_of_a_brand_can_be_read_on_paper_and_on_a_dark_screen(main: str) -> None:
    """Also where nobody has looked at the charter's colours before."""
    colours = theme.palette(Brand(main, main))

    for accent, paper, faint in ((colours["accent"].light, "#ffffff", "#f1f4f6"), (colours["accent"].dark, "#14181c", "#20262c")):
        assert min(contrast(accent, paper), contrast(accent, faint)) >= 4.5
    assert contrast(colours["rule"].light, "#ffffff") >= 3
    assert contrast(colours["rule"].dark, "#14181c") >= 3
    assert contrast(colours["ink"].light, colours["accent_tint"].light) >= 4.5
    assert contrast(colours["ink"].dark, colours["accent_tint"].dark) >= 4.5


def test_the_briefings_own_colours_can_be_read_too() -> None:
    """All that writes text, on the paper and the tint it may stand on."""
    for name in ("ink", "muted", "accent", "alarm"):
        colour = theme.COLOURS[name]
        for side in ("light", "dark"):
            assert min(contrast(getattr(colour, side), getattr(theme.COLOURS[each], side)) for each in ("paper", "faint")) >= 4.5


def test_colours_reach_the_page_as_custom_properties_and_charts_follow_them() -> None:
    """No chart holds a colour of its own."""
    source = render(branded(main="#2e7d32", second="#c2185b"), "html").decode()

    assert "--accent: #2e7d32;" in source
    assert "--rule: #c2185b;" in source
    assert "#0a5275" not in source


def test_colours_reach_the_papers_charts() -> None:
    """Where the plan and the recommendation are drawn."""
    svg = '<path fill="#0a5275" stroke="#a33a16"/><text>#0a5275</text>'

    assert '<path fill="#2e7d32" stroke="#a33a16"/><text>#0a5275</text>' == theme.on_paper(svg, theme.palette(Brand("#2e7d32", "#c2185b")))
    assert svg == theme.on_paper(svg, theme.palette(Brand()))


@pytest.mark.parametrize("text", ["red", "#12345", "#2e7d32;} body{display:none}", "</style><script>"])
def test_a_text_that_is_no_colour_changes_nothing(text: str) -> None:
    """Not a byte."""
    assert render(branded(main=text, second=text), "html") == render(branded(), "html")


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_a_branded_briefing_has_equal_bytes(form: Literal["html", "pdf"]) -> None:
    """The logo and the colours are data like all else."""
    document = branded(SVG, "#2e7d32", "#c2185b")

    assert render(document, form) == render(document, form)


def test_meaning_survives_any_colour() -> None:
    """The words of a page are the same in every brand."""
    plain, coloured = (Page(render(branded(main=main), "html")).text for main in ("", "#ffd400"))

    assert re.sub(r"#[0-9a-f]{6}", "", plain) == re.sub(r"#[0-9a-f]{6}", "", coloured)


def test_what_cannot_be_drawn_is_an_ordinary_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """A panic of the drawing library must not pass by those who catch faults, so that other sites are still built."""
    class Panic(BaseException):
        """As the library raises it."""

    def broken(_: str) -> Any:
        raise Panic

    monkeypatch.setattr(pictures, "compiler", broken)
    with pytest.raises(ValueError, match="could not be drawn"):
        pictures.as_png([pictures.Picture("<svg/>", 1, 1)])
