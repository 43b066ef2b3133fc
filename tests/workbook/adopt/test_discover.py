"""Tables of untidy files are found, and their columns taken for what they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import pytest
from openpyxl import Workbook

from briefing.workbook.adopt import Table, TableKind, discover
from briefing.workbook.cells import read_book
from briefing.workbook.grid import Book
from tests.workbook.adopt.untidy_makers import csv_of, one, saved, sheet_of, spanish_kpi_workbook

LATE = "Late resin stops line 3 because the only supplier is at capacity"
MOLD = "Mold of the top seller breaks and no spare is on the shelf"
CASES: list[tuple[str, Callable[[], Book], str, str, Mapping[str, str]]] = []


def case(kind: str, place: str, **roles: str) -> Callable[[Callable[[], Book]], Callable[[], Book]]:
    """Register a file: the kind and place of one table, and by column what its header must be taken for."""
    def keep(make: Callable[[], Book]) -> Callable[[], Book]:
        CASES.append((make.__name__, make, kind, place, roles))
        return make
    return keep


@case("register", "A1:H3", A="id", B="event", C="likelihood", D="impact", E="score", F="owner", G="status", H="treatment")
def plain_english_register() -> Book:
    return one({"A1": [["Risk ID", "Risk", "Likelihood", "Impact", "Risk Score", "Risk  Owner", "Status", "Mitigation"],
                       ["R1", LATE, "High", "Medium", 12, "Supply manager", "Open", "Second source"], ["R2", MOLD, "Low", "High", 8, "Tooling", "Closed", "Buy spare"]]})


@case("register", "B6:I8", B="id", C="description", D="likelihood", E="impact", F="owner", G="treatment", H="due", I="status")
def register_below_a_title_block() -> Book:
    return one({"A1": [["ACME de México"]], "A2": [["Matriz de riesgos"]], "A4": [["Fecha:", date(2026, 10, 1)]],
                "B6": [["No.", "Descripción del riesgo", "Probabilidad", "Impacto", "Responsable/Rol", "Plan de mitigación", "Fecha compromiso", "Estatus"],
                       [1, "Falta de resina por un solo proveedor", "Alta", "Alto", "Compras", "Calificar segundo proveedor", date(2027, 1, 15), "Abierto"],
                       [2, "Rotura del molde principal", "media", "Bajo", "Ingeniería", "Comprar refacción", date(2027, 3, 1), "En proceso"]]}, ["A1:I1", "A2:I2"])


@case("register", "A1:H5", B="likelihood_inherent", C="impact_inherent", D="score_inherent", E="likelihood_residual", F="impact_residual", H="treatment")
def two_row_header_inherent_and_residual() -> Book:
    return one({"A1": [["Riesgo", "Riesgo inherente", None, None, "Riesgo residual", None, None, "Controles existentes"],
                       [None, "Probabilidad", "Impacto", "Nivel", "Probabilidad", "Impacto", "Nivel", None],
                       ["Paro por falta de resina", 4, 5, 20, 2, 4, 8, "Inventario de seguridad"], ["Rotación de técnicos", 3, 3, 9, 2, 2, 4, "Bonos de permanencia"],
                       ["Falla eléctrica de la subestación", 2, 5, 10, 1, 5, 5, "Planta de emergencia"]]}, ["A1:A2", "B1:D1", "E1:G1", "H1:H2"])


@case("register", "A1:F3", A="id", B="event", C="likelihood_inherent", D="likelihood_residual", E="impact", F="owner")
def nri_and_nrr() -> Book:
    return one({"A1": [["Folio", "Riesgo identificado", "PROBABILIDAD NRI", "PROBABILIDAD NRR", "Severidad(1-5)", "Propietario"],
                       ["R-01", LATE, 4, 2, 5, "Gerente"], ["R-02", MOLD, 3, 1, 4, "Jefe de moldes"]]})


@case("register", "A1:G3", A="id", B="description", C="likelihood", D="impact_money", E="owner", F="treatment", G="due")
def units_in_headers_and_an_underscore() -> Book:
    return one({"A1": [["ID", "Risk Description", "Probability (25% - 100%)", "Cost_Impact_USD", "Assignee", "Planned Response", "Target Date"],
                       ["R1", LATE, 0.5, 250000, "Ann", "Second source", date(2026, 12, 1)], ["R2", MOLD, 0.25, 90000, "Bob", "Spare", date(2026, 11, 1)]]})


@case("register", "A1:F3", A="event", B="likelihood", C="impact", D="owner", E="status", F="treatment")
def likeliness_and_severity() -> Book:
    return csv_of("Risk Title;Likeliness;Severity;Owner;State;Existing Controls\nFire in paint booth;Rare;Major;EHS;Active;Sprinklers, weekly drill\nStrike;Possible;Moderate;HR;Watch;Monthly talks\n")


@case("register", "A1:G3", C="likelihood", D="impact", F="response", G="treatment")
def response_words_and_a_plan() -> Book:
    return one({"A1": [["No", "Event", "Prob", "Sev", "Risk Level", "Risk Response", "Action Plan"],
                       [1, LATE, 0.3, 4, "Amber", "Mitigate", "Qualify two suppliers by May"], [2, MOLD, 0.1, 5, "Red", "Transfer", "Insure the mold"]]})


@case("register", "A3:H5", B="event", C="cause", D="consequence", E="likelihood", F="impact", G="score", H="treatment")
def spanish_with_cause_and_effect() -> Book:
    return one({"A1": [["REGISTRO DE RIESGOS 2026"]], "A3": [["ID", "Riesgo", "Causa", "Consecuencia", "Probabilidad de ocurrencia", "Gravedad", "Nivel de riesgo", "Medidas de control"],
                ["R1", "Paro de línea 3", "Un solo proveedor", "Multas del cliente", "Probable", "Grave", "Alto", "Segundo proveedor"],
                ["R2", "Fuga de talento", "Sueldos bajos", "Retrasos", "Posible", "Moderado", "Medio", "Plan de carrera"]]}, ["A1:H1"])


@case("register", "A1:D6", A="id", B="event", C="likelihood", D="impact")
def register_with_a_matrix_beside_it() -> Book:
    return one({"A1": [["ID", "Risk", "Likelihood", "Impact"], ["R1", LATE, 3, 4], ["R2", MOLD, 2, 5], ["R3", "Strike at the port", 2, 3], ["R4", "Fire in the warehouse", 1, 5], ["R5", "Key people leave", 3, 3]],
                "G1": [["Impact", "Low", "Medium", "High"], ["High", "Medium", "High", "High"], ["Medium", "Low", "Medium", "High"], ["Low", "Low", "Low", "Medium"]]})


@case("legend", "G2:J5")
def the_matrix_beside_a_register() -> Book:
    return one({"A1": [["ID", "Risk", "Likelihood", "Impact"], ["R1", LATE, 3, 4], ["R2", MOLD, 2, 5], ["R3", "Strike at the port", 2, 3], ["R4", "Fire in the warehouse", 1, 5], ["R5", "Key people leave", 3, 3]],
                "G2": [["Matrix", "Low", "Medium", "High"], ["High", "Medium", "High", "High"], ["Medium", "Low", "Medium", "High"], ["Low", "Low", "Low", "Medium"]]})


@case("legend", "A8:C13")
def a_scale_below_the_register() -> Book:
    return one({"A1": [["Risk", "Probability", "Impact", "Owner"], [LATE, "Likely", "High", "Ann"], [MOLD, "Rare", "Low", "Bob"]],
                "A8": [["Level", "Probability", "Description"], [1, "Rare", "0-10%"], [2, "Unlikely", "10-30%"], [3, "Possible", "30-50%"], [4, "Likely", "50-80%"], [5, "Almost certain", "80-100%"]]})


@case("register", "A1:F2", A="id", B="event", C="likelihood", D="impact", E="owner", F="status")
def a_template_with_no_filled_rows() -> Book:
    return one({"A1": [["ID", "Risk", "Likelihood", "Impact", "Owner", "Status"], [1], [2], [3]][:2]})


@case("register", "A1:E4", A="event", B="likelihood", C="impact", E="treatment")
def red_amber_green() -> Book:
    return one({"A1": [["Risk Name", "Probability Score", "Impact Score", "RAG", "Contingency"], ["Flood", "Red", "Amber", "Red", "Pumps"], ["Theft", "Green", "Yellow", "Green", "Guards"], ["Hail", "Amber", "Red", "Amber", "Nets"]]})


@case("register", "A1:H3", A="id", C="event", D="likelihood", E="impact", F="detection", H="treatment")
def failure_modes() -> Book:
    return one({"A1": [["#", "Process Step", "Potential Failure Mode", "Occurrence", "Severity", "Detection", "RPN", "Recommended Action"],
                       [1, "Molding", "Short shot", 4, 7, 3, 84, "Check valve weekly"], [2, "Paint", "Orange peel", 5, 4, 4, 80, "Tune viscosity"]]})


@case("months_across", "A5:I10", A="kpi", B="unit", C="target", D="value", H="total", I="note")
def spanish_kpis_with_everything() -> Book:
    return read_book("local.xlsx", saved(spanish_kpi_workbook()))


@case("months_across", "A3:O5", A="kpi", B="target", C="value", N="value", O="total")
def months_in_capitals_and_the_year_in_the_title() -> Book:
    months = ["ENERO", "FEBRERO", "MARZO", "ABRIL", "MAYO", "JUNIO", "JULIO", "AGOSTO", "SEPTIEMBRE", "OCTUBRE", "NOVIEMBRE", "DICIEMBRE"]
    return one({"A1": [["INDICADORES DE PRODUCCIÓN 2025"]], "A3": [["INDICADOR", "META", *months, "ACUMULADO"], ["OEE", 0.85, *[0.8 + step / 100 for step in range(12)], 0.86],
                ["Merma", 0.02, *[0.03] * 12, 0.03]]}, ["A1:O1"])


@case("months_across", "A1:G3", A="kpi", B="value", G="value")
def short_english_months_with_the_year() -> Book:
    return one({"A1": [["KPI", "Jan-24", "Feb-24", "Mar-24", "Apr-24", "May-24", "Jun-24"], ["Yield", 0.9, 0.91, 0.92, 0.9, 0.93, 0.95], ["Scrap", 5, 4, 6, 3, 2, 4]]})


@case("months_across", "A1:D4", A="kpi", B="value")
def dates_as_month_headers_without_a_label_header() -> Book:
    return one({"B1": [[date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]], "A2": [["On-time delivery", 0.9, 0.92, 0.93], ["Complaints", 3, 4, 2], ["Scrap", 0.02, 0.03, 0.02]]})


@case("months_across", "A1:G4", A="kpi", B="target", C="forecast", D="value", E="target", G="value")
def quarters_merged_over_goal_forecast_actual() -> Book:
    return one({"A1": [["Metric", "Q1 2024", None, None, "Q2 2024", None, None], [None, "Goal", "Forecast", "Actual", "Goal", "Forecast", "Actual"],
                       ["Revenue", 100, 95, 97, 110, 108, 111], ["Orders", 20, 21, 19, 22, 22, 25]]}, ["A1:A2", "B1:D1", "E1:G1"])


@case("months_across", "A1:E4", A="kpi", B="target", C="value", D="target", E="value")
def months_over_goal_and_actual_not_merged() -> Book:
    return one({"A1": [["Indicador", "Enero 2026", None, "Febrero 2026", None], [None, "Meta", "Real", "Meta", "Real"], ["OTD", 95, 93, 95, 96], ["Reclamos", 4, 5, 4, 3]]})


@case("months_across", "A1:F7", A="kpi", B="measure", C="value")
def goal_and_actual_as_rows() -> Book:
    return one({"A1": [["KPI", "Tipo", "ene-26", "feb-26", "mar-26", "abr-26"], ["OTD", "Meta", 95, 95, 95, 95], [None, "Real", 93, 94, 96, 92], ["Reclamos", "Meta", 4, 4, 4, 4],
                       [None, "Real", 6, 3, 5, 4], ["Merma", "Meta", 2, 2, 2, 2], [None, "Real", 2.4, 2.2, 2.1, 1.9]]}, ["A2:A3", "A4:A5", "A6:A7"])


@case("months_down", "A1:D4", A="period")
def months_down_kpis_across() -> Book:
    return one({"A1": [["Month", "OTD %", "Complaints", "Scrap kg"], ["January 2026", 93, 4, 120], ["February 2026", 94, 5, 118], ["March 2026", 92, 3, 131]]})


@case("months_down", "A4:D8", A="period")
def bare_months_down_with_the_year_above() -> Book:
    return one({"A1": [["Producción 2026"]], "A4": [["Mes", "Toneladas", "Energía (kWh)", "Paros (h)"], ["Enero", "1.250,5", "310", "4,5"], ["Febrero", "1.180,2", "305", "6,0"],
                                                       ["Marzo", "1.301,9", "320", "3,2"], ["Total", "3.732,6", "935", "13,7"]]})


@case("long", "A1:D5", A="period", B="kpi", C="value", D="target")
def long_format() -> Book:
    return csv_of("Periodo,Indicador,Real,Meta\n2026-01,OTD,93,95\n2026-01,Reclamos,5,4\n2026-02,OTD,94,95\n2026-02,Reclamos,3,4\n")


@case("long", "A1:F5", A="period")
def several_rows_a_day() -> Book:
    return csv_of("fecha;tanque;toneladas;turno;kwh;operario\n01/06/2026;A;125,3;1;310;Juan\n01/06/2026;B;98,7;1;220;Ana\n02/06/2026;A;118,9;2;295;Juan\n02/06/2026;B;42,8;2;78;Ana\n")


@case("scorecard", "A1:F4", A="category", B="objective", C="kpi", D="target", E="value", F="status")
def balanced_scorecard() -> Book:
    return one({"A1": [["Perspective", "Objective", "KPI", "Target", "Actual", "Status"], ["Financial", "Grow in the south", "Revenue growth", "10%", "8%", "Red"],
                       ["Customer", "Keep customers", "Retention", 0.95, 0.96, "Green"], ["Process", "Fewer stops", "Downtime hours", 20, 25, "Red"]]})


@case("scorecard", "A3:F6", A="kpi", B="unit", C="target", D="value", E="variance", F="attainment")
def spanish_scorecard() -> Book:
    return one({"A1": [["Tablero de indicadores - Octubre 2026"]], "A3": [["Indicador", "Unidad de medida", "Meta", "Real", "Desviación", "% Cumplimiento"],
                ["Entregas a tiempo", "%", "95,0", "91,0", "-4,0", "95,8"], ["Reclamos", "casos", "4", "9", "5", "44,4"], ["Costo por pieza", "MXN", "12,50", "13,10", "0,60", "95,4"]]}, ["A1:F1"])


@case("kpi_list", "A1:E3", A="kpi", B="definition", C="definition", D="frequency", E="owner")
def a_catalogue_of_kpis() -> Book:
    return one({"A1": [["KPI Name", "Definition", "Formula", "Frequency", "KPI Owner"], ["OTD", "Orders shipped on time", "on time / all", "Monthly", "Logistics"], ["FPY", "First pass yield", "good / all", "Weekly", "Quality"]]})


@case("actions", "A1:E3", A="treatment", B="owner", C="due", D="status")
def a_list_of_actions() -> Book:
    return one({"A1": [["Action", "Responsible", "Due Date", "Status", "Comments"], ["Install pump", "Ann", date(2026, 12, 1), "Open", "ordered"], ["Train crew", "Bob", date(2026, 11, 1), "Done", ""]]})


@case("records", "A1:D4")
def a_table_that_is_neither() -> Book:
    return one({"A1": [["Customer", "City", "Truck", "Pallets"], ["Norte", "Monterrey", "T-1", 22], ["Sur", "Mérida", "T-2", 18], ["Bajío", "León", "T-3", 20]]})


@case("form", "A1:B4")
def labels_and_values() -> Book:
    return one({"A1": [["Site:", "MTY"], ["Prepared by:", "Plant manager"], ["Currency:", "MXN"], ["Exchange rate:", 18.42]], "A7": [["KPI", "Target", "Actual"], ["OTD", 95, 93], ["Scrap", 2, 3]]})


@case("months_across", "G1:J3", G="kpi", H="value")
def the_right_one_of_two_tables_side_by_side() -> Book:
    return one({"A1": [["KPI", "Jan 2026", "Feb 2026", "Mar 2026"], ["OTD", 1, 2, 3], ["OEE", 1, 2, 3]], "G1": [["KPI", "Jan 2026", "Feb 2026", "Mar 2026"], ["Scrap", 1, 2, 3], ["Waste", 1, 2, 3]]})


@case("scorecard", "A8:C10", A="kpi", B="target", C="value")
def the_lower_one_of_two_stacked_tables() -> Book:
    return one({"A1": [["Risk", "Likelihood", "Impact"], [LATE, "High", "Low"], [MOLD, "Low", "High"]], "A7": [["Results"]], "A8": [["KPI", "Goal", "Actual"], ["OTD", 95, 93], ["Scrap", 2, 3]]})


@case("register", "A2:E5", A="id", B="event", C="likelihood")
def blank_rows_inside_a_register() -> Book:
    return one({"A2": [["ID", "Risk", "Likelihood", "Impact", "Owner"], ["R1", LATE, "High", "Low", "Ann"], [], ["R2", MOLD, "Low", "High", "Bob"]]})


@case("register", "A1:F3", C="likelihood", D="impact", E="score")
def typing_errors_in_headers() -> Book:
    return one({"A1": [["Risk ID", "Risk Discription", "Liklihood", "Impacct", "Risk Rating", "Mitgation Plan"], ["R1", LATE, 4, 3, 12, "x"], ["R2", MOLD, 2, 5, 10, "y"]]})


@case("register", "A1:E3", A="id", B="event", C="likelihood", D="impact", E="owner")
def line_breaks_and_camel_case() -> Book:
    return one({"A1": [["RiskID", "Risk\nEvent", "Risk\nLikelihood", "RiskImpact", "Risk\nOwner"], ["R1", LATE, "Alta", "Baja", "x"], ["R2", MOLD, "Media", "Alta", "y"]]})


@case("months_across", "A1:E3", A="kpi", B="value", E="total")
def windows_1252_and_semicolons() -> Book:
    return csv_of("Indicador;Ene 2026;Feb 2026;Mar 2026;Año\nProducción;1,5;1,7;1,6;4,8\nEnergía;3,1;3,0;2,9;9,0\n", encoding="cp1252")


@case("months_across", "A1:D3", A="kpi", B="value")
def tabs_and_a_mark() -> Book:
    return csv_of("KPI\t2026-01\t2026-02\t2026-03\nOTD\t0.93\t0.94\t0.95\nOEE\t0.7\t0.71\t0.72\n", encoding="utf-8-sig")


@case("months_across", "A2:N4", A="kpi", B="unit", C="value")
def the_year_in_the_sheets_name() -> Book:
    months = ["Ene", "Feb", "Mar", "Abr", "May", "Jun", "Jul", "Ago", "Sep", "Oct", "Nov", "Dic"]
    return one({"A2": [["KPI", "U.M.", *months], ["OTD", "%", *range(80, 92)], ["OEE", "%", *range(60, 72)]]}, name="KPIs 2026")


@case("register", "A1:F3", B="event", C="likelihood", D="impact")
def a_register_on_a_hidden_sheet_too() -> Book:
    book = Workbook()
    rows = [["ID", "Risk", "Likelihood", "Impact", "Owner", "Status"], ["R1", LATE, 3, 4, "x", "Open"], ["R2", MOLD, 2, 5, "y", "Open"]]
    sheet_of(book, "Risks", {"A1": rows})
    sheet_of(book, "Lists", {"A1": [["Likelihood", "Impact"], ["Low", "Low"], ["Medium", "Medium"], ["High", "High"]]}, hidden=True)
    return read_book("local.xlsx", saved(book))


@case("months_across", "A1:H3", A="kpi", B="value", C="target", D="variance", E="value")
def month_and_words_in_one_header() -> Book:
    return one({"A1": [["Metric", "Jan 2026 Actual", "Jan 2026 Budget", "Jan 2026 Var", "Feb 2026 Actual", "Feb 2026 Budget", "Feb 2026 Var", "YTD"], ["Sales", 10, 11, -1, 12, 11, 1, 22],
                       ["Cost", 7, 6, 1, 6, 6, 0, 13]]})


@case("register", "A1:I3", B="event", C="category", D="likelihood", E="impact", G="owner", H="identified", I="closed")
def false_friends_of_dates() -> Book:
    return one({"A1": [["ID", "Riesgo", "Tipo de riesgo", "Probabilidad", "Impacto", "Nivel", "Responsable", "Fecha de identificación", "Fecha actual de resolución"],
                       ["R1", "Paro", "Operativo", "Alta", "Alto", "Alto", "x", date(2026, 1, 1), date(2026, 5, 1)], ["R2", "Robo", "Seguridad", "Baja", "Medio", "Bajo", "y", date(2026, 2, 1), None]]})


@pytest.mark.parametrize(("name", "make", "kind", "place", "roles"), CASES, ids=[each[0] for each in CASES])
def test_a_table_is_found_and_its_columns_taken(name: str, make: Callable[[], Book], kind: str, place: str, roles: Mapping[str, str]) -> None:
    """The kind and place of a table, and what its columns are."""
    tables = discover(make())
    found = {table.range: table for table in tables}

    assert place in found, [(table.range, table.kind) for table in tables]
    assert TableKind(kind) is found[place].kind
    assert dict(roles) == {letters: role for letters, role in _taken(found[place]).items() if letters in roles}, name


def _taken(table: Table) -> dict[str, str]:
    return {guess.heading.letters: guess.take_as for guess in table.columns if guess.sure >= 60}


def test_there_are_forty_untidy_files() -> None:
    """As the README of the real ones lists their faults."""
    assert len(CASES) >= 40
