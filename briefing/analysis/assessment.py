"""Everything computed of one site at one date, in one value."""

from __future__ import annotations

from dataclasses import dataclass

from briefing.analysis.categories import CategoryStand, categories_of
from briefing.analysis.indicators import Indicator, indicators_of
from briefing.analysis.losses import Loss, losses_of
from briefing.analysis.options import Weighed, weigh_asks
from briefing.analysis.portfolio import Portfolio, portfolio_of, simulated
from briefing.analysis.record import Record, record_of
from briefing.analysis.relief import relieved
from briefing.analysis.scenarios import Scenarios, scenarios_of
from briefing.analysis.translation import Exchange, exchange_of
from briefing.analysis.warnings import Foresight, foresight_of
from briefing.model.dossier import Dossier
from briefing.model.submission import Status


@dataclass(frozen=True, slots=True)
class Assessment:
    """The dossier and what follows from it."""

    dossier: Dossier
    exchange: Exchange
    indicators: tuple[Indicator, ...]
    losses: tuple[Loss, ...]
    portfolio: Portfolio | None
    asks: tuple[Weighed, ...]
    record: Record
    foresight: Foresight
    scenarios: Scenarios
    categories: tuple[CategoryStand, ...] = ()
    """Each category of risk that has a tolerance curve of its own, worst first."""

    def indicator(self, code: str) -> Indicator | None:
        """Give the indicator of a KPI."""
        return next((each for each in self.indicators if each.code == code), None)

    def loss(self, identifier: str) -> Loss | None:
        """Give the loss of a register row."""
        return next((each for each in self.losses if each.row.id == identifier), None)

    def beyond_tolerance(self, loss: Loss) -> bool:
        """Tell whether the row speaks for a KPI that is out of tolerance this month.

        Of several rows linked to one such KPI only the one with the largest expected loss speaks for it.
        """
        broken = (code for code in loss.row.kpis if (each := self.indicator(code)) and each.status is Status.OUT_OF_TOLERANCE)
        return any(self._speaker(code) is loss for code in broken)

    def _speaker(self, code: str) -> Loss:
        linked = [loss for loss in self.losses if code in loss.row.kpis]
        return max(linked, key=lambda loss: loss.expected.number if loss.expected else 0.0)


def assess(dossier: Dossier, *, seed: int) -> Assessment:
    """Compute everything; the seed is that of the exposure's simulation and is printed with it."""
    exchange = exchange_of(dossier)
    indicators = indicators_of(dossier, exchange)
    losses = losses_of(dossier, exchange)
    runs = simulated(dossier, losses, seed)
    portfolio = portfolio_of(dossier, losses, seed, runs)
    asks = relieved(weigh_asks(dossier, losses, exchange), portfolio, runs)
    return Assessment(
        dossier, exchange, indicators, losses, portfolio, asks, record_of(dossier, indicators), foresight_of(dossier, indicators),
        scenarios_of(dossier, indicators, losses, exchange, portfolio, runs), categories_of(dossier, losses, runs),
    )
