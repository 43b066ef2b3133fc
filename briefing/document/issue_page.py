"""An issue's page: headline, situation, implication, options, trade-off, watch, who, the site's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum

from briefing.analysis.options import Weighed
from briefing.document.blocks import Block, Cell, Column, Layout, Paragraph, Quote, Row, Section, SideBySide, Table
from briefing.document.budget import PAGE_HEIGHT, height
from briefing.document.figures import OptionsFigure
from briefing.document.pictures import options_chart, outlook_chart
from briefing.document.scribe import Scribe
from briefing.framing.issues import Issue
from briefing.framing.wording import headlines, issue_words, option_words
from briefing.framing.wording.pen import Part
from briefing.language import LANGUAGES, as_language
from briefing.numbers import role_name
from briefing.sentences import Stance

ISSUES_SHOWN = 3
HEADLINE = 60.0
"""Points that an issue's headline takes, as the budget counts them."""
OPTIONS_ROW = 15.0
OPTIONS_HEAD = 45.0
OPTIONS_LINE = 11.0
OPTIONS_LABEL = 32
"""Points of the table of options, and characters of a line of its first column: its columns share the width, so that the
budget's count of lines does not hold for it."""
CHART_ROW = 34.0
CHART_HEAD = 64.0
NARROW_HEAD = 86.0
"""Points of the options' chart, an option each, and of its message, axis and space; the message of a narrow one breaks."""
MARGIN = 35.0
"""Points kept free where a chart is optional: the renderer has the last word on where lines break."""


def issue_sections(scribe: Scribe) -> tuple[Section, ...]:
    """Compose a page for each of the first issues; the others stand in the register."""
    return tuple(_section(scribe, issue) for issue in scribe.issues[:ISSUES_SHOWN])


def _section(scribe: Scribe, issue: Issue) -> Section:
    pen = scribe.pen
    title = headlines.headline(pen, f"issue.{issue.id}.headline", issue, cost=True)
    blocks = _with_options_chart(scribe, issue, _blocks(scribe, issue))
    named = headlines.event(pen, issue.loss) if issue.loss else pen.name(issue.indicator) if issue.indicator else Part()
    name = "".join(run.text for run in named.runs) or issue.id
    return Section(f"issue-{issue.id}", f"{issue.id} · {name}", tuple(blocks), Layout.ISSUE, title)


def _blocks(scribe: Scribe, issue: Issue) -> list[Block]:
    pen = scribe.pen
    blocks: list[Block] = [Paragraph((issue_words.meta(pen, issue, scribe.dossier),), role="small"), *_facts(scribe, issue)]
    for weighed in issue.asks[:1]:
        blocks += _options(scribe, weighed)
    blocks.append(scribe.paragraph(scribe.label("watch"), [issue_words.watch(pen, issue, scribe.author_language)]))
    blocks.append(scribe.paragraph(scribe.label("who"), issue_words.who(pen, issue, scribe.dossier)))
    return blocks + _quote(scribe, issue)


def _facts(scribe: Scribe, issue: Issue) -> list[Block]:
    pen, language = scribe.pen, scribe.author_language
    situation = scribe.paragraph(scribe.label("situation"), issue_words.situation(pen, issue, language))
    implication = scribe.paragraph(scribe.label("implication"), issue_words.implication(pen, issue, scribe.dossier, language))
    indicator = issue.indicator
    texts = [paragraph for paragraph in (situation, implication) if paragraph.sentences]
    drawable = indicator is not None and indicator.series.measured > 1
    if indicator is None or not drawable:
        return list(texts)
    chart = outlook_chart(scribe, f"issue-{issue.id}-chart", (indicator,), "half")
    return [SideBySide(tuple(texts), (chart,), 0.56)]


def _options(scribe: Scribe, weighed: Weighed) -> list[Block]:
    if not weighed.choices:
        return []
    pen = scribe.pen
    headers = (Column(pen.text("column.line")), *(Column(option_words.option_title(pen, weighed, each), "right") for each in weighed.choices))
    lines = [line for line in option_words.OPTION_LINES if _says_something(weighed, line)]
    rows = tuple(
        Row((
            scribe.cell(f"ask.{weighed.ask.id}.line.{line}", option_words.option_line(pen, scribe.frame.assessment.portfolio, line)),
            *(Cell((sentence,)) for choice in weighed.choices
              if (sentence := option_words.option_value(pen, weighed, choice, line)) is not None),
        ))
        for line in lines
    )
    name = "".join(run.text for run in headlines.ask_name(pen, weighed).runs)
    chosen = [choice.letter for choice in weighed.choices]
    strong = chosen.index(weighed.ask.recommendation) + 1 if weighed.ask.recommendation in chosen else -1
    table = Table(headers, rows, pen.text("options_caption").format(ask=name), "options", strong)
    return [table, scribe.paragraph(scribe.label("trade_off"), option_words.trade_off(pen, weighed))]


class Place(IntEnum):
    """Where the options' chart stands on an issue's page."""

    NOWHERE = 0
    BESIDE = 1
    """Beside the text, under the KPI's chart."""
    BELOW = 2
    """Under the table of options."""


def _with_options_chart(scribe: Scribe, issue: Issue, blocks: list[Block]) -> list[Block]:
    """Add the options' chart where two have figures and the page holds it, at one place in both languages."""
    identifier = f"issue-{issue.id}-options"
    chart = options_chart(scribe, identifier, issue.asks[0]) if issue.asks else None
    if chart is None or not isinstance(chart.figure, OptionsFigure):
        return blocks
    bars = CHART_ROW * len(chart.figure.points)
    both = (replace(scribe, pen=replace(scribe.pen, language=language, facts={})) for language in LANGUAGES)
    place = min(_place(_blocks(each, issue), bars) for each in both)
    table = next(index for index, block in enumerate(blocks) if isinstance(block, Table))
    if place is Place.BELOW:
        return [*blocks[:table + 1], chart, *blocks[table + 1:]]
    narrow = options_chart(scribe, identifier, issue.asks[0], "half") if place is Place.BESIDE else None
    return blocks if narrow is None else [
        replace(block, right=(*block.right, narrow)) if isinstance(block, SideBySide) else block for block in blocks
    ]


def _place(blocks: list[Block], bars: float) -> Place:
    """Give the best place that the page holds for a chart whose bars take so many points."""
    most, taken = PAGE_HEIGHT - MARGIN, _page(blocks)
    if taken + CHART_HEAD + bars <= most:
        return Place.BELOW
    beside = next((block for block in blocks if isinstance(block, SideBySide)), None)
    if beside is None:
        return Place.NOWHERE
    text, pictures = (height(part, share * 0.97) for part, share in ((beside.left, beside.share), (beside.right, 1 - beside.share)))
    higher = max(pictures + NARROW_HEAD + bars - max(text, pictures), 0.0)
    return Place.BESIDE if taken + higher <= most else Place.NOWHERE


def _page(blocks: Sequence[Block]) -> float:
    """Give the points that an issue's page takes, its headline included."""
    options = [block for block in blocks if isinstance(block, Table)]
    others = tuple(block for block in blocks if not isinstance(block, Table))
    return HEADLINE + height(others) + sum(OPTIONS_HEAD + sum(map(_row_height, table.rows)) for table in options)


def _row_height(row: Row) -> float:
    label = sum(len(each.text) for each in row.cells[0].sentences)
    return OPTIONS_ROW + OPTIONS_LINE * (label // OPTIONS_LABEL)


def _says_something(weighed: Weighed, line: str) -> bool:
    """Leave out a line that no option has anything for."""
    if line in {"cost", "effect"}:
        return True
    if line in {"capital", "reversible"}:
        return any(getattr(choice.option, line) is not None for choice in weighed.choices)
    if line == "above":
        return any(choice.above is not None for choice in weighed.choices if choice.avoided)
    return any(getattr(choice, line) is not None for choice in weighed.choices)


def _quote(scribe: Scribe, issue: Issue) -> list[Block]:
    row = issue.loss.row if issue.loss else None
    if row is None or not row.quote:
        return []
    language = as_language(row.quote_language) if row.quote_language else scribe.author_language
    pen = scribe.pen
    said = pen.phrase(f"issue.{issue.id}.quote", pen.typed(row.quote, row.source, "quote", language), stance=Stance.FACT)
    role = role_name(row.quote_role, pen.language) or pen.text("not_named")
    return [Quote(said, scribe.label("quote_role").format(role=role, language=pen.text(f"language.{language}")))]
