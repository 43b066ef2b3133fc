"""An issue's page: headline, situation, implication, options, trade-off, watch, who, the site's own words."""

from __future__ import annotations

from dataclasses import replace
from enum import IntEnum
from functools import partial

from briefing.analysis.options import NOTHING, Choice, Weighed
from briefing.document.blocks import Block, Cell, Column, Layout, Paragraph, Quote, Row, Section, SideBySide, Table
from briefing.document.pictures import options_chart, outlook_chart
from briefing.document.scribe import Scribe
from briefing.framing.issues import Issue
from briefing.framing.wording import headlines, issue_words, lists, option_words
from briefing.framing.wording.pen import Part
from briefing.language import as_language
from briefing.numbers import role_name
from briefing.sentences import Stance

OPTIONS_SHOWN = 5
"""The most options that stand side by side; the others follow in the appendix."""


def issue_section(scribe: Scribe, issue: Issue, place: Place) -> Section:
    """Compose an issue's page, with the options' chart at its place."""
    page = scribe.once(("issue", issue.id), partial(_page, scribe, issue))
    return replace(page, blocks=tuple(_with_options_chart(scribe, issue, list(page.blocks), place)))


def _page(scribe: Scribe, issue: Issue) -> Section:
    """Compose the page without the options' chart."""
    pen = scribe.pen
    title = headlines.headline(pen, f"issue.{issue.id}.headline", issue, cost=True)
    blocks: list[Block] = [Paragraph((issue_words.meta(pen, issue, scribe.dossier),), role="small"), *_facts(scribe, issue)]
    for weighed in issue.asks[:1]:
        blocks += _options(scribe, weighed)
    blocks.append(scribe.paragraph(scribe.label("watch"), [issue_words.watch(pen, issue, scribe.author_language)]))
    blocks.append(scribe.paragraph(scribe.label("who"), issue_words.who(pen, issue, scribe.dossier)))
    blocks += _quote(scribe, issue)
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
    pen, shown = scribe.pen, shown_choices(weighed)
    headers = (Column(pen.text("column.line")), *(Column(option_words.option_title(pen, weighed, each), "right") for each in shown))
    lines = [line for line in option_words.OPTION_LINES if _says_something(weighed, line)]
    rows = tuple(
        Row((
            scribe.cell(f"ask.{weighed.ask.id}.line.{line}", option_words.option_line(pen, scribe.frame.assessment.portfolio, line)),
            *(Cell((sentence,)) for choice in shown
              if (sentence := option_words.option_value(pen, weighed, choice, line)) is not None),
        ))
        for line in lines
    )
    name = "".join(run.text for run in headlines.ask_name(pen, weighed).runs)
    chosen = [choice.letter for choice in shown]
    strong = chosen.index(weighed.ask.recommendation) + 1 if weighed.ask.recommendation in chosen else -1
    table = Table(headers, rows, pen.text("options_caption").format(ask=name), "options", strong)
    rest = len(weighed.choices) - len(shown)
    cut = [Paragraph((lists.more(pen, f"ask.{weighed.ask.id}.more", "options", rest, f"options-{weighed.ask.id}"),), role="small")] if rest else []
    return [table, *cut, scribe.paragraph(scribe.label("trade_off"), option_words.trade_off(pen, weighed))]


def shown_choices(weighed: Weighed) -> tuple[Choice, ...]:
    """Give the options that stand side by side: to do nothing, the recommended one, those the figures favour, then by letter."""
    first = [NOTHING, weighed.ask.recommendation, weighed.best, *weighed.tied]
    ranked = sorted(weighed.choices, key=lambda each: (first.index(each.letter) if each.letter in first else len(first), each.letter))
    return tuple(sorted(ranked[:OPTIONS_SHOWN], key=lambda each: each.letter))


class Place(IntEnum):
    """Where the options' chart stands on an issue's page."""

    NOWHERE = 0
    BESIDE = 1
    """Beside the text, under the KPI's chart."""
    BELOW = 2
    """Under the table of options."""


def _with_options_chart(scribe: Scribe, issue: Issue, blocks: list[Block], place: Place) -> list[Block]:
    """Add the options' chart at its place, where two options have figures."""
    beside = place is Place.BESIDE
    chart = options_chart(scribe, f"issue-{issue.id}-options", issue.asks[0], "half" if beside else "full") if issue.asks and place else None
    table = next((index for index, block in enumerate(blocks) if isinstance(block, Table)), None)
    if chart is None or table is None:
        return blocks
    if beside:
        return [replace(block, right=(*block.right, chart)) if isinstance(block, SideBySide) else block for block in blocks]
    return [*blocks[:table + 1], chart, *blocks[table + 1:]]


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
