"""Which KPI of the charter a site's label names, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from rapidfuzz import fuzz

from briefing.model.charter import Charter, Kpi
from briefing.workbook.adopt.match import take_apart, unit_in
from briefing.workbook.draft_words import as_unit, split_unit
from briefing.workbook.normalise import key, plain
from briefing.workbook.values import as_code

NEAR: Final = 72
"""Below this likeness nothing is proposed."""
_TURNED: Final = frozenset(["no", "not", "non", "sin", "fuera", "late", "tarde", "without", "out", "never", "lost", "perdido", "perdidas", "unplanned", "planned", "planeado", "target", "meta", "cost", "costo",
                            "rate", "tasa", "indice", "numero", "number", "count", "internal", "external", "interno", "externo", "interna", "externa", "gross", "net", "bruto", "neto"])
"""Words that make another KPI of the same name: one name with and one without is never sure."""


@dataclass(frozen=True, slots=True)
class Named:
    """A KPI a label may name: its code (blank: none comes near), how sure, by what."""

    code: str = ""
    sure: int = 0
    why: str = ""


def kpi_named(label: str, charter: Charter | None) -> Named:
    """Give the KPI of the charter that a label names: by code, by name in either language, then by likeness."""
    if charter is None or not label:
        return Named()
    kpis = {kpi.code: kpi for kpi in charter.kpis}
    name = split_unit(label)[0]
    bare = re.sub(r"[(\[][^()\[\]]*[)\]]", " ", label)
    codes = {as_code(label), as_code(name), *(as_code(part) for part in re.findall(r"[(\[]([^()\[\]]+)[)\]]", label)), as_code(bare)}
    for code in kpis:
        if code.upper() in codes:
            return Named(code, 100, "kpi_code")
    keys = {key(label), key(name), key(bare)} - {""}
    same = [code for code, kpi in kpis.items() if any(key(text) in keys for text in (kpi.name_en, kpi.name_es) if text)]
    if len(same) == 1:
        return Named(same[0], 100, "kpi_name")
    return _nearest(bare, list(kpis.values()), several=bool(same))


def _nearest(label: str, kpis: Sequence[Kpi], *, several: bool) -> Named:
    scored = sorted(((_likeness(label, kpi), kpi.code) for kpi in kpis), reverse=True)[:2]
    if not scored or scored[0][0] < NEAR:
        return Named()
    best, code = scored[0]
    close = several or (len(scored) > 1 and scored[1][0] > best - 8)
    return Named(code, round(min(best, 70) if close or best < 88 else best), "kpi_near")


def _likeness(label: str, kpi: Kpi) -> float:
    words = set(plain(label).replace("-", " ").split())
    best = 0.0
    for name in (kpi.name_en, kpi.name_es):
        if not name:
            continue
        others = set(plain(name).replace("-", " ").split())
        score = max(fuzz.token_sort_ratio(plain(label), plain(name)), fuzz.ratio(key(label), key(name)))
        if (words ^ others) & _TURNED:
            score = min(score, 65)
        elif len(words & others) >= 2 and (words <= others or others <= words):
            score = max(score, 76)
        elif _holds(words, others):
            score = max(score, 73)
        best = max(best, score)
    return best


def _holds(words: set[str], others: set[str]) -> bool:
    """Tell whether one name is the other with words added: `Reclamos` and `Reclamos de clientes`; never enough to be sure."""
    bare, other = {word for word in words if len(word) > 3}, {word for word in others if len(word) > 3}
    smaller = min((bare, other), key=len)
    return bool(smaller) and (bare <= other or other <= bare) and max(map(len, smaller)) > 4


def factor_of(values: Sequence[float], *, shown_percent: bool, unit: str, kpi: Kpi | None) -> tuple[float, bool]:
    """Give what a site's figures are multiplied by to be in the charter's unit, and whether that is beyond doubt.

    A KPI in % is kept as a share: figures such as 94.2 without a percent format are whole percent.
    """
    if kpi is None:
        return 1.0, True
    stated = as_unit(unit) if unit else ""
    if kpi.is_percent:
        if stated and stated != "%":
            return 1.0, False
        sizes = [abs(value) for value in values if value]
        if shown_percent or not sizes:
            return 1.0, True
        middle = median(sizes)
        return (0.01, True) if middle > 1.5 else (1.0, middle <= 1.05)
    if not stated or not kpi.unit or key(stated) in {key(kpi.unit), key(kpi.unit_es), key(as_unit(kpi.unit))}:
        return 1.0, True
    return 1.0, stated == "$" or _kin(stated, kpi.unit)


_KIN: Final = (
    ("dias", "days", "day", "dia", "d"), ("horas", "hours", "h", "hrs", "hr"), ("piezas", "pieces", "pcs", "pzas", "units", "unidades", "unid", "pza", "u"),
    ("casos", "cases", "case", "caso", "numero", "number", "no", "#", "count", "cantidad", "eventos", "events", "qty"), ("t", "ton", "tons", "toneladas", "tonnes", "tn"), ("minutos", "minutes", "min"), ("personas", "people", "hc", "headcount"),
    ("mxn", "pesos", "mn", "$"), ("usd", "dolares", "dollars", "us$", "$", "dls"),
)


def _kin(one: str, other: str) -> bool:
    marks = {plain(one).strip("."), plain(other).strip(".")}
    return any(marks <= set(words) for words in _KIN)


def unit_of_label(label: str) -> str:
    """Give the unit a label states in brackets or with a sign; blank if none."""
    return split_unit(label)[1] or unit_in(take_apart(label).brackets) or ("%" if "%" in label else "")
