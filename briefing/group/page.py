"""The group's page one: bottom line, absolute limits, what each plant needs, where each stands, who is missing, what moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from briefing.document.blocks import Block, Bullets, Callout, Cell, Heading, Layout, Paragraph, Row, Section, Table
from briefing.document.masthead import NOTICES
from briefing.document.page_height import fits
from briefing.group import wording
from briefing.group.arrivals import Arrival, Attendance
from briefing.group.digest import AskLine, Digest
from briefing.group.exposure_page import category_beyond
from briefing.group.exposure_page import sentences as exposed
from briefing.group.masthead import masthead_of
from briefing.group.setting import Setting, columns
from briefing.language import LANGUAGES
from briefing.sentences import Sentence, Stance


@dataclass(frozen=True, slots=True)
class Room:
    """How much page one holds of each list; what is left out is counted and said where it stands."""

    asks: int = 8
    plants: int = 12
    absolute: int = 4
    away: int = 6
    names: int = 3
    off: bool = True
    """Whether it says what diversification takes off, which stands inside too."""
    category: bool = True
    """Whether it names the kind of risk that is furthest beyond a tolerance of its own, which stands inside too."""


LESS: tuple[dict[str, Any], ...] = (
    {"off": False}, {"names": 2}, {"plants": 10, "asks": 7}, {"names": 1}, {"plants": 8, "asks": 6}, {"away": 4}, {"absolute": 3},
    {"plants": 6, "asks": 5}, {"plants": 5, "away": 3}, {"absolute": 2}, {"asks": 4}, {"names": 0}, {"plants": 4, "away": 2}, {"absolute": 1, "away": 1},
    {"plants": 3}, {"asks": 3}, {"plants": 2}, {"asks": 2}, {"plants": 1, "asks": 1},
)
"""What yields, in turn, until page one fits."""
ASK_WIDTHS = (0.1, 0.25, 0.19, 0.07, 0.1, 0.12, 0.17)
PLANT_WIDTHS = (0.11, 0.55, 0.08, 0.11, 0.15)


def page_one(setting: Setting) -> Section:
    """Compose page one with as much of each list as fits in either language."""
    room = setting.view.once(f"room {bool(setting.links(''))}", lambda: _room(setting))
    return Section("page-one", setting.pen.text("group.label.page_one"), _blocks(setting, room), Layout.PAGE_ONE)


def _room(setting: Setting) -> Room:
    room = Room()
    for language in LANGUAGES:
        room = _fitted(setting.in_language(language), room)
    return room


def _fitted(setting: Setting, room: Room) -> Room:
    masthead, notices = masthead_of(setting), tuple(setting.pen.text(key) for key in NOTICES)
    for change in (*(({"category": False},) if category_beyond(setting) else ()), *LESS):
        if fits(_blocks(setting, room), masthead, notices, setting.view.charter.company.paper):
            return room
        room = replace(room, **{name: min(value, getattr(room, name)) for name, value in change.items()})
    return room


def _blocks(setting: Setting, room: Room) -> tuple[Block, ...]:
    lead = setting.composed("lead", lambda: Paragraph(tuple(wording.bottom_line(setting.pen, setting.view)), role="lead"))
    exposure = setting.composed(f"exposure {room.off} {room.category}", lambda: _exposure(setting, room))
    return (lead, *_absolute(setting, room), *_asks(setting, room), *_plants(setting, room), *_left_out(setting), setting.heading("exposure"), exposure,
            *_foot(setting, room))


def _exposure(setting: Setting, room: Room) -> Paragraph:
    kind = category_beyond(setting) if room.category else None
    return Paragraph((*exposed(setting, off=room.off), *((kind,) if kind else ())))


def _left_out(setting: Setting) -> tuple[Block, ...]:
    said = setting.composed("left out", lambda: wording.left_out(setting.pen, setting.view))
    return (Paragraph((said,), role="small"),) if said else ()


def _absolute(setting: Setting, room: Room) -> list[Block]:
    touched = setting.view.absolute[1:]  # the first leads the page
    if not touched:
        return []
    items = tuple((wording.absolute(setting.pen, plant, issue),) for plant, issue in touched[:room.absolute])
    rest = len(touched) - room.absolute
    others = ((more(setting, "absolute", rest, "all-absolute"),),) if rest > 0 else ()
    return [Callout((setting.heading("absolute"), Bullets((*items, *others))), "absolute")]


def more(setting: Setting, key: str, rest: int, anchor: str) -> Sentence:
    """Count what is left out, and say where it stands."""
    pen = setting.pen
    link = pen.reference(pen.text(f"group.label.{anchor.replace('-', '_')}"), anchor)
    return pen.say(f"group.more.{key}", "group.more", rest, count=pen.plain(str(rest)), link=link)


def _asks(setting: Setting, room: Room) -> list[Block]:
    asks = setting.view.asks
    if not asks:
        return []
    order = setting.pen.say("group.asks.order", "group.asks.order", stance=Stance.NOTICE)
    notes = (more(setting, "asks", len(asks) - room.asks, "all-asks"), order) if len(asks) > room.asks else (order,)
    return [setting.heading("asks"), asks_table(setting, "one.ask", asks[:room.asks]), Paragraph(notes, role="small")]


def asks_table(setting: Setting, prefix: str, asks: tuple[tuple[Digest, AskLine], ...]) -> Table:
    """Give asks of all plants: whose, what, recommended, by when, who decides, what a delay costs, the answers."""
    pen = setting.pen
    headers = [pen.text(key) for key in ("group.column.plant", "column.decision", "column.recommends", "column.by", "column.decides",
                                         "group.column.delay", "column.answers")]
    rows = tuple(_ask_row(setting, f"{prefix}.{plant.site}.{ask.id}", plant, ask) for plant, ask in asks)
    return Table(columns(headers, ASK_WIDTHS, {5}), rows, "", "asks")


def _ask_row(setting: Setting, name: str, plant: Digest, ask: AskLine) -> Row:
    recommendation = Stance.RECOMMENDATION if len(setting.get(ask.recommended).runs) > 1 else Stance.FACT
    return Row((
        setting.cell(f"{name}.plant", setting.get(plant.name)), setting.cell(f"{name}.title", setting.get(ask.title), strong=True),
        setting.cell(f"{name}.recommended", setting.get(ask.recommended), stance=recommendation),
        setting.cell(f"{name}.by", setting.get(ask.needed)), setting.cell(f"{name}.decider", setting.get(ask.decider)),
        setting.cell(f"{name}.delay", setting.get(ask.cost), stance=Stance.ANALYSIS), setting.cell(f"{name}.answers", setting.get(ask.answers)),
    ), anchor=name.replace(".", "-"))


def _plants(setting: Setting, room: Room) -> list[Block]:
    plants = setting.view.here
    if not plants:
        return []
    table = plants_table(setting, "one.plant", plants[:room.plants])
    if len(plants) <= room.plants:
        return [setting.heading("plants"), table]
    others = more(setting, "plants", len(plants) - room.plants, "all-plants")
    return [setting.heading("plants"), table, Paragraph((others,), role="small")]


def plants_table(setting: Setting, prefix: str, plants: tuple[Digest, ...]) -> Table:
    """Give plants with what leads each one's page, its KPIs on target, its expected loss, and its briefing."""
    pen = setting.pen
    headers = [pen.text(f"group.column.{key}") for key in ("plant", "headline", "on_target", "mean", "briefing")]
    return Table(columns(headers, PLANT_WIDTHS, {2, 3}), tuple(_plant_row(setting, f"{prefix}.{each.site}", each) for each in plants), "", "kpis")


def _plant_row(setting: Setting, name: str, plant: Digest) -> Row:
    pen = setting.pen
    target = setting.links(plant.site)
    link = pen.reference(pen.text("group.briefing"), target) if target else pen.plain("")
    told = wording.told(pen, plant)
    briefing = pen.join("group.briefing_told", link=link, told=told) if link else told
    return Row((
        setting.cell(f"{name}.name", setting.get(plant.name)), Cell((wording.headline(pen, f"{name}.headline", plant),)),
        setting.cell(f"{name}.on_target", pen.of(f"{plant.site}/kpis.on_target", plant.on_target, plant.kpis), stance=Stance.ANALYSIS),
        setting.cell(f"{name}.mean", pen.money(plant.mean) if plant.mean else pen.word("not_translated"), stance=Stance.ANALYSIS),
        setting.cell(f"{name}.briefing", briefing),
    ), anchor=name.replace(".", "-"))


def _foot(setting: Setting, room: Room) -> list[Block]:
    pen, view = setting.pen, setting.view
    since = view.since
    month = "".join(run.text for run in pen.month(since, year=False).runs) if since else ""
    title = pen.text("label.since").format(month=month) if since else pen.text("label.since_first")
    late = setting.composed(f"late {max(room.names, 1)}", lambda: wording.overdue(pen, view, max(room.names, 1)))
    since_then = setting.composed(f"since {room.names}", lambda: Paragraph(tuple(wording.since(pen, view, room.names))))
    unknown = setting.composed("unknown", lambda: Paragraph(tuple(wording.unknown(pen, view)), pen.text("label.unknown")))
    moved = Heading(2, pen.phrase("heading.since", pen.plain(title)))
    return [
        moved, since_then,
        *_away(setting, room), *((Paragraph((late,), pen.text("group.label.overdue")),) if late else ()),
        unknown,
    ]


def _away(setting: Setting, room: Room) -> list[Block]:
    """Name who is late or missing, a plant a line; in a few words that nobody is."""
    order = (Arrival.FAILED, Arrival.MISSING, Arrival.LATE, Arrival.NOT_DUE)
    away: list[Attendance] = sorted(setting.view.away, key=lambda each: order.index(each.arrival))
    if not away:
        none = setting.pen.say("group.away.none", "group.away.none", stance=Stance.ANALYSIS)
        return [Paragraph((none,), setting.pen.text("group.label.away"))]
    items = [tuple(wording.away(setting.pen, each, setting.view.period)) for each in away[:room.away]]
    rest = len(away) - room.away
    others = [(more(setting, "away", rest, "all-away"),)] if rest > 0 else []
    return [setting.heading("away"), Bullets((*items, *others))]
