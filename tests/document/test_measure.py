"""The widths that lines are counted with are those of the fonts, rounded up."""

from __future__ import annotations

import pytest
from fontTools.ttLib import TTFont

from briefing.document.measure import FACES, SEMIBOLD, lines, width
from briefing.rendering import theme

FAMILIES = {"sans": theme.SANS, "serif": theme.SERIF}


def advances(face: str, style: str) -> dict[str, float]:
    """Give each character's width in thousandths of the size, as the font file says."""
    font = TTFont(theme.font_file(FAMILIES[face], style))
    characters, metrics, units = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    return {chr(code): metrics[name][0] * 1000 / units for code, name in characters.items()}


@pytest.mark.parametrize("face", FACES)
def test_no_character_is_narrower_than_the_fonts(face: str) -> None:
    """And none more than a hundredth of the size wider."""
    real = advances(face, "Regular")

    assert [] == [each for each, width in FACES[face].items() if not 0 <= width - real[each] <= 10]


@pytest.mark.parametrize("face", FACES)
def test_semibold_words_are_no_wider_than_allowed_for(face: str) -> None:
    """Over the letters of a text, not letter by letter."""
    text = "the line stops for want of resin: likely (6 in 10) by 31 March, se cerró el pasillo de montacargas"
    regular, bold = advances(face, "Regular"), advances(face, "Semibold")

    assert sum(bold[each] for each in text) <= SEMIBOLD * 1.005 * sum(regular[each] for each in text)


def test_lines_break_between_words() -> None:
    """Three words of which two fit a line; a word wider than the line is broken; no words take no line."""
    room = width("resin resin", 10.0) + 0.1

    assert 2 == lines("resin resin resin", room, 10.0)
    assert 3 == lines("resin resin resin", width("resin", 10.0) + 0.1, 10.0)
    assert 2 == lines("r" * 20, width("r" * 12, 10.0), 10.0)
    assert 0 == lines("  ", room, 10.0)
