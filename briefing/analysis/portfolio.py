"""All rows of a site together: the exposure, its bracket, and where it stands against the tolerance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from briefing.analysis.draws import Draws, Streams
from briefing.analysis.exposure import Exposure, RiskModel, simulate
from briefing.analysis.losses import Loss
from briefing.analysis.tolerance import Stretch, ToleranceCurve, stretches
from briefing.evidence import Fact, derived, typed
from briefing.model.charter import Appetite
from briefing.model.dossier import Dossier

YEARS = 100_000
STREAMS = Streams()
"""Kept from one site to the next: plants number their rows alike."""
CURVE_POINTS = 61
TAIL = 0.9
"""The tail is the years with a loss at or above this quantile: one in ten."""
NOTED_EXCESS = 0.005
"""The least excess over the accepted chance that prints as one in a hundred; less is the simulation's noise."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """One chance at three strengths of dependence: independent, with the common factor, all together."""

    independent: Fact
    common: Fact
    together: Fact

    @property
    def low(self) -> Fact:
        """The smallest of the three."""
        return min((self.independent, self.common, self.together), key=lambda fact: fact.number)

    @property
    def high(self) -> Fact:
        """The largest of the three."""
        return max((self.independent, self.common, self.together), key=lambda fact: fact.number)


@dataclass(frozen=True, slots=True)
class Curve:
    """Chance of losing more than each amount, at the three strengths of dependence."""

    amounts: tuple[float, ...]
    independent: tuple[float, ...]
    common: tuple[float, ...]
    together: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What the rows of one kind, or of one priority, add to the mean and to the mean of the tail."""

    name: str
    """A kind of row, or the code of a priority; empty for rows that name none."""
    mean: Fact
    tail: Fact


@dataclass(frozen=True, slots=True)
class Crossing:
    """Where the chance of losing more, with the common factor, lies above the accepted one, and by how much at most."""

    start: Fact
    end: Fact
    excess: Fact


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The exposure of a site over twelve months, in the reporting currency and one measure.

    `above` is the chance of losing more than `amount`, which the charter accepts with chance `accepted`;
    both are None where no tolerance is agreed. `tolerance` is the agreed curve. `tail` is the mean loss of the worst year in
    ten; `by_kind` and `by_priority` add up to `mean` and to `tail`, largest mean first. `crossings` are None where no
    curve is agreed or its points contradict each other.
    """

    losses: tuple[Loss, ...]
    mean: Fact
    p10: Fact
    p50: Fact
    p90: Fact
    curve: Curve
    seed: int
    common_factor: float
    contributions: tuple[tuple[str, Fact], ...] = ()
    tolerance: tuple[tuple[float, float], ...] = ()
    amount: Fact | None = None
    accepted: Fact | None = None
    above: Bracket | None = None
    tail: Fact | None = None
    by_kind: tuple[Part, ...] = ()
    by_priority: tuple[Part, ...] = ()
    crossings: tuple[Crossing, ...] | None = None

    @property
    def beyond(self) -> bool | None:
        """Tell whether the chance is above the accepted one at every strength; None where unclear or not agreed."""
        return is_beyond(self.above, self.accepted)


def is_beyond(above: Bracket | None, accepted: Fact | None) -> bool | None:
    """Tell whether a chance is above the accepted one at every strength; None where unclear or not agreed."""
    if above is None or accepted is None:
        return None
    if above.low.number > accepted.number:
        return True
    return False if above.high.number <= accepted.number else None


Runs = tuple[Exposure, Exposure, Exposure]
"""The exposure independent, with the common factor, and all together."""


def simulated(dossier: Dossier, losses: tuple[Loss, ...], seed: int) -> Runs | tuple[()]:
    """Simulate all rows that carry money, at the three strengths of dependence; nothing where there is none."""
    kept = tuple(loss for loss in losses if loss.in_sum)
    return bracketed(kept, dossier.charter.company.common_factor, seed) if kept else ()


def portfolio_of(dossier: Dossier, losses: tuple[Loss, ...], seed: int, runs: Runs | tuple[()] = ()) -> Portfolio | None:
    """Give the exposure of all rows that carry money, by their `simulated` runs if given; None where there is none."""
    kept = tuple(loss for loss in losses if loss.in_sum)
    if not kept:
        return None
    company = dossier.charter.company
    runs = runs or bracketed(kept, company.common_factor, seed)
    common = runs[1]
    inputs = tuple(fact for loss in kept for fact in (loss.yearly, loss.mean))
    currency = company.currency

    def total(name: str, value: float) -> Fact:
        return derived(f"exposure.{name}", value, currency, f"exposure.{name}", inputs)

    contributions = tuple(
        (loss.row.id, derived(f"{loss.row.id}.contribution", float(part), currency, "exposure.contribution",
                              (loss.yearly, loss.mean)))
        for loss, part in zip(kept, common.contributions, strict=True)
    )
    tails = tuple(
        derived(f"{loss.row.id}.tail", float(part), currency, "exposure.tail_contribution", (loss.yearly, loss.mean))
        for loss, part in zip(kept, common.tail_contributions(TAIL), strict=True)
    )
    portfolio = Portfolio(
        kept, total("mean", common.mean), total("p10", common.quantile(0.1)), total("p50", common.quantile(0.5)),
        total("p90", common.quantile(0.9)), _curve(runs, dossier), seed, company.common_factor, contributions,
        tail=total("tail", float(sum(fact.number for fact in tails))),
        by_kind=_parts("kind", [loss.row.kind.value for loss in kept], contributions, tails, currency),
        by_priority=_parts("priority", [loss.row.priority for loss in kept], contributions, tails, currency),
    )
    return _with_crossings(_against_tolerance(portfolio, dossier, runs, inputs), common, inputs)


def _parts(sort: str, names: Sequence[str], contributions: Sequence[tuple[str, Fact]], tails: Sequence[Fact],
           currency: str) -> tuple[Part, ...]:
    """Add the rows' contributions under the names they share, largest mean first."""
    found = []
    for name in dict.fromkeys(names):
        mine = [index for index, each in enumerate(names) if each == name]
        sums = [
            derived(f"exposure.{sort}.{name or 'none'}.{part}", float(sum(fact.number for fact in facts)), currency, "exposure.part", facts)
            for part, facts in (("mean", [contributions[index][1] for index in mine]), ("tail", [tails[index] for index in mine]))
        ]
        found.append(Part(name, *sums))
    return tuple(sorted(found, key=lambda part: (-part.mean.number, part.name)))


def _with_crossings(portfolio: Portfolio, common: Exposure, inputs: tuple[Fact | None, ...]) -> Portfolio:
    try:
        agreed = ToleranceCurve(portfolio.tolerance)
    except ValueError:
        return portfolio  # nothing agreed, or points that contradict each other
    found = (each for each in stretches(common, agreed) if each.excess >= NOTED_EXCESS)
    return replace(portfolio, crossings=tuple(_crossing(index, each, portfolio, inputs) for index, each in enumerate(found, 1)))


def _crossing(index: int, stretch: Stretch, portfolio: Portfolio, inputs: tuple[Fact | None, ...]) -> Crossing:
    def fact(name: str, value: float, unit: str) -> Fact:
        return derived(f"exposure.crossing.{index}.{name}", value, unit, f"exposure.crossing.{name}", (portfolio.amount, portfolio.accepted, *inputs))

    money = portfolio.mean.unit
    return Crossing(fact("start", stretch.start, money), fact("end", stretch.end, money), fact("excess", stretch.excess, "chance"))


def bracketed(losses: Sequence[Loss], common_factor: float, seed: int,
              models: Sequence[RiskModel] | None = None) -> Runs:
    """Simulate independent, with the common factors, and all together; linked rows count once in each year."""
    rows = tuple(models) if models is not None else tuple(loss.model for loss in losses if loss.model)
    united = tuple(replace(row, factor=None) for row in rows)
    groups, draws = linked_groups(losses), Draws(YEARS, seed, STREAMS)
    runs = ((rows, 0.0), (rows, common_factor), (united, 1.0))
    independent, common, together = (
        counted_once(simulate(each, years=YEARS, seed=seed, common_factor=strength, draws=draws), groups) for each, strength in runs
    )
    return independent, common, together


def linked_groups(losses: Sequence[Loss]) -> tuple[tuple[int, ...], ...]:
    """Give the positions of rows that name each other, directly or through others: they speak of one money."""
    position = {loss.row.id: index for index, loss in enumerate(losses)}
    parent = list(range(len(losses)))

    def root(index: int) -> int:
        while parent[index] != index:
            index = parent[index]
        return index

    for index, loss in enumerate(losses):
        for other in loss.row.rows:
            if other in position:
                parent[root(index)] = root(position[other])
    groups: dict[int, list[int]] = {}
    for index in range(len(losses)):
        groups.setdefault(root(index), []).append(index)
    return tuple(tuple(members) for members in groups.values() if len(members) > 1)


def counted_once(exposure: Exposure, groups: tuple[tuple[int, ...], ...]) -> Exposure:
    """Leave in each simulated year only the largest loss of each group of linked rows.

    The total can only fall by it, so linking rows never raises any quantile.
    """
    if not groups:
        return exposure
    by_risk = exposure.by_risk.copy()
    for members in groups:
        part = by_risk[list(members)]
        largest = part.argmax(axis=0)
        kept = np.zeros_like(part)
        years = np.arange(part.shape[1])
        kept[largest, years] = part[largest, years]
        by_risk[list(members)] = kept
    totals = by_risk.sum(axis=0)
    return replace(exposure, by_risk=by_risk, totals=totals)


def tolerance_points(dossier: Dossier) -> tuple[Appetite, ...]:
    """Give the site's tolerance for its total loss, smallest amount first; the group's where the site has none."""
    rows = [row for row in dossier.charter.appetite if not row.category]
    own = [row for row in rows if row.scope == dossier.site.code]
    chosen = own or [row for row in rows if not row.scope]
    return tuple(sorted(chosen, key=lambda row: row.amount))


def _against_tolerance(portfolio: Portfolio, dossier: Dossier, runs: tuple[Exposure, ...],
                       inputs: tuple[Fact | None, ...]) -> Portfolio:
    company, points = dossier.charter.company, tolerance_points(dossier)
    curve = tuple((row.amount, row.yearly_chance) for row in points)
    if points:
        row = max(points, key=lambda each: (runs[1].probability_above(each.amount) - each.yearly_chance, each.amount))
        amount = typed("tolerance.amount", row.amount, company.currency, row.source, "amount")
        accepted = typed("tolerance.accepted", row.yearly_chance, "chance", row.source, "yearly_chance")
    elif company.loss_amount and company.loss_years:
        amount = typed("tolerance.amount", company.loss_amount, company.currency, company.source, "loss_amount")
        years = typed("tolerance.years", company.loss_years, "years", company.source, "loss_years")
        accepted = derived("tolerance.accepted", 1 / company.loss_years, "chance", "once_in_years", (years,))
        curve = ((company.loss_amount, 1 / company.loss_years),)
    else:
        return portfolio
    above = above_bracket(runs, amount, "exposure.above", inputs)
    return replace(portfolio, tolerance=curve, amount=amount, accepted=accepted, above=above)


def above_bracket(runs: Sequence[Exposure], amount: Fact, name: str, inputs: Sequence[Fact | None]) -> Bracket:
    """Give the chance of losing more than the amount, at the three strengths of dependence."""
    facts = [
        derived(f"{name}.{strength}", float(run.probability_above(amount.number)), "chance", "exposure.above",
                (amount, *inputs))
        for strength, run in zip(("independent", "common", "together"), runs, strict=True)
    ]
    return Bracket(*facts)


def _curve(runs: Sequence[Exposure], dossier: Dossier) -> Curve:
    company = dossier.charter.company
    marks = [row.amount for row in tolerance_points(dossier)] or [company.loss_amount or 0.0]
    top = max(*(run.quantile(0.99) for run in runs), 1.15 * max(marks), 1.0)
    amounts = np.linspace(0.0, top, CURVE_POINTS)
    chances = [tuple(round(float(each), 6) for each in run.curve(amounts)) for run in runs]
    return Curve(tuple(float(amount) for amount in amounts), *chances)
