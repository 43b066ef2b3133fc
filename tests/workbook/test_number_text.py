"""Numbers written as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from briefing.workbook.number_text import Doubt, NumberText, parse_number, parse_out_of


@pytest.mark.parametrize(("text", "sign", "expected"), [
    ("1,234.5", ".", 1234.5), ("$1,200", ".", 1200), ("(300)", ".", -300), ("$(1,200.50)", ".", -1200.5), ("-5", ".", -5),
    ("5-", ".", -5), ("\u22125", ".", -5), ("US$ 1,200 ", ".", 1200), ("1,200 MXN", ".", 1200), ("+3", ".", 3),
    (".5", ".", 0.5), ("12,500", ".", 12500), ("1\u00a0234", ".", 1234), ("1'234", ".", 1234), ("1.234,5", ",", 1234.5),
    ("12,5", ",", 12.5), ("12.500", ",", 12500), ("1.5E-3", ".", 0.0015), ("0.125", ".", 0.125), ("1,234,567", ".", 1234567),
    ("€ 5", ".", 5), ("5 dls", ".", 5),
])
def test_a_number_is_read_by_the_decimal_sign(text: str, sign: str, expected: float) -> None:
    """Thousands, money signs, brackets and minus signs are understood."""
    assert NumberText(expected) == parse_number(text, sign)


@pytest.mark.parametrize(("text", "expected"), [("95 %", 0.95), ("95%", 0.95), ("-3.5 %", -0.035), ("(2 %)", None), ("%5", 0.05)])
def test_a_percent_sign_divides_by_a_hundred(text: str, expected: float | None) -> None:
    """95 % is 0.95."""
    found = parse_number(text)
    assert expected == found.value
    assert found.percent is (expected is not None) or text == "(2 %)"


@pytest.mark.parametrize(("text", "sign"), [("12,5", "."), ("1.234,5", "."), ("0,35", "."), ("12.5", ","), ("1,234.5", ",")])
def test_the_other_decimal_sign_is_not_guessed_at(text: str, sign: str) -> None:
    """A number by the other sign's rules has a doubt and no value."""
    assert NumberText(None, doubt=Doubt.OTHER_SIGN) == parse_number(text, sign)


@pytest.mark.parametrize(("text", "sign", "expected"), [("12.500", ".", 12.5), ("12,500", ",", 12.5)])
def test_three_decimals_are_used_and_doubted(text: str, sign: str, expected: float) -> None:
    """They look like thousands under the other sign."""
    assert NumberText(expected, doubt=Doubt.THOUSANDS) == parse_number(text, sign)


@pytest.mark.parametrize("text", ["n/d", "NA", "-", "pendiente", "", "12k", "5-6", "~5", "1,23,456", "1.2.3", "..", "()", "cinco",
                                  "1e999", "NaN", "inf", "0x10", "5 días"])
def test_what_is_no_number_has_no_value(text: str) -> None:
    """Words, ranges, suffixes and broken groups are not made into numbers."""
    assert None is parse_number(text).value


def test_the_columns_own_unit_may_stand_behind() -> None:
    """19 días is 19 where days are counted, and nothing elsewhere."""
    assert NumberText(19) == parse_number("19 días", ".", "dias")
    assert None is parse_number("19 días", ".", "piezas").value


@pytest.mark.parametrize(("text", "expected"), [("6 in 10", 0.6), ("6 de cada 10", 0.6), ("14 en 100", 0.14), ("3/10", 0.3), ("11 in 10", None), ("6", None)])
def test_our_own_wording_of_chance_is_read(text: str, expected: float | None) -> None:
    """The figures the briefing prints can be typed back."""
    assert expected == parse_out_of(text)


@given(some.floats(-1e12, 1e12, allow_nan=False).map(lambda value: round(value, 2)))
def test_what_is_written_is_read_back(value: float) -> None:
    """read(write(x)) == x, with thousands and either decimal sign."""
    written = f"{value:,.2f}"
    assert value == parse_number(written).value
    assert value == parse_number(written.translate({ord(","): ".", ord("."): ","}), ",").value


@given(some.text(max_size=40), some.sampled_from([".", ","]))
def test_no_text_breaks_the_reading(text: str, sign: str) -> None:
    """Whatever is typed gives a number or none."""
    parse_number(text, sign, text)
