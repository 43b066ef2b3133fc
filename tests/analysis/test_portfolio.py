"""All rows together: linked ones count once, always a bracket, and the tolerance it is held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.analysis import portfolio
from briefing.analysis.losses import losses_of
from briefing.analysis.portfolio import Bracket, Portfolio, bracketed, linked_groups, portfolio_of
from briefing.analysis.translation import exchange_of
from briefing.evidence import Fact
from briefing.model.charter import AbsoluteLimit, Appetite, Company
from briefing.model.dossier import Dossier
from briefing.model.register import RegisterRow, RowKind
from briefing.money import Measure
from tests.builders import COMPANY, charter, dossier, month, repeating, row

LEVELS = (0.1, 0.5, 0.8, 0.9, 0.95, 0.99, 1.0)


@pytest.fixture(autouse=True, scope="module")
def _few_years() -> Iterator[None]:
    """Two thousand years are enough for laws that hold year by year."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(portfolio, "YEARS", 2_000)
        yield


def _known(*rows: RegisterRow, company: Company = COMPANY, appetite: tuple[Appetite, ...] = ()) -> Dossier:
    return dossier(month(register=rows), agreed=charter(company=company, appetite=appetite))


def _together(known: Dossier, seed: int = 1) -> Portfolio | None:
    return portfolio_of(known, losses_of(known, exchange_of(known)), seed)


def _certain(identifier: str, amount: float, **given: object) -> RegisterRow:
    return row(identifier, chance=1.0, good=amount, likely=amount, bad=amount, **given)


def test_linked_rows_count_once_in_a_year() -> None:
    """A million and three of one money are three; unlinked they are four."""
    apart = _together(_known(_certain("R-001", 1e6), _certain("R-002", 3e6)))
    linked = _together(_known(_certain("R-001", 1e6, rows=("R-002",)), _certain("R-002", 3e6)))

    assert apart is not None
    assert linked is not None
    assert (4e6, 3e6) == (apart.mean.number, linked.mean.number)
    assert [0.0, 3e6] == [fact.number for _, fact in linked.contributions]


def test_links_hold_either_way_and_through_others() -> None:
    """1 names 2, 3 names 2: one group; 4 names nobody known."""
    rows = (row("R-001", rows=("R-002",)), row("R-002"), row("R-003", rows=("R-002",)), row("R-004", rows=("R-099",)))
    known = _known(*rows)

    assert ((0, 1, 2),) == linked_groups(losses_of(known, exchange_of(known)))


def test_a_row_linked_to_itself_is_no_group() -> None:
    """It stays what it was."""
    known = _known(row("R-001", rows=("R-001",)))

    assert () == linked_groups(losses_of(known, exchange_of(known)))


@st.composite
def registers(draw: st.DrawFn) -> tuple[RegisterRow, ...]:
    """Two to five rows, once and repeating, of any size, that may name each other."""
    size = draw(st.integers(2, 5))
    names = [f"R-{index:03d}" for index in range(1, size + 1)]
    rows = []
    for name in names:
        points = sorted(draw(st.lists(st.floats(0, 1e6), min_size=3, max_size=3)))
        given = {"good": points[0], "likely": points[1], "bad": points[2],
                 "rows": tuple(draw(st.lists(st.sampled_from(names), max_size=2, unique=True)))}
        chance = draw(st.floats(0, 1))
        rows.append(row(name, chance=chance, **given) if draw(st.booleans()) else repeating(name, times_in_five_years=20 * chance, **given))
    return tuple(rows)


@settings(max_examples=40, deadline=None)
@given(registers(), st.integers(0, 1_000))
def test_linking_rows_never_raises_any_quantile(rows: tuple[RegisterRow, ...], seed: int) -> None:
    """At every strength of dependence and every level; one dollar is counted once."""
    runs = []
    for each in (rows, tuple(replace(one, rows=()) for one in rows)):
        known = _known(*each)
        runs.append(bracketed(losses_of(known, exchange_of(known)), 0.3, seed))

    for linked, apart in zip(*runs, strict=True):
        assert np.all(linked.quantile(LEVELS) <= apart.quantile(LEVELS) + 1e-6)
        assert linked.mean <= apart.mean + 1e-6


@settings(max_examples=15, deadline=None)
@given(registers())
def test_contributions_add_up_to_the_mean(rows: tuple[RegisterRow, ...]) -> None:
    """Linked rows too: each year's loss is one row's."""
    actual = _together(_known(*rows))

    assert actual is not None
    assert pytest.approx(actual.mean.number, abs=1) == sum(fact.number for _, fact in actual.contributions)


def test_the_same_seed_gives_the_same_figures() -> None:
    """And rows in another order too: a row's draws belong to its id."""
    rows = (row("R-001"), repeating("R-002"), row("R-003", chance=0.7))
    first, again, turned = _together(_known(*rows), 7), _together(_known(*rows), 7), _together(_known(*rows[::-1]), 7)

    assert first is not None
    assert again is not None
    assert turned is not None
    assert first.mean == again.mean
    assert first.p90.number == turned.p90.number


def test_a_brackets_ends_are_the_least_and_the_most_of_all_three() -> None:
    """The common factor may lie outside the other two."""
    facts = [Fact(name, value, "chance") for name, value in (("independent", 0.2), ("common", 0.3), ("together", 0.1))]

    actual = Bracket(*facts)

    assert (0.1, 0.3) == (actual.low.number, actual.high.number)


def test_all_moving_together_forgets_the_factors_that_rows_name() -> None:
    """Two halves that name two factors still strike in the same years: never only one of them."""
    rows = (row("R-001", chance=0.5, common_factor="fx"), row("R-002", chance=0.5, common_factor="weather"))
    known = _known(*rows)

    _, common, together = bracketed(losses_of(known, exchange_of(known)), 1.0, 1)

    assert not np.any((together.by_risk[0] > 0) ^ (together.by_risk[1] > 0))
    assert np.any((common.by_risk[0] > 0) ^ (common.by_risk[1] > 0))


def test_the_companys_loss_figure_is_a_tolerance() -> None:
    """More than 3 million at most once in 20 years: 5 in 100."""
    actual = _together(_known(_certain("R-001", 4e6)))

    assert actual is not None
    assert actual.amount is not None
    assert actual.accepted is not None
    assert (3e6, 0.05, True) == (actual.amount.number, actual.accepted.number, actual.beyond)
    assert ((3e6, 0.05),) == actual.tolerance


@pytest.mark.parametrize("company", [replace(COMPANY, loss_amount=None), replace(COMPANY, loss_years=None), replace(COMPANY, loss_years=0.0)])
def test_without_a_tolerance_nothing_is_within_it(company: Company) -> None:
    """Half a figure is none."""
    actual = _together(_known(row(), company=company))

    assert actual is not None
    assert (None, None, None, None, ()) == (actual.amount, actual.accepted, actual.above, actual.beyond, actual.tolerance)


def test_the_sites_own_tolerance_goes_before_the_groups_and_the_companys() -> None:
    """A category's point is not one for the total."""
    group = Appetite(5e6, 0.1)
    own = (Appetite(2e6, 0.05, scope="MTY"), Appetite(1e6, 0.2, scope="MTY"), Appetite(1.0, 0.5, scope="MTY", category="supply"))

    with_own = _together(_known(row(), appetite=(group, *own)))
    with_group = _together(_known(row(), appetite=(group, Appetite(1.0, 0.5, scope="QRO"))))

    assert with_own is not None
    assert with_group is not None
    assert ((1e6, 0.2), (2e6, 0.05)) == with_own.tolerance
    assert ((5e6, 0.1),) == with_group.tolerance


def test_of_a_tolerance_curve_the_point_most_exceeded_is_shown() -> None:
    """Two million for certain: more than 1 million in all years (0.9 too many), more than 3 million in none."""
    actual = _together(_known(_certain("R-001", 2e6), appetite=(Appetite(1e6, 0.1), Appetite(3e6, 0.05))))

    assert actual is not None
    assert actual.amount is not None
    assert 1e6 == actual.amount.number


def test_within_at_every_strength_is_within_and_between_is_unclear() -> None:
    """Three rows of a million, 3 in 10 each: more than 2.5 million in 3 of 100 years apart and 30 together; 5 are accepted."""
    rows = tuple(_certain(f"R-00{index}", 1e6) for index in (1, 2, 3))
    unsure = _together(_known(*(replace(each, chance=0.3) for each in rows), company=replace(COMPANY, loss_amount=2.5e6)))
    within = _together(_known(rows[0]))

    assert unsure is not None
    assert within is not None
    assert (None, False) == (unsure.beyond, within.beyond)


def test_exactly_the_amount_is_not_more_than_it() -> None:
    """Three million for certain do not exceed three million."""
    actual = _together(_known(_certain("R-001", 3e6)))

    assert actual is not None
    assert actual.above is not None
    assert 0.0 == actual.above.high.number


def test_rows_without_money_make_no_exposure() -> None:
    """An absolute limit, another measure, no chance: there is nothing to simulate, and no zero."""
    rows = (row("R-001", absolute=AbsoluteLimit.SAFETY), row("R-002", measure=Measure.REVENUE), row("R-003", chance=None))

    assert None is _together(_known(*rows))


def test_losses_of_nothing_have_a_curve() -> None:
    """A mean of zero, and still an axis."""
    actual = _together(_known(_certain("R-001", 0.0)))

    assert actual is not None
    assert (0.0, 0.0) == (actual.mean.number, actual.p90.number)
    assert actual.curve.amounts[-1] > 0
    assert 0.0 == max(actual.curve.together)


def test_the_curve_falls_and_holds_the_tolerated_amount() -> None:
    """From the chance of any loss downwards, beyond the charter's mark."""
    actual = _together(_known(row("R-001"), repeating("R-002")))

    assert actual is not None
    for chances in (actual.curve.independent, actual.curve.common, actual.curve.together):
        assert list(chances) == sorted(chances, reverse=True)
        assert 0 <= chances[-1] <= chances[0] <= 1
    assert actual.curve.amounts[-1] > 3e6


def test_parts_by_kind_and_priority_add_up_to_the_mean_and_to_the_tail() -> None:
    """Every row has one kind and one priority, the empty one included."""
    found = _together(_known(row("R-001", priority="P-1"), repeating("R-002", kind=RowKind.TALENT, priority="P-1"), row("R-003", kind=RowKind.TALENT)))

    assert found is not None
    assert found.tail is not None
    for parts in (found.by_kind, found.by_priority):
        assert found.mean.number == pytest.approx(sum(part.mean.number for part in parts))
        assert found.tail.number == pytest.approx(sum(part.tail.number for part in parts))
    assert {"supply", "talent"} == {part.name for part in found.by_kind}
    assert {"P-1", ""} == {part.name for part in found.by_priority}


def test_the_tail_is_the_mean_of_the_worst_year_in_ten() -> None:
    """At least the P90, which is at least the median."""
    found = _together(_known(row("R-001"), repeating("R-002")))

    assert found is not None
    assert found.tail is not None
    assert found.p50.number <= found.p90.number <= found.tail.number


def test_the_crossing_says_from_which_amount_to_which_and_by_how_much() -> None:
    """Certain to lose 2 million, where more than 1 million is accepted once in two years: beyond from 1 to 2, by 50 in 100."""
    found = _together(_known(_certain("R-001", 2e6), appetite=(Appetite(1e6, 0.5), Appetite(3e6, 0.5))))

    assert found is not None
    assert found.crossings is not None
    assert [(1e6, 2e6, 0.5)] == [(each.start.number, each.end.number, each.excess.number) for each in found.crossings]


def test_points_that_contradict_each_other_give_no_crossing() -> None:
    """A larger loss accepted more often is no curve."""
    found = _together(_known(row(), appetite=(Appetite(1e6, 0.1), Appetite(3e6, 0.5))))

    assert found is not None
    assert found.crossings is None
