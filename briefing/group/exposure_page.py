"""The group's exposure on paper: one sentence and what diversification takes off; the curve and each plant's part inside."""

from __future__ import annotations

from briefing.document.blocks import Block, Bullets, Chart, Layout, Paragraph, Row, Section, Table
from briefing.document.figures import ExceedanceFigure
from briefing.document.pictures import EXPOSURE_LABELS
from briefing.evidence import rounded
from briefing.framing.wording import category_words
from briefing.framing.wording.headlines import MEASURE_KEYS
from briefing.framing.wording.lists import shortened
from briefing.framing.wording.pen import MISSING_VALUE, Part
from briefing.group.exposure import GroupExposure, PlantShare
from briefing.group.setting import Setting, columns
from briefing.group.wording import site_name
from briefing.numbers import decimal, share
from briefing.sentences import Sentence, Stance

WIDTHS = (0.4, 0.3, 0.3)
WITHOUT_SHOWN = 6
FACTOR_SHOWN = 24
NOTED_SHARE = 0.005
"""Diversification that takes off less than this share is the simulation's noise and is not printed."""


def sentences(setting: Setting, *, off: bool = True) -> list[Sentence]:
    """Hold the group's chance of a large loss against the accepted one, and say what diversification takes off."""
    pen, found = setting.pen, setting.view.exposure
    if found is None:
        return [pen.say("group.exposure", "exposure.none", stance=Stance.ANALYSIS)]
    measure = pen.word(MEASURE_KEYS[setting.view.charter.company.loss_measure])
    said = [_against(setting, found, measure)]
    if off and len(found.plants) > 1 and found.off.number > NOTED_SHARE * found.separate.number:
        said.append(pen.say("group.exposure.off", "group.exposure.off", stance=Stance.ANALYSIS, p90=pen.money(found.p90),
                            separate=pen.money(found.separate), off=pen.money(found.off), mean=pen.money(found.mean)))
    return said


def category_beyond(setting: Setting) -> Sentence | None:
    """Name the category furthest beyond its own tolerance; None where none is beyond."""
    found = setting.view.exposure
    worst = next((each for each in found.categories if each.beyond), None) if found else None
    return category_words.stand(setting.pen, "group.exposure.category", worst) if worst else None


def _against(setting: Setting, found: GroupExposure, measure: Part) -> Sentence:
    pen = setting.pen
    if found.above is None or found.amount is None or found.accepted is None:
        return pen.say("group.exposure", "exposure.no_tolerance", stance=Stance.ANALYSIS, strong=True, amount=pen.money(found.p90), measure=measure)
    return pen.say("group.exposure", "exposure.bracket", stance=Stance.ANALYSIS, strong=True, amount=pen.money(found.amount), measure=measure,
                   bracket=pen.bracket("group.above", found.above.low, found.above.high), accepted=pen.hundredths(found.accepted))


def _without(setting: Setting) -> list[Sentence]:
    """Name the plants that no total holds."""
    pen = setting.pen
    absent = [each for each in setting.view.plants if each.digest is None]
    sites = shortened(pen, [site_name(pen, each) for each in absent], WITHOUT_SHOWN)
    return [pen.say("group.exposure.without", "group.exposure.without", len(absent), stance=Stance.ANALYSIS, sites=sites)] if absent else []


def factors(setting: Setting) -> list[Sentence]:
    """Name each common factor that rows of more than one plant declare, with those plants."""
    pen, view = setting.pen, setting.view
    named: dict[str, list[tuple[Part, Part]]] = {}
    for plant in view.here:
        first = {risk.factor: risk.factor_said for risk in reversed(plant.risks) if risk.factor}
        for factor, said in first.items():
            named.setdefault(factor, []).append((said.get(pen.language), plant.name.get(pen.language)))
    return [_factor(setting, factor, pairs) for factor, pairs in sorted(named.items()) if len(pairs) > 1]


def _factor(setting: Setting, factor: str, pairs: list[tuple[Part, Part]]) -> Sentence:
    pen = setting.pen
    said = Part(pairs[0][0].runs, tuple(cell for part, _ in pairs[:FACTOR_SHOWN] for cell in part.cells))
    return pen.say(f"group.factor.{factor}", "group.factor", stance=Stance.ANALYSIS, factor=said, sites=shortened(pen, [name for _, name in pairs], FACTOR_SHOWN))


def exposure_section(setting: Setting, most: int) -> Section | None:
    """Compose the curve, and the mean and P90 of so many plants, the largest, beside those of all together; means add, P90s do not."""
    found = setting.view.exposure
    if found is None:
        return None
    kinds = category_words.stands(setting.pen, "group.exposure.category", found.categories)
    against: tuple[Block, ...] = (Bullets(tuple((each,) for each in kinds)),) if kinds else ()
    blocks: tuple[Block, ...] = (Paragraph((*sentences(setting), *_without(setting))), _chart(setting, found), *against, Paragraph(tuple(factors(setting))), _table(setting, found, most))
    kept = tuple(block for block in blocks if not (isinstance(block, Paragraph) and not block.sentences))
    return Section("exposure", setting.pen.text("group.label.exposure"), kept, Layout.FLOW)


def method(setting: Setting) -> list[Sentence]:
    """Say how the group was simulated."""
    pen, found = setting.pen, setting.view.exposure
    if found is None:
        return []
    factor = pen.plain(share(setting.view.charter.company.common_factor, pen.language))
    return [pen.say("group.method.exposure", "group.method.exposure", stance=Stance.NOTICE, seed=pen.plain(str(found.seed)), factor=factor,
                    years=pen.plain(decimal(found.years, pen.language)))]


def _table(setting: Setting, found: GroupExposure, most: int) -> Table:
    pen = setting.pen
    ranked = sorted(found.plants, key=lambda each: (-each.mean.number, each.plant.site))
    rows = [_row(setting, each) for each in ranked[:most]]
    rest = ranked[most:]
    if rest:
        left = pen.join("group.exposure.rest", len(rest), count=pen.plain(str(len(rest))))
        rows.append(Row((setting.cell("group.exposure.rest", left), setting.cell("group.exposure.rest.mean", pen.plain(MISSING_VALUE)),
                         setting.cell("group.exposure.rest.p90", pen.plain(MISSING_VALUE)))))
    rows.append(Row((
        setting.cell("group.exposure.all", pen.word("group.exposure.all")),
        setting.cell("group.exposure.mean", pen.money(found.mean), stance=Stance.ANALYSIS),
        setting.cell("group.exposure.p90", pen.money(found.p90), stance=Stance.ANALYSIS),
    ), strong=True))
    headers = [pen.text(f"group.column.{key}") for key in ("plant", "mean", "p90")]
    return Table(columns(headers, WIDTHS, {1, 2}), tuple(rows), pen.text("group.exposure.caption"), "plain")


def _row(setting: Setting, each: PlantShare) -> Row:
    pen, name = setting.pen, f"group.exposure.{each.plant.site}"
    return Row((setting.cell(f"{name}.name", setting.get(each.plant.name)),
                setting.cell(f"{name}.mean", pen.money(each.mean), stance=Stance.ANALYSIS),
                setting.cell(f"{name}.p90", pen.money(each.p90), stance=Stance.ANALYSIS)))


def _chart(setting: Setting, found: GroupExposure) -> Chart:
    pen, curve = setting.pen, found.curve
    figure = ExceedanceFigure(
        tuple(rounded(amount, 6) for amount in curve.amounts), curve.independent, curve.common, curve.together,
        tuple((rounded(amount, 6), chance) for amount, chance in found.tolerance), pen.currency,
        tuple((name, pen.text(f"chart.label.{name}")) for name in EXPOSURE_LABELS), rounded(found.amount.number, 6) if found.amount else None,
    )
    measure = pen.word(MEASURE_KEYS[setting.view.charter.company.loss_measure])
    subtitle = _plain(pen.join("chart.exposure.subtitle", site=pen.word("group.sites"), measure=measure, currency=pen.plain(pen.currency),
                               day=pen.day(setting.view.as_of)))
    message = pen.phrase("group.exposure.message", pen.word("chart.exposure.message"), stance=Stance.ANALYSIS)
    return Chart("group-exposure", figure, message, subtitle, _alternative(setting, found), "half")


def _alternative(setting: Setting, found: GroupExposure) -> str:
    pen = setting.pen
    if found.above is None or found.amount is None or found.accepted is None:
        return pen.text("chart.exposure.alt_none").format(p90=_plain(pen.money(found.p90)))
    bracket = pen.bracket("group.above", found.above.low, found.above.high)
    return pen.text("chart.exposure.alt").format(amount=_plain(pen.money(found.amount)), bracket=_plain(bracket), accepted=_plain(pen.hundredths(found.accepted)))


def _plain(part: Part) -> str:
    return "".join(run.text for run in part.runs)
