"""Colours, type and paper: the one place that says how a briefing looks, for charts, HTML and PDF alike."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SANS = "Source Sans Pro"
SERIF = "Source Serif Pro"

CHART_TEXT = 7.5
"""Size of a chart's labels in points."""
CHART_TITLE = 8.5
"""Size of a panel's title in points."""

CHART_SMALL = 300.0
"""A chart narrower than so many points has fewer ticks."""


@dataclass(frozen=True, slots=True)
class Colour:
    """One colour by its use, on white paper and on a dark screen."""

    light: str
    dark: str


COLOURS = {
    "ink": Colour("#1b1f24", "#e7e9ec"),
    "muted": Colour("#565e69", "#a9b1bb"),
    "hairline": Colour("#c3c9d1", "#454d57"),
    "faint": Colour("#f1f4f6", "#20262c"),
    "paper": Colour("#ffffff", "#14181c"),
    "accent": Colour("#0a5275", "#7ec3e6"),
    "accent_soft": Colour("#8fb3c5", "#4d7d95"),
    "accent_tint": Colour("#d5e4ec", "#1d3b4b"),
    "alarm": Colour("#a33a16", "#f29b77"),
}
"""Two accents (petrol for the plan and the recommendation, rust for limits) and greys; every text colour has
at least 5.9 to 1 against its paper, and the two accents differ in lightness enough for a grey printer only
together with shape, so nothing rests on them."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet in points: its name for Typst and CSS, its size and margins."""

    typst: str
    css: str
    width: float
    height: float
    side: float

    @property
    def text_width(self) -> float:
        """The width between the side margins, in points."""
        return self.width - 2 * self.side


PAPERS = {
    "letter": Paper("us-letter", "letter", 612.0, 792.0, 60.0),
    "a4": Paper("a4", "A4", 595.28, 841.89, 54.0),
}

SCREEN_WIDTH = PAPERS["letter"].text_width
"""Width at which a chart as wide as the HTML's text (720 CSS pixels) is drawn, in points: that of the paper, so that one
drawing serves both."""
SCREEN_SCALE = 540.0 / SCREEN_WIDTH
"""Charts are drawn so much smaller for a screen than they are shown, which makes their text larger."""
PHONE_WIDTH = 246.0 / SCREEN_SCALE
"""Width at which a chart for a phone of 360 CSS pixels is drawn, in points."""


def paper(name: str) -> Paper:
    """Give the sheet of a name, in any case; Letter for a name that is not known."""
    return PAPERS.get(name.strip().lower(), PAPERS["letter"])


def ink(name: str) -> str:
    """Give a colour on white paper, as `#rrggbb`."""
    return COLOURS[name].light


def font_folders() -> tuple[Path, ...]:
    """Give the folders of the two installed font packages."""
    import font_source_sans_pro as sans  # type: ignore[import-untyped]  # noqa: PLC0415 - only rendering needs them
    import font_source_serif_pro as serif  # type: ignore[import-untyped]  # noqa: PLC0415

    return (Path(str(sans.font_directory)), Path(str(serif.font_directory)))


def font_file(family: str, style: str) -> Path:
    """Give the TrueType file of one face, such as `SANS` and `Semibold`."""
    sans, serif = font_folders()
    folder = sans if family == SANS else serif
    return folder / f"{family.replace(' ', '')}-{style}.ttf"
