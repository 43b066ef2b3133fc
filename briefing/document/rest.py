"""What the lists of the counted pages left out, whole: the appendix holds each part that something points to."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from briefing.analysis.options import NOTHING, Choice, Weighed
from briefing.document.blocks import Block, Bullets, Cell, Heading, Layout, Paragraph, Row, Section, Table
from briefing.document.inside import (
    commitments,
    commitments_table,
    exposure_parts,
    outside,
    register_rows,
    register_table,
    shown_rows,
    wins,
)
from briefing.document.issue_page import shown_choices
from briefing.document.page_one import open_context
from briefing.document.record_section import rest_of_warnings
from briefing.document.scenarios_section import scenarios_table
from briefing.document.scribe import Scribe
from briefing.framing.issues import Issue, Rank
from briefing.framing.wording import category_words, headlines, option_words, page_one
from briefing.framing.wording.lists import WHOLE_LIST
from briefing.framing.wording.pen import Part, Pen
from briefing.sentences import Sentence, Stance

Compose = Callable[[Scribe], tuple[Block, ...]]
OPTION_COLUMNS = ("option", "cost", "effect", "chance_left", "loss_left", "net", "capital")
OPTION_LINES = ("cost", "effect", "chance", "left", "net", "capital")
OPTION_WIDTHS = (0.34, 0.18, 0.12, 0.1, 0.09, 0.09, 0.08)


def rest_sections(scribe: Scribe, wanted: Collection[str]) -> Iterator[Section]:
    """Yield the parts that are pointed to, in the order of the text; the options that no issue's page compares follow them."""
    parts: tuple[tuple[str, str, Compose], ...] = (
        ("all-issues", "all_issues", _all_issues), ("register-rest", "rest_of_register", _rest_of_register),
        ("commitments-rest", "rest_of_commitments", lambda each: (commitments_table(each, commitments(each)[each.plan.commitments:]),)),
        ("warnings-rest", "rest_of_warnings", rest_of_warnings),
        ("wins-rest", "rest_of_wins", lambda each: (_bullets(wins(each)[each.plan.wins:]),)),
        ("context-rest", "rest_of_context", lambda each: (_bullets(open_context(each, "context")[each.plan.context:]),)),
        ("scenarios-rest", "rest_of_scenarios", _rest_of_scenarios),
        ("exposure-parts", "exposure_parts", _exposure_parts),
        ("changes", "changes", lambda each: (_bullets(page_one.since(each.pen, each.frame, WHOLE_LIST, "changes")),)),
        ("unknown", "all_unknown", _unknown),
    )
    for anchor, label, made in parts:
        if anchor in wanted:
            yield Section(anchor, scribe.label(label), made(scribe), Layout.APPENDIX)
    options = _options(scribe)
    if options:
        yield Section("options", scribe.label("rest_of_options"), options, Layout.APPENDIX)


def _bullets(lines: list[Sentence]) -> Bullets:
    return Bullets(tuple((line,) for line in lines))


def _exposure_parts(scribe: Scribe) -> tuple[Block, ...]:
    parts = exposure_parts(scribe, WHOLE_LIST, "parts")
    found = scribe.frame.assessment.categories
    kinds = category_words.stands(scribe.pen, "parts.category", found) if len(found) > scribe.plan.names else []
    return (*((Paragraph(tuple(parts)),) if parts else ()), *((_bullets(kinds),) if kinds else ()))


def _all_issues(scribe: Scribe) -> tuple[Block, ...]:
    return (Bullets(tuple((_issue_line(scribe, issue),) for issue in scribe.issues), ordered=True),)


def _issue_line(scribe: Scribe, issue: Issue) -> Sentence:
    pen = scribe.pen
    body = headlines.when(pen, issue)
    money = headlines.impact_range(pen, issue.loss) if issue.loss and issue.rank is not Rank.ABSOLUTE else Part()
    if money:
        body = pen.join("headline.with_cost", headline=body, range=money)
    line = pen.join("dotted", left=pen.plain(issue.id), right=body)
    return pen.phrase(f"issues.{issue.id}", line, stance=Stance.ANALYSIS)


def _rest_of_register(scribe: Scribe) -> tuple[Block, ...]:
    shown = {loss.row.id for loss in shown_rows(scribe)}
    return (register_table(scribe, "rest", [loss for loss in register_rows(scribe) if loss.row.id not in shown]),)


def _rest_of_scenarios(scribe: Scribe) -> tuple[Block, ...]:
    return (scenarios_table(scribe, scribe.frame.assessment.scenarios.stories[scribe.plan.scenarios:]),)


def _unknown(scribe: Scribe) -> tuple[Block, ...]:
    lines = page_one.unknown(scribe.pen, scribe.frame, WHOLE_LIST, "unknown")
    return (_bullets([*lines, *outside(scribe, WHOLE_LIST, "unknown")]),)


def _options(scribe: Scribe) -> tuple[Block, ...]:
    """Give the options of each ask that no issue's page compares whole, a line an option."""
    compared = {issue.asks[0].ask.id for issue in scribe.issues[:scribe.plan.issues]
                if issue.asks and len(shown_choices(issue.asks[0])) == len(issue.asks[0].choices)}
    found: list[Block] = []
    for state in scribe.asks:
        if state.ask.id not in compared and state.weighed.choices:
            name = headlines.ask_name(scribe.pen, state.weighed)
            found += [Heading(3, scribe.pen.phrase(f"options.{state.ask.id}", name), f"options-{state.ask.id}"), _options_table(scribe, state.weighed)]
    return tuple(found)


def _option_name(pen: Pen, choice: Choice) -> Part:
    option = choice.option
    nothing = choice.letter == NOTHING and not (option.title_en or option.title_es)
    title = pen.word("do_nothing") if nothing else pen.clause(option.title_en, option.title_es, option.source, "title")
    return pen.join("option_name", letter=pen.plain(choice.letter), title=title)


def _options_table(scribe: Scribe, weighed: Weighed) -> Table:
    pen = scribe.pen
    rows = tuple(
        Row((
            scribe.cell(f"options.{weighed.ask.id}.{choice.letter}", _option_name(pen, choice)),
            *(Cell((sentence,)) for line in OPTION_LINES
              if (sentence := option_words.option_value(pen, weighed, choice, line)) is not None),
        ))
        for choice in weighed.choices
    )
    align = dict.fromkeys(OPTION_COLUMNS[1:], "right")
    return Table(scribe.columns(*OPTION_COLUMNS, align=align, widths=OPTION_WIDTHS), rows, "", "plain")
