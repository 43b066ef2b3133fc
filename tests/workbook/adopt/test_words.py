"""Header words, months and scale words of both languages; and the false friends."""

from __future__ import annotations

import pytest

from briefing.workbook.adopt.match import matches, take_apart
from briefing.workbook.adopt.profile import number_in, sign_of
from briefing.workbook.adopt.scale_words import grade_of, is_total, measure_of, state_of
from briefing.workbook.adopt.when import when_in
from briefing.workbook.grid import Cell, CellKind

HEADERS = {
    "likelihood": ["Likelihood", "Likeliness", "Prob", "Prob.", "Probability Score", "Occurrence", "Probabilidad", "PROBABILIDAD NRI", "Probabilidad (25% - 100%)", "Residual Risk Likelihood", "Nivel de probabilidad", "Liklihood"],
    "impact": ["Impact", "Severity", "Impacto", "Severidad(1-5)", "Risk Impact", "Nivel de impacto", "Impact Score (1-5)"],
    "impact_money": ["Cost_Impact_USD", "Cost Impact ($)", "Impacto económico"],
    "owner": ["Owner", "Risk  Owner", "Assignee", "Responsable", "Responsable/Rol", "Propietario", "RiskOwner"],
    "treatment": ["Mitigation", "Planned Response", "Existing Controls", "Plan de mitigación", "Acciones", "Medidas", "MITIGATION PLAN"],
    "value": ["Actual", "Value", "Real", "Valor real"],
    "target": ["Target", "Goal", "Budget", "Meta", "Objetivo", "Target (%)"],
    "period": ["Month", "Period_Date", "Fecha", "Mes"],
}


@pytest.mark.parametrize(("role", "text"), [(role, text) for role, texts in HEADERS.items() for text in texts])
def test_header_words(role: str, text: str) -> None:
    """The words of real files mean what they mean."""
    found = matches(text)

    assert role == found[0].role
    assert found[0].sure >= 80


@pytest.mark.parametrize(("text", "wrong"), [("Target Date", "target"), ("Planned Downtime", "target"), ("Fecha actual de resolución", "value"), ("Net Operating Time", "value"),
                                             ("Net Operating Time", "likelihood"), ("Actual Start Date", "value"), ("Target Completion", "target"), ("Supplier Name", "kpi"),
                                             ("Impact Date", "impact"), ("Risk Count", "event"), ("Estado actual", "value")])
def test_false_friends(text: str, wrong: str) -> None:
    """A word of ours in a header that speaks of something else is not taken."""
    assert [] == [match for match in matches(text) if match.role == wrong and match.sure >= 80]


@pytest.mark.parametrize(("text", "meant"), [
    ("Jan-24", "2024-01"), ("ENERO", "01"), ("Ene.", "01"), ("Q1 2024", "2024-Q1"), ("1T 2024", "2024-Q1"), ("1er trimestre 2025", "2025-Q1"), ("Real ene 2026", "2026-01"), ("2026-10", "2026-10"),
    ("10/2026", "2026-10"), ("16 de febrero de 2026", "2026-02"), ("2024", "2024"), ("Oct '25", "2025-10"), ("January 2024 Target", "2024-01"),
])
def test_times_in_headers(text: str, meant: str) -> None:
    """Months, quarters and years as people write them."""
    when = when_in(text)

    assert when is not None
    assert meant == str(when)


@pytest.mark.parametrize("text", ["Line 12", "Semana 12", "Week 3", "Risk 10", "Severity 1-5", "", "---"])
def test_what_is_no_time(text: str) -> None:
    """Numbers in headers are seldom years."""
    assert None is when_in(text)


def test_scale_words_in_both_genders_and_colours() -> None:
    """Only their order is meant."""
    assert [grade_of(word) for word in ("Baja", "media", "ALTO", "alta", "Muy alta")] == [2, 3, 4, 4, 5]
    assert [grade_of(word) for word in ("Green", "Amber", "Yellow", "Red", "Verde", "Rojo")] == [2, 3, 3, 4, 2, 4]
    assert [grade_of(word) for word in ("4 - Likely", "Medium (3)", "Rare (0-10%)", "Line 3 stops")] == [4, 3, 1, None]


def test_states_measures_and_totals() -> None:
    """The words beside figures and risks."""
    assert ["open", "closed", "happened", ""] == [state_of(word) for word in ("En proceso", "Cerrada", "Materializado", "Verde")]
    assert ["target", "value", "forecast", ""] == [measure_of(word) for word in ("Meta", "REAL", "Pronóstico", "Enero")]
    assert [True, True, True, False] == [is_total(word) for word in ("TOTAL GENERAL", "Promedio anual:", "Grand total", "Totally new risk of the port that everybody names")]


def _cells(*texts: str) -> list[Cell]:
    return [Cell(f"A{row}", row, 1, text, CellKind.TEXT) for row, text in enumerate(texts, 1)]


def test_the_decimal_sign_is_told_from_the_column() -> None:
    """0,35 and 1.234,5 say comma; 1,234 says nothing."""
    assert "," == sign_of(_cells("0,35", "1.234,5", "12"))[0]
    assert "." == sign_of(_cells("1,234.50", "0.5"))[0]
    assert "" == sign_of(_cells("1,234", "12"))[0]


def test_numbers_as_text() -> None:
    """With order signs, money, units and percent."""
    found = [number_in(cell, sign) for cell, sign in zip(_cells("≥ 95 %", "$1,200.50", "1.234,5", "(300)", "12 h", "n/a"), (".", ".", ",", ".", ".", "."), strict=True)]

    assert [0.95, 1200.5, 1234.5, -300, 12, None] == found


def test_units_in_headers() -> None:
    """Money, percent and usual units."""
    assert ["$", "%", "USD", "MXN", "días"] == [take_apart(text).unit for text in ("Cost ($)", "Probabilidad (25% - 100%)", "Cost_Impact_USD", "Costo (MXN)", "Paro (días)")]
