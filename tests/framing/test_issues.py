"""What comes first: absolute limits, then broken tolerances, then expected loss."""

from __future__ import annotations

from typing import Any

import pytest

from briefing.framing.issues import Issue, Rank
from briefing.model.charter import AbsoluteLimit, Direction, Target
from briefing.model.register import RegisterRow, RowKind
from briefing.model.submission import KpiReport
from briefing.money import Measure
from tests.builders import ask, charter, dossier, framed, kpi, month, option, repeating, report, row, target

SAFE = kpi("SAFE", direction=Direction.LOWER, absolute=AbsoluteLimit.SAFETY)


def _issues(rows: tuple[RegisterRow, ...] = (), values: dict[str, float] | None = None, **given: Any) -> tuple[Issue, ...]:
    """Judge rows and KPIs; every KPI is to be at least 10 but SAFE, which is to be at most none."""
    reports: tuple[KpiReport, ...] = tuple(report(code, (value,)) for code, value in (values or {}).items())
    targets: tuple[Target, ...] = (target("SAFE", high_limit=0.0), *(target(code, low_limit=10.0) for code in "ABC"))
    kpis = [each for each in (SAFE, kpi("A"), kpi("B"), kpi("C", priority="P-1")) if values and each.code in values]
    return framed(dossier(month(register=rows, kpis=reports, **given), agreed=charter(*kpis, targets=targets))).issues


def _ids(issues: tuple[Issue, ...]) -> list[str]:
    return [issue.id for issue in issues]


def test_absolute_limits_go_before_broken_tolerances_before_expected_loss() -> None:
    """A safety matter without any money, a KPI out of tolerance, and a billion at stake."""
    rows = (row("R-001", good=1e9, likely=2e9, bad=3e9), row("R-002", kind=RowKind.SAFETY, chance=0.02))

    actual = _issues(rows, {"A": 9.0})

    assert [("R-002", Rank.ABSOLUTE), ("A", Rank.BEYOND_TOLERANCE), ("R-001", Rank.EXPECTED_LOSS)] == [(each.id, each.rank) for each in actual]


def test_expected_loss_orders_the_rest_and_what_is_not_translated_comes_last() -> None:
    """By money, then by id; another measure is no money here."""
    rows = (row("R-001", chance=0.1), row("R-002", chance=0.3), row("R-003", good=None), row("R-004", chance=1.0, measure=Measure.CASH),
            repeating("R-005"))

    assert ["R-005", "R-002", "R-001", "R-003", "R-004"] == _ids(_issues(rows))


def test_absolute_limits_are_ordered_by_what_is_broken_then_by_chance_never_by_money() -> None:
    """A broken one, then one whose chance nobody stated, then 3 in 10, then 1 in 10 of a fortune."""
    rows = (row("R-001", kind=RowKind.SAFETY, chance=0.1, bad=1e12, likely=1e12), row("R-002", kind=RowKind.SECURITY, chance=0.3),
            row("R-003", absolute=AbsoluteLimit.COMPLIANCE, chance=None))

    assert ["SAFE", "R-003", "R-002", "R-001"] == _ids(_issues(rows, {"SAFE": 1.0}))


@pytest.mark.parametrize(("chance", "shown"), [(0.0099, False), (0.01, True), (0.0, False)])
def test_an_absolute_limit_is_touched_by_a_credible_chance(chance: float, shown: bool) -> None:
    """From one in a hundred."""
    assert shown == bool(_issues((row(kind=RowKind.SAFETY, chance=chance),)))


def test_an_absolute_kpi_is_folded_into_its_absolute_row() -> None:
    """One matter, one issue, with the KPI that shows it broken."""
    (actual,) = _issues((row(kind=RowKind.SAFETY, kpis=("SAFE",)),), {"SAFE": 1.0})

    assert ("R-001", Rank.ABSOLUTE, "SAFE") == (actual.id, actual.rank, actual.indicator.code if actual.indicator else "")


def test_an_absolute_kpi_is_not_hidden_behind_a_row_with_money() -> None:
    """A supply row that names it does not speak for safety."""
    assert ["SAFE", "R-001"] == _ids(_issues((row(kpis=("SAFE",)),), {"SAFE": 1.0}))


def test_a_broken_kpi_is_not_lost_behind_a_row_of_little_chance() -> None:
    """One in two hundred for the next event, and the limit is broken today."""
    (actual,) = _issues((row(kind=RowKind.SAFETY, chance=0.005, kpis=("SAFE",)),), {"SAFE": 1.0})

    assert ("R-001", True) == (actual.id, actual.indicator is not None and actual.indicator.is_breach)


def test_one_row_speaks_for_a_broken_kpi() -> None:
    """The one with most at stake is beyond tolerance; the other keeps its place by money, and the KPI has no issue of its own."""
    rows = (row("R-001", chance=0.1, kpis=("A",)), row("R-002", chance=0.2, kpis=("A",)), row("R-003", chance=0.9))

    actual = _issues(rows, {"A": 9.0})

    assert [("R-002", Rank.BEYOND_TOLERANCE), ("R-003", Rank.EXPECTED_LOSS), ("R-001", Rank.EXPECTED_LOSS)] == [(each.id, each.rank) for each in actual]


def test_a_kpi_within_tolerance_is_no_issue() -> None:
    """Nor does it lift the row that names it."""
    (actual,) = _issues((row(kpis=("A",)),), {"A": 10.0, "B": 11.0})

    assert ("R-001", Rank.EXPECTED_LOSS, "A") == (actual.id, actual.rank, actual.indicator.code if actual.indicator else "")


def test_the_worst_of_several_linked_kpis_shows_the_row() -> None:
    """A keeps its limit, B does not."""
    (actual,) = _issues((row(kpis=("A", "B")),), {"A": 10.0, "B": 9.0})

    assert actual.indicator is not None
    assert "B" == actual.indicator.code


def test_asks_belong_to_the_rows_their_options_act_on() -> None:
    """And, where they act on none, to the KPI of their priority."""
    asks = (ask("A-001", option("B", "A-001", rows=("R-002",))), ask("A-002", option("B", "A-002", rows=()), priority="P-1"))

    actual = {issue.id: [weighed.ask.id for weighed in issue.asks] for issue in _issues((row("R-001"), row("R-002")), {"C": 9.0}, asks=asks)}

    assert {"R-001": [], "R-002": ["A-001"], "C": ["A-002"]} == actual


def test_nothing_wrong_is_no_issue() -> None:
    """An empty month."""
    assert () == _issues()


def test_rows_are_ahead_and_broken_kpis_are_not() -> None:
    """What could go wrong has yet to happen."""
    actual = {issue.id: issue.is_future for issue in _issues((row("R-001"),), {"A": 9.0})}

    assert {"R-001": True, "A": False} == actual
