"""What a scenario would make of the exposure: its rows together cost at least what it does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from briefing.analysis.exposure import Exposure
from briefing.analysis.losses import Loss
from briefing.analysis.portfolio import Bracket, Portfolio, linked_groups
from briefing.analysis.scenarios.values import Story
from briefing.evidence import Fact, derived
from briefing.model.dossier import Dossier


def with_exposure(story: Story, dossier: Dossier, portfolio: Portfolio, runs: Sequence[Exposure]) -> Story:
    """Add the register's rows on its drivers, and the chance of losing more than the tolerated amount if it came."""
    measure = dossier.charter.company.loss_measure
    costs: dict[str, list[Fact]] = {}
    for line in story.lines:
        if line.cost is not None and line.measure is measure and line.driver is not None:
            costs.setdefault(line.driver.code, []).append(line.cost)
    on_driver = {
        code: [index for index, loss in enumerate(portfolio.losses) if loss.row.driver == code] for code in costs
    }
    touched = {code: places for code, places in on_driver.items() if places}
    if not touched:
        return story
    rows = tuple(portfolio.losses[index].row.id for places in touched.values() for index in places)
    story = replace(story, rows=rows)
    if portfolio.amount is None or not runs:
        return story
    floors = [(_with_linked(places, portfolio.losses), sum(fact.number for fact in costs[code])) for code, places in touched.items()]
    inputs = (portfolio.amount, *(fact for code in touched for fact in costs[code]),
              *(fact for loss in portfolio.losses for fact in (loss.yearly, loss.mean)))
    chances = [
        derived(f"{story.code}.above.{strength}", chance_above(run, floors, portfolio.amount.number), "chance", "exposure.scenario", inputs)
        for strength, run in zip(("independent", "common", "together"), runs, strict=True)
    ]
    return replace(story, above=Bracket(*chances))


def _with_linked(places: Sequence[int], losses: Sequence[Loss]) -> tuple[int, ...]:
    """Give the rows and those linked with them, which speak of the same money."""
    found = set(places)
    for group in linked_groups(losses):
        if found & set(group):
            found |= set(group)
    return tuple(sorted(found))


def chance_above(run: Exposure, floors: Iterable[tuple[Sequence[int], float]], amount: float) -> float:
    """Give the chance of losing more than an amount if rows together cost at least their floor in every year.

    Never lower than without floors; with floors of zero it is the run's own.
    """
    totals = run.totals
    for places, floor in floors:
        part = run.by_risk[list(places)].sum(axis=0)
        totals = totals + np.maximum(floor - part, 0.0)
    return float((totals > amount).mean())
