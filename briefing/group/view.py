"""All plants of a month together, whole or as a board is told of them: who is here, what they ask, what moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from briefing.document.editions import Audience
from briefing.evidence import CellRef
from briefing.framing.changes import Movement
from briefing.framing.issues import Rank
from briefing.group.arrivals import Arrival, Attendance
from briefing.group.digest import AskLine, ChangeLine, Digest, IssueLine
from briefing.group.exposure import GroupExposure
from briefing.model.asks import Purpose
from briefing.model.charter import Charter
from briefing.periods import Period

_Made = TypeVar("_Made")
PURPOSES = (Purpose.DECISION, Purpose.DISCUSSION, Purpose.INFORMATION)


@dataclass(frozen=True)
class GroupView:
    """Every plant of the charter, or of the month where there is none, in its order.

    `whole` is the view that a board's was made from, None where everything is in this one. Without slots, so that what is
    asked for again and again while page one is fitted is put in order once.
    """

    charter: Charter
    period: Period
    as_of: date
    plants: tuple[Attendance, ...]
    exposure: GroupExposure | None = None
    whole: GroupView | None = None

    @property
    def all(self) -> GroupView:
        """The view with everything in it: sums over all plants are made of it, whoever reads them."""
        return self.whole or self

    @property
    def is_board(self) -> bool:
        """Tell whether the board is the reader."""
        return self.whole is not None

    def told(self, audience: Audience) -> GroupView:
        """Give what an audience is told: headquarters everything, the board no issue and no ask that its materiality spares it."""
        return self.all._board if audience is Audience.BOARD else self.all  # noqa: SLF001 - of the same class

    @cached_property
    def _board(self) -> GroupView:
        def spared(plant: Attendance) -> Attendance:
            digest = plant.digest
            if digest is None:
                return plant
            asks = tuple(each for each in digest.asks if not each.is_minor)
            issues = tuple(each for each in digest.issues if not each.is_minor)
            return replace(plant, digest=replace(digest, asks=asks, issues=issues))

        return replace(self, plants=tuple(map(spared, self.plants)), whole=self)

    def once(self, name: str, make: Callable[[], _Made]) -> _Made:
        """Give what was made under a name, made once for this view, whatever the language and the form."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]  # type: ignore[no-any-return]

    @cached_property
    def _made(self) -> dict[str, Any]:
        return {}

    @cached_property
    def here(self) -> tuple[Digest, ...]:
        """The months that a briefing was built of, in order of rank: what each plant's own page leads with."""
        return tuple(sorted((each.digest for each in self.plants if each.digest), key=_standing))

    @cached_property
    def away(self) -> tuple[Attendance, ...]:
        """The plants whose month is not in this page, or came late."""
        return tuple(each for each in self.plants if each.arrival is not Arrival.HERE)

    @cached_property
    def asks(self) -> tuple[tuple[Digest, AskLine], ...]:
        """Every ask that is not settled: those that serve an absolute limit, then by what a month's delay costs."""
        found = ((plant, ask) for plant in self.here for ask in plant.asks if not ask.is_settled)
        return tuple(sorted(found, key=lambda pair: _ask_order(*pair)))

    @cached_property
    def absolute(self) -> tuple[tuple[Digest, IssueLine], ...]:
        """Every issue that touches an absolute limit: broken ones first, then by chance, never by money."""
        found = [(plant, issue) for plant in self.here for issue in plant.issues if issue.rank is Rank.ABSOLUTE]
        return tuple(sorted(found, key=lambda pair: (not pair[1].is_broken, -pair[1].chance, pair[0].site, pair[1].id)))

    def moved(self, movement: Movement) -> tuple[ChangeLine, ...]:
        """Give what moved one way since the month before."""
        return self._moved.get(movement, ())

    @cached_property
    def _moved(self) -> dict[Movement, tuple[ChangeLine, ...]]:
        found: dict[Movement, list[ChangeLine]] = {}
        for plant in self.here:
            for change in plant.changes:
                found.setdefault(change.movement, []).append(change)
        return {movement: tuple(changes) for movement, changes in found.items()}

    @cached_property
    def cells(self) -> dict[str, tuple[CellRef, ...]]:
        """The cells under each fact printed so far, shared by the pens of every edition: ids mean the same in each."""
        return self.whole.cells if self.whole else {}

    @property
    def since(self) -> Period | None:
        """The month before, if any plant can be compared with it."""
        return max((plant.since for plant in self.here if plant.since), default=None)


def _standing(plant: Digest) -> tuple[int, float, str]:
    lead = plant.lead
    if lead is None:
        return (len(Rank), 0.0, plant.site)
    return (lead.rank, -lead.chance if lead.rank is Rank.ABSOLUTE else -lead.expected, plant.site)


def _ask_order(plant: Digest, ask: AskLine) -> tuple[bool, int, float, date, str, str]:
    return (not ask.serves_limit, PURPOSES.index(ask.purpose), -ask.delay, ask.needed_by or date.max, plant.site, ask.id)
