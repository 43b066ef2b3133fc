"""Charts: places, labels and words."""

from __future__ import annotations

import pytest

from briefing.document.figures import Scale
from briefing.periods import Period
from briefing.rendering.charts import draw
from briefing.rendering.charts.exceedance import chance_at
from briefing.rendering.charts.lettering import spread, text_width, wrapped
from briefing.rendering.charts.scales import Axis, bounds, money, month_name, ticks, written
from tests.rendering.example_document import exceedance, outlook


@pytest.mark.parametrize(("amount", "text"), [
    (0, "$0"), (60_000, "$60k"), (240_000, "$240k"), (900_000, "$900k"), (1_234_000, "$1.2M"), (12_600_000, "$13M"),
    (-95_000, "\u2212$95k"), (999, "$1k"), (2_000_000_000, "$2B"), (8.4, "$8.4"),
])
def test_money_has_two_significant_digits(amount: float, text: str) -> None:
    """Money reads as a board says it; a million and more in millions."""
    assert text == money(amount, "USD", "en")


def test_amounts_of_one_axis_share_their_unit() -> None:
    """Beside two million, 200 thousand is 0.2 million."""
    assert money(200_000, "USD", "en", largest=2e6) == "$0.2M"


def test_mexican_numbers_have_a_decimal_point() -> None:
    """Both languages write a point; per cent without a space."""
    assert written(1234.5, Scale.NUMBER, "es") == "1,234.5"
    assert written(0.815, Scale.PERCENT, "es", decimals=1) == "81.5%"
    assert month_name(Period(2026, 1), "es") == "ene"


def test_labels_move_apart_and_stay_in_order() -> None:
    """Neighbours are at least the gap apart, within bounds."""
    assert spread([5.0, 4.0, 30.0], 8.0, 0.0, 32.0) == [12.0, 4.0, 30.0]
    assert spread([31.0, 32.0], 8.0, 0.0, 32.0) == [24.0, 32.0]


def test_text_is_wrapped_to_its_width() -> None:
    """Lines fit; what is left over ends in an ellipsis."""
    lines = wrapped("between independent and all of them together in every month", 7.5, 60.0, lines=2)

    assert len(lines) == 2
    assert all(text_width(line, 7.5) <= 60.0 for line in lines)
    assert lines[-1].endswith("…")


def test_axis_bounds_and_ticks() -> None:
    """Values lie linearly; a flat series still has a range; ticks are round."""
    assert Axis(0, 10, 100, 200).at(5) == 150
    assert bounds([5.0, 5.0]) == (4.75, 5.25)
    assert bounds([]) == (0.0, 1.0)
    assert ticks(0, 0.5, 2) == [0.0, 0.25, 0.5]


def test_chance_between_two_points_is_straight() -> None:
    """Half way between the points lies half the difference; beyond the ends it is held."""
    assert chance_at((0.0, 2.0), (0.5, 0.1), 1.0) == pytest.approx(0.3)  # (0.5 + 0.1) / 2
    assert chance_at((0.0, 2.0), (0.5, 0.1), 9.0) == 0.1


def test_drawings_keep_text_as_text_and_ids_apart() -> None:
    """Words stay selectable, and two drawings on a page share no id."""
    first, second = (draw(outlook(), "en", 490, name).svg for name in ("a", "b"))

    assert ">Resin cover</text>" in first
    assert second == first.replace("c-a-", "c-b-")
    assert "13–25" in draw(exceedance(), "en", 240, "c").svg
