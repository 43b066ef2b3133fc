"""Contrast as WCAG 2.2 defines it, and colours moved within their hue until they can be read."""

from __future__ import annotations

from colorsys import rgb_to_hls

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.colours import contrast, is_colour, mixed, readable

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(("first", "second", "expected"), [
    ("#000000", "#ffffff", 21.0),
    ("#ffffff", "#ffffff", 1.0),
    # The luminance of #777777 is ((0.4667 + 0.055) / 1.055) ^ 2.4 = 0.1845; 1.05 / 0.2345 = 4.48: just too little for text.
    ("#777777", "#ffffff", 4.48),
])
def test_contrast_is_that_of_the_standard(first: str, second: str, expected: float) -> None:
    """Whichever is named first."""
    assert expected == pytest.approx(contrast(first, second), abs=0.005)
    assert contrast(first, second) == contrast(second, first)


@given(COLOURS, st.booleans())
def test_a_readable_colour_has_the_contrast_and_keeps_its_hue(colour: str, lighter: bool) -> None:
    """Also on two backgrounds; one that had it already is left alone, and no smaller step would have done."""
    behind = ("#14181c", "#20262c") if lighter else ("#ffffff", "#f1f4f6")
    used = readable(colour, behind, 4.5, lighter=lighter)
    assert min(contrast(used, each) for each in behind) >= 4.5
    if min(contrast(colour, each) for each in behind) >= 4.5:
        assert used == colour
    before, after = (rgb_to_hls(*(part / 255 for part in bytes.fromhex(each[1:]))) for each in (colour, used))
    if min(before[2], after[2]) > 0.3 and 0.15 < after[1] < 0.85:
        apart = abs(before[0] - after[0])
        assert min(apart, 1 - apart) < 0.03  # sixteen million colours are a grid: the hue moves by rounding alone


def test_only_six_digits_after_a_hash_are_a_colour() -> None:
    """Nothing else comes near a style sheet."""
    assert [True, True, False, False, False, False] == [
        is_colour(text) for text in ("#0A5275", "#ffffff", "0A5275", "#fff", "#0A527G", "#0A5275;}")]


def test_mixing_gives_the_ends_and_the_middle() -> None:
    """(0 + 255) / 2 = 127.5, to the even neighbour."""
    assert ["#000000", "#808080", "#ffffff"] == [mixed("#000000", "#ffffff", share) for share in (0, 0.5, 1)]
