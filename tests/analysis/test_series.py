"""A KPI's history out of every workbook: what is said now, what was said first, and where its meaning changed."""

from __future__ import annotations

from briefing.analysis.series import assemble, first_statements
from briefing.periods import Period
from tests.builders import OCTOBER, charter, dossier, kpi, month, report

AUGUST, SEPTEMBER = OCTOBER + -2, OCTOBER + -1


def test_a_later_workbook_overrules_an_earlier_one() -> None:
    """September said 4 for August, October says 9; both cells are kept."""
    september = month(SEPTEMBER, kpis=(report("C", (4.0, 5.0), last=SEPTEMBER),))
    october = month(kpis=(report("C", (9.0, 5.0, 6.0)),))

    actual = assemble("C", dossier(september, october))

    assert ((AUGUST, SEPTEMBER, OCTOBER), (9.0, 5.0, 6.0)) == (actual.periods, actual.values)
    assert ["2026-10.xlsx"] * 3 == [cell.file for cell in actual.cells]
    assert [(AUGUST, 4.0, 9.0)] == [(each.period, each.before.value, each.now.value) for each in actual.restated]


def test_a_blank_in_a_later_workbook_takes_nothing_away() -> None:
    """Only a figure overrules a figure, and the month that was never said again keeps its first cell."""
    september = month(SEPTEMBER, kpis=(report("C", (4.0, 5.0), last=SEPTEMBER),))
    october = month(kpis=(report("C", (None, None, 6.0)),))

    actual = assemble("C", dossier(september, october))

    assert (4.0, 5.0, 6.0) == actual.values
    assert () == actual.restated


def test_rounding_is_no_restatement() -> None:
    """0.1 + 0.2 and 0.3 are the same figure."""
    september = month(SEPTEMBER, kpis=(report("C", (0.1 + 0.2,), last=SEPTEMBER),))
    october = month(kpis=(report("C", (0.3, 1.0)),))

    assert () == assemble("C", dossier(september, october)).restated


def test_months_without_a_value_are_gaps_and_not_left_out() -> None:
    """July was typed, August and September were not: the series has both, unmeasured."""
    october = month(kpis=(report("C", {OCTOBER + -3: 1.0, OCTOBER: 4.0}),))

    actual = assemble("C", dossier(october))

    assert (1.0, None, None, 4.0) == actual.values
    assert (2, 4.0, None, 1.0) == (actual.measured, actual.last, actual.at(SEPTEMBER), actual.at(OCTOBER + -3))


def test_a_month_that_was_not_sent_ends_the_series_unmeasured() -> None:
    """Without October's workbook October is a gap."""
    september = month(SEPTEMBER, kpis=(report("C", (5.0,), last=SEPTEMBER),))

    actual = assemble("C", dossier(september))

    assert ((SEPTEMBER, OCTOBER), (5.0, None)) == (actual.periods, actual.values)


def test_a_kpi_never_measured_has_its_month_and_no_history() -> None:
    """A blank row keeps its cell; a KPI nobody mentions has nothing."""
    october = month(kpis=(report("C", (None,)),))

    assert ((OCTOBER,), (None,)) == (assemble("C", dossier(october)).periods, assemble("C", dossier(october)).values)
    assert ((), None, 0) == (assemble("D", dossier(october)).periods, assemble("D", dossier(october)).last, assemble("D", dossier(october)).measured)


def test_months_after_the_briefing_are_not_read() -> None:
    """A figure typed ahead of its month is no history."""
    october = month(kpis=(report("C", {SEPTEMBER: 1.0, OCTOBER: 2.0, OCTOBER + 1: 3.0}),))

    assert (SEPTEMBER, OCTOBER) == assemble("C", dossier(october)).periods


def test_a_changed_definition_breaks_the_series() -> None:
    """From September on another formula counts: August meant something else and is left out."""
    agreed = charter(kpi("C", formula="all complaints"), kpi("C", formula="those accepted", valid_from=SEPTEMBER))
    october = month(kpis=(report("C", (4.0, 5.0, 6.0)),))

    actual = assemble("C", dossier(october, agreed=agreed))

    assert (SEPTEMBER, (5.0, 6.0)) == (actual.broken_at, actual.values)


def test_a_definition_with_nothing_measured_since_shows_its_month_alone() -> None:
    """The old figures do not stand in for the new."""
    agreed = charter(kpi("C", formula="all"), kpi("C", formula="accepted", valid_from=OCTOBER))
    october = month(kpis=(report("C", (4.0, None)),))

    assert ((OCTOBER,), (None,)) == (assemble("C", dossier(october, agreed=agreed)).periods, assemble("C", dossier(october, agreed=agreed)).values)


def test_the_latest_of_several_breaks_counts() -> None:
    """Changed in August and in September, the same in October: the series starts in September."""
    versions = (kpi("C", formula="a"), kpi("C", formula="b", valid_from=AUGUST), kpi("C", formula="c", valid_from=SEPTEMBER),
                kpi("C", formula="c", valid_from=OCTOBER, owner="quality"))
    october = month(kpis=(report("C", (1.0, 2.0, 3.0)),))

    assert SEPTEMBER == assemble("C", dossier(october, agreed=charter(*versions))).broken_at


def test_another_owner_spelling_or_future_definition_breaks_nothing() -> None:
    """White space and capitals are no meaning, and what is agreed for November is not yet in force."""
    versions = (kpi("C", formula="All  Complaints"), kpi("C", formula="all complaints", owner="quality", valid_from=SEPTEMBER),
                kpi("C", formula="accepted", valid_from=OCTOBER + 1))
    october = month(kpis=(report("C", (4.0, 5.0)),))

    assert None is assemble("C", dossier(october, agreed=charter(*versions))).broken_at


def test_first_statements_keep_what_was_said_first() -> None:
    """The record judges a forecast by the first actual, whatever was restated."""
    september = month(SEPTEMBER, kpis=(report("C", (4.0, None), last=SEPTEMBER),))
    october = month(kpis=(report("C", (9.0, 5.0, 6.0)),))

    actual = first_statements("C", (september, october))

    assert {AUGUST: 4.0, SEPTEMBER: 5.0, OCTOBER: 6.0} == {period: point.value for period, point in actual.items()}


def test_years_turn_within_a_series() -> None:
    """January follows December."""
    january = Period(2027, 1)
    actual = assemble("C", dossier(month(january, kpis=(report("C", (1.0, 2.0, 3.0), last=january),)), period=january))

    assert (Period(2026, 11), Period(2026, 12), january) == actual.periods
