"""How workbooks are read: what is found wherever it stands, what is doubted, and what is never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some
from openpyxl.utils.exceptions import IllegalCharacterError

from briefing.evidence import CellRef, Source
from briefing.findings import Finding, has_errors
from briefing.language import finding_message
from briefing.model.charter import Charter, Direction
from briefing.model.submission import Status, Submission
from briefing.periods import Period
from briefing.workbook import contract
from briefing.workbook.cells import Book, Sheet, read_book
from briefing.workbook.parse import kind_of, parse_charter, parse_submission
from briefing.workbook.tables import keys_of
from tests.workbook.workbook_makers import CHARTER, MONTH, Rows, book_of, changed, charter_of, codes, month_of, saved, workbook

OCT = Period(2026, 10)


def good(**sheets: Any) -> Submission:
    submission, _ = month_of(**sheets)
    assert submission is not None
    return submission


def kpi_row(*cells: Any) -> tuple[Submission, tuple[Finding, ...]]:
    """Read a month whose first KPI row is changed."""
    submission, findings = month_of(KPIs=[MONTH["KPIs"][0], list(cells), MONTH["KPIs"][2]])
    assert submission is not None
    return submission, findings


def plain(submission: Submission) -> Submission:
    """Give a submission without its places and language, to compare what was said."""
    return replace(
        submission, language="", cover=replace(submission.cover, source=Source()),
        kpis=tuple(replace(report, source=Source(), points={period: replace(point, where=CellRef("")) for period, point in report.points.items()},
                           forecasts=tuple(replace(each, source=Source()) for each in report.forecasts)) for report in submission.kpis),
        register=tuple(replace(row, source=Source()) for row in submission.register),
        asks=tuple(replace(ask, source=Source(), options=tuple(replace(each, source=Source()) for each in ask.options)) for ask in submission.asks),
        follow_ups=tuple(replace(line, source=Source()) for line in submission.follow_ups),
    )


def test_a_good_charter_and_a_good_month_have_no_findings() -> None:
    """The small workbooks of these tests are clean."""
    assert () == charter_of()[1]
    assert () == month_of()[1]


def test_the_kind_of_a_workbook_is_told_by_its_sheets() -> None:
    """A charter has sites, a month has a cover, other books have neither."""
    assert ("charter", "month", None) == (kind_of(book_of(CHARTER)), kind_of(book_of(MONTH)), kind_of(book_of({"Data": [["x"]]})))
    assert "month" == kind_of(book_of({"Portada": [["Planta", "MTY"]], "Indicadores": [["Clave"]]}))
    assert "charter" == kind_of(book_of({"KPIs": [["x"]], "Metas": [["x"]]}))


def test_no_two_columns_of_a_sheet_share_a_name() -> None:
    """Each declared header names one column."""
    for book in contract.WORKBOOKS:
        for sheet in book.sheets:
            names = [name for column in sheet.columns for name in set(keys_of(column)[:2])]
            assert len(names) == len(set(names)), sheet.key


def test_every_value_keeps_its_cell() -> None:
    """Form, table, point and forecast tell file, sheet and address."""
    submission = good()
    report = submission.kpis[0]
    assert CellRef("month.xlsx", "Cover", "B4") == submission.cover.source.at("rate")
    assert CellRef("month.xlsx", "Register", "I2") == submission.register[0].source.at("chance")
    assert CellRef("month.xlsx", "KPIs", "C2") == report.points[OCT].where
    assert CellRef("month.xlsx", "KPIs", "E2") == report.forecasts[0].source.at("low")


@settings(max_examples=20, deadline=None)
@given(some.randoms(use_true_random=False))
def test_the_order_of_columns_and_rows_above_change_nothing(random: Any) -> None:
    """Columns swapped, blank rows and a title above give the same reading."""
    def shuffled(rows: Rows) -> Rows:
        width = max(len(row) for row in rows)
        order = list(range(width))
        random.shuffle(order)
        padded = [[*row, *[None] * (width - len(row))] for row in rows]
        moved = [[row[index] for index in order] for row in padded]
        return [["Planta Monterrey"], [], *moved[:1], [], *moved[1:]]

    sheets: dict[str, Rows] = {name: rows if name == "Cover" else shuffled(rows) for name, rows in MONTH.items()}
    submission, findings = parse_submission(book_of(sheets), charter_of()[0])
    assert submission is not None
    assert (plain(good()), ()) == (plain(submission), findings)


def test_spanish_names_without_accents_are_read() -> None:
    """Sheets, headers and choices are matched in both languages, without case and accents."""
    spanish: dict[str, Rows] = {
        "PORTADA": [["planta", "mty"], ["MES", "octubre 2026"], ["Moneda", "pesos"], ["tipo de cambio", "18.42"],
                    ["Fecha del tipo de cambio", "30 de octubre de 2026"], ["Fuente del tipo de cambio", "FIX"]],
        "Indicadores": [["Clave", "sep-26", "Octubre 2026", "nov-26 probable", "nov-26 minimo", "nov-26 máximo", "causa"],
                        ["otd", "93 %", "91%", 0.9, 0.85, 0.95, "late resin"], ["CLM", 4, 9]],
        "registro": [["Id", "tipo", "Evento (ingles)", "Caso malo", "caso  probable", "CASO BUENO", "Por factor", "ocurre",
                      "Probabilidad a esa fecha", "A la fecha", "KPIs"],
                     ["r-014", "Suministro", "line 3 stops for want of resin", "18", 12, 8, "d-03", "una vez", "6 de 10",
                      "31-mar-2027", "otd"]],
        "Solicitudes": [["Id", "Qué se pide (inglés)", "proposito", "Opcion recomendada", "Decide", "Se necesita para el"],
                        ["A-007", "second source for resin", "decisión", "opción B", "COO", date(2026, 11, 30)]],
        "Opciones": [["Solicitud", "Letra", "Opción (inglés)", "Costo único", "Actúa sobre", "Probabilidad restante"],
                     ["A-007", "b)", "qualify two suppliers", "$240,000", "R-014", "20 %"]],
        "Seguimiento": [["Id", "Tipo", "Lado", "Qué (inglés)", "Vence", "Estado"],
                        ["C-003", "compromiso", "corporativo", "answer on resin", "30-nov-2026", "abierta"]],
    }
    submission, findings = parse_submission(book_of(spanish), charter_of()[0])
    assert submission is not None
    assert (plain(good()), ()) == (plain(submission), findings)


def test_our_own_helper_sheets_and_columns_are_passed_over_in_silence() -> None:
    """Review sheets, hidden lists, and the locked columns of the template are no news."""
    kpis = [[*MONTH["KPIs"][0], "KPI name", "Unit", "Target", "Limits"], *MONTH["KPIs"][1:]]
    book = workbook({**MONTH, "KPIs": kpis, "Revisión": [["a", 1]], "_lists": [["x"]], "Notas": [["x"]]})
    book["_lists"].sheet_state = book["Notas"].sheet_state = "hidden"
    assert () == parse_submission(read_book("month.xlsx", saved(book)), charter_of()[0])[1]


def test_a_bad_cell_loses_no_other() -> None:
    """The value is not measured, the rest of the row stands, and the finding names the cell."""
    submission, findings = kpi_row("OTD", 0.93, "n/d", 0.9, 0.85, 0.95, "late resin")
    (finding,) = findings
    assert ("KPI-104", "C2") == (finding.code, finding.where.cell)
    assert "“n/d” under “2026-10” is not a number." == finding_message(finding, "en")
    assert (None, 0.93, "late resin") == (submission.kpis[0].points[OCT].value, submission.kpis[0].points[Period(2026, 9)].value,
                                          submission.kpis[0].cause)


def test_every_fault_of_a_workbook_is_found_at_once_in_order() -> None:
    """By sheet, row and column."""
    kpis = changed(changed(MONTH["KPIs"], "C3", "#REF!"), "B2", "=B1")
    _, findings = month_of(KPIs=kpis, Cover=[["Site", None], ["Month", "ayer"]])
    assert [("Cover", "B1", "COV-101"), ("Cover", "B2", "COV-118"), ("KPIs", "B2", "KPI-106"), ("KPIs", "C3", "KPI-105")] == [
        (finding.where.sheet, finding.where.cell, finding.code) for finding in findings if finding.severity == "error"]


@pytest.mark.parametrize(("typed", "expected", "found"), [
    (0.91, 0.91, []), ("91 %", 0.91, []), ("91%", 0.91, []), (91, 0.91, ["KPI-117"]), ("91", 0.91, ["KPI-117"]), (1, 1.0, []),
    (0, 0.0, []), (1.05, None, ["KPI-110"]), ("105 %", None, ["KPI-110"]), (9100, None, ["KPI-117", "KPI-110"]),
])
def test_percentages_are_shares_however_they_are_typed(typed: Any, expected: float | None, found: list[str]) -> None:
    """95 in a percent column is used as 95 % and said so; what is out of natural bounds is not used."""
    submission, findings = kpi_row("OTD", 0.93, typed)
    assert (expected, sorted(found)) == (submission.kpis[0].points[OCT].value, sorted(codes(findings)))


def test_a_row_of_whole_percentages_is_read_alike() -> None:
    """Beside 3.1 and 2.4, 0.8 means 0.8 %."""
    charter = charter_of(KPIs=[["Code", "Name", "Unit", "Good is"], ["TURN", "Turnover", "%", "lower"]],
                         Targets=[["KPI", "Target", "High limit"], ["TURN", 0.03, 0.05]])[0]
    rows: Rows = [["Code", "2026-08", "2026-09", "2026-10"], ["TURN", 3.1, 2.4, 0.8]]
    submission, findings = month_of(charter=charter, KPIs=rows, Register=MONTH["Register"][:1])
    assert submission is not None
    assert [0.031, 0.024, 0.008] == [point.value for point in submission.kpis[0].points.values()]
    assert 3 == [finding.code for finding in findings].count("KPI-117")


def test_what_may_reach_more_than_a_hundred_percent_is_believed() -> None:
    """A natural maximum or a target above 100 % lifts the ceiling."""
    for bound, target, value, expected in ((3, 1, 2.5, 2.5), (None, 1.1, 2.1, 2.1), (None, 1.1, 95, 0.95)):
        charter = charter_of(KPIs=[["Code", "Name", "Unit", "Good is", "Natural maximum"], ["OUT", "Output", "%", "higher", f"{bound * 100} %" if bound else None]],
                             Targets=[["KPI", "Target", "Low limit"], ["OUT", target, 0.5]])[0]
        submission, _ = month_of(charter=charter, KPIs=[["Code", "2026-10"], ["OUT", value]], Register=MONTH["Register"][:1])
        assert submission is not None
        assert expected == submission.kpis[0].points[OCT].value


def test_without_a_charter_everything_still_parses() -> None:
    """Units come from the sheet if it has them; links that only a charter knows are not checked."""
    kpis = changed([[*MONTH["KPIs"][0], "Unidad"], [*MONTH["KPIs"][1], "%"], MONTH["KPIs"][2]], "C2", 91)
    submission, findings = parse_submission(book_of({**MONTH, "KPIs": kpis}), None)
    assert submission is not None
    assert (0.91, 9.0, ["KPI-117"]) == (*(report.points[OCT].value for report in submission.kpis), codes(findings))


def test_totals_remarks_and_repeated_headers_are_no_records() -> None:
    """They are passed over; totals and remarks with a note."""
    rows = [*MONTH["KPIs"], [], ["Promedio", 0.5, 0.5], MONTH["KPIs"][0], ["* cifras preliminares de la planta"]]
    submission, findings = month_of(KPIs=rows)
    assert submission is not None
    assert (["OTD", "CLM"], ["KPI-116", "KPI-132"]) == ([report.code for report in submission.kpis], codes(findings))


def test_a_code_that_starts_like_a_total_is_a_record() -> None:
    """Only whole words of totals are passed over."""
    assert "TOTALX" == kpi_row("TotalX", 1, 2)[0].kpis[0].code


def test_a_row_without_id_is_kept_under_its_row() -> None:
    """What it says is not lost; the finding says that the id is missing."""
    submission, findings = month_of(Register=changed(MONTH["Register"], "A2", None))
    assert submission is not None
    assert ("ROW2", 0.6) == (submission.register[0].id, submission.register[0].chance)
    assert "REG-101" in codes(findings)


def test_duplicates_keep_the_first() -> None:
    """The second is named with the cell of the first."""
    submission, findings = month_of(KPIs=[*MONTH["KPIs"], ["OTD", 0.1, 0.1]])
    assert submission is not None
    assert 2 == len(submission.kpis)
    assert [("KPI-113", "A4", "A2")] == [(each.code, each.where.cell, dict(each.parameters)["first"]) for each in findings]


def test_a_chance_in_words_is_refused_unless_the_charter_defines_it() -> None:
    """`alta` is an error with the next step; `media` has a scale, in either gender."""
    submission, findings = month_of(Register=changed(MONTH["Register"], "I2", "alta"))
    assert submission is not None
    assert (None, ["REG-203"]) == (submission.register[0].chance, codes(findings))
    assert "“alta” no es una probabilidad. Se esperaba un porcentaje a una fecha, por ejemplo 30 %." == finding_message(findings[0], "es")
    submission, findings = month_of(Register=changed(MONTH["Register"], "I2", "Medio"))
    assert submission is not None
    assert (0.3, ["REG-204"]) == (submission.register[0].chance, codes(findings))


@pytest.mark.parametrize(("typed", "expected", "found"), [
    ("2027-03-31", date(2027, 3, 31), []), ("marzo 2027", date(2027, 3, 31), ["REG-130"]), (46477, date(2027, 3, 31), ["REG-129"]),
    ("03/04/2027", None, ["REG-108", "REG-206"]), ("pronto", None, ["REG-107", "REG-206"]), (31, None, ["REG-107", "REG-206"]),
])
def test_dates_are_read_and_doubted(typed: Any, expected: date | None, found: list[str]) -> None:
    """A deadline without a day is its month's last day; what can be two days is not used."""
    submission, findings = month_of(Register=changed(MONTH["Register"], "J2", typed))
    assert submission is not None
    assert (expected, found) == (submission.register[0].by_date, codes(findings))


def test_a_dead_link_names_the_nearest_code() -> None:
    """A typing error is answered with what was probably meant."""
    _, findings = month_of(Register=changed(MONTH["Register"], "K2", "OTD, CML"))
    (finding,) = findings
    assert ("REG-114", "CML", "Did you mean CLM? ") == (finding.code, dict(finding.parameters)["found"], dict(finding.parameters)["meant_en"])


def test_options_are_joined_to_their_ask_by_letter() -> None:
    """In order of letters, with their own places."""
    options = [*MONTH["Options"], ["A-007", "A", "do nothing", 0]]
    assert ["A", "B"] == [option.letter for option in good(Options=options).asks[0].options]


def test_the_charters_decider_serves_where_the_ask_names_none() -> None:
    """The site's decider is the default."""
    charter = charter_of(Sites=[["Code", "Name", "Decides"], ["MTY", "Monterrey", "COO"]])[0]
    assert () == month_of(charter=charter, Asks=changed(MONTH["Asks"], "E2", None))[1]


def test_impacts_that_contradict_themselves_are_not_used() -> None:
    """Swapped ends cost the impact; a likely case outside costs itself."""
    swapped = good(Register=changed(changed(MONTH["Register"], "D2", 8), "F2", 18)).register[0]
    assert (None, None, None) == (swapped.bad, swapped.likely, swapped.good)
    outside = good(Register=changed(MONTH["Register"], "E2", 20)).register[0]
    assert (18, None, 8) == (outside.bad, outside.likely, outside.good)


def test_a_long_clause_is_kept_whole() -> None:
    """It is warned of, never cut."""
    text = "line 3 stops " * 10
    submission, findings = month_of(Register=changed(MONTH["Register"], "C2", text))
    assert submission is not None
    assert (text.strip(), ["REG-111"]) == (submission.register[0].event_en, codes(findings))


def test_the_decimal_sign_of_the_cover_holds_for_texts_everywhere() -> None:
    """Also for the Cover's own rate."""
    cover = [*MONTH["Cover"][:3], ["Currency units per USD", "18,42"], *MONTH["Cover"][4:], ["Decimal sign", "comma"]]
    submission, findings = month_of(Cover=cover, KPIs=changed(MONTH["KPIs"], "C3", "1.234,5"))
    assert submission is not None
    assert (18.42, 1234.5, ()) == (submission.cover.rate, submission.kpis[1].points[OCT].value, findings)


def test_a_cover_without_site_or_month_gives_no_submission_and_all_findings() -> None:
    """What else is wrong is said at the same time."""
    submission, findings = month_of(Cover=[["Month", "2026-10"]], KPIs=changed(MONTH["KPIs"], "C3", "x"))
    assert submission is None
    assert {"COV-101", "KPI-104"} <= set(codes(findings))


def test_a_deleted_target_is_a_note_with_its_place() -> None:
    """The charter is used; the KPI is not agreed yet."""
    charter, findings = charter_of(Targets=CHARTER["Targets"][:2])
    assert not has_errors(findings)
    assert [("CHA-202", "KPIs", "A3")] == [(each.code, each.where.sheet, each.where.cell) for each in findings]
    charter, findings = charter_of(Targets=changed(CHARTER["Targets"], "C2", None))
    assert [("CHA-207", "Targets", "C2")] == [(each.code, each.where.sheet, each.where.cell) for each in findings]
    assert charter.targets[0].target is None


def test_a_minimal_charter_is_read() -> None:
    """Four sheets of few cells."""
    charter, _ = charter_of(Drivers=None, Scales=None, Targets=None)
    assert (("MTY",), Direction.HIGHER, "%") == (tuple(site.code for site in charter.sites), charter.kpis[0].direction, charter.kpis[0].unit)


def test_all_sites_may_be_written_or_left_blank() -> None:
    """`todas` is no code of a site."""
    charter, findings = charter_of(Targets=[["KPI", "Site", "Target", "Low limit", "High limit"], ["OTD", "todas", 0.95, 0.9], ["CLM", None, 4, None, 6]])
    assert ("", ()) == (charter.targets[0].site, findings)


def test_a_word_for_percent_is_a_percent() -> None:
    """Units are kept one way."""
    charter, _ = charter_of(KPIs=changed(CHARTER["KPIs"], "D2", "porcentaje"))
    assert charter.kpis[0].is_percent


def test_claimed_statuses_and_words_are_kept() -> None:
    """As choices and as they stand, with line breaks."""
    rows = [[*MONTH["KPIs"][0], "Estatus"], [*MONTH["KPIs"][1][:6], "uno\n dos ", "verde"], MONTH["KPIs"][2]]
    report = good(KPIs=rows).kpis[0]
    assert ("uno\ndos", Status.ON_TARGET) == (report.cause, report.claimed)


VALUES = some.one_of(some.none(), some.text(max_size=30), some.floats(), some.integers(-10**9, 10**9), some.booleans(), some.dates(),
                     some.sampled_from(["#N/A", "=1", "alta", "95 %", "2026-10", "OTD", "Id", "Total", "-", "03/04/2026"]))


@settings(max_examples=150, deadline=None)
@given(some.data())
def test_no_cell_breaks_the_reading(data: Any) -> None:
    """Any values anywhere give records and findings with texts, never a crash."""
    which = data.draw(some.sampled_from(["charter", "month"]))
    sheets = dict(CHARTER if which == "charter" else MONTH)
    for _ in range(data.draw(some.integers(1, 6))):
        name = data.draw(some.sampled_from(sorted(sheets)))
        place = f"{data.draw(some.sampled_from('ABCDEFGHIJK'))}{data.draw(some.integers(1, 5))}"
        sheets[name] = changed(sheets[name], place, data.draw(VALUES))
    try:
        book = book_of(sheets)
    except (IllegalCharacterError, ValueError):
        assume(condition=False)
        return
    charter = data.draw(some.sampled_from([None, charter_of()[0]]))
    _, findings = parse_charter(book) if which == "charter" else parse_submission(book, charter)
    for finding in findings:
        assert finding_message(finding, "es")
    assert list(findings) == list(dict.fromkeys(findings))


def test_empty_sheets_are_missing_figures_not_crashes() -> None:
    """Books of blank sheets, of headers only, and of nothing."""
    for sheets in ((), (Sheet("Cover"), Sheet("KPIs"), Sheet("Register"))):
        submission, findings = parse_submission(Book("x", sheets), Charter())
        assert submission is None
        assert has_errors(findings)
        assert not parse_charter(Book("x", sheets))[0].sites
    headers_only = {name: rows[:1] for name, rows in MONTH.items() if name != "Cover"}
    assert () == good(**headers_only).register
