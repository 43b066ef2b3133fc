"""Checks of a month against the months before it: what two workbooks together show and neither alone. Pure.

All of these are warnings: a value is used as it was typed, and doubted with both figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Final

from briefing.evidence import Source
from briefing.findings import Finding
from briefing.model.asks import Option
from briefing.model.charter import Charter
from briefing.model.submission import KpiReport, Submission
from briefing.periods import Period
from briefing.workbook.codes import raised

POWERS: Final = (10.0, 100.0, 1000.0)
FEWEST: Final = 4
"""Values or months needed before a pattern is one."""
MOST: Final = 0.8
"""Share of the values that makes a pattern."""
SPREAD: Final = 3.0
"""A history that spans more than this factor says nothing about a unit."""
AROUND: Final = 1.3
"""How far beyond its history a value may lie once its unit is put right."""
SAME: Final = 0.005
"""Relative difference below which two values are one value, rounded twice."""
WORDS: Final = 3
"""Texts of a month that must be last month's before they are called a copy."""
History = Mapping[str, Mapping[Period, float]]


def history_findings(submission: Submission, earlier: Sequence[Submission], charter: Charter | None) -> tuple[Finding, ...]:
    """Compare a month with the workbooks before it, the oldest first; without any, with the months it repeats itself."""
    before = tuple(each for each in earlier if each.period < submission.period)
    archive = _archive(before)
    found = [*_unit_jumps(submission, archive, charter), *_copied_column(submission, archive)]
    shifted = tuple(_shifted(submission, archive))
    found += shifted or _rewritten(submission, archive, charter)
    if before and before[-1].period == submission.period + -1:
        found += [*_amount_jumps(submission, before[-1]), *_copied_words(submission, before[-1])]
    return tuple(found)


def _archive(earlier: Iterable[Submission]) -> dict[str, dict[Period, float]]:
    """Give what the workbooks before said last of each KPI and month."""
    said: dict[str, dict[Period, float]] = {}
    for submission in earlier:
        for report in submission.kpis:
            for period, point in report.points.items():
                if point.value is None:
                    said.get(report.code, {}).pop(period, None)
                elif period <= submission.period:
                    said.setdefault(report.code, {})[period] = point.value
    return said


def _past(report: KpiReport, archive: History, now: Period) -> dict[Period, float]:
    """Give a KPI's months before this one: as archived, else as this workbook repeats them."""
    own = {period: point.value for period, point in report.points.items() if point.value is not None}
    merged = {**own, **archive.get(report.code, {})}
    return {period: value for period, value in sorted(merged.items()) if period < now}


def factor_between(value: float, usual: Sequence[float], rate: float | None = None) -> float | None:
    """Give the power of ten, or the exchange rate, by which a value stands off its history; None if it doesn't.

    The history must be of one sign and narrow, and the value divided by the factor must fall into it.
    """
    sizes = sorted(abs(each) for each in usual)
    if len(sizes) < FEWEST or not sizes[0] or not value or sizes[-1] > SPREAD * sizes[0] or len({each > 0 for each in (*usual, value)}) > 1:
        return None
    for factor in (*POWERS, *((rate,) if rate and rate > SPREAD else ())):
        for scale in (factor, 1 / factor):
            if sizes[0] / AROUND <= abs(value) / scale <= sizes[-1] * AROUND:
                return float(scale)
    return None


def _unit_jumps(submission: Submission, archive: History, charter: Charter | None) -> Iterator[Finding]:
    for report in submission.kpis:
        usual = tuple(_past(report, archive, submission.period).values())
        kpi = charter.kpi(report.code, submission.period) if charter else None
        money = submission.cover.rate if kpi is None or "USD" in kpi.unit.upper() or submission.cover.currency in kpi.unit.upper() else None
        for value, source, name in _stated(report, submission.period):
            factor = factor_between(value, usual, money)
            if factor is None:
                continue
            code = "KPI-209" if money and factor in {money, 1 / money} else "KPI-208"
            yield raised(source.at(name), code, kpi=report.code, found=_shown(value, report.code, charter, submission.period),
                         usual=_shown(median(usual), report.code, charter, submission.period), factor=_times(factor))


def _stated(report: KpiReport, now: Period) -> Iterator[tuple[float, Source, str]]:
    """Yield what a row says of this month and of the months to come, with the places."""
    point = report.points.get(now)
    if point and point.value is not None:
        yield point.value, Source(point.where.file, point.where.sheet, 0, {"value": point.where.cell}), "value"
    for forecast in report.forecasts:
        for name in ("likely", "low", "high"):
            value = getattr(forecast, name)
            if value is not None:
                yield value, forecast.source, name


def _times(factor: float) -> str:
    return f"{factor:.4g}" if factor > 1 else f"1/{1 / factor:.4g}"


def _shown(value: float, code: str, charter: Charter | None, period: Period) -> str:
    kpi = charter.kpi(code, period) if charter else None
    return f"{value * 100:.6g} %" if kpi and kpi.is_percent else f"{value:,.10g}"


def _copied_column(submission: Submission, archive: History) -> Iterator[Finding]:
    """Say when this month's column is last month's; KPIs that stand still anyway do not count."""
    now, before = submission.period, submission.period + -1
    same, moving = [], 0
    for report in submission.kpis:
        past = _past(report, archive, now)
        point = report.points.get(now)
        if point is None or point.value is None or before not in past or len(set(list(past.values())[-3:])) < 2:
            continue
        moving += 1
        if point.value == past[before]:
            same.append(point)
    if moving >= FEWEST and len(same) >= MOST * moving:
        yield raised(same[0].where, "KPI-210", same=len(same), known=moving, before=str(before))


def _shifted(submission: Submission, archive: History) -> Iterator[Finding]:
    """Say when the months before this one stand a column off from where the archive has them."""
    for step in (-1, 1):
        pairs = [(point, archive[report.code][period + step], archive[report.code].get(period))
                 for report in submission.kpis if report.code in archive
                 for period, point in report.points.items()
                 if period < submission.period and point.value is not None and period + step in archive[report.code]]
        telling = [(point, moved) for point, moved, stood in pairs if stood is not None and not _equal(moved, stood)]
        fits = [point for point, moved in telling if _equal(point.value, moved)]
        if len(telling) >= 2 * FEWEST and len(fits) >= MOST * len(telling):
            yield raised(fits[0].where, "KPI-211", same=len(fits), known=len(telling))
            return


def _equal(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return False
    return abs(one - other) <= SAME * max(abs(one), abs(other))


def _rewritten(submission: Submission, archive: History, charter: Charter | None) -> Iterator[Finding]:
    """Say when a month that was reported before reads otherwise now, or is blank."""
    for report in submission.kpis:
        said = archive.get(report.code, {})
        for period, point in sorted(report.points.items()):
            if period >= submission.period or period not in said or _equal(point.value, said[period]):
                continue
            before = _shown(said[period], report.code, charter, period)
            if point.value is None:
                yield raised(point.where, "KPI-213", kpi=report.code, period=str(period), before=before)
            else:
                yield raised(point.where, "KPI-212", kpi=report.code, period=str(period), before=before,
                             found=_shown(point.value, report.code, charter, period))


def _amount_jumps(submission: Submission, before: Submission) -> Iterator[Finding]:
    """Say when the amounts of a row or an option are a power of ten or the exchange rate away from last month's."""
    rate = submission.cover.rate
    rows, asks = {row.id: row for row in before.register}, {ask.id: ask for ask in before.asks}
    for row in submission.register:
        old = rows.get(row.id)
        if old is None or row.driver != old.driver:
            continue
        pairs = [(getattr(row, name), getattr(old, name), name) for name in ("bad", "likely", "good")]
        moved_money = not row.driver and row.currency != old.currency
        yield from _jump(row.source, "REG-211", row.id, pairs, None if row.driver else rate, moved=moved_money)
    for ask in submission.asks:
        earlier = asks.get(ask.id)
        for option in ask.options if earlier else ():
            last = earlier.option(option.letter) if earlier else None
            if last is not None:
                moved_money = (option.currency or ask.currency) != (last.currency or (earlier.currency if earlier else ""))
                yield from _jump(option.source, "OPT-205", f"{ask.id} {option.letter}", _costs(option, last), rate, moved=moved_money)


def _costs(now: Option, before: Option) -> list[tuple[float | None, float | None, str]]:
    return [(getattr(now, name), getattr(before, name), name) for name in ("cost_once", "cost_month", "capital")]


def _jump(source: Source, code: str, identifier: str, pairs: Iterable[tuple[float | None, float | None, str]], rate: float | None, *,
          moved: bool) -> Iterator[Finding]:
    """Yield a finding if all amounts moved by one factor; where the currency moved too, only if the amounts did not."""
    both = [(now, before, name) for now, before, name in pairs if now and before]
    if not both:
        return
    ratios = [now / before for now, before, _ in both]
    factors = (1.0,) if moved else tuple(scale for factor in (*POWERS, *((rate,) if rate and rate > SPREAD else ())) for scale in (factor, 1 / factor))
    for factor in factors:
        if all(1 / 1.15 <= ratio / factor <= 1.15 for ratio in ratios):
            now, before, name = both[0]
            number = f"{code[:3]}-212" if moved and code == "REG-211" else "OPT-206" if moved else code
            yield raised(source.at(name), number, id=identifier, found=now, before=before, factor=_times(factor))
            return


def _texts(submission: Submission) -> dict[tuple[str, str], tuple[str, Source, str]]:
    """Give the words of the month by what they speak of: those that a new month should make new."""
    cover = submission.cover
    found = {("cover", name): (getattr(cover, name), cover.source, name) for name in ("words_en", "words_es")}
    for report in submission.kpis:
        found |= {(report.code, name): (getattr(report, name), report.source, name) for name in ("cause", "meaning", "action")}
    found |= {(row.id, "note"): (row.note, row.source, "note") for row in submission.register}
    return {mark: text for mark, text in found.items() if text[0].strip()}


def _copied_words(submission: Submission, before: Submission) -> Iterator[Finding]:
    now, then = _texts(submission), _texts(before)
    same = [text for mark, text in now.items() if mark in then and text[0] == then[mark][0]]
    if len(same) >= WORDS and len(same) == len(now):
        _, source, name = same[0]
        yield raised(source.at(name), "COV-207", known=len(same), before=str(before.period))


def late_findings(submission: Submission, last: date) -> tuple[Finding, ...]:
    """Say which days lie after the last one the month can speak of: what is done, decided or happened is past."""
    cover = submission.cover
    days: list[tuple[date | None, Source, str, str]] = [(cover.rate_on, cover.source, "rate_on", "COV-206")]
    days += [(row.happened_on, row.source, "happened_on", "REG-213") for row in submission.register]
    for ask in submission.asks:
        days += [(getattr(ask, name), ask.source, name, "ASK-208") for name in ("first_raised", "sent_on", "decided_on")]
    for line in submission.follow_ups:
        days += [(getattr(line, name), line.source, name, "FUP-204") for name in ("since", "done_on")]
    return tuple(raised(source.at(name), code, found=day.isoformat(), last=last.isoformat()) for day, source, name, code in days
                 if day is not None and day > last)

