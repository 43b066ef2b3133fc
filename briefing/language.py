"""The two languages: catalogues of texts, and the wording of findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from babel.messages.pofile import read_po

from briefing.findings import Finding
from briefing.resources import PACKAGE

Language = Literal["en", "es"]
LANGUAGES: tuple[Language, ...] = ("en", "es")
LOCALES: Mapping[Language, str] = {"en": "en_US", "es": "es_MX"}


def as_language(text: str) -> Language:
    """Give the language of a code such as `es` or `es-MX`; ValueError for a language we don't speak."""
    code = text.strip().lower()[:2]
    if code not in LANGUAGES:
        message = f"not a language of the briefing: {text!r}"
        raise ValueError(message)
    return "es" if code == "es" else "en"


@dataclass(frozen=True, slots=True)
class Text:
    """A short text in both languages, declared beside the thing it names."""

    en: str
    es: str

    def get(self, language: Language) -> str:
        """Give the text in one language."""
        return self.es if language == "es" else self.en


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The texts of one domain in one language, by key; a missing key is a KeyError."""

    language: Language
    entries: Mapping[str, str | tuple[str, ...]]

    def pattern(self, key: str, count: float | None = None) -> str:
        """Give the text with its placeholders unfilled, in the plural form for `count` if it has forms."""
        entry = self.entries[key]
        if isinstance(entry, str):
            return entry
        return entry[0 if count == 1 else 1]

    def text(self, key: str, count: float | None = None, **values: object) -> str:
        """Give the text with `{name}` filled from the values."""
        if count is not None:
            values.setdefault("count", count)
        return self.pattern(key, count).format(**values)

    def __contains__(self, key: str) -> bool:
        """Tell whether the catalogue has the key."""
        return key in self.entries


@cache
def catalogue(domain: str, language: Language) -> Catalogue:
    """Load `locale/LANGUAGE/DOMAIN.po`, once a process."""
    path = PACKAGE / "locale" / language / f"{domain}.po"
    with path.open("rb") as file:
        messages = read_po(file)
    entries: dict[str, str | tuple[str, ...]] = {}
    for message in messages:
        if not message.id:
            continue
        if isinstance(message.id, str):
            entries[message.id] = str(message.string)
        else:
            entries[message.id[0]] = tuple(str(part) for part in message.string or ())
    return Catalogue(language, entries)


PREFLIGHT = "CAN-"
"""Start of the codes of the preflight, whose texts are a catalogue of their own."""


def finding_message(finding: Finding, language: Language) -> str:
    """Say what was found and what was expected."""
    return _of_finding(finding, language).pattern(finding.code).format(**dict(finding.parameters))


def finding_hint(finding: Finding, language: Language) -> str:
    """Say the next action."""
    return _of_finding(finding, language).pattern(finding.code + ".hint").format(**dict(finding.parameters))


def _of_finding(finding: Finding, language: Language) -> Catalogue:
    return catalogue("preflight" if finding.code.startswith(PREFLIGHT) else "findings", language)
