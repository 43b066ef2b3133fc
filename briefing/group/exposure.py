"""The exposure of all plants together, against the group's tolerance.

Every plant is simulated over the same years: rows that declare a common factor move with it at every plant, rows that declare
none with those of their own plant. Draws belong to plant and row, so the sum over plants, year by year, is the joint run;
it is added plant by plant, because the rows of a large group would not fit in memory together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from briefing.analysis import portfolio
from briefing.analysis.categories import CategoryStand, categories, ranked, stand_of, totalled
from briefing.analysis.distributions import FloatArray
from briefing.analysis.draws import Draws
from briefing.analysis.exposure import Exposure, RiskModel, simulate
from briefing.analysis.losses import Loss
from briefing.analysis.portfolio import Bracket, Curve, Runs, above_bracket, counted_once, linked_groups
from briefing.evidence import Fact, derived, typed
from briefing.group.digest import Digest, RiskLine
from briefing.model.charter import Charter
from briefing.model.register import RegisterRow

PLANT_YEARS = 2_000_000
"""Years times plants: a large group is simulated over fewer years, at least `LEAST_YEARS`."""
LEAST_YEARS = 10_000


@dataclass(frozen=True, slots=True)
class PlantShare:
    """One plant alone, in the same years: its mean and P90."""

    plant: Digest
    mean: Fact
    p90: Fact


@dataclass(frozen=True, slots=True)
class GroupExposure:
    """The loss of twelve months of all plants that are here, in the reporting currency and the agreed measure.

    `separate` is the sum of the plants' own P90, which is no quantile of anything, and `off` what their not meeting takes off
    it. `above` is the chance of losing more than `amount`, which the charter accepts with chance `accepted`; all three are None
    where no tolerance is agreed for the group.
    """

    plants: tuple[PlantShare, ...]
    years: int
    seed: int
    mean: Fact
    p90: Fact
    separate: Fact
    off: Fact
    curve: Curve
    tolerance: tuple[tuple[float, float], ...] = ()
    amount: Fact | None = None
    accepted: Fact | None = None
    above: Bracket | None = None
    categories: tuple[CategoryStand, ...] = ()
    """Each category that has a curve of its own for the group, worst first."""


class _ByCategory:
    """Adds up the years of each category that has a curve: three totals a category, whatever the number of plants."""

    def __init__(self, charter: Charter, years: int) -> None:
        self.charter = charter
        self.totals = {each.name: tuple(np.zeros(years) for _ in range(3)) for each in categories(charter)}
        self.inputs: dict[str, list[Fact]] = {name: [] for name in self.totals}

    def add(self, plant: Digest, alone: Runs, mean: Fact) -> None:
        for name, totals in self.totals.items():
            rows = [index for index, risk in enumerate(plant.risks) if risk.kind == name]
            if rows:
                self.inputs[name].append(mean)
                for total, run in zip(totals, alone, strict=True):
                    np.add(total, run.by_risk[rows].sum(axis=0), out=total)

    def stands(self, runs: Runs) -> tuple[CategoryStand, ...]:
        return ranked([
            stand_of(each, totalled(self.totals[each.name], runs) if self.inputs[each.name] else None, self.charter.company.currency, "group.",
                     self.inputs[each.name])
            for each in categories(self.charter)
        ])


def exposure_of(charter: Charter, digests: Iterable[Digest], seed: int) -> GroupExposure | None:
    """Simulate all plants together, in the order given; None where no plant has a row in money."""
    plants = [each for each in digests if each.mean and each.risks]
    if not plants:
        return None
    years = min(portfolio.YEARS, max(LEAST_YEARS, PLANT_YEARS // len(plants)))
    rho, currency = charter.company.common_factor, charter.company.currency
    totals = [np.zeros(years) for _ in range(3)]
    shares, by_category = [], _ByCategory(charter, years)
    for plant in plants:
        alone = _runs(plant, years, seed, rho)
        for total, run in zip(totals, alone, strict=True):
            np.add(total, run.totals, out=total)
        shares.append(_share(plant, alone[1], currency))
        by_category.add(plant, alone, shares[-1].mean)
    independent, common, together = (_exposure(total, seed, rho) for total in totals)
    runs = (independent, common, together)
    means = tuple(share.mean for share in shares)
    p90 = derived("group.p90", common.quantile(0.9), currency, "exposure.p90", means)
    separate = derived("group.separate", sum(share.p90.number for share in shares), currency, "group.separate", (share.p90 for share in shares))
    off = derived("group.off", separate.number - p90.number, currency, "group.off", (separate, p90))
    mean = derived("group.mean", sum(fact.number for fact in means), currency, "group.sum", means)
    found = GroupExposure(tuple(shares), years, seed, mean, p90, separate, off, _curve(runs, _points(charter)), categories=by_category.stands(runs))
    return _against(found, charter, runs, means)


def _runs(plant: Digest, years: int, seed: int, rho: float) -> Runs:
    """Simulate one plant's rows independent, with the common factors, and all together; linked rows count once a year."""
    losses = tuple(Loss(RegisterRow(risk.id, rows=risk.linked)) for risk in plant.risks)
    groups = linked_groups(losses)
    rows = [_model(plant.site, risk) for risk in plant.risks]
    united = [replace(row, factor=None) for row in rows]
    draws = Draws(years, seed)
    independent, common, together = (
        counted_once(simulate(each, years=years, seed=seed, common_factor=strength, draws=draws), groups)
        for each, strength in ((rows, 0.0), (rows, rho), (united, 1.0))
    )
    return independent, common, together


def _model(site: str, risk: RiskLine) -> RiskModel:
    return RiskModel(risk.frequency, risk.severity, once=risk.once, key=f"{site}/{risk.id}", factor=risk.factor or f"\0{site}")


def _share(plant: Digest, alone: Exposure, currency: str) -> PlantShare:
    assert plant.mean is not None  # noqa: S101 - the caller has looked
    return PlantShare(plant, plant.mean, derived(f"{plant.site}/group.p90", alone.quantile(0.9), currency, "exposure.p90", (plant.mean,)))


def _exposure(totals: FloatArray, seed: int, rho: float) -> Exposure:
    return Exposure(np.empty((0, totals.size)), totals, seed, rho)


def _points(charter: Charter) -> tuple[tuple[Fact, Fact], ...]:
    """Give the group's agreed amounts with their accepted chances: its tolerance curve, else the company's one loss figure."""
    company = charter.company
    rows = sorted((row for row in charter.appetite if not row.category and not row.scope), key=lambda row: row.amount)
    if rows:
        return tuple(
            (typed(f"group.tolerance.{index}.amount", row.amount, company.currency, row.source, "amount"),
             typed(f"group.tolerance.{index}.accepted", row.yearly_chance, "chance", row.source, "yearly_chance"))
            for index, row in enumerate(rows, 1)
        )
    if not company.loss_amount or not company.loss_years:
        return ()
    years = typed("group.tolerance.years", company.loss_years, "years", company.source, "loss_years")
    return ((typed("group.tolerance.amount", company.loss_amount, company.currency, company.source, "loss_amount"),
             derived("group.tolerance.accepted", 1 / company.loss_years, "chance", "once_in_years", (years,))),)


def _against(found: GroupExposure, charter: Charter, runs: Runs, inputs: Sequence[Fact]) -> GroupExposure:
    """Hold the exposure against the agreed amount at which it stands worst."""
    points = _points(charter)
    if not points:
        return found
    amount, accepted = max(points, key=lambda pair: (runs[1].probability_above(pair[0].number) - pair[1].number, pair[0].number))
    curve = tuple((money.number, chance.number) for money, chance in points)
    return replace(found, tolerance=curve, amount=amount, accepted=accepted, above=above_bracket(runs, amount, "group.above", inputs))


def _curve(runs: Runs, points: Sequence[tuple[Fact, Fact]]) -> Curve:
    marks = [amount.number for amount, _ in points] or [0.0]
    top = max(*(run.quantile(0.99) for run in runs), 1.15 * max(marks), 1.0)
    amounts = np.linspace(0.0, top, portfolio.CURVE_POINTS)
    chances = [tuple(round(float(each), 6) for each in run.curve(amounts)) for run in runs]
    return Curve(tuple(float(amount) for amount in amounts), *chances)
