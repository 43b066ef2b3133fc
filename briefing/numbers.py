"""How figures are written: money, chances, dates, months and values, in both languages.

Money has two significant digits, a chance one denominator with its word, a date its year only where needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from math import floor, isfinite, log10

from babel.core import Locale
from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal, format_percent
from babel.plural import PluralRule

from briefing.language import LOCALES, Language, catalogue
from briefing.periods import Period

CHANCE_WORDS: tuple[tuple[float, str], ...] = (
    (0.05, "almost_no_chance"),
    (0.20, "very_unlikely"),
    (0.45, "unlikely"),
    (0.55, "about_even"),
    (0.80, "likely"),
    (0.95, "very_likely"),
    (float("inf"), "almost_certain"),
)
"""The only probability words; each holds below its bound (DOMAIN section 5)."""

SHARE_UNIT = "%"
KEPT = 8192
"""So many figures as they were written are remembered: fitting pages writes the same ones many times."""
_DAY = re.compile(r"(?:(?P<day>\d{1,2})\s+(?:de\s+)?(?P<month>[^\W\d]+\.?)|(?P<first>[^\W\d]+\.?)\s+(?P<second>\d{1,2}))(?:,?\s+(?:de\s+|del\s+)?(?P<year>\d{4}))?")
NOTHING = 1e-12
"""What arithmetic leaves of a difference of equal amounts; no figure is printed this small."""


def significant(value: float, digits: int) -> float:
    """Round half away from zero to significant digits."""
    if not isfinite(value):
        return value
    if abs(value) < NOTHING:
        return 0.0
    places = digits - 1 - floor(log10(abs(value)))
    digits_kept = floor(abs(value) * 10.0**places + 0.5 + 1e-9)
    return float(f"{digits_kept}e{-places}") * (1 if value > 0 else -1)


def decimal(value: float, language: Language, places: int | None = None) -> str:
    """Write a number with grouping; with `places` fixed decimals, else at most six."""
    pattern = "#,##0.######" if places is None else "#,##0" + ("." + "0" * places if places else "")
    return _written(value, pattern, language)


@lru_cache(maxsize=KEPT)
def _written(value: float, pattern: str, language: Language) -> str:
    write = format_percent if pattern.endswith("%") else format_decimal
    return _signed(write(value, format=pattern, locale=LOCALES[language]))


@lru_cache(maxsize=KEPT)
def _dated(day: date, pattern: str, language: Language) -> str:
    return format_date(day, format=pattern, locale=LOCALES[language])


def _signed(text: str) -> str:
    """Give a minus sign for the hyphen, and none to what was rounded to zero."""
    return text.replace("-", "\N{MINUS SIGN}" if re.search("[1-9]", text) else "")


def money(amount: float, currency: str, language: Language, digits: int = 2, *, beside: float = 0.0) -> str:
    """Write an amount, such as `$0.9M` or `$240k` for USD in English, to two significant digits.

    In the unit of a larger amount `beside` it, as on an axis, if one is given.
    """
    value = significant(amount, digits)
    scale, key = _scale(max(abs(value), beside) if value else 0.0)
    return _in_currency(decimal(value / scale, language), key, currency, language)


def money_range(low: float, high: float, currency: str, language: Language) -> str:
    """Write a range in the unit of its larger end, such as `$0.9M to $2.1M`."""
    lower, upper = significant(low, 2), significant(high, 2)
    scale, key = _scale(max(abs(lower), abs(upper)))
    if scale > 1 and min(abs(lower), abs(upper)) < 0.1 * scale:
        return catalogue("numbers", language).text(
            "range", low=money(lower, currency, language), high=money(upper, currency, language))
    texts = [_in_currency(decimal(value / scale, language), key, currency, language) for value in (lower, upper)]
    return texts[0] if texts[0] == texts[1] else catalogue("numbers", language).text("range", low=texts[0], high=texts[1])


def _scale(value: float) -> tuple[float, str]:
    for bound, key in ((1e9, "billions"), (1e6, "millions"), (1e3, "thousands")):
        if value >= bound:
            return bound, key
    return 1.0, "units"


def _in_currency(text: str, key: str, currency: str, language: Language) -> str:
    words = catalogue("numbers", language)
    sign = text[0] if text.startswith("\N{MINUS SIGN}") else ""
    name = f"money.{currency}.{key}"
    pattern = words.pattern(name) if name in words else words.pattern(f"money.other.{key}")
    return sign + pattern.format(amount=text.removeprefix(sign), currency=currency)


def rounded_chance(chance: float, *, typed: bool = False) -> tuple[int, int]:
    """Give count and denominator: tenths, and hundredths where tenths would say too little.

    A typed chance is printed as it stands; a computed one is in hundredths only below one in ten and
    above nine in ten.
    """
    hundredths = floor(chance * 100 + 0.5 + 1e-9)
    whole_tenths = hundredths % 10 == 0 and 0 < hundredths < 100
    if whole_tenths or (not typed and 0.095 <= chance <= 0.945):
        return floor(chance * 10 + 0.5 + 1e-9), 10
    return hundredths, 100


def chance(value: float, language: Language, *, typed: bool = False) -> str:
    """Write a chance as a count, such as `6 in 10` or `14 in 100`."""
    words = catalogue("numbers", language)
    count, of = rounded_chance(value, typed=typed)
    if count <= 0 and (value > 0 or not typed):
        return words.text("chance.under")
    if count >= of and value < 1:
        return words.text("chance.over")
    return words.text("chance", number=count, of=of)


def chance_word(value: float, language: Language, *, typed: bool = False) -> str:
    """Give the one word for a chance, by the figure as it is printed."""
    count, of = rounded_chance(value, typed=typed)
    share = count / of
    name = next(name for bound, name in CHANCE_WORDS if share < bound - 1e-9)
    return catalogue("numbers", language).text(f"chance.{name}")


def hundredths(value: float, language: Language) -> str:
    """Write a chance as a plain count of one hundred, without the denominator; none that may happen reads as 0."""
    count = floor(value * 100 + 0.5 + 1e-9)
    words = catalogue("numbers", language)
    if count <= 0 < value:
        return words.text("hundredths.under")
    return words.text("hundredths.over") if count >= 100 and value < 1 else decimal(count, language, 0)


def day(value: date, language: Language, *, as_of: date, short: bool = False) -> str:
    """Write a day, with its year where it lies more than eleven months away or before this year."""
    months = (value.year - as_of.year) * 12 + value.month - as_of.month
    with_year = months >= 11 or months <= -11 or (months < 0 and value.year != as_of.year)
    key = f"date.{'short' if short else 'long'}{'.year' if with_year else ''}"
    return _dated(value, catalogue("numbers", language).pattern(key), language).replace(".", "")


def full_day(value: date, language: Language) -> str:
    """Write a day with its year."""
    return _dated(value, catalogue("numbers", language).pattern("date.long.year"), language)


def month(value: Period, language: Language, *, short: bool = False) -> str:
    """Write a month with its year, such as `October 2026` or `Oct 2026`."""
    key = "month.short" if short else "month.long"
    return _dated(value.first_day, catalogue("numbers", language).pattern(key), language).replace(".", "")


def month_name(value: Period, language: Language) -> str:
    """Write a month without its year."""
    return _dated(value.first_day, "MMMM", language)


def value(amount: float, unit: str, language: Language, decimals: int | None = None) -> str:
    """Write a KPI's value with its unit: `81.4%`, `19 days`, `4.2 ppm`."""
    if unit == SHARE_UNIT:
        return share(amount, language, decimals)
    places = decimals if decimals is not None else _places(amount)
    text = decimal(amount, language, places)
    return f"{text}\N{NO-BREAK SPACE}{unit_name(unit, language, Decimal(f'{amount:.{places}f}'))}" if unit else text


def plain_value(amount: float, unit: str, language: Language, decimals: int | None = None) -> str:
    """Write a KPI's value without its unit, percent sign apart."""
    return share(amount, language, decimals) if unit == SHARE_UNIT else value(amount, "", language, decimals)


def share(amount: float, language: Language, decimals: int | None = None) -> str:
    """Write a share of one as percent, with one decimal where it has any."""
    places = decimals if decimals is not None else (0 if abs(amount * 100 - round(amount * 100)) < 0.05 else 1)
    pattern = "#,##0" + ("." + "0" * places if places else "") + "%"
    return _written(amount, pattern, language)


def _places(amount: float) -> int:
    if abs(amount) >= 100 or abs(amount - round(amount)) < 1e-9:
        return 0
    return 1 if abs(amount) >= 10 or abs(amount * 10 - round(amount * 10)) < 1e-9 else 2


def unit_name(unit: str, language: Language, amount: Decimal | None = None) -> str:
    """Give a common unit in the reader's language, in the form for an amount as printed, else of many; any other as it was typed."""
    forms = _terms("numbers", "unit.").get(unit.strip().casefold(), {}).get(language)
    if forms is None:
        return unit
    return forms[0 if amount is not None and _is_one(amount, language) else -1]


def _is_one(amount: Decimal, language: Language) -> bool:
    """Tell by the language's own rule whether an amount takes the form for one: `1 day`, `1.0 days`, `1.0 día`."""
    return str(_plural_rule(language)(abs(amount))) == "one"


@cache
def _plural_rule(language: Language) -> PluralRule:
    return Locale.parse(LOCALES[language]).plural_form


@lru_cache(maxsize=KEPT)
def role_name(role: str, language: Language) -> str:
    """Give common roles in the reader's language; any other as it was typed. Several may be joined by `and` or commas."""
    return _part_by_part(role, language, lambda part: _role(part, language))


@lru_cache(maxsize=KEPT)
def who_and_when(text: str, language: Language) -> str:
    """Give roles and days, such as `quality manager, 12 October`, in the reader's language; anything else as it was typed."""
    return _part_by_part(text, language, lambda part: _role(part, language) or _day_of_month(part, language) or _not_yet(part, language))


def _part_by_part(text: str, language: Language, shown: Callable[[str], str]) -> str:
    """Give what each of several parts is in a language; the text as it is where one of them is not known."""
    parts = re.split(r"(\s*[,;]\s*|\s+and\s+|\s+y\s+)", text.strip())
    joints = {"and": {"en": " and ", "es": " y "}, "y": {"en": " and ", "es": " y "}}
    found = [shown(part) for part in parts[::2]]
    if not all(found):
        return text
    between = [joints.get(part.strip(), {}).get(language, part) for part in parts[1::2]]
    return "".join(piece for pair in zip(found, [*between, ""], strict=True) for piece in pair)


def _role(text: str, language: Language) -> str:
    return _terms("roles", "role.").get(text.casefold(), {}).get(language, ("",))[0]


def _day_of_month(text: str, language: Language) -> str:
    """Give a day such as `12 October`, `Oct 12` or `12 de octubre`, with its year if it has one; empty where the text is none."""
    found = _DAY.fullmatch(text.casefold().rstrip("."))
    month_number = _months().get((found["month"] or found["first"]).rstrip(".")) if found else None
    if found is None or month_number is None:
        return ""
    try:
        day = date(int(found["year"] or 2000), month_number, int(found["day"] or found["second"]))
    except ValueError:
        return ""
    return _dated(day, catalogue("numbers", language).pattern("date.long.year" if found["year"] else "date.long"), language)


def _not_yet(text: str, language: Language) -> str:
    either = {catalogue("numbers", each).pattern("when.not_yet") for each in LOCALES} | {"aún no"}
    return catalogue("numbers", language).pattern("when.not_yet") if text.casefold() in either else ""


@cache
def _months() -> dict[str, int]:
    """Give the months by their names, whole and cut, in both languages."""
    return {name.casefold().rstrip("."): number for locale in LOCALES.values() for width in ("wide", "abbreviated")
            for number, name in get_month_names(width, locale=locale).items()} | {"sept": 9}


@cache
def _terms(domain: str, prefix: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """Give each term's forms by language, found by any form of either."""
    table: dict[str, dict[str, tuple[str, ...]]] = {}
    english, spanish = catalogue(domain, "en"), catalogue(domain, "es")
    for key in english.entries:
        if key.startswith(prefix):
            forms = {name: (entry,) if isinstance(entry, str) else entry
                     for name, entry in (("en", english.entries[key]), ("es", spanish.entries[key]))}
            for text in (*forms["en"], *forms["es"]):
                table.setdefault(text.casefold(), forms)
            table[forms["en"][-1].casefold()] = table[forms["es"][-1].casefold()] = forms
    return table
