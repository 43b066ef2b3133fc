"""Views of the sample company's plants for tests of the group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from briefing.framing.wording.pen import Part
from briefing.group.arrivals import absent, attended
from briefing.group.digest import Digest
from briefing.group.digesting import digest_of
from briefing.group.exposure import exposure_of
from briefing.group.pen import Said
from briefing.group.view import GroupView
from briefing.periods import Period
from briefing.pipeline import Briefing
from briefing.sentences import Words

OCTOBER = Period(2026, 10)
AS_OF = date(2026, 11, 6)


def digests(briefings: Mapping[str, Briefing]) -> dict[str, Digest]:
    """Give each plant's digest."""
    return {site: digest_of(briefing.frame) for site, briefing in briefings.items()}


def view_of(briefings: Mapping[str, Briefing], *, without: str = "", on: date = AS_OF) -> GroupView:
    """Give the view of all plants; of one whose month is missing, its last word is that of the month itself."""
    charter = briefings["MTY"].dossier.charter
    found = digests(briefings)
    plants = tuple(
        absent(charter, site, OCTOBER, on, found[site.code]) if site.code == without else attended(charter, site, found[site.code])
        for site in charter.sites
    )
    return GroupView(charter, OCTOBER, on, plants, exposure_of(charter, (plant.digest for plant in plants if plant.digest), 1))


def many(view: GroupView, count: int) -> GroupView:
    """Give a view of many plants: those of the view again and again under other codes."""
    plants = []
    for number in range(count):
        plant = view.plants[number % len(view.plants)]
        if plant.digest is None:
            continue
        code = f"P{number:03d}"
        name = Said(*(Part((Words(f"{plant.site.name} {number}"),)) for _ in range(2)))
        plants.append(replace(plant, site=replace(plant.site, code=code), digest=replace(plant.digest, site=code, name=name)))
    return replace(view, plants=tuple(plants))
