"""The masthead of the group's page: which plants, which month, in which money."""

from __future__ import annotations

from briefing.document.blocks import Masthead
from briefing.document.editions import Audience
from briefing.document.names import LONGEST_LINE, shortened_name
from briefing.evidence import Fact
from briefing.group.pen import GroupPen
from briefing.group.setting import Setting
from briefing.group.view import GroupView
from briefing.sentences import Sentence


def masthead_of(setting: Setting) -> Masthead:
    """Give the masthead in the pen's language; names longer than a line are shortened."""
    view, pen = setting.view, setting.pen
    company = view.charter.company
    confidentiality = company.confidentiality_es if pen.language == "es" else company.confidentiality_en
    month = "".join(run.text for run in pen.month(view.period).runs)
    edition = pen.text(f"edition.{Audience.BOARD if view.is_board else Audience.HQ}")
    return Masthead(pen.text("group.sites"), month, edition, _line(pen, view), shortened_name(confidentiality, LONGEST_LINE),
                    shortened_name(company.name))


def _line(pen: GroupPen, view: GroupView) -> Sentence:
    cells = tuple(dict.fromkeys(plant.site.source.at("code") for plant in view.plants if plant.site.source.file))
    here = Fact("group.here", len(view.here), "count", "group.count", cells=cells)
    every = Fact("group.plants", len(view.plants), "count", "group.count", cells=cells)
    return pen.phrase("masthead", pen.join("group.masthead", currency=pen.plain(pen.currency), count_of=pen.of("group.here_of", here, every),
                                           day=pen.day(view.as_of)))
