"""The words by which a site's own sheet is understood when a charter is drafted from it."""

from __future__ import annotations

import re
import unicodedata

from briefing.model.charter import Direction
from briefing.workbook.normalise import key, plain

NAMES = frozenset(map(key, ("KPI", "KPIs", "Indicador", "Indicadores", "Indicator", "Nombre", "Name", "Metric", "Métrica",
                            "Concepto", "Measure", "Nombre del KPI", "KPI name")))
CODES = frozenset(map(key, ("Code", "Clave", "Código", "Id")))
UNITS = frozenset(map(key, ("Unit", "Units", "Unidad", "Unidades", "UM", "U.M.", "Unidad de medida", "UoM")))
TARGETS = frozenset(map(key, ("Target", "Goal", "Meta", "Objetivo", "Budget", "Presupuesto", "Plan")))
OWNERS = frozenset(map(key, ("Owner", "Responsable", "Dueño", "Responsible")))
TOTALS = frozenset(map(key, ("Total", "Totales", "Subtotal", "Promedio", "Average", "Grand total", "Gran total")))

_UNIT_WORDS = {
    "%": "%", "pct": "%", "porcentaje": "%", "percent": "%", "usd": "USD", "us$": "USD", "mxn": "MXN", "$": "$", "musd": "MUSD",
    "kusd": "kUSD", "dias": "días", "days": "days", "hrs": "h", "hr": "h", "h": "h", "horas": "horas", "hours": "hours",
    "min": "min", "pzas": "piezas", "pza": "piezas", "piezas": "piezas", "pcs": "pieces", "pieces": "pieces", "units": "units",
    "unidades": "unidades", "ppm": "ppm", "kwh": "kWh", "m3": "m3", "ton": "t", "t": "t", "kg": "kg", "l": "l", "#": "#",
    "casos": "casos", "cases": "cases",
}
_BRACKETED = re.compile(r"^(.*\S)\s*[(\[]\s*([^()\[\]]{1,12}?)\s*[)\]]\s*$")
_HIGHER = ("on time", "on-time", "a tiempo", "otd", "oee", "yield", "rendimiento", "fpy", "productivity", "productividad",
           "utilization", "utilizacion", "service level", "nivel de servicio", "ebitda", "margin", "margen", "certified",
           "certificad", "retention", "retencion", "fill rate", "availability", "disponibilidad")
_LOWER = ("scrap", "merma", "desperdicio", "turnover", "rotacion", "complaint", "reclamo", "queja", "absentee", "ausentismo",
          "injur", "accident", "incident", "downtime", "paro", "defect", "rework", "retrabajo", "late", "retraso", "overtime",
          "tiempo extra", "cost per unit", "costo por unidad", "expedit", "flete urgente", "ppm", "backorder")
_REVERSED = ("inventory turnover", "rotacion de inventario", "cost saving")
"""Names that hold a word of the lists above and mean something else: no guess."""
_SPANISH = re.compile(r"[áéíóúñ]|\b(de|del|la|las|los|por|entrega|merma|rotacion|ausentismo|reclamos|quejas|costo|dias|meta)\b",
                      re.IGNORECASE)
_SMALL_WORDS = frozenset({
    "de", "del", "la", "el", "los", "las", "a", "al", "por", "en", "y", "e", "un", "una", "the", "of", "per", "to", "and", "for",
    "in",
})
_ACRONYM = 6


def split_unit(name: str) -> tuple[str, str]:
    """Give a name without the unit in brackets at its end, and that unit; a bracket that is no unit stays."""
    found = _BRACKETED.match(name)
    unit = _UNIT_WORDS.get(plain(found[2])) if found else None
    return (found[1], unit) if found and unit else (name, "")


def as_unit(text: str) -> str:
    """Give a typed unit in its usual spelling, or as it is."""
    return _UNIT_WORDS.get(plain(text), text)


def guessed_direction(name: str) -> Direction | None:
    """Give which way is good if the name holds a word that leaves no doubt; None else."""
    words = plain(name)
    if any(word in words for word in _REVERSED):
        return None
    higher = any(re.search(rf"\b{re.escape(word)}", words) for word in _HIGHER)
    lower = any(re.search(rf"\b{re.escape(word)}", words) for word in _LOWER)
    if higher == lower:
        return None
    return Direction.HIGHER if higher else Direction.LOWER


def is_spanish(texts: tuple[str, ...]) -> bool:
    """Tell whether most of the texts look Spanish."""
    return sum(1 for text in texts if _SPANISH.search(text)) * 2 >= max(len(texts), 1)


def code_of(name: str, taken: frozenset[str]) -> str:
    """Make a code from a name: its initials or its acronym, ASCII, and unlike those taken."""
    words = [word for word in re.findall(r"[A-Za-z0-9]+", _ascii(name)) if word.casefold() not in _SMALL_WORDS] or ["K"]
    first = words[0]
    if len(words) == 1 or (first.isupper() and 1 < len(first) <= _ACRONYM and not name.isupper()):
        short = first.upper() if first.isupper() and len(first) <= _ACRONYM else first[:4].upper()
        code = "-".join(part for part in (short, _initials(words[1:])) if part)
    else:
        code = _initials(words)
    step, unlike = 2, code
    while unlike in taken:
        unlike, step = f"{code}-{step}", step + 1
    return unlike


def _initials(words: list[str]) -> str:
    return "".join(word if word.isdigit() else word[0].upper() for word in words)[:8]


def _ascii(text: str) -> str:
    """Give the text without accents, its case kept; letters beyond ASCII are left out."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
