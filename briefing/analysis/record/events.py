"""Events expected against events that happened, as their chances were stated first and last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefing.analysis.record.values import CALIBRATED_FROM, Events, places, tally
from briefing.evidence import CellRef, Fact
from briefing.model.dossier import Dossier
from briefing.model.register import Occurs, RegisterRow, RowState

EVEN = 0.5


@dataclass(frozen=True, slots=True)
class _Settled:
    """A row whose day has come: its chance as stated, and whether it happened."""

    chance: float
    happened: bool
    cells: tuple[CellRef, ...]


def events(dossier: Dossier) -> tuple[Events, Events]:
    """Give expected and happened events by the chances stated first, and by those stated last before the outcome."""
    first: list[_Settled] = []
    last: list[_Settled] = []
    for statements in _rows(dossier):
        happened = next((row for row in statements if row.state is RowState.HAPPENED), None)
        open_rows = [row for row in statements if row.state is RowState.OPEN and row.chance is not None]
        if not open_rows or not (happened or _day_has_come(statements, dossier)):
            continue
        end = (happened.source.at("state"),) if happened else (open_rows[-1].source.at("by_date"),)
        for settled, row in ((first, open_rows[0]), (last, open_rows[-1])):
            settled.append(_Settled(row.chance or 0.0, happened is not None, (row.source.at("chance"), *end)))
    return _events("record.events_first", first), _events("record.events_last", last)


def _rows(dossier: Dossier) -> Iterator[list[RegisterRow]]:
    """Yield the statements on each row that happens once, oldest first; matters with counsel are none of them."""
    found: dict[str, list[RegisterRow]] = {}
    for submission in dossier.submissions:
        for row in submission.register:
            if row.occurs is Occurs.ONCE and not row.privileged:
                found.setdefault(row.id, []).append(row)
    yield from found.values()


def _day_has_come(statements: list[RegisterRow], dossier: Dossier) -> bool:
    """Tell whether the last stated day has passed; a row closed before it was settled by action and is no case."""
    row = statements[-1]
    return row.by_date is not None and row.by_date < dossier.as_of and row.state is not RowState.HAPPENED


def _events(name: str, cases: list[_Settled]) -> Events:
    cells = places(each.cells for each in cases)
    expected = Fact(f"{name}.expected", float(sum(each.chance for each in cases)), "count", "record.expected", cells=cells)
    happened = tally(f"{name}.happened", ((each.happened, each.cells) for each in cases))
    alarms = tally(f"{name}.alarms", ((not each.happened, each.cells) for each in cases if each.chance >= EVEN))
    if len(cases) < CALIBRATED_FROM:
        return Events(expected, happened, alarms)
    share = sum(each.happened for each in cases) / len(cases)
    score = sum((each.chance - each.happened) ** 2 for each in cases) / len(cases)
    return Events(expected, happened, alarms, Fact(f"{name}.score", score, "score", "record.brier", cells=cells),
                  Fact(f"{name}.climate", share * (1 - share), "score", "record.climate", cells=cells))
