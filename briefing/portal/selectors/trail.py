"""The trail as people read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefing.language import Language
from briefing.numbers import role_name
from briefing.portal.templatetags.portal import month_in, say_in

ORDER = ("person", "site", "period", "version", "number", "right", "kpi", "side", "changes")
HASH, SHORT = 64, 12
"""Digits of a hash, and how many of them tell it apart for people."""
EDITIONS = ("board", "hq", "site")


def trail_words(detail: Mapping[str, Any], roles: Mapping[str, str], language: Language) -> list[str]:
    """Give an entry's particulars in a language: who by role, hashes by their first digits; the file has them whole."""
    names = [name for name in ORDER if detail.get(name)] + sorted(name for name in detail if name not in ORDER)
    return [_word(name, str(detail[name]), roles, language) for name in names if detail[name]]


def _word(name: str, value: str, roles: Mapping[str, str], language: Language) -> str:
    match name:
        case "person":
            return role_name(roles.get(value, value), language)
        case "period":
            return month_in(language, value)
        case "right":
            kind, *where = value.split(":")
            return ", ".join([say_in(language, f"right.{kind}"), *(say_in(language, f"edition.{each}") if each in EDITIONS else each for each in where)])
        case "side":
            return say_in(language, f"side.{value}")
        case _:
            return value[:SHORT] if len(value) == HASH else value
