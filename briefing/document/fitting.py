"""Fits an edition to its pages: issues to a page each, the whole to eight, by rules and in both languages alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefing.document.blocks import Section
from briefing.document.budget import issue_height, page_height, pages
from briefing.document.decisions import decisions_section
from briefing.document.full_words import shortened_section
from briefing.document.inside import Composer, inside_parts
from briefing.document.issue_page import Place, issue_section
from briefing.document.page_one import Room, fitted_room, page_one_section
from briefing.document.plan import RETURNS, YIELDS, Plan
from briefing.document.scribe import Scribe
from briefing.framing.issues import Issue
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


class Draft:
    """The sections before the appendix under any plan; each is composed once for the numbers that it goes by."""

    def __init__(self, scribe: Scribe, room: Room, rooms: Sequence[IssueRoom]) -> None:
        """Take what is composed, the room of page one, and that of each issue."""
        self.scribe, self.room, self.rooms = scribe, room, rooms
        self.composers: tuple[Composer, ...] = (
            (decisions_section, ("decisions",)), *((_IssuePage(index, each), ()) for index, each in enumerate(rooms)), *inside_parts(scribe),
        )
        self.first = page_one_section(scribe, room)
        self._made: dict[tuple[object, ...], Section | None] = {}
        self._cut: dict[tuple[object, ...], Section] = {}

    def sheets(self, plan: Plan) -> tuple[Sheet, ...]:
        """Give the sheets under a plan."""
        scribe = replace(self.scribe, plan=plan)
        found = [self._sheet(("page-one",), self.first, self.room.words)]
        for index, (composer, numbers) in enumerate(self.composers):
            if isinstance(composer, _IssuePage) and composer.index >= plan.issues:
                continue
            key = (index, *(getattr(plan, name) for name in numbers))
            if key not in self._made:
                self._made[key] = composer(scribe)
            section = self._made[key]
            if section is not None:
                words = min(composer.room.words, plan.words) if isinstance(composer, _IssuePage) else plan.words
                found.append(self._sheet(key, section, words))
        return tuple(found)

    def _sheet(self, key: tuple[object, ...], section: Section, words: int) -> Sheet:
        if (*key, words) not in self._cut:
            self._cut[*key, words] = shortened_section(self.scribe, section, words)
        return Sheet(self._cut[*key, words], section)


@dataclass(frozen=True, slots=True)
class _IssuePage:
    """Composes the page of one issue."""

    index: int
    room: IssueRoom

    def __call__(self, scribe: Scribe) -> Section:
        """Compose it."""
        return issue_section(scribe, scribe.issues[self.index], self.room.place)


def fitted_sheets(scribe: Scribe) -> tuple[Scribe, tuple[Sheet, ...], tuple[Sheet, ...]]:
    """Give the scribe with the plan that fits both languages, and the sections before the appendix in its own and in the other."""
    room = fitted_room(scribe)
    rooms = tuple(_issue_room(scribe, issue) for issue in scribe.issues[:scribe.plan.issues])
    drafts = {language: Draft(scribe if language == scribe.pen.language else scribe.in_language(language), room, rooms) for language in LANGUAGES}
    plan = scribe.plan
    for language in LANGUAGES:  # in one order, whichever is composed: the plan must be the same for both
        plan = _fitted(drafts[language], plan)
    plan = _given_back(tuple(drafts.values()), plan, scribe.plan)
    (twin,) = (draft for language, draft in drafts.items() if language != scribe.pen.language)
    return replace(scribe, plan=plan), drafts[scribe.pen.language].sheets(plan), twin.sheets(plan)


def _fitted(draft: Draft, plan: Plan) -> Plan:
    """Take away in turn until the pages are few enough."""
    steps = iter(YIELDS)
    while not _holds(draft, plan):
        change = next(steps, None)
        if change is None:
            break
        plan = replace(plan, **{name: min(value, getattr(plan, name)) for name, value in change.items()})
    return plan


def _holds(draft: Draft, plan: Plan) -> bool:
    paper = draft.scribe.dossier.charter.company.paper
    return pages((sheet.printed for sheet in draft.sheets(plan)), paper) <= PAGES


def _given_back(drafts: Sequence[Draft], plan: Plan, whole: Plan) -> Plan:
    """Give back what did not have to yield, what matters most first: a step that frees a page often frees more than was needed."""
    if plan == whole:
        return plan
    for name in RETURNS:
        kept, most = getattr(plan, name), getattr(whole, name)
        sizes = {most, *(step[name] for step in YIELDS if name in step)}
        tries = (replace(plan, **{name: size}) for size in sorted(sizes, reverse=True) if kept < size <= most)
        plan = next((each for each in tries if all(_holds(draft, each) for draft in drafts)), plan)
    return plan


def _issue_room(scribe: Scribe, issue: Issue) -> IssueRoom:
    """Give the most that fits a page in both languages: the drawing of the options yields first, then words."""
    paper = scribe.dossier.charter.company.paper
    tries = [*(IssueRoom(WORDS[0], place) for place in (Place.BELOW, Place.BESIDE)), *(IssueRoom(words, Place.NOWHERE) for words in WORDS)]
    for each in tries:
        sections = (shortened_section(other, issue_section(other, issue, each.place), each.words)
                    for other in map(scribe.in_language, LANGUAGES))
        if all(issue_height(section, paper) <= page_height(paper) for section in sections):
            return each
    return tries[-1]
