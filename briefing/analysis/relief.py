"""What an option takes off the whole exposure: the loss it avoids as a distribution, and the chance left of losing too much.

An option leaves of each row it acts on a share of the expected loss (`Choice.kept`); the row's frequency is lowered to that share
and simulated again. Every draw belongs to its row and event, so the years before and after differ by the option alone: what it
avoids in a year is the difference of that year's two totals. Rows that it leaves alone are not simulated again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from briefing.analysis.distributions import FloatArray
from briefing.analysis.exposure import Exposure, RiskModel, simulate
from briefing.analysis.losses import Loss
from briefing.analysis.options import Choice, Weighed
from briefing.analysis.portfolio import Bracket, Portfolio, Runs, counted_once, linked_groups
from briefing.evidence import Fact, derived

RELIEVED_ASKS = 6
"""Asks whose options are simulated, dearest delay first; each option takes a few hundredths of a second."""
USUAL = (0.1, 0.9)
"""The range of what is avoided: eight years in ten lie in it."""
STRENGTHS = ("independent", "common", "together")


def relieved(asks: Sequence[Weighed], portfolio: Portfolio | None, runs: Runs | tuple[()]) -> tuple[Weighed, ...]:
    """Give the asks, in their order, with what each option takes off the exposure."""
    if portfolio is None or not runs:
        return tuple(asks)
    first = sorted(asks, key=lambda each: -(each.delay.number if each.delay else -1.0))[:RELIEVED_ASKS]
    chosen = {each.ask.id for each in first}
    return tuple(_relieved(each, portfolio, runs) if each.ask.id in chosen else each for each in asks)


def _relieved(weighed: Weighed, portfolio: Portfolio, runs: Runs) -> Weighed:
    return replace(weighed, choices=tuple(_with_relief(weighed, choice, portfolio, runs) for choice in weighed.choices))


def _with_relief(weighed: Weighed, choice: Choice, portfolio: Portfolio, runs: Runs) -> Choice:
    if not choice.left:
        return choice
    if not choice.avoided:
        return replace(choice, above=portfolio.above)
    totals = totals_with(choice, portfolio, runs)
    key, inputs = f"{weighed.ask.id}.{choice.letter}", (choice.avoided, portfolio.mean)
    spared = np.maximum(np.round(runs[1].totals - totals[1], 2), 0.0)
    low, high = (
        derived(f"{key}.{name}", float(amount), choice.avoided.unit, "exposure.avoided", inputs)
        for name, amount in zip(("avoided_low", "avoided_high"), np.quantile(spared, USUAL), strict=True)
    )
    return replace(choice, avoided_low=low, avoided_high=high, above=_above(key, totals, portfolio, inputs))


def _above(key: str, totals: Sequence[FloatArray], portfolio: Portfolio, inputs: Sequence[Fact]) -> Bracket | None:
    amount = portfolio.amount
    if amount is None:
        return None
    return Bracket(*(
        derived(f"{key}.above.{strength}", float((total > amount.number).mean()), "chance", "exposure.above", (amount, *inputs))
        for strength, total in zip(STRENGTHS, totals, strict=True)
    ))


def totals_with(choice: Choice, portfolio: Portfolio, runs: Runs) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give each simulated year's loss once the option is taken: independent, with the common factor, all together."""
    losses, kept = portfolio.losses, dict(choice.kept)
    groups = linked_groups(losses)
    places = _touched(losses, kept, groups)
    within = tuple(tuple(places.index(each) for each in group) for group in groups if set(group) <= set(places))
    models = [_lowered(losses[place], kept) for place in places]
    united = [replace(model, factor=None) for model in models]
    settings = ((models, 0.0), (models, portfolio.common_factor), (united, 1.0))
    independent, common, together = (
        _exchanged(run, places, counted_once(simulate(rows, years=run.years, seed=portfolio.seed, common_factor=strength, draws=run.draws), within))
        for run, (rows, strength) in zip(runs, settings, strict=True)
    )
    return independent, common, together


def _exchanged(run: Exposure, places: Sequence[int], after: Exposure) -> FloatArray:
    total: FloatArray = run.totals - run.by_risk[list(places)].sum(axis=0) + after.totals
    return total


def _touched(losses: Sequence[Loss], kept: dict[str, float], groups: Sequence[Sequence[int]]) -> list[int]:
    """Give the places of the rows the option acts on, and of those linked with them, of which only the largest counts."""
    acted = {place for place, loss in enumerate(losses) if loss.row.id in kept}
    linked = {place for group in groups if acted & set(group) for place in group}
    return sorted(acted | linked)


def _lowered(loss: Loss, kept: dict[str, float]) -> RiskModel:
    """Give the row's model with its frequency lowered to the share of the expected loss that is left."""
    assert loss.model is not None  # noqa: S101 - a portfolio holds only rows that are simulated
    assert loss.yearly is not None  # noqa: S101
    return replace(loss.model, frequency=kept.get(loss.row.id, 1.0) * loss.yearly.number)
