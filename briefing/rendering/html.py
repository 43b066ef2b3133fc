"""HTML in one file: no script, no outside request; opens from mail, years later."""

from __future__ import annotations

from base64 import b64encode
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from briefing.document.blocks import Chart, Document
from briefing.document.figures import OutlookFigure
from briefing.rendering import theme
from briefing.rendering.characters import legible
from briefing.rendering.charts import Drawing, draw, draw_panels
from briefing.rendering.view import Data, view
from briefing.resources import folder

_FACES = (
    ("Briefing Sans", 400, "normal", "BriefingSans-Regular.woff"),
    ("Briefing Sans", 600, "normal", "BriefingSans-Semibold.woff"),
    ("Briefing Serif", 400, "normal", "BriefingSerif-Regular.woff"),
    ("Briefing Serif", 400, "italic", "BriefingSerif-It.woff"),
    ("Briefing Serif", 600, "normal", "BriefingSerif-Semibold.woff"),
)
_PANEL_WIDTH = 150.0


def render_html(document: Document) -> bytes:
    """Give the document as one self-contained page in UTF-8; the same document gives the same bytes."""
    def drawn(chart: Chart, share: float, name: str) -> Data:
        return {"drawings": _drawings(chart, document, share, name)}

    data = view(document, drawn, legible)
    page = _environment().get_template("report.html").render(
        document=data, paper=theme.paper(document.paper), colours=theme.palette(document.brand), faces=_faces(),
    )
    return (page.strip() + "\n").encode(errors="replace")


def _drawings(chart: Chart, document: Document, share: float, name: str) -> list[Data]:
    """Draw a chart for the screen: panels one by one so that they can stack, else once more for a phone."""
    width = theme.SCREEN_WIDTH * share
    if isinstance(chart.figure, OutlookFigure) and len(chart.figure.panels) > 1:
        return [_drawing(each, "panel") for each in draw_panels(chart.figure, document.language, _PANEL_WIDTH, name)]
    wide = draw(chart.figure, document.language, width, name)
    if width <= theme.PHONE_WIDTH * 1.1:
        return [_drawing(wide, "any")]
    narrow = draw(chart.figure, document.language, theme.PHONE_WIDTH, f"{name}-narrow")
    return [_drawing(wide, "wide"), _drawing(narrow, "narrow")]


def _drawing(drawing: Drawing, use: str) -> Data:
    svg = Markup(_coloured(drawing.svg))  # noqa: S704 - made by matplotlib, which escapes text
    return {"svg": svg, "use": use, "width": round(drawing.width * theme.SCREEN_SCALE / 0.75)}


def _coloured(svg: str) -> str:
    """Write the theme's colours as custom properties, inside tags only, so that a dark screen can change them."""
    svg = theme.recoloured(svg, {colour.light: f"var(--{name.replace('_', '-')})" for name, colour in theme.COLOURS.items()})
    svg = svg.replace("font-family: 'Source Sans Pro', sans-serif", "font-family: inherit")
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


@cache
def _faces() -> tuple[Data, ...]:
    fonts = folder("templates") / "report" / "html" / "fonts"
    return tuple(
        {"family": family, "weight": weight, "style": style, "data": b64encode((fonts / file).read_bytes()).decode()}
        for family, weight, style, file in _FACES
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder("templates") / "report" / "html"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )
    environment.filters["css_string"] = css_string
    return environment


def css_string(text: str) -> Markup:
    """Give a text as a CSS string in which nothing can end the string or the style element."""
    escaped = "".join(letter if letter.isalnum() or letter in " .,-·" else f"\\{ord(letter):x} " for letter in text)
    return Markup(f'"{escaped}"')  # noqa: S704 - everything that means something to CSS or HTML is escaped above
