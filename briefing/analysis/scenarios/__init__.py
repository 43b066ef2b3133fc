"""Scenarios: what declared shocks to drivers would cost, when they would be seen coming, and what is prepared.

A scenario is a story, not a forecast: it has no chance and is never added to the exposure. A line moves one driver by
so many of its units a month; lines of one code act jointly, and their costs add up because each driver's value is linear
in its units. With the full shock `s` (units a month), the driver's value `v` (money a unit) and a ramp of `r` months, the
`k`-th month costs

    s v min(k / r, 1)        (s v from the first month where there is no ramp).

Where the charter declares how far a KPI moves for one unit of the driver, `b` in the KPI's unit and `l` months later, the KPI
moves by  s b min((k - l) / r, 1)  in that month, all lines together, on top of its outlook; other KPIs are not moved. Where a row of the register stands on the same
driver, both speak of one money: in every simulated year these rows together cost at least what the scenario does, the
larger of the two. A scenario of zero is the exposure as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefing.analysis.exposure import Exposure
from briefing.analysis.indicators import Indicator
from briefing.analysis.losses import Loss
from briefing.analysis.portfolio import Portfolio
from briefing.analysis.scenarios.course import line_of, shares, sums_of
from briefing.analysis.scenarios.effects import effects_of
from briefing.analysis.scenarios.joint import chance_above, with_exposure
from briefing.analysis.scenarios.tornado import tornado_of
from briefing.analysis.scenarios.triggers import trigger_of
from briefing.analysis.scenarios.values import YEAR_MONTHS, Effect, Line, Scenarios, Story, Sum, Swing, Trigger
from briefing.analysis.translation import Exchange
from briefing.evidence import typed
from briefing.model.dossier import Dossier

__all__ = [
    "YEAR_MONTHS", "Effect", "Line", "Scenarios", "Story", "Sum", "Swing", "Trigger", "chance_above", "scenarios_of", "shares",
]


def scenarios_of(dossier: Dossier, indicators: Sequence[Indicator], losses: Sequence[Loss], exchange: Exchange,
                 portfolio: Portfolio | None = None, runs: Sequence[Exposure] = ()) -> Scenarios:
    """Give the charter's scenarios for the site, in the charter's order.

    Args:
        dossier: The site and its charter.
        indicators: Its KPIs, for the triggers.
        losses: Its register, for the tornado.
        exchange: To the reporting currency.
        portfolio: The exposure that a scenario is held against; None without one.
        runs: The portfolio's three simulations; without them no chance is computed anew.
    """
    codes = dict.fromkeys(row.code for row in dossier.charter.scenarios)
    stories = tuple(
        story for code in codes
        if (story := _story(code, dossier, indicators, exchange)) is not None
    )
    if portfolio is not None:
        stories = tuple(with_exposure(story, dossier, portfolio, runs) for story in stories)
    swings, unmoved = tornado_of(dossier, stories, losses, exchange)
    return Scenarios(stories, swings, unmoved, bool(dossier.charter.scenarios))


def _story(code: str, dossier: Dossier, indicators: Sequence[Indicator], exchange: Exchange) -> Story | None:
    """Give a scenario; None where each of its drivers is agreed for other sites only."""
    rows = [row for row in dossier.charter.scenarios if row.code == code]
    lines = tuple(line_of(row, index, dossier, exchange) for index, row in enumerate(rows))
    if all(line.untranslated == "elsewhere" for line in lines):
        return None
    answer = next((row for row in rows if row.response_en or row.response_es or row.response_cost is not None), rows[0])
    cost = lead = None
    if answer.response_cost is not None:
        cost = typed(f"{code}.response_cost", answer.response_cost, exchange.currency, answer.source, "response_cost")
    if answer.lead_days is not None:
        lead = typed(f"{code}.lead_days", answer.lead_days, "days", answer.source, "lead_days")
    return Story(code, lines, sums_of(code, lines, dossier), trigger_of(code, rows, lead, dossier, indicators), cost, lead,
                 effects=effects_of(code, lines, dossier, indicators))
