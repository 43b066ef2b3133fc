"""Checks of a month against the months before it, and of its totals and days."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from briefing.evidence import CellRef, Source
from briefing.findings import Finding
from briefing.language import LANGUAGES, finding_hint, finding_message
from briefing.model.asks import Ask, Option
from briefing.model.charter import Charter, Kpi
from briefing.model.register import RegisterRow
from briefing.model.submission import Cover, FollowUp, FollowUpKind, KpiReport, OwnForecast, Point, Submission
from briefing.periods import Period
from briefing.workbook.checks_history import history_findings, late_findings
from briefing.workspace import load_workspace
from tests.conftest import SAMPLE
from tests.workbook.workbook_makers import MONTH, changed, month_of

NOW = Period(2026, 10)
PLAIN = (100.0, 104.0, 97.0, 110.0, 105.0)
CHARTER = Charter(kpis=tuple(Kpi(code, unit="%" if code == "OTD" else "USD") for code in ("OTD", "CST")))


def row(code: str, values: Sequence[float | None], last: Period = NOW, **more: object) -> KpiReport:
    """Give a row whose last value is of the month given; the value of month n stands in column n of row 4."""
    months = [last + (index - len(values) + 1) for index in range(len(values))]
    points = {month: Point(value, CellRef("m", "KPIs", f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[month.month]}4")) for month, value in zip(months, values, strict=True)}
    return replace(KpiReport(code, points, source=Source("m", "KPIs", 4, {})), **more)  # type: ignore[arg-type]


def sent(period: Period, *kpis: KpiReport, **more: object) -> Submission:
    cover = Cover("MTY", period, currency="MXN", rate=18.4, source=Source("m", "Cover", 0, {"rate_on": "B5"}))
    return replace(Submission("MTY", period, cover, kpis), **more)  # type: ignore[arg-type]


def told(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    assert all(finding_message(each, language) and finding_hint(each, language) for each in findings for language in LANGUAGES)
    return [(each.code, each.where.cell) for each in findings]


@pytest.mark.parametrize(("value", "code"), [
    (1040.0, "KPI-208"), (10_300.0, "KPI-208"), (104_000.0, "KPI-208"), (10.4, "KPI-208"), (0.104, "KPI-208"),
    (104 * 18.4, "KPI-209"), (104 / 18.4, "KPI-209"),
    (104.0, ""), (210.0, ""), (52.0, ""), (350.0, ""), (0.0, ""), (-1040.0, ""),
])
def test_a_unit_that_jumps_is_doubted(value: float, code: str) -> None:
    """Ten, a hundred, a thousand times, or the exchange rate away from its history; half or double is business."""
    found = history_findings(sent(NOW, row("CST", [*PLAIN, value])), (), CHARTER)
    assert ([(code, "K4")] if code else []) == told(found)


def test_a_volatile_history_says_nothing_of_units() -> None:
    """Complaints of 1 to 9 may become 20."""
    assert () == history_findings(sent(NOW, row("CLM", [1, 9, 2, 4, 3, 20])), (), None)


def test_a_forecast_jumps_too() -> None:
    """The own forecast is held against the same history."""
    ahead = OwnForecast(NOW + 1, likely=1050.0, source=Source("m", "KPIs", 4, {"likely": "P4"}))
    assert [("KPI-208", "P4")] == told(history_findings(sent(NOW, row("CST", [*PLAIN, 101.0], forecasts=(ahead,))), (), CHARTER))


MOVING = {"A": [5.0, 6, 7, 8], "B": [50.0, 40, 45, 60], "C": [1.0, 2, 4, 3], "D": [9.0, 8, 6, 7], "E": [20.0, 22, 21, 25]}


def month(values: Mapping[str, Sequence[float | None]], period: Period = NOW) -> Submission:
    return sent(period, *(row(code, numbers, period) for code, numbers in values.items()))


def test_a_column_filled_with_last_months_figures_is_doubted() -> None:
    """Most moving KPIs have exactly last month's value; one that stands still does not count."""
    same = {code: [*values, values[-1]] for code, values in MOVING.items()}
    assert [("KPI-210", "K4")] == told(history_findings(month(same), (), None))
    other = {code: [*values, values[-1] * 1.1] for code, values in MOVING.items()}
    assert () == history_findings(month(other), (), None)
    still = {code: [7.0] * 5 for code in MOVING}
    assert () == history_findings(month(still), (), None)


def test_a_history_moved_by_a_column_is_told_once() -> None:
    """Not as a dozen rewritten months."""
    before = month(MOVING, NOW + -1)
    shifted = {code: [*values[1:], values[-1] * 1.5, values[-1] * 1.2] for code, values in MOVING.items()}
    assert ["KPI-211"] == [each.code for each in history_findings(month(shifted), (before,), None)]


def test_a_rewritten_and_a_vanished_month_are_told_with_both_values() -> None:
    """Rounding is no rewriting; what an earlier workbook corrected is not told again."""
    before = sent(NOW + -1, row("OTD", [0.91, 0.93, 0.95], NOW + -1), row("CST", PLAIN, NOW + -1))
    now = sent(NOW, row("OTD", [0.85, 0.9301, 0.95, 0.94]), row("CST", [None, *PLAIN[1:], 103.0]))
    found = history_findings(now, (before,), CHARTER)
    assert [("KPI-212", "H4"), ("KPI-213", "F4")] == told(found)
    assert "85 %" in finding_message(found[0], "en")
    assert "91 %" in finding_message(found[0], "en")
    corrected = replace(now, period=NOW + -1)
    assert () == history_findings(now, (before, corrected), CHARTER)


def register(**fields: object) -> RegisterRow:
    return replace(RegisterRow("R-014", bad=18.0, likely=12.0, good=8.0, source=Source("m", "Register", 2, {"bad": "D2"})), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(("fields", "code"), [
    ({"bad": 18 * 18.4, "likely": 12 * 18.4, "good": 8 * 18.4}, "REG-211"),
    ({"bad": 18_000.0, "likely": 12_000.0, "good": 8_000.0}, "REG-211"),
    ({"currency": "USD"}, "REG-212"),
    ({"bad": 30.0}, ""), ({"bad": 180.0}, ""), ({}, ""), ({"bad": None, "likely": None, "good": None}, ""),
])
def test_amounts_of_a_row_are_held_against_last_months(fields: Mapping[str, object], code: str) -> None:
    """All of them by one factor, or another currency with the same amounts."""
    before, now = sent(NOW + -1, register=(register(),)), sent(NOW, register=(register(**fields),))
    assert ([(code, "D2")] if code else []) == told(history_findings(now, (before,), None))


@pytest.mark.parametrize(("fields", "code"), [({"cost_once": 240_000 * 18.4}, "OPT-205"), ({"currency": "MXN"}, "OPT-206"), ({"cost_once": 190_000.0}, "")])
def test_costs_of_an_option_are_held_against_last_months(fields: Mapping[str, object], code: str) -> None:
    """Pesos typed for dollars, or another currency with the same cost."""
    option = Option("A-007", "B", cost_once=240_000.0, currency="USD", source=Source("m", "Options", 2, {"cost_once": "D2"}))
    before = sent(NOW + -1, asks=(Ask("A-007", options=(option,)),))
    now = sent(NOW, asks=(Ask("A-007", options=(replace(option, **fields),)),))  # type: ignore[arg-type]
    assert ([(code, "D2")] if code else []) == told(history_findings(now, (before,), None))


def test_words_copied_from_last_month_are_told_once() -> None:
    """All texts of the month word for word; one new text is a month that was thought about."""
    old = sent(NOW + -1, row("CST", [101.0], NOW + -1, cause="resin", action="call"), row("OTD", [0.9], NOW + -1, cause="trucks"))
    same = sent(NOW, row("CST", [99.0], cause="resin", action="call"), row("OTD", [0.8], cause="trucks"))
    assert ["COV-207"] == [each.code for each in history_findings(same, (old,), None)]
    fresh = sent(NOW, row("CST", [99.0], cause="resin", action="call"), row("OTD", [0.8], cause="trucks late"))
    assert () == history_findings(fresh, (old,), None)


@pytest.mark.parametrize(("more", "code"), [
    ({"register": (register(happened_on=date(2027, 10, 3)),)}, "REG-213"),
    ({"asks": (Ask("A-1", decided_on=date(2027, 1, 3)),)}, "ASK-208"),
    ({"follow_ups": (FollowUp("C-1", FollowUpKind.COMMITMENT, done_on=date(2026, 12, 1)),)}, "FUP-204"),
    ({"follow_ups": (FollowUp("C-1", FollowUpKind.COMMITMENT, due=date(2026, 12, 1), done_on=date(2026, 11, 6)),)}, ""),
    ({"cover": Cover(rate_on=date(2026, 12, 30))}, "COV-206"),
])
def test_days_after_what_a_month_can_speak_of(more: Mapping[str, object], code: str) -> None:
    """Done, decided, happened are past; due is not."""
    assert ([code] if code else []) == [each.code for each in late_findings(sent(NOW, **more), date(2026, 11, 30))]


def test_a_total_that_does_not_add_up() -> None:
    """With what the rows add up to; one that does is only passed over."""
    rows = [*MONTH["Register"], ["R-015", "supply", "x", 2, 1, 1], ["Total", None, None, 25, 13, 9]]
    found = [each for each in month_of(Register=rows)[1] if each.code == "REG-136"]
    assert [("REG-136", "D4")] == told(found)  # 18 + 2 = 20; 12 + 1 = 13; 8 + 1 = 9
    assert "20" in finding_message(found[0], "en")
    assert [] == [each for each in month_of(Register=changed(rows, "D4", 20))[1] if each.code == "REG-136"]


def test_the_sample_company_raises_only_what_was_planted() -> None:
    """Two restated values in 41 workbooks, and nothing else."""
    workspace = load_workspace(SAMPLE)
    workspace.prepare(NOW)
    charter = workspace.charter()[0]
    found: list[tuple[str, str, str]] = []
    judge: Callable[[Submission, tuple[Submission, ...]], tuple[Finding, ...]] = lambda month, earlier: (
        *history_findings(month, earlier, charter), *late_findings(month, (month.period + 1).last_day))
    for site in ("MTY", "QRO", "TIJ"):
        months = workspace.earlier(site, NOW + 1, charter)[0]
        found += [(site, str(each.period), finding.code) for number, each in enumerate(months) for finding in judge(each, months[:number])]
    assert [("MTY", "2026-10", "KPI-212"), ("QRO", "2026-05", "KPI-212")] == found
