"""What both sides promised and decided, against the days they named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from statistics import median

from briefing.analysis.record.values import Decisions, Promises, places, tally
from briefing.evidence import CellRef, Fact
from briefing.model.asks import Ask, AskState, Purpose
from briefing.model.dossier import Dossier, latest_follow_ups
from briefing.model.responses import Choice
from briefing.model.submission import FollowUp, FollowUpKind, FollowUpState, Side


def promises(dossier: Dossier, side: Side) -> Promises:
    """Count one side's commitments that are settled or whose day has passed."""
    name = f"record.kept_{side.value}"
    due = [each for each in latest_follow_ups(dossier, FollowUpKind.COMMITMENT) if each.side is side and is_due(each, dossier)]

    def count(state: FollowUpState) -> Fact:
        found = [each for each in due if each.state is state]
        return Fact(f"{name}.{state.name.lower()}", len(found), "count", "record.promises", cells=places(map(_cells, due)))

    return Promises(tally(name, ((each.state is FollowUpState.KEPT, _cells(each)) for each in due)),
                    count(FollowUpState.KEPT_LATE), count(FollowUpState.BROKEN), count(FollowUpState.OPEN))


def _cells(item: FollowUp) -> tuple[CellRef, ...]:
    return (item.source.at("state"), item.source.at("due"))


def is_due(commitment: FollowUp, dossier: Dossier) -> bool:
    """Tell whether a commitment counts: it is settled, or its day has passed."""
    if commitment.state in {FollowUpState.KEPT, FollowUpState.KEPT_LATE, FollowUpState.BROKEN}:
        return True
    return commitment.state is FollowUpState.OPEN and commitment.due is not None and commitment.due < dossier.as_of


@dataclass(frozen=True, slots=True)
class _History:
    """An ask as stated first and last, and the day it was decided."""

    first: Ask
    last: Ask
    decided_on: date | None

    def on_time(self, ask: Ask) -> bool:
        return bool(self.decided_on and ask.needed_by and self.decided_on <= ask.needed_by)

    def cells(self, ask: Ask) -> tuple[CellRef, ...]:
        return (ask.source.at("needed_by"), self.last.source.at("decided_on"))

    @property
    def days(self) -> int | None:
        """Days from the day it was first raised to its decision."""
        raised = self.first.first_raised or self.last.first_raised
        return (self.decided_on - raised).days if self.decided_on and raised else None


def decisions(dossier: Dossier) -> Decisions:
    """Count asks for decision whose day, as first and as last stated, has come, and the days decisions took."""
    histories = list(_histories(dossier))
    first = [each for each in histories if each.first.needed_by and each.first.needed_by < dossier.as_of]
    last = [each for each in histories if each.last.needed_by and each.last.needed_by < dossier.as_of]
    taken = [(days, (each.last.source.at("first_raised"), each.last.source.at("decided_on")))
             for each in histories if (days := each.days) is not None and days >= 0]
    middle = Fact("record.decision_days", float(median(each for each, _ in taken)), "days", "record.decision_days",
                cells=places(cells for _, cells in taken)) if taken else None
    waiting = [each for each in last if each.decided_on is None]
    return Decisions(
        tally("record.answered_first", ((each.on_time(each.first), each.cells(each.first)) for each in first)),
        tally("record.answered", ((each.on_time(each.last), each.cells(each.last)) for each in last)), middle,
        Fact("record.decisions_waiting", len(waiting), "count", "record.answered", cells=places(each.cells(each.last) for each in waiting)),
    )


def _histories(dossier: Dossier) -> Iterator[_History]:
    stated: dict[str, list[Ask]] = {}
    for submission in dossier.submissions:
        for ask in submission.asks:
            stated.setdefault(ask.id, []).append(ask)
    for asks in stated.values():
        last = asks[-1]
        if last.purpose is Purpose.DECISION and last.state is not AskState.WITHDRAWN:
            yield _History(next((each for each in asks if each.needed_by), last), last, _decided_on(last, dossier))


def _decided_on(ask: Ask, dossier: Dossier) -> date | None:
    """Give the first day of a decision: as the site states it, or as the secretary recorded it."""
    days = [ask.decided_on] if ask.decided_on else []
    days += [
        response.answered_on for response in dossier.responses
        if response.ask_id == ask.id and response.choice is Choice.DECIDED and response.answered_on <= dossier.as_of
    ]
    return min(days, default=None)
