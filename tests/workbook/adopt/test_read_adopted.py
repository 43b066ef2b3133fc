"""A site's own file read through its mapping: values with its own cells, and every change of layout noticed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from openpyxl import Workbook

from briefing.cli import main
from briefing.findings import Finding
from briefing.model.charter import Charter
from briefing.model.register import RowState
from briefing.model.submission import Submission
from briefing.periods import Period
from briefing.workbook.adopt import SiteMapping, discover, load_mapping, mapping_toml, propose, read_adopted
from briefing.workbook.cells import read_book
from briefing.workbook.grid import Book
from tests.workbook.adopt.untidy_makers import SPANISH_KPIS, csv_of, one, put, saved, spanish_kpi_workbook
from tests.workbook.workbook_makers import CHARTER, charter_of, workbook
from tests.workbook.workbook_makers import saved as bytes_of

OCTOBER = Period(2026, 10)
KPIS = [*CHARTER["KPIs"], ["FRT", "Freight cost", "Costo de flete", "kUSD", "lower", 0, None]]


def agreed() -> Charter:
    """Give the charter with the three KPIs of the untidy file."""
    return charter_of(KPIs=KPIS)[0]


def confirmed(book: Book, charter: Charter, **changed: str) -> SiteMapping:
    """Propose a mapping, write it, change lines as a person would, and read it back."""
    text = mapping_toml(propose(book, discover(book), charter), "es")
    for before, after in changed.items():
        text = text.replace(before, after)
    return load_mapping(text)


def spanish(change: Any = None) -> Book:
    """Give the untidy Spanish file, changed as next month's may be."""
    made = spanish_kpi_workbook()
    if change:
        change(made["Indicadores"])
    return read_book("submissions/2026-10/MTY.xlsx", saved(made))


def read(book: Book, mapping: SiteMapping | None = None, period: Period = OCTOBER) -> tuple[Submission, tuple[Finding, ...]]:
    """Read a file through the mapping made from the usual one, with the doubtful name confirmed."""
    kept = mapping or confirm(mapping_toml(propose(spanish(), discover(spanish()), agreed()), "es"))
    submission, findings = read_adopted(book, kept, agreed(), site="MTY", period=period)
    assert submission is not None
    return submission, findings


def confirm(text: str) -> SiteMapping:
    """Take away the # of every KPI name in doubt."""
    return load_mapping(re.sub(r"(?m)^  # (\{ label)", r"  \1", text))


def codes(findings: tuple[Finding, ...]) -> set[str]:
    """Give the codes of this part of the product."""
    return {finding.code for finding in findings if finding.code.startswith("ADP")}


def test_values_months_and_cells_of_the_untidy_spanish_file() -> None:
    """Decimal commas, whole percent, a two-row header: each value with the site's own cell."""
    submission, findings = read(spanish())
    delivery, complaints, freight = (submission.kpi(code) for code in ("OTD", "CLM", "FRT"))
    assert delivery is not None
    assert complaints is not None
    assert freight is not None

    assert {Period(2026, 7): 0.942, Period(2026, 8): 0.938, Period(2026, 9): 0.925, OCTOBER: 0.91} == {month: point.value for month, point in delivery.points.items()}
    assert ("Indicadores", "G7") == (delivery.points[OCTOBER].where.sheet, delivery.points[OCTOBER].where.cell)
    assert [3, 5, 4, 9] == [point.value for point in complaints.points.values()]
    assert [118.25, 121.75, 119.0, 131.4] == [point.value for point in freight.points.values()]
    assert [] == [finding for finding in findings if finding.severity == "error"]


def test_a_name_that_is_only_near_is_never_taken_without_a_person() -> None:
    """`Reclamos de clientes` may be `Reclamos`: a commented line until somebody says so."""
    text = mapping_toml(propose(spanish(), discover(spanish()), agreed()), "es")

    assert '# { label = "Reclamos de clientes", code = "CLM" }' in text
    assert None is read(spanish(), load_mapping(text))[0].kpi("CLM")


def test_a_shifted_table_is_found_again() -> None:
    """Three rows more above it and one column to the left: the same values, other cells."""
    usual, _ = read(spanish())

    def shift(sheet: Any) -> None:
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.insert_rows(3, 3)
        sheet.insert_cols(1)
        for area in ("B8:B9", "C8:C9", "D8:D9", "E8:H8", "I8:I9", "J8:J9"):
            sheet.merge_cells(area)

    moved, findings = read(spanish(shift))
    assert [[point.value for point in report.points.values()] for report in usual.kpis] == [[point.value for point in report.points.values()] for report in moved.kpis]
    assert "H10" == moved.kpis[0].points[OCTOBER].where.cell
    assert set() == codes(findings) & {"ADP-102", "ADP-103"}


def test_a_renamed_column_is_an_error_and_not_read_from_elsewhere() -> None:
    """The names' header changed: nothing tells the rows apart, so nothing is read."""
    submission, findings = read(spanish(lambda sheet: sheet.__setitem__("A5", "Rubro")))

    assert {"ADP-103", "ADP-122"} <= codes(findings)
    assert () == submission.kpis


def test_a_new_column_and_a_new_row_are_said() -> None:
    """Neither is read, neither is silent."""
    def change(sheet: Any) -> None:
        sheet["J6"], sheet["J7"] = "Acumulado anual ajustado por turno", 5
        sheet["A10"], sheet["D10"], sheet["G10"] = "Ausentismo", "2,1", "2,4"

    assert {"ADP-104", "ADP-106"} <= codes(read(spanish(change))[1])


def test_a_label_that_is_gone_is_said() -> None:
    """Freight is no longer reported."""
    def change(sheet: Any) -> None:
        for column in "ABCDEFGHI":
            sheet[f"{column}9"] = None

    assert "ADP-107" in codes(read(spanish(change))[1])


def test_a_table_that_is_gone_is_an_error() -> None:
    """The sheet is there, the table is not."""
    submission, findings = read(one({"A1": [["Nada"], ["que ver"]]}, name="Indicadores", file="MTY.xlsx"))

    assert "ADP-102" in codes(findings)
    assert () == submission.kpis


def test_a_renamed_sheet_is_found_by_its_headers_with_a_warning() -> None:
    """The table is all there under another name."""
    submission, findings = read(spanish(lambda sheet: setattr(sheet, "title", "KPI octubre")))

    assert "ADP-115" in codes(findings)
    assert 3 == len(submission.kpis)


def test_the_month_reported_must_stand_in_the_file() -> None:
    """Last month's file under this month's name has no column of it."""
    assert "ADP-119" in codes(read(spanish(), period=Period(2026, 11))[1])


def test_figures_after_the_month_are_left() -> None:
    """Reported for September, the file holds October."""
    submission, findings = read(spanish(), period=Period(2026, 9))

    assert "ADP-109" in codes(findings)
    assert Period(2026, 10) not in submission.kpis[0].points


def test_a_share_among_whole_percent_is_not_used() -> None:
    """0,95 among 94,2 and 93,8 is no 0.95 percent."""
    submission, findings = read(spanish(lambda sheet: sheet.__setitem__("G7", "0,95")))
    delivery = submission.kpi("OTD")
    assert delivery is not None

    assert "ADP-111" in codes(findings)
    assert None is delivery.points[OCTOBER].value


def test_an_error_cell_and_a_word_are_points_without_a_value() -> None:
    """#N/A is not blank; `pendiente` is no number."""
    def change(sheet: Any) -> None:
        sheet["G7"], sheet["G9"] = "#N/A", "pendiente"
        sheet["G7"].data_type = "e"

    submission, findings = read(spanish(change))
    delivery = submission.kpi("OTD")
    assert delivery is not None

    assert None is delivery.points[OCTOBER].value
    assert {"KPI-104", "KPI-105"} <= {finding.code for finding in findings}


def test_two_tables_that_differ_give_no_value() -> None:
    """The month's sheet and the summary state different deliveries."""
    rows = {"A1": [["KPI", "2026-09", "2026-10"], ["OTD", 0.92, 0.91], ["CLM", 4, 9]], "A8": [["Otra vez"]], "A9": [["KPI", "2026-09", "2026-10"], ["OTD", 0.92, 0.95], ["CLM", 4, 9]]}
    book = one(rows, file="MTY.xlsx")
    mapping = load_mapping(re.sub(r"(?m)^  # (\{ label)", r"  \1", mapping_toml(propose(book, discover(book), agreed()), "en")))
    submission, findings = read(book, mapping)
    delivery, complaints = submission.kpi("OTD"), submission.kpi("CLM")
    assert delivery is not None
    assert complaints is not None

    assert "ADP-110" in codes(findings)
    assert (0.92, None) == (delivery.points[Period(2026, 9)].value, delivery.points[OCTOBER].value)
    assert 9 == complaints.points[OCTOBER].value


def test_several_rows_of_a_month_need_a_word_how_to_combine_them() -> None:
    """Without `combine` they are two values; with it their sum, from the cells of both."""
    book = csv_of("Fecha;Reclamos;Turno\n2026-10-01;3;A\n2026-10-09;5;B\n", file="MTY.csv")
    text = mapping_toml(propose(book, discover(book), agreed()), "es")
    assert '# combine = "sum"' in text

    _, findings = read(book, load_mapping(text))
    summed, _ = read(book, load_mapping(text.replace('# combine = "sum"', 'combine = "sum"')))
    assert "ADP-110" in codes(findings)
    assert (8, "B2:B3") == (summed.kpis[0].points[OCTOBER].value, summed.kpis[0].points[OCTOBER].where.cell)


def test_months_without_a_year_are_not_dated_without_a_person() -> None:
    """The proposal comments `year`; as confirmed it is the year of the month reported."""
    book = one({"A1": [["KPI", "Septiembre", "Octubre"], ["OTD", 0.92, 0.91]]}, file="MTY.xlsx")
    text = mapping_toml(propose(book, discover(book), agreed()), "es")
    assert '# year = "period"' in text

    _, findings = read(book, load_mapping(text))
    dated, _ = read(book, load_mapping(text.replace('# year = "period"', 'year = "period"')))
    assert "ADP-108" in codes(findings)
    assert 0.91 == dated.kpis[0].points[OCTOBER].value


def test_quarters_are_no_months() -> None:
    """They are left with a note."""
    book = one({"A1": [["KPI", "Q3 2026", "Q4 2026"], ["OTD", 0.92, 0.91]]}, file="MTY.xlsx")
    assert "ADP-121" in codes(read(book, load_mapping(mapping_toml(propose(book, discover(book), agreed()), "en")))[1])


def test_goal_forecast_and_actual_of_each_month() -> None:
    """Actual up to the month reported, forecasts after it; goals come from the charter."""
    book = one({"A1": [["KPI", "Oct 2026", None, None, "Nov 2026", None, None], [None, "Goal", "Forecast", "Actual", "Goal", "Forecast", "Actual"], ["Complaints", 4, 5, 9, 4, 7, None],
                       ["On-time delivery", "95%", "94%", "91%", "95%", "93%", None]]}, ["A1:A2", "B1:D1", "E1:G1"], file="MTY.xlsx")
    submission, _ = read(book, load_mapping(mapping_toml(propose(book, discover(book), agreed()), "en")))
    complaints = submission.kpi("CLM")
    assert complaints is not None

    assert {OCTOBER: 9} == {month: point.value for month, point in complaints.points.items()}
    assert [(Period(2026, 11), 7)] == [(each.period, each.likely) for each in complaints.forecasts]
    assert "F3" == complaints.forecasts[0].source.cells["likely"]


REGISTER = [["ID", "Riesgo", "Probabilidad", "Impacto", "Impacto económico (USD)", "Responsable", "Estatus", "Plan de mitigación", "Fecha compromiso"],
            ["R-1", "falta de resina por un solo proveedor", "Alta", "Alto", 250_000, "Compras", "Abierto", "Segundo proveedor", date(2027, 1, 15)],
            ["R-2", "rotura del molde principal", "media", "Bajo", 90_000, "Moldes", "Mitigado", "Comprar refacción", None]]


def register(text_change: Any = None) -> tuple[Submission, tuple[Finding, ...]]:
    """Read the small register through its mapping, changed as a person would."""
    book = one({"A1": REGISTER}, file="MTY.xlsx")
    text = mapping_toml(propose(book, discover(book), agreed()), "es")
    return read(book, load_mapping(text_change(text) if text_change else text))


def test_a_register_with_the_charters_scale() -> None:
    """`media` is 0.3 by the charter; `Alta` has no figure, so its chance stays blank with a warning."""
    submission, findings = register()
    first, second = submission.register

    assert (None, 0.3) == (first.chance, second.chance)
    assert ("R-1", "falta de resina por un solo proveedor", 250_000, "USD", "Compras", RowState.OPEN) == (
        first.id, first.event_es, first.likely, first.currency, first.owner, first.state)
    assert "Plan de mitigación: Segundo proveedor" in first.note
    assert "E2" == first.source.cells["likely"]
    assert {"ADP-112", "ADP-113"} <= codes(findings)


def test_words_filled_in_by_a_person_are_used() -> None:
    """The commented word of the scale and the doubtful state, confirmed."""
    submission, findings = register(lambda text: text.replace("# Alta =", "Alta = 0.7").replace("# Mitigado =", "Mitigado ="))

    assert [0.7, 0.3] == [row.chance for row in submission.register]
    assert RowState.CLOSED is submission.register[1].state
    assert set() == codes(findings) & {"ADP-112", "ADP-113"}


def test_grades_of_numbers_are_no_chances() -> None:
    """4 of 5 is neither 4 nor 400 %: it needs the scale's figure; 75 % and 0,35 are what they say."""
    graded = one({"A1": [["ID", "Risk", "Likelihood", "Impact"], ["R1", "fire in the paint booth", 4, 3], ["R2", "strike at the port", 1, 5]]}, file="MTY.xlsx")
    shares = one({"A1": [["ID", "Risk", "Probability (%)", "Impact"], ["R1", "fire in the paint booth", 75, 3], ["R2", "strike at the port", "0,35", 5]]}, file="MTY.xlsx")
    first = read(graded, load_mapping(mapping_toml(propose(graded, discover(graded), None), "en")))[0]
    second = read(shares, load_mapping(mapping_toml(propose(shares, discover(shares), None), "en")))[0]

    assert [None, None] == [row.chance for row in first.register]
    assert [0.75, 0.35] == [row.chance for row in second.register]


def test_a_legend_of_the_file_is_proposed_and_not_taken() -> None:
    """The middle of its range, as a commented line."""
    book = one({"A1": [["ID", "Risk", "Likelihood", "Impact"], ["R1", "fire in the paint booth", "Likely", "High"], ["R2", "strike at the port", "Rare", "Low"]],
                "G1": [["Scale", "Chance"], ["Rare", "0-10%"], ["Possible", "30-50%"], ["Likely", "50-80%"]]}, file="MTY.xlsx")
    text = mapping_toml(propose(book, discover(book), None), "en")

    assert "# Likely = 0.65" in text
    assert "# Rare = 0.05" in text


def test_the_cell_that_states_the_month() -> None:
    """Found by its label wherever it stands; a wrong month is the workspace's to refuse."""
    def made(down: int) -> Book:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        put(sheet, f"A{1 + down}", [["Mes:", "Octubre 2026"], ["Elaboró:", "Gerente"]])
        put(sheet, f"A{5 + down}", [["KPI", "Meta", "Real"], ["OTD", 0.95, 0.91]])
        return read_book("MTY.xlsx", saved(book))

    text = mapping_toml(propose(made(0), discover(made(0)), agreed()), "es").replace('from = "folder"', 'from = "cell"').replace("# sheet =", "sheet =").replace("# label =", "label =")
    submission, _ = read_adopted(made(3), load_mapping(text), agreed(), site="MTY")
    assert submission is not None

    assert OCTOBER == submission.period
    assert (0.91, "C9") == (submission.kpis[0].points[OCTOBER].value, submission.kpis[0].points[OCTOBER].where.cell)
    assert "Gerente" == submission.cover.prepared_by


def test_from_adopt_to_a_finished_briefing_in_three_commands(tmp_path: Path) -> None:
    """adopt, confirm, build: evidence points into the untidy Spanish file."""
    (tmp_path / "submissions" / "2026-10").mkdir(parents=True)
    local = tmp_path / "submissions" / "2026-10" / "MTY.xlsx"
    local.write_bytes(saved(spanish_kpi_workbook()))
    (tmp_path / "charter.xlsx").write_bytes(bytes_of(workbook({**CHARTER, "KPIs": KPIS})))
    mapping = tmp_path / "mappings" / "MTY.toml"

    adopted = CliRunner().invoke(main, ["adopt", str(local), "--charter", str(tmp_path / "charter.xlsx"), "-o", str(mapping), "--lang", "es"])
    assert 0 == adopted.exit_code, adopted.output
    assert "Reclamos de clientes" in adopted.output
    mapping.write_text(re.sub(r"(?m)^  # (\{ label)", r"  \1", mapping.read_text(encoding="utf-8")), encoding="utf-8")
    built = CliRunner().invoke(main, ["build", str(tmp_path), "--period", "2026-10", "--site", "MTY", "--format", "json,html", "-o", str(tmp_path / "out")])
    assert 0 == built.exit_code, built.output

    checked = CliRunner().invoke(main, ["check", str(local), "--format", "json"])
    assert "FIL-201" not in checked.output

    facts = json.loads((tmp_path / "out" / "2026-10" / "MTY" / "briefing.json").read_text(encoding="utf-8"))["facts"]
    cells = json.dumps(facts)
    assert '"Indicadores"' in cells
    assert re.search(r'"cell": "G[789]"', cells)


def test_a_csv_file_of_a_site_is_built_from(tmp_path: Path) -> None:
    """submissions/PERIOD/SITE.csv through the mapping."""
    (tmp_path / "submissions" / "2026-10").mkdir(parents=True)
    local = tmp_path / "submissions" / "2026-10" / "MTY.csv"
    local.write_text("Indicador;sep-26;oct-26\nReclamos;4;9\nEntregas a tiempo;92,5;91,0\n", encoding="cp1252")
    (tmp_path / "charter.xlsx").write_bytes(bytes_of(workbook(CHARTER)))
    mapping = tmp_path / "mappings" / "MTY.toml"
    CliRunner().invoke(main, ["adopt", str(local), "--charter", str(tmp_path / "charter.xlsx"), "-o", str(mapping)])
    built = CliRunner().invoke(main, ["build", str(tmp_path), "--period", "2026-10", "--format", "json", "-o", str(tmp_path / "out")])
    assert 0 == built.exit_code, built.output

    assert 2 != CliRunner().invoke(main, ["check", str(local)]).exit_code
    assert '"C3"' in (tmp_path / "out" / "2026-10" / "MTY" / "briefing.json").read_text(encoding="utf-8")


def test_a_broken_mapping_stops_the_site_with_words(tmp_path: Path) -> None:
    """It is never read half."""
    (tmp_path / "submissions" / "2026-10").mkdir(parents=True)
    (tmp_path / "submissions" / "2026-10" / "MTY.xlsx").write_bytes(saved(spanish_kpi_workbook()))
    (tmp_path / "charter.xlsx").write_bytes(bytes_of(workbook(CHARTER)))
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "MTY.toml").write_text("version = 1\ntables = 5\n", encoding="utf-8")
    built = CliRunner().invoke(main, ["build", str(tmp_path), "--period", "2026-10", "--format", "json", "-o", str(tmp_path / "out")])

    assert 0 != built.exit_code
    assert "ADP-101" in built.output


def test_what_is_typed_in_a_sheet_cannot_break_the_mapping() -> None:
    """Quotes, brackets, line breaks and # in headers and labels come back as they were."""
    label = 'Energy "used" # per ton ] } \\ = 5'
    book = one({"A1": [['KPI "name"\n#x', "2026-09", "2026-10"], [label, 0.9, 0.91], ["OTD", 0.9, 0.92]]}, file="MTY.xlsx")
    proposal = propose(book, discover(book), agreed())
    mapping = load_mapping(mapping_toml(proposal, "es"))

    assert (label,) == mapping.tables[0].labels_left
    assert replace(mapping.tables[0].columns[0], sure=0, why="") == replace(proposal.tables[0].columns[0], sure=0, why="")


def test_the_spanish_rows_are_what_the_tests_above_think() -> None:
    """Guards the arithmetic of the cells named here."""
    assert ["Entregas a tiempo (%)", "%", "95,0", "94,2", "93,8", "92,5", "91,0", "92,9", "Resina tardía"] == SPANISH_KPIS[2]
