"""The words, dates and figures of the templates, in the person's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone, translation

from briefing.language import LOCALES, Language, as_language, catalogue
from briefing.model.charter import Kpi
from briefing.numbers import role_name
from briefing.periods import Period

register = template.Library()
SMALL = 1024


def _words_of(domain: str) -> Callable[..., str]:
    """Give what gives texts of a catalogue: `(language, key, count, **values)`; a missing key is a KeyError."""
    def words(language: Language, key: str, count: float | None = None, **values: object) -> str:
        return catalogue(domain, language).text(key, count, **values)

    return words


say_in, tell_in, post_in, connect_in = map(_words_of, ("portal", "answering", "outbox", "api"))


def _tag(name: str, words: Callable[..., str]) -> None:
    """Make a tag of a catalogue: a text in the person's language; Django escapes it and what fills it."""
    def tag(context: Context, key: str, count: float | None = None, **values: object) -> str:
        return words(context["language"], key, count, **values)

    register.simple_tag(tag, takes_context=True, name=name)


for _name, _words in {"say": say_in, "tell": tell_in, "post": post_in, "connect": connect_in}.items():
    _tag(_name, _words)


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | datetime | str | None) -> str:
    """Write a day as people do; blank for none."""
    if not value:
        return ""
    plain = date.fromisoformat(value) if isinstance(value, str) else value
    when: date = timezone.localtime(plain).date() if isinstance(plain, datetime) else plain
    return format_date(when, "d MMM y", LOCALES[context["language"]])


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> str:
    """Write a day with the time, in the portal's time zone; blank for none."""
    if value is None:
        return ""
    return format_datetime(timezone.localtime(value), "d MMM y, HH:mm", locale=LOCALES[context["language"]])


@register.simple_tag(takes_context=True)
def month(context: Context, value: Period | str) -> str:
    """Write a month with its year."""
    return month_in(context["language"], value)


def month_in(language: Language, value: Period | str) -> str:
    """Write a month with its year in a language."""
    period = Period.parse(value) if isinstance(value, str) else value
    return format_date(period.first_day, "LLLL y", LOCALES[language])


@register.simple_tag(takes_context=True)
def figure(context: Context, value: Any, percent: bool = False) -> str:  # noqa: ANN401, FBT001, FBT002 - a template gives places, not names
    """Write a figure with its thousands, a share as people read it, a word as it is, nothing as a dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    locale = LOCALES[context["language"]]
    return f"{format_decimal(value * 100, '#,##0.##', locale)} %" if percent else format_decimal(value, "#,##0.####", locale)


@register.simple_tag(takes_context=True)
def edition(context: Context, name: object) -> str:
    """Write an edition's name with its language."""
    audience, _, language = str(name).partition(".")
    return f"{say_in(context['language'], f'edition.{audience}')} ({say_in(context['language'], f'language.{language}')})"


@register.simple_tag(takes_context=True)
def named(context: Context, names: list[str]) -> str:
    """Give the name in the person's language of a pair in English and Spanish; the other one where it lacks."""
    english, spanish = names
    return (english or spanish) if context["language"] == "en" else (spanish or english)


@register.simple_tag(takes_context=True)
def named_kpi(context: Context, kpi: Kpi) -> str:
    """Give a KPI's name."""
    return named(context, [kpi.name_en, kpi.name_es])


@register.simple_tag(takes_context=True)
def defined(context: Context, kpi: Kpi) -> str:
    """Give a KPI's definition; a dash where there is none."""
    return named(context, [kpi.definition_en, kpi.definition_es]) or "–"


@register.simple_tag(takes_context=True)
def role(context: Context, name: str) -> str:
    """Give a common role in the person's language; any other as it was typed."""
    return role_name(name, context["language"])


@register.simple_tag
def firstof_name(names: dict[str, str], code: str) -> str:
    """Give a site's name; its code where the charter does not name it."""
    return names.get(code, code)


@register.simple_tag
def static_file(name: str) -> str:
    """Give the address of a style, script or picture."""
    return static(name)


@register.simple_tag
def say_mail(key: str) -> str:
    """Give a text of a mail, in the language of the page that had it sent."""
    return say_in(as_language(translation.get_language() or "es"), key)


@register.filter
def kilobytes(value: int) -> str:
    """Write a file's size."""
    return f"{max(1, round(value / SMALL)):,} kB"
