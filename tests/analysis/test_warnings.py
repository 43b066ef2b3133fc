"""What came true of early warnings and of own forecasts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from briefing.analysis import warnings
from briefing.analysis.indicators import indicators_of
from briefing.analysis.translation import exchange_of
from briefing.analysis.warnings import Foresight, foresight_of
from briefing.model.charter import Direction
from briefing.model.dossier import Dossier
from briefing.model.submission import OwnForecast
from briefing.periods import Period
from tests.builders import OCTOBER, charter, dossier, kpi, month, own_forecast, report, target

STEADY = [50.0, 51.0, 49.0, 50.0, 52.0, 48.0, 50.0, 51.0, 49.0, 50.0, 50.0]
"""Eleven months well within limits of 30 and 70, of which none is counted yet."""


def _foresight(known: Dossier) -> Foresight:
    return foresight_of(known, indicators_of(known, exchange_of(known)))


def _known(values: Sequence[float | None], direction: Direction = Direction.HIGHER, **limits: float) -> Dossier:
    agreed = charter(kpi("COVER", direction=direction, seasonal=False), targets=(target("COVER", target=50.0, **limits),))
    return dossier(month(kpis=(report("COVER", values),)), agreed=agreed)


def _counts(found: Foresight) -> tuple[float, float, float]:
    return found.warned.hits.number, found.warned.total.number, found.open.number


def test_a_steady_kpi_was_never_warned_of() -> None:
    """Nothing to count."""
    assert (0, 0, 0) == _counts(_foresight(_known([*STEADY, *STEADY], low_limit=30.0)))


def test_a_warning_that_a_breach_followed_came_true() -> None:
    """In the twelfth month it keeps a limit that one month in five would break; the month after does."""
    assert (1, 1, 0) == _counts(_foresight(_known([*STEADY, 50.0, 47.0], low_limit=49.0)))


def test_a_warning_that_nothing_followed_did_not() -> None:
    """Six months and more pass far on the good side; the first of them is not yet a new level, so there were two warnings."""
    assert (0, 2, 0) == _counts(_foresight(_known([*STEADY, 50.0, 80.0, 81.0, 82.0, 81.0, 80.0, 82.0, 81.0], low_limit=49.0)))


def test_warnings_whose_months_are_not_over_are_counted_apart() -> None:
    """Three and two of their six months have passed without a breach."""
    assert (0, 0, 2) == _counts(_foresight(_known([*STEADY, 50.0, 80.0, 81.0, 82.0], low_limit=49.0)))


def test_the_month_itself_is_no_earlier_month() -> None:
    """Today's warning is printed, not counted."""
    assert (0, 0, 0) == _counts(_foresight(_known([*STEADY, 50.0], low_limit=49.0)))


def test_fewer_than_twelve_measured_months_are_skipped() -> None:
    """A gap takes one away."""
    assert (0, 0, 0) == _counts(_foresight(_known([*STEADY[:5], None, *STEADY[6:], 50.0, 47.0], low_limit=49.0)))


def test_a_kpi_without_limits_is_skipped() -> None:
    """There is nothing to warn of."""
    assert (0, 0, 0) == _counts(_foresight(_known([*STEADY, 50.0, 47.0])))


def test_what_is_spared_would_not_have_been_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a level, a slope, a step and a saw, near limits and far ones, the short cut changes no count."""
    series = (
        [*STEADY, *STEADY], [50.0 - 0.8 * step for step in range(30)], [50.0] * 6 + [51.0, 52.0] * 4 + [40.0, 41.0] * 6,
        [50.0 + 6 * (step % 3) for step in range(30)],
    )
    dossiers = [_known(values, low_limit=low, high_limit=high) for values in series for low, high in ((45.0, 60.0), (30.0, 70.0), (10.0, 90.0))]
    short = [_counts(_foresight(known)) for known in dossiers]
    monkeypatch.setattr(warnings, "_within_reach", lambda *_: True)

    assert [_counts(_foresight(known)) for known in dossiers] == short


def _forecasting(direction: Direction, *stated: tuple[OwnForecast, ...]) -> Dossier:
    """Months from July on, each with an own forecast, of a KPI that measured 50 every month."""
    agreed = charter(kpi("COVER", direction=direction))
    first = Period(2026, 7)
    months = [month(first + index, kpis=(report("COVER", STEADY[:1], last=first + index, forecasts=own),)) for index, own in enumerate(stated)]
    return dossier(*months, month(OCTOBER, kpis=(report("COVER", STEADY[:1]),)), agreed=agreed)


@pytest.mark.parametrize(("direction", "worse"), [(Direction.HIGHER, 1), (Direction.LOWER, 1)])
def test_own_forecasts_a_month_ahead_are_held_against_the_bad_side(direction: Direction, worse: int) -> None:
    """50 against 55, 50 and 45: one was too good whichever way is good; two months ahead is not counted."""
    known = _forecasting(
        direction, (own_forecast(Period(2026, 8), 55.0), own_forecast(Period(2026, 9), 99.0)), (own_forecast(Period(2026, 9), 50.0),),
        (own_forecast(Period(2026, 10), 45.0),))
    found = _foresight(known).worse

    assert (worse, 3) == (found.hits.number, found.total.number)


def test_a_band_has_no_bad_side() -> None:
    """It is left out."""
    known = _forecasting(Direction.BAND, (own_forecast(Period(2026, 8), 55.0),))

    assert _foresight(known).worse.empty
