"""Colours, type and paper: the one place that says how a briefing looks, for charts, HTML and PDF alike."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from briefing.colours import FAINT, GRAPHIC_CONTRAST, TEXT_CONTRAST, WHITE, contrast, is_colour, mixed, readable
from briefing.model.brand import Brand

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
    "rule": Colour("#1b1f24", "#e7e9ec"),
    "ink": Colour("#1b1f24", "#e7e9ec"),
    "muted": Colour("#565e69", "#a9b1bb"),
    "hairline": Colour("#c3c9d1", "#454d57"),
    "faint": Colour(FAINT, "#20262c"),
    "paper": Colour(WHITE, "#14181c"),
    "accent": Colour("#0a5275", "#7ec3e6"),
    "accent_soft": Colour("#8fb3c5", "#4d7d95"),
    "accent_tint": Colour("#d5e4ec", "#1d3b4b"),
    "alarm": Colour("#a33a16", "#f29b77"),
}
"""Two accents (petrol for the plan and the recommendation, rust for limits) and greys; every text colour has
at least 5.9 to 1 against its paper, and the two accents differ in lightness enough for a grey printer only
together with shape, so nothing rests on them. `rule` is of the lines above titles; it stands before `ink`, whose
value it shares."""

_TEXT = ("ink", "muted", "alarm")
"""What is written on the page besides the accent."""

Palette = Mapping[str, Colour]


@lru_cache(maxsize=64)
def palette(brand: Brand) -> Palette:
    """Give the colours of a brand, each with the contrast that reading it needs, on paper and on a dark screen.

    The main colour takes the place of the petrol accent and of its tints, the second that of the rules. The rust of
    limits stays: a brand's colour must not look like an alarm. A text that is no colour changes nothing.
    """
    colours = dict(COLOURS)
    if is_colour(brand.main):
        accent = _adapted(brand.main, [COLOURS["paper"], COLOURS["faint"]], TEXT_CONTRAST)
        soft = Colour(mixed(accent.light, WHITE, 0.54), mixed(accent.dark, COLOURS["paper"].dark, 0.45))
        tint = Colour(_tint(accent.light, WHITE, [COLOURS[each].light for each in _TEXT], 0.83),
                      _tint(accent.dark, COLOURS["paper"].dark, [COLOURS[each].dark for each in _TEXT], 0.75))
        colours |= {"accent": accent, "accent_soft": soft, "accent_tint": tint}
    if is_colour(brand.second):
        colours["rule"] = _adapted(brand.second, [COLOURS["paper"]], GRAPHIC_CONTRAST)
    return colours


def _tint(accent: str, paper: str, text: Sequence[str], share: float) -> str:
    """Give the accent mixed with so much of the paper or more, until the accent and all other text can be read on it."""
    tint = mixed(accent, paper, share)
    while share < 1 and min(contrast(each, tint) for each in (accent, *text)) < TEXT_CONTRAST:
        share += 0.01
        tint = mixed(accent, paper, min(share, 1.0))
    return tint


def _adapted(colour: str, behind: Sequence[Colour], least: float) -> Colour:
    return Colour(readable(colour, [each.light for each in behind], least),
                  readable(colour, [each.dark for each in behind], least, lighter=True))


def recoloured(svg: str, names: Mapping[str, str]) -> str:
    """Write other colours for those a chart was drawn with, inside tags only: text is never touched."""
    def tag(found: re.Match[str]) -> str:
        if "#" not in found[0]:
            return found[0]
        return re.sub(r"#[0-9a-f]{6}\b", lambda code: names.get(code[0], code[0]), found[0])

    return re.sub(r"<[^>]*>", tag, svg)


def on_paper(svg: str, chosen: Palette) -> str:
    """Give a chart in a palette's colours for paper."""
    names = {colour.light: chosen[name].light for name, colour in COLOURS.items() if chosen[name] != colour and name != "rule"}
    return recoloured(svg, names) if names else svg


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
