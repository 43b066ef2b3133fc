"""The two catalogues say the same things, and nothing that nobody prints."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from briefing.language import LANGUAGES, Language, catalogue

PROJECT = Path(__file__).parents[1]
DOMAINS = sorted(path.stem for path in (PROJECT / "briefing" / "locale" / "en").glob("*.po"))
READ_WHOLE = ("unit.", "role.")
"""Keys that `numbers` reads by their prefix, as tables of terms."""


def _patterns(domain: str, language: Language, key: str) -> tuple[str, ...]:
    entry = catalogue(domain, language).entries[key]
    return (entry,) if isinstance(entry, str) else entry


def _names(pattern: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}


def _unsuffixed(name: str | None) -> str:
    """Give the name of a place whose value is another in each language, such as a column's header."""
    return re.sub("_(en|es)$", "", name or "")


@pytest.mark.parametrize("domain", DOMAINS)
def test_both_languages_have_the_same_keys(domain: str) -> None:
    """And the same keys with plural forms."""
    english, spanish = (catalogue(domain, language).entries for language in LANGUAGES)

    assert set(english) == set(spanish)
    assert [] == [key for key in english if isinstance(english[key], str) != isinstance(spanish[key], str)]


@pytest.mark.parametrize("domain", DOMAINS)
def test_both_languages_fill_the_same_places(domain: str) -> None:
    """A figure printed in English is printed in Spanish; in every plural form, but that a form for one may leave out the count."""
    differing = []
    for key in catalogue(domain, "en").entries:
        forms = [{_unsuffixed(name) for name in _names(pattern)} - {"count"} for language in LANGUAGES for pattern in _patterns(domain, language, key)]
        if any(form != forms[0] for form in forms):
            differing.append(key)

    assert [] == differing


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_ends_in_stray_space(domain: str, language: Language) -> None:
    """A translator's blank would print as nothing; joints such as ` and ` are spaced on purpose, on both sides."""
    texts = {key: pattern for key in catalogue(domain, language).entries for pattern in _patterns(domain, language, key)}

    assert [] == [key for key, text in texts.items() if not text or text.endswith(("\n", "\t")) or "  " in text]


@pytest.mark.parametrize("domain", ["wording", "numbers"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_hold_no_doubled_full_stop_or_space_before_one(domain: str, language: Language) -> None:
    """What readers would take for carelessness."""
    texts = {key: pattern for key in catalogue(domain, language).entries for pattern in _patterns(domain, language, key)}

    assert [] == [key for key, text in texts.items() if re.search(r"\.\.(?!\.)| [.,;:]", text)]


@cache
def _said() -> tuple[frozenset[str], tuple[re.Pattern[str], ...], str]:
    """Every text in the sources, every text built around values, and the templates."""
    plain: set[str] = set()
    built: set[str] = set()
    for path in (PROJECT / "briefing").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                plain.add(node.value)
            if isinstance(node, ast.JoinedStr):
                parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in node.values]
                if parts and parts[0] and re.search(r"[a-z]", parts[0]):
                    built.add("".join(".+" if part is None else re.escape(part) for part in parts))
    named = (PROJECT / "templates").rglob("*")
    templates = "\n".join(path.read_text(encoding="utf-8") for path in named if path.suffix in {".html", ".typ", ".txt", ".j2", ".css"})
    return frozenset(plain), tuple(re.compile(each) for each in sorted(built)), templates


@pytest.mark.parametrize("domain", [domain for domain in DOMAINS if domain != "findings"])
def test_every_text_is_used(domain: str) -> None:
    """A key stands in a source or a template, or is built there: a prefix and a value, or a key and its ending."""
    plain, built, templates = _said()
    unused = [
        key for key in catalogue(domain, "en").entries
        if key not in plain and not key.startswith(READ_WHOLE)
        and not any(pattern.fullmatch(key) for pattern in built)
        and not any(key[:cut] in plain and key[cut:] in plain for cut in range(1, len(key)) if key[cut] in "._")
        and not re.search(rf"[\"'.]{re.escape(key)}\b", templates)
    ]

    assert [] == unused


def test_every_findings_text_has_a_hint_and_every_hint_a_text() -> None:
    """What was found, and what to do next."""
    keys = set(catalogue("findings", "en").entries)
    codes = {key for key in keys if not key.endswith(".hint")}

    assert {f"{code}.hint" for code in codes} == keys - codes
