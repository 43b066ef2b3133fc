"""Page one, alone sufficient: bottom line, limits, asks, what could go wrong, exposure, changes, trust, gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from briefing.analysis.record import latest_follow_ups
from briefing.document.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Heading,
    Layout,
    Paragraph,
    Row,
    Section,
    SideBySide,
    Table,
    sentences_of,
)
from briefing.document.masthead import NOTICES, masthead_of
from briefing.document.page_height import fits
from briefing.document.pictures import exposure_chart
from briefing.document.scribe import Scribe
from briefing.evidence import Fact, typed
from briefing.framing.asks import AskState
from briefing.framing.issues import Issue, Rank
from briefing.framing.wording import ask_words, category_words, lists, page_one, record_words
from briefing.framing.wording.headlines import bottom_line
from briefing.framing.wording.pen import MISSING_VALUE
from briefing.model.submission import FollowUpKind, FollowUpState, Status
from briefing.sentences import Sentence, Stance

FIGURES = 15
"""The most figures that page one prints in its text, the table of asks apart."""
ASKS_SHOWN = 4
LEAST_ASKS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Room:
    """How much page one holds of each list, and whether it holds two sentences that also stand inside.

    What is left out of a list is counted, and said where it stands.
    """

    asks: int = ASKS_SHOWN
    wrong: int = 3
    absolute: int = 3
    names: int = 2
    context: int = 2
    words: int = 100
    """Characters of somebody's words in running text; a clause of the contract's length stands whole."""
    chart: bool = True
    own_ranges: bool = True
    after: bool = True
    category: bool = True
    """Whether it names the kind of risk that is furthest beyond a tolerance of its own, which stands inside too."""


FEWER_FIGURES: tuple[dict[str, Any], ...] = (
    {"own_ranges": False}, {"after": False}, {"wrong": 2}, {"absolute": 2}, {"wrong": 1}, {"absolute": 1}, {"context": 0}, {"absolute": 0},
)
LESS_HEIGHT: tuple[dict[str, Any], ...] = (
    {"asks": 3}, {"context": 1}, {"names": 1}, {"own_ranges": False}, {"wrong": 2}, {"absolute": 2},
    {"asks": LEAST_ASKS_SHOWN}, {"wrong": 1, "absolute": 1}, {"context": 0}, {"after": False}, {"chart": False}, {"asks": 1}, {"words": 60},
    {"names": 0}, {"words": 40}, {"absolute": 0}, {"words": 25}, {"asks": 0},
)
"""What yields, in turn, until page one fits; first what a reader finds again further inside."""
ASK_COLUMNS = ("id", "decision", "recommends", "by", "decides", "delay", "answers")
ASK_WIDTHS = (0.08, 0.21, 0.2, 0.08, 0.11, 0.13, 0.19)


def fitted_room(pages: Iterable[tuple[Scribe, Callable[[Room], Section]]]) -> Room:
    """Give as much of each list as fits the page and its fifteen figures in either language.

    `pages` are who composes each language's page, and the page as it is printed in a room. One room for both, so that a board
    reading in two languages holds the same facts.
    """
    room = Room()
    for scribe, printed in pages:
        room = _fitted(scribe, printed, room)
    return room


def page_one_section(scribe: Scribe, room: Room) -> Section:
    """Compose page one with so much of each list, and everybody's words whole."""
    return Section("page-one", scribe.label("page_one"), _blocks(scribe, room), Layout.PAGE_ONE)


def _fitted(scribe: Scribe, printed: Callable[[Room], Section], room: Room) -> Room:
    """Take away in turn until the blocks fit."""
    first: tuple[dict[str, Any], ...] = ({"category": False},) if _category(scribe) else ()
    fewer, less = iter((*first, *FEWER_FIGURES)), iter((*first, *LESS_HEIGHT))
    masthead, paper = masthead_of(scribe), scribe.dossier.charter.company.paper
    notices = tuple(scribe.pen.text(key) for key in NOTICES)
    while True:
        blocks = printed(room).blocks
        change = next(fewer, None) if len(figures(scribe, blocks)) > FIGURES else None
        if change is None and not fits(blocks, masthead, notices, paper):
            change = next(less, None)
        if change is None:
            return room
        room = replace(room, **{name: min(value, getattr(room, name)) for name, value in change.items()})


def figures(scribe: Scribe, blocks: Iterable[Block]) -> set[str]:
    """Give the facts that the text prints as figures: dates and the table of asks apart."""
    text = (block for block in blocks if not isinstance(block, Table))
    printed = {fact for block in text for sentence in sentences_of(block) for fact in sentence.facts}
    return {fact for fact in printed if scribe.pen.facts[fact].unit != "date"}


def _blocks(scribe: Scribe, room: Room) -> tuple[Block, ...]:
    """Compose the parts of page one; for the site its context comes before the asks."""
    lead = Paragraph(tuple(bottom_line(scribe.pen, scribe.issues, scribe.asks, on_target(scribe))), role="lead")
    context = _context(scribe, room) if scribe.is_site else []
    return (lead, *_absolute(scribe, room), *context, *_asks(scribe, room), *_wrong(scribe, room), *left_out(scribe, "one.left_out"),
            *_exposure(scribe, room), *_small(scribe, room))


def on_target(scribe: Scribe) -> tuple[Fact, Fact]:
    """Count the KPIs on target and all KPIs, with the cells counted."""
    indicators = scribe.frame.assessment.indicators
    cells = tuple(cell for each in indicators for cell in (each.actual.evidence() if each.actual else ()))
    hits = sum(each.status is Status.ON_TARGET for each in indicators)
    return (Fact("kpis.on_target.hits", hits, "count", "status", cells=cells),
            Fact("kpis.on_target.total", len(indicators), "count", "status", cells=cells))


def _absolute(scribe: Scribe, room: Room) -> list[Block]:
    touched = [issue for issue in scribe.issues if issue.rank is Rank.ABSOLUTE][1:]  # the first leads the page
    if not touched:
        return []
    items = tuple(page_one.absolute(scribe.pen, "one.absolute", issue) for issue in touched[:room.absolute])
    heading = Heading(2, _label_sentence(scribe, "absolute"))
    rest = _more(scribe, "one.absolute.more", "limits", len(touched) - room.absolute, "all-issues")
    return [Callout((heading, *((Bullets(items),) if items else ()), *rest), "absolute")]


def _more(scribe: Scribe, identifier: str, kind: str, rest: int, target: str) -> list[Paragraph]:
    """Say what a list leaves out and where it stands; nothing where it leaves nothing out."""
    return [Paragraph((lists.more(scribe.pen, identifier, kind, rest, target),), role="small")] if rest > 0 else []


def _label_sentence(scribe: Scribe, key: str, name: str = "") -> Sentence:
    return scribe.pen.phrase(f"heading.{name or key}", scribe.pen.word(f"label.{key}"))


def _asks(scribe: Scribe, room: Room) -> list[Block]:
    states = scribe.asks
    if not states:
        return []
    table = [asks_table(scribe, "one.ask", states[:room.asks])] if room.asks else []
    return [Heading(2, _label_sentence(scribe, "asks")), *table,
            *_more(scribe, "one.ask.more", "asks", len(states) - room.asks, "all-asks")]


def asks_table(scribe: Scribe, prefix: str, states: tuple[AskState, ...]) -> Table:
    """Give asks: what, the plant's recommendation, by when, who decides, what a delay costs, the answers."""
    rows = tuple(scribe.once(("ask", prefix, state.ask.id), partial(_ask_row, scribe, prefix, state)) for state in states)
    columns = scribe.columns(*ASK_COLUMNS, align={"delay": "right"}, widths=ASK_WIDTHS)
    return Table(columns, rows, "", "asks")


def _ask_row(scribe: Scribe, prefix: str, state: AskState) -> Row:
    pen, ask, name = scribe.pen, state.ask, f"{prefix}.{state.ask.id}"
    needed = pen.day(ask.needed_by, ask.source, "needed_by", short=True) if ask.needed_by else pen.plain(MISSING_VALUE)
    cells = (
        scribe.cell(f"{name}.id", pen.typed(ask.id, ask.source, "id")),
        Cell((ask_words.title(pen, f"{name}.title", state),)),
        Cell((ask_words.recommended(pen, f"{name}.recommended", state, costed=True),)),
        scribe.cell(f"{name}.by", needed),
        scribe.cell(f"{name}.decider", ask_words.decider(pen, state, scribe.dossier.site)),
        Cell((ask_words.delay(pen, f"{name}.delay", state),)),
        Cell((ask_words.answers(pen, f"{name}.answers", state),)),
    )
    return Row(cells, anchor=f"{prefix}-{ask.id}".replace(".", "-"))


def _wrong(scribe: Scribe, room: Room) -> list[Block]:
    coming = [issue for issue in scribe.issues if issue.rank is not Rank.ABSOLUTE]
    if not coming:
        return []
    chosen = _worst(coming)[:room.wrong]
    items = tuple(page_one.could_go_wrong(scribe.pen, issue, scribe.frame.changes) for issue in chosen)
    return [Heading(2, _label_sentence(scribe, "wrong")), Bullets(items, ordered=True),
            *_more(scribe, "one.wrong.more", "matters", len(coming) - len(chosen), "all-issues")]


def left_out(scribe: Scribe, identifier: str) -> list[Paragraph]:
    """Say what the board's materiality leaves out, and where it stands; nothing where it leaves nothing out."""
    rows = len(scribe.frame.assessment.losses) - len(scribe.losses)
    asks = len(scribe.frame.asks) - len(scribe.asks)
    if not rows and not asks:
        return []
    pen, company = scribe.pen, scribe.dossier.charter.company
    parts = [pen.plain(pen.text(f"left_out.{kind}", count).format(count=count)) for kind, count in (("rows", rows), ("asks", asks)) if count]
    amount = pen.money(typed("company.board_materiality", company.board_materiality, company.currency, company.source, "board_materiality"))
    return [Paragraph((pen.say(identifier, "left_out", stance=Stance.NOTICE, items=pen.listed(parts), amount=amount),), role="small")]


def _worst(issues: list[Issue]) -> list[Issue]:
    """Give those that have yet to happen before those that have, each in its rank."""
    ahead = [issue for issue in issues if issue.is_future]
    return ahead + [issue for issue in issues if not issue.is_future]


def _exposure(scribe: Scribe, room: Room) -> list[Block]:
    portfolio = scribe.frame.assessment.portfolio
    heading = Heading(2, _label_sentence(scribe, "exposure"))
    sentences = [page_one.exposure(scribe.pen, "one.exposure", portfolio)]
    after = page_one.exposure_after(scribe.pen, "one.exposure.after", scribe.asks) if room.after else None
    kind = _category(scribe) if room.category else None
    text = Paragraph((*sentences, *(each for each in (kind, after) if each)))
    if portfolio is None:
        return [Callout((heading, text))]
    if not room.chart:
        return [heading, text, _trust(scribe, room)]
    chart = scribe.once("one-exposure", lambda: exposure_chart(scribe, "one-exposure", portfolio))
    return [SideBySide((chart,), (heading, text, _trust(scribe, room)), 0.42)]


def _category(scribe: Scribe) -> Sentence | None:
    """Name the category furthest beyond its own tolerance; None where none is beyond."""
    worst = next((each for each in scribe.frame.assessment.categories if each.beyond), None)
    return category_words.stand(scribe.pen, "one.exposure.category", worst) if worst else None


def _trust(scribe: Scribe, room: Room) -> Paragraph:
    lines = page_one.trust(scribe.pen, scribe.frame.assessment.record, for_site=scribe.is_site)
    short = [line for line in lines if room.own_ranges or line.id != "one.trust.own_ranges"]
    return scribe.paragraph(scribe.label("trust"), short if any(line.facts for line in short) else lines, "aside")


def _small(scribe: Scribe, room: Room) -> list[Block]:
    pen, frame = scribe.pen, scribe.frame
    since = frame.changes.since
    title = scribe.label("since").format(month="".join(run.text for run in pen.month(since, year=False).runs)) if since else scribe.label("since_first")
    return [
        scribe.paragraph(title, page_one.since(pen, frame, room.names), "aside"),
        *(() if frame.assessment.portfolio else (_trust(scribe, room),)),
        scribe.paragraph(scribe.label("unknown"), page_one.unknown(pen, frame, room.names), "aside"),
    ]


def _context(scribe: Scribe, room: Room) -> list[Block]:
    items = open_context(scribe)
    if not items:
        return []
    rest = len(items) - room.context
    more = [lists.more(scribe.pen, "one.context.more", "context", rest, "context")] if rest > 0 else []
    return [scribe.paragraph(scribe.label("context"), [*items[:room.context], *more])]


def open_context(scribe: Scribe, prefix: str = "one.context") -> list[Sentence]:
    """Give decisions waiting on headquarters, longest first, then dependencies and obstacles."""
    kinds = (FollowUpKind.WAITING, FollowUpKind.DEPENDENCY, FollowUpKind.OBSTACLE)
    found = [each for each in latest_follow_ups(scribe.dossier, *kinds) if each.state is FollowUpState.OPEN]
    found.sort(key=lambda each: (kinds.index(each.kind), each.since or scribe.dossier.as_of, each.id))
    return [
        record_words.waiting(scribe.pen, f"{prefix}.{each.id}", each) if each.kind is FollowUpKind.WAITING
        else record_words.context(scribe.pen, f"{prefix}.{each.id}", each)
        for each in found
    ]
