"""The plants beside each other: raw figures with declared adjustments, shared issues once, records with safe start."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace

import pikepdf
import pytest

from briefing.document.blocks import Document, Layout, Table, sentences_of
from briefing.document.editions import Audience, Edition
from briefing.framing.issues import Rank
from briefing.framing.wording.pen import Part
from briefing.group.digest import Digest, Tie
from briefing.group.document import compose_group
from briefing.group.pen import Said
from briefing.group.setting import links_to
from briefing.group.sharing import shared_issues
from briefing.group.view import GroupView
from briefing.language import LANGUAGES, Language
from briefing.pipeline import Briefing
from briefing.rendering import render
from briefing.sentences import Words
from tests.group.views import many, view_of


def compose(view: GroupView, language: Language = "en", audience: Audience = Audience.HQ) -> Document:
    """Compose the document."""
    return compose_group(view, Edition(audience, language), links_to("", ""))


def texts(document: Document, anchor: str) -> list[str]:
    """Give the sentences of a section."""
    return [each.text for section in document.sections if section.anchor == anchor for each in sentences_of(section)]


def changed(view: GroupView, site: str, **values: object) -> GroupView:
    """Change one plant's digest."""
    return replace(view, plants=tuple(
        replace(each, digest=replace(each.digest, **values)) if each.digest and each.site.code == site else each for each in view.plants))  # type: ignore[arg-type]


def digest(view: GroupView, site: str) -> Digest:
    """Give one plant's digest."""
    return next(each.digest for each in view.plants if each.digest and each.site.code == site)


def test_the_raw_value_stands_with_the_adjusted_one_and_n(briefings: Mapping[str, Briefing]) -> None:
    """Tijuana's deliveries, 91.3 % as reported, 1.2 points more with the adjustment the charter declares; and why."""
    document = compose(view_of(briefings))

    assert "91.3% · adjusted 92.5% · n 14" in texts(document, "kpis")
    assert "95.0% · n 14" in texts(document, "kpis")
    assert "On-time delivery, Tijuana: Tijuana promises the date after the border crossing; the others promise at the dock." in texts(document, "kpis")


def test_an_issue_of_one_common_factor_is_said_once(briefings: Mapping[str, Briefing]) -> None:
    """With every plant it stands at and their expected loss together."""
    view = view_of(briefings)
    (shared,) = shared_issues(view)
    expected = sum(issue.loss.number for _, issue in shared.members if issue.loss)

    assert [(plant.site, issue.id) for plant, issue in shared.members] == [("TIJ", "R-203"), ("QRO", "R-103")]
    assert shared.expected is not None
    assert shared.expected.number == pytest.approx(expected)
    assert len(texts(compose(view), "shared")) == 1


@pytest.mark.parametrize("kind", ["driver", "row", "factor"])
def test_issues_are_tied_by_driver_row_or_factor_of_another_plant_only(kind: str, briefings: Mapping[str, Briefing]) -> None:
    """Two issues of one plant with one driver are no shared issue."""
    view = view_of(briefings)
    for site in ("MTY", "QRO", "TIJ"):
        view = changed(view, site, issues=tuple(replace(issue, ties=()) for issue in digest(view, site).issues))
    first, second, *others = digest(view, "MTY").issues
    other = digest(view, "QRO").issues[0]
    tie = Tie(kind, other.id if kind == "row" else "X", Said(*(Part((Words("X"),)) for _ in LANGUAGES)))
    alone = changed(view, "MTY", issues=(*(replace(issue, ties=(replace(tie, key="Y"),)) for issue in (first, second)), *others))
    assert shared_issues(alone) == ()

    both = changed(view, "MTY", issues=(replace(first, ties=(tie,)), second, *others))
    if kind != "row":
        both = changed(both, "QRO", issues=(replace(other, ties=(tie,)), *digest(view, "QRO").issues[1:]))
    (shared,) = shared_issues(both)
    assert {(plant.site, issue.id) for plant, issue in shared.members} == {("MTY", first.id), ("QRO", other.id)}


def test_a_shared_absolute_limit_stands_first_and_without_a_price(briefings: Mapping[str, Briefing]) -> None:
    """Even where a priced issue costs more."""
    view = view_of(briefings)
    tie = Tie("factor", "aisles", Said(*(Part((Words("aisles"),)) for _ in LANGUAGES)))
    aisle = next(issue for issue in digest(view, "TIJ").issues if issue.rank is Rank.ABSOLUTE)
    view = changed(view, "TIJ", issues=tuple(replace(issue, ties=(tie,)) if issue is aisle else issue for issue in digest(view, "TIJ").issues))
    view = changed(view, "MTY", issues=(replace(aisle, id="R-900", ties=(tie,)), *digest(view, "MTY").issues))

    assert texts(compose(view), "shared")[0].endswith("not put into money.")
    assert [each.members[0][1].rank is Rank.ABSOLUTE for each in shared_issues(view)] == [True, False]


def test_a_plant_in_its_safe_start_shows_headquarters_record_alone(briefings: Mapping[str, Briefing]) -> None:
    """Its own counts are in no digest, so in no file of the group."""
    from briefing.group.digesting import digest_of  # noqa: PLC0415

    briefing = briefings["QRO"]
    assessment = replace(briefing.frame.assessment, record=replace(briefing.frame.assessment.record, for_site_only=True))
    young = digest_of(replace(briefing.frame, assessment=assessment))
    assert [line.name for line in young.record] == ["answered", "kept_hq"]

    view = changed(view_of(briefings), "QRO", record=young.record, is_safe_start=True)
    said = texts(compose(view), "record")
    row = said[said.index("Querétaro"):][:6]
    assert row == ["Querétaro", "first months", "first months", "first months", "1 of 2", "1 of 2"]
    assert "In a plant's first three months its own record is shown to the plant alone." in said


def test_totals_name_the_plants_they_lack(briefings: Mapping[str, Briefing]) -> None:
    """A sum without a plant is no sum of all."""
    assert "The month of Querétaro is missing, and no total here holds it." in texts(compose(view_of(briefings, without="QRO")), "exposure")
    assert not any("is missing" in text for text in texts(compose(view_of(briefings)), "exposure"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", [Audience.BOARD, Audience.HQ])
@pytest.mark.parametrize("count", [2, 4, 5, 200])
def test_at_most_six_pages_follow_page_one(count: int, audience: Audience, language: Language, briefings: Mapping[str, Briefing]) -> None:
    """Before the appendix, however many plants there are."""
    document = compose(many(view_of(briefings), count), language, audience)
    counted = replace(document, sections=tuple(section for section in document.sections if section.layout is not Layout.APPENDIX))

    work = ["decisions", "owed"] if audience is Audience.HQ else []
    expected = ["page-one", *work, "exposure", *(["shared"] if count > 2 else []), "kpis", "record"]  # two plants of these share nothing
    assert [section.anchor for section in counted.sections] == expected
    assert len(pikepdf.open(io.BytesIO(render(counted, "pdf"))).pages) <= 7


def test_many_plants_are_compared_by_the_worst(briefings: Mapping[str, Briefing]) -> None:
    """Three a KPI, with how many are on target; broken limits before distance from target."""
    document = compose(many(view_of(briefings), 9))
    (section,) = [each for each in document.sections if each.anchor == "kpis"]
    table = next(block for block in section.blocks if isinstance(block, Table))
    row = next(row for row in table.rows if row.cells[0].sentences[0].text == "On-time delivery")

    assert row.cells[1].sentences[0].text == "0 of 9"
    assert row.cells[2].sentences[0].text.count("Querétaro") + row.cells[2].sentences[0].text.count("Tijuana") == 3


def test_one_plant_is_compared_with_nobody(briefings: Mapping[str, Briefing]) -> None:
    """No section of comparison."""
    document = compose(many(view_of(briefings), 1))
    assert {"shared", "kpis", "record"} & {section.anchor for section in document.sections} == set()
