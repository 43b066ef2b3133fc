"""Page one, alone sufficient: bottom line, limits, asks, what could go wrong, exposure, changes, trust, gaps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
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
from briefing.document.budget import fits
from briefing.document.pictures import exposure_chart
from briefing.document.scribe import Scribe
from briefing.evidence import Fact
from briefing.framing.asks import AskState
from briefing.framing.issues import Issue, Rank
from briefing.framing.wording import ask_words, page_one, record_words
from briefing.framing.wording.headlines import bottom_line
from briefing.framing.wording.pen import MISSING_VALUE
from briefing.language import LANGUAGES
from briefing.model.submission import FollowUpKind, FollowUpState, Status
from briefing.sentences import Sentence

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
    own_ranges: bool = True
    after: bool = True


FEWER_FIGURES: tuple[dict[str, Any], ...] = (
    {"own_ranges": False}, {"after": False}, {"wrong": 2}, {"absolute": 2}, {"wrong": 1}, {"absolute": 1},
)
LESS_HEIGHT: tuple[dict[str, Any], ...] = (
    {"asks": 3}, {"context": 1}, {"names": 1}, {"own_ranges": False}, {"wrong": 2}, {"absolute": 2},
    {"asks": LEAST_ASKS_SHOWN}, {"wrong": 1, "absolute": 1}, {"context": 0},
)
"""What yields, in turn, until page one fits; first what a reader finds again further inside."""
ASK_COLUMNS = ("id", "decision", "recommends", "by", "decides", "delay", "answers")
ASK_WIDTHS = (0.08, 0.21, 0.2, 0.08, 0.11, 0.13, 0.19)


def page_one_section(scribe: Scribe) -> Section:
    """Compose page one with as much of each list as fits the page and its fifteen figures in either language.

    One room for both, so that a board reading in two languages holds the same facts.
    """
    room = Room()
    for language in LANGUAGES:
        room = _fitted(replace(scribe, pen=replace(scribe.pen, language=language, facts={})), room)
    return Section("page-one", scribe.label("page_one"), _blocks(scribe, room), Layout.PAGE_ONE)


def _fitted(scribe: Scribe, room: Room) -> Room:
    """Take away in turn until the blocks fit."""
    fewer, less = iter(FEWER_FIGURES), iter(LESS_HEIGHT)
    while True:
        blocks = _blocks(scribe, room)
        change = next(fewer, None) if len(figures(scribe, blocks)) > FIGURES else None
        if change is None and not fits(blocks):
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
    lead = Paragraph(tuple(bottom_line(scribe.pen, scribe.issues, scribe.frame.asks, on_target(scribe))), role="lead")
    context = _context(scribe, room) if scribe.is_site else []
    return (lead, *_absolute(scribe, room), *context, *_asks(scribe, room), *_wrong(scribe, room), _exposure(scribe, room),
            *_small(scribe, room))


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
    return [Callout((heading, Bullets(items)), "absolute")]


def _label_sentence(scribe: Scribe, key: str, name: str = "") -> Sentence:
    return scribe.pen.phrase(f"heading.{name or key}", scribe.pen.word(f"label.{key}"))


def _asks(scribe: Scribe, room: Room) -> list[Block]:
    states = scribe.frame.asks
    if not states:
        return []
    table = asks_table(scribe, "one.ask", states[:room.asks])
    blocks: list[Block] = [Heading(2, _label_sentence(scribe, "asks")), table]
    if len(states) > room.asks:
        rest = len(states) - room.asks
        pen = scribe.pen
        more = pen.say("one.ask.more", "more_asks", rest, count=pen.plain(str(rest)),
                       link=pen.reference(scribe.label("all_asks"), "all-asks"))
        blocks.append(Paragraph((more,), role="small"))
    return blocks


def asks_table(scribe: Scribe, prefix: str, states: tuple[AskState, ...]) -> Table:
    """Give asks: what, the plant's recommendation, by when, who decides, what a delay costs, the answers."""
    rows = tuple(Row(tuple(_ask_cells(scribe, f"{prefix}.{state.ask.id}", state)), anchor=f"{prefix}-{state.ask.id}".replace(".", "-"))
                 for state in states)
    columns = scribe.columns(*ASK_COLUMNS, align={"delay": "right"}, widths=ASK_WIDTHS)
    return Table(columns, rows, "", "asks")


def _ask_cells(scribe: Scribe, name: str, state: AskState) -> list[Cell]:
    pen, ask = scribe.pen, state.ask
    source = ask.source if ask.decider else scribe.dossier.site.source
    needed = pen.day(ask.needed_by, ask.source, "needed_by", short=True) if ask.needed_by else pen.plain(MISSING_VALUE)
    return [
        scribe.cell(f"{name}.id", pen.typed(ask.id, ask.source, "id")),
        Cell((ask_words.title(pen, f"{name}.title", state),)),
        Cell((ask_words.recommended(pen, f"{name}.recommended", state),)),
        scribe.cell(f"{name}.by", needed),
        scribe.cell(f"{name}.decider", pen.role(state.weighed.decider, source, "decider") or pen.word("not_named")),
        Cell((ask_words.delay(pen, f"{name}.delay", state),)),
        Cell((ask_words.answers(pen, f"{name}.answers", state),)),
    ]


def _wrong(scribe: Scribe, room: Room) -> list[Block]:
    coming = [issue for issue in scribe.issues if issue.rank is not Rank.ABSOLUTE]
    if not coming:
        return []
    chosen = _worst(coming)[:room.wrong]
    items = tuple(page_one.could_go_wrong(scribe.pen, issue, scribe.frame.changes) for issue in chosen)
    return [Heading(2, _label_sentence(scribe, "wrong")), Bullets(items, ordered=True)]


def _worst(issues: list[Issue]) -> list[Issue]:
    """Give those that have yet to happen before those that have, each in its rank."""
    ahead = [issue for issue in issues if issue.is_future]
    return ahead + [issue for issue in issues if not issue.is_future]


def _exposure(scribe: Scribe, room: Room) -> Block:
    portfolio = scribe.frame.assessment.portfolio
    heading = Heading(2, _label_sentence(scribe, "exposure"))
    sentences = [page_one.exposure(scribe.pen, "one.exposure", portfolio)]
    after = page_one.exposure_after(scribe.pen, "one.exposure.after", scribe.frame.asks) if room.after else None
    text = Paragraph((*sentences, after) if after else tuple(sentences))
    if portfolio is None:
        return Callout((heading, text))
    return SideBySide((exposure_chart(scribe, "one-exposure", portfolio),), (heading, text, _trust(scribe, room)), 0.42)


def _trust(scribe: Scribe, room: Room) -> Paragraph:
    lines = page_one.trust(scribe.pen, scribe.frame.assessment.record, for_site=scribe.is_site)
    short = [line for line in lines if room.own_ranges or line.id != "one.trust.own_ranges"]
    return scribe.paragraph(scribe.label("trust"), short if any(line.facts for line in short) else lines)


def _small(scribe: Scribe, room: Room) -> list[Block]:
    pen, frame = scribe.pen, scribe.frame
    since = frame.changes.since
    title = scribe.label("since").format(month="".join(run.text for run in pen.month(since, year=False).runs)) if since else scribe.label("since_first")
    return [
        scribe.paragraph(title, page_one.since(pen, frame, room.names)),
        *(() if frame.assessment.portfolio else (_trust(scribe, room),)),
        scribe.paragraph(scribe.label("unknown"), page_one.unknown(pen, frame, room.names)),
    ]


def _context(scribe: Scribe, room: Room) -> list[Block]:
    items = open_context(scribe)[:room.context]
    if not items:
        return []
    return [scribe.paragraph(scribe.label("context"), items)]


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
