"""How figures are written: two digits of money, one word a chance, dates with their year only where needed."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import numbers
from briefing.language import LANGUAGES, Language
from briefing.periods import Period

AS_OF = date(2026, 11, 6)


@pytest.mark.parametrize(("amount", "english", "spanish"), [
    (240_000, "$240k", "240 mil USD"),
    (304_142, "$300k", "300 mil USD"),
    (943_000, "$940k", "940 mil USD"),
    (2_124_000, "$2.1M", "2.1 mdd"),
    (995_000, "$1M", "1 mdd"),  # rounds up into the next unit
    (999, "$1k", "1 mil USD"),
    (3e9, "$3B", "3 mil mdd"),
    (1.234e13, "$12,000B", "12,000 mil mdd"),
    (15, "$15", "15 USD"),
    (0.456, "$0.46", "0.46 USD"),
    (0, "$0", "0 USD"),
    (-0.0, "$0", "0 USD"),
    (-240_000, "\N{MINUS SIGN}$240k", "\N{MINUS SIGN}240 mil USD"),
])
def test_dollars_have_two_digits_and_one_unit(amount: float, english: str, spanish: str) -> None:
    """As the U.S. and Mexico write them."""
    assert (english, spanish) == (numbers.money(amount, "USD", "en"), numbers.money(amount, "USD", "es"))


@pytest.mark.parametrize(("currency", "english", "spanish"), [
    ("MXN", "MX$4.8M", "$4.8 mdp"), ("EUR", "EUR 4.8M", "4.8 M EUR"), ("XXX", "XXX 4.8M", "4.8 M XXX"),
])
def test_other_moneys_are_named(currency: str, english: str, spanish: str) -> None:
    """Pesos have a sign of their own; any other has its code."""
    assert (english, spanish) == (numbers.money(4.8e6, currency, "en"), numbers.money(4.8e6, currency, "es"))


def test_a_typed_amount_may_keep_a_third_digit() -> None:
    """118 thousand a day is what the charter says."""
    assert ("$118k", "$120k") == (numbers.money(118_000, "USD", "en", 3), numbers.money(118_000, "USD", "en"))


@pytest.mark.parametrize(("low", "high", "expected"), [
    (0.943e6, 2.124e6, "$0.94M to $2.1M"),
    (300e3, 700e3, "$300k to $700k"),
    (50e3, 2e6, "$50k to $2M"),  # a twentieth of a million is easier read in thousands
    (0, 2e6, "$0 to $2M"),
    (1.01e6, 1.02e6, "$1M"),  # one figure where both round to it
    (0, 0, "$0"),
    (-2e6, -1e6, "\N{MINUS SIGN}$2M to \N{MINUS SIGN}$1M"),
    (-2e6, -50e3, "\N{MINUS SIGN}$2M to \N{MINUS SIGN}$50k"),
    (5, 12, "$5 to $12"),
])
def test_a_range_is_in_the_unit_of_its_larger_end(low: float, high: float, expected: str) -> None:
    """Readers compare within one unit."""
    assert expected == numbers.money_range(low, high, "USD", "en")


def test_a_range_in_spanish_reads_a() -> None:
    """0.94 a 2.1 millones."""
    assert "0.94 mdd a 2.1 mdd" == numbers.money_range(0.943e6, 2.124e6, "USD", "es")


@given(st.floats(-1e14, 1e14), st.sampled_from(LANGUAGES))
def test_money_never_shows_more_than_two_digits_nor_a_negative_nothing(amount: float, language: Language) -> None:
    """For any amount; zeros before and behind are no digits."""
    text = numbers.money(amount, "USD", language)
    digits = re.sub(r"[^\d]", "", text).strip("0")

    assert len(digits) <= 2
    assert digits or "\N{MINUS SIGN}" not in text


@pytest.mark.parametrize(("chance", "typed", "expected"), [
    (0.60, True, "6 in 10"), (0.14, True, "14 in 100"), (0.45, True, "45 in 100"), (0.05, True, "5 in 100"), (0.5, True, "5 in 10"),
    (0.1, True, "1 in 10"), (0.0, True, "0 in 100"), (1.0, True, "100 in 100"),
    (0.14, False, "1 in 10"), (0.63, False, "6 in 10"), (0.65, False, "7 in 10"), (0.0949, False, "9 in 100"), (0.095, False, "1 in 10"),
    (0.945, False, "9 in 10"), (0.946, False, "95 in 100"), (0.99, False, "99 in 100"), (0.2999999999, False, "3 in 10"),
    (0.004, False, "under 1 in 100"), (1e-9, False, "under 1 in 100"), (0.005, False, "1 in 100"), (0.9951, False, "over 99 in 100"),
    (0.9949, False, "99 in 100"),
])
def test_a_chance_has_one_denominator(chance: float, typed: bool, expected: str) -> None:
    """As typed; computed ones in tenths, and in hundredths near the ends."""
    assert expected == numbers.chance(chance, "en", typed=typed)


@pytest.mark.parametrize(("chance", "english", "spanish"), [
    (0.01, "almost no chance", "casi imposible"), (0.04, "almost no chance", "casi imposible"),
    (0.05, "very unlikely", "muy improbable"), (0.19, "very unlikely", "muy improbable"),
    (0.20, "unlikely", "poco probable"), (0.44, "unlikely", "poco probable"),
    (0.45, "about even", "tan probable como no"), (0.54, "about even", "tan probable como no"),
    (0.55, "likely", "probable"), (0.79, "likely", "probable"),
    (0.80, "very likely", "muy probable"), (0.94, "very likely", "muy probable"),
    (0.95, "almost certain", "casi seguro"), (0.99, "almost certain", "casi seguro"),
])
def test_words_change_at_their_bounds(chance: float, english: str, spanish: str) -> None:
    """5, 20, 45, 55, 80 and 95 in 100 belong to the higher word."""
    assert (english, spanish) == (numbers.chance_word(chance, "en", typed=True), numbers.chance_word(chance, "es", typed=True))


@given(st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_word_and_figure_never_contradict_each_other(one: float, other: float, typed: bool) -> None:
    """The word follows the printed figure, and a higher chance never has a lower word."""
    words = [name for _, name in numbers.CHANCE_WORDS]
    texts = {numbers.catalogue("numbers", "en").pattern(f"chance.{name}"): place for place, name in enumerate(words)}
    bounds = [0.0, *(bound for bound, _ in numbers.CHANCE_WORDS)]

    lower, higher = sorted((one, other))
    places = [texts[numbers.chance_word(each, "en", typed=typed)] for each in (lower, higher)]
    count, of = numbers.rounded_chance(one, typed=typed)
    place = texts[numbers.chance_word(one, "en", typed=typed)]

    assert places == sorted(places)
    assert bounds[place] - 1e-9 <= count / of < bounds[place + 1]


def test_the_words_are_those_of_the_rules_in_order() -> None:
    """Seven words, rising."""
    assert all(before < after for (before, _), (after, _) in pairwise(numbers.CHANCE_WORDS))
    assert 7 == len(numbers.CHANCE_WORDS)


@pytest.mark.parametrize(("chance", "english", "spanish"), [
    (0.13, "13", "13"), (0.125, "13", "13"), (0.0, "0", "0"), (0.004, "under 1", "menos de 1"), (0.996, "over 99", "más de 99"), (1.0, "100", "100"),
])
def test_what_may_happen_is_not_printed_as_never(chance: float, english: str, spanish: str) -> None:
    """Of one hundred: 4 in a thousand are under 1, not 0."""
    assert (english, spanish) == (numbers.hundredths(chance, "en"), numbers.hundredths(chance, "es"))


@pytest.mark.parametrize(("day", "english", "spanish"), [
    (date(2027, 3, 31), "31 March", "31 de marzo"),
    (date(2026, 7, 14), "14 July", "14 de julio"),
    (date(2027, 9, 30), "30 September", "30 de septiembre"),
    (date(2027, 10, 1), "1 October 2027", "1 de octubre de 2027"),
    (date(2025, 12, 1), "1 December 2025", "1 de diciembre de 2025"),
    (date(2026, 1, 1), "1 January", "1 de enero"),
])
def test_a_day_has_its_year_only_where_it_could_be_another(day: date, english: str, spanish: str) -> None:
    """From eleven months away, and in past years."""
    assert (english, spanish) == (numbers.day(day, "en", as_of=AS_OF), numbers.day(day, "es", as_of=AS_OF))


def test_short_days_and_months_have_no_points() -> None:
    """`30 nov`, not `30 nov.`."""
    assert ("30 Nov", "30 nov") == tuple(numbers.day(date(2026, 11, 30), language, as_of=AS_OF, short=True) for language in LANGUAGES)
    assert ("Sep 2026", "sep 2026") == tuple(numbers.month(Period(2026, 9), language, short=True).replace("sept", "sep") for language in LANGUAGES)
    assert ("October 2026", "octubre de 2026") == tuple(numbers.month(Period(2026, 10), language) for language in LANGUAGES)
    assert ("October", "octubre") == tuple(numbers.month_name(Period(2026, 10), language) for language in LANGUAGES)


@pytest.mark.parametrize(("amount", "unit", "decimals", "english", "spanish"), [
    (0.814, "%", None, "81.4%", "81.4%"),
    (0.95, "%", None, "95%", "95%"),
    (0.9554, "%", 2, "95.54%", "95.54%"),
    (-0.0004, "%", None, "0%", "0%"),
    (19.0, "days", None, "19\N{NO-BREAK SPACE}days", "19\N{NO-BREAK SPACE}días"),
    (19.0, "días", None, "19\N{NO-BREAK SPACE}days", "19\N{NO-BREAK SPACE}días"),
    (4.25, "ppm", None, "4.25\N{NO-BREAK SPACE}ppm", "4.25\N{NO-BREAK SPACE}ppm"),
    (4.2, "ppm", None, "4.2\N{NO-BREAK SPACE}ppm", "4.2\N{NO-BREAK SPACE}ppm"),
    (42.25, "ppm", None, "42.2\N{NO-BREAK SPACE}ppm", "42.2\N{NO-BREAK SPACE}ppm"),
    (1234567.8, "", None, "1,234,568", "1,234,568"),
    (-0.04, "ppm", 1, "0.0\N{NO-BREAK SPACE}ppm", "0.0\N{NO-BREAK SPACE}ppm"),
    (-1.5, "ppm", None, "\N{MINUS SIGN}1.5\N{NO-BREAK SPACE}ppm", "\N{MINUS SIGN}1.5\N{NO-BREAK SPACE}ppm"),
])
def test_values_carry_their_unit_in_the_readers_language(amount: float, unit: str, decimals: int | None, english: str, spanish: str) -> None:
    """A point for decimals and a comma for thousands in both; a typed unit of either language is known."""
    assert (english, spanish) == tuple(numbers.value(amount, unit, language, decimals) for language in LANGUAGES)


@given(st.floats(-1e12, 1e12), st.sampled_from(["%", "days", ""]), st.sampled_from(LANGUAGES), st.none() | st.integers(0, 3))
def test_a_value_is_never_negative_nothing_nor_a_word(amount: float, unit: str, language: Language, decimals: int | None) -> None:
    """No `-0`, no `nan`, no exponent."""
    text = numbers.value(amount, unit, language, decimals)

    assert not re.search(r"(?i)nan|inf|E[+-]?\d|-", text)
    assert re.search(r"[1-9]", text) or "\N{MINUS SIGN}" not in text


@pytest.mark.parametrize(("role", "english", "spanish"), [
    ("COO and plant director", "COO and plant director", "COO y director de planta"),
    ("director de planta y COO", "plant director and COO", "director de planta y COO"),
    ("keeper of the keys", "keeper of the keys", "keeper of the keys"),
    ("COO and keeper of the keys", "COO and keeper of the keys", "COO and keeper of the keys"),
    ("", "", ""),
])
def test_common_roles_are_said_in_the_readers_language(role: str, english: str, spanish: str) -> None:
    """Alone or joined; one unknown part leaves the whole as it was typed."""
    assert (english, spanish) == (numbers.role_name(role, "en"), numbers.role_name(role, "es"))


@given(st.floats(1e-9, 1e14), st.integers(1, 4))
def test_rounding_to_digits_moves_by_at_most_half_of_the_last(value: float, digits: int) -> None:
    """And the same for the other side of zero."""
    rounded = numbers.significant(value, digits)

    assert abs(rounded - value) <= 0.5000001 * 10 ** (1 - digits) * value * 1.0000001
    assert -rounded == numbers.significant(-value, digits)


@pytest.mark.parametrize(("language", "amount", "decimals", "expected"), [
    ("en", 1, None, "1 day"), ("en", 2, None, "2 days"), ("en", 0, None, "0 days"), ("en", 1, 1, "1.0 days"), ("en", 1.5, None, "1.5 days"),
    ("es", 1, None, "1 día"), ("es", 2, None, "2 días"), ("es", 0, None, "0 días"), ("es", 1, 1, "1.0 día"), ("es", 1.5, None, "1.5 días"),
])
@pytest.mark.parametrize("unit", ["days", "día", "Days"])
def test_a_unit_takes_its_form_from_the_number_as_printed(language: Any, amount: float, decimals: int | None, expected: str, unit: str) -> None:
    """By each language's own rule, however the unit was typed."""
    assert expected.replace(" ", "\N{NO-BREAK SPACE}") == numbers.value(amount, unit, language, decimals)


def test_a_unit_that_is_not_a_common_one_stays_as_typed() -> None:
    """Nobody knows its forms."""
    assert "1\N{NO-BREAK SPACE}gizmos" == numbers.value(1, "gizmos", "en")


@pytest.mark.parametrize(("typed", "english", "spanish"), [
    ("plant quality, 12 October", "plant quality, 12 October", "calidad de planta, 12 de octubre"),
    ("Gerente de calidad, 12 de octubre", "quality manager, 12 October", "gerente de calidad, 12 de octubre"),
    ("corporate sourcing, not yet", "corporate sourcing, not yet", "abastecimiento corporativo, todavía no"),
    ("treasury y COO; Sept. 3", "treasury and COO; 3 September", "tesorería y COO; 3 de septiembre"),
])
def test_who_and_when_are_given_in_the_readers_language(typed: str, english: str, spanish: str) -> None:
    """Roles, days and `not yet`, as they are written in either language."""
    assert (numbers.who_and_when(typed, "en"), numbers.who_and_when(typed, "es")) == (english, spanish)


@pytest.mark.parametrize("typed", ["Juan, 3 May", "tool room, 31 February", "plant quality, soon", "", "quality manager, 12"])
def test_who_and_when_stand_as_typed_where_a_part_is_not_known(typed: str) -> None:
    """Nothing is half translated."""
    assert {numbers.who_and_when(typed, "en"), numbers.who_and_when(typed, "es")} == {typed}
