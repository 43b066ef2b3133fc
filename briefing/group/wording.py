"""The group's sentences: patterns of the catalogue `group`, filled with what the plants' own pens wrote."""

from __future__ import annotations

from briefing.evidence import CellRef, Fact, derived, typed
from briefing.findings import Severity
from briefing.framing.changes import Movement
from briefing.framing.wording.lists import shortened
from briefing.framing.wording.pen import Part
from briefing.group.arrivals import Arrival, Attendance
from briefing.group.digest import AskLine, Digest, IssueLine
from briefing.group.pen import GroupPen
from briefing.group.sharing import spared_rows
from briefing.group.view import GroupView
from briefing.model.asks import Purpose
from briefing.periods import Period
from briefing.sentences import Sentence, Stance

MOVEMENTS = (Movement.WORSE, Movement.NEW, Movement.HAPPENED, Movement.GONE, Movement.BETTER, Movement.CLOSED)


def bottom_line(pen: GroupPen, view: GroupView) -> list[Sentence]:
    """Write the bottom line in at most three sentences: what stands first, what is asked, who is missing."""
    found = [_first(pen, view)]
    asked = _asked(pen, view)
    if asked:
        found.append(asked)
    missing = [each for each in view.away if each.arrival in {Arrival.MISSING, Arrival.FAILED}]
    if missing:
        found.append(pen.say("group.bottom.missing", "group.bottom.missing", len(missing), stance=Stance.ANALYSIS,
                             sites=shortened(pen, [site_name(pen, each) for each in missing]), month=pen.month(view.period, year=False)))
    return found


def _first(pen: GroupPen, view: GroupView) -> Sentence:
    absolute = view.absolute
    if absolute:
        plant, issue = absolute[0]
        return _headline(pen, "group.bottom.first", plant, issue)
    for plant in view.here:
        if plant.lead:
            return _headline(pen, "group.bottom.first", plant, plant.lead)
    key = "group.bottom.none" if view.here else "group.bottom.nobody"
    return pen.say("group.bottom.first", key, stance=Stance.ANALYSIS, strong=True, month=pen.month(view.period))


def _headline(pen: GroupPen, identifier: str, plant: Digest, issue: IssueLine) -> Sentence:
    """Write a plant's issue with the plant's name, and the ask whose decision changes it."""
    body = pen.join("group.at_plant", site=plant.name.get(pen.language), headline=issue.what.get(pen.language))
    return _with_ask(pen, identifier, body, issue, strong=True)


def _with_ask(pen: GroupPen, identifier: str, body: Part, issue: IssueLine, *, strong: bool = False) -> Sentence:
    if not issue.ask:
        return pen.say(identifier, "headline.plain", stance=Stance.ANALYSIS, strong=strong, headline=body)
    key = "headline.overdue" if issue.is_overdue else "headline.unless"
    return pen.say(identifier, key, stance=Stance.ANALYSIS, strong=strong, headline=body, ask=issue.ask_id.get(pen.language),
                   day=issue.needed.get(pen.language))


def headline(pen: GroupPen, identifier: str, plant: Digest) -> Sentence:
    """Write what leads the plant's own page; that nothing does, where nothing does."""
    lead = plant.lead
    if lead is None:
        return pen.say(identifier, "group.nothing", stance=Stance.ANALYSIS)
    what = lead.what.get(pen.language)
    if not lead.ask:
        return pen.say(identifier, "headline.plain", stance=Stance.ANALYSIS, headline=what)
    return pen.say(identifier, "group.needed" if lead.is_overdue else "group.needs", stance=Stance.ANALYSIS, headline=what,
                   ask=lead.ask_id.get(pen.language), day=lead.needed.get(pen.language))


def absolute(pen: GroupPen, plant: Digest, issue: IssueLine) -> Sentence:
    """State a touched absolute limit of a plant, never priced, and the ask that serves it."""
    limit = pen.join("group.limit", headline=issue.what.get(pen.language), limit=issue.limit.get(pen.language))
    body = pen.join("group.at_plant", site=plant.name.get(pen.language), headline=limit)
    return _with_ask(pen, f"group.absolute.{plant.site}.{issue.id}", body, issue)


def _asked(pen: GroupPen, view: GroupView) -> Sentence | None:
    """Count the decisions asked for and those past their day, all of them for every reader; name the one told whose delay costs most."""
    shown, asks = ([(plant, ask) for plant, ask in each.asks if ask.purpose is Purpose.DECISION] for each in (view, view.all))
    if not shown:
        return None
    titles = tuple(dict.fromkeys(cell for _, ask in asks for cell in ask.title.en.cells))
    count = Fact("group.decisions", len(asks), "count", "group.count", cells=titles)
    late = [ask for plant, ask in asks if is_overdue(plant, ask)]
    overdue = Fact("group.decisions.overdue", len(late), "count", "group.overdue",
                   cells=tuple(dict.fromkeys(cell for ask in late for cell in ask.needed.en.cells)))
    plant, dearest = max(shown, key=lambda pair: pair[1].delay)
    parts = {"count": pen.count(count), "ask": dearest.title.get(pen.language), "site": plant.name.get(pen.language),
             "cost": dearest.cost.get(pen.language)}
    if late:
        parts["overdue"] = pen.count(overdue)
    key = "group.bottom.asks" + (".overdue" if late else "") + ("" if dearest.delay else ".untranslated")
    return pen.say("group.bottom.asks", key, len(asks), stance=Stance.ANALYSIS, strong=False, **parts)


def overdue(pen: GroupPen, view: GroupView, most: int) -> Sentence | None:
    """Name the decisions whose day has passed, longest first, with who is to take them."""
    late = [(plant, ask) for plant, ask in view.asks if is_overdue(plant, ask)]
    if not late:
        return None
    items = [
        pen.join("group.overdue.item", ask=ask.title.get(pen.language), site=plant.name.get(pen.language), day=ask.needed.get(pen.language),
                 decider=ask.decider.get(pen.language))
        for plant, ask in sorted(late, key=lambda pair: (pair[1].needed_by or view.as_of, pair[0].site, pair[1].id))
    ]
    return pen.say("group.overdue", "group.overdue", len(items), stance=Stance.ANALYSIS, items=shortened(pen, items, most))


def is_overdue(plant: Digest, ask: AskLine) -> bool:
    """Tell whether a decision was needed by a day before its plant's page."""
    return ask.purpose is Purpose.DECISION and ask.needed_by is not None and ask.needed_by < plant.as_of


def site_name(pen: GroupPen, plant: Attendance) -> Part:
    """Give a plant's name as the charter has it."""
    site = plant.site
    return pen.typed(site.name, site.source, "name") if site.source.file else pen.plain(site.name or site.code)


def told(pen: GroupPen, plant: Digest) -> Part:
    """Say when the plant published its month."""
    if plant.published is None:
        return pen.word("group.unpublished")
    day = pen.day(plant.published, short=True)
    return pen.join("group.published", day=Part(day.runs, (CellRef(f"publication/{plant.period}/{plant.site}.toml"),)))


def away(pen: GroupPen, plant: Attendance, period: Period) -> list[Sentence]:
    """Say of a plant that it is late, missing, not due or could not be built, and what that does to this page."""
    identifier = f"group.away.{plant.site.code}"
    said = [_arrival(pen, identifier, plant, period)]
    if plant.arrival in {Arrival.MISSING, Arrival.FAILED}:
        said.append(_effect(pen, f"{identifier}.effect", plant))
    return said


def _arrival(pen: GroupPen, identifier: str, plant: Attendance, period: Period) -> Sentence:
    parts = {"site": site_name(pen, plant), "month": pen.month(period, year=False)}
    if plant.arrival is Arrival.FAILED:
        errors = [each for each in plant.findings if each.severity is Severity.ERROR] or list(plant.findings)
        cells = tuple(dict.fromkeys(each.where for each in errors))
        if not cells:
            return pen.say(identifier, "group.away.failed.program", stance=Stance.ANALYSIS, strong=False, **parts)
        parts["file"] = Part(pen.plain(cells[0].file).runs, cells)
        return pen.say(identifier, "group.away.failed", stance=Stance.ANALYSIS, strong=False, **parts)
    key = f"group.away.{plant.arrival}"
    if plant.due is not None:
        due = pen.day(plant.due.value, None, short=True) if not isinstance(plant.due.value, str | int | float | bool | Period) else Part()
        parts["due"] = Part(due.runs, plant.due.evidence())
    if plant.days is None:
        return pen.say(identifier, key if plant.due else f"{key}.no_day", stance=Stance.ANALYSIS, strong=False, **parts)
    return pen.say(identifier, key, plant.days.number, stance=Stance.ANALYSIS, strong=False, count=pen.count(plant.days), **parts)


def _effect(pen: GroupPen, identifier: str, plant: Attendance) -> Sentence:
    """Say what a missing month leaves out: what the plant last asked and expected to lose."""
    last = plant.last
    if last is None:
        return pen.say(identifier, "group.away.effect.unknown", stance=Stance.ANALYSIS)
    asks = open_asks(last)
    key = "group.away.effect" if last.mean else "group.away.effect.asks"
    parts = {"month": pen.month(last.period, year=False), "asks": pen.count(asks)}
    if last.mean:
        parts["mean"] = pen.money(last.mean)
    return pen.say(identifier, key, asks.number, stance=Stance.ANALYSIS, strong=False, **parts)


def open_asks(last: Digest) -> Fact:
    """Count what a plant asked in the last month that it sent."""
    cells = tuple(dict.fromkeys(cell for ask in last.asks for cell in ask.title.en.cells))
    return derived(f"{last.site}/open_asks", sum(not ask.is_settled for ask in last.asks), "count", "group.count", (), cells)


def left_out(pen: GroupPen, view: GroupView) -> Sentence | None:
    """Count what the board's materiality leaves out of its page, and say where it stands; nothing where it leaves nothing out."""
    rows, company = spared_rows(view), view.charter.company
    asks = [ask for plant in view.all.here for ask in plant.asks if ask.is_minor and not ask.is_settled] if view.is_board else []
    counted = {
        "rows": Fact("group.minor.rows", len(rows), "count", "group.count", cells=tuple(row.cell for _, row in rows)),
        "asks": Fact("group.minor.asks", len(asks), "count", "group.count", cells=tuple(dict.fromkeys(cell for ask in asks for cell in ask.title.en.cells))),
    }
    parts = [pen.join(f"left_out.{kind}", fact.number, count=pen.count(fact)) for kind, fact in counted.items() if fact.number]
    if not parts:
        return None
    least = typed("group.board_materiality", company.board_materiality, company.currency, company.source, "board_materiality")
    return pen.say("group.left_out", "left_out", stance=Stance.NOTICE, items=pen.listed(parts), amount=pen.money(least))


def since(pen: GroupPen, view: GroupView, most: int) -> list[Sentence]:
    """List what moved at the plants since the month before, worst first."""
    if view.since is None:
        return [pen.say("group.since.none", "group.since.first", stance=Stance.ANALYSIS)]
    if not most:
        return [_moved(pen, view)]
    found = []
    for movement in MOVEMENTS:
        names = [change.what.get(pen.language) for change in view.moved(movement)]
        if names:
            found.append(pen.say(f"group.since.{movement}", f"since.{movement}", stance=Stance.ANALYSIS, items=shortened(pen, names, most)))
    alone = [plant for plant in view.here if plant.since is None]
    if alone:
        found.append(pen.say("group.since.alone", "group.since.alone", len(alone), stance=Stance.ANALYSIS,
                             sites=shortened(pen, [plant.name.get(pen.language) for plant in alone])))
    return found or [pen.say("group.since.none", "since.nothing", stance=Stance.ANALYSIS)]


def _moved(pen: GroupPen, view: GroupView) -> Sentence:
    """Count what moved each way; each plant's briefing names it."""
    found = []
    for movement in MOVEMENTS:
        changes = view.moved(movement)
        cells = tuple(dict.fromkeys(cell for change in changes for cell in change.what.en.cells))
        if changes:
            count = Fact(f"group.moved.{movement}", len(changes), "count", "group.count", cells=cells)
            found.append(pen.join(f"group.moved.{movement}", count=pen.count(count)))
    if not found:
        return pen.say("group.since.none", "since.nothing", stance=Stance.ANALYSIS)
    return pen.say("group.since.moved", "group.since.moved", stance=Stance.ANALYSIS, items=pen.listed(found))


def unknown(pen: GroupPen, view: GroupView) -> list[Sentence]:
    """Count what the plants did not report or translate; the briefings name each."""
    found = []
    for key, facts in (("unmeasured", [plant.unmeasured for plant in view.here]), ("untranslated", [plant.untranslated for plant in view.here])):
        total = derived(f"group.{key}", int(sum(fact.number for fact in facts)), "count", "group.sum", facts)
        worst = [plant.name.get(pen.language) for plant, fact in zip(view.here, facts, strict=True) if fact.number]
        if total.number:
            found.append(pen.say(f"group.unknown.{key}", f"group.unknown.{key}", total.number, stance=Stance.ANALYSIS,
                                 count=pen.count(total), sites=shortened(pen, worst)))
    return found or [pen.say("group.unknown.none", "unknown.none", stance=Stance.ANALYSIS)]
