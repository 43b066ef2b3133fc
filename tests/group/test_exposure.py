"""All plants' risks together: one joint run, means that add, quantiles that don't, and the group's own tolerance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from briefing.analysis import portfolio
from briefing.analysis.exposure import RiskModel, simulate
from briefing.document.blocks import sentences_of
from briefing.document.editions import Audience, Edition
from briefing.evidence import Source
from briefing.group.digest import Digest
from briefing.group.document import compose_group
from briefing.group.exposure import GroupExposure, exposure_of
from briefing.group.setting import links_to
from briefing.group.view import GroupView
from briefing.language import LANGUAGES
from briefing.model.charter import Appetite
from briefing.pipeline import Briefing
from tests.group.views import digests, many, view_of

YEARS = 20_000


@pytest.fixture(autouse=True)
def _fewer_years(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio, "YEARS", YEARS)


def together(briefings: Mapping[str, Briefing], plants: Mapping[str, Digest] | None = None) -> GroupExposure:
    """Give the exposure of the sample's plants."""
    found = exposure_of(briefings["MTY"].dossier.charter, (plants or digests(briefings)).values(), 1)
    assert found is not None
    return found


def test_the_sum_by_plants_is_the_joint_run_of_all_rows(briefings: Mapping[str, Briefing]) -> None:
    """Year by year: the same seed gives every plant the same years and the same factors."""
    found = digests(briefings)
    unlinked = {site: replace(plant, risks=tuple(replace(risk, linked=()) for risk in plant.risks)) for site, plant in found.items()}
    models = [
        RiskModel(risk.frequency, risk.severity, once=risk.once, key=f"{site}/{risk.id}", factor=risk.factor or f"\0{site}")
        for site, plant in unlinked.items() for risk in plant.risks
    ]
    joint = simulate(models, years=YEARS, seed=1, common_factor=briefings["MTY"].dossier.charter.company.common_factor)

    assert together(briefings, unlinked).p90.number == pytest.approx(joint.quantile(0.9), rel=1e-8)


def test_means_add_and_quantiles_do_not(briefings: Mapping[str, Briefing]) -> None:
    """The sum of the plants' P90 stands above that of all together, and the difference is said."""
    found = together(briefings)
    means = [briefing.frame.assessment.portfolio.mean.number for briefing in briefings.values() if briefing.frame.assessment.portfolio]

    assert found.mean.number == pytest.approx(sum(means))
    assert found.p90.number < found.separate.number
    assert found.off.number == pytest.approx(found.separate.number - found.p90.number)
    assert found.separate.number == pytest.approx(sum(share.p90.number for share in found.plants))


def test_rows_of_one_declared_factor_strike_together_at_different_plants(briefings: Mapping[str, Briefing]) -> None:
    """Two plants with the same row: the larger tail where both name one factor, the smaller where each names its own."""
    plant = digests(briefings)["MTY"]
    row = replace(max(plant.risks, key=lambda risk: risk.severity.high), frequency=0.15, once=True, linked=())

    def p90_to_p99(*factors: str) -> float:
        plants = {f"P{index}": replace(plant, site=f"P{index}", risks=(replace(row, factor=factor),)) for index, factor in enumerate(factors)}
        curve = together(briefings, plants).curve
        return float(np.interp(2 * row.severity.mode, curve.amounts, curve.common))

    assert p90_to_p99("fx", "fx") > 1.2 * p90_to_p99("fx", "rain")


def test_two_plants_with_equal_codes_do_not_share_their_draws(briefings: Mapping[str, Briefing]) -> None:
    """R-001 here and R-001 there are two events: independent, they fall in the same year as often as chance has it."""
    plant = digests(briefings)["MTY"]
    row = replace(plant.risks[0], frequency=0.5, once=True, factor="", linked=())
    plants = {site: replace(plant, site=site, risks=(row,)) for site in ("A", "B")}
    curve = together(briefings, plants).curve

    assert curve.independent[0] == pytest.approx(0.75, abs=0.02)  # 1 - 0.5 x 0.5
    assert curve.together[0] == pytest.approx(0.5, abs=0.02)


def test_the_groups_own_tolerance_is_held_against_it(briefings: Mapping[str, Briefing]) -> None:
    """The charter's rows without a site and without a category; a plant's own rows are not the group's."""
    found = together(briefings)
    assert found.tolerance == ((1.5e6, 0.5), (3e6, 0.2), (6e6, 0.05))
    assert found.above is not None
    assert found.above.low.number <= found.above.common.number <= found.above.high.number
    charter = briefings["MTY"].dossier.charter
    plants = digests(briefings).values()
    one_figure = exposure_of(replace(charter, appetite=tuple(row for row in charter.appetite if row.scope)), plants, 1)
    assert one_figure is not None
    assert one_figure.tolerance == ((charter.company.loss_amount, pytest.approx(1 / (charter.company.loss_years or 1))),)
    nothing = exposure_of(replace(charter, appetite=(), company=replace(charter.company, loss_amount=None)), plants, 1)
    assert nothing is not None
    assert nothing.above is None


def test_absolute_limits_and_other_measures_are_out_of_money(briefings: Mapping[str, Briefing]) -> None:
    """Tijuana's aisle has no price, Querétaro's revenue is no EBITDA."""
    rows = {risk.id for plant in digests(briefings).values() for risk in plant.risks}
    assert {"R-014", "R-103", "R-203"} <= rows
    assert not {"R-201", "R-104", "R-109"} & rows


def test_the_factor_that_two_plants_name_is_said_once(briefings: Mapping[str, Briefing]) -> None:
    """With those plants."""
    document = compose_group(view_of(briefings), Edition(Audience.BOARD, "en"), links_to("", ""))
    said = [each.text for section in document.sections if section.anchor == "exposure" for each in sentences_of(section)]
    assert [text for text in said if "factor: FX" in text] == ["Tijuana and Querétaro declare risks that move with one factor: FX."]


def test_a_large_group_is_simulated_over_fewer_years(briefings: Mapping[str, Briefing], monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as its method section says."""
    monkeypatch.setattr(portfolio, "YEARS", 100_000)
    plants = {plant.site.code: plant.digest for plant in many(view_of(briefings), 50).plants if plant.digest}
    assert together(briefings, plants).years == 40_000  # 2,000,000 / 50


def test_a_group_without_money_says_so(briefings: Mapping[str, Briefing]) -> None:
    """And shows no curve."""
    view = view_of(briefings)
    bare = replace(view, exposure=exposure_of(view.charter, [replace(plant.digest, risks=()) for plant in view.plants if plant.digest], 1))
    document = compose_group(bare, Edition(Audience.BOARD, "en"), links_to("", ""))
    assert bare.exposure is None
    assert "exposure" not in [section.anchor for section in document.sections]


def point(amount: float, chance: float, category: str, scope: str = "") -> Appetite:
    """Give a point of a category's curve."""
    return Appetite(amount, chance, scope, category, source=Source("charter.xlsx", "Appetite", 9, {"amount": "C9", "yearly_chance": "D9", "category": "B9"}))


def with_curves(briefings: Mapping[str, Briefing], *points: Appetite) -> GroupView:
    """Give the view of the sample's plants under a charter with more curves."""
    view = view_of(briefings)
    agreed = replace(view.charter, appetite=(*view.charter.appetite, *points))
    return replace(view, charter=agreed, exposure=exposure_of(agreed, [plant.digest for plant in view.plants if plant.digest], 1))


def test_a_category_of_all_plants_is_held_against_the_groups_curve(briefings: Mapping[str, Briefing]) -> None:
    """Its years are the sums of the plants' rows of that kind, drawn once; a plant's own curve is no curve of the group."""
    amount = 5e5
    view = with_curves(briefings, point(amount, 0.01, "Suministro"), point(1.0, 0.5, "talent", "MTY"))
    assert view.exposure is not None
    (stand,) = view.exposure.categories
    known = {risk.id: risk for plant in view.here for risk in plant.risks if risk.kind == "supply"}
    models = [
        RiskModel(risk.frequency, risk.severity, once=risk.once, key=f"{plant.site}/{risk.id}", factor=risk.factor or f"\0{plant.site}")
        for plant in view.here for risk in plant.risks if risk.kind == "supply"
    ]
    joint = simulate(models, years=view.exposure.years, seed=1, common_factor=view.charter.company.common_factor)

    assert len(known) > 1
    assert stand.above is not None
    assert stand.above.common.number == pytest.approx(joint.probability_above(amount), abs=1e-9)
    assert stand.beyond is True
    assert stand.above.common.evidence()


@pytest.mark.parametrize("audience", [Audience.BOARD, Audience.HQ])
def test_the_page_says_where_each_category_of_the_group_stands(audience: Audience, briefings: Mapping[str, Briefing]) -> None:
    """Beside the exposure, in both editions alike; on page one the one that is beyond, where there is room."""
    view = with_curves(briefings, point(5e5, 0.01, "supply"), point(1e9, 0.5, "cliente"), point(1e5, 0.1, "safety"), point(1e5, 0.1, "logistics"))
    for language in LANGUAGES:
        document = compose_group(view, Edition(audience, language), links_to("", ""))
        said = {section.anchor: [each.text for each in sentences_of(section) if each.id.startswith("group.exposure.category")] for section in document.sections}
        assert len(said["exposure"]) == 4
        assert len(said["page-one"]) <= 1
        first = {"en": "Supply: the chance of losing more than $500k in twelve months", "es": "Suministro: la probabilidad de perder más de 500 mil USD en doce meses"}
        assert said["exposure"][0].startswith(first[language])
    assert view.exposure is not None
    assert [each.category.name for each in view.exposure.categories] == ["supply", "customer", "logistics", "safety"]


def test_without_a_curve_of_a_category_none_is_summed(briefings: Mapping[str, Briefing]) -> None:
    """And the page of the group is the same but for its sentences, whose own curve the sample's charter has for supply."""
    view = view_of(briefings)
    assert view.exposure is not None
    assert [(each.category.name, each.amount.value) for each in view.exposure.categories] == [("supply", 2e6)]
    agreed = replace(view.charter, appetite=tuple(row for row in view.charter.appetite if not row.category))
    bare = exposure_of(agreed, [plant.digest for plant in view.plants if plant.digest], 1)

    assert bare == replace(view.exposure, categories=())
