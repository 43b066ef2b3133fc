"""Charts as data: which figures are drawn, with their message, subtitle and alternative text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from briefing import numbers
from briefing.analysis.indicators import Indicator
from briefing.analysis.options import NOTHING, Weighed
from briefing.analysis.portfolio import Portfolio
from briefing.analysis.scenarios import Swing
from briefing.document.blocks import Chart
from briefing.document.figures import BarItem, BarsFigure, ExceedanceFigure, OptionPoint, OptionsFigure, OutlookFigure, Panel, Scale
from briefing.document.scribe import Scribe
from briefing.evidence import rounded
from briefing.framing.wording import headlines, scenario_words
from briefing.framing.wording.headlines import MEASURE_KEYS
from briefing.framing.wording.pen import Part
from briefing.numbers import SHARE_UNIT, unit_name
from briefing.periods import Period
from briefing.sentences import Stance

HISTORY_SHOWN = 18
OUTLOOK_LABELS = ("actual", "target", "limit", "outlook", "own", "redefined")
EXPOSURE_LABELS = ("bracket", "common", "tolerance", "x", "y", "mark")
OPTION_LABELS = ("cost", "avoided")


def _labels(scribe: Scribe, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((name, scribe.pen.text(f"chart.label.{name}")) for name in names)


def _plain(part: Part) -> str:
    return "".join(run.text for run in part.runs)


def panel(scribe: Scribe, each: Indicator) -> Panel:
    """Give one KPI's months and fan, rounded so that the drawing's bytes are stable."""
    horizon = scribe.horizon
    start = max(len(each.series.periods) - HISTORY_SHOWN, 0)
    shown, values = each.series.periods[start:], each.series.values[start:]
    last = shown[-1]
    ahead = tuple(last + step for step in range(1, horizon + 1))
    fans: dict[str, tuple[float, ...]] = {}
    if each.outlook is not None and not each.outlook.too_few:
        fans = {name: tuple(rounded(float(value), 6) for value in each.outlook.quantile(level))
                for name, level in (("p10", 0.1), ("p25", 0.25), ("p50", 0.5), ("p75", 0.75), ("p90", 0.9))}
    own = {one.period: one.likely for one in (each.report.forecasts if each.report else ())}
    row = each.target_row
    return Panel(
        _plain(scribe.pen.name(each)), unit_name(each.kpi.unit, scribe.pen.language),
        Scale.PERCENT if each.kpi.unit == SHARE_UNIT else Scale.NUMBER, (*shown, *ahead), (*values, *(None for _ in ahead)),
        row.target if row else None, row.low_limit if row else None, row.high_limit if row else None,
        own=tuple(own.get(period) for period in ahead) if any(own.get(period) is not None for period in ahead) else (),
        decimals=each.kpi.decimals if each.kpi.decimals is not None else 1, redefined=_redefined(each, shown), **fans,
    )


def _redefined(each: Indicator, shown: Sequence[Period]) -> Period | None:
    """Give the month of another definition where months before it are drawn."""
    since = each.series.broken_at
    return since if since and since in shown[1:] else None


def outlook_chart(scribe: Scribe, identifier: str, indicators: Sequence[Indicator], width: str = "full") -> Chart:
    """Draw KPIs as small multiples, or one alone as an issue's chart."""
    pen = scribe.pen
    panels = tuple(scribe.once(("panel", each.code), partial(panel, scribe, each)) for each in indicators)
    first, last = min(one.periods[0] for one in panels), max(one.periods[-1] for one in panels)
    months = {"first": pen.month(first, short=True), "last": pen.month(last, short=True)}
    message, key, unit = None, "chart.outlook.all", ""
    if len(indicators) == 1:
        each = indicators[0]
        message = pen.say(f"{identifier}.message", "chart.outlook.message", stance=Stance.ANALYSIS, kpi=pen.name(each),
                          status=pen.word(f"status.{each.status}"))
        key, unit = "chart.outlook.subtitle", unit_name(each.kpi.unit, pen.language)
    subtitle = _plain(pen.join(key, site=pen.plain(scribe.site_name), unit=pen.plain(unit), **months))
    alternative = " ".join(scribe.once(("panel in words", each.code), partial(_alternative, scribe, each)) for each in indicators)
    return Chart(identifier, OutlookFigure(panels, _labels(scribe, OUTLOOK_LABELS)), message, subtitle, alternative, width)


def _alternative(scribe: Scribe, each: Indicator) -> str:
    pen = scribe.pen
    forecast = pen.text("chart.outlook.alt_few")
    if each.outlook is not None and not each.outlook.too_few:
        low, high = (rounded(float(each.outlook.quantile(level)[-1]), 3) for level in (0.1, 0.9))


        forecast = pen.text("chart.outlook.alt_forecast").format(
            horizon=scribe.horizon, low=numbers.value(low, each.kpi.unit, pen.language),
            high=numbers.value(high, each.kpi.unit, pen.language))
    since = each.series.broken_at
    if since:
        forecast = " ".join((pen.text("chart.outlook.alt_redefined").format(month=_plain(pen.month(since))), forecast))
    return pen.text("chart.outlook.alt").format(
        kpi=_plain(pen.name(each)), actual=_plain(pen.value(each, each.actual)), month=_plain(pen.month(scribe.dossier.period)),
        forecast=forecast)


def exposure_chart(scribe: Scribe, identifier: str, portfolio: Portfolio, width: str = "half") -> Chart:
    """Draw the chance of losing more than each amount, as a bracket, against the tolerance."""
    pen, curve = scribe.pen, portfolio.curve
    factor = _factor(scribe)
    measure = pen.word(MEASURE_KEYS[portfolio.losses[0].row.measure])
    figure = ExceedanceFigure(
        tuple(rounded(amount * factor, 6) for amount in curve.amounts), curve.independent, curve.common, curve.together,
        tuple((rounded(amount * factor, 6), chance) for amount, chance in portfolio.tolerance), pen.currency,
        _labels(scribe, EXPOSURE_LABELS), rounded(portfolio.amount.number * factor, 6) if portfolio.amount else None,
    )
    subtitle = _plain(pen.join("chart.exposure.subtitle", site=pen.plain(scribe.site_name), measure=measure,
                               currency=pen.plain(pen.currency), day=pen.day(scribe.dossier.as_of)))
    message = pen.phrase(f"{identifier}.message", pen.word("chart.exposure.message"), stance=Stance.ANALYSIS)
    return Chart(identifier, figure, message, subtitle, _exposure_alternative(scribe, portfolio), width)


def _factor(scribe: Scribe) -> float:
    pen = scribe.pen
    if pen.currency == pen.exchange.currency or pen.exchange.rate is None:
        return 1.0
    return pen.exchange.rate.number


def _exposure_alternative(scribe: Scribe, portfolio: Portfolio) -> str:
    pen = scribe.pen
    if portfolio.above is None or portfolio.amount is None or portfolio.accepted is None:
        return pen.text("chart.exposure.alt_none").format(p90=_plain(pen.money(portfolio.p90)))
    bracket = pen.bracket("exposure.above", portfolio.above.low, portfolio.above.high)
    return pen.text("chart.exposure.alt").format(
        amount=_plain(pen.money(portfolio.amount)), bracket=_plain(bracket), accepted=_plain(pen.hundredths(portfolio.accepted)))


def tornado_chart(scribe: Scribe, identifier: str, swings: Sequence[Swing], width: str = "full") -> Chart:
    """Draw what each driver's move costs over twelve months, largest first."""
    pen, factor = scribe.pen, _factor(scribe)
    items = tuple(
        BarItem(scenario_words.swing_label(pen, swing), rounded(min(swing.low.number if swing.low else 0.0, swing.high.number, 0.0) * factor, 6),
                rounded(max(swing.high.number, 0.0) * factor, 6), _plain(pen.money(swing.high)))
        for swing in swings
    )
    measure = pen.word(MEASURE_KEYS[scribe.dossier.charter.company.loss_measure])
    subtitle = _plain(pen.join("chart.tornado.subtitle", site=pen.plain(scribe.site_name), measure=measure, currency=pen.plain(pen.currency)))
    message = pen.phrase(f"{identifier}.message", pen.word("chart.tornado.message"), stance=Stance.ANALYSIS)
    bars = "; ".join(f"{item.label}: {item.text}" for item in items)
    return Chart(identifier, BarsFigure(items, Scale.MONEY, pen.currency), message, subtitle,
                 pen.text("chart.tornado.alt").format(bars=bars), width)


def options_chart(scribe: Scribe, identifier: str, weighed: Weighed, width: str = "full") -> Chart | None:
    """Draw what each option costs and avoids; None where fewer than two have both figures."""
    pen, factor = scribe.pen, _factor(scribe)
    points, said = [], []
    for choice in weighed.choices:
        if choice.letter == NOTHING or choice.cost is None or choice.avoided is None:
            continue
        cost, avoided = choice.cost, choice.avoided
        ends = sorted((choice.net_good + cost.number, choice.net_bad + cost.number))
        title = _plain(pen.clause(choice.option.title_en, choice.option.title_es, choice.option.source, "title"))
        price, spared, low, high = (rounded(amount * factor, 6) for amount in (cost.number, avoided.number, *ends))
        points.append(OptionPoint(choice.letter, title, price, spared, low, high, choice.letter == weighed.ask.recommendation))
        said.append(pen.text("chart.options.alt_item").format(letter=choice.letter, cost=_plain(pen.money(cost)), avoided=_plain(pen.money(avoided))))
    if len(points) < 2:
        return None
    figure = OptionsFigure(tuple(points), pen.currency, _labels(scribe, OPTION_LABELS))
    name = _plain(headlines.ask_name(pen, weighed))
    subtitle = _plain(pen.join("chart.options.subtitle", site=pen.plain(scribe.site_name), currency=pen.plain(pen.currency)))
    message = pen.phrase(f"{identifier}.message", pen.word("chart.options.message"), stance=Stance.ANALYSIS)
    return Chart(identifier, figure, message, subtitle, pen.text("chart.options.alt").format(ask=name, options="; ".join(said)), width)
