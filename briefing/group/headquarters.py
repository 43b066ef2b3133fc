"""What headquarters alone works with: decisions by who takes them, what it owes the plants, and whose month no total holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from briefing.document.blocks import Block, Layout, Paragraph, Row, Section, Table
from briefing.evidence import Fact, derived
from briefing.framing.wording.pen import MISSING_VALUE, NOTHING, Part
from briefing.group.arrivals import Arrival, Attendance
from briefing.group.digest import AskLine, Digest, OwedLine
from briefing.group.page import more
from briefing.group.setting import Setting, columns
from briefing.group.view import GroupView
from briefing.group.wording import is_overdue, open_asks, site_name
from briefing.model.asks import Purpose
from briefing.sentences import Stance

DECIDER_WIDTHS = (0.24, 0.12, 0.12, 0.14, 0.38)
DECISION_WIDTHS = (0.13, 0.12, 0.29, 0.08, 0.09, 0.12, 0.17)
OWED_WIDTHS = (0.14, 0.44, 0.13, 0.17, 0.12)
LATE_WIDTHS = (0.22, 0.22, 0.12, 0.12, 0.14, 0.18)
ORDER = (Arrival.FAILED, Arrival.MISSING, Arrival.LATE, Arrival.NOT_DUE)

Asked = tuple[Digest, AskLine]
Owed = tuple[Digest, OwedLine]


@dataclass(frozen=True, slots=True)
class Desk:
    """The open decisions of one who decides, by the day they are needed; `key` is the role, folded."""

    key: str
    asks: tuple[Asked, ...]

    @property
    def past(self) -> int:
        """How many are past their day."""
        return sum(is_overdue(plant, ask) for plant, ask in self.asks)

    @property
    def longest(self) -> Fact | None:
        """The days of the one that has waited longest; None where nobody says since when."""
        return max((ask.waited for _, ask in self.asks if ask.waited), key=lambda fact: fact.number, default=None)


def desks(view: GroupView) -> tuple[Desk, ...]:
    """Give who has decisions to take: first who has most past their day, then who has most."""
    found: dict[str, list[Asked]] = {}
    for plant, ask in view.asks:
        if ask.purpose is Purpose.DECISION:
            found.setdefault(" ".join("".join(run.text for run in ask.decider.en.runs).casefold().split()), []).append((plant, ask))
    made = (Desk(key, tuple(sorted(asks, key=_by_day))) for key, asks in found.items())
    return tuple(sorted(made, key=lambda each: (-each.past, -len(each.asks), each.key)))


def _by_day(pair: Asked) -> tuple[date, str, str]:
    return (pair[1].needed_by or date.max, pair[0].site, pair[1].id)


def _section(setting: Setting, anchor: str, *blocks: Block) -> Section:
    return Section(anchor, setting.pen.text(f"group.label.{anchor}"), blocks, Layout.FLOW)


def decisions_section(setting: Setting, deciders: int, decisions: int) -> Section | None:
    """Compose who has how much to decide, and the decisions by who takes them; None where none is open."""
    found = setting.view.once("desks", lambda: desks(setting.view))
    asks = [(plant, ask) for desk in found for plant, ask in desk.asks]
    if not asks:
        return None
    pen = setting.pen
    rest = len(asks) - decisions
    notes = (Paragraph((more(setting, "decisions", rest, "all-asks"),), role="small"),) if rest > 0 else ()
    headers = [pen.text(key) for key in ("column.decides", "group.column.plant", "column.decision", "column.by", "group.column.waited", "group.column.delay",
                                         "column.answers")]
    table = Table(columns(headers, DECISION_WIDTHS, {4, 5}), tuple(_decision(setting, *pair) for pair in asks[:decisions]), pen.text("group.decisions.caption"), "asks")
    return _section(setting, "decisions", _deciders(setting, found, deciders), table, *notes)


def _deciders(setting: Setting, found: tuple[Desk, ...], most: int) -> Table:
    pen = setting.pen
    headers = [pen.text(key) for key in ("column.decides", "group.column.decisions", "group.column.past", "group.column.longest", "group.column.dearest")]
    rows = [_desk(setting, desk) for desk in found[:most]]
    rest = len(found) - most
    if rest > 0:
        left = pen.join("group.exposure.rest", rest, count=pen.plain(str(rest)))
        rows.append(Row((setting.cell("group.desk.rest", left), *(setting.cell(f"group.desk.rest.{index}", pen.plain(MISSING_VALUE)) for index in range(4)))))
    return Table(columns(headers, DECIDER_WIDTHS, {1, 2, 3}), tuple(rows), pen.text("group.desks.caption"), "plain")


def _desk(setting: Setting, desk: Desk) -> Row:
    pen, name = setting.pen, f"group.desk.{desk.key}"
    plant, dearest = max(desk.asks, key=lambda pair: pair[1].delay)
    late = tuple(cell for other, ask in desk.asks if is_overdue(other, ask) for cell in ask.needed.en.cells)
    cells = tuple(dict.fromkeys(cell for _, ask in desk.asks for cell in ask.title.en.cells))
    count = Fact(f"{name}.decisions", len(desk.asks), "count", "group.count", cells=cells)
    past = Fact(f"{name}.overdue", desk.past, "count", "group.overdue", cells=tuple(dict.fromkeys(late)) or cells)
    what = pen.join("group.member.ask", ask=setting.get(dearest.title), site=setting.get(plant.name), cost=setting.get(dearest.cost)) if dearest.delay else NOTHING
    return Row((
        setting.cell(name, setting.get(desk.asks[0][1].decider), strong=True),
        setting.cell(f"{name}.count", pen.count(count), stance=Stance.ANALYSIS), setting.cell(f"{name}.past", pen.count(past), stance=Stance.ANALYSIS),
        setting.cell(f"{name}.longest", pen.count(desk.longest) if desk.longest else pen.plain(MISSING_VALUE), stance=Stance.ANALYSIS),
        setting.cell(f"{name}.dearest", what or pen.word("not_translated"), stance=Stance.ANALYSIS),
    ))


def _decision(setting: Setting, plant: Digest, ask: AskLine) -> Row:
    pen, name = setting.pen, f"group.decision.{plant.site}.{ask.id}"
    return Row((
        setting.cell(f"{name}.decider", setting.get(ask.decider)), setting.cell(f"{name}.plant", setting.get(plant.name)),
        setting.cell(f"{name}.title", setting.get(ask.title), strong=True), setting.cell(f"{name}.by", setting.get(ask.needed)),
        setting.cell(f"{name}.waited", pen.count(ask.waited) if ask.waited else pen.plain(MISSING_VALUE), stance=Stance.ANALYSIS),
        setting.cell(f"{name}.delay", setting.get(ask.cost), stance=Stance.ANALYSIS), setting.cell(f"{name}.answers", setting.get(ask.answers)),
    ))


def owed(view: GroupView) -> tuple[Owed, ...]:
    """Give all that headquarters owes: promises past their day, longest first, then what waits, then promises whose day is to come."""
    found = ((plant, line) for plant in view.here for line in plant.owed)
    return tuple(sorted(found, key=lambda pair: (not (pair[1].is_promise and pair[1].days), pair[1].is_promise,
                                                 -(pair[1].days.number if pair[1].days else 0), pair[0].site, pair[1].id)))


def owed_section(setting: Setting, most: int) -> Section:
    """Compose what headquarters owes the plants; that they name nothing, where they name nothing."""
    found = setting.view.once("owed", lambda: owed(setting.view))
    if not found:
        return _section(setting, "owed", Paragraph((setting.pen.say("group.owed.none", "group.owed.none", stance=Stance.ANALYSIS),)))
    rest = len(found) - most
    notes = (Paragraph((more(setting, "owed", rest, "all-owed"),), role="small"),) if rest > 0 else ()
    return _section(setting, "owed", owed_table(setting, "group.owed", found[:most]), *notes)


def owed_table(setting: Setting, prefix: str, found: tuple[Owed, ...]) -> Table:
    """Give what headquarters owes, to whom, and for how many days it is late or has waited."""
    pen = setting.pen
    headers = [pen.text(f"group.column.{key}") for key in ("plant", "owed", "owes", "owed_since", "days")]
    return Table(columns(headers, OWED_WIDTHS, {4}), tuple(_owed(setting, prefix, *pair) for pair in found), pen.text("group.owed.caption"), "plain")


def _owed(setting: Setting, prefix: str, plant: Digest, line: OwedLine) -> Row:
    pen, name = setting.pen, f"{prefix}.{plant.site}.{line.id}"
    key = ("group.owed.promise" if line.is_promise else "group.owed.waiting") + ("" if line.day else ".no_day")
    key_days = "group.owed.late" if line.is_promise else "group.owed.waited"
    days = pen.join(key_days, line.days.number, count=pen.count(line.days)) if line.days else pen.plain(MISSING_VALUE)
    return Row((
        setting.cell(f"{name}.plant", setting.get(plant.name)), setting.cell(f"{name}.what", setting.get(line.what), strong=True),
        setting.cell(f"{name}.who", setting.get(line.who) or pen.word("not_named")),
        setting.cell(f"{name}.day", pen.join(key, day=setting.get(line.day))),
        setting.cell(f"{name}.days", days, stance=Stance.ANALYSIS),
    ))


def late_section(setting: Setting, most: int) -> Section | None:
    """Compose every plant whose month is late or missing, and what no total here holds for it; None where none is."""
    away = sorted(setting.view.away, key=lambda each: ORDER.index(each.arrival))
    if not away:
        return None
    pen = setting.pen
    rows = [_late(setting, each) for each in away[:most]]
    total = _left(setting, away)
    headers = [pen.text(f"group.column.{key}") for key in ("plant", "arrival", "due", "days_late", "left_asks", "left_mean")]
    table = Table(columns(headers, LATE_WIDTHS, {3, 4, 5}), (*rows, *((total,) if total else ())), pen.text("group.late.caption"), "plain")
    rest = len(away) - most
    return _section(setting, "late", table, *((Paragraph((more(setting, "away", rest, "all-away"),), role="small"),) if rest > 0 else ()))


def _late(setting: Setting, plant: Attendance) -> Row:
    pen, name = setting.pen, f"group.late.{plant.site.code}"
    blank = pen.plain(MISSING_VALUE)
    due = NOTHING
    if plant.due is not None and isinstance(plant.due.value, date):
        due = Part(pen.day(plant.due.value, short=True).runs, plant.due.evidence())
    last = plant.last if _is_left_out(plant) else None
    return Row((
        setting.cell(name, site_name(pen, plant)), setting.cell(f"{name}.arrival", pen.word(f"group.arrival.{plant.arrival}"), stance=Stance.ANALYSIS),
        setting.cell(f"{name}.due", due or blank),
        setting.cell(f"{name}.days", pen.count(plant.days) if plant.days else blank, stance=Stance.ANALYSIS),
        setting.cell(f"{name}.asks", pen.count(open_asks(last)) if last else blank, stance=Stance.ANALYSIS),
        setting.cell(f"{name}.mean", pen.money(last.mean) if last and last.mean else blank, stance=Stance.ANALYSIS),
    ))


def _is_left_out(plant: Attendance) -> bool:
    return plant.arrival in {Arrival.MISSING, Arrival.FAILED}


def _left(setting: Setting, away: list[Attendance]) -> Row | None:
    """Add up what the months that are not here last held; None where none of them is known."""
    pen, lasts = setting.pen, [each.last for each in away if each.last and _is_left_out(each)]
    if not lasts:
        return None
    counts = [open_asks(last) for last in lasts]
    asks = derived("group.left.asks", int(sum(fact.number for fact in counts)), "count", "group.sum", counts)
    means = [last.mean for last in lasts if last.mean]
    mean = derived("group.left.mean", sum(fact.number for fact in means), setting.view.charter.company.currency, "group.sum", means) if means else None
    blanks = [setting.cell(f"group.late.all.{index}", pen.plain(MISSING_VALUE)) for index in range(3)]
    return Row((
        setting.cell("group.late.all", pen.word("group.late.all")), *blanks, setting.cell("group.late.all.asks", pen.count(asks), stance=Stance.ANALYSIS),
        setting.cell("group.late.all.mean", pen.money(mean) if mean else pen.plain(MISSING_VALUE), stance=Stance.ANALYSIS),
    ), strong=True)
