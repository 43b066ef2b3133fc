"""The tornado: what a move of each driver costs over twelve months, the largest first."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.analysis.losses import Loss
from briefing.analysis.scenarios.values import Story, Swing
from briefing.analysis.translation import Exchange, driver_value
from briefing.evidence import derived
from briefing.model.charter import Driver
from briefing.model.dossier import Dossier

COMMON_SHARE = 0.1
"""By how much a driver's agreed value is moved where no scenario moves the driver."""


def tornado_of(dossier: Dossier, stories: Sequence[Story], losses: Sequence[Loss],
             exchange: Exchange) -> tuple[tuple[Swing, ...], tuple[Driver, ...]]:
    """Move each of the site's drivers of the agreed loss's measure by its scenario, else its value by a tenth."""
    measure = dossier.charter.company.loss_measure
    swings: list[Swing] = []
    unmoved: list[Driver] = []
    for code in dict.fromkeys(each.code for each in dossier.charter.drivers):
        driver = dossier.charter.driver(code, dossier.site.code, dossier.period)
        if driver is None or driver.measure is not measure:
            continue
        swing = _by_scenario(driver, stories) or _by_tenth(driver, losses, dossier, exchange)
        if swing is None:
            unmoved.append(driver)
        else:
            swings.append(swing)
    return tuple(sorted(swings, key=lambda swing: (-abs(swing.high.number), swing.driver.code))), tuple(unmoved)


def _by_scenario(driver: Driver, stories: Sequence[Story]) -> Swing | None:
    found = [
        (line.cost, story.code) for story in stories for line in story.lines
        if line.cost is not None and line.cost.number and line.row.driver == driver.code
    ]
    if not found:
        return None
    cost, code = max(found, key=lambda item: abs(item[0].number))
    return Swing(driver, cost, code=code)


def _by_tenth(driver: Driver, losses: Sequence[Loss], dossier: Dossier, exchange: Exchange) -> Swing | None:
    expected = [loss.expected for loss in losses if loss.in_sum and loss.expected is not None and loss.row.driver == driver.code]
    value = driver_value(dossier.charter, driver.code, dossier)
    if not expected or value is None:
        return None
    tenth = COMMON_SHARE * sum(fact.number for fact in expected)
    high = derived(f"{driver.code}.tenth_more", tenth, exchange.currency, "scenario.tenth", (value, *expected))
    low = derived(f"{driver.code}.tenth_less", -tenth, exchange.currency, "scenario.tenth", (value, *expected))
    return Swing(driver, high, low)
