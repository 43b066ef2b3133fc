"""What a header may mean: roles with how sure each is, by exact, typing-error and head-word match."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from briefing.workbook.adopt.words import ENGLISH, SPANISH
from briefing.workbook.draft_words import as_unit
from briefing.workbook.month_sheets import MONTH_KPIS, REGISTER
from briefing.workbook.normalise import key, plain

EXACT: Final = 100
QUALIFIED: Final = 95
TYPING: Final = 90
"""How alike two keys must be to be one word with a typing error."""
SHORT: Final = 3
"""Keys up to this length mean too many things to be sure of by themselves."""

_FIELD_ROLES: Final[Mapping[str, str]] = {
    "id": "id", "kind": "category", "event_en": "event", "event_es": "event", "chance": "likelihood", "likely": "impact_money", "by_date": "due", "owner": "owner",
    "state": "status", "response": "response", "cause": "cause", "consequence": "consequence", "note": "note", "warning_sign": "warning_sign",
    "kpis": "linked_kpis", "action": "treatment", "code": "code", "claimed": "status", "meaning": "consequence",
}
"""Contract fields whose own names are understood, and the role each is."""

_SMALL: Final = frozenset(["the", "of", "a", "an", "de", "del", "la", "el", "los", "las", "en", "for", "to", "por", "y", "and", "e", "in", "with", "al", "su", "sus", "o", "or", "para", "s"])
_QUALIFIERS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("inherent", "gross", "initial", "raw", "unmitigated", "inherente", "bruto", "bruta", "puro", "inicial", "nri", "pre", "before", "original", "uncontrolled", "absoluto"), "inherent"),
    **dict.fromkeys(("residual", "net", "neto", "neta", "nrr", "post", "after", "mitigated", "revisada", "revisado", "remaining", "controlled", "current", "revised", "final", "actual", "mitigado", "despues", "remanente", "controlado"), "residual"),
    **dict.fromkeys(("target", "objetivo", "desired", "future", "deseado", "planned"), "target"),
}
_NEUTRAL: Final = frozenset([
    "risk", "riesgo", "riesgos", "risks", "level", "nivel", "score", "rating", "value", "valor", "overall", "total", "scale", "escala", "grade", "rank", "assessment", "evaluacion",
    "kpi", "kpis", "name", "nombre", "mitigation", "controls", "control", "percentage", "percent", "porcentaje", "pct", "estimated", "potential", "assessed", "category",
    "calificacion", "puntaje", "controles", "treatment", "mitigacion", "tratamiento", "puntuacion", "grado", "valoracion", "project", "proyecto", "index", "month", "mensual", "monthly", "mes", "cuantitativa",
    "cualitativa", "qualitative", "quantitative", "number", "numero", "rate", "analysis", "analisis", "antes", "sin", "con", "column", "ponderado", "ponderada",
])
_TIME_WORDS: Final = frozenset(["date", "dates", "fecha", "fechas", "time", "hora", "day", "days", "dia", "dias", "on", "when", "deadline", "plazo", "period", "year", "age", "count", "cantidad", "hours", "downtime",
                                "tiempo", "units", "minutes", "duration", "duracion", "start", "end", "link", "file", "email", "phone", "id", "code", "type", "tipo", "version"])
_VAGUE: Final = frozenset((word,) for word in (
    "name", "nombre", "value", "valor", "number", "numero", "no", "type", "tipo", "date", "fecha", "description", "descripcion", "level", "nivel", "plan", "control", "decision", "total",
    "score", "result", "resultado", "resultados", "change", "base", "unit", "unidad", "parameter", "measure", "class", "stage", "source", "estimate", "plan", "rate", "amount", "code", "codigo",
    "state", "health", "current", "performance", "action", "update", "analysis", "progress", "results", "standard", "real", "format", "medida", "orden", "factor", "variable", "rank", "risk", "riesgo",
    "strategy", "estrategia", "source", "reason", "driver", "threat", "scenario", "review", "gap", "growth", "trend", "method", "purpose", "completion", "condition", "month", "mes", "dia", "day", "week"))
"""Words that say little with another before or behind them: `Supplier Name`, `PO Date`."""
_LINKS: Final = ("of", "if", "based", "that", "who", "when", "si", "que", "on", "for", "from", "by", "after", "before", "during", "to", "at", "using", "en", "para")
_LEADING: Final = frozenset({"likelihood", "impact", "owner", "status", "treatment", "cause", "consequence", "score", "warning_sign", "detection", "due", "response", "event"})
_BRACKETS: Final = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_CAMEL: Final = re.compile(r"(?<=[a-z\u00e1-\u00fa])(?=[A-Z\u00c1-\u00da])")
_UNITS: Final = frozenset(["usd", "mxn", "eur", "mxp", "us", "k", "kusd", "musd", "mdp", "mm", "cop", "clp", "ars", "gbp", "inr", "pct", "hrs", "pzas", "pcs", "kg", "ton", "kwh", "dls", "dolares", "pesos", "dollars", "euros", "days", "dias", "hours", "horas", "min"])
_CURRENCY: Final = re.compile(r"US\$|MX\$|[$€£₹]|\b(?:USD|MXN|EUR|GBP|COP|CLP|ARS|INR|PEN|CAD|BRL)\b", re.IGNORECASE)
_CURRENCIES: Final = {"us$": "USD", "mx$": "MXN", "$": "$", "€": "EUR", "£": "GBP", "₹": "INR"}


@dataclass(frozen=True, slots=True)
class HeaderText:
    """A header taken apart: its words, what stands in brackets, its unit."""

    words: tuple[str, ...]
    brackets: str = ""
    unit: str = ""

    @property
    def key(self) -> str:
        """The words without spaces."""
        return "".join(self.words)


@dataclass(frozen=True, slots=True)
class Match:
    """A role a header may have: how sure (0 to 100), by which phrase, and with which qualifier."""

    role: str
    sure: int
    phrase: str
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class _Index:
    by_key: dict[str, list[tuple[str, str, str]]]
    """Key of a phrase: role, phrase, language."""
    by_words: dict[tuple[str, ...], list[tuple[str, str, str]]]
    keys: tuple[str, ...]


@cache
def _index() -> _Index:
    by_key: dict[str, list[tuple[str, str, str]]] = {}
    by_words: dict[tuple[str, ...], list[tuple[str, str, str]]] = {}
    listed = [(role, phrase, language) for language, table in (("en", ENGLISH), ("es", SPANISH)) for role, phrases in table.items() for phrase in phrases.split("|")]
    for declared in (REGISTER, MONTH_KPIS):
        listed += [(_FIELD_ROLES[column.field], name, language) for column in declared.columns if column.field in _FIELD_ROLES
                   for name, language in ((column.text.en, "en"), (column.text.es, "es"))]
    for role, written, language in listed:
        phrase = written if written == "#" else written.replace("#", "number")
        mark = key(phrase) or phrase
        if not any(each[0] == role for each in by_key.setdefault(mark, [])):
            by_key[mark].append((role, phrase, language))
            by_words.setdefault(_meaningful(tuple(plain(phrase).replace("/", " ").split())), []).append((role, phrase, language))
    return _Index(by_key, by_words, tuple(each for each in by_key if len(each) > SHORT + 1))


@lru_cache(maxsize=8192)
def take_apart(text: str) -> HeaderText:
    """Part a header into its words, the text in brackets, and a unit such as `$`, `%`, `days`."""
    brackets = " ".join(_BRACKETS.findall(text))
    outside = _BRACKETS.sub(" ", text)
    unit = unit_in(brackets) or unit_in(outside)
    spaced = _CAMEL.sub(" ", outside) if not outside.isupper() else outside
    spaced = spaced.replace("%", " percent ").replace("#", " # " if spaced.strip() == "#" else " number ")
    words = tuple(word for word in re.split(r"[^\w#]+|_+", plain(spaced)) if word)
    if not words and brackets:
        return HeaderText(tuple(re.split(r"[\W_]+", plain(brackets))), "", unit)
    return HeaderText(words, brackets, unit)


def unit_in(text: str) -> str:
    """Give the unit a header states: a currency, `%`, or a usual unit in brackets; blank if none."""
    money = _CURRENCY.search(text.replace("_", " "))
    if money:
        return _CURRENCIES.get(money[0].lower(), money[0].upper())
    if "%" in text:
        return "%"
    bare = text.strip()
    kept = as_unit(bare)
    return kept if kept != bare or plain(bare) in _UNITS else ""


def _meaningful(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _SMALL) or words


@lru_cache(maxsize=8192)
def matches(text: str, *, mistyped: bool = True) -> tuple[Match, ...]:
    """Give the roles a header may have, the surest first; empty for a header that says nothing we know.

    `mistyped=False` leaves the search for typing errors out, for looking through many cells.
    """
    header = take_apart(text)
    if not header.words or len(text) > 120:
        return ()
    found: dict[str, Match] = {}

    def keep(match: Match) -> None:
        if match.role not in found or found[match.role].sure < match.sure:
            found[match.role] = match

    for words, most in ((header.words, EXACT), (_without_units(header.words), EXACT - 2)):
        for role, phrase, _ in _index().by_key.get("".join(words), ()):
            keep(Match(role, most if len("".join(words)) > SHORT or role == "kpi" else most - 12, phrase, _qualifier(header)))
        for role, phrase, _ in _index().by_words.get(_meaningful(words), ()):
            keep(Match(role, most - 2 if len("".join(words)) > SHORT else most - 14, phrase, _qualifier(header)))
    if not any(match.sure >= EXACT - 2 for match in found.values()):
        for match in (*_qualified(header), *(_mistyped(header) if mistyped else ()), *_by_head(header), *_before_link(header)):
            keep(match)
    return tuple(sorted(found.values(), key=lambda match: (-match.sure, match.role)))


def _without_units(words: tuple[str, ...]) -> tuple[str, ...]:
    kept = list(words)
    while len(kept) > 1 and (kept[-1] in _UNITS or kept[-1].isdigit() or kept[-1] == "percent") and len("".join(kept[:-1])) > 1:
        kept.pop()
    while len(kept) > 1 and (kept[0] == "percent" or kept[0].isdigit()):
        kept.pop(0)
    return tuple(kept)


def _qualifier(header: HeaderText) -> str:
    named = [*header.words, *plain(header.brackets).split()]
    return next((_QUALIFIERS[word] for word in named if word in _QUALIFIERS), "")


def qualifier_in(text: str) -> str:
    """Give `inherent`, `residual` or `target` if a group header says so; blank else."""
    words = re.split(r"[\W_]+", plain(text))
    if {"before", "antes", "without", "sin"} & set(words):
        return "inherent"
    if {"after", "despues", "with", "con"} & set(words):
        return "residual"
    return next((_QUALIFIERS[word] for word in words if word in _QUALIFIERS), "")


def _qualified(header: HeaderText) -> list[Match]:
    """Match what is left without qualifiers and neutral words: `Residual Likelihood Score` is a likelihood."""
    words = _meaningful(_without_units(header.words))
    left = tuple(word for word in words if word not in _QUALIFIERS)
    bare = tuple(word for word in left if word not in _NEUTRAL)
    found = []
    for tried, sure in ((left, QUALIFIED), (bare, QUALIFIED - 5)):
        if not tried or tried == words:
            continue
        for role, phrase, _ in _index().by_key.get("".join(tried), ()):
            if role not in {"period", "total", "impact_on", "id"}:
                short = len("".join(tried)) <= SHORT
                found.append(Match(role, sure - 20 if short and role != "kpi" else sure, phrase, _qualifier(header)))
    return found


def _mistyped(header: HeaderText) -> list[Match]:
    """Match a header that is one of our phrases but for a letter or two."""
    mark = header.key
    if len(mark) < 5 or any(word in _TIME_WORDS for word in header.words):
        return []
    near = process.extract(mark, _index().keys, scorer=fuzz.ratio, score_cutoff=TYPING, limit=4)
    return [Match(role, round(score) - 6, phrase, _qualifier(header)) for name, score, _ in near if abs(len(name) - len(mark)) <= 2
            for role, phrase, _ in _index().by_key[name]]


def _before_link(header: HeaderText) -> list[Match]:
    """Match what stands before `of`, `if`, `based on`: `Likelihood of the risk occurring` is a likelihood; or a long header's first word."""
    found: list[Match] = []
    link = next((place for place, word in enumerate(header.words) if place and word in _LINKS), 0)
    tried = [(header.words[:link], 84 if header.words[link] in _LINKS[:8] else 74)] if link else []
    tried += [(header.words[:1], 80)] if len(header.words) > 3 else []
    for words, sure in tried:
        if words in _VAGUE or len("".join(words)) <= SHORT:
            continue
        for role, phrase, _ in _index().by_words.get(_meaningful(words), ()):
            if role in _LEADING:
                found.append(Match(role, sure, phrase, _qualifier(header)))
    return found


def _by_head(header: HeaderText) -> list[Match]:
    """Match by the word that carries the meaning: the last of an English header, the first of a Spanish one."""
    words = _meaningful(_without_units(header.words))
    found: list[Match] = []
    if len(words) < 2 or len(words) > 8:
        return []
    for size in range(len(words) - 1, 0, -1):
        for part, language in ((words[-size:], "en"), (words[:size], "es")):
            rest = words[:-size] if language == "en" else words[size:]
            strange = sum(word not in _NEUTRAL and word not in _QUALIFIERS for word in rest)
            for role, phrase, spoken in _index().by_words.get(part, ()):
                if spoken != language or len("".join(part)) <= SHORT or role in {"impact_on", "total", "area", "code"}:
                    continue
                if role not in {"due", "identified", "closed", "review", "period"} and any(word in _TIME_WORDS for word in rest):
                    continue
                sure = max(40, 84 - 8 * strange - 3 * (len(rest) - strange) + 3 * (size - 1))
                found.append(Match(role, min(sure, 60) if strange and part in _VAGUE else sure, phrase, _qualifier(header)))
    return found
