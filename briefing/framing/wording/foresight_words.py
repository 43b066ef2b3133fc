"""The sentences on how far warnings and own forecasts came true, on where the exposure comes from and what it exceeds."""

from __future__ import annotations

from collections.abc import Iterable

from briefing.analysis.portfolio import Part as Share
from briefing.analysis.portfolio import Portfolio
from briefing.analysis.record import Record
from briefing.analysis.warnings import Foresight
from briefing.framing.wording.lists import shortened
from briefing.framing.wording.pen import Part, Pen
from briefing.model.dossier import Dossier
from briefing.sentences import Sentence, Stance

PARTS_SHOWN = 4


def hit_rate(pen: Pen, foresight: Foresight) -> list[Sentence]:
    """Name the hit rate of early warnings, and how many are not over; that there is none yet is said too."""
    warned, waiting = foresight.warned, foresight.open
    key = "warnings.none" if warned.empty else "warnings.rate"
    rate = Part() if warned.empty else pen.of("warnings.came_true", warned.hits, warned.total)
    found = [pen.say("outlook.warnings.rate", key, warned.total.number, stance=Stance.ANALYSIS, count_of=rate)]
    if waiting.number:
        found.append(pen.say("outlook.warnings.open", "warnings.open", waiting.number, stance=Stance.ANALYSIS, count=pen.count(waiting)))
    return found


def own_forecasts(pen: Pen, foresight: Foresight, record: Record) -> Sentence | None:
    """Say how the plant's own forecasts a month ahead came out; None where there is none to count."""
    worse, ranges = foresight.worse, record.own_ranges
    if worse.empty:
        return None
    counted = pen.of("forecasts.worse", worse.hits, worse.total)
    if ranges.empty:
        return pen.say("outlook.own", "own.worse", stance=Stance.ANALYSIS, worse=counted)
    return pen.say("outlook.own", "own.both", stance=Stance.ANALYSIS, worse=counted,
                   ranges=pen.of("record.own_ranges", ranges.hits, ranges.total))


def crossing(pen: Pen, portfolio: Portfolio) -> Sentence | None:
    """Say from which amount to which the exposure exceeds the tolerance, and by how much at most."""
    if portfolio.crossings is None:
        return None
    if not portfolio.crossings:
        return pen.say("exposure.crossing", "exposure.no_crossing", stance=Stance.ANALYSIS)
    items = [
        pen.join("exposure.stretch", start=pen.money(each.start), end=pen.money(each.end), excess=pen.hundredths(each.excess))
        for each in portfolio.crossings
    ]
    return pen.say("exposure.crossing", "exposure.crossing", stance=Stance.ANALYSIS, items=pen.listed(items))


def by_kind(pen: Pen, portfolio: Portfolio, most: int = PARTS_SHOWN, prefix: str = "exposure") -> Sentence | None:
    """Say what each kind of row adds to the expected loss and to that of the worst year in ten."""
    if len(portfolio.by_kind) < 2:
        return None
    items = _listed(pen, portfolio.by_kind, [pen.word(f"row_kind.{part.name}") for part in portfolio.by_kind], most)
    return pen.say(f"{prefix}.by_kind", "exposure.by_kind", stance=Stance.ANALYSIS, items=items)


def by_priority(pen: Pen, portfolio: Portfolio, dossier: Dossier, most: int = PARTS_SHOWN, prefix: str = "exposure") -> Sentence | None:
    """Say the same by the board's priorities; None where no row names one."""
    named = [(part, found) for part in portfolio.by_priority if (found := dossier.charter.priority(part.name)) is not None]
    if not named:
        return None
    names = [pen.clause(found.name_en, found.name_es, found.source, "name") for _, found in named]
    items = _listed(pen, [part for part, _ in named], names, most)
    return pen.say(f"{prefix}.by_priority", "exposure.by_priority", stance=Stance.ANALYSIS, items=items)


def _listed(pen: Pen, parts: Iterable[Share], names: list[Part], most: int) -> Part:
    items = [
        pen.join("exposure.part", name=name, mean=pen.money(part.mean), tail=pen.money(part.tail))
        for part, name in zip(parts, names, strict=True)
    ]
    return shortened(pen, items, most, "exposure-parts")
