"""What headquarters owes a plant: promises that are open, and what waits on it, with the days."""

from __future__ import annotations

from datetime import date

from briefing.evidence import Fact, Source, derived, typed
from briefing.framing.wording.pen import NOTHING, Part, Pen
from briefing.group.digest import OwedLine
from briefing.group.pen import Writer
from briefing.model.dossier import Dossier, latest_follow_ups
from briefing.model.submission import FollowUp, FollowUpKind, FollowUpState, Side


def days_since(writer: Writer, name: str, day: date | None, source: Source, column: str, as_of: date) -> Fact | None:
    """Count the days since a typed day; None where none is typed, or it has not passed."""
    if day is None or day >= as_of:
        return None
    start = typed(name, day, "date", source, column)
    return writer.fact(derived(f"{name}.days", (as_of - day).days, "days", "days_since", (start,)))


def owed_lines(writer: Writer, dossier: Dossier) -> tuple[OwedLine, ...]:
    """Give headquarters' open promises and what waits on it, in the order of their ids."""
    found = [
        each for each in latest_follow_ups(dossier, FollowUpKind.COMMITMENT, FollowUpKind.WAITING)
        if each.state is FollowUpState.OPEN and (each.kind is FollowUpKind.WAITING or each.side is Side.HQ)
    ]
    return tuple(_line(writer, each, dossier.as_of) for each in found)


def _line(writer: Writer, item: FollowUp, as_of: date) -> OwedLine:
    is_promise = item.kind is FollowUpKind.COMMITMENT
    column = "due" if is_promise else "since"
    day: date | None = getattr(item, column)

    def what(pen: Pen) -> Part:
        text = pen.clause(item.text_en, item.text_es, item.source, "text")
        return pen.join("group.ask", id=pen.typed(item.id, item.source, "id"), title=text)

    return OwedLine(
        item.id, is_promise, writer.said(what), writer.said(lambda pen: pen.role(item.who, item.source, "who")),
        writer.said(lambda pen: pen.day(day, item.source, column, short=True) if day else NOTHING),
        days_since(writer, f"{item.id}.{column}", day, item.source, column, as_of),
    )
