"""The pages after page one: at most six, whatever the number of plants; which parts they hold depends on who reads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from briefing.document.blocks import Layout, Section
from briefing.document.budget import measured_section, pages
from briefing.group.compare import compare_sections
from briefing.group.exposure_page import exposure_section
from briefing.group.headquarters import decisions_section, late_section, owed_section
from briefing.group.setting import Setting
from briefing.language import LANGUAGES

PAGES = 7
"""Page one, and at most six more before the appendix."""


@dataclass(frozen=True, slots=True)
class Lists:
    """How many lines of each list are printed; what is left out is counted, and said where it stands."""

    plants: int
    shared: int
    kpis: int
    record: int
    deciders: int = 0
    decisions: int = 0
    owed: int = 0
    late: int = 0


BOARD = Lists(plants=12, shared=6, kpis=8, record=0)
HEADQUARTERS = Lists(plants=20, shared=8, kpis=24, record=24, deciders=10, decisions=18, owed=14, late=14)
LESS: tuple[dict[str, Any], ...] = (
    {"kpis": 16}, {"plants": 12, "record": 16}, {"kpis": 12}, {"shared": 6}, {"decisions": 14, "owed": 10, "late": 10}, {"record": 10}, {"kpis": 8},
    {"plants": 8}, {"deciders": 6}, {"decisions": 10, "owed": 7, "late": 7}, {"shared": 4}, {"kpis": 6, "record": 6}, {"decisions": 6, "owed": 4, "late": 4},
    {"plants": 5, "kpis": 4, "record": 4}, {"shared": 2, "deciders": 4}, {"decisions": 3, "owed": 2, "late": 2, "kpis": 2, "record": 2, "shared": 1},
)
"""What yields, in turn, until the pages are few enough."""


def inside(setting: Setting) -> tuple[Section, ...]:
    """Compose the pages between page one and the appendix, with as much of each list as fits them in either language."""
    return _sections(setting, setting.view.once("inside", lambda: _fitted_lists(setting)))


def _fitted_lists(setting: Setting) -> Lists:
    lists = BOARD if setting.view.is_board else HEADQUARTERS
    for language in LANGUAGES:
        lists = _fitted(setting.in_language(language), lists)
    return lists


def _fitted(setting: Setting, lists: Lists) -> Lists:
    for change in LESS:
        if _holds(setting, lists):
            return lists
        lists = replace(lists, **{name: min(value, getattr(lists, name)) for name, value in change.items()})
    return lists


def _holds(setting: Setting, lists: Lists) -> bool:
    paper = setting.view.charter.company.paper
    first = Section("page-one", "", (), Layout.PAGE_ONE)
    return pages((measured_section(each, paper) for each in (first, *_sections(setting, lists))), paper) <= PAGES


def _sections(setting: Setting, lists: Lists) -> tuple[Section, ...]:
    """Give the sections that hold anything: headquarters' work stands before what both readers see."""
    work = () if setting.view.is_board else (
        setting.composed(f"decisions {lists.deciders} {lists.decisions}", lambda: decisions_section(setting, lists.deciders, lists.decisions)),
        setting.composed(f"owed {lists.owed}", lambda: owed_section(setting, lists.owed)),
        setting.composed(f"late {lists.late} inside", lambda: late_section(setting, lists.late)),
    )
    exposure = setting.composed(f"exposure {lists.plants} inside", lambda: exposure_section(setting, lists.plants))
    compared = compare_sections(setting, lists.shared, lists.kpis, lists.record)
    return tuple(each for each in (*work, exposure, *compared) if each is not None)
