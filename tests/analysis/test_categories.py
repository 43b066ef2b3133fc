"""Each category of risk against its own curve: the same years, sums by kind, and words that match in either language."""

from __future__ import annotations

import numpy as np
import pytest

from briefing.analysis import assess
from briefing.analysis.categories import categories, categories_of, summed
from briefing.analysis.losses import losses_of
from briefing.analysis.portfolio import bracketed, simulated
from briefing.analysis.translation import exchange_of
from briefing.document.blocks import sentences_of
from briefing.document.editions import EDITIONS, Audience, Edition
from briefing.model.charter import AbsoluteLimit, Appetite
from briefing.model.dossier import Dossier
from briefing.model.register import RegisterRow, RowKind
from briefing.pipeline import build
from briefing.workbook.categories import kind_named
from tests.builders import charter, dossier, month, row, source
from tests.workbook.workbook_makers import MONTH, changed, charter_of, month_of

BOARD, SITE = Edition(Audience.BOARD, "en"), Edition(Audience.SITE, "es")


def point(amount: float, chance: float, category: str = "", scope: str = "", line: int = 4) -> Appetite:
    """Give a point of a tolerance curve."""
    return Appetite(amount, chance, scope, category, source=source("Appetite", line, "charter.xlsx"))


def plant(*points: Appetite, rows: tuple[RegisterRow, ...] = ()) -> Dossier:
    """Give a plant with a supply row and a talent row of 1 to 3 million dollars, each 4 in 10 by mid February."""
    usual = (row("R-001"), row("R-002", kind=RowKind.TALENT))
    return dossier(month(register=rows or usual), agreed=charter(appetite=points))


@pytest.mark.parametrize(("typed", "kind"), [
    ("supply", RowKind.SUPPLY), ("SUMINISTRO", RowKind.SUPPLY), ("  Proveedores ", RowKind.SUPPLY), ("alineacion", RowKind.ALIGNMENT),
    ("Alineación", RowKind.ALIGNMENT), ("regulación", RowKind.REGULATION), ("Clientes", RowKind.CUSTOMER), ("logistics", None)])
def test_a_category_is_a_kind_of_row_in_either_language(typed: str, kind: RowKind | None) -> None:
    """Accents, case and spaces aside; a word that no row can name is none."""
    assert kind_named(typed) is kind


def test_two_words_for_one_kind_are_one_curve() -> None:
    """In the order of its amounts."""
    (found,) = categories(plant(point(2e6, 0.05, "Suministro"), point(1e6, 0.1, "supply")).charter, "MTY")
    assert (found.name, [each.amount for each in found.points], found.is_known) == ("supply", [1e6, 2e6], True)


def test_a_plants_own_curve_goes_before_the_groups_and_another_plants_counts_for_nobody_else() -> None:
    """As for the total."""
    agreed = plant(point(1e6, 0.1, "supply"), point(2e6, 0.2, "supply", "MTY"), point(3e6, 0.3, "talent", "QRO"), point(4e6, 0.4)).charter

    assert [(each.name, each.points[0].amount) for each in categories(agreed, "MTY")] == [("supply", 2e6)]
    assert [(each.name, each.points[0].amount) for each in categories(agreed, "TIJ")] == [("supply", 1e6)]
    assert [(each.name, each.points[0].amount) for each in categories(agreed)] == [("supply", 1e6)]


def test_the_categories_years_add_up_to_the_totals() -> None:
    """At every strength, with linked rows too: of these the larger counts, under its own kind."""
    known = plant(point(1e6, 0.1, "supply"), rows=(row("R-001", rows=("R-002",)), row("R-002", kind=RowKind.TALENT), row("R-003")))
    losses = losses_of(known, exchange_of(known))
    runs = simulated(known, losses, 1)
    assert runs

    supply, talent = summed(runs, [0, 2]), summed(runs, [1])
    for whole, one, other in zip(runs, supply, talent, strict=True):
        assert np.allclose(one.totals + other.totals, whole.totals)


def test_a_category_alone_is_what_its_rows_would_be_alone() -> None:
    """No second simulation is needed: draws belong to the row, so its rows simulated alone have the same years."""
    known = plant(point(1e6, 0.1, "supply"))
    losses = losses_of(known, exchange_of(known))
    runs = simulated(known, losses, 1)
    assert runs
    (stand,) = categories_of(known, losses, runs)
    alone = bracketed(losses[:1], known.charter.company.common_factor, 1)
    assert stand.above is not None

    assert [stand.above.independent.number, stand.above.common.number, stand.above.together.number] == [
        pytest.approx(run.probability_above(1e6), abs=1e-9) for run in alone]
    assert stand.above.common.number == pytest.approx(0.36, abs=0.01)  # 0.4 happens; nine times in ten it costs more than the good case of a million


@pytest.mark.parametrize(("accepted", "beyond"), [(0.1, True), (0.6, False)])
def test_a_category_is_beyond_where_its_chance_is_above_the_accepted_one_at_every_strength(accepted: float, beyond: bool) -> None:
    """By the worst point of its curve."""
    (stand,) = assess(plant(point(1e6, accepted, "supply"), point(2.9e6, 0.5, "supply")), seed=1).categories
    assert (stand.beyond, stand.amount.value) == (beyond, 1e6)


def test_a_row_whose_kind_is_not_known_counts_in_the_total_alone() -> None:
    """Though it carries the usual kind."""
    rows = (row("R-001", kind=RowKind.RISK), row("R-002", kind=RowKind.RISK, kind_known=False))
    one = assess(plant(point(1e6, 0.1, "risk"), rows=rows[:1]), seed=1)
    both = assess(plant(point(1e6, 0.1, "risk"), rows=rows), seed=1)
    (alone,), (beside,) = one.categories, both.categories
    assert alone.above is not None
    assert beside.above is not None

    assert beside.above.common.value == alone.above.common.value
    assert one.portfolio is not None
    assert both.portfolio is not None
    assert both.portfolio.mean.number > 1.9 * one.portfolio.mean.number


@pytest.mark.parametrize(("typed", "known"), [("supply", True), ("zzz", False), (None, False)])
def test_a_kind_that_cannot_be_read_is_marked_as_unknown(typed: str | None, known: bool) -> None:
    """Blank or in words that nobody knows."""
    sheet = MONTH["Register"]
    column = next(index for index, header in enumerate(sheet[0]) if header == "Kind")
    submission, _ = month_of(Register=changed(sheet, f"{chr(ord('A') + column)}2", typed))
    assert submission is not None
    assert submission.register[0].kind_known is known


def test_a_curve_that_no_row_can_name_is_found_in_the_charter() -> None:
    """With the names there are; those of the register are none."""
    head = ["Category", "Losing more than", "Accepted chance a year"]
    charter_, findings = charter_of(Appetite=[head, ["Suministro", 1e6, 0.1], ["logistics", 1e6, 0.1], [None, 3e6, 0.05]])
    (found,) = [each for each in findings if each.code == "CHA-223"]

    assert found.where.cell == "A3"
    assert dict(found.parameters)["found"] == "logistics"
    assert "supply" in str(dict(found.parameters)["allowed_en"])
    assert [each.category for each in charter_.appetite] == ["Suministro", "logistics", ""]


def texts(known: Dossier, edition: Edition, anchor: str) -> list[str]:
    """Give what an edition says of categories in a section."""
    document = build(known, editions=(edition,)).documents[edition]
    return [each.text for section in document.sections if section.anchor == anchor for each in sentences_of(section) if ".category" in each.id]


def test_each_category_is_held_against_its_curve_where_the_exposure_stands() -> None:
    """Worst first: chance, amount, what was accepted, whether it is beyond; then those that nothing is held against."""
    known = plant(point(1e6, 0.1, "supply"), point(2e6, 0.5, "talento"), point(1e5, 0.2, "safety"), point(1e5, 0.2, "logistics"),
                  rows=(row("R-001"), row("R-002", kind=RowKind.TALENT), row("R-003", kind=RowKind.SAFETY, absolute=AbsoluteLimit.SAFETY)))

    assert texts(known, BOARD, "exposure") == [
        ("Supply: the chance of losing more than $1M in twelve months by rows of this kind is 36 in 100; the charter accepts 10, "
         "so this kind is beyond its tolerance however far the risks move together."),
        "Talent: the chance of losing more than $2M in twelve months by rows of this kind is 20 in 100; the charter accepts 50, so this kind is within its tolerance.",
        "Logistics: the register has no such kind, so nothing is held against the 20 in 100 that the charter accepts of losing more than $100k.",
        "Safety: no row in the sum is of this kind, so nothing is held against the 20 in 100 that the charter accepts of losing more than $100k.",
    ]
    assert texts(known, SITE, "exposure")[0].startswith("Suministro: la probabilidad de perder más de $20 mdp en doce meses por renglones de este tipo es de 36 de 100")


@pytest.mark.parametrize(("accepted", "said"), [(0.1, 1), (0.6, 0)])
def test_page_one_names_a_category_only_where_it_is_beyond(accepted: float, said: int) -> None:
    """And there is room, as there is on this page."""
    assert len(texts(plant(point(1e6, accepted, "supply")), BOARD, "page-one")) == said


def test_a_register_without_money_still_says_that_nothing_is_held_against_the_curve() -> None:
    """There is no exposure, and a curve of a kind all the same."""
    known = plant(point(1e6, 0.1, "supply"), rows=(row("R-001", good=None, likely=None, bad=None),))
    assert texts(known, BOARD, "exposure") == [
        "Supply: no row in the sum is of this kind, so nothing is held against the 10 in 100 that the charter accepts of losing more than $1M."]


def test_more_categories_than_there_is_room_for_stand_in_the_appendix() -> None:
    """Counted where they are cut, whole with the parts of the exposure."""
    known = plant(*(point(1e6, 0.1, kind.value) for kind in RowKind))
    briefing = build(known, editions=(BOARD,))
    document = briefing.documents[BOARD]
    sections = {section.anchor: [each.text for each in sentences_of(section) if "categor" in each.key] for section in document.sections}

    assert len(RowKind) > 4
    assert len(sections["exposure"]) == 4
    assert len(sections["exposure-parts"]) == len(RowKind)
    assert any(f"{len(RowKind) - 4} more kinds with their own tolerance" in each.text for section in document.sections for each in sentences_of(section))


def test_curves_of_categories_change_nothing_else() -> None:
    """Without their sentences the document has the same blocks, and the total its figures."""
    bare, more = plant(point(3e6, 0.05)), plant(point(3e6, 0.05), point(1e6, 0.1, "supply"))
    for edition in EDITIONS:
        told = [
            [each.text for section in build(known, editions=(edition,)).documents[edition].sections if section.anchor != "evidence"
             for each in sentences_of(section) if ".category" not in each.id]
            for known in (bare, more)
        ]
        assert told[0] == told[1]
    assert assess(bare, seed=1).portfolio == assess(more, seed=1).portfolio
