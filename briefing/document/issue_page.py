"""An issue's page: headline, situation, implication, options, trade-off, watch, who, the site's own words."""

from __future__ import annotations

from briefing.analysis.options import Weighed
from briefing.document.blocks import Block, Cell, Column, Layout, Paragraph, Quote, Row, Section, SideBySide, Table
from briefing.document.budget import PAGE_HEIGHT, height
from briefing.document.figures import OptionsFigure
from briefing.document.pictures import options_chart, outlook_chart
from briefing.document.scribe import Scribe
from briefing.framing.issues import Issue
from briefing.framing.wording import headlines, issue_words
from briefing.framing.wording.pen import Part
from briefing.language import as_language
from briefing.numbers import role_name
from briefing.sentences import Stance

ISSUES_SHOWN = 3
HEADLINE = 60.0
"""Points that an issue's headline takes, as the budget counts them."""
OPTIONS_ROW = 17.0
OPTIONS_HEAD = 45.0
"""Points of the table of options: its columns share the width, so that the budget's count of lines does not hold for it."""
CHART_ROW = 34.0
CHART_HEAD = 64.0
"""Points of the options' chart, an option each, and of its message, axis and space."""


def issue_sections(scribe: Scribe) -> tuple[Section, ...]:
    """Compose a page for each of the first issues; the others stand in the register."""
    return tuple(_section(scribe, issue) for issue in scribe.issues[:ISSUES_SHOWN])


def _section(scribe: Scribe, issue: Issue) -> Section:
    pen = scribe.pen
    title = headlines.headline(pen, f"issue.{issue.id}.headline", issue, cost=True)
    blocks: list[Block] = [Paragraph((issue_words.meta(pen, issue, scribe.dossier),), role="small"), *_facts(scribe, issue)]
    for weighed in issue.asks[:1]:
        blocks += _options(scribe, weighed)
    blocks.append(scribe.paragraph(scribe.label("watch"), [issue_words.watch(pen, issue, scribe.author_language)]))
    blocks.append(scribe.paragraph(scribe.label("who"), issue_words.who(pen, issue, scribe.dossier)))
    blocks += _quote(scribe, issue)
    blocks = _with_options_chart(scribe, issue, blocks)
    named = headlines.event(pen, issue.loss) if issue.loss else pen.name(issue.indicator) if issue.indicator else Part()
    name = "".join(run.text for run in named.runs) or issue.id
    return Section(f"issue-{issue.id}", f"{issue.id} · {name}", tuple(blocks), Layout.ISSUE, title)


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
    headers = (Column(pen.text("column.line")), *(Column(issue_words.option_title(pen, weighed, each), "right") for each in weighed.choices))
    lines = [line for line in issue_words.OPTION_LINES if _says_something(weighed, line)]
    rows = tuple(
        Row((
            scribe.cell(f"ask.{weighed.ask.id}.line.{line}", pen.word(f"line.{line}")),
            *(Cell((sentence,)) for choice in weighed.choices
              if (sentence := issue_words.option_value(pen, weighed, choice, line)) is not None),
        ))
        for line in lines
    )
    name = "".join(run.text for run in headlines.ask_name(pen, weighed).runs)
    chosen = [choice.letter for choice in weighed.choices]
    strong = chosen.index(weighed.ask.recommendation) + 1 if weighed.ask.recommendation in chosen else -1
    table = Table(headers, rows, pen.text("options_caption").format(ask=name), "options", strong)
    return [table, scribe.paragraph(scribe.label("trade_off"), issue_words.trade_off(pen, weighed))]


def _with_options_chart(scribe: Scribe, issue: Issue, blocks: list[Block]) -> list[Block]:
    """Add the options' chart under their table where two have figures and the page still holds it."""
    chart = options_chart(scribe, f"issue-{issue.id}-options", issue.asks[0]) if issue.asks else None
    place = next((index for index, block in enumerate(blocks) if isinstance(block, Table)), None)
    if chart is None or place is None:
        return blocks
    above, below = blocks[:place + 1], blocks[place + 1:]
    table = blocks[place]
    rows = len(table.rows) if isinstance(table, Table) else 0
    options = len(chart.figure.points) if isinstance(chart.figure, OptionsFigure) else 0
    taken = HEADLINE + height(tuple(blocks[:place])) + height(tuple(below)) + OPTIONS_HEAD + OPTIONS_ROW * rows
    return [*above, chart, *below] if taken + CHART_HEAD + CHART_ROW * options <= PAGE_HEIGHT else blocks


def _says_something(weighed: Weighed, line: str) -> bool:
    """Leave out a line that no option has anything for."""
    if line in {"cost", "effect"}:
        return True
    if line == "capital":
        return any(choice.option.capital is not None for choice in weighed.choices)
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
