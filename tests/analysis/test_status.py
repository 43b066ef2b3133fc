"""Status: what the value, the target and the limits say, and nothing that was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.status import judge
from briefing.model.charter import Direction, Target
from briefing.model.submission import Status
from tests.builders import target

GREEN = {Status.ON_TARGET, Status.WITHIN_TOLERANCE}
amounts = st.floats(-1e9, 1e9)
perhaps = st.none() | amounts
rows = st.builds(lambda *limits: target(target=limits[0], low_limit=limits[1], high_limit=limits[2]), perhaps, perhaps, perhaps)


@pytest.mark.parametrize(("value", "expected"), [
    (0.95, Status.ON_TARGET), (0.97, Status.ON_TARGET), (0.949, Status.WITHIN_TOLERANCE), (0.90, Status.WITHIN_TOLERANCE),
    (0.899, Status.OUT_OF_TOLERANCE),
])
def test_limits_and_targets_are_inclusive(value: float, expected: Status) -> None:
    """At the limit is tolerated, at the target is met."""
    row = target(target=0.95, low_limit=0.90)

    assert expected is judge(value, Direction.HIGHER, row).status


def test_a_lower_is_better_kpi_is_judged_from_above() -> None:
    """Nine complaints against a target of two and a limit of four are seven too many, five beyond the limit."""
    actual = judge(9.0, Direction.LOWER, target(target=2.0, high_limit=4.0))

    assert (Status.OUT_OF_TOLERANCE, 7.0, -5.0, 4.0, "above") == (actual.status, actual.shortfall, actual.headroom, actual.limit, actual.side)


def test_a_band_is_on_target_anywhere_inside() -> None:
    """Edges belong to the band; the nearer edge is the limit."""
    row = target(low_limit=10.0, high_limit=20.0)

    assert [Status.ON_TARGET] * 3 == [judge(value, Direction.BAND, row).status for value in (10.0, 14.0, 20.0)]
    assert (4.0, 10.0, "below") == (judge(14.0, Direction.BAND, row).headroom, judge(14.0, Direction.BAND, row).limit, judge(14.0, Direction.BAND, row).side)
    assert 3.0 == judge(23.0, Direction.BAND, row).shortfall
    assert 2.0 == judge(8.0, Direction.BAND, row).shortfall


def test_a_band_with_no_edge_is_not_agreed() -> None:
    """A target alone does not say how far a band reaches."""
    assert Status.NOT_AGREED is judge(5.0, Direction.BAND, target(target=5.0)).status


def test_a_missed_target_without_a_limit_is_not_agreed() -> None:
    """Nobody has said how far it may vary; met, it is on target all the same."""
    row = target(target=0.95)

    assert Status.NOT_AGREED is judge(0.90, Direction.HIGHER, row).status
    assert Status.ON_TARGET is judge(0.96, Direction.HIGHER, row).status


def test_a_limit_without_a_target_is_kept_or_broken_and_never_on_target() -> None:
    """Within the limit is as much as is known."""
    row = target(low_limit=0.9)

    assert Status.WITHIN_TOLERANCE is judge(0.99, Direction.HIGHER, row).status
    assert Status.OUT_OF_TOLERANCE is judge(0.89, Direction.HIGHER, row).status


@pytest.mark.parametrize("row", [None, target()])
def test_without_an_agreement_nothing_is_good_or_bad(row: Target | None) -> None:
    """No row, or one without any figure."""
    assert Status.NOT_AGREED is judge(0.5, Direction.HIGHER, row).status


def test_a_target_met_beyond_the_far_limit_is_out_of_tolerance() -> None:
    """Both limits bind whichever way is good: more stock than the warehouse holds is no success."""
    actual = judge(41.0, Direction.HIGHER, target(target=30.0, low_limit=25.0, high_limit=40.0))

    assert (Status.OUT_OF_TOLERANCE, 0.0, -1.0, "above") == (actual.status, actual.shortfall, actual.headroom, actual.side)


def test_binary_fractions_break_no_limit_and_miss_no_target() -> None:
    """0.1 + 0.2 is a little more than 0.3, and 0.3 - 0.1 a little less than 0.2."""
    assert Status.ON_TARGET is judge(0.1 + 0.2, Direction.LOWER, target(target=0.3, high_limit=0.3)).status
    assert Status.WITHIN_TOLERANCE is judge(0.3 - 0.1, Direction.HIGHER, target(target=0.5, low_limit=0.2)).status


def test_binary_fractions_leave_no_shortfall_of_a_band() -> None:
    """0.1 + 0.2 at an edge of 0.3 costs nothing."""
    actual = judge(0.1 + 0.2, Direction.BAND, target(low_limit=0.1, high_limit=0.3))

    assert (Status.ON_TARGET, 0.0, 0.0) == (actual.status, actual.shortfall, actual.headroom)


def test_without_a_direction_only_limits_speak() -> None:
    """A target says nothing while nobody has said which way is good."""
    assert Status.NOT_AGREED is judge(1.0, None, target(target=0.5)).status
    assert Status.OUT_OF_TOLERANCE is judge(1.0, None, target(target=0.5, high_limit=0.9)).status


@given(st.none() | st.sampled_from(Direction), st.none() | rows)
def test_not_measured_is_never_green(direction: Direction | None, row: Target | None) -> None:
    """Whatever is agreed, a missing value is called missing."""
    assert Status.NOT_MEASURED is judge(None, direction, row).status


@given(amounts, st.sampled_from(Direction), rows)
def test_beyond_a_limit_is_never_green_and_a_shortfall_never_negative(value: float, direction: Direction, row: Target) -> None:
    """For any value and row; one part in a billion of the limit is arithmetic, not a breach."""
    actual = judge(value, direction, row)
    limits = [(row.low_limit, -1), (row.high_limit, 1)]
    beyond = any(limit is not None and sign * (value - limit) > 2e-9 * max(1.0, abs(limit)) for limit, sign in limits)

    assert not (beyond and actual.status in GREEN)
    assert beyond or actual.status is not Status.OUT_OF_TOLERANCE
    assert actual.shortfall is None or actual.shortfall >= 0


@given(amounts, amounts, st.sampled_from([Direction.HIGHER, Direction.LOWER]), rows)
def test_a_better_value_is_never_further_from_its_target(one: float, other: float, direction: Direction, row: Target) -> None:
    """The shortfall falls towards the good side."""
    worse, better = sorted((one, other), reverse=direction is Direction.LOWER)
    far, near = judge(worse, direction, row).shortfall, judge(better, direction, row).shortfall

    assert (far is None) == (near is None)
    assert far is None or near is None or near <= far
