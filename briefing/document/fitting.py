"""Fits an edition to its pages: issues to a page each, the whole to eight, by rules and in both languages alike."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from briefing.document.blocks import Section
from briefing.document.budget import Measured, issue_height, measured_section, page_height, pages
from briefing.document.decisions import decisions_section
from briefing.document.full_words import shortened_section
from briefing.document.inside import inside_parts
from briefing.document.issue_page import Place, issue_section
from briefing.document.page_one import Room, fitted_room, page_one_section
from briefing.document.plan import RETURNS, YIELDS, Plan
from briefing.document.scribe import Scribe
from briefing.language import LANGUAGES

PAGES = 8
"""The most pages before the appendix."""
WORDS = (700, 400, 250, 150, 80, 40)
"""Characters of somebody's words on an issue's page, in turn, until it fits."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A section as it is printed, and with everybody's words whole."""

    printed: Section
    whole: Section


@dataclass(frozen=True, slots=True)
class IssueRoom:
    """How an issue fits its page: characters of words, and where its options are drawn."""

    words: int
    place: Place


@dataclass(frozen=True, slots=True)
class Rooms:
    """How page one and each issue fit theirs."""

    page_one: Room
    issues: tuple[IssueRoom, ...]
    decisions_lead: bool = True
    """Whether the decisions stand before the issues: only where they share the first issue's page, not a page of their own."""


_Key = tuple[Hashable, ...]
_Composed = tuple[_Key, Callable[[], Section | None], int]
"""What a section goes by, what composes it, and the characters of somebody's words in it."""


class Draft:
    """The sections before the appendix in one language: each is composed, shortened and measured once for what it goes by."""

    def __init__(self, scribe: Scribe) -> None:
        """Take who composes; rooms are given to `sheets` and `measured` once they are known."""
        self.scribe = scribe
        self.paper = scribe.dossier.charter.company.paper
        self._inside = inside_parts(scribe)
        self._made: dict[_Key, Section | None] = {}
        self._printed: dict[_Key, Section] = {}
        self._measured: dict[_Key, Measured] = {}

    def sheets(self, rooms: Rooms, plan: Plan) -> tuple[Sheet, ...]:
        """Give the sheets under a plan."""
        return tuple(Sheet(self._cut(key, section, words), section) for key, section, words in self._sections(rooms, plan))

    def measured(self, rooms: Rooms, plan: Plan) -> Iterator[Measured]:
        """Yield the sheets under a plan as they are measured."""
        yield from (self._measure(*each) for each in self._sections(rooms, plan))

    def page_one(self, room: Room) -> Section:
        """Give page one in a room, as it is printed."""
        key = ("page-one", room)
        section = self._once(key, partial(page_one_section, self.scribe, room))
        assert section is not None  # noqa: S101 - there is always a page one
        return self._cut(key, section, room.words)

    def issue_fits(self, index: int, room: IssueRoom) -> bool:
        """Tell whether an issue in so much room fits a page."""
        key = ("issue", index, room.place)
        section = self._once(key, lambda: issue_section(self.scribe, self.scribe.issues[index], room.place))
        return section is not None and issue_height(self._cut(key, section, room.words), self.paper) <= page_height(self.paper)

    def decisions_share_a_page(self, rooms: Rooms) -> bool:
        """Tell whether the decisions and the first issue fit one page."""
        sections = self._sections(rooms, replace(self.scribe.plan, issues=1))
        return pages((self._measure(*each) for each in sections if each[0][0] in {"decisions", "issue"}), self.paper) <= 1

    def _sections(self, rooms: Rooms, plan: Plan) -> Iterator[tuple[_Key, Section, int]]:
        """Yield each section whole, with what it goes by and the characters of somebody's words."""
        scribe = replace(self.scribe, plan=plan)
        decisions: _Composed = (("decisions", plan.decisions), partial(decisions_section, scribe), plan.words)
        issues: list[_Composed] = [
            (("issue", index, room.place), partial(issue_section, scribe, scribe.issues[index], room.place), min(room.words, plan.words))
            for index, room in enumerate(rooms.issues[:plan.issues])
        ]
        composers: list[_Composed] = [
            (("page-one", rooms.page_one), lambda: page_one_section(self.scribe, rooms.page_one), rooms.page_one.words),
            *((decisions, *issues) if rooms.decisions_lead else (*issues, decisions)),
            *((("inside", index, *(getattr(plan, name) for name in numbers)), partial(composer, scribe), plan.words)
              for index, (composer, numbers) in enumerate(self._inside)),
        ]
        for key, compose, words in composers:
            section = self._once(key, compose)
            if section is not None:
                yield key, section, words

    def _measure(self, key: _Key, section: Section, words: int) -> Measured:
        if (*key, words) not in self._measured:
            self._measured[*key, words] = measured_section(self._cut(key, section, words), self.paper)
        return self._measured[*key, words]

    def _once(self, key: _Key, compose: Callable[[], Section | None]) -> Section | None:
        if key not in self._made:
            self._made[key] = compose()
        return self._made[key]

    def _cut(self, key: _Key, section: Section, words: int) -> Section:
        if (*key, words) not in self._printed:
            self._printed[*key, words] = shortened_section(self.scribe, section, words)
        return self._printed[*key, words]


def fitted_sheets(scribe: Scribe) -> tuple[Scribe, tuple[Sheet, ...], tuple[Sheet, ...]]:
    """Give the scribe with the plan that fits both languages, and the sections before the appendix in its own and in the other."""
    drafts = {language: Draft(scribe if language == scribe.pen.language else scribe.in_language(language)) for language in LANGUAGES}
    both = tuple(drafts.values())  # in one order, whichever is composed: the plan must be the same for both
    room = fitted_room((draft.scribe, draft.page_one) for draft in both)
    rooms = Rooms(room, tuple(_issue_room(both, index) for index in range(min(scribe.plan.issues, len(scribe.issues)))))
    rooms = replace(rooms, decisions_lead=all(draft.decisions_share_a_page(rooms) for draft in both))
    plan = scribe.plan
    for draft in both:
        plan = _fitted(draft, rooms, plan)
    plan = _given_back(both, rooms, plan, scribe.plan)
    (twin,) = (draft for language, draft in drafts.items() if language != scribe.pen.language)
    return replace(scribe, plan=plan), drafts[scribe.pen.language].sheets(rooms, plan), twin.sheets(rooms, plan)


def _fitted(draft: Draft, rooms: Rooms, plan: Plan) -> Plan:
    """Take away in turn until the pages are few enough."""
    steps = iter(YIELDS)
    while not _holds(draft, rooms, plan):
        change = next(steps, None)
        if change is None:
            break
        plan = replace(plan, **{name: min(value, getattr(plan, name)) for name, value in change.items()})
    return plan


def _holds(draft: Draft, rooms: Rooms, plan: Plan) -> bool:
    return pages(draft.measured(rooms, plan), draft.paper) <= PAGES


def _given_back(drafts: Sequence[Draft], rooms: Rooms, plan: Plan, whole: Plan) -> Plan:
    """Give back what did not have to yield, what matters most first: a step that frees a page often frees more than was needed."""
    if plan == whole:
        return plan
    for name in RETURNS:
        kept, most = getattr(plan, name), getattr(whole, name)
        sizes = {most, *(step[name] for step in YIELDS if name in step)}
        tries = (replace(plan, **{name: size}) for size in sorted(sizes, reverse=True) if kept < size <= most)
        plan = next((each for each in tries if all(_holds(draft, rooms, each) for draft in drafts)), plan)
    return plan


def _issue_room(drafts: Sequence[Draft], index: int) -> IssueRoom:
    """Give the most that fits a page in both languages: the drawing of the options yields first, then words."""
    tries = [*(IssueRoom(WORDS[0], place) for place in (Place.BELOW, Place.BESIDE)), *(IssueRoom(words, Place.NOWHERE) for words in WORDS)]
    return next((each for each in tries if all(draft.issue_fits(index, each) for draft in drafts)), tries[-1])
