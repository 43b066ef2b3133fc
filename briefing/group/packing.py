"""The pack for a board portal: the group's page and the board editions of chosen plants in one PDF."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.document.editions import Audience, Edition
from briefing.group.jobs import Built
from briefing.group.rollup import Run, build_group
from briefing.language import Language, catalogue
from briefing.numbers import month
from briefing.periods import Period
from briefing.pipeline import SEED
from briefing.rendering.packs import Paper, packed
from briefing.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Packed:
    """A pack, and what became of each plant whose board edition was to be in it; no pack where one of them could not be built."""

    data: bytes
    built: tuple[Built, ...] = ()


def pack_of(workspace: Workspace, period: Period, sites: Sequence[str], language: Language) -> Packed:
    """Build the group's page and the board editions of the plants named, in that order, and put them into one file.

    Raises:
        UnreadableFile: The charter could not be read.
    """
    with tempfile.TemporaryDirectory(prefix="pack-") as name:
        out = Path(name)
        going = Run(workspace, period, out, language, (Edition(Audience.BOARD, language),), ("pdf",), seed=SEED)
        made = build_group(going)
        chosen = tuple(each for each in made.built if each.site in sites)
        papers = {each.site: path.read_bytes() for each in chosen if (path := out / str(period) / each.site / f"board.{language}.pdf").is_file()}
        if len(papers) < len(set(sites)):
            return Packed(b"", chosen)
        charter, _ = workspace.charter()
        names = {site.code: site.name for site in charter.sites}
        return Packed(bound(_page(going), {code: papers[code] for code in sites}, names, period, language), chosen)


def group_page(workspace: Workspace, period: Period, language: Language) -> bytes:
    """Give the board's edition of the group's page alone, for papers that are finished already."""
    with tempfile.TemporaryDirectory(prefix="pack-") as name:
        going = Run(workspace, period, Path(name), language, (), ("pdf",), seed=SEED)
        build_group(going)
        return _page(going)


def _page(going: Run) -> bytes:
    (edition,) = going.pages
    return (going.out / going.page_name(edition, "pdf")).read_bytes()


def bound(page: bytes, papers: Mapping[str, bytes], names: Mapping[str, str], period: Period, language: Language) -> bytes:
    """Bind the group's page and the plants' papers, each under a bookmark with the plant's name."""
    words = catalogue("pack", language)
    when = month(period, language)
    parts = [Paper(words.text("pack.group", month=when), page), *(Paper(names.get(code, code), data) for code, data in papers.items())]
    return packed(parts, words.text("pack.title", month=when), language)
