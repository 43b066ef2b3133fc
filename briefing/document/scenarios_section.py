"""The part on scenarios: what each would cost, what announces it, what is prepared; and each month of it for the appendix."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.analysis.scenarios import YEAR_MONTHS, Scenarios, Story
from briefing.document.blocks import Block, Cell, Layout, Paragraph, Row, Section, Table
from briefing.document.blocks import Column as TableColumn
from briefing.document.pictures import tornado_chart
from briefing.document.scribe import Scribe
from briefing.evidence import Fact
from briefing.framing.wording import lists, scenario_words
from briefing.framing.wording.headlines import MEASURE_KEYS
from briefing.framing.wording.pen import MISSING_VALUE
from briefing.periods import Period
from briefing.sentences import Stance

FEWEST_BARS = 2
MONTH_COLUMNS = 7
"""So many columns of months stand side by side; more make another table."""
COLUMNS = ("scenario", "moves", "cost_in_year", "trigger", "response")
WIDTHS = (0.16, 0.29, 0.1, 0.23, 0.22)


def scenarios_section(scribe: Scribe) -> Section | None:
    """Compose the section; None where there is no charter to declare a scenario."""
    scenarios, pen = scribe.frame.assessment.scenarios, scribe.pen
    if not scribe.dossier.has_charter:
        return None
    blocks: list[Block] = []
    shown, rest = scenarios.stories[:scribe.plan.scenarios], len(scenarios.stories) - scribe.plan.scenarios
    if shown:
        blocks.append(scenarios_table(scribe, shown))
    if rest > 0:
        blocks.append(Paragraph((lists.more(pen, "scenarios.more", "scenarios", rest, "scenarios-rest"),), role="small"))
    blocks += _below(scribe, scenarios)
    return Section("scenarios", scribe.label("scenarios"), tuple(blocks))


def scenarios_table(scribe: Scribe, stories: Sequence[Story]) -> Table:
    """Give scenarios: what moves, what it costs, what announces it, what is prepared."""
    rows = tuple(Row(tuple(_cells(scribe, story)), anchor=f"scenario-{story.code}") for story in stories)
    return Table(scribe.columns(*COLUMNS, align={"cost_in_year": "right"}, widths=WIDTHS), rows,
                 scribe.pen.text("scenarios_caption").format(measure=_measure(scribe)), "plain")


def _measure(scribe: Scribe) -> str:
    return scribe.pen.text(MEASURE_KEYS[scribe.dossier.charter.company.loss_measure])


def _cells(scribe: Scribe, story: Story) -> list[Cell]:
    pen = scribe.pen
    return [
        scribe.cell(f"scenario.{story.code}.name", scenario_words.name(pen, story)),
        Cell((scenario_words.moves(pen, story),)),
        Cell(tuple(scenario_words.costs(pen, story, scribe.dossier.charter.company.loss_measure))),
        Cell(tuple(scenario_words.trigger(pen, story))),
        Cell((scenario_words.response(pen, story),)),
    ]


def _below(scribe: Scribe, scenarios: Scenarios) -> list[Block]:
    """Give what a scenario is, what each does to the exposure, what is not translated, and the tornado."""
    pen, portfolio = scribe.pen, scribe.frame.assessment.portfolio
    said = [scenario_words.intro(pen, scenarios), *scenario_words.exposures(pen, scenarios, portfolio), *scenario_words.effects(pen, scenarios),
            *scenario_words.untranslated(pen, scenarios)]
    if any(story.translated for story in scenarios.stories):
        link = pen.reference(scribe.label("scenario_months"), "scenario-months")
        said.append(pen.say("scenarios.months", "scenarios.months", link=link))
    text = Paragraph(tuple(said))
    return [text] if len(scenarios.swings) < FEWEST_BARS else [text, tornado_chart(scribe, "scenarios-tornado", scenarios.swings)]


def scenario_months(scribe: Scribe) -> Section | None:
    """Compose the appendix' table: what each scenario and each of its lines costs by month and by calendar year."""
    stories = [story for story in scribe.frame.assessment.scenarios.stories if story.translated]
    columns = [column for story in stories for column in _columns(scribe, story)]
    if not columns:
        return None
    tables = tuple(_months_table(scribe, columns[start:start + MONTH_COLUMNS]) for start in range(0, len(columns), MONTH_COLUMNS))
    return Section("scenario-months", scribe.label("scenario_months"), tables, Layout.APPENDIX)


def _months_table(scribe: Scribe, columns: Sequence[tuple[str, str, dict[str, Fact]]]) -> Table:
    period = scribe.dossier.period
    months = [str(period + step) for step in range(1, YEAR_MONTHS + 1)]
    years = sorted({key for _, _, found in columns for key in found if len(key) == 4})
    rows = tuple(_row(scribe, key, columns) for key in (*months, "total", *years) if key == "total" or any(key in found for _, _, found in columns))
    share = 1 / (len(columns) + 1)
    headers = (TableColumn(scribe.pen.text("column.month"), "left", share), *(TableColumn(header, "right", share) for _, header, _ in columns))
    return Table(headers, rows, scribe.pen.text("scenario_months_caption").format(measure=_measure(scribe)), "plain")


def _columns(scribe: Scribe, story: Story) -> list[tuple[str, str, dict[str, Fact]]]:
    """Give the joint column of a scenario, one a measure, and one for each of its lines where there are several."""
    found = []
    for total in story.sums:
        header = story.code if len(story.sums) == 1 else f"{story.code} · {scribe.pen.text(MEASURE_KEYS[total.measure])}"
        cells = {str(period): fact for period, fact in total.months} | {"total": total.cost} | {str(year): fact for year, fact in total.years}
        found.append((f"{story.code}.{total.measure}", header, cells))
    priced = [line for line in story.lines if line.cost is not None]
    if len(priced) > 1:
        for index, line in enumerate(story.lines, 1):
            if line.cost is not None:
                cells = {str(period): fact for period, fact in line.months} | {"total": line.cost}
                found.append((f"{story.code}.line{index}", f"{story.code} · {line.row.driver}", cells))
    return found


def _row(scribe: Scribe, key: str, columns: Sequence[tuple[str, str, dict[str, Fact]]]) -> Row:
    pen, name = scribe.pen, f"scenario_months.{key}"
    label = pen.word("in_twelve_months") if key == "total" else pen.plain(key) if len(key) == 4 else pen.month(Period.parse(key), short=True)
    first = scribe.cell(f"{name}.month", label, stance=Stance.NOTICE)
    cells = [
        scribe.cell(f"{name}.{column}", pen.money(found[key]) if key in found else pen.plain(MISSING_VALUE), stance=Stance.ANALYSIS)
        for column, _, found in columns
    ]
    return Row((first, *cells), strong=key == "total")
