"""What readers should spend time on, in order: absolute limits, then broken tolerances, then expected loss."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from briefing.analysis.assessment import Assessment
from briefing.analysis.indicators import Indicator
from briefing.analysis.losses import Loss
from briefing.analysis.options import Weighed

CREDIBLE_CHANCE = 0.01
"""An absolute limit is touched by a chance of at least this, or by one that nobody stated."""


class Rank(IntEnum):
    """The order of issues; the method section prints it."""

    ABSOLUTE = 0
    BEYOND_TOLERANCE = 1
    EXPECTED_LOSS = 2


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing to spend time on: a register row, or a KPI that no row speaks for.

    `indicator` is the KPI that shows it (the linked one that stands worst), `asks` those whose options act on it.
    """

    id: str
    rank: Rank
    loss: Loss | None = None
    indicator: Indicator | None = None
    asks: tuple[Weighed, ...] = ()

    @property
    def expected(self) -> float:
        """Expected loss in twelve months, in the reporting currency; 0 where it is not translated."""
        return self.loss.expected.number if self.loss and self.loss.expected and self.loss.in_sum else 0.0

    @property
    def is_future(self) -> bool:
        """Tell whether it has yet to happen: a row, or a KPI that is likely to break its limit."""
        return self.loss is not None or (self.indicator is not None and self.indicator.is_warning)


def issues_of(assessment: Assessment) -> tuple[Issue, ...]:
    """Give every issue by rank; within absolute limits by what is broken and by chance, never by money."""
    rows = [_of_row(loss, assessment) for loss in assessment.losses]
    spoken_for = {code for loss in assessment.losses for code in loss.row.kpis}
    safeguarded = {code for loss in assessment.losses if loss.row.limit for code in loss.row.kpis}
    kpis = [
        Issue(each.code, _kpi_rank(each), indicator=each, asks=_asks_for_kpi(each, assessment))
        for each in assessment.indicators
        if (each.is_breach or each.is_warning) and (each.code not in (safeguarded if each.kpi.absolute else spoken_for))
    ]
    return tuple(sorted((issue for issue in (*rows, *kpis) if _credible(issue)), key=_order))


def _of_row(loss: Loss, assessment: Assessment) -> Issue:
    linked = [each for code in loss.row.kpis if (each := assessment.indicator(code)) is not None]
    worst = min(linked, key=_standing, default=None)
    asks = tuple(ask for ask in assessment.asks if any(loss.row.id in option.rows for option in ask.ask.options))
    rank = Rank.ABSOLUTE if loss.row.limit else Rank.BEYOND_TOLERANCE if assessment.beyond_tolerance(loss) else Rank.EXPECTED_LOSS
    return Issue(loss.row.id, rank, loss, worst, asks)


def _standing(indicator: Indicator) -> tuple[int, float]:
    """Worst first: broken limits, then the likeliest to break."""
    chance = indicator.breach.number if indicator.breach else 0.0
    return (0 if indicator.is_breach else 1, -chance)


def _kpi_rank(indicator: Indicator) -> Rank:
    if indicator.kpi.absolute:
        return Rank.ABSOLUTE
    return Rank.BEYOND_TOLERANCE if indicator.is_breach else Rank.EXPECTED_LOSS


def _asks_for_kpi(indicator: Indicator, assessment: Assessment) -> tuple[Weighed, ...]:
    priority = indicator.kpi.priority
    return tuple(ask for ask in assessment.asks if priority and ask.ask.priority == priority and not ask.losses)


def _credible(issue: Issue) -> bool:
    """Tell whether an absolute limit is touched: a small chance is not, unless a linked KPI is broken or about to be."""
    if issue.rank is not Rank.ABSOLUTE or issue.loss is None or issue.loss.chance is None:
        return True
    shown = issue.indicator is not None and (issue.indicator.is_breach or issue.indicator.is_warning)
    return shown or issue.loss.chance.number >= CREDIBLE_CHANCE


def _order(issue: Issue) -> tuple[int, int, float, str]:
    if issue.rank is Rank.ABSOLUTE:
        broken = issue.indicator is not None and issue.indicator.is_breach
        chance = issue.loss.chance.number if issue.loss and issue.loss.chance else 1.0
        return (issue.rank, 0 if broken else 1, -chance, issue.id)
    return (issue.rank, 0 if issue.expected else 1, -issue.expected, issue.id)
